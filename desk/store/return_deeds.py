"""Owns what deeds of agents changed of returns, and setting it back. services.return_deeds alone writes it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update

from desk.domain.clock import Instant
from desk.domain.push_states import PushState
from desk.domain.values import PushId, ReturnId
from desk.store.return_exchanges import Exchange
from desk.store.returns import StoredReturn
from desk.store.tables import channel_pushes, return_exchanges, return_tasks
from desk.store.tables import return_deeds as table
from desk.store.upsert import upsert

_SETTLED = (PushState.CONFIRMED, PushState.RECALLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTask:
    """A task that waited for somebody."""

    id: int
    what: str
    page: str
    words: str
    made_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerPush:
    """How the push stood that was to give the money back."""

    id: PushId
    state: PushState
    settled_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All of a return that a deed may change. `case_state` is what the channel said of its own case then."""

    told: StoredReturn
    tasks: tuple[WaitingTask, ...]
    exchange: Exchange | None
    former: FormerPush | None
    case_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDeed:
    """One deed. `push` is what the channel is told of it, where it is told anything."""

    id: int
    return_id: ReturnId
    push: PushId | None
    at: Instant
    before: Picture
    after: Picture


def add(
    connection: Connection, of: ReturnId, push: PushId | None, now: Instant, before: Picture, after: Picture
) -> int:
    values = {
        "return_id": of,
        "push_id": push,
        "at": now,
        "before": msgspec.to_builtins(before),
        "after": msgspec.to_builtins(after),
    }
    return int(connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one())


def load(connection: Connection, deed: int) -> StoredDeed | None:
    return _first(connection, table.c.id == deed)


def load_of_push(connection: Connection, push: PushId) -> StoredDeed | None:
    return _first(connection, table.c.push_id == push)


def load_last(connection: Connection, of: ReturnId) -> StoredDeed | None:
    """What was done last with a return and not taken back."""
    return _first(connection, table.c.return_id == of)


def _first(connection: Connection, condition: Any) -> StoredDeed | None:
    row = connection.execute(select(table).where(condition).order_by(table.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _deed(row)


def _deed(row: Row[Any]) -> StoredDeed:
    return StoredDeed(
        id=row.id,
        return_id=ReturnId(row.return_id),
        push=None if row.push_id is None else PushId(row.push_id),
        at=row.at,
        before=msgspec.convert(row.before, Picture),
        after=msgspec.convert(row.after, Picture),
    )


def pushes_of(connection: Connection, deeds: Collection[int]) -> dict[int, PushId | None]:
    """What the channels are told of these deeds; those that are gone are left out."""
    found = connection.execute(select(table.c.id, table.c.push_id).where(table.c.id.in_(list(deeds))))
    return {row.id: None if row.push_id is None else PushId(row.push_id) for row in found}


def remove(connection: Connection, deed: int) -> None:
    connection.execute(delete(table).where(table.c.id == deed))


def remove_old(connection: Connection, before: Instant) -> None:
    """Deeds so old that they stay; of a return whose channel still has to hear of one, all are kept."""
    waiting = (
        select(table.c.return_id)
        .join(channel_pushes, channel_pushes.c.id == table.c.push_id)
        .where(table.c.at < before, channel_pushes.c.state.not_in(list(_SETTLED)))
    )
    connection.execute(delete(table).where(table.c.at < before, table.c.return_id.not_in(waiting)))


# --- what hangs on a return, as it is and as it was ---------------------------------------------------------------


def waiting_tasks(connection: Connection, of: ReturnId) -> tuple[WaitingTask, ...]:
    wanted = select(return_tasks).where(return_tasks.c.return_id == of, return_tasks.c.done_at.is_(None))
    return tuple(
        WaitingTask(id=row.id, what=row.what, page=row.page, words=row.words, made_at=row.made_at)
        for row in connection.execute(wanted.order_by(return_tasks.c.id))
    )


def remove_tasks(connection: Connection, tasks: Collection[int]) -> None:
    connection.execute(delete(return_tasks).where(return_tasks.c.id.in_(list(tasks))))


def former_push(connection: Connection, push: PushId | None) -> FormerPush | None:
    wanted = select(channel_pushes.c.state, channel_pushes.c.settled_at).where(channel_pushes.c.id == push)
    row = None if push is None else connection.execute(wanted).one_or_none()
    if push is None or row is None:
        return None
    return FormerPush(id=push, state=PushState(row.state), settled_at=row.settled_at)


def put_push_back(connection: Connection, former: FormerPush) -> None:
    """A push that was dropped for another one stands as before: it waits for nobody but an agent."""
    if former.state is not PushState.FAILED:
        raise ValueError("only what failed is dropped for another push")
    row = channel_pushes.c.id == former.id, channel_pushes.c.state == PushState.RECALLED
    values = {"state": former.state, "settled_at": former.settled_at}
    connection.execute(update(channel_pushes).where(*row).values(values))


def put_exchange_back(connection: Connection, of: ReturnId, exchange: Exchange | None) -> None:
    if exchange is None:
        connection.execute(delete(return_exchanges).where(return_exchanges.c.return_id == of))
        return
    row = {
        "return_id": of,
        "carrier": exchange.carrier,
        "number": exchange.number,
        "reference": exchange.reference,
        "difference": exchange.difference.minor,
        "refund_push_id": exchange.refund,
        "sent_at": exchange.sent_at,
        "paid_at": exchange.paid_at,
        "actor": exchange.actor,
    }
    upsert(connection, return_exchanges, [row], ("return_id",))
