"""Owns the table's view in the bulk dialog: how its cells are painted, and that the running row stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
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

from desk.services.return_bulk import Standing
from desk.ui.returns.bulk_model import TYPED, BulkModel, Column
from desk.ui.theme import tokens
from desk.ui.theme.look import current, font, look, qcolour, scaled
from desk.ui.widgets.ground import lay_ground, promise_ground
from desk.ui.widgets.paint import draw_focus_ring, draw_frame, draw_line, draw_state, draw_text, draw_tile
from desk.ui.widgets.paste_cell import PasteCell

Index = QModelIndex | QPersistentModelIndex
_ROW = 40
_WIDTHS = {Column.NUMBER: 160, Column.CHANNEL: 150, Column.ORDER: 220, Column.AMOUNT: 120}
_LABEL_WIDTHS = {Column.CHANNEL: 140, Column.ORDER: 150, Column.CARRIER: 110, Column.PARCEL: 190}


class BulkTable(QTableView):
    """Shows; only labels are typed into it. `pasted` with the text of several cells."""

    pasted = Signal(str)

    def __init__(self, model: BulkModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._labels = model, False
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(model, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        promise_ground(self)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        self._measure()
        look().changed.connect(self._measure)

    def paintEvent(self, event: QPaintEvent) -> None:
        lay_ground(self, event)
        super().paintEvent(event)

    def _measure(self) -> None:
        down, head = self.verticalHeader(), self.horizontalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(scaled(_ROW))
        down.setDefaultSectionSize(scaled(_ROW))
        for column, wide in (_WIDTHS | (_LABEL_WIDTHS if self._labels else {})).items():
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, scaled(wide))
        head.setSectionResizeMode(Column.WHAT, QHeaderView.ResizeMode.Stretch)

    def show_labels(self, labels: bool) -> None:
        """Carrier and number in place of an amount."""
        self._labels = labels
        for column in TYPED:
            self.setColumnHidden(column, not labels)
        self.setColumnHidden(Column.AMOUNT, labels)
        self._measure()

    def let_type(self) -> None:
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.SelectedClicked)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)

    def enter_numbers(self, after: int = -1) -> bool:
        """Let the number of the next row be typed; false where none lacks one."""
        row = self._model.next_number(after)
        if row < 0 or not self._labels:
            return False
        index = self._model.index(row, Column.PARCEL)
        self.setCurrentIndex(index)
        self.edit(index)
        return True

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        at = self.currentIndex()
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache and at.column() == Column.PARCEL:
            self.enter_numbers(at.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._labels and event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        else:
            super().keyPressEvent(event)

    def follow(self) -> None:
        """Keep the running row in sight, unless the agent looks elsewhere."""
        place = self._model.place_of_next()
        if place >= 0 and not self.hasFocus():
            self.scrollTo(self._model.index(place, 0))


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, model: BulkModel, table: BulkTable) -> None:
        super().__init__(table)
        self._model, self._table = model, table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, scaled(_ROW))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        cell = PasteCell(parent)
        cell.several_pasted.connect(self._table.pasted)
        name = str(self._model.headerData(index.column(), Qt.Orientation.Horizontal))
        cell.setAccessibleName(f"{name} {self._model.row(index.row()).label}")
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
        if index.column() == Column.WHAT:
            draw_state(painter, inner, self._model.state(index.row()))
        elif self._model.may_edit(index):
            t, field = current(), rect.adjusted(4, 5, -4, -5)
            draw_frame(painter, field, qcolour(t.surface), qcolour(t.line), tokens.RADIUS_CONTROL)
            self._paint_text(painter, field.adjusted(6, 0, -6, 0), index)
        else:
            self._paint_text(painter, inner, index)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_text(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row, column = self._model.row(index.row()), index.column()
        left_out = row.standing in (Standing.BLOCKED, Standing.ALREADY)
        painter.setPen(qcolour(current().text_2 if left_out else current().text))
        if column == Column.CHANNEL and row.tile is not None:
            edge = scaled(22)
            draw_tile(painter, QRectF(rect.left(), rect.center().y() - edge / 2, edge, edge), row.tile)
            rect = rect.adjusted(edge + 8, 0, 0, 0)
        role = {Column.NUMBER: "name", Column.AMOUNT: "button"}.get(Column(column), "body")
        painter.setFont(font(role, tabular=column in (Column.NUMBER, Column.PARCEL, Column.AMOUNT)))
        right = column == Column.AMOUNT
        mode = Qt.TextElideMode.ElideMiddle if column in (Column.NUMBER, Column.PARCEL) else Qt.TextElideMode.ElideRight
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        draw_text(painter, rect, str(index.data()), mode=mode, align=align)
