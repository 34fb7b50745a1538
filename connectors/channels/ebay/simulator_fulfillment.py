"""The REST routes of a simulated eBay: Fulfillment, Identity and Analytics. Who may call is simulator_auth's, what is
found simulator_query's, what happens simulator_shipping's, how it reads simulator_wire's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.channels.ebay.simulator_auth import SCOPE, USER, AccessToken, Auth, next_day
from connectors.channels.ebay.simulator_errors import RestError, edge_page, rest_answer
from connectors.channels.ebay.simulator_model import EbayOrder, Market, iso
from connectors.channels.ebay.simulator_query import field_groups, find_orders, page_url, read_query
from connectors.channels.ebay.simulator_shipping import create_fulfillment
from connectors.channels.ebay.simulator_wire import (
    FULFILLMENT_API,
    fulfillment_json,
    fulfillment_url,
    order_json,
)
from connectors.simulation.wire import WireAnswer, WireRequest

ORDERS = f"{FULFILLMENT_API}/order"
IDENTITY = "/commerce/identity/v1/user"
ANALYTICS = "/developer/analytics/v1_beta"
READ_SCOPES = ("sell.fulfillment", "sell.fulfillment.readonly")
FAMILY = "sell.fulfillment"
IDENTITY_LIMIT, ANALYTICS_LIMIT = 5_000, 5_000
_ORDER_ID = re.compile(r"\d{2}-\d{5}-\d{5}|\d{9,}-\d+")
_PATH = re.compile(rf"{ORDERS}(?:/(?P<order>[^/]+)(?:/(?P<parcels>shipping_fulfillment)(?:/(?P<parcel>[^/]+))?)?)?/?")


@dataclass(frozen=True, slots=True)
class Resource:
    """What a path of the Fulfillment API names."""

    order: str
    parcels: bool
    parcel: str


def resource(path: str) -> Resource | None:
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    return Resource(found["order"] or "", found["parcels"] is not None, found["parcel"] or "")


class RestRoutes:
    """From a request to an answer. Raises RestError."""

    def __init__(self, market: Market, auth: Auth) -> None:
        self.market = market
        self.auth = auth

    def answer(self, request: WireRequest) -> WireAnswer:
        found = resource(request.path)
        if found is not None:
            return self._fulfillment(request, found)
        if request.path.rstrip("/") == IDENTITY:
            return self._user(request)
        if request.path.rstrip("/") in (f"{ANALYTICS}/rate_limit", f"{ANALYTICS}/user_rate_limit"):
            return self._rate_limits(request)
        if request.path.startswith(("/sell/", "/commerce/", "/developer/")):
            self.auth.bearer(request)
            raise RestError(2002)
        return edge_page(404, "Not Found")

    def _signed_in(self, request: WireRequest, scopes: tuple[str, ...], family: str, limit: int) -> AccessToken:
        token = self.auth.bearer(request, *scopes)
        self.auth.count(family, limit, request.at)
        return token

    # -- fulfillment -----------------------------------------------------------------------------------------------

    def _fulfillment(self, request: WireRequest, found: Resource) -> WireAnswer:
        writing = request.method not in ("GET", "HEAD")
        scopes = READ_SCOPES[:1] if writing else READ_SCOPES
        self._signed_in(request, scopes, FAMILY, self.market.options.fulfillment_limit)
        if not found.order:
            _only(request, "GET")
            return self._list(request)
        if not found.parcels:
            _only(request, "GET")
            return self._one(request, found.order)
        if found.parcel and request.method == "POST":
            raise RestError(34500)
        # There is no way to change or remove a parcel.
        _only(request, *(("GET",) if found.parcel else ("GET", "POST")))
        order = self._order(found.order, request, missing=400)
        if request.method == "POST":
            parcel = create_fulfillment(self.market, order, request)
            location = fulfillment_url(self.market, order, parcel)
            return WireAnswer(201, b"", [("Location", location)], "application/json")
        if found.parcel:
            return self._parcel(order, found.parcel)
        parcels = [fulfillment_json(each) for each in order.fulfillments]
        return rest_answer({"total": len(parcels), "fulfillments": parcels})

    def _list(self, request: WireRequest) -> WireAnswer:
        query = read_query(request)
        page = find_orders(self.market, query, request.at)
        document: dict[str, Any] = {
            "href": page_url(self.market, request, query, query.offset),
            "total": page.total,
            "limit": query.limit,
            "offset": query.offset,
        }
        if query.offset + query.limit < page.total:
            document["next"] = page_url(self.market, request, query, query.offset + query.limit)
        if query.offset > 0:
            document["prev"] = page_url(self.market, request, query, max(query.offset - query.limit, 0))
        document["orders"] = [
            order_json(self.market, order, self.market.settled, breakdown=query.breakdown, single=False)
            for order in page.orders
        ]
        return rest_answer(document)

    def _one(self, request: WireRequest, order_id: str) -> WireAnswer:
        breakdown = field_groups(dict(request.query))
        order = self._order(order_id, request, missing=404)
        return rest_answer(order_json(self.market, order, self.market.settled, breakdown=breakdown, single=True))

    def _order(self, order_id: str, request: WireRequest, *, missing: int) -> EbayOrder:
        """An order that finished checkout; for REST there is no other. Only `getOrder` knows a 404."""
        if _ORDER_ID.fullmatch(order_id) is None:
            raise RestError(32100, ("orderId", order_id))
        order = self.market.orders.get(order_id)
        if order is None or not self.market.listed(order, request.at):
            raise RestError(32100, ("orderId", order_id), status=missing)
        return order

    def _parcel(self, order: EbayOrder, parcel_id: str) -> WireAnswer:
        parcel = next((each for each in order.fulfillments if each.id == parcel_id), None)
        if parcel is None:
            raise RestError(32110, ("fulfillmentId", parcel_id), status=404)
        return rest_answer(fulfillment_json(parcel))

    # -- who am I, what is left ------------------------------------------------------------------------------------

    def _user(self, request: WireRequest) -> WireAnswer:
        token = self._signed_in(request, ("commerce.identity.readonly",), "commerce.identity", IDENTITY_LIMIT)
        _only(request, "GET")
        if token.kind != USER:
            raise RestError(1100)
        return rest_answer(
            {
                "userId": user_id(self.market),
                "username": self.market.options.seller,
                "accountType": "BUSINESS",
                "registrationMarketplaceId": self.market.options.marketplace,
                "businessAccount": {"name": "Werkbank Handel GmbH", "email": "kontakt@werkbank.example"},
                "status": "CONFIRMED",
            }
        )

    def _rate_limits(self, request: WireRequest) -> WireAnswer:
        token = self._signed_in(request, (), "developer.analytics", ANALYTICS_LIMIT)
        _only(request, "GET")
        of_user = request.path.rstrip("/").endswith("user_rate_limit")
        # The application's limits want an application's token, the user's a user's.
        if of_user != (token.kind == USER) or SCOPE not in token.scopes:
            raise RestError(1100)
        return rest_answer({"rateLimits": self._limits(request, dict(request.query))})

    def _limits(self, request: WireRequest, query: Mapping[str, str]) -> list[dict[str, Any]]:
        options = self.market.options
        known = (
            ("sell", "Fulfillment", "v1", FAMILY, options.fulfillment_limit),
            ("tradingapi", "TradingAPI", "v1", "trading.GetOrders", options.trading_limit),
            ("commerce", "Identity", "v1", "commerce.identity", IDENTITY_LIMIT),
            ("sell", "Refund", "v1", "sell.fulfillment.refund", options.refund_limit),
            ("commerce", "Message", "v1", "commerce.message", options.message_limit),
            ("postorder", "Cancellation", "v2", "post-order.cancellation", options.post_order_limit),
            ("postorder", "Return", "v2", "post-order.return", options.post_order_limit),
            ("postorder", "Inquiry", "v2", "post-order.inquiry", options.post_order_limit),
        )
        limits = []
        for context, name, version, family, limit in known:
            if query.get("api_context", context) != context or query.get("api_name", name).lower() != name.lower():
                continue
            used = self.auth.calls.used(family, request.at)
            rate = {
                "count": used,
                "limit": limit,
                "remaining": limit - used,
                "reset": iso(next_day(request.at)),
                "timeWindow": 86_400,
            }
            limits.append(
                {
                    "apiContext": context,
                    "apiName": name,
                    "apiVersion": version,
                    "resources": [{"name": family, "rates": [rate]}],
                }
            )
        return limits


def user_id(market: Market) -> str:
    """The one that stays when the user changes the name."""
    return f"sim{market.seed:06d}wbh"


def _only(request: WireRequest, *methods: str) -> None:
    if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
        raise RestError(2004, status=405)
