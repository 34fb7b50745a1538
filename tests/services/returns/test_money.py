"""The money of returns: how much goes back and why, once, and what becomes of a refund that fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.contract.errors import Refused
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.pushes import PushState, RefundOrder
from desk.domain.return_money import Deduction, LossReason, MoneyStep
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import Money, OrderId, PushId
from desk.services import orders, outbox, return_deducting, return_settling, return_steps, return_views, wording
from desk.services.context import Desk
from desk.services.return_settling import Terms
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.fake_deeds import DeedChannel
from tests.services.outbox_deeds import drain
from tests.services.returns.steps import found, inspected, lines_of, opened, read
from tests.services.say import PlainSay
from tests.support.orders import euros


def test_a_return_of_all_gives_all_back_and_ends_by_the_channels_own_word(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    told = inspected(desk, opened(desk, order_id))
    (shown_first,) = return_settling.preview(desk, [told.id])
    assert shown_first.reckoning.amount == euros(6460)
    assert [step for step, _ in shown_first.reckoning.steps] == [MoneyStep.GOODS, MoneyStep.SHIPPING]
    assert return_settling.settle(desk, told.id, hold_seconds=0).told.state is ReturnState.REFUND_PENDING
    assert drain(desk, account).confirmed == 1
    assert channel.left("1001") == euros(0)
    assert read(desk, told.id).state is ReturnState.REFUNDED
    assert return_steps.step(desk, told.id, ReturnStep.CLOSE).told.state is ReturnState.CLOSED


def test_one_piece_gives_its_share_and_no_shipping(desk: Desk, account: Account, order_id: OrderId) -> None:
    told = inspected(desk, opened(desk, order_id, {"11": 1}))
    return_settling.settle(desk, told.id, Terms(loss_of_value=euros(500), loss_reason=LossReason.WORN), hold_seconds=0)
    (push,) = refunds_of(desk)
    assert push == euros(1990 - 500)
    assert drain(desk, account).confirmed == 1


def test_what_is_held_back_says_why_to_the_buyer_and_is_kept(desk: Desk, order_id: OrderId) -> None:
    told = inspected(desk, opened(desk, order_id, {"11": 1}))
    worn = Terms(loss_of_value=euros(500), loss_reason=LossReason.WORN, loss_words="Scratched\nall over")
    return_settling.settle(desk, told.id, worn)
    (row,) = outbox.overview(desk)
    assert comment_of(desk) == "Wertersatz 5,00 EUR: Gebrauchsspuren. Scratched all over"
    held = Deduction(amount=euros(500), reason=LossReason.WORN, words="Scratched all over")
    assert return_views.show(desk, told.id).deduction == held
    entries = [wording.timeline(one, PlainSay()) for one in orders.show(desk, order_id).timeline]
    (why,) = [detail for title, detail in entries if title.endswith("EUR held back")]
    assert why == "Signs of use · Scratched all over"
    outbox.recall(desk, [row.id])
    assert read(desk, told.id).deduction is None
    long = replace(worn, loss_words="x" * 80)
    (shown_first,) = return_settling.preview(desk, [told.id], long)
    assert shown_first.refused is not None
    assert shown_first.refused.code == "comment_too_long"


@pytest.mark.parametrize(
    "country, longest, told",
    [
        ("FR", 100, "Loss of value 5.00 EUR: damaged. On one side"),
        ("at", 100, "Wertersatz 5,00 EUR: beschädigt. On one side"),
        ("DE", 0, ""),
    ],
)
def test_the_buyer_reads_why_in_the_language_of_the_country(country: str, longest: int, told: str) -> None:
    held = Deduction(amount=euros(500), reason=LossReason.DAMAGED, words="On one side")
    assert return_deducting.to_buyer(held, country, longest) == told
    room = return_deducting.room(held, country, longest)
    fits = return_deducting.to_buyer(replace(held, words="x" * room), country, longest)
    assert len(fits) == longest


def comment_of(desk: Desk) -> str:
    with desk.store.read() as transaction:
        (row,) = outbox_store.load_pushes(transaction, states=None, account=None, limit=1)
    assert isinstance(row.push, RefundOrder)
    return row.push.comment


def refunds_of(desk: Desk) -> list[Money]:
    with desk.store.read() as transaction:
        rows = outbox_store.load_pushes(transaction, states=None, account=None, limit=100)
    return [row.push.amount for row in rows if isinstance(row.push, RefundOrder)]


def test_what_did_not_come_is_not_paid_back(desk: Desk, order_id: OrderId) -> None:
    told = opened(desk, order_id)
    ids = lines_of(desk, order_id)
    return_steps.receive(desk, told.id, {ids["11"]: 1})
    return_steps.miss(desk, told.id)
    return_steps.inspect(desk, told.id, ids["11"], found())
    (row,) = return_settling.preview(desk, [told.id])
    assert row.reckoning.amount == euros(1990)


def test_the_same_deed_twice_is_one_refund_and_another_is_refused(desk: Desk, order_id: OrderId) -> None:
    told = inspected(desk, opened(desk, order_id))
    return_settling.settle(desk, told.id, deed="once")
    return_settling.settle(desk, told.id, deed="once")
    with pytest.raises(NotAllowed) as refused:
        return_settling.settle(desk, told.id, deed="again")
    assert refused.value.code == "return_money_under_way"
    assert len(outbox.overview(desk)) == 1


def test_a_refused_refund_leaves_the_return_waiting_and_can_be_settled_again(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    told = inspected(desk, opened(desk, order_id, {"12": 1}))
    channel.plan("issue_refund", Refused("Not today.", code="not_today"))
    return_settling.settle(desk, told.id, hold_seconds=0)
    assert drain(desk, account).failed == 1
    assert read(desk, told.id).state is ReturnState.REFUND_PENDING
    return_settling.settle(desk, told.id, hold_seconds=0)
    assert drain(desk, account).confirmed == 1
    assert read(desk, told.id).state is ReturnState.REFUNDED


def test_money_that_somebody_gave_back_meanwhile_is_known_once_the_channel_has_refused_so_much(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    """Else the same table asks for the same sum again and again, until the next fetch of all."""
    told = inspected(desk, opened(desk, order_id))
    return_settling.settle(desk, told.id, hold_seconds=0)
    channel.give_back("1001", euros(3000))
    assert drain(desk, account).failed == 1
    (row,) = return_settling.preview(desk, [told.id])
    assert (row.refused, row.reckoning.amount) == (None, euros(3460))
    return_settling.settle(desk, told.id, hold_seconds=0)
    assert drain(desk, account).confirmed == 1
    assert channel.left("1001") == euros(0)


def test_what_was_refused_before_is_not_tried_again_beside_its_second_settlement(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    """Else whoever retries the entry that failed gives the money of one return back twice."""
    told = inspected(desk, opened(desk, order_id, {"12": 1}))
    channel.plan("issue_refund", Refused("Not today.", code="not_today"))
    first = return_settling.settle(desk, told.id, hold_seconds=0).told.refund
    drain(desk, account)
    return_settling.settle(desk, told.id, hold_seconds=0)
    assert first is not None
    with pytest.raises(NotAllowed):
        outbox.retry(desk, [first])
    drain(desk, account)
    assert channel.left("1001") == euros(6460 - 1990)


@pytest.mark.parametrize("code, state", [("moved", PushState.CONFLICT), ("not_shown", PushState.FAILED)])
def test_money_that_may_be_back_already_is_a_persons_to_look_at_first(
    desk: Desk, order_id: OrderId, code: str, state: PushState
) -> None:
    told = inspected(desk, opened(desk, order_id, {"12": 1}))
    push = return_settling.settle(desk, told.id, hold_seconds=0).told.refund
    assert push is not None
    ended(desk, push, state, error_code=code)
    with pytest.raises(NotAllowed) as refused:
        return_settling.settle(desk, told.id)
    assert refused.value.code == "return_money_conflict"
    if state is PushState.CONFLICT:
        outbox.resolve(desk, push, done=False)
        assert return_settling.settle(desk, told.id).told.refund != push


def ended(desk: Desk, push: PushId, state: PushState, **facts: str) -> None:
    """As if it had been sent, and had come to this."""
    with desk.store.write() as transaction:
        row = outbox_store.load_push(transaction, push)
        assert row is not None
        outbox_store.move(transaction, row, PushState.SENDING)
        outbox_store.move(transaction, replace(row, state=PushState.SENDING), state, **facts)


def test_a_settlement_that_a_person_said_has_arrived_ends_the_return(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    told = inspected(desk, opened(desk, order_id, {"12": 1}))
    return_settling.settle(desk, told.id, hold_seconds=0)
    (push,) = outbox.overview(desk)
    ended(desk, push.id, PushState.UNCLEAR)
    changes = outbox.resolve(desk, push.id, done=True)
    assert read(desk, told.id).state is ReturnState.REFUNDED
    assert changes
    assert channel.did == []
    assert drain(desk, account).confirmed == 0


def test_money_is_judged_before_it_goes(desk: Desk, order_id: OrderId) -> None:
    told = inspected(desk, opened(desk, order_id, {"12": 1}))
    for terms, code in (
        (Terms(loss_of_value=euros(9999), loss_reason=LossReason.WORN), "return_no_money"),
        (Terms(extra=euros(-1)), "return_terms_odd"),
        (Terms(loss_of_value=euros(1)), "loss_reason_missing"),
        (Terms(loss_of_value=euros(1), loss_reason=LossReason.OTHER, loss_words="  "), "loss_words_missing"),
        (Terms(loss_of_value=euros(1), loss_reason=LossReason.WORN, loss_words="x" * 501), "loss_words_odd"),
        (Terms(loss_reason=LossReason.WORN), "loss_amount_missing"),
    ):
        (row,) = return_settling.preview(desk, [told.id], terms)
        assert row.refused is not None
        assert row.refused.code == code
        with pytest.raises(DeskError):
            return_settling.settle(desk, told.id, terms)
    assert outbox.overview(desk) == ()


def test_a_return_whose_money_another_one_takes_is_told_so(desk: Desk, order_id: OrderId) -> None:
    paid = orders.show(desk, order_id).payments[0].amount
    first = inspected(desk, opened(desk, order_id, {"11": 2}))
    second = inspected(desk, opened(desk, order_id, {"12": 1}))
    ready, barred = return_settling.preview(desk, [first.id, second.id], Terms(extra=paid))
    assert ready.refused is None
    assert ready.reckoning.amount == paid
    assert barred.refused is not None
    assert (barred.refused.code, barred.reckoning.amount) == ("return_money_gone", euros(0))
    return_settling.settle(desk, first.id, Terms(extra=paid))
    with pytest.raises(NotAllowed, match="goes back with another return"):
        return_settling.settle(desk, second.id)


def test_cheap_goods_may_be_kept_and_dear_ones_not(desk: Desk, account: Account, order_id: OrderId) -> None:
    told = opened(desk, order_id, {"12": 1})
    with pytest.raises(NotAllowed, match=r"worth 10\.00 EUR or more"):
        return_settling.offer_keep(desk, told.id, euros(1000))
    return_settling.offer_keep(desk, told.id, euros(2000), hold_seconds=0)
    assert drain(desk, account).confirmed == 1
    assert read(desk, told.id).state is ReturnState.REFUNDED
