"""Owns what is copied of the order on show: its number, where it goes, its parcels' numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from desk.ui.orders.detail_pane import DetailPane
from desk.ui.orders.texts import copy
from desk.ui.window_services import WindowServices


class Copying(QObject):
    """Binds its commands; `why_no_order` says why no order is at hand."""

    def __init__(self, detail: DetailPane, services: WindowServices, why_no_order: Callable[[], str]) -> None:
        super().__init__(detail)
        self._detail, self._services, self._why_no_order = detail, services, why_no_order
        bind = services.commands.bind
        bind("order.copy-number", self._copy_number, why_no_order)
        bind("order.copy-address", self._copy_address, self._why_no_address)
        bind("order.copy-tracking", self._copy_tracking, self._why_no_tracking)

    def _copy_number(self) -> None:
        view = self._detail.view
        if view is not None:
            copy(view.number)
            self._services.announce(self.tr("Order number copied"))

    def _copy_address(self) -> None:
        """Where the parcel goes, in lines."""
        view = self._detail.view
        if view is not None:
            copy(self._detail.page.address(view))
            self._services.announce(self.tr("Address copied"))

    def _why_no_address(self) -> str:
        view, missing = self._detail.view, self._why_no_order()
        if missing or view is None or self._detail.page.address(view):
            return missing
        return self.tr("The channel tells no address of this order.")

    def _copy_tracking(self) -> None:
        """The parcels' numbers, one a line."""
        view = self._detail.view
        if view is not None:
            copy(self._detail.page.tracking_numbers(view))
            self._services.announce(self.tr("Tracking number copied"))

    def _why_no_tracking(self) -> str:
        view, missing = self._detail.view, self._why_no_order()
        if missing or view is None or self._detail.page.tracking_numbers(view):
            return missing
        return self.tr("This order has no tracking number yet.")
