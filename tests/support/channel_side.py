"""Owns what the tests of all channels do with a simulated account that Desk's connector is at: its control routes, one
clock that the test moves, a run of fetching to its end. Also the tries of a deed, as the outbox gives them.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any, Generic, Protocol, TypeVar

import requests

from connectors.contract.errors import Unavailable, Unreadable
from connectors.contract.protocols import AccountAccess, Connector, Shared
from connectors.contract.snapshots import Cursor, OrderSnapshot, UnreadableRecord
from connectors.simulation.faults import PlannedFault
from desk.domain.clock import Instant, ManualClock
from desk.domain.pushes import Attempt
from desk.domain.values import Money, PushKey

_KEYS = count(1)


class Closable(Protocol):
    def close(self) -> None: ...


C = TypeVar("C", bound=Closable)


@dataclass
class Simulated:
    """An account in a simulator, as its control routes tell and change it."""

    running: Any

    def get(self, what: str, **query: str) -> Any:
        return requests.get(f"{self.running.url}/_sim/{what}", params=query, timeout=10).json()

    def post(self, what: str, **told: Any) -> Any:
        answer = requests.post(f"{self.running.url}/_sim/{what}", json=told, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def do(self, deed: str, **arguments: Any) -> Any:
        return self.post("do", deed=deed, **arguments)


F = TypeVar("F", bound=Connector)


@dataclass
class Fetching(Simulated, Generic[F]):
    """With a connector that fetches its orders."""

    connector: F
    cursor: Cursor = field(default_factory=Cursor)
    unreadable: list[UnreadableRecord] = field(default_factory=list)

    def faults(self, **profiles: float) -> None:
        self.post("faults", profiles=profiles)

    def fetch(self, patience: int = 300) -> dict[str, OrderSnapshot]:
        """One run to its end, taking trouble that passes as a reader would: by asking again."""
        found: dict[str, OrderSnapshot] = {}
        for _ in range(patience):
            try:
                page = self.connector.fetch_orders(Cursor(json.loads(json.dumps(self.cursor.value))))
            except (Unavailable, Unreadable):
                continue
            for item in page.items:
                assert isinstance(item, OrderSnapshot)
                found[item.ref.id] = item
            self.unreadable += page.unreadable
            self.cursor = page.cursor
            if page.done:
                return found
        raise AssertionError("the run never ends")


@dataclass
class DeskAtChannel(Simulated, Generic[C]):
    """With Desk's connector at it."""

    access: AccountAccess
    connect: Callable[[AccountAccess], C]
    clock: ManualClock

    def __post_init__(self) -> None:
        self.connector = self.connect(self.access)

    @property
    def now(self) -> Instant:
        return self.clock.now()

    def later(self, **how_much: float) -> None:
        seconds = timedelta(**how_much).total_seconds()
        self.clock.advance(seconds)
        self.running.simulator.clock.advance(seconds)

    def deeds(self) -> Counter[str]:
        """What our calls changed there."""
        return Counter(one["deed"] for one in self.get("journal")["entries"] if one["actor"] == "client")

    def again(self, **more: Any) -> C:
        """A connector of another process: it knows nothing but what stands elsewhere."""
        self.connector.close()
        self.access = dataclasses.replace(self.access, shared=Shared(), **more)
        self.connector = self.connect(self.access)
        return self.connector

    def plant(self, profile: str, path: str, *, times: int = 1, skip: int = 0, method: str = "POST") -> None:
        """A fault for the next calls to such a path."""
        plan = PlannedFault(profile, count=times, method=method, path_contains=path, skip=skip)
        self.running.simulator.faults.planned.append(plan)


def new_key() -> PushKey:
    return PushKey(f"deed-{next(_KEYS)}")


def attempt(desk: DeskAtChannel[Any], sent: bool = False, key: str = "") -> Attempt:
    """A try of a deed that the agent decides on now; `sent`: an earlier one may have arrived, in another process."""
    return Attempt(key=PushKey(key) if key else new_key(), queued_at=desk.now, sent_at=desk.now if sent else None)


def after(first: Attempt, at: Instant) -> Attempt:
    """The same deed's next try, as the outbox tells it."""
    return Attempt(key=first.key, queued_at=first.queued_at, sent_at=at)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")
