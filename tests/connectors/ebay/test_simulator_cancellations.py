"""Cancellations: may it be, the seller's own, the buyer's request and its deadline, the unpaid from day 4 to 30, and
the money that eBay gives back by itself.
"""

from typing import Any

import pytest

from connectors.channels.ebay.simulator_model import EbayOrder, iso
from tests.connectors.ebay.simulator_market import ORDERS, Answer, Market
from tests.specs.ebay_facts import facts

pytestmark = pytest.mark.requests_by_hand
SELLERS = ["OUT_OF_STOCK_OR_CANNOT_FULFILL", "BUYER_ASKED_CANCEL", "ADDRESS_ISSUES"]


def eligibility(market: Market, order: EbayOrder) -> Any:
    answer = market.order_post("/cancellation/check_eligibility", {"legacyOrderId": order.trading_id})
    assert answer.status == 200, answer.body
    return answer.json


def cancel(market: Market, order: EbayOrder, reason: str = SELLERS[0], **changes: Any) -> Answer:
    document = {"legacyOrderId": order.trading_id, "cancelReason": reason, "buyerPaid": order.checked_out, **changes}
    return market.order_post("/cancellation", document, sign=True)


def found(market: Market, **query: str) -> list[dict[str, Any]]:
    answer = market.order_get("/cancellation/search", role="SELLER", **query)
    assert answer.status == 200, answer.body
    assert answer.json["total"] == answer.json["paginationOutput"]["totalEntries"]
    cancellations: list[dict[str, Any]] = answer.json["cancellations"]
    return cancellations


def words(answer: Answer) -> tuple[int, str, list[str]]:
    (error,) = answer.json["errorMessage"]["error"]
    assert error["httpStatusCode"] == answer.status
    return answer.status, error["domain"], [each["value"] for each in error["parameter"]]


def unpaid(market: Market) -> EbayOrder:
    return market.simulator.market.orders[market.do("new_order", paid=False, hub=False)["id"]]


def bought(market: Market) -> EbayOrder:
    return market.bought(hub=False)


# -- the seller's own -------------------------------------------------------------------------------------------------


def test_a_paid_order_is_called_off_and_the_money_goes_back_by_itself() -> None:
    market = Market(0)
    order = bought(market)
    told = eligibility(market, order)
    assert (told["eligible"], told["eligibleCancelReason"]) == (True, SELLERS)
    cancel_id = cancel(market, order).json["cancelId"]
    (one,) = found(market, legacy_order_id=order.id)
    assert (one["cancelId"], one["cancelState"], one["cancelStatus"]) == (cancel_id, "REFUND_PENDING", "CANCEL_PENDING")
    assert one["requestRefundAmount"] == {"value": order.due_seller / 100, "currency": "EUR"}
    whole = market.get(f"{ORDERS}/{order.id}").json
    assert whole["cancelStatus"]["cancelState"] == "CANCELED"
    (refund,) = whole["paymentSummary"]["refunds"]
    assert refund["refundStatus"] == "PENDING"
    market.later(minutes=6)
    detail = market.order_get(f"/cancellation/{cancel_id}").json["cancelDetail"]
    assert (detail["cancelState"], detail["cancelStatus"]) == ("CLOSED", "CANCEL_CLOSED_WITH_REFUND")
    assert market.get(f"{ORDERS}/{order.id}").json["orderPaymentStatus"] == "FULLY_REFUNDED"
    assert market.deeds()[-3:] == ["order_cancelled", "refund_booked", "refund_done"]


def test_a_second_time_fails() -> None:
    market = Market(0)
    order = bought(market)
    assert cancel(market, order).status == 200
    assert words(cancel(market, order)) == (409, "cancelErrorDomain", ["CANCELLATION_EXIST", "FULL_REFUNDED_ORDER"])
    assert len(found(market, legacy_order_id=order.id)) == 1
    assert market.seen(order.id)["refunded"] == order.due_seller


def test_reasons_and_what_is_paid_have_to_fit() -> None:
    market = Market(0)
    order = bought(market)
    assert cancel(market, order, "ORDER_MISTAKE").status == 400
    assert cancel(market, order, buyerPaid=False).status == 400
    assert cancel(market, order, "ORDER_UNPAID").status == 409
    assert cancel(market, order, legacyOrderId="99-99999-99999").status == 404
    assert cancel(market, order, colour="red").status == 400
    assert found(market) == []


def test_what_is_on_its_way_is_not_called_off() -> None:
    market = Market(0)
    order = bought(market)
    assert market.ship(order).status == 201
    assert eligibility(market, order)["failureReason"] == ["ITEM_SHIPPED"]
    assert cancel(market, order).status == 409
    old = bought(market)
    market.later(days=31)
    assert eligibility(market, old)["failureReason"] == ["CANCEL_WINDOW_ELAPSED"]
    assert cancel(market, market.bought(fulfilled_by="EBAY")).status == 409


# -- the buyer's request ----------------------------------------------------------------------------------------------


def test_the_buyer_asks_and_the_seller_agrees() -> None:
    market = Market(0)
    order = bought(market)
    cancel_id = market.do("request_cancel", order=order.id, reason="WRONG_SHIPPING_ADDRESS")["cancel_id"]
    (one,) = found(market)
    assert (one["requestorType"], one["cancelReason"]) == ("BUYER", "WRONG_SHIPPING_ADDRESS")
    assert (one["cancelState"], one["cancelStatus"]) == ("APPROVAL_PENDING", "CANCEL_REQUESTED")
    # Friday's request: three days of business.
    assert one["sellerResponseDueDate"] == {"value": "2026-11-25T13:00:00.000Z"}
    (asked,) = market.get(f"{ORDERS}/{order.id}").json["cancelStatus"]["cancelRequests"]
    assert (asked["cancelRequestId"], asked["cancelRequestState"]) == (cancel_id, "REQUESTED")
    assert cancel(market, order).status == 409
    assert market.order_post(f"/cancellation/{cancel_id}/approve", sign=True).status == 200
    market.later(minutes=6)
    assert found(market)[0]["cancelStatus"] == "CANCEL_CLOSED_WITH_REFUND"
    assert words(market.order_post(f"/cancellation/{cancel_id}/approve", sign=True))[0] == 409


def test_the_seller_says_no_since_it_has_been_sent() -> None:
    market = Market(0)
    order = bought(market)
    cancel_id = market.do("request_cancel", order=order.id)["cancel_id"]
    document = {"shipmentDate": {"value": iso(market.now)}, "trackingNumber": "00340434161094042557"}
    assert market.order_post(f"/cancellation/{cancel_id}/reject", document).status == 200
    (one,) = found(market)
    assert (one["cancelState"], one["cancelStatus"]) == ("CLOSED", "CANCEL_REJECTED")
    assert one["shipmentDate"] == {"value": iso(market.now)}
    assert market.get(f"{ORDERS}/{order.id}").json["cancelStatus"]["cancelState"] == "NONE_REQUESTED"
    assert market.order_post(f"/cancellation/{cancel_id}/reject", document).status == 409
    assert market.order_post("/cancellation/1/reject", document).status == 404


def test_who_does_not_answer_has_said_no() -> None:
    market = Market(0)
    order = bought(market)
    market.do("request_cancel", order=order.id)
    market.later(days=5, seconds=-1)
    assert found(market)[0]["cancelStatus"] == "CANCEL_REQUESTED"
    market.later(seconds=1)
    assert found(market)[0]["cancelStatus"] == "CANCEL_REJECTED"
    assert market.seen(order.id)["cancel_state"] == "NONE_REQUESTED"


# -- unpaid -----------------------------------------------------------------------------------------------------------


def test_the_unpaid_are_called_off_from_the_fourth_day_to_the_thirtieth() -> None:
    market = Market(0)
    order, other, late = unpaid(market), unpaid(market), unpaid(market)
    market.later(days=4, seconds=-1)
    assert "ORDER_UNPAID" not in eligibility(market, order)["eligibleCancelReason"]
    assert words(cancel(market, order, "ORDER_UNPAID"))[2] == ["INVALID_CANCEL_REASON"]
    market.later(seconds=1)
    assert "ORDER_UNPAID" in eligibility(market, order)["eligibleCancelReason"]
    cancel_id = cancel(market, order, "ORDER_UNPAID").json["cancelId"]
    (one,) = found(market, legacy_order_id=order.trading_id)
    assert (one["cancelId"], one["cancelStatus"]) == (cancel_id, "CANCEL_CLOSED_FOR_COMMITMENT")
    assert market.seen(order.id)["trading_status"] == "Cancelled"
    assert market.seen(order.id)["refunds"] == []
    assert cancel(market, order, "ORDER_UNPAID").status == 409
    market.later(days=26)
    assert cancel(market, other, "ORDER_UNPAID").status == 200
    market.later(seconds=1)
    assert words(cancel(market, late, "ORDER_UNPAID"))[2] == ["CANCEL_WINDOW_ELAPSED"]


def test_an_unpaid_purchase_becomes_one_order_when_it_is_paid() -> None:
    market = Market(0)
    order = unpaid(market)
    before = order.trading_id
    market.later(days=5)
    market.do("pay", order=before)
    assert cancel(market, order, "ORDER_UNPAID", buyerPaid=False).status == 400
    assert words(cancel(market, order, "ORDER_UNPAID"))[2] == ["INVALID_CANCEL_REASON"]
    listed = market.listed(orderIds=order.id)
    assert [each["orderId"] for each in listed] == [order.id]
    told = {(line["legacyItemId"]) for line in listed[0]["lineItems"]}
    assert told == {line.item_id for line in order.lines}
    inside = f"<OrderIDArray><OrderID>{order.id}</OrderID></OrderIDArray>"
    answer = market.call("GetOrders", inside)
    assert answer.texts("OrderArray/Order/OrderID") == [order.id]
    assert answer.texts("OrderArray/Order/TransactionArray/Transaction/TransactionID") == [
        line.transaction_id for line in order.lines
    ]


# -- searching, and who may -------------------------------------------------------------------------------------------


def test_searches_page_and_know_their_windows() -> None:
    market = Market(200)
    whole = found(market, limit="200")
    assert len(whole) == sum(len(order["cancel_requests"]) for order in market.state()["orders"]) > 3
    dates = [one["cancelRequestDate"]["value"] for one in whole]
    assert dates == sorted(dates, reverse=True)
    two = found(market, limit="2", offset="1")
    assert [one["cancelId"] for one in two] == [one["cancelId"] for one in whole[1:3]]
    start = dates[2]
    newer = found(market, creation_date_range_from=start, creation_date_range_to=iso(market.now))
    assert [one["cancelId"] for one in newer] == [one["cancelId"] for one in whole[:3]]
    assert found(market, item_id="1") == []
    item = whole[0]["lineItems"][0]
    assert whole[0] in found(market, item_id=item["itemId"], transaction_id=item["transactionId"])
    # A name that eBay does not know is ignored without a word.
    assert len(found(market, cancel_state="OPEN", limit="200")) == len(whole)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"offset": "-1"},
        {"creation_date_range_from": "gestern"},
        {"creation_date_range_from": "2024-11-01T00:00:00.000Z"},
        {"creation_date_range_to": "2026-11-01T00:00:00.000Z"},
        {"role": "MERCHANT"},
    ],
)
def test_a_wrong_value_is_refused(query: dict[str, str]) -> None:
    market = Market(0)
    assert words(market.order_get("/cancellation/search", **query))[:2] == (400, "postOrderErrorDomain")


def test_post_order_wants_its_own_scheme_the_marketplace_and_a_users_token() -> None:
    market = Market(0)
    path = "/post-order/v2/cancellation/search"
    right = market.iaf()
    assert market.ask("GET", path, headers=right).status == 200
    bearer = {**right, "authorization": f"Bearer {market.token()}"}
    assert words(market.ask("GET", path, headers=bearer))[0] == 401
    old = {**right, "authorization": f"TOKEN {market.token()}"}
    assert words(market.ask("GET", path, headers=old))[0] == 401
    nowhere = {name: value for name, value in right.items() if name != "x-ebay-c-marketplace-id"}
    assert words(market.ask("GET", path, headers=nowhere))[0] == 400
    application = {**right, "authorization": market.application()["authorization"].replace("Bearer", "IAF")}
    assert words(market.ask("GET", path, headers=application))[0] == 403


def test_creating_and_approving_are_signed() -> None:
    market = Market(0)
    order = bought(market)
    document = {"legacyOrderId": order.id, "cancelReason": SELLERS[0], "buyerPaid": True}
    assert market.order_post("/cancellation", document).error == 215001
    cancel_id = market.do("request_cancel", order=order.id)["cancel_id"]
    assert market.order_post(f"/cancellation/{cancel_id}/approve").error == 215001
    assert market.seen(order.id)["cancel_state"] == "IN_PROGRESS"


def test_five_thousand_calls_a_day() -> None:
    market = Market(0, post_order_limit=2)
    assert len([found(market) for _ in range(2)]) == 2
    refused = market.order_get("/cancellation/search", role="SELLER")
    assert (refused.status, refused.error) == (429, 2001)
    limits = market.ask("GET", "/developer/analytics/v1_beta/rate_limit/", headers=market.application()).json
    told = {each["name"]: each["rates"][0] for one in limits["rateLimits"] for each in one["resources"]}
    assert told["post-order.cancellation"]["remaining"] == 0
    assert told["post-order.return"]["count"] == 0


def test_the_reasons_are_those_of_the_facts() -> None:
    request = facts()["operations"]["cancellation.create"]["request"]
    assert {*SELLERS, "ORDER_UNPAID"} == set(request["cancelReason"])
