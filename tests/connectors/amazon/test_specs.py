"""Amazon's own models and examples: each example of a call we make is understood, and what we send is in its terms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from connectors.channels.amazon import units
from connectors.channels.amazon.connector import connect
from connectors.contract.errors import LoginNeeded, Refused
from connectors.contract.protocols import Accepted
from connectors.contract.snapshots import Cursor, OrderSnapshot, ShippedLineSnapshot
from desk.domain.clock import ManualClock, parse_utc
from desk.domain.orders import Address, Buyer, Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.values import Money, RemoteRef
from desk.system import tables
from tests.connectors.amazon.desk_side import ACCOUNT, MODELS, NOW, access, amazon, examples, mapping, parcel
from tests.connectors.amazon.held import KEY, Held, connected, told
from tests.connectors.http.server import reply
from tests.specs.channels import available
from tests.specs.judge import MISSING

pytestmark = pytest.mark.skipif(not available(), reason=MISSING)
ORDERS = "orders-api-model/orders_2026-01-01.json"


def test_every_example_of_amazons_maps() -> None:
    listed = examples("orders-api-model/orders_2026-01-01.json", "searchOrders")
    single = examples("orders-api-model/orders_2026-01-01.json", "getOrder")
    records = [record for status, _, answer in listed if status == 200 for record in answer["orders"]]
    records += [answer["order"] for status, _, answer in single if status == 200]
    assert len(records) == 6
    for record in records:
        found = mapping().read(json.dumps(record).encode())
        told = record["proceeds"]["grandTotal"]
        assert found.totals.total == Money.parse(told["amount"], told["currencyCode"])
        assert found.ref.id == found.number == record["orderId"]
        assert found.recipient.name == record["recipient"]["deliveryAddress"]["name"]
        assert found.handling is (
            Handling.CHANNEL if record["fulfillment"]["fulfilledBy"] == "AMAZON" else Handling.OURS
        )
        assert [line.quantity for line in found.lines] == [one["quantityOrdered"] for one in record["orderItems"]]
        assert len(found.shipments or ()) == len(record.get("packages", []))
        totals = found.totals
        assert totals.goods + totals.shipping + totals.fees - totals.discount == totals.total


def test_the_british_example_in_full() -> None:
    listed = examples("orders-api-model/orders_2026-01-01.json", "searchOrders")
    record = next(
        one for status, _, answer in listed if status == 200 for one in answer["orders"] if one["orderId"][:3] == "202"
    )
    found = mapping().read(json.dumps(record).encode())
    assert (found.order, found.payment, found.shipping) == (
        OrderFacet.COMPLETED,
        PaymentFacet.PAID,
        ShippingFacet.SHIPPED,
    )
    assert found.recipient == Address(
        name="Sarah Thompson",
        street="45 Oak Avenue",
        extra="Flat 2A",
        postcode="SW1A 1AA",
        town="London",
        region="England",
        country="GB",
        phone="+44 20 7946 0958",
    )
    assert found.buyer == Buyer(
        name="Sarah Thompson", email="buyer-email@marketplace.amazon.co.uk", phone="+44 20 7946 0958"
    )
    (parcel,) = found.shipments or ()
    assert (parcel.remote_id, parcel.carrier, parcel.number) == (
        "UK-PKG-CONSUMER-2024-002",
        "DPD",
        "15501234567890123456",
    )
    assert parcel.shipped_at == parse_utc("2024-12-25T14:00:00Z")
    assert parcel.lines == (ShippedLineSnapshot(remote_line_id="20276543210987", quantity=1),)
    assert found.open_in_channel == "https://sellercentral.amazon.co.uk/orders-v3/order/202-7654321-1098765"


def test_the_american_example_has_its_tax_on_top() -> None:
    single = examples("orders-api-model/orders_2026-01-01.json", "getOrder")
    record = next(answer["order"] for _, _, answer in single if answer.get("order", {}).get("orderId", "")[:3] == "114")
    found = mapping().read(json.dumps(record).encode())
    assert found.lines[0].total == found.totals.goods == Money(4999, "USD")
    assert found.lines[0].tax == found.totals.tax == Money(1000, "USD")


def test_what_we_send_is_in_amazons_own_terms() -> None:
    definitions = json.loads((MODELS / "orders-api-model/ordersV0.json").read_text(encoding="utf-8"))["definitions"]
    for name in ("ConfirmShipmentRequest", "PackageDetail", "ConfirmShipmentOrderItem"):
        definitions[name]["additionalProperties"] = False
    schema = {"$ref": "#/definitions/ConfirmShipmentRequest", "definitions": definitions}
    body: dict[str, Any] = {}
    for carrier in (*(one.code for one in tables.carriers()), "Kurier Schmidt"):
        body = told(parcel(carrier=carrier, carrier_name="Kurier Schmidt", parcel=3, lines=(("11", 2), ("12", 1))))
        jsonschema.validate(body, schema)
        assert body["packageDetail"]["packageReferenceId"] == "3"
        assert body["packageDetail"]["carrierName"]
    example = examples("orders-api-model/ordersV0.json", "confirmShipment")[0][1]["body"]["value"]
    assert set(body["packageDetail"]) <= set(example["packageDetail"])
    assert body["packageDetail"]["orderItems"] == [
        {"orderItemId": "11", "quantity": 2},
        {"orderItemId": "12", "quantity": 1},
    ]


def test_the_table_of_carriers_names_only_those_of_carriers_csv_and_amazons_schema() -> None:
    assert set(units.CARRIERS) <= {one.code for one in tables.carriers()}
    sheet = (Path(__file__).parents[4] / "shared" / "channels" / "amazon.md").read_text(encoding="utf-8")
    listed = sheet.split("`carrierCode` values", 1)[1].split("`DHL,", 1)[1].split("Other`", 1)[0]
    known = {" ".join(one.split()) for one in f"DHL,{listed}".split(",")}
    assert set(units.CARRIERS.values()) <= known


def test_amazons_own_examples_of_a_confirmation_are_understood() -> None:
    """204 without a body is done; a date it cannot read is refused in its words."""
    for status, parameters, answer in examples("orders-api-model/ordersV0.json", "confirmShipment"):
        held = Held(reply("" if status == 204 else answer, status), effect=False)
        held.record["orderId"] = parameters["orderId"]["value"]
        with amazon(held) as there:
            connector = connected(there)
            push = parcel(parameters["orderId"]["value"], "112345678")
            if status == 204:
                assert connector.confirm_shipment(push, KEY) == Accepted("1")
            else:
                with pytest.raises(Refused) as caught:
                    connector.confirm_shipment(push, KEY)
                assert caught.value.words == answer["errors"][0]["message"]
            connector.close()


def test_every_example_of_a_search_is_a_page_or_its_refusal() -> None:
    """Over the wire and through the library, the token of the first among them."""
    for status, _, answer in examples(ORDERS, "searchOrders"):
        with amazon(lambda _, status=status, answer=answer: reply(answer, status)) as there:  # type: ignore[misc]
            connector = connect(access(there.url, clock=ManualClock(NOW)))
            if status == 200:
                found = connector.fetch_orders(Cursor())
                assert [item.ref.id for item in found.items] == [one["orderId"] for one in answer["orders"]]
                assert found.done == ("pagination" not in answer)
                assert found.unreadable == ()
            else:
                with pytest.raises(Refused) as caught:
                    connector.fetch_orders(Cursor())
                assert caught.value.words == answer["errors"][0]["message"]
            connector.close()


def test_every_example_of_one_order_is_an_order_or_its_refusal() -> None:
    for status, parameters, answer in examples(ORDERS, "getOrder"):
        id_ = parameters["orderId"]["value"] if status == 200 else "302-1234567-7654321"
        with amazon(lambda _, status=status, answer=answer: reply(answer, status)) as there:  # type: ignore[misc]
            connector = connect(access(there.url, clock=ManualClock(NOW)))
            if status == 200:
                found = connector.fetch_order(RemoteRef(ACCOUNT, id_))
                assert isinstance(found, OrderSnapshot)
                assert found.ref.id == answer["order"]["orderId"]
            else:
                with pytest.raises(Refused) as caught:
                    connector.fetch_order(RemoteRef(ACCOUNT, id_))
                assert (caught.value.code, caught.value.words) == ("invalid_input", "Invalid Input")
            connector.close()


def test_the_example_of_where_a_seller_sells_is_understood() -> None:
    ((status, _, answer),) = examples("sellers-api-model/sellers.json", "getMarketplaceParticipations")
    with amazon(lambda _: reply(answer, status)) as there:
        american = connect(access(there.url, region="na", marketplaces="US"))
        report = american.check_login()
        american.close()
        german = connect(access(there.url))
        with pytest.raises(LoginNeeded) as caught:
            german.check_login()
        german.close()
    assert (report.identity, dict(report.findings)["Marketplaces"]) == ("BestSellerStore", "Amazon.com")
    assert caught.value.field == "marketplaces"
    assert "Amazon.com" in caught.value.text
