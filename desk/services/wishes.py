"""Owns buyers' wishes to cancel that an order itself tells: a case of its own, that bears the order's id, per wish.

The channel knows of no answer but what becomes of the order. So a wish that was answered with no stays so, although
the order goes on telling it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from connectors.contract.protocols import Fetched
from connectors.contract.snapshots import CaseSnapshot, OrderSnapshot
from desk.domain.cases import ENDED, CaseKind, CaseState
from desk.domain.changes import Changes
from desk.domain.clock import Instant
from desk.domain.pushes import AnswerCancellation, Push
from desk.domain.values import AccountId
from desk.services.case_ingest import ingest_cases
from desk.store import cases as case_store
from desk.store.types import Transaction

ASKED, WITHDRAWN = "BUYER_ASKED", "NOT_ASKED_ANY_MORE"
"""What stands for the channel's own word, which it has none of."""


def take_in(transaction: Transaction, account: AccountId, items: Sequence[Fetched], now: Instant) -> Changes:
    """Open, keep or end the cases of these orders' wishes."""
    telling = [one for one in items if isinstance(one, OrderSnapshot) and one.wish is not None]
    keys = [(CaseKind.CANCELLATION, one.ref.id) for one in telling]
    known = {key[1]: stored.told for key, stored in case_store.load_known(transaction, account, keys).items()}
    found: list[CaseSnapshot] = []
    for order in telling:
        case = _case(order, known.get(order.ref.id))
        if case is not None:
            known[order.ref.id] = case
            found.append(case)
    return ingest_cases(transaction, account, found, (), now).changes if found else Changes()


def _case(order: OrderSnapshot, old: CaseSnapshot | None) -> CaseSnapshot | None:
    """The wish's case as the order tells it; None where there is nothing new to say."""
    wish = order.wish
    if wish is None or (old is not None and old.changed_at is not None and order.changed_at < old.changed_at):
        return None
    if not wish.stands:
        if old is None or old.state in ENDED:
            return None
        return replace(old, state=wish.ended_as, channel_state=WITHDRAWN, changed_at=order.changed_at, allows=())
    asked_before = old is not None and old.channel_state == ASKED
    if old is not None and old.state is CaseState.DECLINED and asked_before:
        return None
    return CaseSnapshot(
        ref=order.ref,
        kind=CaseKind.CANCELLATION,
        order=order.ref,
        state=CaseState.REQUESTED,
        channel_state=ASKED,
        # No channel of this kind says when: at the latest when the order changed.
        opened_at=old.opened_at if old is not None and asked_before else order.changed_at,
        changed_at=order.changed_at,
        channel_reason=wish.reason,
        lines=wish.lines,
        allows=wish.allows,
        open_in_channel=order.open_in_channel,
    )


def declined(push: Push, order: Fetched | None) -> CaseSnapshot | None:
    """The wish's case once our no is through, of which the order itself knows nothing; None for all other pushes."""
    if not isinstance(push, AnswerCancellation) or push.approve or not isinstance(order, OrderSnapshot):
        return None
    case = _case(order, None)
    return None if case is None else replace(case, state=CaseState.DECLINED, allows=())
