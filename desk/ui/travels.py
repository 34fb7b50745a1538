"""Owns how the agent comes from place to place: areas, the search field, back and forward, Escape, F6."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.values import OrderId, ReturnId
from desk.ui.areas import Areas, entrance
from desk.ui.navigation import Area, History, Place
from desk.ui.side_nav import SideNav
from desk.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from desk.services.return_lists import Filter
    from desk.ui.actions.palette import Palette


class Travels(QObject):
    """`arrived` when another place is on show or the way there has changed."""

    arrived = Signal()

    def __init__(
        self,
        areas: Areas,
        nav: SideNav,
        field: SearchField,
        palette: Callable[[], Palette],
        below: Callable[[], tuple[QWidget, ...]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._areas, self._nav, self._field, self._palette, self._below = areas, nav, field, palette, below
        self._history = History()
        self._moving = False
        field.typed.connect(self._typed)
        field.entered.connect(self._enter_list)
        field.left.connect(self._leave_field)
        nav.chosen.connect(self.go_area)
        nav.views.chosen.connect(self.open_view)
        areas.orders.hitsChanged.connect(self._show_hits)
        areas.orders.orderOpened.connect(self._order_opened)

    @property
    def area(self) -> Area:
        here = self._history.here
        return here.area if here is not None else Area.SEARCH

    def why_not_back(self) -> str:
        return "" if self._history.can_go_back else self.tr("There is nothing before this.")

    def why_not_forward(self) -> str:
        return "" if self._history.can_go_forward else self.tr("There is nothing after this.")

    # --- going ----------------------------------------------------------------------------------------------

    def go(self, place: Place) -> None:
        self._history.visit(place)
        self._show(place)

    def go_area(self, area: Area) -> None:
        """An area as it was left."""
        self.go(Place(area, *self._search_state(area)))

    def back(self) -> None:
        self._travel(self._history.back())

    def forward(self) -> None:
        self._travel(self._history.forward())

    def open_order(self, order: OrderId) -> None:
        self.go(Place(Area.SEARCH, self._field.edit.text(), order))

    def open_return(self, wanted: ReturnId) -> None:
        self.go(Place(Area.RETURNS, goods=wanted))
        self._areas.focus(Area.RETURNS)

    def open_returns(self, wanted: Filter) -> None:
        """The returns that are meant, with the keyboard in their list."""
        self._areas.show_returns(wanted)
        self.open_area(Area.RETURNS)

    def open_view(self, view: int) -> None:
        """A saved view of the returns, with the keyboard in their list."""
        self._areas.show_view(view)
        self.open_area(Area.RETURNS)

    def open_found(self, order: OrderId) -> None:
        self.open_order(order)
        self._areas.orders.take_focus()

    def open_area(self, area: Area) -> None:
        """An area with the keyboard in it."""
        self.go(Place(area))
        self._areas.focus(area)

    def search(self, text: str) -> None:
        self.go(Place(Area.SEARCH, text))
        self._field.take_focus()

    def _search_state(self, area: Area) -> tuple[str, OrderId | None]:
        if area is not Area.SEARCH:
            return "", None
        return self._field.edit.text(), self._areas.orders.current_order()

    def _travel(self, place: Place | None) -> None:
        if place is not None:
            self._show(place)

    def _show(self, place: Place) -> None:
        orders = self._areas.orders
        self._moving = True
        try:
            self._areas.show_area(place.area)
            self._nav.show_area(place.area)
            if place.area is Area.RETURNS:
                self._areas.show_return(place.goods)
            if place.area is Area.SEARCH:
                if self._field.edit.text() != place.query:
                    self._field.edit.setText(place.query)
                if place.order is not None and orders.current_order() != place.order:
                    orders.show_order(place.order)
        finally:
            self._moving = False
        self.arrived.emit()

    def _order_opened(self, order: OrderId) -> None:
        if not self._moving and self.area is Area.SEARCH:
            self._history.visit(Place(Area.SEARCH, self._field.edit.text(), order))
        self.arrived.emit()

    # --- the search field -----------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        if text.startswith(">"):
            self._field.edit.clear()
            self._palette().open(text[1:])
            return
        if not self._moving:
            if self.area is not Area.SEARCH:
                self.go(Place(Area.SEARCH, text))
            else:
                self._history.correct(Place(Area.SEARCH, text, self._areas.orders.current_order()))
        self._areas.orders.set_query(text)

    def _show_hits(self, count: int, exact: bool) -> None:
        searched = bool(self._field.edit.text().strip())
        self._field.show_hits(count if searched else None, exact=exact)

    def _leave_field(self) -> None:
        if self.area in (Area.RETURNS, Area.TO_SHIP, Area.OUTBOX, Area.ANALYTICS):
            self._areas.focus(self.area)
        else:
            self._travel(Place(Area.SEARCH, *self._search_state(Area.SEARCH)))
            self._areas.orders.focus_list()

    def _enter_list(self) -> None:
        """Enter in the field: the first hit, in the list's own way."""
        if self.area is not Area.SEARCH:
            self.go_area(Area.SEARCH)
        self._areas.orders.open_first()

    # --- the keyboard ---------------------------------------------------------------------------------------

    def focus_area(self) -> None:
        """Give the keyboard to what the area is about."""
        if not self._areas.focus(self.area):
            self._nav.focusable().setFocus()

    def escape(self) -> None:
        """Popup, then page, then the field's text, then the list (UX 8)."""
        edit, palette = self._field.edit, self._palette()
        if palette.isVisible():
            palette.close_palette()
        elif edit.hasFocus() and edit.text():
            edit.clear()
        elif not self._areas.escape(self.area):
            self.go_area(Area.SEARCH)

    def next_pane(self, step: int) -> None:
        """F6, and back with Shift."""
        all_panes = [self._nav.focusable(), self._field.edit, *self._areas.panes(self.area), *self._below()]
        panes = [one for one in all_panes if one.isVisible()]
        focused: QWidget | None = self._areas.window().focusWidget()
        here = next((n for n, one in enumerate(panes) if focused is not None and _holds(one, focused)), -step)
        for further in range(1, len(panes) + 1):
            target = entrance(panes[(here + step * further) % len(panes)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return


def _holds(pane: QWidget, focused: QWidget) -> bool:
    return pane is focused or pane.isAncestorOf(focused)
