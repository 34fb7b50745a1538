"""Owns the export of orders in the window: the question, the work beside everything else, and what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.ui.background import Lane, Work, run_long
from desk.ui.job_kinds import exporting
from desk.ui.locale import locale
from desk.ui.orders.list_pane import ListPane
from desk.ui.sentences import error_text
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.services.exports import Table


class ExportCalls(Protocol):
    """What the export asks of the services."""

    clock: Clock

    def export(self, wanted: Table, progress: Callable[[int, int], None], stop: threading.Event) -> int: ...


class Exporting(QObject):
    """Between the dialog and the services. It goes on when its dialog is closed."""

    def __init__(self, calls: ExportCalls, services: WindowServices, pane: ListPane) -> None:
        super().__init__(pane)
        self._calls, self._services, self._pane = calls, services, pane

    def ask(self) -> None:
        """Which orders, where to, and whether notes go along."""
        from desk.ui.orders.export_dialog import ExportDialog

        if not self._pane.isVisible():
            self._services.commands.run("go.search")  # the list that is meant is to be seen
        listed, hits = self._pane.listed(), self._pane.hits
        dialog = ExportDialog(listed, self._default_file(), self._pane, all_loaded=hits.all_loaded)
        dialog.chosen.connect(self.run)
        dialog.open()

    def _default_file(self) -> Path:
        from PySide6.QtCore import QStandardPaths

        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        day = locale().local(self._calls.clock.now()).date()
        return Path(folder or Path.home()) / self.tr("orders-{day}.csv").format(day=day.isoformat())

    def run(self, wanted: Table) -> None:
        calls = self._calls

        def work(one: Work) -> int:
            return calls.export(wanted, lambda done, of: one.report((done, of)), one.stop)

        (
            run_long(work, parent=self)
            .on(Lane.NETWORK)  # it only reads, and is not to hold up whoever writes
            .as_job(exporting(wanted.file.name))
            .success(lambda count: self._written(count, wanted.file))
            .failure(self._failed)
            .start()
        )

    def _written(self, count: int, file: Path) -> None:
        words = self.tr("%n order(s) exported to {file}", "", count).format(file=file.name)
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        folder = QUrl.fromLocalFile(str(file.parent))
        self._services.toast(
            words, tone="ok", action=self.tr("Open the folder"), deed=lambda: QDesktopServices.openUrl(folder)
        )

    def _failed(self, error: DeskError) -> None:
        if error.code != "export_stopped":  # who stopped it is told so by the list of running work
            self._services.toast(error_text(error), tone="err")
