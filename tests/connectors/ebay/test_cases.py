"""Returns, inquiries and cancellations of a simulated eBay: read whole, again when they change, and never guessed."""

from __future__ import annotations

import csv
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from connectors.channels.ebay import case_words
from connectors.channels.ebay import simulator_return_steps as steps
from connectors.channels.ebay.case_mapping import CaseMapping
from connectors.contract.errors import Refused
from connectors.contract.protocols import FetchesCases
from desk.domain.cases import CallOffReason, CaseDeed, CaseKind, CaseState
from desk.domain.clock import parse_utc
from desk.domain.values import Money, RemoteRef
from tests.connectors.ebay.account import EbayAccount, ebay_account
from tests.connectors.ebay.case_reader import Reader, opened
from tests.connectors.ebay.desk_side import ACCOUNT
from tests.specs.ebay_facts import facts

DATA = Path(__file__).parents[3] / "resources" / "data"


# --- words -------------------------------------------------------------------------------------------------


def told_by(table: str, ours: str, theirs: str) -> dict[str, set[str]]:
    """A word of eBay's: ours that a table of DOMAIN 4.2 gives for it."""
    found: dict[str, set[str]] = {}
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in filter(None, row[theirs].split(";")):
                found.setdefault(word, set()).add(row[ours])
    return found


def test_every_state_of_the_table_is_known_and_stands_for_what_the_table_says() -> None:
    table = told_by("return_state_map.csv", "our_state", "ebay_state_in")
    assert set(case_words.RETURN_STATES) == set(table)
    wrong = {word: ours for word, ours in case_words.RETURN_STATES.items() if ours.value not in table[word]}
    assert wrong == {}


def test_every_reason_of_the_table_is_known_and_none_is_guessed() -> None:
    table = told_by("return_reasons.csv", "code", "ebay_in")
    assert set(case_words.REASONS) == set(table)
    assert {word: ours for word, ours in case_words.REASONS.items() if ours not in table[word]} == {}


def test_states_of_the_facts_that_the_table_lacks_stay_unknown() -> None:
    strange = set(facts()["enums"]["ReturnState"]) - set(case_words.RETURN_STATES)
    assert strange == {"UNKNOWN"}
    assert set(facts()["enums"]["InquiryStatusFilter"]) - set(case_words.INQUIRY_STATES) == {"PENDING", "OTHER"}


@pytest.mark.parametrize(
    "state,status,refunded,allows,ours",
    [
        ("CLOSED", "CLOSED", True, (), CaseState.REFUNDED),
        ("CLOSED", "CLOSED", False, (), CaseState.CLOSED),
        ("ITEM_SHIPPED", "ESCALATED", False, (), CaseState.ESCALATED),
        ("RETURN_REQUEST_TIMEOUT", "RETURN_REQUEST_TIMEOUT", False, (CaseDeed.APPROVE,), CaseState.REQUESTED),
        ("RETURN_REQUEST_TIMEOUT", "CLOSED", False, (), CaseState.EXPIRED),
        ("WAITING_FOR_DROP_OFF", "READY_FOR_SHIPPING", False, (CaseDeed.REFUND,), CaseState.UNKNOWN),
        ("", "", False, (), CaseState.UNKNOWN),
    ],
)
def test_how_far_a_return_is(
    state: str, status: str, refunded: bool, allows: tuple[CaseDeed, ...], ours: CaseState
) -> None:
    assert case_words.return_state(state, status, refunded=refunded, allows=allows) is ours


# --- returns -----------------------------------------------------------------------------------------------


def test_an_open_return_tells_reason_line_deadline_options_and_history() -> None:
    with ebay_account() as account:
        assert isinstance(account.connector, FetchesCases)
        made = opened(account, reason="NO_LONGER_NEED_ITEM", comment="Bitte zurück.", quantity=1)
        (one,) = Reader(account).run()
        (there,) = account.state()["returns"]
        order = account.state(order=made["order"])["orders"][0]
    assert (one.kind, one.ref, one.order) == (
        CaseKind.RETURN,
        RemoteRef(ACCOUNT, made["id"]),
        RemoteRef(ACCOUNT, made["order"]),
    )
    assert (one.state, one.channel_state) == (CaseState.REQUESTED, "RETURN_REQUESTED")
    assert (one.reason, one.channel_reason, one.comment) == ("CHANGED_MIND", "NO_LONGER_NEED_ITEM", "Bitte zurück.")
    assert one.opened_at == parse_utc(there["created"])
    (line,) = one.lines
    bought = order["lines"][0]
    assert (line.remote_line, line.listing, line.quantity) == (bought["transaction_id"], bought["item_id"], 1)
    (due,) = one.deadlines
    assert (due.what, due.at, due.ours) == (there["due"]["activity"], parse_utc(there["due"]["by"]), True)
    assert set(one.allows) == {
        *(CaseDeed.APPROVE, CaseDeed.DECLINE, CaseDeed.OFFER_PART),
        *(CaseDeed.REFUND, CaseDeed.WRITE),
    }
    assert one.other_options == ()
    assert one.expected == Money(there["estimated"], order["currency"])
    assert one.refunded is None
    assert one.events is not None
    assert [event.actor for event in one.events] == ["BUYER"]
    assert made["order"] in one.open_in_channel
    assert json.loads(one.raw)["returnId"] == made["id"]


def test_a_return_is_followed_to_its_end_and_looked_at_only_when_it_changed() -> None:
    with ebay_account() as account:
        made = opened(account)
        quiet = opened(account, 1)["id"]
        reader = Reader(account)
        reader.run()
        history = len(reader.the(CaseKind.RETURN, made["id"]).events or ())
        assert reader.next_run() == []
        before = calls(account, f"/return/{quiet}")
        answer(account, made["id"], "decide", {"decision": "APPROVE"})
        assert [one.ref.id for one in reader.next_run()] == [made["id"]]
        approved = reader.the(CaseKind.RETURN, made["id"])
        assert (approved.state, approved.channel_state) == (CaseState.APPROVED, "ITEM_READY_TO_SHIP")
        assert len(approved.events or ()) > history
        account.do("ship_return", **{"return": made["id"], "carrier": "DHL", "number": "00340434161094000002"})
        reader.next_run()
        shipped = reader.the(CaseKind.RETURN, made["id"])
        assert (shipped.state, shipped.carrier, shipped.number) == (
            CaseState.IN_TRANSIT,
            "DHL",
            "00340434161094000002",
        )
        account.do("close_return", **{"return": made["id"]})
        (closed,) = reader.next_run()
        assert (closed.ref.id, closed.state, closed.allows) == (made["id"], CaseState.CLOSED, ())
        assert closed.deadlines == ()
        assert reader.next_run() == []
        assert calls(account, f"/return/{quiet}") == before


def calls(account: EbayAccount, path: str) -> int:
    return sum(path in one for one in account.seen)


def answer(account: EbayAccount, number: str, deed: str, body: dict[str, Any]) -> None:
    """The seller's people answer in Seller Hub: past the wire, which the signatures are not the matter of here."""
    market = account.running.simulator.market
    one = market.returns[number]
    assert (deed, body["decision"]) == ("decide", "APPROVE")
    one.say("SELLER_APPROVE_REQUEST", "SELLER", account.running.simulator.clock.now())
    steps.accept(market, one, account.running.simulator.clock.now(), label_by_ebay=True)


def test_what_ebay_has_decided_by_money_is_refunded_and_an_escalation_is_shown() -> None:
    with ebay_account() as account:
        made, other = opened(account, reason="ARRIVED_DAMAGED"), opened(account, 1)
        reader = Reader(account)
        reader.run()
        assert CaseDeed.DECLINE not in reader.the(CaseKind.RETURN, made["id"]).allows
        account.do("escalate_return", **{"return": made["id"]})
        reader.next_run()
        case = reader.the(CaseKind.RETURN, made["id"])
        assert (case.state, bool(case.escalated_as), case.allows) == (CaseState.ESCALATED, True, (CaseDeed.WRITE,))
        assert reader.the(CaseKind.RETURN, other["id"]).escalated_as == ""
        account.do("decide_case", **{"return": made["id"], "favour": "BUYER"})
        account.later(hours=1)
        reader.run()
        ended = reader.the(CaseKind.RETURN, made["id"])
        assert (ended.state, ended.refunded) == (CaseState.REFUNDED, ended.expected)


@pytest.mark.parametrize(
    "field_name,word",
    [("state", "WAITING_FOR_DROP_OFF"), ("status", "WAITING_FOR_DROP_OFF"), ("reason", "BUYER_IS_BORED")],
)
def test_words_that_nobody_knows_are_kept_as_they_are_and_told_once(
    field_name: str, word: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with ebay_account() as account:
        for place in range(2):
            made = opened(account, place)
            account.do("foreign_return_word", **{"return": made["id"], "field": field_name, "word": word})
        reader = Reader(account)
        reader.run()
        found = [one for one in reader.known.values() if one.kind is CaseKind.RETURN]
    assert reader.bad == []
    assert {one.state for one in found} == {CaseState.UNKNOWN if field_name == "state" else CaseState.REQUESTED}
    if field_name == "state":
        assert {one.channel_state for one in found} == {word}
    if field_name == "reason":
        assert {(one.reason, one.channel_reason) for one in found} == {("", word)}
    told = [one for one in caplog.records if word in one.getMessage()]
    assert len(told) == (0 if field_name == "status" else 1)


def test_options_beyond_ours_are_kept_in_ebays_words() -> None:
    raw = json.dumps(
        {
            "returnId": 5170000001,
            "orderId": "01-03955-36441",
            "state": "RETURN_LABEL_PENDING",
            "creationInfo": {"creationDate": {"value": "2026-11-20T08:00:00.000Z"}},
            "sellerAvailableOptions": [
                {"actionType": "SELLER_PRINT_SHIPPING_LABEL"},
                {"actionType": "SELLER_PROVIDE_LABEL"},
                {"actionType": "SELLER_SEND_FLOWERS"},
                {},
            ],
            "buyerResponseDue": {"respondByDate": {"value": "2026-11-25T08:00:00.000Z"}},
        }
    ).encode()
    one = CaseMapping(ACCOUNT, "EBAY_DE", lambda _: True, sandbox=False).read_return(raw, None)
    assert one.allows == (CaseDeed.SEND_LABEL,)
    assert one.other_options == ("SELLER_PRINT_SHIPPING_LABEL", "SELLER_SEND_FLOWERS")
    assert [(due.what, due.ours) for due in one.deadlines] == [("RETURN_LABEL_PENDING", False)]
    assert (one.ref.id, one.events, one.lines, one.expected) == ("5170000001", None, (), None)


def test_a_return_that_cannot_be_read_goes_aside_and_the_others_come() -> None:
    with ebay_account() as account:
        fine = opened(account)["id"]
        for place, kind in enumerate(("garbage_amounts", "garbage_dates", "wrong_types"), start=1):
            account.do("bad_return", **{"return": opened(account, place)["id"], "kind": kind})
        reader = Reader(account)
        reader.run()
        assert set(reader.known) - reader.old == {(CaseKind.RETURN, fine)}
        bad = {one["id"] for one in account.state()["returns"] if not one["readable"]}
        assert {one.remote_id for one in reader.bad} == bad
        assert all(one.sample and one.reason for one in reader.bad)
        assert reader.next_run() == []


# --- inquiries and cancellations ---------------------------------------------------------------------------


def test_an_inquiry_names_the_purchase_its_buyer_and_what_may_be_answered() -> None:
    with ebay_account() as account:
        order = account.shipped_orders()[0]
        made = account.do("open_inquiry", order=order["id"], comment="Nichts da.")
        reader = Reader(account)
        (one,) = reader.run()
        (there,) = account.state()["inquiries"]
        alone = account.connector.fetch_case(CaseKind.INQUIRY, one.ref)
        line = order["lines"][0]
        assert one.order.id == f"{line['item_id']}-{line['transaction_id']}"
        assert (one.buyer, one.listing) == (order["username"], line["item_id"])
        assert (one.ref.id, one.kind, one.state) == (made["id"], CaseKind.INQUIRY, CaseState.REQUESTED)
        assert (one.channel_state, one.comment) == ("WAITING_SELLER_RESPONSE", "Nichts da.")
        assert [(due.at, due.ours) for due in one.deadlines] == [(parse_utc(there["due"]), True)]
        assert one.allows == (CaseDeed.TELL_SHIPMENT, CaseDeed.REFUND)
        assert (one.expected, one.refunded) == (Money(there["claimed"], order["currency"]), None)
        assert (alone.buyer, alone.order, alone.events) == (one.buyer, one.order, one.events)
        account.do("escalate_inquiry", inquiry=made["id"])
        assert account.connector.fetch_case(CaseKind.INQUIRY, one.ref).state is CaseState.ESCALATED
        reader.next_run()
        ended = reader.the(CaseKind.INQUIRY, made["id"])
        assert (ended.state, ended.refunded, ended.allows) == (CaseState.REFUNDED, one.expected, ())


def cancellable(account: EbayAccount) -> dict[str, Any]:
    """An order that has not left yet and that nobody wants called off."""
    return next(
        one
        for one in account.state()["orders"]
        if one["listed"] and one["status"] == "NOT_STARTED" and one["cancel_state"] == "NONE_REQUESTED"
    )


@pytest.mark.parametrize(
    "word, ours",
    [
        ("ORDER_MISTAKE", CallOffReason.MISTAKE),
        ("WONT_ARRIVE_IN_TIME", CallOffReason.TOO_LATE),
        ("WRONG_SHIPPING_ADDRESS", CallOffReason.WRONG_ADDRESS),
    ],
)
def test_a_wish_to_cancel_says_why_in_our_words_too(word: str, ours: CallOffReason) -> None:
    with ebay_account(40) as account:
        made = account.do("request_cancel", order=cancellable(account)["id"], reason=word)
        reader = Reader(account)
        reader.run()
        one = reader.the(CaseKind.CANCELLATION, made["cancel_id"])
    assert (one.reason, one.channel_reason) == (ours, word)


def test_a_buyers_wish_to_cancel_can_be_answered_until_it_is() -> None:
    with ebay_account(40) as account:
        order = cancellable(account)
        made = account.do("request_cancel", order=order["id"])
        reader = Reader(account)
        reader.run()
        one = reader.the(CaseKind.CANCELLATION, made["cancel_id"])
        assert (one.state, one.channel_state, one.opened_by_buyer) == (CaseState.REQUESTED, "APPROVAL_PENDING", True)
        assert one.order.id == order["id"]
        assert one.allows == (CaseDeed.APPROVE, CaseDeed.DECLINE)
        (due,) = one.deadlines
        assert due.ours
        assert due.at > account.now
        account.do("reject_cancel", order=order["id"])
        reader.next_run()
        answered = reader.the(CaseKind.CANCELLATION, made["cancel_id"])
        assert (answered.state, answered.channel_state) == (CaseState.DECLINED, "CANCEL_REJECTED")
        assert (answered.allows, answered.deadlines) == ((), ())
        assert account.connector.fetch_case(CaseKind.CANCELLATION, one.ref) == answered


@pytest.mark.parametrize(
    "state,status,ours",
    [
        ("REFUND_PENDING", "CANCEL_PENDING", CaseState.REFUND_PENDING),
        ("REFUND_FAILED_RETRY", "CANCEL_PENDING", CaseState.REFUND_PENDING),
        ("CLOSED", "CANCEL_CLOSED_WITH_REFUND", CaseState.REFUNDED),
        ("CLOSED", "CANCEL_CLOSED_FOR_COMMITMENT", CaseState.CANCELLED),
        ("CLOSED", "CANCEL_CLOSED_NO_REFUND", CaseState.CANCELLED),
        ("CLOSED", "CANCEL_CLOSED_IN_SPACE", CaseState.UNKNOWN),
        ("OTHER", "", CaseState.UNKNOWN),
    ],
)
def test_how_far_a_cancellation_is(state: str, status: str, ours: CaseState) -> None:
    assert case_words.cancel_state(state, status) is ours


@pytest.mark.parametrize("kind", list(CaseKind))
def test_a_case_that_ebay_does_not_have_is_told(kind: CaseKind) -> None:
    with ebay_account(2) as account:
        for number in ("1", "../1"):
            with pytest.raises(Refused) as caught:
                account.connector.fetch_case(kind, RemoteRef(ACCOUNT, number))
            assert caught.value.code == "no_such_case"


def test_one_return_by_itself_is_the_same_as_listed() -> None:
    with ebay_account() as account:
        made = opened(account)
        (listed,) = Reader(account).run()
        assert account.connector.fetch_case(CaseKind.RETURN, RemoteRef(ACCOUNT, made["id"])) == listed
