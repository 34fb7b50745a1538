"""Owns a tiny market in memory for tests of paging: orders with a time of their last change, pages, and drift.

It stands in for SellerClient where no wire is needed and answers as the channel's sheet says: by creation date, paged
by offset, both ends of a window included. Written apart from the simulator, so that paging has two judges.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from connectors.channels.ebay.client import SellerClient
from connectors.channels.ebay.connector import Ebay
from connectors.channels.ebay.paging import as_text
from connectors.channels.ebay.settings import read_settings
from connectors.contract.errors import Refused, Unavailable
from connectors.contract.protocols import AccountAccess
from connectors.contract.snapshots import Cursor, OrderSnapshot, UnreadableRecord
from connectors.http.messages import Answer
from desk.domain.clock import Instant, ManualClock, parse_utc
from desk.domain.values import Money
from tests.connectors.ebay.desk_side import access, order

BEGIN = parse_utc("2026-11-20T08:00:00")
_FILTER = re.compile(r"lastmodifieddate:\[(\S+?)\.\.(\S*?)\]")


@dataclass(frozen=True)
class Kept:
    """One order in the market. `version` counts its changes; `shows_at` is when the list begins to show it."""

    id: str
    modified: Instant
    created: Instant
    version: int = 1
    shows_at: Instant = BEGIN
    damaged: str = ""  # a field that the list leaves out, though the order itself has it
    broken: bool = False
    asked_to_cancel: bool = False

    def wire(self, *, alone: bool) -> dict[str, Any]:
        total = {"value": f"{self.version}.00", "currency": "EUR"}
        found = order(
            orderId=self.id,
            creationDate=as_text(self.created),
            lastModifiedDate=as_text(self.modified),
            pricingSummary={"priceSubtotal": total, "total": total},
        )
        if self.asked_to_cancel:
            found["cancelStatus"] = {"cancelState": "IN_PROGRESS", "cancelRequests": []}
        if self.broken:
            del found["pricingSummary"]
        if self.damaged and not alone:
            del found[self.damaged]
        return found


@dataclass
class TinyMarket:
    """Orders by id, and eBay's own clock. `meanwhile` runs after each list: life there goes on."""

    orders: dict[str, Kept] = field(default_factory=dict)
    now: Instant = BEGIN
    newest_first: bool = False
    meanwhile: Callable[[TinyMarket], None] = lambda _: None
    asked: list[dict[str, str]] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    cached: set[int] = field(default_factory=set)  # numbers of questions that get the answer before them
    failing: set[int] = field(default_factory=set)  # numbers of questions that get none
    tells_total: bool = True
    _last: dict[str, Any] = field(default_factory=dict)

    def add(self, **more: Any) -> str:
        number = f"{len(self.orders) + 1:02d}-00000-00000"
        plain = Kept(number, self.now, self.now, shows_at=self.now)
        self.orders[number] = replace(plain, **more)
        return number

    def change(self, number: str, **more: Any) -> None:
        one = self.orders[number]
        self.orders[number] = replace(one, **{"modified": self.now, "version": one.version + 1, **more})

    def pass_time(self, **more: float) -> None:
        self.now = Instant(self.now + timedelta(**more))

    def list(self, query: Mapping[str, str]) -> Answer:
        self.asked.append(dict(query))
        number = len(self.asked)
        if number in self.failing:
            raise Unavailable("eBay is away.", code="server_error")
        if number in self.cached and self._last:
            return self._answer(self._last)
        document = self._list(query)
        self._last = document
        answer = self._answer(document)
        self.meanwhile(self)
        return answer

    def _answer(self, document: dict[str, Any]) -> Answer:
        headers = {"date": format_datetime(self.now.replace(microsecond=0), usegmt=True)}
        return Answer(status=200, headers=headers, body=json.dumps(document).encode(), host="api.ebay.com")

    def _list(self, query: Mapping[str, str]) -> dict[str, Any]:
        found = _FILTER.fullmatch(query["filter"])
        assert found is not None
        start, end = parse_utc(found[1]), parse_utc(found[2]) if found[2] else self.now
        if max(start, end) > self.now:
            raise refused(30850)
        if start < self.now - timedelta(days=730):
            raise refused(30830)
        limit, offset = int(query["limit"]), int(query["offset"])
        shown = [one for one in self.orders.values() if one.shows_at <= self.now and start <= one.modified <= end]
        shown.sort(key=lambda one: (one.created, one.id), reverse=self.newest_first)
        document: dict[str, Any] = {
            "href": f"https://elsewhere.example/order?{urlencode(query)}",
            "limit": limit,
            "offset": offset,
            "orders": [one.wire(alone=False) for one in shown[offset : offset + limit]],
        }
        if self.tells_total:
            document["total"] = len(shown)
        if offset + limit < len(shown):
            document["next"] = f"https://elsewhere.example/order?limit={limit}&offset={offset + limit}"
        return document


def refused(number: int) -> Refused:
    error = Refused("eBay refused this.", code="refused")
    error.facts["number"] = number
    return error


class TinyClient(SellerClient):
    """A SellerClient whose orders come from the market in memory; everything else would fail."""

    def __init__(self, market: TinyMarket, found: AccountAccess) -> None:
        super().__init__(read_settings(found), found)
        self._market = market

    def orders(self, operation: str, query: Mapping[str, str]) -> Answer:
        assert operation == "fetch_orders"
        return self._market.list(query)

    def order(self, operation: str, order: str) -> Answer:
        self._market.alone.append(order)
        body = json.dumps(self._market.orders[order].wire(alone=True)).encode()
        return Answer(status=200, headers={}, body=body, host="api.ebay.com")


def connector_of(market: TinyMarket, *, ahead: float = 0.0, **more: Any) -> Ebay:
    """`ahead`: seconds by which Desk's clock is before eBay's."""
    found = access(clock=ManualClock(Instant(market.now + timedelta(seconds=ahead))), **more)
    connector = Ebay(found, TinyClient(market, found))
    connector._orders = connector._orders._orders  # type: ignore[assignment]  # Trading has no part in this market
    return connector


@dataclass
class Mirror:
    """What a reader knows of the market after following pages: the latest version of each order, and the cursor."""

    versions: dict[str, int] = field(default_factory=dict)
    changed: dict[str, Instant] = field(default_factory=dict)
    unreadable: list[UnreadableRecord] = field(default_factory=list)
    cursor: Cursor = field(default_factory=Cursor)
    reported: int = 0
    total: int | None = None

    def take(self, item: object) -> None:
        assert isinstance(item, OrderSnapshot)
        self.reported += 1
        if item.ref.id in self.changed and item.changed_at < self.changed[item.ref.id]:
            return  # as the store does: an older report overwrites nothing
        self.changed[item.ref.id] = item.changed_at
        self.versions[item.ref.id] = item.totals.total.minor // Money.parse("1", "EUR").minor

    def page(self, connector: Ebay) -> bool:
        """One page; true when the run is over. The cursor goes through JSON, as in the store."""
        found = connector.fetch_orders(Cursor(json.loads(json.dumps(self.cursor.value))))
        for item in found.items:
            self.take(item)
        self.unreadable += found.unreadable
        assert found.done or found.cursor != self.cursor, "the reader would take it for a loop"
        self.cursor, self.total = found.cursor, found.total
        return found.done

    def run(self, connector: Ebay, most: int = 3000) -> int:
        for asked in range(1, most):
            if self.page(connector):
                return asked
        raise AssertionError("the run never ends")
