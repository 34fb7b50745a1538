"""Owns the dialogs that answer *nothing arrived*: with the parcel, or with the money."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desk.domain.values import Money
from desk.services.shipments import Queued
from desk.ui.locale import locale
from desk.ui.orders.deeds.parcel import ParcelFields
from desk.ui.orders.deeds.returns import CaseDialog
from desk.ui.theme.icons import Glyph


class TellShipmentDialog(CaseDialog):
    """Tells the channel which parcel it is."""

    glyph = Glyph.TRUCK

    def title(self) -> str:
        return self.tr("Tell the shipment")

    def fill(self) -> None:
        self.parcel = ParcelFields.of_order(self.view, self.calls, self)
        self.parcel.changed.connect(self.check)
        self.body.addWidget(self.parcel)

    def first_field(self) -> QWidget | None:
        return self.parcel.number

    def why_not(self) -> str:
        return self.parcel.why_not()

    def consequence(self) -> str:
        return self.tr("The buyer and {channel} see carrier and number.").format(channel=self.channel)

    def verb(self) -> str:
        return self.tr("Tell the shipment")

    def work(self) -> Callable[[str], Queued]:
        calls, order, case, (carrier, number) = self.calls, self.view.id, self.case.id, self.parcel.values()
        return lambda deed: calls.tell_inquiry(order, case, carrier, number, deed=deed)


class RefundInquiryDialog(CaseDialog):
    """Gives all the money back."""

    danger = True
    glyph = Glyph.REFUND

    def title(self) -> str:
        return self.tr("Refund what did not arrive")

    @property
    def amount(self) -> Money:
        return self.view.refundable if self.view.refundable is not None else self.view.paid

    def fill(self) -> None:
        self.comment = self.add_comment(self.tr("A word to the buyer"))

    def is_wrong(self) -> bool:
        return bool(self.why_not())

    def why_not(self) -> str:
        return self.comment.why_not()

    def consequence(self) -> str:
        return self.tr(
            "{channel} pays the buyer everything: {amount}. Once it is done there, it cannot be undone."
        ).format(channel=self.channel, amount=locale().money(self.amount))

    def verb(self) -> str:
        return self.tr("Refund {amount}").format(amount=locale().money(self.amount))

    def work(self) -> Callable[[str], Queued]:
        calls, order, case, comment = self.calls, self.view.id, self.case.id, self.comment.text()
        return lambda deed: calls.refund_inquiry(order, case, comment, deed=deed)
