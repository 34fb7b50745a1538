"""Whatever changes while eBay's pages are read, nothing is lost, nothing loops, and a run that dies goes on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.channels.ebay import paging
from connectors.channels.ebay.paging import Place, as_text, between, within
from connectors.contract.errors import Unavailable, Unreadable
from connectors.contract.snapshots import Cursor
from desk.domain.clock import Instant, parse_utc
from tests.connectors.ebay.market import BEGIN, Mirror, TinyMarket, connector_of


@pytest.fixture(autouse=True, scope="module")
def small_pages() -> Iterator[None]:
    """Pages of five and windows of four pages, so that few orders show what many would."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "LARGEST_PAGE", 5)
        patch.setattr(paging, "MOST_IN_WINDOW", 20)
        yield


def peopled(count: int = 60, *, newest_first: bool = False, apart: float = 30.0) -> TinyMarket:
    """Orders placed one after the other, and changed once more in another order than they were placed."""
    market = TinyMarket(newest_first=newest_first)
    for _ in range(count):
        market.add()
        market.pass_time(minutes=apart)
    for number in random.Random(count).sample(sorted(market.orders), count // 2):
        market.change(number)
        market.pass_time(minutes=apart)
    return market


def versions(market: TinyMarket) -> dict[str, int]:
    return {number: one.version for number, one in market.orders.items() if not one.broken}


# --- plain runs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newest_first", [False, True])
def test_every_order_comes_once_in_a_run(newest_first: bool) -> None:
    market = peopled(newest_first=newest_first)
    mirror = Mirror()
    mirror.run(connector_of(market))
    assert mirror.versions == versions(market)
    assert mirror.reported == len(market.orders)
    assert mirror.total == len(market.orders)


def test_one_page_needs_one_question_and_windows_are_closed_where_there_are_more() -> None:
    few, many = peopled(4), peopled(30)
    Mirror().run(connector_of(few))
    Mirror().run(connector_of(many))
    assert [question["filter"][-3:] for question in few.asked] == ["..]"]
    ends = [question["filter"].partition("..")[2] for question in many.asked[1:]]
    assert all(end != "]" for end in ends)
    last = as_text(Instant(many.now.replace(microsecond=0) - timedelta(minutes=2)))
    assert ends[-1] == f"{last}]"


def test_the_next_run_overlaps_by_half_an_hour_and_brings_what_came_late() -> None:
    market = peopled(12)
    mirror = Mirror()
    mirror.run(connector_of(market))
    late = market.add(modified=market.now, shows_at=Instant(market.now + timedelta(minutes=20)))
    market.pass_time(minutes=15)
    mirror.run(connector_of(market))
    assert late not in mirror.versions
    market.pass_time(minutes=15)
    mirror.run(connector_of(market))
    assert late in mirror.versions


def test_once_a_day_the_last_week_is_read_again() -> None:
    market = peopled(12)
    mirror = Mirror()
    mirror.run(connector_of(market))
    market.pass_time(hours=1)
    lost = market.add(modified=Instant(market.now - timedelta(days=3)), created=Instant(market.now - timedelta(days=4)))
    mirror.run(connector_of(market))
    assert lost not in mirror.versions
    market.pass_time(hours=24)
    asked = len(market.asked)
    mirror.run(connector_of(market))
    assert lost in mirror.versions
    again = len(market.asked)
    mirror.run(connector_of(market))
    assert len(market.asked) - again < again - asked, "the next run is a short one"


def test_the_window_comes_from_ebays_clock_whatever_ours_says() -> None:
    for ahead in (-3600.0, 3600.0):
        market = peopled(12)
        mirror = Mirror()
        mirror.run(connector_of(market, ahead=ahead))
        since = mirror.cursor.value["since"]
        assert since == as_text(Instant(market.now.replace(microsecond=0) - timedelta(minutes=2)))


def test_the_first_import_goes_back_ninety_days_or_to_the_first_day() -> None:
    market = TinyMarket()
    old, older = (
        market.add(created=Instant(BEGIN - timedelta(days=days)), modified=Instant(BEGIN - timedelta(days=days)))
        for days in (80, 300)
    )
    plain, dated, farthest = Mirror(), Mirror(), Mirror()
    plain.run(connector_of(market))
    dated.run(connector_of(market, start_date=Instant(BEGIN - timedelta(days=400))))
    farthest.run(connector_of(market, start_date=parse_utc("2019-01-01")))
    assert set(plain.versions) == {old}
    assert set(dated.versions) == set(farthest.versions) == {old, older}


def test_orders_placed_before_the_first_day_stay_out_though_they_change() -> None:
    market = TinyMarket()
    market.add(created=Instant(BEGIN - timedelta(days=9)))
    young = market.add()
    mirror = Mirror()
    mirror.run(connector_of(market, start_date=Instant(BEGIN - timedelta(days=1))))
    assert set(mirror.versions) == {young}


def test_an_account_that_begins_tomorrow_asks_nothing() -> None:
    market = peopled(3)
    mirror = Mirror()
    mirror.run(connector_of(market, start_date=Instant(market.now + timedelta(days=1))))
    assert market.asked == []
    assert mirror.cursor == Cursor()


# --- drift -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newest_first", [False, True])
def test_an_order_that_leaves_the_window_hides_none_behind_it(newest_first: bool) -> None:
    """Each page that is read makes an order of the page before change, so that all later ones move up by one."""
    market = peopled(40, newest_first=newest_first)
    left = [6, 7, 8, 21, 22]

    def change(one: TinyMarket) -> None:
        one.pass_time(seconds=20)
        if left:
            one.change(sorted(one.orders)[left.pop(0)])

    market.meanwhile = change
    mirror = Mirror()
    connector = connector_of(market)
    mirror.run(connector)
    market.meanwhile = lambda _: None
    market.pass_time(minutes=5)
    mirror.run(connector)
    assert mirror.versions == versions(market)


def test_without_counting_an_order_would_be_lost() -> None:
    """The twin: the same drift, and a walk that believes its pages."""
    market = peopled(18, newest_first=True)
    numbers = sorted(market.orders)

    def change(one: TinyMarket) -> None:
        one.pass_time(seconds=20)
        if len(one.asked) == 2:  # the first page of a closed window was read
            one.change(numbers[-1])

    market.meanwhile = change
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging.Run, "_is_whole", lambda _run, **_: True)
        patch.setattr(paging.Run, "_is_new", lambda _run, _record: len(market.asked) > 1)
        blind = Mirror()
        blind.run(connector_of(market))
    assert set(numbers) - set(blind.versions), "the case is a real one"


def test_a_market_that_never_rests_is_read_in_ever_smaller_windows() -> None:
    market = peopled(60)
    numbers = sorted(market.orders)
    draw = random.Random(5)

    def change(one: TinyMarket) -> None:
        one.pass_time(seconds=5)
        one.change(draw.choice(numbers))

    market.meanwhile = change
    mirror = Mirror()
    connector = connector_of(market)
    mirror.run(connector)
    assert len(market.asked) < 1500
    market.meanwhile = lambda _: None
    market.pass_time(minutes=5)
    mirror.run(connector)
    assert mirror.versions == versions(market)


def test_more_than_a_page_in_one_moment_is_read_whole() -> None:
    market = TinyMarket()
    for _ in range(33):
        market.add()
    market.pass_time(hours=1)
    mirror = Mirror()
    mirror.run(connector_of(market))
    assert mirror.versions == versions(market)


def test_a_list_that_tells_no_total_is_read_in_pages_that_cannot_shift() -> None:
    market = peopled(20)
    market.tells_total = False
    mirror = Mirror()
    mirror.run(connector_of(market))
    assert mirror.versions == versions(market)


@settings(max_examples=60)
@given(data=st.data(), newest_first=st.booleans())
def test_whatever_happens_meanwhile_the_mirror_ends_equal(data: st.DataObject, newest_first: bool) -> None:
    """Orders come and change between pages, questions fail, readers die and begin again from their last cursor."""
    market = peopled(
        data.draw(st.integers(0, 45)), newest_first=newest_first, apart=data.draw(st.sampled_from([0.1, 40]))
    )
    draw = random.Random(data.draw(st.integers(0, 10**6)))

    def live(one: TinyMarket) -> None:
        one.pass_time(seconds=draw.choice([0.3, 5, 40]))
        chance = draw.random()
        if chance < 0.3 and one.orders:
            one.change(draw.choice(sorted(one.orders)))
        elif chance < 0.4:
            one.add(shows_at=Instant(one.now + timedelta(minutes=draw.choice([0, 0, 20]))))
        elif chance < 0.5:
            one.cached.add(len(one.asked) + 1)
        elif chance < 0.6:
            one.failing.add(len(one.asked) + 1)

    market.meanwhile = live
    mirror = Mirror()
    connector = connector_of(market)
    for _ in range(data.draw(st.integers(0, 60))):
        if draw.random() < 0.15:
            connector = connector_of(market)
        try:
            mirror.page(connector)
        except (Unavailable, Unreadable):
            continue
    market.meanwhile = lambda _: None
    market.cached, market.failing = set(), set()
    market.pass_time(minutes=25)
    for _ in range(2):
        mirror.run(connector_of(market))
    assert mirror.versions == versions(market)


# --- answers that contradict the question ------------------------------------------------------------------


def test_a_page_that_comes_twice_is_asked_for_again() -> None:
    market = peopled(30)
    market.cached = {4, 5}
    mirror = Mirror()
    mirror.run(connector_of(market))
    assert mirror.versions == versions(market)


def test_a_page_that_comes_for_ever_is_told() -> None:
    market = peopled(30)
    market.cached = set(range(4, 500))
    with pytest.raises(Unreadable) as caught:
        Mirror().run(connector_of(market))
    assert caught.value.code == "page_repeated"
    assert len(market.asked) < 100


def test_a_page_that_a_cache_kept_from_an_earlier_run_is_seen_through() -> None:
    market = peopled(4, apart=600)
    mirror = Mirror()
    mirror.run(connector_of(market))
    market.pass_time(hours=2)
    fresh = market.add()
    market.cached = {len(market.asked) + 1}
    mirror.run(connector_of(market))
    assert fresh in mirror.versions


def test_a_clock_that_goes_back_begins_the_run_anew() -> None:
    market = peopled(30)

    def back(one: TinyMarket) -> None:
        if len(one.asked) == 2:
            one.pass_time(minutes=-60)

    market.meanwhile = back
    mirror = Mirror()
    connector = connector_of(market)
    mirror.run(connector)
    market.pass_time(hours=2)
    mirror.run(connector)
    assert mirror.versions == versions(market)


# --- records -----------------------------------------------------------------------------------------------


def test_one_bad_record_goes_aside_with_its_bytes_and_the_page_goes_on() -> None:
    market = peopled(8)
    bad = market.add(broken=True)
    market.pass_time(hours=1)
    mirror = Mirror()
    mirror.run(connector_of(market))
    assert mirror.versions == versions(market)
    assert [(one.remote_id, one.sample != b"") for one in mirror.unreadable] == [(bad, True)]
    market.change(bad, broken=False)
    market.pass_time(hours=1)
    mirror.run(connector_of(market))
    assert bad in mirror.versions


@pytest.mark.parametrize("name", ["pricingSummary", "cancelStatus", "lineItems", "paymentSummary"])
def test_a_record_that_the_list_has_cut_is_asked_for_by_itself(name: str) -> None:
    market = peopled(8)
    cut = market.add(damaged=name)
    market.pass_time(hours=1)
    mirror = Mirror()
    mirror.run(connector_of(market))
    assert mirror.versions == versions(market)
    assert mirror.unreadable == []
    assert market.alone == [cut]


def test_an_order_whose_buyer_asks_to_cancel_is_asked_for_by_itself() -> None:
    market = peopled(8)
    asked = market.add(asked_to_cancel=True)
    market.pass_time(hours=1)
    Mirror().run(connector_of(market))
    assert market.alone == [asked]


def test_many_orders_with_details_come_in_pages_that_do_not_take_for_ever() -> None:
    market = TinyMarket()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "LARGEST_PAGE", 200)
        for _ in range(60):
            market.add(asked_to_cancel=True)
        market.pass_time(hours=1)
        mirror = Mirror()
        pages = mirror.run(connector_of(market))
    assert pages == 3
    assert mirror.versions == versions(market)
    assert len(market.asked) == 1


def test_trouble_in_the_middle_of_a_page_costs_no_second_listing() -> None:
    market = TinyMarket()
    market.add()
    market.add(asked_to_cancel=True)
    market.pass_time(hours=1)
    connector = connector_of(market)
    honest = connector._client.order
    failures = [Unavailable("eBay is away.", code="server_error")]

    def order(operation: str, number: str) -> object:
        if failures:
            raise failures.pop()
        return honest(operation, number)

    connector._client.order = order  # type: ignore[method-assign,assignment]
    mirror = Mirror()
    with pytest.raises(Unavailable):
        mirror.page(connector)
    assert mirror.page(connector)
    assert mirror.versions == versions(market)
    assert len(market.asked) == 1


# --- cursors -----------------------------------------------------------------------------------------------


def test_a_reader_that_dies_reads_its_window_again_and_no_more() -> None:
    market = peopled(60)
    whole = Mirror()
    pages = whole.run(connector_of(market))
    for cut in range(0, pages, 6):
        mirror = Mirror()
        connector = connector_of(market)
        for _ in range(cut):
            mirror.page(connector)
        mirror.run(connector_of(market))
        assert mirror.versions == versions(market)
        assert mirror.cursor == whole.cursor


def test_a_cursor_of_another_kind_begins_anew() -> None:
    market = peopled(5)
    for strange in ({"v": 99}, {"v": 1, "since": "soon"}, {"page": 3}):
        mirror = Mirror(cursor=Cursor(dict(strange)))
        mirror.run(connector_of(market))
        assert mirror.versions == versions(market)


def test_cursors_are_read_as_they_are_written() -> None:
    since, swept = parse_utc("2026-11-20T07:58:00.123"), parse_utc("2026-11-20T08:00:00")
    assert Place.read(dict(between(since, swept))) == Place(since, swept)
    kept = dict(within(since, swept, sweeping=True, step=7))
    assert Place.read(kept) == Place(since, swept, sweeping=True, inside=True)
    assert Place.read({}) == Place()


def test_a_sweep_that_dies_goes_on_where_it_was() -> None:
    """Or an account that is never left in peace for a whole sweep would begin it for ever."""
    now = parse_utc("2026-11-20T08:00:00")
    since = Instant(now - timedelta(days=5))
    place = Place(since, None, sweeping=True, inside=True)
    assert place.begins(now, None) == (Instant(since - timedelta(minutes=30)), True)
    assert Place(since, None).begins(now, None) == (Instant(since - timedelta(days=7)), True)
