"""Owns the channel tile as a widget: the rounded square with two letters."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.domain.views import ChannelTile
from desk.ui.theme import tokens
from desk.ui.theme.look import scaled
from desk.ui.widgets.foreign import tip_of
from desk.ui.widgets.paint import draw_tile


class Tile(QWidget):
    """A channel's square; its name is the tooltip and what screen readers get."""

    def __init__(
        self, tile: ChannelTile | None = None, size: int = tokens.TILE, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._tile: ChannelTile | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if tile is not None:
            self.show_tile(tile)

    def show_tile(self, tile: ChannelTile) -> None:
        self._tile = tile
        self.setAccessibleName(tile.name)
        self.setToolTip(tip_of(tile.name))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(self._size), scaled(self._size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._tile is not None:
            draw_tile(QPainter(self), QRectF(self.rect()), self._tile)
