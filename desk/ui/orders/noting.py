"""Owns the deeds of the notes card: each runs in the background, acts at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from desk.domain.errors import DeskError
from desk.domain.values import NoteId, OrderId
from desk.domain.views import NoteView
from desk.ui.background import Lane, Operation, run_in_background
from desk.ui.orders.cards.notes import Draft, NotesCard
from desk.ui.sentences import error_text
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.services.note_drafts import NoteDraft
    from desk.services.notes import Noted
    from desk.ui.orders.cards.messages import Key, MessagesCard

KEEP_AFTER_MS = 1000
"""What was typed is kept so soon after the last key; a crash costs no more than that."""


class NoteCalls(Protocol):
    """What the notes ask of the services."""

    def add_note(self, order: OrderId, text: str) -> Noted: ...

    def edit_note(self, note: NoteId, text: str, *, was: str) -> Noted: ...

    def remove_note(self, note: NoteId) -> Noted: ...

    def restore_note(self, order: OrderId, note: NoteView) -> Noted: ...

    def note_drafts(self) -> tuple[NoteDraft, ...]: ...

    def keep_note_drafts(self, drafts: Sequence[NoteDraft], serial: int) -> None: ...


class Noting(QObject):
    """Between the card and the services."""

    def __init__(self, calls: NoteCalls, services: WindowServices, card: NotesCard) -> None:
        super().__init__(card)
        self._calls, self._services, self._card = calls, services, card
        card.add_wanted.connect(self.add)
        card.change_wanted.connect(self.change)
        card.removal_wanted.connect(self.remove)
        self._messages: MessagesCard | None = None
        self._waiting: dict[Key, tuple[str, str]] = {}  # texts to buyers, until there is a card for them
        self._serial, self._kept_serial, self._loaded, self._told = 0, 0, False, False
        self._keep_soon = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep_soon.timeout.connect(self._keep)
        card.drafts_changed.connect(self._keep_soon.start)
        run_in_background(calls.note_drafts, parent=self).on(Lane.READING).success(self._take).failure(
            lambda _: None  # the schedule meets the same trouble and tells it; nothing is written over
        ).start()

    def add(self, order: OrderId, text: str) -> None:
        calls = self._calls

        def done(noted: Noted) -> None:
            self._card.saved(order, None)
            made = noted.now
            if made is not None:
                self._services.undoable(self.tr("Note saved"), lambda: self._take_away(made))

        (
            run_in_background(lambda: calls.add_note(order, text), parent=self)
            .success(done)
            .failure(lambda error: self._card.not_saved(order, error_text(error)))
            .start()
        )

    def add_beside(self, order: OrderId, text: str) -> None:
        """Save words that were typed elsewhere; the field and its draft stay as they are. Refused, they go there."""
        calls = self._calls

        def done(noted: Noted) -> None:
            made = noted.now
            if made is not None:
                self._services.undoable(self.tr("Note saved"), lambda: self._take_away(made))

        def failed(error: DeskError) -> None:
            self._card.keep_words(order, text)
            self._services.toast(error_text(error), tone="err")

        run_in_background(lambda: calls.add_note(order, text), parent=self).success(done).failure(failed).start()

    def change(self, note: NoteView, text: str) -> None:
        calls, order = self._calls, self._card.order

        def done(noted: Noted) -> None:
            self._card.saved(noted.order, note.id)
            now = noted.now
            if now is not None:
                self._services.undoable(self.tr("Note changed"), lambda: self._put_words_back(now, note.text))

        def failed(error: DeskError) -> None:
            if order is not None:
                self._card.not_saved(order, error_text(error))

        (
            run_in_background(lambda: calls.edit_note(note.id, text, was=note.text), parent=self)
            .success(done)
            .failure(failed)
            .start()
        )

    def remove(self, note: NoteView) -> None:
        calls = self._calls

        def done(noted: Noted) -> None:
            gone = noted.before
            if gone is not None:
                self._services.undoable(self.tr("Note deleted"), lambda: self._bring_back(noted.order, gone))

        run_in_background(lambda: calls.remove_note(note.id), parent=self).success(done).start()

    # --- drafts over a restart --------------------------------------------------------------------------------

    def _take(self, kept: tuple[NoteDraft, ...]) -> None:
        self._loaded = True
        self._card.take_drafts(
            {one.order: Draft(dict(one.texts), one.editing, dict(one.was)) for one in kept if one.texts}
        )
        self._waiting = {(one.order, talk): (text, images) for one in kept for talk, text, images in one.messages}
        if self._messages is not None:
            self.messages_made(self._messages)

    def messages_made(self, card: MessagesCard) -> None:
        """There is a card for texts to buyers: it gets what was typed before, and what is typed there is kept, too."""
        if self._messages is None:
            card.drafts_changed.connect(self._keep_soon.start)
        self._messages = card
        waiting, self._waiting = self._waiting, {}
        card.take_drafts(waiting)

    def _drafts(self) -> tuple[NoteDraft, ...]:
        from desk.services.note_drafts import NoteDraft

        notes = self._card.drafts()
        texts = self._messages.drafts() if self._messages is not None else self._waiting
        return tuple(
            NoteDraft(
                order=order,
                texts=tuple(notes[order].texts.items()) if order in notes else (),
                was=tuple(notes[order].was.items()) if order in notes else (),
                editing=notes[order].editing if order in notes else None,
                messages=tuple((key[1], *typed) for key, typed in texts.items() if key[0] == order),
            )
            for order in dict.fromkeys((*notes, *(key[0] for key in texts)))
        )

    def _keep(self) -> None:
        if not self._loaded:
            return
        self._serial += 1
        calls, drafts, serial = self._calls, self._drafts(), self._serial
        keeping = run_in_background(lambda: calls.keep_note_drafts(drafts, serial), parent=self)
        keeping.success(lambda _: self._kept(serial)).failure(self._not_kept).start()

    def _kept(self, serial: int) -> None:
        self._kept_serial, self._told = serial, False

    def _not_kept(self, error: DeskError) -> None:
        """Told once; the words are still in the field."""
        if not self._told:
            self._told = True
            self._services.toast(error_text(error), tone="warn")

    def shut_down(self) -> None:
        """The window goes: what is typed and not known to be kept is kept before it does, here and now.

        A try may have failed, or wait behind other writes, where it goes with the window.
        """
        if self._loaded and (self._keep_soon.isActive() or self._kept_serial != self._serial):
            self._keep_soon.stop()
            self._serial += 1
            with suppress(DeskError):  # nobody is there any more to be told
                self._calls.keep_note_drafts(self._drafts(), self._serial)

    # --- taking back ------------------------------------------------------------------------------------------

    def _take_away(self, note: NoteView) -> None:
        calls = self._calls
        self._say_when_done(run_in_background(lambda: calls.remove_note(note.id), parent=self))

    def _put_words_back(self, now: NoteView, words: str) -> None:
        calls = self._calls
        self._say_when_done(run_in_background(lambda: calls.edit_note(now.id, words, was=now.text), parent=self))

    def _bring_back(self, order: OrderId, note: NoteView) -> None:
        calls = self._calls
        self._say_when_done(run_in_background(lambda: calls.restore_note(order, note), parent=self))

    def _say_when_done(self, operation: Operation[Noted]) -> None:
        operation.success(lambda _: self._services.announce(self.tr("Taken back"))).start()
