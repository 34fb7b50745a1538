"""Owns how the benches measure: the stopwatch, percentiles, and what a bench tells. The real time is its matter."""

from __future__ import annotations

import gc
import math
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

Figure = float | int | bool | str | None | dict[str, Any]
Tell = Callable[[str], None]
"""Says what is under way; a bench takes minutes."""


def now() -> float:
    """Seconds that pass on the wall."""
    return time.perf_counter()


def processor() -> float:
    """Seconds that this process has worked."""
    return time.process_time()


@dataclass(frozen=True, slots=True)
class Spent:
    """What a piece of work took: on the wall, and of the processor."""

    wall: float = 0.0
    cpu: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall + other.wall, self.cpu + other.cpu)


def spent(work: Callable[[], object]) -> Spent:
    """The processor's seconds are the same whatever else the machine does meanwhile; the wall's are what is waited."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


@dataclass(frozen=True, slots=True)
class Taken:
    """How long each of several texts took, the medians of its rounds, in milliseconds."""

    cpu: list[float]
    wall: list[float]

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.cpu + other.cpu, self.wall + other.wall)

    def only(self, wanted: Sequence[bool]) -> Taken:
        return Taken(list(compress(self.cpu, wanted)), list(compress(self.wall, wanted)))


def _processor() -> Callable[[], float]:
    """The thread's own seconds, where they are counted finely enough (not on Windows); else the wall's."""
    is_fine = time.get_clock_info("thread_time").resolution < 1e-5
    return time.thread_time if is_fine else time.perf_counter


def milliseconds(
    ask: Callable[[str], object], texts: Sequence[str], *, rounds: int = 3, until: float = math.inf
) -> Taken:
    """How long each text took, the median of its repeats; after `until` nothing is repeated."""
    cpu: list[list[float]] = [[] for _ in texts]
    wall: list[list[float]] = [[] for _ in texts]
    processor = _processor()
    gc.collect()
    for at, text in enumerate(texts):
        for number in range(rounds):
            if number and now() > until:
                break
            begun, worked = time.perf_counter(), processor()
            ask(text)
            cpu[at].append((processor() - worked) * 1000)
            wall[at].append((time.perf_counter() - begun) * 1000)
    return Taken([middle(each) for each in cpu], [middle(each) for each in wall])


def middle(values: Iterable[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that so large a share of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def spread(taken: Taken, what: str = "samples") -> dict[str, Figure]:
    """Median, tail and how many were measured, in milliseconds of the processor; and what was waited here."""
    return {
        "p50_ms": round(middle(taken.cpu), 3),
        "p95_ms": round(percentile(taken.cpu, 0.95), 3),
        "p99_ms": round(percentile(taken.cpu, 0.99), 3),
        "max_ms": round(max(taken.cpu), 3),
        what: len(taken.cpu),
        "wall_p50_ms": round(middle(taken.wall), 3),
        "wall_p95_ms": round(percentile(taken.wall, 0.95), 3),
        "wall_p99_ms": round(percentile(taken.wall, 0.99), 3),
    }


def ratio(ours: Taken, theirs: Taken, share: float, *, wall: bool = False) -> float:
    """Ours to theirs at one percentile."""
    if wall:
        return round(percentile(ours.wall, share) / percentile(theirs.wall, share), 4)
    return round(percentile(ours.cpu, share) / percentile(theirs.cpu, share), 4)


def load() -> float | None:
    """How many processes wanted a processor in the last minute, where the system tells."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


@dataclass(frozen=True, slots=True)
class Budget:
    """What a figure must keep to. A figure that could not be taken keeps to nothing and misses nothing."""

    name: str
    measured: float | None
    at_most: float = math.inf
    at_least: float = -math.inf

    @property
    def is_kept(self) -> bool:
        return self.measured is None or self.at_least <= self.measured <= self.at_most

    def document(self) -> dict[str, Figure]:
        bound: dict[str, Figure] = {}
        if self.at_most < math.inf:
            bound["at_most"] = self.at_most
        if self.at_least > -math.inf:
            bound["at_least"] = self.at_least
        return {**bound, "measured": self.measured, "kept": self.is_kept}


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """What a bench found, its yardsticks from the same run."""

    bench: str
    orders: int
    desk: dict[str, Figure]
    yardsticks: dict[str, dict[str, Figure]]
    ratios: dict[str, Figure]
    budgets: tuple[Budget, ...]
    seconds: float
    load_before: float | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def is_kept(self) -> bool:
        return all(one.is_kept for one in self.budgets)

    def document(self) -> dict[str, Any]:
        return {
            "bench": self.bench,
            "orders": self.orders,
            "desk": self.desk,
            "yardsticks": self.yardsticks,
            "ratios": self.ratios,
            "budgets": {one.name: one.document() for one in self.budgets},
            "notes": list(self.notes),
            "seconds": round(self.seconds, 1),
            "load": {"before": self.load_before, "after": load()},
        }
