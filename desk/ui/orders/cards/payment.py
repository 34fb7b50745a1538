"""Owns the payment card: how it was paid, what came in, what went back."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.orders import PaymentFacet
from desk.domain.standing import CLOSED
from desk.domain.views import OrderView
from desk.services import wording
from desk.ui.locale import locale
from desk.ui.orders.cards.base import OrderCard
from desk.ui.orders.texts import Line
from desk.ui.say import SAY
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import font
from desk.ui.widgets.label import Label
from desk.ui.widgets.pill import Pill

LOOKS: dict[PaymentFacet, tuple[Glyph, str, bool]] = {
    PaymentFacet.UNPAID: (Glyph.CLOCK, "warn", True),
    PaymentFacet.PARTLY_PAID: (Glyph.CLOCK, "warn", True),
    PaymentFacet.PAID: (Glyph.DONE, "ok", False),
    PaymentFacet.PARTLY_REFUNDED: (Glyph.REFUND, "neutral", False),
    PaymentFacet.REFUNDED: (Glyph.REFUND, "neutral", False),
    PaymentFacet.FAILED: (Glyph.ALERT, "err", True),
    PaymentFacet.PAY_LATER: (Glyph.RECEIPT, "neutral", False),
    PaymentFacet.UNKNOWN: (Glyph.QUESTION, "warn", True),
}


_MOST_ROWS = 4


class _Fact(QWidget):
    """A name on the left, its value on the right with all the room the name leaves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._value = Label("", "secondary", "2"), Line("", "body", parent=self)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._value.setFont(font("body", tabular=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._name)
        row.addWidget(self._value, 1)

    def show_fact(self, name: str, value: str) -> None:
        self._name.setText(name)
        self._value.setText(value)


class PaymentCard(OrderCard):
    """Names on the left, values on the right."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self._state = Pill()
        self.add_to_title(self._state)
        self._rows = [_Fact(self) for _ in range(_MOST_ROWS)]
        for row in self._rows:
            self.content.addWidget(row)

    def title(self) -> str:
        return self.tr("Payment")

    def content_of(self, view: OrderView) -> Hashable:
        closed = not CLOSED.isdisjoint(view.standings)
        return closed, view.payment, view.payment_method, view.paid_at, view.paid, view.refunded, view.payments

    def fill(self, view: OrderView) -> None:
        glyph, tone, filled = LOOKS[view.payment]
        if not CLOSED.isdisjoint(view.standings):
            tone, filled = "neutral", False  # nobody waits for the money of an order that was called off
        self._state.show_status(SAY.text(wording.PAYMENT_FACETS[view.payment]), tone, glyph=glyph, filled=filled)
        rows = [(self.tr("Method"), view.payment_method or "–")]
        rows.append((self.tr("Received"), locale().date(view.paid_at) if view.paid_at else "–"))
        # The amount is worth a row only where it is not what was asked for.
        if view.paid != view.totals.total:
            rows.append((self.tr("Amount received"), locale().money(view.paid)))
        rows.append((self.tr("Refunded"), locale().money(view.refunded)))
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(rows))
            if place < len(rows):
                row.show_fact(*rows[place])
