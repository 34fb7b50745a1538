"""The simulated eBay: stands in for a seller's account there in the demo, the tests and the drills. Made from the
channel's own rules, not from our connector; it refuses what eBay would refuse. `start` serves it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.ebay import simulator_deeds as deeds
from connectors.channels.ebay import simulator_return_faults as return_faults
from connectors.channels.ebay.simulator_auth import TOKEN_PATH, Auth
from connectors.channels.ebay.simulator_errors import RestError
from connectors.channels.ebay.simulator_fulfillment import ORDERS
from connectors.channels.ebay.simulator_history import add_claims
from connectors.channels.ebay.simulator_model import CANCELED, EbayOrder, Market, MarketOptions
from connectors.channels.ebay.simulator_query import read_query
from connectors.channels.ebay.simulator_routes import PAGES, Routes, addressed_order, does_something
from connectors.channels.ebay.simulator_seed import fill
from connectors.channels.ebay.simulator_state import market_state
from connectors.channels.ebay.simulator_trading import TRADING_PATH
from connectors.channels.ebay.simulator_xml import TradingError, failure
from connectors.simulation.app import SimulatorApp
from connectors.simulation.clock import SimulationClock
from connectors.simulation.faults import Faults
from connectors.simulation.journal import Journal
from connectors.simulation.server import RunningSimulator
from connectors.simulation.starting import Parts, own_options, serve_simulator
from connectors.simulation.wire import WireAnswer, WireRequest
from connectors.simulation.world import World, WorldOrder

kind = "ebay"
# A purchase that eBay's search finds only minutes after it was made.
LATE_SECONDS = 600
CONSENT_AGE = timedelta(days=30)
# Fields that no reader may depend on: eBay leaves them out for some sellers and orders.
DISPENSABLE = (
    "salesRecordReference",
    "sellerId",
    "totalFeeBasisAmount",
    "totalMarketplaceFee",
    "fulfillmentHrefs",
    "buyerCheckoutNotes",
)


class EbayChannel:
    """The account seen from the simulation kit."""

    kind = kind

    def __init__(self, market: Market, auth: Auth, clock: SimulationClock) -> None:
        self.market = market
        self.auth = auth
        self.clock = clock
        self.account = deeds.Account(market, auth)
        self.routes = Routes(market, auth)
        self._last_pages: dict[str, WireAnswer] = {}

    def answer(self, request: WireRequest) -> WireAnswer:
        self.market.settle(self.clock.now())
        answer = self.routes.answer(request)
        if answer.status == 200 and self._is_list(request):
            self._last_pages[_lasting(request)] = answer
        return answer

    def state(self, query: Mapping[str, str]) -> Any:
        if query.get("secrets") == "1":
            # What no log of a client may ever hold.
            return {"secrets": [self.auth.keyset.cert_id, *self.auth.issued]}
        now = self.clock.now()
        self.market.settle(now)
        return market_state(self.market, query, now)

    def do(self, deed: str, arguments: Mapping[str, Any], at: datetime) -> Any:
        self.market.settle(at)
        return deeds.do(self.account, deed, arguments, at)

    def foreign_records(self) -> Collection[str]:
        orders = [order.id for order in self.market.all() if order.spoilt is not None or order.foreign_words]
        return [*orders, *return_faults.foreign(self.market)]

    # -- faults ----------------------------------------------------------------------------------------------------

    def suits(self, profile: str, request: WireRequest) -> bool:
        if return_faults.is_search(request) and profile in return_faults.PROFILES:
            return return_faults.suits(self.market, profile, request.at)
        if profile in ("page_shift", "late_record", "unknown_enum", "foreign_record", "missing_field"):
            return self._is_list(request)
        if profile == "token_repeated":
            # eBay has no page tokens; what happens is a page from a cache that forgot the offset.
            return _lasting(request) in self._last_pages
        if profile == "channel_moved":
            return addressed_order(self.market, request) is not None
        if profile in ("deed_done_no_answer", "deed_done_reset"):
            return does_something(request)
        if profile == "token_expired":
            return request.path != TOKEN_PATH and not request.path.startswith(PAGES)
        return True

    def stage(self, profile: str, request: WireRequest, dice: float) -> bool:
        at = request.at
        if return_faults.is_search(request):
            return return_faults.stage(self.market, profile, dice, at, timedelta(seconds=LATE_SECONDS))
        if profile == "late_record":
            deeds.do(self.account, "new_order", {}, at - timedelta(seconds=LATE_SECONDS))
            return True
        if profile == "foreign_record":
            kinds = [name for name in deeds.BAD_KINDS if name != "no_id"]
            deeds.do(self.account, "bad_record", {"kind": kinds[int(dice * len(kinds))]}, at)
            return True
        moved = profile == "channel_moved"
        order = addressed_order(self.market, request) if moved else self._some_order(profile, request, dice)
        if order is None or order.cancel_state == CANCELED or order.withdrawn:
            return False
        if profile == "page_shift":
            deeds.do(self.account, "touch", {"orders": [order.id]}, at)
        elif profile == "unknown_enum":
            field, word = deeds.FOREIGN_WORDS[int(dice * 1000) % len(deeds.FOREIGN_WORDS)]
            deeds.do(self.account, "foreign_word", {"order": order.id, "field": field, "word": word}, at)
        else:
            deeds.do(self.account, "cancel", {"order": order.id}, at)
        return True

    def fault_answer(self, profile: str, request: WireRequest, dice: float) -> WireAnswer | None:
        """The marketplace's own words; Trading has its own shape for all of them."""
        if profile == "token_repeated":
            return self._last_pages.get(_lasting(request))
        number = {"token_expired": (1001, 21917053), "throttle": (2001, 518)}.get(profile)
        if number is None:
            return None
        if profile == "token_expired":
            # It is really over; the same one will not do again.
            scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
            self.auth.expire_tokens(request.at, bearer or scheme, request.headers.get("x-ebay-api-iaf-token", ""))
        if request.path == TRADING_PATH:
            call = request.headers.get("x-ebay-api-call-name", "Unknown")
            return failure(call, request.at, TradingError(number[1]))
        refusal = RestError(number[0]).answer()
        if profile == "throttle" and dice < 0.5:
            refusal = replace(refusal, headers=[("Retry-After", str(1 + int(dice * 6)))])
        return refusal

    def spoil(self, profile: str, request: WireRequest, answer: WireAnswer, dice: float) -> WireAnswer | None:
        if answer.status != 200:
            return None
        if return_faults.is_search(request):
            return return_faults.spoil(answer, dice)
        document = json.loads(answer.body)
        records = document.get("orders")
        if not records:
            return None
        record = records[int(dice * len(records))]
        present = [name for name in DISPENSABLE if name in record]
        if not present:
            return None
        record.pop(present[int(dice * 1000) % len(present)])
        return answer.with_body(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())

    def _is_list(self, request: WireRequest) -> bool:
        return request.method == "GET" and request.path.rstrip("/") == ORDERS

    def _some_order(self, profile: str, request: WireRequest, dice: float) -> EbayOrder | None:
        """One of those asked for, and before the present page where later pages are to shift by it."""
        try:
            query = read_query(request)
        except RestError:
            return None
        whole = [order for order in self.market.all() if self.market.listed(order, request.at)]
        found = [order for order in whole if query.matches(order) and order.spoilt is None]
        found.sort(key=lambda order: (order.created, order.id), reverse=self.market.options.newest_first)
        if profile == "page_shift" and query.offset:
            found = found[: query.offset]
        found = [order for order in found if order.cancel_state != CANCELED]
        return found[int(dice * len(found))] if found else None


def _lasting(request: WireRequest) -> str:
    kept = [f"{name}={value}" for name, value in request.query if name not in ("offset", "filter")]
    return f"{request.path}?{'&'.join(sorted(kept))}"


@dataclass
class Simulator:
    """An account with everything around it, not yet served."""

    app: SimulatorApp
    market: Market
    auth: Auth
    journal: Journal
    clock: SimulationClock
    faults: Faults

    @property
    def credentials(self) -> dict[str, str]:
        """The seller's people have made a key for digital signatures, too."""
        key = deeds.signing_key(deeds.Account(self.market, self.auth), {}, self.clock.now())
        return {
            "cert_id": self.auth.keyset.cert_id,
            "refresh_token": self.auth.refresh_token,
            "signing_private_key": key["privateKey"],
            "signing_jwe": key["jwe"],
        }

    def account_settings(self, url: str) -> dict[str, str]:
        keyset, options = self.auth.keyset, self.market.options
        return {
            **dict.fromkeys(("base_url", "auth_url", "token_url", "apiz_url", "apim_url"), url),
            "trading_url": url + TRADING_PATH,
            "site_id": str(options.site_id),
            "marketplace": options.marketplace,
            "ru_name": keyset.ru_name,
            "app_id": keyset.app_id,
            "dev_id": keyset.dev_id,
        }

    def reached_at(self, url: str) -> None:
        """Tells the account its own address, which pages and parcels are named by."""
        self.market.url = url


def build(
    world_or_orders: World | Iterable[WorldOrder],
    *,
    seed: int,
    clock: SimulationClock | None = None,
    options: MarketOptions | None = None,
    faults: Faults | None = None,
    journal_file: str | None = None,
) -> Simulator:
    """An account that holds its slice of the world, or exactly these orders."""
    options = options or MarketOptions()
    orders = world_or_orders.slice(kind) if isinstance(world_or_orders, World) else tuple(world_or_orders)
    clock, faults = clock or SimulationClock(), faults or Faults(seed)
    journal = Journal(journal_file)
    market = Market(options, seed, journal)
    fill(market, orders)
    add_claims(market, options.claims, clock.now())
    auth = Auth(options, seed, clock.now() - CONSENT_AGE)
    app = SimulatorApp(EbayChannel(market, auth, clock), clock, journal, faults)
    return Simulator(app, market, auth, journal, clock, faults)


def start(seed: int, orders: int, port: int = 0, faults: str | None = None, **options: Any) -> RunningSimulator:
    """Serves an account of `orders` orders on loopback. Options are those of MarketOptions and of `serve_simulator`."""
    return serve_simulator(kind, _of_parts, seed=seed, orders=orders, port=port, faults=faults, options=options)


def _of_parts(parts: Parts) -> Simulator:
    return build(
        parts.peopled,
        seed=parts.seed,
        clock=parts.clock,
        options=own_options(MarketOptions, parts.own, "An eBay"),
        faults=parts.faults,
        journal_file=parts.journal_file,
    )
