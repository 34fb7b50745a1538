"""The connector against the simulated eBay, over HTTP: orders come in whole, parcels go out once, whatever breaks."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest

from connectors.contract.errors import (
    LoginNeeded,
    Refused,
)
from connectors.contract.snapshots import OrderSnapshot
from desk.domain.clock import SystemClock
from desk.domain.orders import OrderFacet, ShippingFacet
from desk.domain.values import RemoteRef
from tests.connectors.ebay.bench import ebay
from tests.connectors.ebay.desk_side import ACCOUNT


@pytest.mark.parametrize("newest_first", [False, True])
def test_every_order_of_the_account_comes_in_as_ebay_has_it(newest_first: bool) -> None:
    with ebay(orders=260, newest_first=newest_first) as bench:
        found, state, unpaid = bench.fetch(), bench.listed(), bench.unpaid()
    assert unpaid
    assert set(found) == set(state) | unpaid
    for number, there in state.items():
        one = found[number]
        assert one.totals.total.minor == there["total"]
        assert one.totals.total.currency == there["currency"]
        assert one.totals.goods.minor == there["goods"]
        assert (one.channel_status, one.handling) == (there["status"], there["handling"])
        assert [(line.remote_id, line.sku, line.title, line.quantity, line.total.minor) for line in one.lines] == [
            (line["id"], line["sku"], line["name"], line["quantity"], line["total"]) for line in there["lines"]
        ]
        assert [line.refunded for line in one.lines] == [line["refunded"] for line in there["lines"]]
        assert [one.buyer.email] == (there["emails"] or [""])
        assert {name for name in (one.buyer.name, one.recipient.name) if name} <= set(there["names"])
        place = there["recipient"]
        assert (one.recipient.street, one.recipient.extra) == (place["line1"], place["line2"])
        assert (one.recipient.postcode, one.recipient.town) == (place["postcode"], place["city"])
        assert {one.number for one in one.shipments or ()} == {parcel["number"] for parcel in there["trackings"]}
        assert len(one.payments) == len(there["payments"]) + len(there["refunds"])
        assert one.paid_at is not None


def test_changes_come_with_the_next_run_and_nothing_else_is_lost() -> None:
    with ebay() as bench:
        first = bench.fetch()
        fresh = bench.do("new_order", paid=True)["id"]
        unpaid = bench.do("new_order", paid=False)["id"]
        shipped = next(number for number, one in first.items() if one.shipping is ShippingFacet.UNSHIPPED)
        bench.do("add_tracking", order=shipped, carrier="DHL", number="00340434161094777777")
        second = bench.fetch()
        assert {fresh, shipped} <= set(second)
        assert unpaid not in second
        assert [one.number for one in second[shipped].shipments or ()] == ["00340434161094777777"]
        bench.do("pay", order=unpaid)
        assert len(set(bench.fetch()) - set(first)) == 2


def test_old_parcels_are_read_off_their_address_and_fresh_ones_asked_for() -> None:
    with ebay(orders=120) as bench:
        found = bench.fetch()
        limit = SystemClock().now() - timedelta(days=30)
        for one in found.values():
            for shipment in one.shipments or ():
                assert bool(shipment.carrier) == (one.changed_at >= limit)
                assert (shipment.lines is not None) == (one.changed_at >= limit)
        shipped = [one for one in found.values() if one.shipments]
        assert {bool(one.changed_at >= limit) for one in shipped} == {True, False}
        alone = bench.connector.fetch_order(shipped[0].ref)
    assert isinstance(alone, OrderSnapshot)
    assert all(one.carrier and one.lines for one in alone.shipments or ())


def test_one_order_by_itself_and_one_that_is_not_there() -> None:
    with ebay() as bench:
        one = next(iter(bench.fetch().values()))
        alone = bench.connector.fetch_order(one.ref)
        with pytest.raises(Refused, match="last two years") as told:
            bench.connector.fetch_order(RemoteRef(ACCOUNT, "99-99999-99999"))
    assert told.value.code == "no_longer_listed"
    assert isinstance(alone, OrderSnapshot)
    assert (alone.number, alone.totals) == (one.number, one.totals)


def test_a_request_to_cancel_is_looked_at_closely_and_the_order_stays_open() -> None:
    with ebay() as bench:
        one = bench.open_order()
        bench.do("request_cancel", order=one.ref.id)
        again = bench.fetch()[one.ref.id]
        assert again.order is OrderFacet.OPEN
        assert json.loads(again.raw)["cancelStatus"]["cancelRequests"]
        bench.do("cancel", order=one.ref.id)
        assert bench.fetch()[one.ref.id].order is OrderFacet.CANCELLED


def test_one_bad_record_goes_aside_and_comes_back_when_mended() -> None:
    with ebay() as bench:
        bench.fetch()
        for kind in ("garbage_amounts", "garbage_dates", "wrong_types"):
            bench.do("bad_record", kind=kind)
        bench.fetch()
        bad = [one for one in bench.get("state")["orders"] if not one["readable"]]
        told = {one.remote_id for one in bench.unreadable}
        assert {one["id"] for one in bad} >= told
        assert len(told) >= 2
        for one in bad:
            bench.do("mend_record", order=one["id"])
            assert isinstance(bench.connector.fetch_order(RemoteRef(ACCOUNT, one["id"])), OrderSnapshot)
        assert {one["id"] for one in bad} <= set(bench.fetch())


READING_FAULTS = (
    "throttle",
    "server_html",
    "maintenance",
    "cut_body",
    "slow_body",
    "warning_before_json",
    "empty_200",
    "token_expired",
    "token_repeated",
    "page_shift",
    "late_record",
    "unknown_enum",
    "missing_field",
    "foreign_record",
    "clock_skew",
)


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize("profile", READING_FAULTS)
def test_the_orders_come_in_whatever_ebay_suffers(profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the fault lasts nothing is lost for good; when it is over, one more run makes both sides equal."""
    monkeypatch.setattr("connectors.channels.ebay.paging.LARGEST_PAGE", 10)
    monkeypatch.setattr("connectors.channels.ebay.paging.MOST_IN_WINDOW", 40)
    with ebay(orders=80, timeout=0.4) as bench:
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
        state = bench.listed()
        readable = {number for number, one in state.items() if one["readable"]}
        assert readable - set(found) == set()
        for number in readable:
            assert found[number].channel_status == state[number]["status"]
            assert found[number].totals.total.minor == state[number]["total"]
        assert bench.get("state?orders=0")["bugs"] == []
        assert bench.effects() == Counter()
