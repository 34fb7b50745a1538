"""Owns the top bar: the one search field and the button of the command palette."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.ui.actions.commands import Commands
from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, look, qcolour, scaled
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.paint import fill
from desk.ui.widgets.search_field import SearchField

_FIELD_AT_MOST = 720


class TopBar(QWidget):
    """60 px, on every screen."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        self.field = SearchField()
        self.field.setMaximumWidth(_FIELD_AT_MOST)
        row.addWidget(self.field, 1000)
        row.addStretch(1)
        self.palette_button = KeyButton(glyph=Glyph.COMMAND)
        self.palette_button.clicked.connect(lambda: commands.run("app.palette"))
        row.addWidget(self.palette_button)
        look().changed.connect(self._resize)
        self._resize()
        self.retranslate()

    def retranslate(self) -> None:
        self.field.retranslate()
        self.field.show_key(self._commands.key("search.focus").replace("+", " "))
        self.palette_button.show_text(self.tr("Commands"), key=self._commands.key("app.palette").replace("+", " "))

    def _resize(self) -> None:
        self.setFixedHeight(scaled(tokens.TOP_BAR))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill(painter, self.rect(), qcolour(current().surface))
        fill(painter, QRect(0, self.height() - 1, self.width(), 1), qcolour(current().line))
