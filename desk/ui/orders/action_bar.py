"""Owns the action bar of order 360: at most five real deeds, each with its key and, where barred, the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from desk.domain.clock import Instant
from desk.domain.standing import Standing
from desk.ui.locale import locale
from desk.ui.orders.deeds.words import unread_of
from desk.ui.orders.links import can_open
from desk.ui.sentences import reason_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton

if TYPE_CHECKING:
    from desk.domain.views import OrderView, Permission

_GAP = 8
_MOST = 5
"""Buttons in sight, "More" among them (UX 4.2)."""
_NEVER = "channel_cannot"
"""How the reason begins why a channel takes no such deed at all: it only stands in the menu then."""
_READY = frozenset({Standing.TO_SHIP, Standing.PARTLY_SHIPPED})


class ActionBar(QWidget):
    """Ship, write, refund, cancel, fetch again, open in the channel. Which is primary follows the order's state."""

    ship = Signal()
    message = Signal()
    refund = Signal()
    cancel = Signal()
    refresh = Signal()
    open_in_channel = Signal()
    allow = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.ship_button = KeyButton(glyph=Glyph.TRUCK, key="V", parent=self)
        self.message_button = KeyButton(glyph=Glyph.MAIL, key="R", parent=self)
        self.refund_button = KeyButton(glyph=Glyph.REFUND, key="E", parent=self)
        self.cancel_button = KeyButton(glyph=Glyph.CANCELLED, parent=self)
        self.allow_button = KeyButton(glyph=Glyph.CLOUD_UP, parent=self)
        self.refresh_button = KeyButton(glyph=Glyph.SYNC, parent=self)
        self.channel_button = KeyButton(glyph=Glyph.EXTERNAL, key="O", parent=self)
        self.ship_button.clicked.connect(self.ship)
        self.message_button.clicked.connect(self.message)
        self.refund_button.clicked.connect(self.refund)
        self.cancel_button.clicked.connect(self.cancel)
        self.allow_button.clicked.connect(self.allow)
        self.refresh_button.clicked.connect(self.refresh)
        self.channel_button.clicked.connect(self.open_in_channel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        self._deeds = (
            self.ship_button,
            self.message_button,
            self.refund_button,
            self.cancel_button,
            self.allow_button,
            self.refresh_button,
            self.channel_button,
        )
        self._never: frozenset[KeyButton] = frozenset()
        self.more = KeyButton(glyph=Glyph.MORE, parent=self)
        self.more.clicked.connect(self._open_menu)
        for button in (*self._deeds, self.more):
            row.addWidget(button)
        row.addStretch(1)
        self._is_barred = False
        self._busy = False
        self._fetched = ""

    def show_view(self, view: OrderView, now: Instant) -> None:
        self.ship_button.show_text(self.tr("Report shipment"))
        self.ship_button.forbid(why_not_ship(view))
        self._is_barred = view.may_ship.code == "writing_off"
        self.allow_button.show_text(self.tr("Let it report shipments …"))
        unread = unread_of(view) > 0
        self.message_button.show_text(self.tr("Reply") if view.conversations else self.tr("Message …"))
        self.message_button.forbid("" if view.conversations else why_not(view.may_write, view))
        self.message_button.set_primary(unread)
        self.refund_button.show_text(self.tr("Refund …"))
        self.refund_button.forbid(why_not(view.may_refund, view))
        self.cancel_button.show_text(self.tr("Cancel order …"))
        self.cancel_button.forbid(why_not(view.may_cancel, view))
        may = {
            self.message_button: view.may_write,
            self.refund_button: view.may_refund,
            self.cancel_button: view.may_cancel,
        }
        self._never = frozenset(one for one, told in may.items() if told.code.startswith(_NEVER))
        # Unpaid orders may be shipped, as some merchants do, but that is not the next thing to do.
        ready = view.may_ship.allowed and not _READY.isdisjoint(view.standings)
        self.ship_button.set_primary(ready and not unread)
        self.channel_button.show_text(self.tr("Open in {}").format(view.account_name or view.tile.name))
        self.more.show_text(self.tr("More"))
        self.channel_button.forbid(why_no_page(view))
        self._fetched = self.tr("Fetched {}").format(locale().near(view.fetched_at, now))
        self.show_refreshing(self._busy)

    def show_refreshing(self, busy: bool) -> None:
        """While the channel is asked: the button says so and takes no second click."""
        self._busy = busy
        self.refresh_button.show_text(self.tr("Refreshing …") if busy else self.tr("Refresh"))
        self.refresh_button.forbid(self.tr("The channel is being asked right now.") if busy else "")
        if not busy:
            self.refresh_button.setToolTip(self._fetched)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def _buttons(self) -> tuple[KeyButton, ...]:
        """Those that mean something for this order."""
        return tuple(one for one in self._deeds if one is not self.allow_button or self._is_barred)

    def _fit(self) -> None:
        """Never scroll sideways: what has no room goes into the menu behind "More", the last one first."""
        room = self.width()
        wide = {button: button.sizeHint().width() + _GAP for button in self._buttons}
        kept = [one for one in self._buttons if one not in self._never]
        if len(kept) < len(wide) or len(kept) > _MOST or sum(wide.values()) - _GAP > room:
            room -= self.more.sizeHint().width() + _GAP
            del kept[_MOST - 1 :]
            while len(kept) > 1 and sum(wide[one] for one in kept) - _GAP > room:
                kept.pop()
        for button in self._deeds:
            button.setVisible(button in kept)
        self.more.setVisible(len(kept) < len(self._buttons))

    def menu(self) -> QMenu:
        """The deeds that have no room, barred ones with their reason."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for button in self._buttons:
            if button.isHidden():
                action = menu.addAction(button.text(), button.click)
                action.setEnabled(button.isEnabled())
                action.setToolTip(button.toolTip())
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.exec(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))
        menu.deleteLater()


def why_no_page(view: OrderView) -> str:
    """Why the order's page in the channel cannot be opened, in the window's language; empty when it can."""
    if not view.open_in_channel:
        return QCoreApplication.translate("ActionBar", "The channel has no page for this order.")
    if not can_open(view.open_in_channel):
        return QCoreApplication.translate(
            "ActionBar", "The channel's page is not encrypted (https), so Desk does not open it."
        )
    return ""


def why_not(permission: Permission, view: OrderView) -> str:
    """Why a deed is not possible now, in the window's language; empty when it is."""
    return "" if permission.allowed else reason_text(permission, view.account_name)


def why_not_ship(view: OrderView) -> str:
    """Why no parcel can be reported now, in the window's language; empty when one can."""
    return why_not(view.may_ship, view)
