"""Owns the dialog that shows the report of a crash, to be read first and then copied or saved. It sends nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QEvent, QStandardPaths, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desk.system import crash
from desk.system.crash import Crash
from desk.ui.background import Lane, run_in_background
from desk.ui.locale import locale
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import Label

FILE = "desk-report.txt"


class CrashReport(QDialog):
    """The report as it would be saved, to be read first."""

    def __init__(self, folder: Path, offered: Crash | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        self._about = Label("", "secondary", "2", wrap=True)
        column.addWidget(self._about)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        column.addWidget(self.text, 1)
        buttons = QHBoxLayout()
        self.copy, self.save, self._close = KeyButton(), KeyButton(primary=True), KeyButton(key="Esc")
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self.save)
        column.addLayout(buttons)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self.save.clicked.connect(self._choose_file)
        self._close.clicked.connect(self.reject)
        self.resize(scaled(720), scaled(520))
        self.retranslate()
        self._load(folder, offered)

    def _load(self, folder: Path, offered: Crash | None) -> None:
        parts = {"Qt": qVersion(), "Display": QGuiApplication.platformName(), "Language": locale().language}
        run_in_background(lambda: crash.report(folder, parts, offered), parent=self).on(Lane.READING).success(
            self.text.setPlainText
        ).start()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Report of the last crash"))
        self.setAccessibleName(self.windowTitle())
        self.text.setAccessibleName(self.windowTitle())
        self._about.setText(
            self.tr(
                "Versions and the last lines of the log, without buyers' data and without keys. Desk sends it to "
                "nobody. Save it and hand it to whoever looks after Desk for you."
            )
        )
        self.copy.show_text(self.tr("Copy"))
        self.save.show_text(self.tr("Save …"))
        self._close.show_text(self.tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _choose_file(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the report"), str(Path(documents or QDir.homePath()) / FILE)
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, file: Path) -> None:
        """Write it where the agent chose, and close."""
        words = self.text.toPlainText()
        run_in_background(lambda: crash.save(words, file), parent=self).on(Lane.READING).success(
            lambda _: self.accept()
        ).start()
