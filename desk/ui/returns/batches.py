"""Owns opening the dialogs of many returns: a deed for those selected, a table that settles, labels; one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.domain.values import ReturnId
from desk.services.return_batch import BatchDeed, Plan, Wish
from desk.services.return_bulk import Entry
from desk.ui.background import Lane, run_in_background
from desk.ui.returns.bulk_dialog import BulkDialog
from desk.ui.returns.calls import ReturnsCalls
from desk.ui.sentences import error_text
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.ui.returns.label_dialog import LabelDialog


class Batches(QObject):
    """`closed` with whether it ran. `calls` are asked for at each deed."""

    closed = Signal(bool)

    def __init__(
        self, calls: Callable[[], ReturnsCalls], clock: Clock, services: WindowServices, host: QWidget
    ) -> None:
        super().__init__(host)
        self._calls, self._clock, self._services, self._host = calls, clock, services, host
        self.dialog: BulkDialog | None = None

    def do(self, deed: BatchDeed, wanted: Sequence[ReturnId]) -> None:
        calls = self._calls()
        if deed is BatchDeed.LABEL:
            choosing = run_in_background(lambda: calls.labels_chosen(wanted), parent=self).on(Lane.READING)
            choosing.success(self._label).failure(self._refused).start()
        elif wanted:
            self._show_deed(deed, lambda: calls.plan(Wish(deed=deed), wanted))

    def find_parcel(self) -> None:
        """Whose a parcel is that nobody announced."""
        from desk.ui.returns.parcels_dialog import ParcelsDialog

        self.parcels = ParcelsDialog(self._calls(), self._clock, self._services, self._host.window())
        self.parcels.open()

    def open_file(self) -> None:
        """A table of returns, chosen from the disk."""
        words = self.tr("Tables (*.csv *.txt *.tsv);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self._host, self.tr("Settle returns from a file"), "", words)
        if path:
            self.read_file(Path(path))

    def read_file(self, path: Path) -> None:
        calls = self._calls()
        reading = run_in_background(lambda: calls.read_file(path), parent=self).on(Lane.READING)
        reading.success(self._settle_table).failure(self._refused).start()

    def _settle_table(self, entries: tuple[Entry, ...]) -> None:
        calls = self._calls()
        self._show_deed(BatchDeed.SETTLE, lambda: calls.plan_table(entries))

    def _refused(self, error: DeskError) -> None:
        self._services.toast(error_text(error), tone="err")

    def _label(self, entries: tuple[Entry, ...]) -> None:
        if self.dialog is None:
            self._show(self._made_for_labels(entries))

    def _made_for_labels(self, entries: tuple[Entry, ...]) -> LabelDialog:
        from desk.ui.returns.label_dialog import LabelDialog

        return LabelDialog(self._calls(), self._clock, self._services, entries, self._host.window())

    def _show_deed(self, deed: BatchDeed, make: Callable[[], Plan]) -> None:
        if self.dialog is None:
            host = self._host.window()
            self._show(BulkDialog(self._calls(), self._clock, self._services, deed, make, host))

    def _show(self, dialog: BulkDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        self.closed.emit(dialog is not None and dialog.ran)
