"""Owns which one problem of an order is shown in its strip, and which buttons mend it. Qt-free and pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk.domain.push_states import PushState
from desk.domain.standing import Standing

if TYPE_CHECKING:
    from desk.domain.cases import Deadline
    from desk.domain.clock import Instant
    from desk.domain.views import CaseView, OrderView, PushView


class Fix(StrEnum):
    """What a button of the strip does."""

    RETRY = "retry"
    RECALL = "recall"
    IT_ARRIVED = "it_arrived"  # an unclear push: the agent has looked, the channel has it
    OPEN_IN_CHANNEL = "open_in_channel"
    SHOW_CASE = "show_case"


class Problem(StrEnum):
    """In falling order of urgency."""

    PUSH_CONFLICT = "push_conflict"
    PUSH_FAILED = "push_failed"
    PUSH_UNCLEAR = "push_unclear"
    DEADLINE_OVER = "deadline_over"
    DEADLINE_NEAR = "deadline_near"
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
    case: CaseView | None = None
    deadline: Deadline | None = None


_PUSH_PROBLEMS = (
    (PushState.CONFLICT, Problem.PUSH_CONFLICT, (Fix.RETRY, Fix.RECALL)),
    (PushState.FAILED, Problem.PUSH_FAILED, (Fix.RETRY, Fix.RECALL)),
    (PushState.UNCLEAR, Problem.PUSH_UNCLEAR, (Fix.RETRY, Fix.IT_ARRIVED)),
)


NEAR_SECONDS = 48 * 3600
"""A deadline that ends within these is amber; past it, it is red."""


def most_urgent(view: OrderView) -> tuple[CaseView, Deadline] | None:
    """The deadline of ours that ends first, of all cases; None when there is none."""
    ours = [(one.at, case, one) for case in view.cases for one in case.deadlines if one.ours]
    if not ours:
        return None
    _at, case, deadline = min(ours, key=lambda found: found[0])
    return case, deadline


def rest_of(deadline: Deadline, now: Instant) -> float:
    """So many seconds are left; below nought when it is over."""
    return (deadline.at - now).total_seconds()


def worst_problem(view: OrderView, now: Instant) -> Alert | None:
    """The single most urgent problem, or None."""
    for state, problem, fixes in _PUSH_PROBLEMS:
        pushes = [push for push in view.pushes if push.state is state]
        if pushes:
            return Alert(problem, grave=True, fixes=fixes, push=max(pushes, key=lambda push: push.created_at))
    urgent = most_urgent(view)
    if urgent is not None and rest_of(urgent[1], now) <= NEAR_SECONDS:
        over = rest_of(urgent[1], now) <= 0
        problem = Problem.DEADLINE_OVER if over else Problem.DEADLINE_NEAR
        return Alert(problem, grave=over, fixes=(Fix.SHOW_CASE,), case=urgent[0], deadline=urgent[1])
    if Standing.UNKNOWN in view.standings:
        return Alert(Problem.UNKNOWN_STATE, grave=False, fixes=_channel_fix(view))
    if Standing.PAYMENT_FAILED in view.standings:
        return Alert(Problem.PAYMENT_FAILED, grave=False)
    if Standing.WAITING_FOR_PAYMENT in view.standings:
        return Alert(Problem.UNPAID, grave=False)
    return None


def _channel_fix(view: OrderView) -> tuple[Fix, ...]:
    return (Fix.OPEN_IN_CHANNEL,) if view.open_in_channel else ()
