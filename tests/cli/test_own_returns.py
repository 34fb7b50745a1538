"""`desk return`: a return of ours from its opening to its money, in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk.domain.cases import CaseKind, CaseLine, CaseState
from desk.domain.orders import ShippingFacet
from tests.cli.conftest import Call, document
from tests.services.fake_deeds import DeedChannel, case
from tests.support.orders import line, order


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    lines = (line("11", 2), line("12", 1))
    for name in ("1", "2"):
        made.add(order(name, number=f"WB-{name}", lines=lines, shipping=ShippingFacet.SHIPPED))
    return made


def test_from_the_parcel_to_the_money(shop: Call, channel: DeedChannel) -> None:
    number = document(shop, "return", "open", "WB-1", "--reason", "changed-mind")["number"]
    assert number in shop("return", "list").out
    assert document(shop, "return", "step", number, "approve")["state"] == "APPROVED"
    assert document(shop, "return", "receive", number)["state"] == "RECEIVED"
    shop("return", "inspect", number, "--line", "11", "--grade", "a", "--pieces", "2")
    seen = document(shop, "return", "inspect", number, "--line", "12", "--grade", "C", "--note", "Worn")
    assert (seen["state"], "resolve_refund" in seen["steps"]) == ("INSPECTED", True)
    (shown,) = document(shop, "return", "settle", number, "--loss", "5", "--why", "worn", "--dry-run")["settlements"]
    assert (shown["amount"]["minor"], shown["state"]) == (6460 - 500, "INSPECTED")
    assert "59.60 EUR" in shop("return", "settle", number, "--loss", "5", "--why", "worn").out
    assert shop("outbox", "push").status == 0
    assert channel.did == ["refund 1 59.60 EUR"]
    assert document(shop, "return", "show", number)["state"] == "REFUNDED"


def test_of_several_the_barred_one_is_told_and_the_others_go(shop: Call, channel: DeedChannel) -> None:
    good = document(shop, "return", "open", "WB-1", "--line", "12=1", "--arrived")["number"]
    shop("return", "inspect", good, "--line", "12", "--grade", "A")
    barred = document(shop, "return", "open", "WB-2")["number"]
    done = shop("return", "settle", barred, good)
    assert done.status == 1
    assert "not settled: This step does not follow from where the return stands." in done.out
    assert shop("outbox", "push").status == 0
    assert channel.did == ["refund 1 19.90 EUR"]


def test_what_was_done_last_is_taken_back_and_never_reaches_the_channel(shop: Call, channel: DeedChannel) -> None:
    goods = (CaseLine(remote_line="11", title="Becher", quantity=1),)
    channel.put_case(case("5001", "1", lines=goods, state=CaseState.REQUESTED))
    assert shop("sync").status == 0
    (row,) = document(shop, "return", "list")["returns"]
    number = row["number"]
    done = shop("return", "step", number, "decline", "--words", "Worn.")
    assert f"desk return undo {number}" in done.out
    back = shop("return", "undo", number)
    assert (back.status, "undo" in back.out) == (0, False)
    assert document(shop, "return", "show", number)["state"] == "REQUESTED"
    assert shop("outbox", "push").status == 0
    assert channel.did == []
    again = shop("return", "undo", number)
    assert (again.status, "nothing to take back" in again.err) == (1, True)


@pytest.mark.parametrize(
    "words, status, sentence",
    [
        (("return", "show", "RT-2026-000001-A"), 1, "looks like RT-"),
        (("return", "open", "WB-1", "--line", "11=3"), 1, "Only 2 pieces"),
        (("return", "open", "WB-1", "--line", "11"), 2, "11=2"),
        (("return", "open", "WB-1", "--reason", "whim"), 1, "no reason that Desk knows"),
        (("return", "list", "--state", "GONE"), 2, "REQUESTED"),
    ],
)
def test_what_cannot_be_says_what_can(shop: Call, words: tuple[str, ...], status: int, sentence: str) -> None:
    done = shop(*words)
    assert done.status == status
    assert sentence in done.err


def test_a_pile_of_returns_is_worked_together_and_one_that_is_refused_stops_no_other(shop: Call) -> None:
    opened = document(shop, "return", "open", "WB-1", "WB-2", "--arrived")
    numbers = [one["number"] for one in opened["returns"]]
    assert opened["refused"] == []
    assert "or all is in a return" in shop("return", "open", "WB-1").err
    graded = document(shop, "return", "inspect", *numbers, "--grade", "B")["returns"]
    assert [(one["state"], one["lines"][0]["counted"]["findings"][0]["quantity"]) for one in graded] == [
        ("INSPECTED", 2),
        ("INSPECTED", 2),
    ]
    shop("return", "step", numbers[0], "reject", "--words", "Worn for weeks.")
    done = shop("--json", "return", "step", *numbers, "reject", "--words", "Worn, too.")
    told: Any = done.document
    assert done.status == 1
    assert [one["state"] for one in told["returns"]] == ["REJECTED_AFTER_INSPECTION"]
    assert [(one["name"], one["error_code"]) for one in told["refused"]] == [(numbers[0], "return_step")]
    assert numbers[0] in shop("return", "inspect", *numbers, "--grade", "B").err


def test_what_belongs_to_one_return_is_not_said_of_several(shop: Call) -> None:
    done = shop("return", "receive", "RT-1", "RT-2", "--line", "11=1")
    assert (done.status, "--line is of one return" in done.err) == (2, True)


def test_an_orders_number_still_names_the_channels_own_case(shop: Call, channel: DeedChannel) -> None:
    channel.put_case(case(order="1"))
    assert shop("sync").status == 0
    assert shop("return", "WB-1", "--approve").status == 0
    assert shop("outbox", "push").status == 0
    assert channel.cases[CaseKind.RETURN, "5001"].state is CaseState.APPROVED


def test_a_table_is_settled_with_a_result_for_each_row(shop: Call, channel: DeedChannel, tmp_path: Path) -> None:
    good = document(shop, "return", "open", "WB-1", "--line", "12=1", "--arrived")["number"]
    shop("return", "inspect", good, "--line", "12", "--grade", "A")
    table, out = tmp_path / "returns.csv", tmp_path / "ended.csv"
    table.write_text(f"return\n{good}\nRT-2026-999999-9\n")
    shown = shop("return", "bulk", str(table), "--dry-run")
    assert (shown.status, shown.out.count("19.90 EUR")) == (1, 2)
    assert shop("return", "bulk", str(table), "--results", str(out)).status == 1
    _, first, second = out.read_text(encoding="utf-8-sig").splitlines()
    assert (first, second) == (
        f"2;{good};19.90 EUR;queued;",
        "3;RT-2026-999999-9;;blocked;There is no such return.",
    )
    assert shop("outbox", "push").status == 0
    assert channel.did == ["refund 1 19.90 EUR"]
