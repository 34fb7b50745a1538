from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from connectors.contract.errors import Unavailable
from connectors.contract.snapshots import OrderSnapshot
from desk.domain.changes import Kind
from desk.domain.clock import ManualClock
from desk.domain.errors import NotFound
from desk.domain.orders import Address, Buyer, Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.standing import Standing
from desk.domain.values import Money, OrderId, RemoteRef
from desk.domain.views import EventKind, StepState, TimelineEntry
from desk.services import accounts, orders, sync, wording
from desk.services.context import Desk
from tests.services.conftest import Synced, order_ids
from tests.services.fakes import KEY, FakeChannel, never, unavailable
from tests.services.say import PlainSay
from tests.support.orders import after, euros, line, many, order, paid, parcel, refunded, totals

SAY = PlainSay()


def told(desk: Desk, order_id: OrderId) -> list[tuple[str, str]]:
    """The timeline as people read it, newest first."""
    return [wording.timeline(entry, SAY) for entry in orders.show(desk, order_id).timeline]


def titles(desk: Desk, order_id: OrderId) -> list[str]:
    return [title for title, _ in told(desk, order_id)]


# --- What happened to an order can be read ----------------------------------------------------------------


def test_a_changed_address_is_told_with_old_and_new(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1"))
    ids = synced()
    moved = Address(name="Jürgen Müller", street="Neue Gasse 2", postcode="04109", town="Leipzig", country="DE")
    channel.change("1", recipient=moved)
    synced()
    assert orders.show(desk, ids["1"]).recipient == moved
    assert told(desk, ids["1"])[0] == (
        "Delivery address changed",
        "Jürgen Müller, Neue Gasse 2, 04109 Leipzig, DE (was Jürgen Müller, Lindenstraße 5, 50667 Köln, DE)",
    )


def test_an_address_that_was_not_known_before_is_told_without_an_empty_was(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    home = order("1").recipient
    channel.add(order("1", recipient=Address(), billing=Address()))
    ids = synced()
    channel.change("1", recipient=home, billing=home)
    synced()
    assert ("Delivery address changed", "Jürgen Müller, Lindenstraße 5, 50667 Köln, DE") in told(desk, ids["1"])


def test_a_cancelled_order_is_told(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1"))
    ids = synced()
    channel.change("1", order=OrderFacet.CANCELLED, channel_status="cancelled")
    synced()
    assert told(desk, ids["1"])[0] == ("Order: Cancelled", "was Open")
    view = orders.show(desk, ids["1"])
    assert view.standings == (Standing.CANCELLED,)
    assert view.may_ship.code == "order_cancelled"


def test_money_that_comes_and_goes_is_told_once_with_its_amount(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    channel.add(order("1", payments=(), paid_at=None, payment=PaymentFacet.UNPAID))
    ids = synced()
    assert titles(desk, ids["1"]) == ["Ordered"]
    channel.change("1", payments=(paid(6460, after(60)),), paid_at=after(60), payment=PaymentFacet.PAID)
    synced()
    assert told(desk, ids["1"])[0] == ("Payment received: 64.60 EUR", "PayPal")
    both = (paid(6460, after(60)), refunded(1990, after(120)))
    channel.change("1", payments=both, payment=PaymentFacet.PARTLY_REFUNDED)
    synced()
    assert told(desk, ids["1"])[0] == ("Refunded: 19.90 EUR", "broken")
    assert titles(desk, ids["1"]) == ["Refunded: 19.90 EUR", "Payment received: 64.60 EUR", "Ordered"]
    view = orders.show(desk, ids["1"])
    assert (view.paid, view.refunded) == (euros(6460), euros(1990))


def test_a_payment_the_channel_only_hints_at_is_told_by_its_state(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    channel.add(order("1", payments=(), paid_at=None, payment=PaymentFacet.UNPAID))
    ids = synced()
    channel.change("1", payment=PaymentFacet.PAID)
    synced()
    assert told(desk, ids["1"])[0] == ("Payment: Paid", "was Awaiting payment")


def test_a_parcel_is_told_when_it_comes_and_when_it_goes(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1"))
    ids = synced()
    channel.change("1", shipments=(parcel("0034", {"11": 1}, at=after(60)),), shipping=ShippingFacet.PARTLY_SHIPPED)
    synced()
    assert ("Shipped", "DHL Paket 0034") in told(desk, ids["1"])
    assert ("Shipping: Partly shipped", "was Not shipped") in told(desk, ids["1"])
    channel.change("1", shipments=(), shipping=ShippingFacet.UNSHIPPED)
    synced()
    assert ("Parcel taken back in the channel", "DHL 0034") in told(desk, ids["1"])
    assert "Shipped" not in titles(desk, ids["1"])
    assert orders.show(desk, ids["1"]).shipments == ()


def test_an_order_in_the_bin_and_out_again_is_told(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1"))
    ids = synced()
    before = channel.order("1")
    channel.remove("1")
    synced()
    assert told(desk, ids["1"])[0][0] == "Removed in the channel"
    view = orders.show(desk, ids["1"])
    assert (view.order, view.may_ship.code, view.buyer.name) == (OrderFacet.REMOVED, "order_removed", "Jürgen Müller")
    channel.add(before)
    synced()
    assert told(desk, ids["1"])[0] == ("Restored in the channel", "now Open")
    assert orders.show(desk, ids["1"]).may_ship.allowed


def test_other_changes_are_told(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1"))
    ids = synced()
    channel.change(
        "1",
        buyer_note="Bitte klingeln",
        buyer=Buyer(name="Jürgen Müller", email="neu@example.org"),
        lines=(line("11", 1), line("13", 1, sku="", title="Kanne")),
        totals=totals(3980),
        channel_status="on-hold",
    )
    synced()
    assert {
        ("Buyer's note", "Bitte klingeln"),
        ("Items changed", "1 × SKU-11, 1 × Kanne (was 2 × SKU-11, 1 × SKU-12)"),
        ("Total changed: 44.70 EUR", "was 64.60 EUR"),
        ("State in the channel: on-hold", "was processing"),
    } <= set(told(desk, ids["1"]))
    changed = next(detail for title, detail in told(desk, ids["1"]) if title == "Buyer's details changed")
    assert changed.startswith("Jürgen Müller, neu@example.org")
    assert "(was Jürgen Müller, juergen.mueller@example.org, 0221 123456)" in changed


def test_what_the_channel_hides_later_neither_overwrites_nor_is_told(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    shipped = {"shipments": (parcel("0034"),), "shipping": ShippingFacet.PARTLY_SHIPPED}
    channel.add(replace(order("1", invoice_number="RE-7", buyer_note="klingeln"), **shipped))  # type: ignore[arg-type]
    ids = synced()
    before = orders.show(desk, ids["1"])
    channel.change(
        "1",
        buyer=Buyer(),
        billing=Address(),
        recipient=Address(postcode="50667", town="Köln", country="DE"),
        shipments=None,
        invoice_number="",
        buyer_note="",
    )
    synced()
    view = orders.show(desk, ids["1"])
    assert view.changed_at > before.changed_at
    for name in ("buyer", "billing", "recipient", "shipments", "invoice_number", "buyer_note", "timeline"):
        assert getattr(view, name) == getattr(before, name), name


def test_a_text_with_braces_is_told_as_it_is(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    """Buyers write what they like; a note is no template."""
    channel.add(order("1"))
    ids = synced()
    channel.change("1", buyer_note="{new} {0} {old.__class__} %s 100 %")
    synced()
    assert told(desk, ids["1"])[0] == ("Buyer's note", "{new} {0} {old.__class__} %s 100 %")


def test_every_kind_of_entry_has_words() -> None:
    facts: dict[str, str | int] = {"old": "OPEN", "new": "OPEN", "carrier": "DHL", "number": "0034"}
    facts |= {"amount_minor": 100, "old_minor": 1, "new_minor": 2, "currency": "EUR", "items": 3}
    by_kind = {
        EventKind.PAYMENT_FACET: {"old": "PAID", "new": "PAID"},
        EventKind.SHIPPING_FACET: {"old": "SHIPPED", "new": "SHIPPED"},
    }
    for kind in EventKind:
        entry = TimelineEntry(at=after(0), kind=kind, facts=facts | by_kind.get(kind, {}), actor="")
        title, detail = wording.timeline(entry, SAY)
        assert title, kind
        assert "{" not in title + detail, kind


# --- Order 360 --------------------------------------------------------------------------------------------


def test_an_order_is_shown_with_everything_known_about_it(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    told_order = order(
        "1", shipments=(parcel("0034", {"11": 2}, at=after(3600)),), shipping=ShippingFacet.PARTLY_SHIPPED
    )
    mail = told_order.buyer.email.upper()
    channel.add(told_order)
    channel.add(order("2", placed_at=after(-50), buyer=Buyer(name="J. Müller", email=mail)))
    channel.add(order("3", placed_at=after(-99), buyer=Buyer(name="J", email=mail), order=OrderFacet.CANCELLED))
    channel.add(order("4", buyer=Buyer(name="Jürgen Müller", email="other@example.org")))
    ids = synced()
    view = orders.show(desk, ids["1"])
    assert (view.number, view.account_name, view.tile.letters) == ("1", "Shop", "FS")
    assert [(one.sku, one.quantity, one.shippable.open) for one in view.lines] == [("SKU-11", 2, 0), ("SKU-12", 1, 1)]
    (shipment,) = view.shipments
    assert (shipment.number, shipment.lines) == ("0034", ((view.lines[0].id, 2),))
    assert [row.number for row in view.further_orders] == ["2", "3"]
    assert view.buyer_orders == 3
    assert view.buyer_revenue == (Money(6460 * 2, "EUR"),), "what was called off brought nothing"
    assert [step.state for step in view.steps] == [StepState.REACHED] * 3 + [StepState.AHEAD] * 2
    assert view.payment_method == "PayPal"
    assert view.may_ship.allowed
    assert view.writing


def test_goods_for_the_billing_address_are_shown_as_going_there(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    channel.add(order("1", recipient=Address()))
    ids = synced()
    assert orders.show(desk, ids["1"]).recipient == order("1").billing


@pytest.mark.parametrize("others", [1, 40])
def test_showing_an_order_takes_a_bounded_number_of_statements(
    desk: Desk, channel: FakeChannel, synced: Synced, others: int
) -> None:
    mail = order().buyer.email
    channel.page_size = 100
    channel.add(*[replace(one, buyer=replace(one.buyer, email=mail)) for one in many(others)], order("1"))
    ids = synced()
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(desk.store._engine, "before_cursor_execute", note)
    view = orders.show(desk, ids["1"])
    assert len(view.further_orders) == min(others, 6)
    assert len(statements) <= 25, statements


# --- Finding and refreshing -------------------------------------------------------------------------------


@pytest.mark.parametrize("reference", ["1001", "#1001", "0034043416", "0034 0434-16", "Yılmazer"])
def test_an_order_is_found_by_number_parcel_or_the_one_thing_that_names_it(
    desk: Desk, channel: FakeChannel, synced: Synced, reference: str
) -> None:
    buyer = Buyer(name="Ayşe Yılmazer", email="a@example.org")
    channel.add(order("1001", shipments=(parcel("0034043416"),), buyer=buyer), order("2002"))
    ids = synced()
    assert orders.find(desk, reference) == ids["1001"]


@pytest.mark.parametrize(
    "reference,code", [("Müller", "several_orders"), ("Nobody", "no_such_order"), ("", "no_such_order")]
)
def test_what_names_no_order_or_several_is_told(
    desk: Desk, channel: FakeChannel, synced: Synced, reference: str, code: str
) -> None:
    channel.add(order("1"), order("2"))
    synced()
    with pytest.raises(NotFound) as refused:
        orders.find(desk, reference)
    assert refused.value.code == code


def test_where_two_accounts_number_alike_the_order_is_named_by_its_account(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    channel.add(order("1001"))
    mine = synced()["1001"]
    channel.identity = "https://second.example.org"
    second = accounts.add(desk, "fake", {"base_url": channel.identity}, {"consumer_key": KEY}, name="Shop 2").id
    channel.change("1001", ref=RemoteRef(second, "1001"))
    sync.fetch(desk, second, lambda _: None, never())
    theirs = order_ids(desk, second)["1001"]
    with pytest.raises(NotFound) as refused:
        orders.find(desk, "1001", by_number=True)
    assert refused.value.code == "order_of_several"
    assert refused.value.text == "Several orders fit '1001': of Shop, Shop 2. Say whose, as in 'Shop 2:1001'."
    assert orders.find(desk, "Shop 2:1001", by_number=True) == theirs
    assert orders.find(desk, "shop:#1001", by_number=True) == mine


def test_a_number_means_the_order_that_bears_it_not_one_of_this_id(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    channel.add(replace(order("997"), number="1001"), replace(order("1001"), number="1005"))
    ids = synced()
    assert orders.find(desk, "1001") == ids["997"]
    assert orders.find(desk, "997") == ids["997"]


def test_a_refresh_brings_one_order_up_to_date(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1"), order("2"))
    ids = synced()
    channel.change("1", buyer_note="neu")
    channel.change("2", buyer_note="neu")
    changes = orders.refresh(desk, ids["1"])
    assert changes.touches(Kind.ORDER) == {ids["1"]}
    assert orders.show(desk, ids["1"]).buyer_note == "neu"
    assert orders.show(desk, ids["2"]).buyer_note == ""
    assert not orders.refresh(desk, ids["1"])


def test_an_order_the_channel_has_deleted_is_marked_by_a_refresh(
    desk: Desk, channel: FakeChannel, synced: Synced, clock: ManualClock
) -> None:
    channel.add(order("1"))
    ids = synced()
    channel.delete("1")
    orders.refresh(desk, ids["1"])
    assert orders.show(desk, ids["1"]).order is OrderFacet.REMOVED
    assert orders.show(desk, ids["1"]).timeline[0].at == clock.now()


def test_a_refresh_that_fails_changes_nothing(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1"))
    ids = synced()
    before = orders.show(desk, ids["1"])
    channel.plan("fetch_order", unavailable())
    with pytest.raises(Unavailable):
        orders.refresh(desk, ids["1"])
    assert orders.show(desk, ids["1"]) == before


def test_an_order_that_is_not_there_is_told(desk: Desk) -> None:
    for ask in (orders.show, orders.refresh):
        with pytest.raises(NotFound) as refused:
            ask(desk, OrderId(99))
        assert refused.value.code == "order_gone"


def test_everything_is_given_out_with_its_account_and_pushes(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.page_size = 50
    channel.add(*many(30))
    ids = synced()
    given: Sequence[orders.Exported] = list(orders.everything(desk))
    assert {one.id for one in given} == set(ids.values())
    assert {one.account for one in given} == {"Shop"}
    by_remote: dict[str, OrderSnapshot] = {one.order.ref.id: one.order for one in given}
    assert by_remote["20001"].lines == channel.order("20001").lines


# --- What a channel keeps back or leaves out --------------------------------------------------------------


def test_an_amount_that_is_kept_back_is_no_nothing_in_history_and_figures(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    nothing = totals(0, shipping=0)
    kept: dict[str, Any] = {
        "totals": nothing,
        "handling": Handling.NOT_YET,
        "payment": PaymentFacet.UNPAID,
        "payments": (),
    }
    channel.add(order("1", **kept))
    ids = synced()
    view = orders.show(desk, ids["1"])
    assert told(desk, ids["1"]) == [("Ordered", "3 pieces")]
    assert view.buyer_revenue == ()
    channel.change("1", totals=totals(1990), handling=Handling.OURS)
    synced()
    assert not [title for title in titles(desk, ids["1"]) if title.startswith("Total changed")]
    assert orders.show(desk, ids["1"]).buyer_revenue == (euros(2480),)


def test_a_gift_costs_nothing_and_says_so(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1", totals=totals(0, shipping=0)))
    ids = synced()
    assert orders.show(desk, ids["1"]).buyer_revenue == (euros(0),)
    assert "0.00" in told(desk, ids["1"])[-1][1]


def test_a_known_carriers_parcel_leads_to_its_page(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    own = replace(parcel("00340434161094015926"), tracking_url="https://shop.example.org/track/1")
    channel.add(order("1", shipments=(parcel("00340434161094015902"), own)))
    channel.add(order("2", shipments=(parcel("X1", carrier="Bote Bernd"),)))
    ids = synced()
    pages = {one.number: one.url for one in orders.show(desk, ids["1"]).shipments}
    assert pages["00340434161094015926"] == "https://shop.example.org/track/1"
    assert pages["00340434161094015902"].startswith("https://")
    assert "00340434161094015902" in pages["00340434161094015902"]
    assert [one.url for one in orders.show(desk, ids["2"]).shipments] == [""]
