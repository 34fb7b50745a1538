"""Owns telling eBay of parcels: looks what is there, sends only what is missing, never one parcel twice.

eBay knows a parcel by nothing but its tracking number, keeps a second one beside the first and takes none back. So
everything hangs on the look before a call, and on remembering what was accepted though the list does not show it yet.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote, urlsplit

from connectors.channels.ebay import units
from connectors.channels.ebay.carriers import carrier_code, plain_number
from connectors.channels.ebay.client import SellerClient, ebays_now
from connectors.channels.ebay.mapping import number_of, parse_fulfillments, parse_order
from connectors.channels.ebay.paging import as_text, instant_in
from connectors.channels.ebay.payloads import Fulfillment, OrderPayload
from connectors.channels.ebay.trading import TradingClient
from connectors.contract.capabilities import QT_TRANSLATE_NOOP
from connectors.contract.errors import OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, Look, Moved, NotThere
from connectors.http.messages import Answer
from desk.domain.clock import Clock, Instant
from desk.domain.pushes import ConfirmShipment
from desk.domain.values import PushKey

_SHOWS_LATEST = timedelta(minutes=15)
_CREATED = 201


@dataclass(frozen=True, slots=True)
class _There:
    """What eBay holds of an order, as far as parcels go; `now` is its own time, where told."""

    order: OrderPayload
    fulfillments: Sequence[Fulfillment]
    now: Instant | None


class AcceptedParcels:
    """What eBay said yes to in this process, until its list has had the time to show it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._accepted: dict[PushKey, Instant] = {}

    def add(self, deed: PushKey) -> None:
        with self._lock:
            self._accepted[deed] = self._clock.now()

    def waits_for(self, deed: PushKey) -> bool:
        """Whether this deed's parcel was accepted so lately that a list without it proves nothing."""
        now = self._clock.now()
        with self._lock:
            self._accepted = {
                name: at for name, at in self._accepted.items() if at <= now < Instant(at + _SHOWS_LATEST)
            }
            return deed in self._accepted


class Shipping:
    """Reports parcels of one account. Calling twice with one key is safe."""

    def __init__(self, client: SellerClient, trading: TradingClient) -> None:
        self._client = client
        self._trading = trading
        access = client.access
        self._accepted = access.shared.of("accepted parcels", lambda: AcceptedParcels(access.clock))

    # --- looking -------------------------------------------------------------------------------------------

    def look(self, push: ConfirmShipment, key: PushKey) -> Look:
        """Whether all of the push is done there. Sends nothing."""
        try:
            there = self._there(push.order.id)
        except Refused as refused:
            if refused.code == "no_such_order":
                return Moved(QT_TRANSLATE_NOOP("channel", "eBay no longer has this order."))
            raise
        return self._judge(there, push)

    def _there(self, order: str) -> _There:
        answer = self._client.order("look_order", order)
        payload = parse_order(answer.body)
        if payload.order_id != order or payload.seems_damaged:
            # Half an answer must not decide whether goods go out.
            answer = self._client.order("look_order", order)
            payload = parse_order(answer.body)
        listed = parse_fulfillments(self._client.fulfillments("look_shipments", order).body)
        return _There(payload, listed, ebays_now(answer))

    def _judge(self, there: _There, push: ConfirmShipment) -> Look:
        number = plain_number(push.number)
        found = [one for one in there.fulfillments if plain_number(number_of(one)).upper() == number.upper()]
        if number and found and _holds_any(found, push):
            return AlreadyDone(found[0].fulfillment_id)
        if there.order.cancel_state == units.CANCELED:
            return Moved(QT_TRANSLATE_NOOP("channel", "The order was cancelled at eBay."))
        if there.order.fulfilled_by == units.BY_EBAY:
            return Moved(QT_TRANSLATE_NOOP("channel", "eBay itself packs and ships this order."))
        gone = {line.remote_id for line in push.lines} - {item.line_item_id for item in there.order.line_items}
        if gone:
            return Moved(QT_TRANSLATE_NOOP("channel", "The order was changed at eBay: a line of this parcel is gone."))
        return NotThere()

    # --- sending -------------------------------------------------------------------------------------------

    def confirm(self, push: ConfirmShipment, key: PushKey) -> Accepted | AlreadyDone:
        """Look, then send the parcel. Raises Refused with code ``moved`` where it makes no sense any more."""
        number = plain_number(push.number)
        if not number:
            raise Refused(
                "eBay takes tracking numbers of letters and digits only, and this one holds none.",
                "nothing left of the number",
                code="no_tracking_number",
            )
        there = self._there(push.order.id)
        look = self._judge(there, push)
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, Moved):
            raise Refused(look.words, f"order is {there.order.cancel_state[:20]}", words=look.words, code="moved")
        if self._accepted.waits_for(key):
            raise _unclear("accepted, and not in the list yet")
        answer = self._client.add_fulfillment(push.order.id, self._body(there, push, number))
        name = _made(answer)
        if answer.status != _CREATED or not name:
            raise _unclear(f"status {answer.status}")
        self._accepted.add(key)
        return Accepted(name)

    def _body(self, there: _There, push: ConfirmShipment, number: str) -> dict[str, object]:
        return {
            # Without a quantity eBay takes one piece for all.
            "lineItems": [
                {"lineItemId": line, "quantity": quantity} for line, quantity in _pieces(there, push).items()
            ],
            "shippedDate": as_text(_shipped_at(there, push)),
            "shippingCarrierCode": carrier_code(self._trading, push.carrier, push.carrier_name),
            "trackingNumber": number,
        }


def _holds_any(found: Sequence[Fulfillment], push: ConfirmShipment) -> bool:
    """Whether parcels of this number are this push: another deed's, with other lines in the same box, are not."""
    inside = {line.line_item_id for one in found for line in one.line_items or ()}
    wanted = {line.remote_id for line in push.lines}
    return not inside or not wanted or bool(inside & wanted)


def _pieces(there: _There, push: ConfirmShipment) -> dict[str, int]:
    """Pieces by line: the push's own, or all that no parcel holds yet where it names none."""
    if push.lines:
        found: dict[str, int] = {}
        for line in push.lines:
            found[line.remote_id] = found.get(line.remote_id, 0) + line.quantity
        return found
    left = {item.line_item_id: item.quantity for item in there.order.line_items}
    for one in there.fulfillments:
        for inside in one.line_items or ():
            if inside.line_item_id in left:
                left[inside.line_item_id] -= inside.quantity
    pieces = {line: rest for line, rest in left.items() if rest > 0}
    # Another number for what is on its way already goes for all of it.
    return pieces or {item.line_item_id: item.quantity for item in there.order.line_items}


def _shipped_at(there: _There, push: ConfirmShipment) -> Instant:
    """When the agent reported it, held between the purchase and eBay's now, since eBay takes no other day."""
    placed = instant_in(there.order.creation_date)
    moment = push.shipped_at
    if there.now is not None:
        moment = min(moment, there.now)
    return max(moment, placed) if placed is not None else moment


def _made(answer: Answer) -> str:
    return unquote(urlsplit(answer.header("location")).path.rstrip("/").rpartition("/")[2])


def _unclear(detail: str) -> OutcomeUnknown:
    return OutcomeUnknown(
        "eBay's answer does not show the parcel. Desk looks there before it tries again.",
        detail,
        operation="confirm_shipment",
        code="not_shown",
    )
