"""Owns the export of the returns' list: where to, the work beside everything else, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.domain.values import ReturnId
from desk.services.return_lists import Filter, Sort
from desk.ui.background import Lane, Work, run_long
from desk.ui.job_kinds import exporting
from desk.ui.locale import locale
from desk.ui.returns.calls import ReturnsCalls
from desk.ui.sentences import error_text
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.services.exports import Table


class Exporting(QObject):
    """Between the list and the services. The system's own dialog asks before it replaces a file."""

    def __init__(self, calls: ReturnsCalls, clock: Clock, services: WindowServices, host: QWidget) -> None:
        super().__init__(host)
        self._calls, self._clock, self._services, self._host = calls, clock, services, host

    def ask(self, wanted: Filter | Sequence[ReturnId], sort: Sort, *, descending: bool) -> None:
        """Where the selected returns go, else those of the filter."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        day = locale().local(self._clock.now()).date()
        name = Path(folder or Path.home()) / self.tr("returns-{day}.csv").format(day=day.isoformat())
        kinds = self.tr("Tables (*.csv *.xlsx)")
        path, _ = QFileDialog.getSaveFileName(self._host, self.tr("Export returns"), str(name), kinds)
        if path:
            self.run(Path(path), wanted, sort, descending=descending)

    def run(self, file: Path, wanted: Filter | Sequence[ReturnId], sort: Sort, *, descending: bool) -> None:
        from desk.services.exports import Table

        german = locale().language == "de"
        if not file.suffix:
            file = file.with_suffix(".csv")
        table = Table(file=file, separator=";" if german else ",", comma=german, replace=True)
        calls = self._calls

        def work(one: Work) -> int:
            return calls.export(
                table, wanted, sort, lambda done, of: one.report((done, of)), one.stop, descending=descending
            )

        writing = run_long(work, parent=self).on(Lane.NETWORK).as_job(exporting(file.name))
        writing.success(lambda count: self._written(count, table)).failure(self._failed).start()

    def _written(self, count: int, table: Table) -> None:
        words = self.tr("%n return(s) exported to {file}", "", count).format(file=table.file.name)
        folder = QUrl.fromLocalFile(str(table.file.parent))
        self._services.toast(
            words, tone="ok", action=self.tr("Open the folder"), deed=lambda: QDesktopServices.openUrl(folder)
        )

    def _failed(self, error: DeskError) -> None:
        if error.code != "export_stopped":  # who stopped it is told so by the list of running work
            self._services.toast(error_text(error), tone="err")
