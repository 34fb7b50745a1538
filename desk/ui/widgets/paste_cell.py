"""Owns the field in which a table's cell is typed. Several pasted cells are no text for one of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class PasteCell(QLineEdit):
    """`several_pasted` with the text of several cells."""

    several_pasted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = QGuiApplication.clipboard().text()
        if event.matches(QKeySequence.StandardKey.Paste) and any(sign in text.strip() for sign in "\t\n"):
            self.several_pasted.emit(text)
            return
        super().keyPressEvent(event)
