"""The simulated WooCommerce shop: stands in for a stranger's server in the demo, the tests and the drills. Made
from the channel's own rules, not from our connector; it refuses what a real shop would refuse. `start` serves it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from connectors.channels.woocommerce import simulator_deeds as deeds
from connectors.channels.woocommerce.simulator_auth import ApiKey, make_key
from connectors.channels.woocommerce.simulator_model import Shop, ShopOptions, ShopOrder
from connectors.channels.woocommerce.simulator_params import RestError
from connectors.channels.woocommerce.simulator_routes import Routes
from connectors.channels.woocommerce.simulator_seed import fill
from connectors.channels.woocommerce.simulator_serialised import SerialisedOrders
from connectors.channels.woocommerce.simulator_state import shop_state
from connectors.channels.woocommerce.simulator_wire import wp_json
from connectors.channels.woocommerce.simulator_writes import Act
from connectors.simulation.app import SimulatorApp
from connectors.simulation.clock import SimulationClock, whole_seconds
from connectors.simulation.faults import Faults
from connectors.simulation.journal import Journal
from connectors.simulation.server import RunningSimulator
from connectors.simulation.starting import Parts, own_options, serve_simulator
from connectors.simulation.wire import WireAnswer, WireRequest
from connectors.simulation.world import World, WorldOrder

kind = "woocommerce"
LATE_SECONDS = 120
UNKNOWN_STATUSES = ("wartet-auf-lager", "teil-versendet", "dropship-angefragt")
# Fields that no reader may depend on: plugins and older versions leave them out.
DISPENSABLE = (
    "cart_hash",
    "created_via",
    "customer_ip_address",
    "customer_user_agent",
    "version",
    "payment_url",
    "is_editable",
    "needs_payment",
    "needs_processing",
    "currency_symbol",
    "parent_id",
    "_links",
)


class WooCommerceChannel:
    """The shop seen from the simulation kit."""

    kind = kind

    def __init__(self, shop: Shop, key: ApiKey) -> None:
        self.shop = shop
        self.key = key
        self.routes = Routes(shop, key)
        self._last_pages: dict[str, tuple[datetime, WireAnswer]] = {}

    def answer(self, request: WireRequest) -> WireAnswer:
        answer = self.routes.answer(request)
        if answer.status == 200 and self._is_list(request):
            self._last_pages[_lasting(request)] = request.at, answer
        return answer

    def state(self, query: Mapping[str, str]) -> Any:
        if query.get("secrets") == "1":
            # What no log of a client may ever hold.
            return {"secrets": [self.key.consumer_key, self.key.consumer_secret]}
        return shop_state(self.shop, query)

    def do(self, deed: str, arguments: Mapping[str, Any], at: datetime) -> Any:
        return deeds.do(self.shop, deed, arguments, at)

    def foreign_records(self) -> list[str]:
        return [str(order.id) for order in self.shop.orders.values() if order.spoilt is not None]

    # -- faults ----------------------------------------------------------------------------------------------------

    def suits(self, profile: str, request: WireRequest) -> bool:
        if profile in ("page_shift", "late_record", "unknown_enum", "foreign_record", "missing_field"):
            return self._is_list(request)
        if profile == "token_repeated":
            # WooCommerce has no page tokens; what happens is a page from a cache that forgot the parameters.
            return _lasting(request) in self._last_pages
        if profile == "channel_moved":
            return self._addressed(request) is not None
        return True

    def stage(self, profile: str, request: WireRequest, dice: float) -> bool:
        act = Act(whole_seconds(request.at))
        if profile == "late_record":
            # A checkout whose transaction took two minutes: visible now, stamped then.
            deeds.new_order(self.shop, {}, Act(whole_seconds(request.at - timedelta(seconds=LATE_SECONDS))))
            return True
        if profile == "foreign_record":
            kinds = [name for name in deeds.BAD_KINDS if name != "no_id_fields"]
            deeds.bad_record(self.shop, {"kind": kinds[int(dice * len(kinds))]}, act)
            return True
        order = self._addressed(request) if profile == "channel_moved" else self._some_order(dice)
        if order is None:
            return False
        if profile == "page_shift":
            deeds.touch(self.shop, {"orders": [order.id]}, act)
        elif profile == "unknown_enum":
            status = UNKNOWN_STATUSES[int(dice * 1000) % len(UNKNOWN_STATUSES)]
            deeds.set_status(self.shop, {"order": order.id, "status": status}, act)
        else:
            deeds.set_status(self.shop, {"order": order.id, "status": "cancelled"}, act)
        return True

    def fault_answer(self, profile: str, request: WireRequest, dice: float) -> WireAnswer | None:
        if profile == "token_repeated":
            kept_at, answer = self._last_pages[_lasting(request)]
            age = max(1, int((request.at - kept_at).total_seconds()))
            return replace(answer, headers=(*answer.headers, ("Age", str(age))))
        if profile == "token_expired":
            # Keys do not expire; the owner has revoked this one.
            error = RestError(401, "woocommerce_rest_authentication_error", "Consumer key is invalid.")
            return WireAnswer(error.status, wp_json(error.document()))
        return None

    def spoil(self, profile: str, request: WireRequest, answer: WireAnswer, dice: float) -> WireAnswer | None:
        if answer.status != 200:
            return None
        records = json.loads(answer.body)
        if not isinstance(records, list) or not records:
            return None
        record = records[int(dice * len(records))]
        record.pop(DISPENSABLE[int(dice * 1000) % len(DISPENSABLE)], None)
        return answer.with_body(wp_json(records))

    def _is_list(self, request: WireRequest) -> bool:
        query = dict(request.query)
        path = query.get("rest_route") or request.path
        return request.method == "GET" and path.rstrip("/").endswith("/wc/v3/orders") and "_fields" not in query

    def _addressed(self, request: WireRequest) -> ShopOrder | None:
        parts = (dict(request.query).get("rest_route") or request.path).split("/")
        after = [parts[place + 1] for place, part in enumerate(parts[:-1]) if part == "orders"]
        return self.shop.orders.get(int(after[0])) if after and after[0].isdigit() else None

    def _some_order(self, dice: float) -> ShopOrder | None:
        orders = [order for order in self.shop.visible() if order.spoilt is None and order.status != "trash"]
        return orders[int(dice * len(orders))] if orders else None


def _lasting(request: WireRequest) -> str:
    passing = ("page", "offset", "modified_after")
    kept = [
        f"{name}={value}"
        for name, value in request.query
        if name not in passing and not name.startswith(("oauth_", "consumer_"))
    ]
    return f"{request.path}?{'&'.join(sorted(kept))}"


@dataclass
class Simulator:
    """A shop with everything around it, not yet served. `site_url` must be the address that clients use."""

    app: SimulatorApp
    shop: Shop
    key: ApiKey
    journal: Journal
    clock: SimulationClock
    faults: Faults

    @property
    def credentials(self) -> dict[str, str]:
        return {"consumer_key": self.key.consumer_key, "consumer_secret": self.key.consumer_secret}

    def account_settings(self, url: str) -> dict[str, str]:
        return {"base_url": url + self.shop.options.base_path}

    def reached_at(self, url: str) -> None:
        """Tells the shop its own address, which its index reports and its signatures cover."""
        self.shop.site_url = url + self.shop.options.base_path


def build(
    world_or_orders: World | Iterable[WorldOrder],
    *,
    seed: int,
    clock: SimulationClock | None = None,
    options: ShopOptions | None = None,
    faults: Faults | None = None,
    journal_file: str | None = None,
) -> Simulator:
    """A shop that holds its slice of the world, or exactly these orders."""
    options = options or ShopOptions()
    orders = world_or_orders.slice(kind) if isinstance(world_or_orders, World) else tuple(world_or_orders)
    clock, faults = clock or SimulationClock(), faults or Faults(seed)
    journal = Journal(journal_file)
    shop = Shop(options, seed, journal)
    fill(shop, orders)
    shop.mails.clear()
    key = make_key(seed, options.permission)
    app = SimulatorApp(WooCommerceChannel(shop, key), clock, journal, faults)
    return Simulator(app, shop, key, journal, clock, faults)


def start(seed: int, orders: int, port: int = 0, faults: str | None = None, **options: Any) -> RunningSimulator:
    """Serves a shop of `orders` orders on loopback. Options are those of ShopOptions and of `serve_simulator`."""
    return serve_simulator(kind, _of_parts, seed=seed, orders=orders, port=port, faults=faults, options=options)


def start_serialised(seed: int, orders: int) -> RunningSimulator:
    """Serves a shop whose lists are put into JSON beforehand, for a bench of what reads them."""

    def made(parts: Parts) -> Simulator:
        simulator = _of_parts(parts)
        _routes(simulator).serialised = SerialisedOrders(simulator.shop)
        return simulator

    return serve_simulator(kind, made, seed=seed, orders=orders, port=0, faults=None, options={})


def serialised_ids(running: RunningSimulator) -> list[str]:
    """The orders that such a shop lists, by their change."""
    serialised = _routes(running.simulator).serialised
    return [] if serialised is None else serialised.ids


def _routes(simulator: Simulator) -> Routes:
    return cast("WooCommerceChannel", simulator.app.channel).routes


def _of_parts(parts: Parts) -> Simulator:
    return build(
        parts.peopled,
        seed=parts.seed,
        clock=parts.clock,
        options=own_options(ShopOptions, parts.own, "A WooCommerce"),
        faults=parts.faults,
        journal_file=parts.journal_file,
    )
