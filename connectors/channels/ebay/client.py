"""Owns the calls to eBay's REST APIs: addresses, parameters, quotas, and eBay's own error numbers. Knows no model."""

from __future__ import annotations

import html
import logging
import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.channels.ebay import units
from connectors.channels.ebay.auth import AccessTokens, BearerAuth, problem_of
from connectors.channels.ebay.payloads import ErrorPart, Warned
from connectors.channels.ebay.settings import SellerSettings
from connectors.channels.ebay.signing import ERRORS as SIGNATURE_ERRORS
from connectors.channels.ebay.signing import Signer, SigningAuth, signature_error
from connectors.contract.capabilities import QT_TRANSLATE_NOOP
from connectors.contract.errors import ConnectorError, LoginNeeded, RateLimited, Refused
from connectors.contract.protocols import AccountAccess, Quota
from connectors.http.client import Bounds, Explain, HttpClient
from connectors.http.limits import Buckets, Rate, TokenBucket
from connectors.http.messages import Answer, Call, reading, writing
from connectors.http.redaction import Redactor
from desk.domain.clock import Instant, as_instant
from desk.domain.values import AccountId

log = logging.getLogger("net")

_DAY = 86400.0
FULFILLMENT, TRADING, IDENTITY, TOKENS = "fulfillment", "trading", "identity", "tokens"
REFUND = "refund"
RETURN, CANCELLATION, INQUIRY = "return", "cancellation", "inquiry"  # Post-Order's
MESSAGE = "message"


def _daily(calls: int, burst: int) -> Rate:
    """So many calls in any 24 hours, as eBay counts them: what may go at once and what flows in add up to it."""
    return Rate(per_second=(calls - burst) / _DAY, burst=burst)


RATES = {
    FULFILLMENT: _daily(100_000, 20_000),
    TRADING: _daily(5_000, 1_000),
    IDENTITY: _daily(5_000, 1_000),
    TOKENS: _daily(50_000, 5_000),
    REFUND: _daily(100_000, 20_000),
    RETURN: _daily(5_000, 1_000),
    CANCELLATION: _daily(5_000, 1_000),
    INQUIRY: _daily(5_000, 1_000),
    MESSAGE: _daily(5_000, 1_000),
}
RESERVES = {
    FULFILLMENT: 2_000,
    **dict.fromkeys((TRADING, IDENTITY), 100),
    TOKENS: 500,
    **dict.fromkeys((RETURN, CANCELLATION, INQUIRY, MESSAGE), 200),
}
_FAMILIES = {
    "mint_token": TOKENS,
    "find_user": IDENTITY,
    "official_time": TRADING,
    "carrier_codes": TRADING,
    "find_trading_user": TRADING,
    "unpaid_orders": TRADING,
    "issue_refund": REFUND,
}
_OF_CASES = frozenset({RETURN, CANCELLATION, INQUIRY, MESSAGE})
# Deeds of the agents go before the reading of lists.
_URGENT = frozenset({"look_order", "look_shipments", "confirm_shipment", "carrier_codes", "mint_token", "issue_refund"})
# What reads cases and messages for the sync; all else there is a deed of the agents, or the look before one.
_UNHURRIED = (".search", ".get", ".files", ".list")
_LONGEST_WAIT = 5.0
_TAGS = re.compile(r"<[^>]*>")
_WARNED = msgspec.json.Decoder(Warned, strict=False)
_TAXES = {"fieldGroups": "TAX_BREAKDOWN"}


class FamilyBuckets(Buckets):
    """eBay counts calls by family of its APIs, not one by one. Those of cases and messages are named `family.what`."""

    def of(self, account: AccountId, operation: str) -> TokenBucket | None:
        return super().of(account, _family(operation))

    def wait(self, account: AccountId, operation: str, stop: threading.Event, *, urgent: bool = False) -> bool:
        deed = _family(operation) in _OF_CASES and not operation.endswith(_UNHURRIED)
        return super().wait(account, operation, stop, urgent=urgent or deed or operation in _URGENT)


def _family(operation: str) -> str:
    first, dot, _ = operation.partition(".")
    return first if dot and first in _OF_CASES else _FAMILIES.get(operation, FULFILLMENT)


class SellerClient:
    """Speaks to eBay for one seller. Every method gives the answer with its JSON whole, or raises a ConnectorError."""

    def __init__(self, settings: SellerSettings, access: AccountAccess) -> None:
        self.settings = settings
        self.access = access
        signing = (settings.signing_private_key, settings.signing_jwe)
        self.redactor = Redactor((settings.app_id, settings.cert_id, settings.refresh_token, *signing))
        self.buckets = access.shared.of("quotas", lambda: FamilyBuckets(RATES, access.clock, RESERVES))
        self.tokens = AccessTokens(settings, access, self.redactor, self.buckets)
        self.told = access.shared.of("warnings told", Told)
        self.signer = Signer(settings, access.clock)
        self._http = self.opened(BearerAuth(self.tokens), self._explain)

    def opened(self, auth: BearerAuth, explain: Explain) -> HttpClient:
        """A client of the kit's for another of eBay's APIs, in this account's name; close it."""
        access = self.access
        return HttpClient(
            account=access.id,
            clock=access.clock,
            redactor=self.redactor,
            auth=SigningAuth(auth, self.signer),
            bounds=Bounds(timeout=access.timeout, deadline=access.timeout * 2),
            ca_file=access.ca_file,
            buckets=self.buckets,
            stop=access.stop,
            explain=explain,
            urgent=access.urgent,
        )

    def close(self) -> None:
        self._http.close()
        self.tokens.close()

    # --- quotas --------------------------------------------------------------------------------------------

    def rest(self, operation: str = "fetch_orders") -> float:
        """Seconds until the quota lets the next page be asked for."""
        bucket = self.buckets.of(self.access.id, operation)
        return bucket.wait_now(urgent=self.access.urgent) if bucket else 0.0

    def check_quota(self, operation: str = "fetch_orders") -> None:
        """Raises RateLimited where the next page would have to wait long: the caller waits, and can be stopped."""
        rest = self.rest(operation)
        if rest > _LONGEST_WAIT:
            raise RateLimited(
                "Today's calls at eBay are used up for now. Desk goes on in a moment.",
                f"own quota of {_family(operation)} calls",
                retry_after=rest,
                account=self.access.id,
                operation=operation,
            )

    def quotas(self) -> tuple[Quota, ...]:
        """What is left of eBay's daily calls, by our own count."""
        families = (
            ("find_order", "Fulfillment"),
            ("official_time", "Trading"),
            ("issue_refund", QT_TRANSLATE_NOOP("channel", "Refunds")),
            ("return.search", QT_TRANSLATE_NOOP("channel", "Returns")),
            ("cancellation.search", QT_TRANSLATE_NOOP("channel", "Cancellations")),
            ("inquiry.search", QT_TRANSLATE_NOOP("channel", "Inquiries")),
            ("message.list", QT_TRANSLATE_NOOP("channel", "Messages")),
            ("mint_token", QT_TRANSLATE_NOOP("channel", "Access tokens")),
        )
        found = []
        for operation, name in families:
            bucket = self.buckets.of(self.access.id, operation)
            if bucket is not None:
                left, most, seconds = bucket.left()
                found.append(Quota(name=name, left=left, of=most, seconds=seconds))
        return tuple(found)

    # --- orders --------------------------------------------------------------------------------------------

    def orders(self, operation: str, query: Mapping[str, str]) -> Answer:
        return self._read(operation, "/order", {**query, **_TAXES})

    def order(self, operation: str, order: str) -> Answer:
        return self._read(operation, f"/order/{_id(order)}", _TAXES)

    def fulfillments(self, operation: str, order: str) -> Answer:
        return self._read(operation, f"/order/{_id(order)}/shipping_fulfillment")

    def add_fulfillment(self, order: str, body: Mapping[str, Any]) -> Answer:
        url = f"{self.settings.base_url}/sell/fulfillment/v1/order/{_id(order)}/shipping_fulfillment"
        call = writing("confirm_shipment", "POST", url, msgspec.json.encode(body))
        # What was made stands in the Location header; there is no body.
        return self._http.send(replace(call, wants_json=False))

    def issue_refund(self, order: str, body: Mapping[str, Any]) -> Answer:
        url = f"{self.settings.base_url}/sell/fulfillment/v1/order/{_id(order)}/issue_refund"
        return self._http.send(writing("issue_refund", "POST", url, msgspec.json.encode(body)))

    def user(self) -> Answer:
        """Who the token belongs to. Needs a scope of its own."""
        return self._http.send(reading("find_user", f"{self.settings.apiz_url}/commerce/identity/v1/user/"))

    def _read(self, operation: str, path: str, query: Mapping[str, str] | None = None) -> Answer:
        url = f"{self.settings.base_url}/sell/fulfillment/v1{path}"
        answer = self._http.send(reading(operation, url, query))
        if b'"warnings"' in answer.body:
            self._tell_warnings(operation, answer)
        return answer

    # --- eBay's own words ----------------------------------------------------------------------------------

    def _tell_warnings(self, operation: str, answer: Answer) -> None:
        try:
            found = _WARNED.decode(answer.body).warnings or []
        except (msgspec.DecodeError, UnicodeDecodeError):
            return
        for one in found:
            if self.told.is_new(f"{operation} {one.error_id}"):
                log.warning("%s: eBay warns, %d: %s", operation, one.error_id, self._words(one))

    def _words(self, problem: ErrorPart) -> str:
        return self.plain(problem.words)

    def plain(self, words: str) -> str:
        """What eBay says, fit to be shown: no markup, no secrets."""
        return self.redactor.clean(html.unescape(_TAGS.sub("", words)).strip())[:300]

    def apart(self, answer: Answer) -> float | None:
        """Seconds between eBay's clock and this computer's, as the answer's Date header tells."""
        theirs = ebays_now(answer)
        return None if theirs is None else abs((theirs - self.access.clock.now()).total_seconds())

    def _explain(self, call: Call, answer: Answer) -> ConnectorError | None:
        """Errors by eBay's numbers. None leaves the answer to the kit's table."""
        problem = problem_of(answer)
        first = problem.errors[0] if problem.errors else None
        if first is None or answer.status >= 500 or answer.status in {408, 425, 429}:
            return None
        words = self._words(first)
        detail = f"{call.operation}: {answer.status} {first.error_id}"
        if first.error_id in SIGNATURE_ERRORS:
            return signature_error(first.error_id, self.apart(answer), detail, words)
        if answer.status in {401, 403}:
            return login_error(answer.status, first.error_id, detail, words)
        numbers = {one.error_id for one in problem.errors}
        if answer.status == 404 or units.NO_SUCH_ORDER in numbers:
            refused = Refused("eBay has no such order.", detail, words=words, code="no_such_order")
        else:
            refused = Refused("eBay refused this.", detail, words=words, code="refused")
        refused.facts["number"] = first.error_id
        return refused


class Told:
    """What was told already, so that it is told once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: set[str] = set()

    def is_new(self, what: str) -> bool:
        with self._lock:
            if what in self._known:
                return False
            self._known.add(what)
            return True


def login_error(status: int, number: int, detail: str, words: str) -> LoginNeeded:
    if status == 403:
        return LoginNeeded(
            "The consent at eBay does not cover this. Sign in at eBay once more and agree to all rights "
            "that Desk asks for.",
            detail,
            field="refresh_token",
            words=words,
            code="not_permitted",
            number=number,
        )
    return LoginNeeded(
        "eBay does not accept the access token, not even a new one. Sign in at eBay once more.",
        detail,
        field="refresh_token",
        words=words,
        code="login_needed",
        number=number,
    )


def ebays_now(answer: Answer) -> Instant | None:
    """The time at eBay, as the answer's Date header tells it."""
    try:
        return as_instant(parsedate_to_datetime(answer.header("date")))
    except (ValueError, TypeError):
        return None


def _id(order: str) -> str:
    """An order id fit for a path: opaque to us, so whatever it holds stays one part of the path."""
    if not order or len(order) > 100 or order.strip(".") == "":
        raise Refused("That is not the id of an order at eBay.", order[:20], code="no_such_order")
    return quote(order, safe="-._~")
