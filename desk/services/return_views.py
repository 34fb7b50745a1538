"""Owns how returns are shown: a row for lists, and one return with its lines, steps and money."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desk.domain.clock import Instant
from desk.domain.return_goods import ReturnLine
from desk.domain.return_money import Deduction
from desk.domain.return_numbers import shown
from desk.domain.return_states import ReturnState, ReturnStep, Settled
from desk.domain.rows import ChannelTile
from desk.domain.values import AccountId, LineId, OrderId, PushId, ReturnId
from desk.services import return_file, return_settling
from desk.services.context import Desk
from desk.services.return_file import ReturnFile
from desk.store import return_exchanges as exchange_store
from desk.store import return_photos as photo_store
from desk.store import return_tasks as task_store
from desk.store import returns as return_store
from desk.store.return_exchanges import Exchange
from desk.store.return_photos import Photo
from desk.store.return_tasks import StoredTask
from desk.store.returns import OpenedBy
from desk.store.types import Transaction
from desk.system import tables

OPEN = frozenset(ReturnState) - {
    ReturnState.CLOSED,
    ReturnState.CANCELLED,
    ReturnState.EXPIRED,
    ReturnState.DECLINED,
}
"""States in which somebody still has something to do, or waits for it."""
_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """One return in a list. `due` is the channel's soonest deadline of ours; `reason` of its first line."""

    id: ReturnId
    number: str  # with hyphens
    order: OrderId
    order_number: str
    account: AccountId
    account_name: str
    tile: ChannelTile
    state: ReturnState
    opened_by: OpenedBy
    opened_at: Instant
    changed_at: Instant
    due: Instant | None
    title: str
    reason: str
    announced: int
    received: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line of a return with what people call it."""

    line: LineId
    remote_id: str
    sku: str
    title: str
    ordered: int
    counted: ReturnLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnView:
    """One return with all that is known of it. `steps` may follow now, as the table has them; `push` gives its money
    back, or last tried to.
    """

    id: ReturnId
    number: str
    order: OrderId
    order_number: str
    state: ReturnState
    settled: Settled
    opened_by: OpenedBy
    opened_at: Instant
    changed_at: Instant
    carrier: str
    parcel: str
    words: str
    deduction: Deduction | None  # what was held back of its money
    case: str  # the channel's own number of it, or empty
    lines: tuple[LineView, ...]
    steps: tuple[ReturnStep, ...]
    tasks: tuple[StoredTask, ...] = ()  # what it leaves to a person, done ones too
    photos: tuple[Photo, ...] = ()
    exchange: Exchange | None = None
    push: PushId | None


def overview(desk: Desk, *, states: Collection[ReturnState] | None = None, limit: int = 1000) -> tuple[ReturnRow, ...]:
    """Returns in any of `states` (all open ones where None), the most urgent first."""
    with desk.store.read() as transaction:
        return _rows(desk, return_store.load_rows(transaction, OPEN if states is None else states, limit))


def of_order(desk: Desk, order: OrderId) -> tuple[ReturnRow, ...]:
    """All returns of an order, however they ended, the newest first."""
    with desk.store.read() as transaction:
        found = _rows(desk, return_store.load_rows(transaction, tuple(ReturnState), _MOST, order=order))
    return tuple(sorted(found, key=lambda one: (one.opened_at, one.id), reverse=True))


def _rows(desk: Desk, rows: Iterable[Any]) -> tuple[ReturnRow, ...]:
    tiles = desk.tiles()
    return tuple(
        ReturnRow(
            id=ReturnId(row.id),
            number=shown(row.number),
            order=OrderId(row.order_id),
            order_number=row.order_number,
            account=AccountId(row.account_id),
            account_name=row.account_name,
            tile=tiles[row.kind],
            state=ReturnState(row.state),
            opened_by=OpenedBy(row.opened_by),
            opened_at=row.opened_at,
            changed_at=row.changed_at,
            due=row.due,
            title=row.title or "",
            reason=row.reason or "",
            announced=row.announced or 0,
            received=row.received or 0,
            missing=row.missing or 0,
        )
        for row in rows
    )


def show(desk: Desk, wanted: ReturnId) -> ReturnView:
    """Raises NotFound."""
    (found,) = show_all(desk, [wanted])
    return found


def show_all(desk: Desk, wanted: Sequence[ReturnId]) -> list[ReturnView]:
    """Many, read together. Raises NotFound where one is gone."""
    with desk.store.read() as transaction:
        return _wholes(transaction, return_file.load_many(transaction, wanted, desk.clock.now()))


def whole(transaction: Transaction, file: ReturnFile) -> ReturnView:
    """One return out of its file, with its tasks, its pictures and what went out instead."""
    (found,) = _wholes(transaction, [file])
    return found


def _wholes(transaction: Transaction, files: Sequence[ReturnFile]) -> list[ReturnView]:
    ids = [file.told.id for file in files]
    tasks, photos = task_store.load_of(transaction, ids), photo_store.load_of_returns(transaction, ids)
    exchanges = exchange_store.load(transaction, ids)
    return [
        replace(view_of(file), tasks=tuple(tasks[one]), photos=tuple(photos[one]), exchange=exchanges.get(one))
        for one, file in zip(ids, files, strict=True)
    ]


def view_of(file: ReturnFile) -> ReturnView:
    """One return out of its file, without what hangs on it."""
    told, case = file.told, file.case
    sold = {file.order.line_ids[one.remote_id]: one for one in file.order.order.lines}
    return ReturnView(
        id=told.id,
        number=shown(told.number),
        order=told.order,
        order_number=file.order.order.number,
        state=told.state,
        settled=return_settling.settled(file),
        opened_by=told.opened_by,
        opened_at=told.opened_at,
        changed_at=told.changed_at,
        carrier=told.carrier,
        parcel=told.parcel,
        words=told.words,
        deduction=told.deduction,
        case="" if case is None else case.told.ref.id,
        lines=tuple(
            LineView(
                line=one.line,
                remote_id=sold[one.line].remote_id,
                sku=sold[one.line].sku,
                title=sold[one.line].title,
                ordered=sold[one.line].quantity,
                counted=one,
            )
            for one in told.lines
        ),
        steps=tables.return_course().steps(told.state),
        push=told.refund,
    )
