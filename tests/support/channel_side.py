"""Owns what the tests of all channels do with a simulated account that Desk's connector is at: both are on one clock
that the test moves. Also the tries of a deed, as the outbox gives them.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any, Generic, Protocol, TypeVar

import requests

from connectors.contract.protocols import AccountAccess, Shared
from connectors.simulation.faults import PlannedFault
from desk.domain.clock import Instant, ManualClock
from desk.domain.pushes import Attempt
from desk.domain.values import Money, PushKey

_KEYS = count(1)


class Closable(Protocol):
    def close(self) -> None: ...


C = TypeVar("C", bound=Closable)


@dataclass
class DeskAtChannel(Generic[C]):
    """A simulated account with Desk's connector at it."""

    running: Any
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

    def do(self, deed: str, **arguments: Any) -> Any:
        answer = requests.post(f"{self.running.url}/_sim/do", json={"deed": deed, **arguments}, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def deeds(self) -> Counter[str]:
        """What our calls changed there."""
        told = requests.get(f"{self.running.url}/_sim/journal", timeout=10).json()["entries"]
        return Counter(one["deed"] for one in told if one["actor"] == "client")

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
