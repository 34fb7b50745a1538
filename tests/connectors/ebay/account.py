"""Owns a simulated eBay account with Desk's connector at it, both on one clock that the test moves."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from connectors.channels.ebay import simulator
from connectors.channels.ebay.connector import Ebay, connect
from connectors.contract.snapshots import Cursor
from connectors.simulation import traffic
from connectors.simulation.traffic import Exchange
from desk.domain.clock import Instant, ManualClock, as_instant
from tests.connectors.ebay.desk_side import access
from tests.support.channel_side import DeskAtChannel


@dataclass
class EbayAccount(DeskAtChannel[Ebay]):
    """What the connector knows is in the cursor."""

    seen: list[str] = field(default_factory=list)  # paths that our calls asked for

    def do(self, deed: str, **arguments: Any) -> Any:
        answer = super().do(deed, **arguments)
        # Real time has passed there meanwhile.
        self.clock.advance((as_instant(self.running.simulator.clock.now()) - self.now).total_seconds())
        return answer

    def state(self, **query: str) -> Any:
        return self.get("state", **query)

    def faults(self, *planned: dict[str, Any], **profiles: float) -> None:
        """These from now on, and no others."""
        self.post("faults", clear=True, profiles=profiles, planned=list(planned))

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
        account = EbayAccount(running, found, connect, clock)

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
