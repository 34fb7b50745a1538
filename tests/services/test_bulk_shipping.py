"""Many parcels at once: the plan never promises more than is open, paste and file say the same, nothing is doubled."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.engine import Engine

from connectors.contract.errors import Refused
from desk.domain.orders import Handling, PaymentFacet
from desk.domain.pushes import PushState
from desk.domain.shipments import LineQuantity, Parcel
from desk.domain.values import OrderId
from desk.services import bulk_shipping, orders, outbox, pusher, shipments
from desk.services.bulk_planning import Entry, Plan, RowState
from desk.services.bulk_shipping import Outcome, RowResult
from desk.services.context import Desk
from desk.services.ingest import ingest
from desk.services.parcel_table import ParcelRow
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel, Killed, never
from tests.support.orders import line, order, parcel
from tests.support.yardstick import SECOND, yardsticks

DHL = "00340434161094015902"
UPS = "1Z999AA10123456784"


def ups(number: int) -> str:
    return f"1Z999AA1{number:010d}"


def rows(*told: tuple[str, str] | tuple[str, str, str, str]) -> tuple[Entry, ...]:
    return tuple(
        Entry(row=ParcelRow(at=at, order=one[0], number=one[1], line=one[2] if len(one) > 2 else "",
                            quantity=one[3] if len(one) > 2 else "", carrier="UPS"))
        for at, one in enumerate(told, 2)
    )  # fmt: skip


def states(plan: Plan) -> list[tuple[str, str]]:
    return [(one.state.value, one.code) for one in plan.parcels]


@contextmanager
def statements() -> Iterator[list[str]]:
    """All that is asked of the store meanwhile."""
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def shop(channel: FakeChannel, synced: Synced) -> dict[str, OrderId]:
    channel.add(
        order("1", lines=(line("11", 2), line("12"))),
        order("2", lines=(line("21", 3),)),
        order("3", handling=Handling.CHANNEL),
        order("4", payment=PaymentFacet.REFUNDED),
    )
    return synced()


# --- the plan ---------------------------------------------------------------------------------------------------


def test_every_row_has_its_state_and_reason_and_the_blocked_come_first(desk: Desk, shop: dict[str, OrderId]) -> None:
    plan = bulk_shipping.plan(desk, rows(("1", UPS), ("2", ""), ("3", UPS), ("4", UPS), ("nine", UPS)))
    assert states(plan) == [
        ("ready", ""),
        ("unfinished", "number_missing"),
        ("blocked", "channel_ships"),
        ("blocked", "order_refunded"),
        ("blocked", "order_unknown"),
    ]
    assert [one.first for one in plan.blocked_first()] == [4, 5, 6, 3, 2]
    assert all(one.reason for one in plan.parcels if one.state is RowState.BLOCKED)
    assert plan.per_account() == {"Shop": 1}
    ready = plan.ready[0]
    assert ready.items == (("Becher 11", 2), ("Becher 12", 1))
    assert (ready.completes, ready.order) == (True, shop["1"])


def test_chosen_orders_become_rows_that_wait_for_their_number(desk: Desk, shop: dict[str, OrderId]) -> None:
    entries = bulk_shipping.chosen([shop["2"], shop["1"]])
    assert states(bulk_shipping.plan(desk, entries)) == [("unfinished", "number_missing")] * 2
    poured = bulk_shipping.filled(desk, entries, f"{DHL}\n{UPS}\n", name="x")
    plan = bulk_shipping.plan(desk, poured)
    assert [(one.order, one.number, one.carrier) for one in plan.ready] == [
        (shop["2"], DHL, "dhl_de"),
        (shop["1"], UPS, "ups"),
    ]
    pasted = bulk_shipping.filled(desk, entries, f"Bestellung\tSendungsnummer\n1\t{DHL}\n7\t{UPS}", name="x")
    plan = bulk_shipping.plan(desk, pasted)
    assert [(one.order, one.number, one.state.value) for one in plan.parcels] == [
        (shop["2"], "", "unfinished"),
        (shop["1"], DHL, "ready"),
        (None, UPS, "blocked"),
    ]


@pytest.mark.parametrize(
    "number, code",
    [
        ("3,40434E+17", "number_scientific"),
        ("3.40434161094016E+017", "number_scientific"),
        ("340434161094015000", "number_rounded"),
        ("340434161094015902", "zeros_lost"),
        ("zwölf\x00", "number_odd"),
    ],
)
def test_what_a_spreadsheet_does_to_numbers_is_told_as_such(
    desk: Desk, shop: dict[str, OrderId], number: str, code: str
) -> None:
    assert shop
    row = Entry(row=ParcelRow(at=2, order="1", number=number, carrier="DHL Paket"))
    planned = bulk_shipping.plan(desk, [row]).parcels[0]
    assert (planned.state, planned.code) == (RowState.BLOCKED, code)
    if code == "zeros_lost":
        assert planned.facts["meant"] == DHL


def test_a_number_that_several_carriers_would_fit_waits_for_the_agent(desk: Desk, shop: dict[str, OrderId]) -> None:
    assert shop
    row = Entry(row=ParcelRow(at=2, order="1", number="09133131530724"))
    assert states(bulk_shipping.plan(desk, [row])) == [("unfinished", "carrier_unsure")]


@pytest.mark.parametrize(
    "number, told", [("77777", ("unfinished", "carrier_none")), ("7" * 3000, ("blocked", "number_odd"))]
)
def test_a_number_that_fits_no_carrier_says_so(
    desk: Desk, shop: dict[str, OrderId], number: str, told: tuple[str, str]
) -> None:
    assert shop
    row = Entry(row=ParcelRow(at=2, order="1", number=number))
    assert states(bulk_shipping.plan(desk, [row])) == [told]


def test_a_row_means_the_order_that_bears_its_number_not_one_of_this_id(
    desk: Desk, channel: FakeChannel, shop: dict[str, OrderId], synced: Synced
) -> None:
    channel.add(replace(order("900"), number="1"))
    ids = synced()
    assert shop["1"] != ids["900"]
    channel.change("1", number="12345")
    ids = synced()
    row = Entry(row=ParcelRow(at=2, order="1", number="", carrier="DHL Paket"))
    assert bulk_shipping.plan(desk, [row]).parcels[0].order == ids["900"]


def test_one_number_for_several_recipients_is_worth_a_look(
    desk: Desk, channel: FakeChannel, shop: dict[str, OrderId], synced: Synced
) -> None:
    assert shop
    there = channel.order("2").recipient
    channel.change("2", recipient=replace(there, name="Anna Schmidt"))
    synced()
    plan = bulk_shipping.plan(desk, rows(("1", UPS), ("2", UPS)))
    assert [one.note for one in plan.ready] == ["number_of_several"] * 2


QUANTITIES = st.lists(
    st.tuples(st.sampled_from(["11", "12", "SKU-11", "99", ""]), st.sampled_from(["", "0", "1", "2", "3", "-1", "x"])),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=QUANTITIES, waiting=st.integers(0, 2), numbers=st.lists(st.integers(1, 3), min_size=6, max_size=6))
def test_quantities_never_exceed_what_is_open_over_rows_and_pushes(
    desk: Desk, shop: dict[str, OrderId], told: list[tuple[str, str]], waiting: int, numbers: list[int]
) -> None:
    for push in outbox.overview(desk, states=[PushState.HELD]):
        outbox.recall(desk, [push.id])
    if waiting:
        inside = _pieces_of(desk, shop["1"], "11", waiting)
        shipments.confirm(desk, shop["1"], [Parcel(carrier="ups", number=ups(9), lines=inside)])
    entries = rows(*(("1", ups(number), one, count) for (one, count), number in zip(told, numbers, strict=False)))
    plan = bulk_shipping.plan(desk, entries)
    promised: Counter[str] = Counter()
    for one in plan.ready:
        assert one.items
        for title, count in one.items:
            assert count >= 1
            promised[title] += count
    assert promised["Becher 11"] <= 2 - waiting
    assert promised["Becher 12"] <= 1
    assert sorted(at for one in plan.parcels for at in one.at) == [one.row.at for one in entries]
    report = bulk_shipping.run(desk, plan, hold_seconds=10)
    assert [one.outcome for one in report.results] == [Outcome.QUEUED] * len(plan.ready)
    assert not bulk_shipping.plan(desk, entries).ready or len(plan.ready) < len(plan.parcels)


def _pieces_of(desk: Desk, order_id: OrderId, line_id: str, pieces: int) -> tuple[LineQuantity, ...]:
    ids = {one.remote_id: one.id for one in orders.show(desk, order_id).lines}
    return (LineQuantity(ids[line_id], pieces),)


TABLE = f'''Bestell-Nr.;Versanddienstleister;Sendungsnummer;Position;Menge
1;DHL Paket;{DHL};11;1
1;;{UPS};;
"2";;"=""{ups(1)}""";;
3;UPS;{ups(2)};;
foo;UPS;{ups(3)};;
'''


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_paste_and_file_make_the_same_plan(desk: Desk, shop: dict[str, OrderId], encoding: str, sign: str) -> None:
    assert shop
    text = TABLE.replace(";", sign)
    pasted = bulk_shipping.plan(desk, bulk_shipping.read(desk, text, name="x"))
    raw = text.replace("\n", "\r\n").encode(encoding)
    filed = bulk_shipping.plan(desk, bulk_shipping.read_file(desk, raw, name="x"))
    assert pasted.parcels == filed.parcels
    assert states(pasted) == [
        ("ready", ""),
        ("ready", ""),
        ("ready", ""),
        ("blocked", "channel_ships"),
        ("blocked", "order_unknown"),
    ]


def test_columns_without_headers_are_known_by_what_stands_in_them(desk: Desk, shop: dict[str, OrderId]) -> None:
    assert shop
    text = f"12.11.2026\t{DHL}\tDHL Paket\t1\tSKU-11\t2\n13.11.2026\t{UPS}\tUPS\t2\tSKU-21\t1\n"
    entries = bulk_shipping.read(desk, text, name="x")
    assert [(one.row.order, one.row.number, one.row.carrier, one.row.line, one.row.quantity) for one in entries] == [
        ("1", DHL, "DHL Paket", "SKU-11", "2"),
        ("2", UPS, "UPS", "SKU-21", "1"),
    ]
    assert [one.first for one in bulk_shipping.plan(desk, entries).ready] == [1, 2]


def test_five_hundred_rows_are_planned_within_a_second_of_work_without_a_query_for_each(
    desk: Desk, account: Account
) -> None:
    made = [
        order(str(1000 + at), account.id, number=f"WB-2026-{10_000 + at}", lines=(line(f"{at}-1", 2), line(f"{at}-2")))
        for at in range(500)
    ]
    with desk.store.write() as transaction:
        ingest(transaction, account.id, made, (), desk.clock.now())
    text = "order,number\n" + "".join(f"WB-2026-{10_000 + at},{ups(at)}\n" for at in range(500))
    text += "".join(f"wb2026{20_000 + at},{ups(at)}\n" for at in range(100))  # that nobody knows
    entries = bulk_shipping.read(desk, text, name="x")
    plans: list[Plan] = []
    with statements() as asked:
        took = yardsticks(lambda: plans.append(bulk_shipping.plan(desk, entries)))
    (plan,) = plans
    assert (len(plan.ready), len(plan.parcels)) == (500, 600)
    assert len(asked) < 40
    assert took < SECOND


# --- the run ----------------------------------------------------------------------------------------------------


def test_each_parcel_is_one_push_and_the_same_file_twice_changes_nothing(
    desk: Desk, channel: FakeChannel, account: Account, shop: dict[str, OrderId]
) -> None:
    entries = rows(("1", ups(1), "11", "1"), ("1", ups(2), "11", "1"), ("2", ups(3)), ("3", ups(4)))
    told: list[tuple[int, int]] = []
    report = bulk_shipping.run(
        desk, bulk_shipping.plan(desk, entries), tell=lambda one, done: told.append((one.parcel.first, done))
    )
    assert told == [(2, 1), (3, 2), (4, 3)]
    assert len(report.pushes) == 3
    pusher.drain(desk, account.id, never())
    assert [(one.order, one.number) for one in channel.journal] == [("1", ups(1)), ("1", ups(2)), ("2", ups(3))]
    for _ in range(2):
        again = bulk_shipping.plan(desk, entries)
        assert [one.state.value for one in again.parcels] == ["done", "done", "done", "blocked"]
        assert bulk_shipping.run(desk, again).results == ()
    assert len(outbox.overview(desk)) == 3
    assert shop


def test_running_one_plan_twice_is_running_it_once(desk: Desk, shop: dict[str, OrderId]) -> None:
    assert shop
    plan = bulk_shipping.plan(desk, rows(("1", ups(1)), ("2", ups(2))))
    first, second = bulk_shipping.run(desk, plan), bulk_shipping.run(desk, plan)
    assert first.pushes == second.pushes
    assert len(outbox.overview(desk)) == 2


def test_a_row_that_was_overtaken_fails_alone(desk: Desk, shop: dict[str, OrderId]) -> None:
    plan = bulk_shipping.plan(desk, rows(("1", ups(1)), ("2", ups(2))))
    shipments.confirm(desk, shop["1"], [Parcel(carrier="dhl_de", number=DHL)])
    report = bulk_shipping.run(desk, plan)
    assert [(one.outcome, one.code) for one in report.results] == [
        (Outcome.FAILED, "nothing_left_to_ship"),
        (Outcome.QUEUED, ""),
    ]


def test_a_crash_in_the_middle_doubles_nothing(
    desk: Desk, channel: FakeChannel, account: Account, shop: dict[str, OrderId]
) -> None:
    assert shop
    entries = rows(("1", ups(1), "11", "1"), ("1", ups(2), "11", "1"), ("2", ups(3)))

    def dies(_: RowResult, done: int) -> None:
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        bulk_shipping.run(desk, bulk_shipping.plan(desk, entries), tell=dies)
    plan = bulk_shipping.plan(desk, entries)
    assert [one.state.value for one in plan.parcels] == ["done", "done", "ready"]
    bulk_shipping.run(desk, plan)
    pusher.drain(desk, account.id, never())
    assert [one.number for one in channel.journal] == [ups(1), ups(2), ups(3)]


def test_a_run_stops_between_rows_and_says_what_was_not_reached(desk: Desk, shop: dict[str, OrderId]) -> None:
    assert shop
    stop = threading.Event()
    plan = bulk_shipping.plan(desk, rows(("1", ups(1)), ("2", ups(2))))
    report = bulk_shipping.run(desk, plan, stop=stop, tell=lambda _one, _done: stop.set())
    assert [one.outcome for one in report.results] == [Outcome.QUEUED, Outcome.NOT_REACHED]


def test_the_whole_batch_is_held_until_one_moment_and_taken_back_at_once(desk: Desk, shop: dict[str, OrderId]) -> None:
    assert shop
    report = bulk_shipping.run(desk, bulk_shipping.plan(desk, rows(("1", ups(1)), ("2", ups(2)))), hold_seconds=10)
    held = outbox.overview(desk)
    assert {one.state for one in held} == {PushState.HELD}
    assert len({one.not_before for one in held}) == 1
    assert report.hold_seconds >= 10
    outbox.recall(desk, report.pushes)
    assert {one.state for one in outbox.overview(desk)} == {PushState.RECALLED}
    assert [one.state for one in bulk_shipping.plan(desk, rows(("1", ups(1)), ("2", ups(2)))).parcels] == [
        RowState.READY
    ] * 2


def test_what_a_channel_refused_is_tried_again_by_its_own_push(
    desk: Desk, channel: FakeChannel, account: Account, shop: dict[str, OrderId]
) -> None:
    assert shop
    entries = rows(("1", ups(1)), ("2", ups(2)))
    channel.plan("confirm_shipment", Refused("no", code="shop_refused"))
    report = bulk_shipping.run(desk, bulk_shipping.plan(desk, entries))
    pusher.drain(desk, account.id, never())
    standing = bulk_shipping.standing_of(desk, report.results)
    assert [standing[one].state for one in report.pushes] == [PushState.FAILED, PushState.CONFIRMED]
    assert bulk_shipping.retry(desk, report.pushes)
    pusher.drain(desk, account.id, never())
    standing = bulk_shipping.standing_of(desk, report.results)
    assert [standing[one].state for one in report.pushes] == [PushState.CONFIRMED] * 2
    assert len(outbox.overview(desk)) == 2
    assert len(channel.journal) == 2


def test_a_file_given_again_tries_the_refused_push_and_makes_no_second_one(
    desk: Desk, channel: FakeChannel, account: Account, shop: dict[str, OrderId]
) -> None:
    assert shop
    entries = rows(("1", ups(1)), ("2", ups(2)))
    channel.plan("confirm_shipment", Refused("no", code="shop_refused"))
    report = bulk_shipping.run(desk, bulk_shipping.plan(desk, entries))
    pusher.drain(desk, account.id, never())
    plan = bulk_shipping.plan(desk, entries)
    assert [(one.state, one.failed_push) for one in plan.parcels] == [
        (RowState.READY, report.pushes[0]),
        (RowState.DONE, None),
    ]
    bulk_shipping.run(desk, plan)
    pusher.drain(desk, account.id, never())
    assert [one.state for one in outbox.overview(desk)] == [PushState.CONFIRMED] * 2


def test_a_parcel_the_channel_knows_already_is_done(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("8", shipments=(parcel(UPS, {"11": 1}),), lines=(line("11", 2),)))
    synced()
    assert states(bulk_shipping.plan(desk, rows(("8", f"{UPS[:2]} {UPS[2:]}")))) == [("done", "number_repeated")]
