"""Owns the calls to a shop's REST API: addresses, parameters, and the shop's own error codes. Knows no model."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from connectors.channels.woocommerce.auth import ShopAuth, problem_of
from connectors.channels.woocommerce.payloads import Index, Problem, System
from connectors.channels.woocommerce.settings import ShopSettings
from connectors.channels.woocommerce.units import NAMESPACES, Way
from connectors.contract.errors import ConnectorError, LoginNeeded, Refused, Unavailable, Unreadable
from connectors.contract.protocols import AccountAccess
from connectors.http.client import Bounds, HttpClient
from connectors.http.limits import EVERY_OPERATION, Buckets, Rate
from connectors.http.messages import Answer, Call, reading, writing
from connectors.http.redaction import Redactor

log = logging.getLogger("net")

# WooCommerce itself sets no limit; this keeps a small host from taking Desk for an attack.
_RATES = {EVERY_OPERATION: Rate(per_second=20.0, burst=40)}
_TAGS = re.compile(r"<[^>]*>")
_CLOSED_TO_GUESTS = frozenset(
    {"rest_not_logged_in", "rest_login_required", "rest_cannot_access", "rest_forbidden", "rest_disabled"}
)
_WC = "wc/v3"
# An order that does not exist: a route for orders answers otherwise than one that does not exist itself.
_NO_ID = "0"
_MOST_REFUND_PAGES = 50
_NO_REFUND = "woocommerce_rest_cannot_create_order_refund"
_NO_ORDER = frozenset({"woocommerce_rest_invalid_order_id", "woocommerce_rest_not_found"})
TURNED_AWAY = frozenset({"firewall", "html_answer", "server_error", "empty_answer"})
"""How single routes fail for good in odd shops: whoever only asks what there is must not fail with them."""
# What a strict server may refuse without harm: fewer decimals, more fields, more notes.
_DISPENSABLE = frozenset({"dp", "_fields", "type"})
# The clocks of most shops, for one that does not tell its own; a skipped hour taken in vain costs a few requests.
_LIKELY_ZONES = ("Europe/London", "Europe/Berlin", "Europe/Athens", "America/New_York")


class _Ways:
    """What the account's connectors have found out of its addresses."""

    plain = False
    """The path travels in the query."""


class ShopClient:
    """Speaks to one shop. Every method gives the answer with its JSON whole, or raises a ConnectorError."""

    def __init__(self, settings: ShopSettings, access: AccountAccess) -> None:
        self.settings = settings
        self.auth = ShopAuth(settings, access.clock)
        self.redactor = Redactor((settings.consumer_key, settings.consumer_secret))
        self._http = HttpClient(
            account=access.id,
            clock=access.clock,
            redactor=self.redactor,
            auth=self.auth,
            bounds=Bounds(timeout=access.timeout, deadline=access.timeout * 2),
            ca_file=access.ca_file,
            buckets=Buckets(_RATES, access.clock),
            stop=access.stop,
            explain=self._explain,
        )
        self._pretty: bool | None = None  # None: not known yet
        self._ways = access.shared.of("addresses", _Ways)
        self._index: Index | None = None
        self._unwanted: frozenset[str] = frozenset()
        self._invoice_route: str | None = None  # None: not known yet

    def close(self) -> None:
        self._http.close()

    # --- what the shop is ----------------------------------------------------------------------------------

    def index(self) -> Index | None:
        """The API's index, asked once; None where the shop shows it to nobody without keys.

        Raises Unavailable with code ``no_api`` where there is no REST API of WordPress at all.
        """
        if self._pretty is None:
            self._find_api()
        return self._index

    def _find_api(self) -> None:
        """The index by its address, or, with plain permalinks, by the query: there any address may show the shop's
        front page instead.
        """
        cause: ConnectorError | None = None
        for pretty in (False, True) if self._ways.plain else (True, False):
            try:
                answer = self._ask_index(pretty=pretty)
            except LoginNeeded as trouble:
                if trouble.code not in {"closed_to_guests", "login_needed", "not_permitted"} or not pretty:
                    raise
                # A plugin hides the index from guests: the API itself may still answer to keys.
                self._pretty = True
                return
            except (Refused, Unavailable) as trouble:
                if isinstance(trouble, Unavailable) and trouble.code != "html_answer" and pretty:
                    raise
                cause = cause or trouble
                continue
            self._pretty, self._ways.plain = pretty, not pretty
            self._know(answer)
            return
        if isinstance(cause, Unavailable):
            raise cause
        self._find_orders(cause)

    def _ask_index(self, *, pretty: bool) -> Answer:
        fields = {"_fields": "name,url,home,namespaces,timezone_string,gmt_offset"}
        url, query = (
            (f"{self.settings.root}/wp-json/", {}) if pretty else (f"{self.settings.root}/", {"rest_route": "/"})
        )
        return self._http.send(reading("find_api", url, {**query, **fields}, signed=False))

    def _know(self, answer: Answer) -> None:
        try:
            index = msgspec.json.decode(answer.body, type=Index)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self._pretty = None
            self._find_orders(error)
            return
        self._index = index
        self.auth.know_site(index.home or index.url or "")

    def _find_orders(self, cause: Exception | None) -> None:
        """There is no index, or none that can be read. Where the orders themselves answer, none is needed."""
        try:
            self._http.send(reading("find_api", f"{self.settings.root}/wp-json/{_WC}/orders", {"per_page": "1"}))
        except LoginNeeded as trouble:
            if trouble.code == "redirected":
                raise self._no_api() from cause
            raise
        except (Refused, Unavailable) as trouble:
            if isinstance(trouble, Unavailable) and trouble.code != "html_answer":
                raise
            raise self._no_api() from cause
        self._pretty = True

    def zone(self) -> tzinfo:
        """The shop's own time zone, for the few dates that come without UTC; UTC where it does not tell."""
        index = self.index()
        if index is None:
            return UTC
        try:
            return ZoneInfo(index.timezone_string or "")
        except (ValueError, OSError, ZoneInfoNotFoundError):
            try:
                return timezone(timedelta(hours=float(index.gmt_offset or 0)))
            except ValueError:
                return UTC

    def skipping_zones(self) -> tuple[tzinfo, ...]:
        """The clocks by which the shop may skip an hour in spring; several where it does not tell its own."""
        index = self.index()
        if index is not None and index.timezone_string:
            return _zones((index.timezone_string,)) or _zones(_LIKELY_ZONES)
        if index is not None and index.gmt_offset not in (None, ""):
            return ()  # always the same distance from UTC
        return _zones(_LIKELY_ZONES)

    def _no_api(self) -> Unavailable:
        return Unavailable(
            "There is no WordPress with an open REST API at this address. Check the address, and in WordPress "
            "that no plugin switches the REST API off.",
            self.settings.root,
            code="no_api",
        )

    def may_write(self) -> bool | None:
        """Whether the key may change anything, tried on an order that does not exist; None where that does not tell.

        What a shop says it allows is the user's right; whether the key itself may write, it says to a change only.
        """
        try:
            self._write("try_key", "PUT", f"{_WC}/orders/{_NO_ID}", {"set_paid": False})
        except Refused as refused:
            return True if refused.code == "no_such_order" else None
        except LoginNeeded as trouble:
            return False if trouble.code == "key_may_not_write" else None
        except ConnectorError as error:
            log.info("whether the key may write is not told (%s)", error.code)
        return None

    def system(self) -> System:
        """Versions and settings, for the account's page. Needs more rights than the rest."""
        answer = self._read("environment", f"{_WC}/system_status", {"_fields": "environment,settings"})
        try:
            return msgspec.json.decode(answer.body, type=System, strict=False)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Unreadable("What the shop tells of itself cannot be read.", str(error)[:160]) from error

    def noisy(self) -> bool:
        """Whether something was written before or after the data of an answer."""
        return self._http.noisy

    # --- orders --------------------------------------------------------------------------------------------

    def orders(self, operation: str, query: Mapping[str, str]) -> Answer:
        return self._read(operation, f"{_WC}/orders", query)

    def describe_orders(self) -> Answer:
        """The schema of an order, which names the shop's statuses."""
        url, full = self._address(f"{_WC}/orders", {})
        return self._http.send(_asking("describe_orders", url, full))

    def order(self, operation: str, order: str) -> Answer:
        return self._read(operation, f"{_WC}/orders/{_id(order)}", {"dp": "4"})

    def refunds(self, order: str, operation: str = "fetch_refunds") -> Answer:
        """All of an order's refunds, however many of them the shop puts on a page."""
        path, query = f"{_WC}/orders/{_id(order)}/refunds", {"dp": "4"}
        try:
            first = self._read(operation, path, {**query, "per_page": "100"})
            query["per_page"] = "100"
        except Refused as refused:
            if refused.code != "invalid_param":
                raise
            first = self._read(operation, path, query)  # this shop's pages are smaller
        pages = first.header("x-wp-totalpages")
        last = min(int(pages), _MOST_REFUND_PAGES) if pages.isascii() and pages.isdigit() else 1
        more = [self._read(operation, path, {**query, "page": str(page)}) for page in range(2, last + 1)]
        return _joined([first, *more]) if more else first

    def issue_refund(self, order: str, body: Mapping[str, Any]) -> Answer:
        return self._write("issue_refund", "POST", f"{_WC}/orders/{_id(order)}/refunds", body)

    def gateways(self) -> Answer:
        """The payment methods; needs the right of a shop manager."""
        return self._read("fetch_gateways", f"{_WC}/payment_gateways", {"_fields": "id,method_supports"})

    def change_order(self, operation: str, order: str, body: Mapping[str, Any]) -> Answer:
        return self._write(operation, "PUT", f"{_WC}/orders/{_id(order)}", body)

    def change_orders(self, operation: str, bodies: Sequence[Mapping[str, Any]]) -> Answer:
        """Many at once, each body with its `id`; the answer tells of each by itself."""
        return self._write(operation, "POST", f"{_WC}/orders/batch", {"update": list(bodies)})

    def notes(self, order: str, kind: str = "customer") -> Answer:
        return self._read("fetch_notes", f"{_WC}/orders/{_id(order)}/notes", {"type": kind})

    def add_note(self, order: str, text: str) -> Answer:
        body = {"note": text, "customer_note": True}
        return self._write("add_note", "POST", f"{_WC}/orders/{_id(order)}/notes", body)

    # --- the mail with the link to pay ---------------------------------------------------------------------

    def mails_invoices(self) -> bool:
        """Whether the shop mails an order's invoice when asked to; found out once, by asking for no order at all."""
        if self._invoice_route is None:
            self._invoice_route = self._find_invoice_route()
        return bool(self._invoice_route)

    def _find_invoice_route(self) -> str:
        """What mails it: any template since WooCommerce 9.8, the order's details alone before, nothing in old shops."""
        path = f"{_WC}/orders/{_NO_ID}/actions"
        if self._has_route(reading, f"{path}/email_templates"):
            return "send_email"
        return "send_order_details" if self._has_route(_asking, f"{path}/send_order_details") else ""

    def _has_route(self, call: Callable[[str, str, dict[str, str]], Call], path: str) -> bool:
        url, full = self._address(path, {})
        try:
            self._http.send(call("find_actions", url, full))
        except Refused as refused:
            return refused.code == "no_such_order"
        except LoginNeeded:
            return False
        except Unavailable as trouble:
            if trouble.code not in TURNED_AWAY:
                raise
            return False
        return True

    def send_invoice(self, order: str) -> Answer:
        """The mail with the link to pay. Raises Refused with code ``no_route`` where the shop has no such mail."""
        if not self.mails_invoices():
            raise Refused(
                "This shop is too old to mail the link to pay for others.", "no order actions", code="no_route"
            )
        route = self._invoice_route
        body = {"template_id": "customer_invoice"} if route == "send_email" else {}
        return self._write("send_invoice", "POST", f"{_WC}/orders/{_id(order)}/actions/{route}", body)

    # --- parcels -------------------------------------------------------------------------------------------

    def fulfillments(self, order: str) -> Answer:
        return self._read("fetch_fulfillments", f"{_WC}/orders/{_id(order)}/fulfillments")

    def add_fulfillment(self, order: str, body: Mapping[str, Any]) -> Answer:
        path = f"{_WC}/orders/{_id(order)}/fulfillments"
        return self._write("add_fulfillment", "POST", path, body, {"notify_customer": "true"})

    def trackings(self, way: Way, order: str) -> Answer:
        return self._read("fetch_trackings", self._trackings(way, order))

    def providers(self, way: Way, order: str) -> Answer:
        return self._read("fetch_providers", f"{self._trackings(way, order)}/providers")

    def add_tracking(self, way: Way, order: str, body: Mapping[str, Any]) -> Answer:
        return self._write("add_tracking", "POST", self._trackings(way, order), body)

    def _trackings(self, way: Way, order: str) -> str:
        return f"{NAMESPACES[way]}/orders/{_id(order)}/shipment-trackings"

    # --- sending -------------------------------------------------------------------------------------------

    def _read(self, operation: str, path: str, query: Mapping[str, str] | None = None) -> Answer:
        while True:
            asked = {name: value for name, value in (query or {}).items() if name not in self._unwanted}
            url, full = self._address(path, asked)
            try:
                return self._http.send(reading(operation, url, full))
            except Refused as refused:
                refused_ones = _refused_without_harm(refused, asked)
                if not refused_ones:
                    raise
                self._unwanted |= refused_ones

    def _write(
        self,
        operation: str,
        method: str,
        path: str,
        body: Mapping[str, Any],
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        url, full = self._address(path, query or {})
        return self._http.send(writing(operation, method, url, msgspec.json.encode(body), full))

    def _address(self, path: str, query: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        self.index()
        if self._pretty is False:  # plain permalinks: the path travels in the query
            return f"{self.settings.root}/", {"rest_route": f"/{path}", **query}
        return f"{self.settings.root}/wp-json/{path}", dict(query)

    # --- the shop's own errors -----------------------------------------------------------------------------

    def _explain(self, call: Call, answer: Answer) -> ConnectorError | None:
        """WooCommerce's error codes. None leaves the answer to the kit's table."""
        problem = problem_of(answer)
        code = str(problem.code)
        words = self.redactor.clean(html.unescape(_TAGS.sub("", problem.message)).strip())[:300]
        if code == _NO_REFUND and answer.status not in {401, 403, 408, 425, 429}:
            # Its gateway, its amount or the provider: whichever, the shop has booked nothing, and will not.
            return Refused(
                "The shop did not book this refund. Look at the order there.",
                f"{call.operation}: {answer.status} {code}",
                words=words,
                code="refund_refused",
            )
        if not code or answer.status >= 500 or answer.status in {408, 425, 429}:
            return None
        if answer.status in {401, 403}:
            return _login_error(call, answer.status, code, words)
        detail = f"{call.operation}: {answer.status} {code}"
        if code == "rest_no_route":
            return Refused(
                "The shop does not know this part of the API: WooCommerce or the extension for it is not active.",
                detail,
                words=words,
                code="no_route",
            )
        if (code.endswith("_invalid_id") or code in _NO_ORDER) and answer.status in {400, 404}:
            return Refused("The shop has no such order.", detail, words=words, code="no_such_order")
        if code == "rest_invalid_param":
            refused = Refused("The shop refused a parameter.", detail, words=words, code="invalid_param")
            refused.facts["params"] = ",".join(_params(problem))
            return refused
        return Refused("The shop refused this.", detail, words=words, code="shop_refused")


def _joined(pages: Sequence[Answer]) -> Answer:
    """Several pages of a list as one."""
    try:
        records = [one for page in pages for one in msgspec.json.decode(page.body, type=list[msgspec.Raw])]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(
            "The shop's list of refunds cannot be read.", str(error)[:160], code="unreadable_money"
        ) from error
    return replace(pages[0], body=msgspec.json.encode(records))


def _login_error(call: Call, status: int, code: str, words: str) -> LoginNeeded:
    """Which setting is at fault when the shop says 401 or 403."""
    lower = words.lower()
    detail = f"{call.operation}: {status} {code}"

    def at(field: str, text: str, name: str) -> LoginNeeded:
        return LoginNeeded(text, detail, field=field, words=words, code=name)

    if code in _CLOSED_TO_GUESTS:
        return at(
            "base_url",
            "A plugin of the shop keeps the REST API closed. Allow it for Desk's key in that plugin.",
            "closed_to_guests",
        )
    if "write permission" in lower or (call.writes and code.startswith("woocommerce_rest_cannot_")):
        return at(
            "consumer_key",
            "The key may only read. Make one with the permission Read/Write, for a user who is a shop manager.",
            "key_may_not_write",
        )
    if "read permission" in lower:
        return at("consumer_key", "The key may not read. Make one with the permission Read/Write.", "key_may_not_read")
    if "secret" in lower or "signature" in lower:
        return at(
            "consumer_secret",
            "The consumer secret does not belong to this key. Copy it again, or make a new key.",
            "secret_wrong",
        )
    if "timestamp" in lower:
        return at(
            "base_url",
            "The clocks of this computer and the shop differ by more than 15 minutes. Set this computer's clock.",
            "clocks_differ",
        )
    if status == 403:
        return at(
            "consumer_key",
            "The user of this key may not see orders. Make the key for a shop manager or administrator.",
            "user_lacks_right",
        )
    return at(
        "consumer_key",
        "The shop does not accept the consumer key, or its user may not see orders. Copy it again, or make a new "
        "key for a shop manager.",
        "key_wrong",
    )


def _refused_without_harm(refused: Refused, asked: Mapping[str, str]) -> frozenset[str]:
    """The parameters that may be left out when asking again; all dispensable ones where the shop names none."""
    if refused.code != "invalid_param":
        return frozenset()
    named = {name for name in str(refused.facts.get("params", "")).split(",") if name}
    return _DISPENSABLE & set(asked) & (named or _DISPENSABLE)


@cache
def _zones(names: tuple[str, ...]) -> tuple[tzinfo, ...]:
    found: list[tzinfo] = []
    for name in names:
        try:
            found.append(ZoneInfo(name))
        except (ValueError, OSError, ZoneInfoNotFoundError):
            continue  # a name of its own making, or a computer without a table of zones
    return tuple(found)


def _params(problem: Problem) -> list[str]:
    params = problem.data.get("params") if isinstance(problem.data, dict) else None
    return sorted(params) if isinstance(params, dict) else []


def _asking(operation: str, url: str, query: dict[str, str]) -> Call:
    """Whether an address is there that takes nothing but changes."""
    return Call(operation=operation, method="OPTIONS", url=url, writes=False, query=tuple(query.items()))


def _id(order: str) -> str:
    """An order id fit for a path. Ids are numbers; anything else would name another address."""
    if not (order.isascii() and order.isdigit()):
        raise Refused("That is not the id of an order of this shop.", order[:20], code="no_such_order")
    return order
