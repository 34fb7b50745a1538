"""Amazon's orders as snapshots: examples of Amazon's own, statuses, people, parcels, and what must not be guessed."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from connectors.channels.amazon.mapping import id_of
from connectors.contract.errors import Unreadable
from desk.domain.cases import CaseDeed, CaseState
from desk.domain.orders import Address, Buyer, Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.values import Money
from tests.connectors.amazon.desk_side import ORDER, amount, item, mapping, order, raw, read


def standing(status: str, by: str = "MERCHANT") -> dict[str, str]:
    return {"fulfillmentStatus": status, "fulfilledBy": by}


# --- where an order stands -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "status,order_facet,payment,shipping,handling",
    [
        ("PENDING_AVAILABILITY", OrderFacet.OPEN, PaymentFacet.UNPAID, ShippingFacet.UNSHIPPED, Handling.NOT_YET),
        ("PENDING", OrderFacet.OPEN, PaymentFacet.UNPAID, ShippingFacet.UNSHIPPED, Handling.NOT_YET),
        ("UNSHIPPED", OrderFacet.OPEN, PaymentFacet.PAID, ShippingFacet.UNSHIPPED, Handling.OURS),
        ("PARTIALLY_SHIPPED", OrderFacet.OPEN, PaymentFacet.PAID, ShippingFacet.PARTLY_SHIPPED, Handling.OURS),
        ("SHIPPED", OrderFacet.COMPLETED, PaymentFacet.PAID, ShippingFacet.SHIPPED, Handling.OURS),
        ("CANCELLED", OrderFacet.CANCELLED, PaymentFacet.UNPAID, ShippingFacet.UNSHIPPED, Handling.OURS),
    ],
)
def test_each_status_says_what_it_means(
    status: str, order_facet: OrderFacet, payment: PaymentFacet, shipping: ShippingFacet, handling: Handling
) -> None:
    found = read(fulfillment=standing(status))
    assert (found.order, found.payment, found.shipping, found.handling) == (order_facet, payment, shipping, handling)
    assert found.channel_status == status
    assert bool(found.payments) == (payment is PaymentFacet.PAID)


def test_a_waiting_order_has_no_prices_and_no_buyer_and_that_is_no_fault() -> None:
    bare = {"orderItemId": "11", "quantityOrdered": 2, "product": {"title": "Mug", "sellerSku": "M"}}
    found = read(
        fulfillment={"fulfillmentStatus": "PENDING"},
        proceeds=None,
        payment=None,
        buyer=None,
        recipient=None,
        orderItems=[bare],
    )
    assert found.totals.total == Money.zero("EUR"), "in the currency of its marketplace"
    assert (found.buyer, found.recipient, found.payments) == (Buyer(), Address(), ())
    assert found.handling is Handling.NOT_YET
    assert found.lines[0].quantity == 2


def test_what_amazon_ships_is_amazons_to_handle_whatever_its_status() -> None:
    for status in ("PENDING", "UNSHIPPED", "SHIPPED", "CANCELLED", "UNFULFILLABLE"):
        assert read(fulfillment=standing(status, "AMAZON")).handling is Handling.CHANNEL


def test_an_order_that_cannot_be_fulfilled_needs_somebody(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        found = read(fulfillment=standing("UNFULFILLABLE", "AMAZON"))
    assert found.order is OrderFacet.UNKNOWN
    assert caplog.records == [], "Desk knows this status"


def test_an_unknown_code_is_kept_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    parts = {"ITEM": "9.00", "STORAGE": "1.00"}
    odd = raw(
        fulfillment=standing("IN_REVIEW", "SOMEBODY"),
        orderItems=[item("11", 1, "9.00", parts=parts, total="10.00")],
        proceeds={"grandTotal": amount("10.00")},
    )
    reader = mapping()
    with caplog.at_level(logging.WARNING):
        found = [reader.read(odd) for _ in range(3)][-1]
    assert (found.channel_status, found.order, found.payment, found.shipping) == (
        "IN_REVIEW",
        OrderFacet.UNKNOWN,
        PaymentFacet.UNKNOWN,
        ShippingFacet.UNKNOWN,
    )
    assert found.handling is Handling.CHANNEL, "nobody acts on an order that may be somebody else's"
    assert found.totals.fees == Money(100, "EUR")
    assert sorted(record.getMessage().split("unknown ")[1].split(" '")[0] for record in caplog.records) == [
        "fulfilledBy",
        "order status",
        "part of the proceeds",
    ]


# --- a wish to cancel ------------------------------------------------------------------------------------------


def wishing(*asked: str, executed: bool = False, requester: str | None = "BUYER") -> list[dict[str, Any]]:
    """Two articles, of which those are asked to be called off."""
    items = []
    for id_ in ("11", "12"):
        more: dict[str, Any] = {}
        if id_ in asked:
            more["cancellationRequest"] = {"cancelReason": "Ordered by mistake", "requester": requester}
            if executed:
                more["cancellationExecution"] = {"cancelledBy": "MERCHANT", "cancelReason": "BuyerCanceled"}
        parts = {"ITEM": "22.00", "SHIPPING": "0.00"} if id_ == "11" else {"ITEM": "22.99"}
        items.append(
            item(id_, 1, next(iter(parts.values())), parts=parts, total=next(iter(parts.values())), cancellation=more)
        )
    return items


@pytest.mark.parametrize(
    "asked,status,allows",
    [
        (("11", "12"), "UNSHIPPED", (CaseDeed.APPROVE, CaseDeed.DECLINE)),
        # Who agrees calls off the whole order, so that is not offered for a part of it.
        (("11",), "UNSHIPPED", (CaseDeed.DECLINE,)),
        (("11", "12"), "PARTIALLY_SHIPPED", (CaseDeed.DECLINE,)),
    ],
)
def test_a_buyers_wish_to_cancel_stands_until_it_is_decided(
    asked: tuple[str, ...], status: str, allows: tuple[CaseDeed, ...]
) -> None:
    wish = read(fulfillment=standing(status), orderItems=wishing(*asked)).wish
    assert wish is not None
    assert (wish.stands, wish.reason, wish.allows) == (True, "Ordered by mistake", allows)
    assert [one.remote_line for one in wish.lines] == list(asked)


@pytest.mark.parametrize(
    "status,by,items,ended",
    [
        ("UNSHIPPED", "MERCHANT", wishing(), CaseState.CANCELLED),
        ("UNSHIPPED", "MERCHANT", wishing("11", requester="MERCHANT"), CaseState.CANCELLED),
        ("UNSHIPPED", "MERCHANT", wishing("11", executed=True), CaseState.CANCELLED),
        ("SHIPPED", "MERCHANT", wishing("11"), CaseState.DECLINED),
        ("CANCELLED", "MERCHANT", wishing("11", executed=True), CaseState.CLOSED),
        ("UNSHIPPED", "AMAZON", wishing("11"), CaseState.CANCELLED),
    ],
)
def test_a_wish_that_is_none_any_more_says_what_became_of_it(
    status: str, by: str, items: list[dict[str, Any]], ended: CaseState
) -> None:
    wish = read(fulfillment=standing(status, by), orderItems=items).wish
    assert wish is not None
    assert (wish.stands, wish.ended_as) == (False, ended)


# --- another order about the same goods --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told,instead_of",
    [
        ([{"orderId": "302-1111111-1111111", "associationType": "REPLACEMENT_ORIGINAL_ID"}], "302-1111111-1111111"),
        ([{"orderId": "302-1111111-1111111", "associationType": "EXCHANGE_ORIGINAL_ID"}], "302-1111111-1111111"),
        ([{"orderId": "302-1111111-1111111", "associationType": "BUNDLE"}], ""),
        ([{"orderId": ORDER, "associationType": "REPLACEMENT_ORIGINAL_ID"}], ""),
        ([{"associationType": "REPLACEMENT_ORIGINAL_ID"}], ""),
        ([], ""),
        (None, ""),
    ],
)
def test_a_replacement_names_its_first_order(told: list[dict[str, str]] | None, instead_of: str) -> None:
    more = {} if told is None else {"associatedOrders": told}
    assert read(**more).instead_of == instead_of


# --- people ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", [None, "", "  ", "***"])
def test_what_amazon_hides_is_empty_never_a_value(hidden: str | None) -> None:
    found = read(
        buyer={"buyerName": hidden, "buyerEmail": hidden},
        recipient={"deliveryAddress": {"name": hidden, "phone": hidden, "city": "Köln", "postalCode": "50667"}},
    )
    assert found.buyer == Buyer()
    assert found.recipient == Address(postcode="50667", town="Köln")


def test_a_hidden_buyer_is_named_by_the_recipient() -> None:
    assert read(buyer=None).buyer == Buyer(name="Jörg Groß", phone="+49 221 123456")


@pytest.mark.parametrize("email", ["no-reply-amazon-iba-buyer@amazon.de", None])
@pytest.mark.parametrize("company", ["Huber GmbH", ""])
def test_amazon_itself_as_the_buyer_is_no_customer(email: str | None, company: str) -> None:
    """Thousands of businesses buy under one name and address: they must not become one person."""
    amazons = "Amazon Business EU SARL"
    told = {"buyerName": amazons, "buyerCompanyName": amazons, "buyerEmail": email}
    recipient = {"deliveryAddress": {"name": "Petra Huber", "companyName": company, "addressLine1": "Weg 1"}}
    tax = {"taxRegistrations": [{"entityType": "BUYER", "legalName": amazons, "taxRegistrationNumber": "LU20260743"}]}
    found = read(buyer=told, recipient=recipient, tax=tax).buyer
    assert found == Buyer(name="Petra Huber", company=company, vat_id="LU20260743")


def test_a_pick_up_points_lines_all_stay() -> None:
    address = {
        "name": "Jörg Groß",
        "addressLine1": "Packstation 104",
        "addressLine2": "38291746",
        "addressLine3": "Postnummer",
        "city": "Köln",
        "postalCode": "50667",
        "countryCode": "de",
        "addressType": "PICKUP_POINT",
    }
    found = read(recipient={"deliveryAddress": address}).recipient
    assert (found.street, found.extra, found.country) == ("Packstation 104", "38291746, Postnummer", "DE")


def test_a_street_in_the_second_line_is_found_where_the_first_is_empty() -> None:
    address = {"addressLine1": "", "addressLine2": "Hauptstraße 5", "city": "Köln"}
    assert read(recipient={"deliveryAddress": address}).recipient.street == "Hauptstraße 5"


def test_a_business_is_known_by_its_tax_registration() -> None:
    registrations = [
        {"entityType": "MARKETPLACE", "taxRegistrationNumber": "LU1", "legalName": "Amazon"},
        {
            "entityType": "BUYER",
            "taxRegistrationNumber": "DE123456789",
            "legalName": "Huber GmbH",
            "taxRegistrationAddress": {"companyName": "Huber GmbH", "addressLine1": "Amtsweg 2", "city": "Ulm"},
        },
    ]
    found = read(tax={"taxRegistrations": registrations})
    assert (found.buyer.vat_id, found.buyer.company) == ("DE123456789", "Huber GmbH")
    assert found.billing == Address(company="Huber GmbH", street="Amtsweg 2", town="Ulm")


def test_what_is_said_with_an_order_is_told_without_the_wish_that_is_a_case_by_itself() -> None:
    lines = order()["orderItems"]
    lines[0]["cancellation"] = {"cancellationRequest": {"requester": "BUYER", "cancelReason": "Ordered by mistake"}}
    lines[1]["fulfillment"]["packing"] = {"giftOption": {"giftMessage": "Alles Gute!"}}
    recipient = {**order()["recipient"], "deliveryPreference": {"addressInstruction": "Hinterhaus"}}
    found = read(orderItems=lines, recipient=recipient)
    assert found.wish is not None
    assert found.wish.reason == "Ordered by mistake"
    assert found.buyer_note.splitlines() == ["Hinterhaus", "Alles Gute!"]
    lines[0]["cancellation"]["cancellationRequest"]["requester"] = "AMAZON"
    assert read(orderItems=lines).buyer_note.splitlines()[0] == "Amazon asks to cancel: Ordered by mistake"
    lines[0]["cancellation"]["cancellationExecution"] = {"cancelledBy": "MERCHANT", "cancelReason": "BuyerCanceled"}
    assert read(orderItems=lines).buyer_note.splitlines()[0] == "Cancelled by merchant: BuyerCanceled"


# --- pieces and parcels ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ordered,fulfilled,left,executed,called_off",
    [(3, 0, 3, False, 0), (3, 1, 2, False, 0), (3, 1, 1, True, 1), (3, 0, 0, True, 3), (3, 1, 2, True, 2)],
)
def test_pieces_that_are_called_off_need_no_parcel(
    ordered: int, fulfilled: int, left: int, executed: bool, called_off: int
) -> None:
    line = item("11", ordered, "10.00", parts={"ITEM": "30.00"}, total="30.00")
    line["fulfillment"] = {"quantityFulfilled": fulfilled, "quantityUnfulfilled": left}
    if executed:
        line["cancellation"] = {"cancellationExecution": {"cancelledBy": "BUYER"}}
    assert read(orderItems=[line]).lines[0].refunded == called_off


def test_a_cancelled_order_has_nothing_left_to_ship() -> None:
    assert [line.refunded for line in read(fulfillment=standing("CANCELLED")).lines] == [2, 1]


def test_packages_that_never_left_are_no_shipments() -> None:
    def package(reference: str, status: str | None, number: str = "") -> dict[str, Any]:
        return {
            "packageReferenceId": reference,
            "trackingNumber": number,
            **({"packageStatus": {"status": status}} if status else {}),
        }

    found = read(
        packages=[
            package("1", "PENDING"),
            package("2", "CANCELLED", "GONE"),
            package("3", "SHIPPED", "A"),
            package("4", "PENDING", "B"),
            package("5", "DELIVERED"),
            package("6", None, "C"),
        ]
    )
    assert [(one.remote_id, one.number) for one in found.shipments or ()] == [
        ("3", "A"),
        ("4", "B"),
        ("5", ""),
        ("6", "C"),
    ]
    assert read(packages=None).shipments == (), "the call asks for packages, so none there are none"


def test_a_replacement_costs_nothing_and_says_what_it_replaces() -> None:
    free = {"orderItemId": "11", "quantityOrdered": 1, "product": {"title": "Mug"}}
    found = read(
        associatedOrders=[{"orderId": "302-0000000-0000001", "associationType": "REPLACEMENT_ORIGINAL_ID"}],
        proceeds=None,
        payment=None,
        orderItems=[free],
    )
    assert (found.totals.total, found.payment, found.payments) == (Money.zero("EUR"), PaymentFacet.PAID, ())
    assert found.instead_of == "302-0000000-0000001"
    assert found.buyer_note == "", "no buyer said that"


def test_the_sandboxs_orders_are_tests() -> None:
    assert mapping("https://sandbox.sellingpartnerapi-eu.amazon.com").read(raw()).is_test
    assert not read().is_test


def test_an_order_is_opened_in_its_own_marketplaces_seller_central() -> None:
    paris = {"channelName": "AMAZON", "marketplaceId": "A13V1IB3VIYZZH"}
    assert read(salesChannel=paris).open_in_channel == f"https://sellercentral.amazon.fr/orders-v3/order/{ORDER}"
    new = {"channelName": "AMAZON", "marketplaceId": "A9NEWSITEOFAMAZ"}
    assert read(salesChannel=new).open_in_channel.startswith("https://sellercentral.amazon.de/")


# --- what makes no sense -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"orderId": ""},
        {"createdTime": "gestern"},
        {"lastUpdatedTime": "0001-01-01T00:00:00Z"},
        {"salesChannel": "AMAZON"},
        {"orderItems": None},
        {"orderItems": {"0": "kaputt"}},
        {"fulfillment": None},
        {"fulfillment": {"fulfillmentStatus": "UNSHIPPED"}},
        {"proceeds": None},
        {"proceeds": {"grandTotal": {"amount": "n/a", "currencyCode": "EUR"}}},
        {"proceeds": {"grandTotal": {"amount": "1.00", "currencyCode": "USD"}}},
        {"orderItems": [{"orderItemId": "1", "quantityOrdered": "viele", "product": {}}]},
        {"orderItems": [{"orderItemId": "1", "quantityOrdered": -1, "product": {}}]},
        {"orderItems": [{"orderItemId": "1", "quantityOrdered": 1, "product": {}}] * 2},
        {"packages": [{"packageReferenceId": "1", "shipTime": "soon", "trackingNumber": "A"}]},
    ],
)
def test_a_record_that_makes_no_sense_is_unreadable_and_named(changes: dict[str, Any]) -> None:
    bad = raw(**changes)
    with pytest.raises(Unreadable) as caught:
        mapping().read(bad)
    assert caught.value.code == "unreadable_order"
    assert "Groß" not in caught.value.detail
    assert id_of(bad) == changes.get("orderId", ORDER)


@pytest.mark.parametrize("bad", [b"", b"[]", b"{", b'"x"', b"\xff", b'{"orderId":7}'])
def test_bytes_that_are_no_order_have_no_name(bad: bytes) -> None:
    with pytest.raises(Unreadable):
        mapping().read(bad)
    assert id_of(bad) == ""
