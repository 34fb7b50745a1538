"""Owns the table of the bulk dialog: the returns of a plan, what happens to each, and how far each has come."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt, Signal

from desk.domain.values import PushId
from desk.domain.views import PushView
from desk.services import shipments
from desk.services.return_batch import BatchDeed, Plan, Row
from desk.services.return_bulk import Standing
from desk.ui.locale import locale
from desk.ui.orders.texts import plain_tip
from desk.ui.outbox.batch_table import BatchRows, Index
from desk.ui.returns.bulk_words import (
    WRONG,
    Ending,
    ending_of,
    planned_state,
    reached_state,
    turning_state,
    waiting_state,
)
from desk.ui.widgets.foreign import alone, in_a_row
from desk.ui.widgets.paint import State

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
translate = QCoreApplication.translate


class Column(IntEnum):
    NUMBER = 0
    CHANNEL = 1
    ORDER = 2
    CARRIER = 3
    PARCEL = 4
    WHAT = 5
    AMOUNT = 6


TYPED = (Column.CARRIER, Column.PARCEL)
"""Cells of a label, which are typed."""


class BulkModel(BatchRows):
    """One row per return, blocked ones first; a run changes them in place. `edited`: place, column, text."""

    edited = Signal(int, object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._deed = BatchDeed.SETTLE
        self._all: list[Row] = []
        self._shown: list[Row] = []
        self._at: dict[int, int] = {}
        self._results: dict[int, Row] = {}
        self._pushes: Mapping[PushId, PushView] = {}
        self._pending: list[int] = []
        self._only_wrong = False

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_plan(self, plan: Plan, *, sort: bool = True) -> None:
        self._deed = plan.wish.deed
        rows, places = list(plan.blocked_first()), {one.at: place for place, one in enumerate(self._all)}
        self._all = rows if sort else sorted(rows, key=lambda one: places.get(one.at, len(places)))
        self._set()

    def may_edit(self, index: Index) -> bool:
        """Whether its label can be typed: before the run, and where a label is to be given."""
        if not index.isValid() or index.column() not in TYPED or self._results or self._pending:
            return False
        return self._deed is BatchDeed.LABEL and self._shown[index.row()].wanted is not None

    def next_number(self, after: int) -> int:
        """The next row below that lacks its number; -1 where none does."""
        rows = range(after + 1, len(self._shown))
        lack = (at for at in rows if not self._shown[at].parcel and self.may_edit(self.index(at, Column.PARCEL)))
        return next(lack, -1)

    def begin(self, rows: Sequence[Row]) -> None:
        """These run now, one after the other."""
        self._pending = [one.at for one in rows]
        for one in rows:
            self._results.pop(one.at, None)
        fresh = {one.at: one for one in rows}
        self._all = [fresh.get(one.at, one) for one in self._all]
        self._set()

    def show_result(self, row: Row) -> None:
        self._results[row.at] = row
        if row.at in self._pending:
            self._pending.remove(row.at)
        for at in (row.at, *self._pending[:1]):
            place = self._at.get(at)
            if place is not None:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    def show_taken_back(self, deeds: Collection[int]) -> None:
        """These were undone; what had a push is told by that."""
        for at, row in self._results.items():
            if row.push is None and row.deed in deeds:
                self._results[at] = replace(row, standing=Standing.TAKEN_BACK)
        self._set()

    def end(self) -> None:
        self._pending = []
        self._set()

    def show_pushes(self, pushes: Mapping[PushId, PushView]) -> None:
        self._pushes = pushes
        self._set()

    def show_only_wrong(self, only: bool) -> None:
        self._only_wrong = only
        self._set()

    def word_again(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self._set()

    def _set(self) -> None:
        rows = self._all if self._pending or not self._results else sorted(self._all, key=self._rank)
        shown = [one for one in rows if not self._only_wrong or self.ending(one) in WRONG]
        same = [one.at for one in shown] == [one.at for one in self._shown]
        if not same:
            self.beginResetModel()
        self._shown = shown
        self._at = {one.at: place for place, one in enumerate(shown)}
        if not same:
            self.endResetModel()
        elif shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, len(Column) - 1))

    def _rank(self, row: Row) -> int:
        """After a run: what failed stands first, what was left out last."""
        ending = self.ending(row)
        return 0 if ending in WRONG else 2 if ending is None else 1

    # --- what is known ----------------------------------------------------------------------------------------

    @property
    def results(self) -> tuple[Row, ...]:
        return tuple(self._results.values())

    def row(self, at: int) -> Row:
        return self._shown[at]

    def place_of_next(self) -> int:
        """Where the row stands that runs now; -1 where none does."""
        return self._at.get(self._pending[0], -1) if self._pending else -1

    def push(self, row: Row) -> PushView | None:
        return self._pushes.get(row.push) if row.push is not None else None

    def ending(self, row: Row) -> Ending | None:
        result = self._results.get(row.at)
        return None if result is None else ending_of(result, self.push(result))

    def endings(self) -> list[Ending]:
        found = (ending_of(one, self.push(one)) for one in self._results.values())
        return [one for one in found if one is not None]

    def wrong(self) -> list[Row]:
        """Those that failed or were not reached: what trying again is about. What is unclear waits for a person."""
        again = (Ending.FAILED, Ending.NOT_REACHED)
        return [one for one in self._results.values() if ending_of(one, self.push(one)) in again]

    def spoken(self, row: int) -> str:
        return self._shown[row].label

    def state(self, row: int) -> State:
        its = self._shown[row]
        result = self._results.get(its.at)
        if result is not None:
            return reached_state(result, self.push(result))
        if its.at in self._pending:
            return turning_state() if its.at == self._pending[0] else waiting_state()
        return planned_state(its, self._deed)

    # --- Qt ---------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role not in (_DISPLAY, _ALIGN):
            return None
        if role == _ALIGN:
            right = Qt.AlignmentFlag.AlignRight if section == Column.AMOUNT else Qt.AlignmentFlag.AlignLeft
            return right | Qt.AlignmentFlag.AlignVCenter
        return {
            Column.NUMBER: translate("returns", "Return"),
            Column.CHANNEL: translate("returns", "Channel"),
            Column.ORDER: translate("returns", "Order"),
            Column.CARRIER: translate("returns", "Carrier"),
            Column.PARCEL: translate("returns", "Tracking number"),
            Column.WHAT: translate("returns", "What happens"),
            Column.AMOUNT: translate("returns", "Amount"),
        }[Column(section)]

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in (_DISPLAY, _EDIT, _TIP, _SPOKEN):
            return None
        text = self._text(index)
        if role == _TIP:
            return plain_tip(text)
        if role == _SPOKEN:
            return f"{self.headerData(index.column(), Qt.Orientation.Horizontal)}: {text or '–'}"
        return text

    def _text(self, index: Index) -> str:
        row = self._shown[index.row()]
        column = index.column()
        if column == Column.NUMBER:
            return alone(row.label)
        if column == Column.CHANNEL:
            return alone(row.account_name)
        if column == Column.ORDER:
            return in_a_row((row.order_number, row.name))
        if column == Column.CARRIER:
            return alone(shipments.carrier_named(row.carrier).name) if row.carrier else ""
        if column == Column.PARCEL:
            return alone(row.parcel)
        if column == Column.WHAT:
            state = self.state(index.row())
            return in_a_row((state.word, state.detail))
        blocked = row.standing in (Standing.BLOCKED, Standing.ALREADY)
        return "" if row.amount is None or (blocked and not row.amount) else locale().money(row.amount)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.may_edit(index) else flags

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        if role != _EDIT or not self.may_edit(index):
            return False
        typed = str(value).strip()
        if typed != self._text(index):
            self.edited.emit(self._shown[index.row()].at, Column(index.column()), typed)
        return True
