"""Owns going through many things a chunk at a time: one statement takes only so many values. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def chunks(items: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """All of them in their order, at most `size` at once."""
    return (items[start : start + size] for start in range(0, len(items), size))
