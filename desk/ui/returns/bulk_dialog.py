"""Owns the dialog of one deed on many returns: each row before, the confirmation, live rows, and trying again.

Rows that cannot go stand first, say why, and stay behind. What cannot be undone starts with the keyboard on Cancel;
Enter alone never confirms, and from many rows or much money their number is typed (UX 6).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.changes import Changes
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.domain.values import PushId
from desk.domain.views import PushView
from desk.services.return_batch import IRREVERSIBLE, BatchDeed, Plan, Report, Row
from desk.services.return_bulk import Standing
from desk.services.return_undoing import TakenBack
from desk.ui.background import Lane, Operation, Work, hub, run_in_background, run_long
from desk.ui.job_kinds import settling_batch
from desk.ui.locale import locale
from desk.ui.outbox.batch import BatchUndo, Following
from desk.ui.returns.bulk_model import BulkModel
from desk.ui.returns.bulk_proof import Proof
from desk.ui.returns.bulk_table import BulkTable
from desk.ui.returns.bulk_words import (
    WRONG,
    Ending,
    button_of,
    consequence_of,
    counted,
    title_of,
    totals_of,
)
from desk.ui.returns.calls import HOLD_SECONDS, ReturnsCalls
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import Chip, ConfirmButton, KeyButton
from desk.ui.widgets.label import Label
from desk.ui.window_services import WindowServices

translate = QCoreApplication.translate  # what counts is not found under a child's name
_TELL_AFTER_SECONDS = 1.0
_MARGIN = 40
_GLYPHS = {
    BatchDeed.SETTLE: Glyph.REFUND,
    BatchDeed.APPROVE: Glyph.CHECK,
    BatchDeed.DECLINE: Glyph.CANCELLED,
    BatchDeed.RECEIVE: Glyph.BOX,
    BatchDeed.LABEL: Glyph.RECEIPT,
    BatchDeed.REJECT: Glyph.CANCELLED,
    BatchDeed.CLOSE: Glyph.DONE,
}


class BulkDialog(QDialog):
    """Preview, run and result of one batch. `make` plans it and is called off the main thread."""

    def __init__(
        self,
        calls: ReturnsCalls,
        clock: Clock,
        services: WindowServices,
        deed: BatchDeed,
        make: Callable[[], Plan],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calls, self._clock, self._services, self.deed, self._make = calls, clock, services, deed, make
        self.danger = deed in IRREVERSIBLE
        self._plan: Plan | None = None
        self._planning: Operation[tuple[Plan, bool]] | None = None
        self._undone: list[TakenBack] = []
        self._running: Operation[Report] | None = None
        self._began, self._total, self._progress = 0.0, 0, ""
        self.ran = False
        self._build()
        self.following = Following(self._standing, self._show_standing, self)
        hub().changed.connect(self._on_changes)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.confirm)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self.undo.undo)
        self._words()
        self.cancel.setFocus()
        self._make_plan()

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title = Label("", "card-name")
        self.counts = Label("", "secondary", "2", wrap=True)
        self.only_wrong = Chip()
        self.only_wrong.setVisible(False)
        self.only_wrong.clicked.connect(self._show_only_wrong)
        head = QHBoxLayout()
        head.setContentsMargins(20, 16, 20, 0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self.counts)
        head.addLayout(words, 1)
        head.addWidget(self.only_wrong)
        self.add_to_head(head)
        self.model = BulkModel(self)
        self.table = BulkTable(self.model, self)
        self.table.show_labels(self.deed is BatchDeed.LABEL)
        rule = QFrame(self)
        rule.setProperty("line", "below")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        inset = QHBoxLayout()
        inset.setContentsMargins(10, 0, 10, 0)
        inset.addWidget(self.table)
        column.addLayout(inset, 1)
        column.addWidget(rule)
        column.addLayout(self._made_foot())
        host = self.parentWidget()
        wide, high = scaled(1120), scaled(640)
        if host is not None:
            wide, high = min(wide, host.width() - _MARGIN), min(high, host.height() - 2 * _MARGIN)
        self.resize(wide, high)
        self.setMinimumSize(min(scaled(760), wide), min(scaled(360), high))

    def add_to_head(self, head: QHBoxLayout) -> None:
        """What a child has beside the title."""

    def _made_foot(self) -> QVBoxLayout:
        self.totals = Label("", "name", wrap=True)
        self.told = Label("", "body", "2", wrap=True)
        self.proof = Proof(self.deed, self)
        self.proof.changed.connect(self._show_deeds)
        self.problem = Label("", "body", "err", wrap=True)
        self.problem.hide()
        self.cancel = KeyButton(parent=self)
        self.cancel.clicked.connect(self.reject)
        self.undo = BatchUndo(self._services.commands, self)
        self.again = KeyButton(glyph=Glyph.SYNC, parent=self)
        self.again.clicked.connect(self.try_again)
        self.again.hide()
        self.confirm_button = ConfirmButton(
            glyph=_GLYPHS[self.deed],
            key="Ctrl+Enter",
            primary=not self.danger,
            danger=self.danger,
            parent=self,
        )
        self.confirm_button.clicked.connect(self.confirm)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.undo, self.again, self.cancel, self.confirm_button):
            buttons.addWidget(button)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 0, 20, 16)
        foot.setSpacing(6)
        for widget in (self.totals, self.told, self.proof, self.problem):
            foot.addWidget(widget)
        foot.addLayout(buttons)
        return foot

    def _show_only_wrong(self) -> None:
        self.model.show_only_wrong(self.only_wrong.isChecked())

    def _words(self) -> None:
        self.setWindowTitle(title_of(self.deed))
        self._title.setText(title_of(self.deed))
        self.table.setAccessibleName(self.tr("Returns of this batch"))
        self.again.show_text(self.tr("Try again"))
        self.only_wrong.show_text(self.tr("Show errors only"))
        self.proof.retranslate()
        self._progress = ""  # worded in the language before
        self.model.word_again()
        self._show_counts()
        self._show_deeds()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            QTimer.singleShot(0, self, self._words)  # formats follow the language only after this event

    # --- preview ----------------------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan | None:
        return self._plan

    @property
    def running(self) -> bool:
        return self._running is not None

    def _make_plan(self, *, sort: bool = True) -> None:
        """`sort`: blocked rows come first; while somebody types into them they stay where they are."""
        if self._planning is not None:
            self._planning.cancel()
        calls, make = self._calls, self._make

        def work() -> tuple[Plan, bool]:
            plan = make()
            return plan, calls.must_be_typed(plan)

        planning = run_in_background(work, parent=self).on(Lane.READING)
        planning.success(lambda made: self._show_plan(made, sort=sort)).failure(self._refused)
        self._planning = planning.start()

    def _show_plan(self, made: tuple[Plan, bool], *, sort: bool) -> None:
        plan, typed = made
        self._plan, self._planning = plan, None
        self.model.show_plan(plan, sort=sort)
        self.proof.ask_for(len(plan.ready) if typed else 0, any_ready=bool(plan.ready))
        self._show_counts()
        self._show_deeds()
        self._services.announce(self.counts.text())
        if not self.danger and not self.table.enter_numbers():
            self.confirm_button.setFocus()

    def _refused(self, error: DeskError) -> None:
        self._tell_problem(error_text(error))

    def _tell_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    # --- words ------------------------------------------------------------------------------------------------

    def _show_counts(self) -> None:
        if self._plan is None:
            self.counts.setText(self.tr("Being checked …"))
            return
        if self.running:
            self.counts.setText(self._progress or self.tr("Running …"))
        else:
            self.counts.setText(self._counts_of(self._plan))
        self.totals.setText("" if self.ran else totals_of(self._plan))
        self.told.setText("" if self.ran else consequence_of(self._plan))
        for label in (self.totals, self.told):
            label.setVisible(bool(label.text()))

    def _counts_of(self, plan: Plan) -> str:
        parts = [
            counted(self.model.endings()) if self.ran else translate("BulkDialog", "%n ready", None, len(plan.ready))
        ]
        blocked, already = len(plan.of(Standing.BLOCKED)), len(plan.of(Standing.ALREADY))
        if blocked:
            parts.append(translate("BulkDialog", "%n blocked and left out", None, blocked))
        if already:
            parts.append(translate("BulkDialog", "%n done before and left out", None, already))
        return " · ".join(parts)

    def _show_deeds(self) -> None:
        plan = self._plan
        leave = self.tr("Stop") if self.running else self.tr("Close") if self.ran else self.tr("Cancel")
        self.cancel.show_text(leave, key="Esc")
        self.confirm_button.setVisible(not self.ran)
        self.confirm_button.show_text(title_of(self.deed) if plan is None else button_of(plan))
        self.confirm_button.forbid(self._why_not())
        self.proof.setVisible(not self.ran and self.proof.asks)
        endings = self.model.endings() if self.ran else []
        wrong = any(one in WRONG for one in endings)
        self.only_wrong.setVisible(wrong and not self.running)
        self.again.setVisible(self.ran and not self.running and bool(self.model.wrong()))
        if not wrong and self.only_wrong.isChecked():
            self.only_wrong.setChecked(False)
            self.model.show_only_wrong(False)

    def _why_not(self) -> str:
        if self._plan is None:
            return self.tr("Being checked …")
        if not self._plan.ready:
            return self.tr("No row is ready. The reasons stand in the rows.")
        return self.proof.why_not()

    # --- the deed ---------------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """Do what is ready, once."""
        if self._plan is None or self.running or self.ran:
            return
        why = self._why_not()
        self._tell_problem(why)
        if why:
            self.proof.take_focus()
        else:
            self._run(self.proof.said_in(self._plan))

    def _run(self, plan: Plan) -> None:
        self.ran = True
        self.following.pause()
        self._total, self._began, self._progress = len(plan.ready), self._clock.monotonic(), ""
        self.model.begin(plan.ready)
        calls = self._calls

        def work(one: Work) -> Report:
            return calls.run(plan, lambda row, done: one.report((row, done)), one.stop)

        running = run_long(work, parent=self).on(Lane.NETWORK).as_job(settling_batch(self._total, _done_of))
        running.progress(self._one_done).success(self._all_done).failure(partial(self._broke_off, plan))
        self._running = running
        self._show_counts()
        self._show_deeds()
        self.cancel.setFocus()
        running.start()

    def _one_done(self, told: tuple[Row, int]) -> None:
        row, done = told
        self.model.show_result(row)
        self.table.follow()
        spent = self._clock.monotonic() - self._began
        done_words, total = locale().number(done), locale().number(self._total)
        if spent > _TELL_AFTER_SECONDS and done < self._total:
            rest = locale().duration(spent / done * (self._total - done))
            words = self.tr("{done} of {total} · {rest} left").format(done=done_words, total=total, rest=rest)
        else:
            words = self.tr("{done} of {total}").format(done=done_words, total=total)
        self._progress = words
        self.counts.setText(words)

    def _all_done(self, report: Report) -> None:
        self._running = None
        for one in report.rows:
            self.model.show_result(one)
        if report.deeds:
            calls, deeds, undone = self._calls, report.deeds, self._undone

            def back() -> TakenBack:
                found = calls.take_back(deeds)
                undone.append(found)
                return found

            words = f"{title_of(self.deed)}: {locale().number(len(deeds))}"
            if self.deed is BatchDeed.SETTLE:
                words = self.tr("%n refund(s) queued", "", len(report.pushes))
            self._services.queued(words, report.pushes, report.hold_seconds or HOLD_SECONDS, back=back)
            self.undo.offer(report.hold_seconds)
        self._settle()
        self._services.announce(self.counts.text())
        self.cancel.setFocus()

    def _on_changes(self, _changes: Changes, _by: object) -> None:
        """What only Desk knew of is taken back without a push that tells so."""
        while self._undone:
            self.model.show_taken_back(self._undone.pop().done)
            self.undo.hide()
            self._show_counts()
            self._show_deeds()

    def _broke_off(self, plan: Plan, error: DeskError) -> None:
        """The store gave way: what was done until then is done, the rest can be tried again."""
        self._running = None
        self._tell_problem(error_text(error))
        reached = {one.at for one in self.model.results}
        for row in plan.ready:
            if row.at not in reached:
                self.model.show_result(replace(row, standing=Standing.NOT_REACHED))
        self._settle()

    def _settle(self) -> None:
        self.cancel.forbid("")  # who wanted it to stop may close it now
        self.model.end()
        self.table.scrollToTop()
        self._show_counts()
        self._show_deeds()
        self.following.start()

    # --- what the channels say --------------------------------------------------------------------------------

    def _standing(self) -> Callable[[], dict[PushId, PushView]]:
        return partial(self._calls.standing_of, self.model.results)

    def _show_standing(self, pushes: dict[PushId, PushView]) -> None:
        self.model.show_pushes(pushes)
        self._show_counts()
        self._show_deeds()
        if Ending.ON_THE_WAY not in self.model.endings():
            self.following.rest()
            if all(one.push is not None for one in self.model.results):
                self.undo.hide()

    # --- trying again -----------------------------------------------------------------------------------------

    def try_again(self) -> None:
        """Only what failed or was not reached; the rest is done and stays done."""
        wrong = self.model.wrong()
        if self.running or self._plan is None or not wrong:
            return
        calls, plan = self._calls, self._plan
        pushed = [one.push for one in wrong if one.push is not None]
        unqueued = [one for one in wrong if one.push is None]
        self._tell_problem("")
        self.again.forbid(self.tr("Being tried …"))
        retrying = run_in_background(lambda: calls.retry(pushed), parent=self).on(Lane.NETWORK)
        retrying.success(lambda _: self._plan_again(plan, unqueued)).failure(self._refused)
        retrying.finished(lambda: self.again.forbid("")).start()

    def _plan_again(self, plan: Plan, rows: list[Row]) -> None:
        self.following.start()
        if rows:
            calls, said = self._calls, self.proof.said_in(plan)
            planning = run_in_background(lambda: calls.plan_again(said, rows), parent=self).on(Lane.READING)
            planning.success(self._run_again).failure(self._refused).start()

    def _run_again(self, plan: Plan) -> None:
        for row in plan.of(Standing.BLOCKED):
            self.model.show_result(replace(row, standing=Standing.FAILED))
        if plan.ready:
            self._run(plan)

    # --- leaving ----------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """While it runs, stop between two rows; else close."""
        if self._running is not None:
            self._running.ask_to_stop()
            self.cancel.forbid(self.tr("Stops after this row …"))
            return
        super().reject()


def _done_of(told: tuple[Row, int]) -> int:
    return told[1]
