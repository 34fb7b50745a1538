"""Owns a drill's time: writes the clock file that Desk and the simulators read, and moves it forward. The only module
of the drills that asks the machine for the time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

_LOOK_AGAIN = 0.004


class DrillTime:
    """Drill time runs `rate` times as fast as real time, and jumps when told to. It never goes back."""

    def __init__(self, file: Path, start: datetime, rate: float) -> None:
        self.file = file
        self.rate = rate
        self._drill = start.timestamp()
        self._real = time.time()
        self._write()

    def _epoch(self, real: float) -> float:
        return self._drill + (real - self._real) * self.rate

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._epoch(time.time()), UTC)

    def jump(self, seconds: float) -> None:
        """Let so many drill seconds pass at once, for every process alike."""
        real = time.time()
        self._drill, self._real = self._epoch(real) + max(seconds, 0.0), real
        self._write()

    def _write(self) -> None:
        reading = {"real": self._real, "drill": self._drill, "rate": self.rate}
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(reading), encoding="utf-8")
        fresh.replace(self.file)


class Stopwatch:
    """Real seconds since it was made."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun


def until(happened: Callable[[], bool], seconds: float, every: float = _LOOK_AGAIN) -> bool:
    """Looks again and again until it happened (true) or so many real seconds are over (false)."""
    watch = Stopwatch()
    while not happened():
        if watch.seconds > seconds:
            return False
        time.sleep(every)
    return True
