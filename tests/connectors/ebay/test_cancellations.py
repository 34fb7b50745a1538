"""Orders are called off once, paid or not, and buyers who wish it are answered; eBay gives the money back by itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest

from connectors.channels.ebay.case_words import SELLERS_REASONS
from connectors.channels.ebay.simulator_claims import business_days
from connectors.channels.ebay.simulator_model import EbayOrder
from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, CancelsOrders, Moved, NotThere, UnderWay
from desk.domain.clock import as_instant
from desk.domain.pushes import AnswerCancellation, CancellationPush, CancelOrder, CancelReason
from desk.domain.values import RemoteRef
from tests.connectors.ebay.account import EbayAccount
from tests.connectors.ebay.deed_side import LOST, bought, desk_at_ebay, market, ref
from tests.connectors.ebay.desk_side import ACCOUNT
from tests.support.channel_side import after, attempt


def cancel(order: EbayOrder, reason: CancelReason = CancelReason.OUT_OF_STOCK) -> CancelOrder:
    number = order.id if order.checked_out else order.trading_id
    return CancelOrder(order=RemoteRef(ACCOUNT, number), reason=reason, paid=order.checked_out)


def wished(account: EbayAccount) -> tuple[EbayOrder, str]:
    order = bought(account)
    return order, account.do("request_cancel", order=order.id)["cancel_id"]


def answer(order: EbayOrder, case: str, *, approve: bool, **more: Any) -> AnswerCancellation:
    return AnswerCancellation(order=ref(order), case=case, approve=approve, **more)


def refusal(account: EbayAccount, push: CancellationPush) -> Refused:
    before = account.deeds()
    with pytest.raises(Refused) as caught:
        account.connector.cancel_order(push, attempt(account))
    assert account.deeds() == before
    assert caught.value.text.endswith(".")
    return caught.value


def unpaid(account: EbayAccount) -> EbayOrder:
    """A purchase of one article that nobody has paid for."""
    for _ in range(60):
        made = account.do("new_order", country="DE", paid=False)
        order = market(account).orders[made["id"]]
        if len(order.lines) == 1:
            return order
    raise AssertionError("nobody buys one article")


# --- by the merchant ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [CancelReason.OUT_OF_STOCK, CancelReason.BUYER_ASKED, CancelReason.ADDRESS])
def test_a_paid_order_is_called_off_and_ebay_pays_by_itself(reason: CancelReason) -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push, first = cancel(order, reason), attempt(account)
        assert isinstance(account.connector, CancelsOrders)
        assert account.connector.look_cancellation(push, first) == NotThere()
        assert account.deeds() == {}, "looking sends nothing"
        made = account.connector.cancel_order(push, first)
        (asked,) = order.cancel_requests
        assert made == Accepted(asked.id)
        assert (asked.initiator, asked.reason) == ("SELLER", SELLERS_REASONS[reason])
        for _ in range(2):
            assert account.connector.look_cancellation(push, first) == AlreadyDone(asked.id)
            assert account.connector.cancel_order(push, first) == AlreadyDone(asked.id)
            account.again()
        assert account.deeds() == {"order_cancelled": 1}
        assert order.refunded == order.due_seller


def test_an_unpaid_purchase_from_the_fourth_day_on() -> None:
    with desk_at_ebay() as account:
        order = unpaid(account)
        push = cancel(order, CancelReason.UNPAID)
        account.later(days=3, hours=23)
        assert refusal(account, push).code == "not_yet"
        account.later(hours=2)
        assert account.connector.look_cancellation(push, attempt(account)) == NotThere()
        made = account.connector.cancel_order(push, attempt(account))
        assert made == Accepted(order.cancel_requests[0].id)
        assert order.withdrawn
        assert account.connector.look_cancellation(push, attempt(account)) == AlreadyDone(order.cancel_requests[0].id)
        assert isinstance(account.again().cancel_order(push, attempt(account)), AlreadyDone)
        assert account.deeds() == {"order_cancelled": 1}
        other = unpaid(account)
        account.later(days=31)
        assert refusal(account, cancel(other, CancelReason.UNPAID)).code == "too_late"


def test_who_has_paid_meanwhile_is_not_called_off_for_not_paying() -> None:
    with desk_at_ebay() as account:
        order = unpaid(account)
        push = cancel(order, CancelReason.UNPAID)
        account.later(days=5)
        account.do("pay", order=order.id)
        assert refusal(account, push).code == "moved", "the number is another one now"
        same = CancelOrder(order=ref(order), reason=CancelReason.UNPAID, paid=False)
        assert isinstance(account.connector.look_cancellation(same, attempt(account)), Moved)
        assert refusal(account, same).code == "moved"
        assert order.cancel_state == "NONE_REQUESTED"


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_is_found_again(fault: str) -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        push, first = cancel(order), attempt(account)
        # The first is the question whether it may be, which is no deed.
        account.plant(fault, "/cancellation", skip=int(not fault.startswith("deed")))
        told = nullcontext() if fault == "empty_200" else pytest.raises(OutcomeUnknown)
        with told:  # an answer without a body is one
            account.connector.cancel_order(push, first)
        again = after(first, account.now)
        assert isinstance(account.again().look_cancellation(push, again), AlreadyDone)
        assert isinstance(account.connector.cancel_order(push, again), AlreadyDone)
        assert account.deeds() == {"order_cancelled": 1}


def test_what_is_called_off_in_the_same_moment_is_done() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        account.plant("channel_moved", "/post-order/v2/cancellation")
        assert isinstance(account.connector.cancel_order(cancel(order), attempt(account)), AlreadyDone)
        assert account.deeds() == {}


def ship(account: EbayAccount, order: EbayOrder) -> None:
    account.do("add_tracking", order=order.id, number="00340434161094000001")


def give_all_back(account: EbayAccount, order: EbayOrder) -> None:
    account.do("refund", order=order.id)


def open_return(account: EbayAccount, order: EbayOrder) -> None:
    account.do("open_return", order=order.id)


def wait(account: EbayAccount, _: EbayOrder) -> None:
    account.later(days=31)


@pytest.mark.parametrize(
    "meanwhile,code",
    [
        (ship, "already_shipped"),
        (give_all_back, "already_refunded"),
        (open_return, "open_case"),
        (wait, "too_late"),
    ],
)
def test_what_ebay_does_not_let_cancel_is_told_with_its_reason(
    meanwhile: Callable[[EbayAccount, EbayOrder], None], code: str
) -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        meanwhile(account, order)
        caught = refusal(account, cancel(order))
        assert (caught.code, bool(caught.words)) == (code, True)
        assert order.cancel_requests == []


def test_what_ebay_ships_and_reasons_it_does_not_take() -> None:
    with desk_at_ebay() as account:
        assert refusal(account, cancel(bought(account, fulfilled_by="EBAY"))).code == "by_ebay"
        assert refusal(account, cancel(bought(account), CancelReason.UNPAID)).code == "not_yet"


def test_a_buyer_who_asks_meanwhile_is_to_be_answered() -> None:
    with desk_at_ebay() as account:
        order, _ = wished(account)
        look = account.connector.look_cancellation(cancel(order), attempt(account))
        assert isinstance(look, Moved)
        assert refusal(account, cancel(order)).code == "moved"


def test_a_cancellation_whose_money_is_on_its_way_is_not_asked_for_again() -> None:
    with desk_at_ebay() as account:
        order = bought(account)
        account.connector.cancel_order(cancel(order), attempt(account))
        order.cancel_state = "IN_PROGRESS"  # as long as the money is on its way
        (asked,) = order.cancel_requests
        assert account.connector.look_cancellation(cancel(order), attempt(account)) == UnderWay(asked.id)
        assert account.connector.cancel_order(cancel(order), attempt(account)) == Accepted(asked.id)
        assert account.deeds() == {"order_cancelled": 1}


def test_without_a_key_a_login_is_asked_for() -> None:
    with desk_at_ebay() as account:
        order, case = wished(account)
        secrets = {name: text for name, text in account.access.secrets.items() if not name.startswith("signing_")}
        connector = account.again(secrets=secrets)
        for push in (cancel(bought(account)), answer(order, case, approve=True)):
            with pytest.raises(LoginNeeded):
                connector.cancel_order(push, attempt(account))
        # Saying no needs no signature.
        assert isinstance(connector.cancel_order(answer(order, case, approve=False), attempt(account)), Accepted)


# --- by the buyer ------------------------------------------------------------------------------------------


def test_a_wish_is_agreed_to_once() -> None:
    with desk_at_ebay() as account:
        order, case = wished(account)
        push, first = answer(order, case, approve=True), attempt(account)
        assert account.connector.look_cancellation(push, first) == NotThere()
        assert account.connector.cancel_order(push, first) == Accepted(case)
        assert account.connector.look_cancellation(push, first) == AlreadyDone(case)
        assert account.again().cancel_order(push, first) == AlreadyDone(case)
        assert account.deeds() == {"order_cancelled": 1}
        account.later(minutes=6)
        assert account.connector.look_cancellation(push, first) == AlreadyDone(case)
        assert refusal(account, answer(order, case, approve=False)).code == "moved"


def test_a_wish_is_declined_because_the_parcel_is_on_its_way() -> None:
    with desk_at_ebay() as account:
        order, case = wished(account)
        push = answer(order, case, approve=False, number="0034-0434 16", carrier="dhl_de", shipped_at=account.now)
        assert account.connector.cancel_order(push, attempt(account)) == Accepted(case)
        assert account.connector.cancel_order(push, attempt(account)) == AlreadyDone(case)
        (asked,) = order.cancel_requests
        assert asked.state == "REJECTED"
        assert asked.shipped is not None
        assert abs((as_instant(asked.shipped) - account.now).total_seconds()) < 1
        assert refusal(account, answer(order, case, approve=True)).code == "moved"
        assert account.deeds() == {"cancel_rejected": 1}


@pytest.mark.parametrize("approve", [True, False])
@pytest.mark.parametrize("fault", ["deed_done_reset", "cut_body"])
def test_a_lost_answer_to_a_wish_is_found_again(fault: str, approve: bool) -> None:
    with desk_at_ebay() as account:
        order, case = wished(account)
        push, first = answer(order, case, approve=approve), attempt(account)
        account.plant(fault, f"/cancellation/{case}/")
        with pytest.raises(OutcomeUnknown) if fault == "deed_done_reset" else nullcontext():
            account.connector.cancel_order(push, first)  # there is no body that could be cut
        again = after(first, account.now)
        assert account.again().look_cancellation(push, again) == AlreadyDone(case)
        assert account.connector.cancel_order(push, again) == AlreadyDone(case)
        assert sum(account.deeds().values()) == 1


def test_a_wish_that_ran_out_or_is_gone_is_moved() -> None:
    with desk_at_ebay() as account:
        order, case = wished(account)
        due = as_instant(business_days(order.cancel_requests[0].requested, 3))
        account.later(seconds=(due - account.now).total_seconds() + 60)
        assert refusal(account, answer(order, case, approve=True)).code == "moved"
        assert account.connector.look_cancellation(answer(order, case, approve=False), attempt(account)) == AlreadyDone(
            case
        )
        order.cancel_requests.clear()
        assert refusal(account, answer(order, case, approve=True)).code == "moved"
        assert refusal(account, answer(order, "../1", approve=True)).code == "not_found"
