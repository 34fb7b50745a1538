"""The sync centre's service: what ran, runs and will run, quotas by our own count, and the repair list."""

from __future__ import annotations

import pytest

from connectors.contract.errors import Unreadable
from connectors.contract.protocols import Quota
from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.pushes import PushState
from desk.domain.values import OrderId, PushId
from desk.services import accounts, outbox, pusher, shipments, sync, sync_centre
from desk.services.context import Desk
from desk.services.leases import Task, held
from desk.services.schedule import Due, Schedule
from desk.services.sync_centre import AccountSync
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fakes import KIND, FakeChannel, FakeConnector, never, unavailable
from tests.services.outbox_deeds import drain, parcel_of, ship, state_of
from tests.support.orders import order


def only(desk: Desk, schedule: Schedule | None = None) -> AccountSync:
    (found,) = sync_centre.overview(desk, schedule)
    return found


@pytest.fixture
def one(channel: FakeChannel, synced: Synced) -> OrderId:
    channel.add(order("1"), order("2"))
    return synced()["1"]


def test_the_next_run_is_the_schedules(desk: Desk, account: Account, one: OrderId, clock: ManualClock) -> None:
    assert one
    schedule = Schedule(desk)
    (due,) = schedule.due()
    schedule.done(due)
    clock.advance(10)
    found = only(desk, schedule)
    assert (found.next_seconds, found.running, found.every) == (KIND.sync_every - 10, False, KIND.sync_every)
    assert found.account.last_good_sync is not None
    accounts.pause(desk, account.id, paused=True)
    assert only(desk, schedule).next_seconds is None


def test_without_a_schedule_only_what_the_channel_asked_for_is_known(desk: Desk, account: Account) -> None:
    assert only(desk).next_seconds is None
    accounts.note_trouble(desk, account.id, unavailable(90))
    assert only(desk).next_seconds == 90


def test_a_run_in_any_desk_shows_as_running_until_it_ends(desk: Desk, account: Account) -> None:
    with held(desk, account.id, account.name, Task.SYNC):
        assert only(desk).running
    assert not only(desk).running


def test_a_run_broken_off_tells_how_far_it_came(desk: Desk, account: Account, channel: FakeChannel) -> None:
    channel.add(*(order(str(number)) for number in range(1, 8)))
    channel.plan("fetch_orders", None, unavailable())
    with pytest.raises(type(unavailable())):
        sync.fetch(desk, account.id, lambda _: None, never())
    found = only(desk)
    assert (found.fetched, found.total) == (channel.page_size, 7)


class _Counting(FakeConnector):
    def quotas(self) -> tuple[Quota, ...]:
        return (Quota(name="Lists", left=3, of=20, seconds=60.0),)


def test_quotas_are_told_once_this_process_has_called_and_ask_the_channel_nothing(
    desk: Desk, account: Account, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(desk.connectors), "connect", lambda _, access: _Counting(channel, access))
    assert only(desk).quotas == (), "nobody has called: all would be told as left, whoever else calls"
    sync.fetch(desk, account.id, lambda _: None, never())
    asked = len(channel.calls)
    assert [(one.name, one.left, one.of) for one in only(desk).quotas] == [("Lists", 3, 20)]
    assert len(channel.calls) == asked


def test_a_channel_without_quotas_tells_none(desk: Desk, one: OrderId) -> None:
    assert one
    assert only(desk).quotas == ()


def test_pushes_are_counted_by_state(desk: Desk, account: Account, one: OrderId) -> None:
    ship(desk, one, "100")
    assert only(desk).pushes == {PushState.WAITING: 1}
    drain(desk, account)
    assert only(desk).pushes == {PushState.CONFIRMED: 1}


# --- the repair list ------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(desk: Desk, account: Account, channel: FakeChannel) -> Account:
    channel.add(order("1"), order("2"))
    channel.spoil(
        "2", b'{"id":"2","status":"odd","name":"Erika Beispiel","email":"erika@example.org","key":"' + b"k" * 8
    )
    sync.fetch(desk, account.id, lambda _: None, never())
    return account


def test_an_unreadable_record_is_listed_without_the_buyers_data(desk: Desk, broken: Account) -> None:
    (listed,) = sync_centre.repairs(desk)
    assert (listed.remote_id, listed.account_name, listed.times, listed.may_read_again) == ("2", "Shop", 1, True)
    assert listed.reason == "not JSON"
    assert "odd" in listed.sample
    assert "Erika" not in listed.sample
    assert "example.org" not in listed.sample
    assert sync_centre.repairs(desk, broken.id) == (listed,)


def test_what_can_be_read_now_leaves_the_list_and_is_an_order(
    desk: Desk, broken: Account, channel: FakeChannel
) -> None:
    channel.mend("2")
    changes = sync_centre.read_again(desk, broken.id, "2")
    assert changes
    assert sync_centre.repairs(desk) == ()
    assert only(desk).account.orders == 2


def test_what_still_cannot_be_read_stays_and_counts(desk: Desk, broken: Account, channel: FakeChannel) -> None:
    channel.plan("fetch_order", Unreadable("This order could not be read.", code="unreadable_order"))
    with pytest.raises(Unreadable):
        sync_centre.read_again(desk, broken.id, "2")
    (listed,) = sync_centre.repairs(desk)
    assert listed.times == 2
    assert "odd" in listed.sample


def test_only_listed_records_with_a_number_are_asked_for(desk: Desk, broken: Account, channel: FakeChannel) -> None:
    asked = len(channel.calls)
    with pytest.raises(NotFound):
        sync_centre.read_again(desk, broken.id, "1")
    connection = desk.store.raw_connection()
    connection.execute("update unreadable_records set remote_id = '?0123'")
    connection.commit()
    connection.close()
    with pytest.raises(NotAllowed):
        sync_centre.read_again(desk, broken.id, "?0123")
    assert len(channel.calls) == asked


# --- what is unclear ------------------------------------------------------------------------------------------------


def make_unclear(desk: Desk, push: PushId) -> None:
    with desk.store.write() as transaction:
        row = outbox_store.load_push(transaction, push)
        assert row is not None
        outbox_store.move(transaction, row, PushState.SENDING, owner="x", attempts=1, sent_at=desk.clock.now())
        row = outbox_store.load_push(transaction, push)
        assert row is not None
        outbox_store.move(transaction, row, PushState.UNCLEAR, settled_at=desk.clock.now())


def test_what_is_unclear_waits_for_a_person_however_long(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, "100")
    make_unclear(desk, push)
    schedule = Schedule(desk)
    for _ in range(5):
        clock.advance(86_400)
        assert Due(account.id, Task.PUSH) not in schedule.due()
        assert drain(desk, account).confirmed == 0
        schedule.wake()
    assert channel.journal == []
    assert state_of(desk, push) is PushState.UNCLEAR
    outbox.resolve(desk, push, done=True)
    assert drain(desk, account).confirmed == 0
    assert channel.journal == []


def test_the_screen_has_everything_unsettled_however_much_is_settled_since(
    desk: Desk, account: Account, one: OrderId
) -> None:
    first = ship(desk, one, "100", _11=1)
    outbox.recall(desk, [first])
    second = shipments.confirm(desk, one, [parcel_of(desk, one, "101")], hold_seconds=10).pushes[0]
    assert [push.id for push in outbox.at_hand(desk, settled=0)] == [second]
    assert [push.id for push in outbox.at_hand(desk)] == [second, first]
    assert [push.id for push in outbox.overview(desk, account=account.id)] == [second, first]


def test_fifty_parcels_reported_on_a_day_offline_go_out_once_each(
    desk: Desk, channel: FakeChannel, clock: ManualClock, synced: Synced
) -> None:
    channel.add(*(order(str(number)) for number in range(1, 51)))
    orders = synced()
    schedule = Schedule(desk)
    for number, found in enumerate(orders.values()):
        ship(desk, found, f"{number:05d}")
    channel.plan("confirm_shipment", *(unavailable() for _ in range(200)))
    channel.plan("fetch_orders", *(unavailable() for _ in range(200)))
    for _ in range(96):
        clock.advance(900)
        for due in schedule.due():
            _run(desk, schedule, due)
    assert accounts.overview(desk)[0].open_pushes == 50
    assert channel.journal == []
    channel.plans.clear()
    clock.advance(900)
    for due in schedule.due():
        _run(desk, schedule, due)
    clock.advance(900)
    for due in schedule.due():
        _run(desk, schedule, due)
    assert accounts.overview(desk)[0].open_pushes == 0
    assert sorted(effect.number for effect in channel.journal) == [f"{number:05d}" for number in range(50)]


def _run(desk: Desk, schedule: Schedule, due: Due) -> None:
    try:
        if due.what is Task.SYNC:
            sync.fetch(desk, due.account, lambda _: None, never())
            schedule.done(due)
        else:
            schedule.done(due, again_after=pusher.drain(desk, due.account, never()).again_after)
    except type(unavailable()) as error:
        schedule.done(due, error)
