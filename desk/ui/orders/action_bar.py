"""Owns the action bar of order 360: at most five real deeds, each with its key and, where barred, the reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desk.domain.views import OrderView
from desk.services import wording
from desk.ui.say import SAY
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton

_GAP = 8


class ActionBar(QWidget):
    """Ship, fetch again, open in the channel. Which one is primary follows the order's state."""

    ship = Signal()
    refresh = Signal()
    open_in_channel = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.ship_button = KeyButton(glyph=Glyph.TRUCK, key="V", parent=self)
        self.refresh_button = KeyButton(glyph=Glyph.SYNC, parent=self)
        self.channel_button = KeyButton(glyph=Glyph.EXTERNAL, key="O", parent=self)
        self.ship_button.clicked.connect(self.ship)
        self.refresh_button.clicked.connect(self.refresh)
        self.channel_button.clicked.connect(self.open_in_channel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for button in (self.ship_button, self.refresh_button, self.channel_button):
            row.addWidget(button)
        row.addStretch(1)
        self._view: OrderView | None = None
        self._busy = False

    def show_view(self, view: OrderView) -> None:
        self._view = view
        self.ship_button.show_text(self.tr("Report shipment"))
        self.ship_button.forbid(why_not_ship(view))
        self.ship_button.set_primary(view.may_ship.allowed)
        self.channel_button.show_text(self.tr("Open in {}").format(view.account_name or view.tile.name))
        self.channel_button.forbid("" if view.open_in_channel else self.tr("The channel has no page for this order."))
        self.show_refreshing(self._busy)

    def show_refreshing(self, busy: bool) -> None:
        """While the channel is asked: the button says so and takes no second click."""
        self._busy = busy
        self.refresh_button.show_text(self.tr("Refreshing …") if busy else self.tr("Refresh"))
        self.refresh_button.forbid(self.tr("The channel is being asked right now.") if busy else "")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Never scroll sideways: where room is scarce, the channel's name is the first to go."""
        view = self._view
        if view is None:
            return
        full = self.tr("Open in {}").format(view.account_name or view.tile.name)
        self.channel_button.show_text(full)
        buttons = (self.ship_button, self.refresh_button, self.channel_button)
        wanted = sum(button.sizeHint().width() + _GAP for button in buttons)
        if wanted > self.width():
            self.channel_button.show_text(self.tr("Channel"))


def why_not_ship(view: OrderView) -> str:
    """Why no parcel can be reported now, in the window's language; empty when one can."""
    if view.may_ship.allowed:
        return ""
    return wording.reason(view.may_ship, SAY, account=view.account_name)
