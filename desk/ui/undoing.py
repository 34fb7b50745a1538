"""Owns what Ctrl+Z takes back: local deeds for the whole session, reports to a channel while they are still held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desk.ui.widgets.toast import Toast

DEEDS_KEPT = 50


@dataclass(frozen=True, slots=True, eq=False)
class _Done:
    """A deed, the toast that tells of it, and what takes it back."""

    toast: Toast
    back: Callable[[], object]


class Undoing(QObject):
    """The deeds that can be taken back, the last one on top (UX 6)."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._done: list[_Done] = []

    def __bool__(self) -> bool:
        return bool(self._done)

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
