"""Owns the dialog that makes a recovery key and shows it, once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.ui.background import Lane, run_in_background
from desk.ui.care.calls import CareCalls
from desk.ui.sentences import error_text
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import Check, KeyButton
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.label import Label

_IN_A_ROW = 5


class RecoveryDialog(QDialog):
    """First why, then the key; it closes when the agent says that it is kept. `made` when there is one."""

    made = Signal()

    def __init__(self, calls: CareCalls, parent: QWidget, *, renewing: bool) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calls = calls
        self._key = ""
        title = self.tr("Recovery key")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(title, "card-name"))
        why = self.tr(
            "The store is encrypted, and its key lies in this computer's keyring. Should the keyring be lost, the "
            "recovery key opens the store and its daily backups. It is shown once, and Desk does not keep it."
        )
        if renewing:
            why += " " + self.tr("A new one replaces the one before.")
        column.addWidget(Label(why, "body", "2", wrap=True))
        self.key = Label("", "name").selectable()
        self.key.hide()
        column.addWidget(self.key)
        self.problem = Label("", "body", "err", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.kept = Check(self.tr("I have written it down or printed it"), parent=self)
        self.kept.hide()
        column.addWidget(self.kept)
        buttons = QHBoxLayout()
        self.copy = KeyButton(self.tr("Copy"), parent=self)
        self.copy.hide()
        self.cancel = KeyButton(self.tr("Not now"), key="Esc", parent=self)
        self.make = KeyButton(self.tr("Make the key"), primary=True, parent=self)
        self.finish = KeyButton(self.tr("Done"), primary=True, parent=self)
        self.finish.setEnabled(False)
        self.finish.hide()
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        for button in (self.cancel, self.make, self.finish):
            buttons.addWidget(button)
        column.addLayout(buttons)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._key))
        self.cancel.clicked.connect(self.reject)
        self.make.clicked.connect(self._make)
        self.kept.toggled.connect(self.finish.setEnabled)
        self.finish.clicked.connect(self.accept)
        self.setFixedWidth(scaled(520))
        self.make.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)

    def _make(self) -> None:
        self.make.setEnabled(False)
        self.problem.hide()
        run_in_background(self._calls.make_recovery_key, parent=self).on(Lane.READING).success(self._show).failure(
            self._failed
        ).start()

    def _show(self, key: str) -> None:
        self._key = key
        groups = key.split("-")
        rows = ("-".join(groups[at : at + _IN_A_ROW]) for at in range(0, len(groups), _IN_A_ROW))
        self.key.setText("\n".join(rows))
        self.key.setAccessibleName(self.tr("Recovery key") + ": " + key)
        for widget in (self.key, self.kept, self.copy, self.finish):
            widget.show()
        for widget in (self.make, self.cancel):
            widget.hide()
        fit(self)
        self.kept.setFocus()
        self.made.emit()

    def _failed(self, error: DeskError) -> None:
        self.problem.setText(error_text(error))
        self.problem.show()
        fit(self)
        self.make.setEnabled(True)

    def reject(self) -> None:
        """Esc does not close it over a key that nobody has kept yet."""
        if not self._key or self.kept.isChecked():
            super().reject()
