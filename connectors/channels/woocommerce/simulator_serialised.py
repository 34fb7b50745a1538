"""Owns the lists of a simulated shop whose orders are all put into JSON beforehand, so that what reads them is measured
and not the shop. Such a shop has no refunds: each would be asked for by itself, and this is about lists.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC
from typing import NamedTuple

from connectors.channels.woocommerce.simulator_model import NOT_ANY, Shop
from connectors.channels.woocommerce.simulator_params import Params, date_time, integer
from connectors.channels.woocommerce.simulator_query import as_mysql_compares
from connectors.channels.woocommerce.simulator_wire import order_bytes

_DECIMALS = 4
_KNOWN = frozenset({"modified_after", "page", "per_page"})
_BY_CHANGE = {"status": "any", "orderby": "modified", "order": "asc", "dates_are_gmt": "true", "dp": str(_DECIMALS)}


class SerialisedPage(NamedTuple):
    """One page of the list, and how much there is of it in all."""

    body: bytes
    total: int
    page: int
    pages: int


class SerialisedOrders:
    """All orders that the list shows, by their change. Made once; a shop that is written to must not have them."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        for order in shop.visible():
            order.refunds.clear()
            order.rendered.clear()
        shown = [order for order in shop.visible() if order.status not in NOT_ANY and order.spoilt is None]
        shown.sort(key=lambda order: (order.modified, order.id))
        self.ids = [str(order.id) for order in shown]
        self._changes = [order.modified for order in shown]
        self._texts = [order_bytes(shop, order, _DECIMALS) for order in shown]

    def page(self, query: Params) -> SerialisedPage | None:
        """The page that is asked for; None for any question but that for what changed, the earliest first."""
        if any(query.get(name) != value for name, value in _BY_CHANGE.items()) or set(query) - _KNOWN - set(_BY_CHANGE):
            return None
        after = date_time(query, "modified_after")
        first = 0
        if after is not None:
            first = bisect_right(self._changes, as_mysql_compares(self._shop, after).replace(tzinfo=UTC))
        page = integer(query, "page", 1, least=1)
        size = integer(query, "per_page", 10, least=1, most=self._shop.options.per_page_cap)
        total = len(self._texts) - first
        begin = first + (page - 1) * size
        return SerialisedPage(
            b"[" + b",".join(self._texts[begin : begin + size]) + b"]", total, page, -(-total // size)
        )
