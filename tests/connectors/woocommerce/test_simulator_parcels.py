"""The tracking ways of the simulated shop: which of them exist, what each stores and shows, what it refuses."""

from typing import Any

import pytest

from connectors.channels.woocommerce.simulator_model import TRACKING_KEY, ShopOrder
from tests.connectors.woocommerce.simulator_shop import ORDERS, Answer, Shop

pytestmark = pytest.mark.requests_by_hand

NUMBER = "00340434187244670081"
ST, AST = "/wp-json/wc-shipment-tracking/v3/orders", "/wp-json/wc-ast/v3/orders"


def numbers(shop: Shop, order: ShopOrder) -> list[str]:
    (seen,) = shop.state(order=str(order.id))["orders"]
    return [each["number"] for each in seen["trackings"]]


def fresh(shop: Shop, status: str = "processing") -> ShopOrder:
    order = shop.order_with(status, "bacs")
    order.meta = [meta for meta in order.meta if meta.key != TRACKING_KEY]
    order.fulfillments.clear()
    return order


@pytest.mark.parametrize(
    "way,exists",
    [
        ("none", set()),
        ("fulfillments", {"fulfillments"}),
        ("shipment-tracking", {"st"}),
        ("ast", {"ast"}),
    ],
)
def test_only_the_way_of_this_shop_exists(way: str, exists: set[str]) -> None:
    shop = Shop(tracking=way)
    order = shop.ids()[0]
    paths = {
        "fulfillments": f"{ORDERS}/{order}/fulfillments",
        "st": f"{ST}/{order}/shipment-trackings",
        "ast": f"{AST}/{order}/shipment-trackings",
    }
    answers = {name: shop.get(path) for name, path in paths.items()}
    assert {name for name, answer in answers.items() if answer.status == 200} == exists
    assert {answer.json["code"] for answer in answers.values() if answer.status == 404} == {"rest_no_route"}
    spaces = set(shop.get("/wp-json/").json["namespaces"]) & {"wc-shipment-tracking/v3", "wc-ast/v3"}
    assert spaces == {{"st": "wc-shipment-tracking/v3", "ast": "wc-ast/v3"}[name] for name in exists - {"fulfillments"}}


def test_fulfillments_need_10_1() -> None:
    shop = Shop(tracking="fulfillments", wc_version="10.0.4")
    assert shop.get(f"{ORDERS}/{shop.ids()[0]}/fulfillments").json["code"] == "rest_no_route"


@pytest.mark.parametrize("way", ["none", "fulfillments", "shipment-tracking", "ast"])
def test_parcels_of_the_world_are_there_in_every_way(way: str) -> None:
    shop = Shop(60, tracking=way)
    plain = Shop(60, tracking="none")

    def parcels(asked: Shop) -> dict[str, list[str]]:
        return {each["number"]: [one["number"] for one in each["trackings"]] for each in asked.state()["orders"]}

    found = parcels(shop)
    assert found == parcels(plain)
    assert sum(map(len, found.values())) > 40


# -- Shipment Tracking ------------------------------------------------------------------------------------------------


def add(shop: Shop, order: ShopOrder, base: str = ST, **body: Any) -> Answer:
    return shop.ask("POST", f"{base}/{order.id}/shipment-trackings", body={"tracking_number": NUMBER, **body})


def test_shipment_tracking_keeps_the_entry_in_the_orders_meta() -> None:
    shop = Shop(tracking="shipment-tracking")
    order = fresh(shop)
    before = order.modified
    answer = add(shop, order, tracking_provider="Deutsche Post DHL", date_shipped="2026-11-18")
    assert answer.status == 201
    shown = answer.json
    assert (shown["tracking_provider"], shown["tracking_number"]) == ("Deutsche Post DHL", NUMBER)
    assert shown["tracking_link"].endswith(NUMBER)
    assert shown["date_shipped"] == "2026-11-18"
    assert len(shown["tracking_id"]) == 32
    seen = shop.get(f"{ORDERS}/{order.id}").json
    (meta,) = [each for each in seen["meta_data"] if each["key"] == TRACKING_KEY]
    assert meta["value"][0]["tracking_number"] == NUMBER
    assert meta["value"][0]["tracking_provider"] == "deutsche-post-dhl"
    assert seen["status"] == "processing"
    assert order.modified > before
    assert shop.mails() == []
    (entry,) = shop.simulator.journal.since(0)
    assert (entry.deed, entry.remote_ids["tracking_number"]) == ("tracking_added", NUMBER)


def test_a_provider_that_it_does_not_know_is_shown_as_nothing() -> None:
    shop = Shop(tracking="shipment-tracking")
    order = fresh(shop)
    shown = add(shop, order, tracking_provider="GLS").json
    assert (shown["tracking_provider"], shown["tracking_link"]) == ("", "")
    custom = {"custom_tracking_provider": "GLS", "custom_tracking_link": "https://gls.example/?n=%1$s"}
    shown = add(shop, order, **custom).json
    assert (shown["tracking_provider"], shown["tracking_link"]) == ("GLS", f"https://gls.example/?n={NUMBER}")
    groups = shop.get("/wp-json/wc-shipment-tracking/v3/shipment-trackings/providers").json
    assert "DPD.de" in groups["Germany"]


@pytest.mark.parametrize("way,base", [("shipment-tracking", ST), ("ast", AST)])
def test_the_same_number_twice_is_two_entries(way: str, base: str) -> None:
    shop = Shop(tracking=way)
    order = fresh(shop)
    first, second = (add(shop, order, base, tracking_provider="Hermes").json for _ in range(2))
    assert first["tracking_id"] != second["tracking_id"]
    assert numbers(shop, order) == [NUMBER, NUMBER]
    assert shop.deeds() == ["tracking_added", "tracking_added"]
    one = f"{base}/{order.id}/shipment-trackings/{first['tracking_id']}"
    assert shop.get(one).json["tracking_number"] == NUMBER
    assert shop.ask("DELETE", one).status == 200
    assert numbers(shop, order) == [NUMBER]
    gone = shop.get(one)
    assert (gone.status, gone.json["code"]) == (404, "woocommerce_rest_order_shipment_tracking_invalid_id")


def test_what_the_tracking_plugins_refuse() -> None:
    shop = Shop(tracking="shipment-tracking")
    order = fresh(shop)
    missing = shop.ask("POST", f"{ST}/{order.id}/shipment-trackings", body={"tracking_provider": "DHL"})
    assert (missing.status, missing.json["code"]) == (400, "rest_missing_callback_param")
    assert missing.json["data"]["params"] == ["tracking_number"]
    known = add(shop, order, tracking_id="abc")
    assert known.json["code"] == "woocommerce_rest_shop_order_shipment_tracking_exists"
    lost = shop.ask("POST", f"{ST}/999999/shipment-trackings", body={"tracking_number": "1"})
    assert (lost.status, lost.json["code"]) == (404, "woocommerce_rest_order_invalid_id")
    assert shop.deeds() == []


# -- Advanced Shipment Tracking ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shipped,status", [(None, "processing"), (1, "completed"), (2, "partial-shipped")])
def test_ast_may_set_the_status_along(shipped: int | None, status: str) -> None:
    shop = Shop(tracking="ast")
    order = fresh(shop)
    body = {"tracking_provider": "DHL Germany"} | ({"status_shipped": shipped} if shipped else {})
    assert add(shop, order, AST, **body).json["tracking_link"].endswith(NUMBER)
    assert order.status == status


def test_ast_may_replace_what_is_there() -> None:
    shop = Shop(tracking="ast")
    order = fresh(shop)
    add(shop, order, AST, tracking_provider="GLS")
    add(shop, order, AST, tracking_provider="GLS", tracking_number="76543210987", replace_tracking=1)
    assert numbers(shop, order) == ["76543210987"]
    assert shop.deeds() == ["tracking_added", "tracking_removed", "tracking_added"]
    assert "GLS" in shop.get(f"{AST}/{order.id}/shipment-trackings/providers").json["Germany"]


# -- meta only --------------------------------------------------------------------------------------------------------


def test_numbers_written_into_the_meta_are_journalled_one_by_one() -> None:
    shop = Shop(tracking="none")
    order = fresh(shop)
    for count in (1, 2):
        entries = [{"tracking_number": f"{NUMBER}{n}", "tracking_provider": "dhl"} for n in range(count)]
        body = {"meta_data": [{"key": TRACKING_KEY, "value": entries}]}
        assert shop.ask("PUT", f"{ORDERS}/{order.id}", body=body).status == 200
    assert numbers(shop, order) == [f"{NUMBER}0", f"{NUMBER}1"]
    journal = shop.simulator.journal.since(0)
    added = [entry.remote_ids["tracking_number"] for entry in journal if entry.deed == "tracking_added"]
    assert added == [f"{NUMBER}0", f"{NUMBER}1"]
    written = [entry.remote_ids["numbers"] for entry in journal if entry.deed == "meta_set"]
    assert written == [added[:1], added]


# -- Order Fulfillments -----------------------------------------------------------------------------------------------


def fulfil(shop: Shop, order: ShopOrder, items: Any, notify: bool = False, **more: Any) -> Answer:
    meta = {"_items": items, "_tracking_number": NUMBER, "_shipment_provider": "dhl"}
    body = {
        "status": "fulfilled",
        "is_fulfilled": True,
        "meta_data": [{"key": key, "value": value} for key, value in meta.items()],
        **more,
    }
    params = {"notify_customer": "true"} if notify else {}
    return shop.ask("POST", f"{ORDERS}/{order.id}/fulfillments", params, body)


def test_a_part_and_then_the_rest_are_fulfilled() -> None:
    shop = Shop(60, tracking="fulfillments")
    order = next(each for each in shop.simulator.shop.visible() if len(each.lines) > 1 and not each.fulfillments)
    first, rest = order.lines[0], order.lines[1:]
    answer = fulfil(shop, order, [{"item_id": first.id, "qty": first.quantity}], notify=True)
    assert answer.status == 201
    assert answer.json["entity_id"] == str(order.id)
    assert {meta["key"] for meta in answer.json["meta_data"]} >= {"_items", "_tracking_number", "_date_fulfilled"}
    assert order.meta_value("_fulfillment_status") == "partially_fulfilled"
    fulfil(shop, order, [{"item_id": line.id, "qty": line.quantity} for line in rest])
    assert order.meta_value("_fulfillment_status") == "fulfilled"
    assert shop.mails() == ["customer_fulfillment_created"]
    assert len(shop.get(f"{ORDERS}/{order.id}/fulfillments").json) == 2
    (seen,) = shop.state(order=str(order.id))["orders"]
    assert seen["trackings"][0]["items"] == [{"line": str(first.id), "quantity": first.quantity}]
    assert shop.deeds() == ["fulfillment_added", "fulfillment_added"]


@pytest.mark.parametrize(
    "items,words",
    [
        ([], "The fulfillment should contain at least one item."),
        ("all", "The fulfillment items should be an array."),
        ([{"item_id": "12", "qty": 1}], "Invalid item."),
        ([{"item_id": 12, "qty": 0}], "Invalid item."),
        ([{"item_id": 12, "qty": "1"}], "Invalid item."),
        ([{"item_id": 12}], "Invalid item."),
    ],
)
def test_items_that_it_cannot_read_are_refused(items: Any, words: str) -> None:
    shop = Shop(tracking="fulfillments")
    order = fresh(shop)
    answer = fulfil(shop, order, items)
    assert (answer.status, answer.json["message"]) == (400, words)
    assert (shop.deeds(), order.fulfillments) == ([], [])


def test_what_else_fulfilments_refuse() -> None:
    shop = Shop(tracking="fulfillments")
    order = fresh(shop)
    items = [{"item_id": order.lines[0].id, "qty": 1}]
    assert fulfil(shop, order, items, status="posted").json["message"] == "Invalid fulfillment status."
    bare = shop.ask("POST", f"{ORDERS}/{order.id}/fulfillments", body={"status": "fulfilled"})
    assert bare.json["code"] == "rest_missing_callback_param"
    lost = shop.ask("POST", f"{ORDERS}/999999/fulfillments", body={"meta_data": []})
    assert (lost.status, lost.json["code"]) == (404, "woocommerce_rest_order_invalid_id")


def test_a_put_keeps_only_the_meta_that_it_repeats() -> None:
    shop = Shop(tracking="fulfillments")
    order = fresh(shop)
    items = [{"item_id": order.lines[0].id, "qty": 1}]
    made = fulfil(shop, order, items).json["id"]
    one = f"{ORDERS}/{order.id}/fulfillments/{made}"
    body = {"meta_data": [{"key": "_items", "value": items}]}
    kept = shop.ask("PUT", one, body=body).json["meta_data"]
    assert [meta["key"] for meta in kept] == ["_items"]
    assert numbers(shop, order) == [""]
    assert shop.ask("DELETE", one).json == {"message": "Fulfillment deleted successfully."}
    assert shop.get(one).json["message"] == "Invalid fulfillment ID."
    assert shop.deeds() == ["fulfillment_added", "fulfillment_changed", "fulfillment_removed"]
