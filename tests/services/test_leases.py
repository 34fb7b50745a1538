"""Whoever is certainly gone holds nobody back, and nobody else lets a second one in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed
from desk.domain.pushes import ConfirmShipment, PushState
from desk.domain.values import OrderId
from desk.services import leases, pusher, sync
from desk.services.context import Desk
from desk.services.leases import Task
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from desk.system import processes
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel, never
from tests.services.outbox_deeds import drain, leave_sending, let_pass, push_of, ship, state_of
from tests.support.orders import order

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells for sure that a process is gone")
NUMBER = "00340434161094015902"


@pytest.fixture
def ids(channel: FakeChannel, synced: Synced) -> dict[str, OrderId]:
    channel.add(order("1"), order("2"))
    return synced()


@pytest.fixture
def dead() -> str:
    """What a process called itself that has ended."""
    code = "from desk.system.processes import own_name; print(own_name())"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip() + "/1"


def take(desk: Desk, account: Account, task: Task, holder: str) -> None:
    with desk.store.write() as transaction:
        assert leases.renew(desk, transaction, account.id, task, holder)


def test_a_sync_goes_on_at_once_after_the_process_that_held_it_is_gone(desk: Desk, account: Account, dead: str) -> None:
    take(desk, account, Task.SYNC, dead)
    assert sync.fetch(desk, account.id, lambda _: None, never()).finished


def test_what_waits_goes_at_once_and_what_was_under_way_is_given_time_to_arrive(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, ids: dict[str, OrderId], dead: str
) -> None:
    """The last call of the dead one may still be carried out: looked for too early, it would be sent a second time."""
    sending, waiting = ship(desk, ids["1"], NUMBER), ship(desk, ids["2"], "2")
    take(desk, account, Task.PUSH, dead)
    leave_sending(desk, sending, dead)
    assert drain(desk, account).confirmed == 1
    assert (state_of(desk, sending), state_of(desk, waiting)) == (PushState.SENDING, PushState.CONFIRMED)
    assert drain(desk, account).confirmed == 0, "nor by the next one"
    with desk.store.read() as transaction:
        row = outbox_store.load_push(transaction, sending)
    assert row is not None
    assert isinstance(row.push, ConfirmShipment)
    channel.carry_out(row.push, row.key)
    rest = push_of(desk, sending).not_before - clock.now()
    assert 30 <= rest.total_seconds() <= 60, "far less than the five minutes of the lease"
    let_pass(clock, desk, sending)
    assert drain(desk, account).confirmed == 1
    assert [effect.number for effect in channel.journal] == ["2", NUMBER]


def test_a_lease_that_ran_out_by_itself_needs_no_further_rest(
    desk: Desk, account: Account, clock: ManualClock, ids: dict[str, OrderId], dead: str
) -> None:
    """A drill kills Desk and moves its time on past the lease."""
    desk = replace(desk, timeout=2.0)
    push = ship(desk, ids["1"], NUMBER)
    take(desk, account, Task.PUSH, dead)
    leave_sending(desk, push, dead)
    clock.advance(61)
    assert drain(desk, account).confirmed == 1


def test_a_rest_never_outlasts_the_lease(
    desk: Desk, account: Account, clock: ManualClock, ids: dict[str, OrderId], dead: str
) -> None:
    desk = replace(desk, timeout=2.0)
    push = ship(desk, ids["1"], NUMBER)
    take(desk, account, Task.PUSH, dead)
    leave_sending(desk, push, dead)
    clock.advance(50)
    assert drain(desk, account).confirmed == 0
    clock.advance(10)
    assert drain(desk, account).confirmed == 1


@pytest.mark.parametrize("why", ["alive", "another computer", "another thread", "nothing known"])
@pytest.mark.parametrize("task", list(Task))
def test_nobody_gets_in_beside_one_who_may_be_alive(
    desk: Desk, account: Account, ids: dict[str, OrderId], dead: str, why: str, task: Task
) -> None:
    holders = {
        "alive": processes.own_name() + "/1",
        "another computer": "f" + dead[1:] if dead[0] != "f" else "e" + dead[1:],
        "another thread": desk.owner + "/1",
        "nothing known": "0123456789abcdef/1",
    }
    push = ship(desk, ids["1"], NUMBER)
    take(desk, account, task, holders[why])
    work: dict[Task, Callable[[], object]] = {
        Task.PUSH: lambda: pusher.drain(desk, account.id, never()),
        Task.SYNC: lambda: sync.fetch(desk, account.id, lambda _: None, never()),
    }
    with pytest.raises(NotAllowed) as refused:
        work[task]()
    assert refused.value.code == "busy_elsewhere"
    assert state_of(desk, push) is PushState.WAITING


def test_a_number_given_anew_lets_the_next_one_in(desk: Desk, account: Account) -> None:
    place, number, start, lot = processes.own_name().split(":")
    take(desk, account, Task.SYNC, f"{place}:{number}:{int(start) - 1}:{lot}/1")
    assert sync.fetch(desk, account.id, lambda _: None, never()).finished


def test_a_clock_set_back_leaves_nothing_unlooked(
    desk: Desk, account: Account, clock: ManualClock, ids: dict[str, OrderId]
) -> None:
    push = ship(desk, ids["1"], NUMBER)
    leave_sending(desk, push, "dead")
    clock.advance(-86_400)
    assert drain(desk, account).confirmed == 1
