"""Owns whose turn it is: while the window works at something that somebody sees, long work beside it rests.

Threads share one interpreter, and often one core. A page of orders that is stored meanwhile would hold up each of the
hundred steps in which an order is shown by half a millisecond, and all of them by what the core has left.
"""

from __future__ import annotations

import threading
from functools import cache

from PySide6.QtCore import QObject, QTimer

from desk.domain.giving_way import wait_by

_REST_SECONDS = 0.05
"""A window that is busy for longer waits for something itself, perhaps for the work that rests here."""


class Turns(QObject):
    """One for the process, living on the main thread."""

    def __init__(self) -> None:
        super().__init__()
        self._free = threading.Event()
        self._free.set()
        self._tired = False
        self._main = threading.get_ident()
        # Fires when nothing is left to be done: no result to be shown, no layout, nothing to be painted.
        self._end = QTimer(self, singleShot=True, interval=0)
        self._end.timeout.connect(self._free.set)

    def open(self) -> None:
        wait_by(self._wait)

    def take(self) -> None:
        """On the main thread, where something begins that somebody sees: typing, choosing, painting, an answer."""
        if self._free.is_set():
            self._tired = False
            self._free.clear()
            self._end.start()

    def shut_down(self) -> None:
        wait_by(None)
        self._free.set()

    def _wait(self) -> None:
        if self._free.is_set() or self._tired or threading.get_ident() == self._main:
            return
        self._tired = not self._free.wait(_REST_SECONDS)


@cache
def turns() -> Turns:
    """The turns of the process."""
    return Turns()
