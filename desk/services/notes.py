"""Internal notes on an order: write, change, delete, put back. They never leave Desk: no push, no channel.

Whoever undoes a deed calls the opposite one with what the deed gave back.
"""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.changes import Changes, Kind
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.values import NoteId, OrderId
from desk.domain.views import NoteView
from desk.services.context import Desk
from desk.store import notes as note_store
from desk.store.notes import NoteRow
from desk.store.search_documents import index_again
from desk.store.types import Transaction
from desk.store.views import exists

LONGEST = 2000
"""So much of a text the search reads, so a note is never longer than what is found of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What a deed did: the note as it is now, and as it was before. One of them is None where it came or went."""

    order: OrderId
    now: NoteView | None
    before: NoteView | None
    changes: Changes


def add(desk: Desk, order: OrderId, text: str) -> Noted:
    """Write a note, in the agent's name. Raises NotAllowed for an empty or too long one, NotFound."""
    said = _worded(text)
    with desk.store.write() as transaction:
        if not exists(transaction, order):
            raise NotFound("This order is not in the store.", code="order_gone")
        at = desk.clock.now()
        made = note_store.add_note(transaction, order, at=at, author=desk.agent, text=said)
        index_again(transaction, [order])
    return _done(order, now=NoteView(id=made, at=at, author=desk.agent, text=said))


def edit(desk: Desk, note: NoteId, text: str, *, was: str) -> Noted:
    """Change the agent's own note. `was` is what they saw: if it says something else by now, it is not overwritten.

    Raises NotAllowed and NotFound.
    """
    said = _worded(text)
    with desk.store.write() as transaction:
        row = _own(desk, transaction, note)
        if row.note.text != was:
            raise NotAllowed("This note was changed meanwhile. Read it again first.", code="note_changed")
        note_store.change_note(transaction, note, said)
        index_again(transaction, [row.order])
    now = NoteView(id=note, at=row.note.at, author=row.note.author, text=said)
    return _done(row.order, now=now, before=row.note)


def remove(desk: Desk, note: NoteId) -> Noted:
    """Delete the agent's own note; `restore` puts it back. Raises NotAllowed and NotFound."""
    with desk.store.write() as transaction:
        row = _own(desk, transaction, note)
        note_store.remove_note(transaction, note)
        index_again(transaction, [row.order])
    return _done(row.order, before=row.note)


def restore(desk: Desk, order: OrderId, note: NoteView) -> Noted:
    """Put a deleted note back as it was. Raises NotFound when its order is gone."""
    with desk.store.write() as transaction:
        if not exists(transaction, order):
            raise NotFound("This order is not in the store.", code="order_gone")
        there = note_store.put_back(transaction, order, note)
        index_again(transaction, [order])
    return _done(order, now=NoteView(id=there, at=note.at, author=note.author, text=note.text))


def _worded(text: str) -> str:
    said = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not said:
        raise NotAllowed("A note needs some words.", code="note_empty")
    if len(said) > LONGEST:
        raise NotAllowed(
            f"A note has at most {LONGEST} characters; this one has {len(said)}.",
            code="note_too_long",
            most=LONGEST,
            has=len(said),
        )
    return said


def _own(desk: Desk, transaction: Transaction, note: NoteId) -> NoteRow:
    row = note_store.load_note(transaction, note)
    if row is None:
        raise NotFound("This note is gone.", code="note_gone")
    if row.note.author != desk.agent:
        raise NotAllowed(
            f"This note is by {row.note.author or 'another agent'}. Write one of your own.", code="note_of_another"
        )
    return row


def _done(order: OrderId, *, now: NoteView | None = None, before: NoteView | None = None) -> Noted:
    touched = [one.id for one in (now, before) if one is not None]
    changes = Changes.of(Kind.ORDER, [order]) + Changes.of(Kind.NOTE, touched)
    return Noted(order=order, now=now, before=before, changes=changes)
