"""Owns the large button that stands for one kind of channel: its square and its name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desk.domain.views import ChannelTile
from desk.ui.theme import tokens
from desk.ui.theme.look import current, font, qcolour, scaled
from desk.ui.widgets.choice import ChoiceButton
from desk.ui.widgets.paint import draw_text, draw_tile

_WIDE, _HIGH = 220, 64


class KindTile(ChoiceButton):
    """As an agent knows the channel."""

    def __init__(self, tile: ChannelTile, parent: QWidget) -> None:
        super().__init__(tile.name, parent)
        self.tile = tile

    def sizeHint(self) -> QSize:
        return QSize(scaled(_WIDE), scaled(_HIGH))

    def _paint_inside(self, painter: QPainter) -> None:
        edge = scaled(tokens.TILE_LARGE)
        middle = self.height() / 2
        draw_tile(painter, QRectF(16, middle - edge / 2, edge, edge), self.tile)
        painter.setFont(font("card-name"))
        painter.setPen(qcolour(current().text))
        left = 16 + edge + 12
        draw_text(painter, QRectF(left, 0, self.width() - left - 8, self.height()), self.text())
