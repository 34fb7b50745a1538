"""Deeds in returns: each once, by the sheet's crash checks, never an eBay label, never more money than is left."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from connectors.channels.ebay.returns import CAN_ANSWER_RETURNS, LARGEST_LABEL
from connectors.channels.ebay.simulator_claims import Return
from connectors.channels.ebay.simulator_model import EbayOrder
from connectors.contract.errors import ConnectorError, LoginNeeded, OutcomeUnknown, Refused, Unreadable
from connectors.contract.protocols import Accepted, AlreadyDone, AnswersReturns, Moved, NotThere, UnderWay
from desk.domain.cases import CaseDeed
from desk.domain.pushes import (
    AnswerReturn,
    EscalateReturn,
    ReceiveReturn,
    RefundReturn,
    ReturnAnswer,
    ReturnPush,
    SendReturnLabel,
    WriteToReturn,
)
from tests.connectors.ebay.account import EbayAccount
from tests.connectors.ebay.deed_side import desk_at_ebay, ref, returned
from tests.support.channel_side import after, attempt, eur

PDF = b"%PDF-1.7 label"
Make = Callable[[EbayOrder, Return], ReturnPush]


def answer(order: EbayOrder, one: Return, what: ReturnAnswer = ReturnAnswer.APPROVE, **more: Any) -> AnswerReturn:
    return AnswerReturn(order=ref(order), case=one.id, answer=what, **more)


def declined(order: EbayOrder, one: Return) -> AnswerReturn:
    return answer(order, one, ReturnAnswer.DECLINE, comment="Getragen")


def offered(order: EbayOrder, one: Return, minor: int = 100) -> AnswerReturn:
    return answer(order, one, ReturnAnswer.OFFER_PART, amount=eur(minor))


def label(order: EbayOrder, one: Return, **more: Any) -> SendReturnLabel:
    usual = {"carrier": "dhl_de", "number": "0034-0434 161", "file_name": "Etikett ü.PDF", "file": PDF}
    return SendReturnLabel(order=ref(order), case=one.id, **{**usual, **more})


def received(order: EbayOrder, one: Return) -> ReceiveReturn:
    return ReceiveReturn(order=ref(order), case=one.id, comment="Heil angekommen")


def money(order: EbayOrder, one: Return, goods: int = 100, shipping: int = 0) -> RefundReturn:
    return RefundReturn(order=ref(order), case=one.id, goods=eur(goods), shipping=eur(shipping), comment="Danke")


def escalated(order: EbayOrder, one: Return) -> EscalateReturn:
    return EscalateReturn(order=ref(order), case=one.id, reason="TROUBLE_COMMUNICATION_WITH_BUYER", comment="Stumm")


def text(order: EbayOrder, one: Return) -> WriteToReturn:
    return WriteToReturn(order=ref(order), case=one.id, text="Wohin  soll\nes gehen?")


def delivered(account: EbayAccount, **more: Any) -> tuple[EbayOrder, Return]:
    order, one = returned(account, **more)
    account.connector.answer_return(answer(order, one), attempt(account))
    account.do("ship_return", **{"return": one.id})
    account.do("deliver_return", **{"return": one.id})
    return order, one


def refusal(account: EbayAccount, push: ReturnPush) -> Refused:
    before = account.deeds()
    with pytest.raises(Refused) as caught:
        account.connector.answer_return(push, attempt(account))
    assert account.deeds() == before
    assert caught.value.text.endswith(".")
    return caught.value


def approved(account: EbayAccount) -> tuple[EbayOrder, Return]:
    """A return for which the seller pays the way back."""
    order, one = returned(account, reason="DEFECTIVE_ITEM")
    account.connector.answer_return(answer(order, one), attempt(account))
    return order, one


def shipped_back(account: EbayAccount) -> tuple[EbayOrder, Return]:
    order, one = returned(account)
    account.connector.answer_return(answer(order, one), attempt(account))
    account.do("ship_return", **{"return": one.id})
    return order, one


# Each deed: what it is done to, and the word in the journal.
DEEDS: list[tuple[str, Make, Callable[[EbayAccount], tuple[EbayOrder, Return]], str, str]] = [
    ("approve", answer, returned, "return_decided", "/decide"),
    ("decline", declined, returned, "return_decided", "/decide"),
    ("offer", offered, returned, "return_decided", "/decide"),
    ("receive", received, shipped_back, "return_received", "/mark_as_received"),
    ("refund", money, delivered, "refund_booked", "/issue_refund"),
    ("escalate", escalated, delivered, "return_escalated", "/escalate"),
    ("write", text, returned, "return_messaged", "/send_message"),
    ("label", label, approved, "return_label_added", "/add_shipping_label"),
]
EACH = pytest.mark.parametrize("make,begin,deed,path", [one[1:] for one in DEEDS], ids=[one[0] for one in DEEDS])


# --- each deed ---------------------------------------------------------------------------------------------


@EACH
def test_each_deed_is_done_once(
    make: Make, begin: Callable[[EbayAccount], tuple[EbayOrder, Return]], deed: str, path: str
) -> None:
    with desk_at_ebay() as account:
        order, one = begin(account)
        push, first, before = make(order, one), attempt(account), account.deeds()[deed]
        assert isinstance(account.connector, AnswersReturns)
        assert account.connector.look_return(push, first) == NotThere()
        assert account.deeds()[deed] == before, "looking sends nothing"
        assert account.connector.answer_return(push, first) == Accepted(one.id)
        assert isinstance(account.connector.look_return(push, first), AlreadyDone | UnderWay)
        again = after(first, account.now)
        connector = account.again()
        assert isinstance(connector.look_return(push, again), AlreadyDone | UnderWay)
        assert isinstance(connector.answer_return(push, again), AlreadyDone | Accepted)
        account.later(minutes=6)
        assert isinstance(connector.look_return(push, again), AlreadyDone)
        assert account.deeds()[deed] == before + 1
        assert path


def test_a_deed_without_any_answer_is_found_again() -> None:
    with desk_at_ebay() as account:
        order, one = delivered(account)
        push, first = money(order, one), attempt(account)
        account.plant("deed_done_no_answer", "/issue_refund")
        with pytest.raises(OutcomeUnknown):
            account.connector.answer_return(push, first)
        assert account.again().answer_return(push, after(first, account.now)) == Accepted(one.id)
        assert account.deeds()["refund_booked"] == 1


@EACH
def test_a_lost_answer_is_found_again(
    make: Make, begin: Callable[[EbayAccount], tuple[EbayOrder, Return]], deed: str, path: str
) -> None:
    with desk_at_ebay() as account:
        order, one = begin(account)
        push, first, before = make(order, one), attempt(account), account.deeds()[deed]
        account.plant("deed_done_reset", path)
        with pytest.raises(OutcomeUnknown):
            account.connector.answer_return(push, first)
        assert isinstance(account.connector.look_return(push, first), AlreadyDone | UnderWay), "in the same breath"
        again = after(first, account.now)
        assert isinstance(account.again().answer_return(push, again), AlreadyDone | Accepted)
        assert account.deeds()[deed] == before + 1


@EACH
def test_what_did_not_arrive_is_sent_again(
    make: Make, begin: Callable[[EbayAccount], tuple[EbayOrder, Return]], deed: str, path: str
) -> None:
    with desk_at_ebay() as account:
        order, one = begin(account)
        push, first, before = make(order, one), attempt(account), account.deeds()[deed]
        account.plant("reset", path)
        with pytest.raises(OutcomeUnknown):
            account.connector.answer_return(push, first)
        again = after(first, account.now)
        account.later(minutes=1)
        assert account.connector.look_return(push, again) == NotThere()
        assert account.connector.answer_return(push, again) == Accepted(one.id)
        assert account.deeds()[deed] == before + 1


@EACH
def test_a_return_that_the_buyer_closed_meanwhile_is_moved(
    make: Make, begin: Callable[[EbayAccount], tuple[EbayOrder, Return]], deed: str, path: str
) -> None:
    with desk_at_ebay() as account:
        order, one = begin(account)
        push = make(order, one)
        account.do("close_return", **{"return": one.id})
        look = account.connector.look_return(push, attempt(account))
        if deed == "return_received":
            assert isinstance(look, Moved), "nothing came back"
        assert isinstance(look, Moved)
        caught = refusal(account, push)
        assert (caught.code, caught.words) == ("moved", look.words)
        assert path
        account.running.simulator.market.returns.clear()
        assert isinstance(account.connector.look_return(push, attempt(account)), Moved)


def test_an_escalated_return_is_ebays_to_decide() -> None:
    with desk_at_ebay() as account:
        order, one = delivered(account)
        account.do("escalate_return", **{"return": one.id})
        assert refusal(account, money(order, one)).code == "moved"
        assert account.connector.look_return(escalated(order, one), attempt(account)) == AlreadyDone(one.case_id)


def test_a_return_that_nobody_can_read_gives_no_money() -> None:
    with desk_at_ebay() as account:
        order, one = delivered(account)
        for kind in ("garbage_amounts", "wrong_types"):
            account.do("bad_return", **{"return": one.id, "kind": kind})
            with pytest.raises(Unreadable):
                account.connector.answer_return(money(order, one), attempt(account))
        account.do("foreign_return_word", **{"return": one.id, "field": "state", "word": "WAITING_FOR_DROP_OFF"})
        account.do("bad_return", **{"return": one.id})
        # What eBay offers counts, whatever it calls the state.
        assert account.connector.answer_return(money(order, one), attempt(account)) == Accepted(one.id)
        assert one.refund_id


def test_the_abilities_are_told() -> None:
    assert set(CAN_ANSWER_RETURNS.deeds) == set(CaseDeed) - {CaseDeed.TELL_SHIPMENT}


# --- answers -----------------------------------------------------------------------------------------------


def test_an_approval_never_lets_ebay_make_a_label_that_costs() -> None:
    with desk_at_ebay() as account:
        order, one = approved(account)
        assert (one.state, one.label) == ("RETURN_LABEL_PENDING", None)
        decided = [entry for entry in account.running.simulator.journal.since(0) if entry.deed == "return_decided"]
        assert [entry.remote_ids["decision"] for entry in decided] == ["APPROVE_WITHOUT_EBAY_LABEL"]
        assert account.connector.look_return(answer(order, one), attempt(account)) == AlreadyDone(one.id)


def test_our_number_goes_with_the_approval_where_ebay_wants_one() -> None:
    with desk_at_ebay() as account:
        order, one = returned(account, rma=True)
        push, first = answer(order, one, number="RT2026000001X"), attempt(account)
        assert account.connector.answer_return(push, first) == Accepted(one.id)
        assert (one.rma, one.state) == ("RT2026000001X", "ITEM_READY_TO_SHIP")
        assert account.connector.answer_return(push, first) == AlreadyDone(one.id)
        assert account.deeds() == {"return_decided": 2}


def test_a_number_that_got_lost_between_is_sent_after() -> None:
    with desk_at_ebay() as account:
        order, one = returned(account, rma=True)
        account.connector.answer_return(answer(order, one), attempt(account))
        assert one.state == "RMA_PENDING"
        assert refusal(account, answer(order, one)).code == "number_needed"
        push = answer(order, one, number="RT2026000001X")
        assert account.connector.answer_return(push, attempt(account)) == Accepted(one.id)
        assert one.rma == "RT2026000001X"


def test_our_own_fault_cannot_be_declined() -> None:
    with desk_at_ebay() as account:
        order, one = returned(account, reason="DEFECTIVE_ITEM")
        push = declined(order, one)
        assert account.connector.look_return(push, attempt(account)) == NotThere()
        assert refusal(account, push).code == "not_offered"


def test_answers_of_others_are_told() -> None:
    with desk_at_ebay() as account:
        order, one = returned(account)
        account.connector.answer_return(answer(order, one), attempt(account))
        assert refusal(account, declined(order, one)).code == "moved"
        assert refusal(account, offered(order, one)).code == "moved"
        order, one = returned(account)
        account.connector.answer_return(offered(order, one), attempt(account))
        for push in (answer(order, one), declined(order, one), offered(order, one, 50)):
            assert refusal(account, push).code == "moved"
        order, one = returned(account)
        account.connector.answer_return(declined(order, one), attempt(account))
        assert refusal(account, answer(order, one)).code == "moved"
        assert account.connector.look_return(declined(order, one), attempt(account)) == AlreadyDone(one.id)


def test_a_part_is_offered_in_ebays_numbers_and_never_more_than_there_is() -> None:
    with desk_at_ebay() as account:
        order, one = returned(account)
        assert refusal(account, offered(order, one, one.estimated + 1)).code == "more_than_left"
        assert refusal(account, offered(order, one, 0)).code == "nothing_to_refund"
        account.do("refund", order=order.id, amount=order.due_seller - 100)
        assert refusal(account, offered(order, one, 101)).code == "more_than_left"
        account.connector.answer_return(offered(order, one, 19), attempt(account))
        assert (one.offered, one.keep) == (19, True)


# --- labels ------------------------------------------------------------------------------------------------


def test_a_label_arrives_with_carrier_and_number_and_its_file_once() -> None:
    with desk_at_ebay() as account:
        order, one = approved(account)
        push, first = label(order, one), attempt(account)
        account.plant("deed_done_reset", "/file/upload")
        assert account.connector.answer_return(push, first) == Accepted(one.id), "the file was found at once"
        assert one.label == ("UPLOAD_LABEL", "DHL", "00340434161")
        (file,) = one.files
        assert (file.purpose, file.name.endswith(".pdf"), file.name.isascii()) == ("LABEL_RELATED", True, True)


def test_a_file_that_is_there_is_not_sent_again_and_another_one_is() -> None:
    with desk_at_ebay() as account:
        order, one = approved(account)
        push, first = label(order, one), attempt(account)
        account.plant("reset", "/add_shipping_label")
        with pytest.raises(OutcomeUnknown):
            account.connector.answer_return(push, first)
        other = dataclasses.replace(push, file=PDF + b" better")
        assert account.connector.answer_return(other, attempt(account)) == Accepted(one.id)
        assert len(one.files) == 2
        order, one = approved(account)
        push, first = label(order, one), attempt(account)
        account.plant("reset", "/add_shipping_label")
        with pytest.raises(OutcomeUnknown):
            account.connector.answer_return(push, first)
        assert account.connector.answer_return(push, after(first, account.now)) == Accepted(one.id)
        assert len(one.files) == 1


def test_a_file_that_never_arrived_leaves_it_open() -> None:
    with desk_at_ebay() as account:
        order, one = approved(account)
        account.plant("reset", "/file/upload")
        with pytest.raises(OutcomeUnknown):
            account.connector.answer_return(label(order, one), attempt(account))
        assert (one.files, one.label) == ([], None)


@pytest.mark.parametrize(
    "more,way",
    [
        ({"number": "12-34"}, ("MARK_AS_SENT", "DHL", "1234")),
        ({"number": "12", "carrier": "go_express"}, ("MARK_AS_SENT", "Other", "12")),
        ({"number": "", "carrier": ""}, ("MARK_AS_SENT", "", "")),
    ],
)
def test_the_word_that_a_label_was_sent(more: dict[str, Any], way: tuple[str, str, str]) -> None:
    with desk_at_ebay() as account:
        order, one = approved(account)
        push = label(order, one, file=b"", file_name="", **more)
        assert account.connector.answer_return(push, attempt(account)) == Accepted(one.id)
        assert (one.label, one.files) == (way, [])


def test_labels_that_ebay_would_not_take_are_refused_before_anything_is_sent() -> None:
    with desk_at_ebay() as account:
        order, one = approved(account)
        for more, code in (
            ({"file_name": "label.exe"}, "wrong_file"),
            ({"file": b"x" * (LARGEST_LABEL + 1)}, "wrong_file"),
            ({"number": " - "}, "no_tracking_number"),
            ({"carrier": " "}, "no_tracking_number"),
        ):
            assert refusal(account, label(order, one, **more)).code == code
        order, one = returned(account)
        assert refusal(account, label(order, one)).code == "not_offered", "nobody has accepted it yet"


# --- money -------------------------------------------------------------------------------------------------


def test_the_money_of_a_return_goes_back_by_its_parts() -> None:
    with desk_at_ebay() as account:
        order, one = delivered(account)
        line = order.lines[0]
        shipping = line.delivery
        push = money(order, one, goods=one.estimated - shipping, shipping=shipping)
        first = attempt(account)
        account.connector.answer_return(push, first)
        assert account.connector.look_return(push, after(first, account.now)) == UnderWay(one.id)
        account.later(minutes=6)
        assert account.connector.look_return(push, after(first, account.now)) == AlreadyDone(one.id)
        assert (one.refunded, one.state) == (one.estimated, "CLOSED")


def test_no_more_goes_back_than_the_return_and_the_order_have_left() -> None:
    with desk_at_ebay() as account:
        order, one = delivered(account)
        assert refusal(account, money(order, one, goods=one.estimated + 1)).code == "more_than_left"
        assert refusal(account, money(order, one, goods=0)).code == "nothing_to_refund"
        assert refusal(account, money(order, one, goods=10, shipping=-1)).code == "nothing_to_refund"
        account.do("refund", order=order.id, amount=order.due_seller - 60, status="PENDING")
        assert refusal(account, money(order, one, goods=61)).code == "more_than_left"


def test_money_that_somebody_else_gave_back_is_told() -> None:
    with desk_at_ebay() as account:
        order, one = delivered(account)
        account.connector.answer_return(money(order, one), attempt(account))
        push = money(order, one)
        assert isinstance(account.connector.look_return(push, attempt(account)), Moved)
        account.later(minutes=6)
        look = account.connector.look_return(push, attempt(account))
        assert isinstance(look, Moved)
        assert "gone back" in look.words
        assert isinstance(account.connector.look_return(money(order, one, 99), attempt(account, sent=True)), Moved)


def test_a_refund_waits_while_ebay_works_on_another_of_the_order() -> None:
    """Somebody gave money back in Seller Hub: eBay takes one at a time, and this one goes when that is through."""
    with desk_at_ebay() as account:
        order, one = delivered(account)
        account.do("refund", order=order.id, amount=60, status="PENDING")
        push, first = money(order, one), attempt(account)
        with pytest.raises(ConnectorError) as caught:
            account.connector.answer_return(push, first)
        assert caught.value.code == "refund_under_way"
        assert not isinstance(caught.value, Refused)
        assert account.connector.look_return(push, first) == NotThere()
        order.refunds[-1].status = "REFUNDED"
        assert account.connector.answer_return(push, first) == Accepted(one.id)


def test_money_that_could_not_go_back_is_the_agents_again() -> None:
    with desk_at_ebay() as account:
        order, one = delivered(account)
        account.do("refund_trouble", order=order.id, failing=1)
        push, first = money(order, one), attempt(account)
        account.connector.answer_return(push, first)
        account.later(minutes=6)
        with pytest.raises(Refused) as caught:
            account.connector.look_return(push, after(first, account.now))
        assert one.state == "REFUND_FAILED"
        assert caught.value.code == "refund_failed"
        assert account.connector.answer_return(push, first) == Accepted(one.id), "tried anew"
        account.later(minutes=6)
        assert account.connector.look_return(push, after(first, account.now)) == AlreadyDone(one.id)
        assert one.refunded == 100


def test_without_a_key_money_and_decisions_wait_for_a_login() -> None:
    with desk_at_ebay() as account:
        order, one = returned(account)
        secrets = {name: value for name, value in account.access.secrets.items() if not name.startswith("signing_")}
        connector = account.again(secrets=secrets)
        for push in (answer(order, one), money(order, one)):
            with pytest.raises(LoginNeeded):
                connector.answer_return(push, attempt(account))
        assert connector.answer_return(text(order, one), attempt(account)) == Accepted(one.id)


# --- words -------------------------------------------------------------------------------------------------


def test_the_same_words_may_be_written_twice_by_two_deeds() -> None:
    with desk_at_ebay() as account:
        order, one = returned(account)
        for _ in range(2):
            assert account.connector.answer_return(text(order, one), attempt(account)) == Accepted(one.id)
            account.later(minutes=10)
        assert account.deeds() == {"return_messaged": 2}
        assert account.connector.look_return(text(order, one), attempt(account, sent=True)) == NotThere()


def test_what_is_too_long_or_empty_or_unknown_is_not_sent() -> None:
    with desk_at_ebay() as account:
        order, one = returned(account)
        served = account.state(orders="0")["served"]
        for push, code in (
            (dataclasses.replace(text(order, one), text=" "), "no_text"),
            (dataclasses.replace(text(order, one), text="x" * 1001), "comment_too_long"),
            (dataclasses.replace(escalated(order, one), reason="BECAUSE"), "reason_not_taken"),
            (answer(order, one, comment="x" * 1001), "comment_too_long"),
        ):
            assert refusal(account, push).code == code
        assert account.state(orders="0")["served"] == served
        assert refusal(account, dataclasses.replace(text(order, one), case="1/../2")).code == "not_found"


def test_what_was_done_is_found_though_the_return_has_gone_on_since() -> None:
    """The answer got lost, and before anybody looked the buyer had sent the goods and had thought better of it."""
    with desk_at_ebay() as account:
        order, one = returned(account)
        push, first = answer(order, one), attempt(account)
        account.plant("deed_done_reset", "/decide")
        with pytest.raises(OutcomeUnknown):
            account.connector.answer_return(push, first)
        account.do("close_return", **{"return": one.id})
        again = after(first, account.now)
        assert isinstance(account.again().look_return(push, again), AlreadyDone)
        assert isinstance(account.again().look_return(push, attempt(account)), Moved), "not where none was sent"
