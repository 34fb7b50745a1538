"""Which part of a simulated eBay a request is for, and which order it is about; refusals of any part become the
documents that eBay would send.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from connectors.channels.ebay import simulator_refunds as refunds
from connectors.channels.ebay.simulator_auth import TOKEN_PATH, Auth
from connectors.channels.ebay.simulator_claims import Inquiry, Return
from connectors.channels.ebay.simulator_consent import ConsentPages
from connectors.channels.ebay.simulator_errors import PostOrderError, RestError, edge_page
from connectors.channels.ebay.simulator_fulfillment import ORDERS, RestRoutes
from connectors.channels.ebay.simulator_keys import KEYS, KeyManagement
from connectors.channels.ebay.simulator_messages import BASE as MESSAGES
from connectors.channels.ebay.simulator_messages import Messages
from connectors.channels.ebay.simulator_model import EbayOrder, Market
from connectors.channels.ebay.simulator_post_order import BASE as POST_ORDER
from connectors.channels.ebay.simulator_post_order import PostOrder
from connectors.channels.ebay.simulator_query import malformed
from connectors.channels.ebay.simulator_trading import TRADING_PATH, Trading
from connectors.simulation.wire import WireAnswer, WireRequest

PAGES = "/oauth2/"


class Routes:
    """All hosts of eBay's on one address: its APIs are told apart by their paths."""

    def __init__(self, market: Market, auth: Auth) -> None:
        self.auth = auth
        self.pages = ConsentPages(market, auth)
        self.trading = Trading(market, auth)
        self.rest = RestRoutes(market, auth)
        self.keys = KeyManagement(auth, auth.keys)
        self.messages = Messages(market, auth)
        self.post_order = PostOrder(market, auth)
        self.refunds = refunds.Refunds(market, auth)

    def answer(self, request: WireRequest) -> WireAnswer:
        if request.path == TOKEN_PATH:
            return self.auth.token_answer(request)
        if request.path == TRADING_PATH:
            return self.trading.answer(request)
        if request.path.startswith(PAGES):
            return self.pages.answer(request)
        if malformed(request):
            return edge_page(400, "Bad Request")
        try:
            return self._of_family(request)
        except (RestError, PostOrderError) as refusal:
            return refusal.answer()

    def _of_family(self, request: WireRequest) -> WireAnswer:
        if refunds.PATH.fullmatch(request.path):
            return self.refunds.answer(request)
        if request.path.startswith(f"{POST_ORDER}/"):
            return self.post_order.answer(request)
        if request.path.startswith(f"{MESSAGES}/"):
            return self.messages.answer(request)
        if request.path.startswith(KEYS):
            return self.keys.answer(request)
        return self.rest.answer(request)


# -- what a request is about ---------------------------------------------------------------------------------------


def does_something(request: WireRequest) -> bool:
    """Whether it is a deed of a client's; the other POSTs, for tokens, keys and what Trading tells, change none."""
    if request.method != "POST":
        return False
    if request.path == TRADING_PATH:
        return request.headers.get("x-ebay-api-call-name") == "SendInvoice"
    return any(expression.fullmatch(request.path.rstrip("/")) for expression in _DEEDS)


def addressed_order(market: Market, request: WireRequest) -> EbayOrder | None:
    """The order that it does something to."""
    path = request.path.rstrip("/")
    if request.method != "POST":
        return None
    found = _OF_ORDER.fullmatch(path)
    if found is not None:
        return market.orders.get(found["order"])
    found = _OF_CLAIM.fullmatch(path)
    if found is None:
        wanted = _object(request.body) if path == f"{POST_ORDER}/cancellation" else {}
        return market.find(str(wanted.get("legacyOrderId", "")))
    if found["family"] == "cancellation":
        return next((each for each in market.all() if any(a.id == found["id"] for a in each.cancel_requests)), None)
    claims: Mapping[str, Return | Inquiry] = market.returns if found["family"] == "return" else market.inquiries
    claim = claims.get(found["id"])
    return market.orders.get(claim.order_id) if claim is not None else None


def _object(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


_OF_ORDER = re.compile(rf"{ORDERS}/(?P<order>[^/]+)/(shipping_fulfillment|issue_refund)")
_OF_CLAIM = re.compile(rf"{POST_ORDER}/(?P<family>cancellation|return|inquiry)/(?P<id>\d+)/.+")
_DEEDS = (
    _OF_ORDER,
    _OF_CLAIM,
    re.compile(f"{POST_ORDER}/cancellation"),
    re.compile(f"{MESSAGES}/send_message"),
)
