"""Owns what went out instead of what came back. services.return_exchange writes it; a return's view shows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from desk.domain.clock import Instant
from desk.domain.values import Money, PushId, ReturnId
from desk.store.tables import orders, returns
from desk.store.tables import return_exchanges as table
from desk.store.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The parcel or order that went out, and what it costs more (above zero: the buyer's to pay) or less."""

    carrier: str
    number: str
    reference: str
    difference: Money
    refund: PushId | None
    sent_at: Instant
    paid_at: Instant | None
    actor: str


def save(
    connection: Connection,
    of: ReturnId,
    *,
    carrier: str,
    number: str,
    reference: str,
    difference: int,
    refund: PushId | None,
    now: Instant,
    actor: str,
) -> None:
    row = {
        "return_id": of,
        "carrier": carrier,
        "number": number,
        "reference": reference,
        "difference": difference,
        "refund_push_id": refund,
        "sent_at": now,
        "paid_at": None,
        "actor": actor,
    }
    upsert(connection, table, [row], ("return_id",))


def note_paid(connection: Connection, of: ReturnId, now: Instant) -> None:
    connection.execute(update(table).where(table.c.return_id == of).values(paid_at=now))


def load(connection: Connection, wanted: Collection[ReturnId]) -> dict[ReturnId, Exchange]:
    """What went out for some returns; those without are left out."""
    asked = (
        select(table, orders.c.currency)
        .join(returns, returns.c.id == table.c.return_id)
        .join(orders, orders.c.id == returns.c.order_id)
        .where(table.c.return_id.in_(list(wanted)))
    )
    return {
        ReturnId(row.return_id): Exchange(
            carrier=row.carrier,
            number=row.number,
            reference=row.reference,
            difference=Money(row.difference, row.currency),
            refund=None if row.refund_push_id is None else PushId(row.refund_push_id),
            sent_at=row.sent_at,
            paid_at=row.paid_at,
            actor=row.actor,
        )
        for row in (connection.execute(asked) if wanted else ())
    }
