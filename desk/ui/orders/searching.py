"""Owns the running question of the one field: numbers it, breaks off the one before, drops answers that come late."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from desk.domain.clock import Instant
from desk.domain.errors import DeskError
from desk.domain.rows import SearchResults
from desk.ui.background import Lane, Operation, Work, run_long
from desk.ui.orders.calls import Calls, Finder
from desk.ui.orders.hits import Hits
from desk.ui.turns import turns

Days = tuple[Instant | None, Instant | None]
FIRST_PAGE = 50
PAGE = 100
MOST = 1000
"""No list grows beyond this; a narrower text finds faster than scrolling."""


class Why(Enum):
    """What made us ask."""

    TYPED = 1  # another text
    CHANGED = 2  # the same text, since something in the store changed
    MORE = 3  # the same text, for a longer list


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found. Both phases of one question carry its number."""

    number: int
    hits: Hits
    why: Why


class _Connection:
    """The finder, opened on the first question's thread and used by one thread at a time."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._lock = threading.Lock()
        self._finder: Finder | None = None
        self._closed = False

    def run(self, work: Work, text: str, limit: int, days: Days) -> Hits | None:
        """Both phases of a question; the first is reported. None when it was broken off before it began.

        Only where nothing is typed the days narrow what is read; of hits, the list shows those that fit.
        """
        with self._lock:
            if work.stop.is_set() or self._closed:
                return None
            if not text:
                since, until = days
                if since is None and until is None:
                    return Hits.newest(self._calls.newest(limit), limit)
                return Hits.newest(self._calls.placed_between(since, until, limit), limit)
            if self._finder is None:
                self._finder = self._calls.finder()
            direct = self._finder.find(text, limit=min(limit, FIRST_PAGE), direct_only=True)
            work.report(direct)
            if work.stop.is_set():
                return None
            return Hits.of(self._finder.find(text, limit=limit))

    def warm_up(self, work: Work) -> None:
        """Open the connection and read what every question needs, unless a question comes first."""
        with self._lock:
            if work.stop.is_set() or self._closed:
                return
            if self._finder is None:
                self._finder = self._calls.finder()
            self._finder.warm_up()

    def interrupt(self) -> None:
        finder = self._finder
        if finder is not None:
            finder.interrupt()

    def close(self) -> None:
        self._closed = True
        self.interrupt()
        with self._lock:
            if self._finder is not None:
                self._finder.close()
                self._finder = None


class Searching(QObject):
    """Asks the one field's questions, each on the reading lane."""

    answered = Signal(object)  # Answer
    failed = Signal(object)  # DeskError
    slow = Signal()  # nothing came for 150 ms: show skeleton rows

    def __init__(self, calls: Calls, parent: QObject) -> None:
        super().__init__(parent)
        self._connection = _Connection(calls)
        self._number = 0
        self._text = ""
        self._limit = PAGE
        self._days: Days = (None, None)
        self._operation: Operation[Hits | None] | None = None
        self._warming: Operation[None] | None = None
        self._tried_again = False
        self._stale = False
        self._patience = QTimer(self, singleShot=True, interval=150)
        self._patience.timeout.connect(self._lose_patience)

    @property
    def text(self) -> str:
        return self._text

    @property
    def running(self) -> bool:
        return self._operation is not None

    def ask(self, text: str) -> None:
        """Ask for a new text; whatever still runs is broken off."""
        turns().take()
        self._text = text.strip()
        self._limit = PAGE
        self._tried_again = False
        self._start(Why.TYPED)

    def ask_for_days(self, since: Instant | None, until: Instant | None) -> None:
        """Where nothing is typed, list the orders from one moment on and before another."""
        self._days = (since, until)
        if not self._text:
            self.ask("")

    def ask_again(self) -> None:
        """The same text after something changed in the store."""
        if self.running:
            self._stale = True  # ask once more when this answer is there; restarting could go on for ever
        else:
            self._start(Why.CHANGED)

    def ask_for_more(self) -> bool:
        """The next page of the same text; false when the list is as long as it gets."""
        if self._limit >= MOST or self.running:
            return False
        self._limit += PAGE
        self._start(Why.MORE)
        return True

    def warm_up(self) -> None:
        """Make the first keystroke as fast as the next ones; broken off as soon as one comes."""
        self._warming = (
            run_long(self._connection.warm_up, parent=self)
            .on(Lane.READING)
            .interrupt_by(self._connection.interrupt)
            .failure(lambda _error: None)
            .start()
        )

    def close(self) -> None:
        """Break off and close the connection; the screen goes."""
        self._break_off()
        self._connection.close()

    def _break_off(self) -> None:
        self._patience.stop()
        if self._warming is not None:
            self._warming.cancel()
            self._warming = None
        if self._operation is not None:
            self._operation.cancel()
            self._operation = None

    def _start(self, why: Why) -> None:
        self._break_off()
        self._number += 1
        self._stale = False
        number, text, limit, days = self._number, self._text, self._limit, self._days
        connection = self._connection
        self._operation = (
            run_long(lambda work: connection.run(work, text, limit, days), parent=self)
            .on(Lane.READING)
            .interrupt_by(connection.interrupt)
            .progress(lambda results: self._first(number, results, why))
            .success(lambda hits: self._complete(number, hits, why))
            .failure(lambda error: self._failed(number, error, why))
            .start()
        )
        self._patience.start()

    def _lose_patience(self) -> None:
        """An answer that is there and waits for the window, as at its start, is shown next: no skeleton before it."""
        if self._operation is not None and self._operation.running:
            self.slow.emit()

    def _first(self, number: int, results: SearchResults, why: Why) -> None:
        # A repeated question shows complete answers only: the quick ones would make rows come and go.
        if number == self._number and why is Why.TYPED:
            self._patience.stop()
            self.answered.emit(Answer(number, Hits.of(results), why))

    def _complete(self, number: int, hits: Hits | None, why: Why) -> None:
        if number != self._number:
            return
        self._patience.stop()
        self._operation = None
        if hits is not None:
            self.answered.emit(Answer(number, hits, why))
        if self._stale and not self.running:
            self._start(Why.CHANGED)

    def _failed(self, number: int, error: DeskError, why: Why) -> None:
        if number != self._number:
            return
        self._patience.stop()
        self._operation = None
        # The break-off of an older question can reach the connection a moment late and hit this one.
        if error.code == "search_interrupted" and not self._tried_again:
            self._tried_again = True
            self._start(why)
            return
        self.failed.emit(error)
