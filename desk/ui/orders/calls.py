"""Owns the list of services that the orders screen calls. All block: call them through `desk.ui.background` only.

A test hands the screen its own `Calls`; the window gets `ServiceCalls`, the one implementation in the product.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from desk.domain.changes import Changes
from desk.domain.clock import Clock, Instant
from desk.domain.rows import OrderRow, SearchResults
from desk.domain.values import NoteId, OrderId, PushId
from desk.ui.orders.deeds.calls import HOLD_SECONDS, DeedCalls, ServiceDeedCalls

if TYPE_CHECKING:
    from desk.domain.carriers import Carrier, Guess
    from desk.domain.shipments import Parcel
    from desk.domain.views import NoteView, OrderView
    from desk.services.context import Desk
    from desk.services.exports import Table
    from desk.services.note_drafts import DraftFile, NoteDraft
    from desk.services.notes import Noted
    from desk.services.shipments import Queued, Told


class Finder(Protocol):
    """One connection that answers the one field; one question at a time."""

    def find(self, text: str, *, limit: int = 50, direct_only: bool = False) -> SearchResults: ...

    def interrupt(self) -> None:
        """Break off the running question; from any thread."""
        ...

    def warm_up(self) -> None:
        """Read what nearly every question needs."""
        ...

    def close(self) -> None: ...


class Calls(DeedCalls, Protocol):
    """What the orders screen asks of the services."""

    clock: Clock

    def finder(self) -> Finder: ...

    def newest(self, limit: int) -> tuple[OrderRow, ...]: ...

    def placed_between(self, since: Instant | None, until: Instant | None, limit: int) -> tuple[OrderRow, ...]:
        """The orders of some days, newest first."""
        ...

    def show(self, order: OrderId) -> OrderView: ...

    def refresh(self, order: OrderId) -> Changes: ...

    def carriers(self) -> Sequence[Carrier]: ...

    def recognise(self, number: str, country: str) -> Guess: ...

    def preview(self, order: OrderId, parcels: Sequence[Parcel]) -> tuple[Told, ...]: ...

    def confirm(self, order: OrderId, parcels: Sequence[Parcel], *, deed: str) -> Queued:
        """`deed` names what the agent did once: called again with it, nothing is queued a second time."""
        ...

    def retry(self, pushes: Sequence[PushId]) -> Changes: ...

    def recall(self, pushes: Sequence[PushId]) -> Changes: ...

    def resolve(self, push: PushId, *, done: bool) -> Changes: ...

    def add_note(self, order: OrderId, text: str) -> Noted: ...

    def edit_note(self, note: NoteId, text: str, *, was: str) -> Noted:
        """`was` is what the agent saw; what says something else by now is not overwritten."""
        ...

    def remove_note(self, note: NoteId) -> Noted: ...

    def restore_note(self, order: OrderId, note: NoteView) -> Noted: ...

    def export(self, wanted: Table, progress: Callable[[int, int], None], stop: threading.Event) -> int:
        """Write a table of orders; gives how many."""
        ...

    def note_drafts(self) -> tuple[NoteDraft, ...]:
        """What was typed and not saved before Desk was left."""
        ...

    def keep_note_drafts(self, drafts: Sequence[NoteDraft], serial: int) -> None:
        """Keep these over a restart; one with a lower `serial` than the last comes too late."""
        ...


class ServiceCalls(ServiceDeedCalls):
    """The real services. They are imported where they are used: the first paint waits for none of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.clock = desk.clock

    def finder(self) -> Finder:
        from desk.services.search import Searcher

        return Searcher(self._desk)

    def newest(self, limit: int) -> tuple[OrderRow, ...]:
        from desk.services.newest import latest

        return latest(self._desk, limit=limit)

    def placed_between(self, since: Instant | None, until: Instant | None, limit: int) -> tuple[OrderRow, ...]:
        from desk.services import dated

        return dated.placed_between(self._desk, since, until, limit)

    def show(self, order: OrderId) -> OrderView:
        from desk.services import orders

        return orders.show(self._desk, order)

    def refresh(self, order: OrderId) -> Changes:
        from desk.services import orders

        return orders.refresh(self._desk, order)

    def carriers(self) -> Sequence[Carrier]:
        from desk.services import shipments

        return shipments.carriers()

    def recognise(self, number: str, country: str) -> Guess:
        from desk.services import shipments

        return shipments.recognise(number, country)

    def preview(self, order: OrderId, parcels: Sequence[Parcel]) -> tuple[Told, ...]:
        from desk.services import shipments

        return shipments.preview(self._desk, order, parcels)

    def confirm(self, order: OrderId, parcels: Sequence[Parcel], *, deed: str) -> Queued:
        from desk.services import shipments

        return shipments.confirm(self._desk, order, parcels, hold_seconds=HOLD_SECONDS, deed=deed)

    def retry(self, pushes: Sequence[PushId]) -> Changes:
        from desk.services import outbox

        return outbox.retry(self._desk, pushes)

    def recall(self, pushes: Sequence[PushId]) -> Changes:
        from desk.services import outbox

        return outbox.recall(self._desk, pushes)

    def resolve(self, push: PushId, *, done: bool) -> Changes:
        from desk.services import outbox

        return outbox.resolve(self._desk, push, done=done)

    def add_note(self, order: OrderId, text: str) -> Noted:
        from desk.services import notes

        return notes.add(self._desk, order, text)

    def edit_note(self, note: NoteId, text: str, *, was: str) -> Noted:
        from desk.services import notes

        return notes.edit(self._desk, note, text, was=was)

    def remove_note(self, note: NoteId) -> Noted:
        from desk.services import notes

        return notes.remove(self._desk, note)

    def restore_note(self, order: OrderId, note: NoteView) -> Noted:
        from desk.services import notes

        return notes.restore(self._desk, order, note)

    @cached_property
    def _drafts(self) -> DraftFile:
        from desk.services.note_drafts import DraftFile

        return DraftFile(self._desk)

    def note_drafts(self) -> tuple[NoteDraft, ...]:
        return self._drafts.load()

    def keep_note_drafts(self, drafts: Sequence[NoteDraft], serial: int) -> None:
        self._drafts.keep(drafts, serial)

    def export(self, wanted: Table, progress: Callable[[int, int], None], stop: threading.Event) -> int:
        from desk.services import exports
        from desk.ui.say import SAY

        return exports.write_table(self._desk, wanted, SAY, progress, stop)
