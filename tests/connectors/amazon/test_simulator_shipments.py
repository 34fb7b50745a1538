"""confirmShipment of the simulated Amazon: what it does, what it refuses, and how the journal tells of it."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.channels.amazon.simulator_model import AmazonOrder
from tests.connectors.amazon.simulator_account import Account

pytestmark = pytest.mark.requests_by_hand


def entry(account: Account) -> dict[str, Any]:
    last = account.simulator.journal.since(0)[-1]
    return {"deed": last.deed, "actor": last.actor, **last.remote_ids}


def parcels(account: Account) -> list[str]:
    return [deed for deed, _ in account.journal() if deed.startswith("parcel")]


def pieces(order: AmazonOrder, quantity: int) -> list[dict[str, Any]]:
    return [{"orderItemId": order.items[0].id, "quantity": quantity}]


def status(account: Account, order: AmazonOrder) -> str:
    return str(account.order(order.id)["fulfillment"]["fulfillmentStatus"])


def test_a_whole_order() -> None:
    account = Account(2)
    order = account.some()
    answer = account.confirm(order)
    assert (answer.status, answer.body) == (204, b"")
    shown = account.order(order.id)
    assert shown["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert shown["lastUpdatedTime"] == account.now.isoformat().replace("+00:00", "Z")
    (package,) = shown["packages"]
    assert package["packageReferenceId"] == "1"
    assert package["trackingNumber"] == "00340434161094042557"
    assert package["carrier"] == "DHL"
    assert {item["orderItemId"]: item["quantity"] for item in package["packageItems"]} == {
        item.id: item.quantity for item in order.items
    }
    assert [item["fulfillment"]["quantityUnfulfilled"] for item in shown["orderItems"]] == [0] * len(order.items)
    assert entry(account) == {
        "deed": "parcel_added",
        "actor": "client",
        "order_id": order.id,
        "package_reference_id": "1",
        "tracking_number": "00340434161094042557",
        "carrier": "DHL",
        "items": {item.id: item.quantity for item in order.items},
    }
    (told,) = account.state(order=order.id)["orders"][0]["trackings"]
    assert told["by"] == "client"


def test_parcel_after_parcel() -> None:
    account = Account(2)
    order = account.some(pieces=3)
    assert account.confirm(order, orderItems=pieces(order, 1)).status == 204
    assert status(account, order) == "PARTIALLY_SHIPPED"
    rest = [{"orderItemId": item.id, "quantity": item.quantity} for item in order.items]
    rest[0]["quantity"] = order.items[0].quantity - 1
    again = account.confirm(order, packageReferenceId="2", trackingNumber="T2", orderItems=rest)
    assert again.status == 204
    assert status(account, order) == "SHIPPED"
    assert parcels(account) == ["parcel_added", "parcel_added"]


def test_the_same_reference_again_edits_the_package() -> None:
    account = Account(2)
    order = account.some()
    assert account.confirm(order).status == 204
    # Also where nothing differs, it is a second effect for the journal.
    assert account.confirm(order).status == 204
    assert account.confirm(order, trackingNumber="NEW", carrierCode="UPS").status == 204
    (package,) = account.order(order.id)["packages"]
    assert (package["trackingNumber"], package["carrier"]) == ("NEW", "UPS")
    assert parcels(account) == ["parcel_added", "parcel_changed", "parcel_changed"]
    assert entry(account)["previous_number"] == "00340434161094042557"


def test_an_edit_may_take_pieces_back() -> None:
    account = Account(2)
    order = account.some(pieces=3)
    assert account.confirm(order).status == 204
    assert account.confirm(order, orderItems=pieces(order, 1)).status == 204
    assert status(account, order) == "PARTIALLY_SHIPPED"


def test_without_a_reference_amazon_assigns_one() -> None:
    account = Account(2)
    order = account.some(pieces=2)
    for _ in range(2):
        done = account.confirm(order, leave_out="packageReferenceId", orderItems=pieces(order, 1))
        assert done.status == 204
    references = [package["packageReferenceId"] for package in account.order(order.id)["packages"]]
    assert len(set(references)) == 2
    assert all(reference.isdigit() for reference in references)
    # A retry makes a second package of one deed.
    assert parcels(account) == ["parcel_added", "parcel_added"]


@pytest.mark.parametrize(
    "changed",
    [
        {"packageReferenceId": 1},
        {"packageReferenceId": "0"},
        {"packageReferenceId": "-1"},
        {"packageReferenceId": "PKG-1"},
        {"packageReferenceId": ""},
        {"packageReferenceId": None},
        {"carrierCode": "dhl"},
        {"carrierCode": ""},
        {"leave_out": "carrierCode"},
        {"carrierCode": "Other", "carrierName": ""},
        {"carrierCode": "Other", "leave_out": "carrierName"},
        {"trackingNumber": " "},
        {"leave_out": "trackingNumber"},
        {"shipDate": "02/21/2022"},
        {"shipDate": "2026-11-20"},
        {"shipDate": "2026-11-20T13:00:00"},
        {"shipDate": "2026-11-20T25:00:00Z"},
        {"shipDate": "2026-11-21T13:00:00Z"},
        {"shipDate": "2026-11-19T13:00:00Z"},
        {"leave_out": "shipDate"},
        {"orderItems": []},
        {"leave_out": "orderItems"},
        {"orderItems": [{"orderItemId": "12345678901234", "quantity": 1}]},
        {"orderItems": [{"orderItemId": 5, "quantity": 1}]},
        {"orderItems": [{"quantity": 1}]},
        {"orderItems": {"orderItemId": "1", "quantity": 1}},
        {"marketplaceId": "A1F83G8C2ARO7P"},
        {"marketplaceId": 7},
    ],
)
def test_what_is_refused(changed: dict[str, Any]) -> None:
    account = Account(2)
    order = account.some()
    assert account.confirm(order, **changed).error == (400, "InvalidInput")
    assert parcels(account) == []
    assert "packages" not in account.order(order.id)


def test_an_order_with_a_label_of_amazons_own() -> None:
    account = Account(2)
    made = account.do("new_order", programs=["FBM_SHIP_PLUS"])
    refused = account.confirm(account.seller.orders[made["id"]])
    assert refused.error == (400, "InvalidInput")
    assert "Ship+" in refused.words


@pytest.mark.parametrize("quantity", [0, -1, 4, 1.5, "1", True])
def test_refused_quantities(quantity: Any) -> None:
    account = Account(2)
    order = account.some()
    order.items[0].quantity = 3
    assert account.confirm(order, orderItems=pieces(order, quantity)).error == (400, "InvalidInput")
    twice = [*pieces(order, 2), *pieces(order, 2)]
    assert account.confirm(order, orderItems=twice).error == (400, "InvalidInput")
    assert parcels(account) == []


def test_more_than_is_left() -> None:
    account = Account(2)
    order = account.some()
    order.items[0].quantity = 3
    assert account.confirm(order, orderItems=pieces(order, 2)).status == 204
    assert account.confirm(order, packageReferenceId="2", orderItems=pieces(order, 2)).error == (400, "InvalidInput")
    assert account.confirm(order, packageReferenceId="2", orderItems=pieces(order, 1)).status == 204
    refused = account.confirm(order, packageReferenceId="3", orderItems=pieces(order, 1))
    assert refused.error == (400, "InvalidInput")
    assert "PackageToUpdateNotFound" in refused.words


def test_cancelled_pieces_do_not_ship() -> None:
    account = Account(2)
    order = account.some()
    order.items[0].quantity = 3
    account.do("cancel", order=order.id, items={order.items[0].id: 1})
    assert account.confirm(order, orderItems=pieces(order, 3)).error == (400, "InvalidInput")
    whole = [{"orderItemId": item.id, "quantity": item.quantity - item.cancelled} for item in order.items]
    assert account.confirm(order, orderItems=whole).status == 204
    assert status(account, order) == "SHIPPED"


@pytest.mark.parametrize("state", ["PENDING", "PENDING_AVAILABILITY", "UNFULFILLABLE", "CANCELLED"])
def test_orders_that_are_not_open(state: str) -> None:
    account = Account(2)
    order = account.some("UNSHIPPED" if state == "CANCELLED" else state)
    if state == "CANCELLED":
        account.do("cancel", order=order.id)
    assert status(account, order) == state
    assert account.confirm(order).error == (400, "InvalidInput")


def test_what_amazon_fulfils_is_not_ours() -> None:
    account = Account(2)
    order = account.some(fulfilled_by="AMAZON")
    refused = account.confirm(order)
    assert refused.error == (400, "InvalidInput")
    assert "Amazon" in refused.words


def test_other_carriers_by_name() -> None:
    account = Account(2)
    order = account.some()
    assert account.confirm(order, carrierCode="Other", carrierName="Radkurier Süd").status == 204
    assert account.order(order.id)["packages"][0]["carrier"] == "Radkurier Süd"


def test_clocks_may_differ_a_little() -> None:
    account = Account(2)
    order = account.some()
    ahead = (account.now + timedelta(seconds=90)).isoformat()
    assert account.confirm(order, shipDate=ahead).status == 204


def test_bodies_that_are_none() -> None:
    account = Account(2)
    order = account.some()
    path = f"/orders/v0/orders/{order.id}/shipmentConfirmation"
    for raw in (b"", b"{", b"[]", b'{"marketplaceId": "A1PA6795UKMFR9"}', b'{"packageDetail": []}'):
        assert account.ask("POST", path, raw=raw).error == (400, "InvalidInput")
    form = account.ask("POST", path, raw=b"a=b", headers={"content-type": "application/x-www-form-urlencoded"})
    assert form.error == (400, "InvalidInput")
    unknown = account.ask(
        "POST",
        "/orders/v0/orders/999-0000000-0000000/shipmentConfirmation",
        body={"marketplaceId": order.marketplace, "packageDetail": {}},
    )
    assert unknown.error == (404, "NotFound")
    bad_id = account.ask("POST", "/orders/v0/orders/2501234567/shipmentConfirmation", body={})
    assert bad_id.error == (400, "InvalidInput")


def test_a_package_made_at_seller_central() -> None:
    account = Account(2)
    order = account.some(pieces=2)
    told = account.do("add_tracking", order=order.id, carrier="gls", number="SC1", items={order.items[0].id: 1})
    assert not told["package_reference_id"].isdigit()
    assert entry(account)["actor"] == "shop"
    # A number that Seller Central took is edited by whoever sends it again.
    account.do("add_tracking", order=order.id, number="SC2", reference="7", items={order.items[0].id: 1})
    assert account.confirm(order, packageReferenceId="7", orderItems=pieces(order, 1)).status == 204
    assert entry(account)["previous_number"] == "SC2"
