"""Owns the watchdog of the main thread: how late a 5 ms timer fires (DRILLS, "Watchdog"). Real time is its matter.

What the system meanwhile gave to other processes is not counted, where it tells (Linux): that is no stall of ours. Nor
is it when a thread of ours is put aside while it holds the interpreter, so the longest wait of any of them counts.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
MOST_GRANTED_MS = 25
TASKS = Path("/proc/self/task")
_C = ctypes.PyDLL(None if TASKS.exists() else "python3")
"""Calls into C that keep the interpreter. Reading a file by `open` gives it away some thirty times for each beat, and a
thread of ours that reckons takes it for half a millisecond each time: the window was late by being watched.
"""


class Waits:
    """How long each of our threads has been ready to run and had no processor, since it began."""

    def __init__(self) -> None:
        self._files: dict[str, int] = {}
        self._threads = 0
        self._room = ctypes.create_string_buffer(100)

    def ms(self) -> dict[str, float]:
        self._find()
        waited = {}
        for task, file in self._files.items():
            count = _C.pread(file, self._room, 99, 0)
            if count > 0:  # else a thread that ended meanwhile
                waited[task] = int(self._room.raw[:count].split()[1]) / 1e6
        return waited

    def _find(self) -> None:
        """Open what is new, when Python knows of more threads or fewer."""
        if threading.active_count() == self._threads:
            return
        self._threads = threading.active_count()
        for task in TASKS.iterdir() if TASKS.exists() else ():
            if task.name not in self._files:
                with suppress(OSError):
                    self._files[task.name] = os.open(task / "schedstat", os.O_RDONLY)

    def close(self) -> None:
        for file in self._files.values():
            os.close(file)
        self._files.clear()


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
        told, _ = self._process.communicate(timeout=120)
        return float(told)


class Watchdog(QObject):
    """Counts beats and how many milliseconds each was late."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self._last = 0.0
        self._waits = Waits()
        self._waited: dict[str, float] = {}
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._waited = self._waits.ms()
        self._last = perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._waits.close()

    def _beat(self) -> None:
        now, waited = perf_counter(), self._waits.ms()
        aside = max((spent - self._waited.get(task, 0.0) for task, spent in waited.items()), default=0.0)
        self.late_ms.append(max(0.0, (now - self._last) * 1000 - BEAT_MS - aside))
        self._last, self._waited = now, waited

    def told(self) -> str:
        """How many beats there were, and how late the latest."""
        latest = ", ".join(f"{late:.0f}" for late in sorted(self.late_ms, reverse=True)[:8])
        return f"{len(self.late_ms)} beats, the latest {latest} ms late"

    def faults(self, machine_ms: float = 0.0) -> str:
        """Empty when at most 1 beat in 1,000 was above 50 ms late and none above 150.

        `machine_ms` is how late this machine lets a bare timer be at the same time (`BareTimer`); it comes on top, but
        never so much that 80 ms which somebody sleeps would pass.
        """
        machine_ms = min(machine_ms, MOST_GRANTED_MS)
        if len(self.late_ms) < 200:
            return f"only {len(self.late_ms)} beats"
        above_50 = [late for late in self.late_ms if late > 50 + machine_ms]
        worst = max(self.late_ms)
        if worst > 150 + machine_ms:
            return f"one beat was {worst:.0f} ms late"
        if len(above_50) > max(1.0, len(self.late_ms) / 1000):
            return f"{len(above_50)} of {len(self.late_ms)} beats were more than 50 ms late, the worst {worst:.0f} ms"
        return ""
