from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract.errors import Unreadable
from desk.domain.changes import Kind
from desk.domain.clock import ManualClock
from desk.domain.orders import OrderFacet, ShippingFacet
from desk.domain.pushes import ConfirmShipment, PushState
from desk.domain.standing import Standing
from desk.domain.values import OrderId
from desk.domain.views import EventKind
from desk.services import leases, orders, outbox, shipments, sync
from desk.services.context import Desk
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.fakes import FakeChannel, Fault, Killed, never, unavailable
from tests.services.outbox_deeds import (
    NUMBER,
    drain,
    let_pass,
    numbers,
    parcel_of,
    push_of,
    ship,
    state_of,
)
from tests.support.orders import parcel

# --- All goes well ----------------------------------------------------------------------------------------


def test_a_parcel_reaches_the_channel_and_comes_back_as_its_own_word(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    done = drain(desk, account)
    assert (done.confirmed, done.failed, done.unclear, done.conflict, done.postponed) == (1, 0, 0, 0, 0)
    assert done.changes.touches(Kind.PUSH) == {push}
    assert done.changes.touches(Kind.ORDER) == {one}
    assert numbers(channel) == [NUMBER]
    told = push_of(desk, push)
    assert (told.state, told.attempts, told.remote_ref) == (PushState.CONFIRMED, 1, f"parcel-{NUMBER}")
    assert (told.sent_at, told.settled_at) == (desk.clock.now(), desk.clock.now())
    view = orders.show(desk, one)
    assert view.shipping is ShippingFacet.SHIPPED
    (shipment,) = view.shipments
    assert (shipment.number, shipment.state, shipment.id is None) == (NUMBER, PushState.CONFIRMED, False)
    assert [entry.kind for entry in view.timeline].count(EventKind.PUSH_CONFIRMED) == 1
    assert Standing.REPORTING not in view.standings
    assert drain(desk, account).confirmed == 0, "there is nothing left to do"
    assert len(channel.journal) == 1


def test_the_row_is_sending_before_the_first_byte_leaves(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    seen: list[PushState] = []
    channel.plan("confirm_shipment", lambda: seen.append(state_of(desk, push)))
    drain(desk, account)
    assert seen == [PushState.SENDING]


def test_nothing_is_confirmed_until_a_look_says_so(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    """The channel answers yes and does nothing: that is no confirmation, however often."""
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", Fault.ACCEPTED_NOT_DONE, Fault.ACCEPTED_NOT_DONE)
    for attempts in (1, 2):
        done = drain(desk, account)
        assert (done.confirmed, done.postponed) == (0, 1)
        assert (state_of(desk, push), push_of(desk, push).attempts) == (PushState.WAITING, attempts)
        assert not orders.show(desk, one).shipments[0].id
        let_pass(clock, desk, push)
    drain(desk, account)
    assert state_of(desk, push) is PushState.CONFIRMED
    assert numbers(channel) == [NUMBER]


def test_what_the_channel_takes_and_never_shows_comes_back_to_the_agent_after_a_day(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    began, failed = clock.now(), 0
    channel.plan("confirm_shipment", *[Fault.ACCEPTED_NOT_DONE] * 200)
    while (told := push_of(desk, push)).state is PushState.WAITING:
        let_pass(clock, desk, push)
        failed = drain(desk, account).failed
        assert told.attempts < 100, "it is tried without end"
    took = clock.now() - began
    assert timedelta(days=1) <= took < timedelta(hours=30)
    assert 12 < told.attempts < 60
    assert (told.state, told.error_code, failed) == (PushState.FAILED, "not_shown", 1)
    assert "does not show it" in told.error_text
    view = orders.show(desk, one)
    assert view.standings[0] is Standing.PUSH_FAILED
    kinds = [entry.kind for entry in view.timeline]
    assert (kinds[0], kinds.count(EventKind.PUSH_SENT)) == (EventKind.PUSH_FAILED, 1)

    outbox.retry(desk, [push])
    drain(desk, account)
    assert state_of(desk, push) is PushState.WAITING, "it begins anew"
    assert push_of(desk, push).not_before - clock.now() <= timedelta(minutes=1)
    channel.plans["confirm_shipment"].clear()
    let_pass(clock, desk, push)
    assert drain(desk, account).confirmed == 1
    assert numbers(channel) == [NUMBER]


def test_a_day_on_which_desk_was_closed_is_no_day_of_looking(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", Fault.ACCEPTED_NOT_DONE, Fault.ACCEPTED_NOT_DONE)
    drain(desk, account)
    clock.advance(3 * 86_400)
    drain(desk, account)
    assert state_of(desk, push) is PushState.WAITING
    let_pass(clock, desk, push)
    assert drain(desk, account).confirmed == 1


def test_a_channel_out_of_reach_for_days_has_taken_nothing(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", *[unavailable()] * 150, Fault.ACCEPTED_NOT_DONE)
    for _ in range(151):
        drain(desk, account)
        let_pass(clock, desk, push)
    assert (state_of(desk, push), push_of(desk, push).attempts) == (PushState.WAITING, 151)
    assert drain(desk, account).confirmed == 1


def test_each_look_follows_its_own_push(desk: Desk, account: Account, channel: FakeChannel, one: OrderId) -> None:
    ship(desk, one, NUMBER)
    channel.calls.clear()
    drain(desk, account)
    assert channel.calls == ["confirm_shipment", "look_shipment", "fetch_order"]


def test_a_look_that_fails_leaves_the_push_waiting_and_is_not_sent_twice(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("look_shipment", unavailable())
    assert drain(desk, account).confirmed == 0
    assert state_of(desk, push) is PushState.WAITING
    let_pass(clock, desk, push)
    assert drain(desk, account).confirmed == 1
    assert numbers(channel) == [NUMBER]


def test_the_mirror_follows_by_the_next_sync_when_it_cannot_be_read_at_once(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    ship(desk, one, NUMBER)
    channel.plan("fetch_order", unavailable())
    assert drain(desk, account).confirmed == 1
    view = orders.show(desk, one)
    assert [(entry.number, entry.state) for entry in view.shipments] == [(NUMBER, PushState.CONFIRMED)]
    assert not view.may_ship.allowed, "our own confirmed push is known to have taken the pieces"
    sync.fetch(desk, account.id, lambda _: None, never())
    assert orders.show(desk, one).shipping is ShippingFacet.SHIPPED


# --- Held -------------------------------------------------------------------------------------------------


def test_a_held_push_stays_until_its_time_for_undoing_is_over(
    desk: Desk, account: Account, clock: ManualClock, one: OrderId
) -> None:
    (push,) = shipments.confirm(desk, one, [parcel_of(desk, one, NUMBER)], hold_seconds=10).pushes
    clock.advance(9.9)
    assert drain(desk, account).confirmed == 0
    assert state_of(desk, push) is PushState.HELD
    clock.advance(0.1)
    assert drain(desk, account).confirmed == 1


def test_a_recalled_push_never_leaves(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    (push,) = shipments.confirm(desk, one, [parcel_of(desk, one, NUMBER)], hold_seconds=10).pushes
    changes = outbox.recall(desk, [push])
    assert changes.touches(Kind.PUSH) == {push}
    assert changes.touches(Kind.ORDER) == {one}
    clock.advance(3600)
    assert drain(desk, account).confirmed == 0
    assert (state_of(desk, push), channel.journal) == (PushState.RECALLED, [])
    view = orders.show(desk, one)
    assert view.timeline[0].kind == "PUSH_RECALLED"
    assert view.shipments == ()
    assert view.may_ship.allowed, "its pieces are open again"


# --- Order is kept ----------------------------------------------------------------------------------------


def test_the_parcels_of_one_order_go_one_after_the_other(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    for number in ("1", "2", "3"):
        pieces = {"1": {"_11": 1}, "2": {"_11": 1}, "3": {}}[number]
        ship(desk, one, number, **pieces)
    assert drain(desk, account).confirmed == 3
    assert [(effect.number, effect.completes) for effect in channel.journal] == [
        ("1", False),
        ("2", False),
        ("3", True),
    ]
    assert orders.show(desk, one).order is OrderFacet.COMPLETED


def test_a_push_that_must_wait_holds_back_its_own_order_and_no_other(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, ids: dict[str, OrderId]
) -> None:
    first, second = ship(desk, ids["1"], "1", _11=1), ship(desk, ids["1"], "2")
    other = ship(desk, ids["2"], "9")
    channel.plan("confirm_shipment", Unreadable("The answer is garbled."))
    drain(desk, account)
    assert [state_of(desk, push) for push in (first, second, other)] == [
        PushState.WAITING,
        PushState.WAITING,
        PushState.CONFIRMED,
    ]
    assert numbers(channel) == ["9"]
    let_pass(clock, desk, first)
    drain(desk, account)
    assert numbers(channel) == ["9", "1", "2"]


def test_a_held_push_holds_back_the_ones_behind_it(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    shipments.confirm(desk, one, [parcel_of(desk, one, "1", _11=1)], hold_seconds=60)
    ship(desk, one, "2")
    assert drain(desk, account).confirmed == 0
    clock.advance(60)
    drain(desk, account)
    assert numbers(channel) == ["1", "2"]


def test_an_unclear_push_holds_back_its_order_until_somebody_settles_it(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    first, second = ship(desk, one, "1", _11=1), ship(desk, one, "2")
    make_unclear(desk, first)
    drain(desk, account)
    assert (channel.journal, state_of(desk, second)) == ([], PushState.WAITING)
    outbox.resolve(desk, first, done=False)
    drain(desk, account)
    assert numbers(channel) == ["2"]


def make_unclear(desk: Desk, push: object) -> None:
    """As a channel leaves it that cannot be asked."""
    with desk.store.write() as transaction:
        for state in (PushState.SENDING, PushState.UNCLEAR):
            row = outbox_store.load_push(transaction, push)  # type: ignore[arg-type]
            assert row is not None
            assert outbox_store.move(transaction, row, state)


# --- The parcel's number within its order -----------------------------------------------------------------


def numbers_given(desk: Desk, order_id: OrderId) -> list[int]:
    with desk.store.read() as transaction:
        rows = outbox_store.load_pushes_of(transaction, [order_id])[order_id]
    return [row.push.parcel for row in outbox_store.of_kind(rows, ConfirmShipment)]


def test_each_parcel_of_an_order_gets_a_number_of_its_own_before_it_is_sent(
    desk: Desk, account: Account, channel: FakeChannel, ids: dict[str, OrderId]
) -> None:
    ship(desk, ids["1"], "A-100001", _11=1)
    ship(desk, ids["1"], "A-100002", _11=1)
    ship(desk, ids["2"], "A-100003")
    assert numbers_given(desk, ids["1"]) == [0, 0], "until it is sent it needs none"
    seen: list[list[int]] = []
    channel.plan("confirm_shipment", lambda: seen.append(numbers_given(desk, ids["1"])))
    drain(desk, account)
    assert seen[0][0] == 1
    assert numbers_given(desk, ids["1"]) == [1, 2]
    assert numbers_given(desk, ids["2"]) == [1]


def test_a_parcel_keeps_its_number_however_often_it_is_tried(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId, clock: ManualClock
) -> None:
    push = ship(desk, one, NUMBER, _11=1)
    channel.plan("confirm_shipment", Killed())
    with pytest.raises(Killed):
        drain(desk, account)
    assert numbers_given(desk, one) == [1]
    # Meanwhile the channel's own people have used numbers up to 4.
    channel.change("1", shipments=(replace(parcel("B-200001", {"11": 1}), remote_id="4"),))
    sync.fetch(desk, account.id, lambda _: None, never())
    clock.advance(max(leases.LEASE.total_seconds(), 10 * desk.timeout) + 1)
    drain(desk, account)
    assert state_of(desk, push) is PushState.CONFIRMED
    assert numbers_given(desk, one) == [1]


def test_a_number_that_the_channel_gave_to_another_parcel_is_not_taken(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    channel.change("1", shipments=(replace(parcel("B-200001", {"11": 1}), remote_id="2"),))
    sync.fetch(desk, account.id, lambda _: None, never())
    ship(desk, one, NUMBER, _11=1)
    drain(desk, account)
    assert numbers_given(desk, one) == [3]
