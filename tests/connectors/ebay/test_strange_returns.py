"""Returns and refunds at an eBay that keeps to its sheet and is not our simulator: what it may leave out, cap or say
otherwise breaks nothing and moves no money twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest

from connectors.channels.ebay.books import read_books
from connectors.channels.ebay.case_mapping import CaseMapping
from connectors.channels.ebay.case_payloads import InquiryDetail, ReturnDetail
from connectors.channels.ebay.connector import Ebay, connect
from connectors.channels.ebay.mapping import parse_order
from connectors.contract.errors import Refused, Unreadable
from connectors.contract.protocols import Accepted, AlreadyDone, Moved, NotThere, UnderWay
from connectors.contract.snapshots import CaseSnapshot, Cursor
from desk.domain.cases import CaseKind, CaseState
from desk.domain.pushes import Attempt, ReceiveReturn, RefundReturn, ReturnPush, SendReturnLabel, WriteToReturn
from desk.domain.values import PushKey, RemoteRef
from tests.connectors.ebay.desk_side import ACCOUNT, NOW, access, inside, order
from tests.connectors.ebay.test_mapping import read as read_order
from tests.connectors.ebay.test_signatures import TOKEN, signed_secrets
from tests.connectors.http.server import Seen, Server, reply, serving
from tests.support.channel_side import eur

ORDER = "01-03955-36441"
POSTED = "2026-11-19T08:00:00.000Z"


def summary(number: int = 5170000001, /, **changes: Any) -> dict[str, Any]:
    """A return as the sheet shows one."""
    return {
        "returnId": str(number),
        "orderId": ORDER,
        "state": "ITEM_DELIVERED",
        "status": "ITEM_DELIVERED",
        "currentType": "MONEY_BACK",
        "creationInfo": {
            "item": {"itemId": "110012345678", "transactionId": "10012345678901", "returnQuantity": 1},
            "reason": "NO_LONGER_NEED_ITEM",
            "creationDate": {"value": POSTED},
        },
        "sellerAvailableOptions": [{"actionType": f"SELLER_{what}"} for what in ("ISSUE_REFUND", "SEND_MESSAGE")],
        "sellerTotalRefund": {"estimatedRefundAmount": {"value": 39.98, "currency": "EUR"}},
        **changes,
    }


@dataclass
class OtherEbay:
    """Holds returns and gives them in pages of its own size. `answers` are what it says, by method and end of path."""

    returns: list[dict[str, Any]] = field(default_factory=list)
    page: int = 200
    tells: str = "total"
    answers: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def __call__(self, seen: Seen) -> object:
        parts = urlsplit(seen.target)
        query = dict(parse_qsl(parts.query))
        said = next(
            (text for (how, end), text in self.answers.items() if (how, end) == (seen.method, parts.path[-len(end) :])),
            None,
        )
        if said is not None:
            return said
        if "oauth2" in parts.path:
            return reply(TOKEN)
        if parts.path.endswith("/return/search"):
            return self._search(query)
        if parts.path.startswith(f"/sell/fulfillment/v1/order/{ORDER}"):
            return reply(order())
        one = next((each for each in self.returns if parts.path.endswith(f"/return/{each['returnId']}")), None)
        if one is None:
            return reply(b"", 204)
        return reply({"summary": one} if query.get("fieldgroups") == "SUMMARY" else {"detail": {"responseHistory": []}})

    def _search(self, query: dict[str, str]) -> bytes:
        if query["return_state"] == "CLOSED":
            return reply(b"", 204)
        begin = int(query["offset"])
        members = self.returns[begin : begin + min(int(query["limit"]), self.page)]
        count = len(self.returns)
        return reply(
            {
                "members": members,
                **({"total": count} if self.tells == "total" else {"paginationOutput": {"totalEntries": str(count)}}),
            }
        )


@contextmanager
def desk_at(ebay: OtherEbay) -> Iterator[tuple[Ebay, Server]]:
    with serving(ebay) as server:
        connector = connect(access(server.address, secrets=signed_secrets()))
        try:
            yield connector, server
        finally:
            connector.close()


def attempt(*, sent: bool = False, key: str = "deed-1") -> Attempt:
    return Attempt(key=PushKey(key), queued_at=NOW, sent_at=NOW if sent else None)


def money(goods: int = 1000) -> RefundReturn:
    return RefundReturn(order=RemoteRef(ACCOUNT, ORDER), case="5170000001", goods=eur(goods), shipping=eur(0))


def read(document: dict[str, Any], detail: dict[str, Any] | None = None) -> CaseSnapshot:
    told = None if detail is None else msgspec.convert(detail, ReturnDetail, strict=False)
    return CaseMapping(ACCOUNT, "EBAY_DE", lambda _: True, sandbox=False).read_return(
        json.dumps(document).encode(), told
    )


# --- lists -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tells", ["total", "paginationOutput"])
def test_all_returns_come_though_ebay_puts_fewer_on_a_page_than_were_asked_for(tells: str) -> None:
    ebay = OtherEbay([summary(5170000000 + number) for number in range(7)], page=3, tells=tells)
    found: set[str] = set()
    with desk_at(ebay) as (connector, server):
        page = connector.fetch_cases(Cursor())
        for _ in range(12):
            found |= {one.ref.id for one in page.items}
            if page.done:
                break
            page = connector.fetch_cases(page.cursor)
        asked = [dict(parse_qsl(urlsplit(one.target).query)) for one in server.seen if "/return/search" in one.target]
    assert page.done
    assert found == {one["returnId"] for one in ebay.returns}
    assert [one["offset"] for one in asked if one["return_state"] == "ALL_OPEN"] == ["0", "3", "6"]


# --- fields ------------------------------------------------------------------------------------------------


def test_a_return_is_read_though_ebay_leaves_null_what_it_need_not_tell() -> None:
    created = {"creationDate": {"value": POSTED}, "item": {"itemId": 11, "transactionId": 12, "returnQuantity": None}}
    nothing: dict[str, Any] = dict.fromkeys(
        ("status", "currentType", "sellerResponseDue", "sellerAvailableOptions", "sellerTotalRefund", "escalationInfo")
    )
    one = read(summary(creationInfo={**created, "reason": None, "comments": None}, **nothing))
    assert (one.state, one.allows, one.expected, one.refunded) == (CaseState.DELIVERED_TO_US, (), None, None)
    assert [(line.remote_line, line.listing, line.quantity) for line in one.lines] == [("12", "11", 1)]
    one = read(summary(state=None, status="WAITING_FOR_DROP_OFF"))
    assert (one.state, one.channel_state) == (CaseState.UNKNOWN, "WAITING_FOR_DROP_OFF")


@pytest.mark.parametrize(
    "estimated,actual,expected,refunded",
    [
        ({"value": "39.98", "currency": "EUR"}, {"value": 5}, 3998, 500),
        ({"value": 39.98}, {"value": 5.0, "currency": "eur"}, 3998, 500),
        ({"value": 0.0}, {"value": "0", "currency": None}, None, None),
        ({"value": "1E+1", "currency": "EUR"}, {}, 1000, None),
    ],
)
def test_an_amount_without_a_currency_has_that_of_the_other(
    estimated: dict[str, Any], actual: dict[str, Any], expected: int | None, refunded: int | None
) -> None:
    one = read(summary(sellerTotalRefund={"estimatedRefundAmount": estimated, "actualRefundAmount": actual}))
    assert one.expected == (None if expected is None else eur(expected))
    assert one.refunded == (None if refunded is None else eur(refunded))


def test_an_inquiry_and_a_cancellation_are_read_with_null_for_what_need_not_be_told() -> None:
    mapping = CaseMapping(ACCOUNT, "EBAY_DE", lambda _: True, sandbox=False)
    inquiry = {
        "inquiryId": 7,
        "itemId": 1,
        "transactionId": 2,
        "creationDate": {"value": POSTED},
        "inquiryStatusEnum": None,
    }
    detail = msgspec.convert({"status": None, "inquiryQuantity": None}, InquiryDetail, strict=False)
    one = mapping.read_inquiry(json.dumps(inquiry).encode(), detail)
    assert (one.state, [line.quantity for line in one.lines]) == (CaseState.UNKNOWN, [1])
    called_off = {
        "cancelId": 8,
        "legacyOrderId": ORDER,
        "cancelRequestDate": {"value": POSTED},
        "cancelState": "CLOSED",
        "cancelStatus": None,
        "requestorType": None,
    }
    assert mapping.read_cancellation(json.dumps(called_off).encode()).channel_state == "CLOSED"


def test_the_last_of_several_parcels_is_the_one_on_its_way() -> None:
    parcels = [{"trackingNumber": "1", "carrierUsed": "DHL"}, {"trackingNumber": 2, "carrierUsed": "UPS"}]
    one = read(summary(), {"returnShipmentInfo": {"shipmentTracking": parcels}})
    assert (one.carrier, one.number) == ("UPS", "2")
    assert read(summary(), {"returnShipmentInfo": {"shipmentTracking": []}}).number == ""


# --- deeds -------------------------------------------------------------------------------------------------


def test_a_return_told_without_a_wrapper_is_looked_at_like_any() -> None:
    bare = {("GET", "/return/5170000001"): reply(summary(state="CLOSED", sellerAvailableOptions=None))}
    with desk_at(OtherEbay(answers=bare)) as (connector, _):
        push = ReceiveReturn(order=RemoteRef(ACCOUNT, ORDER), case="5170000001")
        with pytest.raises(Refused) as caught:
            connector.answer_return(push, attempt())
        assert connector.fetch_case(CaseKind.RETURN, RemoteRef(ACCOUNT, "5170000001")).state is CaseState.CLOSED
    assert caught.value.code == "moved"


def test_an_answer_that_holds_no_return_is_no_ground_to_do_anything() -> None:
    nothing = OtherEbay(answers={("GET", "/return/5170000001"): reply({})})
    with desk_at(nothing) as (connector, _), pytest.raises(Unreadable):
        connector.answer_return(money(), attempt())


def test_without_a_history_words_are_not_written_twice_and_other_deeds_go_by_the_state() -> None:
    ebay = OtherEbay([summary()])
    with desk_at(ebay) as (connector, _):
        words = WriteToReturn(order=RemoteRef(ACCOUNT, ORDER), case="5170000001", text="Danke")
        assert connector.look_return(words, attempt(sent=True)) == NotThere()

        def without_history(seen: Seen) -> object:
            return reply({}) if "fieldgroups=FULL" in seen.target else ebay(seen)

    with serving(without_history) as server:
        connector = connect(access(server.address, secrets=signed_secrets()))
        try:
            with pytest.raises(Unreadable):
                connector.look_return(words, attempt(sent=True))
            arrived = ReceiveReturn(order=RemoteRef(ACCOUNT, ORDER), case="5170000001")
            assert connector.look_return(arrived, attempt(sent=True)) == AlreadyDone("5170000001")
        finally:
            connector.close()


def test_what_has_come_is_not_marked_again_though_ebay_goes_on_offering_it() -> None:
    there = summary(sellerAvailableOptions=[{"actionType": "SELLER_MARK_AS_RECEIVED"}])
    push = ReceiveReturn(order=RemoteRef(ACCOUNT, ORDER), case="5170000001")
    with desk_at(OtherEbay([there])) as (connector, _):
        assert connector.look_return(push, attempt(sent=True)) == AlreadyDone("5170000001")
        assert connector.look_return(push, attempt(key="deed-2")) == NotThere()


def test_a_refund_that_ebay_answers_to_have_failed_is_not_waited_for() -> None:
    """The return may stay as it was, and then each look would find nothing and send it again."""
    failed = {("POST", "/issue_refund"): reply({"refundStatus": "FAILED"})}
    with desk_at(OtherEbay([summary()], answers=failed)) as (connector, _):
        with pytest.raises(Refused) as caught:
            connector.answer_return(money(), attempt())
        assert connector.look_return(money(), attempt()) == NotThere()
    assert caught.value.code == "refund_failed"


def test_a_refund_that_is_paid_in_several_amounts_is_waited_for() -> None:
    def so_far(value: float, state: str) -> dict[str, Any]:
        return summary(state=state, sellerTotalRefund={"actualRefundAmount": {"value": value, "currency": "EUR"}})

    ebay = OtherEbay([so_far(4, "REFUND_INITIATED")])
    with desk_at(ebay) as (connector, _):
        assert connector.look_return(money(), attempt(sent=True)) == UnderWay("5170000001")
        assert isinstance(connector.look_return(money(), attempt()), Moved)
        ebay.returns[:] = [so_far(10.0, "CLOSED")]
        assert connector.look_return(money(), attempt(sent=True)) == AlreadyDone("5170000001")
        ebay.returns[:] = [so_far(4, "LESS_THAN_A_FULL_REFUND_ISSUED")]
        assert isinstance(connector.look_return(money(), attempt(sent=True)), Moved), "nothing more comes"


def test_who_is_late_with_a_refund_may_give_it_as_long_as_ebay_offers_that() -> None:
    ebay = OtherEbay([summary(state="REFUND_TIMEOUT")], answers={("POST", "/issue_refund"): reply({})})
    with desk_at(ebay) as (connector, _):
        assert connector.answer_return(money(), attempt()) == Accepted("5170000001")
        ebay.returns[:] = [summary(state="REFUND_TIMEOUT", sellerAvailableOptions=[])]
        assert isinstance(connector.look_return(money(), attempt(key="deed-2")), Moved)


def test_words_that_ebay_keeps_as_html_are_not_written_twice() -> None:
    push = WriteToReturn(order=RemoteRef(ACCOUNT, ORDER), case="5170000001", text='Größe "M" & Farbe?')
    said = {"content": "Gr&ouml;&szlig;e &quot;M&quot;\n&amp; Farbe?"}
    step = {"activity": "SELLER_SEND_MESSAGE", "author": "SELLER", "comments": said, "creationDate": {"value": None}}
    ebay = OtherEbay([summary()])

    def answer(seen: Seen) -> object:
        return reply({"detail": {"responseHistory": [step]}}) if "fieldgroups=FULL" in seen.target else ebay(seen)

    with serving(answer) as server:
        connector = connect(access(server.address, secrets=signed_secrets()))
        try:
            assert connector.look_return(push, attempt(sent=True)) == AlreadyDone("5170000001")
        finally:
            connector.close()


@pytest.mark.parametrize("said", [reply(b"", 200), reply(b"", 204), reply({}, 201), reply({"refundStatus": None})])
def test_a_refund_is_taken_whatever_good_answer_comes(said: bytes) -> None:
    with desk_at(OtherEbay([summary()], answers={("POST", "/issue_refund"): said})) as (connector, server):
        assert connector.answer_return(money(), attempt()) == Accepted("5170000001")
    (sent,) = (json.loads(one.body) for one in server.seen if one.method == "POST" and "/issue_refund" in one.target)
    assert sent["refundDetail"]["totalAmount"] == {"value": 10.0, "currency": "EUR"}


@pytest.mark.parametrize(
    "told",
    [
        {"errorMessage": {"error": {"errorId": "1043", "message": "Too much.", "parameter": {"value": "12"}}}},
        {
            "errorMessage": {
                "error": [{"errorId": 1043, "longMessage": "Too much.", "message": None, "parameter": [{"value": 12}]}]
            }
        },
        {"errors": [{"errorId": 1043, "category": None, "message": "Too much. (12)"}]},
    ],
)
def test_a_refusal_is_told_in_ebays_words_whichever_shape_they_have(told: dict[str, Any]) -> None:
    refused = {("POST", "/issue_refund"): reply(told, 400)}
    with desk_at(OtherEbay([summary()], answers=refused)) as (connector, _), pytest.raises(Refused) as caught:
        connector.answer_return(money(), attempt())
    assert (caught.value.words, caught.value.facts["number"]) == ("Too much. (12)", 1043)


def test_a_label_goes_out_where_files_are_told_as_a_bare_list() -> None:
    offered = summary(state="RETURN_LABEL_PENDING", sellerAvailableOptions=[{"actionType": "SELLER_PROVIDE_LABEL"}])
    said = {("GET", "/files"): reply([{"fileId": 4}]), ("POST", "/file/upload"): reply({"fileId": 5}, 201)}
    push: ReturnPush = SendReturnLabel(
        order=RemoteRef(ACCOUNT, ORDER),
        case="5170000001",
        carrier="dhl_de",
        number="0034",
        file_name="l.pdf",
        file=b"%PDF",
    )
    with desk_at(OtherEbay([offered], answers={**said, ("POST", "/add_shipping_label"): reply(b"", 204)})) as (
        desk,
        server,
    ):
        assert desk.answer_return(push, attempt()) == Accepted("5170000001")
    (sent,) = (json.loads(one.body) for one in server.seen if "/add_shipping_label" in one.target)
    assert sent["fileId"] == "5"


# --- an order's refunds ------------------------------------------------------------------------------------


def refunded(summary: list[dict[str, Any]], of_line: list[dict[str, Any]]) -> dict[str, Any]:
    made = inside(order(), "paymentSummary.refunds", summary)
    return inside(made, "lineItems.0.refunds", of_line)


def back(value: str, **more: Any) -> dict[str, Any]:
    return {"amount": {"value": value, "currency": "EUR"}, **more}


def test_a_refund_that_a_line_names_by_reference_or_not_at_all_counts_once() -> None:
    for named in ({"refundReferenceId": "T-1"}, {}):
        told = refunded(
            [back("5.00", refundId="R1", refundReferenceId="T-1", refundStatus="REFUNDED")], [back("5.00", **named)]
        )
        books = read_books(parse_order(json.dumps(told).encode()))
        assert [(one.id, one.amount) for one in books.refunds] == [("R1", eur(500))]
        assert books.left == books.paid - eur(500)


def test_a_refund_paid_in_several_amounts_is_one_with_all_of_them() -> None:
    parts = [
        back(value, refundId="R1", refundStatus=status)
        for value, status in (("3.00", "REFUNDED"), ("2.00", "PENDING"), ("9.00", "FAILED"))
    ]
    (found,) = read_books(parse_order(json.dumps(refunded(parts, [])).encode())).refunds
    assert (found.amount, found.status, found.failed) == (eur(500), "PENDING", False)
    (found,) = read_books(parse_order(json.dumps(refunded(parts[2:], [])).encode())).refunds
    assert (found.amount, found.failed) == (eur(900), True)


def test_a_line_did_not_go_back_by_a_refund_that_failed() -> None:
    whole = order()["lineItems"][0]["total"]["value"]
    told = refunded([back(whole, refundId="R1", refundStatus="FAILED")], [back(whole, refundId="R1")])
    assert read_order(told).lines[0].refunded == 0
    told = refunded([back(whole, refundId="R1", refundStatus="REFUNDED")], [back(whole, refundId="R1")])
    assert read_order(told).lines[0].refunded == order()["lineItems"][0]["quantity"]
