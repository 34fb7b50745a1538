"""Owns the question before a deed at an account that is not taken back by a key: what happens, and one verb."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk.ui.theme.look import scaled
from desk.ui.widgets.button import ConfirmButton, KeyButton
from desk.ui.widgets.label import Label


class Confirm(QDialog):
    """`accepted` by its verb or Ctrl+Enter. The keyboard starts on Cancel, and Enter alone never confirms (UX 6)."""

    def __init__(self, title: str, texts: Sequence[str], verb: str, parent: QWidget, *, danger: bool = False) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(title, "card-name", wrap=True))
        for text in texts:
            column.addWidget(Label(text, "body", "2", wrap=True).selectable())
        column.addSpacing(6)
        self.cancel = KeyButton(QCoreApplication.translate("Confirm", "Cancel"), key="Esc", parent=self)
        self.verb = ConfirmButton(verb, key="Ctrl+Enter", primary=not danger, danger=danger, parent=self)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.verb)
        column.addLayout(buttons)
        self.cancel.clicked.connect(self.reject)
        self.verb.clicked.connect(self.accept)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.accept)
        self.setFixedWidth(max(scaled(460), self.verb.sizeHint().width() + self.cancel.sizeHint().width() + 60))
        self.cancel.setFocus()
