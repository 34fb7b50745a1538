"""An order as eBay writes it becomes a snapshot: money to the cent, hidden stays hidden, unknown stays told."""

from __future__ import annotations

import json
import logging
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.channels.ebay.mapping import (
    OrderMapping,
    parse_fulfillments,
    parse_order,
    shipments_in_hrefs,
    shipments_of,
)
from connectors.contract.errors import Unreadable
from connectors.contract.snapshots import OrderSnapshot, ShipmentSnapshot
from desk.domain.clock import parse_utc
from desk.domain.orders import Address, Handling, OrderFacet, PaymentFacet, PaymentKind, ShippingFacet
from desk.domain.values import Money, minor_digits
from tests.connectors.ebay.desk_side import ACCOUNT, inside, order, raw


def mapping(known: set[str] | None = None, *, sandbox: bool = False) -> OrderMapping:
    told: set[str] = set() if known is None else known

    def is_new(what: str) -> bool:
        return what not in told and not told.add(what)  # type: ignore[func-returns-value]

    return OrderMapping(ACCOUNT, "EBAY_DE", is_new, sandbox=sandbox)


def read(document: dict[str, Any], **more: Any) -> OrderSnapshot:
    return mapping().read(json.dumps(document).encode(), **more)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def amount(minor: int, currency: str = "EUR", **more: str) -> dict[str, str]:
    value = Decimal(minor).scaleb(-minor_digits(currency))
    return {"value": str(value), "currency": currency, **more}


# --- the whole ---------------------------------------------------------------------------------------------


def test_an_order_is_read_as_ebay_tells_it() -> None:
    one = read(order(), shipments=())
    assert (one.ref.account, one.ref.id, one.number) == (ACCOUNT, "01-03955-36441", "01-03955-36441")
    assert one.placed_at == parse_utc("2026-11-19T18:14:02")
    assert one.changed_at == parse_utc("2026-11-19T18:20:11.250")
    assert one.paid_at == parse_utc("2026-11-19T18:14:40")
    assert (one.order, one.payment, one.shipping) == (OrderFacet.OPEN, PaymentFacet.PAID, ShippingFacet.UNSHIPPED)
    assert one.channel_status == "NOT_STARTED"
    assert (one.totals.goods, one.totals.discount) == (eur(3998), eur(200))
    assert (one.totals.shipping, one.totals.fees, one.totals.total) == (eur(490), eur(0), eur(4288))
    line = one.lines[0]
    assert (line.remote_id, line.sku, line.quantity, line.listing) == ("10012345678901", "WZ-1020", 2, "110012345678")
    assert (line.unit_price, line.total, line.refunded) == (eur(1999), eur(3798), 0)
    assert (one.buyer.name, one.buyer.company) == ("Anna Müller", "Müller & Söhne GmbH")
    assert (one.buyer.email, one.buyer.remote_id) == ("20ab34cd56@members.ebay.example", "anna_m-77")
    assert one.recipient == Address(
        name="Jens Müller",
        street="Packstation 123",
        extra="12345678",
        postcode="30159",
        town="Hannover",
        region="NI",
        country="DE",
        phone="+49 511 7654321",
    )
    assert one.billing.street == "Lange Laube 7"
    assert [(each.kind, each.amount, each.remote_id) for each in one.payments] == [
        (PaymentKind.PAYMENT, eur(4288), "P-1")
    ]
    assert (one.payment_method, one.buyer_note) == ("EBAY", "Bitte klingeln")
    assert one.handling is Handling.OURS
    assert one.open_in_channel == "https://www.ebay.de/mesh/ord/details?orderid=01-03955-36441"
    assert one.shipments == ()
    assert json.loads(one.raw)["salesRecordReference"] == "1234"
    assert not one.is_test


def test_orders_of_the_sandbox_are_tests() -> None:
    one = mapping(sandbox=True).read(raw())
    assert one.is_test
    assert "sandbox" in one.open_in_channel


def test_the_first_day_by_which_a_line_is_to_go_out_counts() -> None:
    assert read(order()).ship_by == parse_utc("2026-11-21T22:59:59")
    second = {**order()["lineItems"][0], "lineItemId": "2"}
    second["lineItemFulfillmentInstructions"] = {"shipByDate": "2026-11-20T22:59:59.000Z"}
    assert read(order(lineItems=[*order()["lineItems"], second])).ship_by == parse_utc("2026-11-20T22:59:59")
    for nonsense in ({}, {"shipByDate": "soon"}):
        assert read(inside(order(), "lineItems.0.lineItemFulfillmentInstructions", nonsense)).ship_by is None


# --- facets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "status,facet,shipping",
    [
        ("NOT_STARTED", OrderFacet.OPEN, ShippingFacet.UNSHIPPED),
        ("IN_PROGRESS", OrderFacet.OPEN, ShippingFacet.PARTLY_SHIPPED),
        ("FULFILLED", OrderFacet.COMPLETED, ShippingFacet.SHIPPED),
        ("BEAMED", OrderFacet.UNKNOWN, ShippingFacet.UNKNOWN),
    ],
)
def test_how_far_an_order_is_shipped(status: str, facet: OrderFacet, shipping: ShippingFacet) -> None:
    one = read(order(orderFulfillmentStatus=status))
    assert (one.order, one.shipping, one.channel_status) == (facet, shipping, status)


@pytest.mark.parametrize(
    "status,facet",
    [
        ("PENDING", PaymentFacet.UNPAID),
        ("PAID", PaymentFacet.PAID),
        ("FAILED", PaymentFacet.FAILED),
        ("PARTIALLY_REFUNDED", PaymentFacet.PARTLY_REFUNDED),
        ("FULLY_REFUNDED", PaymentFacet.REFUNDED),
        ("BARTERED", PaymentFacet.UNKNOWN),
    ],
)
def test_where_the_money_stands(status: str, facet: PaymentFacet) -> None:
    assert read(order(orderPaymentStatus=status)).payment is facet


def test_a_cancelled_order_is_cancelled_and_one_that_is_asked_for_is_not() -> None:
    cancelled = read(inside(order(), "cancelStatus.cancelState", "CANCELED"))
    asked = read(inside(order(), "cancelStatus.cancelState", "IN_PROGRESS"))
    assert (cancelled.order, asked.order) == (OrderFacet.CANCELLED, OrderFacet.OPEN)
    assert cancelled.channel_status == "NOT_STARTED"


def test_an_order_whose_money_went_back_waits_for_nobody() -> None:
    assert read(order(orderPaymentStatus="FULLY_REFUNDED")).order is OrderFacet.COMPLETED


def test_what_ebay_packs_itself_is_its_to_handle() -> None:
    one = read(order(program={"fulfillmentProgram": {"fulfilledBy": "EBAY"}}))
    assert one.handling is Handling.CHANNEL


def test_parcels_tell_what_the_orders_status_does_not_yet() -> None:
    parcels = shipments_of(parse_fulfillments(fulfillments(("999", "", {"10012345678901": 1}))))
    assert read(order(), shipments=parcels).shipping is ShippingFacet.PARTLY_SHIPPED
    both = shipments_of(parse_fulfillments(fulfillments(("00340434161094", "00340434161094", {"10012345678901": 2}))))
    assert read(order(), shipments=both).shipping is ShippingFacet.SHIPPED


def test_an_unknown_status_is_kept_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    reader = mapping()
    strange = order(orderFulfillmentStatus="BEAMED", orderPaymentStatus="BARTERED")
    strange = inside(strange, "cancelStatus.cancelState", "DISPUTED")
    with caplog.at_level(logging.WARNING, logger="sync"):
        one, *_ = [reader.read(json.dumps(strange).encode()) for _ in range(3)]
    assert one.channel_status == "BEAMED"
    told = [record.getMessage() for record in caplog.records]
    for word in ("BARTERED", "DISPUTED"):
        assert len([text for text in told if word in text]) == 1
    assert b"BARTERED" in one.raw


# --- people and places -------------------------------------------------------------------------------------


def test_what_ebay_hides_with_age_is_hidden_not_a_value() -> None:
    old = order()
    step = old["fulfillmentStartInstructions"][0]["shippingStep"]
    step["shipTo"] = {"contactAddress": {"city": "Hannover", "postalCode": "30159", "countryCode": "DE"}}
    del old["buyer"]["buyerRegistrationAddress"]
    one = read(old)
    assert (one.buyer.name, one.buyer.email, one.buyer.phone) == ("", "", "")
    assert one.recipient == Address(postcode="30159", town="Hannover", country="DE")
    assert not one.billing


def test_the_hub_is_the_recipient_and_its_reference_is_kept() -> None:
    abroad = order()
    hub = {"addressLine1": "Robert-Bosch-Str. 16", "city": "Rüsselsheim", "postalCode": "65428", "countryCode": "DE"}
    abroad["fulfillmentStartInstructions"] = [
        {
            "fulfillmentInstructionsType": "SHIP_TO",
            "ebaySupportedFulfillment": True,
            "finalDestinationAddress": {"addressLine1": "12 High Street", "city": "Leeds", "countryCode": "GB"},
            "shippingStep": {
                "shippingServiceCode": "X",
                "shipTo": {"fullName": "Anna Müller", "contactAddress": hub},
                "shipToReferenceId": "4711000815",
            },
        }
    ]
    one = read(abroad)
    assert (one.recipient.street, one.recipient.town) == ("Robert-Bosch-Str. 16", "Rüsselsheim")
    assert one.recipient.extra == "4711000815"
    assert "Leeds" not in repr(one.recipient)
    named = inside(
        abroad,
        "fulfillmentStartInstructions.0.shippingStep.shipTo.contactAddress.addressLine2",
        "Reference #4711000815",
    )
    assert read(named).recipient.extra == "Reference #4711000815"


def test_who_fetches_the_goods_has_no_address_and_gets_no_parcel() -> None:
    steps = [{"fulfillmentInstructionsType": "PREPARE_FOR_PICKUP", "pickupStep": {"merchantLocationKey": "laden"}}]
    one = read(order(fulfillmentStartInstructions=steps))
    assert not one.recipient
    assert one.shipping is ShippingFacet.NOTHING_TO_SHIP
    assert [line.needs_shipping for line in one.lines] == [False]


def test_only_a_vat_number_is_a_vat_number() -> None:
    vat = inside(order(), "buyer.taxIdentifier", {"taxpayerId": "DE123456789", "taxIdentifierType": "VATIN"})
    other = inside(order(), "buyer.taxIdentifier", {"taxpayerId": "MLLNNA80", "taxIdentifierType": "CODICE_FISCALE"})
    assert (read(vat).buyer.vat_id, read(other).buyer.vat_id) == ("DE123456789", "")


# --- money -------------------------------------------------------------------------------------------------


def test_what_ebay_collects_and_remits_lies_beside_the_goods() -> None:
    """Whether the sum of taxes names it or not, the parts add up, and no line's price holds it."""
    taxed = inside(order(), "lineItems.0.ebayCollectAndRemitTaxes", [{"taxType": "VAT", "amount": amount(858)}])
    taxed = inside(taxed, "lineItems.0.total", amount(5146))
    taxed = inside(taxed, "pricingSummary.total", amount(5146))
    for document in (taxed, inside(taxed, "pricingSummary.tax", amount(858))):
        one = read(document)
        assert (one.totals.fees, one.totals.tax, one.totals.total) == (eur(858), eur(858), eur(5146))
        assert (one.totals.goods, one.lines[0].total) == (eur(3998), eur(3798))


def test_sales_tax_on_top_belongs_to_the_goods_and_vat_within_does_not() -> None:
    on_top = inside(order(), "pricingSummary.tax", amount(300))
    on_top = inside(on_top, "lineItems.0.taxes", [{"taxType": "SALES", "amount": amount(300)}])
    within = on_top
    on_top = inside(on_top, "pricingSummary.total", amount(4588))
    assert (read(on_top).totals.goods, read(on_top).lines[0].total) == (eur(4298), eur(4098))
    assert (read(within).totals.goods, read(within).lines[0].total) == (eur(3998), eur(3798))
    assert read(within).totals.tax == eur(300)


def test_amounts_that_ebay_changed_into_the_sellers_currency_are_told_in_the_orders() -> None:
    changed = amount(3998 * 2, "USD", convertedFromValue="39.98", convertedFromCurrency="EUR")
    one = read(inside(order(), "pricingSummary.priceSubtotal", changed))
    assert one.totals.goods == eur(3998)
    with pytest.raises(Unreadable):
        read(inside(order(), "pricingSummary.priceSubtotal", amount(7996, "USD")))


def test_an_amount_without_a_currency_is_in_the_orders() -> None:
    assert read(inside(order(), "pricingSummary.priceDiscount", {"value": "-2.00"})).totals.discount == eur(200)


def test_yen_have_no_cents() -> None:
    yen = json.loads(json.dumps(order()).replace('"EUR"', '"JPY"').replace(".98", "").replace(".00", ""))
    yen = json.loads(json.dumps(yen).replace('"4.90"', '"4"').replace('"42.88"', '"41"'))
    one = read(yen)
    assert one.totals.total == Money(41, "JPY")
    assert (one.totals.goods, one.totals.shipping) == (Money(39, "JPY"), Money(4, "JPY"))


@given(
    parts=st.fixed_dictionaries(
        {
            "priceSubtotal": st.integers(0, 10**7),
            "priceDiscount": st.integers(-(10**6), 0),
            "deliveryCost": st.integers(0, 10**5),
            "deliveryDiscount": st.integers(-(10**5), 0),
            "tax": st.integers(0, 10**5),
            "fee": st.integers(0, 10**4),
            "adjustment": st.integers(-(10**5), 10**5),
        }
    ),
    remitted=st.integers(0, 10**5),
    missing=st.integers(-(10**4), 10**4),
    currency=st.sampled_from(["EUR", "GBP", "JPY"]),
    left_out=st.sets(
        st.sampled_from(["priceDiscount", "deliveryCost", "deliveryDiscount", "tax", "fee", "adjustment"])
    ),
)
def test_the_parts_always_add_up_to_ebays_total(
    parts: dict[str, int], remitted: int, missing: int, currency: str, left_out: set[str]
) -> None:
    kept = {name: value for name, value in parts.items() if name not in left_out}
    total = sum(kept.values()) + remitted + missing
    document = order()
    document["pricingSummary"] = {
        **{name: amount(value, currency) for name, value in kept.items()},
        "total": amount(total, currency),
    }
    document["lineItems"][0] |= {
        "lineItemCost": amount(kept["priceSubtotal"], currency),
        "discountedLineItemCost": amount(kept["priceSubtotal"], currency),
        "total": amount(total, currency),
        "ebayCollectAndRemitTaxes": [{"taxType": "VAT", "amount": amount(remitted, currency)}],
    }
    document["paymentSummary"] = {"payments": [], "refunds": []}
    found = read(document).totals
    assert found.total == Money(total, currency)
    assert found.goods + found.shipping + found.fees - found.discount == found.total
    assert found.discount.minor >= 0
    assert found.tax.minor >= remitted


def test_refunds_are_payments_and_those_that_did_not_happen_are_not() -> None:
    back = [
        {
            "refundId": "R1",
            "refundStatus": "REFUNDED",
            "refundDate": "2026-11-21T08:00:00.000Z",
            "amount": amount(1000),
        },
        {"refundId": "R2", "refundStatus": "FAILED", "refundDate": "2026-11-21T08:00:00.000Z", "amount": amount(500)},
        {"refundId": "R3", "refundStatus": "PENDING", "amount": amount(700)},
    ]
    one = read(inside(order(orderPaymentStatus="PARTIALLY_REFUNDED"), "paymentSummary.refunds", back))
    found = [(each.remote_id, each.amount) for each in one.payments if each.kind is PaymentKind.REFUND]
    assert found == [("R1", eur(1000))]
    assert one.payment is PaymentFacet.PARTLY_REFUNDED


@pytest.mark.parametrize("back,pieces", [(4288, 2), (4287, 0), (1999, 0), (5000, 2)])
def test_pieces_count_as_refunded_when_all_of_a_lines_money_went_back(back: int, pieces: int) -> None:
    refunds = [{"refundId": "R1", "refundDate": "2026-11-21T08:00:00.000Z", "amount": amount(back)}]
    assert read(inside(order(), "lineItems.0.refunds", refunds)).lines[0].refunded == pieces


def test_payments_that_are_pending_or_failed_brought_no_money() -> None:
    for status in ("PENDING", "FAILED"):
        one = read(inside(order(), "paymentSummary.payments.0.paymentStatus", status))
        assert one.payments == ()
        assert one.paid_at is None


def test_two_payments_of_one_name_are_told_apart() -> None:
    twice = order()
    twice["paymentSummary"]["payments"] *= 2
    names = [each.remote_id for each in read(twice).payments]
    assert len(set(names)) == 2


# --- parcels -----------------------------------------------------------------------------------------------


def fulfillments(*parcels: tuple[str, str, dict[str, int]]) -> bytes:
    found = [
        {
            "fulfillmentId": name,
            **({"shipmentTrackingNumber": number, "shippingCarrierCode": "DHL"} if number else {}),
            "shippedDate": "2026-11-20T09:00:00.000Z",
            "lineItems": [{"lineItemId": line, "quantity": pieces} for line, pieces in lines.items()],
        }
        for name, number, lines in parcels
    ]
    return json.dumps({"total": len(found), "fulfillments": found}).encode()


def test_parcels_are_read_with_what_is_in_them() -> None:
    body = fulfillments(("0034A", "0034A", {"1": 2}), ("999", "", {"2": 1}))
    first, second = shipments_of(parse_fulfillments(body))
    assert (first.number, first.carrier, first.remote_id) == ("0034A", "DHL", "0034A")
    assert first.shipped_at == parse_utc("2026-11-20T09:00:00")
    assert [(line.remote_line_id, line.quantity) for line in first.lines or ()] == [("1", 2)]
    assert (second.number, second.carrier) == ("", "")


def test_two_parcels_of_one_number_are_told_apart() -> None:
    body = fulfillments(("0034AB", "0034AB", {"1": 1}), ("0034AB", "0034AB", {"2": 1}))
    found = shipments_of(parse_fulfillments(body))
    assert [one.number for one in found] == ["0034AB", "0034AB"]
    assert len({one.remote_id for one in found}) == 2


def test_the_address_of_a_parcel_tells_its_number_by_itself() -> None:
    hrefs = [
        "https://api.ebay.com/sell/fulfillment/v1/order/01-03955-36441/shipping_fulfillment/00340434161094042557",
        "https://api.ebay.com/sell/fulfillment/v1/order/01-03955-36441/shipping_fulfillment/999",
    ]
    assert shipments_in_hrefs(hrefs) == (
        ShipmentSnapshot(
            remote_id="00340434161094042557", carrier="", number="00340434161094042557", shipped_at=None, lines=None
        ),
        ShipmentSnapshot(remote_id="999", carrier="", number="", shipped_at=None, lines=None),
    )


# --- what cannot be read -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        order(pricingSummary=None),
        order(lineItems=None),
        order(creationDate="yesterday"),
        inside(order(), "pricingSummary.total", {"value": "many", "currency": "EUR"}),
        inside(order(), "pricingSummary.total", {"value": "1.00", "currency": "Taler"}),
        inside(order(), "lineItems.0.quantity", -1),
        order(lineItems=[*order()["lineItems"], *order()["lineItems"]]),
        {"hello": "world"},
    ],
)
def test_a_record_that_makes_no_sense_is_unreadable(document: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as caught:
        read(document)
    assert caught.value.code == "unreadable_order"
    for private in ("Müller", "Lange Laube", "511"):
        assert private not in f"{caught.value.text} {caught.value.detail}"


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"fulfillments": [{}]}', b'{"total": 1}'])
def test_parcels_that_make_no_sense_are_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        parse_fulfillments(body)


@pytest.mark.parametrize("name", ["cancelStatus", "paymentSummary", "buyer", "lastModifiedDate"])
def test_an_order_without_what_ebay_always_sends_seems_damaged(name: str) -> None:
    assert not parse_order(raw()).seems_damaged
    assert parse_order(raw(**{name: None})).seems_damaged
