"""Owns writing changed returns: what moves one is in its order's history, and it goes on when its money has gone."""

from __future__ import annotations

from dataclasses import replace

from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.push_states import PushState
from desk.domain.return_states import ReturnState
from desk.domain.rows import EventKind
from desk.store import returns as return_store
from desk.store.orders import OrderEvent, add_events
from desk.store.outbox import PushRow
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


def note_push(transaction: Transaction, row: PushRow, state: PushState, now: Instant) -> Changes:
    """A push has come to an end: where it was a return's money, the return goes on with it."""
    if state is not PushState.CONFIRMED:
        return Changes()
    told = return_store.load_refunded_by(transaction, row.id)
    if told is None or told.state is not ReturnState.REFUND_PENDING:
        return Changes()
    keep(transaction, told, replace(told, state=ReturnState.REFUNDED), now)
    return Changes.of(Kind.RETURN, [told.id])
