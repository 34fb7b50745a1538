"""Owns what the tests of deeds share: a simulated account on the connector's own clock, orders, faults, crashes."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import requests

from connectors.channels.amazon import simulator
from connectors.channels.amazon.connector import Amazon, connect
from connectors.channels.amazon.simulator_model import AmazonOrder, Seller
from connectors.channels.amazon.simulator_office import Refund
from connectors.contract.protocols import AccountAccess, Shared
from connectors.simulation.faults import PlannedFault
from desk.domain.clock import Instant, ManualClock, as_instant
from desk.domain.pushes import Attempt, Progress
from desk.domain.values import Money, PushKey, RemoteRef
from tests.connectors.amazon.desk_side import ACCOUNT, access

FEEDS, DOCUMENTS = "/feeds/2021-06-30/feeds", "/feeds/2021-06-30/documents"
_KEYS = count(1)


class Crash(BaseException):
    """The process dies here: no `except` of the program sees it coming."""


@dataclass
class Kept:
    """The outbox row of one deed: what the connector kept, the tries, and where the process is to die.

    `dies_at` is a state: the process dies right after it was kept, or before where `before` says so.
    """

    key: PushKey
    queued_at: Instant
    values: Mapping[str, str] = field(default_factory=dict)
    sent_at: Instant | None = None
    dies_at: str = ""
    before: bool = False
    states: list[str] = field(default_factory=list)

    def attempt(self, now: Instant) -> Attempt:
        """The next try, as the outbox gives it."""
        made = Attempt(
            key=self.key, queued_at=self.queued_at, sent_at=self.sent_at, progress=Progress(self.values, self._keep)
        )
        self.sent_at = now
        return made

    def _keep(self, values: Mapping[str, str]) -> None:
        dies = values.get("state") == self.dies_at
        if dies and self.before:
            raise Crash
        self.values = dict(values)
        self.states.append(values.get("state", ""))
        if dies:
            raise Crash


@dataclass
class DeskAtAmazon:
    """A simulated account with Desk's connector at it, both on one clock that the test moves."""

    running: Any
    access: AccountAccess
    connector: Amazon
    clock: ManualClock

    @property
    def seller(self) -> Seller:
        found: Seller = self.running.simulator.seller
        return found

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

    def catch_up(self) -> None:
        assert requests.get(f"{self.running.url}/_sim/state", timeout=10).ok

    def deeds(self) -> Counter[str]:
        """What our calls changed there."""
        self.catch_up()
        told = requests.get(f"{self.running.url}/_sim/journal", timeout=10).json()["entries"]
        return Counter(one["deed"] for one in told if one["actor"] == "client")

    def turned_down(self) -> Counter[str]:
        """What our feeds were refused there."""
        self.catch_up()
        return Counter(one.deed for one in self.running.simulator.journal.refusals if one.deed.endswith("_refused"))

    def refunds(self, order: AmazonOrder) -> list[Refund]:
        self.catch_up()
        return self.seller.office.refunds_of(order.id)

    def again(self, **more: Any) -> Amazon:
        """A connector of another process: what it knows stands with the push."""
        self.connector.close()
        self.access = dataclasses.replace(self.access, shared=Shared(), **more)
        self.connector = connect(self.access)
        return self.connector

    def bought(self, items: int = 1, **arguments: Any) -> AmazonOrder:
        """A new order in EUR of so many articles that nobody has done anything about."""
        for _ in range(80):
            order = self.seller.orders[self.do("new_order", **arguments)["id"]]
            if len(order.items) == items and order.currency == "EUR" and order.total > 2_000:
                return order
        raise AssertionError(f"nobody buys {items} articles")

    def shipped(self, items: int = 1, **pieces: int) -> AmazonOrder:
        order = self.bought(items)
        named = {order.items[int(place[1:])].id: many for place, many in pieces.items()}
        self.do("add_tracking", order=order.id, number="003404341610940", items=named)
        return order

    def plant(self, profile: str, path: str, *, times: int = 1, method: str = "POST") -> None:
        """A fault for the next calls to such a path."""
        plan = PlannedFault(profile, count=times, method=method, path_contains=path)
        self.running.simulator.faults.planned.append(plan)

    def deed(self, key: str = "") -> Kept:
        """A deed that the agent decides on now."""
        return Kept(PushKey(key or f"deed-{next(_KEYS)}"), self.now)

    def until(self, done: Callable[[], bool], *, hours: float = 0.25, times: int = 40) -> None:
        """Let time pass until it is so."""
        for _ in range(times):
            if done():
                return
            self.later(hours=hours)
        raise AssertionError("it never came")


@contextmanager
def desk_at_amazon(**options: Any) -> Iterator[DeskAtAmazon]:
    """An empty account of today. Desk's connector waits a short time only."""
    given = {"quotas": False, "past_returns": False, "empty_pages": False, **options}
    with simulator.start(seed=11, orders=0, **given) as running:
        clock = ManualClock(as_instant(running.simulator.clock.now()))
        plain = access(clock=clock, timeout=0.4, secrets=dict(running.credentials))
        found = dataclasses.replace(plain, settings=dict(running.account_settings))
        desk = DeskAtAmazon(running, found, connect(found), clock)
        try:
            yield desk
        finally:
            desk.connector.close()


def ref(order: AmazonOrder) -> RemoteRef:
    return RemoteRef(ACCOUNT, order.id)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")
