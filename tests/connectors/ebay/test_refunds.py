"""Refunds reach eBay once, show what became of them, and never give back more than was paid, whoever else pays."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest

from connectors.channels.ebay.refunds import REASONS
from connectors.contract.errors import (
    ConnectorError,
    LoginNeeded,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unavailable,
    Unreadable,
)
from connectors.contract.protocols import Accepted, AlreadyDone, IssuesRefunds, Moved, NotThere, UnderWay
from desk.domain.pushes import RefundOrder, RefundReason
from desk.domain.values import Money
from tests.connectors.ebay.account import EbayAccount
from tests.connectors.ebay.deed_side import LOST, bought, desk_at_ebay, refund
from tests.support.channel_side import after, attempt, eur


def refusal(account: EbayAccount, push: RefundOrder, **more: Any) -> Refused:
    before = account.deeds()
    with pytest.raises(Refused) as caught:
        account.connector.issue_refund(push, attempt(account, **more))
    assert account.deeds() == before
    assert caught.value.text.endswith(".")
    return caught.value


# --- the happy way -----------------------------------------------------------------------------------------


def test_a_refund_is_under_way_until_ebay_shows_it_done() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push, first = refund(order, 150, comment="Für den Kratzer"), attempt(account)
        assert isinstance(account.connector, IssuesRefunds)
        assert account.connector.look_refund(push, first) == NotThere()
        assert account.deeds() == {}, "looking sends nothing"
        made = account.connector.issue_refund(push, first)
        (there,) = order.refunds
        assert made == Accepted(there.id)
        assert (there.amount, there.reason) == (150, "OTHER_ADJUSTMENT")
        assert account.connector.look_refund(push, first) == UnderWay(there.id)
        assert account.connector.issue_refund(push, first) == Accepted(there.id)
        account.later(minutes=6)
        again = after(first, account.now)
        for _ in range(2):
            assert account.connector.look_refund(push, again) == AlreadyDone(there.id)
            assert account.connector.issue_refund(push, again) == AlreadyDone(there.id)
            account.again()
        assert account.deeds() == {"refund_booked": 1}


@pytest.mark.parametrize("reason", list(RefundReason))
def test_each_reason_goes_by_ebays_own_word_and_lines_by_their_amounts(reason: RefundReason) -> None:
    with desk_at_ebay() as account:
        order = bought(account, lines=2)
        one, two = order.lines
        push = refund(order, lines=((one.id, 100), (two.id, 50), (one.id, 5)), reason=reason)
        account.connector.issue_refund(push, attempt(account))
        (there,) = order.refunds
        assert (there.reason, there.lines, there.amount) == (REASONS[reason], {one.id: 105, two.id: 50}, 155)


# --- lost answers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_is_found_again_and_nothing_is_paid_twice(fault: str) -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push, first = refund(order, 150), attempt(account)
        account.plant(fault, "issue_refund")
        with pytest.raises(OutcomeUnknown):
            account.connector.issue_refund(push, first)
        (there,) = order.refunds
        assert account.connector.look_refund(push, first) == UnderWay(there.id), "looked at in the same breath"
        connector = account.again()  # another process knows only what the outbox tells
        again = after(first, account.now)
        assert connector.look_refund(push, again) == UnderWay(there.id)
        assert connector.issue_refund(push, again) == Accepted(there.id)
        account.later(minutes=6)
        assert connector.issue_refund(push, again) == AlreadyDone(there.id)
        assert account.deeds() == {"refund_booked": 1}


def test_what_surely_did_not_arrive_is_sent_again() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push, first = refund(order, 150), attempt(account)
        account.plant("throttle", "issue_refund")
        with pytest.raises(RateLimited):
            account.connector.issue_refund(push, first)
        account.plant("reset", "issue_refund")
        with pytest.raises(OutcomeUnknown):
            account.connector.issue_refund(push, first)
        account.later(minutes=20)
        again = after(first, first.queued_at)
        assert account.connector.look_refund(push, again) == NotThere()
        assert isinstance(account.connector.issue_refund(push, again), Accepted)
        assert account.deeds() == {"refund_booked": 1}


def test_what_ebay_took_and_does_not_show_is_not_sent_again() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push, first = refund(order, 150), attempt(account)
        account.connector.issue_refund(push, first)
        shown, order.refunds = order.refunds, []
        again = after(first, account.now)
        account.later(minutes=30)
        assert account.connector.look_refund(push, again) == UnderWay(shown[0].id)
        assert account.connector.issue_refund(push, again) == Accepted(shown[0].id)
        assert order.refunds == []


def test_a_refund_that_fails_goes_back_to_the_agent_who_may_try_again() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        account.do("refund_trouble", order=order.id, failing=1)
        push, first = refund(order, 150), attempt(account)
        account.connector.issue_refund(push, first)
        account.later(minutes=6)
        again = after(first, account.now)
        for ask in (account.connector.look_refund, account.connector.issue_refund):
            with pytest.raises(Refused) as caught:
                ask(push, again)
            assert caught.value.code == "refund_failed"
        # Tried anew the outbox begins from nothing, and what failed gave no money.
        assert account.connector.look_refund(push, first) == NotThere()
        assert isinstance(account.connector.issue_refund(push, first), Accepted)
        assert [one.status for one in order.refunds] == ["FAILED", "PENDING"]


# --- others give money back, too ---------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["PENDING", "REFUNDED"])
def test_the_same_amount_from_seller_hub_before_the_first_try_is_told_and_nothing_sent(status: str) -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push = refund(order, 150)
        account.do("refund", order=order.id, amount=150, status=status)
        assert isinstance(account.connector.look_refund(push, attempt(account)), Moved)
        caught = refusal(account, push)
        assert caught.code == "moved"
        assert "same amount" in caught.words
        assert len(order.refunds) == 1


def test_who_was_killed_while_only_looking_takes_nobodys_refund_for_this_one() -> None:
    """The outbox has noted that a try left; what was kept with the push says that it got no further than a look."""
    with desk_at_ebay() as account:
        order = bought(account)
        push, first = refund(order, 150), attempt(account)
        account.plant("maintenance", order.id, method="GET")
        with pytest.raises(Unavailable):
            account.connector.issue_refund(push, first)
        account.later(minutes=20)
        account.do("refund", order=order.id, amount=150, status="REFUNDED")
        account.again()
        again = replace(first, sent_at=account.now)
        assert isinstance(account.connector.look_refund(push, again), Moved)
        with pytest.raises(Refused) as caught:
            account.connector.issue_refund(push, again)
        assert caught.value.code == "moved"
        assert len(order.refunds) == 1


def test_a_try_that_surely_failed_does_not_make_an_earlier_one_forgotten() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push, first = refund(order, 150), attempt(account)
        account.plant("deed_done_no_answer", "issue_refund")
        with pytest.raises(OutcomeUnknown):
            account.connector.issue_refund(push, first)
        account.plant("maintenance", order.id, method="GET")
        account.again()
        again = replace(first, sent_at=account.now)
        with pytest.raises(Unavailable):
            account.connector.issue_refund(push, again)
        account.later(minutes=20)
        assert account.connector.look_refund(push, again) == AlreadyDone(order.refunds[0].id)
        assert account.deeds() == {"refund_booked": 1}


def test_other_amounts_known_refunds_and_failed_ones_are_in_nobodys_way() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        account.do("refund", order=order.id, amount=150)
        push = refund(order, 150)
        assert push.known == (order.refunds[0].id,)
        account.do("refund", order=order.id, amount=149)
        account.do("refund", order=order.id, amount=150, status="FAILED")
        assert account.connector.look_refund(push, attempt(account)) == NotThere()
        assert isinstance(account.connector.issue_refund(push, attempt(account)), Accepted)


def test_a_refund_from_before_the_decision_is_never_taken_for_ours() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        account.do("refund", order=order.id, amount=150)
        account.later(hours=1)
        push = refund(order, 150, known=())
        again = attempt(account, sent=True)
        assert isinstance(account.connector.look_refund(push, again), Moved)
        account.later(minutes=1)
        account.do("refund", order=order.id, amount=150, status="PENDING")
        assert account.connector.look_refund(push, again) == UnderWay(order.refunds[1].id)


def test_ebays_clock_may_be_behind_ours() -> None:
    with desk_at_ebay() as account:
        account.clock.advance(3600)
        order = bought(account)
        push, first = refund(order, 150), attempt(account)
        with pytest.raises(Refused) as caught:
            account.connector.issue_refund(push, first)
        assert (caught.value.code, caught.value.facts["minutes"]) == ("clock_differs", 60)
        account.do("refund", order=order.id, amount=150)
        assert account.connector.look_refund(push, after(first, account.now)) == AlreadyDone(order.refunds[0].id)


def test_a_refund_for_other_lines_is_not_ours() -> None:
    with desk_at_ebay() as account:
        order = bought(account, lines=2)
        one, two = order.lines
        push = refund(order, lines=((one.id, 100),))
        again = attempt(account, sent=True)
        account.do("refund", order=order.id, line=two.id, amount=100)
        assert isinstance(account.connector.look_refund(push, again), Moved)


def test_two_refunds_of_the_same_amount_by_desk_are_two() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push = refund(order, 150)
        assert isinstance(account.connector.issue_refund(push, attempt(account)), Accepted)
        account.later(minutes=6)
        assert isinstance(account.connector.issue_refund(push, attempt(account)), Accepted)
        assert account.deeds() == {"refund_booked": 2}


# --- refusals ----------------------------------------------------------------------------------------------


def test_no_more_than_is_left_of_line_and_order() -> None:
    with desk_at_ebay() as account:
        order = bought(account, lines=2)
        one, _ = order.lines
        whole = order.due_seller
        assert refusal(account, refund(order, whole + 1)).code == "more_than_left"
        assert refusal(account, refund(order, lines=((one.id, one.net_total + 1),))).code == "more_than_left"
        account.do("refund", order=order.id, line=one.id, amount=100, status="PENDING")
        account.do("refund", order=order.id, amount=7)
        over = refusal(account, refund(order, lines=((one.id, one.net_total - 99),)))
        assert (over.code, over.facts["left"]) == ("more_than_left", min(one.net_total - 100, whole - 107))
        assert refusal(account, refund(order, whole - 106)).facts["left"] == whole - 107
        account.later(minutes=6)
        order.refunds[0].status = "REFUNDED"
        assert isinstance(account.connector.issue_refund(refund(order, whole - 107), attempt(account)), Accepted)


@pytest.mark.parametrize(
    "number,code",
    [
        (34925, "no_funds"),
        (34926, "no_funds"),
        (34927, "no_funds"),
        (34928, "no_funds"),
        (34929, "not_settled"),
        (34930, "no_funds"),
    ],
)
def test_what_ebay_says_of_the_sellers_money_is_told(number: int, code: str) -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        account.do("refund_trouble", order=order.id, number=number)
        caught = refusal(account, refund(order, 100))
        assert (caught.code, caught.facts["number"]) == (code, number)
        assert caught.words


def test_ebays_other_refusals_name_the_way_that_is_open() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        account.connector.issue_refund(refund(order, 100), attempt(account))
        with pytest.raises(ConnectorError) as waits:
            account.connector.issue_refund(refund(order, 50), attempt(account))
        assert waits.value.code == "refund_under_way"
        assert not isinstance(waits.value, Refused), "it goes by itself once the first is through"
        account.later(days=91)
        assert refusal(account, refund(order, 50)).code == "too_late"
        account.do("refund", order=order.id)
        assert refusal(account, refund(order, 50)).code == "more_than_left"

        shipped = bought(account)
        account.do("open_return", order=shipped.id)
        in_return = refusal(account, refund(shipped, 50))
        assert (in_return.code, in_return.facts["number"]) == ("open_return", 34916)
        lost = bought(account)
        account.do("open_inquiry", order=lost.id)
        assert refusal(account, refund(lost, 50)).code == "open_inquiry"


def test_a_cancelled_order_pays_by_itself() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push = refund(order, 100)
        account.do("cancel", order=order.id)
        look = account.connector.look_refund(push, attempt(account))
        assert isinstance(look, Moved)
        assert "by itself" in look.words
        assert refusal(account, push).code == "moved"


def test_a_cancellation_that_still_pays_is_not_paid_beside() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push = refund(order, 100)
        account.do("cancel", order=order.id)
        order.cancel_state, order.refunds = "IN_PROGRESS", []  # eBay has begun, and shows no money yet
        assert refusal(account, push).code == "moved"


def test_a_consent_without_the_right_to_refund_asks_for_another_one() -> None:
    with desk_at_ebay(scopes="base sell.fulfillment") as account:
        order = bought(account)
        with pytest.raises(LoginNeeded) as caught:
            account.connector.issue_refund(refund(order, 100), attempt(account))
        assert (caught.value.code, caught.value.field) == ("not_permitted", "refresh_token")
        assert order.refunds == []


def test_a_buyers_wish_to_cancel_forbids_no_goodwill() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        account.do("request_cancel", order=order.id)
        assert isinstance(account.connector.issue_refund(refund(order, 100), attempt(account)), Accepted)


def test_what_is_no_refund_is_not_even_asked_about() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        line = order.lines[0].id
        served = account.state(orders="0")["served"]
        for push, code in (
            (refund(order, -5), "nothing_to_refund"),
            (refund(order, lines=((line, 5), (line, -5)), amount=eur(1)), "nothing_to_refund"),
            (refund(order, lines=((line, 5),), amount=eur(6)), "sums_differ"),
            (refund(order, 100, comment="x" * 101), "comment_too_long"),
        ):
            assert refusal(account, push).code == code
        assert account.state(orders="0")["served"] == served
        assert refusal(account, refund(order, 5, amount=Money(5, "USD"))).code == "other_currency"
        gone = refund(order, lines=(("999", 5),))
        assert isinstance(account.connector.look_refund(gone, attempt(account)), Moved)
        assert refusal(account, gone).code == "moved"


def test_an_order_that_ebay_does_not_have_is_moved() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push = refund(order, 100)
        del account.running.simulator.market.orders[order.id]
        assert isinstance(account.connector.look_refund(push, attempt(account)), Moved)
        assert refusal(account, push).code == "moved"


def test_without_a_key_a_login_is_asked_for_and_nothing_sent() -> None:
    with desk_at_ebay() as account:
        secrets = {name: text for name, text in account.access.secrets.items() if not name.startswith("signing_")}
        order = bought(account)
        connector = account.again(secrets=secrets)
        with pytest.raises(LoginNeeded) as caught:
            connector.issue_refund(refund(order, 100), attempt(account))
        assert caught.value.field == "signing_private_key"
        assert order.refunds == []


def test_amounts_that_nobody_can_read_give_no_money() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        spoilt = {"paymentSummary": {"payments": [{"paymentStatus": "PAID", "amount": {"value": "viel"}}]}}
        account.do("bad_record", order=order.id, fields=spoilt)
        with pytest.raises(Unreadable) as caught:
            account.connector.issue_refund(refund(order, 100), attempt(account))
        assert caught.value.code == "unreadable_money"
        assert order.refunds == []


# --- secrets -----------------------------------------------------------------------------------------------


def test_no_secret_and_no_word_to_a_buyer_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with desk_at_ebay() as account, caplog.at_level(logging.DEBUG):
        order = bought(account)
        push = refund(order, 100, comment="Liebe Frau Geheim")
        account.connector.issue_refund(push, attempt(account))
        another = bought(account)
        account.do("refund_trouble", order=another.id, number=34930)
        told = refusal(account, refund(another, 50))
        kept = account.state(secrets="1")["secrets"]
    lines = [record.getMessage() for record in caplog.records if record.name in {"net", "sync", "auth"}]
    lines += [told.text, told.detail, told.words, told.sample]
    assert any("issue_refund" in line for line in lines)
    for secret in (*kept, *account.access.secrets.values(), "Geheim"):
        assert all(secret not in line for line in lines), secret
