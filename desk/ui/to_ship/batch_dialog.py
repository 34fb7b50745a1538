"""Owns the dialog that reports many parcels: rows with their reasons, one deed, live results, and trying again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.domain.values import PushId
from desk.domain.views import PushView
from desk.services.bulk_planning import Entry, Plan, RowState
from desk.services.bulk_shipping import Outcome, Report, RowResult
from desk.ui.background import Lane, Operation, Work, run_in_background, run_long
from desk.ui.job_kinds import reporting_batch
from desk.ui.locale import locale
from desk.ui.outbox.batch import BatchUndo, Following
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.to_ship.batch_model import BatchModel, Column
from desk.ui.to_ship.batch_table import BatchTable
from desk.ui.to_ship.batch_words import Ending, counted
from desk.ui.to_ship.calls import HOLD_SECONDS, ToShipCalls
from desk.ui.widgets.button import Chip, ConfirmButton, KeyButton
from desk.ui.widgets.label import Label
from desk.ui.window_services import WindowServices

_PLAN_AFTER_MS = 30
_TELL_AFTER_SECONDS = 1.0
_MARGIN = 40


class BatchDialog(QDialog):
    """Preview, run and result of one batch. Rows that cannot go stand first, say why, and stay behind."""

    def __init__(
        self, calls: ToShipCalls, clock: Clock, services: WindowServices, entries: Sequence[Entry], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calls, self._clock, self._services = calls, clock, services
        self._entries = tuple(entries)
        self._plan: Plan | None = None
        self._planning: Operation[Plan] | None = None
        self._running: Operation[Report] | None = None
        self._began = 0.0
        self._total = 0
        self._progress = ""
        self._blocked_before: int | None = None  # set while a deed waits for what was typed last to be checked
        self.ran = False
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=_PLAN_AFTER_MS)
        self._pause.timeout.connect(self._make_plan)
        self.following = Following(self._standing, self._show_standing, self)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.confirm)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self.undo.undo)
        self._words()
        self._make_plan(sort=True)

    # --- building ---------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title = Label("", "card-name")
        self.counts = Label("", "secondary", "2", wrap=True)
        self.only_failed = Chip()
        self.only_failed.setVisible(False)
        self.only_failed.clicked.connect(self._show_only_failed)
        self.paste = KeyButton(glyph=Glyph.COPY, key="Ctrl+V")
        self.paste.clicked.connect(lambda: self.paste_over(QGuiApplication.clipboard().text()))
        head = QHBoxLayout()
        head.setContentsMargins(20, 16, 20, 0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self.counts)
        head.addLayout(words, 1)
        head.addWidget(self.only_failed)
        head.addWidget(self.paste)
        self.model = BatchModel(self)
        self.model.edited.connect(self._edited)
        self.table = BatchTable(self.model, self)
        self.table.pasted.connect(self.paste_over)
        rule = QFrame(self)
        rule.setProperty("line", "below")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(rule)
        column.addLayout(self._made_foot())
        host = self.parentWidget()
        wide, high = scaled(1120), scaled(640)
        if host is not None:
            wide, high = min(wide, host.width() - _MARGIN), min(high, host.height() - 2 * _MARGIN)
        self.resize(wide, high)
        self.setMinimumSize(min(scaled(760), wide), min(scaled(360), high))

    def _made_foot(self) -> QVBoxLayout:
        self.totals = Label("", "body", wrap=True)
        self.problem = Label("", "body", "err", wrap=True)
        self.problem.hide()
        self._undo_words = Label("", "secondary", "3", wrap=True)
        self.cancel = KeyButton()
        self.cancel.clicked.connect(self.reject)
        self.undo = BatchUndo(self._services.commands, self)
        self.again = KeyButton(glyph=Glyph.SYNC)
        self.again.clicked.connect(self.try_again)
        self.again.hide()
        self.confirm_button = ConfirmButton(glyph=Glyph.TRUCK, key="Ctrl+Enter", primary=True)
        self.confirm_button.clicked.connect(self.confirm)
        buttons = QHBoxLayout()
        buttons.addWidget(self._undo_words, 1)
        buttons.addStretch(1)
        for button in (self.undo, self.again, self.cancel, self.confirm_button):
            buttons.addWidget(button)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 0, 20, 16)
        foot.setSpacing(6)
        foot.addWidget(self.totals)
        foot.addWidget(self.problem)
        foot.addLayout(buttons)
        return foot

    def _show_only_failed(self) -> None:
        self.model.show_only_failed(self.only_failed.isChecked())

    def _words(self) -> None:
        self.setWindowTitle(self.tr("Report shipments"))
        self._title.setText(self.tr("Report shipments"))
        self.table.setAccessibleName(self.tr("Parcels of this batch"))
        self.paste.show_text(self.tr("Paste numbers"))
        self.again.show_text(self.tr("Try the failed again"))
        self.only_failed.show_text(self.tr("Only failed"))
        self._undo_words.setText(self.tr("Can be taken back for 10 seconds."))
        self.model.word_again()
        self._show_counts()
        self._show_deeds()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._words()

    # --- preview ----------------------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan | None:
        return self._plan

    @property
    def running(self) -> bool:
        return self._running is not None

    def _make_plan(self, *, sort: bool = False) -> None:
        if self._planning is not None:
            self._planning.cancel()
        calls, entries = self._calls, self._entries
        planning = run_in_background(lambda: calls.plan(entries), parent=self).on(Lane.READING)
        self._planning = planning.success(lambda plan: self._show_plan(plan, sort=sort)).failure(self._refused).start()

    def _show_plan(self, plan: Plan, *, sort: bool) -> None:
        self._planning, first = None, self._plan is None
        self._plan = plan
        self.model.show_plan(plan, sort=sort)
        self._show_counts()
        self._show_deeds()
        if first and not self.table.enter_numbers():
            self.table.setCurrentIndex(self.model.index(0, Column.NUMBER))
            self.table.setFocus()
        if first:
            self._services.announce(self.counts.text())
        self._confirm_checked(plan)

    def _edited(self, at: tuple[int, ...], column: Column, text: str) -> None:
        def mended(one: Entry) -> Entry:
            number = column is Column.NUMBER
            return replace(one, row=replace(one.row, number=text) if number else replace(one.row, carrier=text))

        self._entries = tuple(mended(one) if one.row.at in at else one for one in self._entries)
        if self._planning is not None:
            self._planning.cancel()  # it would show what stood there before
        # What is shown is no longer what would be reported: without its deed the plan cannot be run.
        self._plan = replace(self._plan, deed="") if self._plan is not None else None
        self._show_deeds()
        self._pause.start()

    def paste_over(self, text: str) -> None:
        """Take rows from a spreadsheet: what stands in them replaces what is here of the same orders."""
        if self.running or self.ran or not text.strip():
            return
        calls, entries = self._calls, self._entries
        name = QCoreApplication.translate("to_ship", "The clipboard")
        filling = run_in_background(lambda: calls.filled(entries, text, name), parent=self).on(Lane.READING)
        filling.success(self._take).failure(self._refused).start()

    def _take(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries
        self._tell_problem("")
        self._make_plan(sort=True)

    def _refused(self, error: DeskError) -> None:
        self._tell_problem(error_text(error))

    def _tell_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    # --- words ------------------------------------------------------------------------------------------------

    def _show_counts(self) -> None:
        if self._plan is None:
            return
        if self.running and self._progress:
            self.counts.setText(self._progress)
            return
        if self.ran:
            left_out = len(self._plan.of(RowState.BLOCKED)) + len(self._plan.of(RowState.UNFINISHED))
            words = [counted(self.model.endings())]
            if left_out:
                words.append(self.tr("%n left out", "", left_out))
            self.counts.setText(" · ".join(words))
            self.totals.setText("")
            return
        blocked, open_rows = len(self._plan.of(RowState.BLOCKED)), len(self._plan.of(RowState.UNFINISHED))
        done = len(self._plan.of(RowState.DONE))
        parts = [self.tr("%n ready", "", len(self._plan.ready))]
        if blocked:
            parts.append(self.tr("%n blocked and left out", "", blocked))
        if open_rows:
            parts.append(self.tr("%n incomplete and left out", "", open_rows))
        if done:
            parts.append(self.tr("%n reported already", "", done))
        self.counts.setText(" · ".join(parts))
        totals = [f"{name} {locale().number(count)}" for name, count in self._plan.per_account().items()]
        told = self.tr("Will be told: {accounts}").format(accounts=" · ".join(totals)) if totals else ""
        self.totals.setText(told)

    def _show_deeds(self) -> None:
        ready = len(self._plan.ready) if self._plan is not None else 0
        if self.running:
            self.cancel.show_text(self.tr("Stop"), key="Esc")
        elif self.ran:
            self.cancel.show_text(self.tr("Close"), key="Esc")
        else:
            self.cancel.show_text(self.tr("Cancel"), key="Esc")
        self.confirm_button.setVisible(not self.ran)
        self.confirm_button.show_text(self.tr("Report %n parcel(s)", "", ready))
        stale = self._plan is None or not self._plan.deed
        reason = "" if ready or stale else self.tr("No row is ready. The reasons stand in the rows.")
        self.confirm_button.forbid(reason or (self.tr("Being checked …") if stale else ""))
        self.paste.setVisible(not self.ran)
        self._undo_words.setVisible(not self.ran)
        endings = self.model.endings() if self.ran else []
        failed = any(one in (Ending.FAILED, Ending.UNCLEAR) for one in endings)
        self.only_failed.setVisible(failed and not self.running)
        self.again.setVisible(self._can_try_again() and not self.running)
        if not failed and self.only_failed.isChecked():
            self.only_failed.setChecked(False)
            self.model.show_only_failed(False)

    # --- the deed ---------------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """Queue what is ready, once."""
        if self._plan is None or self.running or self.ran:
            return
        if self.table.editing:
            self.table.setFocus()  # what was typed or scanned last counts, too
        if not self._plan.deed:
            self._blocked_before = len(self._plan.of(RowState.BLOCKED))
        elif self._plan.ready:
            self._run(self._plan)

    def _confirm_checked(self, plan: Plan) -> None:
        """The deed was done while the last row was being checked: go on, unless that row is blocked."""
        before, self._blocked_before = self._blocked_before, None
        if before is not None and plan.ready and len(plan.of(RowState.BLOCKED)) <= before:
            self._run(plan)

    def _run(self, plan: Plan) -> None:
        self.ran = True
        self.following.pause()
        self._total, self._began = len(plan.ready), self._clock.monotonic()
        self.model.lock(True)
        calls = self._calls

        def work(one: Work) -> Report:
            return calls.run(plan, lambda result, done: one.report((result, done)), one.stop)

        running = (
            run_long(work, parent=self).on(Lane.NETWORK).as_job(reporting_batch(self._total, lambda told: told[1]))
        )
        running.progress(self._one_done).success(self._all_done).failure(self._broke_off)
        self._running, self._progress = running, ""
        self._show_deeds()
        running.start()

    def _one_done(self, told: tuple[RowResult, int]) -> None:
        result, done = told
        self.model.show_result(result)
        spent = self._clock.monotonic() - self._began
        if spent > _TELL_AFTER_SECONDS and done < self._total:
            rest = locale().duration(spent / done * (self._total - done))
            words = self.tr("{done} of {total} · {rest} left")
            done_words, total = locale().number(done), locale().number(self._total)
            self._progress = words.format(done=done_words, total=total, rest=rest)
            self._show_counts()

    def _all_done(self, report: Report) -> None:
        self._running = None
        for one in report.results:
            self.model.show_result(one)
        if report.pushes:
            words = self.tr("%n parcel(s) will be reported", "", len(report.pushes))
            self._services.queued(words, report.pushes, report.hold_seconds or HOLD_SECONDS)
            self.undo.offer(report.hold_seconds)
        self._settle()
        self._services.announce(self.counts.text())
        self.cancel.setFocus()

    def _broke_off(self, error: DeskError) -> None:
        """The store gave way: what was queued until then is queued, the rest can be tried again."""
        self._running = None
        self._tell_problem(error_text(error))
        reached = {one.parcel.first for one in self.model.results}
        for parcel in self._plan.ready if self._plan is not None else ():
            if parcel.first not in reached:
                self.model.show_result(RowResult(parcel=parcel, outcome=Outcome.NOT_REACHED))
        self._settle()

    def _settle(self) -> None:
        self.cancel.forbid("")  # who wanted it to stop may close it now
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
            self.undo.hide()

    # --- trying again -----------------------------------------------------------------------------------------

    def _refused_pushes(self) -> list[PushId]:
        """Refused by the channel. What is unclear waits for a person to look there."""
        found = ((one, self.model.push(one)) for one in self.model.results)
        return [push.id for one, push in found if push is not None and self.model.ending(one.parcel) is Ending.FAILED]

    def _unqueued(self) -> tuple[Entry, ...]:
        at = {
            place
            for one in self.model.results
            if one.outcome in (Outcome.FAILED, Outcome.NOT_REACHED)
            for place in one.parcel.at
        }
        return tuple(one for one in self._entries if one.row.at in at)

    def _can_try_again(self) -> bool:
        return self.ran and bool(self._refused_pushes() or self._unqueued())

    def try_again(self) -> None:
        """Only what failed or was not reached; the rest is done and stays done."""
        if self.running or not self._can_try_again():
            return
        calls, pushes, entries = self._calls, self._refused_pushes(), self._unqueued()
        self._tell_problem("")
        self.again.forbid(self.tr("Being tried …"))
        retrying = run_in_background(lambda: calls.retry(pushes), parent=self).on(Lane.NETWORK)
        retrying.success(lambda _: self._plan_again(entries)).failure(self._refused)
        retrying.finished(lambda: self.again.forbid("")).start()

    def _plan_again(self, entries: tuple[Entry, ...]) -> None:
        self.following.start()
        if entries:
            calls = self._calls
            planning = run_in_background(lambda: calls.plan(entries), parent=self).on(Lane.READING)
            planning.success(self._run_again).failure(self._refused).start()

    def _run_again(self, plan: Plan) -> None:
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
