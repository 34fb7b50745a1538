"""Owns tasks that returns leave to a person. services.return_tasks and return_channel write them; lists read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from desk.domain.clock import Instant
from desk.domain.return_tasks import TaskKind
from desk.domain.values import AccountId, OrderId, ReturnId
from desk.store.tables import accounts, orders, return_tasks, returns


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTask:
    """One task with what people call its return and its order. `number` as it is stored, without hyphens."""

    id: int
    return_id: ReturnId
    number: str
    order: OrderId
    order_number: str
    account: AccountId
    account_name: str
    what: TaskKind
    page: str
    words: str
    made_at: Instant
    done_at: Instant | None
    done_by: str


def add_task(
    connection: Connection, of: ReturnId, what: TaskKind, now: Instant, *, page: str = "", words: str = ""
) -> int | None:
    """Write a task; None where the same one waits already."""
    same = select(return_tasks.c.id).where(
        return_tasks.c.return_id == of, return_tasks.c.what == what, return_tasks.c.done_at.is_(None)
    )
    if connection.execute(same).first() is not None:
        return None
    values = {"return_id": of, "what": what, "page": page, "words": words, "made_at": now}
    return int(connection.execute(insert(return_tasks).values(values).returning(return_tasks.c.id)).scalar_one())


def load_open(connection: Connection) -> list[StoredTask]:
    """What waits, the oldest first."""
    return _load(connection, return_tasks.c.done_at.is_(None))


def load_done(connection: Connection, limit: int) -> list[StoredTask]:
    """What was done, the last first."""
    return _load(connection, return_tasks.c.done_at.is_not(None), order=return_tasks.c.done_at.desc(), limit=limit)


def load_task(connection: Connection, task: int) -> StoredTask | None:
    return next(iter(_load(connection, return_tasks.c.id == task)), None)


def load_of(connection: Connection, wanted: Collection[ReturnId]) -> dict[ReturnId, list[StoredTask]]:
    """All tasks of some returns, the oldest first."""
    found: dict[ReturnId, list[StoredTask]] = defaultdict(list)
    for one in _load(connection, return_tasks.c.return_id.in_(list(wanted))) if wanted else ():
        found[one.return_id].append(one)
    return found


def end(connection: Connection, tasks: Sequence[int], now: Instant, by: str) -> None:
    values = {"done_at": now, "done_by": by}
    connection.execute(update(return_tasks).where(return_tasks.c.id.in_(tasks)).values(values))


def begin_again(connection: Connection, task: int) -> None:
    connection.execute(update(return_tasks).where(return_tasks.c.id == task).values(done_at=None, done_by=""))


def _load(connection: Connection, condition: Any, *, order: Any = None, limit: int | None = None) -> list[StoredTask]:
    wanted = (
        select(
            return_tasks,
            returns.c.number,
            returns.c.order_id,
            returns.c.account_id,
            orders.c.number.label("order_number"),
            accounts.c.name.label("account_name"),
        )
        .join(returns, returns.c.id == return_tasks.c.return_id)
        .join(orders, orders.c.id == returns.c.order_id)
        .join(accounts, accounts.c.id == returns.c.account_id)
        .where(condition)
        .order_by(return_tasks.c.made_at if order is None else order, return_tasks.c.id)
        .limit(limit)
    )
    return [_task(row) for row in connection.execute(wanted)]


def _task(row: Row[Any]) -> StoredTask:
    return StoredTask(
        id=row.id,
        return_id=ReturnId(row.return_id),
        number=row.number,
        order=OrderId(row.order_id),
        order_number=row.order_number,
        account=AccountId(row.account_id),
        account_name=row.account_name,
        what=TaskKind(row.what),
        page=row.page,
        words=row.words,
        made_at=row.made_at,
        done_at=row.done_at,
        done_by=row.done_by,
    )
