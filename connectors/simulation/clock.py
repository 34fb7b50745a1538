"""Owns the time of a simulator: the drill's clock file where there is one, else real time plus an offset. Nothing
else in a simulator may ask what time it is.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

CLOCK_VARIABLE = "DESK_CLOCK"


class SimulationClock:
    """The simulator's own idea of now. Safe to read from any thread; only `/_sim/clock` moves its offset."""

    def __init__(self, file: str | Path | None = None, offset: float = 0.0) -> None:
        self._file = Path(file) if file is not None else None
        self.offset = offset

    @property
    def source(self) -> str:
        """Where the time comes from, for `/_sim/clock`."""
        file = self._clock_file()
        return str(file) if file is not None else "real"

    def epoch(self) -> float:
        """Seconds since 1970 in the simulated world."""
        file = self._clock_file()
        # Read at each call: the driving process replaces the file atomically whenever it moves drill time.
        return (_drill_epoch(file) if file is not None else time.time()) + self.offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.epoch(), UTC)

    def advance(self, seconds: float) -> None:
        self.offset += seconds

    def set_now(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError("The clock takes an instant with its offset, for example 2026-11-20T12:00:00Z.")
        self.offset += instant.timestamp() - self.epoch()

    def _clock_file(self) -> Path | None:
        if self._file is not None:
            return self._file
        named = os.environ.get(CLOCK_VARIABLE)
        return Path(named) if named else None


def _drill_epoch(file: Path) -> float:
    try:
        reading = json.loads(file.read_text(encoding="utf-8"))
        return float(reading["drill"]) + (time.time() - float(reading["real"])) * float(reading["rate"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"The clock file {file.name} cannot be read: it needs the numbers real, drill and rate."
        ) from error


async def pause(seconds: float) -> None:
    """Real seconds, for a channel that is slow to answer."""
    await asyncio.sleep(seconds)


def parse_instant(text: str) -> datetime:
    """An ISO instant with offset; `Z` is UTC."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text} has no offset: write 2026-11-20T12:00:00Z.")
    return instant.astimezone(UTC)


def whole_seconds(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
