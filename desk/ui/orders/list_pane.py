"""Owns the left pane: chips, results, and what stands there while there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.ui.locale import locale
from desk.ui.orders.chips import ActiveFilters, ChipRow, shown_days, with_days
from desk.ui.orders.hits import Entry, EntryKind, Filter, Hits, entries, merged_in_place, order_key
from desk.ui.orders.list_model import HitsModel
from desk.ui.orders.list_view import HitsView
from desk.ui.orders.nothing_found import NothingFound
from desk.ui.orders.searching import Answer, Why
from desk.ui.sentences import error_text
from desk.ui.widgets.button import LinkButton
from desk.ui.widgets.label import Label
from desk.ui.widgets.new_pill import NewPill

if TYPE_CHECKING:
    from desk.domain.clock import Clock
    from desk.domain.errors import DeskError
    from desk.domain.values import OrderId

_A_SCREENFUL = 20


class ListPane(QWidget):
    """Shows answers and tells what the agent chose. It asks nothing itself."""

    order_chosen = Signal(object)  # OrderId: the row became the current one
    other_chosen = Signal()  # a customer or "show all" became the current row
    order_opened = Signal(object)  # OrderId: Enter or click
    query_wanted = Signal(str)  # a customer's orders, or a looser text
    more_wanted = Signal()
    again_wanted = Signal()
    hits_changed = Signal(int, bool)
    days_changed = Signal(object, object)  # Instant or None: since, until

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Orders found"))
        self._clock = clock
        self._hits = Hits()
        self._waiting: Hits | None = None
        self._filter = Filter()
        self._all_customers = False
        self._any_account = True
        self._number = 0
        self._order: OrderId | None = None
        self.model = HitsModel(clock, self)
        self.chips = ChipRow(clock, self)
        self.active = ActiveFilters(self)
        self.view = HitsView(self.model, self)
        self.nothing = NothingFound(self.view)
        self.new_rows = NewPill(self.view)
        self._trouble = _TroubleStrip(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        for widget in (self.chips, self.active, self._trouble, self.view):
            column.addWidget(widget)
        self.nothing.hide()
        self.setFocusProxy(self.view)
        self._connect()

    def _connect(self) -> None:
        self.chips.chosen.connect(self.narrow)
        self.active.chosen.connect(self._narrow_and_stay)
        self.chips.days_wanted.connect(self.choose_days)
        self.view.chosen.connect(self._chosen)
        self.view.activated_entry.connect(self._activated)
        self.view.near_end.connect(self._near_end)
        self.view.resized.connect(self._place)
        self.new_rows.clicked.connect(self.show_waiting)
        self.nothing.filter_dropped.connect(lambda: self.narrow(Filter()))
        self.nothing.query_wanted.connect(self.query_wanted)
        self._trouble.again.connect(self.again_wanted)
        locale().changed.connect(self._reword)

    # --- answers --------------------------------------------------------------------------------------------

    @property
    def hits(self) -> Hits:
        return self._hits

    def show_answer(self, answer: Answer) -> None:
        """Paint what a question found. Rows stay where they are unless the text is another one."""
        self._trouble.hide()
        self.view.show_skeleton(False)
        if answer.why is Why.CHANGED and self._is_looked_at():
            self._hold_back(answer.hits)
        else:
            self._waiting = None
            self._hits = answer.hits
        another_text = answer.why is Why.TYPED and answer.number != self._number
        self._number = answer.number
        if another_text:
            self._all_customers = False
        self._paint(in_place=not another_text)
        if another_text:
            self.view.scrollToTop()  # the best hits, wherever among them the open order may be
        self.hits_changed.emit(self._hits.total, self._hits.total_is_exact)

    def show_accounts(self, *, any_there: bool) -> None:
        """Whether there is an account at all; an empty list says so."""
        if any_there != self._any_account:
            self._any_account = any_there
            self._paint()

    def _is_looked_at(self) -> bool:
        """Whether new rows would move something under the agent's eyes."""
        return bool(self._hits.orders) and (
            self.view.current_entry() is not None or self.view.verticalScrollBar().value() > 0
        )

    def _hold_back(self, hits: Hits) -> None:
        held, fresh = merged_in_place(self._hits.orders, hits.orders)
        if not fresh:
            self._waiting = None
            self._hits = hits
            return
        self._waiting = hits
        self._hits = Hits(
            text=hits.text,
            orders=held,
            customers=self._hits.customers,
            total=hits.total,
            total_is_exact=hits.total_is_exact,
        )

    def show_waiting(self) -> None:
        """Let in the rows that came by sync."""
        if self._waiting is not None:
            self._hits, self._waiting = self._waiting, None
            self._paint()
            self.view.scrollToTop()
            self.view.setFocus()

    def show_trouble(self, error: DeskError) -> None:
        self.view.show_skeleton(False)
        self._trouble.tell(error_text(error))

    def show_slow(self) -> None:
        if not self.model.entries:
            self.nothing.hide()
            self.view.show_skeleton(True)

    def _paint(self, *, in_place: bool = False) -> None:
        """Show what is known now; `in_place`: what comes above the chosen row must not push it away."""
        before = self.view.current_entry()
        place = self.view.place_of_current() if in_place else None
        with self.view.hushed():
            self.model.show(entries(self._hits, self._filter, all_customers=self._all_customers), self._hits.text)
        if self.view.current_entry() != before:
            self.view.choose_row(self._row_again(before) if before else -1, quietly=True)
        self.chips.show_hits(self._hits, self._filter)
        self.active.show_filter(self._filter, self._hits)
        self._mark_current()
        if place is not None:
            self.view.put_current_at(place)
        self._show_new_rows()
        if self._filter and len(self.model.entries) < _A_SCREENFUL:
            self._near_end()  # what fits may lie further down: the filter looks at what is loaded only
        if self.model.entries or self.view.shows_skeleton or not self._hits.complete:
            self.nothing.hide()
        else:
            chip = self.chips.words(self._filter.narrowing)
            self.nothing.tell(self._hits, self._filter, chip, any_account=self._any_account)

    def _row_again(self, before: Entry) -> int:
        """Where a row stands now, or -1. A customer stays the same under another name or another address."""
        row = self.model.row_of(before.key)
        old = before.customer
        if row >= 0 or old is None:
            return row
        now = [(place, entry.customer) for place, entry in enumerate(self.model.entries) if entry.customer is not None]
        by_email = next((place for place, one in now if old.email and one.email == old.email), -1)
        return by_email if by_email >= 0 else next((place for place, one in now if one.name == old.name), -1)

    def _show_new_rows(self) -> None:
        fresh = merged_in_place(self._hits.orders, self._waiting.orders)[1] if self._waiting else 0
        self.new_rows.tell(fresh)
        if fresh:
            self._place()

    # --- filters --------------------------------------------------------------------------------------------

    def _narrow_and_stay(self, shown: Filter) -> None:
        self.narrow(shown)
        self.view.setFocus()  # the chip that was pressed has gone (UX 12: focus is never lost)

    def narrow(self, shown: Filter) -> None:
        before, self._filter = self._filter, shown
        self._paint()
        if (before.since, before.until) != (shown.since, shown.until):
            self.days_changed.emit(shown.since, shown.until)

    def listed(self) -> tuple[OrderId, ...]:
        """The orders in the list, as they are filtered and as far as they are loaded."""
        return tuple(entry.order.id for entry in self.model.entries if entry.order is not None)

    def choose_days(self) -> None:
        """Ask for the days of which orders are shown."""
        from desk.ui.orders.range_dialog import RangeDialog

        dialog = RangeDialog(locale().local(self._clock.now()).date(), shown_days(self._filter), self)
        dialog.chosen.connect(lambda days: self._narrow_and_stay(with_days(self._filter, days)))
        dialog.open()

    @property
    def filter(self) -> Filter:
        return self._filter

    # --- the current order ----------------------------------------------------------------------------------

    def mark_order(self, order: OrderId | None) -> None:
        """The detail shows this order now: its row is the chosen one, if there is one."""
        self._order = order
        self._mark_current()

    def _mark_current(self) -> None:
        row = self.model.row_of(order_key(self._order)) if self._order is not None else -1
        if row >= 0:
            if self.view.currentIndex().row() != row:
                self.view.choose_row(row, quietly=True)
        elif (entry := self.view.current_entry()) is not None and entry.kind is EntryKind.ORDER:
            self.view.choose_row(-1, quietly=True)

    def _chosen(self, entry: Entry) -> None:
        if entry.order is not None:
            self._order = entry.order.id
            self.order_chosen.emit(entry.order.id)
        else:
            self.other_chosen.emit()

    def _activated(self, entry: Entry) -> None:
        if entry.order is not None:
            self.order_opened.emit(entry.order.id)
        elif entry.customer is not None:
            self.query_wanted.emit(entry.customer.query or entry.customer.name)
        elif entry.kind is EntryKind.MORE_CUSTOMERS:
            self._all_customers = True
            here = self.view.currentIndex().row()
            self._paint()
            self.view.choose_row(here)

    def _near_end(self) -> None:
        if not self._hits.all_loaded and self._hits.complete and self._waiting is None:
            self.more_wanted.emit()

    # --- places -----------------------------------------------------------------------------------------------

    def _place(self) -> None:
        room = self.view.room
        self.nothing.setGeometry(room)
        self.new_rows.adjustSize()
        self.new_rows.move((room.width() - self.new_rows.width()) // 2, 4)
        self.new_rows.raise_()

    def _reword(self) -> None:
        self.model.forget_faces()
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Orders found"))


class _TroubleStrip(QWidget):
    """One line above the list that says why it could not be brought up to date, with the way on."""

    again = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 6)
        self._text = Label("", "secondary", "err", wrap=True)
        row.addWidget(self._text, 1)
        self._button = LinkButton()
        self._button.clicked.connect(self.again)
        row.addWidget(self._button)
        self.hide()

    def tell(self, text: str) -> None:
        self._text.setText(text)
        self._button.show_text(self.tr("Try again"))
        self.show()
