"""The routes of a simulated WooCommerce shop by which parcels come in: core fulfilments and tracking plugins.
Also what every route needs to answer. The table of routes is simulator_routes'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from connectors.channels.woocommerce import simulator_tracking as tracking
from connectors.channels.woocommerce import simulator_writes as writes
from connectors.channels.woocommerce.simulator_auth import ApiKey
from connectors.channels.woocommerce.simulator_model import Shop, ShopOrder
from connectors.channels.woocommerce.simulator_params import Params, integer, texts
from connectors.channels.woocommerce.simulator_wire import (
    DEFAULT_DP,
    fulfillment_json,
    only_fields,
    route_url,
    wp_json,
)
from connectors.channels.woocommerce.simulator_writes import Act
from connectors.simulation.wire import WireAnswer, WireRequest


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request: `params` are query and body together, as WordPress merges them."""

    request: WireRequest
    method: str
    route: str
    query: Params
    body: Params

    @property
    def params(self) -> Params:
        return {**self.query, **self.body}

    @property
    def act(self) -> Act:
        return Act(self.request.at, self.request)

    @property
    def dp(self) -> int:
        return abs(integer(self.params, "dp", DEFAULT_DP))


class ParcelRoutes:
    def __init__(self, shop: Shop, key: ApiKey) -> None:
        self.shop = shop
        self.key = key

    # -- answering -------------------------------------------------------------------------------------------------

    def reply(
        self, call: Call, document: Any, status: int = 200, headers: list[tuple[str, str]] | None = None
    ) -> WireAnswer:
        wanted = texts(call.query["_fields"]) if "_fields" in call.query else []
        if wanted:
            cut = [only_fields(each, wanted) for each in document] if isinstance(document, list) else None
            document = cut if cut is not None else only_fields(document, wanted)
        return WireAnswer(status, wp_json(document), [*api_headers(self.shop), *(headers or [])])

    def order(self, found: re.Match[str]) -> ShopOrder:
        return writes.find(self.shop, int(found["id"]))

    def noted_order(self, found: re.Match[str]) -> ShopOrder:
        order = self.shop.orders.get(int(found["id"]))
        if order is None:
            raise tracking.invalid_order()
        return order

    # fulfilments

    def list_fulfillments(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.noted_order(found)
        return self.reply(call, [fulfillment_json(self.shop, order, each) for each in tracking.live(order)])

    def one_fulfillment(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.noted_order(found)
        fulfillment = tracking.find_fulfillment(order, int(found["inner"]))
        return self.reply(call, fulfillment_json(self.shop, order, fulfillment))

    def add_fulfillment(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.noted_order(found)
        fulfillment = tracking.add_fulfillment(self.shop, order, call.params, call.act)
        return self.reply(call, fulfillment_json(self.shop, order, fulfillment), 201)

    def change_fulfillment(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.noted_order(found)
        fulfillment = tracking.find_fulfillment(order, int(found["inner"]))
        tracking.change_fulfillment(self.shop, order, fulfillment, call.params, call.act)
        changed = tracking.find_fulfillment(order, int(found["inner"]))
        return self.reply(call, fulfillment_json(self.shop, order, changed))

    def remove_fulfillment(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.noted_order(found)
        fulfillment = tracking.find_fulfillment(order, int(found["inner"]))
        tracking.remove_fulfillment(self.shop, order, fulfillment, call.params, call.act)
        return self.reply(call, {"message": "Fulfillment deleted successfully."})

    # tracking plugins

    def list_trackings(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order, space = self.noted_order(found), found["space"]
        shown = [tracking.entry_json(self.shop, order, entry, space) for entry in tracking.entries(order)]
        return self.reply(call, shown)

    def one_tracking(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.noted_order(found)
        entry = tracking.find_entry(order, found["inner"])
        return self.reply(call, tracking.entry_json(self.shop, order, entry, found["space"]))

    def add_tracking(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.noted_order(found)
        made = tracking.add_entry(self.shop, order, call.params, call.act, found["space"])
        return self.reply(call, made, 201)

    def remove_tracking(self, call: Call, found: re.Match[str]) -> WireAnswer:
        order = self.noted_order(found)
        entry = tracking.find_entry(order, found["inner"])
        shown = tracking.entry_json(self.shop, order, entry, found["space"])
        tracking.remove_entry(self.shop, order, entry, call.act)
        return self.reply(call, shown)

    def providers(self, call: Call, found: re.Match[str]) -> WireAnswer:
        return self.reply(call, dict(tracking.providers(self.shop)))


def api_headers(shop: Shop) -> list[tuple[str, str]]:
    return [
        ("X-Robots-Tag", "noindex"),
        ("X-Content-Type-Options", "nosniff"),
        ("Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link"),
        ("Link", f'<{route_url(shop, "/")}>; rel="https://api.w.org/"'),
        ("Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private"),
    ]
