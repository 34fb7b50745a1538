"""One deed on many returns at once, as the window asks for it: each row shown before, run by itself, followed after.

What a row would do is judged by the same rules as the deed itself, and once more when it runs: the store and the
channels may have moved meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import uuid4

from desk.domain import return_numbers
from desk.domain.changes import Changes
from desk.domain.errors import DeskError, NotAllowed, NotFound, StoreError
from desk.domain.giving_way import give_way
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.rows import ChannelTile
from desk.domain.shipments import normalise_number
from desk.domain.values import AccountId, Money, OrderId, PushId, ReturnId
from desk.domain.views import PushView
from desk.services import (
    outbox,
    refunding,
    return_bulk,
    return_channel,
    return_labels,
    return_settling,
    return_steps,
    return_tasks,
)
from desk.services.batch_hold import BatchHold
from desk.services.context import Desk
from desk.services.return_bulk import Entry, Standing
from desk.services.return_file import Moved, ReturnFile, Said, load_many, moved_by
from desk.services.return_settling import Terms
from desk.store import returns as return_store


class BatchDeed(StrEnum):
    """What is done with all of them."""

    SETTLE = "settle"
    APPROVE = "approve"
    DECLINE = "decline"
    RECEIVE = "receive"
    LABEL = "label"
    REJECT = "reject"
    CLOSE = "close"


_STEPS: dict[BatchDeed, tuple[ReturnStep, ReturnState]] = {
    BatchDeed.APPROVE: (ReturnStep.APPROVE, ReturnState.APPROVED),
    BatchDeed.DECLINE: (ReturnStep.DECLINE, ReturnState.DECLINED),
    BatchDeed.RECEIVE: (ReturnStep.WAREHOUSE_SCAN, ReturnState.RECEIVED),
    BatchDeed.LABEL: (ReturnStep.ISSUE_LABEL, ReturnState.LABEL_ISSUED),
    BatchDeed.REJECT: (ReturnStep.REJECT, ReturnState.REJECTED_AFTER_INSPECTION),
    BatchDeed.CLOSE: (ReturnStep.CLOSE, ReturnState.CLOSED),
}
IRREVERSIBLE = frozenset({BatchDeed.SETTLE, BatchDeed.DECLINE, BatchDeed.REJECT})
"""Those that ask with amounts, and whose reason has to be said (UX 6)."""


class Way(StrEnum):
    """Where a row has its effect."""

    HERE = "here"  # only in Desk: the channel has no such step, or knows nothing of the return
    CHANNEL = "channel"  # the channel is told
    CASE = "case"  # money, within the channel's own case of the return
    ORDER = "order"  # money, as a refund of the order
    BOOKED = "booked"  # the channel only books the refund: the money goes by hand
    TASK = "task"  # the channel takes it from no program: somebody does it there


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The deed, and what is said with it. Amounts that a table gave stand with their return."""

    deed: BatchDeed
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One return of a batch with what happens to it. `error` says why it is blocked or failed."""

    at: int  # its place in what was asked
    label: str  # its number, as shown or as it was typed
    standing: Standing
    wanted: ReturnId | None = None
    order: OrderId | None = None
    order_number: str = ""
    name: str = ""
    title: str = ""
    account: AccountId | None = None
    account_name: str = ""
    tile: ChannelTile | None = None
    state: ReturnState | None = None  # where it stands before
    way: Way = Way.HERE
    amount: Money | None = None
    terms: Terms = field(default_factory=Terms)
    carrier: str = ""  # of its label: a code, or as typed
    parcel: str = ""  # its label's number
    error: DeskError | None = None
    push: PushId | None = None
    deed: int | None = None  # by which it is taken back (return_undoing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All rows of a batch. `deed` names it: run twice, nothing is doubled."""

    wish: Wish
    rows: tuple[Row, ...]
    deed: str

    @property
    def ready(self) -> tuple[Row, ...]:
        return self.of(Standing.READY)

    def of(self, standing: Standing) -> tuple[Row, ...]:
        return tuple(one for one in self.rows if one.standing is standing)

    def blocked_first(self) -> tuple[Row, ...]:
        order = (Standing.BLOCKED, Standing.FAILED, Standing.ALREADY)
        return tuple(sorted(self.rows, key=lambda one: order.index(one.standing) if one.standing in order else 9))

    def sums(self) -> tuple[Money, ...]:
        """What all ready rows give back, by currency."""
        return added(one.amount for one in self.ready)

    def per_account(self) -> dict[str, tuple[int, tuple[Money, ...]]]:
        """How many rows are ready with each account, and what they give back."""
        names = dict.fromkeys(one.account_name for one in self.ready)
        its = {name: [one for one in self.ready if one.account_name == name] for name in names}
        return {name: (len(rows), added(one.amount for one in rows)) for name, rows in its.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A run's end, one row for each that was ready. `hold_seconds`: how long it can still be taken back."""

    rows: tuple[Row, ...]
    changes: Changes
    hold_seconds: float

    @property
    def pushes(self) -> tuple[PushId, ...]:
        return tuple(one.push for one in self.rows if one.push is not None)

    @property
    def deeds(self) -> tuple[int, ...]:
        """What can be taken back of it."""
        return tuple(one.deed for one in self.rows if one.deed is not None)


def added(amounts: Iterable[Money | None]) -> tuple[Money, ...]:
    """Sums by currency."""
    sums: dict[str, Money] = {}
    for one in amounts:
        if one is not None and one:
            sums[one.currency] = sums.get(one.currency, Money.zero(one.currency)) + one
    return tuple(sums.values())


# --- before -------------------------------------------------------------------------------------------------


def plan(desk: Desk, wish: Wish, wanted: Sequence[ReturnId]) -> Plan:
    """What the deed would do to each, read together."""
    return Plan(wish=wish, rows=_rows(desk, wish, dict.fromkeys(wanted, Terms())), deed=uuid4().hex)


def plan_table(desk: Desk, entries: Sequence[Entry], wish: Wish = Wish(deed=BatchDeed.SETTLE)) -> Plan:
    """The deed for a table's rows, each on the terms that stand in it; all of them are read together."""
    told = return_bulk.named(desk, entries)
    asked = {one.wanted: one.entry for one in told if one.wanted is not None}
    judged = {one.wanted: one for one in _rows(desk, wish, dict.fromkeys(asked, Terms()), asked)}
    rows = []
    for one in told:
        found = None if one.wanted is None else judged.get(one.wanted)
        if found is None:
            number = return_numbers.read(one.entry.number)
            label = return_numbers.shown(number) if number else one.entry.number
            barred = Row(at=one.entry.at, label=label, standing=Standing.BLOCKED, error=one.error)
            rows.append(replace(barred, carrier=one.entry.carrier, parcel=one.entry.parcel))
        else:
            rows.append(replace(found, at=one.entry.at))
    return Plan(wish=wish, rows=tuple(rows), deed=uuid4().hex)


def plan_again(desk: Desk, before: Plan, rows: Sequence[Row]) -> Plan:
    """The same deed for some of its rows, such as those that failed, judged anew."""
    wanted = {one.wanted: one for one in rows if one.wanted is not None}
    labels: dict[ReturnId, Entry] = {}
    if before.wish.deed is BatchDeed.LABEL:
        labels = {one: Entry(at=1, number="", carrier=row.carrier, parcel=row.parcel) for one, row in wanted.items()}
    fresh = _rows(desk, before.wish, {one: row.terms for one, row in wanted.items()}, labels)
    placed = [replace(one, at=wanted[one.wanted].at) for one in fresh if one.wanted is not None]
    return Plan(wish=before.wish, rows=tuple(placed), deed=uuid4().hex)


_NO_ENTRIES: Mapping[ReturnId, Entry] = {}


def _rows(
    desk: Desk, wish: Wish, wanted: Mapping[ReturnId, Terms], entries: Mapping[ReturnId, Entry] = _NO_ENTRIES
) -> tuple[Row, ...]:
    tiles = desk.tiles()
    with desk.store.read() as transaction:
        there = return_store.load_returns(transaction, list(wanted))
        files = {one.told.id: one for one in load_many(transaction, list(there), desk.clock.now())}
    rows: list[Row] = []
    labels: set[str] = set()
    taken: dict[OrderId, Money] = {}  # of one order's money each return takes what those before it leave
    for at, (one, terms) in enumerate(wanted.items()):
        file = files.get(one)
        if file is None:
            gone = NotFound("This return is not in the store.", code="return_gone")
            rows.append(Row(at=at, label="–", standing=Standing.BLOCKED, wanted=one, error=gone))
            continue
        give_way()
        row = _row(file, terms, at, tiles[file.order.account.kind])
        if wish.deed is BatchDeed.SETTLE:
            rows.append(_settled(file, row, entries.get(one), taken))
            continue
        entry = entries.get(one)
        if wish.deed is BatchDeed.LABEL and entry is not None:
            row = _with_label(file, row, entry, labels)
        rows.append(_stepped(file, row, wish) if row.error is None else replace(row, standing=Standing.BLOCKED))
    return tuple(rows)


def _with_label(file: ReturnFile, row: Row, entry: Entry, taken: set[str]) -> Row:
    """The row with the label that its entry gives it; `error` says what is wrong with it, `taken` are those before."""
    country = file.order.order.recipient.country
    carrier = return_labels.carrier_of(entry.carrier, entry.parcel, country)
    row = replace(row, carrier=carrier, parcel=entry.parcel.strip())
    try:
        return_labels.check(row.carrier, row.parcel, country, taken)
    except NotAllowed as error:
        return replace(row, error=error)
    taken.add(normalise_number(row.parcel))
    return row


def _row(file: ReturnFile, terms: Terms, at: int, tile: ChannelTile) -> Row:
    order = file.order.order
    sold = {file.order.line_ids[one.remote_id]: one for one in order.lines}
    return Row(
        at=at,
        label=return_numbers.shown(file.told.number),
        standing=Standing.READY,
        wanted=file.told.id,
        order=file.told.order,
        order_number=order.number,
        name=order.buyer.name or order.recipient.name,
        title=next((sold[one.line].title for one in file.told.lines if one.line in sold), ""),
        account=file.told.account,
        account_name=file.order.account.name,
        tile=tile,
        state=file.told.state,
        terms=terms,
    )


def _settled(file: ReturnFile, row: Row, entry: Entry | None, taken: dict[OrderId, Money]) -> Row:
    currency = file.order.order.totals.total.currency
    before = taken.get(file.told.order, Money.zero(currency))
    try:
        terms = row.terms if entry is None else return_bulk.terms_of(entry, currency)
    except NotAllowed as error:  # an amount that is none
        seen = return_settling.settlement(file, row.terms, before)
        return replace(row, amount=seen.reckoning.amount, standing=Standing.BLOCKED, error=error)
    seen = return_settling.settlement(file, terms, before)
    row = replace(row, terms=terms)
    way = Way.CASE if seen.in_case else Way.ORDER if refunding.sends_money(file.order) else Way.BOOKED
    row = replace(row, amount=seen.reckoning.amount, way=way, error=seen.refused)
    if seen.refused is None:
        taken[file.told.order] = before + seen.reckoning.amount
        return row
    return replace(row, standing=Standing.ALREADY if return_bulk.is_over(seen) else Standing.BLOCKED)


def _stepped(file: ReturnFile, row: Row, wish: Wish) -> Row:
    try:
        way = _way_of(file, row, wish)
    except NotAllowed as error:
        over = file.told.state is _STEPS[wish.deed][1]
        return replace(row, standing=Standing.ALREADY if over else Standing.BLOCKED, error=error)
    return replace(row, way=way)


def _way_of(file: ReturnFile, row: Row, wish: Wish) -> Way:
    """Where the step has its effect. Raises NotAllowed where it cannot be done."""
    step, _after = _STEPS[wish.deed]
    # What is still to be said bars no row.
    said = Said(words=wish.words or "–", carrier=row.carrier, parcel=row.parcel)
    if wish.deed is not BatchDeed.RECEIVE:
        return_steps.judged(file, step, said)
    elif moved_by(file, step) and not any(one.expected for one in file.told.lines):
        raise NotAllowed("Nothing more of this return is expected. Say what came.", code="return_nothing_expected")
    if return_channel.judged(file, step, said) is not None:
        return Way.CHANNEL
    return Way.HERE if return_tasks.needed(file, step) is None else Way.TASK


# --- the run ------------------------------------------------------------------------------------------------

Tell = Callable[[Row, int], None]
"""Hears each row with how many are done; on the running thread."""


def run(
    desk: Desk,
    planned: Plan,
    *,
    hold_seconds: float = 0,
    tell: Tell = lambda _row, _done: None,
    stop: threading.Event | None = None,
) -> Report:
    """Do what is ready, each by itself: one that is refused stops no other.

    Raises StoreError when the store gives way; what was told until then is done.
    """
    rows = planned.ready
    hold = BatchHold(desk.clock, hold_seconds, len(rows))
    done: list[Row] = []
    changes = Changes()
    for row in rows:
        if stop is not None and stop.is_set():
            ended = replace(row, standing=Standing.NOT_REACHED)
        else:
            give_way()
            ended, more = _run_one(desk, planned, row, hold.of_next())
            changes += more
        done.append(ended)
        tell(ended, len(done))
    return Report(rows=tuple(done), changes=changes, hold_seconds=hold.left())


def _run_one(desk: Desk, planned: Plan, row: Row, hold_seconds: float) -> tuple[Row, Changes]:
    if row.wanted is None:
        raise ValueError("a row without a return is never ready")
    try:
        moved = _moved(desk, planned, row, row.wanted, hold_seconds)
    except StoreError:
        raise  # no fault of the row: the disk is full, the store locked or broken
    except (NotAllowed, NotFound) as error:
        return replace(row, standing=Standing.FAILED, error=error), Changes()
    push = moved.pushes[0] if moved.pushes else None
    if planned.wish.deed is BatchDeed.SETTLE:
        push = moved.told.refund
    return replace(row, standing=Standing.QUEUED, push=push, deed=moved.deed, error=None), moved.changes


def _moved(desk: Desk, planned: Plan, row: Row, wanted: ReturnId, hold_seconds: float) -> Moved:
    wish = planned.wish
    if wish.deed is BatchDeed.SETTLE:
        deed = f"{planned.deed}.{wanted}"
        return return_settling.settle(desk, wanted, row.terms, hold_seconds=hold_seconds, deed=deed)
    if wish.deed is BatchDeed.RECEIVE:
        return return_steps.receive(desk, wanted, hold_seconds=hold_seconds)
    step, said = _STEPS[wish.deed][0], Said(words=wish.words, carrier=row.carrier, parcel=row.parcel)
    return return_steps.step(desk, wanted, step, said, hold_seconds=hold_seconds)


# --- after --------------------------------------------------------------------------------------------------


def standing_of(desk: Desk, rows: Iterable[Row]) -> dict[PushId, PushView]:
    """How the channels took what a run has queued so far."""
    queued = {one.push: one.order for one in rows if one.push is not None and one.order is not None}
    return outbox.standing_of(desk, queued)
