"""Owns what of a return's steps its channel is told: a push for each that it takes now, nothing for the others."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from desk.domain.errors import NotAllowed
from desk.domain.pushes import ReturnAnswer, ReturnPush
from desk.domain.return_states import ReturnStep
from desk.domain.values import CaseId, PushId, PushKey
from desk.services import returns
from desk.services.context import Desk
from desk.services.order_file import OrderFile, enqueue
from desk.services.return_file import ReturnFile, Said
from desk.store.types import Transaction


def _approval(file: OrderFile, case: CaseId, _said: Said) -> ReturnPush:
    return returns.decision(file, case, ReturnAnswer.APPROVE, number="")


def _refusal(file: OrderFile, case: CaseId, said: Said) -> ReturnPush:
    return returns.decision(file, case, ReturnAnswer.DECLINE, comment=said.words.strip(), number="")


def _label(file: OrderFile, case: CaseId, said: Said) -> ReturnPush:
    return returns.label(file, case, carrier=said.carrier, number=said.parcel, label_file=None)


def _reception(file: OrderFile, case: CaseId, _said: Said) -> ReturnPush:
    return returns.reception(file, case)


_TOLD: dict[ReturnStep, Callable[[OrderFile, CaseId, Said], ReturnPush]] = {
    ReturnStep.APPROVE: _approval,
    ReturnStep.DECLINE: _refusal,
    ReturnStep.ISSUE_LABEL: _label,
    ReturnStep.WAREHOUSE_SCAN: _reception,
}
_MUST = frozenset({ReturnStep.APPROVE, ReturnStep.DECLINE})
"""Decisions that are the channel's own: where it does not take one, it was not made."""


def judged(file: ReturnFile, step: ReturnStep, said: Said) -> ReturnPush | None:
    """What the channel would be told of this step; None where there is nothing to tell.

    Raises NotAllowed where the channel does not take a decision that only counts with it.
    """
    made = _TOLD.get(step)
    if made is None or file.case is None:
        return None
    try:
        return made(file.order, file.case.id, said)
    except NotAllowed:
        if step in _MUST:
            raise
        return None


def tell(desk: Desk, transaction: Transaction, file: ReturnFile, step: ReturnStep, said: Said) -> tuple[PushId, ...]:
    """Queue what this step means to the channel; what was queued. Raises NotAllowed as `judged` does."""
    push = judged(file, step, said)
    if push is None:
        return ()
    return enqueue(desk, transaction, file.order, push, key=PushKey(f"{uuid4().hex}-0"), hold_seconds=0).pushes
