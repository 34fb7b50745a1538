"""Owns the help of keys: every command with its keys, made from the registry so that it is never out of date.

What works on the screen one comes from stands first; what works elsewhere below, with the reason.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.actions.commands import Commands, words
from desk.ui.actions.menus import Menu
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
        # Asked before the dialog is on show: they are the reasons of the screen that the agent sees.
        self._reasons = {one.id: commands.why_not(one.id) for one, _ in commands.known() if one.keys}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column.addWidget(self._area, 1)
        self._close = KeyButton(key="Esc")
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
        self._close.show_text(self.tr("Close"))
        self._area.setWidget(self._list())

    def _list(self) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(4, 0, 16, 0)
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(6)
        row = 0
        for menu in Menu:
            row = self._add(grid, row, words(menu.value).replace("&", ""), [menu], here=True)
        row = self._add(grid, row, self.tr("Elsewhere"), list(Menu), here=False)
        grid.setRowStretch(row, 1)
        return inside

    def _add(self, grid: QGridLayout, row: int, title: str, menus: list[Menu], *, here: bool) -> int:
        """One part of the list; the next free row."""
        listed = [
            (one, action)
            for one, action in self._commands.known()
            if one.menu in menus and one.keys and (not self._reasons[one.id]) is here
        ]
        if not listed:
            return row
        grid.addWidget(Label(title, "title"), row, 0)
        grid.setRowMinimumHeight(row, scaled(32))
        for command, action in listed:
            row += 1
            grid.addWidget(Label(action.text().replace("&", ""), "body", "" if here else "2"), row, 0)
            grid.addWidget(_Keys(command.keys), row, 1, Qt.AlignmentFlag.AlignLeft)
            if not here:
                row += 1
                grid.addWidget(Label(self._reasons[command.id], "secondary", "2", wrap=True), row, 0, 1, 2)
        return row + 1
