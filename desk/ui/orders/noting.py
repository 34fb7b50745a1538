"""Owns the deeds of the notes card: each runs in the background, acts at once, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from desk.domain.errors import DeskError
from desk.domain.values import NoteId, OrderId
from desk.domain.views import NoteView
from desk.ui.background import Operation, run_in_background
from desk.ui.orders.cards.notes import NotesCard
from desk.ui.sentences import error_text
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.services.notes import Noted


class NoteCalls(Protocol):
    """What the notes ask of the services."""

    def add_note(self, order: OrderId, text: str) -> Noted: ...

    def edit_note(self, note: NoteId, text: str, *, was: str) -> Noted: ...

    def remove_note(self, note: NoteId) -> Noted: ...

    def restore_note(self, order: OrderId, note: NoteView) -> Noted: ...


class Noting(QObject):
    """Between the card and the services."""

    def __init__(self, calls: NoteCalls, services: WindowServices, card: NotesCard) -> None:
        super().__init__(card)
        self._calls, self._services, self._card = calls, services, card
        card.add_wanted.connect(self.add)
        card.change_wanted.connect(self.change)
        card.removal_wanted.connect(self.remove)

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
