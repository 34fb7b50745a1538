"""Owns the refund dialog: amounts by line or one for the order, and never more than what is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desk.domain.pushes import RefundReason
from desk.domain.values import LineId, Money
from desk.domain.views import LineView
from desk.services import wording
from desk.services.shipments import Queued
from desk.ui.locale import locale
from desk.ui.orders.deeds.dialog import DeedDialog
from desk.ui.orders.deeds.fields import AmountField, CommentField, ReasonBox
from desk.ui.orders.texts import Line
from desk.ui.say import SAY
from desk.ui.sentences import reason_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import Check, LinkButton
from desk.ui.widgets.label import Label

_HIGHEST = 260
"""Orders with more lines scroll."""


class AmountTable(QWidget):
    """One row per line: what it is, what is left of its money, and a field."""

    def __init__(self, lines: list[LineView], changed: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.fields: dict[LineId, AmountField] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for column, head in enumerate((self.tr("Item"), self.tr("Left"), self.tr("Refund"))):
            where = Qt.AlignmentFlag.AlignLeft if not column else Qt.AlignmentFlag.AlignRight
            grid.addWidget(Label(head, "secondary", "2"), 0, column, where)
        for row, line in enumerate(lines, 1):
            left = line.refundable or Money.zero(line.total.currency)
            title = Line(f"{locale().number(line.quantity)} × {line.title or line.sku}", "body", parent=self)
            grid.addWidget(title, row, 0)
            rest = LinkButton(locale().money(left), parent=self)
            rest.setAccessibleName(
                self.tr("Refund all that is left of {item}: {amount}").format(
                    item=line.title or line.sku, amount=locale().money(left)
                )
            )
            rest.setToolTip(self.tr("Refund all that is left of it"))
            rest.setEnabled(left.minor > 0)
            grid.addWidget(rest, row, 1, Qt.AlignmentFlag.AlignRight)
            name = self.tr("Refund for {item}").format(item=line.title or line.sku)
            field = AmountField(line.total.currency, name, self)
            field.setEnabled(left.minor > 0)
            field.textChanged.connect(changed)
            rest.clicked.connect(lambda _checked=False, one=field, all_of_it=left: one.put(all_of_it))
            grid.addWidget(field, row, 2)
            self.fields[line.id] = field


class RefundDialog(DeedDialog):
    """Gives money back without goods coming back."""

    danger = True
    glyph = Glyph.REFUND

    def title(self) -> str:
        return self.tr("Refund") if self.view.limits.refund_sends_money else self.tr("Book a refund")

    @property
    def _currency(self) -> str:
        return self.view.totals.total.currency

    @property
    def left(self) -> Money:
        """What of the order's money can still go back."""
        if self.view.refundable is not None:
            return self.view.refundable
        return self.view.paid - self.view.refunded

    def fill(self) -> None:
        limits = self.view.limits
        lines = [one for one in self.view.lines if one.refundable is not None]
        by_line = limits.refund_by_line and bool(lines)
        self.table = AmountTable(lines, self.check, self)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setProperty("ground", "none")
        self._scroll.setWidget(self.table)
        self._scroll.setFixedHeight(min(self.table.sizeHint().height(), scaled(_HIGHEST)) + 2)
        self._scroll.setVisible(by_line)
        self.whole = Check(self.tr("One amount for the whole order"), parent=self)
        self.whole.setChecked(not by_line)
        self.whole.setVisible(by_line and limits.refund_partial)
        self.whole.toggled.connect(self._switch)
        self.amount = AmountField(self._currency, self.tr("Amount"), self)
        self.amount.textChanged.connect(self.check)
        self._amount_box = QWidget(self)
        box = QVBoxLayout(self._amount_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(Label(self.tr("Amount"), "secondary", "2"))
        box.addWidget(self.amount)
        if not limits.refund_partial:  # all or nothing
            self.amount.put(self.left)
            self.amount.setReadOnly(True)
        self.rest = Label("", "strong-secondary", "2", wrap=True)
        reasons = [(one.value, wording.refund_reason(one, SAY)) for one in limits.refund_reasons]
        self.reason = ReasonBox(reasons, self.tr("Reason"), self)
        self.reason.currentIndexChanged.connect(self.check)
        for widget in (self._scroll, self.whole, self._amount_box, self.rest):
            self.body.addWidget(widget)
        self.labelled(self.tr("Reason"), self.reason)
        self.comment = CommentField(self.tr("A word to the buyer"), limits.refund_comment, self)
        self.comment.changed.connect(self.check)
        self.comment.setVisible(limits.refund_comment > 0)
        self.body.addWidget(self.comment)
        self._amount_box.setVisible(not by_line)

    def first_field(self) -> QWidget:
        if self.whole.isChecked():
            return self.amount
        return next(iter(field for field in self.table.fields.values() if field.isEnabled()), self.reason)

    def _switch(self, whole: bool) -> None:
        self._scroll.setVisible(not whole)
        self._amount_box.setVisible(whole)
        self.check()

    # --- amounts --------------------------------------------------------------------------------------------------

    def _by_line(self) -> tuple[tuple[LineId, Money], ...]:
        if self.whole.isChecked():
            return ()
        found = ((line, field.amount()) for line, field in self.table.fields.items())
        return tuple((line, amount) for line, amount in found if amount is not None and amount.minor > 0)

    def sum(self) -> Money:
        """All that would be given back."""
        if self.whole.isChecked():
            return self.amount.amount() or Money.zero(self._currency)
        total = Money.zero(self._currency)
        for _line, amount in self._by_line():
            total += amount
        return total

    def _wrong_amount(self) -> str:
        """Why an amount cannot be given, marking its field; empty when all can."""
        why = ""
        left_of = {one.id: one.refundable for one in self.view.lines}
        for line, field in self.table.fields.items():
            told = "" if self.whole.isChecked() else self._against(field, left_of.get(line))
            field.mark(problem=bool(told))
            why = why or told
        if self.whole.isChecked():
            why = self._against(self.amount, self.left)
            self.amount.mark(problem=bool(why))
        if not why and self.left < self.sum():
            why = self.tr("Only {amount} of the order can still be refunded.").format(amount=locale().money(self.left))
        return why

    def _against(self, field: AmountField, left: Money | None) -> str:
        amount = field.amount()
        if amount is None:
            return self.tr("“{text}” is no amount. It looks like {example}.").format(
                text=field.text().strip(), example=locale().money(Money(1250, self._currency))
            )
        if left is not None and left < amount:
            return self.tr("Only {amount} of it can still be refunded.").format(amount=locale().money(left))
        return ""

    # --- the deed -------------------------------------------------------------------------------------------------

    def check(self) -> None:
        self.rest.setText(
            self.tr("{sum} of {left} that can still be refunded").format(
                sum=locale().money(self.sum()), left=locale().money(self.left)
            )
        )
        super().check()

    def is_wrong(self) -> bool:
        return bool(self._wrong_amount() or self.comment.why_not())

    def why_not(self) -> str:
        if not self.view.may_refund.allowed:
            return reason_text(self.view.may_refund, self.view.account_name)
        why = self._wrong_amount()
        if why:
            return why
        if not self.sum():
            return self.tr("Enter an amount.")
        return self.comment.why_not() or ("" if self.reason.value() else self.tr("Choose a reason."))

    def consequence(self) -> str:
        name = self.view.account_name or self.view.tile.name
        if not self.view.limits.refund_sends_money:
            return self.tr(
                "{channel} only books this refund: it cannot send money by this payment method. Send it to the buyer "
                "by hand."
            ).format(channel=name)
        return self.tr("{channel} pays the buyer. Once it is done there, it cannot be undone.").format(channel=name)

    def verb(self) -> str:
        total = self.sum()
        if not self.view.limits.refund_sends_money:  # the money goes by hand, and the button promises nothing else
            told = self.tr("Book {amount}").format(amount=locale().money(total))
            return told if total else self.tr("Book")
        return self.tr("Refund {amount}").format(amount=locale().money(total)) if total else self.tr("Refund")

    def work(self) -> Callable[[str], Queued]:
        calls, order, amount, lines = self.calls, self.view.id, self.sum(), self._by_line()
        reason, comment = RefundReason(self.reason.value()), self.comment.text()
        return lambda deed: calls.refund_order(order, amount, lines, reason, comment, deed=deed)
