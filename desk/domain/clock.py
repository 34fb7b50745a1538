"""The one place that asks for the time. Everybody reads a Clock; only this module knows where time comes from.

A drill sets ``DESK_CLOCK`` to a JSON file ``{"real": …, "drill": …, "rate": …}`` (seconds since 1970, and drill
seconds per real second), so that hours of quotas and deadlines pass in minutes for every process alike.
"""

from __future__ import annotations

import json
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NewType, Protocol

Instant = NewType("Instant", datetime)
"""A moment: always aware, always UTC. Made by `as_instant`, `from_seconds` or a Clock."""

_EPOCH = Instant(datetime(1970, 1, 1, tzinfo=UTC))
_MICROSECOND = timedelta(microseconds=1)
# A waiting thread looks again this often (real seconds), since a drill may set its clock forward meanwhile.
_LOOK_AGAIN = 0.05


def as_instant(moment: datetime) -> Instant:
    """Turn an aware datetime into an Instant; a naive one raises ValueError, since nobody knows its zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is not an instant")
    return Instant(moment.astimezone(UTC))


def from_seconds(seconds: float) -> Instant:
    return Instant(_EPOCH + timedelta(seconds=seconds))


def from_micros(micros: int) -> Instant:
    return Instant(_EPOCH + timedelta(microseconds=micros))


def to_micros(moment: Instant) -> int:
    """Microseconds since 1970, exact; the store keeps instants in this form."""
    return (moment - _EPOCH) // _MICROSECOND


def to_seconds(moment: Instant) -> int:
    """Whole seconds since 1970, rounded down."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def parse_utc(text: str) -> Instant:
    """Read ISO 8601. A text without an offset is taken as UTC: use it only where a channel promises UTC.

    Raises ValueError for anything else.
    """
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        return Instant(moment.replace(tzinfo=UTC))
    try:
        return as_instant(moment)
    except OverflowError:
        raise ValueError("a moment before the year 1 or after 9999") from None


class Clock(Protocol):
    """Where time comes from. `monotonic` never goes back while the process lives."""

    def now(self) -> Instant: ...

    def monotonic(self) -> float: ...

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        """Wait until `stop` is set or the time has passed; true when stopped."""
        ...


class SystemClock:
    """The computer's own time."""

    def now(self) -> Instant:
        return Instant(datetime.now(UTC))

    def monotonic(self) -> float:
        return time.monotonic()

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        return stop.wait(max(0.0, seconds))


class DrillClock:
    """Time as a drill's driving process tells it, read from a file at each call."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def _seconds(self) -> float:
        told = json.loads(self._file.read_text())
        return float(told["drill"]) + (time.time() - float(told["real"])) * float(told["rate"])

    def now(self) -> Instant:
        return from_seconds(self._seconds())

    def monotonic(self) -> float:
        return self._seconds()

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        until = self._seconds() + seconds
        while self._seconds() < until:
            if stop.wait(_LOOK_AGAIN):
                return True
        return stop.is_set()


class ManualClock:
    """A clock that only moves when told: for tests. Waiting moves it at once."""

    def __init__(self, start: Instant) -> None:
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> Instant:
        return self._now

    def monotonic(self) -> float:
        return (self._now - _EPOCH).total_seconds()

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._now = Instant(self._now + timedelta(seconds=seconds))

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        self.advance(max(0.0, seconds))
        return stop.is_set()


def clock_from_environment() -> Clock:
    """The drill's clock where `DESK_CLOCK` names one, else the computer's."""
    file = os.environ.get("DESK_CLOCK", "")
    return DrillClock(Path(file)) if file else SystemClock()
