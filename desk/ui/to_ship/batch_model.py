"""Owns the table of the batch dialog: the parcels of a plan, and how far each one has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt, Signal

from desk.domain.values import PushId
from desk.domain.views import PushView
from desk.services.bulk_planning import Plan, PlannedParcel, RowState
from desk.services.bulk_shipping import RowResult
from desk.ui.orders.texts import plain_tip
from desk.ui.outbox.batch_table import BatchRows, Index
from desk.ui.to_ship.batch_words import Ending, ending_of, planned_state, reached_state
from desk.ui.widgets.foreign import alone, in_a_row
from desk.ui.widgets.paint import State

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_NOWHERE = QModelIndex()
_OPEN = (RowState.READY, RowState.UNFINISHED)
translate = QCoreApplication.translate


class Column(IntEnum):
    ORDER = 0
    CHANNEL = 1
    CARRIER = 2
    NUMBER = 3
    STATE = 4


class BatchModel(BatchRows):
    """One row per parcel. `edited` with the table's lines it comes from, the column and the text."""

    edited = Signal(object, object, object)  # tuple[int, ...], Column, str

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: list[PlannedParcel] = []
        self._shown: list[PlannedParcel] = []
        self._results: dict[int, RowResult] = {}
        self._pushes: Mapping[PushId, PushView] = {}
        self._only_failed = False
        self._editable = True

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_plan(self, plan: Plan, *, sort: bool) -> None:
        """Show a plan; blocked rows first when `sort`, else each row where it is: nothing jumps while one types."""
        rows = list(plan.blocked_first())
        if not sort:
            places = {at: place for place, one in enumerate(self._all) for at in one.at}
            rows.sort(key=lambda one: min(places.get(at, len(places)) for at in one.at))
        self._set(rows)

    def _set(self, rows: Sequence[PlannedParcel]) -> None:
        shown = [one for one in rows if not self._only_failed or self.ending(one) in (Ending.FAILED, Ending.UNCLEAR)]
        same = [one.at for one in shown] == [one.at for one in self._shown]
        if not same:
            self.beginResetModel()
        self._all, self._shown = list(rows), shown
        if not same:
            self.endResetModel()
        elif shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, len(Column) - 1))

    def show_result(self, result: RowResult) -> None:
        self._results[result.parcel.first] = result
        for row, one in enumerate(self._shown):
            if one.first == result.parcel.first:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def show_pushes(self, pushes: Mapping[PushId, PushView]) -> None:
        self._pushes = pushes
        self._set(self._all)

    def show_only_failed(self, only: bool) -> None:
        self._only_failed = only
        self._set(self._all)

    def lock(self, locked: bool) -> None:
        self._editable = not locked

    def word_again(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self._set(self._all)

    # --- what is known ----------------------------------------------------------------------------------------

    @property
    def results(self) -> tuple[RowResult, ...]:
        return tuple(self._results.values())

    def parcel(self, row: int) -> PlannedParcel | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def result(self, parcel: PlannedParcel) -> RowResult | None:
        return self._results.get(parcel.first)

    def push(self, result: RowResult) -> PushView | None:
        return self._pushes.get(result.push) if result.push is not None else None

    def ending(self, parcel: PlannedParcel) -> Ending | None:
        result = self._results.get(parcel.first)
        return None if result is None else ending_of(result, self.push(result))

    def endings(self) -> list[Ending]:
        return [ending_of(one, self.push(one)) for one in self._results.values()]

    def spoken(self, row: int) -> str:
        return self._shown[row].order_number

    def state(self, row: int) -> State:
        parcel = self._shown[row]
        result = self._results.get(parcel.first)
        return planned_state(parcel) if result is None else reached_state(result, self.push(result))

    def may_edit(self, index: Index) -> bool:
        if not self._editable or index.column() not in (Column.CARRIER, Column.NUMBER):
            return False
        parcel = self._shown[index.row()]
        # A blocked row may be mended too, where it is the number or the carrier that is wrong.
        return parcel.order is not None and (parcel.state in _OPEN or bool(parcel.number))

    def next_number(self, after: int) -> int:
        for further in range(after + 1, len(self._shown)):
            if self.may_edit(self.index(further, Column.NUMBER)):
                return further
        return -1

    # --- Qt ---------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != _DISPLAY:
            return None
        return {
            Column.ORDER: translate("to_ship", "Order"),
            Column.CHANNEL: translate("to_ship", "Channel"),
            Column.CARRIER: translate("to_ship", "Carrier"),
            Column.NUMBER: translate("to_ship", "Tracking number"),
            Column.STATE: translate("to_ship", "What happens"),
        }[Column(section)]

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.may_edit(index) else flags

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
        parcel = self._shown[index.row()]
        column = index.column()
        if column == Column.ORDER:
            return in_a_row((parcel.order_number or parcel.reference, parcel.name))
        if column == Column.CHANNEL:
            return alone(parcel.account_name)
        if column == Column.CARRIER:
            return alone(parcel.carrier_name)
        if column == Column.NUMBER:
            return alone(parcel.number)
        state = self.state(index.row())
        return in_a_row((state.word, state.detail))

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        if role != _EDIT or not self.may_edit(index):
            return False
        parcel = self._shown[index.row()]
        if str(value).strip() != self._text(index):
            self.edited.emit(parcel.at, Column(index.column()), str(value).strip())
        return True
