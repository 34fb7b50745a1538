"""Owns the rows of the returns and which of them are selected; pages are added as the agent scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desk.domain.clock import Clock
from desk.domain.values import Money, ReturnId
from desk.services.return_lists import ListRow
from desk.ui.orders.texts import plain_tip
from desk.ui.returns.faces import Face, face_of, reason_words, spoken, tip

Index = QModelIndex | QPersistentModelIndex
# As numbers: comparing a role with the enum costs more than all the rest of `data`.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_NOWHERE = QModelIndex()
translate = QCoreApplication.translate


class Column(IntEnum):
    BOX = 0
    NUMBER = 1
    CHANNEL = 2
    ORDER = 3
    ITEM = 4
    REASON = 5
    STATE = 6
    VALUE = 7
    DUE = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """Stands above the returns of one reason."""

    words: str
    count: int


class ReturnsModel(QAbstractTableModel):
    """Rows in the store's order, or grouped. The selection is by return: it outlives scrolling, paging and reading."""

    selectionChanged = Signal()
    regrouped = Signal()  # headings stand elsewhere

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._loaded: list[ListRow] = []
        self._shown: list[ListRow | Heading] = []
        self._places: dict[ReturnId, int] = {}
        self._faces: dict[ReturnId, Face] = {}
        self._chosen: dict[ReturnId, None] = {}
        self._grouped = False

    # --- rows -------------------------------------------------------------------------------------------------

    @property
    def loaded(self) -> tuple[ListRow, ...]:
        return tuple(self._loaded)

    def row(self, at: int) -> ListRow | None:
        found = self._shown[at] if 0 <= at < len(self._shown) else None
        return found if isinstance(found, ListRow) else None

    def heading(self, at: int) -> Heading | None:
        found = self._shown[at] if 0 <= at < len(self._shown) else None
        return found if isinstance(found, Heading) else None

    def headings(self) -> list[int]:
        return [at for at, one in enumerate(self._shown) if isinstance(one, Heading)]

    def row_of(self, wanted: ReturnId) -> int:
        return self._places.get(wanted, -1)

    def face(self, row: ListRow) -> Face:
        found = self._faces.get(row.id)
        if found is None:
            found = self._faces[row.id] = face_of(row, self._clock.now())
        return found

    def show(self, rows: Sequence[ListRow], *, grouped: bool = False) -> None:
        """Replace the rows; where they are the same returns in the same order, they only change in place."""
        shown = _grouped(rows) if grouped else list[ListRow | Heading](rows)
        same = grouped == self._grouped and _keys(shown) == _keys(self._shown)
        if not same:
            self.beginResetModel()
        self._loaded, self._shown, self._grouped = list(rows), shown, grouped
        self._places = {one.id: at for at, one in enumerate(shown) if isinstance(one, ListRow)}
        self._faces.clear()
        if not same:
            self.endResetModel()
            self.regrouped.emit()
        else:
            self._tell_all()

    def add(self, rows: Iterable[ListRow]) -> None:
        """Lay the next page below."""
        fresh = [row for row in rows if row.id not in self._places]
        if self._grouped:
            self.show([*self._loaded, *fresh], grouped=True)
            return
        if not fresh:
            return
        first = len(self._shown)
        self.beginInsertRows(_NOWHERE, first, first + len(fresh) - 1)
        self._loaded += fresh
        self._shown += fresh
        self._places |= {row.id: first + at for at, row in enumerate(fresh)}
        self.endInsertRows()

    def forget_faces(self) -> None:
        """Format anew: the language, the formats or the hour have changed."""
        self._faces.clear()
        if self._grouped:
            self.show(self._loaded, grouped=True)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self._tell_all()

    def _tell_all(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(Column) - 1))

    # --- selection --------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> tuple[ReturnId, ...]:
        """The selected returns, in the list's order as far as they are loaded."""
        return tuple(sorted(self._chosen, key=lambda one: self._places.get(one, len(self._places))))

    def is_chosen(self, wanted: ReturnId) -> bool:
        return wanted in self._chosen

    def choose(self, wanted: Iterable[ReturnId], *, on: bool = True) -> None:
        for one in wanted:
            if on:
                self._chosen[one] = None
            else:
                self._chosen.pop(one, None)
        self._tell_all()
        self.selectionChanged.emit()

    def toggle(self, at: int) -> None:
        """One return; a heading: all below it."""
        row = self.row(at)
        if row is not None:
            self.choose([row.id], on=row.id not in self._chosen)
        elif self.heading(at) is not None:
            below = self._below(at)
            self.choose(below, on=any(one not in self._chosen for one in below))

    def _below(self, at: int) -> list[ReturnId]:
        found = []
        for one in self._shown[at + 1 :]:
            if isinstance(one, Heading):
                break
            found.append(one.id)
        return found

    def choose_range(self, first: int, last: int) -> None:
        low, high = sorted((max(0, first), max(0, last)))
        self.choose(one.id for one in self._shown[low : high + 1] if isinstance(one, ListRow))

    def choose_only(self, wanted: Iterable[ReturnId]) -> None:
        self._chosen.clear()
        self.choose(wanted)

    def as_table(self, rows: Iterable[ListRow]) -> str:
        """Rows as tab-separated text with headings."""
        columns = [one for one in Column if one is not Column.BOX]
        heads = [str(self.headerData(one, Qt.Orientation.Horizontal)) for one in columns]
        lines = [[_text(one, row, self.face(row)).replace("\t", " ") for one in columns] for row in rows]
        return "\n".join("\t".join(line) for line in (heads, *lines))

    # --- Qt ---------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role not in (_DISPLAY, _ALIGN):
            return None
        if role == _ALIGN:
            right = Qt.AlignmentFlag.AlignRight if section == Column.VALUE else Qt.AlignmentFlag.AlignLeft
            return right | Qt.AlignmentFlag.AlignVCenter
        return {
            Column.BOX: "",
            Column.NUMBER: translate("returns", "Return"),
            Column.CHANNEL: translate("returns", "Channel"),
            Column.ORDER: translate("returns", "Order"),
            Column.ITEM: translate("returns", "Item"),
            Column.REASON: translate("returns", "Reason"),
            Column.STATE: translate("returns", "State"),
            Column.VALUE: translate("returns", "Value"),
            Column.DUE: translate("returns", "Deadline"),
        }[Column(section)]

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role not in (_DISPLAY, _TIP, _SPOKEN):
            return None
        heading = self.heading(index.row())
        if heading is not None:
            count = translate("returns", "%n return(s)", None, heading.count)
            return f"{heading.words}, {count}" if role == _SPOKEN else None if role == _TIP else heading.words
        row = self.row(index.row())
        if row is None:
            return None
        face = self.face(row)
        if role == _TIP:
            return plain_tip(tip(row, face))
        if role == _SPOKEN and index.column() in (Column.BOX, Column.NUMBER):
            return spoken(row, face, chosen=row.id in self._chosen)
        text = _text(index.column(), row, face)
        if role == _SPOKEN:
            return f"{self.headerData(index.column(), Qt.Orientation.Horizontal)}: {text}"
        return text


def _text(column: int, row: ListRow, face: Face) -> str:
    return {
        Column.BOX: "",
        Column.NUMBER: face.number,
        Column.CHANNEL: row.account_name,
        Column.ORDER: face.order,
        Column.ITEM: face.title,
        Column.REASON: face.reason.word,
        Column.STATE: face.state.word,
        Column.VALUE: face.value,
        Column.DUE: face.due.word,
    }[Column(column)]


def _grouped(rows: Sequence[ListRow]) -> list[ListRow | Heading]:
    """By reason, the reason of most returns first; within it as they stood."""
    its: dict[str, list[ListRow]] = {}
    for row in rows:
        its.setdefault(row.reason, []).append(row)
    made: list[ListRow | Heading] = []
    for code, found in sorted(its.items(), key=lambda one: -len(one[1])):
        made += [Heading(reason_words(code), len(found)), *found]
    return made


def _keys(shown: Sequence[ListRow | Heading]) -> list[object]:
    return [one.id if isinstance(one, ListRow) else one for one in shown]


def worth_of(rows: Iterable[ListRow]) -> tuple[Money, ...]:
    """What rows are worth together, by currency."""
    from desk.services.return_batch import added

    return added(row.goods for row in rows)
