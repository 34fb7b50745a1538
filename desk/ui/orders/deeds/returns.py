"""Owns the dialogs about a return: the answer to it, a label, arrival, its money, the channel's decision, a word."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desk.domain.pushes import ReturnAnswer
from desk.domain.values import Money
from desk.domain.views import CaseView, OrderView
from desk.services.returns import LONGEST_NUMBER
from desk.services.shipments import Queued
from desk.ui.locale import locale
from desk.ui.orders.deeds.calls import DeedCalls
from desk.ui.orders.deeds.dialog import DeedDialog
from desk.ui.orders.deeds.fields import AmountField, CommentField, ReasonBox
from desk.ui.orders.deeds.files import LabelField
from desk.ui.orders.deeds.parcel import ParcelFields
from desk.ui.orders.deeds.words import read_code
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.label import Label


class CaseDialog(DeedDialog):
    """A deed in one case."""

    def __init__(self, view: OrderView, case: CaseView, calls: DeedCalls, parent: QWidget) -> None:
        self.case = case
        super().__init__(view, calls, parent)

    @property
    def channel(self) -> str:
        return self.view.account_name or self.view.tile.name

    @property
    def currency(self) -> str:
        return self.view.totals.total.currency

    def add_comment(self, name: str, *, lines: int = 2) -> CommentField:
        """A word to the buyer, hidden where the channel takes none."""
        limit = self.view.limits.return_comment
        field = CommentField(name, limit, self, lines=lines)
        field.changed.connect(self.check)
        field.setVisible(limit > 0)
        self.body.addWidget(field)
        return field

    def add_amount(self, name: str, *, most: Money | None = None) -> AmountField:
        field = AmountField(self.currency, name, self)
        field.textChanged.connect(self.check)
        row = QHBoxLayout()
        row.setSpacing(12)
        label = Label(name, "body")
        label.setBuddy(field)
        row.addWidget(label, 1)
        if most is not None:
            row.addWidget(Label(self.tr("at most {amount}").format(amount=locale().money(most)), "secondary", "2"))
        row.addWidget(field)
        self.body.addLayout(row)
        return field

    def no_amount(self, field: AmountField, most: Money | None) -> str:
        """Why the field's amount cannot be given; marks the field."""
        amount = field.amount()
        why = ""
        if amount is None:
            why = self.tr("“{text}” is no amount. It looks like {example}.").format(
                text=field.text().strip(), example=locale().money(Money(1250, self.currency))
            )
        elif most is not None and most < amount:
            why = self.tr("Only {amount} of it can still be refunded.").format(amount=locale().money(most))
        field.mark(problem=bool(why))
        return why


class AnswerReturnDialog(CaseDialog):
    """Accepts a return, declines it, or offers a part of the money while the buyer keeps the goods."""

    def __init__(
        self, view: OrderView, case: CaseView, calls: DeedCalls, parent: QWidget, *, answer: ReturnAnswer
    ) -> None:
        self._answer = answer
        self.danger = answer is not ReturnAnswer.APPROVE
        self.glyph = {
            ReturnAnswer.APPROVE: Glyph.CHECK,
            ReturnAnswer.DECLINE: Glyph.CANCELLED,
            ReturnAnswer.OFFER_PART: Glyph.EURO,
        }[answer]
        super().__init__(view, case, calls, parent)

    def title(self) -> str:
        return {
            ReturnAnswer.APPROVE: self.tr("Accept return"),
            ReturnAnswer.DECLINE: self.tr("Decline return"),
            ReturnAnswer.OFFER_PART: self.tr("Offer a part of the money"),
        }[self._answer]

    @property
    def _most(self) -> Money | None:
        return self.case.expected or self.view.refundable

    def fill(self) -> None:
        self.amount: AmountField | None = None
        if self._answer is ReturnAnswer.OFFER_PART:
            self.amount = self.add_amount(self.tr("Amount"), most=self._most)
        self.number: QLineEdit | None = None
        if self._answer is ReturnAnswer.APPROVE:
            self.number = QLineEdit(self)
            self.number.setAccessibleName(self.tr("Your own number of the return (RMA)"))
            self.number.setPlaceholderText(self.tr("May stay empty"))
            self.number.setMaxLength(LONGEST_NUMBER)
            self.labelled(self.tr("Your own number of the return (RMA)"), self.number)
        self.comment = self.add_comment(self.tr("A word to the buyer"), lines=3)

    def first_field(self) -> QWidget | None:
        return self.amount or self.number or self.comment.edit

    def consequence(self) -> str:
        return {
            ReturnAnswer.APPROVE: self.tr("The buyer may send the goods back. Their money goes back only afterwards."),
            ReturnAnswer.DECLINE: self.tr(
                "The buyer is told that the return is declined, and may ask {channel} to decide. It cannot be undone."
            ),
            ReturnAnswer.OFFER_PART: self.tr(
                "The buyer may keep the goods and take the offer, or send the goods back. It cannot be undone."
            ),
        }[self._answer].format(channel=self.channel)

    def is_wrong(self) -> bool:
        wrong = self.amount is not None and bool(self.no_amount(self.amount, self._most))
        return wrong or bool(self.comment.why_not())

    def why_not(self) -> str:
        if self.amount is not None:
            why = self.no_amount(self.amount, self._most)
            if why or not self.amount.amount():
                return why or self.tr("Enter an amount.")
        if self._answer is ReturnAnswer.DECLINE and not self.comment.text() and self.view.limits.return_comment:
            return self.tr("Tell the buyer why.")
        return self.comment.why_not()

    def verb(self) -> str:
        if self._answer is ReturnAnswer.APPROVE:
            return self.tr("Accept return")
        if self._answer is ReturnAnswer.DECLINE:
            return self.tr("Decline return")
        amount = self.amount.amount() if self.amount is not None else None
        return self.tr("Offer {amount}").format(amount=locale().money(amount)) if amount else self.tr("Offer")

    def work(self) -> Callable[[str], Queued]:
        calls, order, case, answer, comment = self.calls, self.view.id, self.case.id, self._answer, self.comment.text()
        amount = self.amount.amount() if self.amount is not None else None
        number = self.number.text().strip() if self.number is not None else ""
        return lambda deed: calls.answer_return(order, case, answer, comment, amount, deed=deed, number=number)


class LabelDialog(CaseDialog):
    """Gives the buyer a label of our own as a file, or says that one was sent."""

    glyph = Glyph.RECEIPT

    def title(self) -> str:
        return self.tr("Own return label")

    def reword(self) -> None:
        label = self.file.label
        super().reword()
        if label is not None:
            self.file.put(label)

    def fill(self) -> None:
        limits = self.view.limits
        self.file = LabelField(limits.label_files, limits.label_bytes, self)
        self.file.changed.connect(self.check)
        self.body.addWidget(self.file)
        self.parcel = ParcelFields.of_order(self.view, self.calls, self, preset=False)
        self.parcel.changed.connect(self.check)
        self.body.addWidget(self.parcel)

    def first_field(self) -> QWidget | None:
        return self.file.choose if self.file.choose.isEnabled() else self.parcel.number

    def is_wrong(self) -> bool:
        return bool(self.file.trouble)

    def why_not(self) -> str:
        return self.file.trouble or self.parcel.why_not()

    def consequence(self) -> str:
        if self.file.label is not None:
            return self.tr("The buyer gets the file as the label of this return.")
        return self.tr("The buyer is told that the label was sent. Send it to them first.")

    def verb(self) -> str:
        return self.tr("Give the label") if self.file.label is not None else self.tr("Say it was sent")

    def work(self) -> Callable[[str], Queued]:
        calls, order, case, label = self.calls, self.view.id, self.case.id, self.file.label
        carrier, number = self.parcel.values()
        name, data = (label.name, label.content) if label is not None else ("", b"")
        return lambda deed: calls.send_return_label(order, case, carrier, number, name, data, deed=deed)


class ReceiveDialog(CaseDialog):
    """Says that the goods are back."""

    glyph = Glyph.BOX

    def title(self) -> str:
        return self.tr("Goods have arrived")

    def fill(self) -> None:
        self.comment = self.add_comment(self.tr("A word to the buyer"))

    def first_field(self) -> QWidget | None:
        return self.comment.edit

    def is_wrong(self) -> bool:
        return bool(self.why_not())

    def why_not(self) -> str:
        return self.comment.why_not()

    def consequence(self) -> str:
        return self.tr("{channel} is told that the goods are back. The time to refund runs from now on.").format(
            channel=self.channel
        )

    def verb(self) -> str:
        return self.tr("Goods have arrived")

    def work(self) -> Callable[[str], Queued]:
        calls, order, case, comment = self.calls, self.view.id, self.case.id, self.comment.text()
        return lambda deed: calls.receive_return(order, case, comment, deed=deed)


class RefundReturnDialog(CaseDialog):
    """Gives the money of a return back: for the goods, and for their way to the buyer."""

    danger = True
    glyph = Glyph.REFUND

    def title(self) -> str:
        return self.tr("Refund return")

    def fill(self) -> None:
        self.rest = Label("", "strong-secondary", "2", wrap=True)
        self.goods = self.add_amount(self.tr("Goods"))
        self.shipping = self.add_amount(self.tr("Shipping to the buyer"), most=self.view.totals.shipping)
        self.body.addWidget(self.rest)
        self.comment = self.add_comment(self.tr("A word to the buyer"))
        if self.case.expected is not None:
            self.goods.put(self.case.expected)

    def sum(self) -> Money:
        goods, shipping = self.goods.amount(), self.shipping.amount()
        total = Money.zero(self.currency)
        return sum((one for one in (goods, shipping) if one is not None), total)

    def check(self) -> None:
        left = self.view.refundable
        if left is not None:
            told = self.tr("{sum} of {left} that can still be refunded")
            self.rest.setText(told.format(sum=locale().money(self.sum()), left=locale().money(left)))
        self.rest.setVisible(left is not None)
        super().check()

    def _wrong(self) -> str:
        why = self.no_amount(self.goods, self.view.refundable)
        why = self.no_amount(self.shipping, self.view.totals.shipping) or why
        if not why and self.view.refundable is not None and self.view.refundable < self.sum():
            most = locale().money(self.view.refundable)
            why = self.tr("Only {amount} of the order can still be refunded.").format(amount=most)
        return why

    def is_wrong(self) -> bool:
        return bool(self._wrong() or self.comment.why_not())

    def why_not(self) -> str:
        why = self._wrong() or self.comment.why_not()
        return why or ("" if self.sum() else self.tr("Enter an amount."))

    def consequence(self) -> str:
        return self.tr("{channel} pays the buyer. Once it is done there, it cannot be undone.").format(
            channel=self.channel
        )

    def verb(self) -> str:
        total = self.sum()
        return self.tr("Refund {amount}").format(amount=locale().money(total)) if total else self.tr("Refund")

    def work(self) -> Callable[[str], Queued]:
        calls, order, case, comment, nothing = (
            self.calls,
            self.view.id,
            self.case.id,
            self.comment.text(),
            Money.zero(self.currency),
        )
        goods, shipping = self.goods.amount() or nothing, self.shipping.amount() or nothing
        return lambda deed: calls.refund_return(order, case, goods, shipping, comment, deed=deed)


class EscalateDialog(CaseDialog):
    """Asks the channel to decide."""

    danger = True
    glyph = Glyph.WARNING

    def title(self) -> str:
        return self.tr("Ask the channel to decide")

    def fill(self) -> None:
        reasons = [(one, read_code(one)) for one in self.view.limits.escalations]
        self.reason = ReasonBox(reasons, self.tr("Reason"), self)
        self.reason.currentIndexChanged.connect(self.check)
        self.labelled(self.tr("Reason"), self.reason)
        self.comment = self.add_comment(self.tr("What the channel should know"), lines=3)

    def first_field(self) -> QWidget | None:
        return self.reason

    def is_wrong(self) -> bool:
        return bool(self.comment.why_not())

    def why_not(self) -> str:
        return self.comment.why_not() or ("" if self.reason.value() else self.tr("Choose a reason."))

    def consequence(self) -> str:
        return self.tr("{channel} takes the case over and decides. It cannot be undone.").format(channel=self.channel)

    def verb(self) -> str:
        return self.tr("Let {channel} decide").format(channel=self.channel)

    def work(self) -> Callable[[str], Queued]:
        calls, order, case, reason, comment = (
            self.calls,
            self.view.id,
            self.case.id,
            self.reason.value(),
            self.comment.text(),
        )
        return lambda deed: calls.escalate_return(order, case, reason, comment, deed=deed)


class WriteDialog(CaseDialog):
    """A text to the buyer inside a return."""

    glyph = Glyph.MAIL

    def title(self) -> str:
        return self.tr("Write in this return")

    def fill(self) -> None:
        limit = self.view.limits.return_comment or self.view.limits.message_length
        self.text = CommentField(self.tr("Message to the buyer"), limit, self, lines=5)
        self.text.changed.connect(self.check)
        self.body.addWidget(self.text)

    def first_field(self) -> QWidget | None:
        return self.text.edit

    def is_wrong(self) -> bool:
        return bool(self.text.why_not())

    def why_not(self) -> str:
        return self.text.why_not() or ("" if self.text.text() else self.tr("Write something first."))

    def verb(self) -> str:
        return self.tr("Send")

    def work(self) -> Callable[[str], Queued]:
        calls, order, case, text = self.calls, self.view.id, self.case.id, self.text.text()
        return lambda deed: calls.write_to_return(order, case, text, deed=deed)
