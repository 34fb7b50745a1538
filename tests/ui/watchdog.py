"""Owns the watchdog of the main thread: how late a 5 ms timer fires (DRILLS, "Watchdog"). Real time is its matter.

What the system meanwhile gave to other processes is not counted, where it tells (Linux): that is no stall of ours. Nor
is it when a thread of ours is put aside while it holds the interpreter, so the longest wait of any of them counts.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
TASKS = Path("/proc/self/task")


def waited_ms() -> dict[str, float]:
    """How long each of our threads has been ready to run and had no processor, since it began."""
    waited = {}
    for task in TASKS.iterdir() if TASKS.exists() else ():
        with suppress(OSError):  # a thread that ended between the two lines
            waited[task.name] = int((task / "schedstat").read_text().split()[1]) / 1e6
    return waited


BARE = """
import sys, threading, time
late, last, over = 0.0, time.perf_counter(), threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
while not over.wait(0.005):
    now = time.perf_counter()
    late, last = max(late, (now - last) * 1000 - 5), now
print(late)
"""


class BareTimer:
    """The yardstick: a timer of the same beat in a process that does nothing else, while the window is watched."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", BARE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def stop(self) -> float:
        """How many milliseconds it was late at worst."""
        told, _ = self._process.communicate(timeout=20)
        return float(told)


class Watchdog(QObject):
    """Counts beats and how many milliseconds each was late."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self._last = 0.0
        self._waited: dict[str, float] = {}
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
        aside = max((spent - self._waited.get(task, 0.0) for task, spent in waited.items()), default=0.0)
        self.late_ms.append(max(0.0, (now - self._last) * 1000 - BEAT_MS - aside))
        self._last, self._waited = now, waited

    def faults(self, machine_ms: float = 0.0) -> str:
        """Empty when at most 1 beat in 1,000 was above 50 ms late and none above 150.

        `machine_ms` is how late this machine lets a bare timer be at the same time (`BareTimer`); it comes on top.
        """
        if len(self.late_ms) < 200:
            return f"only {len(self.late_ms)} beats"
        above_50 = [late for late in self.late_ms if late > 50 + machine_ms]
        worst = max(self.late_ms)
        if worst > 150 + machine_ms:
            return f"one beat was {worst:.0f} ms late"
        if len(above_50) > max(1.0, len(self.late_ms) / 1000):
            return f"{len(above_50)} of {len(self.late_ms)} beats were more than 50 ms late, the worst {worst:.0f} ms"
        return ""
