"""Parcels go out to eBay once, whatever breaks, and by its own codes of carriers."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.channels.ebay.carriers import carrier_code
from connectors.channels.ebay.connector import Ebay, connect
from connectors.channels.ebay.units import CARRIERS
from connectors.contract.errors import (
    LoginNeeded,
    OutcomeUnknown,
    Refused,
    Unavailable,
)
from connectors.contract.protocols import Accepted, AlreadyDone, Moved, NotThere, Shared
from connectors.contract.snapshots import OrderSnapshot
from desk.domain.clock import Instant, ManualClock, SystemClock
from desk.domain.orders import Handling, OrderFacet, ShippingFacet
from desk.domain.values import PushKey
from tests.connectors.ebay.bench import KEY, ebay, whole_parcel
from tests.connectors.ebay.desk_side import NOW, NUMBER, access, order, parcel
from tests.connectors.http.server import RESET, Seen, reply, serving

CARRIERS_FILE = Path(__file__).parents[3] / "resources" / "data" / "carriers.csv"


# --- parcels ----------------------------------------------------------------------------------------------


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


# --- carriers ---------------------------------------------------------------------------------------------


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
