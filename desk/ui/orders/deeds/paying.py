"""Owns the dialogs about money that the merchant collects: it has come in, or the buyer gets a link to pay."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from desk.services.shipments import Queued
from desk.ui.locale import locale
from desk.ui.orders.deeds.dialog import DeedDialog
from desk.ui.sentences import reason_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.foreign import alone


class MarkPaidDialog(DeedDialog):
    """Tells the channel that the money is there."""

    glyph = Glyph.EURO

    def title(self) -> str:
        return self.tr("Mark as paid")

    def fill(self) -> None:
        self.transaction = QLineEdit(self)
        self.transaction.setAccessibleName(self.tr("Reference of the payment"))
        self.transaction.setPlaceholderText(self.tr("For instance the bank's booking number; may stay empty"))
        self.transaction.setMaxLength(100)
        self.transaction.textChanged.connect(self.check)
        if self.view.limits.payment_reference:
            self.labelled(self.tr("Reference of the payment"), self.transaction)
        else:
            self.transaction.hide()

    def first_field(self) -> QWidget | None:
        return self.transaction if self.view.limits.payment_reference else None

    def consequence(self) -> str:
        name = self.view.account_name or self.view.tile.name
        return self.tr(
            "{channel} takes the {amount} for received and goes on with the order: it may tell the buyer by mail. Look "
            "at your bank account first."
        ).format(channel=name, amount=locale().money(self.view.totals.total))

    def why_not(self) -> str:
        may = self.view.may_mark_paid
        return "" if may.allowed else reason_text(may, self.view.account_name)

    def verb(self) -> str:
        return self.tr("{amount} received").format(amount=locale().money(self.view.totals.total))

    def work(self) -> Callable[[str], Queued]:
        calls, order, transaction = self.calls, self.view.id, self.transaction.text().strip()
        return lambda deed: calls.mark_paid(order, transaction, deed=deed)


class SendLinkDialog(DeedDialog):
    """Has the channel mail the buyer the way to pay."""

    glyph = Glyph.LINK

    def title(self) -> str:
        return self.tr("Send a link to pay")

    def consequence(self) -> str:
        name = self.view.account_name or self.view.tile.name
        return self.tr("{channel} mails the buyer ({email}) how to pay the {amount}.").format(
            channel=name, email=alone(self.view.buyer.email), amount=locale().money(self.view.totals.total)
        )

    def why_not(self) -> str:
        may = self.view.may_send_link
        return "" if may.allowed else reason_text(may, self.view.account_name)

    def verb(self) -> str:
        return self.tr("Send the link")

    def work(self) -> Callable[[str], Queued]:
        calls, order = self.calls, self.view.id
        return lambda deed: calls.send_link(order, deed=deed)
