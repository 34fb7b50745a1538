"""Owns the dialogs about how an order goes on at its shop: the money is there, a link to pay, another status."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from desk.services.shipments import Queued
from desk.ui.locale import locale
from desk.ui.orders.deeds.dialog import DeedDialog
from desk.ui.orders.deeds.fields import ReasonBox
from desk.ui.sentences import reason_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.foreign import alone


class MarkPaidDialog(DeedDialog):
    """Tells the channel that the money is there."""

    glyph = Glyph.EURO

    def title(self) -> str:
        return self.tr("Mark as paid")

    def fill(self) -> None:
        self.transaction: QLineEdit | None = None
        if not self.view.limits.payment_reference:
            return
        self.transaction = QLineEdit(self)
        self.transaction.setAccessibleName(self.tr("Reference of the payment"))
        self.transaction.setPlaceholderText(self.tr("For instance the bank's booking number; may stay empty"))
        self.transaction.setMaxLength(100)
        self.transaction.textChanged.connect(self.check)
        self.labelled(self.tr("Reference of the payment"), self.transaction)

    def first_field(self) -> QWidget | None:
        return self.transaction

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
        calls, order = self.calls, self.view.id
        transaction = "" if self.transaction is None else self.transaction.text().strip()
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


class SetStatusDialog(DeedDialog):
    """Moves the order to another status of the shop's own."""

    glyph = Glyph.TAG

    def title(self) -> str:
        return self.tr("Other status")

    def fill(self) -> None:
        choices = [(one, status_words(one)) for one in self.view.limits.statuses]
        self.status = ReasonBox(choices, self.tr("New status"), self)
        self.status.setPlaceholderText(self.tr("Choose a status"))
        self.status.currentIndexChanged.connect(self.check)
        self.labelled(
            self.tr("New status, instead of {status}").format(status=status_words(self.view.channel_status)),
            self.status,
        )

    def first_field(self) -> QWidget | None:
        return self.status

    def consequence(self) -> str:
        name = self.view.account_name or self.view.tile.name
        return self.tr(
            "{channel} may mail the buyer about it, as it is set up there. No money moves, nothing is shipped."
        ).format(channel=name)

    def why_not(self) -> str:
        may = self.view.may_set_status
        if not may.allowed:
            return reason_text(may, self.view.account_name)
        return "" if self.status.value() else self.tr("Choose a status.")

    def verb(self) -> str:
        return self.tr("Set the status")

    def work(self) -> Callable[[str], Queued]:
        calls, order, status = self.calls, self.view.id, self.status.value()
        return lambda deed: calls.set_status(order, status, deed=deed)


def status_words(code: str) -> str:
    """A shop's own code as people read it: `on-hold` becomes "On hold"."""
    return code.replace("-", " ").replace("_", " ").capitalize()
