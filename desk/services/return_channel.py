"""Owns what of a return's steps its channel is told: a push for each that it takes now, nothing for the others.

What it has to hear of and takes from no program becomes a task (return_tasks).
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from desk.domain.cases import CaseDeed
from desk.domain.errors import NotAllowed
from desk.domain.pushes import ReturnAnswer, ReturnPush
from desk.domain.return_states import ReturnStep
from desk.domain.values import CaseId, PushId, PushKey
from desk.services import case_rules, return_tasks, returns
from desk.services.context import Desk
from desk.services.order_file import OrderFile, enqueue
from desk.services.return_file import ReturnFile, Said
from desk.store.types import Transaction


def _approval(file: OrderFile, case: CaseId, _said: Said) -> ReturnPush:
    return returns.decision(file, case, ReturnAnswer.APPROVE, number="")


def _refusal(file: OrderFile, case: CaseId, said: Said) -> ReturnPush:
    return returns.decision(file, case, ReturnAnswer.DECLINE, comment=said.words.strip(), number="")


def _label(file: OrderFile, case: CaseId, said: Said) -> ReturnPush:
    return returns.label(file, case, carrier=said.carrier, number=said.parcel, label_file=said.label)


def _reception(file: OrderFile, case: CaseId, _said: Said) -> ReturnPush:
    return returns.reception(file, case)


_TOLD: dict[ReturnStep, Callable[[OrderFile, CaseId, Said], ReturnPush]] = {
    ReturnStep.APPROVE: _approval,
    ReturnStep.DECLINE: _refusal,
    ReturnStep.ISSUE_LABEL: _label,
    ReturnStep.WAREHOUSE_SCAN: _reception,
}
_MUST = {ReturnStep.APPROVE: CaseDeed.APPROVE, ReturnStep.DECLINE: CaseDeed.DECLINE}
"""Decisions that are the channel's own: where it does not take one, it was not made."""


def judged(file: ReturnFile, step: ReturnStep, said: Said) -> ReturnPush | None:
    """What the channel would be told of this step; None where there is nothing to tell.

    Raises NotAllowed where the channel does not take a decision, or a file, that only counts with it.
    """
    made = _TOLD.get(step)
    if said.label is not None and file.case is None:
        raise NotAllowed("This channel takes no such change.", code="channel_cannot")
    if made is None or file.case is None or _is_left(file, step):
        return None
    try:
        return made(file.order, file.case.id, said)
    except NotAllowed:
        if step in _MUST or said.label is not None:
            raise  # nobody else would give the buyer the file
        return None


def _is_left(file: ReturnFile, step: ReturnStep) -> bool:
    """Whether the channel lets no program take this decision: a person does, or it is decided there already."""
    deed = _MUST.get(step)
    return deed is not None and file.case is not None and not case_rules.is_known(file.order, file.case, deed)


def tell(
    desk: Desk, transaction: Transaction, file: ReturnFile, step: ReturnStep, said: Said, *, hold_seconds: float
) -> tuple[PushId, ...]:
    """Queue what this step means to the channel, or leave its task; what was queued. Raises NotAllowed as `judged`."""
    push = judged(file, step, said)
    task = return_tasks.needed(file, step)
    if task is not None:
        return_tasks.add(transaction, file, task, words=said.words.strip() or said.reference.strip(), actor=desk.agent)
    if push is None:
        return ()
    key = PushKey(f"{uuid4().hex}-0")
    return enqueue(desk, transaction, file.order, push, key=key, hold_seconds=hold_seconds).pushes
