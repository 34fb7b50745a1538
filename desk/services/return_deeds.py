"""Owns what each deed changed of a return, and setting exactly that back when the deed is taken back.

Remembered in the transaction of the deed, set back in the transaction that recalls its push: at no line do the two
disagree. What happened to the return meanwhile stays, or bars it: nobody's later work is undone with it (UX 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed
from desk.domain.return_goods import ReturnLine
from desk.domain.return_states import ReturnState
from desk.domain.return_tasks import TaskKind
from desk.domain.rows import EventKind
from desk.domain.values import PushId
from desk.services import return_keeping
from desk.services.return_taking_over import taken_over
from desk.store import cases as case_store
from desk.store import return_deeds as store
from desk.store import return_exchanges as exchange_store
from desk.store import return_tasks as task_store
from desk.store import returns as return_store
from desk.store.cases import StoredCase
from desk.store.orders import OrderEvent, add_events
from desk.store.return_deeds import Picture, StoredDeed
from desk.store.returns import StoredReturn
from desk.store.types import Transaction

KEPT = timedelta(days=1)
"""So long a deed is remembered; longer only while its channel still has to hear of it."""
_FIELDS = ("state", "carrier", "parcel", "words", "refund", "deduction")
"""What a deed may change of the return itself, beside its goods."""
_OF_CHANNEL = frozenset({"state", "carrier", "parcel"})
"""Those of them that its channel may change, too."""


def look(transaction: Transaction, told: StoredReturn, case: StoredCase | None) -> Picture:
    """The return with all that a deed may change; `case` is the channel's own of it."""
    return Picture(
        told=told,
        tasks=store.waiting_tasks(transaction, told.id),
        exchange=exchange_store.load(transaction, [told.id]).get(told.id),
        former=store.former_push(transaction, told.refund),
        case_state="" if case is None else case.told.state,
    )


def remember(
    transaction: Transaction, before: Picture, told: StoredReturn, pushes: Sequence[PushId], now: Instant
) -> int | None:
    """Note what a deed has made of the return, and what the channel is told of it; None where it changed nothing."""
    # One deed reads and writes in one transaction: the channel has said nothing in between.
    after = replace(look(transaction, told, None), former=_former_now(transaction, before))
    after = replace(after, case_state=before.case_state)
    if after == before and not pushes:
        return None
    store.remove_old(transaction, Instant(now - KEPT))
    return store.add(transaction, told.id, pushes[0] if pushes else None, now, before, after)


def _former_now(transaction: Transaction, before: Picture) -> store.FormerPush | None:
    return None if before.former is None else store.former_push(transaction, before.former.id)


@dataclass(frozen=True, slots=True)
class _Now:
    """A deed, and how its return stands now."""

    deed: StoredDeed
    picture: Picture
    case: StoredCase | None
    followed: bool  # by another deed that stands

    @property
    def channel_moved(self) -> bool:
        """Whether the channel has said something else of its own case since."""
        return self.picture.case_state != self.deed.after.case_state


def set_back(transaction: Transaction, deed: StoredDeed, now: Instant, actor: str) -> Changes:
    """Make the return what it was before the deed. Raises NotAllowed where something builds on it."""
    found = _now(transaction, deed)
    if found is None:
        return Changes()
    _check(found)
    return _set_back(transaction, found, now, actor)


def of_push(transaction: Transaction, push: PushId) -> StoredDeed | None:
    """The deed of a return that has queued this push."""
    return store.load_of_push(transaction, push)


def note_recalled(transaction: Transaction, deed: StoredDeed, now: Instant, actor: str, *, may_go: bool) -> Changes:
    """The push of a deed goes no more. What it was to tell the channel has not happened here, either.

    Raises NotAllowed where it `may_go` yet and something builds on its deed. What the channel has refused, or a second
    person, is only dropped in that case.
    """
    try:
        return set_back(transaction, deed, now, actor)
    except NotAllowed:
        if may_go:
            raise
        return Changes()


def _now(transaction: Transaction, deed: StoredDeed) -> _Now | None:
    told = return_store.load_return(transaction, deed.return_id)
    if told is None:
        return None
    last = store.load_last(transaction, deed.return_id)
    case = None if told.case is None else next(iter(case_store.load_some(transaction, [told.case])), None)
    picture = replace(look(transaction, told, case), former=_former_now(transaction, deed.before))
    return _Now(deed, picture, case, followed=last is not None and last.id != deed.id)


def _check(found: _Now) -> None:
    """Raises NotAllowed where what the deed changed was changed again."""
    if found.followed:
        raise NotAllowed("More was done with this return since. Take that back first.", code="return_deed_followed")
    before, after, now = found.deed.before, found.deed.after, found.picture
    # What the channel has said meanwhile is no work of anybody here, and it holds afterwards just the same.
    fields = [name for name in _FIELDS if not (found.channel_moved and name in _OF_CHANNEL)]
    parts = [tuple(getattr(one.told, name) for one in (before, after, now)) for name in fields]
    parts += [(before.exchange, after.exchange, now.exchange), (before.former, after.former, now.former)]
    moved = any(was_made not in (was, is_now) for was, was_made, is_now in parts)
    moved = moved or any(_goods(one) != _goods(_line(now.told, one)) for one in _changed_lines(found.deed))
    moved = moved or not set(_made(found.deed)) <= {one.id for one in now.tasks}
    if moved:
        raise NotAllowed(
            "This return has gone on since, so it cannot be taken back any more. Look at it again.",
            code="return_deed_moved",
        )


def _goods(line: ReturnLine) -> tuple[object, ...]:
    return line.received, line.missing, line.extra, line.findings


def _line(told: StoredReturn, like: ReturnLine) -> ReturnLine:
    return next((one for one in told.lines if one.line == like.line), like)


def _changed_lines(deed: StoredDeed) -> list[ReturnLine]:
    """The lines as the deed left them, where it changed their goods."""
    return [one for one in deed.after.told.lines if _goods(one) != _goods(_line(deed.before.told, one))]


def _made(deed: StoredDeed) -> list[int]:
    """The tasks that the deed left to somebody."""
    there = {one.id for one in deed.before.tasks}
    return [one.id for one in deed.after.tasks if one.id not in there]


def _set_back(transaction: Transaction, found: _Now, now: Instant, actor: str) -> Changes:
    deed, told = found.deed, found.picture.told
    before, after = deed.before, deed.after
    restored = _restored(found)
    store.remove_tasks(transaction, _made(deed))
    if after.exchange != before.exchange:
        store.put_exchange_back(transaction, deed.return_id, before.exchange)
    if before.former is not None and after.former != before.former:
        store.put_push_back(transaction, before.former)
    if found.case is not None and found.channel_moved:
        restored = taken_over(restored, found.case)
    return_store.save_return(transaction, restored)
    if restored.state is not ReturnState.REFUND_PENDING:
        there, before_it = task_store.load_of(transaction, [told.id])[told.id], {one.id for one in before.tasks}
        failed = [one for one in there if one.what is TaskKind.REFUND_FAILED and one.id not in before_it]
        return_keeping.end_tasks(transaction, failed, now)
    store.remove(transaction, deed.id)
    facts: dict[str, str | int] = {"return": told.number, "old": told.state, "new": restored.state}
    event = OrderEvent(at=now, kind=EventKind.RETURN_TAKEN_BACK, facts=facts, actor=actor)
    add_events(transaction, [(told.order, event)])
    return Changes.of(Kind.RETURN, [told.id]) + Changes.of(Kind.ORDER, [told.order])


def _restored(found: _Now) -> StoredReturn:
    """The return of now with all that the deed changed as it was before."""
    deed, now = found.deed, found.picture.told
    before, after = deed.before.told, deed.after.told
    changed = {name: getattr(before, name) for name in _FIELDS if getattr(after, name) != getattr(before, name)}
    was = {one.line: _line(before, one) for one in _changed_lines(deed)}
    lines = tuple(
        replace(
            one,
            received=was[one.line].received,
            missing=was[one.line].missing,
            extra=was[one.line].extra,
            findings=was[one.line].findings,
        )
        if one.line in was
        else one
        for one in now.lines
    )
    alone = now.changed_at == after.changed_at
    return replace(now, lines=lines, changed_at=before.changed_at if alone else now.changed_at, **changed)
