"""Orders that came while Amazon refused personal data: read again by themselves once it is given, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.channels.amazon import paging
from connectors.channels.amazon.client import SEARCH_RATE, AmazonClient, Searches
from connectors.channels.amazon.connector import Amazon
from connectors.channels.amazon.paging import Place
from connectors.channels.amazon.privacy import TRY_AFTER
from connectors.channels.amazon.settings import read_settings
from connectors.contract.errors import LoginNeeded, RateLimited, Unavailable
from connectors.contract.protocols import Shared
from connectors.contract.snapshots import Cursor, OrderSnapshot, Page
from connectors.http.client import HttpClient
from connectors.http.limits import TokenBucket
from connectors.http.messages import Answer
from desk.domain.clock import Instant, ManualClock, as_instant, parse_utc
from desk.domain.values import RemoteRef
from tests.connectors.amazon.desk_side import ACCOUNT, NOW, access, order, page

WITHHELD, ADDRESSES = "Personal data", "Recipients' addresses"


class There:
    """An Amazon with orders in the sequence of their changes and a count of calls; it may refuse personal data."""

    def __init__(self, clock: ManualClock, size: int = 2) -> None:
        self.clock = clock
        self.size = size
        self.refuses = False
        self.lacks_role = False
        self.erased: set[int] = set()
        self.is_down = False
        self.quota = TokenBucket(SEARCH_RATE, clock)
        self.changed: dict[int, Instant] = {}
        self.asked: list[dict[str, str]] = []

    def search(self, query: Mapping[str, str]) -> Answer:
        if self.is_down:
            raise Unavailable("Amazon is away.", code="server_error")
        if self.quota.wait_now() > 0:
            raise RateLimited("Too much.", code="rate_limited")
        self.quota.take()
        self.asked.append(dict(query))
        private = self._permitted(query["includedData"])
        after = parse_utc(query["lastUpdatedAfter"])
        begin = int(query.get("paginationToken", "0/").partition("/")[0])
        fitting = sorted((at, number) for number, at in self.changed.items() if at >= after)
        rows = [self._order(number, private=private) for _, number in fitting[begin : begin + self.size]]
        token = f"{begin + self.size}/{query['lastUpdatedAfter']}" if begin + self.size < len(fitting) else ""
        closes = as_instant(self.clock.now() - timedelta(minutes=2))
        return _answer(page(*rows, token=token, before=closes.isoformat()))

    def one(self, number: int, sets: Sequence[str]) -> Answer:
        return _answer({"order": self._order(number, private=self._permitted(",".join(sets)))})

    def _permitted(self, sets: str) -> bool:
        private = "RECIPIENT" in sets
        if private and self.refuses:
            raise LoginNeeded("Not permitted.", field="refresh_token", code="not_permitted")
        return private

    def _order(self, number: int, *, private: bool) -> dict[str, Any]:
        shown = private and not self.lacks_role and number not in self.erased
        lacks: dict[str, Any] = {} if shown else {"buyer": None, "recipient": None}
        changed = self.changed[number].isoformat()
        return order(orderId=f"302-0000000-{number:07d}", lastUpdatedTime=changed, **lacks)


def _answer(document: object) -> Answer:
    return Answer(status=200, headers={}, body=json.dumps(document).encode(), host="amazon.example")


class Wire(HttpClient):
    """Leads nowhere: to prepare for https takes longer than a whole run here."""

    def __init__(self) -> None: ...

    def close(self) -> None: ...


class Client(AmazonClient):
    """Without a network; its quotas are its own."""

    there: There

    def _open(self, *_arguments: Any, **_more: Any) -> HttpClient:
        return Wire()

    def search_orders(self, query: Mapping[str, str]) -> Answer:
        self._wait_for_search()
        self._searches.bucket.take()
        return self.there.search(query)

    def get_order(self, order: str, sets: tuple[str, ...]) -> Answer:
        return self.there.one(int(order[-7:]), sets)


class Here:
    """Desk's side of one account: what its store knows of each order, and where its cursor stands."""

    def __init__(self, there: There, account: int = ACCOUNT) -> None:
        self.there = there
        self.account = account
        self.cursor = Cursor()
        self.names: dict[int, tuple[Instant, str]] = {}
        self.shared = Shared()
        self.findings: dict[str, str] = {}

    def connected(self, *, urgent: bool = False) -> Amazon:
        found = access(clock=self.there.clock, shared=self.shared, account=self.account, urgent=urgent)
        client = Client(read_settings(found), found)
        client.there = self.there
        return Amazon(found, client)

    def sync(self, *, dies_after: int = 1000) -> list[Page[Any]]:
        """One run. A page and its cursor are stored together or, where Desk dies before, neither is."""
        connector = self.connected()
        pages: list[Page[Any]] = []
        try:
            while not pages or not pages[-1].done:
                found = connector.fetch_orders(Cursor(json.loads(json.dumps(self.cursor.value))))
                if len(pages) == dies_after:
                    self.shared = Shared()
                    return pages
                pages.append(found)
                self.store(found)
                self.there.clock.advance(found.pause)
        except Unavailable:
            pass
        finally:
            connector.close()
        return pages

    def store(self, found: Page[Any]) -> None:
        for item in found.items:
            self.know(item)
        self.cursor = found.cursor
        self.findings |= found.findings

    def know(self, item: OrderSnapshot) -> None:
        number = int(item.ref.id[-7:])
        at, name = self.names.get(number, (item.changed_at, ""))
        if item.changed_at >= at:
            self.names[number] = (item.changed_at, item.recipient.name or name)

    def nameless(self) -> set[int]:
        return {number for number, (_, name) in self.names.items() if not name}


def desk(orders: int = 0) -> tuple[There, Here, ManualClock]:
    clock = ManualClock(NOW)
    there = There(clock)
    there.changed = dict.fromkeys(range(orders), as_instant(NOW - timedelta(days=200)))
    return there, Here(there), clock


def test_once_it_is_given_again_what_came_without_is_read_again_behind_the_new_orders() -> None:
    there, here, clock = desk(orders=10)
    here.sync()
    assert here.nameless() == set()
    there.refuses = True
    for number in range(10, 15):
        clock.advance(3600)
        there.changed[number] = clock.now()
        clock.advance(900)
        here.sync()
    assert here.nameless() == set(range(10, 15))
    assert "Desk then fetches what is missing by itself" in here.findings[WITHHELD]
    assert here.findings[ADDRESSES] == "missing"
    there.refuses = False
    clock.advance(3600)
    there.changed[99] = clock.now()
    clock.advance(1800)
    there.asked.clear()
    first, *more = here.sync()
    assert [item.ref.id[-2:] for item in first.items] == ["99"], "new orders come first"
    told = dict(first.findings)
    assert "gives buyers' names and addresses again" in told[WITHHELD]
    assert told[ADDRESSES] == "granted"
    begins = paging.text_of(as_instant(there.changed[10] - paging.OVERLAP))
    assert {one["lastUpdatedAfter"] for one in there.asked[1:]} == {begins}, "no further back than the first of them"
    assert len(there.asked) == 1 + len(more) == 1 + 3
    assert (here.nameless(), here.findings[WITHHELD]) == (set(), "")
    clock.advance(600)
    assert len(here.sync()) == 1, "it is over"


def test_who_was_refused_is_asked_anew_now_and_then_by_a_desk_that_stays_open() -> None:
    there, here, clock = desk()
    there.refuses = True
    here.sync()
    there.asked.clear()
    for _ in range(24):
        clock.advance(300)
        here.sync()
    tries = sum("RECIPIENT" in one["includedData"] for one in there.asked)
    assert len(there.asked) - tries == 24
    assert 4 <= tries <= 24 * 300 / TRY_AFTER, "each costs a call of a small quota"
    there.refuses = False
    there.changed[1] = clock.now()
    clock.advance(300)
    here.sync()
    assert here.nameless() == {1}
    clock.advance(TRY_AFTER)
    here.sync()
    assert here.nameless() == set()


def test_a_try_in_vain_never_uses_up_the_last_call() -> None:
    """Refused, and the quota over by that question: the next run asks without, where it would be refused for ever."""
    there, here, clock = desk()
    there.refuses = True
    there.changed[1] = clock.now()
    for _ in range(SEARCH_RATE.burst - 1):
        there.quota.take()
    assert here.sync() == []
    clock.advance(180)
    here.sync()
    assert set(here.names) == {1}
    clock.advance(TRY_AFTER)
    there.changed[2] = clock.now()
    searches = here.shared.of("amazon searches", lambda: Searches(access(clock=clock)))
    while searches.bucket.left()[0] > 1:
        searches.bucket.take()
    here.sync()
    assert set(here.names) == {1, 2}, "the only call left is no call to try with"


def test_who_looks_at_one_order_gets_its_address_at_once_and_the_others_follow() -> None:
    there, here, clock = desk()
    there.refuses = True
    there.changed |= {1: clock.now(), 2: clock.now()}
    here.sync()
    there.refuses = False
    for urgent in (False, True):
        connector = here.connected(urgent=urgent)
        fetched = connector.fetch_order(RemoteRef(connector.account, "302-0000000-0000001"))
        connector.close()
        assert isinstance(fetched, OrderSnapshot)
        here.know(fetched)
        assert (1 in here.nameless()) is not urgent
    clock.advance(60)
    here.sync()
    assert here.nameless() == set()


def test_a_large_number_leaves_the_quota_to_new_orders_and_goes_on_run_by_run() -> None:
    there, here, clock = desk(orders=160)
    there.size = 4
    there.refuses = True
    for _ in range(8):
        here.sync()
        clock.advance(3600)
    assert here.nameless() == set(range(160))
    there.refuses = False
    arrivals = range(500, 512)
    for number in arrivals:
        there.changed[number] = clock.now()
        clock.advance(300)
        here.sync()
        assert here.names[number][1], "it never waits for what is read again"
        assert there.quota.left()[0] >= 3
    assert here.nameless(), "not all of it fits into an hour"
    for _ in range(30):
        clock.advance(300)
        here.sync()
    assert here.nameless() == set()


def test_trouble_while_reading_again_keeps_no_run_from_its_end() -> None:
    there, here, clock = desk()
    there.refuses = True
    there.changed |= {number: clock.now() for number in range(6)}
    clock.advance(3600)
    here.sync()
    there.refuses = False
    clock.advance(TRY_AFTER)
    here.sync(dies_after=2)
    for trouble in ("is_down", "refuses"):
        setattr(there, trouble, True)
        (last,) = here.sync()
        assert (last.done, last.items) == (True, ())
        setattr(there, trouble, False)
    assert here.nameless()
    clock.advance(TRY_AFTER)
    here.sync()
    assert here.nameless() == set()


def test_orders_with_holes_for_want_of_a_role_are_read_again_once_one_shows_its_address() -> None:
    there, here, clock = desk()
    there.lacks_role = True
    for number in range(4):
        there.changed[number] = clock.now()
        clock.advance(1800)
        here.sync()
    assert here.nameless() == set(range(4))
    assert "Direct-to-Consumer Delivery" in here.findings[WITHHELD]
    clock.advance(3600)
    there.asked.clear()
    here.sync()
    assert len(there.asked) == 1, "nothing shows that it would help"
    assert "Direct-to-Consumer Delivery" in here.findings[WITHHELD]
    there.lacks_role = False
    there.changed[4] = clock.now()
    clock.advance(1800)
    first, *_ = here.sync()
    assert (dict(first.findings)[ADDRESSES], here.nameless(), here.findings[WITHHELD]) == ("granted", set(), "")


def test_what_has_begun_to_be_read_again_goes_on_though_no_new_order_comes() -> None:
    there, here, clock = desk(orders=50)
    there.lacks_role = True
    for _ in range(3):
        here.sync()
        clock.advance(3600)
    there.lacks_role = False
    there.changed[99] = clock.now()
    clock.advance(3600)
    here.sync()
    assert here.nameless()
    for _ in range(4):
        clock.advance(3600)
        here.sync()
    assert here.nameless() == set()


def test_who_is_refused_no_longer_but_lacks_the_role_waits_for_an_order_that_shows_it() -> None:
    there, here, clock = desk()
    there.refuses = there.lacks_role = True
    there.changed[1] = clock.now()
    clock.advance(3600)
    here.sync()
    there.refuses = False
    for expected in (2, 1, 1):
        clock.advance(3600)
        there.asked.clear()
        here.sync()
        assert len(there.asked) == expected
    there.lacks_role = False
    there.changed[2] = clock.now()
    clock.advance(3600)
    here.sync()
    assert (here.nameless(), here.findings[WITHHELD]) == (set(), "")


def test_one_buyer_whom_amazon_has_erased_makes_no_run_read_again_for_ever() -> None:
    there, here, clock = desk()
    there.changed |= {1: clock.now(), 2: clock.now()}
    there.erased, there.size = {1}, 1
    clock.advance(3600)
    here.sync()
    assert (here.nameless(), "again" in here.cursor.value) == ({1}, False)
    there.changed[1] = clock.now()
    clock.advance(3600)
    here.sync()
    assert "again" in here.cursor.value, "nobody can tell the one from the other"
    there.changed[3] = clock.now()
    clock.advance(3600)
    here.sync()
    assert "again" not in here.cursor.value
    assert here.findings[WITHHELD] == ""


def test_two_accounts_are_apart() -> None:
    clock = ManualClock(NOW)
    here, other = Here(There(clock)), Here(There(clock), account=9)
    here.there.refuses = True
    for one in (here, other):
        one.there.changed[1] = clock.now()
        one.sync()
    assert (here.nameless(), other.nameless()) == ({1}, set())
    assert "again" in here.cursor.value
    assert "again" not in other.cursor.value
    assert other.findings[WITHHELD] == ""


def test_a_marketplace_that_is_left_out_or_added_keeps_what_is_to_be_read_again() -> None:
    since = "2026-11-20T08:00:00Z"
    place = paging.came_plain(Place(since=since, marketplaces=("A", "B")), ["2026-11-19T00:00:00+00:00"])
    for wanted, asked in ((("A",), ("A",)), (("A", "B", "C"), ("A", "B")), (("C",), ("C",))):
        moved, _ = paging.window_of(place, wanted, None, NOW)
        again, window = paging.again_of(moved, wanted, NOW)
        assert (window.marketplaces, again.marketplaces) == (asked, asked)
        assert window.after == "2026-11-18T23:50:00Z" or asked == ("C",)


@pytest.mark.parametrize("odd", [{"v": 1}, {"v": 2, "since": "2026-11-20T08:00:00Z"}, {"v": 1, "since": "x"}, 7])
def test_a_cursor_that_nobody_wrote_so_is_refused(odd: object) -> None:
    with pytest.raises((ValueError, TypeError, AttributeError)):
        Place.read({"v": 1, "again": odd})


EVENTS = st.one_of(
    st.tuples(st.just("change"), st.integers(0, 9)),
    st.tuples(st.sampled_from(["role", "holes"]), st.booleans()),
    st.tuples(st.just("later"), st.sampled_from([60, 400, 1500, 40_000, 100_000])),
    st.tuples(st.just("sync"), st.sampled_from([0, 1, 2, 3, 1000])),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=30))
def test_whatever_happens_in_between_in_the_end_no_order_lacks_what_amazon_shows(
    events: list[tuple[str, int]],
) -> None:
    there, here, clock = desk()
    for what, value in events:
        if what == "change":
            there.changed[value] = clock.now()
            clock.advance(1)
        elif what == "role":
            there.refuses = bool(value)
        elif what == "holes":
            there.lacks_role = bool(value)
        elif what == "later":
            clock.advance(value)
        else:
            here.sync(dies_after=value)
    there.refuses = there.lacks_role = False
    there.changed[77] = clock.now()  # the next order shows that the role is there
    for _ in range(4):
        clock.advance(TRY_AFTER + 300)
        here.sync()
    assert {number: at for number, (at, _) in here.names.items()} == there.changed
    assert here.nameless() == set()
    assert "again" not in here.cursor.value
    assert here.findings[WITHHELD] == ""
