"""Owns the question before an export: the list or everything, the file, and whether internal notes go along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.values import OrderId
from desk.services.exports import ENDING, Table
from desk.ui.locale import locale
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import Check, Chip, KeyButton
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.label import Label


class ExportDialog(QDialog):
    """`chosen` carries the Table to write. Notes stay out unless somebody ticks them: such files leave the house."""

    chosen = Signal(object)  # Table

    def __init__(self, listed: Sequence[OrderId], file: Path, parent: QWidget, *, all_loaded: bool) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._listed, self._file, self._asked_to_replace = tuple(listed), file, False
        title = self.tr("Export orders")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(title, "card-name"))
        words = self.tr("A table for a spreadsheet (CSV), one order a row, with buyers' names and addresses of e-mail.")
        column.addWidget(Label(words, "body", "2", wrap=True))
        column.addLayout(self._build_choice(all_loaded=all_loaded))
        self.place = Label(str(file), "secondary", "2", wrap=True).selectable()
        self.choose = KeyButton(self.tr("Choose the file …"), parent=self)
        self.choose.clicked.connect(self._choose)
        column.addWidget(self.place)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.notes = Check(self.tr("With internal notes"), parent=self)
        column.addWidget(self.notes)
        hint = self.tr("Notes are for colleagues. Leave them out of a file that is for anybody else.")
        column.addWidget(Label(hint, "secondary", "2", wrap=True))
        buttons = QHBoxLayout()
        self.cancel = KeyButton(self.tr("Cancel"), key="Esc", parent=self)
        self.export = KeyButton(key="Ctrl+Enter", primary=True, parent=self)
        self.cancel.clicked.connect(self.reject)
        self.export.clicked.connect(self.confirm)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.confirm)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.export)
        column.addLayout(buttons)
        self.setFixedWidth(scaled(520))
        self._show()
        (self.list_chip if self._listed else self.all_chip).setFocus()

    def _build_choice(self, *, all_loaded: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        group = QButtonGroup(self)
        loaded = locale().number(len(self._listed)) + ("" if all_loaded else "+")
        self.list_chip = Chip(self.tr("The list"), loaded, parent=self)
        self.all_chip = Chip(self.tr("All orders of the store"), parent=self)
        for chip in (self.list_chip, self.all_chip):
            group.addButton(chip)
            chip.clicked.connect(self._show)
            row.addWidget(chip)
        row.addStretch(1)
        (self.list_chip if self._listed else self.all_chip).setChecked(True)
        self.list_chip.setEnabled(bool(self._listed))
        if not all_loaded:
            self.list_chip.setToolTip(self.tr("As far as the list is loaded."))
        return row

    def _show(self) -> None:
        one = self.tr("Export %n order(s)", "", len(self._listed))
        self.export.show_text(one if self.list_chip.isChecked() else self.tr("Export all orders"))

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export orders"), str(self._file), f"*{ENDING}")
        if chosen:
            self.take_chosen(chosen)

    def take_chosen(self, chosen: str) -> None:
        """Whoever chose an existing file was asked about it by the system's own dialog, but only by the name typed."""
        has_ending = chosen.lower().endswith(ENDING)
        self.take_file(Path(chosen if has_ending else chosen + ENDING), replace=has_ending)

    def take_file(self, file: Path, *, replace: bool = True) -> None:
        """Write there; over a file of that name only with `replace`."""
        self._file, self._asked_to_replace = file, replace
        self.place.setText(str(file))
        fit(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)

    def confirm(self) -> None:
        german = locale().language == "de"
        self.chosen.emit(
            Table(
                file=self._file,
                orders=self._listed if self.list_chip.isChecked() else None,
                notes=self.notes.isChecked(),
                separator=";" if german else ",",
                comma=german,
                replace=self._asked_to_replace,
            )
        )
        self.accept()
