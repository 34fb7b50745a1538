"""No order is lost and no run loops: drifting pages, crowded seconds, repeated pages, old and odd shops."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.channels.woocommerce import paging
from connectors.contract.errors import Unreadable
from connectors.contract.snapshots import Cursor
from tests.connectors.woocommerce.shop import BEGIN, Mirror, TinyShop, connector_of


def truth(shop: TinyShop) -> dict[int, int]:
    return {one.id: one.version for one in shop.orders.values()}


def shop_of(count: int, seconds: int = 1, **more: object) -> TinyShop:
    shop = TinyShop(**more)  # type: ignore[arg-type]
    for _ in range(count):
        shop.add()
        shop.pass_time(seconds)
    return shop


def test_the_first_question_is_the_sheets() -> None:
    shop = shop_of(1)
    connector_of(shop).fetch_orders(Cursor())
    assert shop.asked == [
        {
            "status": "any",
            "orderby": "modified",
            "order": "asc",
            "per_page": "100",
            "page": "1",
            "dates_are_gmt": "true",
            "dp": "4",
        }
    ]


def test_the_date_is_the_key_and_the_page_number_stays_one() -> None:
    shop = shop_of(250)
    mirror = Mirror()
    mirror.run(connector_of(shop))
    listed = [one for one in shop.asked if one["status"] == "any"]
    assert {one["page"] for one in listed} == {"1"}
    last_of_page_one = BEGIN + timedelta(seconds=99)
    assert listed[1]["modified_after"] == (last_of_page_one - timedelta(seconds=1)).isoformat()
    assert mirror.versions == truth(shop)
    assert mirror.reported == 250, "what was seen is not reported again"
    assert mirror.total == 250


def test_what_is_dated_late_is_found_also_when_the_run_was_interrupted_for_long() -> None:
    """The run ends hours after it passed that date, so the overlap before its latest change would not reach back."""
    shop, mirror = shop_of(150), Mirror()
    mirror.cursor = connector_of(shop).fetch_orders(mirror.cursor).cursor  # then the program ends
    late = shop.add(modified=shop.orders[90].modified)
    shop.pass_time(3 * 3600)
    shop.add()
    mirror.run(connector_of(shop))
    assert late not in mirror.versions, "its page was read before it was there"
    mirror.run(connector_of(shop))
    assert late in mirror.versions


def test_an_order_that_changes_again_within_its_second_is_seen_again() -> None:
    """After the page that showed it was read; a later run begins behind it when that page was an old one."""
    shop, mirror = shop_of(3), Mirror()

    def again(shop: TinyShop) -> None:
        if len(shop.asked) == 1:
            shop.change(3, modified=shop.orders[3].modified)

    shop.meanwhile = again
    mirror.run(connector_of(shop))
    assert mirror.versions == truth(shop)
    assert mirror.reported == 4


def test_a_shop_that_words_each_answer_anew_has_an_end() -> None:
    shop, mirror = shop_of(250), Mirror()

    def anew(shop: TinyShop) -> None:
        for one in shop.orders.values():
            shop.change(one.id, modified=one.modified)

    shop.meanwhile = anew
    assert mirror.run(connector_of(shop)) <= 8
    assert set(mirror.versions) == set(shop.orders)


def test_an_empty_shop_ends_at_once_and_begins_from_the_start_again() -> None:
    shop = TinyShop()
    mirror = Mirror()
    assert mirror.run(connector_of(shop)) == 2
    assert mirror.cursor.value == {"v": 1}
    shop.add()
    mirror.run(connector_of(shop))
    assert mirror.versions == {1: 1}


def test_the_next_run_begins_ten_minutes_before_the_latest_change() -> None:
    """By the shop's own data, whatever our clock says: an order may be saved later than it is dated."""
    shop = shop_of(3, seconds=3600)
    mirror = Mirror()
    mirror.run(connector_of(shop))
    latest = max(one.modified for one in shop.orders.values())
    assert mirror.cursor.value == {"v": 1, "since": (latest - timedelta(minutes=10)).isoformat()}
    late = shop.add()
    shop.orders[late] = shop.orders[late].__class__(late, latest - timedelta(minutes=9), BEGIN)
    mirror.run(connector_of(shop))
    assert late in mirror.versions


def test_an_order_that_changes_between_two_pages_shifts_nothing_out_of_sight() -> None:
    shop = shop_of(300)

    def change_first(one: TinyShop) -> None:
        if len(one.asked) == 1:
            one.pass_time(5)
            one.change(1)

    shop.meanwhile = change_first
    mirror = Mirror()
    mirror.run(connector_of(shop))
    assert mirror.versions == truth(shop)


def test_orders_bought_between_two_pages_are_read_once_and_hide_none() -> None:
    shop, mirror = TinyShop(), Mirror()
    for _ in range(330):
        shop.add()
        shop.pass_time(1)

    def bought(there: TinyShop) -> None:
        if len(there.orders) < 340:
            there.add()

    shop.meanwhile = bought
    mirror.run(connector_of(shop))
    assert mirror.versions.keys() >= set(range(1, 331))
    shop.meanwhile = lambda _: None
    shop.pass_time(1)
    mirror.run(connector_of(shop))
    assert mirror.versions.keys() == shop.orders.keys()


def test_a_second_that_fills_pages_is_walked_by_number_and_until_it_stands_still() -> None:
    shop = shop_of(0)
    for _ in range(350):
        shop.add()
    mirror = Mirror()
    mirror.run(connector_of(shop))
    assert mirror.versions == truth(shop)
    assert "4" in {one["page"] for one in shop.asked}


def test_an_order_that_leaves_a_crowded_second_hides_none_behind_it() -> None:
    """The trap of page numbers: order 1 moves to the end while page 1 is read, so order 101 slips onto page 1."""
    shop = shop_of(0)
    for _ in range(250):
        shop.add()
    shop.pass_time(60)

    def leave(one: TinyShop) -> None:
        if one.asked[-1]["page"] == "1" and one.orders[1].version == 1 and len(one.asked) >= 2:
            one.change(1)

    shop.meanwhile = leave
    mirror = Mirror()
    mirror.run(connector_of(shop))
    assert mirror.versions == truth(shop)


def test_binned_orders_come_as_removed_and_restored_ones_come_back() -> None:
    shop = shop_of(5)
    mirror = Mirror()
    connector = connector_of(shop)
    mirror.run(connector)
    shop.pass_time(5)
    shop.change(2, status="trash")
    mirror.run(connector)
    assert mirror.removed == {2}
    shop.pass_time(5)
    shop.change(2, status="processing")
    mirror.run(connector)
    assert mirror.removed == set()
    assert mirror.versions == truth(shop)


def test_drafts_of_the_checkout_are_no_orders() -> None:
    shop = shop_of(1)
    shop.add(status="checkout-draft")
    mirror = Mirror()
    mirror.run(connector_of(shop))
    assert set(mirror.versions) == {1}


def test_one_bad_record_goes_aside_with_its_bytes_and_the_page_goes_on() -> None:
    shop = shop_of(120)
    shop.orders[7] = shop.orders[7].__class__(7, shop.orders[7].modified, BEGIN, broken=True)
    mirror = Mirror()
    mirror.run(connector_of(shop))
    assert set(mirror.versions) == set(shop.orders) - {7}
    assert [one.remote_id for one in mirror.unreadable] == ["7"]
    assert mirror.unreadable[0].sample == json.dumps(shop.orders[7].wire()).encode()
    assert "total" in mirror.unreadable[0].reason


@pytest.mark.parametrize("largest", [60, 30, 10])
def test_a_shop_that_refuses_large_pages_gets_smaller_ones(largest: int) -> None:
    shop = shop_of(95, largest_page=largest)
    mirror = Mirror()
    mirror.run(connector_of(shop))
    assert mirror.versions == truth(shop)
    assert int(shop.asked[-1]["per_page"]) <= largest


@pytest.mark.parametrize("fault", ["knows_modified", "honours_dates"])
def test_an_old_shop_is_read_as_a_whole_by_id(fault: str) -> None:
    """Before WooCommerce 5.8 there is no order by change: unknown words are refused, unknown filters ignored."""
    shop = shop_of(230, seconds=60, **{fault: False})
    connector = connector_of(shop)
    mirror = Mirror()
    mirror.run(connector)
    assert mirror.versions == truth(shop)
    shop.pass_time(7200)
    shop.change(3)
    shop.add()
    reported = mirror.reported
    mirror.run(connector)
    assert mirror.versions == truth(shop)
    assert mirror.reported - reported < 230, "what did not change is not reported again"


@pytest.mark.parametrize("number", range(2, 12))
@pytest.mark.parametrize("crowded", [False, True])
def test_a_page_that_comes_twice_once_is_asked_again(number: int, crowded: bool) -> None:
    shop = shop_of(350, seconds=0 if crowded else 1, repeat=[number])
    mirror = Mirror()
    mirror.run(connector_of(shop))
    assert mirror.versions == truth(shop)


def test_a_shop_that_sends_one_page_for_ever_is_told_so() -> None:
    shop = shop_of(250, seconds=0)
    shop.repeat = list(range(3, 500))
    mirror = Mirror()
    with pytest.raises(Unreadable) as caught:
        mirror.run(connector_of(shop))
    assert caught.value.code == "page_repeated"
    shop.repeat = []
    mirror.run(connector_of(shop))
    assert mirror.versions == truth(shop), "the cursor stood, and the run goes on from it"


def test_what_a_cache_answers_in_the_shops_place_moves_no_cursor() -> None:
    """The run before ended with the newest order alone. Where a cache says so again, all older changes were missed."""
    shop = shop_of(40)
    mirror = Mirror()
    mirror.run(connector_of(shop))
    late = shop.add(modified=shop.now - timedelta(seconds=120))
    shop.cached = [len(shop.asked) + 1]
    mirror.run(connector_of(shop))
    assert late in mirror.versions
    assert mirror.versions == truth(shop)


def test_a_cache_that_answers_for_ever_is_told_of() -> None:
    shop = shop_of(3)
    mirror = Mirror()
    mirror.run(connector_of(shop))
    shop.cached = list(range(len(shop.asked) + 1, 500))
    with pytest.raises(Unreadable) as caught:
        mirror.run(connector_of(shop))
    assert caught.value.code == "shop_cached"
    shop.cached = []
    shop.add()
    mirror.run(connector_of(shop))
    assert mirror.versions == truth(shop)


def test_a_cursor_of_another_kind_begins_anew() -> None:
    shop = shop_of(3)
    mirror = Mirror(cursor=Cursor({"v": 99, "page": "x"}))
    mirror.run(connector_of(shop))
    assert mirror.versions == truth(shop)


def test_cursors_stay_small() -> None:
    shop = shop_of(2500)
    connector = connector_of(shop)
    cursor = Cursor()
    for _ in range(20):
        cursor = connector.fetch_orders(cursor).cursor
        assert len(json.dumps(cursor.value)) < 300


# --- any life of a shop ------------------------------------------------------------------------------------

EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["nothing", "new", "change", "bin", "restore", "crowd", "bad"]),
        st.integers(0, 10_000),
        st.sampled_from([0, 0, 0, 1, 1, 7, 400]),
    ),
    max_size=60,
)


def live(shop: TinyShop, event: tuple[str, int, int]) -> None:
    what, draw, seconds = event
    shop.pass_time(seconds)
    ids = sorted(shop.orders)
    some = ids[draw % len(ids)] if ids else 0
    if what == "new" or (not ids and what != "nothing"):
        shop.add()
    elif what == "change":
        shop.change(some)
    elif what == "bin":
        shop.change(some, status="trash")
    elif what == "restore":
        shop.change(some, status="processing")
    elif what == "crowd":
        for one in ids[draw % 7 :: 2]:
            shop.change(one)
    elif what == "bad":
        shop.change(some, broken=not shop.orders[some].broken)


@settings(max_examples=120, deadline=None)
@given(
    start=st.lists(st.sampled_from([0, 0, 0, 1, 2]), max_size=90),
    meanwhile=EVENTS,
    between=EVENTS,
    size=st.sampled_from([10, 10, 20, 50, 100]),
    kills=st.sets(st.integers(1, 40)),
)
def test_whatever_happens_meanwhile_the_mirror_ends_equal(
    start: list[int],
    meanwhile: list[tuple[str, int, int]],
    between: list[tuple[str, int, int]],
    size: int,
    kills: set[int],
) -> None:
    """Orders come, change, crowd one second, go to the bin and come back while pages are read; the reader dies
    and goes on from its cursor. When the shop comes to rest, one more run makes the mirror equal.
    """
    shop = TinyShop(largest_page=size)
    for seconds in start:
        shop.pass_time(seconds)
        shop.add()
    left = list(meanwhile)

    def go_on(one: TinyShop) -> None:
        if left:
            live(one, left.pop(0))

    shop.meanwhile = go_on
    mirror = Mirror()
    connector = connector_of(shop)
    for number in range(1, 2000):
        if number in kills:
            connector = connector_of(shop)  # nothing but the cursor outlives a process
        page = connector.fetch_orders(Cursor(json.loads(json.dumps(mirror.cursor.value))))
        for item in page.items:
            mirror.take(item)
        mirror.cursor = page.cursor
        if page.done:
            if not left:
                break
            if between:
                live(shop, between.pop(0))
    else:
        raise AssertionError("the run never ends")
    mirror.run(connector_of(shop))
    whole = {one.id: one for one in shop.orders.values() if not one.broken}
    assert {number: mirror.versions.get(number) for number in whole} == {
        number: one.version for number, one in whole.items()
    }
    assert {number for number in mirror.removed if number in whole} == {
        number for number, one in whole.items() if one.status == "trash"
    }


def test_without_the_second_walk_an_order_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: the same shop with this safety taken out loses order 101 in its first run."""
    monkeypatch.setattr(paging, "_MOST_WALKS", 0)
    shop = shop_of(0)
    for _ in range(250):
        shop.add()
    shop.pass_time(60)

    def leave(one: TinyShop) -> None:
        if one.asked[-1]["page"] == "1" and one.orders[1].version == 1 and len(one.asked) >= 2:
            one.change(1)

    shop.meanwhile = leave
    mirror = Mirror()
    mirror.run(connector_of(shop))
    assert 101 not in mirror.versions
