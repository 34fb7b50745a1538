"""Owns the offer to look at the report of a crash: a strip at the next start, a dialog to read and save it.

Nothing is sent anywhere, and nothing waits for an answer: the agent works on, and the offer stays until it is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from desk.system import crash
from desk.system.crash import Crash
from desk.ui.background import Lane, run_in_background
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import LinkButton
from desk.ui.widgets.strip import Strip
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.ui.crash_report import CrashReport


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
        from desk.ui.crash_report import CrashReport

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
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
