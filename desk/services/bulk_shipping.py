"""Report many parcels at once: what would happen to each row and why not, then one push per parcel, row by row.

Window and terminal plan and run here, whether rows were typed, pasted or read from a file. Planning reads the store in
a few statements for hundreds of rows; running repeats every check, since the store may have moved meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from uuid import uuid4

from desk.domain.changes import Changes
from desk.domain.errors import NotAllowed, NotFound, StoreError
from desk.domain.giving_way import give_way
from desk.domain.pushes import PushState
from desk.domain.shipments import Parcel, normalise_number
from desk.domain.values import OrderId, PushId
from desk.domain.views import PushView
from desk.services import outbox, parcel_table, sheets, shipments
from desk.services.batch_hold import BatchHold
from desk.services.bulk_planning import Entry, KnownOrders, OrderPlan, Plan, PlannedParcel, RowState, unknown
from desk.services.context import Desk
from desk.services.parcel_table import Known, ParcelRow
from desk.store import accounts as account_store
from desk.store import outbox as outbox_store
from desk.store import to_ship as store


class Outcome(StrEnum):
    """How one parcel of a run ended. What the channel says to it comes later (`standing_of`)."""

    QUEUED = "queued"
    ALREADY = "already"
    FAILED = "failed"
    NOT_REACHED = "not reached"  # the run was stopped before


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    parcel: PlannedParcel
    outcome: Outcome
    push: PushId | None = None
    code: str = ""
    reason: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A run's end, one result for each parcel that was ready."""

    results: tuple[RowResult, ...]
    changes: Changes
    hold_seconds: float  # how long from now all of it can still be taken back

    @property
    def pushes(self) -> tuple[PushId, ...]:
        return tuple(one.push for one in self.results if one.push is not None and one.outcome is Outcome.QUEUED)


# --- what comes in ------------------------------------------------------------------------------------------


def read(desk: Desk, text: str, *, name: str) -> tuple[Entry, ...]:
    """The rows of a table, from a file or the clipboard. Raises NotAllowed for what is no table of parcels."""

    def knows(texts: Collection[str]) -> Known:
        with desk.store.read() as transaction:
            return Known(store.find_numbers(transaction, texts), store.known_lines(transaction, texts))

    return tuple(Entry(row=one) for one in parcel_table.read(text, knows, name=name))


def read_file(desk: Desk, raw: bytes, *, name: str) -> tuple[Entry, ...]:
    """As `read`, from a file's bytes."""
    return read(desk, sheets.decode(raw, name), name=name)


def chosen(orders: Sequence[OrderId]) -> tuple[Entry, ...]:
    """Orders chosen in a list, one parcel each."""
    return tuple(Entry(row=ParcelRow(at=at, order=""), order=one) for at, one in enumerate(orders, 1))


def filled(desk: Desk, entries: Sequence[Entry], text: str, *, name: str) -> tuple[Entry, ...]:
    """Rows with what was pasted over them: its rows replace those of the same orders, and further ones join them.

    A single column of numbers fills the rows that have none, from the top. Raises NotAllowed.
    """
    column = single_column(text)
    if column is not None and entries:
        numbers = pour([one.row.number for one in entries], column)
        return tuple(replace(one, row=replace(one.row, number=to)) for one, to in zip(entries, numbers, strict=True))
    pasted = read(desk, text, name=name)
    with desk.store.read() as transaction:
        found = store.find_numbers(transaction, {one.row.order for one in pasted})
    replaced = {only[0] for only in found.values() if len(only) == 1}
    kept = [one for one in entries if one.order not in replaced]
    return tuple(replace(one, row=replace(one.row, at=at)) for at, one in enumerate((*kept, *pasted), 1))


def single_column(text: str) -> list[str] | None:
    """The numbers of a text that has one column only; None for a table."""
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    return lines if lines and not any(sign in line for line in lines for sign in "\t;,") else None


def pour(into: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """What stands there, its gaps filled from the top. Raises NotAllowed where there are more numbers than gaps."""
    rest = iter(numbers)
    made = [one or next(rest, "") for one in into]
    if next(rest, None) is not None:
        raise NotAllowed(
            "There are more numbers than rows without one. Paste them together with their order numbers.",
            code="more_numbers_than_rows",
        )
    return made


# --- planning -----------------------------------------------------------------------------------------------


def plan(desk: Desk, entries: Sequence[Entry]) -> Plan:
    """What would happen to each parcel, without doing it. Rows of one order and number make one parcel."""
    with desk.store.read() as transaction:
        references = {one.row.order for one in entries if one.order is None}
        found = store.find_numbers(transaction, references)
        meant = {text: ids[0] for text, ids in found.items() if len(ids) == 1}
        resolved = [one if one.order else replace(one, order=meant.get(one.row.order)) for one in entries]
        ids = sorted({one.order for one in resolved if one.order is not None})
        known = KnownOrders(
            orders=store.load_many(transaction, ids),
            pushes=outbox_store.load_pushes_of(transaction, ids),
            accounts={one.id: one for one in account_store.load_accounts(transaction)},
            tiles=desk.tiles(),
        )
    by_order: dict[object, list[list[Entry]]] = {}
    for parcel in _parcels(resolved):
        by_order.setdefault(parcel[0].order or object(), []).append(parcel)
    now = desk.clock.now()
    planned: list[PlannedParcel] = []
    for its in by_order.values():
        order = its[0][0].order
        if order is None or order not in known.orders:
            planned += [unknown(one, several=len(found.get(one[0].row.order, ())) > 1) for one in its]
        else:
            planned += OrderPlan(known, order, its, now).planned()
    planned.sort(key=lambda one: one.first)
    return Plan(parcels=_noted(planned, known), deed=uuid4().hex)


def _parcels(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Rows of one order and number belong together; a row without a number is a parcel of its own."""
    found: dict[object, list[Entry]] = {}
    for one in entries:
        number = normalise_number(one.row.number)
        key = (one.order or one.row.order, number) if number else object()
        found.setdefault(key, []).append(one)
    return list(found.values())


def _noted(planned: Sequence[PlannedParcel], known: KnownOrders) -> tuple[PlannedParcel, ...]:
    """Mark numbers that stand with orders of several recipients: a slip of the row, or one parcel for two orders."""
    people: dict[str, set[str]] = {}
    for one in planned:
        if one.order is not None and one.number:
            to = known.orders[one.order].record.merged.recipient
            people.setdefault(normalise_number(one.number), set()).add(f"{to.name}/{to.postcode}/{to.street}")
    return tuple(
        replace(one, note="number_of_several")
        if one.state is RowState.READY and len(people.get(normalise_number(one.number), ())) > 1
        else one
        for one in planned
    )


# --- running ------------------------------------------------------------------------------------------------

Tell = Callable[[RowResult, int], None]
"""Hears each result with how many are done; on the running thread."""


def run(
    desk: Desk,
    planned: Plan,
    *,
    hold_seconds: float = 0,
    tell: Tell = lambda _result, _done: None,
    stop: threading.Event | None = None,
) -> Report:
    """Queue what is ready, each parcel by itself: one that is refused stops no other. Run again, nothing is doubled.

    Raises StoreError when the store gives way; what was told until then is queued.
    """
    parcels = planned.ready
    hold = BatchHold(desk.clock, hold_seconds, len(parcels))
    results: list[RowResult] = []
    changes = Changes()
    for parcel in parcels:
        if stop is not None and stop.is_set():
            result = RowResult(parcel=parcel, outcome=Outcome.NOT_REACHED)
        else:
            give_way()
            result, more = _run_one(desk, parcel, f"{planned.deed}.{parcel.first}", hold.of_next())
            changes += more
        results.append(result)
        tell(result, len(results))
    return Report(results=tuple(results), changes=changes, hold_seconds=hold.left())


def _run_one(desk: Desk, parcel: PlannedParcel, deed: str, hold_seconds: float) -> tuple[RowResult, Changes]:
    if parcel.order is None:
        raise ValueError("a parcel without an order is never ready")
    order, told = parcel.order, Parcel(carrier=parcel.carrier, number=parcel.number, lines=parcel.lines)
    failed = parcel.failed_push
    try:
        if failed is not None:
            again = desk.on_database(lambda: outbox.retry(desk, [failed]))
            return RowResult(parcel=parcel, outcome=Outcome.QUEUED, push=failed), again
        queued = desk.on_database(lambda: shipments.confirm(desk, order, [told], hold_seconds=hold_seconds, deed=deed))
    except StoreError:
        raise  # no fault of the row: the disk is full, the store locked or broken
    except (NotAllowed, NotFound) as error:
        outcome = Outcome.ALREADY if error.code == "number_repeated" else Outcome.FAILED
        result = RowResult(parcel=parcel, outcome=outcome, code=error.code, reason=error.text, facts=dict(error.facts))
        return result, Changes()
    return RowResult(parcel=parcel, outcome=Outcome.QUEUED, push=queued.pushes[0]), queued.changes


def standing_of(desk: Desk, results: Iterable[RowResult]) -> dict[PushId, PushView]:
    """How the channels took what a run has queued so far."""
    queued = {one.push: one.parcel.order for one in results if one.push is not None and one.parcel.order is not None}
    return outbox.standing_of(desk, queued)


def retry(desk: Desk, pushes: Sequence[PushId]) -> Changes:
    """Send those again that the channel refused; others are left alone."""
    with desk.store.read() as transaction:
        rows = [outbox_store.load_push(transaction, one) for one in pushes]
    changes = Changes()
    # What is unclear waits for a person to look at the channel.
    for refused in (row.id for row in rows if row is not None and row.state in (PushState.FAILED, PushState.CONFLICT)):
        try:
            changes += desk.on_database(partial(outbox.retry, desk, [refused]))
        except NotAllowed:
            continue  # it moved on meanwhile: nothing to try again
    return changes
