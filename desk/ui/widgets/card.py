"""Owns the card: a framed surface with a title row, and a column for its content."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.theme import tokens
from desk.ui.theme.look import current, qcolour
from desk.ui.widgets.label import Label
from desk.ui.widgets.paint import draw_frame


class Card(QWidget):
    """Title on the left, anything on the right by `add_to_title`, what it holds in the column `content`."""

    def __init__(self, title: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Not `Maximum`: that would hold the card at the height of its labels before they wrap.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        beside, above = tokens.CARD_PADDING
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(beside, above, beside, above)
        self.content.setSpacing(8)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._title = Label("", "title")
        self._row.addWidget(self._title)
        self._row.addStretch(1)
        self.content.addLayout(self._row)
        self.show_title(title)

    def show_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def add_to_title(self, widget: QWidget) -> None:
        """Put a widget at the right end of the title row."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = current()
        draw_frame(QPainter(self), QRectF(self.rect()), qcolour(t.surface), qcolour(t.line), tokens.RADIUS_CARD)
