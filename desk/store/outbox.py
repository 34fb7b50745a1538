"""Owns the outbox table and the leases. services.outbox queues and settles by hand, services.pusher drains it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeAlias, TypeVar, cast

import msgspec
from sqlalchemy import Connection, and_, bindparam, delete, exists, func, insert, or_, select, update

from desk.domain.chunks import chunks
from desk.domain.clock import Instant
from desk.domain.pushes import (
    GOING_STATES,
    AnswerCancellation,
    AnswerReturn,
    CancelOrder,
    ConfirmShipment,
    CorrectShipment,
    EscalateReturn,
    MarkPaid,
    Push,
    PushState,
    ReceiveReturn,
    RefundInquiry,
    RefundOrder,
    RefundReturn,
    SendMessage,
    SendPayLink,
    SendReturnLabel,
    SetStatus,
    TellInquiry,
    WriteToReturn,
    may_follow,
)
from desk.domain.values import AccountId, OrderId, PushId, PushKey
from desk.domain.views import EventKind
from desk.store.tables import channel_pushes as table
from desk.store.tables import leases, order_events
from desk.store.types import InstantType
from desk.store.upsert import upsert

_KINDS: dict[str, type[Push]] = {
    "confirm_shipment": ConfirmShipment,
    "correct_shipment": CorrectShipment,
    "cancel_order": CancelOrder,
    "answer_cancellation": AnswerCancellation,
    "refund_order": RefundOrder,
    "answer_return": AnswerReturn,
    "send_return_label": SendReturnLabel,
    "receive_return": ReceiveReturn,
    "refund_return": RefundReturn,
    "escalate_return": EscalateReturn,
    "write_to_return": WriteToReturn,
    "tell_inquiry": TellInquiry,
    "refund_inquiry": RefundInquiry,
    "send_message": SendMessage,
    "mark_paid": MarkPaid,
    "send_pay_link": SendPayLink,
    "set_status": SetStatus,
}
_KIND_OF = {kind: name for name, kind in _KINDS.items()}


P = TypeVar("P", bound=Push)
P_co = TypeVar("P_co", bound=Push, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow(Generic[P_co]):
    """A push as the outbox holds it."""

    id: PushId
    key: PushKey
    account: AccountId
    order: OrderId
    kind: str
    push: P_co
    state: PushState
    attempts: int
    created_at: Instant
    not_before: Instant
    sent_at: Instant | None
    settled_at: Instant | None
    error_code: str
    error_text: str
    channel_words: str
    remote_ref: str
    owner: str
    actor: str
    progress: dict[str, str]


PushRow: TypeAlias = OutboxRow[Push]
ParcelPushRow: TypeAlias = OutboxRow[ConfirmShipment]


def queue_push(
    transaction: Connection,
    *,
    key: PushKey,
    account: AccountId,
    order: OrderId,
    push: Push,
    state: PushState,
    not_before: Instant,
    now: Instant,
    actor: str,
) -> PushId:
    """Put a push at the end of its order's queue, in the transaction of its cause. A known key gives its row."""
    known = transaction.execute(select(table.c.id).where(table.c.key == key)).scalar_one_or_none()
    if known is not None:
        return PushId(known)
    row = {
        "key": key,
        "account_id": account,
        "order_id": order,
        "kind": _KIND_OF[type(push)],
        "push": msgspec.to_builtins(push),
        "state": state,
        "attempts": 0,
        "created_at": now,
        "not_before": not_before,
        "actor": actor,
    }
    return PushId(transaction.execute(insert(table).values(row).returning(table.c.id)).scalar_one())


def _row(row: Mapping[Any, Any]) -> PushRow:
    values = dict(row)
    values["account"] = AccountId(values.pop("account_id"))
    values["order"] = OrderId(values.pop("order_id"))
    values["push"] = msgspec.convert(values["push"], _KINDS[values["kind"]])
    values["state"] = PushState(values["state"])
    return OutboxRow(**values)


def of_kind(rows: Iterable[PushRow], kind: type[P]) -> list[OutboxRow[P]]:
    """Those rows whose push is of this kind."""
    return [cast("OutboxRow[P]", row) for row in rows if isinstance(row.push, kind)]


# These and those below are built once: putting a statement together takes as long as the store's answer to it.
_ONE = select(table).where(table.c.id == bindparam("push"))
_OF_ORDERS = select(table).where(table.c.order_id.in_(bindparam("orders", expanding=True))).order_by(table.c.id)


def load_push(transaction: Connection, push: PushId) -> PushRow | None:
    row = transaction.execute(_ONE, {"push": push}).mappings().one_or_none()
    return None if row is None else _row(row)


def load_pushes(
    transaction: Connection,
    *,
    states: Iterable[PushState] | None = None,
    account: AccountId | None = None,
    limit: int = 1000,
) -> list[PushRow]:
    """Pushes, newest first."""
    statement = select(table).order_by(table.c.id.desc()).limit(limit)
    if states is not None:
        statement = statement.where(table.c.state.in_(list(states)))
    if account is not None:
        statement = statement.where(table.c.account_id == account)
    return [_row(row) for row in transaction.execute(statement).mappings()]


def load_pushes_of(transaction: Connection, orders: Sequence[OrderId]) -> dict[OrderId, list[PushRow]]:
    """All pushes of some orders, oldest first."""
    found: dict[OrderId, list[PushRow]] = {}
    for chunk in chunks(orders):
        for row in transaction.execute(_OF_ORDERS, {"orders": list(chunk)}).mappings():
            one = _row(row)
            found.setdefault(one.order, []).append(one)
    return found


_RELEASE = (
    update(table)
    .where(
        table.c.account_id == bindparam("account"),
        table.c.state == PushState.HELD,
        table.c.not_before <= bindparam("now"),
    )
    .values(state=PushState.WAITING)
)


def release_held(transaction: Connection, account: AccountId, now: Instant) -> None:
    """Let pushes go whose time for undoing is over."""
    transaction.execute(_RELEASE, {"account": account, "now": now})


_LONGEST_REST = timedelta(hours=1)
_earlier = table.alias("earlier")
_BLOCKED = exists().where(
    _earlier.c.order_id == table.c.order_id,
    _earlier.c.id < table.c.id,
    _earlier.c.state.in_(GOING_STATES | {PushState.UNCLEAR}),
)
"""An earlier push of the same order is not settled yet. One that waits for a second person keeps no other waiting."""


# One that would last longer was given before the computer's clock was set back.
_RESTED = or_(table.c.not_before <= bindparam("now"), table.c.not_before > bindparam("longest"))
_MINE = or_(
    and_(table.c.state == PushState.WAITING, table.c.not_before <= bindparam("now")),
    and_(table.c.state == PushState.SENDING, table.c.owner != bindparam("owner"), _RESTED),
)
_NEXT = (
    select(table)
    .where(table.c.account_id == bindparam("account"), _MINE, ~_BLOCKED)
    .order_by(table.c.state != PushState.SENDING, table.c.not_before, table.c.id)
    .limit(1)
)


def next_due(transaction: Connection, account: AccountId, now: Instant, owner: str) -> PushRow | None:
    """The push to send next: due, and with no unsettled one before it in the same order.

    A *sending* row of another owner is one whose process died: it comes first, to be looked up, once its rest is over.
    """
    asked = {"account": account, "now": now, "longest": Instant(now + _LONGEST_REST), "owner": owner}
    row = transaction.execute(_NEXT, asked).mappings().one_or_none()
    return None if row is None else _row(row)


def move(transaction: Connection, row: PushRow, state: PushState, **values: object) -> bool:
    """Take a push to its next state; false when somebody else moved it since `row` was read."""
    takes_over = row.state is state is PushState.SENDING
    if not takes_over and not may_follow(row.state, state):
        raise ValueError(f"a push cannot go from {row.state} to {state}")
    done = transaction.execute(
        update(table)
        .where(
            table.c.id == row.id,
            table.c.state == row.state,
            table.c.attempts == row.attempts,
            table.c.owner == row.owner,
        )
        .values(state=state, **values)
    )
    return done.rowcount == 1


def keep_progress(transaction: Connection, row: PushRow, progress: Mapping[str, str]) -> bool:
    """Write what a connector keeps of the push it is sending; false when somebody else moved it since `row`."""
    done = transaction.execute(
        update(table)
        .where(
            table.c.id == row.id,
            table.c.state == PushState.SENDING,
            table.c.attempts == row.attempts,
            table.c.owner == row.owner,
        )
        .values(progress=dict(progress))
    )
    return done.rowcount == 1


@dataclass(frozen=True, slots=True)
class Taken:
    """When a channel first said yes to a push, and how many tries it was then."""

    at: Instant
    attempts: int


def first_taken(transaction: Connection, row: PushRow) -> Taken | None:
    """What the history says of it, since the agent last had it tried anew."""
    statement = (
        select(order_events.c.at, order_events.c.kind, order_events.c.facts)
        .where(
            order_events.c.order_id == row.order,
            order_events.c.kind.in_([EventKind.PUSH_SENT, EventKind.PUSH_RETRIED]),
        )
        .order_by(order_events.c.id)
    )
    found: Taken | None = None
    for at, kind, facts in transaction.execute(statement):
        if facts.get("push") == row.id:
            found = None if kind == EventKind.PUSH_RETRIED else found or Taken(at, int(facts["attempts"]))
    return found


def rewrite(transaction: Connection, push: PushId, content: Push) -> None:
    """Change what a push says; only before it is sent."""
    transaction.execute(update(table).where(table.c.id == push).values(push=msgspec.to_builtins(content)))


def earliest_due(transaction: Connection) -> dict[AccountId, Instant]:
    """Per account when its next push may go; accounts with nothing to push are left out."""
    earliest = func.min(table.c.not_before, type_=InstantType)
    grouped = select(table.c.account_id, earliest).where(table.c.state.in_(list(GOING_STATES)), ~_BLOCKED)
    return {AccountId(account): first for account, first in transaction.execute(grouped.group_by(table.c.account_id))}


def count_states(transaction: Connection) -> dict[tuple[AccountId, PushState], int]:
    grouped = select(table.c.account_id, table.c.state, func.count()).group_by(table.c.account_id, table.c.state)
    return {(AccountId(account), PushState(state)): count for account, state, count in transaction.execute(grouped)}


@dataclass(frozen=True, slots=True)
class Lease:
    """Who may do a task for an account, and until when."""

    owner: str
    expires_at: Instant


_LEASE = select(leases.c.owner, leases.c.expires_at).where(
    leases.c.account_id == bindparam("account"), leases.c.task == bindparam("task")
)


def load_lease(transaction: Connection, account: AccountId, task: str) -> Lease | None:
    row = transaction.execute(_LEASE, {"account": account, "task": task}).one_or_none()
    return None if row is None else Lease(row.owner, row.expires_at)


def load_leases(transaction: Connection, task: str) -> dict[AccountId, Lease]:
    """Who may do a task, by account."""
    found = transaction.execute(
        select(leases.c.account_id, leases.c.owner, leases.c.expires_at).where(leases.c.task == task)
    )
    return {AccountId(row.account_id): Lease(row.owner, row.expires_at) for row in found}


def keep_lease(transaction: Connection, account: AccountId, task: str, lease: Lease) -> None:
    """Give the right to do `task` for an account to somebody, whoever had it; services.leases alone decides that."""
    row = {"account_id": account, "task": task, "owner": lease.owner, "expires_at": lease.expires_at}
    upsert(transaction, leases, [row], ("account_id", "task"))


def let_settle(transaction: Connection, account: AccountId, owner: str, until: Instant) -> None:
    """Look at what this owner was sending not before `until`: its last call may still be under way."""
    transaction.execute(
        update(table)
        .where(table.c.account_id == account, table.c.state == PushState.SENDING, table.c.owner == owner)
        .values(not_before=until)
    )


_DROP_LEASE = delete(leases).where(
    leases.c.account_id == bindparam("account"),
    leases.c.task == bindparam("task"),
    leases.c.owner == bindparam("owner"),
)


def drop_lease(transaction: Connection, account: AccountId, task: str, owner: str) -> None:
    transaction.execute(_DROP_LEASE, {"account": account, "task": task, "owner": owner})


def hasten(transaction: Connection, row: PushRow, now: Instant) -> None:
    """Let a waiting push go at the next opportunity."""
    transaction.execute(
        update(table).where(table.c.id == row.id, table.c.state == PushState.WAITING).values(not_before=now)
    )
