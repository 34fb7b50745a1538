"""Owns the help of keys: every command with its keys, made from the registry so that it is never out of date."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.actions.catalogue import Menu
from desk.ui.actions.commands import Commands, words
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import KeyButton, key_text
from desk.ui.widgets.label import Label
from desk.ui.widgets.paint import draw_key_cap, key_cap_width


class _Keys(QWidget):
    """Key caps side by side, read out as text."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self._keys = tuple(key_text(key) for key in keys)
        self.setAccessibleName(", ".join(self._keys))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(sum(key_cap_width(key) + 4 for key in self._keys), scaled(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 0
        for key in self._keys:
            draw_key_cap(painter, QRectF(left, 1, key_cap_width(key), scaled(20)), key)
            left += key_cap_width(key) + 4


class KeysHelp(QDialog):
    """A list of keys by menu."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column.addWidget(self._area, 1)
        self._close = KeyButton(key=key_text("Esc"))
        self._close.clicked.connect(self.accept)
        column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(scaled(520), scaled(600))
        self._close.setFocus()
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            # The window renames its commands on the same event; the list is made once they are.
            QTimer.singleShot(0, self, self.retranslate)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAccessibleName(self.windowTitle())
        self._area.setAccessibleName(self.windowTitle())
        self._close.show_text(self.tr("Close"), key=key_text("Esc"))
        self._area.setWidget(self._list())

    def _list(self) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(4, 0, 16, 0)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(6)
        row = 0
        for menu in Menu:
            listed = [(one, action) for one, action in self._commands.known() if one.menu is menu and one.keys]
            if not listed:
                continue
            grid.addWidget(Label(words(menu.value).replace("&", ""), "title"), row, 0)
            grid.setRowMinimumHeight(row, scaled(32))
            row += 1
            for command, action in listed:
                grid.addWidget(Label(action.text().replace("&", "")), row, 0)
                grid.addWidget(_Keys(command.keys), row, 1, Qt.AlignmentFlag.AlignLeft)
                row += 1
        grid.setRowStretch(row, 1)
        return inside
