"""Parcels of a simulated Amazon's seller by POST_ORDER_FULFILLMENT_DATA, many at once. Such a parcel has no reference
of the seller's, so the same message again makes another one.
"""

from __future__ import annotations

from datetime import UTC, datetime

from connectors.channels.amazon import simulator_shipments as shipments
from connectors.channels.amazon.simulator_errors import ApiError
from connectors.channels.amazon.simulator_feed_xml import MALFORMED, Message, MessageRefused, Node, text
from connectors.channels.amazon.simulator_model import AmazonOrder, Seller
from connectors.channels.amazon.simulator_office import Feed
from connectors.channels.amazon.simulator_refunds import order_of

NOT_SHIPPABLE = 18301


def fulfil(seller: Seller, feed: Feed, message: Message, at: datetime) -> dict[str, str]:
    """Raises MessageRefused."""
    order = order_of(seller, feed, text(message.content, "AmazonOrderID"))
    try:
        shipments.check_open(order)
        confirmed = _confirmed(order, message.content, at)
    except ApiError as error:
        raise MessageRefused(NOT_SHIPPABLE, f"{error.message} {error.details}".strip(), order.id) from error
    shipments.store(seller, order, confirmed, at, feed.request)
    return {"AmazonOrderID": order.id}


def _confirmed(order: AmazonOrder, content: Node, at: datetime) -> shipments.Confirmation:
    carrier = text(content, "FulfillmentData/CarrierCode")
    if carrier and carrier not in shipments.CARRIER_CODES:
        raise MessageRefused(MALFORMED, f"CarrierCode {carrier} is not valid.", order.id)
    if not carrier or carrier == "Other":
        carrier = text(content, "FulfillmentData/CarrierName")
    number = text(content, "FulfillmentData/ShipperTrackingNumber")
    if not carrier or not number:
        raise MessageRefused(MALFORMED, "A carrier and a ShipperTrackingNumber are needed.", order.id)
    return shipments.Confirmation(
        reference=None,
        carrier=carrier,
        number=number,
        shipped=_shipped(order, text(content, "FulfillmentDate"), at),
        method=text(content, "FulfillmentData/ShippingMethod"),
        items=_items(order, content),
    )


def _shipped(order: AmazonOrder, words: str, at: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(words)
    except ValueError as error:
        raise MessageRefused(MALFORMED, "FulfillmentDate is not an ISO 8601 date-time.", order.id) from error
    moment = moment.astimezone(UTC) if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    if not order.created - shipments.TOLERANCE <= moment <= at + shipments.TOLERANCE:
        raise MessageRefused(NOT_SHIPPABLE, "FulfillmentDate must lie between the order and now.", order.id)
    return moment


def _items(order: AmazonOrder, content: Node) -> dict[str, int]:
    """Without items all that has not left is meant."""
    nodes = content.findall("Item")
    if not nodes:
        left = {item.id: item.quantity - item.cancelled - order.fulfilled(item) for item in order.items}
        found = {name: many for name, many in left.items() if many > 0}
    else:
        found = {}
        for node in nodes:
            name, many = text(node, "AmazonOrderItemCode"), text(node, "Quantity")
            if not many.isdecimal() or int(many) < 1:
                raise MessageRefused(MALFORMED, "Quantity is not a positive number.", order.id, name)
            found[name] = found.get(name, 0) + int(many)
    for name, pieces in found.items():
        shipments.check_left(order, name, pieces, None)
    if not found:
        raise MessageRefused(NOT_SHIPPABLE, f"Everything of the order {order.id} has left already.", order.id)
    return found
