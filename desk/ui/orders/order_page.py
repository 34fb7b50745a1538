"""Owns order 360: head, deeds, alert and cards of one order. Built once and refilled; asks nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.views import OrderView
from desk.ui.orders.action_bar import ActionBar, why_no_page, why_not_ship
from desk.ui.orders.alert_strip import AlertStrip
from desk.ui.orders.cards.base import OrderCard
from desk.ui.orders.cards.further import FurtherCard
from desk.ui.orders.cards.items import ItemsCard
from desk.ui.orders.cards.notes import NotesCard
from desk.ui.orders.cards.payment import PaymentCard
from desk.ui.orders.cards.people import AddressesCard, CustomerCard, NoteCard, delivery_address
from desk.ui.orders.cards.shipment import ShipmentCard, tracking_numbers
from desk.ui.orders.cards.timeline import TimelineCard
from desk.ui.orders.header import OrderHeader
from desk.ui.orders.links import open_link
from desk.ui.theme import tokens
from desk.ui.theme.look import scaled

if TYPE_CHECKING:
    from desk.ui.orders.cards.cases import CasesCard
    from desk.ui.orders.cards.messages import MessagesCard
    from desk.ui.orders.cards.returns import ReturnsCard

_SIDE, _TOP = tokens.PAGE_MARGIN
_LEFT_AT_LEAST = 340
"""Below this the step bar's words would not fit beside the 286 px column, so the cards go one below the other."""


class OrderPage(QScrollArea):
    """One order, once `show_view` has told which."""

    order_wanted = Signal(object)  # OrderId of a further order
    query_wanted = Signal(str)
    cases_made = Signal(object)  # CasesCard, once there is a case
    messages_made = Signal(object)  # MessagesCard, once there is a text, or somebody begins one

    # What the screen asks of the order on show; the page is there as soon as there is one.
    why_not_ship = staticmethod(why_not_ship)
    why_no_page = staticmethod(why_no_page)
    address = staticmethod(delivery_address)
    tracking_numbers = staticmethod(tracking_numbers)
    open_link = staticmethod(open_link)

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = QWidget()
        self._page.setProperty("ground", "none")
        self._page.setMinimumWidth(1)  # narrower than its longest word it still never scrolls sideways
        self.header = OrderHeader(self._page)
        self.deeds = ActionBar(self._page)
        self.alert = AlertStrip(self._page)
        self.shipment = ShipmentCard(clock, self._page)
        self.items = ItemsCard(clock, self._page)
        self.timeline = TimelineCard(clock, self._page)
        self.customer = CustomerCard(clock, self._page)
        self.payment = PaymentCard(clock, self._page)
        self.addresses = AddressesCard(clock, self._page)
        self.further = FurtherCard(clock, self._page)
        self.note = NoteCard(clock, self._page)
        self.notes = NotesCard(clock, self._page)
        self.cases: CasesCard | None = None
        self.messages: MessagesCard | None = None
        self.returns: ReturnsCard | None = None
        self._lay_out()
        self.setWidget(self._page)
        self.further.order_opened.connect(self.order_wanted)
        self.customer.orders_wanted.connect(self.query_wanted)

    @property
    def cards(self) -> tuple[OrderCard, ...]:
        made = (one for one in (self.cases, self.messages) if one is not None)
        return (
            *made,
            self.shipment,
            self.items,
            self.timeline,
            self.note,
            self.customer,
            self.payment,
            self.addresses,
            self.further,
            self.notes,
        )

    def _lay_out(self) -> None:
        page = QVBoxLayout(self._page)
        # The scroll bar stands in the right margin: 20 px page margin and its own 10.
        page.setContentsMargins(_SIDE, _TOP, _SIDE, 20)
        page.setSpacing(tokens.CARD_GAP)
        for widget in (self.header, self.deeds, self.alert):
            page.addWidget(widget)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(tokens.CARD_GAP)
        self._main, self._beside = QWidget(self._page), QWidget(self._page)
        for column, cards in (
            (self._main, (self.shipment, self.items, self.timeline)),
            (self._beside, (self.customer, self.note, self.payment, self.addresses, self.further, self.notes)),
        ):
            stack = QVBoxLayout(column)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(tokens.CARD_GAP)
            for card in cards:
                stack.addWidget(card)
            stack.addStretch(1)
            if column is self._main:
                self._stack = stack
        self._main.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._columns.addWidget(self._main, 1)
        self._columns.addWidget(self._beside)
        page.addLayout(self._columns)
        page.addStretch(1)

    def show_view(self, view: OrderView, *, again: bool, by_sync: bool) -> None:
        """Fill all parts. The scroll position stays where the same order is shown `again`."""
        # Nothing is painted before this returns; switching updates off here would lose layout requests.
        self._show_head(view)
        if view.cases:
            self.with_cases()
        if view.conversations:
            self.with_messages()
        for card in self.cards:
            card.show_view(view, by_sync=again and by_sync)
        if not again:
            self.verticalScrollBar().setValue(0)

    def _show_head(self, view: OrderView) -> None:
        self.header.show_view(view, self._clock.now())
        self.deeds.show_view(view, self._clock.now())
        self.alert.show_view(view, self._clock.now())

    def with_cases(self) -> CasesCard:
        """The card of cases. Most orders have none, so it is made for the first that does."""
        if self.cases is None:
            from desk.ui.orders.cards.cases import CasesCard

            self.cases = CasesCard(self._clock, self._page)
            self._stack.insertWidget(0, self.cases)
            self.cases.hide()
            self.cases_made.emit(self.cases)
        return self.cases

    def with_returns(self) -> ReturnsCard:
        """The card of returns, made for the first order that has one."""
        if self.returns is None:
            from desk.ui.orders.cards.returns import ReturnsCard

            self.returns = ReturnsCard(self._clock, self._page)
            self._stack.insertWidget(0, self.returns)
        return self.returns

    def with_messages(self) -> MessagesCard:
        """The card of messages, made for the first order that has some or gets one."""
        if self.messages is None:
            from desk.ui.orders.cards.messages import MessagesCard

            self.messages = MessagesCard(self._clock, self._page)
            self._stack.insertWidget(self._stack.indexOf(self.items), self.messages)
            self.messages.hide()
            self.messages_made.emit(self.messages)
        return self.messages

    def tell_time(self, view: OrderView) -> None:
        """Tell anew what is left of deadlines."""
        self.header.show_view(view, self._clock.now())
        self.alert.show_view(view, self._clock.now())
        if self.cases is not None:
            self.cases.show_again()

    def begin_message(self, view: OrderView) -> None:
        """Give the keyboard to the field for a text to the buyer, and bring it to sight."""
        card = self.with_messages()
        card.show_view(view, by_sync=False)
        card.begin()
        self._bring(card.editor, 120)

    def show_case(self) -> None:
        """Bring the case that the alert is about to sight, and give the keyboard to its first deed."""
        alert = self.alert.alert
        case = alert.case if alert is not None else None
        box = self.cases.box_of(case.id) if self.cases is not None and case is not None else None
        if box is not None:
            deed = next((one for one in box.buttons.values() if one.isVisibleTo(box) and not one.is_barred), None)
            (deed or box.link).setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._bring(box, 20)

    def _bring(self, widget: QWidget, below: int) -> None:
        """Into sight once the layout has settled: a card that was just made has no place yet."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(widget, 0, below))

    def reword(self, view: OrderView) -> None:
        """The language, the formats or the look have changed."""
        self._show_head(view)
        for card in self.cards:
            card.reword()
        if self.returns is not None:
            self.returns.reword()

    def begin_note(self) -> None:
        """Give the keyboard to the field for a note, and bring it to sight."""
        self.notes.begin()
        self.ensureWidgetVisible(self.notes.editor, 0, 80)

    # --- columns ----------------------------------------------------------------------------------------------

    @property
    def has_two_columns(self) -> bool:
        return self._columns.direction() is QBoxLayout.Direction.LeftToRight

    def arrange(self, width: int, *, two_columns: bool) -> None:
        """One or two columns: as allowed, and as many as this width has room for."""
        beside = scaled(tokens.SIDE_COLUMN)
        room = width - 2 * _SIDE - 10
        if two_columns and room >= scaled(_LEFT_AT_LEAST) + tokens.CARD_GAP + beside:
            self._columns.setDirection(QBoxLayout.Direction.LeftToRight)
            self._beside.setFixedWidth(beside)
        else:
            self._columns.setDirection(QBoxLayout.Direction.TopToBottom)
            self._beside.setMinimumWidth(0)
            self._beside.setMaximumWidth(16_777_215)
