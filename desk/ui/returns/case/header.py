"""Owns the head of one return: channel, number to copy, state and money, whose it is, and until when somebody acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.clock import Instant
from desk.domain.return_states import Settled
from desk.store.returns import OpenedBy
from desk.ui.locale import locale
from desk.ui.orders.cards.base import CopyButton
from desk.ui.orders.deeds.words import Urgency, deadline_words, urgency_of
from desk.ui.orders.texts import Line
from desk.ui.returns.case.words import FILLED, LOOKS, SETTLED, say, state_words
from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import IconButton, LinkButton
from desk.ui.widgets.foreign import in_a_row
from desk.ui.widgets.label import Label
from desk.ui.widgets.pill import Pill
from desk.ui.widgets.tile import Tile

if TYPE_CHECKING:
    from desk.services.return_case import ReturnCase

_TINTS = {Urgency.FAR: "2", Urgency.NEAR: "warn", Urgency.OVERDUE: "err"}
_MONEY = {
    Settled.PENDING: ("info", Glyph.CLOCK),
    Settled.PART: ("neutral", Glyph.REFUND),
    Settled.FULL: ("neutral", Glyph.REFUND),
}


class CaseHeader(QWidget):
    """Which return this is, and how goods and money stand."""

    order_wanted = Signal()
    list_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.back = IconButton(Glyph.BACK, "", parent=self)
        self.back.clicked.connect(self.list_wanted)
        self._tile = Tile(size=tokens.TILE_LARGE, parent=self)
        self.number = Line("", "number", mode=Qt.TextElideMode.ElideMiddle, parent=self)
        self.copy = CopyButton(parent=self)
        self.state = Pill(parent=self)
        self.money = Pill(parent=self)
        self.order = LinkButton(parent=self)
        self.order.clicked.connect(self.order_wanted)
        self.sub = Line("", "secondary", "2", parent=self)
        self.deadlines = Label("", "strong-secondary", wrap=True)
        first = QHBoxLayout()
        first.setSpacing(8)
        for widget in (self.number, self.copy, self.state, self.money):
            first.addWidget(widget)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(4)
        second.addWidget(self.order)
        second.addWidget(self.sub, 1)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addLayout(first)
        texts.addLayout(second)
        texts.addWidget(self.deadlines)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)

    def show_case(self, case: ReturnCase, now: Instant) -> None:
        view = case.view
        self.back.show_name(self.tr("Back to the list"))
        self._tile.show_tile(case.tile)
        self.number.setText(view.number)
        self.copy.show_name(self.tr("Copy return number"))
        self.copy.offer(view.number)
        tone, glyph = LOOKS[view.state]
        self.state.show_status(state_words(view.state), tone, glyph=glyph, filled=tone in FILLED)
        looks = _MONEY.get(view.settled)
        self.money.setVisible(looks is not None)
        if looks is not None:
            self.money.show_status(say(SETTLED[view.settled]), looks[0], glyph=looks[1], filled=False)
        self.order.show_text(self.tr("Order {number}").format(number=view.order_number))
        by = {
            OpenedBy.CHANNEL: self.tr("opened by the buyer at the channel"),
            OpenedBy.AGENT: self.tr("opened by us"),
            OpenedBy.PARCEL: self.tr("came unannounced"),
        }[view.opened_by]
        when = f"{by}, {locale().near(view.opened_at, now)}"
        self.sub.setText(in_a_row((case.account_name or case.tile.name, case.buyer, when)))
        self.deadlines.setText("\n".join(deadline_words(one, now) for one in case.deadlines))
        self.deadlines.setVisible(bool(case.deadlines))
        ours = [urgency_of(one, now) for one in case.deadlines if one.ours]
        worst = next((one for one in (Urgency.OVERDUE, Urgency.NEAR) if one in ours), Urgency.FAR)
        self.deadlines.set_tint(_TINTS[worst])
