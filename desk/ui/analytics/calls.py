"""Owns the list of services behind the figures. All block: call them through `desk.ui.background` only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desk.domain.clock import Clock
    from desk.services.context import Desk
    from desk.services.return_statistics import Statistics, Wanted


class AnalyticsCalls(Protocol):
    """What the area asks of the services."""

    @property
    def clock(self) -> Clock: ...

    def statistics(self, wanted: Wanted) -> Statistics: ...

    def write(self, file: Path, rows: Sequence[Sequence[str]]) -> None:
        """A table as CSV. Raises NotAllowed where it cannot be written."""
        ...


class ServiceAnalyticsCalls:
    """The real services. They are imported where they are used."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def clock(self) -> Clock:
        return self._desk.clock

    def statistics(self, wanted: Wanted) -> Statistics:
        from desk.services import return_statistics

        return return_statistics.statistics(self._desk, wanted)

    def write(self, file: Path, rows: Sequence[Sequence[str]]) -> None:
        import csv

        from desk.domain.errors import NotAllowed

        try:
            with file.open("w", encoding="utf-8-sig", newline="") as opened:
                csv.writer(opened, delimiter=";").writerows(rows)
        except OSError as error:
            raise NotAllowed(
                f"{file.name} cannot be written there. Choose another folder.", str(error), code="report_not_saved"
            ) from None
