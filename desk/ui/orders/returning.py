"""Owns the way between order 360 and the order's returns: the card that lists them, the way to one, a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.domain.return_numbers import shown
from desk.domain.values import OrderId
from desk.ui.background import Lane, Operation, run_in_background
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.domain.views import OrderView
    from desk.services.return_case import Brief
    from desk.services.return_file import Moved
    from desk.ui.orders.deeds.calls import DeedCalls
    from desk.ui.orders.order_page import OrderPage


class Returning(QObject):
    """The returns of the order on show. They are read after the order itself, off the main thread."""

    another_wanted = Signal()

    def __init__(self, calls: DeedCalls, services: WindowServices, page: OrderPage) -> None:
        super().__init__(page)
        self._calls, self._services, self._page = calls, services, page
        self._order: OrderId | None = None
        self._loading: Operation[tuple[Brief, ...]] | None = None
        self.briefs: tuple[Brief, ...] = ()
        page.timeline.return_wanted.connect(self._open_numbered)

    def show_view(self, view: OrderView) -> None:
        """The order was loaded: its returns may be others than before."""
        if view.id != self._order:
            self._order = view.id
            self._take(())
        if self._loading is not None:
            self._loading.cancel()
        calls, order = self._calls, view.id
        self._loading = (
            run_in_background(lambda: calls.returns_of(order), parent=self)
            .on(Lane.READING)
            .success(self._take)
            .failure(lambda _: None)  # the order itself tells what keeps the store from answering
        )
        self._loading.start()

    def _take(self, briefs: tuple[Brief, ...]) -> None:
        self.briefs = briefs
        page = self._page
        if briefs and page.returns is None:
            card = page.with_returns()
            card.opened.connect(self._services.open_return)
            card.another_wanted.connect(self.another_wanted)
        if page.returns is not None:
            page.returns.show_briefs(briefs)

    def open_current(self) -> bool:
        """Go to the return that is under way; whether there is one."""
        found = next((one for one in self.briefs if not one.over), None)
        if found is not None:
            self._services.open_return(found.id)
        return found is not None

    def _open_numbered(self, number: str) -> None:
        found = next((one for one in self.briefs if one.stored == number), None)
        if found is not None:
            self._services.open_return(found.id)

    def opened(self, moved: Moved) -> None:
        """A return was opened: told with the way to it."""
        told = self.tr("Return {number} is opened").format(number=shown(moved.told.number))
        wanted = moved.told.id
        go: Callable[[], object] = lambda: self._services.open_return(wanted)  # noqa: E731
        self._services.toast(told, tone="ok", action=self.tr("To the return"), deed=go)
