"""Owns the stateful stand-in for the services of notes and their drafts: it behaves as desk.services.notes promises."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from desk.domain.changes import Changes, Kind
from desk.domain.clock import Clock
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.values import NoteId, OrderId
from desk.domain.views import NoteView, OrderView
from desk.services.note_drafts import NoteDraft
from desk.services.notes import Noted

AGENT = "Sandra"


class FakeNotes:
    """The part of the orders' services that keeps notes, with the orders of the whole."""

    clock: Clock
    views: dict[OrderId, OrderView]
    refusal: DeskError | None

    def __init__(self) -> None:
        self.note_gate = threading.Event()
        self.note_gate.set()
        self._last_note = 0
        self.kept_drafts: tuple[NoteDraft, ...] = ()
        self.draft_serial = 0

    def show(self, order: OrderId) -> OrderView:
        raise NotImplementedError

    def add_note(self, order: OrderId, text: str) -> Noted:
        self.note_gate.wait(60)
        if self.refusal is not None:
            raise self.refusal
        self._last_note += 1
        made = NoteView(id=NoteId(self._last_note), at=self.clock.now(), author=AGENT, text=text.strip())
        return self._noted(order, now=made, before=None)

    def edit_note(self, note: NoteId, text: str, *, was: str) -> Noted:
        order, found = self._note(note)
        if found.text != was:
            raise NotAllowed("This note was changed meanwhile. Read it again first.", code="note_changed")
        return self._noted(order, now=replace(found, text=text.strip()), before=found)

    def remove_note(self, note: NoteId) -> Noted:
        order, found = self._note(note)
        return self._noted(order, now=None, before=found)

    def restore_note(self, order: OrderId, note: NoteView) -> Noted:
        return self._noted(order, now=note, before=None)

    def note_drafts(self) -> tuple[NoteDraft, ...]:
        self.draft_serial = 0
        return self.kept_drafts

    def keep_note_drafts(self, drafts: Sequence[NoteDraft], serial: int) -> None:
        if self.refusal is not None:
            raise self.refusal
        if serial > self.draft_serial:
            self.kept_drafts, self.draft_serial = tuple(drafts), serial

    def _note(self, note: NoteId) -> tuple[OrderId, NoteView]:
        for order, view in self.views.items():
            for one in view.notes:
                if one.id == note:
                    return order, one
        raise NotFound("This note is gone.", code="note_gone")

    def _noted(self, order: OrderId, *, now: NoteView | None, before: NoteView | None) -> Noted:
        view = self.show(order)
        others = [one for one in view.notes if one not in (now, before)]
        kept = sorted([*others, *([now] if now else [])], key=lambda one: (one.at, one.id), reverse=True)
        self.views[order] = replace(view, notes=tuple(kept))
        touched = [one.id for one in (now, before) if one is not None]
        changes = Changes.of(Kind.ORDER, [order]) + Changes.of(Kind.NOTE, touched)
        return Noted(order=order, now=now, before=before, changes=changes)
