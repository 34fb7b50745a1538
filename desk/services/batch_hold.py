"""Owns how long the outbox holds what a batch queues: all of it until the same moment, to be taken back together."""

from __future__ import annotations

from datetime import timedelta

from desk.domain.clock import Clock

_SECONDS_EACH = 0.05
"""So long one row may take until it is queued."""


class BatchHold:
    """Of a batch that begins now; with no seconds nothing is held."""

    def __init__(self, clock: Clock, seconds: float, rows: int) -> None:
        self._clock, self._seconds = clock, seconds
        self._until = clock.now() + timedelta(seconds=seconds + _SECONDS_EACH * rows)

    def of_next(self) -> float:
        """How long the row is held that is queued now: never for less than was asked for, however long it all takes."""
        return max(self._seconds, self.left())

    def left(self) -> float:
        """For how long all can still be taken back."""
        return max(0.0, (self._until - self._clock.now()).total_seconds()) if self._seconds else 0.0
