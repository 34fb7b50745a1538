"""Owns the rows of the list "To ship" and which orders are selected; pages are added as the agent scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desk.domain.clock import Clock
from desk.domain.values import OrderId
from desk.services.to_ship import Place, ToShipRow
from desk.ui.orders.texts import plain_tip
from desk.ui.to_ship.faces import Face, face_of, spoken, tip

Index = QModelIndex | QPersistentModelIndex
# As numbers: comparing a role with the enum costs more than all the rest of `data`.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_NOWHERE = QModelIndex()


class ToShipModel(QAbstractListModel):
    """Rows in the store's order. The selection is by order, so it outlives scrolling, paging and every new reading."""

    selectionChanged = Signal()

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._rows: list[ToShipRow] = []
        self._places: dict[OrderId, int] = {}
        self._faces: dict[OrderId, Face] = {}
        self._chosen: dict[OrderId, None] = {}

    # --- rows -------------------------------------------------------------------------------------------------

    def row(self, at: int) -> ToShipRow | None:
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def row_of(self, order: OrderId) -> int:
        return self._places.get(order, -1)

    @property
    def last_place(self) -> Place | None:
        return self._rows[-1].place if self._rows else None

    def face(self, at: int) -> Face:
        row = self._rows[at]
        found = self._faces.get(row.order.id)
        if found is None:
            found = self._faces[row.order.id] = face_of(row, self._clock.now())
        return found

    def show(self, rows: Sequence[ToShipRow]) -> None:
        """Replace the rows; where they are the same orders in the same order, they only change in place."""
        same = len(rows) == len(self._rows) and all(
            old.order.id == new.order.id for old, new in zip(self._rows, rows, strict=True)
        )
        if not same:
            self.beginResetModel()
        self._set(rows)
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def _set(self, rows: Sequence[ToShipRow]) -> None:
        self._rows = list(rows)
        self._places = {row.order.id: at for at, row in enumerate(self._rows)}
        self._faces.clear()

    def add(self, rows: Iterable[ToShipRow]) -> None:
        """Lay the next page below."""
        fresh = [row for row in rows if row.order.id not in self._places]
        if not fresh:
            return
        first = len(self._rows)
        self.beginInsertRows(_NOWHERE, first, first + len(fresh) - 1)
        self._rows += fresh
        self._places |= {row.order.id: first + at for at, row in enumerate(fresh)}
        self.endInsertRows()

    def forget_faces(self) -> None:
        """Format anew: the language, the formats or the day have changed."""
        self._faces.clear()
        self._tell_all()

    def _tell_all(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    # --- selection --------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> tuple[OrderId, ...]:
        """The selected orders, in the list's order as far as they are loaded."""
        return tuple(sorted(self._chosen, key=lambda one: self._places.get(one, len(self._places))))

    def is_chosen(self, order: OrderId) -> bool:
        return order in self._chosen

    def choose(self, orders: Iterable[OrderId], *, on: bool = True) -> None:
        for one in orders:
            if on:
                self._chosen[one] = None
            else:
                self._chosen.pop(one, None)
        self._tell_all()
        self.selectionChanged.emit()

    def toggle(self, at: int) -> None:
        row = self.row(at)
        if row is not None:
            self.choose([row.order.id], on=row.order.id not in self._chosen)

    def choose_range(self, first: int, last: int) -> None:
        low, high = sorted((max(0, first), max(0, last)))
        self.choose(row.order.id for row in self._rows[low : high + 1])

    def choose_only(self, orders: Iterable[OrderId]) -> None:
        self._chosen.clear()
        self.choose(orders)

    def keep_chosen(self, orders: Iterable[OrderId]) -> None:
        """Let go of selected orders that wait no longer."""
        there = set(orders)
        gone = [one for one in self._chosen if one not in there]
        if gone:
            self.choose(gone, on=False)

    # --- Qt ---------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = _DISPLAY) -> str | None:
        at = index.row()
        if role == _DISPLAY:
            return self._rows[at].order.number
        if role == _SPOKEN:
            row = self._rows[at]
            return spoken(row, self.face(at), chosen=row.order.id in self._chosen)
        if role == _TIP:
            return plain_tip(tip(self._rows[at], self.face(at)))
        return None
