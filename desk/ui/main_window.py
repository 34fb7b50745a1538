"""Owns the main window: navigation, top bar, the areas, strips, status bar, and how they hang together.

What happens in an area belongs to its screen. The window offers them `WindowServices` and keeps history and layout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.changes import Changes, Kind
from desk.domain.errors import DeskError
from desk.domain.values import AccountId, OrderId, PushId
from desk.domain.views import AccountState, AccountView
from desk.system import logs
from desk.ui.accounts.deeds import AccountDeeds
from desk.ui.actions.commands import Commands
from desk.ui.actions.keys_help import KeysHelp
from desk.ui.actions.palette import Palette
from desk.ui.background import Lane, hub, lanes, run_in_background
from desk.ui.calls import ShellCalls
from desk.ui.care.room import CareRoom
from desk.ui.condition import Condition, condition_of
from desk.ui.crash_offer import CrashOffer
from desk.ui.first_run.demo import DemoProgram
from desk.ui.job_room import JobRoom
from desk.ui.leaving import ask_before_leaving
from desk.ui.locale import locale
from desk.ui.navigation import Area, History, Place
from desk.ui.orders.screen import OrdersScreen
from desk.ui.outbox.screen import OutboxScreen
from desk.ui.schedule_loop import ScheduleLoop
from desk.ui.sentences import error_text
from desk.ui.settings.kept import Kept
from desk.ui.settings.screen import SettingsScreen
from desk.ui.side_buttons import SideButtons
from desk.ui.side_nav import SideNav
from desk.ui.status_bar import Segment, StatusBar
from desk.ui.store_strip import StoreStrip
from desk.ui.sync_centre.panel import SyncPanel
from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph, icon
from desk.ui.theme.look import LookChoice, look
from desk.ui.to_ship.screen import ToShipScreen
from desk.ui.top_bar import TopBar
from desk.ui.troubles import Troubles
from desk.ui.undoing import Undoing
from desk.ui.widgets.strip import Strip
from desk.ui.widgets.toast import Toast, Toasts
from desk.ui.window_services import WindowServices

_TICK_MS = 1000
_TEXT_STEP = 0.1
_PAGES_FROM = tokens.MEDIUM


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
        self._accounts: tuple[AccountView, ...] = ()
        self._accounts_known = False
        self._history = History()
        self._undoing = Undoing(self)
        self._moving = False
        self._layout = ""
        self.ask_before_leaving: Callable[[QWidget, int, Sequence[str]], bool] = ask_before_leaving
        self.setMinimumSize(*tokens.MINIMUM)
        self.commands = Commands(self)
        self.crash = CrashOffer(self, self, self._focus_area, logs.started() or logs.folder_in(folder))
        self.loop = ScheduleLoop(calls, self)
        self.care = CareRoom(self, self, self._focus_area, calls.care_calls, self._kept)
        self.jobs = JobRoom(self, self, self._focus_area, calls.clock)
        self.demo_program = DemoProgram(folder, self)
        self.welcome: QDialog | None = None
        self.account_deeds = AccountDeeds(calls.account_calls, self, self)
        self._build(orders, agent)
        self._bind()
        self._connect()
        self.commands.fill(self.menuBar())
        self._restore()
        self.retranslate()
        self._go(Place(Area.SEARCH))
        self.top.field.edit.setFocus()

    # --- building -------------------------------------------------------------------------------------------

    def _build(self, orders: OrdersMaker, agent: str) -> None:
        centre = QWidget()
        centre.setProperty("ground", "surface")
        centre.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = self._column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        column.addLayout(row, 1)
        self.nav = SideNav()
        row.addWidget(self.nav)
        right = QVBoxLayout()
        right.setSpacing(0)
        row.addLayout(right, 1)
        self.top = TopBar(self.commands)
        right.addWidget(self.top)
        self.areas = QStackedWidget()
        right.addWidget(self.areas, 1)
        self.store_strip = StoreStrip(self.announce, self._fetch_now, self._focus_area)
        self.trouble_strip = Strip(Glyph.WARNING, "warn")
        self.offline_strip = Strip(Glyph.OFFLINE, "neutral")
        self.demo_strip = Strip(Glyph.PUZZLE, "returned")
        for strip in (self.crash.strip, *self._strips()):
            column.addWidget(strip)
        self.status = StatusBar(agent)
        self.status.add_jobs(self.jobs.segment)
        column.addWidget(self.jobs.drawer)
        column.addWidget(self.status)
        self.setCentralWidget(centre)
        self.toasts = Toasts(centre)
        self._troubles = Troubles(self.toasts, self.announce)
        self.orders = orders(self, self)
        self.palette_box = Palette(self.commands, self.orders.lookup, centre)
        self.to_ship = ToShipScreen(self._calls.to_ship, self._calls.clock, self)
        panel = SyncPanel(self._calls.sync_calls, self.account_deeds, self)
        self.outbox = OutboxScreen(self._calls, self, panel)
        self.settings = SettingsScreen(
            self.commands, self.account_deeds, lambda account, paused: self._pause(account, paused=paused)
        )
        self.settings.add(self.care.card)
        self._screens: dict[Area, QWidget] = {
            Area.SEARCH: self.orders,
            Area.TO_SHIP: self.to_ship,
            Area.OUTBOX: self.outbox,
            Area.SETTINGS: self.settings,
        }
        for screen in self._screens.values():
            self.areas.addWidget(screen)

    def _connect(self) -> None:
        field = self.top.field
        field.typed.connect(self._typed)
        field.entered.connect(self._enter_list)
        field.left.connect(self._leave_field)
        self.nav.chosen.connect(lambda area: self._go(Place(area, *self._search_state(area))))
        self.orders.hitsChanged.connect(self._show_hits)
        self.orders.titleChanged.connect(self._show_title)
        self.orders.orderOpened.connect(self._order_opened)
        self.to_ship.summaryChanged.connect(lambda told: self.nav.show_to_ship(told.total, told.overdue))
        self.outbox.orderWanted.connect(self.open_order)
        self.palette_box.orderWanted.connect(self._open_found)
        self.status.accountClicked.connect(self._open_account_menu)
        self.status.outboxClicked.connect(self.open_outbox)
        self.status.firstAccountWanted.connect(lambda: self._go(Place(Area.SETTINGS)))
        self.demo_program.ended.connect(self._demo_ended)
        self.demo_program.changed.connect(self.commands.refresh)
        self.demo_strip.fix.clicked.connect(self.close)
        self.offline_strip.fix.clicked.connect(self._fetch_now)
        self.trouble_strip.fix.clicked.connect(self._mend_first)
        self.loop.progressed.connect(self._show_status)
        self.jobs.moved.connect(self._show_status)
        self.loop.progressed.connect(lambda: self.outbox.panel.show_progress(self.loop.progress))
        self.loop.ended.connect(lambda _: self.outbox.panel.show_progress(self.loop.progress))
        self.loop.progressed.connect(lambda: self.account_deeds.show(self._accounts, self.loop.progress))
        self.loop.ended.connect(lambda _: self.load_accounts())
        self.loop.hindered.connect(self.store_strip.met)
        self.loop.stored.connect(self.store_strip.well)
        self.store_strip.moved.connect(self._place_toasts)
        self.loop.troubled.connect(self._troubles.met)
        self.loop.answered.connect(self._troubles.store_answers)
        hub().changed.connect(self._on_changes)
        hub().failed.connect(self._tell_error)
        locale().changed.connect(self._show_status)
        look().changed.connect(self._lay_out)
        self._undoing.changed.connect(self.commands.refresh)
        self._ticker = QTimer(self)
        self._ticker.setInterval(_TICK_MS)
        self._ticker.timeout.connect(self._show_status)

    def _bind(self) -> None:
        bind = self.commands.bind
        bind("sync.now", self._fetch_now, self._why_not_fetch)
        bind("sync.cancel", self.loop.cancel, self._why_not_cancel)
        bind("sync.pause", self._pause_all, self._why_not_fetch)
        bind("app.quit", self.close)
        bind("account.allow-writing", self._allow_writing, self._why_not_allow)
        bind("demo.open", self._open_demo, self._why_no_demo)
        bind("help.welcome", self.show_welcome)
        bind("account.connect", self.account_deeds.connect_account, self._why_not_connect)
        bind("app.palette", self.palette_box.open)
        bind("app.settings", lambda: self._go(Place(Area.SETTINGS)))
        bind("edit.undo", self.undo, self._why_not_undo)
        bind("search.focus", self.top.field.take_focus)
        bind("go.search", lambda: self._go(Place(Area.SEARCH, *self._search_state(Area.SEARCH))))
        bind("go.to-ship", self.open_to_ship)
        bind("go.outbox", self.open_outbox)
        bind("go.back", lambda: self._travel(self._history.back()), self._why_not_back)
        bind("go.forward", lambda: self._travel(self._history.forward()), self._why_not_forward)
        self._side_buttons = SideButtons(
            self, lambda: self.commands.run("go.back"), lambda: self.commands.run("go.forward")
        )
        bind("go.list", self._escape)
        bind("go.next-pane", lambda: self._next_pane(1))
        bind("go.previous-pane", lambda: self._next_pane(-1))
        bind("help.keys", self._show_keys)
        bind("window.menu-bar", self._toggle_menu_bar)
        bind("text.larger", lambda: look().scale_text(round(look().text_scale + _TEXT_STEP, 2)))
        bind("text.smaller", lambda: look().scale_text(round(look().text_scale - _TEXT_STEP, 2)))
        bind("text.normal", lambda: look().scale_text(1.0))
        for choice in LookChoice:
            bind(f"look.{choice.value}", partial(look().choose, choice))
        for language in ("de", "en"):
            bind(f"language.{language}", partial(locale().speak, language))
        bind("order.retry", self.outbox.retry.click, self.outbox.why_not_retry, scope=self.outbox)
        bind("order.recall", self.outbox.recall.click, self.outbox.why_not_recall, scope=self.outbox)
        bind("edit.undo", self._undo_in_outbox, self._why_not_undo_in_outbox, scope=self.outbox)
        bind("list.next", lambda: self.outbox.step(1), scope=self.outbox)
        bind("list.previous", lambda: self.outbox.step(-1), scope=self.outbox)

    # --- beginning and end ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to fetch and push by schedule; the first time, with the first steps."""
        self._may_welcome = not self._demo and not self._kept.welcomed
        self._ticker.start()
        self.load_accounts()
        self.to_ship.count()
        self.loop.start()
        self.care.start()

    def _restore(self) -> None:
        geometry = self._kept.geometry
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1440, 900)
        self.orders.restore(self._kept.settings)
        self._show_menu_bar(self._kept.menu_bar)

    def _keep(self) -> None:
        self._kept.geometry = self.saveGeometry()
        self._kept.language = locale().language
        self._kept.look = look().choice
        self._kept.text_scale = look().text_scale
        self._kept.menu_bar = self._menu_bar_wanted
        self.orders.save(self._kept.settings)
        self._kept.settings.sync()

    def close_at_once(self) -> None:
        """Leave without a question, as when the system ends the session."""
        self.ask_before_leaving = lambda _window, _waiting, _running: True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        open_pushes = sum(one.open_pushes for one in self._accounts)
        running = self.jobs.lost_when_left()
        if (open_pushes or running) and not self.ask_before_leaving(self, open_pushes, running):
            event.ignore()
            return
        self._ticker.stop()
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
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "status"):
            self.retranslate()

    def retranslate(self) -> None:
        self.commands.retranslate()
        self.care.retranslate()
        self.nav.retranslate()
        self.top.retranslate()
        self.menuBar().setAccessibleName(self.tr("Menu bar"))
        self.demo_strip.say(
            self.tr("Demo – nothing is transferred") if self._demo else "",
            self.tr("Leave the demo") if self._demo else "",
        )
        self.status.setAccessibleName(self.tr("Accounts and outbox"))
        self._show_title(self._title)
        self._show_status()
        self._mark_choices()

    def _mark_choices(self) -> None:
        self.commands.mark(f"look.{look().choice.value}", True)
        self.commands.mark(f"language.{locale().language}", True)

    _title = ""

    def _show_title(self, title: str) -> None:
        self._title = title
        at_orders = self.areas.currentWidget() is self.orders
        names = {
            Area.TO_SHIP: self.tr("To ship"),
            Area.OUTBOX: self.tr("Outbox"),
            Area.SETTINGS: self.tr("Settings"),
        }
        shown = title if at_orders else names.get(self._area, "")
        self.setWindowTitle(f"Desk – {shown}" if shown else "Desk")

    _menu_bar_wanted = True

    def _show_menu_bar(self, shown: bool) -> None:
        self._menu_bar_wanted = shown
        if not self.menuBar().isNativeMenuBar():
            self.menuBar().setVisible(shown)
        self.commands.mark("window.menu-bar", shown)
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
        layout = "wide" if wide >= tokens.WIDE else "medium" if wide >= _PAGES_FROM else "pages"
        if layout != self._layout:  # told again, two pages would turn
            self._layout = layout
            self.orders.set_layout(layout)
        self._place_toasts()
        self._mark_choices()

    # --- places ---------------------------------------------------------------------------------------------

    @property
    def _area(self) -> Area:
        here = self._history.here
        return here.area if here is not None else Area.SEARCH

    def _search_state(self, area: Area) -> tuple[str, OrderId | None]:
        if area is not Area.SEARCH:
            return "", None
        return self.top.field.edit.text(), self.orders.current_order()

    def _go(self, place: Place) -> None:
        self._history.visit(place)
        self._show_place(place)

    def _travel(self, place: Place | None) -> None:
        if place is not None:
            self._show_place(place)

    def _show_place(self, place: Place) -> None:
        self._moving = True
        try:
            self.areas.setCurrentWidget(self._screens[place.area])
            self.nav.show_area(place.area)
            if place.area is Area.SEARCH:
                if self.top.field.edit.text() != place.query:
                    self.top.field.edit.setText(place.query)
                if place.order is not None and self.orders.current_order() != place.order:
                    self.orders.show_order(place.order)
        finally:
            self._moving = False
        self._show_title(self._title)
        self.commands.refresh()

    def _order_opened(self, order: OrderId) -> None:
        if not self._moving and self._area is Area.SEARCH:
            self._history.visit(Place(Area.SEARCH, self.top.field.edit.text(), order))
        self.commands.refresh()

    def _typed(self, text: str) -> None:
        if text.startswith(">"):
            self.top.field.edit.clear()
            self.palette_box.open(text[1:])
            return
        if self._moving:
            self.orders.set_query(text)
            return
        if self._area is not Area.SEARCH:
            self._go(Place(Area.SEARCH, text))
        else:
            self._history.correct(Place(Area.SEARCH, text, self.orders.current_order()))
        self.orders.set_query(text)

    def _show_hits(self, count: int, exact: bool) -> None:
        searched = bool(self.top.field.edit.text().strip())
        self.top.field.show_hits(count if searched else None, exact=exact)

    def _leave_field(self) -> None:
        if self._area is Area.TO_SHIP:
            self.to_ship.focus_list()
        elif self._area is Area.OUTBOX:
            self.outbox.focus_list()
        else:
            self._travel(Place(Area.SEARCH, *self._search_state(Area.SEARCH)))
            self.orders.focus_list()

    def _enter_list(self) -> None:
        """Enter in the field: the first hit, in the list's own way."""
        if self._area is not Area.SEARCH:
            self._go(Place(Area.SEARCH, *self._search_state(Area.SEARCH)))
        self.orders.open_first()

    def _escape(self) -> None:
        """Popup, then page, then the field's text, then the list (UX 8)."""
        field = self.top.field.edit
        if self.palette_box.isVisible():
            self.palette_box.close_palette()
        elif field.hasFocus() and field.text():
            field.clear()
        elif self._area is Area.SEARCH:
            if not self.orders.escape():
                self.orders.focus_list()
        elif self._area is Area.TO_SHIP and self.to_ship.escape():
            return
        elif self._area is Area.OUTBOX and not self.outbox.list.hasFocus():
            self.outbox.focus_list()
        else:
            self._go(Place(Area.SEARCH, *self._search_state(Area.SEARCH)))

    def _panes(self) -> list[QWidget]:
        inner: tuple[QWidget, ...] = (self.settings,)
        if self._area is Area.SEARCH:
            inner = self.orders.panes()
        elif self._area is Area.TO_SHIP:
            inner = (self.to_ship.list,)
        elif self._area is Area.OUTBOX:
            inner = (self.outbox.list, self.outbox.panel)
        return [self.nav.focusable(), self.top.field.edit, *inner, self.jobs.drawer, self.status.focusable()]

    def _next_pane(self, step: int) -> None:
        panes = [one for one in self._panes() if one.isVisible()]
        focused: QWidget | None = self.focusWidget()
        here = next((n for n, one in enumerate(panes) if focused is not None and _holds(one, focused)), -step)
        for further in range(1, len(panes) + 1):
            target = _entrance(panes[(here + step * further) % len(panes)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    # --- what screens may ask (WindowServices) --------------------------------------------------------------

    def toast(
        self, text: str, *, tone: str = "info", action: str = "", deed: Callable[[], object] | None = None
    ) -> None:
        self.toasts.show(Toast(text, tone, action=action, deed=deed))

    def queued(self, text: str, pushes: Sequence[PushId], hold_seconds: float) -> None:
        ids = tuple(pushes)
        toast = Toast(
            text,
            "ok",
            action=self.tr("Undo"),
            key=self.commands.key("edit.undo").replace("+", " "),
            deed=lambda: self._recall(ids),
            seconds=hold_seconds,
            counts=True,
        )
        self._undoing.keep(toast, lambda: self._recall(ids), while_told=True)
        self.toasts.show(toast)
        self.load_accounts()

    def undoable(self, text: str, back: Callable[[], object]) -> None:
        toast = Toast(
            text,
            "ok",
            action=self.tr("Undo"),
            key=self.commands.key("edit.undo").replace("+", " "),
            deed=lambda: self._undoing.take(toast),
        )
        self._undoing.keep(toast, back, while_told=False)
        self.toasts.show(toast)

    def open_order(self, order: OrderId) -> None:
        self._go(Place(Area.SEARCH, self.top.field.edit.text(), order))

    def _open_found(self, order: OrderId) -> None:
        self.open_order(order)
        self.orders.take_focus()

    def open_to_ship(self) -> None:
        self._go(Place(Area.TO_SHIP))
        self.to_ship.focus_list()

    def open_outbox(self) -> None:
        self._go(Place(Area.OUTBOX))
        self.outbox.focus_list()

    def search(self, text: str) -> None:
        self._go(Place(Area.SEARCH, text))
        self.top.field.take_focus()

    def announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    # --- undo -----------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back what was done last, such as a parcel's report that is still held."""
        self._undoing.last()

    def _undo_in_outbox(self) -> None:
        """What was queued last, or else what is selected and not sent yet: offline it waits longer than a toast."""
        if self._undoing:
            self.undo()
        else:
            self.outbox.recall.click()

    def _why_not_undo_in_outbox(self) -> str:
        return "" if self._undoing else self.outbox.why_not_recall()

    def _recall(self, ids: tuple[PushId, ...]) -> None:
        recalled = self.tr("Taken back. Nothing was sent.")
        run_in_background(lambda: self._calls.recall(ids), parent=self).success(lambda _: self.toast(recalled)).start()

    def _why_not_undo(self) -> str:
        return "" if self._undoing else self.tr("There is nothing to undo.")

    def _why_not_back(self) -> str:
        return "" if self._history.can_go_back else self.tr("There is nothing before this.")

    def _why_not_forward(self) -> str:
        return "" if self._history.can_go_forward else self.tr("There is nothing after this.")

    # --- accounts -------------------------------------------------------------------------------------------

    def load_accounts(self) -> None:
        run_in_background(self._calls.accounts, parent=self).on(Lane.READING).success(self.show_accounts).failure(
            lambda _: None  # the schedule meets the same trouble and tells it
        ).start()

    def show_accounts(self, accounts: tuple[AccountView, ...]) -> None:
        self._accounts, self._accounts_known = accounts, True
        self.loop.name_accounts({one.id: one.name for one in accounts})
        self.account_deeds.show(accounts, self.loop.progress)
        self.settings.show_accounts(accounts)
        self.care.show_accounts(any_there=bool(accounts))
        self.to_ship.show_accounts(accounts)
        self.orders.show_accounts(any_there=bool(accounts))
        if self._may_welcome:
            self._may_welcome = False
            if not accounts:
                self.show_welcome()
        self._show_status()
        self._troubles.look(accounts)
        self.commands.refresh()

    def _on_changes(self, changes: Changes, by: object) -> None:
        self.orders.reload(changes)
        if by is not self.loop and (changes.touches(Kind.PUSH) or changes.touches(Kind.ACCOUNT)):
            self.load_accounts()

    def _show_status(self) -> None:
        now = self._calls.clock.now()
        if self._accounts_known:
            self.status.show_accounts(self._accounts, self.loop.progress, now)
        waiting = sum(one.open_pushes for one in self._accounts)
        needing = sum(one.failed_pushes for one in self._accounts)
        self.status.show_outbox(waiting, needing)
        self.nav.show_outbox(waiting, needing)
        self._show_condition(condition_of(self._accounts), waiting)

    def _show_condition(self, condition: Condition, waiting: int) -> None:
        offline = ""
        if condition.offline:
            offline = (
                self.tr("Offline – changes are collected (%n)", "", waiting)
                if waiting
                else self.tr("Offline – changes are collected")
            )
        focused: QWidget | None = self.focusWidget()
        held = [one for one in self._strips() if focused is not None and one.isAncestorOf(focused)]
        self.offline_strip.say(offline, self.tr("Try now") if offline else "")
        self.trouble_strip.say(condition.trouble, self.tr("Sign in again …") if condition.trouble else "")
        if any(strip.isHidden() for strip in held):
            self._focus_area()  # the strip took the keyboard with it (UX 12: focus is never lost)
        self._place_toasts()

    def _strips(self) -> tuple[Strip, ...]:
        return self.store_strip, self.care.strip, self.trouble_strip, self.offline_strip, self.demo_strip

    def _place_toasts(self) -> None:
        """Above the status bar and the strips, whose links stand in the toasts' corner."""
        items = [self._column.itemAt(place) for place in range(self._column.count())]
        below = [item.widget() for item in items if item is not None]
        self.toasts.keep_off_bottom(sum(one.height() for one in below if one is not None and not one.isHidden()))

    def _focus_area(self) -> None:
        """Give the keyboard to what the area is about."""
        if self._area is Area.SEARCH:
            self.orders.take_focus()
        elif self._area is Area.TO_SHIP:
            self.to_ship.focus_list()
        elif self._area is Area.OUTBOX:
            self.outbox.focus_list()
        else:
            (_entrance(self.settings) or self.nav.focusable()).setFocus()

    def _mend_first(self) -> None:
        broken = condition_of(self._accounts).broken
        if broken is not None:
            self.account_deeds.mend(broken)

    def fetch_account(self, account: AccountId) -> None:
        """Fetch one account at once (accounts.deeds.Host)."""
        self.loop.fetch_now(account)

    def stop_account(self, account: AccountId) -> None:
        """End what runs for an account (accounts.deeds.Host)."""
        self.loop.cancel(account)

    # --- first steps ----------------------------------------------------------------------------------------

    _may_welcome = False

    def show_welcome(self) -> None:
        """Language, how to begin, look, keys. By itself it comes once."""
        self._kept.welcomed = True
        self._kept.settings.sync()
        if self.welcome is None:
            from desk.ui.first_run.welcome import Welcome

            made = self.welcome = Welcome(self.commands, self)
            made.finished.connect(self._welcomed)
            made.chosen.connect(self.commands.run)
            made.open()

    def _welcomed(self, _result: int) -> None:
        self.welcome = None
        self.commands.refresh()

    def _open_demo(self) -> None:
        self.demo_program.open()
        self.toast(self.tr("The demo is starting. It opens in a window of its own; close that one to leave it."))

    def _demo_ended(self, words: str) -> None:
        if words:
            self.toast(self.tr("The demo did not go well: {words}").format(words=words), tone="err")
        elif not self._accounts:
            connect = partial(self.commands.run, "account.connect")
            self.toast(self.tr("The demo is closed."), action=self.tr("Connect an account …"), deed=connect)

    def _why_no_demo(self) -> str:
        if self._demo:
            return self.tr("This is the demo.")
        return self.tr("The demo is open already.") if self.demo_program.running else ""

    def _read_only_account(self) -> AccountId | None:
        """The account of the order on show, where it may not write."""
        view = self.orders.detail.view
        wanted = view.account if view is not None else None
        return next((one.id for one in self._accounts if one.id == wanted and not one.writing), None)

    def _allow_writing(self) -> None:
        account = self._read_only_account()
        if account is not None:
            self.account_deeds.switch_writing(account, on=True)

    def _why_not_allow(self) -> str:
        return self.tr("No order of a read-only account is on show.") if self._read_only_account() is None else ""

    def _why_not_connect(self) -> str:
        return self.tr("This is the demo. Close it to connect an account.") if self._demo else ""

    def _fetch_now(self) -> None:
        self.loop.fetch_now(None)

    def _why_not_fetch(self) -> str:
        return "" if self._accounts else self.tr("No account is set up yet.")

    def _why_not_cancel(self) -> str:
        return "" if self.loop.working else self.tr("Nothing is being fetched.")

    def _pause_all(self) -> None:
        paused = any(one.state is AccountState.READY for one in self._accounts)
        for view in self._accounts:
            self._pause(view.id, paused=paused)

    def _pause(self, account: AccountId, *, paused: bool) -> None:
        if paused:
            self.loop.cancel(account)
        run_in_background(lambda: self._calls.pause(account, paused=paused), parent=self).start()

    def _open_account_menu(self, account: AccountId, segment: Segment) -> None:
        menu = self.account_menu(account)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(segment.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def account_menu(self, account: AccountId) -> QMenu:
        """What can be done with one account."""
        menu = QMenu(self)
        view = next((one for one in self._accounts if one.id == account), None)
        if view is None:
            return menu
        menu.setAccessibleName(view.name)
        if view.state is AccountState.LOGIN_NEEDED:
            menu.addAction(icon(Glyph.LOCK), self.tr("Sign in again …"), lambda: self.account_deeds.mend(account))
        fetch = menu.addAction(icon(Glyph.SYNC), self.tr("Fetch now"), lambda: self.loop.fetch_now(account))
        fetch.setEnabled(view.state is AccountState.READY and not self.loop.is_fetching(account))
        stop = menu.addAction(icon(Glyph.STOP), self.tr("Stop fetching"), lambda: self.loop.cancel(account))
        stop.setEnabled(self.loop.is_fetching(account))
        if view.state is AccountState.PAUSED:
            menu.addAction(icon(Glyph.PLAY), self.tr("Go on"), lambda: self._pause(account, paused=False))
        else:
            menu.addAction(icon(Glyph.PAUSE), self.tr("Pause"), lambda: self._pause(account, paused=True))
        menu.addSeparator()
        menu.addAction(icon(Glyph.GEAR), self.tr("Settings and keys …"), lambda: self.account_deeds.edit(account))
        if not view.writing:
            writing = menu.addAction(icon(Glyph.CLOUD_UP), self.tr("Let it report shipments …"))
            writing.triggered.connect(lambda: self.account_deeds.switch_writing(account, on=True))
        return menu

    # --- words ----------------------------------------------------------------------------------------------

    def _tell_error(self, error: DeskError) -> None:
        text = error_text(error)
        if any(one.text == text for one in self.toasts.shown):
            return  # the same sentence is on screen already
        self.toast(text, tone="err")

    def _show_keys(self) -> None:
        KeysHelp(self.commands, self).open()


def _holds(pane: QWidget, focused: QWidget) -> bool:
    return pane is focused or pane.isAncestorOf(focused)


def _entrance(pane: QWidget) -> QWidget | None:
    """What gets the keyboard in a pane: what the pane names itself, such as a list's rows, else its first control."""
    named = pane.focusProxy() or pane
    return next((one for one in (named, *pane.findChildren(QWidget)) if _takes_keys(one)), None)


def _takes_keys(one: QWidget) -> bool:
    return one.isEnabled() and one.isVisible() and bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)
