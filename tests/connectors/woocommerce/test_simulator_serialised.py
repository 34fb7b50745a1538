"""A shop whose lists are made beforehand answers what the same shop answers that makes them when asked."""

from typing import Any

import pytest

from connectors.channels.woocommerce.simulator import _routes
from connectors.channels.woocommerce.simulator_serialised import SerialisedOrders
from tests.connectors.woocommerce.simulator_shop import ORDERS, Shop

pytestmark = pytest.mark.requests_by_hand

BY_CHANGE: dict[str, Any] = {
    "status": "any",
    "orderby": "modified",
    "order": "asc",
    "dates_are_gmt": "true",
    "dp": "4",
    "per_page": "10",
}


@pytest.fixture
def shops() -> tuple[Shop, Shop]:
    """The second one has its lists ready; neither has refunds."""
    plain, ready = Shop(60, seed=4), Shop(60, seed=4)
    routes = _routes(ready.simulator)
    routes.serialised = SerialisedOrders(ready.simulator.shop)
    SerialisedOrders(plain.simulator.shop)
    return plain, ready


def test_pages_are_those_of_the_shop_itself(shops: tuple[Shop, Shop]) -> None:
    plain, ready = shops
    dates = sorted(order.modified for order in plain.simulator.shop.visible())
    for after in (None, dates[0], dates[20], dates[-1]):
        since = {} if after is None else {"modified_after": after.strftime("%Y-%m-%dT%H:%M:%S")}
        for page in (1, 2, 9):
            asked = {**BY_CHANGE, **since, "page": str(page)}
            theirs, ours = plain.get(ORDERS, **asked), ready.get(ORDERS, **asked)
            assert ours.body == theirs.body
            assert ours.headers == theirs.headers


def test_other_questions_go_to_the_shop_itself(shops: tuple[Shop, Shop]) -> None:
    plain, ready = shops
    for other in ({"status": "trash"}, {"order": "desc"}, {"search": "a"}, {"dp": "2"}):
        asked = {**BY_CHANGE, **other}
        assert ready.get(ORDERS, **asked).body == plain.get(ORDERS, **asked).body


def test_every_order_is_listed_by_its_id(shops: tuple[Shop, Shop]) -> None:
    serialised = _routes(shops[1].simulator).serialised
    assert serialised is not None
    assert sorted(serialised.ids) == sorted(map(str, shops[0].simulator.shop.orders))


def test_nobody_reads_the_lists_without_keys(shops: tuple[Shop, Shop]) -> None:
    assert shops[1].ask("GET", ORDERS, BY_CHANGE, signed_in=False).status == 401
