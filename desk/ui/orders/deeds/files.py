"""Owns the field that takes the file of a return label, and reading that file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from connectors.contract.capabilities import CanAnswerReturns
from desk.domain.errors import DeskError, NotAllowed
from desk.services.returns import LabelFile
from desk.ui.background import Lane, run_in_background
from desk.ui.locale import locale
from desk.ui.orders.texts import Line
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import Label


def read_label(path: Path, endings: Sequence[str], most: int) -> LabelFile:
    """A label, checked as the outbox checks it. Blocks. Raises NotAllowed with the reason."""
    from desk.services.returns import check_label

    try:
        # One byte more than it may have is enough to know, however large it is.
        with path.open("rb") as file:
            data = file.read(most + 1 if most else -1)
    except OSError as error:
        raise NotAllowed(f"{path.name} cannot be read.", code="file_unreadable") from error
    label = LabelFile(path.name, data)
    check_label(label, CanAnswerReturns(deeds=(), label_files=tuple(endings), label_bytes=most))
    return label


class LabelField(QWidget):
    """The file of a label, chosen from the disk; `endings` are those that the channel takes, `most` its bytes."""

    changed = Signal()

    def __init__(self, endings: Sequence[str], most: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._endings, self._most = tuple(endings), most
        self.label: LabelFile | None = None
        self.trouble = ""
        self.choose = KeyButton(self.tr("Choose the file …"), glyph=Glyph.IMPORT, parent=self)
        self.choose.clicked.connect(self._choose)
        self.choose.setEnabled(bool(self._endings))
        self.place = Line(self.tr("No file: Desk only says that the label was sent."), "secondary", "2", parent=self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.choose)
        row.addWidget(self.place, 1)
        size = locale().number(max(1, most // 1_000_000))
        rule = self.tr("{endings}, at most {size} MB").format(endings=", ".join(self._endings).upper(), size=size)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(Label(rule, "secondary", "3"))

    def take(self, path: Path) -> None:
        """Read a chosen file off the main thread and check it."""
        endings, most = self._endings, self._most
        (
            run_in_background(lambda: read_label(path, endings, most), parent=self)
            .on(Lane.READING)
            .success(self.put)
            .failure(self._not_taken)
            .start()
        )

    def put(self, label: LabelFile) -> None:
        """A file that was read and checked already."""
        self.label, self.trouble = label, ""
        self.place.setText(label.name)
        self.changed.emit()

    def _not_taken(self, error: DeskError) -> None:
        self.label, self.trouble = None, error_text(error)
        self.place.setText("")
        self.changed.emit()

    def _choose(self) -> None:
        kinds = self.tr("Labels ({endings})").format(endings=" ".join(f"*.{one}" for one in self._endings))
        path, _kind = QFileDialog.getOpenFileName(self, self.tr("Choose the return label"), "", kinds)
        if path:
            self.take(Path(path))
