"""Owns the head of order 360: tile, number to select and copy, two standings at most, and the line below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.clock import Instant
from desk.domain.views import OrderView
from desk.ui.locale import locale
from desk.ui.orders.cards.base import CopyButton
from desk.ui.orders.head_marks import head_marks
from desk.ui.orders.texts import Line
from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.foreign import in_a_row
from desk.ui.widgets.pill import Pill
from desk.ui.widgets.tile import Tile


class OrderHeader(QWidget):
    """Which order this is, and how it stands."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tile = Tile(size=tokens.TILE_LARGE, parent=self)
        self.number = Line("", "number", mode=Qt.TextElideMode.ElideMiddle, parent=self)
        self.copy = CopyButton(parent=self)
        self._pills = (Pill(parent=self), Pill(parent=self))
        self._test = Pill(parent=self)
        self.sub = Line("", "secondary", "2", parent=self)
        self._marks = QWidget(self)
        marks = QHBoxLayout(self._marks)
        marks.setContentsMargins(0, 0, 0, 0)
        marks.setSpacing(8)
        for pill in (*self._pills, self._test):
            marks.addWidget(pill)
        marks.addStretch(1)
        self._first = QHBoxLayout()
        self._first.setSpacing(8)
        self._first.addWidget(self.number)
        self._first.addWidget(self.copy)
        self._first.addWidget(self._marks, 1)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(0)
        self._texts.addLayout(self._first)
        self._texts.addWidget(self.sub)
        self._wide = True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._texts, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where number and pills do not fit beside each other, the pills go below the line."""
        wanted = self.number.sizeHint().width() + self._marks.sizeHint().width() + 84
        wide = wanted <= self.width()
        if wide != self._wide:
            self._wide = wide
            if wide:
                self._first.addWidget(self._marks, 1)
            else:
                self._first.removeWidget(self._marks)
                self._texts.addWidget(self._marks)

    def show_view(self, view: OrderView, now: Instant) -> None:
        self._tile.show_tile(view.tile)
        self.number.setText(view.number)
        self.copy.show_name(self.tr("Copy order number"))
        self.copy.offer(view.number)
        shown = head_marks(view, now)
        for place, pill in enumerate(self._pills):
            pill.setVisible(place < len(shown))
            if place < len(shown):
                mark = shown[place]
                pill.show_status(mark.word, mark.tone, glyph=mark.glyph, filled=mark.filled)
        self._test.setVisible(view.is_test)
        self._test.show_status(self.tr("Test order"), "neutral", glyph=Glyph.PUZZLE)
        parts = [
            view.account_name or view.tile.name,
            view.buyer.name or view.recipient.name,
            self.tr("ordered {}").format(locale().moment(view.placed_at)),
        ]
        if view.invoice_number:
            parts.append(self.tr("invoice {}").format(view.invoice_number))
        self.sub.setText(in_a_row(parts))
        self._fit()
