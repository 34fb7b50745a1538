"""Owns a simulated eBay account with Desk's connector to it: asked, driven and looked at as tests need it."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from connectors.channels.ebay import simulator
from connectors.channels.ebay.connector import Ebay, connect
from connectors.contract.protocols import AccountAccess
from connectors.contract.snapshots import OrderSnapshot
from desk.domain.clock import Instant, SystemClock
from desk.domain.orders import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import ConfirmShipment
from desk.domain.values import PushKey
from tests.connectors.ebay.desk_side import access, parcel
from tests.support.channel_side import Fetching
from tests.support.lately import lately

KEY = PushKey("0192f0c1-key-one")


@dataclass
class Bench(Fetching[Ebay]):
    """A simulated eBay account, and Desk's connector to it."""

    access: AccountAccess = field(kw_only=True)

    def truth(self, number: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"state?order={number}")["orders"][0]
        return found

    def listed(self) -> dict[str, dict[str, Any]]:
        return {one["id"]: one for one in self.get("state")["orders"] if one["listed"]}

    def unpaid(self) -> set[str]:
        """Ids under which Trading lists what nobody has paid yet; it forgets them after 90 days."""
        since = f"{SystemClock().now() - timedelta(days=89):%Y-%m-%d}"
        return {one["trading_id"] for one in self.get("state")["orders"] if one["unpaid"] and one["created"] > since}

    def effects(self) -> Counter[tuple[object, ...]]:
        """What our calls changed there, told apart as deeds: more than one of a kind is a doubled deed."""
        return Counter(
            (one["deed"], one["remote_ids"]["order_id"], str(one["remote_ids"].get("tracking_number", "")))
            for one in self.get("journal")["entries"]
            if one["actor"] == "client"
        )

    def open_order(self, pieces: int = 2) -> OrderSnapshot:
        """An order to ship, without any parcel yet, with at least so many pieces."""
        for one in self.fetch().values():
            ours = one.handling is Handling.OURS and one.order is OrderFacet.OPEN and not one.shipments
            ships = one.shipping is ShippingFacet.UNSHIPPED and one.payment is PaymentFacet.PAID
            if ours and ships and sum(line.quantity for line in one.lines) >= pieces and not one.recipient.extra:
                return one
        raise AssertionError("the world has no such order")


@contextmanager
def ebay(orders: int = 40, timeout: float = 2.0, **options: Any) -> Iterator[Bench]:
    with simulator.start(seed=11, orders=orders, **{"now": lately(), **options}) as running:
        found = access_to(running, timeout=timeout)
        connector = connect(found)
        try:
            yield Bench(running, connector, access=found)
        finally:
            connector.close()


def access_to(running: Any, **more: Any) -> AccountAccess:
    clock = SystemClock()
    plain = access(
        running.url,
        clock=clock,
        secrets=dict(running.credentials),
        start_date=Instant(clock.now() - timedelta(days=800)),
        **{name: value for name, value in running.account_settings.items() if name != "base_url"},
    )
    return dataclasses.replace(plain, **more)


def whole_parcel(one: OrderSnapshot, **more: Any) -> ConfirmShipment:
    lines = tuple((line.remote_id, line.quantity) for line in one.lines)
    return parcel(one.ref.id, **{"lines": lines, "shipped_at": SystemClock().now(), **more})
