"""Owns the dialog that gives many returns their labels: numbers typed, scanned, pasted or read from a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.services.return_batch import BatchDeed, Wish
from desk.services.return_bulk import Entry
from desk.ui.background import Lane, run_in_background
from desk.ui.returns.bulk_dialog import BulkDialog
from desk.ui.returns.bulk_model import Column
from desk.ui.returns.calls import ReturnsCalls
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton
from desk.ui.window_services import WindowServices

_PLAN_AFTER_MS = 30


class LabelDialog(BulkDialog):
    """`entries` are the rows that it begins with: those selected, none, or those of a table."""

    def __init__(
        self, calls: ReturnsCalls, clock: Clock, services: WindowServices, entries: Sequence[Entry], parent: QWidget
    ) -> None:
        self._entries = tuple(entries)
        wish = Wish(deed=BatchDeed.LABEL)
        super().__init__(calls, clock, services, wish.deed, lambda: calls.plan_table(self._entries, wish), parent)
        self._pause = QTimer(self, singleShot=True, interval=_PLAN_AFTER_MS)
        self._pause.timeout.connect(lambda: self._make_plan(sort=False))
        self.model.edited.connect(self._edited)
        self.table.pasted.connect(self.paste_over)
        self.table.let_type()

    def add_to_head(self, head: QHBoxLayout) -> None:
        self.file = KeyButton(glyph=Glyph.IMPORT, parent=self)
        self.file.clicked.connect(self.open_file)
        self.paste = KeyButton(glyph=Glyph.COPY, key="Ctrl+V", parent=self)
        self.paste.clicked.connect(lambda: self.paste_over(QGuiApplication.clipboard().text()))
        head.addWidget(self.file)
        head.addWidget(self.paste)

    def _words(self) -> None:
        super()._words()
        self.file.show_text(self.tr("From file …"))
        self.file.setToolTip(self.tr("A table (CSV): return or order, number, and where wanted the carrier"))
        self.paste.show_text(self.tr("Paste numbers"))
        self.paste.setToolTip(self.tr("Rows of a spreadsheet, or one column of numbers for the rows that have none"))

    def _show_deeds(self) -> None:
        super()._show_deeds()
        for button in (self.file, self.paste):
            button.setVisible(not self.ran)

    def _show_counts(self) -> None:
        super()._show_counts()
        if not self._entries:
            self.counts.setText(self.tr("Paste rows of a spreadsheet: return or order, number, perhaps the carrier."))

    # --- what comes in --------------------------------------------------------------------------------------------

    def open_file(self) -> None:
        words = self.tr("Tables (*.csv *.txt *.tsv);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Numbers of labels from a file"), "", words)
        if path:
            self.read_file(Path(path))

    def read_file(self, path: Path) -> None:
        calls, entries = self._calls, self._entries
        self._take_from(lambda: calls.labels_joined(entries, path))

    def paste_over(self, text: str) -> None:
        """Take rows from a spreadsheet: what stands in them replaces what is here of the same returns."""
        if text.strip():
            calls, entries, name = self._calls, self._entries, self.tr("The clipboard")
            self._take_from(lambda: calls.labels_filled(entries, text, name))

    def _take_from(self, work: Callable[[], tuple[Entry, ...]]) -> None:
        if not self.ran:
            run_in_background(work, parent=self).on(Lane.READING).success(self._take).failure(self._refused).start()

    def _take(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries
        self._tell_problem("")
        self._forget_plan()
        self._make_plan()

    def _edited(self, at: int, column: Column, text: str) -> None:
        def mended(one: Entry) -> Entry:
            return replace(one, parcel=text) if column is Column.PARCEL else replace(one, carrier=text)

        self._entries = tuple(mended(one) if one.at == at else one for one in self._entries)
        self._forget_plan()
        self._pause.start()

    def _forget_plan(self) -> None:
        """What is shown is no longer what would be done."""
        self._plan = None
        self._show_deeds()
