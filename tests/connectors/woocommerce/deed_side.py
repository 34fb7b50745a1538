"""Owns what the tests of deeds share: a simulated shop on the connector's own clock, purchases, planted faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from connectors.channels.woocommerce import simulator
from connectors.channels.woocommerce.connector import WooCommerce, connect
from connectors.channels.woocommerce.simulator_model import Shop, ShopOrder, to_minor
from desk.domain.clock import ManualClock, as_instant
from desk.domain.values import RemoteRef
from tests.connectors.woocommerce.desk_side import ACCOUNT, access
from tests.support.channel_side import DeskAtChannel

LOST = ("deed_done_no_answer", "deed_done_reset", "cut_body")
"""What takes the answer to a deed away after it was done."""


class DeskAtShop(DeskAtChannel[WooCommerce]):
    """What the connector knows of a deed is in the shop."""

    @property
    def shop(self) -> Shop:
        found: Shop = self.running.simulator.shop
        return found

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
        desk = DeskAtShop(running, found, connect, clock)
        try:
            yield desk
        finally:
            desk.connector.close()


def ref(order: ShopOrder) -> RemoteRef:
    return RemoteRef(ACCOUNT, str(order.id))


def total(order: ShopOrder) -> int:
    return to_minor(order.total, order.decimals)


def refunded(order: ShopOrder) -> int:
    return to_minor(order.refunded, order.decimals)
