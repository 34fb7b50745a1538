"""Servers that others write by the sheet, in a hurry: the connector copes with what they leave out and refuse."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from connectors.channels.woocommerce.connector import WooCommerce, connect
from connectors.contract.errors import LoginNeeded
from connectors.contract.protocols import Accepted, AlreadyDone, NotThere
from connectors.contract.snapshots import Cursor, OrderSnapshot
from desk.domain.clock import SystemClock
from desk.domain.orders import ShippingFacet
from desk.domain.values import PushKey, RemoteRef
from tests.connectors.http.server import Seen, reply, serving
from tests.connectors.woocommerce.desk_side import ACCOUNT, KEY, SECRET, access, parcel, raw

PUSH = PushKey("0192f0c1-key")
NUMBER = parcel().number
EXTENSION = re.compile(r"/wp-json/wc-(shipment-tracking|ast)/v3/orders/(\d+)/shipment-trackings")
LIST = frozenset(
    {"status", "orderby", "order", "per_page", "page", "modified_after", "dates_are_gmt", "after", "include"}
)


@dataclass
class Stranger:
    """A test server as somebody else would write it: Basic or keys in the query, plain http, one way of tracking."""

    index: bool = True
    signs_by: str = "basic"
    turns_away_with: int = 401
    keeps_meta: bool = True
    strict: bool = False
    names_params: bool = True
    strict_before_keys: bool = False
    has_bin: bool = True
    way: str = ""
    answers_with_id_only: bool = False
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    trackings: list[dict[str, Any]] = field(default_factory=list)
    effects: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for number in ("727", "728", "729"):
            order = json.loads(raw(id=int(number), number=number, status="processing", date_completed_gmt=None))
            del order["meta_data"]
            self.orders[number] = order | ({"meta_data": []} if self.keeps_meta else {})

    def __call__(self, seen: Seen) -> object:
        parts = urlsplit(seen.target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        keys = (query.pop("consumer_key", ""), query.pop("consumer_secret", ""))
        if parts.path == "/wp-json/" and self.index:
            names = [f"wc-{self.way}/v3"] if self.way in ("shipment-tracking", "ast") else []
            return reply({"name": "S", "namespaces": ["wc/v3", *names]})
        if not parts.path.startswith("/wp-json/w"):
            return reply("<h1>Not Found</h1>", 404, "text/html")
        strange = set(query) - (LIST if parts.path.endswith("/orders") else set())
        if self.strict and strange and self.strict_before_keys:
            return self._invalid(strange)
        pair = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        signed = seen.headers.get("authorization") == f"Basic {pair}" if self.signs_by == "basic" else keys[1] == SECRET
        if not signed:
            return problem(self.turns_away_with, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
        if self.strict and strange:
            return self._invalid(strange)
        return self._signed(seen, parts.path, query, json.loads(seen.body or b"{}"))

    def _invalid(self, names: set[str]) -> bytes:
        told = {"params": dict.fromkeys(sorted(names), "unknown")} if self.names_params else {}
        return problem(400, "rest_invalid_param", f"Invalid parameter(s): {', '.join(sorted(names))}", **told)

    def _signed(self, seen: Seen, path: str, query: dict[str, str], body: dict[str, Any]) -> bytes:
        extension = EXTENSION.fullmatch(path)
        if extension and extension[1] == self.way:
            if seen.method == "GET":
                return reply(self.trackings)
            self.effects["tracking"] += 1
            self.trackings.append({"tracking_id": f"t{len(self.trackings)}", **body})
            return reply({"tracking_id": "t0"} if self.answers_with_id_only else self.trackings[-1], 201)
        found = re.fullmatch(r"/wp-json/wc/v3/orders(?:/(\d+)(/notes|/refunds)?)?", path)
        if not found:
            return problem(404, "rest_no_route", "No route was found.")
        if not found[1]:
            if query.get("status") == "trash":
                return reply([]) if self.has_bin else self._invalid({"status"})
            page = [] if query.get("page", "1") != "1" else list(self.orders.values())
            after = query.get("modified_after", "")
            return reply([one for one in page if one["date_modified_gmt"] > after])
        if found[1] not in self.orders:
            return problem(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
        order = self.orders[found[1]]
        if found[2] == "/notes":
            if seen.method == "POST":
                self.effects["note"] += 1
                self.notes.append({"id": len(self.notes), **body})
            return reply(self.notes if seen.method == "GET" else self.notes[-1])
        if found[2]:
            return reply([])
        return self._order(order, body)

    def _order(self, order: dict[str, Any], body: dict[str, Any]) -> bytes:
        if self.strict and not self.keeps_meta and "meta_data" in body:
            return self._invalid({"meta_data"})
        if "status" in body:
            self.effects["status"] += 1
            order["status"] = body["status"]
        if self.keeps_meta and "meta_data" in body:
            changed = {one["key"] for one in body["meta_data"]}
            order["meta_data"] = [one for one in order["meta_data"] if one["key"] not in changed] + body["meta_data"]
        return reply(order)


def problem(status: int, code: str, message: str, **data: Any) -> bytes:
    return reply({"code": code, "message": message, "data": {"status": status, **data}}, status)


@contextmanager
def connected(stranger: Stranger) -> Iterator[WooCommerce]:
    with serving(stranger) as server:
        connector = connect(access(server.address, clock=SystemClock()))
        try:
            yield connector
        finally:
            connector.close()


def everything(connector: WooCommerce) -> dict[str, OrderSnapshot]:
    found: dict[str, OrderSnapshot] = {}
    cursor = Cursor()
    for _ in range(20):
        page = connector.fetch_orders(cursor)
        assert not page.unreadable
        found |= {one.ref.id: one for one in page.items if isinstance(one, OrderSnapshot)}
        if page.done:
            return found
        cursor = page.cursor
    raise AssertionError("the run never ends")


STRANGERS: dict[str, dict[str, Any]] = {
    "Basic over plain http": {},
    "keys in the query over plain http": {"signs_by": "query"},
    "no index": {"index": False},
    "no index, an extension": {"index": False, "way": "ast"},
    "an answer with nothing but the id": {"way": "shipment-tracking", "answers_with_id_only": True},
    "403 for a way of signing it does not know": {"turns_away_with": 403},
    "refuses what it does not know": {"strict": True},
    "refuses it before it looks at the keys": {"strict": True, "strict_before_keys": True},
    "does not say what it refuses": {"strict": True, "names_params": False},
    "no bin": {"has_bin": False},
    "keeps no meta": {"keeps_meta": False},
    "refuses meta": {"keeps_meta": False, "strict": True},
}


@pytest.mark.parametrize("name", STRANGERS)
def test_orders_come_and_parcels_go_once(name: str) -> None:
    stranger = Stranger(**STRANGERS[name])
    push = parcel("727")
    with connected(stranger) as connector:
        connector.check_login()
        assert everything(connector).keys() == {"727", "728", "729"}
        assert connector.look_shipment(push, PUSH) == NotThere()
        assert isinstance(connector.confirm_shipment(push, PUSH), Accepted)
    assert stranger.orders["727"]["status"] == "completed"
    told = json.dumps([stranger.orders["727"].get("meta_data"), stranger.notes, stranger.trackings])
    assert NUMBER in told
    before = dict(stranger.effects)
    assert set(before.values()) == {1}, "each thing was done once"
    with connected(stranger) as connector:  # another process looks for itself
        assert isinstance(connector.look_shipment(push, PUSH), AlreadyDone)
        assert isinstance(connector.confirm_shipment(push, PUSH), AlreadyDone)
    assert stranger.effects == before


def test_a_shop_that_keeps_no_meta_does_not_say_that_there_are_no_parcels() -> None:
    """Its silence must not take away what Desk knows by its own push."""
    with connected(Stranger(keeps_meta=False)) as connector:
        found = connector.fetch_order(RemoteRef(ACCOUNT, "727"))
    assert isinstance(found, OrderSnapshot)
    assert (found.shipments, found.shipping) == (None, ShippingFacet.UNSHIPPED)
    with connected(Stranger()) as connector:
        found = connector.fetch_order(RemoteRef(ACCOUNT, "727"))
    assert isinstance(found, OrderSnapshot)
    assert found.shipments == ()


def test_wrong_keys_of_a_server_without_an_index_are_told_as_such() -> None:
    stranger = Stranger(index=False)
    with serving(stranger) as server:
        connector = connect(
            access(server.address, clock=SystemClock(), secrets={"consumer_key": "ck_x1", "consumer_secret": "cs_x1"})
        )
        with pytest.raises(LoginNeeded) as caught:
            connector.check_login()
        connector.close()
    assert caught.value.field == "consumer_key"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "727", "customer_id": "12", "refunds": []},
        {"number": 727, "total": 60.96},
        {"customer_id": ""},
        {"customer_id": False},
    ],
)
def test_numbers_as_texts_and_texts_as_numbers_are_read(changes: dict[str, Any]) -> None:
    stranger = Stranger()
    stranger.orders = {"727": json.loads(raw(number="727")) | changes}
    with connected(stranger) as connector:
        (found,) = everything(connector).values()
    assert (found.ref.id, found.number) == ("727", "727")


@pytest.mark.parametrize("absent", ["fee_lines", "refunds", "line_items", "customer_id", "total_tax", "number"])
def test_null_for_nothing_is_read(absent: str) -> None:
    stranger = Stranger()
    stranger.orders = {"727": json.loads(raw(number="727")) | {absent: None}}
    with connected(stranger) as connector:
        (found,) = everything(connector).values()
    assert found.number == "727"


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", "0001-01-01T00:00:00+05:00", "soon"])
def test_an_impossible_date_goes_to_the_repair_list_and_ends_no_run(date: str) -> None:
    stranger = Stranger()
    stranger.orders["728"]["date_modified_gmt"] = date
    stranger.orders = dict(sorted(stranger.orders.items(), key=lambda pair: str(pair[1]["date_modified_gmt"])))
    found, bad, cursor, done = set(), set(), Cursor(), False
    with connected(stranger) as connector:
        for _ in range(20):
            page = connector.fetch_orders(cursor)
            found |= {one.ref.id for one in page.items}
            bad |= {one.remote_id for one in page.unreadable}
            cursor, done = page.cursor, page.done
            if done:
                break
    assert done
    assert (found, bad) == ({"727", "729"}, {"728"})
