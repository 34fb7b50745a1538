"""Owns a simulated shop with Desk's connector to it over HTTP, as the tests of the connector share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from connectors.channels.woocommerce import simulator
from connectors.channels.woocommerce.connector import WooCommerce, connect
from connectors.contract.snapshots import OrderSnapshot
from desk.domain.clock import SystemClock
from desk.domain.pushes import ConfirmShipment
from desk.domain.values import PushKey
from tests.connectors.woocommerce.desk_side import access, parcel
from tests.support.channel_side import Fetching

WAYS = {"fulfillments": "fulfillments", "shipment-tracking": "shipment-tracking", "ast": "ast", "meta": "none"}
KEY = PushKey("0192f0c1-key-one")
NUMBER = "00340434161094000001"


class Bench(Fetching[WooCommerce]):
    """A simulated shop, and Desk's connector to it."""

    def truth(self, number: str) -> dict[str, Any]:
        found: dict[str, Any] = next(one for one in self.get("state")["orders"] if str(one["id"]) == number)
        return found

    def effects(self) -> Counter[tuple[object, ...]]:
        """What our calls changed there, told apart as deeds: more than one of a kind is a doubled deed."""
        told = ("order_id", "tracking_number", "key", "text", "after")
        # Each parcel of a bare shop rewrites one list in the order's meta; the parcels in it are told by themselves.
        rewritten = "_wc_shipment_tracking_items"
        return Counter(
            (one["deed"], *(str(one["remote_ids"].get(name, "")) for name in told))
            for one in self.get("journal")["entries"]
            if one["actor"] == "client" and one["remote_ids"].get("key") != rewritten
        )

    def open_order(self, pieces: int = 2) -> OrderSnapshot:
        """An order to ship, without any parcel yet, with at least so many pieces."""
        for one in self.fetch().values():
            if one.channel_status == "processing" and not one.shipments and not one.payments[1:]:
                whole = self.connector.fetch_order(one.ref)
                assert isinstance(whole, OrderSnapshot)
                if not whole.shipments and sum(line.quantity for line in whole.lines) >= pieces:
                    return whole
        raise AssertionError("the world has no such order")


@contextmanager
def shop(orders: int = 40, timeout: float = 2.0, setting: str = "auto", **options: Any) -> Iterator[Bench]:
    """A simulated shop with a connector; `setting` is the account's way of tracking, `options` the shop's."""
    with simulator.start(seed=11, orders=orders, **options) as running:
        found = access(
            running.account_settings["base_url"],
            clock=SystemClock(),
            timeout=timeout,
            secrets=dict(running.credentials),
            tracking=setting,
            language="de",
        )
        connector = connect(found)
        try:
            yield Bench(running, connector)
        finally:
            connector.close()


def shop_by(way: str, **more: Any) -> AbstractContextManager[Bench]:
    """A shop that offers this way, to an account that finds out by itself."""
    return shop(tracking=WAYS[way], **more)


def whole_parcel(one: OrderSnapshot, **more: Any) -> ConfirmShipment:
    lines = tuple((line.remote_id, line.quantity) for line in one.lines)
    return parcel(one.ref.id, **{"lines": lines, **more})
