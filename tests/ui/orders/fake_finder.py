"""Owns the stand-in for the search of orders."""

from __future__ import annotations

import threading
from typing import Protocol

from desk.domain.views import CustomerRow, MatchTier, OrderRow, SearchResults
from desk.services.search import SearchInterrupted


class Sought(Protocol):
    """What it searches, and what it leaves there."""

    rows: list[OrderRow]
    customers: tuple[CustomerRow, ...]
    rows_for: dict[str, list[OrderRow]]
    asked: list[tuple[str, bool]]
    gate: threading.Event
    warmed: int


class FakeFinder:
    """Finds by substring over what the fake holds. `gate` closed: a question waits until it opens or is broken off."""

    def __init__(self, calls: Sought) -> None:
        self._calls = calls
        self._stop = threading.Event()
        self.closed = False

    def find(self, text: str, *, limit: int = 50, direct_only: bool = False) -> SearchResults:
        calls = self._calls
        calls.asked.append((text, direct_only))
        self._stop.clear()
        while not calls.gate.wait(0.005):
            if self._stop.is_set():
                raise SearchInterrupted("broken off")
        wanted = text.casefold()
        rows = calls.rows_for.get(text) or [
            row
            for row in calls.rows
            if wanted in row.name.casefold() or wanted in row.number.casefold() or wanted in row.first_item.casefold()
        ]
        if direct_only:
            rows = [row for row in rows if row.tier in {MatchTier.NUMBER, MatchTier.EXACT, MatchTier.PREFIX}]
        customers = tuple(one for one in calls.customers if wanted in one.name.casefold())
        return SearchResults(
            text=text,
            orders=tuple(rows[:limit]),
            customers=customers,
            total=len(rows),
            total_is_exact=True,
            complete=not direct_only,
            milliseconds=0.1,
        )

    def interrupt(self) -> None:
        self._stop.set()

    def warm_up(self) -> None:
        self._calls.warmed += 1

    def close(self) -> None:
        self.closed = True
