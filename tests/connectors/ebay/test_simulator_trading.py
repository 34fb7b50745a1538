"""The Trading endpoint of the simulated eBay: headers, tokens, errors with HTTP 200, carriers, and the purchases that
nobody has paid for; asked by hand, and by the library that clients use.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from connectors.channels.ebay import simulator
from connectors.channels.ebay.simulator_model import iso, plain_amount
from connectors.simulation.server import RunningSimulator
from connectors.simulation.wire import DeedRefused
from tests.connectors.ebay.simulator_market import TRADING, XML, Answer, Market, mint

pytestmark = pytest.mark.requests_by_hand

MONTH = "<NumberOfDays>30</NumberOfDays>"


def failed(answer: Answer) -> str:
    """The number of what Trading refused, in its own shape."""
    assert answer.status == 200
    assert answer.text("Ack") == "Failure"
    assert answer.text("Errors/SeverityCode") == "Error"
    assert answer.text("Errors/LongMessage")
    return answer.text("Errors/ErrorCode")


def unpaid(market: Market, **arguments: Any) -> dict[str, Any]:
    return market.seen(market.do("new_order", paid=False, **arguments)["id"])


def active(market: Market, inside: str = MONTH) -> Answer:
    return market.call("GetOrders", f"<OrderRole>Seller</OrderRole><OrderStatus>Active</OrderStatus>{inside}")


# -- headers and tokens ----------------------------------------------------------------------------------------------


def test_the_official_time_is_the_answers_own() -> None:
    market = Market(0)
    answer = market.call("GeteBayOfficialTime")
    assert answer.content_type.startswith("text/xml")
    assert answer.xml.tag == f"{{{XML['e']}}}GeteBayOfficialTimeResponse"
    assert (answer.text("Ack"), answer.text("Timestamp")) == ("Success", iso(market.now))


@pytest.mark.parametrize(
    "headers, error",
    [
        ({"x_ebay_api_siteid": ""}, "26"),
        ({"x_ebay_api_siteid": "9999"}, "26"),
        ({"x_ebay_api_siteid": "DE"}, "26"),
        ({"x_ebay_api_compatibility_level": ""}, "10012"),
        ({"x_ebay_api_compatibility_level": "837"}, "10012"),
        ({"content_type": "application/json"}, "10012"),
        ({"x_ebay_api_iaf_token": ""}, "930"),
        ({"x_ebay_api_iaf_token": "v^1.1#nobody"}, "21916984"),
    ],
)
def test_headers_are_checked(headers: dict[str, str], error: str) -> None:
    assert failed(Market(0).call("GetUser", "", **headers)) == error


def test_tokens_of_the_old_kind_have_run_out() -> None:
    market = Market(0)
    for old, error in (("AgAAAA**xyz", "932"), ("nonsense", "931")):
        inside = f"<RequesterCredentials><eBayAuthToken>{old}</eBayAuthToken></RequesterCredentials>"
        assert failed(market.call("GetUser", inside, x_ebay_api_iaf_token="")) == error


def test_a_token_runs_out() -> None:
    market = Market(0)
    token = market.token()
    market.later(seconds=7200)
    assert failed(market.call("GetUser", token=token)) == "21917053"


def test_an_applications_token_is_nobodys() -> None:
    market = Market(0)
    token = market.mint(grant_type="client_credentials").json["access_token"]
    assert failed(market.call("GetUser", token=token)) == "21916984"


@pytest.mark.parametrize("name", ["", "AddItem", "AddMemberMessageAAQToPartner", "Get"])
def test_calls_it_does_not_know_are_refused(name: str) -> None:
    market = Market(0)
    answer = market.ask("POST", TRADING, body=b"<x/>", headers={"x-ebay-api-call-name": name})
    assert failed(answer) == "2"


@pytest.mark.parametrize(
    "body, error",
    [
        (b"", "5"),
        (b"<GetUserRequest", "5"),
        (b'<!DOCTYPE x [<!ENTITY e "b">]><GetUserRequest>&e;</GetUserRequest>', "5"),
        (b"<GetUserRequest/>", "37"),
        (b'<GetOrdersRequest xmlns="urn:ebay:apis:eBLBaseComponents"/>', "37"),
    ],
)
def test_a_body_is_the_calls_own_xml_without_entities(body: bytes, error: str) -> None:
    market = Market(0)
    headers = {
        "content-type": "text/xml",
        "x-ebay-api-call-name": "GetUser",
        "x-ebay-api-siteid": "77",
        "x-ebay-api-compatibility-level": "1451",
        "x-ebay-api-iaf-token": market.token(),
    }
    assert failed(market.ask("POST", TRADING, body=body, headers=headers)) == error


# -- details ---------------------------------------------------------------------------------------------------------


def test_carriers_are_told_by_site() -> None:
    market = Market(0)
    inside = "<DetailName>ShippingCarrierDetails</DetailName>"
    german = market.call("GeteBayDetails", inside).texts("ShippingCarrierDetails/ShippingCarrier")
    assert {"DHL", "DeutschePost", "DPD", "GLS", "Hermes", "UPS", "FedEx", "Other"} <= set(german)
    british = market.call("GeteBayDetails", inside, x_ebay_api_siteid="3")
    assert "SwissPost" in british.texts("ShippingCarrierDetails/ShippingCarrier")
    assert "SwissPost" not in german
    assert british.texts("SiteDetails/Site") == []


def test_sites_are_told() -> None:
    market = Market(0)
    answer = market.call("GeteBayDetails", "<DetailName>SiteDetails</DetailName>")
    told = dict(zip(answer.texts("SiteDetails/SiteID"), answer.texts("SiteDetails/Site"), strict=True))
    assert (told["77"], told["3"], told["0"]) == ("Germany", "UK", "US")
    both = market.call("GeteBayDetails")
    assert both.texts("SiteDetails/Site")
    assert both.texts("ShippingCarrierDetails/Description")
    assert failed(market.call("GeteBayDetails", "<DetailName>Everything</DetailName>")) == "37"


def test_every_carrier_that_is_told_can_ship() -> None:
    market = Market(0)
    told = market.call("GeteBayDetails", "<DetailName>ShippingCarrierDetails</DetailName>")
    for carrier in told.texts("ShippingCarrierDetails/ShippingCarrier"):
        assert market.ship(market.bought(), shippingCarrierCode=carrier).status == 201


def test_the_user_is_the_seller() -> None:
    market = Market(0)
    answer = market.call("GetUser")
    assert (answer.text("User/UserID"), answer.text("User/Site")) == ("werkbank-handel", "Germany")
    assert failed(market.call("GetUser", "<UserID>somebody</UserID>")) == "37"


# -- purchases that nobody has paid for ------------------------------------------------------------------------------


def test_the_worlds_unpaid_purchases_are_active_ones() -> None:
    market = Market(400)
    waiting = [order for order in market.state()["orders"] if order["unpaid"]]
    recent = {order["trading_id"] for order in waiting if order["created"] >= iso(market.now - timedelta(days=30))}
    answer = active(market)
    assert set(answer.texts("OrderArray/Order/OrderID")) == recent
    assert len(recent) >= 2
    assert set(answer.texts("OrderArray/Order/OrderStatus")) == {"Active"}
    assert set(answer.texts("OrderArray/Order/CheckoutStatus/Status")) == {"Incomplete"}
    assert len(waiting) > len(recent)


def test_an_unpaid_purchase_tells_what_and_who_and_not_where() -> None:
    market = Market(0)
    order = unpaid(market)
    answer = active(market)
    assert answer.text("OrderArray/Order/OrderID") == order["trading_id"]
    assert answer.text("OrderArray/Order/BuyerUserID") == order["username"]
    total = answer.xml.find("e:OrderArray/e:Order/e:Total", XML)
    assert total is not None
    assert total.get("currencyID") == order["currency"]
    transaction = "OrderArray/Order/TransactionArray/Transaction"
    assert answer.texts(f"{transaction}/TransactionID") == [line["transaction_id"] for line in order["lines"]]
    assert answer.texts(f"{transaction}/Item/ItemID") == [line["item_id"] for line in order["lines"]]
    assert b"ShippingAddress" not in answer.body


def test_a_purchase_of_one_thing_gets_its_number_at_the_checkout() -> None:
    market = Market(0)
    order = next(made for _ in range(40) if len((made := unpaid(market))["lines"]) == 1)
    (line,) = order["lines"]
    assert order["trading_id"] == f"{line['item_id']}-{line['transaction_id']}"
    market.later(minutes=5)
    market.do("pay", order=order["trading_id"])
    paid = market.seen(order["id"])
    assert paid["trading_id"] == paid["id"] != order["trading_id"]
    assert order["trading_id"] not in active(market).texts("OrderArray/Order/OrderID")
    (listed,) = market.listed()
    assert listed["orderId"] == paid["id"]
    assert listed["lineItems"][0]["lineItemId"] == line["transaction_id"]


def test_a_line_may_have_another_number_than_trading_gives_it() -> None:
    market = Market(0, own_transaction_ids=True)
    line = unpaid(market)["lines"][0]
    assert line["id"] != line["transaction_id"]


def test_purchases_are_found_by_their_change() -> None:
    market = Market(0)
    first = unpaid(market)
    market.later(hours=1)
    since = market.now
    second = unpaid(market)
    market.later(hours=1)
    window = f"<ModTimeFrom>{iso(since)}</ModTimeFrom><ModTimeTo>{iso(market.now)}</ModTimeTo>"
    assert active(market, window).texts("OrderArray/Order/OrderID") == [second["trading_id"]]
    market.do("touch", orders=[first["id"]])
    assert len(active(market, window).texts("OrderArray/Order/OrderID")) == 2


def test_purchases_come_in_pages() -> None:
    market = Market(0)
    for _ in range(5):
        unpaid(market)
        market.later(minutes=1)

    def page(number: int, size: int = 2) -> Answer:
        return active(
            market,
            f"{MONTH}<Pagination><EntriesPerPage>{size}</EntriesPerPage><PageNumber>{number}</PageNumber></Pagination>",
        )

    told = [page(number) for number in (1, 2, 3)]
    assert [len(each.texts("OrderArray/Order")) for each in told] == [2, 2, 1]
    assert [each.text("HasMoreOrders") for each in told] == ["true", "true", "false"]
    assert told[0].text("PaginationResult/TotalNumberOfEntries") == "5"
    assert failed(page(4)) == "340"
    assert failed(page(0)) == "37"


def test_more_than_a_hundred_a_page_is_warned_of() -> None:
    market = Market(0)
    unpaid(market)
    answer = active(market, f"{MONTH}<Pagination><EntriesPerPage>500</EntriesPerPage></Pagination>")
    assert (answer.text("Ack"), answer.text("Errors/SeverityCode")) == ("Warning", "Warning")
    assert answer.text("OrdersPerPage") == "100"
    assert len(answer.texts("OrderArray/Order")) == 1


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<ModTimeFrom>yesterday</ModTimeFrom>",
        "<ModTimeFrom>2026-01-01T00:00:00.000Z</ModTimeFrom>",
        "<ModTimeTo>2026-11-20T00:00:00.000Z</ModTimeTo>",
        "<NumberOfDays>none</NumberOfDays>",
    ],
)
def test_a_window_is_needed(inside: str) -> None:
    assert failed(active(Market(0), inside)) == "37"


def test_states_it_does_not_know_are_refused() -> None:
    assert failed(Market(0).call("GetOrders", f"<OrderStatus>Waiting</OrderStatus>{MONTH}")) == "37"


def test_after_ninety_days_a_purchase_is_gone() -> None:
    market = Market(0)
    order = unpaid(market)
    by_id = f"<OrderIDArray><OrderID>{order['trading_id']}</OrderID></OrderIDArray>"
    assert market.call("GetOrders", by_id).texts("OrderArray/Order/OrderID") == [order["trading_id"]]
    market.later(days=91)
    assert market.call("GetOrders", by_id).texts("OrderArray/Order/OrderID") == []


def test_a_purchase_that_is_called_off_is_no_longer_active() -> None:
    market = Market(0)
    order = unpaid(market)
    market.do("cancel", order=order["id"], reason="ORDER_UNPAID")
    assert active(market).texts("OrderArray/Order") == []
    told = market.call("GetOrders", f"<OrderStatus>Cancelled</OrderStatus>{MONTH}")
    assert told.texts("OrderArray/Order/OrderID") == [order["trading_id"]]
    assert market.listed() == []


def test_paid_orders_are_completed_ones() -> None:
    market = Market(0)
    order = market.bought()
    told = market.call("GetOrders", f"<OrderStatus>Completed</OrderStatus>{MONTH}")
    assert told.texts("OrderArray/Order/OrderID") == list(market.simulator.market.orders)
    assert order.id in told.texts("OrderArray/Order/OrderID")
    buying = market.call("GetOrders", f"<OrderRole>Buyer</OrderRole>{MONTH}")
    assert buying.texts("OrderArray/Order") == []


# -- by the library --------------------------------------------------------------------------------------------------


@pytest.fixture
def running() -> Iterator[RunningSimulator]:
    with simulator.start(3, 40) as served:
        yield served


def connection(running: RunningSimulator, token: str) -> Any:
    from ebaysdk.trading import Connection

    settings = running.account_settings
    made = Connection(
        domain=f"127.0.0.1:{running.port}",
        config_file=None,
        iaf_token=token,
        appid=settings["app_id"],
        devid=settings["dev_id"],
        certid=running.credentials["cert_id"],
        siteid=settings["site_id"],
        compatibility="1451",
        timeout=5,
        escape_xml=True,
    )
    made.config.set("https", False, force=True)
    return made


def test_the_library_understands_the_answers(running: RunningSimulator) -> None:
    from ebaysdk.exception import ConnectionError as CallFailed

    given = mint(running)
    reply = connection(running, given).execute("GeteBayOfficialTime", {}).reply
    assert reply.Ack == "Success"
    details = connection(running, given).execute("GeteBayDetails", {"DetailName": "ShippingCarrierDetails"})
    assert "DHL" in [each["ShippingCarrier"] for each in details.dict()["ShippingCarrierDetails"]]
    orders = connection(running, given).execute(
        "GetOrders", {"OrderStatus": "Active", "NumberOfDays": 30, "DetailLevel": "ReturnAll"}
    )
    assert orders.dict()["Ack"] == "Success"
    with pytest.raises(CallFailed, match="IAF token supplied is invalid"):
        connection(running, "nonsense").execute("GetUser", {})


def test_answers_are_xml_without_a_document_type() -> None:
    market = Market(0)
    unpaid(market)
    body = active(market).body
    assert body.startswith(b"<?xml")
    assert b"<!DOCTYPE" not in body
    assert etree.fromstring(body).nsmap == {None: XML["e"]}


# -- what may go wrong, what is paid together, and reminders ----------------------------------------------------------


def test_a_partial_failure_leaves_something_out_and_says_so() -> None:
    market = Market(0)
    made = [unpaid(market)["trading_id"] for _ in range(3)]
    market.do("trading_trouble", calls=1)
    answer = active(market)
    assert (answer.text("Ack"), answer.text("Errors/ErrorCode")) == ("PartialFailure", "10007")
    assert len(answer.texts("OrderArray/Order/OrderID")) == 2
    again = active(market)
    assert again.text("Ack") == "Success"
    assert set(again.texts("OrderArray/Order/OrderID")) == set(made)


def test_two_purchases_that_are_paid_together_are_one_order() -> None:
    market = Market(0)
    first = unpaid(market)
    second = unpaid(market, buyer_of=first["id"])
    other = unpaid(market)
    lines = first["lines"] + second["lines"]
    with pytest.raises(DeedRefused, match="one buyer's"):
        market.do("pay", order=first["id"], together=[other["id"]])
    market.do("pay", order=first["trading_id"], together=[second["trading_id"]])
    assert active(market).texts("OrderArray/Order/OrderID") == [other["trading_id"]]
    (one,) = market.listed(orderIds=f"{first['id']},{second['id']}")
    assert one["orderId"] == first["id"]
    assert [line["lineItemId"] for line in one["lineItems"]] == [line["id"] for line in lines]
    paid = first["due_seller"] + second["due_seller"]
    assert one["paymentSummary"]["totalDueSeller"]["value"] == plain_amount(paid, first["decimals"])


def test_reminders_are_sent_as_often_as_they_are_asked_for() -> None:
    market = Market(0)
    order = unpaid(market)
    line = order["lines"][0]
    named = f"<ItemID>{line['item_id']}</ItemID><TransactionID>{line['transaction_id']}</TransactionID>"
    for inside in (f"<OrderID>{order['trading_id']}</OrderID>", named):
        assert market.call("SendInvoice", inside).text("Ack") == "Success"
    assert len(market.seen(order["id"])["invoices"]) == market.deeds().count("invoice_sent") == 2
    assert failed(market.call("SendInvoice", "<OrderID>1-2</OrderID>")) == "37"
    market.later(days=31)
    assert failed(market.call("SendInvoice", named)) == "21539"
    market.do("pay", order=order["id"])
    assert failed(market.call("SendInvoice", named)) == "21539"
