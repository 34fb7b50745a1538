"""Owns the orders screen: wires the results list, order 360 and the ship dialog to the services.

The shell sets the query and hears what is open; it never reaches into the panes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from desk.domain.changes import Changes, Kind
from desk.domain.errors import DeskError
from desk.domain.values import OrderId
from desk.ui.background import Lane, Operation, run_in_background
from desk.ui.orders.calls import Calls, ServiceCalls
from desk.ui.orders.copying import Copying
from desk.ui.orders.deeds.calls import HOLD_SECONDS
from desk.ui.orders.deeds.doing import Doing
from desk.ui.orders.detail_pane import DetailPane
from desk.ui.orders.exporting import Exporting
from desk.ui.orders.filtering import Filtering
from desk.ui.orders.fixes import Fix
from desk.ui.orders.list_pane import ListPane
from desk.ui.orders.lookup import Lookup
from desk.ui.orders.mending import Mending
from desk.ui.orders.searching import Answer, Searching
from desk.ui.sentences import error_text
from desk.ui.theme import tokens
from desk.ui.widgets.announcing import announce
from desk.ui.widgets.foreign import in_a_row
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.domain.views import OrderView
    from desk.services.context import Desk
    from desk.services.shipments import Queued
    from desk.ui.actions.commands import Choice
    from desk.ui.orders.noting import Noting
    from desk.ui.orders.parcels import Drafts
    from desk.ui.orders.ship_dialog import ShipDialog

_RELOAD_AFTER_MS = 300
"""A sync tells of changes several times a second; the list is asked again at most this often."""
_DAY_CHECK_MS = 60_000
_WARM_UP_AFTER_MS = 400
"""The first paint and the newest orders come first."""
_GONE = frozenset({"order_gone", "account_gone", "not_found"})


class OrdersScreen(QWidget):
    """Search results beside one order."""

    titleChanged = Signal(str)
    hitsChanged = Signal(int, bool)
    orderOpened = Signal(object)  # OrderId
    queued = Signal(object)  # Queued
    queryWanted = Signal(str)

    def __init__(
        self, desk: Desk | None, services: WindowServices, parent: QWidget | None = None, *, calls: Calls | None = None
    ) -> None:
        super().__init__(parent)
        if calls is None:
            if desk is None:
                raise ValueError("the orders screen needs a Desk or calls")
            calls = ServiceCalls(desk)
        self._calls, self._services = calls, services
        self._drafts: Drafts | None = None
        self._layout = "wide"
        self._opened: OrderId | None = None
        self._wanted: OrderId | None = None
        self._loading: Operation[OrderView] | None = None
        self._by_sync = False
        self._opens_first = False
        self._dialog: ShipDialog | None = None
        self._today = calls.clock.now().date()
        self.searching = Searching(calls, self)
        self.lookup = Lookup(calls, self)
        self.list = ListPane(calls.clock, self)
        self.detail = DetailPane(calls.clock, self)
        self.noting: Noting | None = None
        self.doing = Doing(calls, services, self.detail, self._why_no_order, self._deed_done)
        ways = {
            Fix.OPEN_IN_CHANNEL: self.open_in_channel,
            Fix.SHOW_CASE: self._show_case,
            Fix.SHIP: self.ship,
            Fix.SHOW_OUTBOX: services.open_outbox,
        }
        self.mending = Mending(calls, self.detail, ways, self._load_again)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self._connect()
        self._bind()
        self._copying = Copying(self.detail, services, self._why_no_order)
        self.detail.show_none()
        self.searching.ask("")
        self._warm_up = QTimer(self, singleShot=True, interval=_WARM_UP_AFTER_MS)
        self._warm_up.timeout.connect(self.searching.warm_up)
        self._warm_up.start()

    def _lay_out(self) -> None:
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([tokens.LIST_WIDTH - 1, 10_000])
        self.list.setMinimumWidth(320)
        self.detail.setMinimumWidth(360)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._splitter)

    def _connect(self) -> None:
        self.searching.answered.connect(self.list.show_answer)
        self.searching.answered.connect(self._answered)
        self.searching.failed.connect(self.list.show_trouble)
        self.searching.slow.connect(self.list.show_slow)
        self.list.hits_changed.connect(self._tell_hits)
        self.list.order_chosen.connect(self._follow)
        self.list.other_chosen.connect(self._show_none)
        self.list.order_opened.connect(self._open_from_list)
        self.list.query_wanted.connect(self._want_query)
        self.list.more_wanted.connect(self.searching.ask_for_more)
        self.list.days_changed.connect(self.searching.ask_for_days)
        self.list.again_wanted.connect(self.searching.ask_again)
        self.detail.order_wanted.connect(self.show_order)
        self.detail.query_wanted.connect(self._want_query)
        self.detail.again_wanted.connect(self._show_again)
        self.detail.page_made.connect(self._page_made)
        self.list.nothing.command_wanted.connect(self._services.commands.run)
        self._reload_soon = QTimer(self, singleShot=True, interval=_RELOAD_AFTER_MS)
        self._reload_soon.timeout.connect(self._reload_rested)
        self._reload_waits = False
        self._day_check = QTimer(self, interval=_DAY_CHECK_MS)
        self._day_check.timeout.connect(self._look_at_day)
        self._day_check.start()

    def _page_made(self) -> None:
        from desk.ui.orders.noting import Noting

        page = self.detail.page
        page.deeds.ship.connect(self.ship)
        page.deeds.refresh.connect(self.refresh)
        page.deeds.allow.connect(lambda: self._services.commands.run("account.allow-writing"))
        page.deeds.open_in_channel.connect(self.open_in_channel)
        page.alert.fix_wanted.connect(self.mending.mend)
        self.noting = Noting(self._calls, self._services, page.notes)
        page.messages_made.connect(self.noting.messages_made)

    def _bind(self) -> None:
        commands = self._services.commands
        explain = self.doing.explain
        commands.bind("order.ship", self.ship, self.why_not_ship, explain=lambda: explain(lambda bar: bar.ship_button))
        commands.bind("order.refresh", self.refresh, self._why_no_order)
        commands.bind(
            "order.open-in-channel",
            self.open_in_channel,
            self._why_no_page,
            explain=lambda: explain(lambda bar: bar.channel_button),
        )
        commands.bind("order.note", self.detail.begin_note, self._why_no_order)
        commands.ask("order.note", self._note_choices)
        self.filtering = Filtering(
            self,
            self.list,
            self._calls.clock,
            self._services,
            show_list=lambda: self._show_page(self.list),
            focus_list=self.focus_list,
        )
        commands.bind("list.export", Exporting(self._calls, self._services, self.list).ask)
        commands.bind("list.next", self.next_row)
        commands.bind("list.previous", self.previous_row)

    # --- the shell's side -------------------------------------------------------------------------------------

    def set_query(self, text: str) -> None:
        """Search as the agent types; each call breaks off the one before."""
        if text.strip() != self.searching.text:
            self._opens_first = False
            self.searching.ask(text)

    def show_order(self, order: OrderId) -> None:
        """Open an order, also one that is not among the hits."""
        self._load(order)
        self._show_page(self.detail)

    def current_order(self) -> OrderId | None:
        return self._wanted

    def focus_list(self) -> None:
        """Give the keyboard to the list, on its first row if none is chosen yet."""
        self._show_page(self.list)
        view = self.list.view
        view.setFocus()
        if view.current_entry() is None:
            view.step(1)
        else:
            view.scrollTo(view.currentIndex())

    def show_accounts(self, *, any_there: bool) -> None:
        """Whether there is an account: without one, an empty list says what to do first."""
        self.list.show_accounts(any_there=any_there)
        self.detail.show_accounts(any_there=any_there)

    def take_focus(self) -> None:
        """Give the keyboard to what is on show, and choose nothing by that."""
        (self.list.view if self.list.isVisibleTo(self) else self.detail).setFocus(Qt.FocusReason.OtherFocusReason)

    def open_first(self) -> bool:
        """Enter in the field: open the first order found, and give it the keyboard. False when there is none yet."""
        if self.list.hits.text != self.searching.text and self.searching.running:
            self._opens_first = True  # a scanner's Enter comes before the answer; the old hits are not meant
            return False
        self._opens_first = False
        row = self.list.model.first_order()
        entry = self.list.model.entry(row)
        if entry is None or entry.order is None:
            return False
        self.list.view.choose_row(row, quietly=True)
        self.list.mark_order(entry.order.id)
        self.show_order(entry.order.id)
        self.take_focus()  # V, J and K are commands here and letters in the field
        return True

    def _answered(self, answer: Answer) -> None:
        if self._opens_first and (answer.hits.orders or answer.hits.complete):
            self.open_first()

    def _note_choices(self, text: str) -> Sequence[Choice]:
        from desk.ui.orders.asking import note  # only once the palette asks

        return note(self._write_note, text)

    def _write_note(self, text: str) -> None:
        if self.noting is not None and self._wanted is not None:
            self.noting.add_beside(self._wanted, text)

    def next_row(self) -> None:
        self.list.view.step(1)

    def previous_row(self) -> None:
        self.list.view.step(-1)

    def reload(self, changes: Changes) -> None:
        """Something changed in the store: look again at what is on show, and at nothing else."""
        orders = changes.touches(Kind.ORDER)
        pushes = changes.touches(Kind.PUSH)
        told = changes.touches(Kind.CASE) or changes.touches(Kind.MESSAGE) or changes.touches(Kind.ACCOUNT)
        if orders or changes.touches(Kind.ACCOUNT):
            self._reload_list()
        if self._wanted is not None and (self._wanted in orders or pushes or told):
            # Pushes and notes are agents' deeds, and what a channel answers to one is no news from outside.
            self._load(self._wanted, again=True, by_sync=not pushes and not changes.touches(Kind.NOTE))

    def _reload_list(self) -> None:
        """At once, and then at most once per rest, however fast a sync tells."""
        if self._reload_soon.isActive():
            self._reload_waits = True
        else:
            self.searching.ask_again()
            self._reload_soon.start()

    def _reload_rested(self) -> None:
        if self._reload_waits:
            self._reload_waits = False
            self._reload_list()

    def panes(self) -> tuple[QWidget, ...]:
        """For F6: what can take the keyboard."""
        return tuple(pane for pane in (self.list, self.detail) if pane.isVisible())

    def set_layout(self, columns: str) -> None:
        """One of "wide", "medium" (cards in one column), "pages" (list or detail, one at a time)."""
        self._layout = columns
        self.detail.allow_two_columns(columns == "wide")
        if columns == "pages":
            self._show_page(self.detail if self._wanted is not None and self._opened else self.list)
        else:
            self.list.show()
            self.detail.show()

    def escape(self) -> bool:
        """One step back: from the detail's page to the list, else drop the filter. True if it did something."""
        if self._layout == "pages" and not self.list.isVisible():
            self._show_page(self.list)
            self.list.view.setFocus()
            return True
        if self.list.filter:
            self.list.narrow(type(self.list.filter)())
            return True
        return False

    def restore(self, settings: QSettings) -> None:
        state = settings.value("orders/splitter")
        if state is not None:
            self._splitter.restoreState(state)

    def save(self, settings: QSettings) -> None:
        settings.setValue("orders/splitter", self._splitter.saveState())

    def shut_down(self) -> None:
        """Close what holds a connection; the window goes."""
        self._warm_up.stop()
        self._reload_soon.stop()
        self._day_check.stop()
        if self.noting is not None:
            self.noting.shut_down()
        self.searching.close()
        self.lookup.close()

    # --- choosing ---------------------------------------------------------------------------------------------

    def _follow(self, order: OrderId) -> None:
        """The chosen row leads, the detail follows; where only one page is seen, it waits for Enter."""
        if self._layout != "pages" or self.detail.isVisible():
            self._load(order)

    def _show_none(self) -> None:
        """A row is chosen that is no order: none is on show, so that no key acts on the one before."""
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None
        self._wanted = self._opened = None
        self.list.mark_order(None)
        self.detail.show_none()
        self._services.commands.refresh()
        self.titleChanged.emit("")

    def _open_from_list(self, order: OrderId) -> None:
        if order != self._wanted or self.detail.view is None:
            self._load(order)
        self._show_page(self.detail)

    def _show_page(self, page: QWidget) -> None:
        if self._layout == "pages":
            self.list.setVisible(page is self.list)
            self.detail.setVisible(page is self.detail)
            self._services.commands.refresh()

    def _want_query(self, text: str) -> None:
        self._services.search(text)
        self.queryWanted.emit(text)

    # --- loading ----------------------------------------------------------------------------------------------

    def _load(self, order: OrderId, *, again: bool = False, by_sync: bool = False) -> None:
        """Load an order off the main thread; only the newest one asked for is shown.

        `by_sync`: the channel has changed it, so the cards that differ say so.
        """
        if self._loading is not None:
            self._loading.cancel()
            by_sync = by_sync and self._by_sync  # what both have changed is shown at once, and cannot be told apart
        self._wanted, self._by_sync = order, by_sync
        if not again:
            self.list.mark_order(order)
        calls = self._calls
        self._loading = (
            run_in_background(lambda: calls.show(order), parent=self)
            .on(Lane.READING)
            .success(self._show)
            .failure(lambda error: self._not_shown(order, error))
            .start()
        )

    def _show(self, view: OrderView) -> None:
        if view.id != self._wanted:
            return
        self._loading = None
        self.detail.show_view(view, by_sync=self._by_sync)
        self.doing.show_view(view)
        if self._dialog is not None:
            self._dialog.show_view(view)
        self._services.commands.refresh()
        if view.id != self._opened:
            self._opened = view.id
            self.lookup.remember(view)
            self.orderOpened.emit(view.id)
        self.titleChanged.emit(in_a_row((view.buyer.name or view.recipient.name, view.number)))

    def _not_shown(self, order: OrderId, error: DeskError) -> None:
        if order != self._wanted:
            return
        self._loading = None
        self._opened = None
        self.detail.show_trouble(error_text(error), again=error.code not in _GONE)
        self._services.commands.refresh()
        self.titleChanged.emit("")

    def _load_again(self, order: OrderId) -> None:
        if order == self._wanted:
            self._load(order, again=True)

    def _show_case(self) -> None:
        self.detail.page.show_case()

    def _show_again(self) -> None:
        if self._wanted is not None:
            self._load(self._wanted)

    def _look_at_day(self) -> None:
        """At midnight "today" becomes "yesterday"."""
        today = self._calls.clock.now().date()
        if today != self._today:
            self._today = today
            self.list.model.forget_faces()
        else:
            self.list.model.pass_time()

    def _tell_hits(self, count: int, exact: bool) -> None:
        self.hitsChanged.emit(count, exact)
        if self.searching.text and self.list.hits.complete:
            words = self.tr("%n hit(s)", "", count)
            announce(self.list.view, words)

    # --- deeds ------------------------------------------------------------------------------------------------

    def why_not_ship(self) -> str:
        view = self.detail.view
        return self._why_no_order() or (self.detail.page.why_not_ship(view) if view is not None else "")

    def _why_no_order(self) -> str:
        """Keys act on the order that is on show and chosen, never on one that was seen before."""
        view = self.detail.view
        if not self.detail.isVisibleTo(self.window()):
            return self.tr("No order is on show here. Open one in the search first.")
        if view is None:
            return self.tr("Choose an order first.")
        return "" if view.id == self._wanted else self.tr("The order is being opened.")

    def _why_no_page(self) -> str:
        view = self.detail.view
        missing = self._why_no_order()
        return missing if missing or view is None else self.detail.page.why_no_page(view)

    def ship(self) -> None:
        """Open the ship dialog for the order on show."""
        view = self.detail.view
        if view is None or self._dialog is not None or not view.may_ship.allowed:
            return
        from desk.ui.orders.parcels import Drafts
        from desk.ui.orders.ship_dialog import ShipDialog

        self._drafts = self._drafts or Drafts()
        dialog = ShipDialog(view, self._calls, self._drafts, self)
        dialog.queued.connect(lambda queued: self._told(view, queued))
        dialog.finished.connect(self._dialog_closed)
        self._dialog = dialog
        dialog.open()

    @property
    def dialog(self) -> ShipDialog | None:
        """The open ship dialog."""
        return self._dialog

    def _dialog_closed(self, _result: int) -> None:
        self._dialog = None
        # The next deed's place is where this one began (UX 12: focus is never lost).
        self.take_focus()

    def _deed_done(self, order: OrderId) -> None:
        self.take_focus()
        self._load_again(order)

    def _told(self, view: OrderView, queued: Queued) -> None:
        words = self.tr("%n parcel(s) of {number} will be reported", "", len(queued.pushes))
        self.queued.emit(queued)
        self._services.queued(words.format(number=view.number), queued.pushes, HOLD_SECONDS)
        self._load_again(view.id)

    def open_in_channel(self) -> None:
        if self.detail.view is not None:
            self.detail.page.open_link(self.detail.view.open_in_channel)

    def refresh(self) -> None:
        """Fetch the order on show from its channel."""
        view = self.detail.view
        if view is None:
            return
        calls, order = self._calls, view.id
        self.detail.page.deeds.show_refreshing(True)
        (
            run_in_background(lambda: calls.refresh(order), parent=self)
            .on(Lane.NETWORK)
            .success(lambda _changes: self._load(order, again=True, by_sync=True) if order == self._wanted else None)
            .finished(lambda: self.detail.page.deeds.show_refreshing(False))
            .start()
        )
