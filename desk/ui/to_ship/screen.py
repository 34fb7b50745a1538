"""Owns the area "To ship": what waits as a list, chips for account and destination, the selection and its deed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.changes import Changes, Kind
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.domain.values import AccountId, Money, OrderId
from desk.domain.views import AccountView
from desk.services.bulk_planning import Entry
from desk.services.to_ship import PAGE, Filter, Goes, Summary, ToShipRow
from desk.ui.background import Lane, Operation, hub, run_in_background
from desk.ui.locale import locale
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.to_ship.batch_dialog import BatchDialog
from desk.ui.to_ship.calls import ToShipCalls
from desk.ui.to_ship.list_model import ToShipModel
from desk.ui.to_ship.list_view import ToShipView
from desk.ui.widgets.button import Chip, KeyButton, LinkButton
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.label import Label
from desk.ui.widgets.new_pill import NewPill
from desk.ui.widgets.skeleton import DELAY_MS, SkeletonRows
from desk.ui.window_services import WindowServices

_AGAIN_MS = 350
"""The list asks again only so often while a sync brings page after page."""
_NOTHING = Summary(total=0, overdue=0, counts={})


class ToShipScreen(QWidget):
    """`summaryChanged` with how many orders wait, for the side bar."""

    summaryChanged = Signal(object)  # Summary

    def __init__(
        self, calls: ToShipCalls, clock: Clock, services: WindowServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.calls, self._clock, self._services = calls, clock, services
        self._filter = Filter()
        self._summary = _NOTHING
        self._accounts: dict[AccountId, str] = {}
        self._loaded = self._complete = False
        self._loading: Operation[tuple[ToShipRow, ...]] | None = None
        self._dialog: BatchDialog | None = None
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self.load)
        hub().changed.connect(self._on_changes)
        self._bind()
        self.retranslate()

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(6)
        self._chips = Flow(6, middle=True)
        self._between = QWidget(self)  # the accounts' chips and those of where it goes
        self._between.setFixedSize(6, 1)
        self._account_group, self._goes_group = QButtonGroup(self), QButtonGroup(self)
        self._account_chips: dict[AccountId | None, Chip] = {}
        self._goes_chips: dict[Goes, Chip] = {}
        head.addLayout(self._chips, 1)
        self.new_pill = NewPill(self)
        self.paste = KeyButton(glyph=Glyph.COPY)
        self.paste.clicked.connect(lambda: self._services.commands.run("ship.paste"))
        self.file = KeyButton(glyph=Glyph.IMPORT)
        self.file.clicked.connect(lambda: self._services.commands.run("ship.file"))
        head.addWidget(self.new_pill)
        head.addWidget(self.paste)
        head.addWidget(self.file)
        column.addLayout(head)
        self.model = ToShipModel(self._clock, self)
        self.list = ToShipView(self.model, self)
        self.new_pill.leads_to(self.list)
        self.list.opened.connect(self._services.open_order)
        self.list.near_end.connect(self._load_more)
        self.list.all_wanted.connect(self.select_all)
        self.list.pasted.connect(self.paste_numbers)
        self.model.selectionChanged.connect(self._show_selection)
        self._empty = Label("", "body", "2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._skeleton = SkeletonRows("")
        self._stack = QStackedLayout()
        for widget in (self.list, self._empty, self._skeleton):
            self._stack.addWidget(widget)
        column.addLayout(self._stack, 1)
        column.addWidget(self._made_bar())

    def _made_bar(self) -> QWidget:
        """The selection's own bar, there only while something is selected."""
        self.bar = QWidget()
        self.bar.setProperty("ground", "nav")
        self.bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self.chosen_text = Label("", "name")
        self.all_link = LinkButton()
        self.all_link.clicked.connect(self.select_all)
        self.ship = KeyButton(glyph=Glyph.TRUCK, primary=True)
        self.ship.clicked.connect(self.ship_selected)
        self.clear = KeyButton(glyph=Glyph.CLOSE)
        self.clear.clicked.connect(self.escape)
        row.addWidget(self.chosen_text)
        row.addWidget(self.all_link)
        row.addStretch(1)
        row.addWidget(self.ship)
        row.addWidget(self.clear)
        self.bar.hide()
        return self.bar

    def _bind(self) -> None:
        bind = self._services.commands.bind
        bind("order.ship", self.ship_selected, self._why_not_ship, scope=self)
        bind("list.next", lambda: self.list.step(1), scope=self)
        bind("list.previous", lambda: self.list.step(-1), scope=self)
        bind("ship.paste", self.paste_numbers)
        bind("ship.file", self.open_file)

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Orders to ship"))
        self._skeleton.setAccessibleName(self.tr("Loading"))
        self.paste.show_text(self.tr("Paste numbers …"))
        self.paste.setToolTip(self.tr("Order numbers and tracking numbers copied from a spreadsheet"))
        self.file.show_text(self.tr("From file …"))
        self.ship.show_text(self.tr("Report shipments …"), key=self._services.commands.key("order.ship"))
        self.clear.show_text(self.tr("Clear selection"), key=self.tr("Esc"))
        self.model.forget_faces()
        self._show_chips()
        self._show_selection()
        self._show_empty()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # --- chips ------------------------------------------------------------------------------------------------

    def show_accounts(self, accounts: Sequence[AccountView]) -> None:
        """Which accounts there are; each is a chip as soon as there is more than one."""
        self._accounts = {one.id: one.name for one in accounts}
        self._show_chips()

    def _show_chips(self) -> None:
        with_orders = {account for account, _ in self._summary.counts}
        accounts = [one for one in self._accounts if one in with_orders or one == self._filter.account]
        wanted: list[AccountId | None] = [None, *(accounts if len(accounts) > 1 else [])]
        if list(self._account_chips) != wanted or not self._goes_chips:
            self._make_chips(wanted)
        goes = self._filter.goes
        for account, chip in self._account_chips.items():
            name = self.tr("All") if account is None else self._accounts.get(account, "")
            chip.show_text(name, locale().number(self._summary.of(Filter(account, goes))))
            chip.setChecked(account == self._filter.account)
        words = {
            Goes.ANYWHERE: self.tr("Everywhere"),
            Goes.HOME: self.tr("Germany"),
            Goes.UNION: self.tr("EU"),
            Goes.ABROAD: self.tr("Customs"),
        }
        for one, chip in self._goes_chips.items():
            chip.show_text(words[one], locale().number(self._summary.of(Filter(self._filter.account, one))))
            chip.setChecked(one is goes)

    def _make_chips(self, accounts: Sequence[AccountId | None]) -> None:
        for chip in (*self._account_chips.values(), *self._goes_chips.values()):
            self._chips.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        while self._chips.count():
            self._chips.takeAt(0)
        self._account_chips = {one: self._chip(self._account_group) for one in accounts}
        self._chips.addWidget(self._between)
        self._goes_chips = {one: self._chip(self._goes_group) for one in Goes}
        for account, chip in self._account_chips.items():
            chip.clicked.connect(lambda _=False, one=account: self.filter_by(Filter(one, self._filter.goes)))
        for goes, chip in self._goes_chips.items():
            chip.clicked.connect(lambda _=False, one=goes: self.filter_by(Filter(self._filter.account, one)))

    def _chip(self, group: QButtonGroup) -> Chip:
        chip = Chip()
        group.addButton(chip)
        self._chips.addWidget(chip)
        return chip

    def filter_by(self, wanted: Filter) -> None:
        if wanted != self._filter:
            self._filter = wanted
            self.new_pill.tell(0)
            self.model.choose_only(())
            self.model.show(())
            self.list.scrollToTop()
            self._show_chips()
            self.load()

    # --- loading ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load()

    def count(self) -> None:
        """Ask how many wait, for the side bar and the chips."""
        counting = run_in_background(self.calls.summary, parent=self).on(Lane.READING)
        counting.success(self._show_summary).failure(lambda _: None).start()

    def _show_summary(self, summary: Summary) -> None:
        self._summary = summary
        self._show_chips()
        self._show_selection()
        self.summaryChanged.emit(summary)

    def load(self) -> None:
        """Read the list again, as far as it is loaded; while the first answer is late, skeleton rows stand in."""
        self.count()
        if not self.isVisible():
            return
        if not self._loaded:
            QTimer.singleShot(DELAY_MS, self, self._show_skeleton)
        if self._loading is not None:
            self._loading.cancel()
        calls, wanted, limit = self.calls, self._filter, max(PAGE, self.model.rowCount())
        reading = run_in_background(lambda: calls.page(wanted, after=None, limit=limit), parent=self).on(Lane.READING)
        self._loading = reading.success(lambda rows: self._show_rows(rows, limit)).start()

    def _show_skeleton(self) -> None:
        if not self._loaded:
            self._stack.setCurrentWidget(self._skeleton)

    def _show_rows(self, rows: tuple[ToShipRow, ...], limit: int) -> None:
        self._loading, self._loaded, self._complete = None, True, len(rows) < limit
        fresh = self.list.show_rows(rows)
        if self._complete:
            self.model.keep_chosen(row.order.id for row in rows)
        self.new_pill.count(fresh)
        self._show_empty()
        self._services.commands.refresh()

    def _load_more(self) -> None:
        if self._complete or self._loading is not None or self.model.last_place is None:
            return
        calls, wanted, after = self.calls, self._filter, self.model.last_place
        reading = run_in_background(lambda: calls.page(wanted, after=after, limit=PAGE), parent=self).on(Lane.READING)
        self._loading = reading.success(self._add_rows).start()

    def _add_rows(self, rows: tuple[ToShipRow, ...]) -> None:
        self._loading, self._complete = None, len(rows) < PAGE
        self.model.add(rows)

    def _on_changes(self, changes: Changes, _by: object) -> None:
        if (changes.touches(Kind.ORDER) or changes.touches(Kind.PUSH)) and not self._again.isActive():
            self._again.start()

    def _show_empty(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.list)
        elif self._loaded:
            nothing = self.tr("Nothing is left to ship. New paid orders come here by themselves.")
            if self._filter != Filter():
                nothing = self.tr("No order to ship fits these filters. Esc shows all.")
            self._empty.setText(nothing)
            self._stack.setCurrentWidget(self._empty)

    # --- selection --------------------------------------------------------------------------------------------

    def select_all(self) -> None:
        """All orders of the filter, loaded or not."""
        calls, wanted = self.calls, self._filter

        def choose(ids: tuple[OrderId, ...]) -> None:
            if wanted == self._filter:
                self.model.choose_only(ids)
                self._services.announce(self.tr("%n order(s) selected", "", len(ids)))

        run_in_background(lambda: calls.ids(wanted), parent=self).on(Lane.READING).success(choose).start()

    def _show_selection(self) -> None:
        chosen = self.model.chosen
        total = self._summary.of(self._filter)
        self.bar.setVisible(bool(chosen))
        words = [self.tr("%n selected", "", len(chosen)), self._amount(chosen)]
        self.chosen_text.setText(" · ".join(filter(None, words)))
        self.all_link.show_text(self.tr("Select all %n of the filter", "", total))
        self.all_link.setVisible(total > len(chosen))
        self._services.commands.refresh()

    def _amount(self, chosen: Sequence[OrderId]) -> str:
        """What the selected orders are worth; nothing where some are not loaded."""
        sums: dict[str, int] = {}
        for one in chosen:
            row = self.model.row(self.model.row_of(one))
            if row is None:
                return ""
            total = row.order.total
            sums[total.currency] = sums.get(total.currency, 0) + total.minor
        return " + ".join(locale().money(Money(minor, currency)) for currency, minor in sums.items())

    def escape(self) -> bool:
        """First the selection goes, then the filter, then the list has the keyboard; false when it has (UX 8)."""
        if self.model.chosen:
            self.model.choose_only(())
        elif self._filter != Filter():
            self.filter_by(Filter())
        elif self.list.hasFocus() or not self.list.isVisible():
            return False
        self.focus_list()
        return True

    def focus_list(self) -> None:
        """The keyboard goes to the rows; where there are none, to the way numbers come in without them."""
        place = self.list if self.list.isVisible() else self.paste
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- the deed ---------------------------------------------------------------------------------------------

    def _why_not_ship(self) -> str:
        if self.model.chosen or self.list.current_row() is not None:
            return ""
        return self.tr("Select the orders to report first.")

    def ship_selected(self) -> None:
        """Open the dialog for the selected orders, else for the one the agent is at."""
        chosen = self.model.chosen
        row = self.list.current_row()
        if not chosen and row is not None:
            chosen = (row.order.id,)
        if chosen:
            self._open(self.calls.chosen(chosen))

    def paste_numbers(self) -> None:
        """What was copied from a spreadsheet, as a batch of its own; over the selected orders where there are any."""
        text = QGuiApplication.clipboard().text()
        name = QCoreApplication.translate("to_ship", "The clipboard")
        if not text.strip():
            self._services.toast(self.tr("The clipboard is empty. Copy order and tracking numbers first."), tone="warn")
            return
        calls, entries = self.calls, self.calls.chosen(self.model.chosen)
        reading = run_in_background(lambda: calls.filled(entries, text, name), parent=self).on(Lane.READING)
        reading.success(self._open).failure(self._refused).start()

    def open_file(self) -> None:
        """A table of parcels, chosen from the disk."""
        words = self.tr("Tables (*.csv *.txt *.tsv);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Report shipments from a file"), "", words)
        if path:
            self.read_file(path)

    def read_file(self, path: str) -> None:
        calls = self.calls
        reading = run_in_background(lambda: calls.read_file(path), parent=self).on(Lane.READING)
        reading.success(self._open).failure(self._refused).start()

    def _refused(self, error: DeskError) -> None:
        self._services.toast(error_text(error), tone="err")

    def _open(self, entries: tuple[Entry, ...]) -> None:
        if self._dialog is not None:
            return
        dialog = self._dialog = BatchDialog(self.calls, self._clock, self._services, entries, self.window())
        dialog.finished.connect(self._dialog_closed)
        dialog.open()

    @property
    def dialog(self) -> BatchDialog | None:
        """The open dialog of a batch."""
        return self._dialog

    def _dialog_closed(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None and dialog.ran:
            self.model.choose_only(())
        self.load()
        if self.isVisible():
            self.focus_list()
