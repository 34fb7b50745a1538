"""Returns: what the buyer opens, what eBay offers the seller and until when, each decision, the label, the parcel, the
money, and what eBay does by itself.
"""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.channels.ebay.simulator_claims import business_days
from connectors.channels.ebay.simulator_model import EbayOrder, Refund, iso
from connectors.channels.ebay.simulator_refunds import begin
from connectors.simulation.wire import DeedRefused, WireRequest
from tests.connectors.ebay.simulator_market import ORDERS, Answer, Market
from tests.specs.ebay_facts import facts

pytestmark = pytest.mark.requests_by_hand
PDF = {"data": base64.b64encode(b"%PDF-1.7").decode(), "fileName": "label.pdf", "filePurpose": "LABEL_RELATED"}


def opened(market: Market, reason: str = "WRONG_SIZE", pieces: int = 1, **arguments: Any) -> tuple[EbayOrder, str]:
    order = market.bought((pieces,), hub=False)
    market.ship(order)
    told = market.do("open_return", order=order.id, reason=reason, comment="passt nicht", **arguments)
    return order, told["id"]


def summary(market: Market, return_id: str) -> dict[str, Any]:
    found: dict[str, Any] = market.order_get(f"/return/{return_id}", fieldgroups="SUMMARY").json["summary"]
    return found


def detail(market: Market, return_id: str) -> dict[str, Any]:
    found: dict[str, Any] = market.order_get(f"/return/{return_id}", fieldgroups="FULL").json["detail"]
    return found


def options(market: Market, return_id: str) -> set[str]:
    return {each["actionType"].removeprefix("SELLER_") for each in summary(market, return_id)["sellerAvailableOptions"]}


def found(market: Market, **query: str) -> list[dict[str, Any]]:
    answer = market.order_get("/return/search", **query)
    assert answer.status == 200, answer.body
    members: list[dict[str, Any]] = answer.json["members"]
    return members


def decide(market: Market, return_id: str, decision: str, **more: Any) -> Answer:
    return market.order_post(f"/return/{return_id}/decide", {"decision": decision, **more}, sign=True)


def eur(minor: int) -> dict[str, Any]:
    return {"value": minor / 100, "currency": "EUR"}


def give_back(market: Market, return_id: str, price: int, shipping: int = 0, total: int | None = None) -> Answer:
    parts = [{"refundAmount": eur(price), "refundFeeType": "PURCHASE_PRICE"}]
    parts += [{"refundAmount": eur(shipping), "refundFeeType": "ORIGINAL_SHIPPING"}] if shipping else []
    document = {"itemizedRefundDetail": parts, "totalAmount": eur(price + shipping if total is None else total)}
    return market.order_post(f"/return/{return_id}/issue_refund", {"refundDetail": document}, sign=True)


def refused(answer: Answer) -> tuple[int, list[str]]:
    (error,) = answer.json["errorMessage"]["error"]
    return answer.status, [each["value"] for each in error["parameter"]]


# -- opened, and what is offered --------------------------------------------------------------------------------------


def test_a_return_has_a_deadline_and_what_the_seller_may_do() -> None:
    market = Market(0)
    order, return_id = opened(market)
    (one,) = found(market, return_state="ALL_OPEN", order_id=order.id)
    assert one == summary(market, return_id)
    assert (one["state"], one["status"], one["currentType"]) == ("RETURN_REQUESTED", "RETURN_REQUESTED", "MONEY_BACK")
    # Asked on a Friday: three days of business.
    due = {"activityDue": "SELLER_APPROVE_REQUEST", "respondByDate": {"value": "2026-11-25T13:00:00.000Z"}}
    assert one["sellerResponseDue"] == due
    line = order.lines[0]
    item = {"itemId": line.item_id, "transactionId": line.transaction_id, "returnQuantity": line.quantity}
    assert one["creationInfo"]["item"] == item
    assert (one["creationInfo"]["reason"], one["creationInfo"]["reasonType"]) == ("WRONG_SIZE", "REMORSE")
    assert one["sellerTotalRefund"] == {"estimatedRefundAmount": eur(order.due_seller)}
    wanted = {"APPROVE_REQUEST", "DECLINE_REQUEST", "OFFER_PARTIAL_REFUND", "ISSUE_REFUND", "SEND_MESSAGE"}
    assert options(market, return_id) == wanted
    assert "summary" not in market.order_get(f"/return/{return_id}").json


def test_what_is_the_sellers_fault_cannot_be_declined() -> None:
    market = Market(0)
    _, return_id = opened(market, "DEFECTIVE_ITEM")
    assert summary(market, return_id)["creationInfo"]["reasonType"] == "SNAD"
    assert "DECLINE_REQUEST" not in options(market, return_id)
    assert refused(decide(market, return_id, "DECLINE"))[0] == 409


def test_nobody_answers_and_time_passes() -> None:
    market = Market(0)
    _, return_id = opened(market)
    market.later(days=5)
    assert summary(market, return_id)["state"] == "RETURN_REQUEST_TIMEOUT"
    assert [one["returnId"] for one in found(market, return_state="SELLER_ACTION_OVERDUE")] == [return_id]
    assert options(market, return_id) == {"APPROVE_REQUEST", "ISSUE_REFUND", "SEND_MESSAGE"}


def test_business_days_leave_out_the_weekend() -> None:
    friday = datetime(2026, 11, 20, 13, tzinfo=UTC)
    assert business_days(friday, 1) == friday + timedelta(days=3)
    assert business_days(friday + timedelta(days=1), 2) == friday + timedelta(days=4)


# -- decisions --------------------------------------------------------------------------------------------------------


def test_declined_is_closed() -> None:
    market = Market(0)
    order, return_id = opened(market)
    assert decide(market, return_id, "DECLINE", comments={"content": "benutzt"}).status == 200
    one = summary(market, return_id)
    assert (one["state"], one["status"], one["sellerAvailableOptions"]) == ("RETURN_REJECTED", "CLOSED", [])
    assert "sellerResponseDue" not in one
    assert detail(market, return_id)["responseHistory"][-1]["comments"] == {"content": "benutzt"}
    assert found(market, return_state="ALL_OPEN") == []
    assert [each["returnId"] for each in found(market, return_state="CLOSED")] == [return_id]
    assert refused(decide(market, return_id, "APPROVE"))[0] == 409
    assert order.refunded == 0


def test_the_whole_way_of_a_return() -> None:
    market = Market(0)
    order, return_id = opened(market)
    assert decide(market, return_id, "APPROVE").status == 200
    assert summary(market, return_id)["status"] == "READY_FOR_SHIPPING"
    assert refused(decide(market, return_id, "APPROVE"))[0] == 409
    market.do("ship_return", **{"return": return_id}, carrier="DHL", number="00340434161094099999")
    assert [each["returnId"] for each in found(market, return_state="ITEM_SHIPPED")] == [return_id]
    parcel = detail(market, return_id)["returnShipmentInfo"]["shipmentTracking"]
    query = {"carrier_used": parcel["carrierUsed"], "tracking_number": parcel["trackingNumber"]}
    tracked = market.order_get(f"/return/{return_id}/tracking", **query).json
    assert tracked["trackingStatus"] == "IN_TRANSIT"
    market.do("deliver_return", **{"return": return_id})
    one = summary(market, return_id)
    assert one["sellerResponseDue"]["activityDue"] == "SELLER_ISSUE_REFUND"
    assert one["sellerResponseDue"]["respondByDate"] == {"value": "2026-11-24T13:00:00.000Z"}
    line = order.lines[0]
    answer = give_back(market, return_id, line.discounted, line.delivery)
    assert answer.json == {"refundStatus": "PENDING"}
    assert summary(market, return_id)["state"] == "REFUND_INITIATED"
    market.later(minutes=6)
    one = summary(market, return_id)
    assert (one["state"], one["sellerTotalRefund"]["actualRefundAmount"]) == ("CLOSED", eur(order.due_seller))
    assert market.get(f"{ORDERS}/{order.id}").json["orderPaymentStatus"] == "FULLY_REFUNDED"
    deeds = [deed for deed in market.deeds() if deed.startswith(("return_", "refund_"))]
    assert deeds == [
        "return_opened",
        "return_decided",
        "return_shipped",
        "return_received",
        "refund_booked",
        "refund_done",
        "return_closed",
    ]


def test_a_partial_refund_is_offered_and_taken() -> None:
    market = Market(0)
    order, return_id = opened(market, "ARRIVED_DAMAGED")
    offer = {"partialRefundAmount": eur(order.due_seller + 1), "keepOriginalItem": True}
    assert refused(decide(market, return_id, "OFFER_PARTIAL_REFUND", **offer))[0] == 400
    offer = {"partialRefundAmount": eur(500), "keepOriginalItem": True}
    assert decide(market, return_id, "OFFER_PARTIAL_REFUND", **offer).status == 200
    assert summary(market, return_id)["state"] == "PARTIAL_REFUND_REQUESTED"
    assert options(market, return_id) == {"SEND_MESSAGE"}
    market.do("answer_offer", **{"return": return_id})
    assert summary(market, return_id)["state"] == "PARTIAL_REFUND_INITIATED"
    market.later(minutes=6)
    one = summary(market, return_id)
    assert (one["state"], one["status"]) == ("PARTIAL_REFUNDED", "CLOSED")
    assert order.refunded == 500


def test_a_partial_refund_is_declined_by_word_or_by_silence() -> None:
    market = Market(0)
    for by_word in (True, False):
        _, return_id = opened(market)
        decide(market, return_id, "OFFER_PARTIAL_REFUND", partialRefundAmount=eur(100))
        if by_word:
            market.do("answer_offer", **{"return": return_id}, accept=False)
        market.later(days=0 if by_word else 5)
        assert summary(market, return_id)["state"] == "PARTIAL_REFUND_DECLINED"
        assert "OFFER_PARTIAL_REFUND" not in options(market, return_id)
        assert decide(market, return_id, "APPROVE").status == 200


def test_a_number_is_given_before_the_buyer_sends() -> None:
    market = Market(0)
    _, return_id = opened(market, rma=True)
    assert refused(decide(market, return_id, "PROVIDE_RMA", RMANumber="RT1"))[0] == 409
    decide(market, return_id, "APPROVE")
    one = summary(market, return_id)
    assert (one["state"], one["sellerResponseDue"]["activityDue"]) == ("RMA_PENDING", "SELLER_PROVIDE_RMA")
    assert refused(decide(market, return_id, "PROVIDE_RMA"))[0] == 400
    assert decide(market, return_id, "PROVIDE_RMA", RMANumber="RT2026000001C").status == 200
    assert detail(market, return_id)["returnMerchandiseAuthorization"] == "RT2026000001C"
    assert summary(market, return_id)["state"] == "ITEM_READY_TO_SHIP"


@pytest.mark.parametrize("decision", ["OFFER_REPLACEMENT", "KEEP", ""])
def test_decisions_that_are_not_to_be_had(decision: str) -> None:
    market = Market(0)
    _, return_id = opened(market)
    assert refused(decide(market, return_id, decision))[0] == 400
    assert summary(market, return_id)["state"] == "RETURN_REQUESTED"


# -- the label --------------------------------------------------------------------------------------------------------


def label(market: Market, return_id: str, action: str = "UPLOAD_LABEL", **more: Any) -> Answer:
    document = {
        "labelAction": action,
        "forwardShippingLabelProvided": True,
        "carrierEnum": "DHL",
        "trackingNumber": "00340434161094012345",
        **more,
    }
    return market.order_post(f"/return/{return_id}/add_shipping_label", document)


def test_the_sellers_own_label() -> None:
    market = Market(0)
    _, return_id = opened(market, "DEFECTIVE_ITEM")
    decide(market, return_id, "APPROVE_WITHOUT_EBAY_LABEL")
    one = summary(market, return_id)
    assert (one["state"], one["sellerResponseDue"]["activityDue"]) == ("RETURN_LABEL_PENDING", "SELLER_PROVIDE_LABEL")
    with pytest.raises(DeedRefused, match="may not be sent yet"):
        market.do("ship_return", **{"return": return_id})
    assert refused(label(market, return_id))[0] == 400
    file_id = market.order_post(f"/return/{return_id}/file/upload", PDF).json["fileId"]
    (file,) = market.order_get(f"/return/{return_id}/files").json["files"]
    assert (file["fileId"], file["fileName"], file["filePurpose"]) == (file_id, "label.pdf", "LABEL_RELATED")
    assert market.order_post(f"/return/{return_id}/file/submit", {"filePurpose": "LABEL_RELATED"}).status == 200
    assert market.order_get(f"/return/{return_id}/files").json["files"][0]["fileStatus"] == "SUBMITTED"
    assert label(market, return_id, fileId=file_id).status == 200
    assert summary(market, return_id)["state"] == "ITEM_READY_TO_SHIP"
    assert refused(label(market, return_id, fileId=file_id))[0] == 409
    market.do("ship_return", **{"return": return_id})
    parcel = detail(market, return_id)["returnShipmentInfo"]["shipmentTracking"]
    assert parcel["trackingNumber"] == "00340434161094012345"


def test_the_label_has_been_sent_already_or_comes_too_late() -> None:
    market = Market(0)
    _, return_id = opened(market, "DEFECTIVE_ITEM")
    decide(market, return_id, "APPROVE_WITHOUT_EBAY_LABEL")
    market.later(days=5)
    assert summary(market, return_id)["state"] == "RETURN_LABEL_PENDING_TIMEOUT"
    assert label(market, return_id, "MARK_AS_SENT").status == 200
    assert refused(label(market, return_id, "BY_HAND"))[0] == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"fileName": "label.exe"},
        {"filePurpose": "ANY"},
        {"filePurpose": "ITEM_RELATED"},  # PDF is for labels only
        {"data": "%%%"},
        {"data": ""},
    ],
)
def test_files_of_the_wrong_kind(changes: dict[str, str]) -> None:
    market = Market(0)
    _, return_id = opened(market)
    assert refused(market.order_post(f"/return/{return_id}/file/upload", PDF | changes))[0] == 400


# -- money ------------------------------------------------------------------------------------------------------------


def test_amounts_have_to_add_up_and_to_be_there() -> None:
    market = Market(0)
    order, return_id = opened(market)
    line = order.lines[0]
    assert refused(give_back(market, return_id, 100, total=101))[0] == 400
    assert refused(give_back(market, return_id, order.due_seller + 1))[0] == 400
    assert refused(give_back(market, return_id, 100, line.delivery + 1))[0] == 400
    market.do("refund", order=order.id, amount=order.due_seller - 99)
    assert refused(give_back(market, return_id, 100))[0] == 400
    assert give_back(market, return_id, 99).status == 200
    assert refused(give_back(market, return_id, 1))[0] == 409
    market.later(minutes=6)
    assert order.refunded == order.due_seller
    assert summary(market, return_id)["state"] == "LESS_THAN_A_FULL_REFUND_ISSUED"


def test_part_of_the_pieces_come_back() -> None:
    market = Market(0)
    order = market.bought((3,), hub=False)
    return_id = market.do("open_return", order=order.id, quantity=1)["id"]
    one = summary(market, return_id)
    assert one["creationInfo"]["item"]["returnQuantity"] == 1
    assert one["sellerTotalRefund"]["estimatedRefundAmount"] == eur(order.lines[0].discounted // 3)


def test_a_refund_that_fails_may_be_tried_again() -> None:
    market = Market(0)
    order, return_id = opened(market)
    market.do("refund_trouble", order=order.id, failing=1)
    give_back(market, return_id, 100)
    market.later(minutes=6)
    assert summary(market, return_id)["state"] == "REFUND_FAILED"
    assert give_back(market, return_id, 100).status == 200
    market.later(minutes=6)
    assert order.refunded == 100


def test_ebay_gives_the_money_back_when_the_seller_does_not() -> None:
    market = Market(0)
    order, return_id = opened(market)
    received = {"comments": {"content": "da"}}
    assert refused(market.order_post(f"/return/{return_id}/mark_as_received", received))[0] == 409
    decide(market, return_id, "APPROVE")
    assert market.order_post(f"/return/{return_id}/mark_as_received", received).status == 200
    assert refused(market.order_post(f"/return/{return_id}/mark_as_received", received))[0] == 409
    market.later(days=4, minutes=1)
    assert summary(market, return_id)["state"] == "AUTO_REFUND_INITIATED"
    assert refused(give_back(market, return_id, 1))[0] == 409
    market.later(minutes=6)
    assert (summary(market, return_id)["state"], order.refunded) == ("CLOSED", order.due_seller)


def test_ebay_waits_for_a_refund_that_is_on_its_way_and_gives_the_rest() -> None:
    market = Market(0, refund_seconds=600_000)
    order, return_id = opened(market)
    decide(market, return_id, "APPROVE")
    market.order_post(f"/return/{return_id}/mark_as_received", {"comments": {"content": "da"}})
    one = market.simulator.market.returns[return_id]
    begin(market.simulator.market, order, Refund("1", market.now, 100, "OTHER_ADJUSTMENT", {}), None, "order")
    market.later(days=5)
    assert summary(market, return_id)["state"] == "ITEM_DELIVERED"
    market.later(days=30)
    assert summary(market, return_id)["state"] == "LESS_THAN_A_FULL_REFUND_ISSUED"
    assert (order.refunded, one.refunded) == (order.due_seller, order.due_seller - 100)


def test_beside_an_open_return_there_is_no_other_refund_and_no_cancelling() -> None:
    market = Market(0)
    order = market.bought(hub=False)
    return_id = market.do("open_return", order=order.id)["id"]
    wanted = {"reasonForRefund": "OTHER_ADJUSTMENT", "orderLevelRefundAmount": {"value": "1.00", "currency": "EUR"}}
    assert market.signed(f"{ORDERS}/{order.id}/issue_refund", wanted).error == 34916
    told = market.order_post("/cancellation/check_eligibility", {"legacyOrderId": order.id}).json
    assert told["failureReason"] == ["CASE_EXIST"]
    market.do("close_return", **{"return": return_id})
    assert market.signed(f"{ORDERS}/{order.id}/issue_refund", wanted).status == 200


# -- words and cases --------------------------------------------------------------------------------------------------


def test_a_message_is_sent_as_often_as_it_is_sent() -> None:
    market = Market(0)
    _, return_id = opened(market)
    document = {"message": {"content": "Bitte mit Karton."}}
    for _ in range(2):
        assert market.order_post(f"/return/{return_id}/send_message", document).status == 200
    said = [each for each in detail(market, return_id)["responseHistory"] if each["activity"] == "SELLER_SEND_MESSAGE"]
    assert [each["comments"]["content"] for each in said] == ["Bitte mit Karton."] * 2
    assert refused(market.order_post(f"/return/{return_id}/send_message", {"message": {"content": ""}}))[0] == 400


def test_the_buyer_escalates_and_ebay_decides() -> None:
    market = Market(0)
    order, return_id = opened(market)
    case_id = market.do("escalate_return", **{"return": return_id})["case"]
    one = summary(market, return_id)
    assert (one["status"], one["escalationInfo"]) == ("ESCALATED", {"caseId": case_id})
    assert options(market, return_id) == {"SEND_MESSAGE"}
    assert refused(give_back(market, return_id, 1))[0] == 409
    market.do("decide_case", **{"return": return_id}, favour="BUYER")
    market.later(minutes=6)
    assert (summary(market, return_id)["state"], order.refunded) == ("CLOSED", order.due_seller)


def test_the_seller_escalates_what_came_back_wrong() -> None:
    market = Market(0)
    order, return_id = opened(market)
    document = {"reason": "BUYER_RETURNED_WRONG_ITEM", "comments": {"content": "leerer Karton"}}
    assert refused(market.order_post(f"/return/{return_id}/escalate", document))[0] == 409
    decide(market, return_id, "APPROVE")
    market.order_post(f"/return/{return_id}/mark_as_received", {"comments": {"content": "x"}})
    assert refused(market.order_post(f"/return/{return_id}/escalate", {"reason": "ANGER"}))[0] == 400
    assert market.order_post(f"/return/{return_id}/escalate", document).status == 200
    market.do("decide_case", **{"return": return_id}, favour="SELLER")
    assert (summary(market, return_id)["state"], order.refunded) == ("CLOSED", 0)


# -- searching --------------------------------------------------------------------------------------------------------


def test_searches_page_filter_and_ignore_what_they_do_not_know() -> None:
    market = Market(0)
    made = []
    for _ in range(3):
        made.append(opened(market)[1])
        market.later(days=1)
    assert [one["returnId"] for one in found(market)] == made[::-1]
    assert [one["returnId"] for one in found(market, sort="FILING_DATE")] == made
    assert [one["returnId"] for one in found(market, limit="1", offset="1")] == [made[1]]
    late = iso(market.now - timedelta(days=1, hours=1))
    assert [one["returnId"] for one in found(market, creation_date_range_from=late)] == [made[2]]
    assert len(found(market, modified_since=late)) == 3
    one = found(market, order_id=market.simulator.market.returns[made[0]].order_id)
    assert [each["returnId"] for each in one] == [made[0]]
    assert found(market, role="BUYER") == []
    for query in ({"return_state": "SOME"}, {"limit": "201"}, {"creation_date_range_from": "x"}):
        assert refused(market.order_get("/return/search", **query))[0] == 400


@pytest.mark.parametrize("told,status", [("list", 200), ("204", 204), ("404", 404)])
def test_an_empty_window_is_told_in_three_ways(told: str, status: int) -> None:
    market = Market(0, empty_search=told)
    assert market.order_get("/return/search").status == status


def test_codes_that_nobody_knows_yet() -> None:
    market = Market(0)
    _, return_id = opened(market, "WITHDRAW_FROM_PURCHASE_CONTRACT")
    opened(market)
    market.do("foreign_return_word", **{"return": return_id}, field="state", word="WAITING_FOR_DROP_OFF")
    one = summary(market, return_id)
    assert (one["state"], one["creationInfo"]["reason"]) == ("WAITING_FOR_DROP_OFF", "WITHDRAW_FROM_PURCHASE_CONTRACT")
    assert one["creationInfo"]["reasonType"] == "UNKNOWN"
    assert len(found(market)) == 2


def test_returns_that_are_none() -> None:
    market = Market(0)
    assert refused(market.order_get("/return/1"))[0] == 404
    assert refused(decide(market, "1", "APPROVE"))[0] == 404
    _, return_id = opened(market)
    assert market.order_post(f"/return/{return_id}/decide", {"decision": "APPROVE"}).error == 215001
    order = market.bought(hub=False)
    with pytest.raises(DeedRefused, match="has 1 pieces"):
        market.do("open_return", order=order.id, quantity=2)
    market.do("open_return", order=order.id)
    with pytest.raises(DeedRefused, match="open about the line"):
        market.do("open_inquiry", order=order.id)


def test_what_is_decided_and_offered_is_of_the_facts() -> None:
    market = Market(0)
    enums = facts()["enums"]
    told = [opened(market, reason)[1] for reason in enums["ReturnReason"]]
    assert {summary(market, one)["creationInfo"]["reasonType"] for one in told} <= set(enums["ReturnReasonType"])


def test_an_account_may_begin_with_something_open() -> None:
    market = Market(200, claims=12)
    state = market.state()
    assert len(state["returns"]) + len(state["inquiries"]) + len(state["conversations"]) == 12
    assert {one["state"] for one in state["returns"]} >= {"RETURN_REQUESTED", "RETURN_LABEL_PENDING", "ITEM_SHIPPED"}
    assert len(found(market, return_state="ALL_OPEN", limit="200")) == len(state["returns"])
    plain = Market(200).state()
    assert [each["id"] for each in plain["orders"]] == [each["id"] for each in state["orders"]]
    assert Market(200, claims=12).state() == state


def faulty(market: Market, profile: str, dice: float = 0.5) -> bool:
    """Plants a fault of the list of returns, if it can be."""
    channel = market.simulator.app.channel
    asked = WireRequest("GET", "/post-order/v2/return/search", "", {}, b"", secure=True, at=market.now)
    return channel.suits(profile, asked) and channel.stage(profile, asked, dice)


def test_faults_plant_codes_that_nobody_knows_and_returns_that_cannot_be_read() -> None:
    market = Market(0)
    assert not faulty(market, "unknown_enum")
    _, return_id = opened(market)
    assert faulty(market, "unknown_enum")
    words = market.simulator.market.returns[return_id].foreign_words
    (one,) = found(market)
    assert set(words.values()) <= {one["state"], one["status"], one["creationInfo"]["reason"]}
    assert len(words) == 1
    _, other = opened(market)
    for dice, field in ((0.501, "sellerTotalRefund"), (0.502, "creationInfo")):
        before = summary(market, other)[field]
        assert faulty(market, "foreign_record", dice)
        assert summary(market, other)[field] != before
        market.do("bad_return", **{"return": other})
        assert summary(market, other)[field] == before


def test_faults_open_returns_between_pages_and_late() -> None:
    market = Market(40)
    now = market.now
    assert faulty(market, "page_shift")
    assert faulty(market, "late_record", 0.1)
    dates = [one["creationInfo"]["creationDate"]["value"] for one in found(market)]
    assert dates == [iso(now), iso(now - timedelta(minutes=10))]


def test_a_fault_leaves_out_what_nobody_needs() -> None:
    market = Market(0)
    opened(market)
    channel = market.simulator.app.channel
    asked = WireRequest("GET", "/post-order/v2/return/search", "", market.iaf(), b"", secure=True, at=market.now)
    whole = market.simulator.app.answer(asked)
    spoilt = channel.spoil("missing_field", asked, whole, 0.5)
    assert spoilt is not None
    before, after = (json.loads(each.body)["members"][0] for each in (whole, spoilt))
    assert len(set(before) - set(after)) == 1
