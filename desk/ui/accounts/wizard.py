"""Owns the account wizard: which page comes when, what is asked of the services, and what is left behind: nothing
until the last deed has succeeded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from connectors.contract.capabilities import ConnectorKind
from connectors.contract.errors import ConnectorError
from desk.domain.errors import DeskError
from desk.domain.values import AccountId
from desk.domain.views import AccountView, SyncProgress
from desk.services.trials import TriedOut
from desk.ui.accounts.calls import AccountCalls, Entered
from desk.ui.accounts.form import SettingsForm
from desk.ui.accounts.pages import ChoosePage, FirstPage, NeedsPage, Page, ReadPage, RulesPage
from desk.ui.accounts.texts import COMMON_FIELDS, field_of, setup_text
from desk.ui.background import Lane, Operation, run_in_background, run_long
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import Label


class Step(IntEnum):
    """The pages in their order."""

    CHOOSE = 0
    NEEDS = 1
    KEYS = 2
    READ = 3
    RULES = 4
    FIRST = 5


class AccountWizard(QDialog):
    """Connects one channel. `connected` comes when the account is kept."""

    connected = Signal(object)  # AccountView

    def __init__(self, calls: AccountCalls, taken: Collection[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calls, self._taken = calls, frozenset(taken)
        self._kinds: tuple[Any, ...] = ()
        self._kind: ConnectorKind | None = None
        self._running: Operation[Any] | None = None
        self._account: AccountView | None = None
        self.form: SettingsForm | None = None
        self._tried: TriedOut | None = None
        self._build()
        self.retranslate()
        self._show(Step.CHOOSE)
        run_in_background(calls.kinds, parent=self).on(Lane.READING).success(self._offer).failure(self._refused).start()

    def _build(self) -> None:
        self._steps = [Label("", "secondary", "3", wrap=True) for _ in Step]
        side = QWidget()
        side.setProperty("ground", "nav")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(scaled(190))
        list_ = QVBoxLayout(side)
        list_.setContentsMargins(16, 20, 12, 16)
        list_.setSpacing(12)
        for label in self._steps:
            list_.addWidget(label)
        list_.addStretch(1)
        self._title = Label("", "card-name")
        self.choose, self.needs, self.read = ChoosePage(), NeedsPage(), ReadPage()
        self.rules, self.first = RulesPage(), FirstPage()
        self._keys = QWidget()
        self._keys_column = QVBoxLayout(self._keys)
        self._keys_column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        for page in (self.choose, self.needs, self._keys, self.read, self.rules, self.first):
            self._stack.addWidget(page if page is self._keys else _scrolled(page))
        self.problem = Label("", "body", "err", wrap=True).selectable()
        self.problem.hide()
        self.cancel = KeyButton(key="Esc", parent=self)
        self.back = KeyButton(glyph=Glyph.BACK, parent=self)
        self.next = KeyButton(primary=True, parent=self)
        buttons = QHBoxLayout()
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        right = QVBoxLayout()
        right.setContentsMargins(20, 16, 20, 16)
        right.setSpacing(12)
        right.addWidget(self._title)
        right.addWidget(self._stack, 1)
        right.addWidget(self.problem)
        rule = QFrame(self)
        rule.setProperty("line", "below")
        right.addWidget(rule)
        right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(right, 1)
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.choose.chosen.connect(self._renew_kind)
        self.rules.entered.connect(self.go_on)
        self.resize(scaled(760), scaled(560))

    # --- pages ------------------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        return Step(self._stack.currentIndex())

    @property
    def busy(self) -> bool:
        return self._running is not None

    def _offer(self, kinds: tuple[Any, ...]) -> None:
        self._kinds = kinds
        self.choose.offer(kinds)
        for tile in self.choose.tiles:
            tile.taken.connect(self.go_on)
        if self.step is Step.CHOOSE:
            self.choose.take_focus()
        self._words_of_step()

    def _renew_kind(self) -> None:
        """What was typed for another channel is of no use for this one."""
        if self._kind is not None and self._kind.kind != self.choose.kind:
            self._kind = None
            self.rules.name.clear()
            if self.form is not None:
                self.form.forget()
                self.form.deleteLater()
                self.form = None

    def _show(self, step: Step) -> None:
        self._stack.setCurrentIndex(step)
        self._say("")
        self._words_of_step()
        page = self._page()
        if isinstance(page, Page):
            page.take_focus()
        elif self.form is not None:
            self.form.take_focus()
        if step in (Step.NEEDS, Step.READ, Step.FIRST):
            self.next.setFocus()

    def _page(self) -> Page | None:
        pages = (self.choose, self.needs, None, self.read, self.rules, self.first)
        return pages[self.step]

    def go_back(self) -> None:
        """The page before; while something runs, that is stopped and the page stays."""
        if self.busy:
            self._stop()
        elif Step.CHOOSE < self.step < Step.FIRST:
            self._show(Step(self.step - 1))

    def go_on(self) -> None:
        """The next page, after what has to succeed first."""
        if self.busy:
            return
        deeds: Mapping[Step, Callable[[], object]] = {
            Step.CHOOSE: self._take_kind,
            Step.NEEDS: lambda: self._show(Step.KEYS),
            Step.KEYS: self._check,
            Step.READ: self._to_rules,
            Step.RULES: self._connect,
            Step.FIRST: self.accept,
        }
        deeds[self.step]()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not isinstance(self.focusWidget(), QLineEdit):  # which has told of it already
                self.go_on()
            return
        super().keyPressEvent(event)

    # --- deeds ------------------------------------------------------------------------------------------------------

    def _take_kind(self) -> None:
        wanted = self.choose.kind
        for kind, tile in self._kinds:
            if kind.kind == wanted:
                if self._kind is not kind:
                    self._kind = kind
                    self.needs.show_kind(kind, tile)
                    self.form = SettingsForm(kind, self._keys, calls=self._calls)
                    self.form.entered.connect(self.go_on)
                    self.form.signed_in.connect(self.go_on)
                    self._keys_column.addWidget(self.form)
                    self._name_form()
                self._show(Step.NEEDS)

    def _name_form(self) -> None:
        if self.form is not None:
            self.form.retranslate()

    def _check(self) -> None:
        form, kind = self.form, self._kind
        if form is None or kind is None:
            return
        form.clear_problems()
        entered, name, calls = form.entered_values(), kind.kind, self._calls
        self._run(
            run_long(lambda work: calls.try_out(name, entered, work.stop), parent=self)
            .success(self._answered)
            .failure(self._refused)
        )

    def _answered(self, tried: TriedOut) -> None:
        self._running = None
        self._tried = tried
        self.read.show_trial(tried)
        self._show(Step.READ)

    def _to_rules(self) -> None:
        if self._kind is not None and self._tried is not None:
            may_write = self._tried.report.may_write is not False
            if not self.rules.name.text():
                self.rules.begin(self._kind.name, self._taken, self._calls.clock.now(), may_write=may_write)
            self._show(Step.RULES)

    def _connect(self) -> None:
        form, kind = self.form, self._kind
        if form is None or kind is None:
            return
        wrong = self.rules.why_not()
        if wrong:
            self.rules.show_problem("start_date", wrong)
            return
        entered = form.entered_values()
        rules = {
            "start_date": self.rules.start_date(),
            "writing": "on" if self.rules.writing.isChecked() and self.rules.writing.isEnabled() else "off",
        }
        whole = Entered(settings={**entered.settings, **rules}, secrets=entered.secrets)
        name = self.rules.name.text().strip()
        channel, calls = kind.kind, self._calls
        self._run(
            run_long(lambda work: calls.add(channel, whole, name, work.stop), parent=self)
            .success(self._kept)
            .failure(self._refused)
        )

    def _run(self, operation: Operation[Any]) -> None:
        self._say("")
        self._running = operation
        operation.on(Lane.NETWORK).start()
        self._words_of_step()

    def _stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self._running = None
            self._words_of_step()

    def _kept(self, account: AccountView) -> None:
        self._running = None
        self._account = account
        if self.form is not None:
            self.form.forget()
        self.first.show_account(account, None)
        self._show(Step.FIRST)
        self.connected.emit(account)

    def _refused(self, error: DeskError) -> None:
        """Where the fault is, there the agent is taken; all that was typed stays."""
        self._running = None
        self._words_of_step()
        field = COMMON_FIELDS.get(error.code, "")
        if field and self.step is Step.RULES:
            self.rules.show_problem(field, setup_text(error))
            return
        if self.form is not None and (field_of(error) or isinstance(error, ConnectorError) or self.step is Step.KEYS):
            if self.step is not Step.KEYS:
                self._show(Step.KEYS)
            self.form.show_error(error)
            self._words_of_step()
            return
        self._say(setup_text(error))

    def show_progress(self, accounts: Collection[AccountView], progress: Mapping[AccountId, SyncProgress]) -> None:
        """How the new account's first fetch stands."""
        made = self._account
        if made is not None and self.step is Step.FIRST:
            now = next((one for one in accounts if one.id == made.id), made)
            self.first.show_account(now, progress.get(made.id))

    def done(self, result: int) -> None:
        """However it is left: the check ends, and no secret stays on a screen."""
        self._stop()
        if self.form is not None:
            self.form.forget()
        super().done(result)

    # --- words ------------------------------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _names(self) -> tuple[str, ...]:
        return (
            self.tr("Channel"),
            self.tr("What you need"),
            self.tr("Settings and keys"),
            self.tr("A first look"),
            self.tr("Name and rights"),
            self.tr("First fetch"),
        )

    def _words_of_step(self) -> None:
        step = self.step
        for place, (label, name) in enumerate(zip(self._steps, self._names(), strict=True)):
            label.setText(self.tr("{number}  {name}").format(number=place + 1, name=name))
            label.set_tint("accent" if place == step else "2" if place < step else "3")
        self._title.setText(self._names()[step])
        title = self.tr("Connect an account")
        where = self.tr("Step {number} of {all}: {name}").format(
            number=step + 1, all=len(self._steps), name=self._names()[step]
        )
        self.setWindowTitle(title)
        self.setAccessibleName(f"{title}. {where}")
        words = {
            Step.KEYS: self.tr("Check"),
            Step.READ: self.tr("This is the right one"),
            Step.RULES: self.tr("Connect"),
            Step.FIRST: self.tr("Go to work"),
        }.get(step, self.tr("Next"))
        if self.busy:
            words = self.tr("Being checked …") if step is Step.KEYS else self.tr("Being connected …")
        self.next.show_text(words)
        self.next.setEnabled(not self.busy and (step is not Step.CHOOSE or bool(self._kinds)))
        self.back.show_text(self.tr("Stop") if self.busy else self.tr("Back"))
        self.back.setVisible(Step.CHOOSE < step < Step.FIRST)
        self.cancel.show_text(self.tr("Cancel"))
        self.cancel.setVisible(step is not Step.FIRST)

    def retranslate(self) -> None:
        for page in (self.choose, self.needs, self.read, self.rules, self.first):
            page.retranslate()
        self._words_of_step()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "next"):
            self.retranslate()


def _scrolled(page: QWidget) -> QScrollArea:
    page.setProperty("ground", "none")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
