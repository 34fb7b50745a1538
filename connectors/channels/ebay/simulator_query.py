"""How a simulated eBay reads the query of `getOrders`: filters, windows, ids, paging. Pure; refuses what eBay refuses,
with its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from connectors.channels.ebay.simulator_errors import RestError
from connectors.channels.ebay.simulator_model import (
    FULFILLED,
    IN_PROGRESS,
    NOT_STARTED,
    EbayOrder,
    Market,
    years_back,
)
from connectors.simulation.wire import WireRequest

DEFAULT_DAYS = 90
DEFAULT_LIMIT, MOST = 50, 200
MOST_IDS = 50
# Signs that a query may hold only percent-encoded.
RAW_SIGNS = frozenset('[]{}|"<>\\^` ')
STATES = (frozenset({NOT_STARTED, IN_PROGRESS}), frozenset({FULFILLED, IN_PROGRESS}))
FILTERS = ("creationdate", "lastmodifieddate", "orderfulfillmentstatus")
_FILTER = re.compile(r"(?P<name>[^:,]*):(?P<value>\[[^\]]*\]|\{[^}]*\}|[^,]*)(?:,|$)")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@dataclass(frozen=True, slots=True)
class Window:
    start: datetime
    end: datetime

    def holds(self, instant: datetime) -> bool:
        return self.start <= instant <= self.end


@dataclass(frozen=True, slots=True)
class OrderQuery:
    created: Window | None
    modified: Window | None
    states: frozenset[str] | None
    ids: tuple[str, ...]
    limit: int
    offset: int
    breakdown: bool

    def matches(self, order: EbayOrder) -> bool:
        if self.ids:
            return order.id in self.ids
        if self.created is not None and not self.created.holds(order.created):
            return False
        if self.modified is not None and not self.modified.holds(order.modified):
            return False
        return self.states is None or order.fulfillment_state in self.states


@dataclass(frozen=True, slots=True)
class OrderPage:
    orders: Sequence[EbayOrder]
    total: int


def malformed(request: WireRequest) -> bool:
    """Whether the server in front turns the address down before anybody reads it."""
    return bool(RAW_SIGNS & set(request.query_string))


def read_query(request: WireRequest) -> OrderQuery:
    given = dict(request.query)
    breakdown = field_groups(given)
    ids = tuple(one.strip() for one in given.get("orderIds", "").split(",") if one.strip())
    if len(ids) > MOST_IDS:
        raise RestError(30900)
    if ids:
        return OrderQuery(None, None, None, ids, MOST_IDS, 0, breakdown)
    limit = _number(given.get("limit"), DEFAULT_LIMIT, 31100, "limitvalue")
    if not 1 <= limit <= MOST:
        raise RestError(31100, ("limitvalue", given["limit"]))
    offset = _number(given.get("offset"), 0, 31000, "offsetvalue")
    created, modified, states = read_filter(given.get("filter", ""), request.at)
    return OrderQuery(created, modified, states, (), limit, offset, breakdown)


def field_groups(given: dict[str, str]) -> bool:
    wanted = [each.strip() for each in given.get("fieldGroups", "").split(",") if each.strip()]
    for each in wanted:
        if each != "TAX_BREAKDOWN":
            raise RestError(32800, ("fieldGroup", each))
    return bool(wanted)


def read_filter(text: str, now: datetime) -> tuple[Window | None, Window | None, frozenset[str] | None]:
    """Windows by creation and by change, and the wanted states. Without a date the last 90 days count."""
    windows: dict[str, Window] = {}
    states: frozenset[str] | None = None
    for name, value in _filters(text):
        if name == "orderfulfillmentstatus":
            states = _states(name, value)
        else:
            windows[name] = _window(name, value, now)
    created, modified = windows.get("creationdate"), windows.get("lastmodifieddate")
    if created is not None:
        modified = None  # with both dates only the creation counts
    elif modified is None:
        created = Window(now - timedelta(days=DEFAULT_DAYS), now)
    return created, modified, states


def _filters(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    while place < len(text):
        match = _FILTER.match(text, place)
        if match is None:
            raise RestError(30700, ("fieldname", text[place:]))
        name = match["name"].strip()
        if name not in FILTERS:
            raise RestError(30700, ("fieldname", name))
        found.append((name, match["value"].strip()))
        place = match.end()
    return found


def _states(name: str, value: str) -> frozenset[str]:
    wanted = frozenset(value[1:-1].split("|")) if value.startswith("{") and value.endswith("}") else frozenset()
    if wanted not in STATES:
        raise RestError(30800, ("fieldname", name), ("fieldvalue", value))
    return wanted


def _window(name: str, value: str, now: datetime) -> Window:
    inside = value[1:-1].partition("..") if value.startswith("[") and value.endswith("]") else None
    if inside is None or not inside[1]:
        raise RestError(30800, ("fieldname", name), ("fieldvalue", value))
    if not inside[0].strip():
        raise RestError(30820)
    start = _date(inside[0].strip())
    end = _date(inside[2].strip()) if inside[2].strip() else now
    if start > now or end > now:
        raise RestError(30850)
    if start > end:
        raise RestError(30840)
    if start < years_back(end):
        raise RestError(30830)
    return Window(start, end)


def _date(text: str) -> datetime:
    if _DATE.fullmatch(text) is None:
        raise RestError(30810)
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise RestError(30810) from error


def _number(text: str | None, default: int, error: int, name: str) -> int:
    if text is None:
        return default
    if not text.isascii() or not text.isdigit():
        raise RestError(error, (name, text))
    return int(text)


def find_orders(market: Market, query: OrderQuery, now: datetime) -> OrderPage:
    """By creation date, however they changed meanwhile: what is paged by offset can shift."""
    found = [order for order in market.all() if market.listed(order, now) and query.matches(order)]
    found.sort(key=lambda order: (order.created, order.id), reverse=market.options.newest_first)
    return OrderPage(found[query.offset : query.offset + query.limit], len(found))


def page_url(market: Market, request: WireRequest, query: OrderQuery, offset: int) -> str:
    """The same query at another place, encoded as it has to come back."""
    kept = [(name, value) for name, value in request.query if name not in ("limit", "offset")]
    kept += [("limit", str(query.limit)), ("offset", str(offset))]
    return f"{market.url}{request.path}?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in kept)
