"""Owns what Ctrl+Z takes back: local deeds for the whole session, reports to a channel while they are still held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.domain.changes import Changes
from desk.domain.values import PushId
from desk.ui.actions.commands import Commands
from desk.ui.background import run_in_background
from desk.ui.widgets.toast import Toast, Toasts

if TYPE_CHECKING:
    from desk.services.return_undoing import TakenBack

DEEDS_KEPT = 50


@dataclass(frozen=True, slots=True, eq=False)
class _Done:
    """A deed, the toast that tells of it, and what takes it back."""

    toast: Toast
    back: Callable[[], object]


class Undoing(QObject):
    """The deeds that can be taken back, the last one on top (UX 6)."""

    changed = Signal()

    def __init__(
        self, toasts: Toasts, commands: Commands, recall: Callable[[Sequence[PushId]], Changes], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._toasts, self._commands, self._recall = toasts, commands, recall
        self._done: list[_Done] = []

    def __bool__(self) -> bool:
        return bool(self._done)

    def why_not(self) -> str:
        return "" if self else self.tr("There is nothing to undo.")

    def or_else(
        self, recall: Callable[[], object], why_not: Callable[[], str]
    ) -> tuple[Callable[[], object], Callable[[], str]]:
        """Undo in the outbox, and why not: what was done last, or else what is selected there and not sent yet. Offline
        that waits longer than a toast.
        """
        return (lambda: self.last() if self else recall()), (lambda: "" if self else why_not())

    def tell_queued(
        self,
        text: str,
        pushes: tuple[PushId, ...],
        hold_seconds: float,
        back: Callable[[], TakenBack] | None = None,
    ) -> None:
        """Pushes were queued: told with the count-down of their hold, and taken back by recalling them, or as `back`
        has it, which is called off the main thread.
        """

        def deed() -> None:
            if back is not None:
                run_in_background(back, parent=self).success(self._tell_taken).start()
                return
            recalling = run_in_background(lambda: self._recall(pushes), parent=self)
            recalling.success(lambda _: self._tell_recalled()).start()

        toast = Toast(text, "ok", action=self.tr("Undo"), key=self._key(), deed=deed, seconds=hold_seconds, counts=True)
        self.keep(toast, deed, while_told=True)
        self._toasts.show(toast)

    def _tell_recalled(self) -> None:
        self._toasts.show(Toast(self.tr("Taken back. Nothing was sent."), "info"))

    def _tell_taken(self, found: TakenBack) -> None:
        if not found.refused:
            self._tell_recalled()
            return
        from desk.ui.sentences import error_text

        count = self.tr("%n could not be taken back", "", len(found.refused))
        self._toasts.show(Toast(f"{count}: {error_text(found.refused[0])}", "err"))

    def tell_done(self, text: str, back: Callable[[], object]) -> None:
        """Something was done at once."""
        toast = Toast(text, "ok", action=self.tr("Undo"), key=self._key(), deed=lambda: self.take(toast))
        self.keep(toast, back, while_told=False)
        self._toasts.show(toast)

    def _key(self) -> str:
        return self._commands.key("edit.undo").replace("+", " ")

    def keep(self, toast: Toast, back: Callable[[], object], *, while_told: bool) -> None:
        """A deed was done. `while_told`: it can be taken back only as long as its toast is on show."""
        done = _Done(toast, back)
        self._done.append(done)
        del self._done[:-DEEDS_KEPT]
        if while_told:
            toast.closed.connect(lambda: self._forget(done))
        self.changed.emit()

    def take(self, toast: Toast) -> None:
        """Its own button: take back this deed, whatever came after it. Not for those kept `while_told`."""
        found = next((one for one in self._done if one.toast is toast), None)
        if found is not None:
            self._take(found)

    def last(self) -> None:
        """Ctrl+Z: take back what was done last."""
        if self._done:
            self._take(self._done[-1])

    def _take(self, done: _Done) -> None:
        self._forget(done)
        done.toast.go()
        done.back()

    def _forget(self, done: _Done) -> None:
        if done in self._done:
            self._done.remove(done)
            self.changed.emit()
