"""Owns the dialog that opens a return of an order: which pieces, why, and whether the parcel lies here already."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.values import LineId
from desk.services.wording_deeds import RETURN_REASONS
from desk.ui.background import Lane, run_in_background
from desk.ui.locale import locale
from desk.ui.orders.deeds.dialog import DeedDialog
from desk.ui.orders.deeds.fields import ReasonBox
from desk.ui.orders.quantity import Quantity
from desk.ui.orders.texts import Line
from desk.ui.say import SAY
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import Check
from desk.ui.widgets.label import Label


class OpenReturnDialog(DeedDialog):
    """Only what was shipped and is in no other return can come back."""

    glyph = Glyph.RETURN

    def title(self) -> str:
        return self.tr("Open a return")

    def way_back(self) -> str:
        return ""

    def fill(self) -> None:
        self._free: Mapping[LineId, int] | None = None
        self._trouble = ""
        self.fields: dict[LineId, Quantity] = {}
        self._rests: dict[LineId, Label] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for column, head in enumerate((self.tr("Item"), self.tr("Can come back"), self.tr("Comes back"))):
            grid.addWidget(Label(head, "secondary", "2"), 0, column)
        for row, line in enumerate(self.view.lines, 1):
            name = line.title or line.sku
            grid.addWidget(Line(name, "body", parent=self), row, 0)
            rest = self._rests[line.id] = Label("", "body", "2")
            field = self.fields[line.id] = Quantity(self)
            field.name_it(name)
            field.show_value(0, 0)
            field.changed.connect(lambda _value: self.check())
            grid.addWidget(rest, row, 1)
            grid.addWidget(field, row, 2)
        self.body.addLayout(grid)
        reasons = [(code, SAY.text(words)) for code, words in RETURN_REASONS.items()]
        self.reason = ReasonBox(reasons, self.tr("Reason"), self)
        self.reason.currentIndexChanged.connect(self.check)
        self.labelled(self.tr("Reason"), self.reason)
        self.here = Check(self.tr("The parcel is here already"), parent=self)
        self.here.toggled.connect(lambda _on: self.check())
        self.body.addWidget(self.here)
        calls, order = self.calls, self.view.id
        (
            run_in_background(lambda: calls.free_to_return(order), parent=self)
            .on(Lane.READING)
            .success(self._take)
            .failure(self._failed)
            .start()
        )

    def _take(self, free: Mapping[LineId, int]) -> None:
        """Where only one line can come back, all of it stands there."""
        self._free = free
        open_lines = [line for line in self.fields if free.get(line)]
        for line, field in self.fields.items():
            most = free.get(line, 0)
            self._rests[line].setText(locale().number(most))
            kept = min(field.box.value(), most)
            field.show_value(most if len(open_lines) == 1 else kept, most)
            field.setEnabled(most > 0)
        self.check()

    def _failed(self, error: DeskError) -> None:
        self._trouble = error_text(error)
        self.check()

    def first_field(self) -> QWidget | None:
        found = next((one for one in self.fields.values() if one.isEnabled()), None)
        return self.reason if found is None else found.box

    def pieces(self) -> dict[LineId, int]:
        return {line: field.box.value() for line, field in self.fields.items() if field.box.value()}

    def is_wrong(self) -> bool:
        return bool(self._trouble) or (self._free is not None and not any(self._free.values()))

    def why_not(self) -> str:
        if self._trouble:
            return self._trouble
        if self._free is None:
            return self.tr("Counting what can come back …")
        if not any(self._free.values()):
            return self.tr("All that was shipped is in a return already.")
        if not self.pieces():
            return self.tr("Say how many pieces come back.")
        return "" if self.reason.value() else self.tr("Choose a reason.")

    def consequence(self) -> str:
        if self.here.isChecked():
            return self.tr("The pieces count as received: next they are inspected.")
        return self.tr("The channel is told nothing: this return is the merchant's own.")

    def verb(self) -> str:
        return self.tr("Open a return")

    def work(self) -> Callable[[str], object]:
        calls, order, pieces = self.calls, self.view.id, self.pieces()
        reason, here = self.reason.value(), self.here.isChecked()
        return lambda _deed: calls.open_return(order, pieces, reason, by_parcel=here)
