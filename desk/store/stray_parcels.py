"""Owns parcels that lie there and of which nobody knows whose they are. services.return_parcels writes and asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from desk.domain.clock import Instant
from desk.domain.shipments import normalise_number
from desk.domain.values import OrderId, ReturnId
from desk.store.tables import order_addresses, order_lines, orders, returns, shipments
from desk.store.tables import stray_parcels as table

_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StrayParcel:
    """One parcel as it was found. `return_id` once somebody knew whose it is."""

    id: int
    arrived_at: Instant
    carrier: str
    number: str
    sender: str
    postcode: str
    note: str
    actor: str
    return_id: ReturnId | None
    matched_at: Instant | None
    matched_by: str


def add(
    connection: Connection,
    *,
    now: Instant,
    carrier: str,
    number: str,
    sender: str,
    postcode: str,
    note: str,
    actor: str,
) -> int:
    values = {
        "arrived_at": now,
        "carrier": carrier,
        "number": number,
        "number_normalised": normalise_number(number),
        "sender": sender,
        "postcode": postcode,
        "note": note,
        "actor": actor,
    }
    return int(connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one())


def load(connection: Connection, parcel: int) -> StrayParcel | None:
    row = connection.execute(select(table).where(table.c.id == parcel)).one_or_none()
    return None if row is None else _parcel(row)


def load_waiting(connection: Connection) -> list[StrayParcel]:
    """Those nobody knows of, the oldest first."""
    asked = select(table).where(table.c.return_id.is_(None), table.c.matched_at.is_(None)).order_by(table.c.id)
    return [_parcel(row) for row in connection.execute(asked)]


def load_numbered(connection: Connection, number: str, since: Instant) -> StrayParcel | None:
    """One with this number that still waits and came after `since`."""
    asked = select(table).where(
        table.c.number_normalised == normalise_number(number), table.c.arrived_at >= since, table.c.matched_at.is_(None)
    )
    row = connection.execute(asked.order_by(table.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _parcel(row)


def match(connection: Connection, parcel: int, to: ReturnId, now: Instant, by: str) -> None:
    values = {"return_id": to, "matched_at": now, "matched_by": by}
    connection.execute(update(table).where(table.c.id == parcel).values(values))


def put_aside(connection: Connection, parcel: int, now: Instant, by: str) -> None:
    """It waits no longer, and belongs to no return."""
    values = {"matched_at": now, "matched_by": by}
    connection.execute(update(table).where(table.c.id == parcel).values(values))


def load_returns_by_number(connection: Connection, number: str) -> list[ReturnId]:
    """Returns whose parcel back has this number."""
    asked = select(returns.c.id).where(returns.c.parcel != "", returns.c.parcel.in_({number, normalise_number(number)}))
    return [ReturnId(one) for one in connection.execute(asked.order_by(returns.c.id.desc())).scalars()]


def load_orders_by_number(connection: Connection, number: str) -> list[OrderId]:
    """Orders whose parcel out had this number: it came back to its sender."""
    asked = select(shipments.c.order_id).where(shipments.c.number_normalised == normalise_number(number))
    return [OrderId(one) for one in connection.execute(asked.distinct().limit(_MOST)).scalars()]


def load_orders_of(connection: Connection, names: Sequence[str], postcode: str, since: Instant) -> list[OrderId]:
    """Orders of the last weeks that went to somebody with such a name and postcode, the newest first."""
    columns = (order_addresses.c.name, orders.c.buyer_name)
    of_name = or_(*(column.icontains(one, autoescape=True) for one in names for column in columns))
    asked = select(orders.c.id).outerjoin(order_addresses, order_addresses.c.order_id == orders.c.id)
    asked = asked.where(orders.c.placed_at >= since)
    if names:
        asked = asked.where(of_name)
    if postcode:
        asked = asked.where(order_addresses.c.postcode == postcode)
    found = connection.execute(asked.order_by(orders.c.placed_at.desc(), orders.c.id.desc()).limit(_MOST * 2))
    return list(dict.fromkeys(OrderId(one) for one in found.scalars()))[:_MOST]


def load_orders_with(connection: Connection, sku: str, since: Instant) -> list[OrderId]:
    """Orders of the last weeks with this article, the newest first."""
    asked = (
        select(orders.c.id)
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .where(order_lines.c.sku == sku, orders.c.placed_at >= since)
        .order_by(orders.c.placed_at.desc())
        .limit(_MOST)
    )
    return list(dict.fromkeys(OrderId(one) for one in connection.execute(asked).scalars()))


def _parcel(row: Any) -> StrayParcel:
    return StrayParcel(
        id=row.id,
        arrived_at=row.arrived_at,
        carrier=row.carrier,
        number=row.number,
        sender=row.sender,
        postcode=row.postcode,
        note=row.note,
        actor=row.actor,
        return_id=None if row.return_id is None else ReturnId(row.return_id),
        matched_at=row.matched_at,
        matched_by=row.matched_by,
    )
