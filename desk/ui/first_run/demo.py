"""Owns the demo as the window opens it: `desk demo` in a process of its own, with a store that is thrown away.

Nothing of it touches the agent's store: the demo's window is another program's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.system.program import own_program
from desk.ui.locale import locale
from desk.ui.settings.kept import DEMO_FOLDER, Kept
from desk.ui.theme.look import look

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess

ORDERS = "600"
_PATIENCE_MS = 8000
_KEPT_WORDS = 4000


class DemoProgram(QObject):
    """At most one demo at a time. `ended` carries what it said at last where it did not end well."""

    ended = Signal(str)
    changed = Signal()

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._process: QProcess | None = None
        self._words = ""
        self.command = own_program("demo", "--orders", ORDERS)

    @property
    def running(self) -> bool:
        return self._process is not None

    def open(self) -> None:
        """Start it in the window's language and look."""
        if self._process is not None:
            return
        kept = Kept(self._folder / DEMO_FOLDER)
        kept.language, kept.look, kept.text_scale = locale().language, look().choice, look().text_scale
        kept.density = look().density
        kept.settings.sync()
        from PySide6.QtCore import QProcess, QProcessEnvironment

        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("DESK_DATA", str(self._folder))
        for name in environment.keys():  # noqa: SIM118 - Qt's, no mapping
            if name.startswith("DESK_SECRET_") or name == "DESK_STORE_KEY":
                environment.remove(name)  # the demo needs no key of ours
        self._words = ""
        process = self._process = QProcess(self)
        process.setProcessEnvironment(environment)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        process.readyRead.connect(self._hear)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        process.start(self.command[0], self.command[1:])
        self.changed.emit()

    def _hear(self) -> None:
        if self._process is not None:
            said = bytes(self._process.readAll().data()).decode("utf-8", "replace")
            self._words = (self._words + said)[-_KEPT_WORDS:]

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        from PySide6.QtCore import QProcess

        well = code == 0 and status is QProcess.ExitStatus.NormalExit
        lines = [line.strip() for line in self._words.splitlines() if line.strip()]
        self._end("" if well else (lines[-1] if lines else self.tr("It ended without a word.")))

    def _failed(self, error: QProcess.ProcessError) -> None:
        from PySide6.QtCore import QProcess

        if error is QProcess.ProcessError.FailedToStart:
            self._end(self.tr("It could not be started."))

    def _end(self, words: str) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
            self.changed.emit()
            self.ended.emit(words)

    def shut_down(self) -> None:
        """The window is left: the demo goes with it."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.terminate()
            if not process.waitForFinished(_PATIENCE_MS):
                process.kill()
                process.waitForFinished(_PATIENCE_MS)
