"""Owns how returns that buyers opened on a channel become returns of ours, and go on with what the channel tells."""

from __future__ import annotations

from collections.abc import Collection

from desk.domain.cases import CaseKind, CaseLine
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.return_goods import ReturnLine
from desk.domain.return_states import ReturnState
from desk.domain.values import AccountId, CaseId, ReturnId
from desk.services import return_opening, return_tasks
from desk.services.order_file import OrderFile, load
from desk.services.return_keeping import keep
from desk.services.return_taking_over import state_of, taken_over
from desk.store import cases as case_store
from desk.store import return_reasons as reason_store
from desk.store import returns as return_store
from desk.store.cases import StoredCase
from desk.store.returns import OpenedBy
from desk.store.types import Transaction


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
        after = taken_over(ours, case)
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
    state = state_of(case) or ReturnState.REQUESTED
    return return_opening.add(transaction, account, order, lines, now, state=state, by=OpenedBy.CHANNEL, case=case.id)


def _lines(file: OrderFile, case: StoredCase, reason: str) -> list[ReturnLine]:
    """The case's goods by the order's lines; goods that are none of them belong to a line of the same offer.

    Goods that the channel names by no word of the order's, or not at all, are of its only line, if it has but one.
    """
    by_listing = {line.listing: file.line_ids[line.remote_id] for line in file.order.lines if line.listing}
    only = next(iter(file.line_ids.values())) if len(file.order.lines) == 1 else None
    found: dict[int, ReturnLine] = {}
    for one in case.told.lines or (CaseLine(remote_line="", title="", quantity=1),):
        line = file.line_ids.get(one.remote_line) or by_listing.get(one.listing or case.told.listing) or only
        if line is not None and one.quantity > 0:
            before = found[line].announced if line in found else 0
            found[line] = ReturnLine(line=line, announced=before + one.quantity, reason=reason)
    return list(found.values())
