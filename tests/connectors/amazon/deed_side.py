"""Owns what the tests of deeds share: a simulated account on the connector's own clock, orders, faults, crashes."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests

from connectors.channels.amazon import simulator
from connectors.channels.amazon.connector import Amazon, connect
from connectors.channels.amazon.simulator_model import AmazonOrder, Seller
from connectors.channels.amazon.simulator_office import Refund
from desk.domain.clock import Instant, ManualClock, as_instant
from desk.domain.pushes import Attempt, Progress
from desk.domain.values import PushKey, RemoteRef
from tests.connectors.amazon.desk_side import ACCOUNT, access
from tests.support.channel_side import DeskAtChannel, new_key

FEEDS, DOCUMENTS = "/feeds/2021-06-30/feeds", "/feeds/2021-06-30/documents"


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


class DeskAtAmazon(DeskAtChannel[Amazon]):
    """What the connector knows of a deed stands with its push."""

    @property
    def seller(self) -> Seller:
        found: Seller = self.running.simulator.seller
        return found

    def catch_up(self) -> None:
        assert requests.get(f"{self.running.url}/_sim/state", timeout=10).ok

    def deeds(self) -> Counter[str]:
        self.catch_up()
        return super().deeds()

    def turned_down(self) -> Counter[str]:
        """What our feeds were refused there."""
        self.catch_up()
        return Counter(one.deed for one in self.running.simulator.journal.refusals if one.deed.endswith("_refused"))

    def refunds(self, order: AmazonOrder) -> list[Refund]:
        self.catch_up()
        return self.seller.office.refunds_of(order.id)

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

    def deed(self, key: str = "") -> Kept:
        """A deed that the agent decides on now."""
        return Kept(PushKey(key) if key else new_key(), self.now)

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
        desk = DeskAtAmazon(running, found, connect, clock)
        try:
            yield desk
        finally:
            desk.connector.close()


def ref(order: AmazonOrder) -> RemoteRef:
    return RemoteRef(ACCOUNT, order.id)
