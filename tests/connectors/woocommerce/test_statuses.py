"""Orders move among a shop's own statuses once; whatever moves money or calls off has deeds of its own."""

from __future__ import annotations

import pytest

from connectors.channels.woocommerce.simulator_model import ShopOrder
from connectors.contract.errors import LoginNeeded, OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, Moved, NotThere
from desk.domain.pushes import SetStatus
from tests.connectors.woocommerce.deed_side import LOST, DeskAtShop, attempt, desk_at_shop, ref

WAITS = "wartet-auf-lager"


def moving(order: ShopOrder, status: str = WAITS, seen: str = "processing") -> SetStatus:
    return SetStatus(order=ref(order), status=status, seen=seen)


def known(desk: DeskAtShop) -> None:
    """Some plugin of the shop brings a status along."""
    desk.shop.extra_statuses.append(WAITS)


def test_the_shops_own_statuses_are_offered_and_none_that_moves_money_or_goods() -> None:
    with desk_at_shop(tracking="ast") as desk:
        known(desk)
        can = desk.connector.capabilities().sets_status
        assert can is not None
        assert can.statuses == ("on-hold", "processing", "partial-shipped", WAITS)
        assert can.paid_only == ("processing",)
        assert desk.deeds() == {}


@pytest.mark.parametrize("fault", ["empty_200", "token_expired"])
def test_where_the_shop_does_not_tell_its_statuses_cores_own_are_left(fault: str) -> None:
    with desk_at_shop() as desk:
        known(desk)
        desk.plant(fault, "/wc/v3/orders", method="OPTIONS", times=9)
        can = desk.connector.capabilities().sets_status
        assert can is not None
        assert can.statuses == ("on-hold", "processing")


def test_an_order_is_moved_once_and_back() -> None:
    with desk_at_shop() as desk:
        known(desk)
        order = desk.bought()
        paid = order.paid
        assert desk.connector.look_status(moving(order), attempt(desk)) == NotThere()
        assert desk.connector.set_status(moving(order), attempt(desk)) == Accepted(str(order.id))
        for _ in range(2):
            assert desk.connector.look_status(moving(order), attempt(desk)) == AlreadyDone(str(order.id))
            assert desk.connector.set_status(moving(order), attempt(desk)) == AlreadyDone(str(order.id))
            desk.again()
        back = moving(order, "processing", seen=WAITS)
        assert desk.connector.set_status(back, attempt(desk)) == Accepted(str(order.id))
        assert (order.status, order.paid) == ("processing", paid)
        assert desk.deeds() == {"status_set": 2}


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_is_found_again(fault: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.plant(fault, f"orders/{order.id}", method="PUT")
        with pytest.raises(OutcomeUnknown):
            desk.connector.set_status(moving(order, "on-hold"), attempt(desk))
        assert desk.again().set_status(moving(order, "on-hold"), attempt(desk)) == AlreadyDone(str(order.id))
        assert desk.deeds() == {"status_set": 1}


@pytest.mark.parametrize("deed", ["cancel", "refund", "trash", "delete", "set_status"])
def test_an_order_that_somebody_moved_meanwhile_is_left_there(deed: str) -> None:
    more = {"status": "completed"} if deed == "set_status" else {}
    with desk_at_shop() as desk:
        order = desk.bought()
        desk.do(deed, order=order.id, **more)
        look = desk.connector.look_status(moving(order, "on-hold"), attempt(desk))
        assert isinstance(look, Moved)
        with pytest.raises(Refused) as caught:
            desk.connector.set_status(moving(order, "on-hold"), attempt(desk))
        assert (caught.value.code, caught.value.words) == ("moved", look.words)
        assert desk.deeds() == {}


@pytest.mark.parametrize("status", ["completed", "cancelled", "refunded", "failed", "pending", "trash"])
def test_what_moves_money_or_goods_or_calls_off_is_never_set_so(status: str) -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        with pytest.raises(Refused) as caught:
            desk.connector.set_status(moving(order, status), attempt(desk))
        assert caught.value.code == "status_gone"
        assert (order.status, desk.deeds()) == ("processing", {})


def test_an_order_that_is_not_paid_is_not_said_to_be() -> None:
    with desk_at_shop() as desk:
        order = desk.bought(method="bacs", status="on-hold")
        with pytest.raises(Refused) as caught:
            desk.connector.set_status(moving(order, "processing", seen="on-hold"), attempt(desk))
        assert caught.value.code == "status_says_paid"
        assert (order.status, order.paid) == ("on-hold", None)


def test_a_status_whose_plugin_is_gone_is_told() -> None:
    with desk_at_shop() as desk:
        order = desk.bought()
        with pytest.raises(Refused) as caught:
            desk.connector.set_status(moving(order), attempt(desk))
        assert (caught.value.code, order.status) == ("status_gone", "processing")


def test_a_key_that_may_only_read_asks_for_a_login() -> None:
    with desk_at_shop(permission="read") as desk:
        order = desk.bought()
        with pytest.raises(LoginNeeded) as caught:
            desk.connector.set_status(moving(order, "on-hold"), attempt(desk))
        assert (caught.value.code, order.status) == ("key_may_not_write", "processing")
