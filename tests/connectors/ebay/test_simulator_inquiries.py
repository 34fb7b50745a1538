"""Inquiries after what has not arrived, and the calls of Post-Order that are not there any more."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from connectors.channels.ebay.simulator_model import EbayOrder, iso
from tests.connectors.ebay.simulator_market import Answer, Market
from tests.specs.channels import available
from tests.specs.ebay import EbayRules
from tests.specs.judge import MISSING, SPECS
from tests.specs.samples import request

pytestmark = pytest.mark.requests_by_hand
COMMUNITY = SPECS / "ebay" / "post-order-community"
SENT = {
    "shippedWithTracking": True,
    "shippingCarrierName": "DHL",
    "trackingNumber": "00340434161094042557",
    "sellerComments": {"content": "ist unterwegs"},
}


def opened(market: Market) -> tuple[EbayOrder, str]:
    order = market.bought(hub=False)
    return order, market.do("open_inquiry", order=order.id, comment="nichts da")["id"]


def whole(market: Market, inquiry_id: str) -> dict[str, Any]:
    found: dict[str, Any] = market.order_get(f"/inquiry/{inquiry_id}").json
    return found


def refund(market: Market, inquiry_id: str) -> Answer:
    return market.order_post(f"/inquiry/{inquiry_id}/issue_refund", {"comments": {"content": "tut leid"}}, sign=True)


def test_an_inquiry_has_a_deadline() -> None:
    market = Market(0)
    order, inquiry_id = opened(market)
    (one,) = market.order_get("/inquiry/search", inquiry_status="OPEN", order_id=order.id).json["members"]
    assert (one["inquiryId"], one["inquiryStatusEnum"]) == (inquiry_id, "WAITING_SELLER_RESPONSE")
    assert one["respondByDate"] == {"value": "2026-11-25T13:00:00.000Z"}
    assert one["claimAmount"] == {"value": order.lines[0].net_total / 100, "currency": "EUR"}
    told = whole(market, inquiry_id)
    assert (told["status"], told["sellerMakeItRightByDate"]) == (one["inquiryStatusEnum"], one["respondByDate"])
    assert told["inquiryHistoryDetails"]["history"][0]["description"] == "nichts da"


def test_the_seller_tells_of_the_parcel_once() -> None:
    market = Market(0)
    _, inquiry_id = opened(market)
    path = f"/inquiry/{inquiry_id}/provide_shipment_info"
    assert market.order_post(path, {**SENT, "trackingNumber": ""}).status == 400
    assert market.order_post(path, SENT).status == 200
    told = whole(market, inquiry_id)
    assert told["status"] == "WAITING_BUYER_RESPONSE"
    assert told["inquiryHistoryDetails"]["shipmentTrackingDetails"]["trackingNumber"] == SENT["trackingNumber"]
    assert "sellerMakeItRightByDate" not in told
    assert market.order_post(path, SENT).status == 409
    market.do("close_inquiry", inquiry=inquiry_id)
    assert whole(market, inquiry_id)["status"] == "CLOSED"
    assert market.order_post(path, SENT).status == 409


def test_the_money_goes_back_once() -> None:
    market = Market(0)
    order, inquiry_id = opened(market)
    market.do("refund", order=order.id, amount=100)
    unsigned = market.order_post(f"/inquiry/{inquiry_id}/issue_refund", {})
    assert unsigned.error == 215001
    assert refund(market, inquiry_id).json == {"refundStatus": "PENDING"}
    assert refund(market, inquiry_id).status == 409
    market.later(minutes=6)
    assert whole(market, inquiry_id)["status"] == "CLOSED"
    assert refund(market, inquiry_id).status == 409
    assert order.refunded == order.due_seller


def test_a_refund_that_fails_leaves_it_open() -> None:
    market = Market(0)
    order, inquiry_id = opened(market)
    market.do("refund_trouble", order=order.id, failing=1)
    refund(market, inquiry_id)
    market.later(minutes=6)
    assert whole(market, inquiry_id)["status"] == "WAITING_SELLER_RESPONSE"
    assert refund(market, inquiry_id).status == 200


def test_the_buyer_escalates() -> None:
    market = Market(0)
    order, inquiry_id = opened(market)
    market.do("escalate_inquiry", inquiry=inquiry_id)
    told = whole(market, inquiry_id)
    assert (told["status"], told["state"]) == ("CLOSED_WITH_ESCALATION", "CLOSED")
    assert told["inquiryDetails"]["escalationDate"] == {"value": iso(market.now)}
    market.later(minutes=6)
    assert order.refunded == order.due_seller
    assert whole(market, inquiry_id)["inquiryDetails"]["refundAmounts"]["totalAmount"]["value"] > 0


def test_searches_refuse_what_is_none() -> None:
    market = Market(0)
    opened(market)
    assert market.order_get("/inquiry/search", inquiry_status="SOME").status == 400
    assert market.order_get("/inquiry/search", inquiry_status="CLOSED").json["members"] == []
    assert market.order_get("/inquiry/search", item_id="1").json["total"] == 0
    start = {"inquiry_creation_date_range_from": iso(market.now)}
    assert market.order_get("/inquiry/search", **start).json["total"] == 1
    assert market.order_get("/inquiry/1").status == 404


# -- withdrawn --------------------------------------------------------------------------------------------------------


def community_calls() -> list[tuple[str, str]]:
    found = []
    for file in sorted(Path(COMMUNITY).glob("*_oas3.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        found += [(method.upper(), path) for path, calls in document["paths"].items() for method in calls]
    return found


@pytest.mark.skipif(not available(), reason=MISSING)
def test_what_was_withdrawn_is_not_there_and_no_client_may_ask_for_it() -> None:
    """The community's definition still has it; what is there and what the judge lets a client ask are the same."""
    market, rules = Market(0), EbayRules()
    numbered = {(method, re.sub(r"\{\w+\}", "1", path)) for method, path in community_calls()}
    there = set()
    for method, path in numbered:
        whole_path = f"/post-order/v2{path}"
        body = b"" if method == "GET" else b"{}"
        headers = market.iaf() | market.signature(method, whole_path, body)
        answer = market.ask(method, whole_path, body=body, headers=headers)
        (error,) = answer.json.get("errorMessage", {"error": [{"message": ""}]})["error"]
        if error["message"] != "The resource does not exist.":
            there.add((method, path))
    assert there == {
        (method, path) for method, path in numbered if rules.find(request(method, f"/post-order/v2{path}")) is not None
    }
    withdrawn = {"/cancellation/1/confirm", "/return/draft", "/return/1/cancel", "/inquiry/1/close", "/return/estimate"}
    assert withdrawn <= {path for _, path in numbered} - {path for _, path in there}
    assert len(there) == 22
