"""Owns the returns that the merchant follows, with their lines. services.return_file writes them, lists read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from desk.domain.clock import Instant
from desk.domain.return_goods import Finding, ReturnLine
from desk.domain.return_states import ReturnState
from desk.domain.values import AccountId, CaseId, LineId, OrderId, PushId, ReturnId
from desk.store.tables import return_lines, returns
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


def load_return(connection: Connection, wanted: ReturnId) -> StoredReturn | None:
    return next(iter(_load(connection, returns.c.id == wanted)), None)


def load_numbered(connection: Connection, number: str) -> StoredReturn | None:
    """The return with this number of ours."""
    return next(iter(_load(connection, returns.c.number == number)), None)


def load_of_orders(connection: Connection, orders: Collection[OrderId]) -> list[StoredReturn]:
    """The returns of some orders, the oldest first."""
    return _load(connection, returns.c.order_id.in_(orders)) if orders else []


def load_of_cases(connection: Connection, cases: Collection[CaseId]) -> dict[CaseId, StoredReturn]:
    """The returns that follow some cases of channels."""
    found = _load(connection, returns.c.case_id.in_(cases)) if cases else []
    return {one.case: one for one in found if one.case is not None}


def load_refunded_by(connection: Connection, push: PushId) -> StoredReturn | None:
    """The return whose money this push gives back."""
    return next(iter(_load(connection, returns.c.refund_push_id == push)), None)


def load_in(connection: Connection, states: Collection[ReturnState], limit: int) -> list[StoredReturn]:
    """Returns in any of these states, the longest unchanged first."""
    found = (
        select(returns.c.id)
        .where(returns.c.state.in_([str(one) for one in states]))
        .order_by(returns.c.changed_at, returns.c.id)
        .limit(limit)
    )
    return sorted(_load(connection, returns.c.id.in_(found)), key=lambda one: (one.changed_at, one.id))


def _load(connection: Connection, condition: Any) -> list[StoredReturn]:
    rows = connection.execute(select(returns).where(condition).order_by(returns.c.opened_at, returns.c.id)).all()
    lines: dict[int, list[ReturnLine]] = defaultdict(list)
    asked = select(return_lines).where(return_lines.c.return_id.in_([row.id for row in rows]))
    for one in connection.execute(asked.order_by(return_lines.c.line_id)) if rows else ():
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
        **{name: getattr(row, name) for name in _COLUMNS},
    )


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
