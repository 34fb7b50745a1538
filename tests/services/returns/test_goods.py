"""A return is opened, moved on and inspected: what may come back, what follows from where, and what came."""

from __future__ import annotations

import pytest

from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.return_numbers import shown
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import OrderId
from desk.domain.views import EventKind
from desk.services import orders, return_file, return_opening, return_steps, wording
from desk.services.context import Desk
from desk.services.return_file import Said
from desk.store.returns import OpenedBy
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel
from tests.services.returns.steps import COMPLETE, DAY, code_of, found, lines_of, opened, put
from tests.services.say import PlainSay
from tests.support.orders import order

# Opening


def test_a_return_is_opened_under_a_number_that_people_can_type(desk: Desk, order_id: OrderId) -> None:
    first, second = opened(desk, order_id, {"11": 1}), opened(desk, order_id, {"12": 1}, "CHANGED_MIND")
    assert (first.state, first.opened_by) == (ReturnState.REQUESTED, OpenedBy.AGENT)
    assert return_file.numbered(desk, f" {shown(second.number).lower()} ") == second
    assert second.lines[0].reason == "CHANGED_MIND"
    told = {wording.timeline(one, PlainSay()) for one in orders.show(desk, order_id).timeline}
    assert (f"Return {shown(second.number)} opened", "Requested") in told


def test_only_what_was_shipped_and_is_in_no_other_return_comes_back(desk: Desk, order_id: OrderId) -> None:
    opened(desk, order_id, {"11": 1})
    with pytest.raises(NotAllowed, match="Only 1 pieces"):
        opened(desk, order_id, {"11": 2})
    opened(desk, order_id, {"11": 1})
    with pytest.raises(NotAllowed) as refused:
        opened(desk, order_id, {"11": 1})
    assert refused.value.code == "return_over_shipped"


def test_what_was_cancelled_or_declined_may_be_announced_again(desk: Desk, order_id: OrderId) -> None:
    first = opened(desk, order_id)
    return_steps.step(desk, first.id, ReturnStep.CANCEL)
    assert opened(desk, order_id).id != first.id


def test_nothing_comes_back_of_what_was_not_shipped(desk: Desk, channel: DeedChannel, synced: Synced) -> None:
    channel.add(order("1002"))
    with pytest.raises(NotAllowed, match="report their parcel first"):
        opened(desk, synced()["1002"], {"11": 1})


def test_an_unannounced_parcel_is_received_with_its_return(desk: Desk, order_id: OrderId) -> None:
    ids = lines_of(desk, order_id)
    told = return_opening.open_return(desk, order_id, {ids["12"]: 1}, by_parcel=True).told
    assert (told.state, told.opened_by, told.lines[0].received) == (ReturnState.RECEIVED, OpenedBy.PARCEL, 1)


@pytest.mark.parametrize("typed", ["", "RT-2026-000001-A", "4711", "x" * 500])
def test_a_number_that_is_none_says_what_one_looks_like(desk: Desk, typed: str) -> None:
    with pytest.raises(NotFound, match="looks like RT-"):
        return_file.numbered(desk, typed)


# The table of steps; each of its pairs is driven through tests/cli/test_return_steps.py


def test_a_label_expires_after_thirty_days(desk: Desk, order_id: OrderId, clock: ManualClock) -> None:
    step = ReturnStep.LABEL_EXPIRED
    told = put(desk, opened(desk, order_id), ReturnState.LABEL_ISSUED)
    clock.advance(29 * DAY)
    assert code_of(desk, told, step, Said()) == "return_label_young"
    clock.advance(DAY)
    assert code_of(desk, told, step, Said()) == ""


def test_a_withdrawal_in_time_cannot_be_declined(desk: Desk, order_id: OrderId) -> None:
    in_time = opened(desk, order_id, {"11": 1}, "CHANGED_MIND")
    assert code_of(desk, in_time, ReturnStep.DECLINE, COMPLETE) == "return_withdrawal"
    broken = opened(desk, order_id, {"11": 1}, "DEFECTIVE")
    assert code_of(desk, broken, ReturnStep.DECLINE, COMPLETE) == ""


def test_a_withdrawal_after_its_days_can_be(desk: Desk, order_id: OrderId, clock: ManualClock) -> None:
    clock.advance(15 * DAY)
    late = opened(desk, order_id, {"11": 1}, "CHANGED_MIND")
    assert code_of(desk, late, ReturnStep.DECLINE, COMPLETE) == ""


def test_a_step_is_told_in_the_history_with_its_words(desk: Desk, order_id: OrderId) -> None:
    told = put(desk, opened(desk, order_id), ReturnState.INSPECTED)
    return_steps.step(desk, told.id, ReturnStep.REJECT, Said(words="Worn for weeks."))
    entry = orders.show(desk, order_id).timeline[0]
    assert entry.kind is EventKind.RETURN_MOVED
    assert entry.actor == "Ada"
    title = f"Return {shown(told.number)}: Rejected after inspection"
    assert wording.timeline(entry, PlainSay()) == (title, "Worn for weeks.")


# Goods


def test_pieces_are_counted_over_several_parcels_and_the_rest_is_missing(desk: Desk, order_id: OrderId) -> None:
    told = opened(desk, order_id)
    ids = lines_of(desk, order_id)
    return_steps.receive(desk, told.id, {ids["11"]: 1})
    return_steps.receive(desk, told.id, {ids["12"]: 1})
    now = return_steps.miss(desk, told.id).told
    assert now.state is ReturnState.RECEIVED
    assert [(one.received, one.missing, one.extra) for one in now.lines] == [(1, 1, 0), (1, 0, 0)]


def test_the_last_piece_looked_at_makes_the_return_inspected_and_taking_it_back_undoes_that(
    desk: Desk, order_id: OrderId
) -> None:
    told = return_steps.receive(desk, opened(desk, order_id).id).told
    first, second = (one.line for one in told.lines)
    assert return_steps.inspect(desk, told.id, first, found(2)).told.state is ReturnState.RECEIVED
    assert return_steps.inspect(desk, told.id, second, found()).told.state is ReturnState.INSPECTED
    assert return_steps.uninspect(desk, told.id, second).told.state is ReturnState.RECEIVED


def test_a_parcel_of_a_closed_return_opens_it_again(desk: Desk, order_id: OrderId) -> None:
    told = put(desk, opened(desk, order_id), ReturnState.CLOSED)
    assert return_steps.receive(desk, told.id).told.state is ReturnState.RECEIVED
