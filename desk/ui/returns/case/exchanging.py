"""Owns the dialog that notes what goes out instead of what came back, and what the difference in price comes to."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desk.domain.values import Money
from desk.services.return_exchange import Replacement
from desk.ui.locale import locale
from desk.ui.orders.deeds.fields import AmountField, ReasonBox
from desk.ui.orders.deeds.parcel import ParcelFields
from desk.ui.returns.case.asking import ReturnDialog
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.label import Label


class ExchangeDialog(ReturnDialog):
    """Parcel or order of the replacement; the price may differ either way."""

    glyph = Glyph.SYNC

    def title(self) -> str:
        return self.tr("Exchange")

    def fill(self) -> None:
        self.reference = self._line(self.tr("Order of the replacement"))
        self.parcel = ParcelFields(self.case.country, self.calls, self, needed=False, carrier_needed=False)
        self.parcel.changed.connect(self.check)
        self.body.addWidget(self.parcel)
        ways = (
            ("same", self.tr("Costs the same")),
            ("paid", self.tr("The buyer pays the difference")),
            ("back", self.tr("The difference goes back")),
        )
        self.way = ReasonBox(ways, self.tr("Difference in price"), self)
        self.way.choose("same")
        self.way.currentIndexChanged.connect(self.check)
        self.amount = AmountField(self.case.claim.left.currency, self.tr("Difference"), self)
        self.amount.textChanged.connect(self.check)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.way, 1)
        row.addWidget(self.amount)
        self.body.addWidget(Label(self.tr("Difference in price"), "secondary", "2"))
        self.body.addLayout(row)

    def _line(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        field.setMaxLength(60)
        field.textChanged.connect(self.check)
        self.labelled(name, field)
        return field

    def check(self) -> None:
        self.amount.setEnabled(self.differs)
        super().check()

    @property
    def differs(self) -> bool:
        return self.way.value() in ("paid", "back")

    def first_field(self) -> QWidget | None:
        return self.reference

    def is_wrong(self) -> bool:
        wrong = self.differs and self.amount.amount() is None
        self.amount.mark(problem=wrong)
        return wrong

    def why_not(self) -> str:
        if not self.reference.text().strip() and not self.parcel.values()[1]:
            return self.tr("Name the order or the parcel that goes out instead.")
        if self.is_wrong():
            example = locale().money(Money(1250, self.case.claim.left.currency))
            told = self.tr("“{text}” is no amount. It looks like {example}.")
            return told.format(text=self.amount.text().strip(), example=example)
        if self.differs and not self.amount.amount():
            return self.tr("Enter the difference.")
        return ""

    def difference(self) -> Money | None:
        """Above zero the buyer pays, below zero it goes back; None where the prices are the same."""
        amount, back = self.amount.amount(), self.way.value() == "back"
        return None if not self.differs or not amount else -amount if back else amount

    def consequence(self) -> str:
        difference = self.difference()
        if difference is None:
            return self.tr("No money goes back: the buyer gets other goods.")
        if difference.minor > 0:
            told = self.tr("The buyer owes {amount}. Note it here once it is paid.")
        else:
            told = self.tr("{amount} goes back to the buyer. Once it is done at the channel, it cannot be undone.")
        return told.format(amount=locale().money(Money(abs(difference.minor), difference.currency)))

    def verb(self) -> str:
        return self.tr("Note the exchange")

    def work(self) -> Callable[[str], object]:
        calls, wanted = self.calls, self.case.view.id
        carrier, number = self.parcel.values()
        replacement = Replacement(
            carrier=carrier,
            number=number,
            reference=self.reference.text().strip(),
            difference=self.difference(),
        )
        return lambda deed: calls.exchange(wanted, replacement, deed=deed)
