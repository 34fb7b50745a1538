"""Owns the area of returns: the list with its filters, the selection and its deeds, and the return that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from desk.domain.changes import Changes, Kind
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.domain.return_goods import Grade
from desk.domain.values import AccountId, Money, ReturnId
from desk.domain.views import AccountView
from desk.services import return_lists
from desk.services.return_batch import BatchDeed
from desk.services.return_lists import Filter, Group, ListRow, Page, Place, Sort, Summary
from desk.ui.background import Lane, Operation, hub, run_in_background
from desk.ui.navigation import Area
from desk.ui.navigation import Place as Spot
from desk.ui.returns.batches import Batches
from desk.ui.returns.bulk_words import money
from desk.ui.returns.calls import ReturnsCalls
from desk.ui.returns.conditions import Conditions
from desk.ui.returns.exporting import Exporting
from desk.ui.returns.filter_bar import FilterBar
from desk.ui.returns.list_model import ReturnsModel, worth_of
from desk.ui.returns.list_view import ReturnsTable
from desk.ui.returns.nothing import Nothing
from desk.ui.returns.reasons import Reasons
from desk.ui.returns.selection_bar import SelectionBar
from desk.ui.returns.views import Views
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import Chip, KeyButton
from desk.ui.widgets.new_pill import NewPill
from desk.ui.widgets.skeleton import DELAY_MS, SkeletonRows
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.ui.returns.bulk_dialog import BulkDialog
    from desk.ui.returns.case.pane import CasePane

PAGE = 200
_GROUPED = 2000
"""So many are read at once where they stand in groups: the rest does not fit in by scrolling."""
_AGAIN_MS = 350
"""The list asks again only so often while a sync brings page after page."""
_SUM_MS = 60


class ReturnsScreen(QWidget):
    """`counted` with how many wait to be inspected and how many are overdue; `placeChanged` with where the agent is."""

    counted = Signal(int, int)
    placeChanged = Signal(object)  # navigation.Place

    def __init__(
        self, calls: ReturnsCalls, clock: Clock, services: WindowServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.calls, self._clock, self._services = calls, clock, services
        self.filter = Filter()
        self._grouped = False
        self._accounts: dict[AccountId, str] = {}
        self._loaded = False
        self._more: Place | None = None
        self._total = 0
        self._loading: Operation[Page] | None = None
        self._worth: tuple[Money, ...] = ()
        self.batches = Batches(lambda: self.calls, clock, services, self)
        self.batches.closed.connect(self._batch_closed)
        self._case: CasePane | None = None
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._build()
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self.load)
        self._sum = QTimer(self, singleShot=True, interval=_SUM_MS)
        self._sum.timeout.connect(self._add_up)
        hub().changed.connect(self._on_changes)
        self._bind()
        self.retranslate()

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._pages = QStackedLayout(self)
        self._list_page = QWidget(self)
        self._pages.addWidget(self._list_page)
        column = QVBoxLayout(self._list_page)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        self.filters = FilterBar(self)
        self.filters.changed.connect(self.filter_by)
        self.filters.grouped.connect(self.group)
        self.new_pill = NewPill(self)
        self.file = KeyButton(glyph=Glyph.IMPORT)
        self.file.clicked.connect(self.batches.open_file)
        self.views = Views(self.calls, self._services, self._view_content, self)
        self.views.chosen.connect(self._show_view)
        self.views_chip = Chip(glyph=Glyph.TAG)
        self.views_chip.clicked.connect(lambda: self.views.open_menu(self.views_chip))
        self.exporting = Exporting(self.calls, self._clock, self._services, self)
        self._reasons = Reasons(self.calls, self._services, self)
        self._conditions = Conditions(self.calls, self._services, self._choose_again, self)
        self.filters.top.addWidget(self.new_pill)
        self.filters.top.addWidget(self.views_chip)
        self.filters.top.addWidget(self.file)
        column.addWidget(self.filters)
        self.model = ReturnsModel(self._clock, self)
        self.list = ReturnsTable(self.model, self)
        self.new_pill.leads_to(self.list)
        self.list.opened.connect(self._open)
        self.list.near_end.connect(self._load_more)
        self.list.copied.connect(self.copy)
        self.list.all_wanted.connect(self.select_all)
        self.list.sorted_by.connect(lambda _sort, _down: self._read_anew())
        self.model.selectionChanged.connect(self._selected)
        self.nothing = Nothing(self)
        self.nothing.again.clicked.connect(self.load)
        self.nothing.clear.clicked.connect(lambda: self.filter_by(Filter()))
        self._skeleton = SkeletonRows("")
        self._stack = QStackedLayout()
        for widget in (self.list, self.nothing, self._skeleton):
            self._stack.addWidget(widget)
        column.addLayout(self._stack, 1)
        self.bar = SelectionBar(self._services.commands.key("order.refund"), self)
        self.bar.wanted.connect(self.do)
        self.bar.reason_wanted.connect(self.give_reason)
        self.bar.condition_wanted.connect(self.give_condition)
        self._conditions.busy.connect(self.bar.condition.setDisabled)
        self.bar.all_wanted.connect(self.select_all)
        self.bar.cleared.connect(self.escape)
        column.addWidget(self.bar)

    def _bind(self) -> None:
        bind = self._services.commands.bind
        bind("order.refund", partial(self.do, BatchDeed.SETTLE), self._why_not, scope=self._list_page)
        for deed in BatchDeed:
            why_not = None if deed is BatchDeed.LABEL else self._why_not  # its rows may be pasted
            bind(f"return.{deed}", partial(self.do, deed), why_not, scope=self._list_page)
        bind("return.condition", lambda: self.bar.open_conditions(self.list), self._why_not, scope=self._list_page)
        bind("return.reason", lambda: self.bar.open_reasons(self.list), self._why_not, scope=self._list_page)
        self._services.commands.ask("return.condition", partial(self._conditions.choices, self.give_condition))
        self._services.commands.ask("return.reason", partial(self._reasons.choices, self.give_reason))
        bind("return.parcel", self.batches.find_parcel, scope=self._list_page)
        bind("list.export", self.export, scope=self._list_page)
        bind("return.view", self.views.ask, scope=self._list_page)
        bind("order.copy-number", self._copy_number, self._why_not, scope=self._list_page)
        bind("list.next", lambda: self.step(1), scope=self)
        bind("list.previous", lambda: self.step(-1), scope=self)

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Returns"))
        self._skeleton.setAccessibleName(self.tr("Loading"))
        self.file.show_text(self.tr("From file …"))
        self.views_chip.show_text(self.tr("Views"))
        self.file.setToolTip(self.tr("Settle the returns of a table (CSV); it may also be dropped here"))
        self.filters.retranslate()
        self.bar.retranslate()
        self.nothing.retranslate()
        self.model.forget_faces()
        self._show_selection()
        self._show_empty()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # --- what is listed ---------------------------------------------------------------------------------------

    def show_accounts(self, accounts: Sequence[AccountView]) -> None:
        self._accounts = {one.id: one.name for one in accounts}
        self.filters.show_accounts(self._accounts)

    def filter_by(self, wanted: Filter) -> None:
        """Another filter: what was selected under the old one is let go."""
        if wanted != self.filter:
            self.filter = wanted
            self.filters.show_filter(wanted)
            self.model.choose_only(())
            self._read_anew()

    def group(self, by_reason: bool) -> None:
        self._grouped = by_reason
        self.filters.by_reason.setChecked(by_reason)
        self._read_anew()

    def _view_content(self) -> dict[str, Any]:
        return {
            "filter": return_lists.to_plain(self.filter),
            "sort": self.list.sort.value,
            "descending": self.list.descending,
            "grouped": self._grouped,
        }

    def _show_view(self, content: Mapping[str, Any]) -> None:
        """What a view holds; what this Desk does not know of it is left out."""
        told = content.get("sort")
        sort = Sort(told) if told in set(Sort) else Sort.DUE
        self.list.show_sort(sort, descending=content.get("descending") is True)
        self.filter = return_lists.from_plain(content.get("filter") or {})
        self.filters.show_filter(self.filter)
        self.model.choose_only(())
        self.group(by_reason=content.get("grouped") is True)

    def _read_anew(self) -> None:
        self.new_pill.tell(0)
        self.model.show((), grouped=self._grouped)
        self.list.scrollToTop()
        self._loaded = False
        self.load()

    # --- loading ----------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load()

    def count(self) -> None:
        """Ask how many there are, for the side bar and the tabs."""
        self.views.refresh()
        calls, wanted = self.calls, self.filter
        counting = run_in_background(lambda: calls.summary(wanted), parent=self).on(Lane.READING)
        counting.success(self._show_summary).failure(lambda _: None).start()

    def _show_summary(self, summary: Summary) -> None:
        self.filters.show_summary(summary)
        if not self.filters.narrowed:
            self.counted.emit(summary.groups.get(Group.ARRIVED, 0), summary.overdue)

    def load(self) -> None:
        """Read the list again, as far as it is loaded; while the first answer is late, skeleton rows stand in."""
        self.count()
        if not self.isVisible():
            return
        if not self._loaded:
            QTimer.singleShot(DELAY_MS, self, self._show_skeleton)
        if self._loading is not None:
            self._loading.cancel()
        limit = _GROUPED if self._grouped else max(PAGE, len(self.model.loaded))
        self._loading = self._asked(None, limit).success(self._show_page).failure(self._failed).start()

    def _asked(self, after: Place | None, limit: int) -> Operation[Page]:
        calls, wanted, sort, down = self.calls, self.filter, self.list.sort, self.list.descending

        def ask() -> Page:
            return calls.page(wanted, sort=sort, descending=down, after=after, limit=limit)

        return run_in_background(ask, parent=self).on(Lane.READING)

    def _show_skeleton(self) -> None:
        if not self._loaded:
            self._stack.setCurrentWidget(self._skeleton)

    def _failed(self, error: DeskError) -> None:
        """What was read before stays; with nothing to show, the reason stands in its place."""
        self._loading, self._loaded = None, True
        self.nothing.show_error(error_text(error))
        if not self.model.rowCount():
            self._stack.setCurrentWidget(self.nothing)
        else:
            self._services.toast(error_text(error), tone="err")

    def _show_page(self, page: Page) -> None:
        self._loading, self._loaded, self._more, self._total = None, True, page.more, page.total or 0
        fresh = self.list.show_rows(page.rows, grouped=self._grouped)
        if page.more is None:
            there = {row.id for row in page.rows}
            self.model.choose([one for one in self.model.chosen if one not in there], on=False)
        self.new_pill.count(fresh)
        self._show_empty()
        self._show_selection()

    def _load_more(self) -> None:
        if self._more is None or self._loading is not None or self._grouped:
            return
        self._loading = self._asked(self._more, PAGE).success(self._add_page).failure(self._failed).start()

    def _add_page(self, page: Page) -> None:
        self._loading, self._more = None, page.more
        self.model.add(page.rows)

    def _on_changes(self, changes: Changes, _by: object) -> None:
        touched = any(changes.touches(one) for one in (Kind.RETURN, Kind.PUSH, Kind.ORDER))
        if touched and not self._again.isActive():
            self._again.start()

    def _show_empty(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.list)
        elif self._loaded:
            self.nothing.show_nothing(self.filter)
            self._stack.setCurrentWidget(self.nothing)

    # --- selection --------------------------------------------------------------------------------------------

    def select_all(self) -> None:
        """All returns of the filter, loaded or not."""
        calls, wanted, sort, down = self.calls, self.filter, self.list.sort, self.list.descending

        def choose(ids: tuple[ReturnId, ...]) -> None:
            if wanted == self.filter:
                self.model.choose_only(ids)
                self._services.announce(self.tr("%n return(s) selected", "", len(ids)))

        asking = run_in_background(lambda: calls.ids(wanted, sort=sort, descending=down), parent=self).on(Lane.READING)
        asking.success(choose).start()

    def _selected(self) -> None:
        self._worth = ()
        self._sum.start()
        self._show_selection()

    def _show_selection(self) -> None:
        self.bar.show_selection(len(self.model.chosen), self._total, money(self._worth))
        self._services.commands.refresh()

    def _add_up(self) -> None:
        """What the selected ones are worth: as loaded, else the store adds them up."""
        chosen = self.model.chosen
        rows = [self.model.row(self.model.row_of(one)) for one in chosen]
        there = [row for row in rows if row is not None]
        if not chosen:
            return
        if len(there) == len(chosen):
            self._show_worth(worth_of(there))
            return
        calls = self.calls

        def show(worth: tuple[Money, ...]) -> None:
            if chosen == self.model.chosen:
                self._show_worth(worth)

        run_in_background(lambda: calls.worth(chosen), parent=self).on(Lane.READING).success(show).start()

    def _show_worth(self, worth: tuple[Money, ...]) -> None:
        self._worth = worth
        self._show_selection()

    def escape(self) -> bool:
        """First the selection goes, then the filter, then the list has the keyboard; false when it has (UX 8)."""
        if self.case_shown is not None:
            if not self.case_shown.escape():
                self._open(None)
            return True
        if self.model.chosen:
            self.model.choose_only(())
        elif self.filters.narrowed:
            self.filter_by(Filter(group=self.filter.group))
        elif self.list.hasFocus() or not self.list.isVisible():
            return False
        self.take_focus()
        return True

    def take_focus(self) -> None:
        """The keyboard goes to the rows; where there are none, to what can be done without them."""
        if self.case_shown is not None:
            self.case_shown.take_focus()
            return
        place = self.list if self.list.isVisible() else self.filters.field
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.filters, self.list, self.bar) if self.case_shown is None else (self.case_shown,)

    def _copy_number(self) -> None:
        """The orders' numbers of what is selected, else of the row the agent is at."""
        numbers = [row.order_number for row in self._meant_rows()]
        QGuiApplication.clipboard().setText("\n".join(numbers))
        self._services.toast(self.tr("%n order number(s) copied", "", len(numbers)))

    def export(self) -> None:
        """The selected returns as a table, else all of the filter."""
        self.exporting.ask(self.model.chosen or self.filter, self.list.sort, descending=self.list.descending)

    def copy(self) -> None:
        """The selected rows with their headings, for a spreadsheet."""
        QGuiApplication.clipboard().setText(self.model.as_table(self._meant_rows()))
        self._services.toast(self.tr("%n row(s) copied", "", len(self._meant_rows())))

    def _meant_rows(self) -> list[ListRow]:
        rows = (self.model.row(self.model.row_of(one)) for one in self._meant())
        return [row for row in rows if row is not None]

    # --- one return -------------------------------------------------------------------------------------------

    def _open(self, wanted: ReturnId | None) -> None:
        self.placeChanged.emit(Spot(Area.RETURNS, goods=wanted))
        self.take_focus()

    @property
    def case_shown(self) -> CasePane | None:
        """The pane of one return, while it lies over the list."""
        return self._case if self._case is not None and self._pages.currentWidget() is self._case else None

    def show_return(self, wanted: ReturnId | None) -> None:
        """One return, or the list."""
        if wanted is None:
            self._pages.setCurrentWidget(self._list_page)
            return
        if self._case is None:
            from desk.ui.returns.case.pane import CasePane

            self._case = CasePane(self.calls.cases, self._services, self)
            self._case.closed.connect(lambda: self._open(None))
            self._pages.addWidget(self._case)
        self._case.show_return(wanted)
        self.list.go_to(self.model.row_of(wanted))
        self._pages.setCurrentWidget(self._case)

    def step(self, by: int) -> None:
        """The next row; with a return open, the next return."""
        before = self.list.current_row()
        self.list.step(by)
        row = self.list.current_row()
        if self.case_shown is not None and row is not None and row != before:
            self._open(row.id)

    # --- the deeds --------------------------------------------------------------------------------------------

    def _why_not(self) -> str:
        return "" if self._meant() else self.tr("Select returns first.")

    def _meant(self) -> tuple[ReturnId, ...]:
        """The selected returns, else the one the agent is at."""
        row: ListRow | None = self.list.current_row()
        return self.model.chosen or (() if row is None else (row.id,))

    def do(self, deed: BatchDeed) -> None:
        """Open the dialog of a deed for the returns that are meant."""
        self.batches.do(deed, self._meant())

    def give_reason(self, code: str) -> None:
        self._reasons.give(code, self._meant(), self._meant_rows())

    def give_condition(self, grade: Grade) -> None:
        self._conditions.give(grade, self._meant())
        self.take_focus()  # its button rests meanwhile

    def _choose_again(self, some: Sequence[ReturnId]) -> None:
        self.model.choose_only(tuple(some))
        self.take_focus()

    @property
    def dialog(self) -> BulkDialog | None:
        """The open dialog of a batch."""
        return self.batches.dialog

    def _batch_closed(self, ran: bool) -> None:
        if ran:
            self.model.choose_only(())
        self.load()
        if self.isVisible():
            self.take_focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(one.isLocalFile() for one in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [one.toLocalFile() for one in event.mimeData().urls() if one.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.batches.read_file(Path(files[0]))
