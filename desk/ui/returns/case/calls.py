"""Owns the list of services behind one return's page. All block: call them through `desk.ui.background` only.

Raise NotAllowed and NotFound with the reason. A test hands the page its own `CaseCalls`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desk.domain.carriers import Carrier, Guess
    from desk.domain.changes import Changes
    from desk.domain.clock import Clock
    from desk.domain.return_goods import Finding
    from desk.domain.return_states import ReturnStep
    from desk.domain.values import LineId, Money, ReturnId
    from desk.services.context import Desk
    from desk.services.return_case import ReturnCase
    from desk.services.return_exchange import Replacement
    from desk.services.return_file import Moved, Said
    from desk.services.return_photos import Photo
    from desk.services.return_settling import Terms

HOLD_SECONDS = 10.0
"""So long the outbox holds a deed for the agent to take it back (UX 6)."""


class CaseCalls(Protocol):
    """What the page and its dialogs ask of the services."""

    @property
    def clock(self) -> Clock: ...

    def show(self, wanted: ReturnId) -> ReturnCase: ...

    def carriers(self) -> Sequence[Carrier]: ...

    def recognise(self, number: str, country: str) -> Guess: ...

    def step(self, wanted: ReturnId, what: ReturnStep, said: Said) -> Moved: ...

    def receive(self, wanted: ReturnId, came: Mapping[LineId, int]) -> Moved: ...

    def miss(self, wanted: ReturnId) -> Moved: ...

    def inspect(self, wanted: ReturnId, line: LineId, finding: Finding) -> Moved: ...

    def uninspect(self, wanted: ReturnId, line: LineId) -> Moved: ...

    def settle(self, wanted: ReturnId, terms: Terms, *, deed: str) -> Moved: ...

    def offer_keep(self, wanted: ReturnId, below: Money) -> Moved: ...

    def exchange(self, wanted: ReturnId, replacement: Replacement, *, deed: str) -> Moved: ...

    def add_photo(self, wanted: ReturnId, data: bytes, line: LineId | None) -> Photo: ...

    def photo(self, photo: int) -> bytes: ...

    def remove_photo(self, photo: int) -> Changes: ...

    def take_back(self, deed: int) -> Changes:
        """Undo a deed that no channel hears of."""
        ...

    def task_done(self, task: int) -> Changes: ...

    def task_open(self, task: int) -> Changes:
        """It was not done after all."""
        ...


class ServiceCaseCalls:
    """The real services. They are imported where they are used."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def clock(self) -> Clock:
        return self._desk.clock

    def show(self, wanted: ReturnId) -> ReturnCase:
        from desk.services import return_case

        return return_case.show(self._desk, wanted)

    def carriers(self) -> Sequence[Carrier]:
        from desk.services import shipments

        return shipments.carriers()

    def recognise(self, number: str, country: str) -> Guess:
        from desk.services import shipments

        return shipments.recognise(number, country)

    def step(self, wanted: ReturnId, what: ReturnStep, said: Said) -> Moved:
        from desk.services import return_steps

        return return_steps.step(self._desk, wanted, what, said, hold_seconds=HOLD_SECONDS)

    def receive(self, wanted: ReturnId, came: Mapping[LineId, int]) -> Moved:
        from desk.services import return_steps

        return return_steps.receive(self._desk, wanted, came, hold_seconds=HOLD_SECONDS)

    def miss(self, wanted: ReturnId) -> Moved:
        from desk.services import return_steps

        return return_steps.miss(self._desk, wanted)

    def inspect(self, wanted: ReturnId, line: LineId, finding: Finding) -> Moved:
        from desk.services import return_steps

        return return_steps.inspect(self._desk, wanted, line, finding)

    def uninspect(self, wanted: ReturnId, line: LineId) -> Moved:
        from desk.services import return_steps

        return return_steps.uninspect(self._desk, wanted, line)

    def settle(self, wanted: ReturnId, terms: Terms, *, deed: str) -> Moved:
        from desk.services import return_settling

        return return_settling.settle(self._desk, wanted, terms, hold_seconds=HOLD_SECONDS, deed=deed)

    def offer_keep(self, wanted: ReturnId, below: Money) -> Moved:
        from desk.services import return_settling

        return return_settling.offer_keep(self._desk, wanted, below, hold_seconds=HOLD_SECONDS)

    def exchange(self, wanted: ReturnId, replacement: Replacement, *, deed: str) -> Moved:
        from desk.services import return_exchange

        return return_exchange.send(self._desk, wanted, replacement, hold_seconds=HOLD_SECONDS, deed=deed)

    def add_photo(self, wanted: ReturnId, data: bytes, line: LineId | None) -> Photo:
        from desk.services import return_photos

        return return_photos.add(self._desk, wanted, data, line=line)

    def photo(self, photo: int) -> bytes:
        from desk.services import return_photos

        return return_photos.load(self._desk, photo)

    def remove_photo(self, photo: int) -> Changes:
        from desk.services import return_photos

        return return_photos.remove(self._desk, photo)

    def take_back(self, deed: int) -> Changes:
        from desk.services import return_undoing

        return return_undoing.take_back(self._desk, deed)

    def task_done(self, task: int) -> Changes:
        from desk.services import return_tasks

        return return_tasks.done(self._desk, task)

    def task_open(self, task: int) -> Changes:
        from desk.services import return_tasks

        return return_tasks.reopen(self._desk, task)
