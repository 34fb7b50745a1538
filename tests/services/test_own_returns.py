"""Returns as the merchant follows them: opened, moved by the table alone, counted, inspected, and paid back once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connectors.contract.errors import Refused
from desk.domain.cases import CaseKind, CaseLine, CaseState
from desk.domain.clock import ManualClock
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.orders import Buyer, ShippingFacet
from desk.domain.pushes import PushState, RefundOrder, RefundReturn, SendReturnLabel
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_money import Deduction, LossReason, MoneyStep
from desk.domain.return_numbers import shown
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import LineId, Money, OrderId, PushId, ReturnId
from desk.domain.views import EventKind
from desk.services import (
    orders,
    outbox,
    pusher,
    return_deducting,
    return_file,
    return_opening,
    return_settling,
    return_steps,
    return_views,
    sync,
    wording,
)
from desk.services.context import Desk
from desk.services.return_file import Said
from desk.services.return_settling import Terms
from desk.services.returns import LabelFile
from desk.store import outbox as outbox_store
from desk.store import returns as return_store
from desk.store.accounts import Account
from desk.store.returns import OpenedBy, StoredReturn
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry, case
from tests.services.fakes import never
from tests.services.say import PlainSay
from tests.support.orders import after, euros, line, order, parcel

DAY = 86_400.0
COMPLETE = Said(words="Because of this.", carrier="DHL", parcel="00340434161094042557", reference="1002")
"""All that any step asks for, but for a photo."""


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    lines = (line("11", 2, listing="77"), line("12", 1))
    made.add(
        order(
            "1001",
            buyer=Buyer(name="Ada B", remote_id="ada_b"),
            lines=lines,
            shipping=ShippingFacet.SHIPPED,
            shipments=(parcel("00340434161094042557", at=after(DAY / 2)),),
        )
    )
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def order_id(synced: Synced) -> OrderId:
    return synced()["1001"]


def lines_of(desk: Desk, order_id: OrderId) -> dict[str, LineId]:
    return {one.remote_id: one.id for one in orders.show(desk, order_id).lines}


def opened(desk: Desk, order_id: OrderId, announced: dict[str, int] | None = None, reason: str = "") -> StoredReturn:
    ids = lines_of(desk, order_id)
    wanted = {ids[name]: quantity for name, quantity in (announced or {"11": 2, "12": 1}).items()}
    return return_opening.open_return(desk, order_id, wanted, reason=reason).told


def read(desk: Desk, wanted: ReturnId) -> StoredReturn:
    with desk.store.read() as transaction:
        found = return_store.load_return(transaction, wanted)
    assert found is not None
    return found


def put(desk: Desk, told: StoredReturn, state: ReturnState, days: float = 0) -> StoredReturn:
    """As if the return had come so far, `days` ago."""
    at = after(desk.clock.now().timestamp() - after(0).timestamp() - days * DAY)
    made = replace(told, state=state, changed_at=at)
    with desk.store.write() as transaction:
        return_store.save_return(transaction, made)
    return made


def code_of(desk: Desk, told: StoredReturn, step: ReturnStep, said: Said) -> str:
    """Why a step is refused; empty where it is not."""
    try:
        return_steps.step(desk, told.id, step, said)
    except NotAllowed as error:
        return error.code
    return ""


def found(quantity: int = 1, grade: Grade = Grade.NEW) -> Finding:
    return Finding(quantity=quantity, grade=grade, disposition=Disposition.RESTOCK)


def inspected(desk: Desk, told: StoredReturn) -> StoredReturn:
    """All of it came and was looked at."""
    moved = return_steps.receive(desk, told.id).told
    for one in moved.lines:
        moved = return_steps.inspect(desk, told.id, one.line, found(one.received)).told
    return moved


def drain(desk: Desk, account: Account) -> pusher.DrainReport:
    return pusher.drain(desk, account.id, never())


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


# Money


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


# Returns of the channel


def of_channel(channel: DeedChannel, **changes: Any) -> None:
    goods = (CaseLine(remote_line="11", title="Becher", quantity=1),)
    channel.put_case(case(lines=goods, **changes))


def fetch(desk: Desk, account: Account) -> None:
    sync.fetch(desk, account.id, lambda _: None, never())


def only(desk: Desk, order_id: OrderId) -> StoredReturn:
    with desk.store.read() as transaction:
        (told,) = return_store.load_of_orders(transaction, [order_id])
    return told


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
