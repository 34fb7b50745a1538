"""Owns the gate where a drill holds one request, before or after its effect, until it is released or its client is
gone. The kit's app passes each request through it; `/_sim/faults` sets and opens it. Used on the server's loop
only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.simulation.wire import WireRequest

BEFORE = "before"
AFTER = "after"


@dataclass
class Hold:
    when: str
    method: str | None = None
    path_contains: str | None = None
    nth: int = 1

    def matches(self, request: WireRequest) -> bool:
        if self.method is not None and self.method.upper() != request.method:
            return False
        return self.path_contains is None or self.path_contains in f"{request.path}?{request.query_string}"


@dataclass
class Gate:
    hold: Hold | None = None
    held_total: int = 0
    _matched: int = 0
    _held: dict[asyncio.Event, dict[str, str]] = field(default_factory=dict)

    def configure(self, order: Mapping[str, Any]) -> None:
        """Takes `hold` or `release` of the body of `POST /_sim/faults`. Raises ValueError with a sentence."""
        if order.get("release"):
            self.hold = None
            for release in self._held:
                release.set()
        if order.get("hold") is None:
            return
        wish = dict(order["hold"])
        when = str(wish.pop("when", BEFORE))
        if when not in (BEFORE, AFTER) or set(wish) - {"method", "path_contains", "nth"}:
            raise ValueError("A hold has method, path_contains, nth, and when, which is before or after.")
        self.hold = Hold(
            when=when,
            method=wish.get("method"),
            path_contains=wish.get("path_contains"),
            nth=int(wish.get("nth", 1)),
        )
        self._matched = 0

    def takes(self, request: WireRequest) -> str | None:
        """Counts the request; `before` or `after` when this is the one to hold."""
        if self.hold is None or not self.hold.matches(request):
            return None
        self._matched += 1
        if self._matched != self.hold.nth:
            return None
        when, self.hold = self.hold.when, None
        return when

    def close(self, request: WireRequest, when: str) -> asyncio.Event:
        """Counts the request as held; the event is set when it may go on."""
        release = asyncio.Event()
        self._held[release] = {"method": request.method, "path": request.path, "when": when}
        self.held_total += 1
        return release

    def open(self, release: asyncio.Event) -> None:
        self._held.pop(release, None)

    def report(self) -> dict[str, Any]:
        return {
            "hold": vars(self.hold) if self.hold is not None else None,
            "holding": next(iter(self._held.values()), None),
            "held_total": self.held_total,
        }
