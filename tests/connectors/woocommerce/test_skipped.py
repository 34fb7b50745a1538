"""The hour that the shop's clock skips in spring: PHP moves a time in it on, and nothing may get lost by that."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from connectors.channels.woocommerce.skipped import askable, paging_second
from tests.connectors.woocommerce.shop import Mirror, TinyShop, connector_of

BERLIN, APIA, BEIRUT = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia"), ZoneInfo("Asia/Beirut")
NEIGHBOURS: tuple[tzinfo, ...] = (ZoneInfo("Europe/London"), BERLIN, ZoneInfo("Europe/Athens"))
NIGHT = datetime(2026, 3, 29, 0, 30)  # noqa: DTZ001 - the shop speaks in naive UTC


def in_berlin(*, known: bool = True) -> TinyShop:
    shop = TinyShop(now=NIGHT)
    shop.zone = BERLIN
    shop.zones = (BERLIN,) if known else NEIGHBOURS
    return shop


@pytest.mark.parametrize(
    "text, zone, second, asked",
    [
        ("2026-03-29T01:59:59", BERLIN, "2026-03-29T01:59:59", "2026-03-29T01:59:59"),
        ("2026-03-29T02:00:00", BERLIN, "2026-03-29T02:00:00", "2026-03-29T01:59:59"),
        ("2026-03-29T02:59:59", BERLIN, "2026-03-29T02:00:00", "2026-03-29T01:59:59"),
        ("2026-03-29T03:00:01", BERLIN, "2026-03-29T03:00:01", "2026-03-29T03:00:01"),
        ("2026-10-25T02:30:00", BERLIN, "2026-10-25T02:30:00", "2026-10-25T02:30:00"),
        ("2025-03-30T00:20:00", BEIRUT, "2025-03-30T00:00:00", "2025-03-29T23:59:59"),
        ("2011-12-30T18:00:00", APIA, "2011-12-30T00:00:00", "2011-12-29T23:59:59"),
        ("9999-12-31T23:59:59", BERLIN, "9999-12-31T23:59:59", "9999-12-31T23:59:59"),
    ],
)
def test_what_lies_in_a_skipped_hour_counts_as_its_beginning(text: str, zone: tzinfo, second: str, asked: str) -> None:
    assert paging_second(text, (zone,)) == second
    assert askable(text, (zone,)) == asked
    assert (paging_second(text, ()), askable(text, ())) == (text, text)


def test_skipped_hours_of_neighbours_join() -> None:
    for text in ("2026-03-29T01:30:00", "2026-03-29T02:30:00", "2026-03-29T03:59:59"):
        assert askable(text, NEIGHBOURS) == "2026-03-29T00:59:59"


@pytest.mark.parametrize("known", [True, False], ids=["shop tells its zone", "shop hides it"])
@pytest.mark.parametrize("every", [20, 25], ids=["a quiet night", "a busy night"])
def test_no_change_of_that_night_is_missed_however_often_one_asks(every: int, known: bool) -> None:
    shop, mirror = in_berlin(known=known), Mirror()
    connector = connector_of(shop)
    for minute in range(300):
        for _ in range(1 if every == 20 else 3):
            shop.add()
        if minute % 7 == 3:
            shop.change(1 + minute % len(shop.orders))
        shop.pass_time(60)
        if minute % every == 0:
            mirror.run(connector)
    mirror.run(connector)
    assert mirror.versions == {number: one.version for number, one in shop.orders.items()}


@pytest.mark.parametrize(
    "zone", ["Asia/Kolkata", "Australia/Lord_Howe"], ids=["half an hour off", "moves by half an hour"]
)
def test_a_shop_half_an_hour_off_misses_nothing_also_while_its_clock_changes(zone: str) -> None:
    shop, mirror = TinyShop(now=datetime(2026, 10, 4, 1, 0)), Mirror()  # noqa: DTZ001 - the shop speaks in naive UTC
    shop.zone = ZoneInfo(zone)
    shop.zones = (shop.zone,)
    connector = connector_of(shop)
    for minute in range(150):
        shop.add()
        if minute % 7 == 3:
            shop.change(1 + minute % len(shop.orders))
        shop.pass_time(60)
        if minute % 8 == 0:
            mirror.run(connector)
    mirror.run(connector)
    assert mirror.versions == {number: one.version for number, one in shop.orders.items()}


def test_a_first_run_over_that_night_reads_each_of_thousands() -> None:
    shop, mirror = in_berlin(), Mirror()
    for _ in range(2500):
        shop.add()
        shop.pass_time(4)
    assert shop.now > NIGHT + timedelta(hours=2)
    mirror.run(connector_of(shop))
    assert len(mirror.versions) == 2500
    assert mirror.reported < 2700, "and few of them twice"


def test_orders_that_move_while_that_hour_is_read_are_not_missed() -> None:
    shop, mirror = in_berlin(), Mirror()
    for _ in range(700):
        shop.add()
        shop.pass_time(9)
    connector = connector_of(shop)
    touched: list[int] = []

    def meanwhile(there: TinyShop) -> None:
        if len(touched) < 8:
            touched.append(100 + 50 * len(touched))
            there.change(touched[-1])

    shop.meanwhile = meanwhile
    mirror.run(connector)
    shop.meanwhile = lambda _: None
    shop.pass_time(60)
    mirror.run(connector)
    assert mirror.versions == {number: one.version for number, one in shop.orders.items()}


@pytest.mark.parametrize("size", [20, 100])
def test_a_crowded_second_is_read_whole_where_nobody_counts_pages(size: int) -> None:
    """No headers, and fewer records to a page than asked for: then only the next page shows whether there is more."""
    shop, mirror = TinyShop(tells_pages=False), Mirror()
    shop.page_holds = size
    for _ in range(130):
        shop.add()
    mirror.run(connector_of(shop))
    assert len(mirror.versions) == 130
