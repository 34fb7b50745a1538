"""Owns the status pill as a widget: icon, word and colour; filled only where somebody must act (UX 11)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import look, scaled
from desk.ui.widgets.paint import draw_pill, pill_width


class Pill(QWidget):
    """One status. Screen readers get its word."""

    def __init__(
        self,
        text: str = "",
        tone: str = "neutral",
        *,
        glyph: Glyph | None = None,
        filled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.show_status(text, tone, glyph=glyph, filled=filled)
        look().changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        return self._text

    def show_status(self, text: str, tone: str, *, glyph: Glyph | None = None, filled: bool = True) -> None:
        self._text, self._tone, self._glyph, self._filled = text, tone, glyph, filled
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._text, glyph=self._glyph, filled=self._filled), scaled(tokens.PILL))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_pill(painter, QRectF(self.rect()), self._text, self._tone, glyph=self._glyph, filled=self._filled)
