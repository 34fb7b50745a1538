"""Owns the right side of the orders screen: an order, or why there is none. Its page is made with the first order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.values import OrderId
from desk.ui.locale import locale
from desk.ui.theme.look import look
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import Label

if TYPE_CHECKING:
    from desk.domain.views import OrderView
    from desk.ui.orders.order_page import OrderPage


class DetailPane(QStackedWidget):
    """Shows an order, or why there is none. `page_made` once, when there is a page for orders."""

    order_wanted = Signal(object)  # OrderId of a further order
    query_wanted = Signal(str)
    again_wanted = Signal()
    page_made = Signal()

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Order"))
        self._clock = clock
        self._order: OrderId | None = None
        self._view: OrderView | None = None
        self._page: OrderPage | None = None
        self._any_account = True
        self._wants_none = True
        self._two_columns = True
        self._empty = _Empty(self)
        self._empty.again.connect(self.again_wanted)
        self.addWidget(self._empty)
        locale().changed.connect(self._reword)
        look().changed.connect(self._reword)

    @property
    def page(self) -> OrderPage:
        if self._page is None:
            from desk.ui.orders.order_page import OrderPage

            page = self._page = OrderPage(self._clock, self)
            page.order_wanted.connect(self.order_wanted)
            page.query_wanted.connect(self.query_wanted)
            self.setFocusProxy(page.header.copy)  # always enabled; page keys go on to the scroll area
            self.addWidget(page)
            self._arrange()
            self.page_made.emit()
        return self._page

    # --- showing ----------------------------------------------------------------------------------------------

    @property
    def view(self) -> OrderView | None:
        """The order on show; None while there is none."""
        return self._view

    def show_view(self, view: OrderView, *, by_sync: bool = False) -> None:
        """Show an order. The scroll position stays where it is the same one."""
        page = self.page
        same = view.id == self._order
        self._order, self._view = view.id, view
        page.show_view(view, again=same, by_sync=by_sync)
        self.setCurrentWidget(page)

    def begin_note(self) -> None:
        """Give the keyboard to the field for a note, and bring it to sight."""
        self.page.begin_note()

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
        if self._view is not None and self._page is not None:
            self._page.reword(self._view)
        elif self._wants_none:
            self.show_none()

    # --- columns ----------------------------------------------------------------------------------------------

    def allow_two_columns(self, allowed: bool) -> None:
        """The window is wide enough (UX 3); the pane itself must be, too."""
        self._two_columns = allowed
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if self._page is not None:
            self._page.arrange(self.width(), two_columns=self._two_columns)


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
