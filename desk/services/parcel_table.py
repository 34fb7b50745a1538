"""Owns tables of parcels, from a file or pasted from a spreadsheet: which column is what.

Columns are known by their headers in German and English, else by what stands in them. Knows no store: who calls says
which texts are orders and lines (`Known`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from desk.domain import carriers as carrier_rules
from desk.domain.errors import NotAllowed
from desk.services import sheets
from desk.system import tables

_SAMPLE = 60
_TELLING = 6  # letters that a word needs to tell a column by the end of its header
_FIELDS = ("order", "number", "carrier", "line", "quantity")
_HEADERS: dict[str, str] = {
    name: field
    for field, names in {
        "order": "order orderid orderno ordernr ordernumber orderref orderreference salesrecordnumber "
        "purchaseorder bestellung bestellnummer bestellnr bestellid bestellungsnummer bestellungsnr auftrag "
        "auftragsnummer auftragsnr auftragsid referenz referenznummer kundenreferenz",
        "number": "number tracking trackingnumber trackingno trackingnr trackingid trackingcode trackingnummer "
        "parcelnumber shipmentnumber consignmentnumber sendungsnummer sendungsnr sendungsid sendung sendungscode "
        "paketnummer paketnr paketscheinnummer identcode sendungsverfolgungsnummer barcode",
        "carrier": "carrier carriercode carriername shipper shippingcarrier shippingprovider courier versanddienst "
        "versanddienstleister dienstleister versender paketdienst frachtführer transporteur zusteller",
        "line": "line lineid orderitemid itemid orderline sku article articleno articlenumber position positionsnummer "
        "pos artikel artikelnummer artikelnr",
        "quantity": "quantity qty pieces count units menge anzahl stück stückzahl stk",
    }.items()
    for name in names.split()
}
_NUMBER_LIKE = re.compile(r"(?=(?:.*\d){6})[A-Za-z0-9% .-]{8,40}")
_COUNT = re.compile(r"\d{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRow:
    """One row: a parcel, or some pieces of one. `at` is its line in the table."""

    at: int
    order: str
    number: str = ""
    carrier: str = ""
    line: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Which of some texts are the numbers of orders, and which are SKUs or ids of lines."""

    orders: Collection[str] = ()
    lines: Collection[str] = ()


Knows = Callable[[Collection[str]], Known]


def read(text: str, knows: Knows, *, name: str, named: Collection[str] = ()) -> list[ParcelRow]:
    """All rows that hold anything. `name` stands in the sentences; `named` are headers that go before those of orders.

    Raises NotAllowed where it cannot.
    """
    cells = sheets.cells(text.removeprefix("\ufeff"), name)
    if not cells:
        raise NotAllowed(f"{name} holds no rows.", code="file_empty", file=name)
    columns = {field: place for place, field in _headers(cells[0][1], named).items()}
    body = cells[1:] if columns else cells
    if not body:
        raise NotAllowed(f"{name} holds no rows below its header.", code="file_empty", file=name)
    if not {"order", "number"} <= columns.keys():
        columns |= _by_content([row for _, row in body[:_SAMPLE]], columns, knows)
    missing = [field for field in ("order", "number") if field not in columns]
    if missing:
        raise NotAllowed(
            f"{name} lacks the column {' and '.join(missing)}. It needs: order, number; and may have: carrier, line, "
            "quantity.",
            code="file_columns",
            file=name,
        )
    if len(body) > sheets.MAX_ROWS:
        raise NotAllowed(f"{name} has more than {sheets.MAX_ROWS} rows. Split it.", code="file_too_long", file=name)
    return [_row(at, row, columns) for at, row in body]


def _headers(cells: Sequence[str], named: Collection[str]) -> dict[int, str]:
    """Which column is which, by the words in the first line; the first of several of a kind counts."""
    first = next((place for place, text in enumerate(cells) if sheets.bare(text) in named), None)
    found: dict[int, str] = {} if first is None else {first: "order"}
    for place, text in enumerate(cells):
        field = _field(sheets.bare(text))
        if field and place != first and field not in found.values():
            found[place] = field
    return found


def _field(header: str) -> str:
    """What a header names: one of the usual words, or a channel's own that ends in one."""
    endings = (name for name in _HEADERS if len(name) > _TELLING and header.endswith(name))
    return _HEADERS.get(header) or _HEADERS.get(max(endings, key=len, default=""), "")


def _by_content(rows: Sequence[Sequence[str]], taken: Mapping[str, int], knows: Knows) -> dict[str, int]:
    """The columns that no header names, by what stands in most of their cells."""
    width = max(len(row) for row in rows)
    free = [place for place in range(width) if place not in taken.values()]
    columns = {place: [row[place] for row in rows if place < len(row) and row[place]] for place in free}
    columns = {place: cells for place, cells in columns.items() if cells}
    known = knows({cell for cells in columns.values() for cell in cells})
    tests: dict[str, Callable[[str], float]] = {
        "order": lambda cell: float(cell in known.orders),
        "number": _number_likeness,
        "carrier": lambda cell: float(carrier_rules.named(cell, tables.carriers()) is not None),
        "line": lambda cell: float(cell in known.lines),
        "quantity": lambda cell: float(_COUNT.fullmatch(cell) is not None),
    }
    found: dict[str, int] = {}
    for field in _FIELDS:
        if field in taken or (field == "quantity" and "line" not in found and "line" not in taken):
            continue
        shares = {
            place: sum(map(tests[field], cells)) / len(cells)
            for place, cells in columns.items()
            if place not in found.values()
        }
        best = max(shares, key=lambda place: (shares[place], -place), default=None)
        if best is not None and shares[best] > 0.5:
            found[field] = best
    if "order" not in found and "order" not in taken and ("number" in found or "number" in taken):
        # No order is known here, and the rows shall say so one by one: what holds most digits beside the numbers.
        rest = {place: cells for place, cells in columns.items() if place not in found.values()}
        digits = {place: sum(any(c.isdigit() for c in cell) for cell in cells) for place, cells in rest.items()}
        best = max(digits, key=lambda place: (digits[place], -place), default=None)
        if best is not None and digits[best]:
            found["order"] = best
    return found


def _number_likeness(cell: str) -> float:
    guess = carrier_rules.recognise(cell, "", tables.number_formats(), tables.carriers())
    if guess.candidates:
        return 1.0
    return 0.6 if _NUMBER_LIKE.fullmatch(cell) or is_scientific(cell) else 0.0


def _row(at: int, cells: Sequence[str], columns: Mapping[str, int]) -> ParcelRow:
    told = {field: cells[place] for field, place in columns.items() if place < len(cells)}
    return ParcelRow(at=at, **{"order": "", **told})


# --- what spreadsheets do to numbers ------------------------------------------------------------------------

_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}", re.ASCII)
_KEPT_DIGITS = 15


def is_scientific(number: str) -> bool:
    """Whether a spreadsheet has written a number as 3.40434E+17; its last digits are lost."""
    plain = number.strip()
    return _SCIENTIFIC.fullmatch(plain) is not None and ("+" in plain or "," in plain or "." in plain)


def is_rounded(number: str) -> bool:
    """Whether a spreadsheet has kept only fifteen digits of a longer number and filled up with zeros."""
    plain = number.strip()
    return plain.isascii() and plain.isdigit() and len(plain) > _KEPT_DIGITS + 1 and not plain[_KEPT_DIGITS:].strip("0")


def with_zeros(number: str, country: str = "") -> str:
    """The number with the zeros that a spreadsheet took from its front; empty where none seem to be missing."""
    plain = number.strip()
    if not (plain.isascii() and plain.isdigit()):
        return ""
    as_it_is = carrier_rules.recognise(plain, country, tables.number_formats(), tables.carriers())
    if as_it_is.candidates:
        return ""
    for zeros in ("0", "00", "000"):
        meant = zeros + plain
        if carrier_rules.recognise(meant, country, tables.number_formats(), tables.carriers()).candidates:
            return meant
    return ""
