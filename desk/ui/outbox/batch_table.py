"""Owns what the tables of batches share: how a row and its state are painted, how numbers are typed and pasted."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desk.domain.views import ChannelTile
from desk.ui.theme import tokens
from desk.ui.theme.look import current, look, qcolour, scaled
from desk.ui.widgets.ground import lay_ground, promise_ground
from desk.ui.widgets.paint import State, draw_focus_ring, draw_frame, draw_line, draw_state, draw_tile
from desk.ui.widgets.paste_cell import PasteCell

Index = QModelIndex | QPersistentModelIndex
_ROW = 40


class BatchRows(QAbstractTableModel):
    """The rows of a batch, as its table asks for them."""

    def state(self, row: int) -> State:
        """What becomes of it, or became."""
        raise NotImplementedError

    def may_edit(self, index: Index) -> bool:
        """Whether this cell is typed into now."""
        raise NotImplementedError

    def next_number(self, after: int) -> int:
        """The next row below whose number can be entered; -1 at the end."""
        raise NotImplementedError

    def spoken(self, row: int) -> str:
        """By what somebody who listens knows the row."""
        raise NotImplementedError


class NumberTable(QTableView):
    """`pasted` with the text of several cells; a number typed or scanned leads to the next row's."""

    pasted = Signal(str)

    def __init__(self, rows: BatchRows, number: int, parent: QWidget) -> None:
        """`number` is the column that they stand in."""
        super().__init__(parent)
        self._rows, self._number = rows, number
        self.setModel(rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        promise_ground(self)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        look().changed.connect(self._measure)

    def paintEvent(self, event: QPaintEvent) -> None:
        lay_ground(self, event)
        super().paintEvent(event)

    def _measure(self) -> None:
        down = self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(scaled(_ROW))
        down.setDefaultSectionSize(scaled(_ROW))

    @property
    def takes_numbers(self) -> bool:
        return True

    def enter_numbers(self, after: int = -1) -> bool:
        """Let the number of the next row be typed; false where none is left."""
        row = self._rows.next_number(after) if self.takes_numbers else -1
        if row < 0:
            return False
        index = self._rows.index(row, self._number)
        self.setCurrentIndex(index)
        self.edit(index)
        return True

    @property
    def editing(self) -> bool:
        """Whether a cell is being typed into."""
        return self.state() is QAbstractItemView.State.EditingState

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        row, column = self.currentIndex().row(), self.currentIndex().column()
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache and column == self._number:
            self.enter_numbers(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.takes_numbers and event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        else:
            super().keyPressEvent(event)


class BatchCells(QStyledItemDelegate):
    """Paints the cells and lets some be typed into; a child paints what is written in them."""

    def __init__(self, rows: BatchRows, table: NumberTable, state: int) -> None:
        """`state` is the column that says what becomes of a row."""
        super().__init__(table)
        self._rows, self._table, self._state = rows, table, state

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, scaled(_ROW))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        cell = PasteCell(parent)
        cell.several_pasted.connect(self._table.pasted)
        name = str(self._rows.headerData(index.column(), Qt.Orientation.Horizontal))
        cell.setAccessibleName(f"{name} {self._rows.spoken(index.row())}".strip())
        return cell

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Rows are checked anew while one types; what is being typed is not written over."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = current()
        rect, state = QRectF(option.rect), option.state
        painter.save()
        painter.setClipRect(rect)
        if self._table.currentIndex().row() == index.row():
            painter.fillRect(rect, qcolour(t.sel))
        draw_line(painter, rect.bottomLeft(), rect.bottomRight(), qcolour(t.line_soft))
        inner = rect.adjusted(10, 0, -8, 0)
        if index.column() == self._state:
            draw_state(painter, inner, self._rows.state(index.row()))
        elif self._rows.may_edit(index):
            field = rect.adjusted(4, 5, -4, -5)
            draw_frame(painter, field, qcolour(t.surface), qcolour(t.line), tokens.RADIUS_CONTROL)
            self._paint_text(painter, field.adjusted(6, 0, -6, 0), index)
        else:
            self._paint_text(painter, inner, index)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_text(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        raise NotImplementedError


def draw_tile_before(painter: QPainter, rect: QRectF, tile: ChannelTile) -> QRectF:
    """The channel's square at the left; the room that is left beside it."""
    edge = scaled(22)
    draw_tile(painter, QRectF(rect.left(), rect.center().y() - edge / 2, edge, edge), tile)
    return rect.adjusted(edge + 8, 0, 0, 0)
