"""Every answer of the simulated shop validates against the channel's schemas, made strict in tests/specs."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.connectors.woocommerce.simulator_shop import ORDERS, Shop
from tests.specs.channels import available
from tests.specs.judge import MISSING
from tests.specs.woocommerce import problems_of

pytestmark = [pytest.mark.requests_by_hand, pytest.mark.skipif(not available(), reason=MISSING)]


def pages(shop: Shop, **params: Any) -> Iterator[dict[str, Any]]:
    page = 1
    while listed := shop.listed(per_page=100, page=page, **params):
        yield from listed
        page += 1


@pytest.mark.parametrize("way", ["none", "fulfillments", "shipment-tracking", "ast"])
def test_all_orders_of_a_world(way: str) -> None:
    shop = Shop(400, seed=4, tracking=way)
    checked = [order for order in pages(shop, dp=4) if not problems_of(order, "orders")]
    wrong = [problems_of(order, "orders") for order in pages(shop, dp=4) if problems_of(order, "orders")]
    assert wrong[:3] == []
    assert len(checked) == 400
    assert {bool(order["refunds"]) for order in checked} == {True, False}
    assert {bool(order["fee_lines"]) for order in checked} == {True, False}
    assert {bool(order["coupon_lines"]) for order in checked} == {True, False}


def test_all_refunds_and_notes_of_a_world() -> None:
    shop = Shop(200, seed=5)
    counted = {"order_refunds": 0, "order_notes": 0}
    for order in shop.simulator.shop.visible():
        for name, path in (("order_refunds", "refunds"), ("order_notes", "notes")):
            for document in shop.get(f"{ORDERS}/{order.id}/{path}").json:
                assert problems_of(document, name) == []
                counted[name] += 1
    assert min(counted.values()) > 10


def test_answers_to_writes() -> None:
    shop = Shop(60, seed=6)
    order = shop.order_with("processing", "bacs")
    address = f"{ORDERS}/{order.id}"
    line = {
        "id": order.lines[0].id,
        "quantity": 1,
        "refund_total": 1.0,
        "refund_tax": [{"id": 1, "refund_total": 0.19}],
    }
    body = {"amount": "1.19", "api_refund": False, "line_items": [line], "meta_data": [{"key": "_k", "value": "v"}]}
    answers = [
        (shop.ask("PUT", address, body={"status": "completed", "set_paid": True}).json, "orders"),
        (shop.ask("POST", f"{address}/notes", body={"note": "x", "customer_note": True}).json, "order_notes"),
        (shop.ask("POST", f"{address}/refunds", body=body).json, "order_refunds"),
        (shop.ask("POST", ORDERS, body={"line_items": [{"product_id": 3, "total": "5"}]}).json, "orders"),
        (shop.ask("POST", f"{ORDERS}/batch", body={"update": [{"id": order.id}]}).json["update"][0], "orders"),
        (shop.ask("DELETE", address).json, "orders"),
    ]
    for deed in ("new_order", "hide_buyer", "add_tracking"):
        arguments = {} if deed == "new_order" else {"order": order.id, "number": "1"}
        told = shop.do(deed, **arguments)
        answers.append((shop.get(f"{ORDERS}/{told['id']}").json, "orders"))
    assert [problems_of(document, name) for document, name in answers] == [[]] * len(answers)


def test_payment_gateways() -> None:
    gateways = Shop(1).get("/wp-json/wc/v3/payment_gateways").json
    assert len(gateways) == 5
    assert [problems_of(gateway, "payment_gateways") for gateway in gateways] == [[]] * 5


@pytest.mark.parametrize(
    "change",
    [
        {"id": "17"},
        {"total": 17.0},
        {"date_modified_gmt": None},
        {"total_due": "1.00"},
        {"line_items": [{}]},
        {"billing": None},
    ],
)
def test_the_strict_schema_can_fail(change: dict[str, Any]) -> None:
    (order,) = Shop(1).listed()
    assert problems_of(order, "orders") == []
    assert problems_of({**order, **change}, "orders") != []
    shortened = {name: value for name, value in order.items() if name != "number"}
    assert problems_of(shortened, "orders") != []
