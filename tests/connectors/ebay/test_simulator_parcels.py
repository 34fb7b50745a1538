"""`createShippingFulfillment` and what is told of parcels: what eBay takes, what it refuses, and that it is not
idempotent.
"""

from datetime import timedelta
from typing import Any

import pytest

from connectors.channels.ebay.simulator_model import iso
from tests.connectors.ebay.simulator_market import ORDERS, Answer, Market

pytestmark = pytest.mark.requests_by_hand

NUMBER = "00340434161094042557"


def refusal(market: Market, answer: Answer, order_id: str) -> tuple[int, int]:
    """Status and number, nothing having come of it."""
    assert market.seen(order_id)["trackings"] == []
    assert "parcel_added" not in market.deeds()
    return answer.status, answer.error


def test_a_parcel_is_taken_and_read_back() -> None:
    market = Market(0)
    order = market.bought((2, 1))
    market.later(hours=3)
    shipped = iso(market.now - timedelta(minutes=10))
    answer = market.ship(order, NUMBER, shippedDate=shipped)
    assert (answer.status, answer.body) == (201, b"")
    location = answer.headers["location"]
    assert location.endswith(f"/sell/fulfillment/v1/order/{order.id}/shipping_fulfillment/{NUMBER}")
    (parcel,) = market.parcels(order)
    assert parcel == {
        "fulfillmentId": NUMBER,
        "shipmentTrackingNumber": NUMBER,
        "shippingCarrierCode": "DHL",
        "shippedDate": shipped,
        "lineItems": [{"lineItemId": line.id, "quantity": line.quantity} for line in order.lines],
    }
    assert market.get(location.removeprefix("https://api.ebay.example")).json == parcel
    told = market.get(f"{ORDERS}/{order.id}").json
    assert told["orderFulfillmentStatus"] == "FULFILLED"
    assert told["lastModifiedDate"] == iso(market.now)
    assert told["fulfillmentHrefs"] == [location]
    entry = next(each for each in market.simulator.journal.since(0) if each.deed == "parcel_added")
    assert (entry.actor, entry.remote_ids["order_id"], entry.remote_ids["tracking_number"]) == (
        "client",
        order.id,
        NUMBER,
    )
    assert entry.remote_ids["items"] == [{"line": line.id, "quantity": line.quantity} for line in order.lines]


def test_an_order_without_parcels_has_none() -> None:
    market = Market(0)
    order = market.bought()
    answer = market.get(f"{ORDERS}/{order.id}/shipping_fulfillment")
    assert (answer.status, answer.json) == (200, {"total": 0, "fulfillments": []})


def test_without_a_quantity_one_piece_is_shipped() -> None:
    market = Market(0)
    order = market.bought((3,))
    market.ship(order, lineItems=[{"lineItemId": order.lines[0].id}])
    assert market.parcels(order)[0]["lineItems"] == [{"lineItemId": order.lines[0].id, "quantity": 1}]
    told = market.get(f"{ORDERS}/{order.id}").json
    assert told["orderFulfillmentStatus"] == told["lineItems"][0]["lineItemFulfillmentStatus"] == "IN_PROGRESS"


def test_several_parcels_fill_an_order() -> None:
    market = Market(0)
    order = market.bought((3, 1))
    first, second = (line.id for line in order.lines)
    states = []
    for number, items in (
        ("A1", [{"lineItemId": first, "quantity": 2}]),
        ("A2", [{"lineItemId": first, "quantity": 1}]),
        ("A3", [{"lineItemId": second, "quantity": 1}]),
    ):
        assert market.ship(order, number, lineItems=items).status == 201
        states.append(market.get(f"{ORDERS}/{order.id}").json["orderFulfillmentStatus"])
    assert states == ["IN_PROGRESS", "IN_PROGRESS", "FULFILLED"]
    assert [parcel["fulfillmentId"] for parcel in market.parcels(order)] == ["A1", "A2", "A3"]
    assert {line["shipped"] for line in market.seen(order.id)["lines"]} == {3, 1}


def test_without_a_number_a_parcel_gets_some_id() -> None:
    market = Market(0)
    order = market.bought((2,))
    line = {"lineItemId": order.lines[0].id, "quantity": 1}
    one, two = (market.ship(order, None, lineItems=[line]).headers["location"] for _ in range(2))
    assert one.endswith("/999")
    assert one != two
    parcel = market.parcels(order)[0]
    assert "shipmentTrackingNumber" not in parcel
    assert "shippingCarrierCode" not in parcel


def test_the_same_call_twice_is_two_parcels() -> None:
    market = Market(0)
    order = market.bought((2,))
    assert market.ship(order, NUMBER).status == 201
    again = market.ship(order, NUMBER)
    assert (again.status, again.headers["location"].rpartition("/")[2]) == (201, NUMBER)
    assert [parcel["fulfillmentId"] for parcel in market.parcels(order)] == [NUMBER, NUMBER]
    assert market.deeds().count("parcel_added") == 2
    assert market.seen(order.id)["lines"][0]["shipped"] == 2


def test_a_wrong_number_is_mended_by_another_one_only() -> None:
    market = Market(0)
    order = market.bought()
    location = market.ship(order, "WRONG1").headers["location"].removeprefix("https://api.ebay.example")
    for method in ("PUT", "DELETE", "PATCH"):
        answer = market.ask(method, location, body=b"{}", headers=market.bearer())
        assert (answer.status, answer.error) == (405, 2004)
    posted = market.post(location, {})
    assert (posted.status, posted.error) == (400, 34500)
    assert market.ship(order, "RIGHT2").status == 201
    assert len(market.parcels(order)) == 2


@pytest.mark.parametrize(
    "fields, error",
    [
        ({"trackingNumber": None}, 32300),
        ({"shippingCarrierCode": None}, 32300),
        ({"trackingNumber": "0034 0434 1610"}, 32300),
        ({"trackingNumber": "JJD-1234"}, 32300),
        ({"trackingNumber": ""}, 32300),
        ({"trackingNumber": "Ä123"}, 32300),
        ({"shippingCarrierCode": "dhl"}, 32300),
        ({"shippingCarrierCode": "Bote mit Rad"}, 32300),
        ({"shippedDate": "gestern"}, 32500),
        ({"shippedDate": "2026-11-20"}, 32500),
        ({"shippedDate": "2026-11-20T13:00:00.001Z"}, 32500),
        ({"lineItems": None}, 32600),
        ({"lineItems": []}, 32600),
        ({"lineItems": [{"lineItemId": "1"}]}, 32200),
        ({"lineItems": [{"quantity": 1}]}, 32200),
        ({"orderId": "x"}, 2004),
    ],
)
def test_parcels_are_refused_by_number(fields: dict[str, Any], error: int) -> None:
    market = Market(0)
    order = market.bought()
    answer = market.ship(order, NUMBER, **fields)
    assert refusal(market, answer, order.id) == (400, error)


@pytest.mark.parametrize("quantity", [0, -1, 3, "2", True, 1.0, None])
def test_pieces_that_were_not_bought_are_refused(quantity: Any) -> None:
    market = Market(0)
    order = market.bought((2,))
    answer = market.ship(order, lineItems=[{"lineItemId": order.lines[0].id, "quantity": quantity}])
    assert refusal(market, answer, order.id) == (400, 32600)


def test_a_line_comes_once_in_a_parcel() -> None:
    market = Market(0)
    order = market.bought((2,))
    line = {"lineItemId": order.lines[0].id, "quantity": 1}
    assert refusal(market, market.ship(order, lineItems=[line, line]), order.id) == (400, 32210)


def test_a_line_of_another_order_is_unknown() -> None:
    market = Market(0)
    order, other = market.bought(), market.bought()
    answer = market.ship(order, lineItems=[{"lineItemId": other.lines[0].id, "quantity": 1}])
    assert refusal(market, answer, order.id) == (400, 32200)


def test_what_is_called_off_cannot_be_shipped() -> None:
    market = Market(0)
    order = market.bought()
    market.do("cancel", order=order.id)
    answer = market.ship(order)
    assert answer.status == 409
    assert market.seen(order.id)["trackings"] == []
    (refused,) = market.simulator.journal.refusals
    assert refused.status == 409
    assert order.id in refused.path


def test_what_ebay_packs_cannot_be_shipped_by_the_seller() -> None:
    market = Market(0)
    order = market.bought(fulfilled_by="EBAY")
    assert market.ship(order).status == 409
    market.do("add_tracking", order=order.id, number="EBAY1", carrier="DHL")
    assert market.seen(order.id)["trackings"][0]["by"] == "shop"


def test_an_order_takes_so_many_numbers_and_no_more() -> None:
    market = Market(0)
    order = market.bought()
    answers = [market.ship(order, f"N{count}") for count in range(26)]
    assert [answer.status for answer in answers] == [201] * 25 + [400]
    assert answers[-1].error == 34100


def test_ebays_own_shipping_abroad_takes_one_line_at_a_time() -> None:
    market = Market(0)
    order = market.bought((1, 1))
    order.lines[0].gsp = True
    assert market.ship(order).error == 34200
    order.lines[1].gsp = True
    assert market.ship(order).error == 34300
    assert market.ship(order, lineItems=[{"lineItemId": order.lines[0].id, "quantity": 1}]).status == 201


def test_shipping_says_no_to_a_buyer_who_wanted_to_cancel() -> None:
    market = Market(0)
    order = market.bought()
    market.do("request_cancel", order=order.id)
    assert market.ship(order).status == 201
    status = market.get(f"{ORDERS}/{order.id}").json["cancelStatus"]
    assert status["cancelState"] == "NONE_REQUESTED"
    assert status["cancelRequests"][0]["cancelRequestState"] == "REJECTED"


def test_a_body_is_json() -> None:
    market = Market(0)
    order = market.bought()
    path = f"{ORDERS}/{order.id}/shipping_fulfillment"
    for body in (b"", b"{", b"[]"):
        answer = market.ask("POST", path, body=body, headers=market.bearer())
        assert (answer.status, answer.error) == (400, 2004)
    headers = {**market.bearer(), "content-type": "text/plain"}
    assert market.ask("POST", path, body=b"{}", headers=headers).status == 415


@pytest.mark.parametrize("order_id", ["x", "99-99999-99999"])
def test_parcels_of_no_order(order_id: str) -> None:
    market = Market(0)
    path = f"{ORDERS}/{order_id}/shipping_fulfillment"
    for answer in (market.get(path), market.post(path, {"lineItems": []})):
        assert (answer.status, answer.error) == (400, 32100)


def test_an_unpaid_purchase_cannot_be_shipped() -> None:
    market = Market(0)
    made = market.do("new_order", paid=False)
    answer = market.post(f"{ORDERS}/{made['id']}/shipping_fulfillment", {"lineItems": []})
    assert (answer.status, answer.error) == (400, 32100)


def test_a_parcel_that_is_not_there() -> None:
    market = Market(0)
    order = market.bought()
    answer = market.get(f"{ORDERS}/{order.id}/shipping_fulfillment/1")
    assert (answer.status, answer.error) == (404, 32110)


def test_reading_leaves_no_trace() -> None:
    market = Market(20)
    for order in market.every():
        market.get(f"{ORDERS}/{order['orderId']}")
        market.get(f"{ORDERS}/{order['orderId']}/shipping_fulfillment")
    market.call("GetOrders", "<NumberOfDays>30</NumberOfDays>")
    assert market.deeds() == []
