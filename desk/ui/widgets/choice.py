"""Owns the large button that stands for one of several choices; what it shows is its child's."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desk.ui.theme import tokens
from desk.ui.theme.look import current, qcolour
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.paint import draw_focus_ring, draw_frame


class ChoiceButton(KeyButton):
    """One of several that exclude each other; arrow keys choose, Enter chooses and goes on (`taken`)."""

    taken = Signal()

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent=parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.setChecked(True)
            self.taken.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        t, on = current(), self.isChecked()
        ground, edge = t.sel if on else t.hover if self._hot() else t.raised, t.accent if on else t.line
        draw_frame(painter, QRectF(self.rect()), qcolour(ground), qcolour(edge), tokens.RADIUS_CARD)
        self._paint_inside(painter)
        if self.hasFocus():
            draw_focus_ring(painter, self.rect(), tokens.RADIUS_CARD)

    def _paint_inside(self, painter: QPainter) -> None:
        raise NotImplementedError
