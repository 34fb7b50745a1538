"""The connector against the simulated shop, over HTTP: orders come in whole, parcels go out once, whatever breaks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from connectors.channels.woocommerce import simulator
from connectors.channels.woocommerce.connector import WooCommerce, connect
from connectors.contract.errors import (
    ConnectorError,
    LoginNeeded,
    OutcomeUnknown,
    Refused,
    Unavailable,
    Unreadable,
)
from connectors.contract.protocols import Accepted, AlreadyDone, Moved, NotThere
from connectors.contract.snapshots import Cursor, OrderSnapshot, RemovedSnapshot, UnreadableRecord
from connectors.simulation.traffic import OBSERVERS, Exchange
from desk.domain.clock import SystemClock, as_instant
from desk.domain.orders import OrderFacet, PaymentFacet, PaymentKind, ShippingFacet
from desk.domain.pushes import ConfirmShipment
from desk.domain.values import PushKey, RemoteRef
from tests.connectors.http.server import Seen, reply, serving
from tests.connectors.woocommerce.desk_side import ACCOUNT, access, order, parcel
from tests.specs.channels import available
from tests.specs.judge import MISSING
from tests.specs.woocommerce import WooCommerceRules

WAYS = {"fulfillments": "fulfillments", "shipment-tracking": "shipment-tracking", "ast": "ast", "meta": "none"}
KEY = PushKey("0192f0c1-key-one")
NUMBER = "00340434161094000001"


@dataclass
class Bench:
    """A simulated shop, and Desk's connector to it."""

    running: Any
    connector: WooCommerce
    cursor: Cursor = field(default_factory=Cursor)
    unreadable: list[UnreadableRecord] = field(default_factory=list)

    def get(self, what: str) -> Any:
        return requests.get(f"{self.running.url}/_sim/{what}", timeout=10).json()

    def do(self, deed: str, **arguments: Any) -> Any:
        answer = requests.post(f"{self.running.url}/_sim/do", json={"deed": deed, **arguments}, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def faults(self, **profiles: float) -> None:
        answer = requests.post(f"{self.running.url}/_sim/faults", json={"profiles": profiles}, timeout=10)
        assert answer.ok, answer.text

    def truth(self, number: str) -> dict[str, Any]:
        found: dict[str, Any] = next(one for one in self.get("state")["orders"] if str(one["id"]) == number)
        return found

    def effects(self) -> Counter[tuple[object, ...]]:
        """What our calls changed there, told apart as deeds: more than one of a kind is a doubled deed."""
        told = ("order_id", "tracking_number", "key", "text", "after")
        # Each parcel of a bare shop rewrites one list in the order's meta; the parcels in it are told by themselves.
        rewritten = "_wc_shipment_tracking_items"
        return Counter(
            (one["deed"], *(str(one["remote_ids"].get(name, "")) for name in told))
            for one in self.get("journal")["entries"]
            if one["actor"] == "client" and one["remote_ids"].get("key") != rewritten
        )

    def fetch(self, patience: int = 200) -> dict[str, OrderSnapshot]:
        """One run to its end, taking trouble that passes as a reader would: by asking again."""
        found: dict[str, OrderSnapshot] = {}
        for _ in range(patience):
            try:
                page = self.connector.fetch_orders(Cursor(json.loads(json.dumps(self.cursor.value))))
            except (Unavailable, Unreadable):
                continue
            for item in page.items:
                assert isinstance(item, OrderSnapshot)
                found[item.ref.id] = item
            self.unreadable += page.unreadable
            self.cursor = page.cursor
            if page.done:
                return found
        raise AssertionError("the run never ends")

    def open_order(self, pieces: int = 2) -> OrderSnapshot:
        """An order to ship, without any parcel yet, with at least so many pieces."""
        for one in self.fetch().values():
            if one.channel_status == "processing" and not one.shipments and not one.payments[1:]:
                whole = self.connector.fetch_order(one.ref)
                assert isinstance(whole, OrderSnapshot)
                if not whole.shipments and sum(line.quantity for line in whole.lines) >= pieces:
                    return whole
        raise AssertionError("the world has no such order")


@contextmanager
def shop(orders: int = 40, timeout: float = 2.0, setting: str = "auto", **options: Any) -> Iterator[Bench]:
    """A simulated shop with a connector; `setting` is the account's way of tracking, `options` the shop's."""
    with simulator.start(seed=11, orders=orders, **options) as running:
        found = access(
            running.account_settings["base_url"],
            clock=SystemClock(),
            timeout=timeout,
            secrets=dict(running.credentials),
            tracking=setting,
            language="de",
        )
        connector = connect(found)
        try:
            yield Bench(running, connector)
        finally:
            connector.close()


def shop_by(way: str, **more: Any) -> AbstractContextManager[Bench]:
    """A shop that offers this way, to an account that finds out by itself."""
    return shop(tracking=WAYS[way], **more)


def whole_parcel(one: OrderSnapshot, **more: Any) -> ConfirmShipment:
    lines = tuple((line.remote_id, line.quantity) for line in one.lines)
    return parcel(one.ref.id, **{"lines": lines, **more})


# --- orders ------------------------------------------------------------------------------------------------


def test_every_order_of_the_shop_comes_in_as_the_shop_has_it() -> None:
    with shop(orders=250) as bench:
        found = bench.fetch()
        state = {str(one["id"]): one for one in bench.get("state")["orders"]}
    assert set(found) == set(state)
    for number, one in found.items():
        there = state[number]
        assert one.number == there["number"]
        assert one.channel_status == there["status"]
        assert (one.totals.total.minor, one.totals.total.currency) == (there["total"], there["currency"])
        assert one.totals.tax.minor == there["total_tax"]
        totals = one.totals
        assert totals.goods + totals.shipping + totals.fees - totals.discount == totals.total
        assert [line.quantity for line in one.lines] == [line["quantity"] for line in there["lines"]]
        assert abs(sum(line.total.minor for line in one.lines) - sum(li["total"] for li in there["lines"])) <= len(
            one.lines
        )
        assert one.placed_at == datetime.fromisoformat(there["date_created"])
        assert one.buyer.email == there["billing"]["email"]
        assert one.billing.town == there["billing"]["city"]
        back = sum(p.amount.minor for p in one.payments if p.kind is PaymentKind.REFUND)
        assert back == sum(refund["amount"] for refund in there["refunds"])
        assert one.raw.startswith(b"{")


def test_changes_come_with_the_next_run_and_nothing_else_is_lost() -> None:
    with shop() as bench:
        first = bench.fetch()
        numbers = sorted(first, key=int)
        bench.do("change_address", order=numbers[0], shipping={"city": "Neustadt", "address_1": "Am Tor 1"})
        bench.do("cancel", order=numbers[1])
        bench.do("set_status", order=numbers[2], status="wird-gedruckt")
        bench.do("trash", order=numbers[3])
        bench.do("hide_buyer", order=numbers[4])
        bench.do("new_order")
        second = bench.fetch()
        assert second[numbers[0]].recipient.town == "Neustadt"
        assert second[numbers[1]].order is OrderFacet.CANCELLED
        assert (second[numbers[2]].order, second[numbers[2]].channel_status) == (
            OrderFacet.UNKNOWN,
            "wird-gedruckt",
        )
        assert second[numbers[3]].order is OrderFacet.REMOVED
        assert (second[numbers[4]].buyer.name, second[numbers[4]].buyer.email) == ("", "")
        assert len(set(second) - set(first)) == 1
        bench.do("restore", order=numbers[3])
        assert bench.fetch()[numbers[3]].order is not OrderFacet.REMOVED


def test_a_refund_tells_which_pieces_came_back() -> None:
    with shop() as bench:
        one = bench.open_order()
        line = one.lines[0]
        bench.do("refund", order=one.ref.id, lines={line.remote_id: 1})
        found = bench.fetch()[one.ref.id]
        assert found.lines[0].refunded == 1
        assert found.payment in {PaymentFacet.PARTLY_REFUNDED, PaymentFacet.REFUNDED}
        assert any(p.kind is PaymentKind.REFUND and p.at is not None for p in found.payments)


def test_only_orders_since_the_start_date_come_in() -> None:
    with simulator.start(seed=11, orders=60) as running:
        plain = access(running.url, clock=SystemClock(), secrets=dict(running.credentials))
        every = requests.get(f"{running.url}/_sim/state", timeout=10).json()["orders"]
        dates = sorted(datetime.fromisoformat(one["date_created"]) for one in every)
        start = dates[30]
        connector = connect(replace(plain, start_date=as_instant(start.astimezone(UTC))))
        bench = Bench(running, connector)
        found = bench.fetch()
        connector.close()
    assert {one.placed_at for one in found.values()} == {as_instant(date) for date in dates if date >= start}


def test_one_order_by_itself_and_one_that_is_gone() -> None:
    with shop() as bench:
        one = bench.open_order()
        bench.do("delete", order=one.ref.id)
        gone = bench.connector.fetch_order(one.ref)
        assert isinstance(gone, RemovedSnapshot)
        assert gone.ref == one.ref


def test_the_sweep_finds_what_is_gone_for_good_and_spares_the_bin() -> None:
    with shop() as bench:
        numbers = sorted(bench.fetch(), key=int)
        bench.do("trash", order=numbers[1])
        bench.do("delete", order=numbers[2])
        bench.do("set_status", order=numbers[3], status="wird-gedruckt")
        asked = {*numbers, "99999999"}
        assert bench.connector.missing_orders(asked) == {numbers[2], "99999999"}


def test_one_bad_record_goes_aside_and_comes_back_when_mended() -> None:
    with shop() as bench:
        before = bench.fetch()
        number = str(bench.do("bad_record")["id"])
        found = bench.fetch()
        assert number not in found
        assert {one.remote_id for one in bench.unreadable} == {number}
        assert json.loads(bench.unreadable[0].sample)["id"] == int(number)
        bench.do("mend_record", order=number)
        assert number in bench.fetch()
        assert len(before) == 40


@pytest.mark.parametrize(
    "options",
    [
        {"per_page_cap": 20},
        {"pretty_permalinks": False},
        {"base_path": "/laden"},
        {"timezone": "America/New_York"},
        {"timezone": "Asia/Kolkata"},
        {"hpos": False},
        {"sequential_numbers": False},
        {"permission": "read"},
    ],
    ids=str,
)
def test_shops_set_up_in_other_ways(options: dict[str, Any]) -> None:
    with shop(orders=50, **options) as bench:
        assert len(bench.fetch()) == 50
        bench.do("new_order")
        assert len({one.ref for one in bench.fetch().values()}) >= 1


READING_FAULTS = (
    "throttle",
    "server_html",
    "token_expired",
    "cut_body",
    "warning_before_json",
    "empty_200",
    "token_repeated",
    "page_shift",
    "late_record",
    "unknown_enum",
    "missing_field",
    "foreign_record",
    "clock_skew",
    "maintenance",
)


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize("profile", READING_FAULTS)
def test_the_orders_come_in_whatever_the_shop_suffers(profile: str) -> None:
    """While the fault lasts nothing is lost for good; when it is over, one more run makes both sides equal."""
    with shop(orders=120, timeout=0.5, per_page_cap=50) as bench:
        bench.faults(**{profile: 0.2})
        found: dict[str, OrderSnapshot] = {}
        for _ in range(60):
            try:
                found |= bench.fetch()
            except LoginNeeded:
                assert profile == "token_expired"
                continue
            if bench.get("faults")["hits"].get(profile):
                break
        assert bench.get("faults")["hits"].get(profile), "the fault was never met"
        bench.faults(**{profile: 0})
        found |= bench.fetch()
        for record in bench.unreadable:
            # Services fetch an order of the repair list by itself when asked to.
            if record.remote_id and record.remote_id not in found:
                try:
                    item = bench.connector.fetch_order(RemoteRef(ACCOUNT, record.remote_id))
                except Unreadable:
                    continue
                assert isinstance(item, OrderSnapshot)
                found[record.remote_id] = item
        state = {str(one["id"]): one for one in bench.get("state")["orders"]}
        readable = {number for number, one in state.items() if one["readable"]}
        assert readable - set(found) == set()
        latest = {number: bench.connector.fetch_order(RemoteRef(ACCOUNT, number)) for number in sorted(readable)[-5:]}
    for number in latest:
        assert found[number].channel_status == state[number]["status"]


@pytest.fixture
def fast_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between tries take no real time; their length is tested with the kit."""
    monkeypatch.setattr(SystemClock, "wait", lambda _self, stop, _seconds: stop.is_set())


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


# --- signing in --------------------------------------------------------------------------------------------


def test_a_test_of_the_keys_tells_who_answers_and_what_can_be_done() -> None:
    with shop() as bench:
        report = bench.connector.check_login()
        assert report.identity
        findings = dict(report.findings)
        assert findings["Orders"] == "40"
        assert findings["WooCommerce"]
        assert findings["Tracking numbers"] == "Shipment Tracking"
        assert report.warnings == ()
        assert report.may_write is True
        assert report.capabilities == bench.connector.capabilities()
        assert bench.effects() == Counter(), "a test changes nothing"


Spoil = Callable[[dict[str, str], str], tuple[str, dict[str, str]]]
WRONG: dict[str, tuple[Spoil, str]] = {
    "key": (lambda s, url: (url, {**s, "consumer_key": "ck_" + "0" * 40}), "consumer_key"),
    "secret": (lambda s, url: (url, {**s, "consumer_secret": "cs_" + "0" * 40}), "consumer_secret"),
    "port": (lambda s, _url: ("http://127.0.0.1:9", s), "base_url"),
    "path": (lambda s, url: (f"{url}/nowhere", s), "base_url"),
    "https": (lambda s, url: (url.replace("http://", "https://"), s), "base_url"),
}


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize("name", WRONG)
def test_an_error_stands_at_its_field_and_mending_it_helps(name: str) -> None:
    spoil, at = WRONG[name]
    with simulator.start(seed=11, orders=5) as running:
        secrets = dict(running.credentials)
        url, wrong = spoil(secrets, running.url)
        connector = connect(access(url, clock=SystemClock(), timeout=0.5, secrets=wrong))
        with pytest.raises(LoginNeeded) as caught:
            connector.check_login()
        connector.close()
        assert caught.value.field == at, caught.value.code
        assert caught.value.text.endswith(".")
        mended = connect(access(running.url, clock=SystemClock(), secrets=secrets))
        assert mended.check_login().identity
        mended.close()


def test_a_key_that_may_only_read_is_known_at_the_test_already_though_its_user_may_do_all() -> None:
    with shop(permission="read") as bench:
        report = bench.connector.check_login()
        assert report.may_write is False
        assert bench.effects() == Counter(), "a test changes nothing"


def test_a_key_that_may_only_read_is_told_when_it_is_to_write() -> None:
    with shop(permission="read") as bench:
        one = bench.open_order()
        with pytest.raises(LoginNeeded) as caught:
            bench.connector.confirm_shipment(whole_parcel(one), KEY)
        assert (caught.value.field, caught.value.code) == ("consumer_key", "key_may_not_write")
        assert bench.connector.check_login().may_write is False


PAGE = reply("<!DOCTYPE html><html><body>Hello</body></html>", 200, "text/html")
STRANGE: dict[str, tuple[dict[str, bytes], str, str]] = {
    "no WordPress": ({}, "base_url", "no_api"),
    "a page for everything": ({"*": PAGE}, "base_url", "html_answer"),
    "no WooCommerce": ({"/wp-json/": reply({"name": "Blog", "namespaces": ["wp/v2"]})}, "base_url", "no_route"),
    "API switched off": (
        {"*": reply({"code": "rest_disabled", "message": "The REST API is disabled."}, 403)},
        "base_url",
        "closed_to_guests",
    ),
    "moved to https": ({"*": reply("", 301, "text/html", Location="https://127.0.0.1/x")}, "base_url",
                       "redirected_to_https"),
    "moved elsewhere": ({"*": reply("", 301, "text/html", Location="http://localhost:9/x")}, "base_url",
                        "redirected"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_what_else_may_be_at_an_address(name: str) -> None:
    answers, at, code = STRANGE[name]
    nothing = reply("<html>404</html>", 404, "text/html")
    no_route = reply({"code": "rest_no_route", "message": "No route was found."}, 404)

    def answer(seen: Seen) -> bytes:
        path = seen.target.split("?")[0]
        other = no_route if path.startswith("/wp-json/wc/") else nothing
        return answers.get(path, answers.get("*", other))

    with serving(answer) as server:
        connector = connect(access(server.address, timeout=0.5))
        with pytest.raises(LoginNeeded) as caught:
            connector.check_login()
        connector.close()
    assert (caught.value.field, caught.value.code) == (at, code)


def test_a_shop_asked_over_open_http_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    from connectors.channels.woocommerce import settings

    monkeypatch.setattr(settings, "is_loopback", lambda _: False)
    with shop() as bench:
        (warning,) = bench.connector.check_login().warnings
    assert "https" in warning


def test_a_stopped_account_asks_nothing_more() -> None:
    with shop() as bench:
        bench.fetch()
        bench.connector._access.stop.set()
        with pytest.raises(Unavailable) as caught:
            bench.connector.fetch_orders(Cursor())
        assert caught.value.code == "stopped"


def test_every_error_says_where_it_happened() -> None:
    with shop() as bench:
        bench.faults(server_html=1.0)
        with pytest.raises(ConnectorError) as caught:
            bench.connector.fetch_orders(Cursor())
    assert caught.value.account == ACCOUNT
    assert caught.value.operation


# --- https -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """A certificate for this computer that nobody but its own file vouches for."""

    certificate: Path
    key: Path


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    folder = tmp_path_factory.mktemp("paper")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = SystemClock().now()
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    found = Paper(folder / "certificate.pem", folder / "key.pem")
    found.certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
    found.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return found


@contextmanager
def safe_shop(paper: Paper, *, trusted: bool = True, **options: Any) -> Iterator[WooCommerce]:
    with simulator.start(
        seed=11, orders=5, certificate=str(paper.certificate), certificate_key=str(paper.key), **options
    ) as running:
        assert running.url.startswith("https://")
        found = access(
            running.url,
            clock=SystemClock(),
            secrets=dict(running.credentials),
            ca_file=paper.certificate if trusted else None,
        )
        connector = connect(found)
        try:
            yield connector
        finally:
            connector.close()


def test_over_https_the_accounts_own_certificate_is_trusted_whatever_the_environment_says(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    with safe_shop(paper) as connector:
        report = connector.check_login()
    assert dict(report.findings)["Signing in"] == "Basic"


def test_a_server_that_drops_the_header_is_found_out(paper: Paper) -> None:
    with safe_shop(paper, strip_authorization=True) as connector:
        report = connector.check_login()
        assert dict(report.findings)["Signing in"] == "keys in the query"
        assert connector.fetch_orders(Cursor()).items


@pytest.mark.usefixtures("fast_waits")
def test_a_certificate_nobody_vouches_for_is_refused_before_any_key_is_sent(paper: Paper) -> None:
    with safe_shop(paper, trusted=False) as connector, pytest.raises(LoginNeeded) as caught:
        connector.check_login()
    assert (caught.value.field, caught.value.code) == ("base_url", "tls")
