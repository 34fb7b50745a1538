"""The addresses of the simulated Selling Partner API and of Login with Amazon: from a request to an answer. Who may
enter is simulator_auth's, how often simulator_quotas'; what happens is the part's that OPERATIONS names.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace

from connectors.channels.amazon import simulator_feeds as feeds
from connectors.channels.amazon import simulator_quotas as quotas
from connectors.channels.amazon import simulator_reports as reports
from connectors.channels.amazon import simulator_storage as storage
from connectors.channels.amazon.simulator_auth import TOKEN_PATH, Login
from connectors.channels.amazon.simulator_errors import ApiError, as_json, forbidden, unauthorized
from connectors.channels.amazon.simulator_finances import list_transactions
from connectors.channels.amazon.simulator_model import MARKETPLACES, Seller
from connectors.channels.amazon.simulator_orders import get_order, search_orders
from connectors.channels.amazon.simulator_quotas import CONFIRM, GET, SEARCH, SELLERS, Quotas
from connectors.channels.amazon.simulator_shipments import confirm_shipment
from connectors.channels.amazon.simulator_work import catch_up
from connectors.simulation.wire import WireAnswer, WireRequest

ORDERS = "/orders/2026-01-01/orders"
FEEDS = "/feeds/2021-06-30"
REPORTS = "/reports/2021-06-30"


def participations(seller: Seller, _argument: str, _request: WireRequest) -> WireAnswer:
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
        for each in (MARKETPLACES[marketplace] for marketplace in seller.options.marketplace_ids)
    ]
    return WireAnswer(200, as_json({"payload": payload}))


# The seller, what the address names, the request.
Part = Callable[[Seller, str, WireRequest], WireAnswer]


def _unnamed(part: Callable[[Seller, WireRequest], WireAnswer]) -> Part:
    return lambda seller, _argument, request: part(seller, request)


OPERATIONS: Mapping[str, Part] = {
    SEARCH: _unnamed(search_orders),
    GET: get_order,
    CONFIRM: confirm_shipment,
    SELLERS: participations,
    quotas.CREATE_DOCUMENT: _unnamed(feeds.create_feed_document),
    quotas.CREATE_FEED: _unnamed(feeds.create_feed),
    quotas.GET_FEEDS: _unnamed(feeds.get_feeds),
    quotas.GET_FEED: feeds.get_feed,
    quotas.CANCEL_FEED: feeds.cancel_feed,
    quotas.GET_FEED_DOCUMENT: feeds.get_feed_document,
    quotas.CREATE_REPORT: _unnamed(reports.create_report),
    quotas.GET_REPORTS: _unnamed(reports.get_reports),
    quotas.GET_REPORT: reports.get_report,
    quotas.CANCEL_REPORT: reports.cancel_report,
    quotas.GET_REPORT_DOCUMENT: reports.get_report_document,
    quotas.TRANSACTIONS: _unnamed(list_transactions),
}
_ONE = r"/(?P<named>[^/]+)"
ROUTES: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (name, method, re.compile(pattern))
    for name, method, pattern in (
        (SEARCH, "GET", re.escape(ORDERS)),
        (GET, "GET", re.escape(ORDERS) + _ONE),
        (CONFIRM, "POST", f"/orders/v0/orders{_ONE}/shipmentConfirmation"),
        (SELLERS, "GET", "/sellers/v1/marketplaceParticipations"),
        (quotas.CREATE_DOCUMENT, "POST", f"{FEEDS}/documents"),
        (quotas.GET_FEED_DOCUMENT, "GET", f"{FEEDS}/documents{_ONE}"),
        (quotas.CREATE_FEED, "POST", f"{FEEDS}/feeds"),
        (quotas.GET_FEEDS, "GET", f"{FEEDS}/feeds"),
        (quotas.GET_FEED, "GET", f"{FEEDS}/feeds{_ONE}"),
        (quotas.CANCEL_FEED, "DELETE", f"{FEEDS}/feeds{_ONE}"),
        (quotas.CREATE_REPORT, "POST", f"{REPORTS}/reports"),
        (quotas.GET_REPORTS, "GET", f"{REPORTS}/reports"),
        (quotas.GET_REPORT, "GET", f"{REPORTS}/reports{_ONE}"),
        (quotas.CANCEL_REPORT, "DELETE", f"{REPORTS}/reports{_ONE}"),
        (quotas.GET_REPORT_DOCUMENT, "GET", f"{REPORTS}/documents{_ONE}"),
        (quotas.TRANSACTIONS, "GET", "/finances/2024-06-19/transactions"),
    )
)


def operation(request: WireRequest) -> tuple[str, str] | None:
    """What an address means, and what it names; None for what is no operation. The Host is never judged."""
    for name, method, pattern in ROUTES:
        found = pattern.fullmatch(request.path)
        if found is not None and request.method == method:
            return name, found.groupdict().get("named") or ""
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
        catch_up(self.seller, request.at)
        if request.path.startswith(storage.BUCKET):
            return storage.answer(self.seller, request)
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
        name, argument = named
        try:
            self.login.check(request)
        except ApiError as error:
            return error.answer()
        advice = self.quotas.advice(name)
        try:
            self.quotas.take(name, request.at)
            answer = self._operate(name, argument, request)
        except ApiError as error:
            if error.status == 429:
                return error.answer(self.quotas.retry_after())
            return error.answer(advice)
        return replace(answer, headers=[*answer.headers, *advice])

    def _operate(self, name: str, argument: str, request: WireRequest) -> WireAnswer:
        options = self.seller.options
        role = options.finance_role if name == quotas.TRANSACTIONS else options.orders_role
        if name not in (SEARCH, GET, CONFIRM, SELLERS) and not role:
            raise unauthorized("")
        return OPERATIONS[name](self.seller, argument, request)
