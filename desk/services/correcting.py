"""Correct the number of a parcel that the channel knows already: a slip of the scanner, a label printed anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.contract.snapshots import ShipmentSnapshot
from desk.domain import carriers as carrier_rules
from desk.domain.errors import NotAllowed
from desk.domain.orders import Handling, OrderFacet
from desk.domain.pushes import ConfirmShipment, CorrectShipment, PushState
from desk.domain.shipments import normalise_number
from desk.domain.values import OrderId
from desk.domain.views import Permission
from desk.services import case_rules
from desk.services.context import Desk
from desk.services.order_file import OrderFile, cannot, load, no, queue, refuse_unless, writes
from desk.services.shipments import CARRIER_ODD, Queued, carrier_named

_DEAD = (PushState.RECALLED, PushState.FAILED, PushState.CONFLICT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an agent wants to put right: the parcel by the number that the channel has, and what it should have."""

    old_number: str
    number: str
    carrier: str = ""  # as it is where left out


def permission(file: OrderFile) -> Permission:
    """Whether the number of a parcel can be corrected now, and if not, why."""
    can = file.can.confirms_shipments
    if can is None or not can.corrects:
        return cannot(file, "corrects_shipments")
    return next(_against(file), None) or writes(file.account)


def _against(file: OrderFile) -> Iterator[Permission]:
    order = file.order
    if order.handling is Handling.CHANNEL:
        yield no("channel_ships", "The channel ships this order itself.")
    if order.order in (OrderFacet.CANCELLED, OrderFacet.REMOVED):
        yield no("order_cancelled", "This order is cancelled.")
    if not order.shipments:
        yield no("no_parcel_yet", "The channel knows no parcel of this order yet.")


def correct(desk: Desk, order_id: OrderId, wanted: Correction, *, hold_seconds: float = 10, deed: str = "") -> Queued:
    """Queue the correction. Raises NotFound and NotAllowed."""
    return queue(desk, order_id, lambda file: judged(file, wanted), hold_seconds=hold_seconds, deed=deed)


def preview(desk: Desk, order_id: OrderId, wanted: Correction) -> CorrectShipment:
    """What the channel would be told, without telling it. Raises as `correct` does."""
    with desk.store.read() as transaction:
        return judged(load(transaction, order_id, desk.clock.now()), wanted)


def judged(file: OrderFile, wanted: Correction) -> CorrectShipment:
    """The push as it would be queued. Raises NotAllowed; reads and writes nothing."""
    refuse_unless(permission(file), file)
    case_rules.check_number(wanted.number)
    parcel = _parcel(file, wanted.old_number)
    number = normalise_number(wanted.number)
    if number in _told(file):
        raise NotAllowed(
            f"The number {wanted.number.strip()} is reported for this order already.",
            code="number_repeated",
            number=wanted.number.strip(),
        )
    if carrier_rules.is_odd_carrier(wanted.carrier):
        raise NotAllowed(CARRIER_ODD, code="carrier_odd")
    carrier = carrier_named(wanted.carrier.strip() or parcel.carrier)
    return CorrectShipment(
        order=file.order.ref,
        parcel=parcel.remote_id,
        old_number=parcel.number,
        carrier=carrier.code,
        carrier_name=carrier.name,
        number=wanted.number.strip(),
        shipped_at=parcel.shipped_at or file.now,
    )


def _parcel(file: OrderFile, number: str) -> ShipmentSnapshot:
    """The channel's own parcel of this number. Raises NotAllowed where it has none, or it is being corrected."""
    wanted = normalise_number(number)
    found = [one for one in file.order.shipments or () if wanted and normalise_number(one.number) == wanted]
    if not found:
        raise NotAllowed(
            f"The channel knows no parcel {number.strip()} of this order. Look at the order's parcels.",
            code="no_such_parcel",
            number=number.strip(),
        )
    if any(isinstance(row.push, CorrectShipment) and row.push.parcel == found[0].remote_id for row in file.under_way):
        raise NotAllowed("A correction of this parcel is on its way already.", code="correction_on_its_way")
    return found[0]


def _told(file: OrderFile) -> set[str]:
    """Numbers that another parcel of the order has, or is about to have."""
    told = {normalise_number(one.number) for one in file.order.shipments or ()}
    for row in file.rows:
        if isinstance(row.push, ConfirmShipment | CorrectShipment) and row.state not in _DEAD:
            told.add(normalise_number(row.push.number))
    return told
