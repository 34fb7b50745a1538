"""Owns the side navigation's rows: icon, area, badge, accent bar; in the rail only the icon, the badge as a dot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, font, look, qcolour, scaled
from desk.ui.widgets.paint import draw_focus_ring, draw_pill, draw_selection, draw_text, pill_width, text_width

_ICON_LEFT = 13
_TEXT_LEFT = 38
_BADGE_RIGHT, _BADGE_GAP = 6, 4


class NavRow(QAbstractButton):
    """One area of the window. Checked is where the agent is."""

    def __init__(self, glyph: Glyph, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._badge, self._tone = "", ""
        self._rail = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)

    def show_text(self, text: str) -> None:
        self.setText(text)
        self._name()

    def show_badge(self, badge: str, tone: str = "", explained: str = "") -> None:
        """A count at the right; with a tone it is a filled pill, as something waits for a person."""
        self._badge, self._tone = badge, tone
        self.setAccessibleDescription(explained)
        self._name()
        self.update()

    def show_as_rail(self, rail: bool) -> None:
        self._rail = rail
        self._name()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()} {self._badge}".strip())
        self.setToolTip(self.text() if self._rail else self.accessibleDescription())

    def sizeHint(self) -> QSize:
        return QSize(tokens.HIT_AREA, scaled(tokens.NAV_ROW))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def needed_width(self) -> int:
        """How wide the row must be for its text and badge not to be cut."""
        badge = (self._badge_width() + _BADGE_GAP) if self._badge else 0
        return scaled(_TEXT_LEFT) + text_width(self.text(), font("name")) + badge + _BADGE_RIGHT

    def _badge_width(self) -> int:
        if self._tone:
            return pill_width(self._badge, glyph=Glyph.WARNING)
        return text_width(self._badge, font("pill")) + 14

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t = current()
        rect = QRectF(self.rect())
        if self.isChecked():
            draw_selection(painter, rect)
        elif self.underMouse():
            draw_selection(painter, rect, hover=True)
        size = scaled(tokens.ICON)
        tint = qcolour(t.accent if self.isChecked() else t.text_2)
        left = rect.center().x() - size / 2 if self._rail else rect.left() + scaled(_ICON_LEFT)
        icons.draw(painter, QRectF(left, rect.top(), size, rect.height()), self._glyph, tint, size)
        if self._rail:
            self._paint_dot(painter, QRectF(left + size - 3, rect.top() + 5, 8, 8))
        else:
            self._paint_words(painter, rect)
        if self.hasFocus():
            draw_focus_ring(painter, rect)

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        t = current()
        right = rect.right() - _BADGE_RIGHT
        if self._badge:
            wide, high = max(self._badge_width(), scaled(tokens.PILL)), scaled(tokens.PILL)
            place = QRectF(right - wide, rect.center().y() - high / 2, wide, high)
            if self._tone:
                draw_pill(painter, place, self._badge, self._tone, glyph=Glyph.WARNING)
            else:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(qcolour(t.line if not t.dark else t.neutral.bg))
                painter.drawRoundedRect(place, high / 2, high / 2)
                painter.setFont(font("pill"))
                painter.setPen(qcolour(t.neutral.fg))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._badge)
            right = place.left() - _BADGE_GAP
        painter.setFont(font("name" if self.isChecked() else "body"))
        painter.setPen(qcolour(t.text))
        start = scaled(_TEXT_LEFT)
        draw_text(painter, QRectF(start, rect.top(), right - start, rect.height()), self.text())

    def _paint_dot(self, painter: QPainter, place: QRectF) -> None:
        if not self._badge:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolour(current().warn.fg if self._tone else current().accent))
        painter.drawEllipse(place)
