"""Parcels reach the simulated shop once and by the way it has, whatever breaks on the way."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from connectors.channels.woocommerce.connector import connect
from connectors.contract.errors import (
    LoginNeeded,
    OutcomeUnknown,
    Refused,
    Unavailable,
)
from connectors.contract.protocols import Accepted, AlreadyDone, Moved, NotThere
from connectors.contract.snapshots import OrderSnapshot
from connectors.simulation.traffic import OBSERVERS, Exchange
from desk.domain.orders import ShippingFacet
from desk.domain.values import PushKey
from tests.connectors.http.server import Seen, reply, serving
from tests.connectors.woocommerce.bench import KEY, NUMBER, WAYS, shop, shop_by, whole_parcel
from tests.connectors.woocommerce.desk_side import access, order, parcel
from tests.specs.channels import available
from tests.specs.judge import MISSING
from tests.specs.woocommerce import WooCommerceRules

# --- parcels -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_a_parcel_reaches_the_shop_by_the_way_it_has(way: str) -> None:
    with shop_by(way) as bench:
        one = bench.open_order()
        push = whole_parcel(one)
        assert bench.connector.look_shipment(push, KEY) == NotThere()
        accepted = bench.connector.confirm_shipment(push, KEY)
        assert isinstance(accepted, Accepted)
        assert bench.connector.look_shipment(push, KEY) == AlreadyDone(accepted.remote_ref)
        before = bench.effects()
        assert bench.connector.confirm_shipment(push, KEY) == AlreadyDone(accepted.remote_ref)
        assert bench.effects() == before, "twice sends nothing"
        there = bench.truth(one.ref.id)
        assert there["status"] == "completed"
        assert NUMBER in json.dumps(there["trackings"])
        again = bench.connector.fetch_order(one.ref)
        assert isinstance(again, OrderSnapshot)
        assert again.shipments is not None
        assert [(s.number, s.remote_id) for s in again.shipments] == [(NUMBER, accepted.remote_ref)]
        assert again.shipments[0].lines is not None
        assert {(line.remote_line_id, line.quantity) for line in again.shipments[0].lines} == {
            (line.remote_id, line.quantity) for line in one.lines
        }
        assert again.shipping is ShippingFacet.SHIPPED


@pytest.mark.parametrize("way", WAYS)
def test_a_parcel_that_a_colleague_entered_in_the_shop_is_seen_by_the_next_run(way: str) -> None:
    """Core's list of orders does not tell its fulfillments, and yet nobody may ship these pieces again."""
    with shop_by(way) as bench:
        one = bench.open_order()
        first = one.lines[0]
        bench.do("add_tracking", order=int(one.ref.id), number="00340434161094000035", items={first.remote_id: 1})
        seen = bench.fetch()[one.ref.id]
        assert seen.shipments is not None
        assert [shipment.number for shipment in seen.shipments] == ["00340434161094000035"]
        assert seen.shipping is ShippingFacet.PARTLY_SHIPPED


@pytest.mark.parametrize("way", WAYS)
def test_lines_quantities_and_several_parcels(way: str) -> None:
    """Two of three mugs first, the rest later: the order stays open in between and both parcels are told apart."""
    with shop_by(way) as bench:
        one = bench.open_order()
        first, *others = one.lines
        part = whole_parcel(one, number="00340434161094000011", lines=((first.remote_id, 1),), completes=False)
        left = tuple((line.remote_id, line.quantity) for line in others)
        if first.quantity > 1:
            left = ((first.remote_id, first.quantity - 1), *left)
        rest = whole_parcel(one, number="00340434161094000028", lines=left)
        bench.connector.confirm_shipment(part, KEY)
        assert bench.truth(one.ref.id)["status"] == "processing"
        half = bench.connector.fetch_order(one.ref)
        assert isinstance(half, OrderSnapshot)
        assert half.shipping is ShippingFacet.PARTLY_SHIPPED
        second = PushKey("key-two")
        assert bench.connector.look_shipment(rest, second) == NotThere()
        bench.connector.confirm_shipment(rest, second)
        assert bench.truth(one.ref.id)["status"] == "completed"
        full = bench.connector.fetch_order(one.ref)
        assert isinstance(full, OrderSnapshot)
        assert full.shipments is not None
        assert [shipment.number for shipment in full.shipments] == [part.number, rest.number]
        assert full.shipping is ShippingFacet.SHIPPED
        assert max(bench.effects().values()) == 1


@pytest.mark.parametrize("way", WAYS)
def test_two_deeds_with_one_number_are_two_entries(way: str) -> None:
    """Two lines in one box, reported one after the other: the second is not taken for done."""
    with shop_by(way) as bench:
        one = bench.open_order()
        first = whole_parcel(one, lines=((one.lines[0].remote_id, 1),), completes=False)
        bench.connector.confirm_shipment(first, KEY)
        second = whole_parcel(one, completes=False, lines=((one.lines[-1].remote_id, 1),))
        assert bench.connector.look_shipment(second, PushKey("key-two")) == NotThere()
        bench.connector.confirm_shipment(second, PushKey("key-two"))
        again = bench.connector.fetch_order(one.ref)
        assert isinstance(again, OrderSnapshot)
        assert again.shipments is not None
        assert [shipment.number for shipment in again.shipments] == [NUMBER, NUMBER]


@pytest.mark.parametrize("way", WAYS)
def test_a_number_a_colleague_entered_is_done_already(way: str) -> None:
    with shop_by(way) as bench:
        one = bench.open_order()
        items = {line.remote_id: line.quantity for line in one.lines}
        bench.do("add_tracking", order=one.ref.id, carrier="dhl_de", number=NUMBER, items=items)
        push = whole_parcel(one, completes=False, number="0034 0434 1610 9400 0001")
        assert isinstance(bench.connector.look_shipment(push, KEY), AlreadyDone)
        assert isinstance(bench.connector.confirm_shipment(push, KEY), AlreadyDone)
        assert bench.effects() == Counter()
        last = whole_parcel(one, completes=True)
        assert bench.connector.look_shipment(last, KEY) == NotThere(), "the order is not completed yet"
        bench.connector.confirm_shipment(last, KEY)
        assert [deed for deed, *_ in bench.effects() if deed == "tracking_added"] == []
        assert bench.truth(one.ref.id)["status"] == "completed"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("deed", ["cancel", "trash", "delete", "refund"])
def test_an_order_that_went_elsewhere_gets_no_parcel(way: str, deed: str) -> None:
    with shop_by(way) as bench:
        one = bench.open_order()
        bench.do(deed, order=one.ref.id)
        look = bench.connector.look_shipment(whole_parcel(one), KEY)
        assert isinstance(look, Moved)
        assert look.words.endswith(".")
        with pytest.raises(Refused) as caught:
            bench.connector.confirm_shipment(whole_parcel(one), KEY)
        assert caught.value.code in {"moved", "no_such_order"}
        assert bench.effects() == Counter()


def test_what_was_shipped_before_the_cancellation_is_done() -> None:
    with shop_by("shipment-tracking") as bench:
        one = bench.open_order()
        push = whole_parcel(one)
        bench.connector.confirm_shipment(push, KEY)
        bench.do("set_status", order=one.ref.id, status="cancelled")
        assert isinstance(bench.connector.look_shipment(push, KEY), AlreadyDone)
        assert isinstance(bench.connector.confirm_shipment(push, KEY), Accepted | AlreadyDone)
        assert bench.truth(one.ref.id)["status"] == "cancelled"


def test_a_line_that_is_gone_from_the_order_is_told() -> None:
    with shop_by("meta") as bench:
        one = bench.open_order()
        look = bench.connector.look_shipment(whole_parcel(one, lines=(("999999", 1),)), KEY)
    assert isinstance(look, Moved)


def test_the_customers_note_of_a_bare_shop_is_written_once() -> None:
    with shop_by("meta") as bench:
        one = bench.open_order()
        bench.connector.confirm_shipment(whole_parcel(one), KEY)
        notes = [note for note in bench.truth(one.ref.id)["notes"] if NUMBER in note["text"]]
        assert len(notes) == 1
        assert "Sendungsnummer" in notes[0]["text"]
        assert "https://www.dhl.de" in notes[0]["text"]


def test_the_mail_about_it_holds_the_number() -> None:
    """The tracking is written before the status, since the status sends the mail."""
    with shop_by("shipment-tracking") as bench:
        one = bench.open_order()
        bench.connector.confirm_shipment(whole_parcel(one), KEY)
        deeds = [entry["deed"] for entry in bench.get("journal")["entries"] if entry["actor"] == "client"]
    assert deeds.index("tracking_added") < deeds.index("status_set")


WRITING_FAULTS = (
    "deed_done_no_answer",
    "deed_done_reset",
    "empty_200",
    "cut_body",
    "server_html",
    "throttle",
    "maintenance",
    "warning_before_json",
)


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("profile", WRITING_FAULTS)
def test_no_deed_is_lost_or_doubled_whatever_breaks(way: str, profile: str) -> None:
    with shop_by(way, timeout=0.3) as bench:
        one = bench.open_order()
        bench.connector.capabilities()
        push = whole_parcel(one)
        bench.faults(**{profile: 0.4})
        done = False
        for _ in range(200):
            try:
                look = bench.connector.look_shipment(push, KEY)
                if isinstance(look, AlreadyDone):
                    done = True
                    break
                bench.connector.confirm_shipment(push, KEY)
            except (Unavailable, OutcomeUnknown):
                continue
        bench.faults(**{profile: 0})
        assert done
        there = bench.truth(one.ref.id)
        assert there["status"] == "completed"
        assert json.dumps(there["trackings"]).count(NUMBER) == 1
        effects = bench.effects()
        assert {deed: n for deed, n in effects.items() if n > 1} == {}


def test_an_order_cancelled_in_between_is_not_brought_back() -> None:
    """The shop moves after our look and before the order is completed: the parcel is told, the status left."""
    state = {"status": "processing"}
    trackings: list[dict[str, Any]] = []
    puts: list[dict[str, Any]] = []

    def answer(seen: Seen) -> bytes:
        path = seen.target.split("?")[0]
        if path == "/wp-json/":
            return reply({"name": "x", "namespaces": ["wc/v3", "wc-shipment-tracking/v3"]})
        if path.endswith("/providers"):
            return reply({})
        if path.endswith("/shipment-trackings") and seen.method == "POST":
            trackings.append({**json.loads(seen.body), "tracking_id": "t1"})
            state["status"] = "cancelled"
            return reply(trackings[-1], 201)
        if path.endswith("/shipment-trackings"):
            return reply(trackings)
        if path.endswith("/fulfillments"):
            return reply({"code": "rest_no_route", "message": "", "data": {}}, 404)
        if seen.method == "PUT":
            puts.append(json.loads(seen.body))
        return reply(order(status=state["status"]))

    with serving(answer) as server:
        connector = connect(access(server.address))
        assert isinstance(connector.confirm_shipment(parcel(), KEY), Accepted)
        connector.close()
    assert len(trackings) == 1
    assert [put for put in puts if "status" in put] == []


def test_what_we_send_is_in_the_shops_own_terms() -> None:
    """Every request keeps to the sheet and the schemas, and a change of an order holds nothing that recalculates it."""
    if not available():
        pytest.skip(MISSING)
    seen: list[Exchange] = []
    OBSERVERS.append(seen.append)
    try:
        for way in WAYS:
            with shop_by(way) as bench:
                bench.connector.confirm_shipment(whole_parcel(bench.open_order()), KEY)
    finally:
        OBSERVERS.remove(seen.append)
    changes = [one.request for one in seen if one.request.method == "PUT"]
    assert len(changes) >= len(WAYS)
    assert [WooCommerceRules().request(one.request) for one in seen] == [[]] * len(seen)
    assert all(set(json.loads(change.body)) <= {"status", "meta_data"} for change in changes)


# --- the way -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "way,name",
    [
        ("fulfillments", "Order Fulfillments"),
        ("shipment-tracking", "Shipment Tracking"),
        ("ast", "Advanced Shipment Tracking"),
        ("meta", "order meta and a customer note"),
    ],
)
def test_what_the_account_can_do_names_the_way(way: str, name: str) -> None:
    with shop_by(way) as bench:
        can = bench.connector.capabilities().confirms_shipments
        assert can is not None
        assert (can.way, can.partial, can.several_parcels, can.carriers) == (name, True, True, ())


def test_a_way_that_was_chosen_is_taken_and_one_that_is_missing_is_told() -> None:
    with shop(tracking="ast", setting="meta") as bench:
        can = bench.connector.capabilities().confirms_shipments
        assert can is not None
        assert can.way == "order meta and a customer note"
    with shop(tracking="none", setting="ast") as bench:
        with pytest.raises(LoginNeeded) as caught:
            bench.connector.check_login()
        assert (caught.value.field, caught.value.code) == ("tracking", "way_missing")
