"""Owns the main window: its frame, its life, its language and layout, and how its parts hang together.

What happens in an area belongs to its screen (desk.ui.areas), the way between places to desk.ui.travels, the accounts
to desk.ui.account_watch. The window offers all of them `WindowServices`. What its first picture lacks is made later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from desk.domain.changes import Changes, Kind
from desk.domain.errors import DeskError
from desk.domain.rows import AccountView
from desk.domain.values import AccountId, OrderId, PushId, ReturnId
from desk.system import logs
from desk.ui.account_watch import AccountWatch
from desk.ui.accounts.deeds import AccountDeeds
from desk.ui.actions.commands import Commands
from desk.ui.areas import Areas, Furnishing, title_of
from desk.ui.asking import bind_asking
from desk.ui.background import hub, lanes
from desk.ui.calls import ShellCalls
from desk.ui.care.room import CareRoom
from desk.ui.choices import bind_choices, mark_choices
from desk.ui.condition import condition_of
from desk.ui.condition_strips import ConditionStrips
from desk.ui.crash_offer import CrashOffer
from desk.ui.first_steps import FirstSteps
from desk.ui.going import bind_going
from desk.ui.job_room import JobRoom
from desk.ui.leaving import ask_before_leaving
from desk.ui.locale import locale
from desk.ui.navigation import Area, Place
from desk.ui.orders.screen import OrdersScreen
from desk.ui.schedule_loop import ScheduleLoop
from desk.ui.sentences import error_text
from desk.ui.settings.kept import Kept, first_size
from desk.ui.side_buttons import SideButtons
from desk.ui.side_nav import SideNav
from desk.ui.status_bar import StatusBar
from desk.ui.store_strip import StoreStrip
from desk.ui.theme import tokens
from desk.ui.theme.look import look
from desk.ui.top_bar import TopBar
from desk.ui.travels import Travels
from desk.ui.troubles import Troubles
from desk.ui.undoing import Undoing
from desk.ui.widgets.announcing import announce
from desk.ui.widgets.toast import Toast, Toasts
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.services.return_lists import Filter
    from desk.services.return_undoing import TakenBack
    from desk.ui.actions.palette import Palette
    from desk.ui.outbox.screen import OutboxScreen
    from desk.ui.settings.screen import SettingsScreen
    from desk.ui.to_ship.screen import ToShipScreen

_TICK_MS = 1000


OrdersMaker = Callable[[WindowServices, QWidget], OrdersScreen]
"""Makes the orders screen, which has services of its own."""


class MainWindow(QMainWindow):
    """The window. `start` begins the schedule; without it nothing but what the agent does is run."""

    closed = Signal()

    def __init__(
        self, calls: ShellCalls, folder: Path, orders: OrdersMaker, *, agent: str = "", demo: bool = False
    ) -> None:
        super().__init__()
        self._calls = calls
        self._demo = demo
        self._kept = Kept(folder)
        self._layout = ""
        self._palette: Palette | None = None
        self.ask_before_leaving: Callable[[QWidget, int, Sequence[str]], bool] = ask_before_leaving
        self.setMinimumSize(*tokens.MINIMUM)
        self.commands = Commands(self)
        self.crash = CrashOffer(self, self, self._focus_area, logs.started() or logs.folder_in(folder))
        self.loop = ScheduleLoop(calls, self)
        self.care = CareRoom(self, self, self._focus_area, calls.care_calls, self._kept)
        self.jobs = JobRoom(self, self, self._focus_area, calls.clock)
        self.account_deeds = AccountDeeds(calls, self, self)
        self.watch = AccountWatch(calls, self.loop, self.account_deeds, self)
        self.first_steps = FirstSteps(self, self._kept, folder, self, is_demo=demo)
        self.demo_program = self.first_steps.demo
        self._build(orders, agent)
        self.travels = Travels(
            self.areas,
            self.nav,
            self.top.field,
            lambda: self.palette_box,
            lambda: (*self.jobs.panes(), self.status.focusable()),
            self,
        )
        self._furnishing = Furnishing(
            self,
            self.areas.count_to_ship,
            self.areas.count_returns,
            lambda: self.outbox,
            lambda: self.settings,
            lambda: self.palette_box,
        )
        self._bind()
        bind_choices(self.commands)
        self._connect()
        self.commands.fill(self.menuBar())
        self._restore()
        self.retranslate()
        self.travels.go(Place(Area.SEARCH))
        self.top.field.edit.setFocus()

    # --- building -------------------------------------------------------------------------------------------

    def _build(self, orders: OrdersMaker, agent: str) -> None:
        # From the outside in: whatever is moved into its place later is dressed anew, which takes its time.
        centre = self._centre = QWidget(self)
        self.setCentralWidget(centre)
        centre.setProperty("ground", "surface")
        centre.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = self._column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        column.addLayout(row, 1)
        self.nav = SideNav(centre)
        row.addWidget(self.nav)
        right = QVBoxLayout()
        right.setSpacing(0)
        row.addLayout(right, 1)
        self.top = TopBar(self.commands, centre)
        right.addWidget(self.top)
        self.areas = Areas(
            lambda parent: orders(self, parent), self._calls, self, self.account_deeds, self, self.watch.pause, centre
        )
        self.orders = self.areas.orders
        right.addWidget(self.areas, 1)
        self.store_strip = StoreStrip(self.announce, self.watch.fetch_all, self._focus_area)
        self.strips = ConditionStrips(self._focus_area, self)
        self.trouble_strip, self.offline_strip, self.demo_strip = self.strips.all
        for strip in (self.crash.strip, self.store_strip, self.care.strip, *self.strips.all):
            column.addWidget(strip)
        self.status = StatusBar(agent, centre)
        self.status.add_jobs(self.jobs.segment)
        self.jobs.live_in(column)
        column.addWidget(self.status)
        self.toasts = Toasts(centre)
        self.areas.made.connect(lambda _area: self.toasts.avoid(*self.areas.bars))
        self._undoing = Undoing(self.toasts, self.commands, self._calls.recall, self)
        self._troubles = Troubles(self.toasts, self.announce)

    @property
    def to_ship(self) -> ToShipScreen:
        return self.areas.to_ship

    @property
    def outbox(self) -> OutboxScreen:
        return self.areas.outbox

    @property
    def settings(self) -> SettingsScreen:
        return self.areas.settings

    @property
    def palette_box(self) -> Palette:
        if self._palette is None:
            from desk.ui.actions.palette import Palette

            self._palette = Palette(self.commands, self.orders.lookup, self._centre)
            self._palette.orderWanted.connect(self.travels.open_found)
        return self._palette

    def _connect(self) -> None:
        self.areas.made.connect(self._area_made)
        self.travels.arrived.connect(self._arrived)
        self.orders.titleChanged.connect(self._show_title)
        self.status.accountClicked.connect(self.watch.open_menu)
        self.status.outboxClicked.connect(self.open_outbox)
        self.status.firstAccountWanted.connect(lambda: self.travels.open_area(Area.SETTINGS))
        self.demo_strip.fix.clicked.connect(self.close)
        self.offline_strip.fix.clicked.connect(self.watch.fetch_all)
        self.trouble_strip.fix.clicked.connect(self.watch.mend_first)
        self.loop.progressed.connect(self._show_status)
        self.jobs.moved.connect(self._show_status)
        self.loop.progressed.connect(self._show_progress)
        self.loop.ended.connect(lambda _: self._show_progress())
        self.loop.ended.connect(lambda _: self.load_accounts())
        self.store_strip.follow(self.loop)
        self.care.damaged.connect(self.store_strip.met_damage)
        self.store_strip.moved.connect(self._place_toasts)
        self.loop.troubled.connect(self._troubles.met)
        self.loop.answered.connect(self._troubles.store_answers)
        self.watch.changed.connect(self._accounts_changed)
        hub().changed.connect(self._on_changes)
        hub().failed.connect(self._tell_error)
        locale().changed.connect(self._show_status)
        look().changed.connect(self._lay_out)
        self._undoing.changed.connect(self.commands.refresh)
        self._ticker = QTimer(self)
        self._ticker.setInterval(_TICK_MS)
        self._ticker.timeout.connect(self._show_status)

    def _area_made(self, area: Area) -> None:
        """A screen that comes later is told what the others know already."""
        if area is Area.RETURNS:
            self.areas.returns.counted.connect(self.nav.show_returns)
            self.areas.returns.views.listed.connect(self.nav.views.show_views)
            self.areas.returns.placeChanged.connect(self.travels.go)
        elif area is Area.TO_SHIP:
            self.to_ship.summaryChanged.connect(lambda told: self.nav.show_to_ship(told.total, told.overdue))
        elif area is Area.OUTBOX:
            outbox, bind = self.outbox, self.commands.bind
            outbox.orderWanted.connect(self.open_order)
            bind("order.retry", outbox.retry.click, outbox.why_not_retry, scope=outbox)
            bind("order.recall", outbox.recall.click, outbox.why_not_recall, scope=outbox)
            bind("edit.undo", *self._undoing.or_else(outbox.recall.click, outbox.why_not_recall), scope=outbox)
            bind("list.next", lambda: outbox.step(1), scope=outbox)
            bind("list.previous", lambda: outbox.step(-1), scope=outbox)
        elif area is Area.SETTINGS:
            self.settings.add(self.care.card)
            self.settings.show_accounts(self.watch.accounts)
            self.settings.show_menu_bar(self._menu_bar_wanted)

    def _bind(self) -> None:
        bind, watch = self.commands.bind, self.watch
        bind_going(self.commands, self.travels, self.areas)
        bind("sync.now", watch.fetch_all, watch.why_not_fetch)
        bind("sync.cancel", self.loop.cancel, watch.why_not_cancel)
        bind("sync.pause", watch.pause_all, watch.why_not_fetch)
        bind_asking(self.commands, watch, self.loop.fetch_now, self._open_palette)
        bind("app.quit", self.close)
        bind(
            "account.allow-writing",
            lambda: watch.allow_writing(self._account_on_show()),
            lambda: watch.why_not_write(self._account_on_show()),
        )
        bind("account.connect", self.account_deeds.connect_account, self.first_steps.why_not_connect)
        bind("app.palette", self._open_palette)
        bind("edit.undo", self.undo, self._undoing.why_not)
        bind("search.focus", self.top.field.take_focus)
        self._side_buttons = SideButtons(
            self, lambda: self.commands.run("go.back"), lambda: self.commands.run("go.forward")
        )
        bind("help.keys", self._show_keys)
        bind("window.menu-bar", self._toggle_menu_bar)

    # --- beginning and end ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to fetch and push by schedule; the first time, with the first steps."""
        self.first_steps.begin()
        self._ticker.start()
        self.load_accounts()
        self.loop.start()
        self.care.start()
        self._furnishing.begin()

    def _restore(self) -> None:
        geometry = self._kept.geometry
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(first_size(self.screen()))
        look().space(self._kept.density)
        self.orders.restore(self._kept.settings)
        self.areas.restore(self._kept.settings)
        self._show_menu_bar(self._kept.menu_bar)

    def _keep(self) -> None:
        self._kept.geometry = self.saveGeometry()
        self._kept.language = locale().language
        self._kept.look = look().choice
        self._kept.text_scale = look().text_scale
        self._kept.density = look().density
        self._kept.menu_bar = self._menu_bar_wanted
        self.orders.save(self._kept.settings)
        self.areas.save(self._kept.settings)
        self._kept.settings.sync()

    def close_at_once(self) -> None:
        """Leave without a question, as when the system ends the session."""
        self.ask_before_leaving = lambda _window, _waiting, _running: True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        waiting, running = self.watch.waiting, self.jobs.lost_when_left()
        if (waiting or running) and not self.ask_before_leaving(self, waiting, running):
            event.ignore()
            return
        self._ticker.stop()
        self._furnishing.stop()
        self.loop.stop()
        self.care.stop()
        self._keep()
        self.hide()  # what still runs is waited for, but not looked at
        self.demo_program.shut_down()
        self.orders.shut_down()
        lanes().shut_down()
        super().closeEvent(event)
        self.closed.emit()

    # --- language and look ----------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "travels"):
            self.retranslate()

    def retranslate(self) -> None:
        self.commands.retranslate()
        self.care.retranslate()
        self.nav.retranslate()
        self.top.retranslate()
        self.menuBar().setAccessibleName(self.tr("Menu bar"))
        self.strips.show_demo(shown=self._demo)
        self.status.setAccessibleName(self.tr("Accounts and outbox"))
        self._show_title(self._title)
        self._show_status()
        mark_choices(self.commands)

    _title = ""

    def _show_title(self, title: str) -> None:
        self._title = title
        shown = title_of(self.travels.area, title)
        self.setWindowTitle(f"Desk – {shown}" if shown else "Desk")

    def _arrived(self) -> None:
        self._show_title(self._title)
        self.commands.refresh()

    _menu_bar_wanted = True

    def _show_menu_bar(self, shown: bool) -> None:
        self._menu_bar_wanted = shown
        if not self.menuBar().isNativeMenuBar():
            self.menuBar().setVisible(shown)
        self.commands.mark("window.menu-bar", shown)
        if self.areas.has(Area.SETTINGS):
            self.settings.show_menu_bar(shown)

    def _toggle_menu_bar(self) -> None:
        self._show_menu_bar(not self._menu_bar_wanted)

    # --- layout ---------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._side_buttons.listen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """The breakpoints of UX 3."""
        wide = self.width()
        self.nav.show_as_rail(wide < tokens.WIDE)
        layout = "wide" if wide >= tokens.WIDE else "medium" if wide >= tokens.MEDIUM else "pages"
        if layout != self._layout:  # told again, two pages would turn
            self._layout = layout
            self.orders.set_layout(layout)
        self._place_toasts()
        mark_choices(self.commands)

    def _place_toasts(self) -> None:
        """Above the status bar and the strips, whose links stand in the toasts' corner."""
        items = [self._column.itemAt(place) for place in range(self._column.count())]
        below = [item.widget() for item in items if item is not None]
        self.toasts.keep_off_bottom(sum(one.height() for one in below if one is not None and not one.isHidden()))

    def _focus_area(self) -> None:
        self.travels.focus_area()

    # --- what screens may ask (WindowServices) --------------------------------------------------------------

    def toast(
        self, text: str, *, tone: str = "info", action: str = "", deed: Callable[[], object] | None = None
    ) -> None:
        self.toasts.show(Toast(text, tone, action=action, deed=deed))

    def queued(
        self, text: str, pushes: Sequence[PushId], hold_seconds: float, *, back: Callable[[], TakenBack] | None = None
    ) -> None:
        self._undoing.tell_queued(text, tuple(pushes), hold_seconds, back)
        self.load_accounts()

    def undoable(self, text: str, back: Callable[[], object]) -> None:
        self._undoing.tell_done(text, back)

    def open_order(self, order: OrderId) -> None:
        self.travels.open_order(order)

    def open_return(self, wanted: ReturnId) -> None:
        self.travels.open_return(wanted)

    def open_returns(self, wanted: Filter) -> None:
        self.travels.open_returns(wanted)

    def open_to_ship(self) -> None:
        self.travels.open_area(Area.TO_SHIP)

    def open_outbox(self) -> None:
        self.travels.open_area(Area.OUTBOX)

    def search(self, text: str) -> None:
        self.travels.search(text)

    def announce(self, text: str) -> None:
        announce(self, text)

    def undo(self) -> None:
        """Take back what was done last, such as a parcel's report that is still held."""
        self._undoing.last()

    # --- accounts -------------------------------------------------------------------------------------------

    def load_accounts(self) -> None:
        """Read how the accounts stand (accounts.deeds.Host)."""
        self.watch.load()

    def show_accounts(self, accounts: tuple[AccountView, ...]) -> None:
        self.watch.take(accounts)

    def fetch_account(self, account: AccountId) -> None:
        """Fetch one account at once (accounts.deeds.Host)."""
        self.loop.fetch_now(account)

    def stop_account(self, account: AccountId) -> None:
        """End what runs for an account (accounts.deeds.Host)."""
        self.loop.cancel(account)

    def _accounts_changed(self) -> None:
        accounts = self.watch.accounts
        self.loop.name_accounts({one.id: one.name for one in accounts})
        self.account_deeds.show(accounts, self.loop.progress)
        self.areas.show_accounts(accounts)
        self.care.show_accounts(any_there=bool(accounts))
        self.orders.show_accounts(any_there=bool(accounts))
        self.first_steps.look(any_account=bool(accounts))
        self._show_status()
        self._troubles.look(accounts)
        self.commands.refresh()

    def _on_changes(self, changes: Changes, by: object) -> None:
        self.orders.reload(changes)
        if by is not self.loop and (changes.touches(Kind.PUSH) or changes.touches(Kind.ACCOUNT)):
            self.load_accounts()

    def _show_progress(self) -> None:
        self.account_deeds.show(self.watch.accounts, self.loop.progress)
        if self.areas.has(Area.OUTBOX):
            self.outbox.panel.show_progress(self.loop.progress)

    def _show_status(self) -> None:
        watch = self.watch
        if watch.known:
            self.status.show_accounts(watch.accounts, self.loop.progress, self._calls.clock.now())
        self.status.show_outbox(watch.waiting, watch.needing)
        self.nav.show_outbox(watch.waiting, watch.needing)
        self.strips.show_condition(condition_of(watch.accounts), watch.waiting)
        self._place_toasts()

    def _account_on_show(self) -> AccountId | None:
        view = self.orders.detail.view
        return view.account if view is not None else None

    # --- words ----------------------------------------------------------------------------------------------

    def _tell_error(self, error: DeskError) -> None:
        text = error_text(error)
        if any(one.text == text for one in self.toasts.shown):
            return  # the same sentence is on screen already
        self.toast(text, tone="err")

    def _open_palette(self, asking: str = "") -> None:
        if asking:
            self.palette_box.ask(asking)
        else:
            self.palette_box.open()

    def _show_keys(self) -> None:
        from desk.ui.actions.keys_help import KeysHelp

        KeysHelp(self.commands, self).open()
