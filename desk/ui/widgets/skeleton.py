"""Owns skeleton rows: grey shapes of the real height, shown only when a local read takes longer than 150 ms (UX 5)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desk.ui.theme.look import current, list_row, qcolour

DELAY_MS = 150


class SkeletonRows(QWidget):
    """Fills its room with the shapes of list rows. It stands still: no animation."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolour(current().hover))
        high, wide = list_row(), self.width()
        for number, top in enumerate(range(0, self.height(), high)):
            shorter = (number * 37) % 80
            for left, above, width, height in (
                (12.0, high / 2 - 14, 28.0, 28.0),
                (52.0, high / 2 - 15, min(wide * 0.35, 150.0 + shorter / 2), 11.0),
                (52.0, high / 2 + 5, min(wide * 0.5, 230.0 - shorter), 9.0),
                (wide - 84.0, high / 2 - 15, 68.0, 11.0),
            ):
                painter.drawRoundedRect(QRectF(left, top + above, width, height), 4, 4)
