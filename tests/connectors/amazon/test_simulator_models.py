"""Every answer of the simulated Amazon validates against Amazon's own models, made strict."""

from typing import Any

import pytest

from tests.connectors.amazon import simulator_models as models
from tests.connectors.amazon.simulator_account import EVERYTHING, ORDERS, SELLERS, Account
from tests.connectors.amazon.simulator_models import errors

pytestmark = [
    pytest.mark.skipif(not models.SPECS.exists(), reason=models.MISSING),
    pytest.mark.requests_by_hand,
]


@pytest.fixture(scope="module")
def account() -> Account:
    return Account(600, seed=4, marketplaces="A1PA6795UKMFR9,A1F83G8C2ARO7P,A1C3SOZRARQ6R3")


def test_all_pages_of_a_world(account: Account) -> None:
    pages = list(account.pages(includedData=EVERYTHING))
    assert [errors(page, "SearchOrdersResponse") for page in pages] == [[]] * len(pages)
    orders = [order for page in pages for order in page["orders"]]
    assert len(orders) == 600
    assert len({order["orderId"] for order in orders}) == 600
    assert ["pagination" in page for page in pages] == [True] * 5 + [False]


def test_the_world_shows_what_the_sheet_tells_of(account: Account) -> None:
    orders = account.listed(includedData=EVERYTHING)
    statuses = {order["fulfillment"]["fulfillmentStatus"] for order in orders}
    assert statuses >= {"PENDING", "UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED", "UNFULFILLABLE"}
    share = sum(order["fulfillment"]["fulfilledBy"] == "AMAZON" for order in orders) / len(orders)
    assert 0.06 < share < 0.14
    assert {order["salesChannel"]["marketplaceName"] for order in orders} == {
        "Amazon.de",
        "Amazon.co.uk",
        "Amazon.pl",
    }
    currencies = {order["proceeds"]["grandTotal"]["currencyCode"] for order in orders if "proceeds" in order}
    assert currencies >= {"EUR", "PLN", "DKK", "CHF", "GBP"}
    kinds = {
        breakdown["type"]
        for order in orders
        for item in order["orderItems"]
        for breakdown in item.get("proceeds", {}).get("breakdowns", [])
    }
    assert kinds == {"ITEM", "SHIPPING", "GIFT_WRAP", "DISCOUNT", "TAX"}
    assert any("associatedOrders" in order for order in orders)
    assert any("AMAZON_BUSINESS" in order.get("programs", []) for order in orders)
    assert any(order.get("buyer", {}).get("buyerName") == "Amazon Business EU SARL" for order in orders)
    items = [item for order in orders for item in order["orderItems"]]
    assert any("cancellationRequest" in item.get("cancellation", {}) for item in items)
    assert any("cancellationExecution" in item.get("cancellation", {}) for item in items)
    assert any("giftOption" in item["fulfillment"].get("packing", {}) for item in items)
    references = [package["packageReferenceId"] for order in orders for package in order.get("packages", [])]
    assert {reference.isdigit() for reference in references} == {True, False}


@pytest.mark.parametrize("wanted", [None, *EVERYTHING.split(",")])
def test_each_data_set_alone(account: Account, wanted: str | None) -> None:
    for page in account.pages(includedData=wanted):
        assert errors(page, "SearchOrdersResponse") == []


def test_one_order_and_the_marketplaces(account: Account) -> None:
    some = account.listed()[17]["orderId"]
    answer = account.get(f"{ORDERS}/{some}", includedData=EVERYTHING)
    assert errors(answer.json, "GetOrderResponse") == []
    participations = account.get(SELLERS).json
    assert errors(participations, "GetMarketplaceParticipationsResponse", models.SELLERS) == []
    assert [each["marketplace"]["id"] for each in participations["payload"]] == [
        "A1PA6795UKMFR9",
        "A1F83G8C2ARO7P",
        "A1C3SOZRARQ6R3",
    ]


def test_orders_changed_by_every_deed() -> None:
    account = Account(30, seed=8)
    shipped, parted, hidden = account.some(), account.some(pieces=3), account.some()
    assert account.confirm(shipped).status == 204
    account.do("add_tracking", order=parted.id, carrier="dpd", number="1", items={parted.items[0].id: 1})
    account.do("hide_buyer", order=hidden.id)
    account.do("request_cancel", order=account.some().id, reason="")
    account.do("cancel", order=account.some().id, by="AMAZON", reason="Fraud")
    account.do("change_address", order=account.some("PENDING").id, address={"city": "Ulm", "phone": None})
    account.do("deliver", order=shipped.id)
    account.do("release", order=account.some("PENDING_AVAILABILITY").id)
    account.do("ship_by_amazon", order=account.some(fulfilled_by="AMAZON").id)
    account.some("UNFULFILLABLE")
    account.later(minutes=3)
    pages = list(account.pages(includedData=EVERYTHING))
    assert [errors(page, "SearchOrdersResponse") for page in pages] == [[]]
    assert len(pages[0]["orders"]) == 39


def test_refusals_have_amazons_shape() -> None:
    account = Account(5)
    order = account.some()
    refusals = [
        account.search(lastUpdatedAfter=None),
        account.search(lastUpdatedAfter="gestern"),
        account.get(f"{ORDERS}/123-1234567-1234567"),
        account.ask("GET", ORDERS, token="Atza|nothing"),
    ]
    assert [errors(refusal.json, "ErrorList") for refusal in refusals] == [[]] * 4
    assert [refusal.status for refusal in refusals] == [400, 400, 404, 403]
    refused = account.confirm(order, carrierCode="Pigeon Post")
    assert refused.status == 400
    assert errors(refused.json, "ConfirmShipmentErrorResponse", models.ORDERS_V0) == []


def test_amazons_own_examples_pass_where_they_keep_to_their_model() -> None:
    path = models.model(models.ORDERS)["paths"]["/orders/2026-01-01/orders"]["get"]["responses"]["200"]
    example = path["examples"]["application/json"]
    assert errors(example, "SearchOrdersResponse") == []


@pytest.mark.parametrize(
    "change",
    [
        {"orderId": 17},
        {"lastUpdatedTime": "2026-11-20"},
        {"isPrime": True},
        {"programs": ["NEXT_LIFE"]},
        {"fulfillment": {"fulfillmentStatus": "GONE"}},
        {"proceeds": {"grandTotal": {"amount": 12.5, "currencyCode": "EUR"}}},
        {"proceeds": {"grandTotal": {"amount": "12,50", "currencyCode": "EUR"}}},
        {"orderItems": [{}]},
    ],
)
def test_the_strict_model_can_fail(account: Account, change: dict[str, Any]) -> None:
    order = account.listed(includedData=EVERYTHING)[0]
    assert errors(order, "Order") == []
    assert errors({**order, **change}, "Order") != []
    assert errors({name: value for name, value in order.items() if name != "salesChannel"}, "Order") != []
