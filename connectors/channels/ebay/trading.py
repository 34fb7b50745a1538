"""Owns Trading calls: `ebaysdk` writes the XML and reads it, the kit carries it. No other module imports `ebaysdk`.

The library would by itself read ebay.yaml from three folders, follow redirects with the token, take a web page for an
answer, call a partial failure a success and write tokens and buyers into its log. So it never gets at a socket: each
call has a Connection of its own, whose request travels through HttpClient, with our time-outs, certificates,
redaction and no word of the environment; and what comes back is looked at before the library sees it.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from connectors.channels.ebay import units
from connectors.channels.ebay.auth import TradingAuth
from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.paging import as_text, instant_in
from connectors.contract.errors import ConnectorError, LoginNeeded, RateLimited, Refused, Unavailable
from connectors.http.client import Bounds, HttpClient
from connectors.http.messages import Call
from desk.domain.clock import Clock, Instant, parse_utc

log = logging.getLogger("net")

COMPATIBILITY = "1451"
_CARRIERS_LAST = timedelta(days=30)
_ASK_AGAIN = timedelta(minutes=10)
# What Trading wants to be told; the library would add the Cert ID, which a token makes needless.
_HEADERS = frozenset({"x-ebay-api-call-name", "x-ebay-api-siteid", "x-ebay-api-compatibility-level", "content-type"})
_GOOD = frozenset({"Success", "Warning"})
_PARTIAL = "PartialFailure"
_ORDERS_TO_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class _Carried:
    """An answer in the shape in which the library expects one of requests."""

    content: bytes
    status_code: int = 200
    reason: str = "OK"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersPage:
    """An answer of GetOrders. `partial`: eBay says itself that it left some out. `now` is its own time."""

    entries: tuple[object, ...]
    more: bool
    total: int | None
    partial: bool
    now: Instant | None


class CarrierCodes:
    """The codes by which a site knows carriers, kept for 30 days by all connectors of an account."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._codes: tuple[str, ...] = ()
        self._read_at: Instant | None = None
        self._failed_at: Instant | None = None

    def get(self) -> tuple[str, ...]:
        """Empty while they are not known, or no longer."""
        now = self._clock.now()
        fresh = self._read_at is not None and self._read_at <= now < self._read_at + _CARRIERS_LAST
        return self._codes if fresh else ()

    @property
    def failed_lately(self) -> bool:
        """Whether asking is better left for a while, so that trouble there does not slow each parcel."""
        now = self._clock.now()
        return self._failed_at is not None and self._failed_at <= now < self._failed_at + _ASK_AGAIN

    def fail(self) -> None:
        self._failed_at = self._clock.now()

    def keep(self, codes: tuple[str, ...]) -> None:
        self._codes, self._read_at = codes, self._clock.now()


class TradingClient:
    """Speaks Trading for one seller. Its calls change nothing there, so the kit tries them again."""

    def __init__(self, client: SellerClient) -> None:
        access = client.access
        self._settings = client.settings
        self._account = access.id
        self._redactor = client.redactor
        self._told = client.told
        self._auth = TradingAuth(client.tokens)
        self._codes = access.shared.of(f"carriers {client.settings.site_id}", lambda: CarrierCodes(access.clock))
        self._http = HttpClient(
            account=access.id,
            clock=access.clock,
            redactor=client.redactor,
            auth=self._auth,
            bounds=Bounds(timeout=access.timeout, deadline=access.timeout * 2),
            ca_file=access.ca_file,
            buckets=client.buckets,
            stop=access.stop,
            urgent=access.urgent,
        )

    def close(self) -> None:
        self._http.close()

    def official_time(self) -> Instant:
        """The time at eBay. Raises Unavailable for an answer without it."""
        found = self._ask("official_time", "GeteBayOfficialTime", {})
        try:
            return parse_utc(str(found.get("Timestamp")))
        except ValueError:
            raise self._no_answer("official_time", "no Timestamp") from None

    def user_name(self) -> str:
        """The seller's name; empty where eBay does not tell."""
        found = self._ask("find_trading_user", "GetUser", {}).get("User")
        name = found.get("UserID") if isinstance(found, dict) else None
        return name if isinstance(name, str) else ""

    def carrier_codes(self) -> tuple[str, ...]:
        """The site's codes of carriers, asked for at most once in 30 days. Raises ConnectorError kinds."""
        known = self._codes.get()
        if known:
            return known
        if self._codes.failed_lately:
            raise self._no_answer("carrier_codes", "failed just now")
        try:
            codes = self._asked_codes()
        except ConnectorError:
            self._codes.fail()
            raise
        self._codes.keep(codes)
        return codes

    def _asked_codes(self) -> tuple[str, ...]:
        found = self._ask("carrier_codes", "GeteBayDetails", {"DetailName": "ShippingCarrierDetails"})
        entries = _listed(found.get("ShippingCarrierDetails"))
        codes = tuple(
            one["ShippingCarrier"]
            for one in entries
            if isinstance(one, dict) and isinstance(one.get("ShippingCarrier"), str) and one["ShippingCarrier"]
        )
        if not codes:
            raise self._no_answer("carrier_codes", "no carriers")
        return codes

    def orders(self, start: Instant, end: Instant, page: int, *, every: bool) -> OrdersPage:
        """Orders that changed in a window: those that wait for the buyer, or `every` one."""
        data = {
            "OrderRole": "Seller",
            "OrderStatus": "All" if every else "Active",
            "ModTimeFrom": as_text(start),
            "ModTimeTo": as_text(end),
            "Pagination": {"EntriesPerPage": _ORDERS_TO_A_PAGE, "PageNumber": page},
            "DetailLevel": "ReturnAll",
        }
        found = self._ask("unpaid_orders", "GetOrders", data, in_part=True)
        inside, counted = found.get("OrderArray"), found.get("PaginationResult")
        total = str(counted.get("TotalNumberOfEntries") or "") if isinstance(counted, dict) else ""
        return OrdersPage(
            entries=tuple(_listed(inside.get("Order")) if isinstance(inside, dict) else ()),
            more=str(found.get("HasMoreOrders")) == "true",
            total=int(total) if total.isascii() and total.isdigit() else None,
            partial=found.get("Ack") == _PARTIAL,
            now=instant_in(str(found.get("Timestamp") or "")),
        )

    # --- one call ------------------------------------------------------------------------------------------

    def _ask(self, operation: str, verb: str, data: Mapping[str, Any], *, in_part: bool = False) -> dict[str, Any]:
        """The answer as a dict. A token that is over is renewed once. `in_part`: some of it is worth having."""
        found = self._answered(operation, verb, data)
        if _numbers(found) & units.TRADING_TOKEN_ERRORS and found.get("Ack") not in _GOOD and self._auth.renew():
            found = self._answered(operation, verb, data)
        return self._judged(operation, found, in_part=in_part)

    def _answered(self, operation: str, verb: str, data: Mapping[str, Any]) -> dict[str, Any]:
        library = _library()
        connection = library.trading.Connection(
            config_file=None,
            domain=urlsplit(self._settings.trading_url).netloc,
            uri=urlsplit(self._settings.trading_url).path,
            # Any text here makes the library leave the block of credentials out; the token itself is put on by the kit.
            iaf_token="***",  # noqa: S106
            appid="",
            devid="",
            certid="",
            siteid=self._settings.site_id,
            compatibility=COMPATIBILITY,
            escape_xml=True,
            warnings=False,
        )
        connection.config.set("https", self._settings.trading_url.startswith("https:"), force=True)
        # Acks are judged below; the library would raise for one kind only, and log eBay's words.
        connection.config.set("errors", False, force=True)
        connection.config.set("warnings", False, force=True)

        def carry() -> None:
            connection.response = self._carried(operation, verb, connection.request)

        connection.execute_request = carry
        try:
            # A dict of its own: the library keeps what it is given.
            connection.execute(verb, dict(data))
            found = connection.response.dict()
        except (AttributeError, ValueError, TypeError, KeyError, library.exception.EbaySDKError) as error:
            # What it makes of an answer that is none.
            raise self._no_answer(operation, type(error).__name__) from None
        finally:
            connection.session.close()
        if not isinstance(found, dict):
            raise self._no_answer(operation, "no elements")
        return found

    def _carried(self, operation: str, verb: str, request: Any) -> _Carried:
        """Send what the library has written. Raises ConnectorError kinds."""
        body = request.body
        call = Call(
            operation=operation,
            method="POST",
            url=self._settings.trading_url,
            writes=False,
            body=body if isinstance(body, bytes) else str(body or "").encode(),
            headers={
                "Accept": "text/xml",
                **{name: value for name, value in request.headers.items() if name.lower() in _HEADERS},
            },
            wants_json=False,
        )
        try:
            answer = self._http.send(call)
        except LoginNeeded as error:
            error.field = "trading_url" if error.code.startswith("redirected") else error.field or "refresh_token"
            raise
        fault = _fault_of(answer.body, verb)
        if fault:
            raise self._no_answer(operation, fault)
        return _Carried(answer.body)

    def _judged(self, operation: str, found: dict[str, Any], *, in_part: bool) -> dict[str, Any]:
        """The answer when eBay calls it good. An Ack that is missing or new is no success."""
        ack = str(found.get("Ack") or "")
        errors = [one for one in _listed(found.get("Errors")) if isinstance(one, dict)]
        numbers = _numbers(found)
        if ack in _GOOD or (in_part and ack == _PARTIAL and "OrderArray" in found):
            for number in sorted(numbers):
                if self._told.is_new(f"{operation} {number}"):
                    log.warning("%s: eBay warns, %s", operation, number)
            return found
        if not ack:
            raise self._no_answer(operation, "no Ack")
        first = errors[0] if errors else {}
        words = self._redactor.clean(str(first.get("LongMessage") or first.get("ShortMessage") or ""))[:300]
        raise self._refusal(operation, f"{operation}: {ack[:20]} {','.join(sorted(numbers))[:80]}", numbers, words)

    def _refusal(self, operation: str, detail: str, numbers: set[str], words: str) -> ConnectorError:
        error: ConnectorError
        if numbers & units.TRADING_TOKEN_ERRORS:
            error = LoginNeeded(
                "eBay does not accept the access token, not even a new one. Sign in at eBay once more.",
                detail,
                field="refresh_token",
                words=words,
                code="login_needed",
            )
        elif numbers & units.TRADING_LIMIT_ERRORS:
            error = RateLimited("eBay asks Desk to slow down. It goes on in a moment.", detail, words=words)
        elif numbers & units.TRADING_SYSTEM_ERRORS:
            error = Unavailable(
                "eBay had a fault of its own. Desk keeps trying.", detail, words=words, code="server_error"
            )
        else:
            error = Refused("eBay refused this.", detail, words=words, code="refused")
        error.account, error.operation = self._account, operation
        return error

    def _no_answer(self, operation: str, fault: str) -> Unavailable:
        return Unavailable(
            "eBay sent something else where data was expected. Desk keeps trying.",
            f"{operation}: {fault}",
            account=self._account,
            operation=operation,
            code="html_answer",
        )


def _library() -> Any:
    """`ebaysdk`, imported where it is used: it takes its time. Its log would tell tokens and buyers' data."""
    quiet = logging.getLogger("ebaysdk")
    quiet.setLevel(logging.CRITICAL)
    quiet.propagate = False
    importlib.import_module("ebaysdk.trading")
    importlib.import_module("ebaysdk.exception")
    return importlib.import_module("ebaysdk")


def _fault_of(body: bytes, verb: str) -> str:
    """Why a body is not this call's answer; empty when it is. Before any parser sees it: no document types."""
    try:
        text = body.decode("utf-8").removeprefix("\ufeff").strip()
    except UnicodeDecodeError:
        return "no text"
    if not text:
        return "empty"
    upper = text.upper()
    if "<!DOCTYPE" in upper or "<!ENTITY" in upper or "\0" in text:
        return "a document type"
    if not text.startswith("<") or f"<{verb}Response" not in text or not text.endswith(">"):
        return "no answer to this call"
    return ""


def _listed(found: Any) -> list[Any]:
    """What the library gives as itself where there is one of it, and as a list where there are several."""
    if found is None or found == "":
        return []
    return found if isinstance(found, list) else [found]


def _numbers(found: Mapping[str, Any]) -> set[str]:
    errors = _listed(found.get("Errors"))
    return {str(one["ErrorCode"]).strip() for one in errors if isinstance(one, dict) and one.get("ErrorCode")}
