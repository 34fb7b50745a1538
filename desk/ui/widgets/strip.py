"""Owns strips: a line across the window that says in what condition Desk is: demo, offline, an account in trouble."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.ui.theme import icons, tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, look, qcolour, scaled
from desk.ui.widgets.button import LinkButton
from desk.ui.widgets.label import Label

HEIGHT = 28
_AROUND = 8


class Strip(QWidget):
    """Icon, words and optionally one fix as a link. Hidden while it has nothing to say."""

    def __init__(self, glyph: Glyph, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph, self._tone = glyph, tone
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(44, 0, 16, 0)
        row.setSpacing(8)
        self._label = Label("", "secondary", wrap=True).selectable()
        self._label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.fix = LinkButton()
        self.fix.hide()
        row.addWidget(self._label, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.fix)
        self._resize()
        look().changed.connect(self._resize)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def say(self, text: str, fix: str = "") -> None:
        """Show these words, or hide for none."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.fix.show_text(fix)
        self.fix.setVisible(bool(fix))
        self.setVisible(bool(text))
        self._resize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._resize)  # another height inside this event would be laid out with the old one

    def _resize(self) -> None:
        """As high as its words: how an account is mended may not hide behind three dots."""
        margins, gap = self._row.contentsMargins(), self._row.spacing()
        fix = 0 if self.fix.isHidden() else self.fix.sizeHint().width() + gap
        room = self.width() - margins.left() - margins.right() - fix
        high = max(scaled(HEIGHT), self._label.heightForWidth(max(room, 100)) + scaled(_AROUND))
        if high != self.height():
            self.setFixedHeight(high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pair = current().tone(self._tone)
        painter.fillRect(self.rect(), qcolour(pair.bg))
        place = QRectF(0, 0, 44, self.height())
        icons.draw(painter, place, self._glyph, qcolour(pair.fg), scaled(tokens.ICON))
