"""Owns what came of deeds that this process sent, by deed. Outlives a connector, not the process; any thread asks."""

from __future__ import annotations

import threading

from desk.domain.values import PushKey


class SentDeeds:
    """Numbers that a shop gave to what came of our deeds of one kind."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[PushKey, str] = {}

    def name(self, key: PushKey, number: str) -> None:
        with self._lock:
            self._numbers[key] = number

    def number(self, key: PushKey) -> str:
        """Empty where none came of it in this process."""
        with self._lock:
            return self._numbers.get(key, "")

    def of_others(self, key: PushKey) -> frozenset[str]:
        with self._lock:
            return frozenset(number for name, number in self._numbers.items() if name != key)
