"""Owns a simulated eBay account with Desk's connector at it, both on one clock that the test moves."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import requests

from connectors.channels.ebay import simulator
from connectors.channels.ebay.connector import Ebay, connect
from connectors.contract.protocols import AccountAccess, Shared
from connectors.contract.snapshots import Cursor
from connectors.simulation import traffic
from connectors.simulation.traffic import Exchange
from desk.domain.clock import Instant, ManualClock, as_instant
from tests.connectors.ebay.desk_side import access


@dataclass
class EbayAccount:
    running: Any
    access: AccountAccess
    connector: Ebay
    clock: ManualClock
    seen: list[str] = field(default_factory=list)  # paths that our calls asked for

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
        # Real time has passed there meanwhile.
        self.clock.advance((as_instant(self.running.simulator.clock.now()) - self.now).total_seconds())
        return answer.json()

    def state(self, **query: str) -> Any:
        return requests.get(f"{self.running.url}/_sim/state", params=query, timeout=10).json()

    def faults(self, *planned: dict[str, Any], **profiles: float) -> None:
        """These from now on, and no others."""
        told = {"clear": True, "profiles": profiles, "planned": list(planned)}
        answer = requests.post(f"{self.running.url}/_sim/faults", json=told, timeout=10)
        assert answer.ok, answer.text

    def deeds(self) -> Counter[str]:
        """What our calls changed there."""
        told = requests.get(f"{self.running.url}/_sim/journal", timeout=10).json()["entries"]
        return Counter(one["deed"] for one in told if one["actor"] == "client")

    def shipped_orders(self) -> list[dict[str, Any]]:
        """Paid orders about which a buyer may open something, the newest first."""
        fitting = [
            one
            for one in self.state()["orders"]
            if one["listed"]
            and one["readable"]
            and one["trackings"]
            and not one["refunds"]
            and not one["pickup"]
            and one["cancel_state"] == "NONE_REQUESTED"
        ]
        return sorted(fitting, key=lambda one: one["created"], reverse=True)

    def again(self, **more: Any) -> Ebay:
        """A connector of another process: what it knows is in the cursor."""
        self.connector.close()
        self.access = dataclasses.replace(self.access, shared=Shared(), **more)
        self.connector = connect(self.access)
        return self.connector


@contextmanager
def ebay_account(orders: int = 12, seed: int = 11, **options: Any) -> Iterator[EbayAccount]:
    with simulator.start(seed=seed, orders=orders, **options) as running:
        clock = ManualClock(as_instant(running.simulator.clock.now()))
        plain = access(
            clock=clock,
            timeout=5.0,
            secrets=dict(running.credentials),
            start_date=Instant(clock.now() - timedelta(days=800)),
        )
        found = dataclasses.replace(plain, settings=dict(running.account_settings))
        account = EbayAccount(running, found, connect(found), clock)

        def note(exchange: Exchange) -> None:
            account.seen.append(exchange.request.path)

        traffic.OBSERVERS.append(note)
        try:
            yield account
        finally:
            traffic.OBSERVERS.remove(note)
            account.connector.close()


def through_json(cursor: Cursor) -> Cursor:
    """As the store keeps it."""
    return Cursor(json.loads(json.dumps(cursor.value)))
