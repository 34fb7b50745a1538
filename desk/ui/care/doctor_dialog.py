"""Owns the dialog that says whether all is well with the store, each finding with its fix beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.services.care_doctor import Finding, Grade, Report
from desk.ui.actions.commands import Commands
from desk.ui.background import Lane, Operation, run_in_background, run_long
from desk.ui.care.calls import CareCalls, told
from desk.ui.care.doctor_words import command, sentence, step
from desk.ui.job_kinds import examining
from desk.ui.sentences import error_text
from desk.ui.theme import icons
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import current, qcolour, scaled
from desk.ui.widgets.button import Check, KeyButton
from desk.ui.widgets.label import Label

_LOOKS = {Grade.BAD: (Glyph.ALERT, "err"), Grade.WARN: (Glyph.WARNING, "warn"), Grade.OK: (Glyph.DONE, "ok")}
_WORST_FIRST = list(_LOOKS)


class _Mark(QWidget):
    """The icon of a grade; its word is in the row's text."""

    def __init__(self, grade: Grade, parent: QWidget) -> None:
        super().__init__(parent)
        self._glyph, self._tone = _LOOKS[grade]
        self.setFixedSize(QSize(scaled(24), scaled(20)))

    def paintEvent(self, event: QPaintEvent) -> None:
        tone = qcolour(current().tone(self._tone).fg)
        icons.draw(QPainter(self), QRectF(self.rect()), self._glyph, tone, scaled(16))


class FindingRow(QWidget):
    """One finding: grade, how it is, what to do, and a button where a command does it."""

    def __init__(self, finding: Finding, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.finding, self._commands = finding, commands
        self.text, self.step = Label("", "body", wrap=True).selectable(), Label("", "secondary", "2", wrap=True)
        self.step.selectable()
        self.fix = KeyButton(parent=self)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.step)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(_Mark(finding.grade, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignTop)
        self.retranslate()

    def retranslate(self) -> None:
        one = self.finding
        grades = {Grade.BAD: self.tr("Bad"), Grade.WARN: self.tr("Look at this"), Grade.OK: self.tr("Well")}
        self.text.setText(sentence(one))
        self.step.setText(step(one))
        self.step.setVisible(bool(self.step.text()))
        self.setAccessibleName(f"{grades[one.grade]}: {self.text.text()} {self.step.text()}".strip())
        wanted = command(one)
        self.fix.setVisible(bool(wanted))
        if wanted:
            self.fix.show_text(self._commands.action(wanted).text().replace("&", ""))
            self.fix.forbid(self._commands.why_not(wanted))


class DoctorDialog(QDialog):
    """Looks at once. `looked` when a look has ended, `fix_wanted` with a command's id: it closes before that."""

    looked = Signal()
    fix_wanted = Signal(str)

    def __init__(self, calls: CareCalls, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calls, self._commands = calls, commands
        self._report: Report | None = None
        self._error: DeskError | None = None
        self._running: Operation[Report] | None = None
        self.rows: list[FindingRow] = []
        self._title = Label("", "card-name")
        self.summary = Label("", "body", "2", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._inside)
        self.online = Check(parent=self)
        self.again = KeyButton(glyph=Glyph.SYNC, parent=self)
        self.save = KeyButton(glyph=Glyph.IMPORT, parent=self)
        self.leave = KeyButton(key="Esc", primary=True, parent=self)
        buttons = QHBoxLayout()
        for button in (self.again, self.save):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget in (self._title, self.summary, self.bar):
            column.addWidget(widget)
        column.addWidget(area, 1)
        column.addWidget(self.online)
        column.addLayout(buttons)
        self.again.clicked.connect(self.look)
        self.save.clicked.connect(self._choose)
        self.leave.clicked.connect(self.reject)
        self.resize(scaled(680), scaled(560))
        self.retranslate()
        self.leave.setFocus()
        self.look()

    def retranslate(self) -> None:
        title = self.tr("Is all well with the store?")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._title.setText(title)
        self.bar.setAccessibleName(self.tr("Progress of the check"))
        self.online.show_text(self.tr("Also compare this computer's clock with the accounts' servers"))
        self.again.show_text(self.tr("Check again"))
        self.save.show_text(self.tr("Save diagnostics …"))
        self.save.setToolTip(self.tr("What helps to find a mistake, without buyers' data and secrets"))
        self.leave.show_text(self.tr("Close"))
        for row in self.rows:
            row.retranslate()
        self._sum_up()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # --- looking ------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look at everything; what is on show stays until then."""
        if self._running is not None:
            return
        self._error = None
        calls, online = self._calls, self.online.isChecked()
        self._running = (
            run_long(lambda work: calls.examine(online, told(work), work.stop), parent=self)
            .on(Lane.NETWORK)
            .as_job(examining())
            .progress(lambda share: self.bar.setValue(round(share * 100)))
            .success(self.show_report)
            .failure(self._not_looked)
            .finished(self._ended)
            .start()
        )
        self.bar.setValue(0)
        self._sum_up()

    def _ended(self) -> None:
        self._running = None
        self._sum_up()
        self.looked.emit()

    def _not_looked(self, error: DeskError) -> None:
        self._error = error

    def _failed(self, error: DeskError) -> None:
        self.summary.set_tint("err")
        self.summary.setText(error_text(error))

    def show_report(self, report: Report) -> None:
        """The worst first; what is well is said, too."""
        self._report = report
        for row in self.rows:
            row.hide()  # it goes only after the next paint
            row.deleteLater()
        found = sorted(report.findings, key=lambda one: _WORST_FIRST.index(one.grade))
        self.rows = [FindingRow(one, self._commands, self._inside) for one in found]
        for place, row in enumerate(self.rows):
            self._list.insertWidget(place, row)
            row.show()  # what is not seen yet cannot take the keyboard
            row.fix.clicked.connect(self._fixing(row))
        first = next((row.fix for row in self.rows if not row.fix.isHidden()), self.leave)
        if not self.online.hasFocus():
            first.setFocus()

    def _fixing(self, row: FindingRow) -> Callable[[], None]:
        def fix() -> None:
            self.accept()
            self.fix_wanted.emit(command(row.finding))

        return fix

    def _sum_up(self) -> None:
        running = self._running is not None
        self.bar.setVisible(running)
        self.again.forbid(self.tr("It is being checked …") if running else "")
        none_yet = "" if self._report is not None else self.tr("Only after a check that came to its end.")
        self.save.forbid(self.tr("It is being checked …") if running else none_yet)
        if running:
            self.summary.set_tint("2")
            self.summary.setText(self.tr("Everything the store needs is being looked at …"))
        elif self._error is not None:
            self._failed(self._error)
        elif self._report is not None:
            grades = [one.grade for one in self._report.findings]
            bad, warn = grades.count(Grade.BAD), grades.count(Grade.WARN)
            words = [self.tr("%n bad", "", bad)] if bad else []
            words += [self.tr("%n to look at", "", warn)] if warn else []
            words.append(self.tr("%n well", "", grades.count(Grade.OK)))
            self.summary.set_tint("err" if bad else "warn" if warn else "ok")
            self.summary.setText(self.tr("All is well.") if not bad and not warn else " · ".join(words))

    # --- diagnostics --------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        name = "desk-diagnostics.zip"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save diagnostics"), str(Path.home() / name), "*.zip")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, file: Path) -> None:
        """Write the diagnostics of this look."""
        report, calls = self._report, self._calls
        if report is None:
            return
        saving = run_in_background(lambda: calls.save_diagnostics(report, file), parent=self).on(Lane.NETWORK)
        saving.success(self._saved).failure(self._failed).start()

    def _saved(self, file: Path) -> None:
        self.summary.set_tint("ok")
        words = self.tr("Saved {file}. Look into it before you send it to anybody; Desk sends nothing.")
        self.summary.setText(words.format(file=file.name))

    def reject(self) -> None:
        if self._running is not None:
            self._running.cancel()
        super().reject()
