"""Owns `desk bench start`."""

from __future__ import annotations

from pathlib import Path

from desk.bench.measuring import BenchResult, Tell

ORDERS = 20_000


def bench(orders: int, kind: str, folder: Path, tell: Tell, *, seed: int = 1) -> BenchResult:
    raise NotImplementedError
