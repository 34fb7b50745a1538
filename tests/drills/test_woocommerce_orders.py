"""What a drill reads from a shop's journal and state: second effects, moves, refusals, and how an order must read."""

from typing import Any

import pytest

from drills.truth import OneOf, Truth
from drills.woocommerce_orders import Remembered, pieces_left, truth_of


def entry(deed: str, actor: str = "client", **ids: Any) -> dict[str, Any]:
    return {"deed": deed, "actor": actor, "remote_ids": {"order_id": 7, "number": "CO-7", **ids}}


def order(**changes: Any) -> dict[str, Any]:
    address = {"first_name": "Jörg ", "last_name": " Müller", "company": "", "address_1": "Hauptstraße 12"}
    address |= {"address_2": "", "city": "Köln", "postcode": "50667", "state": "DE-NW", "country": "DE"}
    whole: dict[str, Any] = {
        "id": "7",
        "number": "CO-7",
        "status": "processing",
        "readable": True,
        "currency": "EUR",
        "total": 2490,
        "total_tax": 398,
        "shipping_total": 490,
        "date_created": "2026-11-20T10:00:00Z",
        "date_modified": "2026-11-20T10:00:00Z",
        "date_paid": "2026-11-20T10:00:00Z",
        "date_completed": None,
        "payment_method": "bacs",
        "customer_id": 0,
        "customer_note": "",
        "invoice_number": "",
        "vat_id": "",
        "billing": {**address, "email": "j@example.org", "phone": "0221 123456"},
        "shipping": {**dict.fromkeys(address, ""), "phone": ""},
        "lines": [{"id": "1", "sku": "M-1", "name": "Becher", "quantity": 3, "total": 2000}],
        "trackings": [],
        "refunds": [],
    }
    return whole | changes


def read(*entries: dict[str, Any], tells_parcels: bool = True, pieces: int = 0, **changes: Any) -> Truth:
    state = {"orders": [order(**changes)], "bugs": []}
    journal = {"entries": list(entries), "refusals": []}
    return truth_of("core", state, journal, {"CO-7": pieces}, {}, tells_parcels=tells_parcels)


def field(name: str, **changes: Any) -> Any:
    return read(**changes).orders[0].fields[name]


COMPLETED = entry("status_set", after="completed")
LIST = "_wc_shipment_tracking_items"


@pytest.mark.parametrize(
    "entries",
    [
        (entry("order_touched"),),
        (entry("status_repeated"),),
        (COMPLETED, COMPLETED),
        (COMPLETED, entry("status_repeated", status="completed")),
        (entry("status_set", actor="shop", after="processing"), COMPLETED, entry("order_touched")),
        (entry("note_added", text="Ref. A"), entry("note_added", text="Ref. A")),
        (entry("meta_set", key="_oms_shipment_1"), entry("meta_set", key="_oms_shipment_1")),
        (entry("meta_set", key=LIST, numbers=["1", "2", "2"]),),
    ],
)
def test_second_effects_are_seen(entries: tuple[dict[str, Any], ...]) -> None:
    assert len(read(*entries).doubled) == 1
    own_people = [{**one, "actor": "shop"} for one in entries]
    assert read(*own_people).doubled == ()


@pytest.mark.parametrize(
    "entries",
    [
        (COMPLETED, entry("status_set", actor="shop", after="processing"), COMPLETED),
        (entry("note_added", text="Ref. A"), entry("note_added", text="Ref. B")),
        (entry("meta_set", key=LIST, numbers=["1"]), entry("meta_set", key=LIST, numbers=["1", "2"])),
        (entry("tracking_added", tracking_number="1"), COMPLETED),
        (entry("status_set", actor="shop", after="cancelled"), entry("status_repeated", status="cancelled")),
        (entry("status_set", actor="shop", after="cancelled"), entry("order_touched")),
        (entry("status_set", after="on-hold"), entry("status_set", after="in-produktion")),
    ],
)
def test_what_was_done_once_or_undone_in_between_is_not_doubled(entries: tuple[dict[str, Any], ...]) -> None:
    assert read(*entries).doubled == ()


@pytest.mark.parametrize(
    "found, moved",
    [
        (entry("status_set", actor="shop", after="cancelled"), True),
        (entry("order_trashed", actor="shop"), True),
        (entry("status_set", actor="shop", after="completed"), False),
        (entry("status_set", after="cancelled"), False),
        (entry("address_changed", actor="shop", kind="billing"), False),
    ],
)
def test_only_the_shops_own_people_move_an_order_away(found: dict[str, Any], moved: bool) -> None:
    assert read(found).moved == ({("core", "7")} if moved else set())


def test_only_a_refused_write_of_that_order_explains_a_failure() -> None:
    refusals = [
        {"method": "GET", "path": "/wp-json/wc/v3/orders/8/fulfillments", "status": 404},
        {"method": "POST", "path": "/wp-json/wc/v3/orders/9/fulfillments", "status": 400},
    ]
    state: dict[str, Any] = {"orders": [], "bugs": []}
    journal: dict[str, Any] = {"entries": [], "refusals": refusals}
    assert truth_of("core", state, journal, {}, {}, tells_parcels=True).refused == {("core", "9")}


def test_an_address_reads_without_blanks_and_an_empty_one_is_the_billing_address() -> None:
    assert field("billing.name") == field("recipient.name") == "Jörg Müller"
    other = {**order()["billing"], "address_1": "Packstation 101"}
    assert field("recipient.street", shipping=other) == "Packstation 101"


REFUND = {"id": "9", "amount": 1000, "reason": "Kulanz", "lines": {"1": 2}}
PARCEL = {"number": "0034-1", "provider": "dhl", "items": [], "id": "1"}


@pytest.mark.parametrize(
    "changes, payment",
    [
        ({}, "PAID"),
        ({"refunds": [REFUND]}, "PARTLY_REFUNDED"),
        ({"refunds": [{**REFUND, "amount": 2490}]}, "REFUNDED"),
        ({"date_paid": None, "status": "on-hold"}, "UNPAID"),
        ({"date_paid": None, "payment_method": "invoice"}, "PAY_LATER"),
        ({"date_paid": None, "status": "failed"}, "FAILED"),
        ({"date_paid": None, "status": "wartet"}, "UNKNOWN"),
        ({"date_paid": None, "total": 0, "status": "on-hold"}, "PAID"),
    ],
)
def test_where_the_money_must_stand(changes: dict[str, Any], payment: str) -> None:
    assert field("payment", **changes) == payment


@pytest.mark.parametrize(
    "changes, pieces, shipping",
    [
        ({}, 0, "UNSHIPPED"),
        ({"status": "completed"}, 0, "SHIPPED"),
        ({"status": "wartet"}, 0, "UNKNOWN"),
        ({"lines": []}, 0, "NOTHING_TO_SHIP"),
        ({"trackings": [PARCEL]}, 2, OneOf(("PARTLY_SHIPPED",))),
        ({"trackings": [PARCEL]}, 3, OneOf(("PARTLY_SHIPPED", "SHIPPED"))),
        ({"trackings": [PARCEL], "refunds": [REFUND]}, 1, OneOf(("PARTLY_SHIPPED", "SHIPPED"))),
    ],
)
def test_where_the_goods_must_stand(changes: dict[str, Any], pieces: int, shipping: object) -> None:
    assert field("shipping", pieces=pieces, **changes) == shipping


def test_a_parcel_that_the_shop_lists_twice_may_be_shown_as_often_and_no_other() -> None:
    twice = field("shipments", trackings=[PARCEL, {**PARCEL, "id": "2", "number": "00341"}])
    assert ("00341", "00341") in twice
    assert ("00341",) in twice
    assert ("00341", "00341", "00341") not in twice
    assert field("shipments", trackings=[PARCEL]) == ("00341",)


def test_what_was_given_back_is_not_left() -> None:
    assert pieces_left(order()) == {"1": 3}
    assert pieces_left(order(refunds=[REFUND])) == {"1": 1}
    assert pieces_left(order(refunds=[{**REFUND, "lines": {"1": 5}}])) == {}


def test_what_the_shop_has_erased_must_still_be_shown() -> None:
    before = order()
    gone = order(billing=dict.fromkeys(before["billing"], "[deleted]"), customer_id=0)
    state: dict[str, Any] = {"orders": [gone], "bugs": []}
    journal: dict[str, Any] = {"entries": [], "refusals": []}
    held = truth_of("core", state, journal, {}, {"7": Remembered.of(before)}, tells_parcels=True)
    assert held.orders[0].fields == read().orders[0].fields
