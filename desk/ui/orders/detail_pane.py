"""Owns order 360: head, deeds, alert and cards of one order. Built once and refilled; asks nothing itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.values import OrderId
from desk.domain.views import OrderView
from desk.ui.locale import locale
from desk.ui.orders.action_bar import ActionBar
from desk.ui.orders.alert_strip import AlertStrip
from desk.ui.orders.cards.base import OrderCard
from desk.ui.orders.cards.further import FurtherCard
from desk.ui.orders.cards.items import ItemsCard
from desk.ui.orders.cards.notes import NotesCard
from desk.ui.orders.cards.payment import PaymentCard
from desk.ui.orders.cards.people import AddressesCard, CustomerCard, NoteCard
from desk.ui.orders.cards.shipment import ShipmentCard
from desk.ui.orders.cards.timeline import TimelineCard
from desk.ui.orders.header import OrderHeader
from desk.ui.theme import tokens
from desk.ui.theme.look import look, scaled
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import Label

_SIDE, _TOP = tokens.PAGE_MARGIN
_LEFT_AT_LEAST = 340
"""Below this the step bar's words would not fit beside the 286 px column, so the cards go one below the other."""


class DetailPane(QStackedWidget):
    """Shows an order, or why there is none."""

    order_wanted = Signal(object)  # OrderId of a further order
    query_wanted = Signal(str)
    again_wanted = Signal()

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Order"))
        self._clock = clock
        self._order: OrderId | None = None
        self._any_account = True
        self._wants_none = True
        self._two_columns = True
        self._empty = _Empty(self)
        self._empty.again.connect(self.again_wanted)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        self.setFocusProxy(self.header.copy)  # always enabled; page keys go on to the scroll area
        self._lay_out()
        self.area.setWidget(self._page)
        self.addWidget(self._empty)
        self.addWidget(self.area)
        self.further.order_opened.connect(self.order_wanted)
        self.customer.orders_wanted.connect(self.query_wanted)
        locale().changed.connect(self._reword)
        look().changed.connect(self._reword)
        self._view: OrderView | None = None

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
        page.setSpacing(tokens.CARD_GAP)
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
        self._arrange()

    # --- showing ----------------------------------------------------------------------------------------------

    @property
    def view(self) -> OrderView | None:
        """The order on show; None while there is none."""
        return self._view

    def show_view(self, view: OrderView, *, by_sync: bool = False) -> None:
        """Fill all parts. The scroll position stays where the same order is shown again."""
        same = view.id == self._order
        self._order, self._view = view.id, view
        # Nothing is painted before this returns; switching updates off here would lose layout requests.
        self.header.show_view(view)
        self.deeds.show_view(view, self._clock.now())
        self.alert.show_view(view)
        for card in self.cards:
            card.show_view(view, by_sync=same and by_sync)
        if not same:
            self.area.verticalScrollBar().setValue(0)
        self.setCurrentWidget(self.area)

    def begin_note(self) -> None:
        """Give the keyboard to the field for a note, and bring it to sight."""
        self.notes.begin()
        self.area.ensureWidgetVisible(self.notes.editor, 0, 80)

    def show_none(self) -> None:
        self._order, self._view, self._wants_none = None, None, True
        if self._any_account:
            self._empty.tell(
                self.tr("No order chosen"),
                self.tr("Choose one from the list, or type a number, a name or an e-mail address and press Enter."),
            )
        else:
            self._empty.tell("", self.tr("Here stands what is known of an order, once an account has fetched some."))
        self.setCurrentWidget(self._empty)

    def show_accounts(self, *, any_there: bool) -> None:
        """Whether there is an account at all."""
        if any_there != self._any_account:
            self._any_account = any_there
            if self._view is None and self._wants_none:
                self.show_none()

    def show_trouble(self, text: str, *, again: bool) -> None:
        """The order could not be shown: what failed and, where it may help, a button to try again."""
        self._order, self._view, self._wants_none = None, None, False
        self._empty.tell(self.tr("This order cannot be shown"), text, again=again)
        self.setCurrentWidget(self._empty)

    def _reword(self) -> None:
        self._arrange()
        view = self._view
        if view is None:
            self.show_none()
            return
        self.header.show_view(view)
        self.deeds.show_view(view, self._clock.now())
        self.alert.show_view(view)
        for card in self.cards:
            card.reword()

    # --- columns ----------------------------------------------------------------------------------------------

    def allow_two_columns(self, allowed: bool) -> None:
        """The window is wide enough (UX 3); the pane itself must be, too."""
        self._two_columns = allowed
        self._arrange()

    @property
    def has_two_columns(self) -> bool:
        return self._columns.direction() is QBoxLayout.Direction.LeftToRight

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = scaled(tokens.SIDE_COLUMN)
        room = self.width() - 2 * _SIDE - 10
        two = self._two_columns and room >= scaled(_LEFT_AT_LEAST) + tokens.CARD_GAP + beside
        if two:
            self._columns.setDirection(QBoxLayout.Direction.LeftToRight)
            self._beside.setFixedWidth(beside)
        else:
            self._columns.setDirection(QBoxLayout.Direction.TopToBottom)
            self._beside.setMinimumWidth(0)
            self._beside.setMaximumWidth(16_777_215)


class _Empty(QWidget):
    """A quiet sentence in the middle, with a button where one helps."""

    again = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Label("", "card-name")
        self._text = Label("", "body", "2", wrap=True)
        self._button = KeyButton(parent=self)
        self._button.clicked.connect(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.addStretch(2)
        for widget in (self._title, self._text, self._button):
            if isinstance(widget, Label):
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
                column.addWidget(widget)
            else:
                column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def tell(self, title: str, text: str, *, again: bool = False) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._button.show_text(self.tr("Try again"))
        self._button.setVisible(again)
