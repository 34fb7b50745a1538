"""Owns the calls to the Selling Partner API and their quotas. Knows no model; the library is known nowhere else."""

from __future__ import annotations

import json
import logging
import math
import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from connectors.channels.amazon import errors, library
from connectors.channels.amazon.settings import SellerSettings, is_loopback
from connectors.channels.amazon.tokens import TokenSigner, tokens_of
from connectors.channels.amazon.wire import USER_AGENT, Wire
from connectors.contract.capabilities import QT_TRANSLATE_NOOP
from connectors.contract.errors import ConnectorError, LoginNeeded, RateLimited, Refused, Unavailable
from connectors.contract.protocols import AccountAccess, Quota
from connectors.http.auth import Token
from connectors.http.client import Bounds, HttpClient
from connectors.http.limits import Buckets, Rate, TokenBucket
from connectors.http.messages import Answer, Call
from connectors.http.redaction import Redactor
from connectors.http.retry import BackOff, read_retry_after
from desk.domain.clock import Instant

log = logging.getLogger("net")

_E = TypeVar("_E", bound=ConnectorError)

SEARCH, GET_ORDER, CONFIRM, MARKETPLACES, SIGN_IN = (
    "search_orders",
    "get_order",
    "confirm_shipment",
    "find_marketplaces",
    "sign_in",
)
CREATE_FEED_DOCUMENT, UPLOAD, CREATE_FEED, GET_FEED, FIND_FEEDS, GET_FEED_DOCUMENT, FIND_TRANSACTIONS = (
    "create_feed_document",
    "upload",
    "create_feed",
    "get_feed",
    "find_feeds",
    "get_feed_document",
    "find_transactions",
)
CREATE_REPORT, GET_REPORT, FIND_REPORTS, GET_REPORT_DOCUMENT, DOWNLOAD = (
    "create_report",
    "get_report",
    "find_reports",
    "get_report_document",
    "download",
)
SEARCH_RATE = Rate(per_second=0.0056, burst=20)
_RATES = {
    GET_ORDER: Rate(per_second=0.5, burst=30),
    CONFIRM: Rate(per_second=2.0, burst=10),
    MARKETPLACES: Rate(per_second=0.016, burst=15),
    CREATE_FEED_DOCUMENT: Rate(per_second=0.5, burst=15),
    CREATE_FEED: Rate(per_second=0.0083, burst=15),
    GET_FEED: Rate(per_second=2.0, burst=15),
    FIND_FEEDS: Rate(per_second=0.0222, burst=10),
    GET_FEED_DOCUMENT: Rate(per_second=0.0222, burst=10),
    FIND_TRANSACTIONS: Rate(per_second=0.5, burst=10),
    CREATE_REPORT: Rate(per_second=0.0167, burst=15),
    GET_REPORT: Rate(per_second=2.0, burst=15),
    FIND_REPORTS: Rate(per_second=0.0222, burst=10),
    GET_REPORT_DOCUMENT: Rate(per_second=0.0167, burst=15),
}
# Pushes and sweeps leave so many calls to the order on the agent's screen.
_RESERVES = {GET_ORDER: 6}
LONGEST_WAIT = 5.0
"""Seconds a call waits for its turn inside; beyond, the caller is told when to come back."""
_TRIES = 4
_FIRST_REST = 2.0
# What never reached Amazon cost nothing of the quota.
_NEVER_SENT = frozenset({"no_such_host", "connection_refused", "no_https", "tls", "stopped"})
_ADDRESS_AT_FAULT = frozenset({"redirected", "redirected_to_https"})


class Searches:
    """The quota of the list of orders, common to all connectors of an account."""

    def __init__(self, access: AccountAccess) -> None:
        self.bucket = TokenBucket(SEARCH_RATE, access.clock)
        self.throttled = 0  # times in a row, by whoever else uses the account

    def rest(self, asked: float | None) -> float:
        """Seconds to keep away after Amazon said it is too much: doubling up to one call's worth, or as it asks.

        What it asks is mostly far too little, so that its word only counts where it is more.
        """
        self.throttled += 1
        longest = 1.0 / SEARCH_RATE.per_second
        # Jitter, so that several programs on one account do not come back together.
        own = min(longest, _FIRST_REST * 2.0 ** (self.throttled - 1)) * (0.75 + random.random() / 4)  # noqa: S311
        seconds = max(own, asked or 0.0)
        self.bucket.close_for(seconds)
        return seconds


class AmazonClient:
    """Speaks for one account, on one thread. Every method gives a good answer or raises a ConnectorError."""

    def __init__(self, settings: SellerSettings, access: AccountAccess) -> None:
        self.settings = settings
        self.redactor = Redactor((settings.client_secret, settings.refresh_token))
        self._access = access
        self._tokens = tokens_of(access, settings)
        self._signer = TokenSigner(self._tokens, self._fetch_token, self.redactor)
        self._wire, self._token_wire = Wire(), Wire()
        self._searches = access.shared.of("amazon searches", partial(Searches, access))
        self._back_off = BackOff()
        buckets = self._buckets = access.shared.of("amazon quotas", partial(Buckets, _RATES, access.clock, _RESERVES))
        self._http = self._open(errors.explain, buckets=buckets)
        # Each call of the list counts, so that it is tried again only here, where they are counted.
        self._list = self._open(errors.explain, back_off=BackOff(tries=1))
        self._sign_in = self._open(errors.explain_token, signed=False)
        self._files = self._open(errors.explain_nothing, signed=False)
        self._apis: dict[str, Any] = {}

    def _open(
        self,
        explain: Callable[[Call, Answer, Redactor], ConnectorError | None],
        *,
        buckets: Buckets | None = None,
        back_off: BackOff | None = None,
        signed: bool = True,
    ) -> HttpClient:
        access = self._access

        def told(call: Call, answer: Answer) -> ConnectorError | None:
            found = explain(call, answer, self.redactor)
            if found is not None and found.code == "token_not_accepted" and self._tokens.hopeless:
                return errors.never_accepted(found)
            if isinstance(found, Unavailable):
                found.retry_after = read_retry_after(answer.header("retry-after"), access.clock.now())
            return found

        return HttpClient(
            account=access.id,
            clock=access.clock,
            redactor=self.redactor,
            auth=self._signer if signed else None,
            bounds=Bounds(timeout=access.timeout, deadline=access.timeout * 2),
            ca_file=access.ca_file,
            buckets=buckets,
            back_off=back_off,
            stop=access.stop,
            explain=told,
            urgent=access.urgent,
        )

    def close(self) -> None:
        for http in (self._http, self._list, self._sign_in, self._files):
            http.close()

    def quotas(self) -> tuple[Quota, ...]:
        """Our own count; other programs on the same seller take from the same quotas."""
        found = [(QT_TRANSLATE_NOOP("channel", "Lists of orders"), self._searches.bucket)]
        for operation, name in (
            (GET_ORDER, QT_TRANSLATE_NOOP("channel", "Single orders")),
            (CONFIRM, QT_TRANSLATE_NOOP("channel", "Reported parcels")),
            (CREATE_FEED, QT_TRANSLATE_NOOP("channel", "Refunds and cancellations")),
        ):
            bucket = self._buckets.of(self._access.id, operation)
            if bucket is not None:
                found.append((name, bucket))
        return tuple(
            Quota(name=name, left=left, of=most, seconds=seconds)
            for name, bucket in found
            for left, most, seconds in (bucket.left(),)
        )

    # --- calls ---------------------------------------------------------------------------------------------

    def find_marketplaces(self) -> Answer:
        """Where the seller sells: needs no right to personal data, and so tries the keys."""
        api = self._api("sp_api.api.sellers.sellers", "Sellers")
        return self._ask(self._http, MARKETPLACES, api.get_marketplace_participation)

    def search_orders(self, query: Mapping[str, str]) -> Answer:
        """One page of changed orders. Raises RateLimited where the quota wants more than a short wait."""
        api = self._api("sp_api.api.orders.orders_2026_01_01", "OrdersV20260101")
        failed = 0
        while True:
            self._wait_for_search()
            try:
                answer = self._charged(partial(api.search_orders, **query))
            except Unavailable as trouble:
                if trouble.operation != SEARCH:
                    raise  # the sign-in has tried again already
                failed += 1
                if isinstance(trouble, RateLimited):
                    trouble.retry_after = pause = self._searches.rest(trouble.retry_after)
                else:
                    pause = self._back_off.pause(failed, trouble.retry_after) or math.inf
                if failed >= _TRIES or pause > LONGEST_WAIT or self.search_pause() > LONGEST_WAIT:
                    raise
                log.info("%s: %s, again in %.1f s", SEARCH, trouble.code, pause)
                if self._access.clock.wait(self._access.stop, pause):
                    raise self._stopped() from trouble
            else:
                self._searches.throttled = 0
                return answer

    def search_pause(self) -> float:
        """Seconds until the quota allows the next page."""
        return self._searches.bucket.wait_now()

    def searches_left(self) -> int:
        """How many pages the quota allows at once."""
        return self._searches.bucket.left()[0] if self.search_pause() <= 0 else 0

    def get_order(self, order: str, sets: tuple[str, ...]) -> Answer:
        """One order with these sets of data. Raises Refused with code ``not_found``."""
        api = self._api("sp_api.api.orders.orders_2026_01_01", "OrdersV20260101")
        return self._ask(self._http, GET_ORDER, partial(api.get_order, order, includedData=",".join(sets)))

    def confirm_shipment(self, order: str, body: Mapping[str, Any]) -> None:
        """Report a parcel. Only the one status that means success is one."""
        api = self._api("sp_api.api.orders.orders_v0", "OrdersV0")
        answer = self._ask(self._http, CONFIRM, partial(api.confirm_shipment, order, **body), writes=True)
        if answer.status != 204:
            raise self._placed(errors.not_confirmed(answer.status), CONFIRM)

    def ask(
        self,
        operation: str,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        """A call past the library that changes nothing of the seller's, so that it is tried again."""
        if self._access.stop.is_set():
            raise self._stopped(operation)
        self.wait_for(operation)
        call = Call(
            operation=operation,
            method=method,
            url=f"{self.settings.root}{path}",
            writes=False,
            query=tuple((query or {}).items()),
            body=json.dumps(body).encode() if body is not None else None,
            headers={"User-Agent": USER_AGENT, **({"Content-Type": "application/json"} if body is not None else {})},
        )
        try:
            answer = self._http.send(call)
        except LoginNeeded as error:
            error.field = self._field_of(error)
            raise
        self._tokens.accepted()
        return answer

    def write(self, operation: str, path: str, body: Mapping[str, Any]) -> Answer:
        """A call past the library that changes something: sent once. Raises OutcomeUnknown where nobody answers."""
        if self._access.stop.is_set():
            raise self._stopped(operation)
        self.wait_for(operation)
        call = Call(
            operation=operation,
            method="POST",
            url=f"{self.settings.root}{path}",
            writes=True,
            body=json.dumps(body).encode(),
            headers={"User-Agent": USER_AGENT, "Content-Type": "application/json"},
        )
        try:
            answer = self._http.send(call)
        except LoginNeeded as error:
            error.field = self._field_of(error)
            raise
        self._tokens.accepted()
        return answer

    def upload(self, url: str, body: bytes, content_type: str) -> None:
        """A file to where Amazon takes it for some minutes; it does nothing there yet. No key goes with it."""
        self._check_safe(url, UPLOAD)
        call = Call(
            operation=UPLOAD,
            method="PUT",
            url=url,
            writes=False,
            body=body,
            headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Content-Type": content_type},
            wants_json=False,
            signed=False,
        )
        try:
            self._files.send(call)
        except (LoginNeeded, Refused, Unavailable) as error:
            if isinstance(error, Unavailable) and error.code != "firewall":
                raise
            raise self._placed(errors.no_upload(error.detail), UPLOAD) from None

    def download(self, url: str) -> Answer:
        """A file that Amazon keeps elsewhere for some minutes. No key goes there: the address itself is one."""
        self._check_safe(url, DOWNLOAD)
        call = Call(
            operation=DOWNLOAD,
            method="GET",
            url=url,
            writes=False,
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
            wants_json=False,
            signed=False,
            as_is=True,
        )
        try:
            answer = self._files.send(call)
        except (LoginNeeded, Refused, Unavailable) as error:
            if isinstance(error, Unavailable) and error.code != "firewall":
                raise
            # Its address is over, or the file: neither says anything of the keys, nor of a firewall.
            raise self._placed(errors.no_file(error.detail), DOWNLOAD) from None
        if not answer.body:
            raise self._placed(errors.no_file("empty"), DOWNLOAD)
        return answer

    def _check_safe(self, url: str, operation: str) -> None:
        """Raises Unreadable for an address that buyers' data must not travel to or from."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            host = ""
        if not host or not (url.startswith("https://") or is_loopback(host)):
            raise self._placed(errors.not_understood(operation, "its address is not safe"), operation)

    # --- sending -------------------------------------------------------------------------------------------

    def wait_for(self, operation: str) -> None:
        """Raises RateLimited where the quota wants more than a short wait."""
        bucket = self._buckets.of(self._access.id, operation)
        seconds = bucket.wait_now(urgent=self._access.urgent) if bucket is not None else 0.0
        if seconds > LONGEST_WAIT:
            raise self._placed(errors.quota_used_up(operation, seconds), operation)

    def _api(self, module: str, name: str) -> Any:
        """The library's class, made when first used: to import it takes longer than to start Desk."""
        if name not in self._apis:
            self._apis[name] = library.api(
                module,
                name,
                root=self.settings.root,
                marketplace=self.settings.marketplaces[0],
                signs=library.Signs(self._signer.token),
                transport=self._wire,
            )
        return self._apis[name]

    def _ask(self, http: HttpClient, operation: str, call: Callable[[], Any], *, writes: bool = False) -> Answer:
        if self._access.stop.is_set():
            raise self._stopped(operation)
        answer = self._through(self._wire, http, operation, call, writes=writes)
        self._tokens.accepted()
        return answer

    def _through(
        self, wire: Wire, http: HttpClient, operation: str, call: Callable[[], Any], *, writes: bool = False
    ) -> Answer:
        wire.expect(http, operation, writes=writes)
        try:
            call()
        except LoginNeeded as error:
            error.field = self._field_of(error)
            raise
        except library.library_errors() as error:
            # It stumbled over a 2xx. What stands in its words may be a buyer's.
            if wire.answer is None:
                raise
            if writes:
                return wire.answer
            name = type(error).__name__
            raise self._placed(errors.not_understood(operation, name), operation) from None
        if wire.answer is None:
            raise self._placed(errors.not_understood(operation, "the library sent nothing"), operation)
        return wire.answer

    def _charged(self, call: Callable[[], Any]) -> Answer:
        """Take from the quota when the answer is there: Amazon counted the call before, so we are never ahead of it."""
        counts = True
        try:
            return self._ask(self._list, SEARCH, call)
        except ConnectorError as error:
            sent = error.operation == SEARCH and error.code not in _NEVER_SENT
            counts = sent and not isinstance(error, RateLimited)  # what it turned away it did not count
            raise
        finally:
            if counts:
                self._searches.bucket.take()

    def _wait_for_search(self) -> None:
        seconds = self.search_pause()
        if seconds > LONGEST_WAIT:
            raise self._placed(
                RateLimited(
                    "Amazon's quota for lists of orders is used up for now. Desk goes on when it allows.",
                    f"{SEARCH}: {seconds:.0f} s to wait",
                    retry_after=seconds,
                    code="quota_used_up",
                ),
                SEARCH,
            )
        if seconds > 0 and self._access.clock.wait(self._access.stop, seconds):
            raise self._stopped()

    # --- access tokens -------------------------------------------------------------------------------------

    def _fetch_token(self) -> Token:
        settings = self.settings
        client = library.token_client(
            settings.token_url,
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            refresh_token=settings.refresh_token,
            transport=self._token_wire,
        )
        found: dict[str, Any] = {}
        asked_at = self._access.clock.now()  # its life begins before the answer has travelled
        self._through(self._token_wire, self._sign_in, SIGN_IN, lambda: found.update(library.ask_for_token(client)))
        value, lives = found.get("access_token"), found.get("expires_in")
        # What no header could carry is no token.
        if not isinstance(value, str) or not value or not (value.isascii() and value.isprintable()):
            raise self._placed(
                Unavailable("Amazon's sign-in gave no access token. Desk keeps trying.", "no token", code="no_token"),
                SIGN_IN,
            )
        self.redactor.learn(value)
        seconds = lives if isinstance(lives, int | float) and 0 < lives <= 86400 else 3600
        return Token(value, Instant(asked_at + timedelta(seconds=seconds)))

    # --- trouble -------------------------------------------------------------------------------------------

    def _field_of(self, error: LoginNeeded) -> str:
        """The setting at fault; addresses are told apart, which connectors.http cannot."""
        if error.operation == SIGN_IN and (error.code in _ADDRESS_AT_FAULT or not error.field):
            return "token_url" if error.code in _ADDRESS_AT_FAULT else "refresh_token"
        return error.field or "refresh_token"

    def _stopped(self, operation: str = SEARCH) -> Unavailable:
        host = urlsplit(self.settings.root).netloc
        found = Unavailable(f"Stopped before {host} was asked again.", operation, code="stopped")
        return self._placed(found, operation)

    def _placed(self, error: _E, operation: str) -> _E:
        error.account, error.operation = self._access.id, operation
        return error
