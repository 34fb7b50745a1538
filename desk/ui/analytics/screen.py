"""Owns the area of analytics: a question, a time and an account as chips, the chart, and the table behind it."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import DeskError
from desk.domain.rows import AccountView
from desk.domain.values import AccountId
from desk.services.return_statistics import Statistics, Wanted
from desk.ui.analytics.calls import AnalyticsCalls
from desk.ui.analytics.figures import Question, Row, cells_of, heads_of, rows_of, summary_of, title_of, words_of
from desk.ui.analytics.table import FiguresModel, FiguresTable
from desk.ui.background import Lane, Operation, hub, run_in_background
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import look, scaled
from desk.ui.widgets.announcing import announce
from desk.ui.widgets.button import Chip, KeyButton
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.label import Label
from desk.ui.widgets.skeleton import DELAY_MS, SkeletonRows
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.ui.analytics.chart import BarChart

DAYS = (30, 90, 365)
_ROOM_FOR_BOTH = 460
_AGAIN_MS = 2000
"""Figures are counted anew only so often while a sync brings order after order."""


class AnalyticsScreen(QWidget):
    """The chart library is loaded after the screen's first picture: the table is there before it."""

    def __init__(self, calls: AnalyticsCalls, services: WindowServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calls, self._services = calls, services
        self._question, self._days, self._account = Question.MONTHS, DAYS[-1], AccountId(0)
        self._accounts: dict[AccountId, str] = {}
        self._found: Statistics | None = None
        self._wanted: Wanted | None = None
        self._trouble: DeskError | None = None
        self._loading: Operation[Statistics] | None = None
        self.rows: tuple[Row, ...] = ()
        self.chart: BarChart | None = None
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._late = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._late.timeout.connect(lambda: self._stack.setCurrentWidget(self._skeleton))
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self.load)
        hub().changed.connect(self._on_changes)
        look().changed.connect(self.retranslate)
        self.retranslate()

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        self.title = Label("", "card-name", wrap=True)
        self.summary = Label("", "body", "2", wrap=True).selectable()
        self.export = KeyButton(glyph=Glyph.IMPORT, parent=self)
        self.export.clicked.connect(self._ask_where)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.export, 0, Qt.AlignmentFlag.AlignTop)
        self._chips = QWidget(self)
        self._flow = Flow(6, self._chips)
        self._groups = [QButtonGroup(self) for _ in range(3)]
        self.question_chips = {one: self._chip(0, lambda _=False, one=one: self.ask(one)) for one in Question}
        self.day_chips = {one: self._chip(1, lambda _=False, one=one: self.show_days(one)) for one in DAYS}
        self.account_chips: dict[AccountId, Chip] = {}
        self._room = QWidget(self)  # where the chart comes to be
        self._room.setMinimumHeight(220)
        room = QVBoxLayout(self._room)
        room.setContentsMargins(0, 0, 0, 0)
        self.model = FiguresModel(self)
        self.table = FiguresTable(self.model, self)
        self.table.opened.connect(self.open_row)
        self._hint = Label("", "secondary", "3", wrap=True)
        figures = QWidget(self)
        inside = QVBoxLayout(figures)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self._room, 3)
        inside.addWidget(self.table, 2)
        inside.addWidget(self._hint)
        self._figures = figures
        self._empty = _Empty(self)
        self.try_again = self._empty.button
        self.try_again.clicked.connect(self._mend)
        self._skeleton = SkeletonRows("", self)
        self._stack = QStackedLayout()
        for widget in (figures, self._empty, self._skeleton):
            self._stack.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.summary)
        column.addWidget(self._chips)
        column.addLayout(self._stack, 1)

    def _chip(self, group: int, deed: object) -> Chip:
        chip = Chip(parent=self._chips)
        self._groups[group].addButton(chip)
        self._flow.addWidget(chip)
        chip.clicked.connect(deed)
        return chip

    def show_accounts(self, accounts: Sequence[AccountView]) -> None:
        """Which accounts there are; each is a chip as soon as there is more than one."""
        told = {one.id: one.name for one in accounts}
        if told == self._accounts:
            return
        self._accounts = told
        for chip in self.account_chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        wanted = (AccountId(0), *told) if len(told) > 1 else ()
        self.account_chips = {one: self._chip(2, lambda _=False, one=one: self.show_account(one)) for one in wanted}
        if self._account not in told:
            self._account = AccountId(0)
        self._show_chips()

    # --- chips --------------------------------------------------------------------------------------------------

    def ask(self, question: Question) -> None:
        """Another question to the figures that are there."""
        self._question = question
        self._show()

    def show_days(self, days: int) -> None:
        self._days = days
        self._show_chips()
        self.load()

    def show_account(self, account: AccountId) -> None:
        """0: all of them."""
        self._account = account
        self._show_chips()
        self.load()

    def _show_chips(self) -> None:
        for question, chip in self.question_chips.items():
            chip.show_text(words_of(question))
            chip.setChecked(question is self._question)
        for days, chip in self.day_chips.items():
            chip.show_text(self.tr("12 months") if days == DAYS[-1] else self.tr("%n days", "", days))
            chip.setChecked(days == self._days)
        for account, chip in self.account_chips.items():
            chip.show_text(self._accounts.get(account, "") if account else self.tr("All channels"))
            chip.setChecked(account == self._account)

    # --- loading ------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load()
        if self.chart is None:
            # Loading what draws takes most of a second and makes classes only, no widget: off this thread first.
            work = run_in_background(lambda: importlib.import_module("pyqtgraph").__name__, parent=self).on(
                Lane.READING
            )
            work.finished(self._make_chart).start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where both have no room the table stays: it says the same as the chart."""
        super().resizeEvent(event)
        self._room.setVisible(self.height() >= scaled(_ROOM_FOR_BOTH))

    def _make_chart(self) -> None:
        if self.chart is None:
            from desk.ui.analytics.chart import BarChart

            self.chart = BarChart(self._room)
            self.chart.opened.connect(self.open_row)
            room = self._room.layout()
            if room is not None:
                room.addWidget(self.chart)
            self._show()

    @property
    def empty_text(self) -> str:
        """Why there is nothing to see."""
        return self._empty.text.text()

    def wanted(self) -> Wanted:
        now = self.calls.clock.now()
        accounts = frozenset({self._account}) if self._account else frozenset()
        return Wanted(since=Instant(now - timedelta(days=self._days)), until=now, accounts=accounts)

    def load(self) -> None:
        """Count anew; what stands there stays until the answer comes."""
        if not self.isVisible():
            return
        if self._loading is not None:
            self._loading.cancel()
        wanted = self.wanted()
        if self._found is None:
            self._late.start()
        self._loading = (
            run_in_background(lambda: self.calls.statistics(wanted), parent=self)
            .on(Lane.READING)
            .success(lambda found: self._loaded(wanted, found))
            .failure(self._failed)
        )
        self._loading.start()

    def _loaded(self, wanted: Wanted, found: Statistics) -> None:
        self._late.stop()
        self._loading, self._trouble = None, None
        self._wanted, self._found = wanted, found
        self._show()
        announce(self, self.summary.text())

    def _failed(self, error: DeskError) -> None:
        self._late.stop()
        self._loading, self._trouble = None, error
        self._show()

    def _on_changes(self, changes: Changes, _by: object) -> None:
        if (changes.touches(Kind.RETURN) or changes.touches(Kind.ORDER)) and not self._again.isActive():
            self._again.start()

    # --- showing ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._show_chips()
        self.title.setText(title_of(self._question))
        found, wanted = self._found, self._wanted
        self.export.forbid("" if found is not None and self._trouble is None else self.tr("There are no figures yet."))
        if self._trouble is not None:
            self.summary.setText("")
            self._empty.tell(error_text(self._trouble), self.tr("Try again"))
            self._stack.setCurrentWidget(self._empty)
            return
        if found is None or wanted is None:
            return
        self.summary.setText(summary_of(found))
        self.rows = rows_of(self._question, found, wanted)
        if not found.returned:
            longer = self._days != DAYS[-1]
            told = self.tr("Nothing that was shipped in this time comes back.")
            self._empty.tell(told, self.tr("Show 12 months") if longer else "")
            self._stack.setCurrentWidget(self._empty)
            return
        heads = heads_of(self._question)
        numbers = frozenset({1, 2}) if self._question is Question.REASONS else frozenset({1, 2, 3})
        self.model.show(heads, [cells_of(self._question, row) for row in self.rows], numbers)
        if self.rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._stack.setCurrentWidget(self._figures)
        if self.chart is not None:
            unit = self.tr("Pieces") if self._question is Question.REASONS else "%"
            values = [row.returned if self._question is Question.REASONS else row.rate * 100 for row in self.rows]
            self.chart.show_bars([row.name for row in self.rows], values, unit)
            self.chart.setAccessibleName(title_of(self._question))
            self.chart.setAccessibleDescription(self.tr("The table below says the same."))

    def _mend(self) -> None:
        if self._trouble is None:
            self._days = DAYS[-1]
        self.load()

    def open_row(self, place: int) -> None:
        """The list behind a bar or a row."""
        if 0 <= place < len(self.rows):
            self._services.open_returns(self.rows[place].behind)

    # --- as a file ----------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = self.tr("returns-{question}.csv").format(question=self._question)
        start = str(Path(folder or str(Path.home())) / name)
        path, _kind = QFileDialog.getSaveFileName(self, self.tr("Save the figures"), start, "CSV (*.csv)")
        if path:
            self.write(Path(path))

    def write(self, file: Path) -> None:
        """The table that is on show."""
        rows, calls = [self.model.heads, *self.model.rows], self.calls
        (
            run_in_background(lambda: calls.write(file, rows), parent=self)
            .on(Lane.READING)
            .success(lambda _none: self._services.toast(self.tr("Saved: {file}").format(file=file.name), tone="ok"))
            .failure(lambda error: self._services.toast(error_text(error), tone="err"))
            .start()
        )

    # --- words --------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("The figures as a table"))
        self._skeleton.setAccessibleName(self.tr("Loading"))
        self.export.show_text(self.tr("Save as CSV …"))
        self._hint.setText(
            self.tr("A piece counts by the month in which it was shipped. Enter or a click opens its returns.")
        )
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "_again"):
            QTimer.singleShot(0, self, self.retranslate)

    def focus_list(self) -> None:
        """Give the keyboard to the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class _Empty(QWidget):
    """Why there is nothing to see, with the next step."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = Label("", "body", "2", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = KeyButton(parent=self)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self.text)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def tell(self, text: str, button: str) -> None:
        self.text.setText(text)
        self.button.show_text(button)
        self.button.setVisible(bool(button))
