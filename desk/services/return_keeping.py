"""Owns writing changed returns: what moves one is in its order's history, and it goes on when its money has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.push_states import PushState
from desk.domain.pushes import RefundOrder
from desk.domain.return_states import ReturnState
from desk.domain.return_tasks import TaskKind
from desk.domain.rows import EventKind
from desk.store import return_tasks as task_store
from desk.store import returns as return_store
from desk.store.orders import OrderEvent, add_events
from desk.store.outbox import PushRow
from desk.store.return_tasks import StoredTask
from desk.store.returns import StoredReturn
from desk.store.types import Transaction


def keep(
    transaction: Transaction,
    before: StoredReturn,
    after: StoredReturn,
    now: Instant,
    *,
    actor: str = "",
    in_history: bool = True,
) -> StoredReturn:
    """Write a changed return. `in_history`: a new state is told there; the channel's own case may tell it already."""
    if after == before:
        return before
    after = replace(after, changed_at=now)
    return_store.save_return(transaction, after)
    if in_history and after.state is not before.state:
        facts: dict[str, str | int] = {"return": after.number, "old": before.state, "new": after.state}
        if after.words and after.words != before.words:
            facts["text"] = after.words
        moved = OrderEvent(at=now, kind=EventKind.RETURN_MOVED, facts=facts, actor=actor)
        add_events(transaction, [(after.order, moved)])
    return after


def leave_task(
    transaction: Transaction,
    told: StoredReturn,
    what: TaskKind,
    now: Instant,
    *,
    page: str = "",
    words: str = "",
    actor: str = "",
) -> int | None:
    """Leave something to a person, and tell the order's history; None where the same waits already."""
    made = task_store.add_task(transaction, told.id, what, now, page=page, words=words)
    if made is not None:
        facts: dict[str, str | int] = {"return": told.number, "task": what}
        event = OrderEvent(at=now, kind=EventKind.RETURN_TASK, facts=facts, actor=actor)
        add_events(transaction, [(told.order, event)])
    return made


def end_tasks(transaction: Transaction, tasks: Sequence[StoredTask], now: Instant, by: str = "") -> list[StoredTask]:
    """Tick off what waits of these tasks, and tell the orders' histories; `by` empty: it has come about by itself."""
    waiting = [one for one in tasks if one.done_at is None]
    task_store.end(transaction, [one.id for one in waiting], now, by)
    for one in waiting:
        facts: dict[str, str | int] = {"return": one.number, "task": one.what}
        event = OrderEvent(at=now, kind=EventKind.RETURN_TASK_DONE, facts=facts, actor=by)
        add_events(transaction, [(one.order, event)])
    return waiting


def note_push(transaction: Transaction, row: PushRow, state: PushState, now: Instant) -> Changes:
    """A push has come to an end: where it was a return's money, the return goes on with it, or somebody is asked to.

    What failed is to be looked into; what the channel only books is still to be paid by hand (return_transitions.csv).
    """
    if state not in (PushState.CONFIRMED, PushState.FAILED):
        return Changes()
    told = return_store.load_refunded_by(transaction, row.id)
    if told is None or told.state is not ReturnState.REFUND_PENDING:
        return Changes()
    if state is PushState.FAILED:
        leave_task(transaction, told, TaskKind.REFUND_FAILED, now)
        return Changes.of(Kind.RETURN, [told.id])
    failed = [one for one in task_store.load_of(transaction, [told.id])[told.id] if one.what is TaskKind.REFUND_FAILED]
    end_tasks(transaction, failed, now)
    if isinstance(row.push, RefundOrder) and not row.push.sends_money:
        leave_task(transaction, told, TaskKind.SEND_MONEY, now)
    keep(transaction, told, replace(told, state=ReturnState.REFUNDED), now)
    return Changes.of(Kind.RETURN, [told.id])
