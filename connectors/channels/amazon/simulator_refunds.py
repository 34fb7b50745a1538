"""Refunds of a simulated Amazon account: what an item's buyer was charged, what may still go back, and the message of
POST_PAYMENT_ADJUSTMENT_DATA that gives it back. Nothing here is idempotent: the same message again refunds again.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from connectors.channels.amazon.simulator_feed_xml import MALFORMED, Message, MessageRefused, Node, text
from connectors.channels.amazon.simulator_model import (
    AMAZON,
    CANCELLED,
    UNFULFILLABLE,
    AmazonOrder,
    Item,
    Seller,
    digest,
    digits,
)
from connectors.channels.amazon.simulator_office import Feed, Refund

REASONS = frozenset(
    """NoInventory CustomerReturn GeneralAdjustment CouldNotShip DifferentItem Abandoned CustomerCancel PriceError
    ProductOutofStock CustomerAddressIncorrect Exchange Other CarrierCreditDecision RiskAssessmentInformationNotValid
    CarrierCoverageFailure TransactionRecord Undeliverable RefusedDelivery""".split()
)
# A component and the tax of it; which of an item's parts make it up.
COMPONENTS = {
    "Principal": ("ITEM", "DISCOUNT"),
    "Shipping": ("SHIPPING",),
    "GiftWrap": ("GIFT_WRAP",),
}
TAXES = {"Tax": "Principal", "ShippingTax": "Shipping", "GiftWrapTax": "GiftWrap"}
# Only there prices stand without tax, so that it goes back on its own.
WITHOUT_TAX = frozenset({"ATVPDKIKX0DER", "A2EUQ1WTGCTBG2"})
_AMOUNT = re.compile(r"\d{1,9}(\.\d+)?", re.ASCII)

UNKNOWN_ORDER = 18101
NOT_YOURS = 18102
NOT_SHIPPED = 18103
IS_CANCELLED = 18104
UNKNOWN_ITEM = 18105
WRONG_CURRENCY = 18106
TOO_MUCH = 18107
TAX_NOT_ELIGIBLE = 18108
WRONG_AMOUNT = 18109


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One item's refund that has passed all checks."""

    item: Item
    reason: str
    merchant_id: str
    components: dict[str, int]


# -- limits ----------------------------------------------------------------------------------------------------------


def charged(order: AmazonOrder, item: Item) -> dict[str, int]:
    """Amazon charges what has left, so of an item shipped in part only that part."""
    apart = order.marketplace in WITHOUT_TAX
    found: dict[str, int] = {}
    for name, parts in COMPONENTS.items():
        net = sum(item.parts.get(part, 0) for part in parts)
        net += item.shipping_discount if name == "Shipping" else 0
        tax = sum(item.taxes.get(part, 0) for part in parts)
        found[name] = net if apart else net + tax
        if apart:
            found[next(each for each, of in TAXES.items() if of == name)] = tax
    gone = min(item.quantity, order.fulfilled(item))
    return {name: max(0, whole * gone // item.quantity) for name, whole in found.items()}


def left(seller: Seller, order: AmazonOrder, item: Item) -> dict[str, int]:
    """What may still go back, by component."""
    back: Counter[str] = Counter()
    for refund in seller.office.refunds_of(order.id, item.id):
        back.update(refund.components)
    return {name: whole - back[name] for name, whole in charged(order, item).items()}


# -- the effect ------------------------------------------------------------------------------------------------------


def book(
    seller: Seller,
    order: AmazonOrder,
    adjustment: Adjustment,
    at: datetime,
    *,
    by: str,
    feed: Feed | None = None,
    message_id: str = "",
) -> Refund:
    """Without a word in the journal, for what was before it."""
    place = len(seller.office.refunds)
    refund = Refund(
        id=f"REF-{digits(12, seller.seed, order.id, 'refund', place)}",
        order_id=order.id,
        item_id=adjustment.item.id,
        at=at,
        posted=at + timedelta(seconds=finance_delay(seller, place)),
        components=dict(adjustment.components),
        currency=order.currency,
        reason=adjustment.reason,
        by=by,
        feed_id=feed.id if feed is not None else "",
        message_id=message_id,
        merchant_id=adjustment.merchant_id,
    )
    seller.office.add_refund(refund)
    return refund


def give_back(
    seller: Seller,
    order: AmazonOrder,
    adjustment: Adjustment,
    at: datetime,
    *,
    by: str,
    feed: Feed | None = None,
    message_id: str = "",
) -> Refund:
    refund = book(seller, order, adjustment, at, by=by, feed=feed, message_id=message_id)
    ids = {
        "item_id": refund.item_id,
        "refund_id": refund.id,
        "amount": refund.amount,
        "currency": refund.currency,
        "components": dict(refund.components),
        "reason": refund.reason,
        "by": by,
        "feed_id": refund.feed_id,
        "message_id": message_id,
        "merchant_adjustment_id": refund.merchant_id,
    }
    seller.record(at, "refund_made", order, feed.request if feed is not None else None, **ids)
    return refund


def finance_delay(seller: Seller, place: int) -> int:
    """Between a quarter and the whole of what the account's finances lag behind."""
    lag = seller.options.finance_seconds
    return lag // 4 + digest(seller.seed, "finance", place) % (lag - lag // 4 + 1)


# -- one message -----------------------------------------------------------------------------------------------------


def adjust(seller: Seller, feed: Feed, message: Message, at: datetime) -> dict[str, str]:
    """All items of the message or none. Raises MessageRefused."""
    order = order_of(seller, feed, text(message.content, "AmazonOrderID"))
    action = text(message.content, "ActionType") or "Refund"
    if action != "Refund":
        raise MessageRefused(MALFORMED, f"ActionType {action} is not valid.", order.id)
    _check_shipped(order)
    nodes = message.content.findall("AdjustedItem")
    if not nodes:
        raise MessageRefused(MALFORMED, "An OrderAdjustment needs at least one AdjustedItem.", order.id)
    taken: Counter[str] = Counter()
    adjustments = [_adjustment(seller, order, node, taken) for node in nodes]
    for adjustment in adjustments:
        give_back(seller, order, adjustment, at, by="client", feed=feed, message_id=message.id)
    return {"AmazonOrderID": order.id}


def order_of(seller: Seller, feed: Feed, order_id: str) -> AmazonOrder:
    order = seller.orders.get(order_id)
    if order is None or order.marketplace not in feed.marketplaces:
        words = f"The AmazonOrderID {order_id} was not found in the marketplaces of this feed."
        raise MessageRefused(UNKNOWN_ORDER, words, order_id)
    if order.fulfilled_by == AMAZON:
        words = f"The order {order_id} is fulfilled by Amazon and cannot be changed by the seller."
        raise MessageRefused(NOT_YOURS, words, order_id)
    return order


def _check_shipped(order: AmazonOrder) -> None:
    if order.status == CANCELLED:
        raise MessageRefused(IS_CANCELLED, f"The order {order.id} has already been cancelled.", order.id)
    if order.kept_back or order.status == UNFULFILLABLE or not order.packages:
        words = f"The order {order.id} has not been shipped. Only shipped orders can be refunded."
        raise MessageRefused(NOT_SHIPPED, words, order.id)


def _adjustment(seller: Seller, order: AmazonOrder, node: Node, taken: Counter[str]) -> Adjustment:
    item_id, reason = text(node, "AmazonOrderItemCode"), text(node, "AdjustmentReason")
    item = order.item(item_id)
    if item is None:
        words = f"The AmazonOrderItemCode {item_id} does not belong to the order {order.id}."
        raise MessageRefused(UNKNOWN_ITEM, words, order.id, item_id)
    if reason not in REASONS:
        raise MessageRefused(MALFORMED, f"AdjustmentReason {reason} is not valid.", order.id, item_id)
    if order.fulfilled(item) == 0:
        code, words = NOT_SHIPPED, f"The item {item_id} has not been shipped."
        if item.cancelled >= item.quantity:
            code, words = IS_CANCELLED, f"The item {item_id} has already been cancelled."
        raise MessageRefused(code, words, order.id, item_id)
    components = _components(order, item, node)
    limits = left(seller, order, item)
    for name, amount in components.items():
        taken[f"{item.id} {name}"] += amount
        if taken[f"{item.id} {name}"] > limits[name]:
            words = f"The refund of {name} exceeds what the buyer paid for the item {item_id}."
            raise MessageRefused(TOO_MUCH, words, order.id, item_id)
    return Adjustment(item, reason, text(node, "MerchantAdjustmentItemID"), components)


def _components(order: AmazonOrder, item: Item, node: Node) -> dict[str, int]:
    allowed = charged(order, item)
    pieces = text(node, "Quantity") or "1"
    found: Counter[str] = Counter()
    for each in node.findall("ItemPriceAdjustments/Component"):
        name, amount = text(each, "Type"), each.find("Amount")
        if name in TAXES and name not in allowed:
            words = "The requested refund amount for the tax or shipping tax is not eligible."
            raise MessageRefused(TAX_NOT_ELIGIBLE, words, order.id, item.id)
        if name not in allowed or amount is None:
            raise MessageRefused(MALFORMED, f"Component Type {name} is not valid.", order.id, item.id)
        currency = amount.get("currency", "")
        if currency != order.currency:
            words = f"The currency {currency or '(none)'} is not the order's, which is {order.currency}."
            raise MessageRefused(WRONG_CURRENCY, words, order.id, item.id)
        minor = minor_units(order, (amount.text or "").strip())
        if not minor or not pieces.isdecimal() or pieces == "0":
            words = f"The amount of {name} is not a positive amount in {order.currency}."
            raise MessageRefused(WRONG_AMOUNT, words, order.id, item.id)
        # With a Quantity Amazon takes the amounts for those of one piece, which has cost sellers dearly.
        found[name] += minor * int(pieces)
    if not found:
        raise MessageRefused(MALFORMED, "An AdjustedItem needs a Component.", order.id, item.id)
    return dict(found)


def minor_units(order: AmazonOrder, words: str) -> int:
    """0 for what is no amount of this currency."""
    if _AMOUNT.fullmatch(words) is None:
        return 0
    minor = Decimal(words).scaleb(order.decimals)
    return int(minor) if minor == minor.to_integral_value() else 0
