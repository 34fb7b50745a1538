"""What agents do with a return: move it a step on, count what came, inspect it. Settling has its own room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desk.domain import return_goods
from desk.domain.errors import NotAllowed
from desk.domain.return_goods import Finding
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import LineId, PushId, ReturnId
from desk.services import return_channel, return_guards, return_photos
from desk.services.context import Desk
from desk.services.return_file import Moved, ReturnFile, Said, change, moved_by
from desk.store.returns import StoredReturn
from desk.store.types import Transaction

_ELSEWHERE = frozenset(
    {
        ReturnStep.REQUEST,
        ReturnStep.WAREHOUSE_SCAN,
        ReturnStep.RESOLVE_REFUND,
        ReturnStep.AUTO_REFUND,
        ReturnStep.OFFER_KEEP,
        ReturnStep.REFUND_CONFIRMED,
        ReturnStep.REFUND_FAILED,
    }
)
"""Steps that come with goods or money, or are nobody's to say: each has a deed of its own."""


_Done = tuple[StoredReturn, Sequence[PushId]]


def step(
    desk: Desk, wanted: ReturnId, what: ReturnStep, said: Said | None = None, *, hold_seconds: float = 10
) -> Moved:
    """Move a return a step on, and tell its channel where it takes that. Raises NotFound and NotAllowed."""
    told = said or Said()

    def deed(transaction: Transaction, file: ReturnFile) -> _Done:
        return_photos.check_names(transaction, wanted, told.photo)
        after = judged(file, what, told)
        return after, return_channel.tell(desk, transaction, file, what, told, hold_seconds=hold_seconds)

    return change(desk, wanted, deed)


def judged(file: ReturnFile, what: ReturnStep, said: Said) -> StoredReturn:
    """The return as the step would leave it. Raises NotAllowed."""
    after = moved_by(file, what)
    if what in _ELSEWHERE:
        raise NotAllowed("This step comes with its goods or its money.", code="return_step_elsewhere")
    return replace(return_guards.judged(file, what, said), state=after)


def receive(
    desk: Desk, wanted: ReturnId, came: Mapping[LineId, int] | None = None, *, hold_seconds: float = 10
) -> Moved:
    """Count what a parcel held; None: all that was expected. What lies there already may be counted on.

    Raises NotFound and NotAllowed.
    """

    def deed(transaction: Transaction, file: ReturnFile) -> _Done:
        counted = came if came is not None else {one.line: one.expected for one in file.told.lines if one.expected}
        if not counted:
            raise NotAllowed("Nothing more of this return is expected. Say what came.", code="return_nothing_expected")
        told = file.told
        for line, quantity in counted.items():
            some = return_goods.receive(replace(file, told=told).line(line), quantity)
            told = replace(file, told=told).with_line(some)
        if told.state is ReturnState.RECEIVED:
            return told, ()
        after = moved_by(file, ReturnStep.REOPEN if told.state is ReturnState.CLOSED else ReturnStep.WAREHOUSE_SCAN)
        scan = ReturnStep.WAREHOUSE_SCAN
        made = return_channel.tell(desk, transaction, file, scan, Said(), hold_seconds=hold_seconds)
        return replace(told, state=after, words="" if after is not told.state else told.words), made

    return change(desk, wanted, deed)


def miss(desk: Desk, wanted: ReturnId) -> Moved:
    """Say that what is still expected will not come. Raises NotFound and NotAllowed."""

    def deed(_transaction: Transaction, file: ReturnFile) -> _Done:
        if not any(one.expected for one in file.told.lines):
            raise NotAllowed("Nothing more of this return is expected.", code="return_none_missing")
        return replace(file.told, lines=tuple(return_goods.miss(one) for one in file.told.lines)), ()

    return change(desk, wanted, deed)


def inspect(desk: Desk, wanted: ReturnId, line: LineId, finding: Finding) -> Moved:
    """Note what was found of some pieces. With the last piece that came the return is inspected.

    Raises NotFound and NotAllowed.
    """

    def deed(transaction: Transaction, file: ReturnFile) -> _Done:
        after = moved_by(file, ReturnStep.INSPECT)
        return_photos.check_names(transaction, wanted, finding.photo)
        told = file.with_line(return_goods.inspect(file.line(line), finding))
        waiting = any(one.uninspected for one in told.lines)
        return (told if waiting else replace(told, state=after)), ()

    return change(desk, wanted, deed)


def uninspect(desk: Desk, wanted: ReturnId, line: LineId) -> Moved:
    """Take the last finding of a line back, while nothing came of it. Raises NotFound and NotAllowed."""

    def deed(_transaction: Transaction, file: ReturnFile) -> _Done:
        if file.told.state not in (ReturnState.RECEIVED, ReturnState.INSPECTED) or not file.line(line).findings:
            raise NotAllowed("There is no finding that could be taken back.", code="return_no_finding")
        return replace(file.with_line(return_goods.uninspect(file.line(line))), state=ReturnState.RECEIVED), ()

    return change(desk, wanted, deed)
