"""Owns the table's view in the bulk dialog: its columns, and that the running row stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from desk.services.return_bulk import Standing
from desk.ui.outbox.batch_table import BatchCells, Index, NumberTable, draw_tile_before
from desk.ui.returns.bulk_model import TYPED, BulkModel, Column
from desk.ui.theme.look import current, font, qcolour, scaled
from desk.ui.widgets.paint import draw_text

_WIDTHS = {Column.NUMBER: 160, Column.CHANNEL: 150, Column.ORDER: 220, Column.AMOUNT: 120}
_LABEL_WIDTHS = {Column.CHANNEL: 140, Column.ORDER: 150, Column.CARRIER: 110, Column.PARCEL: 190}


class BulkTable(NumberTable):
    """Shows; only labels are typed into it."""

    def __init__(self, model: BulkModel, parent: QWidget) -> None:
        super().__init__(model, Column.PARCEL, parent)
        self._model, self._labels = model, False
        self.setItemDelegate(_CellDelegate(model, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._measure()

    @property
    def takes_numbers(self) -> bool:
        return self._labels

    def _measure(self) -> None:
        super()._measure()
        head = self.horizontalHeader()
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

    def follow(self) -> None:
        """Keep the running row in sight, unless the agent looks elsewhere."""
        place = self._model.place_of_next()
        if place >= 0 and not self.hasFocus():
            self.scrollTo(self._model.index(place, 0))


class _CellDelegate(BatchCells):
    def __init__(self, model: BulkModel, table: BulkTable) -> None:
        super().__init__(model, table, Column.WHAT)
        self._model = model

    def _paint_text(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row, column = self._model.row(index.row()), index.column()
        left_out = row.standing in (Standing.BLOCKED, Standing.ALREADY)
        painter.setPen(qcolour(current().text_2 if left_out else current().text))
        if column == Column.CHANNEL and row.tile is not None:
            rect = draw_tile_before(painter, rect, row.tile)
        role = {Column.NUMBER: "name", Column.AMOUNT: "button"}.get(Column(column), "body")
        painter.setFont(font(role, tabular=column in (Column.NUMBER, Column.PARCEL, Column.AMOUNT)))
        right = column == Column.AMOUNT
        mode = Qt.TextElideMode.ElideMiddle if column in (Column.NUMBER, Column.PARCEL) else Qt.TextElideMode.ElideRight
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        draw_text(painter, rect, str(index.data()), mode=mode, align=align)
