"""What an agent takes back of returns: the last deed of one, or those of a batch; their pushes are recalled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.changes import Changes
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.values import ReturnId
from desk.services import outbox, return_deeds
from desk.services.context import Desk
from desk.store import return_deeds as store


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What became of it: which deeds are undone, and why others are not."""

    done: tuple[int, ...]
    refused: tuple[DeskError, ...]
    changes: Changes


def take_back(desk: Desk, deed: int) -> Changes:
    """Undo a deed (Moved.deed), and recall what it has queued, in one. Raises NotAllowed where it cannot be any more:
    it is sent, something builds on it, or it was taken back already.
    """
    with desk.store.read() as transaction:
        pushes = store.pushes_of(transaction, [deed])
    push = pushes.get(deed)
    return _undone(desk, deed) if push is None else outbox.recall(desk, [push])


def take_back_last(desk: Desk, wanted: ReturnId) -> Changes:
    """Undo what was done last with a return. Raises NotAllowed as `take_back`."""
    with desk.store.read() as transaction:
        last = store.load_last(transaction, wanted)
    if last is None:
        raise _nothing()
    return take_back(desk, last.id)


def take_back_all(desk: Desk, deeds: Sequence[int]) -> TakenBack:
    """Undo the deeds of a batch, each by itself where one of them refuses."""
    with desk.store.read() as transaction:
        pushes = store.pushes_of(transaction, deeds)
    of_push = {push: deed for deed, push in pushes.items() if push is not None}
    report = outbox.each(lambda some: outbox.recall(desk, some), list(of_push))
    done = [of_push[one] for one in report.done]
    changes, refused = report.changes, [why for _push, why in report.refused]
    for deed in sorted(set(deeds) - set(of_push.values()), reverse=True):
        try:
            changes += _undone(desk, deed)
            done.append(deed)
        except (NotAllowed, NotFound) as error:
            refused.append(error)
    return TakenBack(done=tuple(done), refused=tuple(refused), changes=changes)


def _undone(desk: Desk, deed: int) -> Changes:
    """Of what no channel hears of."""

    def work() -> Changes:
        with desk.store.write() as transaction:
            found = store.load(transaction, deed)
            if found is None:
                raise _nothing()
            return return_deeds.set_back(transaction, found, desk.clock.now(), desk.agent)

    return desk.on_database(work)


def _nothing() -> NotAllowed:
    return NotAllowed("There is nothing to take back: it was done already, or too long ago.", code="return_no_deed")
