"""Owns the returns that the merchant follows, with their lines. services.return_file writes them, lists read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from desk.domain.clock import Instant
from desk.domain.return_goods import Finding, ReturnLine
from desk.domain.return_money import Deduction
from desk.domain.return_states import ReturnState
from desk.domain.values import AccountId, CaseId, LineId, OrderId, PushId, ReturnId
from desk.store.tables import accounts, deadlines, order_lines, orders, return_lines, returns
from desk.store.upsert import insert_rows


class OpenedBy(StrEnum):
    """Who said first that goods come back."""

    CHANNEL = "channel"
    AGENT = "agent"
    PARCEL = "parcel"  # it lay there unannounced


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReturn:
    """One return as Desk has it."""

    id: ReturnId
    account: AccountId
    order: OrderId
    number: str
    case: CaseId | None
    state: ReturnState
    opened_by: OpenedBy
    opened_at: Instant
    changed_at: Instant
    carrier: str
    parcel: str
    words: str
    refund: PushId | None
    lines: tuple[ReturnLine, ...]
    deduction: Deduction | None = None


_COLUMNS = ("carrier", "parcel", "words")


def add_return(
    connection: Connection,
    *,
    account: AccountId,
    order: OrderId,
    number: str,
    state: ReturnState,
    opened_by: OpenedBy,
    lines: Sequence[ReturnLine],
    now: Instant,
    case: CaseId | None = None,
) -> ReturnId:
    """Write a new return with its lines."""
    values = {
        "account_id": account,
        "order_id": order,
        "number": number,
        "case_id": case,
        "state": state,
        "opened_by": opened_by,
        "opened_at": now,
        "changed_at": now,
    }
    made = ReturnId(connection.execute(insert(returns).values(values).returning(returns.c.id)).scalar_one())
    _add_lines(connection, made, lines)
    return made


def save_return(connection: Connection, told: StoredReturn) -> None:
    """Write what may change of a return: all but its order, number and beginning."""
    values = {name: getattr(told, name) for name in _COLUMNS} | {
        "state": told.state,
        "changed_at": told.changed_at,
        "case_id": told.case,
        "refund_push_id": told.refund,
        "deduction": msgspec.to_builtins(told.deduction),
    }
    connection.execute(update(returns).where(returns.c.id == told.id).values(values))
    connection.execute(delete(return_lines).where(return_lines.c.return_id == told.id))
    _add_lines(connection, told.id, told.lines)


def _add_lines(connection: Connection, of: ReturnId, lines: Sequence[ReturnLine]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "return_id": of,
            "line_id": one.line,
            "announced": one.announced,
            "received": one.received,
            "missing": one.missing,
            "extra": one.extra,
            "reason": one.reason,
            "findings": msgspec.to_builtins(one.findings),
        }
        for one in lines
    ]
    insert_rows(connection, return_lines, rows)


# Built once: making a statement anew costs more than running it.
def _returns_where(condition: ColumnElement[bool]) -> Select[Any]:
    return select(returns).where(condition).order_by(returns.c.opened_at, returns.c.id)


_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_BY_ID = _returns_where(returns.c.id.in_(_WANTED))
_BY_NUMBER = _returns_where(returns.c.number.in_(_WANTED))
_BY_ORDER = _returns_where(returns.c.order_id.in_(_WANTED))
_BY_CASE = _returns_where(returns.c.case_id.in_(_WANTED))
_BY_REFUND = _returns_where(returns.c.refund_push_id.in_(_WANTED))
_LINES = select(return_lines).where(return_lines.c.return_id.in_(_WANTED)).order_by(return_lines.c.line_id)


def load_return(connection: Connection, wanted: ReturnId) -> StoredReturn | None:
    return load_returns(connection, [wanted]).get(wanted)


def load_returns(connection: Connection, wanted: Collection[ReturnId]) -> dict[ReturnId, StoredReturn]:
    """Those of the returns that are there."""
    return {one.id: one for one in _load(connection, _BY_ID, wanted)}


def load_all_numbered(connection: Connection, numbers: Collection[str]) -> dict[str, StoredReturn]:
    """The returns with these numbers of ours, those there are."""
    return {one.number: one for one in _load(connection, _BY_NUMBER, numbers)}


def load_numbered(connection: Connection, number: str) -> StoredReturn | None:
    """The return with this number of ours."""
    return load_all_numbered(connection, [number]).get(number)


def load_of_orders(connection: Connection, ids: Collection[OrderId]) -> list[StoredReturn]:
    """The returns of some orders, the oldest first."""
    return _load(connection, _BY_ORDER, ids)


def load_of_cases(connection: Connection, cases: Collection[CaseId]) -> dict[CaseId, StoredReturn]:
    """The returns that follow some cases of channels."""
    return {one.case: one for one in _load(connection, _BY_CASE, cases) if one.case is not None}


def load_refunded_by(connection: Connection, push: PushId) -> StoredReturn | None:
    """The return whose money this push gives back."""
    return next(iter(_load(connection, _BY_REFUND, [push])), None)


def _load(connection: Connection, asked: Select[Any], wanted: Collection[object]) -> list[StoredReturn]:
    rows = connection.execute(asked, {"wanted": list(wanted)}).all() if wanted else ()
    lines: dict[int, list[ReturnLine]] = defaultdict(list)
    for one in connection.execute(_LINES, {"wanted": [row.id for row in rows]}) if rows else ():
        lines[one.return_id].append(_line(one))
    return [_return(row, tuple(lines[row.id])) for row in rows]


def _return(row: Row[Any], lines: tuple[ReturnLine, ...]) -> StoredReturn:
    return StoredReturn(
        id=ReturnId(row.id),
        account=AccountId(row.account_id),
        order=OrderId(row.order_id),
        number=row.number,
        case=None if row.case_id is None else CaseId(row.case_id),
        state=ReturnState(row.state),
        opened_by=OpenedBy(row.opened_by),
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        refund=None if row.refund_push_id is None else PushId(row.refund_push_id),
        lines=lines,
        deduction=read_deduction(row.deduction),
        **{name: getattr(row, name) for name in _COLUMNS},
    )


def read_deduction(stored: Any) -> Deduction | None:
    """What was held back, as the column has it."""
    return msgspec.convert(stored, Deduction | None)


def _line(row: Row[Any]) -> ReturnLine:
    return ReturnLine(
        line=LineId(row.line_id),
        announced=row.announced,
        received=row.received,
        missing=row.missing,
        extra=row.extra,
        reason=row.reason,
        findings=msgspec.convert(row.findings, tuple[Finding, ...]),
    )


def load_rows(
    connection: Connection, states: Collection[ReturnState], limit: int, *, order: OrderId | None = None
) -> list[Row[Any]]:
    """What lists show of returns in these states: the soonest deadline of ours first, then the longest unchanged.

    `order`: of this one only.
    """
    due = (
        select(deadlines.c.case_id, func.min(deadlines.c.at).label("due"))
        .where(deadlines.c.ours.is_(True))
        .group_by(deadlines.c.case_id)
        .subquery()
    )
    pieces = (
        select(
            return_lines.c.return_id,
            func.sum(return_lines.c.announced).label("announced"),
            func.sum(return_lines.c.received).label("received"),
            func.sum(return_lines.c.missing).label("missing"),
            func.min(return_lines.c.reason).label("reason"),
            func.min(return_lines.c.line_id).label("first_line"),
        )
        .group_by(return_lines.c.return_id)
        .subquery()
    )
    wanted = (
        select(
            returns,
            due.c.due,
            pieces.c.announced,
            pieces.c.received,
            pieces.c.missing,
            pieces.c.reason,
            order_lines.c.title,
            orders.c.number.label("order_number"),
            orders.c.currency,
            accounts.c.kind,
            accounts.c.name.label("account_name"),
        )
        .join(orders, orders.c.id == returns.c.order_id)
        .join(accounts, accounts.c.id == returns.c.account_id)
        .outerjoin(pieces, pieces.c.return_id == returns.c.id)
        .outerjoin(order_lines, order_lines.c.id == pieces.c.first_line)
        .outerjoin(due, due.c.case_id == returns.c.case_id)
        .where(
            returns.c.state.in_([str(one) for one in states]),
            *(() if order is None else (returns.c.order_id == order,)),
        )
        .order_by(due.c.due.is_(None), due.c.due, returns.c.changed_at, returns.c.id)
        .limit(limit)
    )
    return list(connection.execute(wanted).all())
