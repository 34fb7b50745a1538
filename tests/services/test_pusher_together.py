"""Several Desks drain one account, or one Desk several: each push goes out once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Refused
from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed
from desk.domain.pushes import PushState
from desk.domain.values import AccountId, OrderId
from desk.domain.views import AccountState, EventKind
from desk.services import accounts, leases, orders, pusher, sync
from desk.services.context import Desk
from desk.services.leases import Task
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fakes import KEY, FakeChannel, FakeRegistry, never, unavailable
from tests.services.outbox_deeds import NUMBER, drain, leave_sending, numbers, ship, state_of
from tests.support.orders import order


def test_one_desk_at_a_time_drains_an_account(desk: Desk, account: Account, channel: FakeChannel, one: OrderId) -> None:
    push = ship(desk, one, NUMBER)
    refused: list[str] = []

    def others_try() -> None:
        for rival in (replace(desk, owner="another"), desk):  # also a second thread of the same Desk
            with pytest.raises(NotAllowed) as told:
                pusher.drain(rival, account.id, never())
            refused.append(told.value.code)

    channel.plan("confirm_shipment", others_try)
    drain(desk, account)
    assert refused == ["busy_elsewhere"] * 2
    assert (state_of(desk, push), numbers(channel)) == (PushState.CONFIRMED, [NUMBER])


def test_many_desks_that_drain_at_once_send_each_parcel_once(
    desk: Desk, account: Account, channel: FakeChannel, synced: Synced
) -> None:
    channel.add(*[order(str(at)) for at in range(100, 112)])
    ids = synced()
    for remote_id, order_id in ids.items():
        ship(desk, order_id, f"N{remote_id}")

    def work(worker: int) -> None:
        rival = replace(desk, owner=f"process {worker}")
        for _ in range(40):
            try:
                pusher.drain(rival, account.id, never())
            except NotAllowed:
                continue

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sorted(numbers(channel)) == sorted(f"N{remote_id}" for remote_id in ids)


def test_the_lease_of_pushing_outlasts_the_networks_patience(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    """One push is several calls, each as slow as its time-out: nobody may take it for dead meanwhile."""
    ship(desk, one, NUMBER)
    refused: list[str] = []

    def slow() -> None:
        clock.advance(desk.timeout * 6)
        with pytest.raises(NotAllowed) as told:
            pusher.drain(replace(desk, owner="another"), account.id, never())
        refused.append(told.value.code)

    channel.plan("confirm_shipment", slow)
    drain(desk, account)
    assert (refused, numbers(channel)) == (["busy_elsewhere"], [NUMBER])


def test_a_lease_runs_out_and_whoever_comes_next_takes_over(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    with desk.store.write() as transaction:
        assert leases.renew(desk, transaction, account.id, Task.PUSH, "dead")
    leave_sending(desk, push, "dead")
    with pytest.raises(NotAllowed):
        drain(desk, account)
    clock.advance(max(leases.LEASE.total_seconds(), 10 * desk.timeout) + 1)
    assert drain(desk, account).confirmed == 1
    assert numbers(channel) == [NUMBER]


def test_who_was_overtaken_settles_nothing(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    """Its lease ran out while it sent; the other has looked, found the effect and confirmed."""
    push = ship(desk, one, NUMBER)
    reports: list[pusher.DrainReport] = []

    def overtaken() -> None:
        clock.advance(3600)
        reports.append(pusher.drain(replace(desk, owner="another"), account.id, never()))
        raise OutcomeUnknown("No answer.")

    channel.plan("confirm_shipment", overtaken)
    channel.plan("look_shipment", None, Refused("A late and wrong answer."))
    late = drain(desk, account)
    assert reports[0].confirmed == 1
    assert (late.confirmed, late.failed, late.postponed) == (0, 0, 0)
    assert (state_of(desk, push), numbers(channel)) == (PushState.CONFIRMED, [NUMBER])
    kinds = [entry.kind for entry in orders.show(desk, one).timeline]
    assert kinds.count(EventKind.PUSH_CONFIRMED) == 1
    assert EventKind.PUSH_FAILED not in kinds


def test_two_accounts_run_apart(desk: Desk, account: Account, registry: FakeRegistry, ids: dict[str, OrderId]) -> None:
    elsewhere = FakeChannel()
    registry.others["https://other.example.org"] = elsewhere
    settings = {"base_url": "https://other.example.org", "writing": "on"}
    other = accounts.load(desk, accounts.add(desk, "fake", settings, {"consumer_key": KEY}, name="Other").id)
    elsewhere.add(order("1", account=other.id))
    sync.fetch(desk, other.id, lambda _: None, never())
    theirs = next(row for row in outbox_orders(desk, other.id))
    mine = ship(desk, ids["1"], "mine")
    ship(desk, theirs, "theirs")
    registry.channel.plan("confirm_shipment", unavailable(600.0))
    drain(desk, account)
    assert drain(desk, other).confirmed == 1
    assert numbers(elsewhere) == ["theirs"]
    assert state_of(desk, mine) is PushState.WAITING


def outbox_orders(desk: Desk, account: AccountId) -> list[OrderId]:
    return [one.id for one in orders.everything(desk) if one.order.ref.account == account]


def test_writes_run_where_the_window_wants_them(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    """With one thread for all writes, as in the window: nothing waits for itself."""
    with ThreadPoolExecutor(1, thread_name_prefix="database") as database:
        windowed = desk.with_database(database)
        ship(windowed, one, NUMBER)
        channel.change("2", buyer_note="neu")
        assert drain(windowed, account).confirmed == 1
        assert sync.fetch(windowed, account.id, lambda _: None, never()).finished
        channel.key = "another"
        with pytest.raises(LoginNeeded):
            sync.fetch(windowed, account.id, lambda _: None, never())
        assert accounts.overview(windowed)[0].state is AccountState.LOGIN_NEEDED
