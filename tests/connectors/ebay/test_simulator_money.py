"""The money of the simulated eBay: whatever the world sold, the parts add up to the totals, with taxes and without."""

from decimal import Decimal
from typing import Any

import pytest

from tests.connectors.ebay.simulator_market import ORDERS, Market

pytestmark = pytest.mark.requests_by_hand

PARTS = ("priceSubtotal", "priceDiscount", "deliveryCost", "deliveryDiscount", "tax", "fee", "adjustment")


def value(amount: dict[str, str] | None) -> Decimal:
    return Decimal(amount["value"]) if amount else Decimal(0)


def minor(amount: dict[str, str] | None, order: dict[str, Any]) -> int:
    return int(value(amount).scaleb(order["decimals"]))


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(600, seed=5)


@pytest.mark.parametrize("groups", [{}, {"fieldGroups": "TAX_BREAKDOWN"}])
def test_the_parts_add_up_to_the_total(market: Market, groups: dict[str, str]) -> None:
    for order in market.every(**groups):
        pricing = order["pricingSummary"]
        total = value(pricing["total"])
        assert sum(value(pricing.get(part)) for part in PARTS) == total
        adjustment = value(pricing.get("adjustment"))
        assert sum(value(line["total"]) for line in order["lineItems"]) + adjustment == total


def test_a_line_is_its_price_less_discount_with_its_share_of_shipping(market: Market) -> None:
    discounted = free = 0
    for order in market.every():
        costs = {"cost": Decimal(0), "delivery": Decimal(0)}
        for line in order["lineItems"]:
            cost, delivery = value(line["lineItemCost"]), line["deliveryCost"]
            kept = value(line.get("discountedLineItemCost") or line["lineItemCost"])
            shipping = value(delivery["shippingCost"]) + value(delivery.get("discountAmount"))
            assert value(line["total"]) == kept + shipping
            assert sum(value(each["discountAmount"]) for each in line["appliedPromotions"]) == kept - cost <= 0
            assert value(delivery.get("discountAmount")) <= 0
            costs["cost"] += cost
            costs["delivery"] += value(delivery["shippingCost"])
            discounted += kept < cost
        pricing = order["pricingSummary"]
        assert costs == {"cost": value(pricing["priceSubtotal"]), "delivery": value(pricing["deliveryCost"])}
        assert value(pricing.get("priceDiscount")) <= 0
        free += "deliveryDiscount" in pricing
    assert discounted > 10
    assert free > 5


def test_taxes_that_ebay_collects_are_in_the_total_only_with_the_breakdown(market: Market) -> None:
    plain = {order["orderId"]: order for order in market.every()}
    broken = market.every(fieldGroups="TAX_BREAKDOWN")
    taxed = [order for order in broken if order.get("ebayCollectAndRemitTax")]
    references = set()
    for order in taxed:
        taxes = [tax for line in order["lineItems"] for tax in line.get("ebayCollectAndRemitTaxes", [])]
        collected = sum(value(tax["amount"]) for tax in taxes)
        assert collected == value(order["pricingSummary"]["tax"]) > 0
        without = plain[order["orderId"]]["pricingSummary"]
        assert "tax" not in without
        assert value(without["total"]) + collected == value(order["pricingSummary"]["total"])
        assert value(order["paymentSummary"]["totalDueSeller"]) == value(without["total"])
        references |= {tax["ebayReference"]["name"] for tax in taxes}
    assert references == {"IOSS", "VAT"}
    for order in broken:
        if not order.get("ebayCollectAndRemitTax"):
            assert order["pricingSummary"] == plain[order["orderId"]]["pricingSummary"]


def test_refunds_add_up_and_name_the_state(market: Market) -> None:
    seen = set()
    for order in market.every():
        due = value(order["paymentSummary"]["totalDueSeller"])
        back = sum(value(refund["amount"]) for refund in order["paymentSummary"]["refunds"])
        wanted = "PAID" if not back else "FULLY_REFUNDED" if back == due else "PARTIALLY_REFUNDED"
        assert order["orderPaymentStatus"] == wanted
        assert 0 <= back <= due
        of_lines = [refund for line in order["lineItems"] for refund in line["refunds"]]
        assert sum(value(refund["amount"]) for refund in of_lines) <= back
        assert {refund["refundId"] for refund in of_lines} <= {
            refund["refundId"] for refund in order["paymentSummary"]["refunds"]
        }
        for line in order["lineItems"]:
            assert sum(value(refund["amount"]) for refund in line["refunds"]) <= value(line["total"])
        seen.add(wanted)
    assert len(seen) == 3


def test_an_order_has_one_currency_and_its_digits(market: Market) -> None:
    digits = {}
    for order in market.every(fieldGroups="TAX_BREAKDOWN"):
        amounts = list(_amounts(order))
        (currency,) = {amount["currency"] for amount in amounts}
        digits[currency] = {len(amount["value"].partition(".")[2]) for amount in amounts}
    assert digits.pop("JPY", {0}) == {0}
    assert set(map(frozenset, digits.values())) == {frozenset({2})}
    assert {"EUR", "CHF", "GBP", "PLN", "DKK"} <= set(digits)


def _amounts(node: Any) -> Any:
    if isinstance(node, dict):
        if "currency" in node:
            yield node
        for each in node.values():
            yield from _amounts(each)
    elif isinstance(node, list):
        for each in node:
            yield from _amounts(each)


def test_the_state_says_the_same_as_the_wire(market: Market) -> None:
    state = {order["id"]: order for order in market.state()["orders"]}
    for told in market.every(fieldGroups="TAX_BREAKDOWN"):
        seen = state[told["orderId"]]
        pricing, payments = told["pricingSummary"], told["paymentSummary"]
        assert seen["total"] == minor(pricing["total"], seen)
        assert seen["due_seller"] == minor(payments["totalDueSeller"], seen)
        assert seen["currency"] == pricing["total"]["currency"]
        assert seen["status"] == told["orderFulfillmentStatus"]
        assert seen["payment_status"] == told["orderPaymentStatus"]
        assert seen["cancel_state"] == told["cancelStatus"]["cancelState"]
        assert (seen["created"], seen["modified"]) == (told["creationDate"], told["lastModifiedDate"])
        assert [refund["amount"] for refund in seen["refunds"]] == [
            minor(refund["amount"], seen) for refund in payments["refunds"]
        ]
        assert len(seen["trackings"]) == len(told["fulfillmentHrefs"])
        for line, wire in zip(seen["lines"], told["lineItems"], strict=True):
            assert (line["id"], line["sku"], line["name"], line["quantity"]) == (
                wire["lineItemId"],
                wire["sku"],
                wire["title"],
                wire["quantity"],
            )
            kept = wire.get("discountedLineItemCost") or wire["lineItemCost"]
            assert line["total"] == minor(kept, seen)
            assert line["refunded_amount"] == sum(minor(refund["amount"], seen) for refund in wire["refunds"])


def test_a_cancelled_order_has_its_money_back(market: Market) -> None:
    cancelled = [order for order in market.every() if order["cancelStatus"]["cancelState"] == "CANCELED"]
    assert len(cancelled) > 5
    for order in cancelled:
        assert order["orderPaymentStatus"] == "FULLY_REFUNDED"
        assert order["orderFulfillmentStatus"] == "NOT_STARTED"
        (asked,) = market.get(f"{ORDERS}/{order['orderId']}").json["cancelStatus"]["cancelRequests"]
        assert asked["cancelRequestState"] == "COMPLETED"
