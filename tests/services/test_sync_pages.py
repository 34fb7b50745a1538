"""Full pages are stored together, and none is lost with those that never come."""

from __future__ import annotations

import threading

import pytest

from connectors.contract.errors import Unavailable, Unreadable
from desk.domain.clock import ManualClock
from desk.domain.giving_way import wait_by
from desk.services import sync
from desk.services.context import Desk
from desk.store.accounts import Account
from tests.services.fakes import FakeChannel, Killed, Step, never, unavailable
from tests.services.fetching import fetch, run_state, stored
from tests.support.orders import many


@pytest.fixture
def _small_pages_are_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "_FULL_PAGE", 3)
    monkeypatch.setattr(sync, "_AT_ONCE", 8)


def told_of(desk: Desk, account: Account) -> list[int]:
    """How many orders were stored each time that some were."""
    told: list[int] = []
    sync.fetch(desk, account.id, lambda progress: told.append(progress.fetched), never())
    return told


@pytest.mark.usefixtures("_small_pages_are_full")
def test_full_pages_that_come_quickly_are_stored_together_the_first_one_at_once(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.add(*many(29))
    assert told_of(desk, account) == [3, 6, 12, 21, 29], "no more than were there before, nor than are stored at once"
    assert len(stored(desk)) == 29


@pytest.mark.usefixtures("_small_pages_are_full")
def test_behind_a_window_each_page_is_stored_by_itself(desk: Desk, account: Account, channel: FakeChannel) -> None:
    channel.add(*many(15))
    wait_by(lambda: None)
    try:
        assert told_of(desk, account) == [3, 6, 9, 12, 15]
    finally:
        wait_by(None)


@pytest.mark.usefixtures("_small_pages_are_full")
def test_pages_that_come_slowly_are_stored_one_by_one(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock
) -> None:
    channel.add(*many(15))
    channel.plan("fetch_orders", *[lambda: clock.advance(1.0)] * 5)
    assert told_of(desk, account) == [3, 6, 9, 12, 15]


@pytest.mark.usefixtures("_small_pages_are_full")
def test_a_page_with_a_bad_record_is_stored_with_those_before_and_none_after(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    """Else a record that a later page shows whole would be kept for repair."""
    channel.add(*many(15))
    channel.spoil("20009")
    assert told_of(desk, account) == [3, 6, 9, 15]


@pytest.mark.usefixtures("_small_pages_are_full")
@pytest.mark.parametrize("end", [unavailable(), Unreadable("Not JSON.")], ids=["gone", "garbled"])
def test_what_waits_for_more_pages_is_kept_when_these_do_not_come(
    desk: Desk, account: Account, channel: FakeChannel, end: Step
) -> None:
    channel.add(*many(15))
    channel.plan("fetch_orders", None, None, None, end)
    with pytest.raises((Unavailable, Unreadable)):
        fetch(desk, account)
    assert (len(stored(desk)), run_state(desk, account).fetched) == (9, 9)
    assert fetch(desk, account).new == 6


@pytest.mark.usefixtures("_small_pages_are_full")
def test_what_waits_for_more_pages_is_kept_when_the_run_is_cancelled(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.add(*many(15))
    stop = threading.Event()
    channel.plan("fetch_orders", None, None, stop.set)
    done = sync.fetch(desk, account.id, lambda _: None, stop)
    assert (done.new, done.finished, run_state(desk, account).fetched) == (9, False, 9)


@pytest.mark.usefixtures("_small_pages_are_full")
def test_pages_whose_storing_is_killed_are_fetched_once_more(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.add(*many(15))
    channel.plan("fetch_orders", None, None, None, Killed())
    with pytest.raises(Killed):
        fetch(desk, account)
    assert len(stored(desk)) == run_state(desk, account).fetched == 6, "the third page waited for the fourth"
    assert fetch(desk, account).new == 9
    assert stored(desk) == [f"200{at:02d}" for at in range(1, 16)]
