"""One Desk at a time fetches an account, and it waits where the channel asks it to."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace

import pytest

from connectors.contract.snapshots import Cursor
from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed
from desk.domain.values import AccountId
from desk.domain.views import SyncProgress
from desk.services import accounts, leases, sync
from desk.services.context import Desk
from desk.store import accounts as account_store
from desk.store.accounts import Account
from tests.services.fakes import KEY, FakeChannel, never
from tests.services.fetching import fetch, run_state, stored
from tests.support.orders import many


def other_desk(desk: Desk) -> Desk:
    return replace(desk, owner="another process")


def test_one_desk_at_a_time_fetches_an_account(desk: Desk, account: Account, channel: FakeChannel) -> None:
    channel.add(*many(5))
    refusals: list[NotAllowed] = []

    def try_as_well() -> None:
        for rival in (other_desk(desk), desk):  # also a second thread of the same Desk
            with pytest.raises(NotAllowed) as refused:
                fetch(rival, account)
            refusals.append(refused.value)

    channel.plan("fetch_orders", None, try_as_well)
    fetch(desk, account)
    assert [one.code for one in refusals] == ["busy_elsewhere"] * 2
    assert fetch(other_desk(desk), account).finished, "the lease is given back at the end"


def test_two_accounts_are_fetched_side_by_side(desk: Desk, account: Account, channel: FakeChannel) -> None:
    settings = {"base_url": "https://other.example.org"}
    made = accounts.add(desk, "fake", settings, {"consumer_key": KEY}, name="Other")
    other = accounts.load(desk, AccountId(made.id))
    channel.add(*many(2))
    done: list[bool] = []
    channel.plan("fetch_orders", lambda: done.append(fetch(other_desk(desk), other).finished))
    assert fetch(desk, account).finished
    assert done == [True]


def test_a_lease_is_renewed_with_every_page_and_runs_out_with_its_holder(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock
) -> None:
    channel.add(*many(12))
    late = leases.LEASE.total_seconds() - 1
    channel.plan("fetch_orders", *[lambda: clock.advance(late)] * 4)
    assert fetch(desk, account).finished, "four pages of nearly a minute each"
    with desk.store.write() as transaction:
        assert leases.renew(desk, transaction, account.id, leases.Task.SYNC, "a process that dies now")
    with pytest.raises(NotAllowed):
        fetch(desk, account)
    clock.advance(leases.LEASE.total_seconds() + 1)
    assert fetch(desk, account).finished


def test_a_run_that_slept_too_long_gives_way_to_the_one_that_took_over(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock
) -> None:
    """Its cursor is older than what the other stored meanwhile, so its page must not count."""
    channel.add(*many(9))

    def sleep_while_another_works() -> None:
        clock.advance(leases.LEASE.total_seconds() + 1)
        with desk.store.write() as transaction:
            assert leases.renew(desk, transaction, account.id, leases.Task.SYNC, "another")
            further = replace(
                account_store.load_run(transaction, account.id, sync.ORDERS), cursor=Cursor({"at": 1e9, "id": "z"})
            )
            account_store.save_run(transaction, account.id, sync.ORDERS, further, clock.now())

    channel.plan("fetch_orders", None, sleep_while_another_works)
    with pytest.raises(NotAllowed) as refused:
        fetch(desk, account)
    assert refused.value.code == "busy_elsewhere"
    assert run_state(desk, account).cursor == Cursor({"at": 1e9, "id": "z"})
    assert len(stored(desk)) == 3


# --- quotas -----------------------------------------------------------------------------------------------


def test_a_run_waits_as_long_as_the_quota_asks_and_says_so(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock
) -> None:
    channel.add(*many(9))
    channel.pause, channel.tells_total = 179.0, False
    begun = clock.now()
    asked: list[float] = []
    channel.plan("fetch_orders", *[lambda: asked.append((clock.now() - begun).total_seconds())] * 3)
    told: list[SyncProgress] = []
    assert sync.fetch(desk, account.id, told.append, never()).finished
    assert asked == [0, 179, 358]
    # Each page announces its pause at once, then how long it still is; the last page announces none.
    announced = [one.pause_seconds for one in told]
    assert announced[0] == 179
    assert announced.count(179) == 2
    assert announced[-1] == 0
    first = announced[: announced.index(179, 1)]
    assert first == sorted(first, reverse=True)
    assert max(a - b for a, b in itertools.pairwise(first)) <= 15


def test_the_lease_is_kept_through_a_pause(desk: Desk, account: Account, channel: FakeChannel) -> None:
    channel.add(*many(6))
    channel.pause = 600.0
    refused: list[NotAllowed] = []

    def another_desk(_: SyncProgress) -> None:
        try:
            with leases.held(replace(desk, owner="another"), account.id, account.name, leases.Task.SYNC):
                raise AssertionError("two at once")
        except NotAllowed as error:
            refused.append(error)

    assert sync.fetch(desk, account.id, another_desk, never()).finished
    assert len(refused) > 20
    assert {error.code for error in refused} == {"busy_elsewhere"}


def test_a_pause_ends_when_the_run_is_stopped(desk: Desk, account: Account, channel: FakeChannel) -> None:
    channel.add(*many(9))
    channel.pause = 3600.0
    stop = threading.Event()
    told: list[SyncProgress] = []

    def cancel(progress: SyncProgress) -> None:
        told.append(progress)
        stop.set()

    done = sync.fetch(desk, account.id, cancel, stop)
    assert (done.fetched, done.finished) == (3, False)
    assert len(told) == 1
    channel.pause = 0.0
    assert fetch(desk, account).fetched == 6, "the next run goes on from there"
