"""The simulated Amazon: the Selling Partner API and Login with Amazon on one loopback port, for the demo, the tests and
the drills. Made from the channel's own rules and models, not from our connector; it refuses what Amazon would refuse.
`start` serves it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.amazon import simulator_deeds as deeds
from connectors.channels.amazon.simulator_auth import TOKEN_PATH, Login
from connectors.channels.amazon.simulator_errors import EXPIRED, as_json, edge_page, forbidden, over_quota, unauthorized
from connectors.channels.amazon.simulator_feeds import order_named
from connectors.channels.amazon.simulator_model import (
    LATE_SECONDS,
    MERCHANT,
    UNSHIPPED,
    AmazonOrder,
    Item,
    Seller,
    SellerOptions,
)
from connectors.channels.amazon.simulator_quotas import CREATE_FEED, SEARCH, Quotas
from connectors.channels.amazon.simulator_refunds import left
from connectors.channels.amazon.simulator_routes import Routes, operation
from connectors.channels.amazon.simulator_seed import fill
from connectors.channels.amazon.simulator_state import account_state
from connectors.channels.amazon.simulator_storage import BUCKET, refusal
from connectors.channels.amazon.simulator_work import catch_up
from connectors.simulation.app import MAINTENANCE_SECONDS, SimulatorApp
from connectors.simulation.clock import SimulationClock
from connectors.simulation.faults import Faults
from connectors.simulation.journal import Journal
from connectors.simulation.server import RunningSimulator
from connectors.simulation.starting import Parts, own_options, serve_simulator
from connectors.simulation.wire import WireAnswer, WireRequest
from connectors.simulation.world import World, WorldOrder

kind = "amazon"
# How long ago a late record was stamped, beyond the two minutes that all are late.
LATER_SECONDS = 240
TOKENS = ("paginationToken", "nextToken")
UNKNOWN_STATUSES = ("AWAITING_PICKUP", "PARTIALLY_CANCELLED", "IN_REVIEW")
OF_LISTS = ("page_shift", "late_record", "unknown_enum", "foreign_record", "missing_field")
# What may befall the storage of documents, which has no quotas and no tokens.
OF_STORAGE = (
    "server_html",
    "cut_body",
    "slow_body",
    "empty_200",
    "silence",
    "reset",
    "deed_done_no_answer",
    "deed_done_reset",
)
# What may befall the token endpoint as well; the rest is the API's alone.
OF_LOGIN = ("server_html", "maintenance", "cut_body", "slow_body", "warning_before_json", "empty_200")
# Fields that the model does not ask for, so no reader may depend on them.
DISPENSABLE = (
    ("programs",),
    ("orderAliases",),
    ("associatedOrders",),
    ("salesChannel", "marketplaceName"),
    ("fulfillment", "fulfillmentServiceLevel"),
    ("fulfillment", "shipByWindow"),
    ("fulfillment", "deliverByWindow"),
    ("proceeds", "breakdowns"),
    ("orderItems", "product", "condition"),
    ("orderItems", "product", "asin"),
)


class AmazonChannel:
    """The account seen from the simulation kit."""

    kind = kind

    def __init__(self, seller: Seller, login: Login, clock: SimulationClock) -> None:
        self.seller = seller
        self.login = login
        self.clock = clock
        self.routes = Routes(seller, login, Quotas(seller.options.quotas, seller.options.rate_header))

    def answer(self, request: WireRequest) -> WireAnswer:
        return self.routes.answer(request)

    def state(self, query: Mapping[str, str]) -> Any:
        if query.get("secrets") == "1":
            # What no log of a client may ever hold.
            login = self.login
            return {"secrets": [login.client_secret, login.refresh_token, *login.issued]}
        now, ends = self.clock.now(), self.login.secret_ends
        catch_up(self.seller, now)
        told = {"quotas": self.routes.quotas.left(), "secret_ends": None if ends is None else ends.isoformat()}
        return {**account_state(self.seller, query, now), **told}

    def do(self, deed: str, arguments: Mapping[str, Any], at: datetime) -> Any:
        catch_up(self.seller, at)
        return deeds.do(self.seller, self.login, self.routes, deed, arguments, at)

    def foreign_records(self) -> list[str]:
        """Orders that a fault or a deed has made unlike Amazon's own."""
        orders = self.seller.orders.values()
        return [order.id for order in orders if order.spoilt is not None or order.shown_status is not None]

    # -- faults ------------------------------------------------------------------------------------------------------

    def suits(self, profile: str, request: WireRequest) -> bool:
        if request.path == TOKEN_PATH:
            return profile in OF_LOGIN
        if request.path.startswith(BUCKET):
            return profile in OF_STORAGE
        if profile in OF_LISTS:
            return self._is_list(request)
        if profile == "token_repeated":
            return any(name in dict(request.query) for name in TOKENS)
        if profile == "channel_moved":
            order = self._addressed(request)
            return order is not None and (_can_be_cancelled(order) or self._refundable(order, request) is not None)
        return True

    def stage(self, profile: str, request: WireRequest, dice: float) -> bool:
        at = request.at
        if profile == "late_record":
            # Stamped before what this list will say it reaches, and not in it yet.
            stamped = at - timedelta(seconds=LATE_SECONDS + LATER_SECONDS)
            self._do("new_order", {"late_by": LATE_SECONDS + LATER_SECONDS + 1}, stamped)
            return True
        before = at - timedelta(seconds=LATE_SECONDS)
        if profile == "foreign_record":
            kinds = list(deeds.BAD_KINDS)
            self._do("bad_record", {"kind": kinds[int(dice * len(kinds))]}, before)
            return True
        order = self._addressed(request) if profile == "channel_moved" else self._some_order(profile, before, dice)
        if order is None:
            return False
        if profile == "page_shift":
            self._do("touch", {"orders": [order.id]}, at)
        elif profile == "unknown_enum":
            status = UNKNOWN_STATUSES[int(dice * 1000) % len(UNKNOWN_STATUSES)]
            # Long enough ago to be in this very list.
            self._do("set_status", {"order": order.id, "status": status}, before)
        elif _can_be_cancelled(order):
            self._do("cancel", {"order": order.id}, at)
        else:
            # Somebody at Seller Central has given everything back already.
            item = self._refundable(order, request)
            self._do("refund", {"order": order.id, "item": item.id if item is not None else ""}, at)
        return True

    def _do(self, deed: str, arguments: Mapping[str, Any], at: datetime) -> Any:
        return deeds.do(self.seller, self.login, self.routes, deed, arguments, at)

    def fault_answer(self, profile: str, request: WireRequest, dice: float) -> WireAnswer | None:
        if profile == "token_repeated":
            return self._same_token_again(request)
        if profile == "token_expired":
            # The token is really over; the same one will not do again.
            self.login.kill_token(request.headers.get("x-amz-access-token", ""))
            return unauthorized(EXPIRED).answer()
        if profile == "throttle":
            wait = [("Retry-After", str(1 + int(dice * 6)))] if dice < 0.5 else []
            return over_quota().answer(wait)
        if profile == "server_html" and request.path.startswith(BUCKET):
            return refusal(503, "SlowDown", "Please reduce your request rate.")
        if profile == "server_html":
            return _server_fault(dice)
        if profile == "maintenance":
            wait = [("Retry-After", str(MAINTENANCE_SECONDS))]
            return edge_page(503, "The service is unavailable for scheduled maintenance.", wait)
        return None

    def _same_token_again(self, request: WireRequest) -> WireAnswer | None:
        answer = self.routes.answer(request)
        if answer.status != 200:
            return answer
        document, query = json.loads(answer.body), dict(request.query)
        if "paginationToken" in query:
            document["pagination"] = {"nextToken": query["paginationToken"]}
        else:
            document.get("payload", document)["nextToken"] = query["nextToken"]
        return answer.with_body(as_json(document))

    def spoil(self, profile: str, request: WireRequest, answer: WireAnswer, dice: float) -> WireAnswer | None:
        if answer.status != 200:
            return None
        document = json.loads(answer.body)
        records = document.get("orders") or []
        if not records:
            return None
        record = records[int(dice * len(records))]
        start = int(dice * 1000)
        # The drawn field may not be there; then the next that is.
        for place in range(len(DISPENSABLE)):
            if _dropped(record, DISPENSABLE[(start + place) % len(DISPENSABLE)]):
                return answer.with_body(as_json(document))
        return None

    def _is_list(self, request: WireRequest) -> bool:
        named = operation(request)
        return named is not None and named[0] == SEARCH

    def _addressed(self, request: WireRequest) -> AmazonOrder | None:
        named = operation(request)
        if named is not None and named[0] == CREATE_FEED:
            return self.seller.orders.get(order_named(self.seller, request))
        return self.seller.orders.get(named[1]) if named is not None else None

    def _refundable(self, order: AmazonOrder, request: WireRequest) -> Item | None:
        """Of an order that a feed is about: who asks of its parcels has no eye for money."""
        named = operation(request)
        if named is None or named[0] != CREATE_FEED or order.fulfilled_by != MERCHANT:
            return None
        return next((item for item in order.items if sum(left(self.seller, order, item).values()) > 0), None)

    def _some_order(self, profile: str, before: datetime, dice: float) -> AmazonOrder | None:
        orders = [
            order
            for order in self.seller.listed(self.clock.now())
            if order.spoilt is None
            and order.updated <= before
            and (profile == "page_shift" or (order.fulfilled_by == MERCHANT and not order.kept_back))
        ]
        return orders[int(dice * len(orders))] if orders else None


def _can_be_cancelled(order: AmazonOrder) -> bool:
    return order.fulfilled_by == MERCHANT and order.status == UNSHIPPED


def _dropped(record: dict[str, Any], path: tuple[str, ...]) -> bool:
    held: Any = record
    for name in path[:-1]:
        held = held.get(name) if isinstance(held, dict) else None
        held = held[0] if isinstance(held, list) and held else held
    return isinstance(held, dict) and held.pop(path[-1], None) is not None


def _server_fault(dice: float) -> WireAnswer:
    """Errors without Amazon's `errors` list: from the edge as HTML, from the gateway as its own JSON, or nothing."""
    faults = (
        edge_page(502, "CloudFront wasn't able to connect to the origin."),
        WireAnswer(500, as_json({"message": "Internal server error"})),
        edge_page(503, "CloudFront attempted to establish a connection with the origin."),
        WireAnswer(503, as_json({"message": "Service Unavailable"})),
        edge_page(500, "An unexpected condition occurred."),
        WireAnswer(500),
        forbidden(),
    )
    return faults[int(dice * len(faults))]


@dataclass
class Simulator:
    """An account with everything around it, not yet served."""

    app: SimulatorApp
    seller: Seller
    login: Login
    journal: Journal
    clock: SimulationClock
    faults: Faults

    @property
    def credentials(self) -> dict[str, str]:
        return {"client_secret": self.login.client_secret, "refresh_token": self.login.refresh_token}

    def account_settings(self, url: str) -> dict[str, str]:
        return {
            "base_url": url,
            "token_url": url + TOKEN_PATH,
            "region": self.seller.options.region,
            "marketplaces": ",".join(self.seller.options.marketplace_ids),
            "client_id": self.login.client_id,
        }

    def reached_at(self, url: str) -> None:
        """Documents go up and come down where the simulator answers."""
        self.seller.office.url = url


def build(
    world_or_orders: World | Iterable[WorldOrder],
    *,
    seed: int,
    clock: SimulationClock | None = None,
    options: SellerOptions | None = None,
    faults: Faults | None = None,
    journal_file: str | None = None,
) -> Simulator:
    """An account that holds its slice of the world, or exactly these orders."""
    orders = world_or_orders.slice(kind) if isinstance(world_or_orders, World) else tuple(world_or_orders)
    clock, faults = clock or SimulationClock(), faults or Faults(seed)
    journal = Journal(journal_file)
    seller = Seller(options or SellerOptions(), seed, journal)
    fill(seller, orders)
    login = Login(seed)
    login.age_secret(seller.options.secret_age_days, clock.now())
    app = SimulatorApp(AmazonChannel(seller, login, clock), clock, journal, faults)
    return Simulator(app, seller, login, journal, clock, faults)


def start(seed: int, orders: int, port: int = 0, faults: str | None = None, **options: Any) -> RunningSimulator:
    """Serves an account of `orders` orders on loopback. Options are those of SellerOptions and of `serve_simulator`."""
    return serve_simulator(kind, _of_parts, seed=seed, orders=orders, port=port, faults=faults, options=options)


def _of_parts(parts: Parts) -> Simulator:
    return build(
        parts.peopled,
        seed=parts.seed,
        clock=parts.clock,
        options=own_options(SellerOptions, parts.own, "An Amazon"),
        faults=parts.faults,
        journal_file=parts.journal_file,
    )
