"""Owns the dialog that gives a return's money back: the formula step by step, those of the agent to be typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desk.domain.return_money import MoneyStep, Reckoning
from desk.domain.values import Money
from desk.services.return_settling import Terms
from desk.ui.locale import locale
from desk.ui.returns.case.asking import ReturnDialog, translate
from desk.ui.returns.case.holding import HeldFields
from desk.ui.returns.case.steps_table import StepsTable
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import LinkButton
from desk.ui.widgets.label import Label


class SettleDialog(ReturnDialog):
    """Irreversible at the channel: the keyboard starts on Cancel, and the button names the amount."""

    danger = True
    glyph = Glyph.REFUND

    def title(self) -> str:
        return self.tr("Refund return")

    def way_back(self) -> str:
        return translate("deeds", "Can be taken back for 10 seconds.")

    def fill(self) -> None:
        self.left = Label("", "secondary", "2", wrap=True)
        self.steps = StepsTable(self, fields=True, changed=self.check)
        self.steps.show_case(self.case, self.case.reckoning)
        # There before any field is filled: each that is has the dialog look at all of them.
        self.held = HeldFields(self.case, self)
        self.body.addWidget(self.steps)
        if self.case.claim.shipping:
            self.steps.fields[MoneyStep.SHIPPING].put(self.case.claim.shipping)
        self.propose = LinkButton(parent=self)
        loss = self.case.loss_proposed
        words = self.tr("Loss of value by the grades found: {amount}. Take it over")
        self.propose.show_text(words.format(amount=locale().money(loss)))
        self.propose.clicked.connect(lambda: self.steps.fields[MoneyStep.LOSS_OF_VALUE].put(loss))
        self.propose.setVisible(bool(loss))
        self.body.addWidget(self.propose)
        self.body.addWidget(self.held)
        kept = self.case.view.deduction
        if kept is not None:  # it failed before, and is proposed again
            self.steps.fields[MoneyStep.LOSS_OF_VALUE].put(kept.amount)
            self.held.put(kept)
        self.held.changed.connect(self.check)
        self.body.addWidget(self.left)

    def first_field(self) -> QWidget | None:
        return self.steps.fields[MoneyStep.LOSS_OF_VALUE]

    def reckoning(self) -> Reckoning:
        """By what is typed; by the plain claim while that cannot be read."""
        from desk.services.return_case import reckoned

        return reckoned(self.case.claim, self.steps.terms() or Terms())

    def holds_back(self) -> bool:
        """Whether money is held back, so that a reason is asked for."""
        return bool(self.steps.fields[MoneyStep.LOSS_OF_VALUE].amount())

    def terms(self) -> Terms:
        """All that was typed and chosen."""
        terms = self.steps.terms() or Terms()
        if not self.holds_back():
            return terms
        return replace(terms, loss_reason=self.held.value(), loss_words=self.held.words.text())

    def check(self) -> None:
        self.held.setVisible(self.holds_back())
        reckoning = self.reckoning()
        self.steps.show_case(self.case, reckoning)
        left = locale().money(self.case.claim.left)
        self.left.setText(self.tr("Of the order's money {amount} can still go back.").format(amount=left))
        super().check()

    def _wrong(self) -> str:
        for field in self.steps.fields.values():
            field.mark(problem=field.amount() is None)
        wrong = next((one for one in self.steps.fields.values() if one.amount() is None), None)
        if wrong is not None:
            example = locale().money(Money(1250, self.case.claim.left.currency))
            told = self.tr("“{text}” is no amount. It looks like {example}.")
            return told.format(text=wrong.text().strip(), example=example)
        shipping = self.steps.fields[MoneyStep.SHIPPING].amount()
        if self.case.in_case and shipping is not None and self.case.shipping_paid < shipping:
            self.steps.fields[MoneyStep.SHIPPING].mark(problem=True)
            told = self.tr("Shipping cost {amount}; no more of it can go back.")
            return told.format(amount=locale().money(self.case.shipping_paid))
        return ""

    def is_wrong(self) -> bool:
        return bool(self._wrong()) or (self.holds_back() and self.held.is_wrong())

    def why_not(self) -> str:
        wrong = self._wrong()
        if wrong:
            return wrong
        if self.reckoning().spent:
            return self.tr(
                "Nothing is left of this order's money: it went back already, or goes back with another return. "
                "See its payments, then close this return."
            )
        if not self.reckoning().amount:
            return self.tr("Nothing goes back for this return: close it, or change the amounts.")
        return self.held.why_not() if self.holds_back() else ""

    def consequence(self) -> str:
        if self.case.in_case:
            told = self.tr("{channel} pays the buyer in its case of this return. It cannot be undone there.")
        else:
            told = self.tr("{channel} pays the buyer as a refund of the order. It cannot be undone there.")
        return told.format(channel=self.channel)

    def verb(self) -> str:
        amount = self.reckoning().amount
        return self.tr("Refund {amount}").format(amount=locale().money(amount)) if amount else self.tr("Refund")

    def work(self) -> Callable[[str], object]:
        calls, wanted, terms = self.calls, self.case.view.id, self.terms()
        return lambda deed: calls.settle(wanted, terms, deed=deed)
