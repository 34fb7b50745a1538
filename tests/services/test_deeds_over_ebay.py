"""Deeds from the agent's word to the channel's, with the real connector of eBay and its simulator over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import connectors.registry
from connectors.channels.ebay.simulator_model import EbayOrder
from connectors.contract.shared import Shared
from connectors.simulation.faults import PlannedFault
from desk.domain.clock import Instant, ManualClock, as_instant
from desk.domain.pushes import CancelReason, PushState, RefundReason
from desk.domain.values import Money, OrderId, PushId
from desk.domain.views import AccountState, AccountView
from desk.services import accounts, cancelling, outbox, pusher, refunding, sync
from desk.services.context import Desk
from desk.services.refunding import Wanted
from desk.system.secrets import MemorySecrets
from tests.services.fakes import never
from tests.support.stores import open_new_store

_SETTLES = 901.0


@dataclass
class Bench:
    """A store with one account at a simulated eBay, whose one order nobody has done anything about."""

    running: Any
    clock: ManualClock
    desk: Desk
    account: AccountView
    there: EbayOrder
    order: OrderId

    def later(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.running.simulator.clock.advance(seconds)

    def restart(self) -> None:
        """What a process knows beside its store is gone."""
        self.desk = replace(self.desk, shared=Shared())

    def drain(self) -> None:
        pusher.drain(self.desk, self.account.id, never())

    def plant(self, profile: str, method: str, path: str, *, count: int = 1, skip: int = 0) -> None:
        self.running.simulator.faults.planned.append(PlannedFault(profile, count, method, path, skip))

    def refund(self, minor: int) -> PushId:
        wanted = Wanted(reason=RefundReason.GOODWILL, amount=Money(minor, self.there.currency))
        (push,) = refunding.refund(self.desk, self.order, wanted, hold_seconds=0).pushes
        return push

    def told(self, push: PushId) -> tuple[PushState, str]:
        (found,) = [one for one in outbox.overview(self.desk) if one.id == push]
        return found.state, found.error_code


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connectors.registry.simulator("ebay").start(11, 0) as running:
        channel = running.simulator.app.channel
        made = channel.do("new_order", {"country": "DE", "pickup": False, "hub": False}, running.simulator.clock.now())
        clock = ManualClock(Instant(as_instant(running.simulator.clock.now()) + timedelta(minutes=10)))
        running.simulator.clock.advance(600)
        desk = Desk(
            store=open_new_store(tmp_path / "data"),
            clock=clock,
            connectors=connectors.registry,
            secrets=MemorySecrets(),
            agent="Ada",
            timeout=5.0,
        )
        account = accounts.add(desk, "ebay", {**running.account_settings, "writing": "on"}, dict(running.credentials))
        sync.fetch(desk, account.id, lambda _: None, never())
        there = running.simulator.market.orders[made["id"]]
        with desk.store.read() as connection:
            order = OrderId(connection.exec_driver_sql("SELECT id FROM orders").scalar_one())
        yield Bench(running, clock, desk, account, there, order)
        desk.store.close()


def test_a_refund_waits_for_ebays_own_word(bench: Bench) -> None:
    push = bench.refund(150)
    bench.drain()
    assert bench.told(push) == (PushState.WAITING, "")
    assert [one.status for one in bench.there.refunds] == ["PENDING"]
    bench.restart()
    bench.later(_SETTLES)
    bench.drain()
    assert bench.told(push) == (PushState.CONFIRMED, "")
    assert [one.status for one in bench.there.refunds] == ["REFUNDED"]


@pytest.mark.parametrize("answered", [True, False])
def test_a_refund_that_nobody_could_look_at_is_given_once(bench: Bench, answered: bool) -> None:
    """Whether or not eBay's yes arrived: the next process has to know that the refund may be there."""
    push = bench.refund(150)
    if not answered:
        bench.plant("deed_done_reset", "POST", "issue_refund")
    bench.plant("maintenance", "GET", "/order/", count=4, skip=1)  # all but the look before
    bench.drain()
    assert bench.told(push)[0] is PushState.WAITING
    assert len(bench.there.refunds) == 1
    bench.running.simulator.faults.planned.clear()
    for _ in range(2):
        bench.restart()
        bench.later(_SETTLES)
        bench.drain()
    assert bench.told(push) == (PushState.CONFIRMED, "")
    assert len(bench.there.refunds) == 1


def test_the_same_amount_from_elsewhere_before_it_left_is_a_conflict(bench: Bench) -> None:
    push = bench.refund(150)
    bench.running.simulator.app.channel.do("refund", {"order": bench.there.id, "amount": 150}, bench.clock.now())
    bench.drain()
    assert bench.told(push)[0] is PushState.CONFLICT
    assert len(bench.there.refunds) == 1


def test_a_cancellation_is_confirmed_at_once_and_ebay_pays(bench: Bench) -> None:
    (push,) = cancelling.cancel(bench.desk, bench.order, CancelReason.OUT_OF_STOCK, hold_seconds=0).pushes
    bench.drain()
    assert bench.told(push) == (PushState.CONFIRMED, "")
    assert bench.there.refunded == bench.there.due_seller


def test_without_a_key_for_signatures_the_account_asks_for_a_login(bench: Bench) -> None:
    push = bench.refund(150)
    account = accounts.load(bench.desk, bench.account.id)
    accounts.change_secrets(bench.desk, account, {"signing_private_key": "", "signing_jwe": ""})
    bench.drain()
    assert bench.told(push) == (PushState.WAITING, "signing_key_missing")
    assert accounts.load(bench.desk, bench.account.id).state is AccountState.LOGIN_NEEDED
    assert bench.there.refunds == []


def test_a_refund_beside_one_that_ebay_still_works_on_waits_for_it(bench: Bench) -> None:
    first, second = bench.refund(150), bench.refund(50)
    bench.drain()
    assert [one.status for one in bench.there.refunds] == ["PENDING"]
    for _ in range(4):
        bench.later(_SETTLES)
        bench.drain()
    assert (bench.told(first), bench.told(second)) == ((PushState.CONFIRMED, ""), (PushState.CONFIRMED, ""))
    assert sorted(one.amount for one in bench.there.refunds) == [50, 150]
