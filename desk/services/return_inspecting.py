"""Inspects all that waits of a return as one condition, and of many returns at once: no channel hears of either.

Each return is one deed, so that it is taken back whole (return_undoing). Single pieces are `return_steps.inspect`'s.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from desk.domain import return_goods, return_numbers
from desk.domain.changes import Changes
from desk.domain.chunks import chunks
from desk.domain.errors import DeskError, NotAllowed, NotFound, StoreError
from desk.domain.giving_way import give_way
from desk.domain.return_goods import PROPOSED, Disposition, Finding, Grade
from desk.domain.return_states import ReturnStep
from desk.domain.values import LineId, PushId, ReturnId
from desk.services.context import Desk
from desk.services.return_file import Moved, ReturnFile, change, moved_by
from desk.store import returns as return_store
from desk.store.returns import StoredReturn
from desk.store.types import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A return that was not inspected. `number` is as shown, empty where the return is gone."""

    wanted: ReturnId
    number: str
    error: DeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What came of many. `deeds` take it back; `broken` is why the store gave way before the rest was reached."""

    done: tuple[ReturnId, ...]
    deeds: tuple[int, ...]
    left_out: tuple[LeftOut, ...]
    not_reached: tuple[ReturnId, ...]
    changes: Changes
    broken: StoreError | None = None


def waiting(told: StoredReturn) -> dict[LineId, int]:
    """What came of a return and was not looked at. Raises NotAllowed where nothing waits."""
    found = {one.line: one.uninspected for one in told.lines if one.uninspected}
    if not found:
        raise NotAllowed("Nothing of this return waits for inspection.", code="return_none_waiting")
    return found


def inspect_waiting(
    desk: Desk, wanted: ReturnId, grade: Grade, *, goes: Disposition | None = None, note: str = ""
) -> Moved:
    """Note that all its pieces that wait came back in this condition; `goes` None: what is proposed for it.

    Raises NotFound and NotAllowed: with wrong content as well, since each piece of it needs its photo.
    """

    def deed(_transaction: Transaction, file: ReturnFile) -> tuple[StoredReturn, Sequence[PushId]]:
        its = waiting(file.told)
        after = moved_by(file, ReturnStep.INSPECT)
        told = file.told
        for line, quantity in its.items():
            finding = Finding(quantity=quantity, grade=grade, disposition=goes or PROPOSED[grade], note=note)
            told = replace(file, told=told).with_line(return_goods.inspect(file.line(line), finding))
        return replace(told, state=after), ()

    return change(desk, wanted, deed)


def inspect_all(
    desk: Desk,
    wanted: Sequence[ReturnId],
    grade: Grade,
    *,
    tell: Callable[[int], object] = lambda _done: None,
    stop: threading.Event | None = None,
) -> Inspected:
    """Do that with each, by itself: one that is refused stops no other. `tell` hears how many were looked at.

    Raises StoreError where the store gives way before anything was done.
    """
    its = list(dict.fromkeys(wanted))
    numbers = _numbers(desk, its)
    done: list[ReturnId] = []
    deeds: list[int] = []
    left_out: list[LeftOut] = []
    changes = Changes()
    broken: StoreError | None = None
    for at, one in enumerate(its, 1):
        if stop is not None and stop.is_set():
            break
        give_way()
        try:
            moved = inspect_waiting(desk, one, grade)
        except StoreError as error:
            if not done:
                raise
            broken = error
            break
        except (NotAllowed, NotFound) as error:
            left_out.append(LeftOut(wanted=one, number=numbers.get(one, ""), error=error))
        else:
            done.append(one)
            changes += moved.changes
            if moved.deed is not None:
                deeds.append(moved.deed)
        tell(at)
    reached = {*done, *(one.wanted for one in left_out)}
    return Inspected(
        done=tuple(done),
        deeds=tuple(deeds),
        left_out=tuple(left_out),
        not_reached=tuple(one for one in its if one not in reached),
        changes=changes,
        broken=broken,
    )


def _numbers(desk: Desk, wanted: Sequence[ReturnId]) -> Mapping[ReturnId, str]:
    found: dict[ReturnId, str] = {}
    with desk.store.read() as transaction:
        for chunk in chunks(wanted):
            told = return_store.load_returns(transaction, chunk)
            found |= {one.id: return_numbers.shown(one.number) for one in told.values()}
    return found
