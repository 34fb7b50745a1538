"""Owns the dialog that lets the buyer keep the goods and gives their money back all the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.values import Money
from desk.ui.locale import locale
from desk.ui.orders.deeds.fields import AmountField
from desk.ui.returns.case.asking import ReturnDialog
from desk.ui.returns.case.steps_table import StepsTable
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.label import Label


class KeepDialog(ReturnDialog):
    """Only for goods worth less than a limit that the agent sets: sending them back would cost more."""

    danger = True
    glyph = Glyph.EURO

    def title(self) -> str:
        return self.tr("Let the buyer keep it")

    def fill(self) -> None:
        self.below = AmountField(self.case.claim.left.currency, self.tr("Only where it is worth less than"), self)
        self.below.textChanged.connect(self.check)
        steps = StepsTable(self)
        steps.show_case(self.case, self.case.reckoning)
        self.body.addWidget(steps)
        row = QHBoxLayout()
        name = Label(self.tr("Only where it is worth less than"), "body")
        name.setBuddy(self.below)
        row.addWidget(name, 1)
        row.addWidget(self.below)
        self.body.addLayout(row)

    def first_field(self) -> QWidget | None:
        return self.below

    def is_wrong(self) -> bool:
        below = self.below.amount()
        over = below is None or (bool(below) and not self.case.reckoning.amount < below)
        self.below.mark(problem=over)
        return over

    def why_not(self) -> str:
        below = self.below.amount()
        if below is None:
            example = locale().money(Money(1250, self.case.claim.left.currency))
            told = self.tr("“{text}” is no amount. It looks like {example}.")
            return told.format(text=self.below.text().strip(), example=example)
        if not below:
            return self.tr("Enter the limit.")
        if self.is_wrong():
            return self.tr("These goods are worth {amount} or more: let them come back.").format(
                amount=locale().money(below)
            )
        return ""

    def consequence(self) -> str:
        return self.tr("{channel} pays the buyer, and nothing comes back. Once it has, that cannot be undone.").format(
            channel=self.channel
        )

    def verb(self) -> str:
        return self.tr("Refund {amount} and let it be kept").format(amount=locale().money(self.case.reckoning.amount))

    def work(self) -> Callable[[str], object]:
        calls, wanted = self.calls, self.case.view.id
        below = self.below.amount() or Money.zero(self.case.claim.left.currency)
        return lambda _deed: calls.offer_keep(wanted, below)
