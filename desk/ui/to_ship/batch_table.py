"""Owns the table's view in the batch dialog: how cells are painted, how numbers are typed, scanned and pasted in."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desk.services import shipments
from desk.ui.theme import tokens
from desk.ui.theme.look import current, font, look, qcolour, scaled
from desk.ui.to_ship.batch_model import BatchModel, Column
from desk.ui.widgets.ground import lay_ground, promise_ground
from desk.ui.widgets.paint import (
    draw_focus_ring,
    draw_frame,
    draw_line,
    draw_state,
    draw_text,
    draw_tile,
)
from desk.ui.widgets.paste_cell import PasteCell

Index = QModelIndex | QPersistentModelIndex
_ROW = 40
_WIDTHS = {Column.ORDER: 232, Column.CHANNEL: 150, Column.CARRIER: 120, Column.NUMBER: 192}


class BatchTable(QTableView):
    """`pasted` with the text of several cells; a number typed or scanned leads to the next row's."""

    pasted = Signal(str)

    def __init__(self, model: BatchModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(model, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setShowGrid(False)
        promise_ground(self)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        self._measure()
        look().changed.connect(self._measure)

    def paintEvent(self, event: QPaintEvent) -> None:
        lay_ground(self, event)
        super().paintEvent(event)

    def _measure(self) -> None:
        down = self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(scaled(_ROW))
        down.setDefaultSectionSize(scaled(_ROW))
        for column, wide in _WIDTHS.items():
            self.setColumnWidth(column, scaled(wide))

    def enter_numbers(self, after: int = -1) -> bool:
        """Let the number of the next row be typed; false where none is left."""
        row = self._model.next_number(after)
        if row < 0:
            return False
        index = self._model.index(row, Column.NUMBER)
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
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache and column == Column.NUMBER:
            self.enter_numbers(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not self.editing and self._model.may_edit(self.currentIndex()):
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, model: BatchModel, table: BatchTable) -> None:
        super().__init__(table)
        self._model, self._table = model, table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, scaled(_ROW))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        cell = PasteCell(parent)
        cell.several_pasted.connect(self._table.pasted)
        name = str(self._model.headerData(index.column(), Qt.Orientation.Horizontal))
        parcel = self._model.parcel(index.row())
        cell.setAccessibleName(f"{name} {parcel.order_number if parcel is not None else ''}".strip())
        if index.column() == Column.CARRIER:
            offered = QCompleter([one.name for one in shipments.carriers()], cell)
            offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            offered.setFilterMode(Qt.MatchFlag.MatchContains)
            cell.setCompleter(offered)
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
        inner = rect.adjusted(10, 0, -6, 0)
        if index.column() == Column.STATE:
            draw_state(painter, inner, self._model.state(index.row()))
        elif self._model.may_edit(index):
            self._paint_field(painter, rect.adjusted(4, 5, -4, -5), index)
        else:
            self._paint_text(painter, inner, index)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_text(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        parcel = self._model.parcel(index.row())
        if index.column() == Column.CHANNEL and parcel is not None and parcel.tile is not None:
            edge = scaled(22)
            draw_tile(painter, QRectF(rect.left(), rect.center().y() - edge / 2, edge, edge), parcel.tile)
            rect = rect.adjusted(edge + 8, 0, 0, 0)
        number = index.column() == Column.NUMBER
        painter.setFont(font("name" if index.column() == Column.ORDER else "body", tabular=number))
        painter.setPen(qcolour(current().text))
        mode = Qt.TextElideMode.ElideMiddle if number else Qt.TextElideMode.ElideRight
        draw_text(painter, rect, str(index.data()), mode=mode)

    def _paint_field(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        t = current()
        draw_frame(painter, rect, qcolour(t.surface), qcolour(t.line), tokens.RADIUS_CONTROL)
        self._paint_text(painter, rect.adjusted(6, 0, -6, 0), index)
