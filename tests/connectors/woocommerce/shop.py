"""Owns a tiny shop in memory for tests of paging: orders with a second of their last change, pages, and drift.

It stands in for ShopClient where no wire is needed, and answers as the channel's sheet says: strictly later than
`modified_after`, by second, ties by id. Written apart from the simulator, so that paging has two judges.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import format_datetime
from typing import Any

from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.connector import WooCommerce
from connectors.channels.woocommerce.settings import ShopSettings
from connectors.contract.errors import ConnectorError, Refused
from connectors.contract.protocols import AccountAccess, Fetched
from connectors.contract.snapshots import Cursor, OrderSnapshot, UnreadableRecord
from connectors.http.messages import Answer
from desk.domain.clock import ManualClock, parse_utc
from desk.domain.orders import OrderFacet
from desk.domain.values import AccountId

BEGIN = datetime(2026, 11, 20, 8, 0, 0)  # noqa: DTZ001 - the shop speaks in naive UTC


@dataclass(frozen=True)
class Kept:
    """One order in the shop. `version` counts its changes."""

    id: int
    modified: datetime
    created: datetime
    version: int = 1
    status: str = "processing"
    broken: bool = False

    def wire(self) -> dict[str, Any]:
        order: dict[str, Any] = {
            "id": self.id,
            "number": str(self.id),
            "status": self.status,
            "currency": "EUR",
            "total": f"{self.version}.00",
            "date_created_gmt": self.created.isoformat(),
            "date_modified_gmt": self.modified.isoformat(),
            "line_items": [{"id": 1, "quantity": 1, "total": f"{self.version}.00", "total_tax": "0"}],
        }
        if self.broken:
            order["total"] = None
        return order


@dataclass
class TinyShop:
    """Orders by id, and the shop's own clock. `meanwhile` runs after each answer: the shop's life goes on."""

    orders: dict[int, Kept] = field(default_factory=dict)
    now: datetime = BEGIN
    largest_page: int = 100
    honours_dates: bool = True
    knows_modified: bool = True
    tells_pages: bool = True
    page_holds: int = 100  # however many are asked for
    zone: tzinfo | None = None  # its own clock, by which PHP reads `modified_after`
    zones: tuple[tzinfo, ...] = ()  # what Desk knows of it
    meanwhile: Callable[[TinyShop], None] = lambda _: None
    asked: list[dict[str, str]] = field(default_factory=list)
    repeat: list[int] = field(default_factory=list)  # numbers of questions that get the answer before them
    cached: list[int] = field(default_factory=list)  # those that a cache answers with the answer before them
    _last: Answer | None = None

    def add(self, **more: Any) -> int:
        number = max(self.orders, default=0) + 1
        self.orders[number] = replace(Kept(number, self.now, self.now), **more)
        return number

    def change(self, number: int, **more: Any) -> None:
        one = self.orders[number]
        self.orders[number] = replace(one, **{"modified": self.now, "version": one.version + 1, **more})

    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def list(self, query: Mapping[str, str]) -> Answer:
        self.asked.append(dict(query))
        if len(self.asked) in self.repeat and self._last is not None:
            return self._last
        if len(self.asked) in self.cached and self._last is not None:
            return replace(self._last, headers={**self._last.headers, "age": "1500"})
        answer = self._list(query)
        self._last = answer
        self.meanwhile(self)
        return answer

    def _list(self, query: Mapping[str, str]) -> Answer:
        size, page = int(query["per_page"]), int(query["page"])
        if size > self.largest_page:
            raise invalid("per_page")
        size = min(size, self.page_holds)
        if query["orderby"] == "modified" and not self.knows_modified:
            raise invalid("orderby")
        assert "Z" not in query.get("modified_after", "")
        assert query["dates_are_gmt"] == "true"
        chosen = [one for one in self.orders.values() if self._wanted(one, query)]
        by_id = query["orderby"] == "id"
        chosen.sort(key=lambda one: one.id if by_id else (one.modified, one.id))
        part = chosen[(page - 1) * size : page * size]
        headers = {"x-wp-total": str(len(chosen)), "x-wp-totalpages": str(-(-len(chosen) // size))}
        if not self.tells_pages:
            headers = {}
        headers["date"] = format_datetime(self.now.replace(tzinfo=UTC), usegmt=True)
        body = json.dumps([one.wire() for one in part]).encode()
        return Answer(status=200, headers=headers, body=body, host="shop.example")

    def _wanted(self, one: Kept, query: Mapping[str, str]) -> bool:
        if (one.status == "trash") != (query["status"] == "trash"):
            return False
        if "after" in query and one.created <= datetime.fromisoformat(query["after"]):
            return False
        if "modified_after" in query and self.honours_dates:
            return one.modified > self._as_php_reads(datetime.fromisoformat(query["modified_after"]))
        return True

    def _as_php_reads(self, after: datetime) -> datetime:
        """A time that the shop's clock skips moves on by what is skipped."""
        if self.zone is None:
            return after
        return after.replace(tzinfo=self.zone).astimezone(UTC).astimezone(self.zone).replace(tzinfo=None)


def invalid(param: str) -> Refused:
    refused = Refused("The shop refused a parameter.", code="invalid_param")
    refused.facts["params"] = param
    return refused


class TinyClient(ShopClient):
    """A ShopClient whose order list comes from the shop in memory; everything else would fail."""

    def __init__(self, shop: TinyShop, settings: ShopSettings, access: AccountAccess) -> None:
        super().__init__(settings, access)
        self._shop = shop

    def skipping_zones(self) -> tuple[tzinfo, ...]:
        return self._shop.zones

    def orders(self, operation: str, query: Mapping[str, str]) -> Answer:
        assert operation == "fetch_orders"
        return self._shop.list(query)


def connector_of(shop: TinyShop) -> WooCommerce:
    settings = ShopSettings(
        root="https://shop.example",
        consumer_key="ck_1",
        consumer_secret="cs_1",
        tracking=None,
        pay_later=frozenset(),
        language="de",
    )
    access = AccountAccess(
        id=AccountId(1),
        kind="woocommerce",
        settings={},
        secrets={},
        clock=ManualClock(parse_utc(BEGIN.isoformat())),
    )
    return WooCommerce(access, TinyClient(shop, settings, access))


@dataclass
class Mirror:
    """What a reader knows of the shop after following pages: the latest version of each order, and the cursor."""

    versions: dict[int, int] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    unreadable: list[UnreadableRecord] = field(default_factory=list)
    cursor: Cursor = field(default_factory=Cursor)
    reported: int = 0
    total: int | None = None

    def take(self, item: Fetched) -> None:
        assert isinstance(item, OrderSnapshot)
        number = int(item.ref.id)
        self.reported += 1
        self.versions[number] = item.totals.total.minor // 100
        if item.order is OrderFacet.REMOVED:
            self.removed.add(number)
        else:
            self.removed.discard(number)

    def run(self, connector: WooCommerce, most: int = 2000) -> int:
        """Follow one run to its end; the number of questions. Each cursor goes through JSON, as in the store."""
        for asked in range(1, most):
            page = connector.fetch_orders(Cursor(json.loads(json.dumps(self.cursor.value))))
            for item in page.items:
                self.take(item)
            self.unreadable += page.unreadable
            self.cursor = page.cursor
            self.total = page.total
            if page.done:
                return asked
        raise AssertionError("the run never ends")


__all__ = ["BEGIN", "ConnectorError", "Kept", "Mirror", "TinyShop", "connector_of"]
