"""Owns the measure of work in tests: how much a machine does in its time differs, by its make and by what runs beside.

So a bound is told in yardsticks, each the processor's time that a fixed piece of reckoning takes here and now.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

SECOND = 25.0
"""How many yardsticks there are in a second of a quiet two-core machine; ratios of one run decide (PERFORMANCE 7)."""


def yardstick() -> float:
    """Seconds of processor time that a fixed piece of reckoning takes here and now."""
    begun = process_time()
    found: dict[int, str] = {}
    for number in range(250_000):
        found[number % 5000] = str(number)
    assert len(found) == 5000
    return process_time() - begun


def yardsticks(work: Callable[[], object]) -> float:
    """How many of them a piece of work takes."""
    before = yardstick()
    begun = process_time()
    work()
    took = process_time() - begun
    return took / min(before, yardstick())
