"""Deeds from the agent's word to the shop's, with the real connector of WooCommerce and its simulator over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import connectors.registry
from connectors.channels.woocommerce.simulator_model import ShopOrder, to_minor
from connectors.contract.shared import Shared
from connectors.simulation.faults import PlannedFault
from desk.domain.clock import Instant, ManualClock, as_instant
from desk.domain.errors import NotAllowed
from desk.domain.orders import PaymentFacet
from desk.domain.pushes import CancelReason, PushState, RefundReason
from desk.domain.values import Money, OrderId, PushId
from desk.domain.views import AccountView, OrderView
from desk.services import accounts, cancelling, messages, orders, outbox, paying, pusher, refunding, restating, sync
from desk.services.context import Desk
from desk.services.refunding import Wanted
from desk.services.shipments import Queued
from desk.system.secrets import MemorySecrets
from tests.services.fakes import never
from tests.support.stores import open_new_store

_SETTLES = 301.0


@dataclass
class Bench:
    """A store with one account at a simulated shop, whose orders nobody has done anything about."""

    running: Any
    clock: ManualClock
    desk: Desk
    account: AccountView

    def bought(self, method: str, status: str = "processing") -> tuple[OrderId, ShopOrder]:
        channel = self.running.simulator.app.channel
        made = channel.do("new_order", {"status": status}, self.running.simulator.clock.now())
        there: ShopOrder = self.running.simulator.shop.orders[made["id"]]
        there.payment_method = method
        there.paid = there.created if status == "processing" else None
        there.rendered.clear()
        sync.fetch(self.desk, self.account.id, lambda _: None, never())
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql("SELECT id FROM orders WHERE remote_id = ?", (str(there.id),))
            return OrderId(found.scalar_one()), there

    def drained(self, queued: Queued) -> PushState:
        (push,) = queued.pushes
        pusher.drain(self.desk, self.account.id, never())
        return self.state(push)

    def state(self, push: PushId) -> PushState:
        (found,) = [one for one in outbox.overview(self.desk) if one.id == push]
        return found.state

    def view(self, order: OrderId) -> OrderView:
        return orders.show(self.desk, order)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connectors.registry.simulator("woocommerce").start(11, 0) as running:
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
        settings = {**running.account_settings, "writing": "on"}
        account = accounts.add(desk, "woocommerce", settings, dict(running.credentials))
        yield Bench(running, clock, desk, account)
        desk.store.close()


def refund(bench: Bench, order: OrderId, there: ShopOrder, minor: int, **more: Any) -> Queued:
    wanted = Wanted(reason=RefundReason.GOODWILL, amount=Money(minor, there.currency), **more)
    return refunding.refund(bench.desk, order, wanted, hold_seconds=0)


def test_who_sends_the_money_is_told_before_and_kept_to(bench: Bench) -> None:
    order, there = bench.bought("ppcp-gateway")
    assert bench.view(order).limits.refund_sends_money
    assert bench.drained(refund(bench, order, there, 150)) is PushState.CONFIRMED
    assert bench.drained(refund(bench, order, there, 120, by_hand=True)) is PushState.CONFIRMED
    assert [one.paid_back for one in there.refunds] == [True, False]

    order, there = bench.bought("bacs")
    assert not bench.view(order).limits.refund_sends_money
    wanted = Wanted(reason=RefundReason.GOODWILL, amount=Money(150, there.currency))
    assert not refunding.preview(bench.desk, order, wanted).sends_money
    assert bench.drained(refund(bench, order, there, 150)) is PushState.CONFIRMED
    assert [one.paid_back for one in there.refunds] == [False]


def test_a_lost_answer_books_once_and_the_next_process_finds_it(bench: Bench) -> None:
    order, there = bench.bought("ppcp-gateway")
    queued = refund(bench, order, there, 150)
    faults = bench.running.simulator.faults.planned
    faults.append(PlannedFault("deed_done_reset", 1, "POST", "refunds", 0))
    faults.append(PlannedFault("maintenance", 4, "GET", "refunds", 1))  # all but the look before
    assert bench.drained(queued) is PushState.WAITING
    assert len(there.refunds) == 1
    faults.clear()
    for _ in range(2):
        bench.desk = replace(bench.desk, shared=Shared())
        bench.clock.advance(_SETTLES)
        bench.running.simulator.clock.advance(_SETTLES)
        bench.drained(queued)
    assert bench.state(queued.pushes[0]) is PushState.CONFIRMED
    assert len(there.refunds) == 1


def test_a_cancelled_order_keeps_its_money_until_somebody_refunds_it(bench: Bench) -> None:
    order, there = bench.bought("ppcp-gateway")
    assert not bench.view(order).limits.cancel_refunds
    queued = cancelling.cancel(bench.desk, order, CancelReason.OUT_OF_STOCK, hold_seconds=0)
    assert bench.drained(queued) is PushState.CONFIRMED
    assert (there.status, there.refunds) == ("cancelled", [])
    view = bench.view(order)
    assert view.may_refund.allowed
    assert view.refundable == Money(to_minor(there.total, there.decimals), there.currency)
    queued = refund(bench, order, there, view.refundable.minor)
    assert bench.drained(queued) is PushState.CONFIRMED
    assert there.refunded == there.total


def test_a_prepaid_order_is_reminded_and_paid(bench: Bench) -> None:
    order, there = bench.bought("bacs", "on-hold")
    assert bench.drained(paying.send_link(bench.desk, order, hold_seconds=0)) is PushState.CONFIRMED
    assert bench.drained(messages.send(bench.desk, order, "Fehlt noch etwas?", hold_seconds=0)) is PushState.CONFIRMED
    assert bench.drained(paying.mark_paid(bench.desk, order, "AZ 47", hold_seconds=0)) is PushState.CONFIRMED
    assert [mail.kind for mail in bench.running.simulator.shop.mails if mail.order_id == there.id] == [
        "customer_invoice",
        "customer_note",
        "customer_processing_order",
    ]
    view = bench.view(order)
    assert (view.payment, there.transaction_id) == (PaymentFacet.PAID, "AZ 47")
    for refused in (view.may_mark_paid, view.may_send_link):
        assert (refused.allowed, refused.code) == (False, "paid_already")
    with pytest.raises(NotAllowed):
        paying.send_link(bench.desk, order)


def test_an_invoice_is_not_dunned_before_it_is_shipped(bench: Bench) -> None:
    order, _ = bench.bought("invoice", "on-hold")
    assert bench.view(order).may_send_link.code == "not_prepaid"


def test_an_order_waits_in_a_status_of_the_shops_own_and_goes_on(bench: Bench) -> None:
    """Never into one that calls off, gives money back, or says of an unpaid order that it is paid."""
    bench.running.simulator.shop.extra_statuses.append("wartet-auf-lager")
    accounts.check_login(bench.desk, accounts.load(bench.desk, bench.account.id))
    order, there = bench.bought("ppcp-gateway")
    assert bench.view(order).limits.statuses == ("on-hold", "wartet-auf-lager")
    for barred in ("cancelled", "refunded", "completed", "nonsense"):
        with pytest.raises(NotAllowed) as caught:
            restating.set_status(bench.desk, order, barred)
        assert caught.value.code == "status_unknown"
    queued = restating.set_status(bench.desk, order, "wartet-auf-lager", hold_seconds=0)
    assert bench.view(order).may_set_status.code == "status_on_its_way"
    assert bench.drained(queued) is PushState.CONFIRMED
    assert (there.status, bench.view(order).channel_status) == ("wartet-auf-lager", "wartet-auf-lager")
    assert bench.view(order).limits.statuses == ("on-hold", "processing")
    unpaid, _ = bench.bought("bacs", "on-hold")
    assert bench.view(unpaid).limits.statuses == ("wartet-auf-lager",)


def test_a_status_that_somebody_else_changed_meanwhile_is_the_agents_to_settle(bench: Bench) -> None:
    order, there = bench.bought("ppcp-gateway")
    queued = restating.set_status(bench.desk, order, "on-hold", hold_seconds=0)
    bench.running.simulator.app.channel.do(
        "set_status", {"order": there.id, "status": "completed"}, bench.running.simulator.clock.now()
    )
    assert bench.drained(queued) is PushState.CONFLICT
    assert there.status == "completed"


def test_many_orders_are_put_on_hold_by_one_request_and_each_ends_by_itself(bench: Bench) -> None:
    bought = [bench.bought("ppcp-gateway") for _ in range(4)]
    queued = [restating.set_status(bench.desk, order, "on-hold", hold_seconds=0) for order, _ in bought]
    channel, clock = bench.running.simulator.app.channel, bench.running.simulator.clock
    channel.do("cancel", {"order": bought[1][1].id}, clock.now())
    before = len(bench.running.simulator.journal.since(0))
    bench.drained(queued[0])
    states = [bench.state(one.pushes[0]) for one in queued]
    assert states == [PushState.CONFIRMED, PushState.CONFLICT, PushState.CONFIRMED, PushState.CONFIRMED]
    made = [one.path for one in bench.running.simulator.journal.since(before) if one.actor == "client"]
    assert {path.rpartition("/")[2] for path in made} == {"batch"}
    assert [bench.view(order).channel_status for order, _ in bought] == ["on-hold", "cancelled", "on-hold", "on-hold"]


def test_many_moves_whose_answer_was_lost_are_each_looked_up_and_sent_once(bench: Bench) -> None:
    bought = [bench.bought("ppcp-gateway") for _ in range(3)]
    queued = [restating.set_status(bench.desk, order, "on-hold", hold_seconds=0) for order, _ in bought]
    bench.running.simulator.faults.planned.append(PlannedFault("deed_done_reset", 1, "POST", "orders/batch", 0))
    bench.drained(queued[0])
    assert [bench.state(one.pushes[0]) for one in queued] == [PushState.CONFIRMED] * 3
    told = [one.deed for one in bench.running.simulator.journal.since(0) if one.actor == "client"]
    assert told == ["status_set"] * 3
