"""Owns the table's view in the batch dialog: its columns, and the carriers that are offered while one is typed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QHeaderView, QLineEdit, QStyleOptionViewItem, QWidget

from desk.services import shipments
from desk.ui.outbox.batch_table import BatchCells, Index, NumberTable, draw_tile_before
from desk.ui.theme.look import current, font, qcolour, scaled
from desk.ui.to_ship.batch_model import BatchModel, Column
from desk.ui.widgets.paint import draw_text

_WIDTHS = {Column.ORDER: 232, Column.CHANNEL: 150, Column.CARRIER: 120, Column.NUMBER: 192}


class BatchTable(NumberTable):
    """Carrier and number of each parcel are typed into it."""

    def __init__(self, model: BatchModel, parent: QWidget) -> None:
        super().__init__(model, Column.NUMBER, parent)
        self._model = model
        self.setItemDelegate(_CellDelegate(model, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        self._measure()

    def _measure(self) -> None:
        super()._measure()
        for column, wide in _WIDTHS.items():
            self.setColumnWidth(column, scaled(wide))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not self.editing and self._model.may_edit(self.currentIndex()):
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _CellDelegate(BatchCells):
    def __init__(self, model: BatchModel, table: BatchTable) -> None:
        super().__init__(model, table, Column.STATE)
        self._model = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        cell = super().createEditor(parent, option, index)
        if index.column() == Column.CARRIER and isinstance(cell, QLineEdit):
            offered = QCompleter([one.name for one in shipments.carriers()], cell)
            offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            offered.setFilterMode(Qt.MatchFlag.MatchContains)
            cell.setCompleter(offered)
        return cell

    def _paint_text(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        parcel = self._model.parcel(index.row())
        if index.column() == Column.CHANNEL and parcel is not None and parcel.tile is not None:
            rect = draw_tile_before(painter, rect, parcel.tile)
        number = index.column() == Column.NUMBER
        painter.setFont(font("name" if index.column() == Column.ORDER else "body", tabular=number))
        painter.setPen(qcolour(current().text))
        mode = Qt.TextElideMode.ElideMiddle if number else Qt.TextElideMode.ElideRight
        draw_text(painter, rect, str(index.data()), mode=mode)
