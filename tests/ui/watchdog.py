"""Owns the watchdog of the main thread: how late a 5 ms timer fires (DRILLS, "Watchdog"). Real time is its matter.

What the system meanwhile gave to other processes is not counted, where it tells (Linux): that is no stall of ours.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
SCHEDULER = Path("/proc/thread-self/schedstat")


def waited_ms() -> float:
    """How long this thread has been ready to run and had no processor, since it began."""
    return int(SCHEDULER.read_text().split()[1]) / 1e6 if SCHEDULER.exists() else 0.0


class Watchdog(QObject):
    """Counts beats and how many milliseconds each was late."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self._last = self._waited = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last, self._waited = perf_counter(), waited_ms()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now, waited = perf_counter(), waited_ms()
        self.late_ms.append(max(0.0, (now - self._last) * 1000 - BEAT_MS - (waited - self._waited)))
        self._last, self._waited = now, waited

    def faults(self) -> str:
        """Empty when at most 1 beat in 1,000 was above 50 ms late and none above 150."""
        if len(self.late_ms) < 200:
            return f"only {len(self.late_ms)} beats"
        above_50 = [late for late in self.late_ms if late > 50]
        worst = max(self.late_ms)
        if worst > 150:
            return f"one beat was {worst:.0f} ms late"
        if len(above_50) > max(1.0, len(self.late_ms) / 1000):
            return f"{len(above_50)} of {len(self.late_ms)} beats were more than 50 ms late, the worst {worst:.0f} ms"
        return ""
