"""Owns the watchdog of the main thread: how late a 5 ms timer fires (DRILLS, "Watchdog"). Real time is its matter.

What the system meanwhile gave to other processes is not counted, where it tells (Linux): that is no stall of ours. Nor
is it when a thread of ours is put aside while it holds the interpreter, so the longest wait of any of them counts. And
two processors that share one core run at little more than half their speed while both work, of which the system does
not tell: how much slower a fixed piece of work is beside the window than alone is measured in the same run.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
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
import statistics, sys, threading, time
def work():
    began = time.perf_counter()
    sum(range(20_000))
    return time.perf_counter() - began
alone = min(work() for _ in range(300))
late, took, over = 0.0, [], threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
last = time.perf_counter()
while not over.wait(0.005):
    late = max(late, (time.perf_counter() - last) * 1000 - 5)
    took.append(work())
    last = time.perf_counter()
print(late, max(1.0, statistics.median(took) / alone))
"""


MOST_SLOWER = 1.3
"""More is granted to no machine: 80 ms that somebody sleeps have to be found on any."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the machine did meanwhile with a process that has nothing to do with Desk."""

    late_ms: float = 0.0
    """How late a bare timer was at worst."""
    slower: float = 1.0
    """How many times as long as alone a fixed piece of work took, in the middle."""


class BareTimer:
    """The yardstick: a timer of the same beat in a process of its own, while the window is watched."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", BARE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def stop(self) -> Machine:
        told, _ = self._process.communicate(timeout=20)
        late, slower = told.split()
        return Machine(float(late), min(MOST_SLOWER, float(slower)))


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

    def faults(self, machine: Machine = Machine()) -> str:
        """Empty when at most 1 beat in 1,000 was above 50 ms late and none above 150, on a machine at its own speed."""
        if len(self.late_ms) < 200:
            return f"only {len(self.late_ms)} beats"
        above_50 = [late for late in self.late_ms if late > 50 * machine.slower + machine.late_ms]
        worst = max(self.late_ms)
        if worst > 150 * machine.slower + machine.late_ms:
            return f"one beat was {worst:.0f} ms late"
        if len(above_50) > max(1.0, len(self.late_ms) / 1000):
            return f"{len(above_50)} of {len(self.late_ms)} beats were more than 50 ms late, the worst {worst:.0f} ms"
        return ""
