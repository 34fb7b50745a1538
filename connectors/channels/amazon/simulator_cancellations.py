"""Cancellations of a simulated Amazon's seller by POST_ORDER_ACKNOWLEDGEMENT_DATA: only what has not left, whole items
only, each with a reason of Amazon's list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from connectors.channels.amazon.simulator_feed_xml import MALFORMED, Message, MessageRefused, text
from connectors.channels.amazon.simulator_model import CANCELLED, UNFULFILLABLE, AmazonOrder, Item, Seller, settle
from connectors.channels.amazon.simulator_office import Feed
from connectors.channels.amazon.simulator_refunds import IS_CANCELLED, UNKNOWN_ITEM, order_of

REASONS = frozenset(
    """NoInventory ShippingAddressUndeliverable CustomerExchange BuyerCanceled GeneralAdjustment CarrierCreditDecision
    RiskAssessmentInformationNotValid CarrierCoverageFailure CustomerReturn MerchandiseNotReceived""".split()
)
IS_SHIPPED = 18201
STILL_PENDING = 18202


def acknowledge(seller: Seller, feed: Feed, message: Message, at: datetime) -> dict[str, str]:
    """Raises MessageRefused."""
    order = order_of(seller, feed, text(message.content, "AmazonOrderID"))
    status = text(message.content, "StatusCode")
    if status == "Success":
        order.alias = text(message.content, "MerchantOrderID") or order.alias
        seller.record(at, "order_acknowledged", order, feed.request, feed_id=feed.id, message_id=message.id)
        seller.save(order, at)
        return {"AmazonOrderID": order.id}
    if status != "Failure":
        raise MessageRefused(MALFORMED, f"StatusCode {status} is not valid.", order.id)
    _check_open(order)
    chosen = _chosen(order, message)
    for item_id, reason in chosen.items():
        _check_item(order, item_id, reason)
    pieces = {item.id: item.quantity - item.cancelled for item in order.items if item.id in chosen}
    for item in order.items:
        if item.id in chosen:
            _cancel(item, chosen[item.id])
    settle(order)
    ids = {"items": pieces, "by": "MERCHANT", "reasons": dict(chosen), "feed_id": feed.id, "message_id": message.id}
    seller.record(at, "order_cancelled", order, feed.request, **ids)
    seller.save(order, at)
    return {"AmazonOrderID": order.id}


def _check_open(order: AmazonOrder) -> None:
    if order.status == CANCELLED:
        raise MessageRefused(IS_CANCELLED, f"The order {order.id} has already been cancelled.", order.id)
    if order.kept_back or order.status == UNFULFILLABLE:
        words = f"The order {order.id} is {order.status} and cannot be cancelled by the seller."
        raise MessageRefused(STILL_PENDING, words, order.id)
    if all(item.quantity - item.cancelled <= order.fulfilled(item) for item in order.items):
        words = f"The order {order.id} has been shipped already and cannot be cancelled."
        raise MessageRefused(IS_SHIPPED, words, order.id)


def _chosen(order: AmazonOrder, message: Message) -> Mapping[str, str]:
    """Item and reason; without items the whole order is meant, for want of goods."""
    nodes = message.content.findall("Item")
    if not nodes:
        return {item.id: "NoInventory" for item in order.items if item.cancelled < item.quantity}
    return {text(node, "AmazonOrderItemCode"): text(node, "CancelReason") for node in nodes}


def _check_item(order: AmazonOrder, item_id: str, reason: str) -> None:
    item = order.item(item_id)
    if item is None:
        words = f"The AmazonOrderItemCode {item_id} does not belong to the order {order.id}."
        raise MessageRefused(UNKNOWN_ITEM, words, order.id, item_id)
    if reason not in REASONS:
        raise MessageRefused(MALFORMED, f"CancelReason {reason or '(none)'} is not valid.", order.id, item_id)
    if item.cancelled >= item.quantity:
        raise MessageRefused(IS_CANCELLED, f"The item {item_id} has already been cancelled.", order.id, item_id)
    if order.fulfilled(item) > 0:
        raise MessageRefused(IS_SHIPPED, f"The item {item_id} has been shipped already.", order.id, item_id)


def _cancel(item: Item, reason: str) -> None:
    item.cancelled = item.quantity
    item.cancelled_by = "MERCHANT"
    item.cancel_reason = reason
