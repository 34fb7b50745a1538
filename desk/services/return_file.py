"""Owns the return file: one return with its order, read at one moment, and moving it by the table of steps.

Every step is judged in the transaction that writes it; `return_guards` says what each step asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desk.domain import return_numbers
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.return_goods import ReturnLine
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import LineId, OrderId, PushId, ReturnId
from desk.services import order_file, return_deeds
from desk.services.context import Desk
from desk.services.order_file import OrderFile
from desk.services.return_keeping import keep
from desk.services.returns import LabelFile
from desk.store import returns as return_store
from desk.store.cases import StoredCase
from desk.store.returns import StoredReturn
from desk.store.types import Transaction
from desk.system import tables


@dataclass(frozen=True)
class ReturnFile:
    """A return, its order and the order's other returns."""

    order: OrderFile
    told: StoredReturn
    others: Sequence[StoredReturn]

    @property
    def now(self) -> Instant:
        return self.order.now

    @property
    def case(self) -> StoredCase | None:
        """The channel's own case of it."""
        return next((one for one in self.order.cases if one.id == self.told.case), None)

    def line(self, line: LineId) -> ReturnLine:
        """Raises NotFound."""
        for one in self.told.lines:
            if one.line == line:
                return one
        raise NotFound("This return has no such line.", code="no_such_return_line")

    def with_line(self, line: ReturnLine) -> StoredReturn:
        """The return with one line changed."""
        return replace(self.told, lines=tuple(line if one.line == line.line else one for one in self.told.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an agent says with a step; each step asks for some of it and leaves the rest.

    `words` are a reason for people, `parcel` the number of the way back, `reference` what stands for it elsewhere,
    `label` the file that the buyer gets from the channel.
    """

    words: str = ""
    carrier: str = ""
    parcel: str = ""
    photo: str = ""
    reference: str = ""
    label: LabelFile | None = None
    quantities: Mapping[LineId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The return as it is after a deed."""

    told: StoredReturn
    changes: Changes
    pushes: tuple[PushId, ...] = ()  # what the channel is told of it
    deed: int | None = None  # by which it is taken back (return_undoing); None where nothing was changed


def load(transaction: Transaction, wanted: ReturnId, now: Instant) -> ReturnFile:
    """Raises NotFound."""
    (found,) = load_many(transaction, [wanted], now)
    return found


def load_many(transaction: Transaction, wanted: Sequence[ReturnId], now: Instant) -> list[ReturnFile]:
    """The files of returns, read together, in the order of `wanted`. Raises NotFound where one is gone."""
    told = return_store.load_returns(transaction, wanted)
    if len(told) < len(set(wanted)):
        raise NotFound("This return is not in the store.", code="return_gone")
    orders = order_file.load_many(transaction, list({one.order: None for one in told.values()}), now)
    of_orders: dict[OrderId, list[StoredReturn]] = defaultdict(list)
    for one in return_store.load_of_orders(transaction, orders):
        of_orders[one.order].append(one)
    return [
        ReturnFile(
            order=orders[told[one].order],
            told=told[one],
            others=[other for other in of_orders[told[one].order] if other.id != one],
        )
        for one in wanted
    ]


def numbered(desk: Desk, typed: str) -> StoredReturn:
    """The return that people or scanners name by its number. Raises NotFound."""
    number = return_numbers.read(typed)
    with desk.store.read() as transaction:
        found = None if number is None else return_store.load_numbered(transaction, number)
    if found is None:
        raise NotFound(
            f"There is no return {typed.strip()[:40]}. A number looks like RT-2026-000123-K.",
            code="no_such_return",
            number=typed.strip()[:40],
        )
    return found


def moved_by(file: ReturnFile, step: ReturnStep) -> ReturnState:
    """Where the step leads from here. Raises NotAllowed where the table has no such way."""
    after = tables.return_course().after(file.told.state, step)
    if after is None:
        raise NotAllowed("This step does not follow from where the return stands.", code="return_step")
    return after


def change(
    desk: Desk,
    wanted: ReturnId,
    deed: Callable[[Transaction, ReturnFile], tuple[StoredReturn, Sequence[PushId]]],
) -> Moved:
    """Write what `deed` makes of the file, with what takes it back, in one transaction with the order's history.

    `deed` gives the return as it is then, and the pushes it has queued. Raises NotFound, and what `deed` raises.
    """

    def work() -> Moved:
        with desk.store.write() as transaction:
            file = load(transaction, wanted, desk.clock.now())
            before = return_deeds.look(transaction, file.told, file.case)
            after, pushes = deed(transaction, file)
            told = keep(transaction, file.told, after, file.now, actor=desk.agent)
            noted = return_deeds.remember(transaction, before, told, pushes, file.now)
        changes = Changes.of(Kind.RETURN, [wanted]) + Changes.of(Kind.ORDER, [told.order])
        return Moved(told=told, changes=changes + Changes.of(Kind.PUSH, pushes), pushes=tuple(pushes), deed=noted)

    return desk.on_database(work)
