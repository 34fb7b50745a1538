"""Owns the payment card: how it was paid, what came in, what went back."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

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


class PaymentCard(OrderCard):
    """Names on the left, values on the right."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(clock, parent)
        self._state = Pill()
        self.add_to_title(self._state)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._rows: list[tuple[Label, Line]] = []
        for place in range(5):
            name, value = Label("", "secondary", "2"), Line("", "body")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setFont(font("body", tabular=True))
            grid.addWidget(name, place, 0)
            grid.addWidget(value, place, 1)
            self._rows.append((name, value))
        self.content.addLayout(grid)

    def title(self) -> str:
        return self.tr("Payment")

    def content_of(self, view: OrderView) -> Hashable:
        return view.standings, view.payment, view.payment_method, view.paid_at, view.paid, view.refunded, view.payments

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
        for place, (name, value) in enumerate(self._rows):
            shown = place < len(rows)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(rows[place][0])
                value.setText(rows[place][1])
