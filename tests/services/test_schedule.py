from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from connectors.contract.errors import LoginNeeded, RateLimited, Refused, Unavailable
from desk.domain.clock import ManualClock
from desk.domain.errors import DeskError, NotAllowed, SecretsUnavailable, StoreUnavailable
from desk.domain.pushes import PushState
from desk.domain.values import AccountId, OrderId
from desk.services import accounts, pusher, shipments, sync
from desk.services.context import Desk
from desk.services.schedule import Due, Schedule, Task
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fakes import KEY, KIND, FakeChannel, Fault, never, unavailable
from tests.services.outbox_deeds import drain, leave_sending, parcel_of, ship
from tests.support.orders import order


@pytest.fixture
def schedule(desk: Desk) -> Schedule:
    return Schedule(desk)


@pytest.fixture
def one(channel: FakeChannel, synced: Synced) -> OrderId:
    channel.add(order("1"), order("2"))
    return synced()["1"]


def syncing(account: Account) -> Due:
    return Due(account.id, Task.SYNC)


def pushing(account: Account) -> Due:
    return Due(account.id, Task.PUSH)


def test_a_new_account_is_synced_at_once_then_every_minute(
    account: Account, schedule: Schedule, clock: ManualClock
) -> None:
    assert schedule.due() == (syncing(account),)
    schedule.done(syncing(account))
    assert schedule.due() == ()
    assert schedule.rest_seconds(account.id) == KIND.sync_every
    clock.advance(KIND.sync_every - 1)
    assert schedule.due() == ()
    assert schedule.rest_seconds(account.id) == 1
    clock.advance(1)
    assert schedule.due() == (syncing(account),)


def test_nothing_is_started_twice_while_it_runs(account: Account, schedule: Schedule, clock: ManualClock) -> None:
    assert schedule.due() == (syncing(account),)
    clock.advance(3600)
    assert schedule.due() == ()
    assert schedule.rest_seconds(account.id) is None
    schedule.wake()
    assert schedule.due() == ()


def test_nothing_is_started_twice_by_many_threads(account: Account, schedule: Schedule) -> None:
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: schedule.due(), range(24)))
    assert [due for dues in found for due in dues] == [syncing(account)]


def test_a_push_is_due_when_its_hold_is_over_and_goes_before_the_sync(
    desk: Desk, account: Account, schedule: Schedule, clock: ManualClock, one: OrderId
) -> None:
    schedule.due()
    schedule.done(syncing(account))
    shipments.confirm(desk, one, [parcel_of(desk, one, "7")], hold_seconds=10)
    assert schedule.due() == ()
    clock.advance(9)
    assert schedule.due() == ()
    clock.advance(1)
    assert schedule.due() == (pushing(account),)
    clock.advance(KIND.sync_every)
    drain(desk, account)
    schedule.done(pushing(account))
    assert schedule.due() == (syncing(account),)
    schedule.done(syncing(account))
    assert schedule.due() == (), "what is confirmed is not due again"


def test_a_push_queued_while_another_goes_is_due_right_after(
    desk: Desk, account: Account, schedule: Schedule, one: OrderId
) -> None:
    ship(desk, one, "1", _11=1)
    assert pushing(account) in schedule.due()
    drain(desk, account)
    ship(desk, one, "2")
    assert schedule.due() == ()
    schedule.done(pushing(account))
    assert schedule.due() == (pushing(account),)


def test_with_writing_off_only_the_sync_is_due(desk: Desk, account: Account, schedule: Schedule, one: OrderId) -> None:
    ship(desk, one, "7")
    accounts.switch_writing(desk, account.id, on=False)
    assert schedule.due() == (syncing(account),)


def test_a_push_that_waits_behind_an_unclear_one_does_not_keep_the_account_busy(
    desk: Desk, account: Account, schedule: Schedule, one: OrderId
) -> None:
    first = ship(desk, one, "1", _11=1)
    ship(desk, one, "2")
    leave_sending(desk, first)
    with desk.store.write() as transaction:
        row = outbox_store.load_push(transaction, first)
        assert row is not None
        outbox_store.move(transaction, row, PushState.UNCLEAR)
    assert schedule.due() == (syncing(account),)


def test_what_a_dead_process_left_sending_is_due(
    desk: Desk, account: Account, schedule: Schedule, one: OrderId
) -> None:
    leave_sending(desk, ship(desk, one, "1"))
    assert pushing(account) in schedule.due()


@pytest.mark.parametrize("state", ["paused", "login_needed"])
def test_an_account_that_waits_for_somebody_is_left_alone(
    desk: Desk, account: Account, schedule: Schedule, state: str
) -> None:
    if state == "paused":
        accounts.pause(desk, account.id, paused=True)
    else:
        accounts.note_trouble(desk, account.id, LoginNeeded("No."))
    assert schedule.due() == ()
    accounts.check_login(desk, accounts.load(desk, account.id))
    assert bool(schedule.due()) is (state == "login_needed"), "trying the keys ends no pause of the user"


def test_failures_slow_it_down_and_success_makes_it_quick_again(
    account: Account, schedule: Schedule, clock: ManualClock
) -> None:
    waits = []
    for _ in range(9):
        assert schedule.due() == (syncing(account),)
        schedule.done(syncing(account), Unavailable("Gone."))
        rest = schedule.rest_seconds(account.id)
        assert rest is not None
        waits.append(rest)
        clock.advance(rest)
    assert waits == [15.0, 30.0, 60.0, 120.0, 240.0, 480.0, 900.0, 900.0, 900.0]
    schedule.due()
    schedule.done(syncing(account))
    assert schedule.rest_seconds(account.id) == KIND.sync_every
    clock.advance(KIND.sync_every)
    schedule.due()
    schedule.done(syncing(account), Unavailable("Gone."))
    assert schedule.rest_seconds(account.id) == 15.0


@pytest.mark.parametrize(
    "error", [StoreUnavailable("The disk is full.", code="x"), SecretsUnavailable("The keyring is locked.")]
)
def test_what_the_agent_mends_on_this_computer_is_soon_noticed(
    account: Account, schedule: Schedule, clock: ManualClock, error: DeskError
) -> None:
    waits = []
    for _ in range(5):
        schedule.due()
        schedule.done(syncing(account), error)
        rest = schedule.rest_seconds(account.id)
        assert rest is not None
        waits.append(rest)
        clock.advance(rest)
    assert waits == [15.0, 30.0, 60.0, 60.0, 60.0]


@pytest.mark.parametrize(
    "error,again_after,wait",
    [
        (RateLimited("Too often.", retry_after=300.0), None, 300.0),
        (Unavailable("Gone.", retry_after=2.0), None, 15.0),
        (Unavailable("Gone.", retry_after=5000.0), None, 5000.0),  # the channel knows better than our bound
        (None, 120.0, 120.0),
        (Refused("No."), None, 15.0),
        (NotAllowed("Busy.", code="busy_elsewhere"), None, 15.0),
    ],
)
def test_a_channel_that_asks_for_rest_gets_it(
    account: Account, schedule: Schedule, error: DeskError | None, again_after: float | None, wait: float
) -> None:
    schedule.due()
    schedule.done(syncing(account), error, again_after)
    assert schedule.rest_seconds(account.id) == wait


def test_a_restart_does_not_forget_what_the_channel_asked_for(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock
) -> None:
    channel.plan("fetch_orders", unavailable(600.0))
    with pytest.raises(Unavailable):
        sync.fetch(desk, account.id, lambda _: None, never())
    started_anew = Schedule(replace(desk, owner="the next process"))
    assert started_anew.due() == ()
    clock.advance(599)
    assert started_anew.due() == ()
    clock.advance(1)
    assert started_anew.due() == (syncing(account),)


def test_waking_makes_everything_due_at_once(desk: Desk, account: Account, schedule: Schedule) -> None:
    """After sleep, when the network is back, when an agent asks."""
    other = AccountId(accounts.add(desk, "fake", {"base_url": "o"}, {"consumer_key": KEY}, name="Other").id)
    both = schedule.due()
    assert {due.account for due in both} == {account.id, other}
    for due in both:
        schedule.done(due, Unavailable("Gone.", retry_after=9000.0))
    assert schedule.due() == ()
    schedule.wake(other)
    assert schedule.due() == (Due(other, Task.SYNC),)
    schedule.done(Due(other, Task.SYNC), Unavailable("Gone."))
    assert schedule.rest_seconds(other) == 15.0, "waking also forgets earlier failures"
    schedule.wake()
    assert {due.account for due in schedule.due()} == {account.id, other}


def test_what_is_woken_while_it_runs_runs_again(account: Account, schedule: Schedule, clock: ManualClock) -> None:
    """The run began before the network was back, so its failure tells nothing."""
    schedule.due()
    schedule.wake()
    schedule.done(syncing(account), Unavailable("Gone."))
    assert schedule.due() == (syncing(account),)
    schedule.done(syncing(account), Unavailable("Gone."))
    assert schedule.due() == (), "once"
    clock.advance(15)
    assert schedule.due() == (syncing(account),)


def test_rest_is_not_told_for_what_is_not_planned(schedule: Schedule) -> None:
    assert schedule.rest_seconds(AccountId(99)) is None


def test_the_whole_round_runs_an_outbox_empty(
    desk: Desk, schedule: Schedule, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    """As the window drives it: every second what is due, each told how it ended."""
    ship(desk, one, "1", _11=1)
    ship(desk, one, "2")
    channel.plan("confirm_shipment", unavailable(), Fault.DONE_NO_ANSWER, Fault.LOST_ON_THE_WAY)
    channel.plan("fetch_orders", RateLimited("Too often.", retry_after=45.0))
    for _ in range(240):
        for due in schedule.due():
            try:
                if due.what is Task.PUSH:
                    report = pusher.drain(desk, due.account, never())
                    schedule.done(due, None, report.again_after)
                else:
                    sync.fetch(desk, due.account, lambda _: None, never())
                    schedule.done(due)
            except DeskError as error:
                schedule.done(due, error)
        clock.advance(1)
    assert [effect.number for effect in channel.journal] == ["1", "2"]
    (view,) = accounts.overview(desk)
    assert (view.open_pushes, view.failed_pushes, view.trouble_code) == (0, 0, "")
