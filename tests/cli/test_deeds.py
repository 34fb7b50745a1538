"""`desk refund`, `cancel`, `return` and `message` over a channel in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.contract.errors import Undecided
from desk.domain.cases import CaseKind, Deadline
from desk.domain.orders import Buyer, OrderFacet
from tests.cli.conftest import Call, document
from tests.services.fake_deeds import DeedChannel, case, said, talk
from tests.support.orders import after, line, order


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    lines = (line("11", 2, listing="77"), line("12", 1))
    made.add(order("1", number="WB-1", buyer=Buyer(name="Ada", remote_id="ada_b"), lines=lines))
    return made


def test_a_refund_is_shown_step_by_step_and_queued_once(shop: Call, channel: DeedChannel) -> None:
    seen = document(shop, "refund", "WB-1", "--amount", "10", "--reason", "goodwill", "--dry-run")
    assert (seen["preview"]["rest"]["minor"], seen["pushes"]) == (5460, [])
    done = shop("refund", "WB-1", "--line", "11=9.95", "--reason", "GOODWILL")
    assert "9.95 EUR" in done.out
    assert shop("outbox", "push").status == 0
    assert channel.did == ["refund 1 9.95 EUR"]


@pytest.mark.parametrize(
    "words, status, sentence",
    [
        (("refund", "WB-1", "--reason", "GOODWILL"), 2, "--amount"),
        (("refund", "WB-1", "--amount", "1", "--reason", "WHIM"), 2, "GOODWILL"),
        (("refund", "WB-1", "--amount", "ten", "--reason", "GOODWILL"), 2, "9.95"),
        (("refund", "WB-1", "--amount", "1.005", "--reason", "GOODWILL"), 2, "small"),
        (("refund", "WB-1", "--amount", "100", "--reason", "GOODWILL"), 1, "64.60"),
        (("refund", "WB-9", "--amount", "1", "--reason", "GOODWILL"), 1, "No order"),
        (("refund", "WB-1", "--amount", "1", "--reason", "GOODWILL", "--by-hand"), 1, "sends the money itself"),
        (("paid", "WB-1"), 1, "takes no such change"),
        (("pay-link", "WB-1"), 1, "takes no such change"),
        (("cancel", "WB-1"), 2, "--reason"),
        (("cancel", "WB-1", "--approve"), 1, "no open cancellation"),
        (("cancel", "WB-1", "--reason", "UNPAID"), 1, "is paid"),
        (("return", "WB-1"), 2, "exactly one"),
        (("return", "WB-1", "--approve"), 1, "no open return"),
        (("message", "WB-1", "--text", "Dear {name}"), 1, "placeholder"),
        (("message", "WB-1", "--image", "https://a.example.org/x"), 2, "--text"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_gets_one_sentence(shop: Call, words: tuple[str, ...], status: int, sentence: str) -> None:
    done = shop(*words)
    assert (done.status, done.out) == (status, "")
    assert sentence in " ".join(done.err.split())
    assert "Traceback" not in done.err


def test_an_order_is_called_off(shop: Call, channel: DeedChannel) -> None:
    assert len(document(shop, "cancel", "WB-1", "--reason", "out-of-stock")["pushes"]) == 1
    shop("outbox", "push")
    assert channel.order("1").order is OrderFacet.CANCELLED


def test_a_return_is_answered_with_label_and_money(shop: Call, channel: DeedChannel, tmp_path: Path) -> None:
    label = tmp_path / "back.pdf"
    label.write_bytes(b"%PDF-1.7")
    channel.put_case(case("5001", "1", deadlines=(Deadline(what="RESPOND", at=after(9)),), reason="DEFECTIVE"))
    shop("sync")
    shown = shop("show", "WB-1").out
    assert "Return 5001: Requested · Defective" in shown
    assert "RESPOND" in shown
    assert "Approve" in shown
    for words in (
        ("--approve", "--number", "RT-1"),
        ("--label", str(label), "--carrier", "DHL", "--number", "0034"),
        ("--received",),
        ("--refund", "19.90", "--shipping", "4.90"),
    ):
        assert shop("return", "WB-1", *words).status == 0
        shop("outbox", "push")
    assert channel.did[-2:] == ["refund 1 24.80 EUR", "RefundReturn 5001"]
    assert shop("return", "WB-1", "--label", str(tmp_path / "none.pdf"), "--case", "5001").status == 1


def test_nothing_arrived_is_answered(shop: Call, channel: DeedChannel) -> None:
    channel.put_case(case("i1", "1", CaseKind.INQUIRY))
    shop("sync")
    assert shop("return", "WB-1", "--tell-shipment", "--carrier", "DHL", "--number", "0034").status == 0
    shop("outbox", "push")
    assert channel.cases[CaseKind.INQUIRY, "i1"].number == "0034"
    assert shop("return", "WB-1", "--refund", "all").status == 0


def test_a_conversation_is_read_and_answered(shop: Call, channel: DeedChannel) -> None:
    channel.put_texts(talk("t1", said("Where is it?", at=3000)))
    shop("sync")
    assert "Where is it?" in shop("message", "WB-1").out
    assert len(document(shop, "message", "WB-1", "--text", "On its way.")["pushes"]) == 1
    assert "On its way." in shop("show", "WB-1").out
    assert "On its way." in shop("outbox", "list").out
    shop("outbox", "push")
    assert channel.conversations["t1"].messages[-1].text == "On its way."


def test_a_refund_above_the_accounts_amount_goes_once_somebody_else_agrees(shop: Call, channel: DeedChannel) -> None:
    assert shop("accounts", "set", "fake", "second_person_above=20").status == 0
    queued = shop("refund", "WB-1", "--amount", "30", "--reason", "GOODWILL")
    assert "desk outbox approve 1" in queued.out
    assert shop("outbox", "push").out == "Nothing was due.\n"
    assert "Ada queued it" in shop("outbox", "list").out
    own = shop("outbox", "approve", "1")
    assert (own.status, len(own.err.splitlines())) == (1, 1)
    assert shop("outbox", "approve", "1", "--by", "Grace").status == 0
    assert shop("outbox", "push").status == 0
    assert channel.did == ["refund 1 30.00 EUR"]
    assert "Grace" in str(document(shop, "show", "WB-1")["order"]["timeline"])


def test_a_refund_that_is_declined_stays_here(shop: Call, channel: DeedChannel) -> None:
    assert shop("accounts", "set", "fake", "second_person_above=20").status == 0
    assert shop("refund", "WB-1", "--amount", "30", "--reason", "GOODWILL").status == 0
    assert shop("outbox", "decline", "1", "--by", "Grace").status == 0
    assert shop("outbox", "push").status == 0
    assert channel.did == []


def test_money_that_may_have_arrived_is_not_sent_again_without_a_word(shop: Call, channel: DeedChannel) -> None:
    assert shop("refund", "WB-1", "--amount", "10", "--reason", "GOODWILL").status == 0
    channel.plan("issue_refund", Undecided("Nobody can say whether it arrived."))
    assert shop("outbox", "push").status == 0
    asked = shop("outbox", "retry", "1")
    assert asked.status == 2
    assert "twice" in asked.err
    assert [one["state"] for one in document(shop, "outbox", "list")["pushes"]] == ["unclear"]
    assert shop("outbox", "retry", "1", "--yes").status == 0
    assert [one["state"] for one in document(shop, "outbox", "list")["pushes"]] == ["waiting"]
