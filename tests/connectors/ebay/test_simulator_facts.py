"""The simulated eBay against the facts of its contract: nothing that they do not name, which the judge of all traffic
sees to in every test, and here that nothing they name is forgotten.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from connectors.channels.ebay import simulator_messages, simulator_returns
from connectors.channels.ebay.simulator_auth import CODE_SECONDS, CONSENT_SECONDS
from connectors.channels.ebay.simulator_inquiries import STATUSES
from connectors.channels.ebay.simulator_lists import DEFAULT_LIMIT, MOST
from connectors.channels.ebay.simulator_refunds import REASONS
from connectors.channels.ebay.simulator_return_wire import FILTERS
from tests.connectors.ebay.simulator_market import ORDERS, Market
from tests.specs.channels import available
from tests.specs.ebay_facts import facts
from tests.specs.judge import MISSING

pytestmark = [pytest.mark.requests_by_hand, pytest.mark.skipif(not available(), reason=MISSING)]

# Named by the facts and never told here, with the reason.
LEFT_OUT = {
    "LineItem": {
        "ebayCollectedCharges": "charges of countries that the world does not sell to",
        "giftDetails": "for vouchers by mail",
        "properties": "flags of programs that the sheet leaves out",
        "compatibilityProperties": "for parts of cars",
        "linkedOrderLineItems": "for services bought along",
    },
    "PricingSummary": {"fee": "fees that the buyer pays, in no country of the world's"},
    "ShippingStep": {"shippingCarrierCode": "told where a label was bought at eBay"},
    "Address": {"county": "not used in the world's countries"},
    "Amount": {
        "convertedFromValue": "the seller lists in the buyers' currencies",
        "convertedFromCurrency": "the seller lists in the buyers' currencies",
    },
    "OrderRefund": {"refundReferenceId": "told for refunds of another kind"},
}
# Which part of an order each schema describes.
PARTS = {
    "Order": (),
    "LineItem": ("lineItems",),
    "PricingSummary": ("pricingSummary",),
    "ShippingStep": ("fulfillmentStartInstructions", "shippingStep"),
    "ShipTo": ("fulfillmentStartInstructions", "shippingStep", "shipTo"),
    "Address": ("fulfillmentStartInstructions", "shippingStep", "shipTo", "contactAddress"),
    "Amount": ("pricingSummary", "total"),
    "OrderRefund": ("paymentSummary", "refunds"),
}


def inside(node: Any, path: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for each in node:
            yield from inside(each, path)
    elif not path:
        yield node
    elif path[0] in node:
        yield from inside(node[path[0]], path[1:])


@pytest.fixture(scope="module")
def orders() -> list[dict[str, Any]]:
    market = Market(700, seed=3)
    return market.every(fieldGroups="TAX_BREAKDOWN")


@pytest.mark.parametrize("schema", sorted(PARTS))
def test_every_field_is_told_somewhere_or_left_out_with_its_reason(schema: str, orders: list[dict[str, Any]]) -> None:
    told = {name for part in inside(orders, PARTS[schema]) for name in part}
    left_out = set(LEFT_OUT.get(schema, {}))
    assert told | left_out == set(facts()["schemas"][schema])
    assert not told & left_out


def test_every_state_is_one_that_the_facts_know(orders: list[dict[str, Any]]) -> None:
    enums = facts()["enums"]
    assert {order["orderFulfillmentStatus"] for order in orders} == set(enums["orderFulfillmentStatus"])
    # Who has not paid is not listed.
    assert {order["orderPaymentStatus"] for order in orders} | {"PENDING", "FAILED"} == set(enums["orderPaymentStatus"])
    market = Market(0)
    market.do("request_cancel", order=market.bought().id)
    states = {order["cancelStatus"]["cancelState"] for order in [*orders, *market.listed()]}
    assert states == set(enums["cancelState"])


def test_the_limits_are_those_of_the_facts() -> None:
    operation, oauth = facts()["operations"]["getOrders"], facts()["oauth"]
    market = Market(300)
    assert market.get(ORDERS, limit=operation["query"]["limit"]["max"]).status == 200
    assert market.refused(limit=operation["query"]["limit"]["max"] + 1) == 31100
    assert market.get(ORDERS).json["limit"] == operation["query"]["limit"]["default"]
    most = operation["query"]["orderIds"]["max"]
    assert market.get(ORDERS, orderIds=",".join(["01-00000-00000"] * most)).status == 200
    assert market.refused(orderIds=",".join(["01-00000-00000"] * (most + 1))) == 30900
    assert market.mint().json["expires_in"] == oauth["access_ttl_s"]


def test_every_call_of_the_facts_is_there() -> None:
    """Each is asked with nothing in it: what comes back may be any refusal but that there is no such call."""
    market = Market(0)
    missing = []
    for name, told in facts()["operations"].items():
        if name.startswith("trading."):
            continue
        path = re.sub(r"\{\w+\}", "1", told["path"])
        body = b"{}" if told.get("request") else b""
        headers = market.iaf() if path.startswith("/post-order") else market.bearer()
        if name == "createSigningKey":
            headers = market.application()
        answer = market.ask(
            told["method"], path, body=body, headers=headers | market.signature(told["method"], path, body)
        )
        if answer.status == 405 or b"does not exist" in answer.body or b"Resource not found" in answer.body:
            missing.append(name)
    assert missing == []
    calls = [name.removeprefix("trading.") for name in facts()["operations"] if name.startswith("trading.")]
    assert all(market.call(name).text("Errors/ErrorCode") != "2" for name in calls)


def test_the_quotas_and_lives_of_the_facts() -> None:
    oauth, operations = facts()["oauth"], facts()["operations"]
    assert (oauth["code_ttl_s"], oauth["refresh_ttl_s"]) == (CODE_SECONDS, CONSENT_SECONDS)
    search = operations["return.search"]["query"]["limit"]
    assert (search["default"], search["max"]) == (DEFAULT_LIMIT, MOST)
    threads = operations["getConversations"]["query"]["limit"]
    assert (threads["default"], threads["max"]) == (simulator_messages.DEFAULT_LIMIT, simulator_messages.MOST)
    assert set(simulator_returns.DECISIONS) | {"OFFER_REPLACEMENT"} == set(facts()["enums"]["Decision"])
    assert set(simulator_returns.PURPOSES) == set(facts()["enums"]["FilePurpose"])
    assert set(simulator_returns.SELLERS_REASONS) == set(facts()["enums"]["EscalateReason(seller)"])
    assert set(FILTERS) == set(facts()["enums"]["ReturnCountFilter"])
    assert set(STATUSES) == set(facts()["enums"]["InquiryStatusFilter"])
    assert set(REASONS) == set(operations["issueRefund"]["request"]["reasonForRefund"])
    labels = {each.partition(" ")[0] for each in operations["return.add_shipping_label"]["request"]["labelAction"]}
    assert set(simulator_returns.LABEL_ACTIONS) == labels
