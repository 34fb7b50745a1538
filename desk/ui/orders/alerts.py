"""Owns which one problem of an order is shown in its strip, and which buttons mend it. Qt-free and pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desk.domain.cases import ENDED, CaseKind
from desk.domain.push_states import PushState
from desk.domain.standing import Standing
from desk.ui.orders.fixes import Fix

if TYPE_CHECKING:
    from desk.domain.cases import Deadline
    from desk.domain.clock import Instant
    from desk.domain.views import CaseView, OrderView, PushView


class Problem(StrEnum):
    """In falling order of urgency."""

    PUSH_CONFLICT = "push_conflict"
    PUSH_FAILED = "push_failed"
    PUSH_UNCLEAR = "push_unclear"
    PUSH_APPROVAL = "push_approval"
    DEADLINE_OVER = "deadline_over"
    BUYER_CANCELS = "buyer_cancels"
    SHIP_LATE = "ship_late"
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
    (PushState.APPROVAL, Problem.PUSH_APPROVAL, (Fix.SHOW_OUTBOX, Fix.RECALL)),
)


_STILL_TO_SHIP = frozenset({Standing.TO_SHIP, Standing.PARTLY_SHIPPED})
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
            grave = problem is not Problem.PUSH_APPROVAL
            return Alert(problem, grave=grave, fixes=fixes, push=max(pushes, key=lambda push: push.created_at))
    return _by_time(view, now) or _by_standing(view)


def _by_time(view: OrderView, now: Instant) -> Alert | None:
    """What has its day: deadlines, a parcel, and a buyer who wants no parcel any more."""
    urgent = most_urgent(view)
    rest = rest_of(urgent[1], now) if urgent is not None else None
    if urgent is not None and rest is not None and rest <= 0:
        return Alert(Problem.DEADLINE_OVER, grave=True, fixes=(Fix.SHOW_CASE,), case=urgent[0], deadline=urgent[1])
    wish = asked_to_cancel(view)
    if wish is not None:
        return Alert(Problem.BUYER_CANCELS, grave=False, fixes=(Fix.SHOW_CASE,), case=wish)
    if is_late(view, now):
        return Alert(Problem.SHIP_LATE, grave=True, fixes=(Fix.SHIP,) if view.may_ship.allowed else ())
    if urgent is not None and rest is not None and rest <= NEAR_SECONDS:
        return Alert(Problem.DEADLINE_NEAR, grave=False, fixes=(Fix.SHOW_CASE,), case=urgent[0], deadline=urgent[1])
    return None


def asked_to_cancel(view: OrderView) -> CaseView | None:
    """The buyer's wish to call the order off, while nobody has answered it."""
    wishes = (one for one in view.cases if one.kind is CaseKind.CANCELLATION and one.opened_by_buyer)
    return next((one for one in wishes if one.state not in ENDED), None)


def is_late(view: OrderView, now: Instant) -> bool:
    """Whether the channel wanted goods of this order on their way by now, and some still are not."""
    return view.ship_by is not None and view.ship_by < now and not _STILL_TO_SHIP.isdisjoint(view.standings)


def _by_standing(view: OrderView) -> Alert | None:
    if Standing.UNKNOWN in view.standings:
        return Alert(Problem.UNKNOWN_STATE, grave=False, fixes=_channel_fix(view))
    if Standing.PAYMENT_FAILED in view.standings:
        return Alert(Problem.PAYMENT_FAILED, grave=False)
    if Standing.WAITING_FOR_PAYMENT in view.standings:
        return Alert(Problem.UNPAID, grave=False)
    return None


def _channel_fix(view: OrderView) -> tuple[Fix, ...]:
    return (Fix.OPEN_IN_CHANNEL,) if view.open_in_channel else ()
