"""Refunds: judged on what is known at the moment, queued once, and never a cent more than what was paid."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.contract.capabilities import CanIssueRefunds
from desk.domain.cases import CaseKind, CaseState
from desk.domain.clock import ManualClock
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.orders import PaymentFacet, ShippingFacet
from desk.domain.pushes import PushState, RefundReason, ReturnAnswer
from desk.domain.values import Money, OrderId
from desk.services import accounts, inquiries, outbox, push_facts, refunding, returns
from desk.services.context import Desk
from desk.services.refunding import LineAmount, Wanted
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.deeds.steps import BUYER, goodwill, of_lines, show, told
from tests.services.fake_deeds import CAN_ALL, DeedChannel, case
from tests.services.fakes import Fault
from tests.services.outbox_deeds import drain
from tests.support.orders import after, euros, order, refunded


def test_a_refund_goes_its_way_and_each_step_is_visible(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    seen = refunding.preview(desk, order_id, goodwill(1000))
    assert (seen.paid, seen.left, seen.amount, seen.rest) == (euros(6460), euros(6460), euros(1000), euros(5460))
    (push,) = refunding.refund(desk, order_id, goodwill(1000), hold_seconds=0).pushes
    assert show(desk, order_id).refundable == euros(5460)
    assert refunding.preview(desk, order_id, goodwill(1)).on_its_way == euros(1000)
    drain(desk, account)
    view = show(desk, order_id)
    assert told(desk, push) == (PushState.CONFIRMED, "")
    assert (view.refunded, view.refundable, channel.left("1001")) == (euros(1000), euros(5460), euros(5460))


def test_the_same_deed_twice_is_one_push(desk: Desk, order_id: OrderId) -> None:
    first = refunding.refund(desk, order_id, goodwill(1000), deed="d1")
    assert refunding.refund(desk, order_id, goodwill(1000), deed="d1").pushes == first.pushes
    assert len(outbox.overview(desk)) == 1


def test_two_refunds_of_one_amount_are_both_given(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    """The second was decided before the first had a name: it must not take that for itself, or for somebody else's."""
    for _ in range(2):
        refunding.refund(desk, order_id, goodwill(1000), hold_seconds=0)
    drain(desk, account)
    assert [one.state for one in outbox.overview(desk)] == [PushState.CONFIRMED] * 2
    assert channel.left("1001") == euros(4460)


def test_a_refund_of_somebody_else_meanwhile_is_a_conflict(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId
) -> None:
    (push,) = refunding.refund(desk, order_id, goodwill(1000), hold_seconds=0).pushes
    channel.give_back("1001", euros(1000))
    drain(desk, account)
    assert told(desk, push)[0] is PushState.CONFLICT
    assert channel.left("1001") == euros(5460)


def test_a_lost_answer_gives_nothing_twice(
    desk: Desk, account: Account, channel: DeedChannel, order_id: OrderId, clock: ManualClock
) -> None:
    channel.plan("issue_refund", Fault.DONE_NO_ANSWER)
    (push,) = refunding.refund(desk, order_id, goodwill(1000), hold_seconds=0).pushes
    for _ in range(3):
        drain(desk, account)
        clock.advance(120)
    assert told(desk, push)[0] is PushState.CONFIRMED
    assert channel.did == [f"refund 1001 {euros(1000)}"]


def test_lines_are_refunded_up_to_what_they_cost(desk: Desk, order_id: OrderId) -> None:
    view = show(desk, order_id)
    cups, plate = view.lines
    assert (cups.refundable, plate.refundable) == (euros(3980), euros(1990))
    wanted = Wanted(
        reason=RefundReason.GOODWILL, lines=(LineAmount(cups.id, euros(1000)), LineAmount(plate.id, euros(1990)))
    )
    refunding.refund(desk, order_id, wanted)
    view = show(desk, order_id)
    assert [one.refundable for one in view.lines] == [euros(2980), euros(0)]
    assert view.refundable == euros(3470)
    with pytest.raises(NotAllowed, match=r"29\.80"):
        refunding.refund(
            desk, order_id, Wanted(reason=RefundReason.GOODWILL, lines=(LineAmount(cups.id, euros(2981)),))
        )


@pytest.mark.parametrize(
    "wanted, code",
    [
        (goodwill(6461), "refund_over_left"),
        (goodwill(0), "amount_odd"),
        (goodwill(-5), "amount_odd"),
        (Wanted(reason=RefundReason.GOODWILL, amount=Money(100, "USD")), "currency_odd"),
        (Wanted(reason=RefundReason.GOODWILL), "amount_missing"),
        (Wanted(reason=RefundReason.GOODWILL, amount=euros(1), comment="x" * 101), "comment_too_long"),
    ],
)
def test_a_refund_that_makes_no_sense_is_refused_with_its_reason(
    desk: Desk, order_id: OrderId, wanted: Wanted, code: str
) -> None:
    with pytest.raises(NotAllowed) as refused:
        refunding.refund(desk, order_id, wanted)
    assert refused.value.code == code
    assert outbox.overview(desk) == ()


def test_money_is_refunded_where_its_case_is(
    desk: Desk, channel: DeedChannel, synced: Synced, order_id: OrderId
) -> None:
    for kind, code in (
        (CaseKind.RETURN, "refund_in_return"),
        (CaseKind.INQUIRY, "refund_in_inquiry"),
        (CaseKind.CANCELLATION, "refund_in_cancellation"),
    ):
        opened = channel.put_case(case("5001", kind=kind))
        synced()
        assert show(desk, order_id).may_refund.code == code
        channel.put_case(replace(opened, state=CaseState.CLOSED, allows=()))
        synced()
    assert show(desk, order_id).may_refund.allowed


def test_money_of_a_case_goes_back_with_the_order_where_the_channel_takes_none_there(
    desk: Desk, channel: DeedChannel, account: Account, synced: Synced, order_id: OrderId
) -> None:
    channel.capabilities = replace(CAN_ALL, answers_returns=None)
    accounts.check_login(desk, account)
    channel.put_case(case("5001"))
    synced()
    assert show(desk, order_id).may_refund.allowed


def test_a_channel_that_refunds_what_left_only_says_so_until_it_has(
    desk: Desk, channel: DeedChannel, account: Account, synced: Synced, order_id: OrderId
) -> None:
    channel.capabilities = replace(CAN_ALL, issues_refunds=CanIssueRefunds(reasons=("GOODWILL",), once_shipped=True))
    accounts.check_login(desk, account)
    assert show(desk, order_id).may_refund.code == "refund_not_shipped"
    for facet in (ShippingFacet.PARTLY_SHIPPED, ShippingFacet.UNKNOWN):
        channel.change("1001", shipping=facet)
        synced()
        assert show(desk, order_id).may_refund.allowed, "under a status that nobody knows it may have left"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["whole", "line", "return", "offer", "inquiry", "send", "elsewhere", "recall"]),
        st.integers(1, 4000),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(STEPS)
def test_whatever_is_queued_no_more_goes_back_than_was_paid(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced, steps: list[tuple[str, int]]
) -> None:
    name = str(2000 + len(channel.orders))
    channel.add(order(name, buyer=BUYER))
    channel.put_case(case(f"r{name}", name, state=CaseState.CLOSED))
    channel.put_case(case(f"i{name}", name, CaseKind.INQUIRY, state=CaseState.CLOSED))
    found = synced()[name]
    ids = {one.kind: one.id for one in show(desk, found).cases}
    cup = show(desk, found).lines[0].id
    for what, minor in steps:
        try:
            if what == "whole":
                refunding.refund(desk, found, goodwill(minor), hold_seconds=0)
            elif what == "line":
                refunding.refund(desk, found, of_lines(LineAmount(cup, euros(minor))), hold_seconds=0)
            elif what == "return":
                returns.refund(desk, found, ids[CaseKind.RETURN], goods=euros(minor), hold_seconds=0)
            elif what == "offer":
                returns.decide(
                    desk, found, ids[CaseKind.RETURN], ReturnAnswer.OFFER_PART, amount=euros(minor), hold_seconds=0
                )
            elif what == "inquiry":
                inquiries.refund(desk, found, ids[CaseKind.INQUIRY], hold_seconds=0)
            elif what == "send":
                drain(desk, account)
            elif what == "elsewhere":
                channel.give_back(name, euros(minor))
            else:
                outbox.recall(desk, [one.id for one in outbox.overview(desk, states=[PushState.WAITING])][:1])
        except DeskError:
            continue
        with desk.store.read() as transaction:
            rows = outbox_store.load_pushes_of(transaction, [found]).get(found, [])
        waiting = sum(
            facts["amount_minor"]
            for facts in (push_facts.facts_of(row.push) for row in rows if row.state is PushState.WAITING)
            if isinstance(facts["amount_minor"], int)
        )
        known = show(desk, found)
        assert known.refundable is not None
        assert known.refunded.minor + waiting + known.refundable.minor <= 6460
        assert channel.left(name).minor >= 0


def test_refunds_that_the_channel_shows_are_known_beforehand(
    desk: Desk, channel: DeedChannel, synced: Synced, order_id: OrderId
) -> None:
    payments = (*channel.order("1001").payments, refunded(100, after(5), "r-9"))
    channel.change("1001", payments=payments, payment=PaymentFacet.PARTLY_REFUNDED)
    synced()
    refunding.refund(desk, order_id, goodwill(100))
    with desk.store.read() as transaction:
        (row,) = outbox_store.load_pushes(transaction)
    assert row.push.known == ("r-9",)  # type: ignore[union-attr]
