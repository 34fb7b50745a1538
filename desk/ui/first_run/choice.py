"""Owns the wide button of the first run: an icon, what is chosen, and a line that says what then happens."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, font, qcolour, scaled
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.paint import draw_focus_ring, draw_frame, draw_text, text_width

_LEFT = 48


class Choice(KeyButton):
    """One of several that exclude each other; arrow keys choose, Enter chooses and goes on."""

    taken = Signal()

    def __init__(self, glyph: Glyph, parent: QWidget) -> None:
        self._about = ""
        super().__init__(parent=parent)
        self._shown_glyph = glyph
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, text: str, about: str = "") -> None:
        self._about = about
        self.show_text(text)
        self.setAccessibleDescription(about)

    def sizeHint(self) -> QSize:
        wide = max(text_width(self.text(), font("name")), text_width(self._about, font("secondary")))
        return QSize(wide + scaled(_LEFT) + 20, scaled(60 if self._about else 44))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.setChecked(True)
            self.taken.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t = current()
        rect, on = QRectF(self.rect()), self.isChecked()
        ground = t.sel if on else t.hover if self._hot() else t.raised
        draw_frame(painter, rect, qcolour(ground), qcolour(t.accent if on else t.line), tokens.RADIUS_CARD)
        left = float(scaled(_LEFT))
        icons.draw(
            painter,
            QRectF(0, 0, left, rect.height()),
            self._shown_glyph,
            qcolour(t.accent if on else t.text_2),
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
        if self.hasFocus():
            draw_focus_ring(painter, self.rect(), tokens.RADIUS_CARD)
