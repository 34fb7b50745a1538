"""Orders as a table for a spreadsheet: one a row, as CSV (UTF-8 with a mark) or XLSX, written whole or not at all.

Internal notes are in it only if asked: such files go to third parties. Words that a spreadsheet would take for a
formula are written so that it does not, since buyers choose theirs.
"""

from __future__ import annotations

import csv
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from pathlib import Path

from desk.domain.chunks import chunks
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.values import Money, OrderId
from desk.domain.views import OrderRow
from desk.services import export_sheet
from desk.services.care import note, notes
from desk.services.context import Desk
from desk.services.export_sheet import Cell
from desk.services.marking import QT_TRANSLATE_NOOP
from desk.services.wording_standings import Say, standing
from desk.store import notes as note_store
from desk.store import orders as order_store
from desk.store import views as view_store
from desk.store.orders import OrderRecord
from desk.store.types import Transaction
from desk.system.processes import is_gone

ENDING = ".csv"
_AT_ONCE = 500
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_FORMULA_WITHIN = re.compile(r"(?<=[;,\t\r\n])(?=\s*[=+\-@＝＋－＠]\S)")
"""Behind what some other spreadsheet takes for the end of a cell."""
_UNPRINTED = {sign: " " for sign in range(32) if chr(sign) not in "\t\r\n"}

HEADERS = (
    QT_TRANSLATE_NOOP("wording", "Account"),
    QT_TRANSLATE_NOOP("wording", "Order number"),
    QT_TRANSLATE_NOOP("wording", "Ordered"),
    QT_TRANSLATE_NOOP("wording", "Name"),
    QT_TRANSLATE_NOOP("wording", "E-mail"),
    QT_TRANSLATE_NOOP("wording", "Country"),
    QT_TRANSLATE_NOOP("wording", "First item"),
    QT_TRANSLATE_NOOP("wording", "Items"),
    QT_TRANSLATE_NOOP("wording", "Total"),
    QT_TRANSLATE_NOOP("wording", "Currency"),
    QT_TRANSLATE_NOOP("wording", "Status"),
    QT_TRANSLATE_NOOP("wording", "Tracking numbers"),
    QT_TRANSLATE_NOOP("wording", "Invoice"),
)
NOTES = QT_TRANSLATE_NOOP("wording", "Internal notes")

Progress = Callable[[int, int], None]


class ExportStopped(DeskError):
    """Somebody stopped it; no file was written."""

    code = "export_stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is written where: a file that ends in .xlsx is one, .csv, .tsv and .txt are CSV, others are refused.

    `orders` None: all of the store, the newest first. `separator` and `comma` (amounts as `9,95`) are for CSV; `zone`
    is for XLSX, None the computer's own.
    """

    file: Path
    orders: Sequence[OrderId] | None = None
    notes: bool = False
    separator: str = ";"
    comma: bool = True
    replace: bool = False
    zone: tzinfo | None = None


def write_table(
    desk: Desk,
    wanted: Table,
    say: Say,
    progress: Progress = lambda _done, _of: None,
    stop: threading.Event | None = None,
) -> int:
    """Write it; gives how many orders. Raises NotAllowed (it exists, no room or rights), ExportStopped, StoreError."""
    rows = partial(_rows, desk, wanted, say, progress, stop or threading.Event())
    return write_rows(desk, wanted, (*HEADERS, *((NOTES,) if wanted.notes else ())), rows, say)


Rows = Callable[[], Iterator[list[Cell]]]


def write_rows(desk: Desk, wanted: Table, headers: Sequence[str], rows: Rows, say: Say) -> int:
    """Write any table whole or not at all; gives how many rows. `headers` are marked texts. Raises as `write_table`."""
    file = wanted.file
    if file.suffix.lower() not in (*_TEXTS, export_sheet.ENDING):
        raise NotAllowed(
            f"Desk writes tables as .csv or .xlsx. Choose such a name for {file.name}.",
            code="export_kind",
            file=file.name,
        )
    sweep(desk)
    # A name of its own: two exports to one file may run at once.
    made = file.parent / f".orders-{secrets.token_hex(8)}.part"
    _note(desk, made)
    try:
        _keep_existing(wanted)
        made.touch(0o600)  # it holds buyers' names
        write = _write_sheet if file.suffix.lower() == export_sheet.ENDING else _write_csv
        written = write(wanted, say, made, [say.text(one) for one in headers], rows)
        _keep_existing(wanted)  # which another may have written meanwhile
        made.replace(file)
    except OSError as error:
        raise NotAllowed(
            f"The file cannot be written there: {error.strerror}. Choose another folder.",
            code="file_not_written",
            reason=error.strerror or "",
        ) from error
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)
            _note(desk, made, done=True)
    return written


_TEXTS = (".csv", ".tsv", ".txt", "")
_BEGUN = "exports_begun"
_NOTING = threading.Lock()


def _note(desk: Desk, part: Path, *, done: bool = False) -> None:
    """Which files are begun and by whom: a kill leaves them where nobody looks, with buyers' names in them."""
    folder = desk.store.place.folder
    with _NOTING:
        begun = dict(notes(folder).get(_BEGUN, {}))
        begun[str(part.absolute())] = desk.owner
        if done:
            del begun[str(part.absolute())]
        note(folder, **{_BEGUN: begun or None})


def sweep(desk: Desk) -> None:
    """Delete what a killed export has left."""
    folder = desk.store.place.folder
    with _NOTING:
        begun = dict(notes(folder).get(_BEGUN, {}))
        for name in [name for name, owner in begun.items() if is_gone(str(owner))]:
            with suppress(OSError):
                Path(name).unlink(missing_ok=True)
                del begun[name]
        if begun != notes(folder).get(_BEGUN, {}):
            note(folder, **{_BEGUN: begun or None})


def _keep_existing(wanted: Table) -> None:
    name = wanted.file.name
    if not wanted.replace and wanted.file.exists():
        raise NotAllowed(f"{name} exists already. Choose another name.", code="file_exists", name=name)


def _write_csv(wanted: Table, say: Say, made: Path, headers: Sequence[str], rows: Rows) -> int:
    # The mark tells a spreadsheet that it is UTF-8; without it umlauts would be spoilt.
    with made.open("w", encoding="utf-8-sig", newline="") as opened:
        file = csv.writer(opened, delimiter=wanted.separator)
        file.writerow(headers)
        written = 0
        for cells in rows():
            file.writerow([_harmless(_as_text(one, wanted, say)) for one in cells])
            written += 1
    return written


def _write_sheet(wanted: Table, _say: Say, made: Path, headers: Sequence[str], rows: Rows) -> int:
    sheet = export_sheet.Sheet(made, headers, wanted.zone)
    written = 0
    for cells in rows():
        sheet.add([one.translate(_UNPRINTED) if isinstance(one, str) else one for one in cells])
        written += 1
    sheet.close()
    return written


def _as_text(cell: Cell, wanted: Table, say: Say) -> str:
    if isinstance(cell, Money):
        return _amount(cell, comma=wanted.comma)
    return str(cell) if isinstance(cell, str | int) else say.moment(cell)


def _rows(desk: Desk, wanted: Table, say: Say, progress: Progress, stop: threading.Event) -> Iterator[list[Cell]]:
    """Raises ExportStopped."""
    with desk.store.read() as transaction:
        ids = list(wanted.orders) if wanted.orders is not None else view_store.newest_ids(transaction)
        done = 0
        for chunk in chunks(ids, _AT_ONCE):
            if stop.is_set():
                raise ExportStopped("The export was stopped. No file was written.")
            yield from _cells(desk, transaction, chunk, wanted, say)
            done += len(chunk)
            progress(done, len(ids))


def _cells(
    desk: Desk, transaction: Transaction, ids: Sequence[OrderId], wanted: Table, say: Say
) -> Iterator[list[Cell]]:
    records = order_store.load_records(transaction, ids)
    notes = note_store.load_texts(transaction, ids) if wanted.notes else {}
    for row in view_store.load_rows(transaction, ids, desk.tiles()):
        cells = _of_order(row, records[row.id], say)
        if wanted.notes:
            cells.append("\n".join(notes.get(row.id, ())))
        yield cells


def _of_order(row: OrderRow, record: OrderRecord, say: Say) -> list[Cell]:
    order = record.merged
    goes_to = order.recipient or order.billing
    return [
        row.account_name,
        row.number,
        row.placed_at,
        row.name,
        order.buyer.email,
        goes_to.country,
        row.first_item,
        row.items,
        row.total,
        row.total.currency,
        standing(row.standings[0], say),
        " ".join(one.number for one in order.shipments or () if one.number),
        order.invoice_number,
    ]


def _amount(amount: Money, *, comma: bool) -> str:
    """Digits only, so that a spreadsheet reckons with it."""
    return str(amount.decimal).replace(".", ",") if comma else str(amount.decimal)


def _harmless(cell: str) -> str:
    """A buyer named `=HYPERLINK(…)` stays words, also where a spreadsheet divides cells at other signs than this file
    does; a negative amount stays a number.
    """
    if _is_number(cell):
        return cell
    words = _FORMULA_WITHIN.sub("'", cell.translate(_UNPRINTED))
    return f"'{words}" if _FORMULA.match(words) else words


def _is_number(cell: str) -> bool:
    return cell[:1] == "-" and cell[1:].replace(",", "", 1).replace(".", "", 1).isdigit()
