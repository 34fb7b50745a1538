"""Owns what of a return a person has to do in the channel: which steps leave such a task, and ticking it off.

A step that the channel lets no program take is done here all the same, and leaves its task with the page where people
do it. What the channel then tells of its own case ends the task by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from desk.domain.cases import ENDED, CaseDeed, CaseState
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import NotFound
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.return_tasks import TaskKind
from desk.domain.rows import EventKind
from desk.domain.values import ReturnId
from desk.services import case_rules, return_keeping
from desk.services.context import Desk
from desk.services.return_file import ReturnFile
from desk.store import return_tasks as store
from desk.store.cases import StoredCase
from desk.store.orders import OrderEvent, add_events
from desk.store.return_tasks import StoredTask
from desk.store.returns import StoredReturn
from desk.store.types import Transaction

__all__ = ["Task", "done", "needed", "of_return", "open_tasks", "reopen"]

Task = StoredTask
_AT_THE_CHANNEL: dict[ReturnStep, tuple[TaskKind, CaseDeed | None]] = {
    ReturnStep.APPROVE: (TaskKind.APPROVE, CaseDeed.APPROVE),
    ReturnStep.DECLINE: (TaskKind.DECLINE, CaseDeed.DECLINE),
    ReturnStep.REJECT: (TaskKind.CLAIM, None),
    ReturnStep.WRONG_CONTENT: (TaskKind.CLAIM, None),
    ReturnStep.RESOLVE_EXCHANGE: (TaskKind.EXCHANGE, None),
    ReturnStep.REPAIR_DONE: (TaskKind.EXCHANGE, None),
}
"""Which steps the channel has to hear of, and by which deed it does; None: of no channel that Desk knows by any."""
_DECISIONS = frozenset({TaskKind.APPROVE, TaskKind.DECLINE})
_UNDECIDED = frozenset({CaseState.REQUESTED, CaseState.UNKNOWN})
_NOT_AGREED = frozenset(
    {ReturnState.REQUESTED, ReturnState.DECLINED, ReturnState.EXPIRED, ReturnState.CANCELLED, ReturnState.CLOSED}
)


def needed(file: ReturnFile, step: ReturnStep) -> TaskKind | None:
    """What this step leaves to a person in the channel; None where the channel hears of it, or has no part in it."""
    if step is ReturnStep.WAREHOUSE_SCAN:
        return TaskKind.DECIDE if file.told.state in _NOT_AGREED else None
    known = _AT_THE_CHANNEL.get(step)
    case = file.case
    if known is None or case is None or case.told.state in ENDED:
        return None
    what, deed = known
    if deed is not None and case_rules.is_known(file.order, case, deed):
        return None
    if what in _DECISIONS and case.told.state not in _UNDECIDED:
        return None  # it is decided there already
    return what


def page_of(file: ReturnFile, what: TaskKind) -> str:
    """Where people do it: the case itself, else the channel's list of returns, else the order."""
    if what is TaskKind.DECIDE:
        return ""
    case = file.case
    told = "" if case is None else case.told.open_in_channel
    return told or file.order.can.elsewhere.get("answers_returns", "") or file.order.order.open_in_channel


def add(transaction: Transaction, file: ReturnFile, what: TaskKind, *, words: str = "", actor: str = "") -> int | None:
    """Leave a task with its page; None where the same one waits already."""
    page = page_of(file, what)
    return return_keeping.leave_task(transaction, file.told, what, file.now, page=page, words=words, actor=actor)


def note_case(transaction: Transaction, told: StoredReturn, case: StoredCase, now: Instant) -> None:
    """What the channel tells of its case may say that a task was done, or leave one."""
    there = store.load_of(transaction, [told.id])[told.id]
    return_keeping.end_tasks(transaction, [one for one in there if _is_done(one.what, case.told.state)], now)
    if case.told.state is CaseState.ESCALATED and told.state is not ReturnState.ESCALATED and not case.told.allows:
        # Where the channel takes an answer from Desk, the case itself asks for it.
        return_keeping.leave_task(transaction, told, TaskKind.ANSWER, now, page=case.told.open_in_channel)


def _is_done(what: TaskKind, state: CaseState) -> bool:
    if what in _DECISIONS:
        return state not in _UNDECIDED
    return what is TaskKind.ANSWER and state is not CaseState.ESCALATED


def open_tasks(desk: Desk) -> tuple[Task, ...]:
    """All that waits for somebody, the oldest first."""
    with desk.store.read() as transaction:
        return tuple(store.load_open(transaction))


def done_tasks(desk: Desk, limit: int = 200) -> tuple[Task, ...]:
    """What was done, the last first."""
    with desk.store.read() as transaction:
        return tuple(store.load_done(transaction, limit))


def of_return(desk: Desk, wanted: ReturnId) -> tuple[Task, ...]:
    """All tasks of a return, the oldest first."""
    with desk.store.read() as transaction:
        return tuple(store.load_of(transaction, [wanted])[wanted])


def done(desk: Desk, tasks: int | Sequence[int]) -> Changes:
    """Tick tasks off; what was done before stays as it was. Raises NotFound."""
    wanted = [tasks] if isinstance(tasks, int) else list(tasks)

    def work() -> Changes:
        now = desk.clock.now()
        with desk.store.write() as transaction:
            found = [_found(transaction, one) for one in wanted]
            waiting = return_keeping.end_tasks(transaction, found, now, desk.agent)
        return _changes(waiting)

    return desk.on_database(work)


def reopen(desk: Desk, task: int) -> Changes:
    """Take the tick off again. Raises NotFound."""

    def work() -> Changes:
        with desk.store.write() as transaction:
            found = _found(transaction, task)
            if found.done_at is None:
                return Changes()
            store.begin_again(transaction, task)
            facts: dict[str, str | int] = {"return": found.number, "task": found.what}
            event = OrderEvent(at=desk.clock.now(), kind=EventKind.RETURN_TASK, facts=facts, actor=desk.agent)
            add_events(transaction, [(found.order, event)])
        return _changes([found])

    return desk.on_database(work)


def _found(transaction: Transaction, task: int) -> StoredTask:
    found = store.load_task(transaction, task)
    if found is None:
        raise NotFound("There is no such task.", code="task_unknown")
    return found


def _changes(tasks: Collection[StoredTask]) -> Changes:
    if not tasks:
        return Changes()
    return Changes.of(Kind.RETURN, [one.return_id for one in tasks]) + Changes.of(Kind.ORDER, [o.order for o in tasks])
