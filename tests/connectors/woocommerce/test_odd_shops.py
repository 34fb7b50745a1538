"""Shops as hosts, caches and plugins leave them: what they write, redirect and keep shut stops nothing else."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from connectors.channels.woocommerce.connector import WooCommerce, connect
from connectors.channels.woocommerce.mapping import parse_order
from connectors.contract.errors import LoginNeeded, Unreadable
from connectors.contract.snapshots import Cursor, OrderSnapshot
from connectors.simulation.faults import PlannedFault
from desk.domain.values import RemoteRef
from tests.connectors.http.server import Seen, Server, reply, serving
from tests.connectors.woocommerce.deed_side import desk_at_shop
from tests.connectors.woocommerce.desk_side import ACCOUNT, access, order, raw

FRONT_PAGE = reply("<!DOCTYPE html><html><body>Willkommen im Laden</body></html>", 200, "text/html")
NO_ROUTE = reply({"code": "rest_no_route", "message": "No route was found.", "data": {"status": 404}}, 404)
INDEX: dict[str, Any] = {"name": "Laden", "namespaces": ["wp/v2", "wc/v3"], "timezone_string": "Europe/Berlin"}
API = "/wp-json/wc/v3"


def route(seen: Seen) -> str:
    """The route that a request means, in whichever way it names it."""
    parts = urlsplit(seen.target)
    named = dict(parse_qsl(parts.query)).get("rest_route", "")
    return f"/wp-json{named}" if named else parts.path


def odd(**answers: bytes) -> Callable[[Seen], object]:
    """A shop with one order; `answers` replace what it says, by method and the end of the route."""

    def answer(seen: Seen) -> object:
        path = route(seen)
        for name, said in answers.items():
            method, _, end = name.partition("_")
            if seen.method == method and path.endswith(end.replace("_", "/")):
                return said
        if path == "/wp-json/":
            return reply(INDEX)
        if path == f"{API}/orders" and seen.method == "GET":
            query = dict(parse_qsl(urlsplit(seen.target).query))
            first = query.get("status") != "trash" and query.get("page", "1") == "1"
            listed = [order()] if first and query.get("modified_after", "") < order()["date_modified_gmt"] else []
            return reply(listed, X_WP_Total=str(len(listed)), X_WP_TotalPages="1")
        if path.endswith("/refunds") and seen.method == "GET":
            return reply([])
        return NO_ROUTE

    return answer


@contextmanager
def connected(script: Callable[[Seen], object]) -> Iterator[tuple[WooCommerce, Server]]:
    with serving(script) as server:
        connector = connect(access(server.address, language="de"))
        try:
            yield connector, server
        finally:
            connector.close()


def fetched(connector: WooCommerce) -> list[str]:
    found: list[str] = []
    cursor = Cursor()
    for _ in range(10):
        page = connector.fetch_orders(cursor)
        assert page.unreadable == ()
        found += [one.ref.id for one in page.items]
        if page.done:
            return list(dict.fromkeys(found))
        cursor = page.cursor
    raise AssertionError("the run never ends")


# --- hosts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"", 204),
        reply(b""),
        reply("<html>405 Not Allowed</html>", 405, "text/html"),
        reply("<html>Forbidden</html>", 403, "text/html"),
        FRONT_PAGE,
        reply([]),
        reply({"schema": {"properties": {"status": {"enum": {"0": "x"}}}}}),
        reply({"schema": None, "endpoints": {"0": {"args": []}}}),
    ],
    ids=["204", "nothing", "405", "403", "front page", "a list", "an odd list", "no schema"],
)
def test_a_server_that_answers_options_itself_keeps_nothing_else_shut(answer: bytes) -> None:
    with connected(odd(OPTIONS_=answer)) as (connector, _):
        report = connector.check_login()
        assert report.capabilities.sets_status is not None
        assert report.capabilities.sets_status.statuses == ("on-hold", "processing")
        assert fetched(connector) == ["727"]


def test_a_front_page_under_every_address_hides_no_plain_permalinks() -> None:
    """Without rewriting, nginx hands unknown addresses to WordPress, which then shows the shop's first page."""

    def answer(seen: Seen) -> object:
        return odd()(seen) if "rest_route=" in seen.target else FRONT_PAGE

    with serving(answer) as server:
        found = access(server.address)
        first = connect(found)
        assert fetched(first) == ["727"]
        first.close()
        before = len(server.seen)
        again = connect(found)
        assert fetched(again) == ["727"]
        again.close()
    assert all("rest_route=" in one.target for one in server.seen[before:]), "found out once"


def test_a_shop_that_moved_to_www_gets_no_keys_there() -> None:
    """A redirect may lead anywhere: people are told where, and enter it themselves."""
    moved = reply("", 301, "text/html", Location="http://www.shop.example/wp-json/")
    with connected(lambda _: moved) as (connector, server), pytest.raises(LoginNeeded) as caught:
        connector.check_login()
    assert (caught.value.field, caught.value.code) == ("base_url", "redirected")
    assert caught.value.facts["target"] == "www.shop.example"
    assert len(server.seen) == 1


def test_a_slash_that_a_host_wants_at_the_end_is_given_with_the_signature_made_anew() -> None:
    def answer(seen: Seen) -> object:
        parts = urlsplit(seen.target)
        if parts.path.startswith(API) and not parts.path.endswith("/"):
            return reply("", 301, "text/html", Location=f"{parts.path}/?{parts.query}")
        return (
            odd()(dataclasses.replace(seen, target=f"{parts.path.rstrip('/')}?{parts.query}"))
            if (parts.path != "/wp-json/")
            else reply(INDEX)
        )

    with connected(answer) as (connector, server):
        assert fetched(connector) == ["727"]
    signed = [dict(parse_qsl(urlsplit(one.target).query)) for one in server.seen if "oauth_nonce" in one.target]
    nonces = [one["oauth_nonce"] for one in signed]
    assert len(nonces) == len(set(nonces)), "no two requests with one nonce"


def test_a_page_that_came_too_slowly_is_asked_for_again_and_costs_no_order() -> None:
    with desk_at_shop() as desk:
        made = desk.bought()
        faults = desk.running.simulator.faults.planned
        faults.append(PlannedFault("slow_body", count=1, method="GET", path_contains="/orders"))
        page = desk.connector.fetch_orders(Cursor())
        assert str(made.id) in {one.ref.id for one in page.items}
        assert not faults


# --- keys that are out for a moment -------------------------------------------------------------------------


PARCEL = {
    "id": 1,
    "status": "fulfilled",
    "is_fulfilled": True,
    "meta_data": [{"key": "_tracking_number", "value": "00340434161094000001"}],
}
TOLD = {"key": "_fulfillment_status", "value": "fulfilled"}
OUT = reply({"code": "woocommerce_rest_authentication_error", "message": "Consumer key is invalid."}, 401)


@dataclasses.dataclass
class KeysOut:
    """A shop with core's fulfillments whose keys count for nothing, until its orders are asked for again: a security
    plugin that thinks twice. Or where only one route is kept from them for good.
    """

    back: bool = True
    all_out: bool = False
    out: bool = True

    def __call__(self, seen: Seen) -> object:
        path = route(seen)
        if path == "/wp-json/":
            return reply(INDEX)
        if self.all_out and path.startswith(API):
            return OUT
        if path.endswith("/fulfillments"):
            return OUT if self.out else reply([PARCEL])
        if path == f"{API}/orders" and "_fields=id" in seen.target:
            self.out = not self.back
            return reply([{"id": 727}])
        if path == f"{API}/orders/727":
            return reply(order(status="processing", meta_data=[TOLD], refunds=[]))
        return odd()(seen)


def test_keys_that_are_out_for_a_moment_do_not_hide_a_way_of_tracking_numbers() -> None:
    """Else its parcels would read as none, and be told once more by another way."""
    with connected(KeysOut()) as (connector, _):
        found = connector.fetch_order(RemoteRef(ACCOUNT, "727"))
        assert isinstance(found, OrderSnapshot)
        assert [one.number for one in found.shipments or ()] == ["00340434161094000001"]
    with connected(KeysOut(all_out=True)) as (connector, _), pytest.raises(LoginNeeded):
        connector.capabilities()


def test_a_route_that_is_kept_from_the_keys_for_good_is_one_that_the_shop_does_not_have() -> None:
    with connected(KeysOut(back=False)) as (connector, _):
        can = connector.capabilities().confirms_shipments
    assert can is not None
    assert can.way == "order meta and a customer note"


# --- plugins -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "namespaces",
    [["wp/v2", "wc/v3", "wc-ast/v3"], {"0": "wp/v2", "3": "wc/v3", "4": "wc-ast/v3"}, ["wc/v3", None, 7, "wc-ast/v3"]],
    ids=["a list", "a list with gaps", "with junk"],
)
def test_an_index_out_of_which_a_plugin_took_something_is_read(namespaces: Any) -> None:
    index = reply(INDEX | {"namespaces": namespaces, "name": "Werkstatt &amp; Bl&#252;te", "gmt_offset": "1"})
    with connected(lambda seen: index if route(seen) == "/wp-json/" else odd()(seen)) as (connector, _):
        report = connector.check_login()
    assert report.identity == "Werkstatt & Blüte"
    findings = dict(report.findings)
    assert findings["Tracking numbers"] == findings["Extensions"] == "Advanced Shipment Tracking"
    assert report.warnings == ()


def test_an_index_that_tells_no_more_than_it_must_is_enough() -> None:
    with connected(lambda seen: reply({}) if route(seen) == "/wp-json/" else odd()(seen)) as (connector, _):
        findings = dict(connector.check_login().findings)
    assert "Extensions" not in findings
    assert findings["Time zone"] == "UTC+00:00"


def test_an_order_out_of_whose_lists_a_plugin_took_something_is_read_as_it_stands() -> None:
    """PHP writes a list with gaps as a map of places."""
    whole = order()
    lines = whole["line_items"]
    gaps = raw(
        line_items={str(2 * place + 1): line for place, line in enumerate(lines)},
        fee_lines={"3": {"id": 9, "name": "Nachnahme", "total": "2.00", "total_tax": "0.38"}},
    )
    found = parse_order(gaps)
    assert found.line_items is not None
    assert [line.id for line in found.line_items] == [line["id"] for line in lines]
    assert isinstance(found.fee_lines, list)
    assert [fee.total for fee in found.fee_lines] == ["2.00"]


@pytest.mark.parametrize("junk", [{"0": "kaputt"}, {"x": {"id": 1}}, "none", {"0": None}])
def test_what_is_no_list_of_lines_in_any_writing_goes_aside(junk: Any) -> None:
    with pytest.raises(Unreadable):
        parse_order(raw(line_items=junk))


def test_an_order_that_is_only_half_of_plugins_fields_is_read() -> None:
    more = {f"_plugin_{number}": {"deep": [[{"x": number}]]} for number in range(200)}
    script = reply([order() | more], X_WP_Total="1", X_WP_TotalPages="1")

    def answer(seen: Seen) -> object:
        query = dict(parse_qsl(urlsplit(seen.target).query))
        listed = route(seen) == f"{API}/orders" and query.get("status") == "any" and "modified_after" not in query
        return script if listed else odd()(seen)

    with connected(answer) as (connector, _):
        (found,) = connector.fetch_orders(Cursor()).items
    assert isinstance(found, OrderSnapshot)
    assert json.loads(found.raw)["_plugin_7"] == {"deep": [[{"x": 7}]]}
