"""Cancellations reach the shop once, never touch its money, and step back where the order went elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.channels.woocommerce.simulator_model import ShopOrder
from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, CancelsOrders, Moved, NotThere
from desk.domain.pushes import AnswerCancellation, CancelOrder, CancelReason
from tests.connectors.woocommerce.deed_side import LOST, desk_at_shop, ref
from tests.support.channel_side import attempt


def cancelling(order: ShopOrder, reason: CancelReason = CancelReason.OUT_OF_STOCK) -> CancelOrder:
    return CancelOrder(order=ref(order), reason=reason, paid=False)


@pytest.mark.parametrize("status", ["pending", "on-hold", "failed", "processing", "auf-lager-warten"])
def test_an_order_is_called_off_once_and_no_money_moves(status: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought(status=status)
        push = cancelling(order)
        assert isinstance(desk.connector, CancelsOrders)
        assert desk.connector.look_cancellation(push, attempt(desk)) == NotThere()
        assert desk.deeds() == {}, "looking sends nothing"
        assert desk.connector.cancel_order(push, attempt(desk)) == Accepted(str(order.id))
        assert (order.status, order.refunds) == ("cancelled", [])
        for _ in range(2):
            assert desk.connector.look_cancellation(push, attempt(desk)) == AlreadyDone(str(order.id))
            assert desk.connector.cancel_order(push, attempt(desk)) == AlreadyDone(str(order.id))
            desk.again()
        assert desk.deeds() == {"status_set": 1}


def test_the_account_promises_no_money_back_with_it() -> None:
    with desk_at_shop() as desk:
        can = desk.connector.capabilities().cancels_orders
        assert can is not None
        assert not can.refunds
        assert not can.answers


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_is_found_again(fault: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.plant(fault, f"orders/{order.id}", method="PUT")
        with pytest.raises(OutcomeUnknown):
            desk.connector.cancel_order(cancelling(order), attempt(desk))
        assert desk.again().cancel_order(cancelling(order), attempt(desk)) == AlreadyDone(str(order.id))
        assert desk.deeds() == {"status_set": 1}


WENT: dict[str, tuple[str, dict[str, Any]]] = {
    "refunded": ("refund", {}),
    "completed": ("set_status", {"status": "completed"}),
    "in the bin": ("trash", {}),
    "deleted": ("delete", {}),
    "shipped in part": ("add_tracking", {"number": "00340434161094000001"}),
}


@pytest.mark.parametrize("where", WENT)
def test_an_order_that_went_elsewhere_is_left_there(where: str) -> None:
    deed, more = WENT[where]
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.do(deed, order=order.id, **more)
        look = desk.connector.look_cancellation(cancelling(order), attempt(desk))
        assert isinstance(look, Moved)
        with pytest.raises(Refused) as caught:
            desk.connector.cancel_order(cancelling(order), attempt(desk))
        assert (caught.value.code, caught.value.words) == ("moved", look.words)
        assert desk.deeds() == {}


def test_an_order_that_was_paid_meanwhile_is_not_called_off_as_unpaid() -> None:
    with desk_at_shop() as desk:
        order = desk.bought(status="on-hold", method="bacs")
        push = cancelling(order, CancelReason.UNPAID)
        assert desk.connector.look_cancellation(push, attempt(desk)) == NotThere()
        desk.do("pay", order=order.id)
        look = desk.connector.look_cancellation(push, attempt(desk))
        assert isinstance(look, Moved)
        assert "paid" in look.words


def test_a_key_that_may_only_read_asks_for_a_login() -> None:
    with desk_at_shop(permission="read") as desk:
        order = desk.bought()
        with pytest.raises(LoginNeeded) as caught:
            desk.connector.cancel_order(cancelling(order), attempt(desk))
        assert caught.value.code == "key_may_not_write"
        assert order.status == "processing"


def test_there_is_no_buyers_wish_to_answer() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        with pytest.raises(Refused) as caught:
            desk.connector.cancel_order(AnswerCancellation(order=ref(order), case="1", approve=True), attempt(desk))
        assert caught.value.code == "channel_cannot"
