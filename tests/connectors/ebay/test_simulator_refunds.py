"""`issueRefund`: what it takes, what it refuses with which number, and that money goes back late and never twice."""

from typing import Any

import pytest

from connectors.channels.ebay.simulator_model import EbayOrder, plain_amount
from tests.connectors.ebay.simulator_market import ORDERS, Answer, Market
from tests.specs.ebay_facts import facts

pytestmark = pytest.mark.requests_by_hand


def eur(minor: int, currency: str = "EUR") -> dict[str, str]:
    return {"value": plain_amount(minor, 2), "currency": currency}


def bought(market: Market, pieces: tuple[int, ...] = (1,)) -> EbayOrder:
    return market.bought(pieces, hub=False)


def refund(market: Market, order: EbayOrder, amount: int | None = None, **changes: Any) -> Answer:
    wanted: dict[str, Any] = {"reasonForRefund": "OTHER_ADJUSTMENT", "comment": "Kulanz"}
    if amount is not None:
        wanted["orderLevelRefundAmount"] = eur(amount)
    return market.signed(f"{ORDERS}/{order.id}/issue_refund", wanted | changes)


def told(market: Market, order: EbayOrder) -> list[tuple[str, str, str]]:
    summary = market.get(f"{ORDERS}/{order.id}", fieldGroups="TAX_BREAKDOWN").json["paymentSummary"]
    return [(each["refundId"], each["refundStatus"], each["amount"]["value"]) for each in summary["refunds"]]


def status(market: Market, order: EbayOrder) -> str:
    found: str = market.get(f"{ORDERS}/{order.id}").json["orderPaymentStatus"]
    return found


def test_a_refund_is_on_its_way_and_then_done() -> None:
    market = Market(0)
    order = bought(market)
    answer = refund(market, order, 100)
    assert answer.status == 200
    refund_id = answer.json["refundId"]
    assert answer.json == {"refundId": refund_id, "refundStatus": "PENDING"}
    assert told(market, order) == [(refund_id, "PENDING", "1.00")]
    market.later(seconds=301)
    assert told(market, order) == [(refund_id, "REFUNDED", "1.00")]
    assert status(market, order) == "PARTIALLY_REFUNDED"
    assert market.deeds()[-2:] == ["refund_booked", "refund_done"]
    (entry,) = [each for each in market.simulator.journal.since(0) if each.deed == "refund_booked"]
    assert (entry.actor, entry.remote_ids["amount"]) == ("client", 100)


def test_a_refund_may_come_to_nothing_and_then_the_money_is_still_there() -> None:
    market = Market(0)
    order = bought(market)
    market.do("refund_trouble", order=order.id, failing=1)
    whole = order.due_seller
    refund(market, order, whole)
    assert refund(market, order, whole).error == 34922
    before = market.get(f"{ORDERS}/{order.id}").json["lastModifiedDate"]
    market.later(minutes=6)
    assert [each[1] for each in told(market, order)] == ["FAILED"]
    assert market.get(f"{ORDERS}/{order.id}").json["lastModifiedDate"] > before
    assert status(market, order) == "PAID"
    assert refund(market, order, whole).status == 200
    market.later(minutes=6)
    assert status(market, order) == "FULLY_REFUNDED"


def test_never_more_than_was_paid_by_a_cent() -> None:
    market = Market(0)
    order = bought(market)
    whole = order.due_seller
    assert refund(market, order, whole + 1).error == 34915
    assert refund(market, order, whole - 1).status == 200
    market.later(minutes=6)
    assert refund(market, order, 2).error == 34915
    assert refund(market, order, 1).status == 200
    market.later(minutes=6)
    assert refund(market, order, 1).error == 34917
    assert market.seen(order.id)["refunded"] == whole


def test_a_refund_on_ebays_own_page_counts() -> None:
    """What a drill plants between preview and send."""
    market = Market(0)
    order = bought(market)
    whole = order.due_seller
    market.do("refund", order=order.id, amount=whole - 50)
    assert refund(market, order, 51).error == 34915
    assert refund(market, order, 50).status == 200


def test_lines_have_their_own_limit() -> None:
    market = Market(0)
    order = bought(market, (1, 2))
    first, second = order.lines
    items = [{"lineItemId": first.id, "refundAmount": eur(first.net_total + 1)}]
    refused = refund(market, order, refundItems=items)
    assert (refused.status, refused.error) == (409, 34924)
    legacy = {"legacyItemId": second.item_id, "legacyTransactionId": second.transaction_id}
    items = [
        {"lineItemId": first.id, "refundAmount": eur(first.net_total)},
        {"legacyReference": legacy, "refundAmount": eur(100)},
    ]
    assert refund(market, order, refundItems=items).status == 200
    market.later(minutes=6)
    lines = market.get(f"{ORDERS}/{order.id}").json["lineItems"]
    assert [[each["amount"]["value"] for each in line["refunds"]] for line in lines] == [
        [plain_amount(first.net_total, 2)],
        ["1.00"],
    ]


@pytest.mark.parametrize(
    "changes,number",
    [
        ({"reasonForRefund": "KINDNESS"}, 34902),
        ({"reasonForRefund": None}, 34902),
        ({"comment": "x" * 101}, 34903),
        ({"orderLevelRefundAmount": {"value": "1", "currency": "USD"}}, 34906),
        ({"orderLevelRefundAmount": {"value": 1.0, "currency": "EUR"}}, 34905),
        ({"orderLevelRefundAmount": {"value": "1.001", "currency": "EUR"}}, 34905),
        ({"orderLevelRefundAmount": {"value": "0.00", "currency": "EUR"}}, 34905),
        ({"orderLevelRefundAmount": {"value": "-1.00", "currency": "EUR"}}, 34905),
        ({"refundItems": []}, 34901),
        ({"note": "x"}, 2004),
    ],
)
def test_what_is_malformed(changes: dict[str, Any], number: int) -> None:
    market = Market(0)
    order = bought(market)
    answer = refund(market, order, 100, **changes)
    assert (answer.status, answer.error) == (400, number)
    assert told(market, order) == []


def test_lines_that_are_none_or_come_twice() -> None:
    market = Market(0)
    order = bought(market)
    assert refund(market, order, refundItems=[{"lineItemId": "1", "refundAmount": eur(1)}]).error == 34907
    twice = [{"lineItemId": order.lines[0].id, "refundAmount": eur(1)}] * 2
    assert refund(market, order, refundItems=twice).error == 34908
    assert refund(market, order, refundItems=[]).error == 34901
    assert refund(market, order).error == 34901


def test_orders_that_are_none_or_not_paid() -> None:
    market = Market(0)
    path = f"{ORDERS}/01-00000-00000/issue_refund"
    document = {"reasonForRefund": "OTHER_ADJUSTMENT", "orderLevelRefundAmount": eur(1)}
    assert (market.signed(path, document).status, market.signed(path, document).error) == (404, 34913)
    unpaid = market.simulator.market.orders[market.do("new_order", paid=False)["id"]]
    assert refund(market, unpaid, 1).error == 34913


def test_beside_a_cancellation_that_gives_the_money_back() -> None:
    market = Market(0)
    order = bought(market)
    document = {"legacyOrderId": order.id, "cancelReason": "BUYER_ASKED_CANCEL", "buyerPaid": True}
    assert market.order_post("/cancellation", document, sign=True).status == 200
    assert refund(market, order, 1).error == 34922
    market.later(minutes=6)
    assert refund(market, order, 1).error == 34917
    assert market.seen(order.id)["refunded"] == order.due_seller


def test_not_for_ever_and_not_without_funds() -> None:
    market = Market(0)
    order = bought(market)
    for number in range(34925, 34931):
        market.do("refund_trouble", order=order.id, number=number)
        refused = refund(market, order, 1)
        assert (refused.status, refused.error) == (409, number)
    market.do("refund_trouble", order=order.id, number=0)
    market.later(days=91)
    assert refund(market, order, 1).error == 34920


def test_it_takes_the_scope_the_signature_and_the_post() -> None:
    market = Market(0, scopes="base sell.fulfillment")
    order = bought(market)
    assert refund(market, order, 1).error == 1100
    market = Market(0)
    order = bought(market)
    path = f"{ORDERS}/{order.id}/issue_refund"
    assert market.post(path, {}).error == 215001
    assert market.get(path).status == 405
    assert told(market, order) == []


def test_the_days_calls_are_counted_and_told() -> None:
    market = Market(0, refund_limit=1)
    order = bought(market)
    assert refund(market, order, 1).status == 200
    assert (refund(market, order, 1).status, refund(market, order, 1).error) == (429, 2001)


def test_every_number_is_one_of_the_facts() -> None:
    known = {number for each in facts()["operations"]["issueRefund"]["errors"].values() for number in each}
    assert set(range(34925, 34931)) | {34901, 34902, 34903, 34905, 34906, 34907, 34908, 34913} <= known
    assert {34915, 34916, 34917, 34920, 34922, 34924} <= known
