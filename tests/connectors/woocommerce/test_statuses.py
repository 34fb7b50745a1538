"""Orders move among a shop's own statuses once; whatever moves money or calls off has deeds of its own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from connectors.channels.woocommerce.connector import connect
from connectors.channels.woocommerce.simulator_model import ShopOrder
from connectors.contract.errors import ConnectorError, LoginNeeded, OutcomeUnknown, Refused
from connectors.contract.protocols import Accepted, AlreadyDone, Moved, NotThere, Told
from desk.domain.pushes import Attempt, SetStatus
from desk.domain.values import PushKey, RemoteRef
from tests.connectors.http.server import Seen, reply, serving
from tests.connectors.woocommerce.deed_side import LOST, DeskAtShop, desk_at_shop, ref
from tests.connectors.woocommerce.desk_side import ACCOUNT, NOW, access
from tests.connectors.woocommerce.desk_side import order as sample
from tests.support.channel_side import attempt

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


# --- many at once --------------------------------------------------------------------------------------------


def codes(told: Sequence[Told]) -> list[str]:
    return [one.code if isinstance(one, ConnectorError) else type(one).__name__ for one in told]


def test_many_go_by_one_request_and_each_has_its_own_end() -> None:
    with desk_at_shop() as desk:
        known(desk)
        orders = [desk.bought() for _ in range(6)]
        desk.do("set_status", order=orders[1].id, status=WAITS)
        desk.do("cancel", order=orders[2].id)
        desk.do("delete", order=orders[3].id)
        pushes = [moving(one) for one in orders]
        pushes[4] = moving(orders[4], "gone-with-its-plugin")
        before = len(desk.running.simulator.journal.since(0))
        told = desk.connector.set_statuses([(push, attempt(desk)) for push in pushes])
        assert codes(told) == ["Accepted", "AlreadyDone", "moved", "moved", "status_gone", "Accepted"]
        assert [one.status for one in orders[:1] + orders[4:]] == [WAITS, "processing", WAITS]
        assert desk.deeds() == {"status_set": 2}
        sent = [one.path for one in desk.running.simulator.journal.since(before) if one.actor == "client"]
        assert {path.rpartition("/")[2] for path in sent} == {"batch"}


@pytest.mark.parametrize("fault", LOST)
def test_where_the_answer_for_many_is_lost_each_is_found_again(fault: str) -> None:
    with desk_at_shop() as desk:
        orders = [desk.bought() for _ in range(3)]
        moves = [(moving(one, "on-hold"), attempt(desk)) for one in orders]
        desk.plant(fault, "orders/batch")
        with pytest.raises(OutcomeUnknown):
            desk.connector.set_statuses(moves)
        assert codes(desk.again().set_statuses(moves)) == ["AlreadyDone"] * 3
        assert desk.deeds() == {"status_set": 3}


REFUSED = {"code": "woocommerce_rest_cannot_edit", "message": "Not <b>this</b> one.", "data": {"status": 401}}


@pytest.mark.parametrize(
    "answer, ends",
    [
        ({"update": [{"id": "1", "status": "on-hold"}, {"id": 2, "error": REFUSED}]}, ["Accepted", "shop_refused"]),
        ({"update": {"0": {"id": 2, "status": "wc-on-hold"}, "4": "junk"}}, ["not_shown", "Accepted"]),
        ({"update": [{"id": 2, "status": "completed"}]}, ["not_shown", "status_not_taken"]),
        ({"update": []}, ["not_shown", "not_shown"]),
        ({}, ["not_shown", "not_shown"]),
    ],
    ids=["one refused", "a map with junk", "another status", "of none", "nothing"],
)
def test_what_a_shop_says_of_many_is_read_item_by_item(answer: object, ends: list[str]) -> None:
    def shop(seen: Seen) -> bytes:
        path = seen.target.split("?")[0]
        if seen.method == "POST":
            return reply(answer)
        return (
            reply({"name": "x", "namespaces": ["wc/v3"]})
            if path == "/wp-json/"
            else reply(sample(id=int(path.rpartition("/")[2]), status="processing"))
        )

    with serving(shop) as server:
        connector = connect(access(server.address))
        made = [SetStatus(order=RemoteRef(ACCOUNT, number), status="on-hold", seen="processing") for number in "12"]
        told = connector.set_statuses([(push, Attempt(key=PushKey(push.order.id), queued_at=NOW)) for push in made])
        connector.close()
    assert codes(told) == ends
    assert all("<" not in str(getattr(one, "words", "")) for one in told)
