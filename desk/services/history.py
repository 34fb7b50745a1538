"""Owns which changes of an order become entries of its history. Pure; services.ingest stores them.

What has a row of its own (payments, refunds, shipments, pushes) is told from there; here is what would else be lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from connectors.contract.snapshots import LineSnapshot, OrderSnapshot
from desk.domain.clock import Instant
from desk.domain.orders import Address, Handling, OrderFacet, PaymentFacet, PaymentKind
from desk.domain.views import EventKind
from desk.store.orders import OrderEvent

_MONEY_TOLD = frozenset(
    {PaymentFacet.PAID, PaymentFacet.PARTLY_PAID, PaymentFacet.REFUNDED, PaymentFacet.PARTLY_REFUNDED}
)


def differences(old: OrderSnapshot, new: OrderSnapshot, *, at: Instant) -> list[OrderEvent]:
    """Readable entries for what changed between two states of one order, told by the channel as of `at`."""
    return [OrderEvent(at=at, kind=kind, facts=facts) for kind, facts in _found(old, new)]


def _found(old: OrderSnapshot, new: OrderSnapshot) -> Iterator[tuple[EventKind, dict[str, str | int]]]:
    yield from _facets(old, new)
    for kind, before, after in (
        (EventKind.RECIPIENT_CHANGED, old.recipient, new.recipient),
        (EventKind.BILLING_CHANGED, old.billing, new.billing),
    ):
        if before != after and after:
            yield kind, {"old": one_line(before), "new": one_line(after)}
    if old.buyer != new.buyer:
        yield EventKind.BUYER_CHANGED, {"old": _buyer(old), "new": _buyer(new)}
    if old.buyer_note != new.buyer_note and new.buyer_note:
        yield EventKind.BUYER_NOTE, {"new": new.buyer_note}
    # Lines that only bear other ids than before are the same goods.
    if _articles(old.lines) != _articles(new.lines):
        yield EventKind.LINES_CHANGED, {"old": _list(old.lines), "new": _list(new.lines)}
    # An amount that becomes known is no change of it.
    if old.totals.total != new.totals.total and not keeps_amounts(old):
        yield (
            EventKind.TOTAL_CHANGED,
            {
                "old_minor": old.totals.total.minor,
                "new_minor": new.totals.total.minor,
                "currency": new.totals.total.currency,
            },
        )
    if old.shipments is not None and new.shipments is not None:
        left = {one.remote_id for one in new.shipments}
        for gone in old.shipments:
            if gone.remote_id not in left:
                yield EventKind.SHIPMENT_GONE, {"carrier": gone.carrier, "number": gone.number}


def _facets(old: OrderSnapshot, new: OrderSnapshot) -> Iterator[tuple[EventKind, dict[str, str | int]]]:
    if old.order is not new.order:
        kind = EventKind.ORDER_FACET
        if new.order is OrderFacet.REMOVED:
            kind = EventKind.REMOVED
        elif old.order is OrderFacet.REMOVED:
            kind = EventKind.RESTORED
        yield kind, {"old": old.order, "new": new.order, "channel_status": new.channel_status}
    elif old.channel_status != new.channel_status and old.payment is new.payment and old.shipping is new.shipping:
        yield EventKind.CHANNEL_STATUS, {"old": old.channel_status, "new": new.channel_status}
    if old.payment is not new.payment and not (new.payment in _MONEY_TOLD and _money(old) != _money(new)):
        yield EventKind.PAYMENT_FACET, {"old": old.payment, "new": new.payment}
    if old.shipping is not new.shipping:
        yield EventKind.SHIPPING_FACET, {"old": old.shipping, "new": new.shipping}


def keeps_amounts(snapshot: OrderSnapshot) -> bool:
    """Whether the channel tells no amount yet: then nothing is what stands in its place, and means nothing."""
    return snapshot.handling is Handling.NOT_YET and not snapshot.totals.total.minor


def _money(snapshot: OrderSnapshot) -> set[tuple[PaymentKind, str]]:
    return {(one.kind, one.remote_id) for one in snapshot.payments}


def one_line(address: Address) -> str:
    """An address in one line, for history and terminals."""
    town = f"{address.postcode} {address.town}".strip()
    parts = (address.name, address.company, address.street, address.extra, town, address.country)
    return ", ".join(part for part in parts if part)


def _buyer(snapshot: OrderSnapshot) -> str:
    buyer = snapshot.buyer
    return ", ".join(part for part in (buyer.name, buyer.company, buyer.email, buyer.phone, buyer.vat_id) if part)


def _articles(lines: tuple[LineSnapshot, ...]) -> list[tuple[str, str, int]]:
    return [(line.sku, line.title, line.quantity) for line in lines]


def _list(lines: tuple[LineSnapshot, ...]) -> str:
    return ", ".join(f"{line.quantity} × {line.sku or line.title}" for line in lines)
