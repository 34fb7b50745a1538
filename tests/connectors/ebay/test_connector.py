"""The connector against the simulated eBay, over HTTP: orders come in whole, parcels go out once, whatever breaks."""

from __future__ import annotations

import csv
import dataclasses
import json
import logging
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from connectors.channels.ebay import simulator
from connectors.channels.ebay.carriers import carrier_code
from connectors.channels.ebay.connector import Ebay, connect
from connectors.channels.ebay.units import CARRIERS
from connectors.contract.errors import (
    ConnectorError,
    LoginNeeded,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unavailable,
    Unreadable,
)
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Moved, NotThere, Shared
from connectors.contract.snapshots import Cursor, OrderSnapshot, UnreadableRecord
from connectors.http.limits import Rate
from desk.domain.clock import Instant, ManualClock, SystemClock
from desk.domain.orders import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import ConfirmShipment
from desk.domain.values import PushKey, RemoteRef
from tests.connectors.ebay.desk_side import ACCOUNT, KEYS, NOW, NUMBER, access, order, parcel
from tests.connectors.http.server import RESET, Seen, reply, serving

KEY = PushKey("0192f0c1-key-one")
CARRIERS_FILE = Path(__file__).parents[3] / "resources" / "data" / "carriers.csv"


@dataclass
class Bench:
    """A simulated eBay account, and Desk's connector to it."""

    running: Any
    access: AccountAccess
    connector: Ebay
    cursor: Cursor = field(default_factory=Cursor)
    unreadable: list[UnreadableRecord] = field(default_factory=list)

    def get(self, what: str) -> Any:
        return requests.get(f"{self.running.url}/_sim/{what}", timeout=10).json()

    def post(self, what: str, **told: Any) -> Any:
        answer = requests.post(f"{self.running.url}/_sim/{what}", json=told, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def do(self, deed: str, **arguments: Any) -> Any:
        return self.post("do", deed=deed, **arguments)

    def faults(self, **profiles: float) -> None:
        self.post("faults", profiles=profiles)

    def truth(self, number: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"state?order={number}")["orders"][0]
        return found

    def listed(self) -> dict[str, dict[str, Any]]:
        return {one["id"]: one for one in self.get("state")["orders"] if one["listed"]}

    def unpaid(self) -> set[str]:
        """Ids under which Trading lists what nobody has paid yet; it forgets them after 90 days."""
        since = f"{SystemClock().now() - timedelta(days=89):%Y-%m-%d}"
        return {one["trading_id"] for one in self.get("state")["orders"] if one["unpaid"] and one["created"] > since}

    def effects(self) -> Counter[tuple[object, ...]]:
        """What our calls changed there, told apart as deeds: more than one of a kind is a doubled deed."""
        return Counter(
            (one["deed"], one["remote_ids"]["order_id"], str(one["remote_ids"].get("tracking_number", "")))
            for one in self.get("journal")["entries"]
            if one["actor"] == "client"
        )

    def fetch(self, patience: int = 300) -> dict[str, OrderSnapshot]:
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
            ours = one.handling is Handling.OURS and one.order is OrderFacet.OPEN and not one.shipments
            ships = one.shipping is ShippingFacet.UNSHIPPED and one.payment is PaymentFacet.PAID
            if ours and ships and sum(line.quantity for line in one.lines) >= pieces and not one.recipient.extra:
                return one
        raise AssertionError("the world has no such order")


@contextmanager
def ebay(orders: int = 40, timeout: float = 2.0, **options: Any) -> Iterator[Bench]:
    with simulator.start(seed=11, orders=orders, **options) as running:
        found = access_to(running, timeout=timeout)
        connector = connect(found)
        try:
            yield Bench(running, found, connector)
        finally:
            connector.close()


def access_to(running: Any, **more: Any) -> AccountAccess:
    clock = SystemClock()
    plain = access(
        running.url,
        clock=clock,
        secrets=dict(running.credentials),
        start_date=Instant(clock.now() - timedelta(days=800)),
        **{name: value for name, value in running.account_settings.items() if name != "base_url"},
    )
    return dataclasses.replace(plain, **more)


def whole_parcel(one: OrderSnapshot, **more: Any) -> ConfirmShipment:
    lines = tuple((line.remote_id, line.quantity) for line in one.lines)
    return parcel(one.ref.id, **{"lines": lines, "shipped_at": SystemClock().now(), **more})


@pytest.fixture
def fast_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between tries take no real time; their length is tested with the kit."""
    monkeypatch.setattr(SystemClock, "wait", lambda _self, stop, _seconds: stop.is_set())


# --- orders ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newest_first", [False, True])
def test_every_order_of_the_account_comes_in_as_ebay_has_it(newest_first: bool) -> None:
    with ebay(orders=260, newest_first=newest_first) as bench:
        found, state, unpaid = bench.fetch(), bench.listed(), bench.unpaid()
    assert unpaid
    assert set(found) == set(state) | unpaid
    for number, there in state.items():
        one = found[number]
        assert one.totals.total.minor == there["total"]
        assert one.totals.total.currency == there["currency"]
        assert one.totals.goods.minor == there["goods"]
        assert (one.channel_status, one.handling) == (there["status"], there["handling"])
        assert [(line.remote_id, line.sku, line.title, line.quantity, line.total.minor) for line in one.lines] == [
            (line["id"], line["sku"], line["name"], line["quantity"], line["total"]) for line in there["lines"]
        ]
        assert [line.refunded for line in one.lines] == [line["refunded"] for line in there["lines"]]
        assert [one.buyer.email] == (there["emails"] or [""])
        assert {name for name in (one.buyer.name, one.recipient.name) if name} <= set(there["names"])
        place = there["recipient"]
        assert (one.recipient.street, one.recipient.extra) == (place["line1"], place["line2"])
        assert (one.recipient.postcode, one.recipient.town) == (place["postcode"], place["city"])
        assert {one.number for one in one.shipments or ()} == {parcel["number"] for parcel in there["trackings"]}
        assert len(one.payments) == len(there["payments"]) + len(there["refunds"])
        assert one.paid_at is not None


def test_changes_come_with_the_next_run_and_nothing_else_is_lost() -> None:
    with ebay() as bench:
        first = bench.fetch()
        fresh = bench.do("new_order", paid=True)["id"]
        unpaid = bench.do("new_order", paid=False)["id"]
        shipped = next(number for number, one in first.items() if one.shipping is ShippingFacet.UNSHIPPED)
        bench.do("add_tracking", order=shipped, carrier="DHL", number="00340434161094777777")
        second = bench.fetch()
        assert {fresh, shipped} <= set(second)
        assert unpaid not in second
        assert [one.number for one in second[shipped].shipments or ()] == ["00340434161094777777"]
        bench.do("pay", order=unpaid)
        assert len(set(bench.fetch()) - set(first)) == 2


def test_old_parcels_are_read_off_their_address_and_fresh_ones_asked_for() -> None:
    with ebay(orders=120) as bench:
        found = bench.fetch()
        limit = SystemClock().now() - timedelta(days=30)
        for one in found.values():
            for shipment in one.shipments or ():
                assert bool(shipment.carrier) == (one.changed_at >= limit)
                assert (shipment.lines is not None) == (one.changed_at >= limit)
        shipped = [one for one in found.values() if one.shipments]
        assert {bool(one.changed_at >= limit) for one in shipped} == {True, False}
        alone = bench.connector.fetch_order(shipped[0].ref)
    assert isinstance(alone, OrderSnapshot)
    assert all(one.carrier and one.lines for one in alone.shipments or ())


def test_one_order_by_itself_and_one_that_is_not_there() -> None:
    with ebay() as bench:
        one = next(iter(bench.fetch().values()))
        alone = bench.connector.fetch_order(one.ref)
        with pytest.raises(Refused, match="last two years") as told:
            bench.connector.fetch_order(RemoteRef(ACCOUNT, "99-99999-99999"))
    assert told.value.code == "no_longer_listed"
    assert isinstance(alone, OrderSnapshot)
    assert (alone.number, alone.totals) == (one.number, one.totals)


def test_a_request_to_cancel_is_looked_at_closely_and_the_order_stays_open() -> None:
    with ebay() as bench:
        one = bench.open_order()
        bench.do("request_cancel", order=one.ref.id)
        again = bench.fetch()[one.ref.id]
        assert again.order is OrderFacet.OPEN
        assert json.loads(again.raw)["cancelStatus"]["cancelRequests"]
        bench.do("cancel", order=one.ref.id)
        assert bench.fetch()[one.ref.id].order is OrderFacet.CANCELLED


def test_one_bad_record_goes_aside_and_comes_back_when_mended() -> None:
    with ebay() as bench:
        bench.fetch()
        for kind in ("garbage_amounts", "garbage_dates", "wrong_types"):
            bench.do("bad_record", kind=kind)
        bench.fetch()
        bad = [one for one in bench.get("state")["orders"] if not one["readable"]]
        told = {one.remote_id for one in bench.unreadable}
        assert {one["id"] for one in bad} >= told
        assert len(told) >= 2
        for one in bad:
            bench.do("mend_record", order=one["id"])
            assert isinstance(bench.connector.fetch_order(RemoteRef(ACCOUNT, one["id"])), OrderSnapshot)
        assert {one["id"] for one in bad} <= set(bench.fetch())


READING_FAULTS = (
    "throttle",
    "server_html",
    "maintenance",
    "cut_body",
    "slow_body",
    "warning_before_json",
    "empty_200",
    "token_expired",
    "token_repeated",
    "page_shift",
    "late_record",
    "unknown_enum",
    "missing_field",
    "foreign_record",
    "clock_skew",
)


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize("profile", READING_FAULTS)
def test_the_orders_come_in_whatever_ebay_suffers(profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the fault lasts nothing is lost for good; when it is over, one more run makes both sides equal."""
    monkeypatch.setattr("connectors.channels.ebay.paging.LARGEST_PAGE", 10)
    monkeypatch.setattr("connectors.channels.ebay.paging.MOST_IN_WINDOW", 40)
    with ebay(orders=80, timeout=0.4) as bench:
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
        state = bench.listed()
        readable = {number for number, one in state.items() if one["readable"]}
        assert readable - set(found) == set()
        for number in readable:
            assert found[number].channel_status == state[number]["status"]
            assert found[number].totals.total.minor == state[number]["total"]
        assert bench.get("state?orders=0")["bugs"] == []
        assert bench.effects() == Counter()


# --- parcels -----------------------------------------------------------------------------------------------


def test_a_parcel_reaches_ebay_with_quantities_and_ebays_own_code() -> None:
    with ebay() as bench:
        one = bench.open_order()
        push = whole_parcel(one, number="0034-0434 1610.9400 0001")
        assert bench.connector.look_shipment(push, KEY) == NotThere()
        assert bench.connector.confirm_shipment(push, KEY) == Accepted(NUMBER)
        there = bench.truth(one.ref.id)
        assert [(each["number"], each["carrier"]) for each in there["trackings"]] == [(NUMBER, "DHL")]
        assert there["trackings"][0]["items"] == {line.remote_id: line.quantity for line in one.lines}
        assert there["status"] == "FULFILLED"
        assert bench.connector.look_shipment(push, KEY) == AlreadyDone(NUMBER)
        assert bench.connector.confirm_shipment(push, KEY) == AlreadyDone(NUMBER)
        assert sum(bench.effects().values()) == 1
        assert bench.fetch()[one.ref.id].shipping is ShippingFacet.SHIPPED


def test_several_parcels_each_with_its_pieces() -> None:
    with ebay(orders=80) as bench:
        one = next(
            each
            for each in bench.fetch().values()
            if each.channel_status == "NOT_STARTED"
            and each.order is OrderFacet.OPEN
            and each.handling is Handling.OURS
            and any(line.quantity > 1 for line in each.lines)
            and not each.recipient.extra
        )
        line = next(line for line in one.lines if line.quantity > 1)
        for count, number in enumerate(("AAA111222333", "BBB111222333")):
            push = parcel(one.ref.id, number, lines=((line.remote_id, 1),), shipped_at=SystemClock().now())
            assert isinstance(bench.connector.confirm_shipment(push, PushKey(f"key-{count}")), Accepted)
        items = [each["items"] for each in bench.truth(one.ref.id)["trackings"]]
        assert items == [{line.remote_id: 1}, {line.remote_id: 1}]
        whole = bench.connector.fetch_order(one.ref)
    assert isinstance(whole, OrderSnapshot)
    assert [each.number for each in whole.shipments or ()] == ["AAA111222333", "BBB111222333"]


def test_another_line_in_the_same_box_is_another_parcel() -> None:
    with ebay(orders=300) as bench:
        one = next(
            each
            for each in bench.fetch().values()
            if len(each.lines) > 1
            and each.channel_status == "NOT_STARTED"
            and each.order is OrderFacet.OPEN
            and each.handling is Handling.OURS
            and each.lines[0].needs_shipping
        )
        pushes = [
            parcel(one.ref.id, lines=((line.remote_id, line.quantity),), shipped_at=SystemClock().now())
            for line in one.lines[:2]
        ]
        assert isinstance(bench.connector.confirm_shipment(pushes[0], KEY), Accepted)
        assert bench.connector.look_shipment(pushes[1], KEY) == NotThere()
        assert isinstance(bench.connector.confirm_shipment(pushes[1], PushKey("key-two")), Accepted)
        assert len(bench.truth(one.ref.id)["trackings"]) == 2


def test_a_number_that_a_colleague_entered_is_done_already() -> None:
    with ebay() as bench:
        one = bench.open_order()
        bench.do("add_tracking", order=one.ref.id, carrier="DHL", number=NUMBER)
        assert bench.connector.confirm_shipment(whole_parcel(one, number=NUMBER.lower()), KEY) == AlreadyDone(NUMBER)
        assert bench.effects() == Counter()


def test_an_order_that_went_elsewhere_gets_no_parcel() -> None:
    with ebay() as bench:
        cancelled = bench.open_order()
        bench.do("cancel", order=cancelled.ref.id)
        by_ebay = bench.do("new_order", fulfilled_by="EBAY")["id"]
        kept = bench.fetch()[by_ebay]
        for push in (whole_parcel(cancelled), whole_parcel(kept), parcel("99-99999-99999")):
            assert isinstance(bench.connector.look_shipment(push, KEY), Moved)
        with pytest.raises(Refused) as caught:
            bench.connector.confirm_shipment(whole_parcel(cancelled), KEY)
        assert caught.value.code == "moved"
        assert bench.effects() == Counter()


def test_what_was_shipped_before_the_cancellation_is_done() -> None:
    with ebay() as bench:
        one = bench.open_order()
        bench.do("add_tracking", order=one.ref.id, carrier="DHL", number=NUMBER)
        bench.do("cancel", order=one.ref.id)
        assert bench.connector.look_shipment(whole_parcel(one), KEY) == AlreadyDone(NUMBER)


def test_a_line_that_ebay_does_not_know_is_told() -> None:
    with ebay() as bench:
        one = bench.open_order()
        push = whole_parcel(one, lines=(("1", 1),))
        assert isinstance(bench.connector.look_shipment(push, KEY), Moved)


def test_a_refusal_brings_ebays_words() -> None:
    with ebay() as bench:
        one = bench.open_order()
        push = whole_parcel(one, lines=tuple((line.remote_id, line.quantity + 7) for line in one.lines))
        with pytest.raises(Refused) as caught:
            bench.connector.confirm_shipment(push, KEY)
        assert caught.value.words
        assert caught.value.facts["number"] == 32600
        with pytest.raises(Refused) as empty:
            bench.connector.confirm_shipment(whole_parcel(one, number="---"), KEY)
        assert empty.value.code == "no_tracking_number"


WRITING_FAULTS = (
    "deed_done_no_answer",
    "deed_done_reset",
    "empty_200",
    "cut_body",
    "server_html",
    "throttle",
    "maintenance",
    "warning_before_json",
    "token_expired",
)


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize("profile", WRITING_FAULTS)
def test_no_deed_is_lost_or_doubled_whatever_breaks(profile: str) -> None:
    with ebay(timeout=0.3) as bench:
        one = bench.open_order()
        push = whole_parcel(one)
        bench.faults(**{profile: 0.4})
        done = False
        for turn in range(200):
            # Each second try is another process, which remembers nothing.
            connector = connect(dataclasses.replace(bench.access, shared=Shared())) if turn % 2 else bench.connector
            try:
                if isinstance(connector.look_shipment(push, KEY), AlreadyDone):
                    done = True
                    break
                connector.confirm_shipment(push, KEY)
            except (Unavailable, OutcomeUnknown):
                continue
            except LoginNeeded:
                assert profile == "token_expired"
            finally:
                if connector is not bench.connector:
                    connector.close()
        bench.faults(**{profile: 0})
        assert done
        assert [each["number"] for each in bench.truth(one.ref.id)["trackings"]] == [NUMBER]
        effects = bench.effects()
        assert {deed: n for deed, n in effects.items() if n > 1} == {}


@pytest.mark.usefixtures("fast_waits")
def test_an_order_cancelled_in_between_gets_no_parcel() -> None:
    with ebay() as bench:
        one = bench.open_order()
        bench.faults(channel_moved=1.0)
        with pytest.raises(Refused):
            bench.connector.confirm_shipment(whole_parcel(one), KEY)
        bench.faults(channel_moved=0)
        assert isinstance(bench.connector.look_shipment(whole_parcel(one), KEY), Moved)
        assert ("parcel_added", one.ref.id, NUMBER) not in bench.effects()


@contextmanager
def scripted(script: Any, clock: ManualClock | None = None) -> Iterator[tuple[Ebay, list[Seen]]]:
    """A connector to a server that answers calls for orders and parcels by `script`; the rest as eBay would."""

    def answer(seen: Seen) -> object:
        if seen.target.endswith("/token"):
            return reply({"access_token": "v^1.1#token", "expires_in": 7200})
        if seen.target.endswith("/dll") or "api.dll" in seen.target:
            return reply(b"", 500)
        return script(seen)

    with serving(answer) as server:
        connector = connect(access(server.address, clock=clock or ManualClock(NOW)))
        try:
            yield connector, server.seen
        finally:
            connector.close()


def test_a_parcel_that_was_accepted_and_does_not_show_is_not_sent_again() -> None:
    """EBay's list may lag behind; for a quarter of an hour nothing but the list itself may say that it is not there."""
    clock = ManualClock(NOW)
    posts: list[bytes] = []

    def lagging(seen: Seen) -> bytes:
        if seen.method == "POST":
            posts.append(seen.body)
            return reply(b"", 201, location=f"https://api.ebay.com/x/shipping_fulfillment/{NUMBER}")
        return reply({"total": 0, "fulfillments": []} if "shipping" in seen.target else order())

    with scripted(lagging, clock) as (connector, _):
        assert connector.confirm_shipment(parcel(), KEY) == Accepted(NUMBER)
        for _ in range(3):
            with pytest.raises(OutcomeUnknown):
                connector.confirm_shipment(parcel(), KEY)
        assert len(posts) == 1
        clock.advance(3600)
        connector.confirm_shipment(parcel(), KEY)
        assert len(posts) == 2


def test_what_is_sent_is_what_ebay_takes() -> None:
    bodies: list[dict[str, Any]] = []

    def taking(seen: Seen) -> bytes:
        if seen.method == "POST":
            bodies.append(json.loads(seen.body))
            return reply(b"", 201, location="https://api.ebay.com/x/shipping_fulfillment/1")
        found = {"total": 0, "fulfillments": []} if "shipping" in seen.target else order()
        return reply(found, date="Fri, 20 Nov 2026 09:59:00 GMT")

    pushes = [
        parcel(number="A1 - 2"),
        parcel(number="B1", lines=(("10012345678901", 1), ("10012345678901", 1)), carrier="unheard of"),
        parcel(number="C1", lines=(), shipped_at=Instant(NOW - timedelta(days=300))),
    ]
    with scripted(taking) as (connector, _):
        for push in pushes:
            connector.confirm_shipment(push, PushKey(f"key-{push.number}"))
    whole = [{"lineItemId": "10012345678901", "quantity": 2}]
    assert [body["lineItems"] for body in bodies] == [whole, whole, whole]
    assert [body["trackingNumber"] for body in bodies] == ["A12", "B1", "C1"]
    assert [body["shippingCarrierCode"] for body in bodies] == ["DHL", "Other", "DHL"]
    # Never later than eBay's now, and never before the purchase.
    assert bodies[0]["shippedDate"] == "2026-11-20T09:59:00.000Z"
    assert bodies[2]["shippedDate"] == "2026-11-19T18:14:02.000Z"


@pytest.mark.parametrize(
    "answer", [reply(b"", 200), reply(b"<html>", 200, "text/html"), reply(b"", 201), RESET, reply(b"", 502)]
)
def test_an_answer_that_shows_no_parcel_is_none(answer: object) -> None:
    def silent(seen: Seen) -> object:
        if seen.method == "POST":
            return answer
        return reply({"total": 0, "fulfillments": []} if "shipping" in seen.target else order())

    with scripted(silent) as (connector, seen):
        with pytest.raises(OutcomeUnknown):
            connector.confirm_shipment(parcel(), KEY)
        assert len([one for one in seen if one.method == "POST" and "shipping" in one.target]) == 1


def test_half_an_order_does_not_decide_whether_goods_go_out() -> None:
    """The first answer has lost the cancellation; the second one tells it."""
    whole = order(cancelStatus={"cancelState": "CANCELED", "cancelRequests": []})
    answers = [reply(order(cancelStatus=None)), reply(whole)]

    def once_damaged(seen: Seen) -> object:
        if "shipping" in seen.target:
            return reply({"total": 0, "fulfillments": []})
        return answers.pop(0) if len(answers) > 1 else answers[0]

    with scripted(once_damaged) as (connector, _):
        assert isinstance(connector.look_shipment(parcel(), KEY), Moved)


# --- carriers ----------------------------------------------------------------------------------------------


def test_every_carrier_of_the_table_goes_by_its_code() -> None:
    with CARRIERS_FILE.open(encoding="utf-8", newline="") as file:
        told = {row["code"]: row["ebay_carrier"] for row in csv.DictReader(file)}
    told = {code: carrier for code, carrier in told.items() if carrier not in ("Other", "")}
    assert told == CARRIERS


def test_carriers_are_ebays_own_where_it_knows_them() -> None:
    with ebay() as bench:
        trading = bench.connector._trading
        codes = {code: carrier_code(trading, code, "") for code in CARRIERS}
        assert codes == CARRIERS or {code for code, made in codes.items() if made != CARRIERS[code]} <= {
            code for code, made in codes.items() if made == "Other"
        }
        assert codes["dhl_de"] == "DHL"
        assert carrier_code(trading, "go_express", "GO! Express") == "Other"
        assert carrier_code(trading, "hermes", "") == "Hermes"
        assert carrier_code(trading, "", "deutsche post") == "DeutschePost"


# --- signing in --------------------------------------------------------------------------------------------


def test_a_test_of_the_keys_tells_who_answers_and_what_can_be_done() -> None:
    with ebay() as bench:
        report = bench.connector.check_login()
        findings = dict(report.findings)
        assert report.identity == bench.get("state?orders=0")["seller"]
        assert findings["Marketplace"] == "EBAY_DE"
        assert int(findings["Orders of 90 days"]) > 0
        assert report.warnings == ()
        assert report.capabilities == bench.connector.capabilities()
        can = report.capabilities.confirms_shipments
        assert can is not None
        assert (can.partial, can.several_parcels, can.needs_number) == (True, True, True)


def test_a_consent_without_identity_is_enough() -> None:
    with ebay(scopes="base sell.fulfillment") as bench:
        assert bench.connector.check_login().identity == bench.get("state?orders=0")["seller"]


def test_a_consent_without_orders_is_not() -> None:
    with ebay(scopes="base commerce.identity.readonly") as bench, pytest.raises(LoginNeeded) as caught:
        bench.connector.check_login()
    assert (caught.value.field, caught.value.code) == ("refresh_token", "not_permitted")


def test_clocks_that_differ_are_told() -> None:
    with ebay(clock_offset=3600.0) as bench:
        assert any("60 minutes" in one or "59 minutes" in one for one in bench.connector.check_login().warnings)


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize(
    "name,wrong,field",
    [
        ("cert_id", "PRD-0000", "cert_id"),
        ("refresh_token", "v^1.1#i^1#wrong", "refresh_token"),
        ("app_id", "Somebody-Else-PRD-1", "cert_id"),
        ("base_url", "http://127.0.0.1:9", "base_url"),
        ("token_url", "http://127.0.0.1:9/x", "token_url"),
        ("trading_url", "http://127.0.0.1:9/x", "trading_url"),
    ],
)
def test_an_error_stands_at_its_field_and_mending_it_helps(name: str, wrong: str, field: str) -> None:
    with ebay() as bench:
        given = bench.access
        if name in KEYS:
            given = dataclasses.replace(given, secrets={**given.secrets, name: wrong})
        else:
            given = dataclasses.replace(given, settings={**given.settings, name: wrong})
        found = dataclasses.replace(given, shared=Shared())
        connector = connect(found)
        with pytest.raises(LoginNeeded) as caught:
            connector.check_login()
        connector.close()
        assert caught.value.field == field
        assert bench.connector.check_login().identity


@pytest.mark.usefixtures("fast_waits")
@pytest.mark.parametrize("profile", ["server_html", "empty_200", "warning_before_json", "maintenance"])
def test_trouble_that_passes_is_no_matter_of_the_settings(profile: str) -> None:
    with ebay() as bench:
        bench.connector.fetch_orders(Cursor())
        plan = {"profile": profile, "count": 9, "path_contains": "api.dll"}
        bench.post("faults", planned=[plan])
        with pytest.raises(Unavailable):
            bench.connector.check_login()
        bench.post("faults", clear=True)
        assert bench.connector.check_login().identity


def test_a_consent_that_was_taken_back_asks_for_a_login_and_a_new_one_helps() -> None:
    with ebay() as bench:
        bench.fetch()
        bench.do("revoke_consent")
        with pytest.raises(LoginNeeded) as caught:
            bench.connector.fetch_orders(bench.cursor)
        assert caught.value.field == "refresh_token"
        token = bench.do("renew_consent")["refresh_token"]
        fresh = connect(dataclasses.replace(bench.access, secrets={**bench.access.secrets, "refresh_token": token}))
        assert fresh.fetch_orders(bench.cursor).done
        fresh.close()


def test_a_token_that_runs_out_in_the_middle_is_renewed() -> None:
    with ebay() as bench:
        bench.fetch()
        bench.do("expire_tokens")
        assert bench.fetch() is not None
        assert bench.connector.check_login().identity


def test_a_quota_that_is_used_up_is_told_and_passes() -> None:
    with ebay() as bench:
        bench.fetch()
        bench.do("use_up", family="sell.fulfillment", calls=100_000)
        bench.access.stop.set()
        with pytest.raises(Unavailable):
            bench.connector.fetch_orders(bench.cursor)


def test_a_run_announces_how_long_it_rests_for_the_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    """No call waits long inside: each page says when the next one may come, and who comes earlier is told."""
    monkeypatch.setattr("connectors.channels.ebay.client.RATES", {"fulfillment": Rate(per_second=0.1, burst=12)})
    monkeypatch.setattr("connectors.channels.ebay.client.RESERVES", {"fulfillment": 2})
    clock = ManualClock(SystemClock().now())
    with ebay(orders=120) as bench:
        connector = connect(dataclasses.replace(bench.access, clock=clock, shared=Shared()))
        cursor = Cursor()
        pauses: list[float] = []
        found: set[str] = set()
        for _ in range(300):
            begun = clock.monotonic()
            page = connector.fetch_orders(cursor)
            assert clock.monotonic() - begun <= 5.0
            found |= {item.ref.id for item in page.items}
            cursor = page.cursor
            if page.done:
                break
            pauses.append(page.pause)
            if page.pause > 5:
                with pytest.raises(RateLimited) as early:
                    connector.fetch_orders(cursor)
                assert early.value.retry_after == pytest.approx(page.pause)
            clock.advance(page.pause)
        connector.close()
        assert found == set(bench.listed()) | bench.unpaid()
    assert max(pauses) == pytest.approx(10.0)


def test_what_is_left_of_the_quotas_is_known_without_asking() -> None:
    with ebay() as bench:
        before = {one.name: one for one in bench.connector.quotas()}
        served = bench.get("state?orders=0")["served"]
        bench.fetch()
        asked = bench.get("state?orders=0")["served"] - served
        after = {one.name: one for one in bench.connector.quotas()}
        others = {"Returns", "Cancellations", "Inquiries", "Messages"}
        assert set(before) == {"Fulfillment", "Trading", "Access tokens", "Refunds", *others}
        assert before["Fulfillment"].left == before["Fulfillment"].of
        assert before["Fulfillment"].left - after["Fulfillment"].left in (asked - 4, asked - 5)
        assert after["Trading"].of - after["Trading"].left == 3, "90 days are three windows"


# --- secrets -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fast_waits")
def test_no_secret_and_no_buyer_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), ebay(orders=60, timeout=0.5) as bench:
        bench.faults(server_html=0.1, token_expired=0.1, foreign_record=0.1, cut_body=0.05, empty_200=0.05)
        told: list[str] = []
        for _ in range(12):
            for call in (bench.connector.check_login, lambda: bench.connector.fetch_orders(Cursor())):
                try:
                    call()
                except ConnectorError as error:
                    told += [error.text, error.detail, error.words, error.sample, repr(error)]
        one = next(iter(bench.listed()))
        try:
            bench.connector.confirm_shipment(parcel(one), KEY)
        except ConnectorError as error:
            told += [error.text, error.detail, error.words, error.sample, repr(error)]
        bench.faults(server_html=0.0)
        secrets = bench.get("state?secrets=1")["secrets"]
        people = {
            text
            for there in bench.listed().values()
            for text in (*there["names"], *there["emails"], *there["phones"], there["recipient"]["line1"])
            if len(text) > 4
        }
    told += [record.getMessage() for record in caplog.records if record.name in {"net", "sync", "auth", "ebaysdk"}]
    whole = "\n".join(told)
    assert "->" in whole, "calls are logged"
    assert len(secrets) > 2
    assert people
    for secret in secrets:
        for form in (secret, quote(secret, safe=""), b64encode(secret.encode()).decode()):
            assert form not in whole
    for private in people:
        assert private not in whole


# --- safe connections --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that nobody else vouches for, and its key."""
    folder = tmp_path_factory.mktemp("paper")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = SystemClock().now()
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
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
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


@pytest.mark.usefixtures("fast_waits")
def test_over_https_the_accounts_own_certificate_is_trusted_whatever_the_environment_says(
    paper: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """REST, tokens and Trading alike; without it nobody is asked anything."""
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, "/nowhere.pem")
    with simulator.start(seed=11, orders=5, certificate=str(paper[0]), certificate_key=str(paper[1])) as running:
        trusting = connect(access_to(running, ca_file=paper[0]))
        assert trusting.check_login().identity
        trusting.close()
        wary = connect(access_to(running))
        with pytest.raises(LoginNeeded) as caught:
            wary.check_login()
        wary.close()
    assert caught.value.code == "tls"
