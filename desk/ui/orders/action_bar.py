"""Owns the action bar of order 360: at most five real deeds, each with its key and, where barred, the reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from desk.domain.clock import Instant
from desk.domain.rows import Permission
from desk.domain.standing import Standing
from desk.ui.locale import locale
from desk.ui.orders.deeds.words import unread_of
from desk.ui.orders.links import can_open, page_name
from desk.ui.sentences import reason_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.deed_button import DeedButton

if TYPE_CHECKING:
    from desk.domain.views import OrderView
    from desk.ui.orders.deeds.why_not import WhyNot

_GAP = 8
_MOST = 5
"""Buttons in sight, "More" among them (UX 4.2)."""
_NEVER = "channel_cannot"
"""How the reason begins why a channel takes no such deed at all."""
_READY = frozenset({Standing.TO_SHIP, Standing.PARTLY_SHIPPED})


class ActionBar(QWidget):
    """Ship, write, refund, cancel, fetch again, open in the channel. Which is primary follows the order's state."""

    ship = Signal()
    message = Signal()
    refund = Signal()
    cancel = Signal()
    mark_paid = Signal()
    send_link = Signal()
    set_status = Signal()
    correct_parcel = Signal()
    refresh = Signal()
    open_in_channel = Signal()
    allow = Signal()
    open_return = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.ship_button = DeedButton(glyph=Glyph.TRUCK, key="V", parent=self)
        self.paid_button = DeedButton(glyph=Glyph.EURO, parent=self)
        self.message_button = DeedButton(glyph=Glyph.MAIL, key="R", parent=self)
        self.return_button = DeedButton(glyph=Glyph.RETURN, key="T", parent=self)
        self.refund_button = DeedButton(glyph=Glyph.REFUND, key="E", parent=self)
        self.cancel_button = DeedButton(glyph=Glyph.CANCELLED, parent=self)
        self.link_button = DeedButton(glyph=Glyph.LINK, parent=self)
        self.status_button = DeedButton(glyph=Glyph.TAG, key="S", parent=self)
        self.correct_button = DeedButton(glyph=Glyph.NOTE, parent=self)
        self.allow_button = KeyButton(glyph=Glyph.CLOUD_UP, parent=self)
        self.refresh_button = KeyButton(glyph=Glyph.SYNC, parent=self)
        self.channel_button = DeedButton(glyph=Glyph.EXTERNAL, key="O", parent=self)
        self._view: OrderView | None = None
        self._may: dict[DeedButton, Permission] = {}
        self.why: WhyNot | None = None
        for button, deed in (
            (self.ship_button, self.ship),
            (self.paid_button, self.mark_paid),
            (self.message_button, self.message),
            (self.return_button, self.open_return),
            (self.refund_button, self.refund),
            (self.cancel_button, self.cancel),
            (self.link_button, self.send_link),
            (self.status_button, self.set_status),
            (self.correct_button, self.correct_parcel),
            (self.channel_button, self.open_in_channel),
        ):
            button.wanted.connect(deed)
            button.why_wanted.connect(partial(self.explain, button))
        self.allow_button.clicked.connect(self.allow)
        self.refresh_button.clicked.connect(self.refresh)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        self._deeds: tuple[KeyButton, ...] = (
            self.ship_button,
            self.paid_button,
            self.message_button,
            self.return_button,
            self.refund_button,
            self.cancel_button,
            self.link_button,
            self.status_button,
            self.correct_button,
            self.allow_button,
            self.refresh_button,
            self.channel_button,
        )
        self.more = KeyButton(glyph=Glyph.MORE, parent=self)
        self.more.clicked.connect(self._open_menu)
        for one in (*self._deeds, self.more):
            row.addWidget(one)
        row.addStretch(1)
        self._in_menu = (self.link_button, self.status_button, self.correct_button)  # seldom wanted
        self._is_barred = False
        self._busy = False
        self._fetched = ""

    def show_view(self, view: OrderView, now: Instant) -> None:
        self._view = view
        self._is_barred = view.may_ship.code == "writing_off"
        self._may = {
            self.ship_button: view.may_ship,
            self.paid_button: view.may_mark_paid,
            self.message_button: Permission(True) if view.conversations else view.may_write,
            self.refund_button: view.may_refund,
            self.cancel_button: view.may_cancel,
            self.link_button: view.may_send_link,
            self.status_button: view.may_set_status,
            self.correct_button: view.may_correct,
        }
        for button, words in (
            (self.ship_button, self.tr("Report shipment")),
            (self.paid_button, self.tr("Mark as paid …")),
            (self.message_button, self.tr("Reply") if view.conversations else self.tr("Message …")),
            (self.refund_button, self.tr("Refund …")),
            (self.cancel_button, self.tr("Cancel order …")),
            (self.link_button, self.tr("Send a link to pay …")),
            (self.status_button, self.tr("Other status …")),
            (self.correct_button, self.tr("Correct a parcel's number …")),
        ):
            button.show_text(words)
            button.forbid(why_not(self._may[button], view))
        self.return_button.show_text(self.tr("Return …"))
        self.return_button.forbid(why_no_return(view))
        self.allow_button.show_text(self.tr("Let it report shipments …"))
        unread = unread_of(view) > 0
        self.message_button.set_primary(unread)
        # Unpaid orders may be shipped, as some merchants do, but that is not the next thing to do.
        ready = view.may_ship.allowed and not _READY.isdisjoint(view.standings)
        self.ship_button.set_primary(ready and not unread)
        self.channel_button.show_text(self.tr("Open in {}").format(page_name(view)))
        self.more.show_text(self.tr("More"))
        self.channel_button.forbid(why_no_page(view))
        self._fetched = self.tr("Fetched {}").format(locale().near(view.fetched_at, now))
        self.show_refreshing(self._busy)

    def explain(self, button: DeedButton) -> None:
        """Tell why the deed of a button is barred, and lead to where it can be done."""
        view = self._view
        if view is None or not button.is_barred:
            return
        from desk.ui.orders.deeds.why_not import WhyNot, way_on

        may = self._may.get(button)
        way = None if may is None else way_on(may, view, self.allow.emit)
        anchor = self.more if button.isHidden() else button
        self.why = WhyNot(button.text(), button.reason, way, anchor)
        self.why.open_below(anchor)

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
        return tuple(one for one in self._deeds if self._means_something(one))

    def _means_something(self, button: KeyButton) -> bool:
        """Money that a marketplace collects and states that it sets are not the merchant's: no word of them there."""
        if button is self.allow_button:
            return self._is_barred
        if button in (self.paid_button, *self._in_menu) and isinstance(button, DeedButton):
            may = self._may.get(button)
            return may is not None and not may.code.startswith(_NEVER)
        return True

    def _kept(self) -> list[KeyButton]:
        """What should stand in sight, where there is room for it."""
        paid = self._may.get(self.paid_button)
        awaited = paid is not None and paid.allowed
        kept = [one for one in self._buttons if one not in self._in_menu]
        if self.return_button.is_barred:  # nothing is out yet that could come back
            kept.remove(self.return_button)
        # While the money is awaited there is none to give back, and its arrival is what comes next.
        if self.paid_button in kept:
            kept.remove(self.refund_button if awaited and self.refund_button.is_barred else self.paid_button)
        return kept

    def _fit(self) -> None:
        """Never scroll sideways: what has no room goes into the menu behind "More", the last one first."""
        room = self.width()
        wide = {button: button.sizeHint().width() + _GAP for button in self._buttons}
        kept = self._kept()
        if len(kept) < len(wide) or len(kept) > _MOST or sum(wide.values()) - _GAP > room:
            room -= self.more.sizeHint().width() + _GAP
            del kept[_MOST - 1 :]
            while len(kept) > 1 and sum(wide[one] for one in kept) - _GAP > room:
                kept.pop()
        for button in self._deeds:
            button.setVisible(button in kept)
        self.more.setVisible(len(kept) < len(self._buttons))

    def menu(self) -> QMenu:
        """The deeds that have no room. Barred ones can be chosen too: they tell their reason."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for button in self._buttons:
            if button.isHidden():
                barred = isinstance(button, DeedButton) and button.is_barred
                words = self.tr("{deed} (not possible)").format(deed=button.text()) if barred else button.text()
                action = menu.addAction(words, button.click)
                action.setEnabled(button.isEnabled())
                action.setToolTip(button.toolTip())
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.exec(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))
        menu.deleteLater()


def why_no_return(view: OrderView) -> str:
    """Why nothing of the order can come back, in the window's language; empty when something can."""
    if any(one.shippable.shipped for one in view.lines):
        return ""
    return QCoreApplication.translate("ActionBar", "Nothing of this order was shipped: there is nothing to come back.")


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
