"""Owns the dialog in which the pieces are counted that a parcel held."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from desk.domain.return_states import ReturnState
from desk.domain.values import LineId
from desk.ui.locale import locale
from desk.ui.orders.quantity import Quantity
from desk.ui.orders.texts import Line
from desk.ui.returns.case.asking import ReturnDialog
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import LinkButton
from desk.ui.widgets.label import Label

_MOST = 999


class ReceiveDialog(ReturnDialog):
    """Says what came, line by line; what was expected stands there already."""

    glyph = Glyph.BOX

    def title(self) -> str:
        return self.tr("Goods have arrived")

    def fill(self) -> None:
        self.fields: dict[LineId, Quantity] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for column, head in enumerate((self.tr("Item"), self.tr("Expected"), self.tr("Came"))):
            grid.addWidget(Label(head, "secondary", "2"), 0, column)
        for row, one in enumerate(self.case.view.lines, 1):
            name = one.title or one.sku
            grid.addWidget(Line(name, "body", parent=self), row, 0)
            expected = LinkButton(locale().number(one.counted.expected), parent=self)
            expected.setAccessibleName(self.tr("Take the expected pieces of {item}").format(item=name))
            field = self.fields[one.line] = Quantity(self)
            field.name_it(name)
            field.show_value(one.counted.expected, _MOST)
            field.changed.connect(lambda _value: self.check())
            expected.clicked.connect(lambda _=False, to=field, count=one.counted.expected: to.box.setValue(count))
            grid.addWidget(expected, row, 1)
            grid.addWidget(field, row, 2)
        self.body.addLayout(grid)

    def first_field(self) -> QWidget | None:
        return next(iter(self.fields.values())).box if self.fields else None

    def came(self) -> dict[LineId, int]:
        return {line: field.box.value() for line, field in self.fields.items() if field.box.value()}

    def why_not(self) -> str:
        return "" if self.came() else self.tr("Say how many pieces came: at least one.")

    def consequence(self) -> str:
        came = self.came()
        more = sum(max(0, came.get(one.line, 0) - one.counted.expected) for one in self.case.view.lines)
        less = sum(max(0, one.counted.expected - came.get(one.line, 0)) for one in self.case.view.lines)
        told = []
        if more:
            told.append(self.tr("%n more than announced: counted as extra.", "", more))
        if less:
            told.append(self.tr("%n still expected.", "", less))
        if self.case.view.case and self.case.view.state is not ReturnState.RECEIVED:
            told.append(self.tr("{channel} is told that the goods are back.").format(channel=self.channel))
        return " ".join(told)

    def verb(self) -> str:
        return self.tr("Note %n received", "", sum(self.came().values()))

    def work(self) -> Callable[[str], object]:
        calls, wanted, came = self.calls, self.case.view.id, self.came()
        return lambda _deed: calls.receive(wanted, came)
