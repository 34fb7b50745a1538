"""A shop's JSON becomes a snapshot: money that adds up, facets, addresses, hidden values, broken records."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.channels.woocommerce.mapping import OrderMapping, parse_refunds
from connectors.channels.woocommerce.units import ORDER_FACETS, PAY_LATER_METHODS, erased
from connectors.contract.errors import Unreadable
from connectors.contract.snapshots import OrderSnapshot
from desk.domain.clock import parse_utc
from desk.domain.orders import Address, OrderFacet, PaymentFacet, PaymentKind, ShippingFacet
from desk.domain.values import AccountId, Money, RemoteRef
from tests.connectors.woocommerce.desk_side import ACCOUNT, order, raw


def mapping() -> OrderMapping:
    return OrderMapping(ACCOUNT, "https://shop.example", PAY_LATER_METHODS)


def read(**changes: Any) -> OrderSnapshot:
    return mapping().read(raw(**changes))


def reason(**changes: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        mapping().read(raw(**changes))
    return caught.value.detail


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def test_an_order_is_read_as_a_whole() -> None:
    found = read()
    assert found.ref == RemoteRef(AccountId(4), "727")
    assert found.number == "WB-1727"
    assert found.placed_at == parse_utc("2026-11-19T17:28:02Z"), "by the _gmt field, not the shop's local time"
    assert found.changed_at == parse_utc("2026-11-19T17:30:08Z")
    assert (found.order, found.payment, found.shipping) == (
        OrderFacet.OPEN,
        PaymentFacet.PAID,
        ShippingFacet.UNSHIPPED,
    )
    assert found.channel_status == "processing"
    assert found.buyer_note == "Bitte klingeln & warten"
    assert found.invoice_number == "RE-2026-17"
    assert found.payment_method_title == "PayPal"
    assert found.open_in_channel == "https://shop.example/wp-admin/post.php?post=727&action=edit"
    assert found.raw == raw()
    assert found.shipments is None, "the list does not tell of parcels"
    assert not found.is_test


def test_money_is_gross_and_adds_up() -> None:
    found = read()
    totals = found.totals
    assert (totals.goods, totals.shipping, totals.fees) == (eur(6000), eur(490), eur(0))
    assert (totals.discount, totals.tax, totals.total) == (eur(300), eur(988), eur(6190))
    mug, coaster = found.lines
    assert (mug.quantity, mug.unit_price, mug.total, mug.tax) == (3, eur(1500), eur(4200), eur(671))
    assert (coaster.unit_price, coaster.total) == (eur(1500), eur(1500))
    assert (mug.title, mug.sku, coaster.sku) == ("Becher – blau", "MUG-BL", "")


def test_people_and_places() -> None:
    found = read()
    buyer = found.buyer
    assert (buyer.name, buyer.company) == ("Jörg Müller", "Müller & Söhne GmbH")
    assert (buyer.email, buyer.phone) == ("joerg.mueller@example.org", "0221 123456")
    assert (buyer.vat_id, buyer.remote_id) == ("DE123456789", "26")
    assert found.billing.street == "Große Straße 7a"
    assert found.billing.extra == "Hinterhaus"
    assert found.recipient == Address(
        name="Erika Musterfrau",
        street="Packstation 145",
        extra="12345678",
        postcode="53111",
        town="Bonn",
        region="DE-NW",
        country="DE",
    )


EMPTY = dict.fromkeys(("first_name", "last_name", "company", "address_1", "address_2", "city", "postcode"), "")


@pytest.mark.parametrize("shipping", [{**EMPTY, "country": "DE", "state": "DE-NW"}, [], {}])
def test_an_empty_shipping_address_means_the_billing_one(shipping: Any) -> None:
    found = read(shipping=shipping)
    assert found.recipient == found.billing
    assert found.recipient.town == "Köln"


@pytest.mark.parametrize("value", [None, False, 0, 7, 1.5])
def test_texts_that_php_wrote_as_something_else_break_nothing(value: Any) -> None:
    billing = dict.fromkeys(order()["billing"], value)
    found = read(billing=billing, customer_note=value or False, payment_method_title=value or False)
    assert found.totals.total == eur(6190)
    assert found.billing.town in {"", "0", "7", "1.5"}


@pytest.mark.parametrize("sku", ["", None])
def test_a_line_whose_product_is_gone_keeps_what_was_bought(sku: str | None) -> None:
    lines = order()["line_items"]
    gone = {**lines[0], "product_id": 0, "variation_id": 0, "sku": sku, "parent_name": None}
    found, whole = read(line_items=[gone, *lines[1:]]), read()
    assert found.lines[0] == replace(whole.lines[0], sku="")
    assert found.totals == whole.totals


def test_a_guest_has_no_customer_id() -> None:
    assert read(customer_id=0).buyer.remote_id == ""


def test_a_house_number_and_a_post_number_of_plugins_join_the_address() -> None:
    meta = [
        {"id": 1, "key": "_billing_house_number", "value": "12"},
        {"id": 2, "key": "_shipping_dhl_postnumber", "value": "98765432"},
    ]
    billing = {**order()["billing"], "address_1": "Hauptstraße"}
    shipping = {**order()["shipping"], "address_2": ""}
    found = read(meta_data=meta, billing=billing, shipping=shipping)
    assert found.billing.street == "Hauptstraße 12"
    assert found.recipient.extra == "Postnummer 98765432"
    again = read(meta_data=meta, billing={**billing, "address_1": "Hauptstraße 12"})
    assert again.billing.street == "Hauptstraße 12"


def test_what_the_shop_erased_is_hidden_not_a_value() -> None:
    """Empty means hidden: the mirror keeps what it had."""
    gone = dict.fromkeys(order()["billing"], "[deleted]") | {"email": "deleted@site.invalid"}
    found = read(billing=gone, shipping={**gone, "email": ""}, customer_note="[gelöscht]")
    assert not found.billing
    assert not found.recipient
    assert (found.buyer.name, found.buyer.email, found.buyer.phone, found.buyer_note) == ("", "", "", "")


@pytest.mark.parametrize("phone, gone", [("+00 000 0000000", True), ("(000) 0000000", True), ("0800 1", False)])
def test_a_phone_number_of_zeros_is_an_erased_one(phone: str, gone: bool) -> None:
    found = read(billing={**order()["billing"], "phone": phone})
    assert (found.billing.phone, found.buyer.phone) == (("", "") if gone else (phone, phone))


def test_an_address_that_is_not_sent_is_hidden_too() -> None:
    found = read(billing=None, shipping=None)
    assert not found.billing
    assert not found.recipient


@pytest.mark.parametrize(
    "text, gone",
    [
        ("[deleted]", True),
        ("[gelöscht]", True),
        ("[supprimé]", True),
        ("deleted@site.invalid", True),
        ("0.0.0.0", True),
        ("[B] Büro 3", False),
        ("", False),
        ("Siteinvalid", False),
    ],
)
def test_only_placeholders_count_as_erased(text: str, gone: bool) -> None:
    assert erased(text) is gone


# --- facets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ORDER_FACETS)
def test_every_known_status_has_its_facet(status: str) -> None:
    assert read(status=status).order is ORDER_FACETS[status]


def test_an_unknown_status_is_kept_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    one = mapping()
    with caplog.at_level(logging.WARNING, "sync"):
        first = one.read(raw(status="wartet-auf-lager"))
        second = one.read(raw(status="wartet-auf-lager", id=728))
    assert (first.order, first.channel_status) == (OrderFacet.UNKNOWN, "wartet-auf-lager")
    assert first.shipping is ShippingFacet.UNKNOWN
    assert second.order is OrderFacet.UNKNOWN
    assert len([record for record in caplog.records if "wartet-auf-lager" in record.getMessage()]) == 1


def test_the_prefix_of_a_status_is_no_part_of_it() -> None:
    assert read(status="wc-completed").order is OrderFacet.COMPLETED


PAYMENTS = [
    # status, method, paid, refunds, total -> facet (section 8 of the channel's sheet)
    ("pending", "ppcp-gateway", False, [], "61.9000", PaymentFacet.UNPAID),
    ("on-hold", "bacs", False, [], "61.9000", PaymentFacet.UNPAID),
    ("on-hold", "invoice", False, [], "61.9000", PaymentFacet.PAY_LATER),
    ("failed", "stripe", False, [], "61.9000", PaymentFacet.FAILED),
    ("processing", "ppcp-gateway", True, [], "61.9000", PaymentFacet.PAID),
    ("processing", "bacs", False, [], "61.9000", PaymentFacet.PAID),
    ("processing", "cod", False, [], "61.9000", PaymentFacet.PAY_LATER),
    ("completed", "invoice", False, [], "61.9000", PaymentFacet.PAY_LATER),
    ("completed", "invoice", True, [], "61.9000", PaymentFacet.PAID),
    ("completed", "Invoice", False, [], "61.9000", PaymentFacet.PAY_LATER),
    ("cancelled", "bacs", False, [], "61.9000", PaymentFacet.UNPAID),
    ("cancelled", "invoice", False, [], "61.9000", PaymentFacet.UNPAID),
    ("cancelled", "stripe", True, [], "61.9000", PaymentFacet.PAID),
    ("refunded", "stripe", True, ["-61.9000"], "61.9000", PaymentFacet.REFUNDED),
    ("refunded", "stripe", True, [], "61.9000", PaymentFacet.REFUNDED),
    ("processing", "stripe", True, ["-10.0000"], "61.9000", PaymentFacet.PARTLY_REFUNDED),
    ("completed", "stripe", True, ["-10.0000", "-51.9000"], "61.9000", PaymentFacet.REFUNDED),
    ("processing", "", False, [], "0.0000", PaymentFacet.PAID),
    ("waiting-for-stock", "stripe", True, [], "61.9000", PaymentFacet.PAID),
    ("waiting-for-stock", "stripe", False, [], "61.9000", PaymentFacet.UNKNOWN),
    ("trash", "bacs", False, [], "61.9000", PaymentFacet.UNPAID),
]


@pytest.mark.parametrize("status,method,paid,refunds,total,facet", PAYMENTS)
def test_where_the_money_stands(
    status: str, method: str, paid: bool, refunds: list[str], total: str, facet: PaymentFacet
) -> None:
    listed = [{"id": 800 + n, "reason": "", "total": amount} for n, amount in enumerate(refunds)]
    date = "2026-11-19T17:28:08" if paid else ""
    found = read(status=status, payment_method=method, date_paid_gmt=date, refunds=listed, total=total)
    assert found.payment is facet


def test_money_that_came_and_went_is_listed() -> None:
    found = read(refunds=[{"id": 901, "reason": "Bruch", "total": "-12.5000"}])
    payment, refund = found.payments
    assert (payment.kind, payment.amount, payment.at) == (
        PaymentKind.PAYMENT,
        eur(6190),
        parse_utc("2026-11-19T17:28:08Z"),
    )
    assert (refund.remote_id, refund.kind, refund.amount) == ("901", PaymentKind.REFUND, eur(1250))
    assert (refund.reason, refund.at) == ("Bruch", None)


def test_returned_pieces_come_from_the_refunds_themselves() -> None:
    body = [
        {
            "id": 901,
            "date_created_gmt": "2026-11-20T08:00:00",
            "amount": "28.00",
            "reason": "Bruch",
            "line_items": [
                {"quantity": -2, "meta_data": [{"id": 1, "key": "_refunded_item_id", "value": "315"}]},
                {"quantity": 0, "meta_data": [{"id": 2, "key": "_refunded_item_id", "value": "316"}]},
            ],
        }
    ]
    details = parse_refunds(json.dumps(body).encode())
    found = mapping().read(raw(refunds=[{"id": 901, "reason": "Bruch", "total": "-28.0000"}]), refunds=details)
    assert [line.refunded for line in found.lines] == [2, 0]
    assert found.payments[1].at == parse_utc("2026-11-20T08:00:00Z")


TRACKING = [
    {
        "tracking_provider": "dhl-germany",
        "custom_tracking_provider": "",
        "custom_tracking_link": "",
        "tracking_number": "00340434161094000001",
        "date_shipped": "1763596800",
        "tracking_id": "abc",
    }
]


@pytest.mark.parametrize("value", [TRACKING, {"0": TRACKING[0]}])
def test_parcels_in_the_orders_meta_are_told(value: Any) -> None:
    found = read(meta_data=[{"id": 9, "key": "_wc_shipment_tracking_items", "value": value}])
    assert found.shipments is not None
    (shipment,) = found.shipments
    assert (shipment.remote_id, shipment.carrier, shipment.number) == ("abc", "DHL Germany", "00340434161094000001")
    assert shipment.shipped_at == parse_utc("2025-11-20T00:00:00Z")
    assert shipment.lines is None
    assert found.shipping is ShippingFacet.PARTLY_SHIPPED, "what is in it is not known"


def test_parcels_that_were_taken_out_again_are_told_as_none() -> None:
    assert read(meta_data=[{"id": 9, "key": "_wc_shipment_tracking_items", "value": []}]).shipments == ()


@pytest.mark.parametrize(
    "pieces,facet", [({315: 1}, ShippingFacet.PARTLY_SHIPPED), ({315: 3, 316: 1}, ShippingFacet.SHIPPED)]
)
def test_parcels_with_their_lines_tell_whether_all_is_shipped(pieces: dict[int, int], facet: ShippingFacet) -> None:
    entry = {**TRACKING[0], "_items": [{"item_id": item, "qty": qty} for item, qty in pieces.items()]}
    meta = [{"id": 9, "key": "_wc_shipment_tracking_items", "value": [entry]}]
    assert read(meta_data=meta).shipping is facet


def test_a_completed_order_is_shipped_and_one_without_pieces_has_nothing_to_ship() -> None:
    assert read(status="completed").shipping is ShippingFacet.SHIPPED
    assert read(line_items=[]).shipping is ShippingFacet.NOTHING_TO_SHIP


def test_a_test_order_is_known_by_its_gateway() -> None:
    assert read(meta_data=[{"id": 1, "key": "_ppcp_paypal_payment_mode", "value": "sandbox"}]).is_test


# --- money, by property ------------------------------------------------------------------------------------

CURRENCIES = {"EUR": 2, "JPY": 0, "KWD": 3, "PLN": 2}
AMOUNT = st.decimals(min_value=0, max_value=5000, places=4)
TAX = st.sampled_from([Decimal(0), Decimal("0.07"), Decimal("0.19"), Decimal("0.255")])


@st.composite
def shop_orders(draw: st.DrawFn) -> dict[str, Any]:
    """Orders as a shop adds them up: each part net and tax with four decimals, the total rounded by the currency."""
    currency = draw(st.sampled_from(sorted(CURRENCIES)))
    total = Decimal(0)
    lines = []
    discount, discount_tax = Decimal(0), Decimal(0)
    for number in range(draw(st.integers(0, 6))):
        subtotal, rate, part = draw(AMOUNT), draw(TAX), draw(st.sampled_from([Decimal(0), Decimal("0.1")]))
        subtotal_tax = (subtotal * rate).quantize(Decimal("0.0001"))
        less = (subtotal * part).quantize(Decimal("0.0001"))
        less_tax = (subtotal_tax * part).quantize(Decimal("0.0001"))
        discount, discount_tax = discount + less, discount_tax + less_tax
        total += subtotal - less + subtotal_tax - less_tax
        lines.append(
            {
                "id": number + 1,
                "name": "x",
                "quantity": draw(st.integers(1, 9)),
                "subtotal": str(subtotal),
                "subtotal_tax": str(subtotal_tax),
                "total": str(subtotal - less),
                "total_tax": str(subtotal_tax - less_tax),
            }
        )
    shipping, fee = draw(AMOUNT), draw(AMOUNT) - 1000
    total += shipping + fee
    credit = draw(st.sampled_from([Decimal(0), Decimal(0), Decimal(25)]))
    rounded = (total - credit).quantize(Decimal(1).scaleb(-CURRENCIES[currency]))
    return {
        "currency": currency,
        "total": str(rounded),
        "line_items": lines,
        "shipping_total": str(shipping),
        "shipping_tax": "0",
        "discount_total": str(discount),
        "discount_tax": str(discount_tax),
        "fee_lines": [{"id": 1, "total": str(fee), "total_tax": "0"}],
    }


@settings(deadline=None)
@given(shop_orders())
def test_the_parts_always_add_up_to_the_shops_total(changes: dict[str, Any]) -> None:
    found = read(**changes)
    totals = found.totals
    assert totals.total == Money.parse(changes["total"], changes["currency"]), "the shop's total is the truth"
    assert totals.goods + totals.shipping + totals.fees - totals.discount == totals.total
    lines = sum((line.total for line in found.lines), Money.zero(changes["currency"]))
    credit = totals.discount - Money.parse(
        str(Decimal(changes["discount_total"]) + Decimal(changes["discount_tax"])), changes["currency"]
    )
    off = lines - (totals.goods - totals.discount + credit)
    assert abs(off.minor) <= len(found.lines) + 6, "lines and goods differ by no more than rounding"


def test_a_gift_card_that_is_no_line_counts_as_discount() -> None:
    totals = read(total="36.9000").totals
    assert (totals.goods, totals.discount, totals.total) == (eur(6000), eur(2800), eur(3690))


# --- what makes no sense -----------------------------------------------------------------------------------


@pytest.mark.parametrize("quantity", [1.5, "2.5", -1, "-1", "many", "NaN", 1e300, "1e9999999"])
def test_pieces_are_whole_and_not_below_zero(quantity: Any) -> None:
    lines = [{**order()["line_items"][0], "quantity": quantity}]
    assert reason(line_items=lines)


@pytest.mark.parametrize("quantity", ["2", 2.0, 2])
def test_whole_pieces_may_be_written_in_any_way(quantity: Any) -> None:
    assert read(line_items=[{**order()["line_items"][0], "quantity": quantity}]).lines[0].quantity == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"total": "viel"},
        {"total": "NaN"},
        {"total": "1e40"},
        {"total": "1e9999999"},
        {"currency": "Euro"},
        {"currency": "€"},
        {"date_created_gmt": "gestern"},
        {"id": "x"},
        {"line_items": {"a": 1}},
        {"refunds": [{"id": 1, "total": "abc"}]},
        {"billing": "nobody"},
        *({name: None} for name in ("id", "number", "status", "currency", "total", "line_items", "refunds")),
        {"fee_lines": None},
        {"date_created_gmt": None, "date_modified_gmt": None},
    ],
    ids=str,
)
def test_a_record_that_makes_no_sense_is_refused_with_its_reason(changes: dict[str, Any]) -> None:
    found = reason(**changes)
    assert found
    for private in ("Müller", "joerg", "Erika"):
        assert private not in found


def test_a_bare_server_that_names_no_version_may_leave_much_out() -> None:
    """A stranger's server in the shop's place sends the least; what is not WooCommerce's own damage is read."""
    least = {
        "id": 5,
        "number": "5",
        "status": "processing",
        "currency": "EUR",
        "total": "10.00",
        "date_created_gmt": "2026-11-19T17:28:02",
        "line_items": [{"id": 1, "quantity": 1, "total": "10.00"}],
    }
    found = mapping().read(json.dumps(least).encode())
    assert found.totals.goods == eur(1000)
    assert found.changed_at == found.placed_at


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.none() | st.integers() | st.lists(st.text()), max_size=4))
def test_what_the_shop_adds_changes_nothing(more: dict[str, Any]) -> None:
    plain = read()
    extra = mapping().read(json.dumps({**more, **order()}).encode())
    assert extra.lines == plain.lines
    assert extra.totals == plain.totals
    assert (extra.buyer, extra.billing, extra.payments) == (plain.buyer, plain.billing, plain.payments)


@settings(deadline=None)
@given(st.recursive(st.none() | st.integers() | st.text(), lambda i: st.lists(i) | st.dictionaries(st.text(), i)))
def test_no_meta_whatever_breaks_an_order(value: Any) -> None:
    keys = ("_wc_shipment_tracking_items", "_billing_vat_id", "_oms_shipment_x", "_wcpdf_invoice_number")
    found = read(meta_data=[{"id": 1, "key": key, "value": value} for key in keys])
    assert found.totals.total == eur(6190)
    assert mapping().read(raw(meta_data=value if value is not None else [])).number == "WB-1727"
