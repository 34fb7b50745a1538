"""Owns the table behind a chart: the same figures to be read, walked by keyboard, copied, and opened row by row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desk.ui.orders.texts import plain_tip
from desk.ui.theme.look import font, look, scaled

Index = QModelIndex | QPersistentModelIndex
_ROW = 32
_DISPLAY, _TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN, _ALIGN, _FONT = (
    int(Qt.ItemDataRole.AccessibleTextRole),
    int(Qt.ItemDataRole.TextAlignmentRole),
    int(Qt.ItemDataRole.FontRole),
)
_NOWHERE = QModelIndex()


class FiguresModel(QAbstractTableModel):
    """Texts only; what they mean is the screen's."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.heads: tuple[str, ...] = ()
        self.rows: Sequence[tuple[str, ...]] = ()
        self.numbers: frozenset[int] = frozenset()

    def show(self, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], numbers: frozenset[int]) -> None:
        self.beginResetModel()
        self.heads, self.rows, self.numbers = heads, rows, numbers
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        text = self.rows[index.row()][index.column()]
        if role == _DISPLAY:
            return text
        if role == _TIP:
            return plain_tip(text)
        if role == _SPOKEN:
            return f"{self.heads[index.column()]}: {text}"
        if role == _ALIGN:
            side = Qt.AlignmentFlag.AlignRight if index.column() in self.numbers else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == _FONT:
            return font("body", tabular=index.column() in self.numbers)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.heads):
            return None
        if role == _DISPLAY:
            return self.heads[section]
        if role == _ALIGN:
            side = Qt.AlignmentFlag.AlignRight if section in self.numbers else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class FiguresTable(QTableView):
    """`opened` with the row that was entered or double-clicked."""

    opened = Signal(int)

    def __init__(self, model: FiguresModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setStyleSheet("QTableView::item { padding: 0 8px; }")  # as the header's words
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self._measure()
        look().changed.connect(self._measure)
        model.modelReset.connect(self._measure)

    def _measure(self) -> None:
        down = self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(scaled(_ROW))
        down.setDefaultSectionSize(scaled(_ROW))
        head = self.horizontalHeader()
        count = len(self._model.heads)
        for column in range(count):
            last = column == count - 1 and column not in self._model.numbers
            stretched = column == 0 or last
            mode = QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Fixed
            head.setSectionResizeMode(column, mode)
            if not stretched:
                self.setColumnWidth(column, scaled(132))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        """The chosen rows as tab-separated text with its header."""
        places = sorted({index.row() for index in self.selectedIndexes()})
        lines = [self._model.heads, *(self._model.rows[place] for place in places)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(one) for one in lines))
