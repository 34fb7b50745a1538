"""Owns the short word an order gets in lists: what matters most about it now, worst first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from desk.domain.facets import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.push_states import PushState


class Standing(StrEnum):
    """In falling order of urgency. Only those in NEEDS_SOMEBODY are shown as filled pills (UX 11)."""

    PUSH_CONFLICT = "PUSH_CONFLICT"
    PUSH_FAILED = "PUSH_FAILED"
    PUSH_UNCLEAR = "PUSH_UNCLEAR"
    UNKNOWN = "UNKNOWN"
    CANCELLED = "CANCELLED"
    REMOVED = "REMOVED"
    REFUNDED = "REFUNDED"
    PAYMENT_FAILED = "PAYMENT_FAILED"
    WAITING_FOR_PAYMENT = "WAITING_FOR_PAYMENT"
    REPORTING = "REPORTING"  # a push is on its way to the channel
    PARTLY_SHIPPED = "PARTLY_SHIPPED"
    TO_SHIP = "TO_SHIP"
    CHANNEL_SHIPS = "CHANNEL_SHIPS"
    PARTLY_REFUNDED = "PARTLY_REFUNDED"
    SHIPPED = "SHIPPED"
    COMPLETED = "COMPLETED"
    PAID = "PAID"


NEEDS_SOMEBODY = frozenset(
    {
        Standing.PUSH_CONFLICT,
        Standing.PUSH_FAILED,
        Standing.PUSH_UNCLEAR,
        Standing.UNKNOWN,
        Standing.PAYMENT_FAILED,
        Standing.WAITING_FOR_PAYMENT,
        Standing.PARTLY_SHIPPED,
    }
)
CLOSED = frozenset({Standing.CANCELLED, Standing.REMOVED, Standing.REFUNDED})

_BY_PUSH = {
    PushState.CONFLICT: Standing.PUSH_CONFLICT,
    PushState.FAILED: Standing.PUSH_FAILED,
    PushState.UNCLEAR: Standing.PUSH_UNCLEAR,
    PushState.APPROVAL: Standing.REPORTING,
    PushState.HELD: Standing.REPORTING,
    PushState.WAITING: Standing.REPORTING,
    PushState.SENDING: Standing.REPORTING,
}


def standings(
    order: OrderFacet,
    payment: PaymentFacet,
    shipping: ShippingFacet,
    pushes: Iterable[PushState] = (),
    handling: Handling = Handling.OURS,
) -> tuple[Standing, ...]:
    """All standings that hold, worst first; never empty."""
    found = {_BY_PUSH[state] for state in pushes if state in _BY_PUSH}
    if order is OrderFacet.CANCELLED:
        found.add(Standing.CANCELLED)
    elif order is OrderFacet.REMOVED:
        found.add(Standing.REMOVED)
    elif order is OrderFacet.UNKNOWN:
        found.add(Standing.UNKNOWN)
    closed = bool(found & CLOSED) or payment is PaymentFacet.REFUNDED
    if payment is PaymentFacet.REFUNDED:
        found.add(Standing.REFUNDED)
    elif payment is PaymentFacet.PARTLY_REFUNDED:
        found.add(Standing.PARTLY_REFUNDED)
    elif payment is PaymentFacet.FAILED and not closed:
        found.add(Standing.PAYMENT_FAILED)
    elif payment in (PaymentFacet.UNPAID, PaymentFacet.PARTLY_PAID) and not closed:
        found.add(Standing.WAITING_FOR_PAYMENT)
    if not closed:
        found |= _by_shipping(order, payment, shipping, handling)
    if not found:
        found.add(Standing.COMPLETED if order is OrderFacet.COMPLETED else Standing.PAID)
    return tuple(one for one in Standing if one in found)


def _by_shipping(
    order: OrderFacet, payment: PaymentFacet, shipping: ShippingFacet, handling: Handling
) -> set[Standing]:
    if handling is Handling.CHANNEL and shipping in (ShippingFacet.UNSHIPPED, ShippingFacet.PARTLY_SHIPPED):
        return {Standing.CHANNEL_SHIPS}
    if shipping is ShippingFacet.PARTLY_SHIPPED and order is not OrderFacet.COMPLETED:
        return {Standing.PARTLY_SHIPPED}
    if shipping is ShippingFacet.SHIPPED:
        return {Standing.SHIPPED}
    may_go = payment in (PaymentFacet.PAID, PaymentFacet.PARTLY_REFUNDED, PaymentFacet.PAY_LATER)
    if shipping is ShippingFacet.UNSHIPPED and may_go and handling is Handling.OURS and order is OrderFacet.OPEN:
        return {Standing.TO_SHIP}
    return set()
