"""Owns how a table becomes a spreadsheet of its own format: typed cells, none of them a formula.

All of it is put together in memory: the library's files in between would hold buyers' names in the open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import tzinfo
from pathlib import Path
from typing import Any, TypeAlias

from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed
from desk.domain.values import Money, minor_digits

Cell: TypeAlias = "str | int | Money | Instant"
ENDING = ".xlsx"
MOST_ROWS = 1_048_575
"""Rows that a spreadsheet takes beside the one with the headers."""
_LONGEST = 32_767
_NARROW, _AMOUNT, _MOMENT, _WIDE = 10, 12, 17, 40
"""How wide a column is, in characters."""


class Sheet:
    """One sheet, written row by row and to the disk at the end."""

    def __init__(self, file: Path, headers: Sequence[str], zone: tzinfo | None = None) -> None:
        import xlsxwriter  # takes 40 ms, and hardly anybody exports

        safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = xlsxwriter.Workbook(str(file), {**safe, "default_date_format": "yyyy-mm-dd hh:mm"})
        self._sheet = self._book.add_worksheet()
        self._zone = zone
        self._formats: dict[int, Any] = {}
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        bold = self._book.add_format({"bold": True})
        for column, header in enumerate(headers):
            self._sheet.write_string(0, column, header, bold)
        self._sheet.freeze_panes(1, 0)
        self._widths = [max(_NARROW, len(one) + 2) for one in headers]
        self._rows = 0

    def add(self, cells: Sequence[Cell]) -> None:
        """Raises NotAllowed where no spreadsheet takes so many rows."""
        if self._rows >= MOST_ROWS:
            raise NotAllowed(
                f"A spreadsheet takes {MOST_ROWS} orders at most. Export a part, or a .csv file.", code="sheet_full"
            )
        self._rows += 1
        for column, cell in enumerate(cells):
            self._write(column, cell)
            self._widths[column] = max(self._widths[column], _width(cell))

    def _write(self, column: int, cell: Cell) -> None:
        row, sheet = self._rows, self._sheet
        if isinstance(cell, Money):
            sheet.write_number(row, column, cell.decimal, self._of_digits(minor_digits(cell.currency)))
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell[:_LONGEST])  # always words, whatever sign they begin with
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell)
        else:
            # A spreadsheet knows no time zones: it shows the time on the wall.
            sheet.write_datetime(row, column, cell.astimezone(self._zone).replace(tzinfo=None), self._moment)

    def _of_digits(self, digits: int) -> Any:
        if digits not in self._formats:
            form = "0" if digits == 0 else "0." + "0" * digits
            self._formats[digits] = self._book.add_format({"num_format": form})
        return self._formats[digits]

    def close(self) -> None:
        """Write the file. Raises OSError."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, width)
        if self._rows:
            self._sheet.autofilter(0, 0, self._rows, len(self._widths) - 1)
        with _plain_errors():
            self._book.close()


@contextmanager
def _plain_errors() -> Iterator[None]:
    """The library's error about the disk hides the system's, which names the reason."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        yield
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(0, str(error)) from None


def _width(cell: Cell) -> int:
    if isinstance(cell, str):
        return min(_WIDE, len(cell) + 2)
    if isinstance(cell, Money):
        return _AMOUNT
    return _NARROW if isinstance(cell, int) else _MOMENT
