"""Owns the large button that stands for one kind of channel: its square and its name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desk.domain.views import ChannelTile
from desk.ui.theme import tokens
from desk.ui.theme.look import current, font, qcolour, scaled
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.paint import draw_focus_ring, draw_frame, draw_text, draw_tile

_WIDE, _HIGH = 220, 64


class KindTile(KeyButton):
    """One of several that exclude each other; arrow keys choose, Enter chooses and goes on."""

    taken = Signal()

    def __init__(self, tile: ChannelTile, parent: QWidget) -> None:
        super().__init__(tile.name, parent=parent)
        self.tile = tile
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def sizeHint(self) -> QSize:
        return QSize(scaled(_WIDE), scaled(_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.setChecked(True)
            self.taken.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t = current()
        on = self.isChecked()
        ground = t.sel if on else t.hover if self._hot() else t.raised
        draw_frame(
            painter, QRectF(self.rect()), qcolour(ground), qcolour(t.accent if on else t.line), tokens.RADIUS_CARD
        )
        edge = scaled(tokens.TILE_LARGE)
        middle = self.height() / 2
        draw_tile(painter, QRectF(16, middle - edge / 2, edge, edge), self.tile)
        painter.setFont(font("card-name"))
        painter.setPen(qcolour(t.text))
        left = 16 + edge + 12
        draw_text(painter, QRectF(left, 0, self.width() - left - 8, self.height()), self.text())
        if self.hasFocus():
            draw_focus_ring(painter, self.rect(), tokens.RADIUS_CARD)
