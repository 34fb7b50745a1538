"""Owns the wide button of the first run: an icon, what is chosen, and a line that says what then happens."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, font, qcolour, scaled
from desk.ui.widgets.choice import ChoiceButton
from desk.ui.widgets.paint import draw_text, text_width

_LEFT = 48


class Choice(ChoiceButton):
    """One way to begin."""

    def __init__(self, glyph: Glyph, parent: QWidget) -> None:
        self._about = ""
        super().__init__("", parent)
        self._shown_glyph = glyph
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, text: str, about: str = "") -> None:
        self._about = about
        self.show_text(text)
        self.setAccessibleDescription(about)

    def sizeHint(self) -> QSize:
        wide = max(text_width(self.text(), font("name")), text_width(self._about, font("secondary")))
        return QSize(wide + scaled(_LEFT) + 20, scaled(60 if self._about else 44))

    def _paint_inside(self, painter: QPainter) -> None:
        t, rect = current(), QRectF(self.rect())
        left = float(scaled(_LEFT))
        icons.draw(
            painter,
            QRectF(0, 0, left, rect.height()),
            self._shown_glyph,
            qcolour(t.accent if self.isChecked() else t.text_2),
            scaled(tokens.ICON_LARGE),
        )
        middle = rect.height() / 2
        room = rect.width() - left - 12
        painter.setFont(font("name"))
        painter.setPen(qcolour(t.text))
        high = float(scaled(20))
        if not self._about:
            draw_text(painter, QRectF(left, 0, room, rect.height()), self.text())
        else:
            draw_text(painter, QRectF(left, middle - high, room, high), self.text())
            painter.setFont(font("secondary"))
            painter.setPen(qcolour(t.text_2))
            draw_text(painter, QRectF(left, middle + 1, room, high), self._about)
