"""Owns the outbox screen: parts as chips, the list, the deeds for what is selected; beside it the sync centre."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListView,
    QMenu,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desk.domain.changes import Changes, Kind
from desk.domain.errors import DeskError
from desk.domain.values import AccountId, PushId
from desk.domain.views import PushView
from desk.services import outbox
from desk.services.outbox import EachReport
from desk.ui.background import Lane, hub, run_in_background
from desk.ui.calls import ShellCalls
from desk.ui.locale import locale
from desk.ui.outbox.again import AgainDialog
from desk.ui.outbox.approving import ApproveDialog, may_approve
from desk.ui.outbox.entries import (
    Part,
    counts_of,
    may_recall,
    may_resolve,
    may_retry,
    of_account,
    of_part,
    report_of,
)
from desk.ui.outbox.list_view import PushList
from desk.ui.outbox.rows import PushDelegate, PushModel
from desk.ui.outbox.sides import SidesCard
from desk.ui.sentences import error_text
from desk.ui.sync_centre.panel import SyncPanel
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import look
from desk.ui.widgets.button import Chip, KeyButton, key_text
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import Label
from desk.ui.widgets.skeleton import DELAY_MS, SkeletonRows
from desk.ui.window_services import WindowServices

_AGAIN_MS = 1000
_PANEL, _PANEL_LEAST = 340, 260


class OutboxScreen(QWidget):
    """Every push with its state. `orderWanted` with an order's id."""

    orderWanted = Signal(object)

    def __init__(
        self, calls: ShellCalls, services: WindowServices, panel: SyncPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._calls, self._services, self.panel = calls, services, panel
        self._account: AccountId | None = None
        self._showing = False
        self._pushes: tuple[PushView, ...] = ()
        self._part = Part.ALL
        self._loaded = False
        self._busy = False
        self.question: AgainDialog | ApproveDialog | None = None
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self._pass_time)
        hub().changed.connect(self._on_changes)
        self.retranslate()

    # --- building -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        row.addWidget(self._split)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(8)
        column.addLayout(self._build_parts())
        column.addLayout(self._build_deeds())
        column.addLayout(self._build_list(), 1)
        self.sides = SidesCard()
        below = QHBoxLayout()
        below.setContentsMargins(16, 0, 16, 0)
        below.addWidget(self.sides)
        column.addLayout(below)
        self._split.addWidget(left)
        self._split.addWidget(self.panel)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 0)
        self.panel.setMinimumWidth(_PANEL_LEAST)
        self._split.setSizes([900, _PANEL])

    def _build_parts(self) -> Flow:
        head = Flow(6)
        head.setContentsMargins(16, 0, 16, 0)
        self._chips: dict[Part, Chip] = {}
        group = QButtonGroup(self)
        for part in Part:
            chip = self._chips[part] = Chip()
            chip.clicked.connect(lambda _=False, one=part: self.show_part(one))
            group.addButton(chip)
            head.addWidget(chip)
        self._chips[Part.ALL].setChecked(True)
        self.account_chip = Chip(glyph=Glyph.FILTER)
        self.account_chip.clicked.connect(self._choose_account)
        head.addWidget(self.account_chip)
        self.marks = Chip(glyph=Glyph.CLOSE)
        self.marks.clicked.connect(self._clear_marks)
        self.marks.hide()
        head.addWidget(self.marks)
        return head

    def _build_list(self) -> QStackedLayout:
        self.list = PushList()
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.model = PushModel(self._calls.clock, self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PushDelegate(self.list))
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._selection_changed())
        self.model.modelReset.connect(self._selection_changed)
        self.list.marked.connect(self._tell_marked)
        self.list.activated.connect(lambda _: self._open_order())
        look().changed.connect(self.list.scheduleDelayedItemsLayout)
        self._empty = Label("", "body", "2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._skeleton = SkeletonRows("")
        self._stack = QStackedLayout()
        for widget in (self.list, self._empty, self._skeleton):
            self._stack.addWidget(widget)
        return self._stack

    def _build_deeds(self) -> Flow:
        row = Flow()
        row.setContentsMargins(16, 0, 16, 0)
        self.open = KeyButton(glyph=Glyph.EXTERNAL)
        self.retry = KeyButton(glyph=Glyph.REFUND)
        self.recall = KeyButton(glyph=Glyph.RETURN)
        self.copy = KeyButton(glyph=Glyph.COPY)
        self.was_done = KeyButton(glyph=Glyph.DONE)
        self.drop = KeyButton(glyph=Glyph.CLOSE)
        self.approve = KeyButton(glyph=Glyph.CHECK, primary=True)
        self.decline = KeyButton(glyph=Glyph.CANCELLED)
        self.approve.clicked.connect(self._approve)
        self.decline.clicked.connect(self._decline)
        self.open.clicked.connect(self._open_order)
        self.retry.clicked.connect(self._retry)
        self.recall.clicked.connect(self._recall)
        self.copy.clicked.connect(self.copy_report)
        self.was_done.clicked.connect(lambda: self._resolve(done=True))
        self.drop.clicked.connect(lambda: self._resolve(done=False))
        deeds = (self.approve, self.decline, self.open, self.retry, self.recall, self.copy, self.was_done, self.drop)
        for button in deeds:
            row.addWidget(button)
        return row

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Changes for the channels"))
        self._skeleton.setAccessibleName(self.tr("Loading"))
        self.open.show_text(self.tr("Open order"))
        self.copy.show_text(self.tr("Copy report"))
        self.was_done.show_text(self.tr("It arrived"))
        self.drop.show_text(self.tr("It did not arrive, drop it"))
        self.approve.show_text(self.tr("Agree …"))
        self.decline.show_text(self.tr("Decline"))
        self.model.word_again()
        self.sides.word_again(self._calls.clock.now())
        self._show_counts()
        self._show_marked()
        self._show_deeds()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # --- showing --------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load()
        self._timer.start()

    def load(self) -> None:
        """Read the outbox; while the first answer is late, skeleton rows stand in."""
        if not self._loaded:
            QTimer.singleShot(DELAY_MS, self, self._show_skeleton)
        run_in_background(self._calls.outbox, parent=self).on(Lane.READING).success(self.show_pushes).start()

    def _show_skeleton(self) -> None:
        if not self._loaded:
            self._stack.setCurrentWidget(self._skeleton)

    def show_pushes(self, pushes: tuple[PushView, ...]) -> None:
        self._loaded = True
        self._pushes = pushes
        self._show_list()

    def show_part(self, part: Part) -> None:
        self._part = part
        self._chips[part].setChecked(True)
        self._show_list()

    def selected(self) -> PushView | None:
        """The one that the keyboard is at."""
        return self.model.push(self.list.currentIndex().row())

    def chosen(self) -> list[PushView]:
        """All that are selected, in the order of the list."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return [push for push in map(self.model.push, rows) if push is not None]

    def show_account(self, account: AccountId | None) -> None:
        """List only what is of one account, or of all."""
        self._account = account
        self._show_list()

    def account_menu(self) -> QMenu:
        """The accounts that have something in the outbox."""
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Account"))
        names = {one.account: one.account_name for one in self._pushes}
        choices: list[tuple[AccountId | None, str]] = [(None, self.tr("All accounts"))]
        choices += sorted(names.items(), key=lambda one: one[1].casefold())
        for account, name in choices:
            action = menu.addAction(alone(name), partial(self.show_account, account))
            action.setCheckable(True)
            action.setChecked(account == self._account)
        return menu

    def _choose_account(self) -> None:
        menu = self.account_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.account_chip.mapToGlobal(self.account_chip.rect().bottomLeft()))

    def focus_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step(self, rows: int) -> None:
        """Select the next or an earlier row."""
        self.list.step(rows)

    def _go_to(self, row: int) -> None:
        self.list.go_to(row)

    def _tell_marked(self) -> None:
        """How many are marked, on the chip that takes the marks away, and aloud."""
        self._show_marked()
        if self.list.marking:
            self._services.announce(self.marks.text())

    def _show_marked(self) -> None:
        words = self.tr("%n selected", "", len(self.chosen()))
        self.marks.show_text(words, key_text("Esc"))
        self.marks.setAccessibleName(self.tr("Clear selection: {count}").format(count=words))
        self.marks.setToolTip(self.marks.accessibleName())
        self.marks.setVisible(self.list.marking)

    def _clear_marks(self) -> None:
        self.list.end_marking()
        self.focus_list()  # the chip that was pressed has gone (UX 12: focus is never lost)

    def _show_list(self) -> None:
        kept, row = self.selected(), self.list.currentIndex().row()
        several = {one.id for one in self.chosen()}
        self._showing = True  # one look at the deeds at the end, not one for each step
        try:
            self.model.show(of_part(of_account(self._pushes, self._account), self._part))
            if self.model.rowCount():
                found = self.model.row_of(kept.id) if kept is not None else -1
                # The deed may have moved the row out of this part; then the next one takes its place.
                place = found if found >= 0 else min(max(row, 0), self.model.rowCount() - 1)
                self._select(place, several)
        finally:
            self._showing = False
        self._stack.setCurrentWidget(self.list if self.model.rowCount() else self._empty)
        self._show_counts()
        self._selection_changed()

    def _select(self, place: int, several: set[PushId]) -> None:
        """Put the keyboard at a row; whatever was selected beside it and is still listed stays so."""
        index = self.model.index(place)
        model = self.list.selectionModel()
        rows = self.model.rows_of(several) if len(several) > 1 or self.list.marking else []
        if not rows:
            self.list.marking = False
            if self.list.currentIndex().row() != place or not model.isSelected(index):
                self._go_to(place)
            return
        chosen = QItemSelection()
        first = last = rows[0]
        for row in (*rows[1:], -1):
            if row != last + 1:
                chosen.select(self.model.index(first), self.model.index(last))
                first = row
            last = row
        model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _show_counts(self) -> None:
        texts = {
            Part.ALL: self.tr("All"),
            Part.NEEDS_SOMEBODY: self.tr("Needs you"),
            Part.ON_THE_WAY: self.tr("On the way"),
            Part.SETTLED: self.tr("Done"),
        }
        counts = counts_of(of_account(self._pushes, self._account))
        for part, chip in self._chips.items():
            chip.show_text(texts[part], locale().number(counts[part]))
        name = next((one.account_name for one in self._pushes if one.account == self._account), "")
        self.account_chip.show_text(alone(name) if name else self.tr("All accounts"))
        self.account_chip.setVisible(self._account is not None or len({one.account for one in self._pushes}) > 1)
        self._empty.setText(
            self.tr("Nothing is waiting. What you report to a channel shows here until the channel confirms it.")
            if self._part is Part.ALL and self._account is None
            else self.tr("Nothing here.")
        )

    def _selection_changed(self) -> None:
        if self._showing:
            return
        self._show_deeds()
        self._show_marked()
        chosen = self.chosen()
        push = chosen[0] if len(chosen) == 1 else None
        self.sides.show_push(push, self._calls.clock.now())
        if push is not None and not self.sides.isHidden():
            calls, one = self._calls.sync_calls, push.id
            asking = run_in_background(lambda: calls.both_sides(one), parent=self).on(Lane.READING)
            asking.success(lambda sides: self.sides.show_sides(sides, self._calls.clock.now()))
            asking.failure(lambda _: None).start()  # the row says what is known

    def _show_deeds(self) -> None:
        chosen = self.chosen()
        many = len(chosen) > 1
        for button, text, able in (
            (self.retry, self.tr("Try again"), [one for one in chosen if may_retry(one)]),
            (self.recall, self.tr("Take back"), [one for one in chosen if may_recall(one)]),
        ):
            button.show_text(f"{text} ({locale().number(len(able))})" if many and able else text)
            button.forbid(self._why_not(chosen, able))
        self.open.forbid(
            "" if len(chosen) == 1 else self._why_not(chosen, []) if not chosen else self.tr("Select one.")
        )
        self.copy.forbid("" if chosen else self.tr("Select an entry first."))
        for button in (self.was_done, self.drop):
            button.setVisible(bool(chosen) and all(may_resolve(one) for one in chosen))
        for button in (self.approve, self.decline):
            button.setVisible(bool(chosen) and all(may_approve(one) for one in chosen))
        self._services.commands.refresh()

    def _why_not(self, chosen: list[PushView], able: list[PushView]) -> str:
        if not chosen:
            return self.tr("Select an entry first.")
        return "" if able else self.tr("Not possible in this state.")

    def _pass_time(self) -> None:
        if self.isVisible():
            self.model.word_again()
        else:
            self._timer.stop()

    def _on_changes(self, changes: Changes, _by: object) -> None:
        if self.isVisible() and changes.touches(Kind.PUSH):
            self.load()

    # --- deeds ----------------------------------------------------------------------------------------------

    def why_not_retry(self) -> str:
        return self.retry.toolTip() if not self.retry.isEnabled() else ""

    def why_not_recall(self) -> str:
        return self.recall.toolTip() if not self.recall.isEnabled() else ""

    def _open_order(self) -> None:
        push = self.selected()
        if push is not None:
            self.orderWanted.emit(push.order)

    def _retry(self) -> None:
        able = [one for one in self.chosen() if may_retry(one)]
        again = partial(self._do, self._calls.retry, [one.id for one in able])
        doubtful = [one for one in able if outbox.is_doubtful(one)]
        if not doubtful:
            again()
        elif self.question is None:
            question = AgainDialog(doubtful, self)
            self.question = question
            question.accepted.connect(again)
            question.finished.connect(self._asked)
            question.open()

    def _asked(self, _result: int) -> None:
        self.question = None

    def _approve(self) -> None:
        """Money above the account's amount goes once somebody else has agreed."""
        waiting = [one for one in self.chosen() if may_approve(one)]
        if waiting and self.question is None:
            dialog = ApproveDialog(waiting, self._calls.agent, self)
            self.question = dialog
            ids = [one.id for one in waiting]
            dialog.accepted.connect(lambda: self._agree(ids, dialog.name))
            dialog.finished.connect(self._asked)
            dialog.open()

    def _agree(self, ids: Sequence[PushId], name: str) -> None:
        self._do(lambda chosen: self._calls.approve(chosen, name), ids)

    def _decline(self) -> None:
        waiting = [one.id for one in self.chosen() if may_approve(one)]
        self._do(lambda chosen: self._calls.decline(chosen, ""), waiting)

    def _recall(self) -> None:
        self._do(self._calls.recall, [one.id for one in self.chosen() if may_recall(one)])

    def _resolve(self, *, done: bool) -> None:
        def resolve(ids: Sequence[PushId]) -> Changes:
            changes = Changes()
            for one in ids:
                changes += self._calls.resolve(one, done=done)
            return changes

        self._do(resolve, [one.id for one in self.chosen() if may_resolve(one)])

    def copy_report(self) -> None:
        """All that is known of the selected entries, for whoever is asked for help."""
        chosen = self.chosen()
        if chosen:
            QGuiApplication.clipboard().setText(report_of(chosen, self._calls.clock.now()))
            self._services.toast(self.tr("%n entry(s) copied.", "", len(chosen)))

    def _do(self, deed: Callable[[Sequence[PushId]], Changes], ids: Sequence[PushId]) -> None:
        if self._busy or not ids:  # a second press does nothing until the outbox has taken the first
            return
        self._busy = True
        doing = run_in_background(lambda: outbox.each(deed, ids), parent=self)
        doing.success(self._told).failure(self._refused).finished(self._done).start()

    def _told(self, report: EachReport) -> None:
        """What could not be done, and why: one sentence for one entry, else how many of how many."""
        if not report.refused:
            return
        why = error_text(report.refused[0][1])
        if report.done or len(report.refused) > 1:
            words = self.tr("%n done", "", len(report.done)) + ", "
            words += self.tr("%n not possible", "", len(report.refused))
            why = f"{words}: {why}"
        self._services.toast(why, tone="err")

    def _done(self) -> None:
        self._busy = False
        self.load()

    def _refused(self, error: DeskError) -> None:
        self._services.toast(error_text(error), tone="err")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.recall.isEnabled():
            self._recall()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_report()
        else:
            super().keyPressEvent(event)
