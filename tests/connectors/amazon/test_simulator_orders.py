"""searchOrders and getOrder of the simulated Amazon: what they select, show, hide and refuse."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.connectors.amazon.simulator_account import BEGINNING, EVERYTHING, GERMANY, NOW, ORDERS, Account, Answer

pytestmark = pytest.mark.requests_by_hand
BASE = {"orderId", "createdTime", "lastUpdatedTime", "salesChannel", "orderItems"}


def text(moment: Any) -> str:
    return str(moment.isoformat(timespec="seconds").replace("+00:00", "Z"))


def ago(**how_much: float) -> str:
    return text(NOW - timedelta(**how_much))


def ids(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [order["orderId"] for order in answer.json["orders"]]


# -- bounds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"lastUpdatedAfter": None},
        {"createdAfter": BEGINNING},
        {"lastUpdatedAfter": None, "createdAfter": BEGINNING, "lastUpdatedBefore": ago(days=1)},
        {"createdBefore": ago(days=1)},
        {"lastUpdatedAfter": "2026-11-01"},
        {"lastUpdatedAfter": "2026-11-01T00:00:00"},
        {"lastUpdatedAfter": "2026-13-01T00:00:00Z"},
        {"lastUpdatedAfter": ""},
        {"lastUpdatedBefore": ago(seconds=119)},
        {"lastUpdatedAfter": ago(days=1), "lastUpdatedBefore": ago(days=2)},
        {"maxResultsPerPage": 0},
        {"maxResultsPerPage": 101},
        {"maxResultsPerPage": "ten"},
        {"fulfillmentStatuses": "UNSHIPPED,Shipped"},
        {"fulfilledBy": "SELLER"},
        {"includedData": "BUYER,ADDRESS"},
        {"includedData": ""},
        {"marketplaceIds": "ATVPDKIKX0DER"},
        {"marketplaceIds": ",".join([GERMANY] * 51)},
        {"paginationToken": "2YgYW55IGNhcm5hbCBwbGVhc3VyZS4"},
        {"paginationToken": ""},
    ],
)
def test_what_a_search_refuses(changed: dict[str, Any]) -> None:
    assert Account(2).search(**changed).error == (400, "InvalidInput")


def test_lists_are_comma_separated() -> None:
    account = Account(2)
    pairs = [("lastUpdatedAfter", BEGINNING), ("includedData", "BUYER"), ("includedData", "RECIPIENT")]
    assert account.ask("GET", ORDERS, pairs).error == (400, "InvalidInput")


def test_the_upper_bound_is_two_minutes_ago_and_told() -> None:
    account = Account(5)
    assert account.search().json["lastUpdatedBefore"] == ago(seconds=120)
    assert "createdBefore" not in account.search().json
    told = account.search(lastUpdatedBefore=ago(days=3)).json
    assert told["lastUpdatedBefore"] == ago(days=3)
    assert all(order["lastUpdatedTime"] <= ago(days=3) for order in told["orders"])
    created = account.search(lastUpdatedAfter=None, createdAfter=BEGINNING).json
    assert created["createdBefore"] == ago(seconds=120)
    assert "lastUpdatedBefore" not in created


def test_a_change_is_listed_two_minutes_later() -> None:
    account = Account(4)
    order = account.some()
    assert order.id not in ids(account.search())
    assert account.order(order.id)["orderId"] == order.id
    account.later(seconds=119)
    assert order.id not in ids(account.search())
    account.later(seconds=1)
    assert ids(account.search())[-1] == order.id
    account.do("touch", orders=[order.id])
    assert order.id not in ids(account.search())


def test_bounds_include_their_instants() -> None:
    account = Account(30)
    orders = account.listed()
    times = [order["lastUpdatedTime"] for order in orders]
    assert times == sorted(times)
    exact = account.search(lastUpdatedAfter=times[4], lastUpdatedBefore=times[9])
    assert ids(exact) == [order["orderId"] for order in orders[4:10]]
    by_creation = account.search(lastUpdatedAfter=None, createdAfter=orders[4]["createdTime"])
    assert orders[4]["orderId"] in ids(by_creation)


def test_filters() -> None:
    account = Account(200, marketplaces=f"{GERMANY},A1F83G8C2ARO7P")
    everything = account.listed(includedData="FULFILLMENT")
    by_status = account.listed(includedData="FULFILLMENT", fulfillmentStatuses="CANCELLED,PARTIALLY_SHIPPED")
    statuses = {order["fulfillment"]["fulfillmentStatus"] for order in by_status}
    assert statuses == {"CANCELLED", "PARTIALLY_SHIPPED"}
    fba = account.listed(includedData="FULFILLMENT", fulfilledBy="AMAZON")
    assert {order["fulfillment"]["fulfilledBy"] for order in fba} == {"AMAZON"}
    both = account.listed(fulfilledBy="AMAZON,MERCHANT")
    assert len(both) == len(everything) == 200
    british = account.listed(marketplaceIds="A1F83G8C2ARO7P")
    assert {order["salesChannel"]["marketplaceId"] for order in british} == {"A1F83G8C2ARO7P"}
    assert len(british) + len(account.listed(marketplaceIds=GERMANY)) == 200
    assert account.listed(marketplaceIds="A13V1IB3VIYZZH") == []


def test_history_ends_after_two_years() -> None:
    account = Account(40)
    oldest = min(account.listed(), key=lambda order: str(order["createdTime"]))
    account.later(days=800)
    account.do("rotate_secret")  # the old one is over long since
    account.new_token()
    assert oldest["orderId"] not in {order["orderId"] for order in account.listed()}
    assert account.get(f"{ORDERS}/{oldest['orderId']}").error == (404, "NotFound")
    state = account.state()
    assert state["counts"]["orders"] == len(account.listed()) == sum(order["listed"] for order in state["orders"])


# -- pages -----------------------------------------------------------------------------------------------------------


def test_pages_hold_everything_once() -> None:
    account = Account(25)
    pages = list(account.pages(maxResultsPerPage=10))
    assert [len(page["orders"]) for page in pages] == [10, 10, 5]
    assert ["pagination" in page for page in pages] == [True, True, False]
    assert len({page["lastUpdatedBefore"] for page in pages}) == 1
    assert len({order["orderId"] for page in pages for order in page["orders"]}) == 25
    assert ["pagination" in page for page in Account(20).pages(maxResultsPerPage=10)] == [True, False]


def test_pages_of_equal_seconds() -> None:
    account = Account(30)
    account.do("touch", count=30)
    account.later(minutes=3)
    found = [order["orderId"] for page in account.pages(maxResultsPerPage=7) for order in page["orders"]]
    assert len(found) == len(set(found)) == 30


def test_a_server_may_give_fewer_than_asked_for() -> None:
    assert [len(page["orders"]) for page in Account(12, page_cap=5).pages()] == [5, 5, 2]


def test_a_token_wants_all_filters_again() -> None:
    account = Account(12)
    filters = {"marketplaceIds": GERMANY, "fulfilledBy": "MERCHANT,AMAZON", "maxResultsPerPage": 3}
    first = account.search(**filters).json
    token = {"paginationToken": first["pagination"]["nextToken"]}
    assert len(ids(account.search(**filters, **token))) == 3
    # Only the size and the data sets may change, and lists may come in another sequence.
    changed = {"maxResultsPerPage": 5, "includedData": "BUYER", "fulfilledBy": "AMAZON,MERCHANT"}
    assert len(ids(account.search(**{**filters, **changed}, **token))) == 5
    for wrong in (
        {"marketplaceIds": None},
        {"fulfilledBy": "MERCHANT"},
        {"fulfillmentStatuses": "UNSHIPPED"},
        {"lastUpdatedAfter": ago(days=30)},
        {"lastUpdatedBefore": first["lastUpdatedBefore"]},
        {"lastUpdatedAfter": None, "createdAfter": BEGINNING},
    ):
        refused = account.search(**{**filters, **wrong}, **token)
        assert refused.error == (400, "InvalidInput"), wrong
        assert "paginationToken" in refused.words


def test_a_token_lives_for_a_day() -> None:
    account = Account(12)
    token = account.search(maxResultsPerPage=5).json["pagination"]["nextToken"]
    account.later(hours=24)
    account.new_token()
    assert len(ids(account.search(paginationToken=token))) == 7
    account.later(seconds=1)
    assert account.search(paginationToken=token).error == (400, "InvalidInput")


def test_an_order_that_changes_between_pages_leaves_the_window() -> None:
    account = Account(12)
    filters = {"maxResultsPerPage": 5}
    first = account.search(**filters).json
    read, later = first["orders"][0]["orderId"], ids(account.search())[7]
    account.do("touch", orders=[read, later])
    token = first["pagination"]["nextToken"]
    rest = account.search(paginationToken=token)
    assert set(ids(rest)) == set(ids(account.search())) - {order["orderId"] for order in first["orders"]}
    assert len(ids(rest)) == 6
    account.later(minutes=3)
    assert set(ids(account.search(lastUpdatedAfter=first["lastUpdatedBefore"]))) == {read, later}


# -- what is shown ---------------------------------------------------------------------------------------------------


def test_without_included_data_only_the_frame_is_there() -> None:
    account = Account(60)
    for order in account.listed():
        assert set(order) - {"orderAliases", "programs", "associatedOrders"} == BASE
        for item in order["orderItems"]:
            assert set(item) == {"orderItemId", "quantityOrdered", "product"}


@pytest.mark.parametrize(
    "wanted, of_order, of_item",
    [
        ("BUYER", {"buyer"}, set()),
        ("RECIPIENT", {"recipient"}, set()),
        ("PROCEEDS", {"proceeds"}, {"proceeds"}),
        ("PROMOTION", set(), {"promotion"}),
        ("CANCELLATION", set(), {"cancellation"}),
        ("FULFILLMENT", {"fulfillment"}, {"fulfillment"}),
        ("PACKAGES", {"packages"}, set()),
        ("TAX", {"tax"}, {"tax"}),
        ("PAYMENT", {"payment"}, set()),
        ("EXPENSE", set(), set()),
        ("FULFILLMENT_ORDERS", set(), set()),
    ],
)
def test_each_data_set_opens_its_own(wanted: str, of_order: set[str], of_item: set[str]) -> None:
    account = Account(300, seed=3)
    orders = account.listed(includedData=wanted)
    frame = BASE | {"orderAliases", "programs", "associatedOrders"}
    assert {name for order in orders for name in order} - frame == of_order
    names = {name for order in orders for item in order["orderItems"] for name in item}
    assert names - {"orderItemId", "quantityOrdered", "product"} == of_item


def amount(money: dict[str, str]) -> Decimal:
    return Decimal(money["amount"])


def test_breakdowns_add_up_to_what_the_world_says() -> None:
    account = Account(400, seed=2)
    told = {order["id"]: order for order in account.state()["orders"]}
    taxed = discounted = 0
    for order in account.listed(includedData="PROCEEDS"):
        if "proceeds" not in order:
            continue
        total = amount(order["proceeds"]["grandTotal"])
        assert total == sum(amount(each["subtotal"]) for each in order["proceeds"]["breakdowns"])
        assert total == sum(amount(item["proceeds"]["proceedsTotal"]) for item in order["orderItems"])
        state = told[order["orderId"]]
        assert total * 10 ** state["decimals"] == state["total"]
        for item in order["orderItems"]:
            parts = {each["type"]: each for each in item["proceeds"]["breakdowns"]}
            assert amount(item["proceeds"]["proceedsTotal"]) == sum(amount(each["subtotal"]) for each in parts.values())
            for kind in ("TAX", "DISCOUNT"):
                if kind in parts:
                    detail = parts[kind]["detailedBreakdowns"]
                    assert amount(parts[kind]["subtotal"]) == sum(amount(each["value"]) for each in detail)
            taxed += "TAX" in parts
            if "DISCOUNT" in parts:
                discounted += 1
                assert amount(parts["DISCOUNT"]["subtotal"]) < 0
    assert taxed > 20
    assert discounted > 20


def test_totals_are_the_worlds() -> None:
    from connectors.simulation.world import world

    account = Account(300, seed=5)
    stored = account.seller.orders
    differing = [
        order.number
        for order in world(5, 300, ("amazon",)).orders
        if not stored[order.number].replaces and stored[order.number].total != order.total
    ]
    assert differing == []


def test_pending_orders_tell_no_price_and_no_buyer() -> None:
    account = Account(2)
    for status in ("PENDING", "PENDING_AVAILABILITY"):
        order = account.order(account.some(status).id)
        assert not {"buyer", "recipient", "proceeds", "payment", "tax", "packages"} & set(order)
        for item in order["orderItems"]:
            assert "proceeds" not in item
            assert "price" not in item["product"]
        assert order["fulfillment"]["fulfillmentStatus"] == status
        account.do("release", order=order["orderId"])
        released = account.order(order["orderId"])
        assert {"buyer", "recipient", "proceeds"} <= set(released)
        assert released["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"


def test_what_amazon_ships_has_no_packages_no_mail_and_no_phone() -> None:
    account = Account(300)
    orders = [order for order in account.listed(includedData=EVERYTHING, fulfilledBy="AMAZON") if "buyer" in order]
    assert len(orders) > 15
    for order in orders:
        assert "packages" not in order
        assert "buyerEmail" not in order["buyer"]
        assert "phone" not in order["recipient"]["deliveryAddress"]
    shipped = [order for order in orders if order["fulfillment"]["fulfillmentStatus"] == "SHIPPED"]
    unfulfilled = {item["fulfillment"]["quantityUnfulfilled"] for order in shipped for item in order["orderItems"]}
    assert unfulfilled == {0}


def test_the_relay_mail_is_there_in_the_right_states_only() -> None:
    account = Account(400)
    with_mail: set[str] = set()
    without: set[str] = set()
    for order in account.listed(includedData="BUYER,FULFILLMENT", fulfilledBy="MERCHANT"):
        mail = order.get("buyer", {}).get("buyerEmail")
        (with_mail if mail else without).add(order["fulfillment"]["fulfillmentStatus"])
        assert mail is None or "@marketplace.amazon." in mail or mail.startswith("no-reply-amazon-iba-buyer@")
    assert with_mail == {"UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED"}
    assert {"PENDING", "CANCELLED"} <= without


def test_the_phone_goes_when_the_delivery_is_past() -> None:
    account = Account(2)
    order = account.some()
    order.address["phone"] = "+49 511 1234"

    def phone() -> str | None:
        shown: str | None = account.order(order.id)["recipient"]["deliveryAddress"].get("phone")
        return shown

    assert account.confirm(order).status == 204
    assert phone() == "+49 511 1234"
    assert account.state(order=order.id)["orders"][0]["phone"] == "+49 511 1234"
    account.later(days=8)
    account.new_token()
    assert phone() is None
    assert account.state(order=order.id)["orders"][0]["phone"] is None


def test_a_missing_role_hides_its_fields() -> None:
    account = Account(120, delivery_role=False)
    for order in account.listed(includedData=EVERYTHING):
        assert "buyerEmail" not in order.get("buyer", {})
        address = order.get("recipient", {}).get("deliveryAddress", {})
        assert not {"name", "addressLine1", "addressLine2", "phone"} & set(address)
    assert any("buyerName" in order.get("buyer", {}) for order in account.listed(includedData="BUYER"))
    account.do("set_roles", delivery_role=True, tax_role=False)
    orders = account.listed(includedData=EVERYTHING)
    assert not any("buyerName" in order.get("buyer", {}) or "tax" in order for order in orders)
    assert any("name" in order.get("recipient", {}).get("deliveryAddress", {}) for order in orders)


def test_access_denied() -> None:
    account = Account(3, denied="pii")
    order = account.listed()[0]["orderId"]
    for wanted in ("BUYER", "FULFILLMENT,RECIPIENT", EVERYTHING):
        assert account.search(includedData=wanted).error == (403, "AccessDenied")
        assert account.get(f"{ORDERS}/{order}", includedData=wanted).error == (403, "AccessDenied")
    assert account.search(includedData="PROCEEDS,FULFILLMENT,PACKAGES,CANCELLATION,PROMOTION").status == 200
    account.do("set_roles", denied="all")
    assert account.search().error == (403, "AccessDenied")


def test_a_hidden_buyer() -> None:
    account = Account(2)
    order = account.some()
    before = account.order(order.id)
    name = before["recipient"]["deliveryAddress"]["name"]
    account.do("hide_buyer", order=order.id)
    assert name not in str(account.order(order.id))
    assert account.state(order=order.id)["orders"][0]["names"] == []


# -- one order -------------------------------------------------------------------------------------------------------


def test_get_order_refuses() -> None:
    account = Account(2)
    assert account.get(f"{ORDERS}/TEST_CASE_400").error == (400, "InvalidInput")
    assert account.get(f"{ORDERS}/999-1234567-1234567").error == (404, "NotFound")
    some = account.listed()[0]["orderId"]
    assert account.get(f"{ORDERS}/{some}", includedData="ALL").error == (400, "InvalidInput")


def test_a_replacement_names_its_original_and_costs_nothing() -> None:
    account = Account(800, seed=2)
    orders = {order["orderId"]: order for order in account.listed(includedData="PROCEEDS,FULFILLMENT")}
    replacing = [order for order in orders.values() if "associatedOrders" in order]
    assert replacing
    for order in replacing:
        (association,) = order["associatedOrders"]
        assert association["associationType"] == "REPLACEMENT_ORIGINAL_ID"
        assert association["orderId"] in orders
        if "proceeds" in order:
            assert amount(order["proceeds"]["grandTotal"]) == 0


def test_yen_have_no_decimals() -> None:
    account = Account(800, seed=2)
    totals = [
        order["proceeds"]["grandTotal"] for order in account.listed(includedData="PROCEEDS") if "proceeds" in order
    ]
    yen = [total["amount"] for total in totals if total["currencyCode"] == "JPY"]
    assert yen
    assert all(total.isdigit() for total in yen)
