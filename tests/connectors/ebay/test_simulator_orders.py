"""`getOrders` and `getOrder` of the simulated eBay: filters, windows, pages, what is told and what age hides."""

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from connectors.channels.ebay.simulator_model import iso
from tests.connectors.ebay.simulator_market import NOW, ORDERS, Market

pytestmark = pytest.mark.requests_by_hand


def created(**back: float) -> str:
    return f"creationdate:[{iso(NOW - timedelta(**back))}..]"


def modified(**back: float) -> str:
    return f"lastmodifieddate:[{iso(NOW - timedelta(**back))}..]"


# -- windows ---------------------------------------------------------------------------------------------------------


def test_without_a_filter_the_last_ninety_days_are_told() -> None:
    market = Market(300)
    told = market.listed(limit=200)
    oldest = iso(NOW - timedelta(days=90))
    assert told
    assert all(order["creationDate"] >= oldest for order in told)
    known = [order for order in market.state()["orders"] if order["listed"] and order["created"] >= oldest]
    assert {order["orderId"] for order in told} == {order["id"] for order in known}
    assert len(market.every()) > len(told)


def test_every_finished_order_of_two_years_is_told_once_and_no_unpaid_purchase() -> None:
    market = Market(300)
    told = [order["orderId"] for order in market.every()]
    state = market.state()
    assert len(told) == len(set(told))
    listed = {order["id"] for order in state["orders"] if order["listed"]}
    assert listed - set(told) <= {order["id"] for order in state["orders"] if order["created"] < "2024-11-22"}
    unpaid = [order for order in state["orders"] if order["unpaid"]]
    assert len(unpaid) >= 3
    assert not {order["id"] for order in unpaid} & set(told)
    assert state["counts"]["orders"] == len(listed) < 300


def test_older_than_two_years_is_gone() -> None:
    market = Market(40)
    first = min(market.simulator.market.all(), key=lambda order: order.created)
    assert market.get(f"{ORDERS}/{first.id}").status == 200
    market.later(days=500)
    assert market.get(f"{ORDERS}/{first.id}").status == 404
    assert not market.seen(first.id)["listed"]
    assert first.id not in [order["orderId"] for order in market.listed(orderIds=first.id)]


def test_windows_are_by_change_or_by_creation_and_creation_wins() -> None:
    market = Market(60)
    old = min((each for each in market.simulator.market.all() if each.paid), key=lambda order: order.created)
    market.do("touch", orders=[old.id])
    assert [order["orderId"] for order in market.listed(filter=modified(minutes=5))] == [old.id]
    assert market.listed(filter=created(minutes=5)) == []
    assert market.listed(filter=f"{created(minutes=5)},{modified(days=700)}") == []


def test_both_ends_of_a_window_count() -> None:
    market = Market(30)
    order = next(each for each in market.simulator.market.all() if each.paid is not None)
    instant = iso(order.modified)
    assert [each["orderId"] for each in market.listed(filter=f"lastmodifieddate:[{instant}..{instant}]")] == [order.id]


@pytest.mark.parametrize(
    "wanted, states",
    [
        ("{NOT_STARTED|IN_PROGRESS}", {"NOT_STARTED", "IN_PROGRESS"}),
        ("{FULFILLED|IN_PROGRESS}", {"FULFILLED", "IN_PROGRESS"}),
    ],
)
def test_orders_are_found_by_their_state(wanted: str, states: set[str]) -> None:
    market = Market(200)
    every = market.every()
    told = market.every(filter=f"{created(days=729)},orderfulfillmentstatus:{wanted}")
    assert {order["orderFulfillmentStatus"] for order in told} == states
    rest = [order for order in every if order["orderFulfillmentStatus"] not in states]
    assert len(told) + len(rest) == len(every)


@pytest.mark.parametrize(
    "text, error",
    [
        ("status:{PAID}", 30700),
        ("creationdate", 30700),
        ("orderfulfillmentstatus:{NOT_STARTED}", 30800),
        ("orderfulfillmentstatus:{SHIPPED|IN_PROGRESS}", 30800),
        ("orderfulfillmentstatus:NOT_STARTED", 30800),
        ("lastmodifieddate:2026-11-20T00:00:00.000Z", 30800),
        ("lastmodifieddate:[2026-11-20T00:00:00.000Z]", 30800),
        ("lastmodifieddate:[2026-11-20..]", 30810),
        ("lastmodifieddate:[2026-11-19T00:00:00.000+01:00..]", 30810),
        ("lastmodifieddate:[2026-13-19T00:00:00.000Z..]", 30810),
        ("lastmodifieddate:[..2026-11-19T00:00:00.000Z]", 30820),
        ("lastmodifieddate:[2024-11-20T12:59:59.000Z..]", 30830),
        ("creationdate:[2026-11-19T00:00:00.000Z..2026-11-18T00:00:00.000Z]", 30840),
        ("creationdate:[2026-11-19T00:00:00.000Z..2026-11-20T13:00:00.001Z]", 30850),
        ("creationdate:[2026-11-20T13:00:00.001Z..]", 30850),
    ],
)
def test_filters_are_refused_by_number(text: str, error: int) -> None:
    assert Market().refused(filter=text) == error


@pytest.mark.parametrize(
    "params, error",
    [
        ({"limit": 0}, 31100),
        ({"limit": 201}, 31100),
        ({"limit": "many"}, 31100),
        ({"offset": -1}, 31000),
        ({"offset": "x"}, 31000),
        ({"fieldGroups": "EVERYTHING"}, 32800),
        ({"orderIds": ",".join(["01-00000-00000"] * 51)}, 30900),
    ],
)
def test_other_parameters_are_refused_by_number(params: dict[str, Any], error: int) -> None:
    assert Market().refused(**params) == error


@pytest.mark.parametrize("sign", ["[", "]", "{", "}", "|"])
def test_signs_that_are_not_encoded_do_not_get_past_the_edge(sign: str) -> None:
    market = Market()
    answer = market.ask("GET", ORDERS, f"filter=x{sign}", headers=market.bearer())
    assert (answer.status, answer.content_type) == (400, "text/html; charset=UTF-8")


# -- pages -----------------------------------------------------------------------------------------------------------


def test_pages_lead_on_by_offset_in_the_order_of_creation() -> None:
    market = Market(90)
    window = created(days=700)
    first = market.get(ORDERS, filter=window, limit=30).json
    assert (first["limit"], first["offset"], len(first["orders"])) == (30, 0, 30)
    assert "prev" not in first
    assert "offset=30" in first["next"]
    assert f"filter={window}" in unquote(first["next"])
    assert not set("[]{}|") & set(first["next"])
    last = market.get(ORDERS, filter=window, limit=30, offset=60).json
    assert "next" not in last
    assert "offset=30" in last["prev"]
    assert len(last["orders"]) == first["total"] - 60
    stamps = [order["creationDate"] for order in market.every(limit=30)]
    assert stamps == sorted(stamps)
    beyond = market.get(ORDERS, filter=window, limit=30, offset=500).json
    assert beyond["orders"] == []
    assert "next" not in beyond


def test_an_account_may_tell_the_newest_first() -> None:
    stamps = [order["creationDate"] for order in Market(40, newest_first=True).every()]
    assert stamps == sorted(stamps, reverse=True)


def test_fifty_are_told_unless_asked_otherwise() -> None:
    market = Market(400)
    page = market.get(ORDERS, filter=created(days=700)).json
    assert (page["limit"], len(page["orders"])) == (50, 50)


def test_an_order_that_changes_meanwhile_falls_out_of_its_window_and_shifts_the_rest() -> None:
    market = Market(60)
    end = iso(NOW - timedelta(minutes=2))
    window = f"lastmodifieddate:[{iso(NOW - timedelta(days=600))}..{end}]"
    first = market.get(ORDERS, filter=window, limit=10).json
    market.do("touch", orders=[first["orders"][0]["orderId"]])
    second = market.get(ORDERS, filter=window, limit=10, offset=10).json
    assert second["total"] == first["total"] - 1
    fresh = market.get(ORDERS, filter=window, limit=10).json["orders"]
    # The tenth of now was the eleventh, and no page told it.
    skipped = fresh[9]["orderId"]
    assert skipped not in [each["orderId"] for each in [*first["orders"], *second["orders"]]]


def test_known_orders_are_told_by_their_ids_whatever_else_is_asked() -> None:
    market = Market(60)
    ids = [order["orderId"] for order in market.every()[:3]]
    unpaid = next(order["id"] for order in market.state()["orders"] if order["unpaid"])
    answer = market.get(ORDERS, orderIds=",".join([*ids, unpaid, "99-99999-99999"]), filter="nonsense", limit=9999)
    assert answer.status == 200
    assert {order["orderId"] for order in answer.json["orders"]} == set(ids)
    assert answer.json["total"] == 3


# -- one order -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order_id, status", [("1", 400), ("abc", 400), ("99-99999-99999", 404)])
def test_an_order_that_is_not_there(order_id: str, status: int) -> None:
    answer = Market().get(f"{ORDERS}/{order_id}")
    assert (answer.status, answer.error) == (status, 32100)


def test_an_unpaid_purchase_is_no_order_for_rest() -> None:
    market = Market(0)
    made = market.do("new_order", paid=False)
    assert market.get(f"{ORDERS}/{made['id']}").status == 404
    market.do("pay", order=made["id"])
    assert market.get(f"{ORDERS}/{made['id']}").json["orderPaymentStatus"] == "PAID"


def test_requests_to_cancel_are_told_by_one_order_only() -> None:
    market = Market(0)
    order = market.bought()
    market.do("request_cancel", order=order.id, reason="ORDER_MISTAKE")
    (in_list,) = [each for each in market.listed() if each["orderId"] == order.id]
    assert in_list["cancelStatus"] == {"cancelState": "IN_PROGRESS", "cancelRequests": []}
    (asked,) = market.get(f"{ORDERS}/{order.id}").json["cancelStatus"]["cancelRequests"]
    assert (asked["cancelInitiator"], asked["cancelRequestState"]) == ("BUYER", "REQUESTED")
    assert asked["cancelReason"] == "ORDER_MISTAKE"


def test_the_tax_number_is_told_by_one_order_only() -> None:
    market = Market(200)
    business = next(order for order in market.state()["orders"] if order["vat_id"] and order["listed"])
    in_list = next(order for order in market.every() if order["orderId"] == business["id"])
    assert "taxIdentifier" not in in_list["buyer"]
    told = market.get(f"{ORDERS}/{business['id']}").json["buyer"]["taxIdentifier"]
    assert told["taxpayerId"] == business["vat_id"]


def test_one_order_knows_one_field_group() -> None:
    market = Market(0)
    order = market.bought()
    assert market.get(f"{ORDERS}/{order.id}", fieldGroups="TAX_BREAKDOWN").status == 200
    answer = market.get(f"{ORDERS}/{order.id}", fieldGroups="TAXES")
    assert (answer.status, answer.error) == (400, 32800)


# -- what age hides --------------------------------------------------------------------------------------------------


def person(order: dict[str, Any]) -> dict[str, Any]:
    to: dict[str, Any] = order["fulfillmentStartInstructions"][0]["shippingStep"]["shipTo"]
    return to


def test_the_mail_goes_after_fourteen_days_and_the_person_after_ninety() -> None:
    market = Market(0)
    order = market.bought()
    path = f"{ORDERS}/{order.id}"
    young = person(market.get(path).json)
    assert young["email"] == order.email
    assert young["fullName"] == order.recipient.name
    assert young["contactAddress"]["addressLine1"] == order.recipient.line1
    market.later(days=13, hours=23)
    assert "email" in person(market.get(path).json)
    market.later(hours=1)
    assert set(young) - set(person(market.get(path).json)) == {"email"}
    assert market.seen(order.id)["emails"] == []
    assert market.seen(order.id)["names"]
    market.later(days=76)
    old = market.get(path).json
    assert set(person(old)) == {"contactAddress"}
    left = {"city", "stateOrProvince", "postalCode", "countryCode"}
    assert left - {"stateOrProvince"} <= set(person(old)["contactAddress"]) <= left
    registered = old["buyer"]["buyerRegistrationAddress"]
    assert set(registered) == {"contactAddress"}
    assert "addressLine1" not in registered["contactAddress"]
    assert old["buyer"]["username"] == order.username
    assert market.seen(order.id)["names"] == []
    # Growing old is no change.
    assert old["lastModifiedDate"] == iso(order.created)


def test_buyers_can_be_hidden_before_their_time() -> None:
    market = Market(0)
    order = market.bought()
    market.later(hours=1)
    market.do("hide_buyer", order=order.id)
    told = market.get(f"{ORDERS}/{order.id}").json
    assert set(person(told)) == {"contactAddress"}
    assert told["lastModifiedDate"] == iso(market.now)


# -- kinds of orders -------------------------------------------------------------------------------------------------


def test_shipped_abroad_by_ebay_goes_to_the_hub_with_its_reference() -> None:
    market = Market(0)
    made = market.do("new_order", country="GB", hub=True, pickup=False)
    (start,) = market.get(f"{ORDERS}/{made['id']}").json["fulfillmentStartInstructions"]
    assert start["ebaySupportedFulfillment"] is True
    assert start["finalDestinationAddress"]["countryCode"] == "GB"
    hub = start["shippingStep"]["shipTo"]["contactAddress"]
    assert hub["countryCode"] == "DE"
    assert hub["addressLine2"] == f"Reference #{start['shippingStep']['shipToReferenceId']}"
    assert market.seen(made["id"])["recipient"]["line2"] == hub["addressLine2"]


def test_collected_in_the_shop_has_no_address() -> None:
    market = Market(0)
    made = market.do("new_order", pickup=True)
    (start,) = market.get(f"{ORDERS}/{made['id']}").json["fulfillmentStartInstructions"]
    assert start["fulfillmentInstructionsType"] == "PREPARE_FOR_PICKUP"
    assert start["pickupStep"]["merchantLocationKey"]
    assert "shippingStep" not in start


def test_what_ebay_packs_itself_says_so() -> None:
    market = Market(0)
    made = market.do("new_order", fulfilled_by="EBAY")
    told = market.get(f"{ORDERS}/{made['id']}").json
    assert told["program"] == {"fulfillmentProgram": {"fulfilledBy": "EBAY"}}
    assert market.seen(made["id"])["handling"] == "CHANNEL"
    own = market.bought()
    assert "program" not in market.get(f"{ORDERS}/{own.id}").json


def test_the_world_brings_every_kind_of_order() -> None:
    market = Market(700, seed=3)
    orders = market.every(fieldGroups="TAX_BREAKDOWN")
    starts = [order["fulfillmentStartInstructions"][0] for order in orders]
    assert sum("ebaySupportedFulfillment" in start for start in starts) >= 2
    assert sum("pickupStep" in start for start in starts) >= 2
    assert sum("program" in order for order in orders) >= 5
    assert sum(order.get("ebayCollectAndRemitTax", False) for order in orders) >= 5
    assert len({order["pricingSummary"]["total"]["currency"] for order in orders}) >= 5
    assert {order["cancelStatus"]["cancelState"] for order in orders} == {"NONE_REQUESTED", "CANCELED"}
    assert {"PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED"} == {order["orderPaymentStatus"] for order in orders}
    assert {order["orderFulfillmentStatus"] for order in orders} == {"NOT_STARTED", "IN_PROGRESS", "FULFILLED"}
