"""Owns what the tests of deeds share: a simulated shop on the connector's own clock, purchases, planted faults."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import requests

from connectors.channels.woocommerce import simulator
from connectors.channels.woocommerce.connector import WooCommerce, connect
from connectors.channels.woocommerce.simulator_model import Shop, ShopOrder, to_minor
from connectors.contract.protocols import AccountAccess, Shared
from connectors.simulation.faults import PlannedFault
from desk.domain.clock import Instant, ManualClock, as_instant
from desk.domain.pushes import Attempt
from desk.domain.values import Money, PushKey, RemoteRef
from tests.connectors.woocommerce.desk_side import ACCOUNT, access

_KEYS = count(1)
LOST = ("deed_done_no_answer", "deed_done_reset", "cut_body")
"""What takes the answer to a deed away after it was done."""


@dataclass
class DeskAtShop:
    """A simulated shop with Desk's connector at it, both on one clock that the test moves."""

    running: Any
    access: AccountAccess
    connector: WooCommerce
    clock: ManualClock

    @property
    def shop(self) -> Shop:
        found: Shop = self.running.simulator.shop
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

    def deeds(self) -> Counter[str]:
        """What our calls changed there."""
        told = requests.get(f"{self.running.url}/_sim/journal", timeout=10).json()["entries"]
        return Counter(one["deed"] for one in told if one["actor"] == "client")

    def again(self, **more: Any) -> WooCommerce:
        """A connector of another process: what it knows is in the shop."""
        self.connector.close()
        self.access = dataclasses.replace(self.access, shared=Shared(), **more)
        self.connector = connect(self.access)
        return self.connector

    def bought(self, method: str = "ppcp-gateway", status: str = "processing", lines: int = 1) -> ShopOrder:
        """A new order in EUR that nobody has done anything about; paid, where its status and method say so."""
        for _ in range(80):
            made = self.do("new_order", status=status)
            order = self.shop.orders[made["id"]]
            if len(order.lines) == lines and order.currency == "EUR" and order.total > 20_000_000:
                order.payment_method = method
                paid = status in ("processing", "completed") and method not in ("cod", "invoice")
                order.paid = order.created if paid else None
                order.rendered.clear()
                return order
        raise AssertionError(f"nobody buys {lines} articles")

    def plant(self, profile: str, path: str, *, times: int = 1, method: str = "POST") -> None:
        """A fault for the next calls to such a path."""
        plan = PlannedFault(profile, count=times, method=method, path_contains=path)
        self.running.simulator.faults.planned.append(plan)


@contextmanager
def desk_at_shop(**options: Any) -> Iterator[DeskAtShop]:
    """An empty shop of today. Desk's connector waits a short time only."""
    with simulator.start(seed=11, orders=0, **options) as running:
        clock = ManualClock(as_instant(running.simulator.clock.now()))
        found = access(
            running.account_settings["base_url"],
            clock=clock,
            timeout=0.3,
            secrets=dict(running.credentials),
            language="de",
        )
        desk = DeskAtShop(running, found, connect(found), clock)
        try:
            yield desk
        finally:
            desk.connector.close()


def ref(order: ShopOrder) -> RemoteRef:
    return RemoteRef(ACCOUNT, str(order.id))


def attempt(desk: DeskAtShop, sent: bool = False, key: str = "") -> Attempt:
    """A try of a deed that the agent decides on now; `sent`: an earlier one may have arrived, in another process."""
    now = desk.now
    return Attempt(key=PushKey(key or f"deed-{next(_KEYS)}"), queued_at=now, sent_at=now if sent else None)


def after(first: Attempt, at: Instant) -> Attempt:
    """The same deed's next try, as the outbox tells it."""
    return Attempt(key=first.key, queued_at=first.queued_at, sent_at=at)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def total(order: ShopOrder) -> int:
    return to_minor(order.total, order.decimals)


def refunded(order: ShopOrder) -> int:
    return to_minor(order.refunded, order.decimals)
