"""What a drill reads from eBay's and Amazon's journals and states: second effects, moves, refusals, and how what is
hidden later must still read.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from drills import amazon_orders, ebay_orders
from drills.remembering import Shown
from drills.truth import Holding, OneOf, Truth

LONG_AGO = datetime(2024, 11, 22, tzinfo=UTC)
AMAZON: dict[str, Any] = {
    "id": "302-1", "number": "302-1", "readable": True, "listed": True, "status": "UNSHIPPED",
    "real_status": "UNSHIPPED", "handling": "OURS",
    "fulfilled_by": "MERCHANT", "marketplace": "A1PA6795UKMFR9", "created": "2026-11-20T10:00:00Z",
    "modified": "2026-11-20T11:00:00Z", "names": ["Jörg Müller"], "emails": ["x1@marketplace.amazon.example"],
    "company": None, "vat_id": "", "instruction": "Bitte klingeln", "currency": "EUR", "total": 2490,
    "address": {"name": "Jörg Müller", "addressLine1": "Weg 1", "addressLine2": "c/o", "addressLine3": "Hof",
                "city": "Köln", "postalCode": "50667", "countryCode": "DE", "phone": "0221 1"},
    "breakdowns": {"ITEM": 2000, "SHIPPING": 490}, "cancel_requested": False, "trackings": [], "refunds": [],
    "lines": [{"id": "1", "sku": "M-1", "name": "Becher", "quantity": 3, "cancelled": 1, "total": 2000,
               "shipping": 490, "gift_message": "Alles Gute", "cancel_reason": None}],
}  # fmt: skip
PLACE = dict.fromkeys(("company", "line2", "state", "phone"), "") | {
    "name": "Jörg Müller", "line1": "Weg 1", "city": "Köln", "postcode": "50667", "country": "DE",
}  # fmt: skip
EBAY: dict[str, Any] = {
    "id": "12-1", "number": "12-1", "readable": True, "listed": True, "unpaid": False, "status": "NOT_STARTED",
    "payment_status": "PAID", "cancel_state": "NONE_REQUESTED", "handling": "OURS", "pickup": False,
    "created": "2026-11-20T10:00:00.000Z", "modified": "2026-11-20T11:00:00.123Z", "paid": "2026-11-20T10:00:40.000Z",
    "emails": ["j@members.ebay.example"], "username": "j_1", "vat_id": "", "billing": PLACE, "recipient": PLACE,
    "notes": "", "currency": "EUR", "total": 2590, "due_seller": 2490, "collected_tax": 100, "shipping": 0,
    "shipping_discount": 490, "payments": [{"amount": 2490}], "refunds": [], "trackings": [],
    "lines": [{"id": "1", "sku": "M-1", "name": "Becher", "quantity": 3, "total": 2490, "refunded": 0}],
}  # fmt: skip


def entry(deed: str, actor: str = "client", **ids: Any) -> dict[str, Any]:
    return {"deed": deed, "actor": actor, "remote_ids": {"order_id": "302-1", **ids}}


def as_shown(_: str, texts: Mapping[str, str]) -> dict[str, Any]:
    return dict(texts)


def at_amazon(*entries: dict[str, Any], refusals: tuple[dict[str, Any], ...] = (), **changes: Any) -> Truth:
    state = {"orders": [AMAZON | changes], "bugs": []}
    return amazon_orders.truth_of("amazon", state, {"entries": entries, "refusals": refusals}, as_shown, LONG_AGO)


def at_ebay(*entries: dict[str, Any], refusals: tuple[dict[str, Any], ...] = (), **changes: Any) -> Truth:
    state = {"orders": [EBAY | changes], "bugs": []}
    return ebay_orders.truth_of("ebay", state, {"entries": entries, "refusals": refusals}, as_shown, LONG_AGO)


PARCEL = {"tracking_number": "0034 1", "package_reference_id": "1"}


def test_a_second_call_with_one_reference_is_doubled_though_amazon_merges_it() -> None:
    assert at_amazon(entry("parcel_added", **PARCEL)).doubled == ()
    twice = at_amazon(entry("parcel_added", **PARCEL), entry("parcel_changed", **PARCEL))
    assert [one.what for one in twice.doubled] == ["package 1 told again, merged by Amazon"]
    assert [one.number for one in twice.parcels] == ["00341", "00341"]
    assert at_amazon(entry("parcel_changed", actor="shop", **PARCEL)).doubled == ()


@pytest.mark.parametrize("read", [at_amazon, at_ebay])
def test_only_its_own_people_move_an_order_and_only_a_refused_parcel_explains_a_failure(read: Any) -> None:
    assert read(entry("order_cancelled", actor="shop"), entry("order_touched", actor="shop")).moved
    assert not read(entry("order_cancelled"), entry("order_touched", actor="shop")).moved
    where = {at_amazon: "/orders/v0/orders/302-1/shipmentConfirmation", at_ebay: "/order/302-1/shipping_fulfillment"}
    refused = {"method": "POST", "path": where[read], "status": 400}
    assert {order for _, order in read(refusals=(refused,)).refused} == {"302-1"}
    for other in ({"status": 429}, {"status": 401}, {"path": "/orders/302-1", "method": "GET"}):
        assert not read(refusals=(refused | other,)).refused


def fields(truth: Truth) -> Mapping[str, Any]:
    return truth.orders[0].fields


@pytest.mark.parametrize(
    "status, facets",
    [
        ("PENDING", ("OPEN", "UNPAID", "UNSHIPPED", "NOT_YET")),
        ("UNSHIPPED", ("OPEN", "PAID", "UNSHIPPED", "OURS")),
        ("PARTIALLY_SHIPPED", ("OPEN", "PAID", "PARTLY_SHIPPED", "OURS")),
        ("SHIPPED", ("COMPLETED", "PAID", "SHIPPED", "OURS")),
        ("CANCELLED", ("CANCELLED", "UNPAID", "UNSHIPPED", "OURS")),
        ("IN_REVIEW", ("UNKNOWN", "UNKNOWN", "UNKNOWN", "OURS")),
    ],
)
def test_where_an_amazon_order_must_stand(status: str, facets: tuple[str, ...]) -> None:
    read = fields(at_amazon(status=status))
    assert tuple(read[name] for name in ("order", "payment", "shipping", "handling")) == facets


def test_what_was_paid_of_an_amazon_order_is_known_whatever_status_is_shown() -> None:
    paid = (("PAYMENT", 2490, ""),)
    assert fields(at_amazon(status="IN_REVIEW"))["payments"] == paid
    assert fields(at_amazon(status="IN_REVIEW", real_status="CANCELLED"))["payments"] == ()


def test_why_a_buyer_calls_off_is_told_with_the_wish_and_elsewhere_with_the_order() -> None:
    line = {**AMAZON["lines"][0], "cancelled": 0, "cancel_reason": "Zu spät"}
    asked: dict[str, Any] = {"status": "UNSHIPPED", "cancel_requested": True, "lines": [line]}
    assert "Bitte klingeln\nAlles Gute" in fields(at_amazon(**asked, handling="OURS"))["buyer_note"]
    assert "Bitte klingeln\nAlles Gute" not in fields(at_amazon(**asked, handling="CHANNEL"))["buyer_note"]


def test_what_amazon_ships_and_what_it_says_of_people() -> None:
    read = fields(at_amazon(fulfilled_by="AMAZON"))
    assert read["handling"] == "CHANNEL"
    assert (read["recipient.street"], read["recipient.extra"]) == ("Weg 1", "c/o, Hof")
    assert read["lines"] == (("1", "M-1", "Becher", 3, 2000, 1),)
    assert "Bitte klingeln\nAlles Gute" in read["buyer_note"]
    assert "Bitte klingeln" not in read["buyer_note"]
    business: dict[str, Any] = {
        "emails": ["no-reply-amazon-iba-buyer@amazon.example"],
        "names": ["Amazon Business EU SARL", "J M"],
    }
    nobody = fields(at_amazon(**business, company="Amazon Business EU SARL"))
    assert (nobody["buyer.name"], nobody["buyer.company"], nobody["buyer.email"]) == ("Jörg Müller", "", "")


@pytest.mark.parametrize(
    "changes, field, value",
    [
        ({}, "changed_at", "2026-11-20T11:00:00.123000Z"),
        ({}, "paid_at", "2026-11-20T10:00:40Z"),
        ({}, "shipping_cost", (490, "EUR")),
        ({}, "total", (2590, "EUR")),
        ({"status": "FULFILLED"}, "shipping", "SHIPPED"),
        ({"status": "READY_FOR_HANDOVER"}, "order", "UNKNOWN"),
        ({"cancel_state": "CANCELED"}, "order", "CANCELLED"),
        ({"payment_status": "FULLY_REFUNDED"}, "payment", "REFUNDED"),
        ({"pickup": True}, "shipping", "NOTHING_TO_SHIP"),
        ({"refunds": [{"amount": 5, "status": "PENDING"}]}, "payments", (("PAYMENT", 2490, ""),)),
        ({"trackings": [{"number": "0034 1"}, {"number": ""}]}, "shipments", ("00341",)),
    ],
)
def test_how_an_ebay_order_must_read(changes: dict[str, Any], field: str, value: object) -> None:
    assert fields(at_ebay(**changes))[field] == value


def test_what_nobody_has_paid_has_the_purchases_id_and_may_not_be_there_yet() -> None:
    unpaid: dict[str, Any] = {"paid": None, "listed": False, "unpaid": True, "trading_id": "110-7", "payments": []}
    (one,) = at_ebay(**unpaid, trading_status="Active").orders
    assert (one.id, one.may_miss, one.fields["order"], one.fields["payment"]) == ("110-7", True, "OPEN", "UNPAID")
    (gone,) = at_ebay(**unpaid, trading_status="Cancelled").orders
    assert "CANCELLED" in gone.fields["order"]


def test_what_is_two_years_old_may_be_missing() -> None:
    for read in (at_amazon, at_ebay):
        assert not read().orders[0].may_miss
        assert read(created="2024-11-01T10:00:00Z").orders[0].may_miss


# -- what was shown ------------------------------------------------------------------------------------------------

TEXTS = {"billing.name": "", "billing.street": "", "recipient.name": "Jörg", "recipient.street": "Weg 1"}
TEXTS |= {"recipient.extra": "c/o", "recipient.phone": "0221 1", "buyer.email": "j@x.example"}
HIDDEN = dict.fromkeys(TEXTS, "")


def after(*looks: dict[str, str], fetched: int) -> Shown:
    """Several looks, with a fetch that went through right after one of them."""
    shown = Shown()
    for place, texts in enumerate(looks):
        shown.looked("ebay", {"1": texts})
        if place == fetched:
            shown.synced("ebay", {"1": texts})
    return shown


def test_what_was_fetched_before_it_was_hidden_must_still_be_there() -> None:
    shown = after(TEXTS, TEXTS, HIDDEN, fetched=0)
    assert shown.expected("ebay", "1", HIDDEN) == TEXTS


def test_what_was_hidden_while_it_was_fetched_may_be_there() -> None:
    shown = after(TEXTS, HIDDEN, fetched=0)
    assert shown.expected("ebay", "1", HIDDEN)["buyer.email"] == OneOf(("", "j@x.example"))
    assert Shown().expected("ebay", "1", HIDDEN)["buyer.email"] == ""


def test_an_address_that_is_shown_is_shown_as_it_is_but_for_its_phone() -> None:
    now = TEXTS | {"recipient.extra": "", "recipient.phone": ""}
    read = after(TEXTS, TEXTS, now, fetched=0).expected("ebay", "1", now)
    assert (read["recipient.extra"], read["recipient.phone"]) == ("", "0221 1")


def test_a_text_for_people_holds_its_parts() -> None:
    assert "b, a" in Holding(frozenset({"a", "b"}))
    assert "a" not in Holding(frozenset({"a", "b"}))
    assert None not in Holding(frozenset())
