"""What `createShippingFulfillment` does in a simulated eBay: every check with its number, then the parcel. Not
idempotent, and nothing of it can be changed or taken back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.channels.ebay.simulator_details import CARRIERS
from connectors.channels.ebay.simulator_errors import RestError, json_object
from connectors.channels.ebay.simulator_model import (
    CANCELED,
    CLIENT,
    NONE_REQUESTED,
    SHOP,
    EbayOrder,
    Fulfillment,
    Market,
    whole_milliseconds,
)
from connectors.simulation.wire import WireRequest

# eBay has a limit and does not tell it.
MOST_NUMBERS = 25
MOST_SIGNS = 50
NO_NUMBER_ID = 999
FIELDS = frozenset({"lineItems", "shippedDate", "shippingCarrierCode", "trackingNumber"})
_ALPHANUMERIC = re.compile(r"[A-Za-z0-9]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")


def create_fulfillment(market: Market, order: EbayOrder, request: WireRequest) -> Fulfillment:
    wanted = json_object(request, FIELDS)
    items = _items(order, wanted)
    number, carrier = _tracking(wanted)
    shipped = _shipped_date(wanted, request.at)
    if order.cancel_state == CANCELED or order.fulfilled_by_ebay:
        # Nothing to be sent by the seller: called off, or packed in eBay's own warehouse.
        raise RestError(32600, ("orderId", order.id), status=409)
    if number and sum(1 for each in order.fulfillments if each.number) >= MOST_NUMBERS:
        raise RestError(34100)
    return add_parcel(market, order, items, number, carrier, shipped, request.at, request)


def add_parcel(
    market: Market,
    order: EbayOrder,
    items: dict[str, int],
    number: str,
    carrier: str,
    shipped: datetime,
    at: datetime,
    request: WireRequest | None,
) -> Fulfillment:
    """Stores a parcel; with a request it is a client's, else the seller's own people entered it at eBay."""
    by = CLIENT if request is not None else SHOP
    unnumbered = sum(1 for each in order.fulfillments if not each.number)
    parcel = Fulfillment(number or str(NO_NUMBER_ID + unnumbered), number, carrier, shipped, items, by)
    order.fulfillments.append(parcel)
    told = [{"line": line, "quantity": quantity} for line, quantity in items.items()]
    market.record(
        at, "parcel_added", order, request, tracking_number=number, carrier=carrier, items=told, parcel_id=parcel.id
    )
    _end_cancel_requests(market, order, at, request)
    market.save(order, at)
    return parcel


def _end_cancel_requests(market: Market, order: EbayOrder, at: datetime, request: WireRequest | None) -> None:
    """Who ships has said no to the buyer who wanted to cancel."""
    for asked in order.cancel_requests:
        if asked.state == "REQUESTED":
            asked.state, asked.closed = "REJECTED", whole_milliseconds(at)
            order.cancel_state = NONE_REQUESTED
            market.record(at, "cancel_rejected", order, request, cancel_id=asked.id)


def _items(order: EbayOrder, wanted: Mapping[str, Any]) -> dict[str, int]:
    """Line id to pieces. Without a quantity it is one, however many were bought."""
    entries = wanted.get("lineItems")
    if not isinstance(entries, list) or not entries:
        raise RestError(32600, ("lineItems", ""))
    items: dict[str, int] = {}
    for entry in entries:
        line_id = entry.get("lineItemId") if isinstance(entry, dict) else None
        line = order.line(line_id) if isinstance(line_id, str) else None
        if line is None or not isinstance(line_id, str):
            raise RestError(32200, ("lineItemId", str(line_id or "")))
        if line_id in items:
            raise RestError(32210, ("lineItemId", line_id))
        quantity = entry.get("quantity", 1)
        whole = isinstance(quantity, int) and not isinstance(quantity, bool)
        if not whole or not 1 <= quantity <= line.quantity:
            raise RestError(32600, ("quantity", str(quantity)))
        items[line_id] = quantity
    _check_program(order, items)
    return items


def _check_program(order: EbayOrder, items: Mapping[str, int]) -> None:
    programs = [line.gsp for line in order.lines if line.id in items]
    if any(programs) and not all(programs):
        raise RestError(34200)
    if any(programs) and len(programs) > 1:
        raise RestError(34300)


def _tracking(wanted: Mapping[str, Any]) -> tuple[str, str]:
    number, carrier = wanted.get("trackingNumber"), wanted.get("shippingCarrierCode")
    if number is None and carrier is None:
        return "", ""
    if not isinstance(number, str) or not isinstance(carrier, str):
        raise RestError(32300)  # one without the other
    if _ALPHANUMERIC.fullmatch(number) is None or len(number) > MOST_SIGNS or carrier not in CARRIERS:
        raise RestError(32300, ("trackingNumber", number), ("shippingCarrierCode", carrier))
    return number, carrier


def _shipped_date(wanted: Mapping[str, Any], now: datetime) -> datetime:
    text = wanted.get("shippedDate")
    if text is None:
        return whole_milliseconds(now)
    if not isinstance(text, str) or _DATE.fullmatch(text) is None:
        raise RestError(32500, ("shippedDate", str(text)))
    try:
        shipped = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise RestError(32500, ("shippedDate", text)) from error
    if shipped > now:
        raise RestError(32500, ("shippedDate", text))
    return shipped
