"""Owns the dialog that gives an account other settings or keys. Mending one, it shows just the field at fault."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.values import AccountId
from desk.services.accounts import Details
from desk.ui.accounts.calls import AccountCalls, Done
from desk.ui.accounts.form import SettingsForm
from desk.ui.accounts.texts import field_of, setup_text
from desk.ui.background import Lane, Operation, run_in_background, run_long
from desk.ui.sentences import channel_text
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import KeyButton, LinkButton
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import Label


class AccessDialog(QDialog):
    """Tries what is entered, and keeps it once the channel lets it in. `saved` carries what the channel said.

    With `mending` the present keys are tried first: what is wrong now decides what is asked for, and where nothing
    is wrong any more nothing is.
    """

    saved = Signal(object)  # Done

    def __init__(
        self, calls: AccountCalls, account: AccountId, name: str, parent: QWidget, *, mending: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._calls, self._account, self._name, self._mending = calls, account, name, mending
        self._details: Details | None = None
        self._running: Operation[Any] | None = None
        self.form: SettingsForm | None = None
        self._title = Label("", "card-name", wrap=True)
        self.state = Label("", "body", "2", wrap=True).selectable()
        self._where = Label("", "secondary", "2", wrap=True).selectable()
        self._place = QVBoxLayout()
        self.all = LinkButton()
        self.all.hide()
        self.cancel = KeyButton(key="Esc", parent=self)
        self.save = KeyButton(primary=True, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self.state)
        column.addWidget(self._where)
        column.addLayout(self._place, 1)
        column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        buttons = QHBoxLayout()
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        column.addLayout(buttons)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.try_it)
        self.all.clicked.connect(self._show_all)
        self.resize(scaled(520), scaled(420 if mending else 520))
        self.retranslate()
        self._begin()

    @property
    def busy(self) -> bool:
        return self._running is not None

    def _begin(self) -> None:
        calls, account, mending = self._calls, self._account, self._mending

        def look() -> tuple[Details, DeskError | Done | None]:
            details = calls.details(account)
            if not mending:
                return details, None
            try:
                return details, calls.check_login(account)
            except DeskError as error:
                return details, error

        self._run(run_in_background(look, parent=self).success(self._fill).failure(self._failed))

    def _fill(self, found: tuple[Details, DeskError | Done | None]) -> None:
        self._running = None
        self._details, met = found
        if isinstance(met, Done) and self._details.kind.signs_in_by_browser and met.report.warnings:
            met = None  # it works still, and what it signs in with is over soon: it is to be done anew
        if isinstance(met, Done):
            self.saved.emit(met)
            self.accept()
            return
        details = self._details
        known = {one.name for one in details.kind.settings}
        field = field_of(met) if met is not None else ""
        only = [field] if field in known else []
        if met is not None and not only:
            only = [one.name for one in details.kind.settings if one.secret and one.required]
        form = self.form = SettingsForm(
            details.kind,
            self,
            values=details.settings,
            kept=details.kept - {field},
            only=only,
            calls=self._calls,
            account=self._account,
        )
        form.entered.connect(self.try_it)
        form.signed_in.connect(self.try_it)
        self._place.addWidget(form, 1)
        form.show()
        self.all.setVisible(bool(only))
        if met is not None:
            form.show_error(met)
        self.retranslate()
        form.take_focus()

    def _show_all(self) -> None:
        if self.form is not None:
            self.form.show_only(())
            self.all.hide()
            self.resize(self.width(), max(self.height(), scaled(520)))
            self.form.take_focus()

    def try_it(self) -> None:
        """Ask the channel; what it does not let in is not kept."""
        if self.busy or self.form is None:
            return
        self.form.clear_problems()
        entered, calls, account = self.form.entered_values(), self._calls, self._account
        self._run(
            run_long(lambda work: calls.change(account, entered, work.stop), parent=self)
            .success(self._saved)
            .failure(self._failed)
        )

    def _run(self, operation: Operation[Any]) -> None:
        self._running = operation
        operation.on(Lane.NETWORK).start()
        self.retranslate()

    def _saved(self, done: Done) -> None:
        self._running = None
        self.saved.emit(done)
        self.accept()

    def _failed(self, error: DeskError) -> None:
        self._running = None
        self.retranslate()
        if self.form is not None:
            self.form.show_error(error)
        else:
            self.state.setText(setup_text(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not isinstance(self.focusWidget(), QLineEdit):  # which has told of it already
                self.try_it()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """However it is left: the check ends, and no secret stays on a screen."""
        if self._running is not None:
            self._running.cancel()
            self._running = None
        if self.form is not None:
            self.form.forget()
        super().done(result)

    def retranslate(self) -> None:
        name = alone(self._name)
        title = self.tr("Sign in to {account} again") if self._mending else self.tr("Settings and keys of {account}")
        self.setWindowTitle(title.format(account=name))
        self.setAccessibleName(self.windowTitle())
        self._title.setText(self.windowTitle())
        if self.form is None:
            words = self.tr("The present keys are being tried …") if self._mending and self.busy else ""
        else:
            words = self.tr("What is entered is tried first, and kept only once the channel lets it in.")
        self.state.setText(words)
        self.state.setVisible(bool(words))
        needs = channel_text(self._details.kind.needs) if self._details is not None and self._mending else ""
        self._where.setText(needs)
        self._where.setVisible(bool(needs))
        self.all.show_text(self.tr("Show all settings and keys"))
        self.cancel.show_text(self.tr("Cancel"))
        self.save.show_text(self.tr("Being checked …") if self.busy else self.tr("Check and keep"))
        self.save.setEnabled(not self.busy and self.form is not None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "save"):
            self.retranslate()
