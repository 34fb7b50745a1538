"""Owns order 360: head, deeds, alert and cards of one order. Built once and refilled; asks nothing itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
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
from desk.ui.orders.cards.shipment import ShipmentCard, open_link, tracking_numbers
from desk.ui.orders.cards.timeline import TimelineCard
from desk.ui.orders.header import OrderHeader
from desk.ui.theme import tokens
from desk.ui.theme.look import scaled

_SIDE, _TOP = tokens.PAGE_MARGIN
_LEFT_AT_LEAST = 340
"""Below this the step bar's words would not fit beside the 286 px column, so the cards go one below the other."""


class OrderPage(QScrollArea):
    """One order, once `show_view` has told which."""

    order_wanted = Signal(object)  # OrderId of a further order
    query_wanted = Signal(str)

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
        self._lay_out()
        self.setWidget(self._page)
        self.further.order_opened.connect(self.order_wanted)
        self.customer.orders_wanted.connect(self.query_wanted)

    @property
    def cards(self) -> tuple[OrderCard, ...]:
        return (
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
        self._main.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._columns.addWidget(self._main, 1)
        self._columns.addWidget(self._beside)
        page.addLayout(self._columns)
        page.addStretch(1)

    def show_view(self, view: OrderView, *, again: bool, by_sync: bool) -> None:
        """Fill all parts. The scroll position stays where the same order is shown `again`."""
        # Nothing is painted before this returns; switching updates off here would lose layout requests.
        self._show_head(view)
        for card in self.cards:
            card.show_view(view, by_sync=again and by_sync)
        if not again:
            self.verticalScrollBar().setValue(0)

    def _show_head(self, view: OrderView) -> None:
        self.header.show_view(view)
        self.deeds.show_view(view, self._clock.now())
        self.alert.show_view(view)

    def reword(self, view: OrderView) -> None:
        """The language, the formats or the look have changed."""
        self._show_head(view)
        for card in self.cards:
            card.reword()

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
