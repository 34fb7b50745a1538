"""Owns what the connectors of one account have in common while a process lives. It makes nothing itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar, cast

T = TypeVar("T")


class Shared:
    """What all connectors of one account have in common in this process: access tokens, quotas. Never stored."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, object] = {}

    def of(self, name: str, make: Callable[[], T]) -> T:
        """The object of this name, made by whoever asks first. One name always holds one type."""
        with self._lock:
            if name not in self._kept:
                self._kept[name] = make()
            return cast(T, self._kept[name])

    def holds(self, name: str) -> bool:
        """Whether somebody has asked for this name."""
        with self._lock:
            return name in self._kept

    def forget(self, name: str) -> None:
        """Whoever asks for this name next makes it anew."""
        with self._lock:
            self._kept.pop(name, None)
