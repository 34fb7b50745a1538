"""Owns how returns that buyers opened on a channel become returns of ours, and go on with what the channel tells.

A state that the channel reports is taken over from any state of ours, but never back: what was received or inspected
here stays so, whatever the channel still believes of the parcel (DOMAIN 4.1).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from desk.domain.cases import CaseKind, CaseState
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.return_goods import ReturnLine
from desk.domain.return_states import ReturnState
from desk.domain.values import AccountId, CaseId, ReturnId
from desk.services import return_opening, return_tasks
from desk.services.order_file import OrderFile, load
from desk.services.return_keeping import keep
from desk.store import cases as case_store
from desk.store import return_reasons as reason_store
from desk.store import returns as return_store
from desk.store.cases import StoredCase
from desk.store.returns import OpenedBy, StoredReturn
from desk.store.types import Transaction

_GOODS_COME = (
    ReturnState.REQUESTED,
    ReturnState.APPROVED,
    ReturnState.LABEL_ISSUED,
    ReturnState.IN_TRANSIT,
    ReturnState.IN_CUSTOMS,
    ReturnState.DELIVERED_TO_US,
)
"""In this order until the goods are here; then only we know more."""
_HERE = frozenset(
    {ReturnState.RECEIVED, ReturnState.INSPECTED, ReturnState.IN_REPAIR, ReturnState.REJECTED_AFTER_INSPECTION}
)
_MONEY = frozenset({ReturnState.REFUND_PENDING, ReturnState.REFUNDED})


def follow(transaction: Transaction, account: AccountId, cases: Collection[CaseId], now: Instant) -> Changes:
    """Take over what the channel tells of these cases, and open returns for those whose order has come."""
    told = [one for one in case_store.load_some(transaction, cases) if one.told.kind is CaseKind.RETURN]
    known = return_store.load_of_cases(transaction, [one.id for one in told])
    touched: list[ReturnId] = []
    for case in told:
        ours = known.get(case.id)
        if ours is None:
            made = _opened(transaction, account, case, now)
            touched += [made] if made is not None else []
            continue
        return_tasks.note_case(transaction, ours, case, now)
        after = _taken_over(ours, case)
        if keep(transaction, ours, after, now, in_history=False) != ours:
            touched.append(ours.id)
    return Changes.of(Kind.RETURN, touched)


def catch_up(transaction: Transaction, account: AccountId, now: Instant) -> Changes:
    """Open returns for cases that were told of before their orders were there."""
    return follow(transaction, account, case_store.unfollowed(transaction, account), now)


def _opened(transaction: Transaction, account: AccountId, case: StoredCase, now: Instant) -> ReturnId | None:
    order = case_store.order_of(transaction, case.told)
    if order is None:
        return None
    reason = case.told.reason or case.told.channel_reason
    meant = reason_store.load_codes(transaction, account).get(reason, reason)
    lines = _lines(load(transaction, order, now), case, meant)
    if not lines:
        return None
    state = _state(case) or ReturnState.REQUESTED
    return return_opening.add(transaction, account, order, lines, now, state=state, by=OpenedBy.CHANNEL, case=case.id)


def _lines(file: OrderFile, case: StoredCase, reason: str) -> list[ReturnLine]:
    """The case's goods by the order's lines; goods that are none of them belong to a line of the same offer."""
    by_listing = {line.listing: file.line_ids[line.remote_id] for line in file.order.lines if line.listing}
    found: dict[int, ReturnLine] = {}
    for one in case.told.lines:
        line = file.line_ids.get(one.remote_line) or by_listing.get(one.listing or case.told.listing)
        if line is not None and one.quantity > 0:
            before = found[line].announced if line in found else 0
            found[line] = ReturnLine(line=line, announced=before + one.quantity, reason=reason)
    return list(found.values())


def _state(case: StoredCase) -> ReturnState | None:
    """Ours for the channel's; None where the channel's word is none that Desk knows."""
    return None if case.told.state is CaseState.UNKNOWN else ReturnState(case.told.state)


def _taken_over(ours: StoredReturn, case: StoredCase) -> StoredReturn:
    carrier = case.told.carrier or ours.carrier
    after = replace(ours, parcel=case.told.number or ours.parcel, carrier=carrier)
    state = _state(case)
    if state is None or state is ours.state or not _goes_on(ours.state, state):
        return after
    return replace(after, state=state)


def _goes_on(ours: ReturnState, theirs: ReturnState) -> bool:
    if theirs in _GOODS_COME:
        return ours in _GOODS_COME and _GOODS_COME.index(theirs) > _GOODS_COME.index(ours)
    if theirs in _MONEY:
        # An early or automatic refund leaves receipt and inspection open: money is a facet of its own.
        return ours is ReturnState.REFUND_PENDING and theirs is ReturnState.REFUNDED
    if ours in _HERE:
        return theirs in (ReturnState.ESCALATED, ReturnState.CLOSED)
    return True
