"""Owns the CSV file of parcels: what it may look like and what stands in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desk.domain.errors import NotAllowed

MAX_FILE_BYTES = 20_000_000
_COLUMNS = {
    "order": "order", "bestellung": "order", "bestellnummer": "order", "order number": "order",
    "carrier": "carrier", "versanddienst": "carrier",
    "number": "number", "sendungsnummer": "number", "tracking number": "number", "tracking": "number",
    "line": "line", "position": "line", "sku": "line",
    "quantity": "quantity", "menge": "quantity",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRow:
    """One line of the file: a parcel, or some pieces of one."""

    at: int  # line of the file
    order: str
    carrier: str
    number: str
    line: str
    quantity: str


def read_rows(file: Path) -> list[ParcelRow]:
    """All rows that hold anything. Raises NotAllowed for a file that is none of parcels."""
    text = _text(file)
    sign = max(";,\t", key=text.partition("\n")[0].count)
    # Strict, since a quote that is never closed would swallow all rows after it without a word.
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        names = {name: _COLUMNS.get(name.strip().lower(), "") for name in reader.fieldnames or ()}
        missing = {"order", "number"} - set(names.values())
        if missing:
            raise NotAllowed(
                f"{file.name} lacks the column {' and '.join(sorted(missing))}. It needs: order, number; and may have: "
                "carrier, line, quantity.",
                code="file_columns",
            )
        rows = [
            _row(reader.line_num, {names[key]: value for key, value in one.items() if key in names}) for one in reader
        ]
    except csv.Error as error:
        raise NotAllowed(
            f"{file.name} cannot be read from line {reader.line_num} on. Look there for a quotation mark too many, or "
            "save the sheet as CSV again.",
            str(error),
            code="file_not_csv",
        ) from None
    return [row for row in rows if row.order or row.number or row.carrier or row.line or row.quantity]


def _row(at: int, values: dict[str, str | None]) -> ParcelRow:
    def told(name: str) -> str:
        return (values.get(name) or "").strip()

    return ParcelRow(
        at=at,
        order=told("order"),
        carrier=told("carrier"),
        number=told("number"),
        line=told("line"),
        quantity=told("quantity"),
    )


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise NotAllowed(f"{file.name} is larger than 20 MB. Split it.", code="file_too_large")
        raw = file.read_bytes()
    except OSError as error:
        raise NotAllowed(f"{file} cannot be read: {error.strerror}.", code="file_unreadable") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what Excel writes in Germany
    if "\0" in text:
        raise NotAllowed(f"{file.name} is no CSV file. Save the sheet as CSV first.", code="file_not_csv")
    return text


def parcels_of(rows: Sequence[ParcelRow]) -> list[list[ParcelRow]]:
    """Rows of one order and number make one parcel."""
    by_parcel: dict[tuple[str, str], list[ParcelRow]] = {}
    for row in rows:
        by_parcel.setdefault((row.order, row.number), []).append(row)
    return list(by_parcel.values())
