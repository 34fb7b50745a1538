"""Any list of returns as a table for a spreadsheet, CSV or XLSX, written whole or not at all (services.exports)."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import partial

from desk.domain.chunks import chunks
from desk.domain.values import ReturnId
from desk.services import exports, return_lists, wording, wording_returns
from desk.services.context import Desk
from desk.services.export_sheet import Cell
from desk.services.exports import ExportStopped, Progress, Table
from desk.services.marking import QT_TRANSLATE_NOOP
from desk.services.return_lists import Filter, ListRow, Sort
from desk.services.wording_standings import Say

HEADERS = (
    QT_TRANSLATE_NOOP("wording", "Return"),
    QT_TRANSLATE_NOOP("wording", "Account"),
    QT_TRANSLATE_NOOP("wording", "Order number"),
    QT_TRANSLATE_NOOP("wording", "Name"),
    QT_TRANSLATE_NOOP("wording", "Country"),
    QT_TRANSLATE_NOOP("wording", "Status"),
    QT_TRANSLATE_NOOP("wording", "Opened"),
    QT_TRANSLATE_NOOP("wording", "Due"),
    QT_TRANSLATE_NOOP("wording", "SKU"),
    QT_TRANSLATE_NOOP("wording", "Article"),
    QT_TRANSLATE_NOOP("wording", "Reason"),
    QT_TRANSLATE_NOOP("wording", "Condition"),
    QT_TRANSLATE_NOOP("wording", "Announced"),
    QT_TRANSLATE_NOOP("wording", "Received"),
    QT_TRANSLATE_NOOP("wording", "Missing"),
    QT_TRANSLATE_NOOP("wording", "Value of the goods"),
    QT_TRANSLATE_NOOP("wording", "Currency"),
    QT_TRANSLATE_NOOP("wording", "Parcel back"),
    QT_TRANSLATE_NOOP("wording", "Tasks"),
    QT_TRANSLATE_NOOP("wording", "Loss of value"),
    QT_TRANSLATE_NOOP("wording", "Loss reason"),
    QT_TRANSLATE_NOOP("wording", "Loss words"),
)


def write(
    desk: Desk,
    table: Table,
    say: Say,
    wanted: Filter | Sequence[ReturnId] = return_lists.EVERYTHING,
    *,
    sort: Sort = Sort.DUE,
    descending: bool = False,
    progress: Progress = lambda _done, _of: None,
    stop: threading.Event | None = None,
) -> int:
    """Write the list that a filter means, or these returns in their order; gives how many. Raises as exports do."""
    ids = return_lists.ids(desk, wanted, sort=sort, descending=descending) if isinstance(wanted, Filter) else wanted
    rows = partial(_rows, desk, ids, say, progress, stop or threading.Event())
    return exports.write_rows(desk, table, HEADERS, rows, say)


def _rows(
    desk: Desk, ids: Sequence[ReturnId], say: Say, progress: Progress, stop: threading.Event
) -> Iterator[list[Cell]]:
    done = 0
    for chunk in chunks(ids):
        if stop.is_set():
            raise ExportStopped("The export was stopped. No file was written.")
        for row in return_lists.rows_of(desk, chunk):
            yield _cells(row, say)
        done += len(chunk)
        progress(done, len(ids))


def _cells(row: ListRow, say: Say) -> list[Cell]:
    return [
        row.number,
        row.account_name,
        row.order_number,
        row.buyer,
        row.country,
        say.text(wording_returns.RETURN_STATES[row.state]),
        row.opened_at,
        row.due or "",
        row.sku,
        row.title,
        wording.case_reason(row.reason, row.reason, say),
        say.text(wording_returns.GRADES[row.grade]) if row.grade is not None else "",
        row.announced,
        row.received,
        row.missing,
        row.goods,
        row.goods.currency,
        row.parcel,
        row.tasks,
        *_held(row, say),
    ]


def _held(row: ListRow, say: Say) -> tuple[Cell, Cell, Cell]:
    held = row.deduction
    if held is None:
        return "", "", ""
    return held.amount, say.text(wording_returns.LOSS_REASONS[held.reason]), held.words
