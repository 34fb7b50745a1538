"""Returns that buyers open on a channel: followed without a second entry, answered and paid there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.domain.cases import CaseKind, CaseLine, CaseState
from desk.domain.clock import ManualClock
from desk.domain.pushes import RefundReturn, SendReturnLabel
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import OrderId
from desk.domain.views import EventKind
from desk.services import orders, return_settling, return_steps, return_views
from desk.services.context import Desk
from desk.services.return_file import Said
from desk.services.returns import LabelFile
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from desk.store.returns import OpenedBy
from tests.services.fake_deeds import DeedChannel, case
from tests.services.outbox_deeds import drain
from tests.services.returns.steps import COMPLETE, DAY, code_of, fetch, inspected, of_channel, only, opened, put, read
from tests.support.orders import after, euros, order


def test_a_return_of_the_channel_is_followed_without_a_second_entry(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    of_channel(channel, state=CaseState.REQUESTED, reason="DEFECTIVE")
    fetch(desk, account)
    told = only(desk, order_id)
    assert (told.opened_by, told.state, told.lines[0].announced) == (OpenedBy.CHANNEL, ReturnState.REQUESTED, 1)
    of_channel(channel, state=CaseState.IN_TRANSIT, channel_state="SHIPPED", number="4711")
    fetch(desk, account)
    assert (only(desk, order_id).state, only(desk, order_id).parcel) == (ReturnState.IN_TRANSIT, "4711")
    kinds = [one.kind for one in orders.show(desk, order_id).timeline]
    assert EventKind.RETURN_MOVED not in kinds
    assert EventKind.RETURN_OPENED not in kinds


def test_what_lies_here_stays_here_whatever_the_channel_believes(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    of_channel(channel, state=CaseState.IN_TRANSIT)
    fetch(desk, account)
    inspected(desk, only(desk, order_id))
    of_channel(channel, state=CaseState.DELIVERED_TO_US, channel_state="DELIVERED")
    fetch(desk, account)
    assert only(desk, order_id).state is ReturnState.INSPECTED
    of_channel(channel, state=CaseState.ESCALATED, channel_state="ESCALATED")
    fetch(desk, account)
    assert only(desk, order_id).state is ReturnState.ESCALATED


def test_a_case_told_of_before_its_order_is_followed_when_that_comes(
    desk: Desk, account: Account, channel: DeedChannel
) -> None:
    fetch(desk, account)
    goods = (CaseLine(remote_line="11", title="Becher", quantity=1),)
    channel.put_case(case("5002", "1002", lines=goods))
    fetch(desk, account)
    channel.add(order("1002", changed_at=after(2 * DAY)))
    fetch(desk, account)
    (followed,) = return_views.overview(desk)
    assert (followed.order_number, followed.opened_by) == ("1002", OpenedBy.CHANNEL)


@pytest.mark.parametrize("goods", [(), (CaseLine(remote_line="8107", title="Becher", quantity=2, listing="V1"),)])
def test_goods_that_the_channel_names_otherwise_are_of_an_orders_only_line(
    desk: Desk, account: Account, channel: DeedChannel, goods: tuple[CaseLine, ...]
) -> None:
    several = order("1003")
    channel.add(several, order("1002", lines=several.lines[:1]))
    for number in ("1002", "1003"):
        channel.put_case(case(f"5{number}", number, lines=goods))
    fetch(desk, account)
    (followed,) = return_views.overview(desk)
    told = read(desk, followed.id)
    assert (followed.order_number, [one.announced for one in told.lines]) == ("1002", [2 if goods else 1])


def test_a_settlement_goes_through_the_channels_case_where_it_pays_there(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId, clock: ManualClock
) -> None:
    of_channel(channel, state=CaseState.DELIVERED_TO_US)
    fetch(desk, account)
    told = inspected(desk, only(desk, order_id))
    (row,) = return_settling.preview(desk, [told.id])
    assert row.in_case
    return_settling.settle(desk, told.id, hold_seconds=0)
    with desk.store.read() as transaction:
        pushes = outbox_store.load_pushes_of(transaction, [order_id])[order_id]
    (push,) = (one.push for one in pushes if isinstance(one.push, RefundReturn))
    assert (push.goods, push.shipping) == (euros(1990), euros(0))
    clock.advance(10)  # the word that the goods are here goes first
    drain(desk, account)
    assert read(desk, told.id).state is ReturnState.REFUNDED


def test_a_decision_reaches_the_channel_and_one_it_does_not_take_is_none(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    of_channel(channel, state=CaseState.REQUESTED)
    fetch(desk, account)
    told = only(desk, order_id)
    return_steps.step(desk, told.id, ReturnStep.APPROVE, hold_seconds=0)
    assert drain(desk, account).confirmed == 1
    assert channel.cases[CaseKind.RETURN, "5001"].state is CaseState.APPROVED
    of_channel(channel, state=CaseState.REQUESTED, allows=())
    fetch(desk, account)
    put(desk, told, ReturnState.REQUESTED)
    assert code_of(desk, told, ReturnStep.APPROVE, Said()) == "return_approve_channel"
    assert read(desk, told.id).state is ReturnState.REQUESTED


def test_a_label_of_our_own_reaches_the_buyer_as_its_file_and_an_odd_one_moves_nothing(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    of_channel(channel, state=CaseState.APPROVED)
    fetch(desk, account)
    told = only(desk, order_id)
    odd = replace(COMPLETE, label=LabelFile("label.pdf", b"<html>"))
    assert code_of(desk, told, ReturnStep.ISSUE_LABEL, odd) == "label_not_that"
    assert read(desk, told.id).state is ReturnState.APPROVED
    given = replace(COMPLETE, label=LabelFile("label.pdf", b"%PDF-1.7 label"))
    moved = return_steps.step(desk, told.id, ReturnStep.ISSUE_LABEL, given)
    with desk.store.read() as transaction:
        (row,) = outbox_store.load_pushes_of(transaction, [order_id])[order_id]
    assert (moved.told.state, moved.pushes) == (ReturnState.LABEL_ISSUED, (row.id,))
    assert isinstance(row.push, SendReturnLabel)
    assert (row.push.file_name, row.push.file, row.push.number) == ("label.pdf", b"%PDF-1.7 label", COMPLETE.parcel)


def test_a_file_without_anybody_who_hands_it_on_is_refused(desk: Desk, order_id: OrderId) -> None:
    told = put(desk, opened(desk, order_id), ReturnState.APPROVED)
    given = replace(COMPLETE, label=LabelFile("label.pdf", b"%PDF-1.7 label"))
    assert code_of(desk, told, ReturnStep.ISSUE_LABEL, given) == "channel_cannot"
    assert read(desk, told.id).state is ReturnState.APPROVED
