"""Owns the dialog for a backup by hand: where to, its passphrase, and how far it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.services.care_backup import ENDING, Found
from desk.ui.background import Lane, Operation, run_long
from desk.ui.care.calls import CareCalls, told
from desk.ui.job_kinds import backing_up
from desk.ui.locale import locale
from desk.ui.sentences import error_text
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.label import Label


class BackupDialog(QDialog):
    """`backed_up` carries what was made. Cancel stops a backup under way; nothing is left of it then."""

    backed_up = Signal(object)  # Found

    def __init__(self, calls: CareCalls, file: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calls, self._file = calls, file
        self._running: Operation[Found] | None = None
        title = self.tr("Back up the store")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(title, "card-name"))
        words = self.tr(
            "A copy of all orders that opens on any computer with this passphrase. The accounts' keys are not in it."
        )
        column.addWidget(Label(words, "body", "2", wrap=True))
        self.place = Label(str(file), "secondary", "2", wrap=True).selectable()
        self.choose = KeyButton(self.tr("Choose the file …"), parent=self)
        column.addWidget(self.place)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.first = self._field(column, self.tr("Passphrase, 10 characters or more"))
        self.second = self._field(column, self.tr("The same once more"))
        self.state = Label("", "body", "2", wrap=True)
        column.addWidget(self.state)
        buttons = QHBoxLayout()
        self.cancel = KeyButton(self.tr("Cancel"), key="Esc", parent=self)
        self.make = KeyButton(self.tr("Back up"), primary=True, parent=self)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.make)
        column.addLayout(buttons)
        self.choose.clicked.connect(self._choose)
        self.cancel.clicked.connect(self.reject)
        self.make.clicked.connect(self.begin)
        self.second.returnPressed.connect(self.begin)
        self.setFixedWidth(scaled(520))
        self.first.setFocus()

    def _field(self, column: QVBoxLayout, name: str) -> QLineEdit:
        label = Label(name, "secondary", "2")
        field = QLineEdit(self)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(name)
        label.setBuddy(field)
        column.addWidget(label)
        column.addWidget(field)
        return field

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Back up the store"), str(self._file), f"*{ENDING}")
        if chosen:
            self._file = Path(chosen if chosen.endswith(ENDING) else chosen + ENDING)
            self.place.setText(str(self._file))
            fit(self)

    def begin(self) -> None:
        if self._running is not None:
            return
        if self.first.text() != self.second.text():
            self._tell(self.tr("The two passphrases differ. Type them again."), "err")
            return
        file, passphrase, calls = self._file, self.first.text(), self._calls
        self.make.setEnabled(False)
        self._tell(self.tr("Copying …"), "2")
        self._running = (
            run_long(lambda work: calls.backup(file, passphrase, told(work), work.stop), parent=self)
            .on(Lane.NETWORK)
            .as_job(backing_up())
            .progress(self._progress)
            .success(self._made)
            .failure(self._failed)
            .start()
        )

    def _progress(self, share: float) -> None:
        self._tell(self.tr("Copying … {share} %").format(share=locale().number(round(share * 100))), "2")

    def _made(self, found: Found) -> None:
        self._running = None
        self.backed_up.emit(found)
        self.accept()

    def _failed(self, error: DeskError) -> None:
        self._running = None
        self.make.setEnabled(True)
        self._tell(error_text(error), "err")

    def _tell(self, text: str, tint: str) -> None:
        self.state.set_tint(tint)
        self.state.setText(text)
        fit(self)

    def reject(self) -> None:
        if self._running is not None:
            self._running.cancel()
        super().reject()
