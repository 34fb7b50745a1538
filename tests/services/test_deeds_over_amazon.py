"""Deeds from the agent's word to Amazon's books, with the real connector and the simulated account over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import connectors.registry
from connectors.channels.amazon.feed_api import FeedApi
from connectors.channels.amazon.simulator_model import AmazonOrder
from connectors.contract.shared import Shared
from desk.domain.clock import ManualClock, as_instant
from desk.domain.orders import PaymentFacet
from desk.domain.pushes import CancelReason, PushState, RefundReason
from desk.domain.shipments import Parcel
from desk.domain.values import Money, OrderId, PushId
from desk.domain.views import AccountView, OrderView
from desk.services import accounts, cancelling, correcting, orders, outbox, pusher, refunding, shipments, sync
from desk.services.context import Desk
from desk.services.correcting import Correction
from desk.services.refunding import Wanted
from desk.store import outbox as outbox_store
from desk.system.secrets import MemorySecrets
from tests.services.fakes import Killed, never
from tests.support.stores import open_new_store

OLD, NEW = "00340434161094000001", "00340434161094000002"


@dataclass
class Bench:
    """A store with one account at a simulated seller, whose orders nobody has done anything about."""

    running: Any
    clock: ManualClock
    desk: Desk
    account: AccountView

    def later(self, **how_much: float) -> None:
        seconds = timedelta(**how_much).total_seconds()
        self.clock.advance(seconds)
        self.running.simulator.clock.advance(seconds)

    def fetch(self) -> None:
        sync.fetch(self.desk, self.account.id, lambda _: None, never())

    def do(self, deed: str, **arguments: Any) -> Any:
        return self.running.simulator.app.channel.do(deed, arguments, self.running.simulator.clock.now())

    def bought(self, *, shipped: bool = False) -> tuple[OrderId, AmazonOrder]:
        there: AmazonOrder = self.running.simulator.seller.orders[self.do("new_order")["id"]]
        if shipped:
            self.do("add_tracking", order=there.id, number=OLD)
        self.later(minutes=10)
        self.fetch()
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql("SELECT id FROM orders WHERE remote_id = ?", (there.id,))
            return OrderId(found.scalar_one()), there

    def drain(self) -> None:
        pusher.drain(self.desk, self.account.id, never())

    def state(self, push: PushId) -> PushState:
        return next(one.state for one in outbox.overview(self.desk) if one.id == push)

    def until_settled(self, push: PushId) -> PushState:
        for _ in range(80):
            self.drain()
            if self.state(push) is not PushState.WAITING:
                break
            self.later(minutes=10)
        return self.state(push)

    def view(self, order: OrderId) -> OrderView:
        return orders.show(self.desk, order)

    def refund(self, order: OrderId, minor: int, currency: str) -> PushId:
        wanted = Wanted(reason=RefundReason.GOODWILL, amount=Money(minor, currency))
        (push,) = refunding.refund(self.desk, order, wanted, hold_seconds=0).pushes
        return push

    def given_back(self, there: AmazonOrder) -> list[int]:
        self.running.simulator.app.channel.state({})
        return [one.amount for one in self.running.simulator.seller.office.refunds_of(there.id)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    options = {"quotas": False, "past_returns": False}
    with connectors.registry.simulator("amazon").start(11, 0, **options) as running:
        clock = ManualClock(as_instant(running.simulator.clock.now()))
        desk = Desk(
            store=open_new_store(tmp_path / "data"),
            clock=clock,
            connectors=connectors.registry,
            secrets=MemorySecrets(),
            agent="Ada",
            timeout=1.0,
        )
        settings = {**running.account_settings, "writing": "on"}
        account = accounts.add(desk, "amazon", settings, dict(running.credentials))
        yield Bench(running, clock, desk, account)
        desk.store.close()


def test_a_refund_waits_until_report_and_books_agree(bench: Bench) -> None:
    order, there = bench.bought(shipped=True)
    assert bench.view(order).may_refund.allowed
    push = bench.refund(order, 500, there.currency)
    bench.drain()
    assert bench.state(push) is PushState.WAITING
    bench.later(minutes=20)
    bench.drain()
    assert (bench.state(push), bench.given_back(there)) == (PushState.WAITING, [500])
    assert bench.until_settled(push) is PushState.CONFIRMED
    assert bench.given_back(there) == [500]


def test_a_desk_that_is_killed_while_the_feed_is_made_gives_nothing_back_twice(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, there = bench.bought(shipped=True)
    push = bench.refund(order, 500, there.currency)
    own = FeedApi.create

    def dies(*arguments: Any) -> str:
        own(*arguments)
        raise Killed

    monkeypatch.setattr(FeedApi, "create", dies)
    with pytest.raises(Killed):
        bench.drain()
    with bench.desk.store.read() as transaction:
        row = outbox_store.load_push(transaction, push)
    assert row is not None
    assert (row.state, row.progress["state"]) == (PushState.SENDING, "submitting")
    monkeypatch.undo()
    bench.desk = replace(bench.desk, shared=Shared(), owner="after the crash")
    bench.later(hours=1)
    assert bench.until_settled(push) is PushState.CONFIRMED
    assert bench.given_back(there) == [500]


def test_two_refunds_of_one_order_go_one_after_the_other_and_never_beyond_it(bench: Bench) -> None:
    order, there = bench.bought(shipped=True)
    left = bench.view(order).refundable
    assert left is not None
    first, second = bench.refund(order, 400, there.currency), bench.refund(order, left.minor - 400, there.currency)
    assert bench.until_settled(first) is PushState.CONFIRMED
    assert bench.until_settled(second) is PushState.CONFIRMED
    assert sum(bench.given_back(there)) == left.minor
    view = bench.view(order)
    assert (view.refunded.minor, view.payment) == (left.minor, PaymentFacet.REFUNDED)
    assert view.may_refund.code == "nothing_left_to_refund"


def test_what_others_gave_back_shows_and_stays_though_amazons_list_is_silent(bench: Bench) -> None:
    order, there = bench.bought(shipped=True)
    self_made = bench.refund(order, 300, there.currency)
    assert bench.until_settled(self_made) is PushState.CONFIRMED
    bench.do("refund", order=there.id, components={"Principal": 200})
    bench.later(hours=5)
    orders.refresh(bench.desk, order)
    for _ in range(2):
        view = bench.view(order)
        assert (view.refunded.minor, view.payment) == (500, PaymentFacet.PARTLY_REFUNDED)
        assert view.refundable is not None
        assert view.refundable.minor == view.paid.minor - 500
        bench.do("deliver", order=there.id)
        bench.later(minutes=10)
        bench.fetch()


def test_an_order_is_called_off_and_refunds_wait_for_goods_that_left(bench: Bench) -> None:
    order, there = bench.bought()
    assert bench.view(order).may_refund.code == "refund_not_shipped"
    (push,) = cancelling.cancel(bench.desk, order, CancelReason.OUT_OF_STOCK, hold_seconds=0).pushes
    assert bench.until_settled(push) is PushState.CONFIRMED
    assert there.status == "CANCELLED"
    assert bench.view(order).order == "CANCELLED"


def test_what_amazon_does_not_offer_says_why_and_where(bench: Bench) -> None:
    order, _ = bench.bought(shipped=True)
    view = bench.view(order)
    assert (view.may_write.allowed, view.may_write.code) == (False, "channel_cannot_because")
    assert view.may_write.page.startswith("https://sellercentral.amazon.de/")
    assert view.limits.page_name == "Seller Central"


def test_a_wrong_number_is_corrected_and_the_pieces_are_counted_once(bench: Bench) -> None:
    order, there = bench.bought()
    (parcel,) = shipments.confirm(bench.desk, order, [Parcel(carrier="dhl_de", number=OLD)], hold_seconds=0).pushes
    assert bench.until_settled(parcel) is PushState.CONFIRMED
    wanted = Correction(old_number=OLD, number=NEW)
    (push,) = correcting.correct(bench.desk, order, wanted, hold_seconds=0).pushes
    assert bench.until_settled(push) is PushState.CONFIRMED
    assert [(one.reference, one.number) for one in there.packages] == [("1", NEW)]
    view = bench.view(order)
    assert [one.number for one in view.shipments] == [NEW]
    assert [line.shippable.shipped for line in view.lines] == [line.quantity for line in view.lines]
