"""Owns the dialogs about calling an order off: of our own accord, and answering a buyer's wish."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desk.domain.orders import PaymentFacet
from desk.domain.pushes import CancelReason
from desk.domain.views import CaseView, OrderView
from desk.services import wording
from desk.services.shipments import Queued
from desk.ui.locale import locale
from desk.ui.orders.deeds.calls import DeedCalls
from desk.ui.orders.deeds.dialog import DeedDialog
from desk.ui.orders.deeds.fields import ReasonBox
from desk.ui.orders.deeds.parcel import ParcelFields
from desk.ui.say import SAY
from desk.ui.sentences import reason_text
from desk.ui.theme.icons import Glyph

_NOTHING_PAID = frozenset({PaymentFacet.UNPAID, PaymentFacet.FAILED, PaymentFacet.PAY_LATER})


class CancelOrderDialog(DeedDialog):
    """Calls the whole order off, for a reason that must be chosen."""

    danger = True
    glyph = Glyph.CANCELLED

    def title(self) -> str:
        return self.tr("Cancel order")

    def fill(self) -> None:
        reasons = [(one.value, wording.cancel_reason(one, SAY)) for one in self.view.limits.cancel_reasons]
        self.reason = ReasonBox(reasons, self.tr("Reason"), self)
        self.reason.currentIndexChanged.connect(self.check)
        self.labelled(self.tr("Reason"), self.reason)

    def first_field(self) -> QWidget:
        return self.reason

    @property
    def _paid(self) -> bool:
        return self.view.payment not in _NOTHING_PAID

    def consequence(self) -> str:
        name = self.view.account_name or self.view.tile.name
        total = locale().money(self.view.totals.total)
        if self._paid and not self.view.limits.cancel_refunds:
            return self.tr(
                "The whole order is cancelled. It is paid, and {channel} gives no money back with it: refund the "
                "{amount} afterwards. What has left the house is not stopped."
            ).format(channel=name, amount=total)
        if self._paid:
            return self.tr(
                "The whole order is cancelled. It is paid: {channel} gives the buyer the {amount} back by itself. "
                "Do not refund it besides. What has left the house is not stopped."
            ).format(channel=name, amount=total)
        return self.tr("The whole order of {amount} is cancelled. {channel} tells the buyer.").format(
            channel=name, amount=total
        )

    def why_not(self) -> str:
        if not self.view.may_cancel.allowed:
            return reason_text(self.view.may_cancel, self.view.account_name)
        return "" if self.reason.value() else self.tr("Choose a reason.")

    def verb(self) -> str:
        return self.tr("Cancel order")

    def work(self) -> Callable[[str], Queued]:
        calls, order, reason = self.calls, self.view.id, CancelReason(self.reason.value())
        return lambda deed: calls.cancel_order(order, reason, deed=deed)


class AnswerCancellationDialog(DeedDialog):
    """Agrees to a buyer's wish to cancel, or says that the goods are on their way."""

    glyph = Glyph.CANCELLED

    def __init__(self, view: OrderView, case: CaseView, calls: DeedCalls, parent: QWidget, *, approve: bool) -> None:
        self.case, self._approve = case, approve
        self.danger = True
        super().__init__(view, calls, parent)

    def title(self) -> str:
        return self.tr("Agree to the cancellation") if self._approve else self.tr("Decline the cancellation")

    def fill(self) -> None:
        self.parcel: ParcelFields | None = None
        if not self._approve and self.view.limits.no_needs_parcel:
            self.parcel = ParcelFields.of_order(self.view, self.calls, self)
            self.parcel.changed.connect(self.check)
            self.body.addWidget(self.parcel)

    def first_field(self) -> QWidget | None:
        return None if self.parcel is None else self.parcel.number

    def consequence(self) -> str:
        name = self.view.account_name or self.view.tile.name
        if self._approve:
            return self.tr(
                "The whole order is cancelled. What was paid ({amount}), {channel} gives back to the buyer by itself."
            ).format(channel=name, amount=locale().money(self.view.paid))
        if self.parcel is None:
            return self.tr(
                "You do not agree: the order can be shipped again. {channel} takes no such answer, the buyer sees it "
                "by the parcel."
            ).format(channel=name)
        return self.tr("The buyer is told that the goods are on their way with this number.")

    def why_not(self) -> str:
        return "" if self.parcel is None else self.parcel.why_not()

    def verb(self) -> str:
        return self.tr("Cancel order") if self._approve else self.tr("Decline")

    def work(self) -> Callable[[str], Queued]:
        calls, order, case, approve = self.calls, self.view.id, self.case.id, self._approve
        carrier, number = ("", "") if self.parcel is None else self.parcel.values()
        return lambda deed: calls.answer_cancellation(
            order, case, approve=approve, carrier=carrier, number=number, deed=deed
        )
