"""Which part of a simulated eBay a request is for; refusals of any part become the documents that eBay would send."""

from __future__ import annotations

from connectors.channels.ebay.simulator_auth import TOKEN_PATH, Auth
from connectors.channels.ebay.simulator_consent import ConsentPages
from connectors.channels.ebay.simulator_errors import PostOrderError, RestError, edge_page
from connectors.channels.ebay.simulator_fulfillment import RestRoutes
from connectors.channels.ebay.simulator_keys import KEYS, KeyManagement
from connectors.channels.ebay.simulator_model import Market
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
        if request.path.startswith(KEYS):
            return self.keys.answer(request)
        return self.rest.answer(request)
