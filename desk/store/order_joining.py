"""Owns how one order's row takes another id, or what hangs on a second row of the same order. For services.renaming."""

from __future__ import annotations

from sqlalchemy import Connection, delete, update

from desk.domain.values import OrderId
from desk.store.tables import channel_pushes, order_events, order_notes, orders


def rename(connection: Connection, order: OrderId, remote_id: str) -> None:
    """The channel lists it under this id now; no other order may bear it."""
    connection.execute(update(orders).where(orders.c.id == order).values(remote_id=remote_id))


def move_to(connection: Connection, gone: OrderId, stays: OrderId) -> None:
    """Give what people and Desk did with one order to the other, and drop the one with what the channel told of it."""
    for table in (order_events, order_notes, channel_pushes):
        connection.execute(update(table).where(table.c.order_id == gone).values(order_id=stays))
    connection.execute(delete(orders).where(orders.c.id == gone))
