"""The connector against the simulated shop, over HTTP: orders come in whole, whatever breaks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from connectors.channels.woocommerce import simulator
from connectors.channels.woocommerce.connector import connect
from connectors.contract.errors import (
    LoginNeeded,
    Unreadable,
)
from connectors.contract.snapshots import OrderSnapshot, RemovedSnapshot
from desk.domain.clock import SystemClock, as_instant
from desk.domain.orders import OrderFacet, PaymentFacet, PaymentKind
from desk.domain.values import RemoteRef
from tests.connectors.woocommerce.bench import Bench, shop
from tests.connectors.woocommerce.desk_side import ACCOUNT, access

# --- orders ------------------------------------------------------------------------------------------------


def test_every_order_of_the_shop_comes_in_as_the_shop_has_it() -> None:
    with shop(orders=250) as bench:
        found = bench.fetch()
        state = {str(one["id"]): one for one in bench.get("state")["orders"]}
    assert set(found) == set(state)
    for number, one in found.items():
        there = state[number]
        assert one.number == there["number"]
        assert one.channel_status == there["status"]
        assert (one.totals.total.minor, one.totals.total.currency) == (there["total"], there["currency"])
        assert one.totals.tax.minor == there["total_tax"]
        totals = one.totals
        assert totals.goods + totals.shipping + totals.fees - totals.discount == totals.total
        assert [line.quantity for line in one.lines] == [line["quantity"] for line in there["lines"]]
        assert abs(sum(line.total.minor for line in one.lines) - sum(li["total"] for li in there["lines"])) <= len(
            one.lines
        )
        assert one.placed_at == datetime.fromisoformat(there["date_created"])
        assert one.buyer.email == there["billing"]["email"]
        assert one.billing.town == there["billing"]["city"]
        back = sum(p.amount.minor for p in one.payments if p.kind is PaymentKind.REFUND)
        assert back == sum(refund["amount"] for refund in there["refunds"])
        assert one.raw.startswith(b"{")


def test_changes_come_with_the_next_run_and_nothing_else_is_lost() -> None:
    with shop() as bench:
        first = bench.fetch()
        numbers = sorted(first, key=int)
        bench.do("change_address", order=numbers[0], shipping={"city": "Neustadt", "address_1": "Am Tor 1"})
        bench.do("cancel", order=numbers[1])
        bench.do("set_status", order=numbers[2], status="wird-gedruckt")
        bench.do("trash", order=numbers[3])
        bench.do("hide_buyer", order=numbers[4])
        bench.do("new_order")
        second = bench.fetch()
        assert second[numbers[0]].recipient.town == "Neustadt"
        assert second[numbers[1]].order is OrderFacet.CANCELLED
        assert (second[numbers[2]].order, second[numbers[2]].channel_status) == (
            OrderFacet.UNKNOWN,
            "wird-gedruckt",
        )
        assert second[numbers[3]].order is OrderFacet.REMOVED
        assert (second[numbers[4]].buyer.name, second[numbers[4]].buyer.email) == ("", "")
        assert len(set(second) - set(first)) == 1
        bench.do("restore", order=numbers[3])
        assert bench.fetch()[numbers[3]].order is not OrderFacet.REMOVED


def test_a_refund_tells_which_pieces_came_back() -> None:
    with shop() as bench:
        one = bench.open_order()
        line = one.lines[0]
        bench.do("refund", order=one.ref.id, lines={line.remote_id: 1})
        found = bench.fetch()[one.ref.id]
        assert found.lines[0].refunded == 1
        assert found.payment in {PaymentFacet.PARTLY_REFUNDED, PaymentFacet.REFUNDED}
        assert any(p.kind is PaymentKind.REFUND and p.at is not None for p in found.payments)


def test_only_orders_since_the_start_date_come_in() -> None:
    with simulator.start(seed=11, orders=60) as running:
        plain = access(running.url, clock=SystemClock(), secrets=dict(running.credentials))
        every = requests.get(f"{running.url}/_sim/state", timeout=10).json()["orders"]
        dates = sorted(datetime.fromisoformat(one["date_created"]) for one in every)
        start = dates[30]
        connector = connect(replace(plain, start_date=as_instant(start.astimezone(UTC))))
        bench = Bench(running, connector)
        found = bench.fetch()
        connector.close()
    assert {one.placed_at for one in found.values()} == {as_instant(date) for date in dates if date >= start}


def test_one_order_by_itself_and_one_that_is_gone() -> None:
    with shop() as bench:
        one = bench.open_order()
        bench.do("delete", order=one.ref.id)
        gone = bench.connector.fetch_order(one.ref)
        assert isinstance(gone, RemovedSnapshot)
        assert gone.ref == one.ref


def test_the_sweep_finds_what_is_gone_for_good_and_spares_the_bin() -> None:
    with shop() as bench:
        numbers = sorted(bench.fetch(), key=int)
        bench.do("trash", order=numbers[1])
        bench.do("delete", order=numbers[2])
        bench.do("set_status", order=numbers[3], status="wird-gedruckt")
        asked = {*numbers, "99999999"}
        assert bench.connector.missing_orders(asked) == {numbers[2], "99999999"}


def test_one_bad_record_goes_aside_and_comes_back_when_mended() -> None:
    with shop() as bench:
        before = bench.fetch()
        number = str(bench.do("bad_record")["id"])
        found = bench.fetch()
        assert number not in found
        assert {one.remote_id for one in bench.unreadable} == {number}
        assert json.loads(bench.unreadable[0].sample)["id"] == int(number)
        bench.do("mend_record", order=number)
        assert number in bench.fetch()
        assert len(before) == 40


@pytest.mark.parametrize(
    "options",
    [
        {"per_page_cap": 20},
        {"pretty_permalinks": False},
        {"base_path": "/laden"},
        {"timezone": "America/New_York"},
        {"timezone": "Asia/Kolkata"},
        {"hpos": False},
        {"sequential_numbers": False},
        {"permission": "read"},
        {"wc_version": "8.0.3", "hpos": False, "tracking": "none"},
        {"wc_version": "11.1.0", "tracking": "fulfillments"},
    ],
    ids=str,
)
def test_shops_set_up_in_other_ways(options: dict[str, Any]) -> None:
    with shop(orders=50, **options) as bench:
        assert len(bench.fetch()) == 50
        bench.do("new_order")
        assert len({one.ref for one in bench.fetch().values()}) >= 1


READING_FAULTS = (
    "throttle",
    "server_html",
    "token_expired",
    "cut_body",
    "warning_before_json",
    "empty_200",
    "token_repeated",
    "page_shift",
    "late_record",
    "unknown_enum",
    "missing_field",
    "foreign_record",
    "clock_skew",
    "maintenance",
)


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize("profile", READING_FAULTS)
def test_the_orders_come_in_whatever_the_shop_suffers(profile: str) -> None:
    """While the fault lasts nothing is lost for good; when it is over, one more run makes both sides equal."""
    with shop(orders=120, timeout=0.5, per_page_cap=50) as bench:
        bench.faults(**{profile: 0.2})
        found: dict[str, OrderSnapshot] = {}
        for _ in range(60):
            try:
                found |= bench.fetch()
            except LoginNeeded:
                assert profile == "token_expired"
                continue
            if bench.get("faults")["hits"].get(profile):
                break
        assert bench.get("faults")["hits"].get(profile), "the fault was never met"
        bench.faults(**{profile: 0})
        found |= bench.fetch()
        for record in bench.unreadable:
            # Services fetch an order of the repair list by itself when asked to.
            if record.remote_id and record.remote_id not in found:
                try:
                    item = bench.connector.fetch_order(RemoteRef(ACCOUNT, record.remote_id))
                except Unreadable:
                    continue
                assert isinstance(item, OrderSnapshot)
                found[record.remote_id] = item
        state = {str(one["id"]): one for one in bench.get("state")["orders"]}
        readable = {number for number, one in state.items() if one["readable"]}
        assert readable - set(found) == set()
        latest = {number: bench.connector.fetch_order(RemoteRef(ACCOUNT, number)) for number in sorted(readable)[-5:]}
    for number in latest:
        assert found[number].channel_status == state[number]["status"]
