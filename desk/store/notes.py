"""Owns internal notes on orders. services.notes writes them, services.orders shows them, the search finds their text.

They stay in the store: nothing here is ever told to a channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, tuple_, update

from desk.domain.clock import Instant
from desk.domain.values import AccountId, NoteId, OrderId
from desk.domain.views import NoteView
from desk.store import aliases
from desk.store.tables import order_notes, orders


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note and the order it is about."""

    order: OrderId
    note: NoteView


def load_notes(connection: Connection, order: OrderId) -> tuple[NoteView, ...]:
    """The notes of an order, newest first."""
    found = connection.execute(
        select(order_notes)
        .where(order_notes.c.order_id == order)
        .order_by(order_notes.c.at.desc(), order_notes.c.id.desc())
    )
    return tuple(NoteView(id=NoteId(row.id), at=row.at, author=row.author, text=row.text) for row in found)


def load_note(connection: Connection, note: NoteId) -> NoteRow | None:
    row = connection.execute(select(order_notes).where(order_notes.c.id == note)).one_or_none()
    if row is None:
        return None
    view = NoteView(id=NoteId(row.id), at=row.at, author=row.author, text=row.text)
    return NoteRow(OrderId(row.order_id), view)


def load_texts(connection: Connection, ids: Sequence[OrderId]) -> dict[OrderId, list[str]]:
    """What the notes of some orders say, for the search; orders without notes are left out."""
    found: dict[OrderId, list[str]] = {}
    if ids:
        rows = connection.execute(
            select(order_notes.c.order_id, order_notes.c.text).where(order_notes.c.order_id.in_(ids))
        )
        for order, text in rows:
            found.setdefault(OrderId(order), []).append(text)
    return found


def add_note(connection: Connection, order: OrderId, *, at: Instant, author: str, text: str) -> NoteId:
    values = {"order_id": order, "at": at, "author": author, "text": text}
    made = connection.execute(insert(order_notes).values(values).returning(order_notes.c.id))
    return NoteId(made.scalar_one())


def put_back(connection: Connection, order: OrderId, note: NoteView) -> NoteId:
    """A deleted note as it was; under its old id unless another has taken that."""
    if load_note(connection, note.id) is not None:
        return add_note(connection, order, at=note.at, author=note.author, text=note.text)
    values = {"id": note.id, "order_id": order, "at": note.at, "author": note.author, "text": note.text}
    connection.execute(insert(order_notes).values(values))
    return note.id


def change_note(connection: Connection, note: NoteId, text: str) -> None:
    connection.execute(update(order_notes).where(order_notes.c.id == note).values(text=text))


def remove_note(connection: Connection, note: NoteId) -> None:
    connection.execute(delete(order_notes).where(order_notes.c.id == note))


def refs_of(connection: Connection, ids: Sequence[OrderId]) -> dict[OrderId, tuple[int, str]]:
    """Account and channel id of some orders: what names them for ever."""
    found = connection.execute(select(orders.c.id, orders.c.account_id, orders.c.remote_id).where(orders.c.id.in_(ids)))
    return {OrderId(row.id): (row.account_id, row.remote_id) for row in found}


def ids_of(connection: Connection, refs: Sequence[tuple[int, str]]) -> list[OrderId | None]:
    """The orders of these accounts and channel ids (or ids from before), None where one is gone."""
    renamed = {}
    for account in {account for account, _ in refs}:
        told = {name for of, name in refs if of == account}
        now = aliases.current(connection, AccountId(account), told)
        renamed.update({(account, old): new for old, new in now.items()})
    refs = [(account, renamed.get((account, name), name)) for account, name in refs]
    found = connection.execute(
        select(orders.c.id, orders.c.account_id, orders.c.remote_id).where(
            tuple_(orders.c.account_id, orders.c.remote_id).in_(refs)
        )
    )
    known = {(row.account_id, row.remote_id): OrderId(row.id) for row in found}
    return [known.get(ref) for ref in refs]
