"""Every answer of the simulated shop validates against the channel's schemas, made strict: no field beyond those that
the schema or the channel sheet names, and none of them missing.

What had to be relaxed, and why, stands in RELAXED and BEYOND below. The source of the schemas is a third-party tool
whose own oddities its README names: `custom_note` for `customer_note`, and `shop_url`, which that tool adds.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.connectors.woocommerce.simulator_shop import ORDERS, Shop

SPECS = Path(__file__).parents[4] / "shared" / "specs" / "webshops" / "woocommerce"
pytestmark = pytest.mark.skipif(not SPECS.exists(), reason="the channel's schemas are not on this machine")

TEXT, NUMBER, WHOLE, BOOLEAN = ({"type": name} for name in ("string", "number", "integer", "boolean"))
ANYTHING: dict[str, Any] = {}
LINKS = {"type": "object", "required": ["self", "collection"]}
META = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "key", "value"],
        "properties": {"id": WHOLE, "key": TEXT, "value": {"type": ["string", "object", "array"]}},
    },
}
DISPLAY_META = copy.deepcopy(META)
DISPLAY_META["items"]["properties"].update(display_key=TEXT, display_value=TEXT)  # type: ignore[index]
# The source repeats tax_lines where line taxes belong; the sheet (4) has id, total, subtotal.
LINE_TAXES = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "total", "subtotal"],
        "properties": {"id": WHOLE, "total": TEXT, "subtotal": TEXT},
    },
}
# Fields of real answers that the source does not list: path to schema.
BEYOND: dict[str, dict[str, dict[str, Any]]] = {
    "orders": {
        "payment_url": TEXT,
        "is_editable": BOOLEAN,
        "needs_payment": BOOLEAN,
        "needs_processing": BOOLEAN,
        "currency_symbol": TEXT,
    },
    "orders.shipping": {"phone": TEXT},  # since 5.6
    "orders.line_items": {
        "image": {"type": "object"},
        "parent_name": {"type": ["string", "null"]},
        "global_unique_id": TEXT,  # since 9.x
    },
    "orders.tax_lines": {"rate_percent": NUMBER},
    "orders.shipping_lines": {"instance_id": TEXT, "tax_status": TEXT},
    "orders.fee_lines": {"amount": TEXT},
    "orders.coupon_lines": {"discount_type": TEXT, "nominal_amount": NUMBER, "free_shipping": BOOLEAN},
    "order_notes": {"customer_note": BOOLEAN, "_links": LINKS},
    "order_refunds": {
        "parent_id": WHOLE,
        "tax_lines": {"type": "array"},
        "shipping_lines": {"type": "array"},
        "fee_lines": {"type": "array"},
        "_links": LINKS,
    },
    "order_refunds.line_items": {
        "image": {"type": "object"},
        "parent_name": {"type": ["string", "null"]},
        "global_unique_id": TEXT,
    },
}
# Where the source says something else than the API does.
RELAXED: dict[str, dict[str, Any]] = {
    "orders.tax_lines.rate_id": WHOLE,  # the source takes the rate's number for text
    "orders.line_items.taxes": LINE_TAXES,
    "orders.shipping_lines.taxes": LINE_TAXES,
    "orders.fee_lines.taxes": LINE_TAXES,
    "order_refunds.line_items.taxes": LINE_TAXES,
    "order_refunds.line_items.price": NUMBER,  # the source knows only whole numbers and text
}
# What the API does not answer with: added by the source's tool, or for writing only.
ABSENT = {
    "orders": {"shop_url", "set_paid"},
    "order_notes": {"custom_note", "added_by_user"},
    "order_refunds": {"api_refund"},
    "order_refunds.line_items": {"refund_total"},
}
# Only these may be null, and the source lets everything be.
NULLABLE = {"date_completed", "date_completed_gmt", "date_paid", "date_paid_gmt", "parent_name"}


def strict(name: str) -> dict[str, Any]:
    schema = json.loads((SPECS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return _strict(schema, name)


def _strict(schema: dict[str, Any], path: str) -> dict[str, Any]:
    if path in RELAXED:
        return RELAXED[path]
    name = path.rpartition(".")[2]
    if name == "meta_data":
        in_line = path.endswith("line_items.meta_data")
        return DISPLAY_META if in_line else META
    made = {key: value for key, value in schema.items() if key not in ("$schema", "format")}
    kinds = made.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if name not in NULLABLE and "null" in kinds:
        made["type"] = [kind for kind in kinds if kind != "null"]
    if "items" in made:
        made["items"] = _strict(made["items"], path)
    if "properties" in made:
        known = {key: value for key, value in made["properties"].items() if key not in ABSENT.get(path, set())}
        properties = {key: _strict(value, f"{path}.{key}") for key, value in known.items()}
        properties.update(BEYOND.get(path, {}))
        if name == "_links":
            properties = {key: {"type": "array"} for key in properties}
        made.update(properties=properties, required=sorted(properties), additionalProperties=False)
    return made


def errors(document: Any, name: str) -> list[str]:
    validator = jsonschema.Draft7Validator(strict(name))
    return [f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator.iter_errors(document)]


def pages(shop: Shop, **params: Any) -> Iterator[dict[str, Any]]:
    page = 1
    while listed := shop.listed(per_page=100, page=page, **params):
        yield from listed
        page += 1


@pytest.mark.parametrize("way", ["none", "fulfillments", "shipment-tracking", "ast"])
def test_all_orders_of_a_world(way: str) -> None:
    shop = Shop(400, seed=4, tracking=way)
    checked = [order for order in pages(shop, dp=4) if not errors(order, "orders")]
    wrong = [errors(order, "orders") for order in pages(shop, dp=4) if errors(order, "orders")]
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
                assert errors(document, name) == []
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
    assert [errors(document, name) for document, name in answers] == [[]] * len(answers)


def test_payment_gateways() -> None:
    schema = json.loads((SPECS / "payment_gateways.schema.json").read_text(encoding="utf-8"))
    gateways = Shop(1).get("/wp-json/wc/v3/payment_gateways").json
    assert len(gateways) == 5
    for gateway in gateways:
        jsonschema.validate(gateway, schema)
        # `shop_url` is the source's own again.
        assert set(gateway) - {"_links"} == set(schema["properties"]) - {"shop_url", "_links"}


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
    assert errors(order, "orders") == []
    assert errors({**order, **change}, "orders") != []
    shortened = {name: value for name, value in order.items() if name != "number"}
    assert errors(shortened, "orders") != []
