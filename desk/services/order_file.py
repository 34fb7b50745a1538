"""Owns the order file: all that decides what may be done with one order, read at one moment; and queueing a deed on it.

Every deed is judged on a file that was read in the transaction that queues its push.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from uuid import uuid4

from connectors.contract.capabilities import Capabilities
from connectors.contract.snapshots import OrderSnapshot
from desk.domain.cases import ENDED, CaseKind
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.pushes import OPEN_STATES, Push, PushState
from desk.domain.values import CaseId, LineId, OrderId, PushKey
from desk.domain.views import AccountState, EventKind, Permission
from desk.services import accounts, four_eyes, push_facts
from desk.services.context import Desk
from desk.services.shipments import Queued
from desk.store import accounts as account_store
from desk.store import cases as case_store
from desk.store import messages as message_store
from desk.store import outbox as outbox_store
from desk.store import views as view_store
from desk.store.accounts import Account
from desk.store.cases import StoredCase
from desk.store.messages import StoredConversation
from desk.store.orders import OrderEvent, add_events
from desk.store.outbox import PushRow
from desk.store.types import Transaction
from desk.store.views import OrderParts

UNDER_WAY = OPEN_STATES | {PushState.UNCLEAR}
"""States in which a push may still have its effect."""


@dataclass(frozen=True)
class OrderFile:
    """One order with its outbox, cases and conversations, and what its account lets anybody do."""

    id: OrderId
    parts: OrderParts
    rows: Sequence[PushRow]
    account: Account
    cases: Sequence[StoredCase]
    conversations: Sequence[StoredConversation]
    now: Instant

    @property
    def order(self) -> OrderSnapshot:
        return self.parts.record.merged

    @property
    def line_ids(self) -> Mapping[str, LineId]:
        return self.parts.line_ids

    @cached_property
    def can(self) -> Capabilities:
        return accounts.capabilities_of(self.account)

    @property
    def under_way(self) -> list[PushRow]:
        return [row for row in self.rows if row.state in UNDER_WAY]

    def open_case(self, kind: CaseKind) -> StoredCase | None:
        """One that somebody still has to end."""
        return next((one for one in self.cases if one.told.kind is kind and one.told.state not in ENDED), None)

    def case(self, case: CaseId, kind: CaseKind) -> StoredCase:
        """Raises NotFound."""
        for one in self.cases:
            if one.id == case and one.told.kind is kind:
                return one
        raise NotFound("This order has no such case.", code="no_such_case")


def load(transaction: Transaction, order_id: OrderId, now: Instant) -> OrderFile:
    """Raises NotFound."""
    found = load_many(transaction, [order_id], now)
    if not found:
        raise NotFound("This order is not in the store.", code="order_gone")
    return found[order_id]


def load_many(transaction: Transaction, ids: Sequence[OrderId], now: Instant) -> dict[OrderId, OrderFile]:
    """The files of orders, read together; unknown ids are left out."""
    parts = view_store.load_many(transaction, ids)
    told = [one.record.merged for one in parts.values()]
    accounts_by_id = {one.id: one for one in account_store.load_accounts(transaction)}
    rows = outbox_store.load_pushes_of(transaction, list(parts))
    cases = case_store.load_with(transaction, told)
    conversations = message_store.load_with(transaction, told)
    return {
        order: OrderFile(
            id=order,
            parts=found,
            rows=rows.get(order, []),
            account=accounts_by_id[found.record.merged.ref.account],
            cases=cases[found.record.merged.ref],
            conversations=conversations[found.record.merged.ref],
            now=now,
        )
        for order, found in parts.items()
    }


YES = Permission(True)


def no(code: str, text: str) -> Permission:
    return Permission(False, code, text)


def cannot(file: OrderFile, ability: str) -> Permission:
    """The channel has no such ability, in its own words where it has some."""
    why = file.can.why_not.get(ability, "")
    code, text = ("channel_cannot_because", why) if why else ("channel_cannot", "This channel takes no such change.")
    return Permission(False, code, text, file.can.elsewhere.get(ability, ""))


def writes(account: Account) -> Permission:
    """Whether anything may go out to this account now."""
    if not account.writing:
        return no("writing_off", f"{account.name} is read-only. Switch writing on for this account first.")
    if account.state is AccountState.PAUSED:
        return no("account_paused", f"{account.name} is paused. Let it go on first.")
    return YES


def refuse_unless(allowed: Permission, file: OrderFile) -> None:
    """Raises NotAllowed with the reason."""
    if not allowed.allowed:
        raise NotAllowed(allowed.text, code=allowed.code, account=file.account.name)


def queue(
    desk: Desk,
    order_id: OrderId,
    judged: Callable[[OrderFile], Push],
    *,
    hold_seconds: float,
    deed: str,
) -> Queued:
    """Queue what `judged` makes of the file, in one transaction with the order's history.

    `deed` names what the agent did once: a second call with it changes nothing. Raises NotFound, and what `judged`
    raises.
    """
    key = PushKey(f"{deed or uuid4().hex}-0")
    now = desk.clock.now()

    with desk.store.write() as transaction:
        file = load(transaction, order_id, now)
        repeated = [row.id for row in file.rows if row.key == key]
        if repeated:
            return Queued(tuple(repeated), Changes())
        return enqueue(desk, transaction, file, judged(file), key=key, hold_seconds=hold_seconds)


def enqueue(
    desk: Desk, transaction: Transaction, file: OrderFile, push: Push, *, key: PushKey, hold_seconds: float
) -> Queued:
    """Write a push that was judged on this file to the outbox and to the order's history."""
    now = file.now
    approval = four_eyes.must_be_approved(file.account.settings, push, file.rows)
    made = outbox_store.queue_push(
        transaction,
        key=key,
        account=file.account.id,
        order=file.id,
        push=push,
        state=_first_state(hold_seconds, approval=approval),
        not_before=Instant(now + timedelta(seconds=hold_seconds)),
        now=now,
        actor=desk.agent,
    )
    told = OrderEvent(at=now, kind=EventKind.PUSH_QUEUED, facts=push_facts.facts_of(push), actor=desk.agent)
    add_events(transaction, [(file.id, told)])
    changes = Changes.of(Kind.ORDER, [file.id]) + Changes.of(Kind.PUSH, [made])
    return Queued((made,), changes, needs_approval=approval)


def _first_state(hold_seconds: float, *, approval: bool) -> PushState:
    """Who can still say no needs no time for undoing."""
    if approval:
        return PushState.APPROVAL
    return PushState.HELD if hold_seconds > 0 else PushState.WAITING
