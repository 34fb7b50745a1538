"""Owns telling Amazon of parcels: looks what is there, decides, sends once. Calling twice with one push is safe.

Amazon takes a parcel's number within its order for its name, and a second call with the same one for a correction.
That makes repeating safe, and a number of somebody else's parcel dangerous: it is never written over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.channels.amazon import units
from connectors.channels.amazon.client import AmazonClient
from connectors.channels.amazon.mapping import parse_order, unreadable
from connectors.channels.amazon.payloads import Item, Order, Package
from connectors.channels.amazon.reading import one_order, server_time
from connectors.contract.capabilities import QT_TRANSLATE_NOOP
from connectors.contract.errors import Refused
from connectors.contract.protocols import Accepted, AlreadyDone, Look, Moved, NotThere
from desk.domain.clock import Clock, Instant, parse_utc
from desk.domain.pushes import ConfirmShipment, CorrectShipment
from desk.domain.shipments import normalise_number

_REFERENCE = re.compile(r"0*[1-9][0-9]*", re.ASCII)
"""What Amazon takes for a parcel's name; those of Seller Central may look otherwise."""


@dataclass(frozen=True, slots=True)
class _There:
    """An order as Amazon has it, and Amazon's time when it said so."""

    order: Order
    now: Instant


class Shipping:
    """Reports parcels of one account."""

    def __init__(self, client: AmazonClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    def look(self, push: ConfirmShipment) -> Look:
        """Whether all of the push is done there. Sends nothing."""
        reference = reference_of(push)
        try:
            there = self._there(push.order.id)
        except Refused as refused:
            if refused.code == "not_found":
                return Moved(QT_TRANSLATE_NOOP("channel", "Amazon no longer has this order."))
            raise
        return judge(there.order, push, reference)

    def confirm(self, push: ConfirmShipment) -> Accepted | AlreadyDone:
        """Look, then send. A push that no longer makes sense there is Refused with code ``moved``."""
        reference = reference_of(push)
        there = self._there(push.order.id)
        found = judge(there.order, push, reference)
        if isinstance(found, AlreadyDone):
            return found
        if isinstance(found, Moved):
            raise _moved(found.words)
        body = body_of(push, reference, there.order, there.now, self._client.settings.marketplaces[0])
        try:
            self._client.confirm_shipment(push.order.id, body)
        except Refused as refused:
            return self._after_refusal(push, reference, refused)
        return Accepted(reference)

    # --- corrections ---------------------------------------------------------------------------------------

    def look_correction(self, push: CorrectShipment) -> Look:
        """Whether the parcel has its new number there. Sends nothing."""
        try:
            return judge_correction(self._there(push.order.id).order, push)[0]
        except Refused as refused:
            if refused.code == "not_found":
                return Moved(QT_TRANSLATE_NOOP("channel", "Amazon no longer has this order."))
            raise

    def correct(self, push: CorrectShipment) -> Accepted | AlreadyDone:
        """Look, then send the parcel again under its own reference, with what is inside as Amazon has it."""
        there = self._there(push.order.id)
        found, package = judge_correction(there.order, push)
        if isinstance(found, AlreadyDone):
            return found
        if isinstance(found, Moved) or package is None:
            raise _moved(found.words if isinstance(found, Moved) else "")
        body = correction_body(push, package, there.order, there.now, self._client.settings.marketplaces[0])
        try:
            self._client.confirm_shipment(push.order.id, body)
        except Refused as refused:
            found, _ = judge_correction(self._there(push.order.id).order, push)
            if isinstance(found, AlreadyDone):
                return found
            if isinstance(found, Moved):
                raise _moved(found.words) from refused
            raise
        return Accepted(push.parcel)

    def _after_refusal(self, push: ConfirmShipment, reference: str, refused: Refused) -> AlreadyDone:
        """A refusal may only tell that somebody was faster: the order itself decides."""
        found = judge(self._there(push.order.id).order, push, reference)
        if isinstance(found, AlreadyDone):
            return found
        if isinstance(found, Moved):
            raise _moved(found.words) from refused
        raise refused

    def _there(self, order: str) -> _There:
        answer = self._client.get_order(order, units.SHIPPING_SETS)
        found = parse_order(one_order(answer))
        if found.order_id != order:
            raise unreadable("Amazon sent another order than asked for")
        return _There(found, server_time(answer) or self._clock.now())


def reference_of(push: ConfirmShipment) -> str:
    """The parcel's name at Amazon. Raises Refused for a parcel without a number: one must be stored before."""
    if push.parcel < 1:
        raise Refused(
            "This parcel has no number within its order. That is a fault of Desk: report it.",
            f"parcel {push.parcel}",
            code="parcel_without_number",
        )
    return str(push.parcel)


def judge(order: Order, push: ConfirmShipment, reference: str) -> Look:
    """What the order's own state says about the push."""
    packages = [one for one in order.packages or () if not _called_off(one)]
    mine = normalise_number(push.number)
    for package in packages:
        number = normalise_number(package.tracking_number or "")
        if number == mine and (package.package_reference_id == reference or _holds(package, push)):
            return AlreadyDone(package.package_reference_id)
    status = order.fulfillment.fulfillment_status if order.fulfillment else ""
    if status in units.MOVED_WORDS:
        return Moved(units.MOVED_WORDS[status])
    if order.fulfillment and order.fulfillment.fulfilled_by not in (units.BY_MERCHANT, None):
        return Moved(QT_TRANSLATE_NOOP("channel", "Amazon ships this order itself."))
    for package in packages:
        if package.package_reference_id == reference and (package.tracking_number or "").strip():
            return Moved(
                QT_TRANSLATE_NOOP("channel", "Amazon has another parcel under this one's number within the order.")
            )
    return _judge_lines(order, push)


def judge_correction(order: Order, push: CorrectShipment) -> tuple[Look, Package | None]:
    """What the order's own state says about a correction, and the parcel that it is about."""
    status = order.fulfillment.fulfillment_status if order.fulfillment else ""
    if status in units.MOVED_WORDS:
        return Moved(units.MOVED_WORDS[status]), None
    package = next((one for one in order.packages or () if one.package_reference_id == push.parcel), None)
    if package is None or _called_off(package):
        return Moved(QT_TRANSLATE_NOOP("channel", "Amazon no longer has the parcel of this correction.")), None
    number = normalise_number(package.tracking_number or "")
    if number == normalise_number(push.number):
        return AlreadyDone(push.parcel), package
    if number != normalise_number(push.old_number):
        return Moved(QT_TRANSLATE_NOOP("channel", "Somebody gave this parcel yet another number at Amazon.")), None
    if not _REFERENCE.fullmatch(push.parcel) or not package.package_items:
        # What Seller Central named itself, or does not take apart, no program can name again.
        return Moved(
            QT_TRANSLATE_NOOP("channel", "This parcel was entered in Seller Central, and can be corrected there only.")
        ), None
    return NotThere(), package


def correction_body(
    push: CorrectShipment, package: Package, order: Order, now: Instant, marketplace: str
) -> dict[str, Any]:
    """What Amazon is told: all of the parcel once more, since what is left out would be gone."""
    inside = {one.order_item_id: one.quantity for one in package.package_items or ()}
    return _told(push, push.parcel, inside, order, now, marketplace)


def body_of(push: ConfirmShipment, reference: str, order: Order, now: Instant, marketplace: str) -> dict[str, Any]:
    """What Amazon is told. `now` is its own time: a date in its future, or before the order, is refused."""
    return _told(push, reference, _pieces(order, push), order, now, marketplace)


def _told(
    push: ConfirmShipment | CorrectShipment,
    reference: str,
    inside: Mapping[str, int],
    order: Order,
    now: Instant,
    marketplace: str,
) -> dict[str, Any]:
    code = units.CARRIERS.get(push.carrier.strip().lower(), units.OTHER)
    name = push.carrier_name.strip() or push.carrier.strip()
    moment = min(now, max(push.shipped_at, parse_utc(order.created_time)))
    return {
        "marketplaceId": order.sales_channel.marketplace_id or marketplace,
        "packageDetail": {
            "packageReferenceId": reference,
            "carrierCode": code,
            "carrierName": name if code == units.OTHER else code,
            "trackingNumber": push.number.strip(),
            "shipDate": _milliseconds(moment),
            "orderItems": [{"orderItemId": line, "quantity": quantity} for line, quantity in inside.items()],
        },
    }


def _judge_lines(order: Order, push: ConfirmShipment) -> Look:
    items = {item.order_item_id: item for item in order.order_items}
    pieces = _pieces(order, push)
    if not set(pieces) <= set(items):
        return Moved(QT_TRANSLATE_NOOP("channel", "The order was changed at Amazon: a line of this parcel is gone."))
    if not pieces or any(quantity > _open(items[line]) for line, quantity in pieces.items()):
        return Moved(QT_TRANSLATE_NOOP("channel", "At Amazon these pieces are shipped already, or cancelled."))
    return NotThere()


def _pieces(order: Order, push: ConfirmShipment) -> dict[str, int]:
    """What is in the parcel by line; a push without lines means all that is open."""
    pieces: dict[str, int] = {}
    for line in push.lines:
        pieces[line.remote_id] = pieces.get(line.remote_id, 0) + line.quantity
    return pieces or {item.order_item_id: _open(item) for item in order.order_items if _open(item) > 0}


def _open(item: Item) -> int:
    """Pieces that Amazon still waits for; all that were ordered where it does not count them."""
    told = item.fulfillment.quantity_unfulfilled if item.fulfillment else None
    return item.quantity_ordered if told is None else told


def _holds(package: Package, push: ConfirmShipment) -> bool:
    """Whether a parcel reported under another name, by a colleague at Amazon's own site, is this one."""
    if package.package_items is None or not push.lines:
        return True
    inside: dict[str, int] = {}
    for item in package.package_items:
        inside[item.order_item_id] = inside.get(item.order_item_id, 0) + item.quantity
    return all(inside.get(line.remote_id, 0) >= line.quantity for line in push.lines)


def _called_off(package: Package) -> bool:
    status = package.package_status.status if package.package_status else None
    return status == units.CANCELLED


def _milliseconds(moment: datetime) -> str:
    return (
        moment.replace(tzinfo=None, microsecond=moment.microsecond // 1000 * 1000).isoformat(timespec="milliseconds")
        + "Z"
    )


def _moved(words: str) -> Refused:
    return Refused(words, "the channel has moved", words=words, code="moved")
