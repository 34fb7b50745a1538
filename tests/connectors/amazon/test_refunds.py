"""Refunds reach Amazon once, are believed only by report and books, survive a crash at each step, and never exceed."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.channels.amazon.simulator_feeds import cancel
from connectors.channels.amazon.simulator_model import AmazonOrder
from connectors.channels.amazon.simulator_refunds import charged
from connectors.contract.errors import ConnectorError, OutcomeUnknown, RateLimited, Refused, Unavailable, Undecided
from connectors.contract.protocols import AlreadyDone, IssuesRefunds, Moved, NotThere, UnderWay
from desk.domain.pushes import RefundedLine, RefundOrder, RefundReason
from desk.domain.values import Money
from tests.connectors.amazon.deed_side import DOCUMENTS, FEEDS, Crash, DeskAtAmazon, Kept, desk_at_amazon, ref
from tests.support.channel_side import eur

STATES = ("prepared", "uploaded", "submitting", "submitted", "done")


def refund(order: AmazonOrder, minor: int = 0, *, lines: tuple[tuple[str, int], ...] = (), **more: Any) -> RefundOrder:
    usual = {
        "amount": eur(minor or sum(part for _, part in lines)),
        "lines": tuple(RefundedLine(remote_id=line, amount=eur(part)) for line, part in lines),
        "reason": RefundReason.GOODWILL,
    }
    return RefundOrder(order=ref(order), **{**usual, **more})


def step(desk: DeskAtAmazon, push: RefundOrder, deed: Kept) -> object:
    """One try as the outbox makes it: the deed, then a look, on what it kept."""
    attempt = deed.attempt(desk.now)
    try:
        made = desk.connector.issue_refund(push, attempt)
    except OutcomeUnknown:
        return desk.connector.look_refund(push, attempt)
    if isinstance(made, AlreadyDone):
        return made
    return desk.connector.look_refund(push, attempt)


def to_the_end(desk: DeskAtAmazon, push: RefundOrder, deed: Kept, *, hours: float = 0.1, times: int = 90) -> object:
    """Try it again and again while time passes, as the outbox does, until it is over."""
    found: object = None
    for _ in range(times):
        found = step(desk, push, deed)
        if isinstance(found, AlreadyDone):
            return found
        assert isinstance(found, UnderWay), found
        desk.later(hours=hours)
    return found


def left(order: AmazonOrder) -> int:
    return sum(sum(charged(order, item).values()) for item in order.items)


# --- the happy way -----------------------------------------------------------------------------------------


def test_a_refund_is_sent_once_and_believed_when_report_and_books_show_it() -> None:
    with desk_at_amazon() as desk:
        order = desk.shipped()
        push, deed = refund(order, 500), desk.deed()
        assert isinstance(desk.connector, IssuesRefunds)
        assert desk.connector.look_refund(push, deed.attempt(desk.now)) == NotThere()
        assert desk.deeds() == {}, "looking sends nothing"
        deed.sent_at = None
        assert isinstance(step(desk, push, deed), UnderWay)
        assert deed.states == ["prepared", "uploaded", "submitting", "submitted"]
        assert isinstance(step(desk, push, deed), UnderWay)
        desk.later(minutes=10)
        assert isinstance(step(desk, push, deed), UnderWay), "the report alone is no proof"
        assert deed.values["state"] == "done"
        found = to_the_end(desk, push, deed)
        assert isinstance(found, AlreadyDone)
        assert found.remote_ref
        (there,) = desk.refunds(order)
        assert (there.amount, there.by, there.message_id) == (500, "client", deed.values["message"])
        assert there.merchant_id.startswith("D-")
        desk.again()
        assert step(desk, push, deed) == found
        assert desk.deeds() == {"feed_submitted": 1, "refund_made": 1}


def test_all_of_it_goes_back_part_by_part_over_all_articles_and_nothing_more() -> None:
    with desk_at_amazon(finance_seconds=60) as desk:
        order = desk.shipped(2)
        deed = desk.deed()
        assert isinstance(to_the_end(desk, refund(order, left(order)), deed), AlreadyDone)
        back = {one.item_id: one.components for one in desk.refunds(order)}
        want = {item.id: {kind: minor for kind, minor in charged(order, item).items() if minor} for item in order.items}
        assert back == want
        with pytest.raises(Refused) as caught:
            desk.connector.issue_refund(refund(order, 1), desk.deed().attempt(desk.now))
        assert (caught.value.code, caught.value.facts["left"]) == ("more_than_left", 0)


def test_a_line_gives_no_more_than_its_pieces_that_have_left() -> None:
    with desk_at_amazon() as desk:
        order = next(one for one in iter(partial(desk.bought, 2), None) if one.items[0].quantity > 1)
        desk.do("add_tracking", order=order.id, number="0034", items={order.items[0].id: 1})
        most = sum(charged(order, order.items[0]).values())
        for line, over in ((order.items[0].id, most + 1), (order.items[1].id, 1)):
            with pytest.raises(Refused) as caught:
                desk.connector.issue_refund(refund(order, lines=((line, over),)), desk.deed().attempt(desk.now))
            assert caught.value.code == "more_than_left"
        assert desk.deeds() == {}
        assert isinstance(to_the_end(desk, refund(order, lines=((order.items[0].id, most),)), desk.deed()), AlreadyDone)


def test_a_discount_on_shipping_is_taken_from_the_shipping() -> None:
    with desk_at_amazon() as desk:
        order = next(one for one in iter(desk.shipped, None) if charged(one, one.items[0])["Shipping"] > 100)
        push = refund(order, 100, reason=RefundReason.SHIPPING_DISCOUNT)
        to_the_end(desk, push, desk.deed())
        assert [one.components for one in desk.refunds(order)] == [{"Shipping": 100}]


def test_where_prices_stand_without_tax_the_tax_goes_back_on_its_own() -> None:
    with desk_at_amazon(finance_seconds=60, region="na", marketplaces="ATVPDKIKX0DER") as desk:
        order = desk.shipped(2)
        for minor in (777, left(order) - 777):
            push = refund(order, amount=Money(minor, order.currency))
            assert isinstance(to_the_end(desk, push, desk.deed()), AlreadyDone)
        assert sum(one.amount for one in desk.refunds(order)) == left(order)
        assert desk.turned_down() == {}


# --- a crash at each step ----------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("state", STATES)
def test_a_crash_at_any_step_gives_the_money_back_once(state: str, before: bool) -> None:
    with desk_at_amazon(finance_seconds=60) as desk:
        order = desk.shipped()
        push, deed = refund(order, 700), desk.deed()
        deed.dies_at, deed.before = state, before
        with pytest.raises(Crash):
            to_the_end(desk, push, deed)
        deed.dies_at = ""
        desk.again()
        desk.later(minutes=1)
        found = to_the_end(desk, push, deed)
        assert isinstance(found, AlreadyDone), deed.states
        assert [one.amount for one in desk.refunds(order)] == [700]


@pytest.mark.parametrize("names_all", [True, False])
@pytest.mark.parametrize("profile", ["silence", "deed_done_no_answer", "reset", "deed_done_reset"])
def test_an_answer_that_is_lost_doubles_nothing(profile: str, names_all: bool) -> None:
    with desk_at_amazon(finance_seconds=60, report_names_all=names_all) as desk:
        order = desk.shipped()
        push, deed = refund(order, 700), desk.deed()
        desk.plant(profile, FEEDS)
        assert isinstance(step(desk, push, deed), UnderWay)
        desk.again()
        assert isinstance(to_the_end(desk, push, deed), AlreadyDone), deed.states
        assert desk.deeds()["refund_made"] == 1


@pytest.mark.parametrize("path", [DOCUMENTS, "/tortuga-prod-eu/"])
def test_before_it_is_submitted_nothing_has_happened(path: str) -> None:
    with desk_at_amazon(finance_seconds=60) as desk:
        order = desk.shipped()
        push, deed = refund(order, 700), desk.deed()
        desk.plant("reset", path, times=9, method="PUT" if "tortuga" in path else "POST")
        with pytest.raises(Unavailable):
            step(desk, push, deed)
        desk.running.simulator.faults.planned.clear()
        assert isinstance(to_the_end(desk, push, deed), AlreadyDone)
        assert desk.deeds() == {"feed_submitted": 1, "refund_made": 1}


# --- which feed is ours ------------------------------------------------------------------------------------


def test_two_refunds_of_one_amount_whose_answers_are_lost_are_both_given_once() -> None:
    """Neither knows its feed; both feeds stand in Amazon's list, and the reports tell which is whose."""
    with desk_at_amazon(finance_seconds=60) as desk:
        orders = [desk.shipped(), desk.shipped()]
        deeds = [desk.deed(), desk.deed()]
        desk.plant("deed_done_no_answer", FEEDS, times=2)
        for order, deed in zip(orders, deeds, strict=True):
            assert isinstance(step(desk, refund(order, 300), deed), UnderWay)
        desk.again()
        for order, deed in zip(orders, deeds, strict=True):
            assert isinstance(to_the_end(desk, refund(order, 300), deed), AlreadyDone)
        assert [one.amount for order in orders for one in desk.refunds(order)] == [300, 300]


def test_another_ones_feed_that_does_not_tell_is_left_to_the_books_and_then_to_a_person() -> None:
    with desk_at_amazon(finance_seconds=60, report_names_all=False) as desk:
        other, order = desk.shipped(), desk.shipped()
        assert isinstance(to_the_end(desk, refund(other, 200), desk.deed()), AlreadyDone)
        desk.again()
        push, deed = refund(order, 300), desk.deed()
        step(desk, refund(other, 100), desk.deed())
        desk.again()
        desk.plant("silence", FEEDS)
        assert isinstance(step(desk, push, deed), UnderWay)
        assert isinstance(to_the_end(desk, push, deed, hours=2, times=30), UnderWay)
        desk.later(days=1)
        for _ in range(2):
            with pytest.raises(Undecided) as caught:
                step(desk, push, deed)
            assert caught.value.code == "refund_unsure"
        assert deed.values["state"] == "unknown"
        assert desk.refunds(order) == [], "what may have arrived is not sent again"
        desk.do("refund", order=order.id, item=order.items[0].id, components={"Principal": 300})
        desk.later(hours=1)
        assert isinstance(step(desk, push, deed), AlreadyDone), "the books decide even then"


# --- what comes of a feed ----------------------------------------------------------------------------------


def test_a_refusal_comes_with_amazons_words_and_the_agent_may_try_anew() -> None:
    with desk_at_amazon(finance_seconds=60) as desk:
        order = desk.shipped()
        push, deed = refund(order, left(order)), desk.deed()
        assert isinstance(step(desk, push, deed), UnderWay)
        desk.do("refund", order=order.id, components={"Principal": 100})
        with pytest.raises(Refused) as caught:
            to_the_end(desk, push, deed)
        assert (caught.value.code, "exceeds" in caught.value.words) == ("feed_refused", True)
        with pytest.raises(Refused):
            step(desk, push, deed)
        desk.later(hours=1)
        deed.sent_at = None  # the agent has it tried anew
        with pytest.raises(Refused) as caught:
            step(desk, push, deed)
        assert caught.value.code == "more_than_left", "by now the books show what somebody else gave back"
        assert (desk.deeds(), desk.turned_down()) == ({"feed_submitted": 1}, {"refund_refused": 1})


def test_a_feed_that_somebody_cancels_gave_nothing_back_and_may_be_tried_anew() -> None:
    with desk_at_amazon(finance_seconds=60) as desk:
        order = desk.shipped()
        push, deed = refund(order, 300), desk.deed()
        step(desk, push, deed)
        cancel(desk.seller, desk.seller.office.feeds[deed.values["feed"]])
        with pytest.raises(Refused) as caught:
            step(desk, push, deed)
        assert caught.value.code == "feed_cancelled"
        first, deed.sent_at = deed.values["message"], None
        assert isinstance(to_the_end(desk, push, deed), AlreadyDone)
        assert deed.values["message"] != first
        assert [one.amount for one in desk.refunds(order)] == [300]


@pytest.mark.parametrize("after,done", [(0, False), (1, True)])
def test_a_feed_that_amazon_breaks_off_is_judged_by_the_books(after: int, done: bool) -> None:
    with desk_at_amazon(finance_seconds=3600) as desk:
        order = desk.shipped()
        push, deed = refund(order, 300), desk.deed()
        desk.do("fail_feed", after=after)
        if done:
            assert isinstance(to_the_end(desk, push, deed), AlreadyDone)
        else:
            assert isinstance(to_the_end(desk, push, deed, hours=6, times=12), UnderWay)
            desk.later(hours=6)
            with pytest.raises(Refused) as caught:
                step(desk, push, deed)
            assert caught.value.code == "feed_broken"
            deed.sent_at = None
            assert isinstance(to_the_end(desk, push, deed), AlreadyDone)
        assert [one.amount for one in desk.refunds(order)] == [300]


# --- who else is there -------------------------------------------------------------------------------------


def test_what_somebody_else_gave_back_meanwhile_is_a_conflict() -> None:
    with desk_at_amazon(finance_seconds=60) as desk:
        order = desk.shipped()
        deed = desk.deed()
        desk.later(minutes=1)
        desk.do("refund", order=order.id, item=order.items[0].id, components={"Principal": 300})
        desk.later(hours=1)
        attempt = deed.attempt(desk.now)
        with pytest.raises(Refused) as caught:
            desk.connector.issue_refund(refund(order, 300), attempt)
        assert caught.value.code == "moved"
        assert isinstance(desk.connector.look_refund(refund(order, 300), attempt), Moved)
        assert desk.deeds() == {}


def test_the_parts_of_our_own_refund_are_nobody_elses() -> None:
    """Amazon books a refund of two articles as two entries; one of them has the amount of the next refund."""
    with desk_at_amazon(finance_seconds=60) as desk:
        order = desk.shipped(2)
        lines = tuple((item.id, 150) for item in order.items)
        first, second = desk.deed(), desk.deed()
        desk.later(minutes=1)
        assert isinstance(to_the_end(desk, refund(order, lines=lines), first), AlreadyDone)
        assert isinstance(to_the_end(desk, refund(order, 150), second), AlreadyDone)
        assert sum(one.amount for one in desk.refunds(order)) == 450


def test_orders_that_amazon_ships_and_unknown_ones_are_left_alone() -> None:
    with desk_at_amazon() as desk:
        order = desk.bought(fulfilled_by="AMAZON")
        desk.do("ship_by_amazon", order=order.id)
        with pytest.raises(Refused) as caught:
            step(desk, refund(order, 100), desk.deed())
        assert caught.value.code == "moved"
        assert desk.deeds() == {}


# --- quotas and roles --------------------------------------------------------------------------------------


def test_a_look_asks_for_the_feed_once_a_try() -> None:
    with desk_at_amazon() as desk:
        order = desk.shipped()
        push, deed = refund(order, 300), desk.deed()
        step(desk, push, deed)
        asked: list[str] = []
        client: Any = desk.connector._client
        own = client.ask

        def counted(operation: str, *rest: Any) -> Any:
            asked.append(operation)
            return own(operation, *rest)

        client.ask = counted
        step(desk, push, deed)
        assert asked == ["get_feed"]


def test_a_quota_that_is_used_up_holds_back_this_deed_only_and_sends_nothing() -> None:
    with desk_at_amazon(quotas=True) as desk:
        orders = [desk.shipped() for _ in range(16)]
        for order in orders[:15]:
            assert isinstance(step(desk, refund(order, 100), desk.deed()), UnderWay)
            desk.later(seconds=3)
        push, deed = refund(orders[15], 100), desk.deed()
        with pytest.raises(RateLimited) as caught:
            step(desk, push, deed)
        assert (caught.value.for_this_only, deed.values["state"]) == (True, "uploaded")
        assert 0 < (caught.value.retry_after or 0) <= 130
        desk.later(seconds=caught.value.retry_after or 0)
        assert isinstance(step(desk, push, deed), UnderWay)


def test_without_the_roles_nothing_is_sent_and_it_says_which_is_missing() -> None:
    with desk_at_amazon() as desk:
        order = desk.shipped()
        push, deed = refund(order, 300), desk.deed()
        for role, code in (("finance_role", "no_finance_role"), ("orders_role", "no_feed_role")):
            desk.do("set_roles", **{role: False})
            with pytest.raises(ConnectorError) as caught:
                step(desk, push, deed)
            assert type(caught.value) is ConnectorError, "it stops no other work of the account"
            assert caught.value.code == code
            desk.do("set_roles", **{role: True})
        assert isinstance(to_the_end(desk, push, deed), AlreadyDone)
        assert desk.deeds() == {"feed_submitted": 1, "refund_made": 1}


def test_no_sense_is_refused_before_anything_is_asked() -> None:
    with desk_at_amazon() as desk:
        order = desk.shipped()
        for push, code in (
            (refund(order, 300, amount=eur(0)), "nothing_to_refund"),
            (refund(order, lines=((order.items[0].id, 10),), amount=eur(20)), "sums_differ"),
            (refund(order, amount=Money(300, "SEK")), "other_currency"),
        ):
            with pytest.raises(Refused) as caught:
                step(desk, push, desk.deed())
            assert caught.value.code == code
        assert desk.deeds() == {}


# --- never too much ----------------------------------------------------------------------------------------


def given_back(desk: DeskAtAmazon, push: RefundOrder) -> bool:
    """Whether it went back; the only reason against it is that less is left."""
    try:
        return isinstance(to_the_end(desk, push, desk.deed()), AlreadyDone)
    except Refused as refused:
        return refused.code != "more_than_left"


@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6000), st.booleans(), st.sampled_from(RefundReason)), min_size=1, max_size=5))
def test_no_sequence_of_refunds_exceeds_what_was_paid(wanted: list[tuple[int, bool, RefundReason]]) -> None:
    with desk_at_amazon(finance_seconds=0, feed_seconds=0) as desk:
        order = desk.shipped(2)
        whole = left(order)
        for minor, by_line, reason in wanted:
            lines = ((order.items[minor % 2].id, minor),) if by_line else ()
            push = refund(order, minor, lines=lines, reason=reason)
            gone = sum(one.amount for one in desk.refunds(order))
            gone += minor if given_back(desk, push) else 0
            assert sum(one.amount for one in desk.refunds(order)) == gone <= whole
        assert desk.turned_down() == {}, "what is too much is not even sent"
