"""Owns the reckoning of a return's money on screen: every step of the formula, and what it comes to (DOMAIN 4.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desk.domain.return_money import MoneyStep, Reckoning
from desk.domain.values import Money
from desk.ui.locale import locale
from desk.ui.orders.deeds.fields import AmountField
from desk.ui.orders.texts import Line
from desk.ui.returns.case.words import money_step_words
from desk.ui.theme.look import font
from desk.ui.widgets.label import Label

if TYPE_CHECKING:
    from desk.services.return_case import ReturnCase
    from desk.services.return_settling import Terms

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_OFF = frozenset({MoneyStep.LOSS_OF_VALUE, MoneyStep.LABEL_FEE, MoneyStep.REFUNDED})
"""Steps that take something off."""
TYPED = (MoneyStep.SHIPPING, MoneyStep.EXTRA, MoneyStep.LOSS_OF_VALUE, MoneyStep.LABEL_FEE)
"""Steps that the agent decides on."""

translate = QCoreApplication.translate


def amount_label(role: str = "body", tint: str = "") -> Label:
    label = Label("", role, tint)
    label.setFont(font(role, tabular=True))
    label.setAlignment(_RIGHT)
    return label


class StepsTable(QWidget):
    """One row per step. With `fields` those that the agent decides on can be typed."""

    def __init__(self, parent: QWidget, *, fields: bool = False, changed: Callable[[], object] | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[MoneyStep, AmountField] = {}
        self._with_fields, self._changed = fields, changed
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6 if fields else 4)
        self._grid.setColumnStretch(0, 1)
        self._amounts: dict[MoneyStep, Label] = {}
        self._lines: list[tuple[Line, Label]] = []
        self._limit = Label("", "body", "2", wrap=True)
        self.result = amount_label("name")
        self._made = False

    def show_case(self, case: ReturnCase, reckoning: Reckoning) -> None:
        """The rows of the goods first, the formula's steps below, what it comes to last."""
        if not self._made:
            self._make(case)
        for (title, shown), (text, money) in zip(self._lines, _goods_rows(case), strict=True):
            title.setText(text)
            shown.setText(locale().money(money))
        found = dict(reckoning.steps)
        zero = Money.zero(reckoning.amount.currency)
        for step, label in self._amounts.items():
            amount = found.get(step, zero)
            told = -amount if step in _OFF else amount  # its name bears the sign
            label.setText(locale().money(told))
            label.set_tint("" if amount else "3")
            label.setAccessibleName(f"{money_step_words(step)}: {locale().money(amount)}")
        limited = MoneyStep.LIMIT in found
        self._limit.setVisible(limited)
        self._amounts[MoneyStep.LIMIT].setVisible(limited)
        self.result.setText(locale().money(reckoning.amount))
        self.result.setAccessibleName(f"{translate('returns', 'Goes back')}: {locale().money(reckoning.amount)}")

    def terms(self) -> Terms | None:
        """What was typed; None while an amount cannot be read."""
        from desk.services.return_settling import Terms

        typed = {step: field.amount() for step, field in self.fields.items()}
        if any(one is None for one in typed.values()):
            return None
        return Terms(
            shipping=typed[MoneyStep.SHIPPING],
            extra=typed[MoneyStep.EXTRA],
            loss_of_value=typed[MoneyStep.LOSS_OF_VALUE],
            label_fee=typed[MoneyStep.LABEL_FEE],
        )

    def _make(self, case: ReturnCase) -> None:
        self._made = True
        for _ in _goods_rows(case):
            title, amount = Line("", "body", "2", parent=self), amount_label(tint="2")
            self._lines.append((title, amount))
            self._row(title, amount)
        for step in MoneyStep:
            name = self._limit if step is MoneyStep.LIMIT else Label("", "body")
            name.setText(_named(step))
            amount = self._amounts[step] = amount_label()
            if self._with_fields and step in TYPED:
                amount.hide()
                field = self.fields[step] = AmountField(case.claim.left.currency, _named(step), self)
                name.setBuddy(field)
                if self._changed is not None:
                    field.textChanged.connect(self._changed)
                self._row(name, field)
            else:
                self._row(name, amount)
        rule = QFrame(self)
        rule.setProperty("line", "below")
        self._grid.addWidget(rule, self._grid.rowCount(), 0, 1, 2)
        self._row(Label(translate("returns", "Goes back"), "name"), self.result)

    def _row(self, name: QWidget, amount: QWidget) -> None:
        at = self._grid.rowCount()
        self._grid.addWidget(name, at, 0)
        self._grid.addWidget(amount, at, 1, Qt.AlignmentFlag.AlignRight)

    def forget(self) -> None:
        """Another return, or other words: the rows are made anew."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in (self._limit, self.result):
                widget.hide()
                widget.deleteLater()
        self._amounts.clear()
        self._lines.clear()
        self.fields.clear()
        self._made = False


def _named(step: MoneyStep) -> str:
    sign = "−\u00a0" if step in _OFF else "" if step in (MoneyStep.GOODS, MoneyStep.LIMIT) else "+\u00a0"
    return f"{sign}{money_step_words(step)}"


def _goods_rows(case: ReturnCase) -> list[tuple[str, Money]]:
    """What each line's pieces cost, and their share of the order's discounts."""
    rows: list[tuple[str, Money]] = []
    for one in case.view.lines:
        money = case.money[one.line]
        rows.append((f"{locale().number(money.pieces)} × {one.title or one.sku}", money.gross))
        if money.discount:
            rows.append((translate("returns", "Its share of the discounts"), -money.discount))
    return rows
