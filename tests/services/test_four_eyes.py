"""Money above an account's amount goes back only once somebody else has agreed, and never before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.errors import NotAllowed
from desk.domain.pushes import PushState, RefundReason
from desk.domain.rows import EventKind
from desk.domain.shipments import Parcel
from desk.domain.values import Money, OrderId, PushId
from desk.services import accounts, orders, outbox, pusher, refunding, shipments
from desk.services.context import Desk
from desk.services.refunding import Wanted
from desk.services.schedule import Schedule, Task
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry
from tests.services.fakes import never
from tests.support.orders import order


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    made.add(order("1001"))
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def careful(desk: Desk, account: Account) -> Account:
    accounts.change(desk, account, {"second_person_above": "20.00"}, {})
    return accounts.load(desk, account.id)


@pytest.fixture
def sold(careful: Account, synced: Synced) -> OrderId:
    assert careful.writing
    return synced()["1001"]


def give(desk: Desk, sold: OrderId, minor: int) -> PushId:
    wanted = Wanted(reason=RefundReason.GOODWILL, amount=Money(minor, "EUR"))
    queued = refunding.refund(desk, sold, wanted, hold_seconds=0)
    (push,) = queued.pushes
    assert queued.needs_approval is (state_of(desk, push) is PushState.APPROVAL)
    return push


def state_of(desk: Desk, push: PushId) -> PushState:
    return next(one.state for one in outbox.overview(desk) if one.id == push)


def test_a_refund_above_it_waits_for_somebody_else(
    desk: Desk, careful: Account, channel: DeedChannel, sold: OrderId
) -> None:
    push = give(desk, sold, 2001)
    pusher.drain(desk, careful.id, never())
    assert (state_of(desk, push), channel.did) == (PushState.APPROVAL, [])
    with pytest.raises(NotAllowed, match="Ada has queued this"):
        outbox.approve(desk, [push])
    with pytest.raises(NotAllowed, match="somebody else"):
        outbox.approve(desk, [push], by=" aDa ")
    with pytest.raises(NotAllowed):
        outbox.retry(desk, [push])
    pusher.drain(desk, careful.id, never())
    assert (state_of(desk, push), channel.did) == (PushState.APPROVAL, [])
    outbox.approve(desk, [push], by="Grace")
    pusher.drain(desk, careful.id, never())
    assert (state_of(desk, push), channel.did) == (PushState.CONFIRMED, ["refund 1001 20.01 EUR"])
    told = {one.kind: one.actor for one in orders.show(desk, sold).timeline}
    assert (told[EventKind.PUSH_QUEUED], told[EventKind.PUSH_APPROVED]) == ("Ada", "Grace")


def test_up_to_the_amount_nobody_is_asked(desk: Desk, sold: OrderId) -> None:
    assert state_of(desk, give(desk, sold, 2000)) is PushState.WAITING


def test_parts_count_together(desk: Desk, sold: OrderId) -> None:
    first = give(desk, sold, 1500)
    assert state_of(desk, give(desk, sold, 501)) is PushState.APPROVAL
    outbox.recall(desk, [first])
    assert state_of(desk, give(desk, sold, 1498)) is PushState.WAITING, "what was taken back counts no more"


def test_what_is_declined_never_goes_and_its_money_is_free_again(
    desk: Desk, careful: Account, channel: DeedChannel, sold: OrderId
) -> None:
    push = give(desk, sold, 6000)
    with pytest.raises(NotAllowed, match="Only"):
        give(desk, sold, 1000)
    outbox.decline(desk, [push], by="Grace")
    pusher.drain(desk, careful.id, never())
    assert (state_of(desk, push), channel.did) == (PushState.RECALLED, [])
    for again in (outbox.approve, outbox.decline):
        with pytest.raises(NotAllowed):
            again(desk, [push], by="Grace")
    assert state_of(desk, give(desk, sold, 1000)) is PushState.WAITING


def test_who_queued_it_may_take_it_back(desk: Desk, sold: OrderId) -> None:
    push = give(desk, sold, 3000)
    outbox.recall(desk, [push])
    assert state_of(desk, push) is PushState.RECALLED


def test_it_keeps_nothing_else_of_the_order_waiting(desk: Desk, careful: Account, sold: OrderId) -> None:
    give(desk, sold, 3000)
    schedule = Schedule(desk)
    assert {one.what for one in schedule.due()} == {Task.SYNC}, "there is nothing to send"
    parcel = Parcel(carrier="dhl_de", number="00340434161094000001")
    (parcel_push,) = shipments.confirm(desk, sold, [parcel], hold_seconds=0).pushes
    pusher.drain(desk, careful.id, never())
    assert state_of(desk, parcel_push) is PushState.CONFIRMED


def test_what_needs_no_approval_is_not_approved(desk: Desk, sold: OrderId) -> None:
    push = give(desk, sold, 100)
    for deed in (outbox.approve, outbox.decline):
        with pytest.raises(NotAllowed, match="second person"):
            deed(desk, [push], by="Grace")
    assert state_of(desk, push) is PushState.WAITING


def test_who_agrees_has_a_name(desk: Desk, sold: OrderId) -> None:
    push = give(desk, sold, 3000)
    with pytest.raises(NotAllowed, match="who you are"):
        outbox.approve(replace(desk, agent=""), [push])


@pytest.mark.parametrize("amount", ["much", "-5", "5 EUR"])
def test_an_amount_that_is_none_is_refused(desk: Desk, account: Account, amount: str) -> None:
    with pytest.raises(NotAllowed, match=r"50\.00"):
        accounts.change(desk, account, {"second_person_above": amount}, {})
