"""The addresses of the simulated Selling Partner API and of Login with Amazon: from a request to an answer. Who may
enter is simulator_auth's, how often simulator_quotas', what happens simulator_orders' and simulator_shipments'.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

from connectors.channels.amazon.simulator_auth import TOKEN_PATH, Login
from connectors.channels.amazon.simulator_errors import ApiError, as_json, forbidden
from connectors.channels.amazon.simulator_model import MARKETPLACES, Seller
from connectors.channels.amazon.simulator_orders import get_order, search_orders
from connectors.channels.amazon.simulator_quotas import CONFIRM, GET, SEARCH, SELLERS, Quotas
from connectors.channels.amazon.simulator_shipments import confirm_shipment
from connectors.simulation.wire import WireAnswer, WireRequest

ORDERS = "/orders/2026-01-01/orders"
ROUTES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (SEARCH, "GET", re.compile(re.escape(ORDERS))),
    (GET, "GET", re.compile(re.escape(ORDERS) + r"/(?P<order>[^/]+)")),
    (CONFIRM, "POST", re.compile(r"/orders/v0/orders/(?P<order>[^/]+)/shipmentConfirmation")),
    (SELLERS, "GET", re.compile(r"/sellers/v1/marketplaceParticipations")),
)


def operation(request: WireRequest) -> tuple[str, str] | None:
    """What an address means, and the order it names; None for what is no operation. The Host is never judged."""
    for name, method, pattern in ROUTES:
        found = pattern.fullmatch(request.path)
        if found is not None and request.method == method:
            return name, found.groupdict().get("order") or ""
    return None


class Routes:
    def __init__(self, seller: Seller, login: Login, quotas: Quotas) -> None:
        self.seller = seller
        self.login = login
        self.quotas = quotas
        self.forbidden_next = 0  # so many calls meet the gateway's own refusal
        self._served = 0

    def answer(self, request: WireRequest) -> WireAnswer:
        self._served += 1
        answer = self.login.token(request) if request.path == TOKEN_PATH else self._call(request)
        identity = uuid.uuid5(uuid.NAMESPACE_OID, f"{self.seller.seed}:{self._served}")
        return replace(answer, headers=[*answer.headers, ("x-amzn-RequestId", str(identity))])

    def _call(self, request: WireRequest) -> WireAnswer:
        named = operation(request)
        if named is None:
            return forbidden()
        if self.forbidden_next > 0:
            self.forbidden_next -= 1
            return forbidden()
        name, order_id = named
        try:
            self.login.check(request)
        except ApiError as error:
            return error.answer()
        advice = self.quotas.advice(name)
        try:
            self.quotas.take(name, request.at)
            answer = self._operate(name, order_id, request)
        except ApiError as error:
            if error.status == 429:
                return error.answer(self.quotas.retry_after())
            return error.answer(advice)
        return replace(answer, headers=[*answer.headers, *advice])

    def _operate(self, name: str, order_id: str, request: WireRequest) -> WireAnswer:
        if name == SEARCH:
            return search_orders(self.seller, request)
        if name == GET:
            return get_order(self.seller, order_id, request)
        if name == CONFIRM:
            return confirm_shipment(self.seller, order_id, request)
        return self._participations()

    def _participations(self) -> WireAnswer:
        payload = [
            {
                "marketplace": {
                    "id": each.id,
                    "name": each.name,
                    "countryCode": each.country,
                    "defaultCurrencyCode": each.currency,
                    "defaultLanguageCode": each.language,
                    "domainName": each.domain,
                },
                "storeName": "Werkbank & Garten",
                "participation": {"isParticipating": True, "hasSuspendedListings": False},
            }
            for each in (MARKETPLACES[marketplace] for marketplace in self.seller.options.marketplace_ids)
        ]
        return WireAnswer(200, as_json({"payload": payload}))
