"""Owns finding the orders whose buyers are to be forgotten by now. services.privacy alone asks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, func, or_, select

from desk.domain.clock import Instant
from desk.domain.orders import OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.rows import EventKind
from desk.domain.values import AccountId, OrderId
from desk.store.tables import order_events, order_notes, orders

_OVER = or_(
    orders.c.order_facet.in_([OrderFacet.CANCELLED, OrderFacet.REMOVED, OrderFacet.COMPLETED]),
    orders.c.shipping_facet.in_([ShippingFacet.SHIPPED, ShippingFacet.NOTHING_TO_SHIP]),
    orders.c.payment_facet == PaymentFacet.REFUNDED,
)
_MOVED = (EventKind.ORDER_FACET, EventKind.SHIPPING_FACET, EventKind.PAYMENT_FACET, EventKind.REMOVED)


def candidates(connection: Connection, account: AccountId, before: Instant) -> list[OrderId]:
    """Orders of an account, placed before, of which nothing is left to do and whose buyers are still known."""
    wanted = select(orders.c.id).where(
        orders.c.account_id == account, orders.c.forgotten_at.is_(None), orders.c.placed_at < before, _OVER
    )
    return [OrderId(one) for one in connection.execute(wanted.order_by(orders.c.id)).scalars()]


def moves(connection: Connection, ids: Sequence[OrderId]) -> dict[OrderId, list[tuple[Instant, str]]]:
    """When each of the orders came into which state, as far as its history tells."""
    asked = select(order_events.c.order_id, order_events.c.at, order_events.c.facts).where(
        order_events.c.order_id.in_(ids), order_events.c.kind.in_(_MOVED)
    )
    found: dict[OrderId, list[tuple[Instant, str]]] = defaultdict(list)
    for row in connection.execute(asked.order_by(order_events.c.id)):
        found[OrderId(row.order_id)].append((row.at, str(row.facts.get("new", ""))))
    return found


def count_notes(connection: Connection, ids: Sequence[OrderId]) -> int:
    return int(connection.execute(select(func.count()).where(order_notes.c.order_id.in_(ids))).scalar_one())
