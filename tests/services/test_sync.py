from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract.errors import LoginNeeded, RateLimited, Unavailable, Unreadable
from connectors.contract.snapshots import Cursor, Page
from desk.domain.changes import Kind
from desk.domain.clock import Instant, ManualClock
from desk.domain.errors import NotAllowed, NotFound, StoreUnavailable
from desk.domain.values import AccountId
from desk.domain.views import AccountState, SyncProgress
from desk.services import accounts, sync
from desk.services.context import Desk
from desk.store import accounts as account_store
from desk.store.accounts import Account
from tests.services.conftest import order_ids
from tests.services.fakes import KEY, FakeChannel, FakeConnector, Fault, Killed, Step, never, unavailable
from tests.services.fetching import fetch, run_state, stored, view
from tests.support.dump import canonical_dump
from tests.support.orders import after, many, order
from tests.support.stores import limit_pages


def test_a_run_fetches_everything_then_only_what_changed(desk: Desk, account: Account, channel: FakeChannel) -> None:
    channel.add(*many(8))
    done = fetch(desk, account)
    assert (done.fetched, done.new, done.changed, done.unreadable, done.finished) == (8, 8, 0, 0, True)
    assert done.changes.touches(Kind.ORDER) == set(order_ids(desk, account.id).values())
    assert fetch(desk, account).fetched == 0
    channel.change("20003", buyer_note="neu")
    channel.add(order("9"))
    done = fetch(desk, account)
    assert (done.fetched, done.new, done.changed) == (2, 1, 1)
    assert view(desk, account).last_good_sync == desk.clock.now()
    assert view(desk, account).orders == 9


def test_progress_counts_and_tells_how_long_the_rest_will_take(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock
) -> None:
    channel.add(*many(9))
    channel.spoil("20005")
    channel.plan("fetch_orders", *[lambda: clock.advance(6.0)] * 3)
    told: list[SyncProgress] = []
    sync.fetch(desk, account.id, told.append, never())
    assert [(one.fetched, one.total, one.changed, one.unreadable) for one in told] == [
        (3, 9, 3, 0),
        (6, 9, 5, 1),
        (9, 9, 8, 1),
    ]
    assert [one.rest_seconds for one in told] == [12.0, 6.0, 0.0]
    assert told[0].account_name == "Shop"
    ids = order_ids(desk, account.id)
    assert [sorted(one.changed_ids) for one in told] == [
        sorted(ids[name] for name in names)
        for names in (["20001", "20002", "20003"], ["20004", "20006"], ["20007", "20008", "20009"])
    ]


def test_without_a_total_nothing_is_said_about_the_rest(desk: Desk, account: Account, channel: FakeChannel) -> None:
    channel.tells_total = False
    channel.add(*many(5))
    told: list[SyncProgress] = []
    sync.fetch(desk, account.id, told.append, never())
    assert [(one.total, one.rest_seconds) for one in told] == [(None, None)] * 2


def test_the_total_of_one_run_is_not_taken_for_the_next_ones(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.add(*many(5))
    fetch(desk, account)
    channel.tells_total = False
    channel.change("20001", buyer_note="neu")
    told: list[SyncProgress] = []
    sync.fetch(desk, account.id, told.append, never())
    assert [one.total for one in told] == [None]


# --- Ends in the middle -----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [0, 1, 2, 3])
@pytest.mark.parametrize("end", [Killed(), unavailable(), Unreadable("Not JSON.")], ids=["killed", "gone", "garbled"])
def test_a_run_that_dies_between_pages_goes_on_where_it_stopped(
    desk: Desk, account: Account, channel: FakeChannel, page: int, end: Step
) -> None:
    channel.add(*many(10))
    channel.plan("fetch_orders", *[None] * page, end)
    with pytest.raises((Killed, Unavailable, Unreadable)):
        fetch(desk, account)
    assert len(stored(desk)) == 3 * page
    channel.change("20001", buyer_note="changed meanwhile")
    done = fetch(desk, account)
    assert done.finished
    assert stored(desk) == [f"200{at:02d}" for at in range(1, 11)]
    assert channel.calls.count("fetch_orders") <= page + 1 + 5
    assert done.new == 10 - 3 * page, "nothing came twice"


def test_a_page_and_its_cursor_are_kept_together_or_not_at_all(
    desk: Desk, account: Account, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after the page's orders are written and before its cursor is."""
    channel.add(*many(7))
    saved = account_store.save_run
    pages: list[Cursor] = []

    def die_at_the_second(*arguments: object) -> None:
        pages.append(arguments[3].cursor)  # type: ignore[attr-defined]
        if len(pages) == 2:
            raise Killed
        saved(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(account_store, "save_run", die_at_the_second)
    with pytest.raises(Killed):
        fetch(desk, account)
    assert run_state(desk, account).cursor == pages[0]
    assert len(stored(desk)) == 3, "the second page's orders went with its cursor"
    monkeypatch.undo()
    fetch(desk, account)
    assert len(stored(desk)) == 7


def test_a_full_disk_ends_the_run_and_leaves_the_account_alone(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.page_size = 50
    channel.add(*many(500))
    limit_pages(desk.store, 60)
    with pytest.raises(StoreUnavailable):
        fetch(desk, account)
    connection = desk.store.raw_connection()
    assert connection.execute("select count(*) from unreadable_records").fetchone() == (0,)
    assert connection.execute("select count(*) % 50 from orders").fetchone() == (0,)
    connection.close()


def test_a_cancelled_run_stops_after_its_page_and_the_next_goes_on(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.add(*many(9))
    stop = threading.Event()
    told: list[SyncProgress] = []

    def cancel(progress: SyncProgress) -> None:
        told.append(progress)
        stop.set()

    done = sync.fetch(desk, account.id, cancel, stop)
    assert (done.fetched, done.finished, len(told)) == (3, False, 1)
    assert view(desk, account).last_good_sync is None
    assert run_state(desk, account).fetched == 3
    done = sync.fetch(desk, account.id, told.append, never())
    assert (done.fetched, done.new, done.finished) == (6, 6, True)
    assert [one.fetched for one in told] == [3, 6, 9, 0], "the count goes on over the pause; another run follows"


def test_a_cancel_reaches_what_the_connector_waits_for_and_is_no_failure(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.add(*many(9))
    stop = threading.Event()

    def wait_for_the_shop() -> None:
        assert channel.connected[-1].stop is stop
        stop.set()
        raise Unavailable("Stopped before the shop was asked again.", code="stopped")

    channel.plan("fetch_orders", None, wait_for_the_shop)
    done = sync.fetch(desk, account.id, lambda _: None, stop)
    assert (done.fetched, done.finished) == (3, False)
    assert view(desk, account).trouble_code == ""


def test_records_that_arrive_during_the_run_are_not_lost(desk: Desk, account: Account, channel: FakeChannel) -> None:
    """Pages drift: an order seen already changes, another appears, one is dropped."""
    channel.add(*many(9))
    fresh = many(1, first=99_000)[0]
    channel.plan(
        "fetch_orders",
        None,
        lambda: channel.add(fresh),
        lambda: channel.change("20001", buyer_note="drift"),  # type: ignore[arg-type]
        lambda: channel.remove("20002"),
    )
    fetch(desk, account)
    fetch(desk, account)
    connection = desk.store.raw_connection()
    dump = {one["remote_id"]: one for one in canonical_dump(connection)}
    connection.close()
    assert len(dump) == 10
    assert dump["20001"]["buyer_note"] == "drift"
    assert dump["20002"]["order_facet"] == "REMOVED"


def test_a_page_that_comes_again_doubles_nothing(desk: Desk, account: Account, channel: FakeChannel) -> None:
    channel.add(*many(9))
    channel.plan("fetch_orders", None, Fault.PAGE_AGAIN, Fault.PAGE_AGAIN)
    done = fetch(desk, account)
    assert (done.fetched, done.new, done.changed) == (15, 9, 0)
    assert stored(desk) == [f"2000{at}" for at in range(1, 10)]


def seconds(moment: Instant) -> float:
    return (moment - after(0)).total_seconds()


class WindowConnector(FakeConnector):
    """A run of it goes to what there was when it began, however much later it ends."""

    def fetch_orders(self, since: Cursor) -> Page:  # type: ignore[type-arg]
        place = dict(since.value)
        until = after(float(str(place.pop("until", 0)))) if "until" in place else self._channel.now()
        page = super().fetch_orders(Cursor(place))
        inside = tuple(one for one in page.items if one.changed_at <= until)
        if len(inside) < len(page.items):
            last = inside[-1] if inside else None
            place = {"at": seconds(last.changed_at), "id": last.ref.id} if last is not None else place
            return replace(page, items=inside, cursor=Cursor(place), done=True)
        return page if page.done else replace(page, cursor=Cursor({**page.cursor.value, "until": seconds(until)}))


def test_what_changed_since_an_interrupted_run_began_is_there_when_the_next_one_ends(
    desk: Desk, account: Account, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel.add(*many(7))
    monkeypatch.setattr(desk.connectors, "connect", lambda access: WindowConnector(channel, access), raising=False)
    channel.plan("fetch_orders", None, Killed())
    with pytest.raises(Killed):
        fetch(desk, account)
    channel.add(order("new"))
    assert fetch(desk, account).finished
    assert "new" in stored(desk)
    assert run_state(desk, account).run_started is None


class RepeatingConnector(FakeConnector):
    """Its list never moves on."""

    def fetch_orders(self, since: Cursor) -> Page:  # type: ignore[type-arg]
        page = super().fetch_orders(since)
        return replace(page, cursor=since, done=False)


def test_a_list_that_never_moves_on_is_given_up(
    desk: Desk, account: Account, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel.add(*many(5))
    monkeypatch.setattr(desk.connectors, "connect", lambda access: RepeatingConnector(channel, access), raising=False)
    with pytest.raises(Unreadable, match="same page again and again") as told:
        fetch(desk, account)
    assert told.value.code == "page_repeated"
    assert channel.calls.count("fetch_orders") == 1


# --- Trouble with the account -----------------------------------------------------------------------------


def test_a_key_that_no_longer_fits_pauses_the_account_until_it_does(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.add(order("1"))
    channel.key = "another key"
    with pytest.raises(LoginNeeded):
        fetch(desk, account)
    told = view(desk, account)
    assert (told.state, told.trouble_code) == (AccountState.LOGIN_NEEDED, "login_needed")
    assert told.trouble_text == "The shop does not know this key."
    channel.key = KEY
    fetch(desk, account)
    told = view(desk, account)
    assert (told.state, told.trouble_code, told.trouble_since) == (AccountState.READY, "", None)


def test_a_key_that_is_gone_from_the_keyring_is_asked_for(desk: Desk, account: Account) -> None:
    desk.secrets.delete("account/Shop/consumer_key")
    with pytest.raises(LoginNeeded, match="not in the keyring") as told:
        fetch(desk, account)
    assert told.value.field == "consumer_key"
    assert view(desk, account).state is AccountState.LOGIN_NEEDED


def test_trouble_is_remembered_since_when_and_until_a_run_is_good(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock
) -> None:
    begun = clock.now()
    channel.plan("fetch_orders", unavailable(), RateLimited("Too often.", retry_after=90.0))
    with pytest.raises(Unavailable):
        fetch(desk, account)
    clock.advance(60)
    with pytest.raises(RateLimited):
        fetch(desk, account)
    told = view(desk, account)
    assert (told.trouble_code, told.state) == ("rate_limited", AccountState.READY)
    assert told.trouble_since == begun + timedelta(seconds=60)
    assert told.next_run == clock.now() + timedelta(seconds=90)
    fetch(desk, account)
    told = view(desk, account)
    assert (told.trouble_code, told.trouble_since, told.next_run) == ("", None, None)


def test_a_paused_account_is_not_fetched_and_a_pause_outlives_the_run_it_came_in(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.add(*many(5))
    pause: Callable[[], None] = lambda: accounts.pause(desk, account.id, paused=True)  # type: ignore[assignment]  # noqa: E731
    channel.plan("fetch_orders", None, pause)
    fetch(desk, account)
    assert view(desk, account).state is AccountState.PAUSED
    with pytest.raises(NotAllowed, match="is paused"):
        fetch(desk, account)
    accounts.pause(desk, account.id, paused=False)
    assert fetch(desk, account).finished


def test_since_begins_again_from_that_day(desk: Desk, account: Account, channel: FakeChannel) -> None:
    channel.add(*many(6))
    fetch(desk, account)
    moments = [moment for moment, _ in channel.changed()]
    done = fetch(desk, account, since=moments[4])
    assert (done.fetched, done.new, done.changed) == (2, 0, 0)
    assert channel.connected[-1].start_date == moments[4]
    channel.change("20001", buyer_note="neu")
    assert fetch(desk, account).changed == 1, "the next run goes on from there"


def test_since_does_not_carry_the_cursor_past_changes_of_older_orders(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.add(*many(6))
    fetch(desk, account)
    older = channel.change("20001", buyer_note="changed meanwhile")
    channel.add(order("new"))
    newest = channel.order("new").changed_at
    assert older.changed_at < newest
    assert fetch(desk, account, since=newest).new == 1
    assert fetch(desk, account).changed == 1, "the older order's change is still to come"


@pytest.mark.parametrize("end", [unavailable(), Killed(), LoginNeeded("No."), Unreadable("Not JSON.")])
def test_every_connector_is_closed_however_the_run_ends(
    desk: Desk, account: Account, channel: FakeChannel, end: Step
) -> None:
    channel.plan("fetch_orders", end)
    with pytest.raises(BaseException, match=r".*"):
        fetch(desk, account)
    fetch(desk, account)
    assert channel.closed == len(channel.connected) == 3, "the try of the keys, the run that failed, the good one"


def test_an_account_that_is_gone_is_told(desk: Desk) -> None:
    with pytest.raises(NotFound):
        sync.fetch(desk, AccountId(99), lambda _: None, never())


def test_an_empty_shop_is_a_good_run(desk: Desk, account: Account) -> None:
    done = fetch(desk, account)
    assert (done.fetched, done.finished, bool(done.changes)) == (0, True, False)
    assert view(desk, account).last_good_sync == desk.clock.now()


def test_a_page_of_nothing_but_bad_records_does_not_end_the_run(
    desk: Desk, account: Account, channel: FakeChannel
) -> None:
    channel.add(*many(9))
    bad = ("20004", "20005", "20006")
    for remote_id in bad:
        channel.spoil(remote_id)
    done = fetch(desk, account)
    assert (done.fetched, done.new, done.unreadable) == (9, 6, 3)
    assert view(desk, account).unreadable == 3
    for remote_id in bad:
        channel.mend(remote_id)
        channel.change(remote_id)
    assert fetch(desk, account).new == 3
    assert view(desk, account).unreadable == 0
