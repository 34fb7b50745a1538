"""Owns the screens of the areas: the orders' are there from the start, each other is made when it is first needed.

What differs between areas stands here: who gets the keyboard, what F6 walks through, what Escape leaves.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk.domain.rows import AccountView
from desk.domain.values import AccountId, ReturnId
from desk.ui.accounts.deeds import AccountDeeds
from desk.ui.background import Lane, run_in_background
from desk.ui.calls import ShellCalls
from desk.ui.navigation import Area
from desk.ui.orders.screen import OrdersScreen
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from desk.services.return_lists import Filter
    from desk.ui.analytics.screen import AnalyticsScreen
    from desk.ui.outbox.screen import OutboxScreen
    from desk.ui.returns.screen import ReturnsScreen
    from desk.ui.settings.screen import SettingsScreen
    from desk.ui.sync_centre.panel import AccountHost
    from desk.ui.to_ship.screen import ToShipScreen


_RETURNS_LAYOUT = "returns/columns"


class Areas(QStackedWidget):
    """`made` with the area whose screen has just come to be."""

    made = Signal(object)  # Area

    def __init__(
        self,
        orders: Callable[[QWidget], OrdersScreen],
        calls: ShellCalls,
        services: WindowServices,
        deeds: AccountDeeds,
        host: AccountHost,
        pause: Callable[[AccountId, bool], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._calls, self._services, self._deeds, self._host = calls, services, deeds, host
        self._pause = pause
        self.orders = orders(self)  # in its place from the start: moving widgets dresses them anew
        self.addWidget(self.orders)
        self._layouts: QSettings | None = None
        self._returns: ReturnsScreen | None = None
        self._to_ship: ToShipScreen | None = None
        self._outbox: OutboxScreen | None = None
        self._analytics: AnalyticsScreen | None = None
        self._settings: SettingsScreen | None = None
        self._accounts: Sequence[AccountView] = ()

    @property
    def returns(self) -> ReturnsScreen:
        if self._returns is None:
            from desk.ui.returns.screen import ReturnsScreen

            self._returns = ReturnsScreen(self._calls.returns, self._calls.clock, self._services)
            self._returns.show_accounts(self._accounts)
            if self._layouts is not None:
                self._returns.list.restore_layout(self._layouts.value(_RETURNS_LAYOUT))
            self._come(Area.RETURNS, self._returns)
        return self._returns

    @property
    def to_ship(self) -> ToShipScreen:
        if self._to_ship is None:
            from desk.ui.to_ship.screen import ToShipScreen

            self._to_ship = ToShipScreen(self._calls.to_ship, self._calls.clock, self._services)
            self._to_ship.show_accounts(self._accounts)
            self._come(Area.TO_SHIP, self._to_ship)
        return self._to_ship

    @property
    def outbox(self) -> OutboxScreen:
        if self._outbox is None:
            from desk.ui.outbox.screen import OutboxScreen
            from desk.ui.sync_centre.panel import SyncPanel

            panel = SyncPanel(self._calls.sync_calls, self._deeds, self._host)
            self._outbox = OutboxScreen(self._calls, self._services, panel)
            self._come(Area.OUTBOX, self._outbox)
        return self._outbox

    @property
    def analytics(self) -> AnalyticsScreen:
        if self._analytics is None:
            from desk.ui.analytics.screen import AnalyticsScreen

            self._analytics = AnalyticsScreen(self._calls.analytics, self._services)
            self._analytics.show_accounts(self._accounts)
            self._come(Area.ANALYTICS, self._analytics)
        return self._analytics

    @property
    def settings(self) -> SettingsScreen:
        if self._settings is None:
            from desk.ui.settings.screen import SettingsScreen

            self._settings = SettingsScreen(self._services.commands, self._deeds, self._pause)
            self._come(Area.SETTINGS, self._settings)
        return self._settings

    @property
    def bars(self) -> tuple[QWidget, ...]:
        """The bars with the deeds of a selection, of the screens that are made."""
        return tuple(one.bar for one in (self._returns, self._to_ship) if one is not None)

    def _come(self, area: Area, screen: QWidget) -> None:
        self.addWidget(screen)
        self.made.emit(area)

    def screen_of(self, area: Area) -> QWidget:
        screens: dict[Area, Callable[[], QWidget]] = {
            Area.SEARCH: lambda: self.orders,
            Area.RETURNS: lambda: self.returns,
            Area.TO_SHIP: lambda: self.to_ship,
            Area.OUTBOX: lambda: self.outbox,
            Area.ANALYTICS: lambda: self.analytics,
            Area.SETTINGS: lambda: self.settings,
        }
        return screens[area]()

    def has(self, area: Area) -> bool:
        """Whether its screen is made; to tell one something that is not there yet would make it too early."""
        known: dict[Area, QWidget | None] = {
            Area.RETURNS: self._returns,
            Area.TO_SHIP: self._to_ship,
            Area.OUTBOX: self._outbox,
            Area.ANALYTICS: self._analytics,
            Area.SETTINGS: self._settings,
        }
        return area is Area.SEARCH or known[area] is not None

    def show_area(self, area: Area) -> None:
        self.setCurrentWidget(self.screen_of(area))

    def save(self, settings: QSettings) -> None:
        """Keep how the lists are laid out."""
        if self._returns is not None:
            settings.setValue(_RETURNS_LAYOUT, self._returns.list.layout_state())

    def restore(self, settings: QSettings) -> None:
        self._layouts = settings

    def show_accounts(self, accounts: Sequence[AccountView]) -> None:
        """Which accounts there are, told to the screens that are made."""
        self._accounts = accounts
        for screen in (self._returns, self._to_ship, self._analytics, self._settings):
            if screen is not None:
                screen.show_accounts(accounts)

    # --- what may be asked before a screen is there ---------------------------------------------------------

    def count_returns(self) -> None:
        self.returns.count()

    def open_returns_file(self) -> None:
        self.returns.batches.open_file()

    def show_return(self, wanted: ReturnId | None) -> None:
        """One return, or their list."""
        if wanted is not None or self._returns is not None:
            self.returns.show_return(wanted)

    def show_returns(self, wanted: Filter) -> None:
        """Their list, filtered."""
        self.returns.filter_by(wanted)

    def show_view(self, view: int) -> None:
        """Their list as one of the saved views has it."""
        self.returns.views.open(view)

    def count_to_ship(self) -> None:
        self.to_ship.count()

    def paste_numbers(self) -> None:
        self.to_ship.paste_numbers()

    def open_parcel_file(self) -> None:
        self.to_ship.open_file()

    # --- the keyboard ---------------------------------------------------------------------------------------

    def focus(self, area: Area) -> bool:
        """Give the keyboard to what the area is about; false where nothing takes it."""
        if area is Area.SEARCH:
            self.orders.take_focus()
        elif area is Area.RETURNS:
            self.returns.take_focus()
        elif area is Area.TO_SHIP:
            self.to_ship.focus_list()
        elif area is Area.OUTBOX:
            self.outbox.focus_list()
        elif area is Area.ANALYTICS:
            self.analytics.focus_list()
        else:
            first = entrance(self.settings)
            if first is None:
                return False
            first.setFocus()
        return True

    def panes(self, area: Area) -> tuple[QWidget, ...]:
        """What F6 walks through in an area."""
        if area is Area.SEARCH:
            return self.orders.panes()
        if area is Area.RETURNS:
            return self.returns.panes()
        if area is Area.TO_SHIP:
            return (self.to_ship.list,)
        if area is Area.OUTBOX:
            return self.outbox.list, self.outbox.panel
        if area is Area.ANALYTICS:
            return (self.analytics,)
        return (self.settings,)

    def escape(self, area: Area) -> bool:
        """One step back within an area (UX 8); false when there is none, and the area itself is left."""
        if area is Area.SEARCH:
            if not self.orders.escape():
                self.orders.focus_list()
            return True
        if area is Area.RETURNS:
            return self.returns.escape()
        if area is Area.TO_SHIP:
            return self.to_ship.escape()
        if area is Area.OUTBOX and not self.outbox.list.hasFocus():
            self.outbox.focus_list()
            return True
        return False


def title_of(area: Area, of_search: str) -> str:
    """What the window's title says of an area; in the search it is what was found."""
    translate = QCoreApplication.translate
    return {
        Area.SEARCH: of_search,
        Area.RETURNS: translate("SideNav", "Returns"),
        Area.TO_SHIP: translate("MainWindow", "To ship"),
        Area.OUTBOX: translate("MainWindow", "Outbox"),
        Area.ANALYTICS: translate("SideNav", "Analytics"),
        Area.SETTINGS: translate("MainWindow", "Settings"),
    }[area]


class Furnishing(QObject):
    """After the first paint: loads what else the window is made of, then makes it, one step after the other."""

    def __init__(self, window: QObject, *steps: Callable[[], object]) -> None:
        super().__init__(window)
        self._steps = list(steps)
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._step)

    def begin(self) -> None:
        # PySide makes its types and enums when they are first asked for, which two threads must not do at a time: what
        # knows Qt is loaded here, one module a step.
        self._steps[:0] = [partial(importlib.import_module, name) for name in _MODULES]
        run_in_background(_load_services, parent=self).on(Lane.READING).finished(self._timer.start).start()

    def stop(self) -> None:
        self._steps.clear()

    def _step(self) -> None:
        if self._steps:
            self._steps.pop(0)()
            self._timer.start()


_MODULES = (
    *("desk.ui.actions.palette", "desk.ui.orders.ship_dialog", "desk.ui.sync_centre.panel"),
    *("desk.ui.outbox.screen", "desk.ui.settings.screen", "desk.ui.to_ship.screen", "desk.ui.returns.screen"),
)


def _load_services() -> None:
    """On a lane's thread: what the screens ask takes longest to load, and knows no Qt."""
    import desk.services.bulk_shipping
    import desk.services.history
    import desk.services.shipments
    import desk.services.sync_centre
    import desk.services.to_ship
    import desk.services.wording  # noqa: F401 (for whoever asks next)


def entrance(pane: QWidget) -> QWidget | None:
    """What gets the keyboard in a pane: what the pane names itself, such as a list's rows, else its first control."""
    named = pane.focusProxy() or pane
    return next((one for one in (named, *pane.findChildren(QWidget)) if _takes_keys(one)), None)


def _takes_keys(one: QWidget) -> bool:
    return one.isEnabled() and one.isVisible() and bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
