"""Owns the files of bulk deeds: the table that is read, and the one that says how each of its rows ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from desk.domain.errors import NotAllowed
from desk.services import sheets


def read_bytes(file: Path) -> bytes:
    """What stands in the file. Raises NotAllowed."""
    try:
        if file.stat().st_size > sheets.MAX_BYTES:
            raise NotAllowed(f"{file.name} is larger than 20 MB. Split it.", code="file_too_large", file=file.name)
        return file.read_bytes()
    except OSError as error:
        raise NotAllowed(f"{file} cannot be read: {error.strerror}.", code="file_unreadable") from None


def check_writable(file: Path) -> None:
    """Raises NotAllowed before anything is reported, not after it."""
    try:
        file.open("a").close()
    except OSError as error:
        raise NotAllowed(f"{file} cannot be written: {error.strerror}.", code="file_unwritable") from None


def write_results(file: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """One line for each row of the table, for a spreadsheet. Raises NotAllowed."""
    try:
        file.write_text(sheets.written(header, rows), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise NotAllowed(f"{file} cannot be written: {error.strerror}.", code="file_unwritable") from None
