"""Owns the dialog about forgetting buyers: after how long each account does, what would go now, and doing it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.values import AccountId
from desk.services.account_rules import NEVER
from desk.services.privacy import AccountPlan, Report
from desk.ui.background import Lane, Operation, run_in_background, run_long
from desk.ui.care.calls import told
from desk.ui.care.privacy_calls import PrivacyCalls, Retention
from desk.ui.job_kinds import forgetting
from desk.ui.orders.deeds.fields import ReasonBox
from desk.ui.sentences import error_text
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.announcing import announce
from desk.ui.widgets.button import ConfirmButton, KeyButton
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.foreign import alone, in_a_row
from desk.ui.widgets.label import Label

_OFTEN = (30, 60, 90, 180, 365)


class PrivacyDialog(QDialog):
    """A line per account. Nothing is forgotten before somebody has seen how much and has said so."""

    def __init__(self, calls: PrivacyCalls, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calls = calls
        self._retentions: tuple[Retention, ...] = ()
        self._report: Report | None = None
        self._busy = False
        self._running: Operation[Report] | None = None
        self.boxes: dict[AccountId, ReasonBox] = {}
        self.lines: dict[AccountId, Label] = {}
        self._said: tuple[str, str] = ("", "2")
        self._title = Label("", "card-name", wrap=True)
        self._words = Label("", "body", "2", wrap=True)
        self._heads = [Label("", "secondary", "2") for _ in range(3)]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)
        for column, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, column)
        self.state = Label("", "body", "2", wrap=True).selectable()
        self.leave = KeyButton(key="Esc", parent=self)
        self.leave.clicked.connect(self.reject)
        self.forget = ConfirmButton(glyph=Glyph.TRASH, key="Ctrl+Enter", danger=True, parent=self)
        self.forget.clicked.connect(self.begin)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.begin)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(20, 16, 20, 16)
        stack.setSpacing(10)
        stack.addWidget(self._title)
        stack.addWidget(self._words)
        stack.addLayout(self._grid)
        stack.addWidget(self.state)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.forget)
        stack.addLayout(buttons)
        self.setFixedWidth(scaled(640))
        self.retranslate()
        self.leave.setFocus()
        self._look()

    # --- words ------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        title = self.tr("Forget buyers")
        self._title.setText(title)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._words.setText(
            self.tr(
                "Once an order is shipped or called off for so long, Desk takes out who bought it: name, street, "
                "phone, e-mail, messages and notes, also from the search. Order, amounts and returns stay. It happens "
                "by itself once a day and cannot be undone; backups made before still hold the names until they are "
                "replaced."
            )
        )
        names = (self.tr("Account"), self.tr("Forget buyers"), self.tr("Would go now"))
        for head, name in zip(self._heads, names, strict=True):
            head.setText(name)
        self.leave.show_text(self.tr("Close"))
        for one in self._retentions:
            self._word_box(one)
        self._show()

    def _word_box(self, one: Retention) -> None:
        """The choices of one account, the present one among them."""
        box = self.boxes[one.account]
        box.blockSignals(True)
        box.clear()
        asked = self.tr("never") if one.asked is None else self.tr("after %n day(s)", "", one.asked)
        box.addItem(self.tr("as the channel asks ({when})").format(when=asked) if one.asked else asked, "")
        days = {*_OFTEN, *((int(one.told),) if one.told.isdigit() else ())}
        for count in sorted(days):
            box.addItem(self.tr("after %n day(s)", "", count), str(count))
        if one.asked is not None:
            box.addItem(self.tr("never"), NEVER)
        present = NEVER if one.told == NEVER and one.asked is not None else "" if one.told == NEVER else one.told
        box.setCurrentIndex(box.findData(present))
        box.setAccessibleName(self.tr("{account}: forget buyers").format(account=one.name))
        box.blockSignals(False)

    def _show(self) -> None:
        report = self._report
        plans = {one.account: one for one in report.accounts} if report is not None else {}
        for account, line in self.lines.items():
            line.setText("" if report is None else self._would_go(plans.get(account)))
        count = report.orders if report is not None else 0
        self.forget.show_text(
            self.tr("Forget the buyers of %n order(s)", "", count) if count else self.tr("Forget"),
            key="Ctrl+Enter",
        )
        busy = self.tr("Wait a moment.") if self._busy or report is None else ""
        self.forget.forbid(busy or ("" if count else self.tr("Nobody is due.")))
        for box in self.boxes.values():
            box.setEnabled(not self._busy)
        text, tint = self._said
        self.state.set_tint(tint)
        self.state.setText(text)
        self.state.setVisible(bool(text))
        fit(self)

    def _would_go(self, plan: AccountPlan | None) -> str:
        if plan is None or not plan.orders + plan.waiting:
            return self.tr("nobody")
        parts = [self.tr("%n order(s)", "", plan.orders)]
        parts += [self.tr("%n conversation(s)", "", plan.conversations)] if plan.conversations else []
        parts += [self.tr("%n return(s) and case(s)", "", plan.cases)] if plan.cases else []
        parts += [self.tr("%n note(s)", "", plan.notes)] if plan.notes else []
        parts += [self.tr("%n wait(s) for the outbox", "", plan.waiting)] if plan.waiting else []
        return in_a_row(parts)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            QTimer.singleShot(0, self, self.retranslate)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)

    # --- looking ----------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Read what is kept how long, and what would go."""
        calls = self._calls
        self._set_busy(busy=True)
        looking = run_in_background(lambda: (calls.retentions(), calls.plan()), parent=self).on(Lane.READING)
        looking.success(self._looked).failure(self._failed).start()

    def _looked(self, found: tuple[tuple[Retention, ...], Report]) -> None:
        self._retentions, self._report = found
        for row, one in enumerate(self._retentions, 1):
            if one.account not in self.boxes:
                self._add_row(row, one)
            self._word_box(one)
        self._set_busy(busy=False)

    def _add_row(self, row: int, one: Retention) -> None:
        box, line = ReasonBox((), one.name, self), Label("", "body", "2", wrap=True)
        box.currentIndexChanged.connect(partial(self._chosen, one.account))
        self.boxes[one.account], self.lines[one.account] = box, line
        for column, widget in enumerate((Label(alone(one.name), "body"), box, line)):
            self._grid.addWidget(widget, row, column)

    def _chosen(self, account: AccountId, _index: int) -> None:
        calls, wanted = self._calls, str(self.boxes[account].currentData() or "")
        self._said = (self.tr("Being changed …"), "2")
        self._set_busy(busy=True)
        changing: Operation[Any] = run_in_background(lambda: calls.keep_retention(account, wanted), parent=self)
        changing.on(Lane.NETWORK).success(lambda _: self._changed()).failure(self._not_changed).start()

    def _changed(self) -> None:
        self._said = ("", "2")
        self._look()

    def _not_changed(self, error: DeskError) -> None:
        self._failed(error)
        for one in self._retentions:  # what stands there is what holds
            self._word_box(one)

    # --- forgetting -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Forget those who are due, after the button has said how many."""
        if self._busy or self._report is None or not self._report.orders:
            return
        calls = self._calls
        self._said = (self.tr("Forgetting …"), "2")
        self._set_busy(busy=True)
        self._running = (
            run_long(lambda work: calls.forget(told(work), work.stop), parent=self)
            .on(Lane.NETWORK)
            .as_job(forgetting())
            .success(self._done)
            .failure(self._failed)
            .start()
        )

    def _done(self, report: Report) -> None:
        self._running = None
        words = self.tr("The buyers of %n order(s) are forgotten.", "", report.orders)
        if not report.clean:
            words += " " + self.tr("Traces in the store's files are wiped at the next run.")
        self._said = (words, "ok" if report.clean else "warn")
        announce(self, words)
        self._look()

    def _failed(self, error: DeskError) -> None:
        self._running = None
        self._said = (error_text(error), "err")
        self._set_busy(busy=False)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._show()

    def reject(self) -> None:
        """A run goes on beside the window, in the list of work."""
        super().reject()
