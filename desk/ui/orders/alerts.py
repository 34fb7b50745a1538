"""Owns which one problem of an order is shown in its strip, and which buttons mend it. Qt-free and pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk.domain.pushes import PushState
from desk.domain.standing import Standing

if TYPE_CHECKING:
    from desk.domain.views import OrderView, PushView


class Fix(StrEnum):
    """What a button of the strip does."""

    RETRY = "retry"
    RECALL = "recall"
    IT_ARRIVED = "it_arrived"  # an unclear push: the agent has looked, the channel has it
    OPEN_IN_CHANNEL = "open_in_channel"


class Problem(StrEnum):
    """In falling order of urgency."""

    PUSH_CONFLICT = "push_conflict"
    PUSH_FAILED = "push_failed"
    PUSH_UNCLEAR = "push_unclear"
    UNKNOWN_STATE = "unknown_state"
    PAYMENT_FAILED = "payment_failed"
    UNPAID = "unpaid"


@dataclass(frozen=True, slots=True)
class Alert:
    """The worst problem of an order."""

    problem: Problem
    grave: bool  # red instead of amber
    fixes: tuple[Fix, ...] = ()
    push: PushView | None = None


_PUSH_PROBLEMS = (
    (PushState.CONFLICT, Problem.PUSH_CONFLICT, (Fix.RETRY, Fix.RECALL)),
    (PushState.FAILED, Problem.PUSH_FAILED, (Fix.RETRY, Fix.RECALL)),
    (PushState.UNCLEAR, Problem.PUSH_UNCLEAR, (Fix.RETRY, Fix.IT_ARRIVED)),
)


def worst_problem(view: OrderView) -> Alert | None:
    """The single most urgent problem, or None."""
    for state, problem, fixes in _PUSH_PROBLEMS:
        pushes = [push for push in view.pushes if push.state is state]
        if pushes:
            return Alert(problem, grave=True, fixes=fixes, push=max(pushes, key=lambda push: push.created_at))
    if Standing.UNKNOWN in view.standings:
        return Alert(Problem.UNKNOWN_STATE, grave=False, fixes=_channel_fix(view))
    if Standing.PAYMENT_FAILED in view.standings:
        return Alert(Problem.PAYMENT_FAILED, grave=False)
    if Standing.WAITING_FOR_PAYMENT in view.standings:
        return Alert(Problem.UNPAID, grave=False)
    return None


def _channel_fix(view: OrderView) -> tuple[Fix, ...]:
    return (Fix.OPEN_IN_CHANNEL,) if view.open_in_channel else ()
