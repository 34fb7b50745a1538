"""Inquiries are answered once, by the parcel or by all of the money, and never when somebody else has done so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from connectors.channels.ebay.simulator_claims import Inquiry
from connectors.channels.ebay.simulator_model import EbayOrder
from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, AnswersInquiries, Moved, NotThere, UnderWay
from desk.domain.clock import Instant
from desk.domain.pushes import InquiryPush, RefundInquiry, TellInquiry
from tests.connectors.ebay.account import EbayAccount
from tests.connectors.ebay.deed_side import desk_at_ebay, missed, ref
from tests.connectors.ebay.desk_side import NOW
from tests.support.channel_side import after, attempt, eur

NUMBER = "0034-0434 1610"


def told(order: EbayOrder, one: Inquiry, number: str = NUMBER, carrier: str = "dhl_de") -> TellInquiry:
    shipped = Instant(NOW - timedelta(days=2))
    return TellInquiry(order=ref(order), case=one.id, carrier=carrier, number=number, shipped_at=shipped)


def paid_back(order: EbayOrder, one: Inquiry, minor: int = 0) -> RefundInquiry:
    return RefundInquiry(order=ref(order), case=one.id, amount=eur(minor or one.claimed), comment="Tut uns leid")


def refusal(account: EbayAccount, push: InquiryPush) -> Refused:
    before = account.deeds()
    with pytest.raises(Refused) as caught:
        account.connector.answer_inquiry(push, attempt(account))
    assert account.deeds() == before
    return caught.value


EACH = pytest.mark.parametrize(
    "make,deed,path",
    [(told, "inquiry_answered", "/provide_shipment_info"), (paid_back, "refund_booked", "/issue_refund")],
)


@EACH
def test_each_answer_is_given_once(make: Callable[[EbayOrder, Inquiry], InquiryPush], deed: str, path: str) -> None:
    with desk_at_ebay() as account:
        order, one = missed(account)
        push, first = make(order, one), attempt(account)
        assert isinstance(account.connector, AnswersInquiries)
        assert account.connector.look_inquiry(push, first) == NotThere()
        assert account.deeds() == {}, "looking sends nothing"
        assert account.connector.answer_inquiry(push, first) == Accepted(one.id)
        again = after(first, account.now)
        assert isinstance(account.again().look_inquiry(push, again), AlreadyDone | UnderWay)
        assert isinstance(account.connector.answer_inquiry(push, again), AlreadyDone | Accepted)
        account.later(minutes=6)
        assert account.connector.look_inquiry(push, again) == AlreadyDone(one.id)
        assert account.connector.answer_inquiry(push, again) == AlreadyDone(one.id)
        assert account.deeds() == {deed: 1}
        assert path


@EACH
def test_a_lost_answer_is_found_again(make: Callable[[EbayOrder, Inquiry], InquiryPush], deed: str, path: str) -> None:
    with desk_at_ebay() as account:
        order, one = missed(account)
        push, first = make(order, one), attempt(account)
        account.plant("deed_done_reset", path)
        with pytest.raises(OutcomeUnknown):
            account.connector.answer_inquiry(push, first)
        assert isinstance(account.connector.look_inquiry(push, first), AlreadyDone | UnderWay), "in the same breath"
        again = after(first, account.now)
        assert isinstance(account.again().answer_inquiry(push, again), AlreadyDone | Accepted)
        assert account.deeds() == {deed: 1}


@EACH
def test_an_inquiry_that_is_over_is_moved(
    make: Callable[[EbayOrder, Inquiry], InquiryPush], deed: str, path: str
) -> None:
    with desk_at_ebay() as account:
        order, one = missed(account)
        push = make(order, one)
        account.do("close_inquiry", inquiry=one.id)
        assert isinstance(account.connector.look_inquiry(push, attempt(account)), Moved)
        assert refusal(account, push).code == "moved"
        order, one = missed(account)
        push = make(order, one)
        account.do("escalate_inquiry", inquiry=one.id)
        assert refusal(account, push).code == "moved", "eBay has decided it"
        account.running.simulator.market.inquiries.clear()
        assert refusal(account, push).code == "moved"
        assert deed not in account.deeds()
        assert path


def test_the_parcel_goes_by_ebays_code_and_plain_number() -> None:
    with desk_at_ebay() as account:
        for carrier, number, shown in (
            ("dhl_de", NUMBER, ("DHL", "003404341610")),
            ("go_express", "12-3", ("go_express", "123")),
            ("hermes_de", "", ("Hermes", "")),
        ):
            order, one = missed(account)
            account.connector.answer_inquiry(told(order, one, number, carrier), attempt(account))
            assert one.parcel == shown


def test_another_parcel_was_told_meanwhile() -> None:
    with desk_at_ebay() as account:
        order, one = missed(account)
        account.connector.answer_inquiry(told(order, one, "111222333"), attempt(account))
        assert refusal(account, told(order, one)).code == "moved"
        assert account.connector.look_inquiry(told(order, one, "111-222-333"), attempt(account)) == AlreadyDone(one.id)
        # The money may still go back.
        assert account.connector.answer_inquiry(paid_back(order, one), attempt(account)) == Accepted(one.id)


def test_all_of_the_money_goes_back_and_no_more_than_there_is() -> None:
    with desk_at_ebay() as account:
        order, one = missed(account)
        assert refusal(account, paid_back(order, one, one.claimed - 1)).code == "amount_changed"
        assert refusal(account, paid_back(order, one, -1)).code == "nothing_to_refund"
        account.do("refund", order=order.id, amount=100)
        assert refusal(account, paid_back(order, one)).code == "more_than_left"
        assert account.connector.answer_inquiry(paid_back(order, one, one.claimed - 100), attempt(account)) == Accepted(
            one.id
        )
        assert order.refunded == order.due_seller


def test_money_that_somebody_else_gives_back_is_told() -> None:
    with desk_at_ebay() as account:
        order, one = missed(account)
        account.connector.answer_inquiry(paid_back(order, one), attempt(account))
        assert refusal(account, paid_back(order, one)).code == "moved"
        account.later(minutes=6)
        look = account.connector.look_inquiry(paid_back(order, one), attempt(account))
        assert isinstance(look, Moved)
        assert "gone back" in look.words


def test_money_that_could_not_go_back_is_the_agents_again() -> None:
    with desk_at_ebay() as account:
        order, one = missed(account)
        account.do("refund_trouble", order=order.id, failing=1)
        push, first = paid_back(order, one), attempt(account)
        account.connector.answer_inquiry(push, first)
        account.later(minutes=6)
        with pytest.raises(Refused) as caught:
            account.connector.look_inquiry(push, after(first, account.now))
        assert caught.value.code == "refund_failed"
        account.later(minutes=10)
        assert account.connector.answer_inquiry(push, attempt(account)) == Accepted(one.id)


def test_without_a_key_money_waits_for_a_login() -> None:
    with desk_at_ebay() as account:
        order, one = missed(account)
        secrets = {name: value for name, value in account.access.secrets.items() if not name.startswith("signing_")}
        connector = account.again(secrets=secrets)
        with pytest.raises(LoginNeeded) as caught:
            connector.answer_inquiry(paid_back(order, one), attempt(account))
        assert caught.value.field == "signing_private_key"
        assert connector.answer_inquiry(told(order, one), attempt(account)) == Accepted(one.id)
        assert refusal(account, told(order, one, carrier=" ")).code == "no_carrier"
