"""Owns the rows of the results list as a model: ids, formatted faces, and changes that keep the chosen row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk.domain.clock import Clock
from desk.domain.values import OrderId
from desk.ui.orders.faces import Face, face_of, spoken, tip
from desk.ui.orders.hits import Entry, EntryKind, order_key
from desk.ui.orders.texts import plain_tip

# Numbers, not enum members: most calls ask for other roles, and comparing an enum costs more than the answer.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE_TEXT = int(Qt.ItemDataRole.AccessibleTextRole)
ENTRY = int(Qt.ItemDataRole.UserRole)

_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_HEADING = Qt.ItemFlag.ItemNeverHasChildren
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HitsModel(QAbstractListModel):
    """The entries of `hits.entries`. Faces are made when a row is first painted and kept until it changes."""

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._entries: tuple[Entry, ...] = ()
        self._places: dict[str, int] = {}
        self._faces: dict[str, Face] = {}
        self._query = ""
        self._looked_at = clock.now()

    # --- Qt asks ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            return self.face(index.row()).title
        if role == _ACCESSIBLE_TEXT:
            return spoken(self._entries[index.row()], self.face(index.row()))
        if role == _TOOL_TIP:
            return plain_tip(tip(self._entries[index.row()], self.face(index.row())))
        if role == ENTRY:
            return self._entries[index.row()]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _HEADING if self._entries[index.row()].kind is EntryKind.HEADING else _CHOOSABLE

    # --- the screen asks ----------------------------------------------------------------------------------------

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._entries

    def entry(self, row: int) -> Entry | None:
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def face(self, row: int) -> Face:
        entry = self._entries[row]
        found = self._faces.get(entry.key)
        if found is None:
            found = self._faces[entry.key] = face_of(entry, self._query, self._clock.now())
        return found

    def row_of(self, key: str) -> int:
        """Where a key stands, or -1."""
        return self._places.get(key, -1)

    def row_of_order(self, order: OrderId) -> int:
        return self.row_of(order_key(order))

    def first_order(self) -> int:
        """The row that Enter opens from the field, or -1."""
        return next((n for n, entry in enumerate(self._entries) if entry.kind is EntryKind.ORDER), -1)

    # --- the screen tells ---------------------------------------------------------------------------------------

    def show(self, entries: tuple[Entry, ...], query: str) -> None:
        """Replace the rows. Those that stay keep their indexes, so selection and scroll position stay with them."""
        if query != self._query:
            self._query = query
            self._faces.clear()
        old = self._entries
        for entry in entries:
            place = self._places.get(entry.key)
            if place is not None and old[place] != entry:
                self._faces.pop(entry.key, None)
        new_keys = {entry.key for entry in entries}
        staying = [entry.key for entry in old if entry.key in new_keys]
        staying_now = [entry.key for entry in entries if entry.key in self._places]
        if staying and staying == staying_now:
            self._edit(entries, new_keys)
        else:
            self.beginResetModel()
            self._set(entries)
            self.endResetModel()
        self._faces = {key: face for key, face in self._faces.items() if key in self._places}

    def pass_time(self) -> None:
        """Say of orders that have become late meanwhile that they are."""
        before, now = self._looked_at, self._clock.now()
        self._looked_at = now
        for row, entry in enumerate(self._entries):
            ship_by = entry.order.ship_by if entry.order is not None else None
            if ship_by is not None and before <= ship_by < now:
                self._faces.pop(entry.key, None)
                self.dataChanged.emit(self.index(row), self.index(row))

    def forget_faces(self) -> None:
        """Format anew: the language, the formats or the day have changed."""
        self._faces.clear()
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def _set(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries
        self._places = {entry.key: row for row, entry in enumerate(entries)}

    def _edit(self, entries: tuple[Entry, ...], new_keys: set[str]) -> None:
        """Take out runs that went, put in runs that came; what stays is in the same order on both sides."""
        row = len(self._entries)
        while row > 0:
            row -= 1
            if self._entries[row].key in new_keys:
                continue
            last = row
            while row > 0 and self._entries[row - 1].key not in new_keys:
                row -= 1
            self.beginRemoveRows(_NOWHERE, row, last)
            self._set(self._entries[:row] + self._entries[last + 1 :])
            self.endRemoveRows()
        row = 0
        while row < len(entries):
            if row < len(self._entries) and self._entries[row].key == entries[row].key:
                row += 1
                continue
            last = row
            known = self._places
            while last + 1 < len(entries) and entries[last + 1].key not in known:
                last += 1
            self.beginInsertRows(_NOWHERE, row, last)
            self._set(self._entries[:row] + entries[row : last + 1] + self._entries[row:])
            self.endInsertRows()
            row = last + 1
        changed = [n for n, entry in enumerate(entries) if self._entries[n] != entry]
        self._set(entries)
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
