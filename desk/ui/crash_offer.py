"""Owns the offer to look at the report of a crash: a strip at the next start, a dialog to read and save it.

Nothing is sent anywhere, and nothing waits for an answer: the agent works on, and the offer stays until it is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QEvent, QObject, QStandardPaths, Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desk.system import crash
from desk.system.crash import Crash
from desk.ui.background import Lane, run_in_background
from desk.ui.locale import locale
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import KeyButton, LinkButton, key_text
from desk.ui.widgets.label import Label
from desk.ui.widgets.strip import Strip
from desk.ui.window_services import WindowServices

FILE = "desk-report.txt"


class CrashStrip(Strip):
    """Says that the last run ended without a good-bye. Two links: look at the report, or leave it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Glyph.INFO, "neutral", parent)
        self.leave = LinkButton()
        row = self.layout()
        if row is not None:
            row.addWidget(self.leave)
        self._offered = False

    def offer(self, *, offered: bool) -> None:
        self._offered = offered
        self.retranslate()

    def retranslate(self) -> None:
        self.leave.show_text(self.tr("Dismiss"))
        if self._offered:
            self.say(
                self.tr("Desk did not end properly last time. What was done is kept."), self.tr("Look at the report …")
            )
        else:
            self.say("")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


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
        self.copy, self.save, self._close = KeyButton(), KeyButton(primary=True), KeyButton(key=key_text("Esc"))
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
        self._close.show_text(self.tr("Close"), key=key_text("Esc"))

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


class CrashOffer(QObject):
    """Makes the strip, which the window lays out, and binds the commands for report and logs.

    `go_on` gives the keyboard to where work goes on, when the strip that had it goes.
    """

    def __init__(self, window: QWidget, services: WindowServices, go_on: Callable[[], None], folder: Path) -> None:
        super().__init__(window)
        self._window, self._services, self._go_on, self._folder = window, services, go_on, folder
        self._crash: Crash | None = None
        self.strip = CrashStrip()
        self.strip.fix.clicked.connect(self.look)
        self.strip.leave.clicked.connect(self._dismiss)
        services.commands.bind("help.crash-report", self.look)
        services.commands.bind("help.logs", self._open_folder)

    def offer(self, found: Crash | None, folder: Path | None = None) -> None:
        """Show the strip for a run that crashed; nothing for None. `folder` is where its log lies, if elsewhere."""
        self._crash, self._folder = found, folder or self._folder
        self.strip.offer(offered=found is not None)
        if found is not None:
            self._services.announce(self.strip.text)

    def look(self) -> CrashReport:
        """Open the report. It has then been offered."""
        self._dismiss()
        shown = CrashReport(self._folder, self._crash, self._window)
        shown.accepted.connect(lambda: self._services.toast(self.tr("The report is saved."), tone="ok"))
        shown.open()
        return shown

    def _dismiss(self) -> None:
        focused: QWidget | None = self._window.focusWidget()
        held = focused is not None and self.strip.isAncestorOf(focused)
        self.strip.offer(offered=False)
        if held:
            self._go_on()
        folder = self._folder
        run_in_background(lambda: crash.dismiss(folder), parent=self).on(Lane.READING).start()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
