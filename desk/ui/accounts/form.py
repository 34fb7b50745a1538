"""Owns the form of one kind of channel's settings and keys: fields, what is folded away, pasting, errors at fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from connectors.contract.capabilities import ConnectorKind, Setting
from connectors.contract.errors import Unavailable
from desk.domain.errors import DeskError
from desk.domain.values import AccountId
from desk.services.account_rules import COUNT_FROM_AMOUNT, COUNT_FROM_ROWS, SECOND_PERSON_ABOVE
from desk.ui.accounts.calls import Entered
from desk.ui.accounts.fields import SettingField
from desk.ui.accounts.pasting import spread
from desk.ui.accounts.sign_in import SignInBox, SignInCalls
from desk.ui.accounts.texts import field_of, setup_text
from desk.ui.widgets.button import LinkButton
from desk.ui.widgets.label import Label
from desk.ui.words import QT_TRANSLATE_NOOP

ADDRESS = "base_url"


def _optional(name: str, label: str, told: str) -> Setting:
    return Setting(name=name, label=label, required=False, help=told)


COMMON = (
    _optional(
        "ca_file",
        QT_TRANSLATE_NOOP("channel", "Certificate file of the server (PEM)"),
        QT_TRANSLATE_NOOP("channel", "Only for a server whose certificate this computer does not know."),
    ),
    _optional(
        SECOND_PERSON_ABOVE,
        QT_TRANSLATE_NOOP("channel", "A second person agrees to refunds above"),
        QT_TRANSLATE_NOOP(
            "channel", "An amount such as 50.00, in each order's currency. Left empty, nobody else is asked."
        ),
    ),
    _optional(
        COUNT_FROM_ROWS,
        QT_TRANSLATE_NOOP("channel", "Type the number of rows of a batch from"),
        QT_TRANSLATE_NOOP(
            "channel", "A number of rows that are refunded, declined or rejected at once. Left empty, it is 25."
        ),
    ),
    _optional(
        COUNT_FROM_AMOUNT,
        QT_TRANSLATE_NOOP("channel", "Type the number of rows from an amount of"),
        QT_TRANSLATE_NOOP(
            "channel", "An amount such as 1000.00 that a batch gives back, in its currency. Left empty, it is 1000."
        ),
    ),
)
"""Settings that every kind takes."""


class SettingsForm(QScrollArea):
    """Fields of one kind. `only` shows just these, as for whoever mends one; what is not shown keeps its value."""

    changed = Signal()
    entered = Signal()
    signed_in = Signal()  # the browser's sign-in has filled its fields

    def __init__(
        self,
        kind: ConnectorKind,
        parent: QWidget | None = None,
        *,
        values: Mapping[str, str] | None = None,
        kept: Collection[str] = (),
        only: Collection[str] = (),
        calls: SignInCalls | None = None,
        account: AccountId | None = None,
    ) -> None:
        """`calls`: a kind that signs in by the browser gets a box for it; `account` is the one that exists already."""
        super().__init__(parent)
        self.kind = kind
        self.sign_in: SignInBox | None = None
        given = self._given = dict(values or {})
        self.fields: dict[str, SettingField] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("ground", "none")
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 4, 12, 4)
        column.setSpacing(12)
        self.hint = Label("", "secondary", "2", wrap=True)
        column.addWidget(self.hint)
        if calls is not None and kind.signs_in_by_browser:
            box = self.sign_in = SignInBox(calls, kind.kind, self.entered_values, page, account=account)
            box.got.connect(self._take)
            box.failed.connect(self._not_signed_in)
            column.addWidget(box)
        self.more = LinkButton()
        self._folded: list[SettingField] = []
        ordered = sorted((*kind.settings, *COMMON), key=lambda one: not one.required)
        for setting in ordered:
            field = SettingField(setting, page, value=given.get(setting.name, ""), kept=setting.name in kept)
            field.edit.several.connect(lambda text, one=field: self._spread(one, text))
            field.changed.connect(self._edited)
            field.entered.connect(lambda one=field: self._next(one))
            self.fields[setting.name] = field
            if not setting.required:
                if not self._folded:
                    column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
                self._folded.append(field)
            column.addWidget(field)
        self.problem = Label("", "body", "err", wrap=True).selectable()
        self.problem.hide()
        column.addWidget(self.problem)
        column.addStretch(1)
        self.setWidget(page)
        self.more.clicked.connect(lambda: self.unfold(not self._unfolded))
        self.unfold(False)
        if only:
            self.show_only(only)
        self.retranslate()

    def unfold(self, on: bool) -> None:
        """Show what most accounts go without, or hide it."""
        self._unfolded = on
        for field in self._folded:
            field.setVisible(on)
        self._name_more()

    _unfolded = False

    def show_only(self, names: Collection[str]) -> None:
        """Just these fields; all of them for an empty collection."""
        for name, field in self.fields.items():
            field.setVisible(name in names if names else field.setting.required or self._unfolded)
        self.more.setVisible(not names)
        self.hint.setVisible(not names)

    def entered_values(self) -> Entered:
        """What is to be tried: settings as they stand, and the secrets that were typed."""
        settings, secrets = {}, {}
        for name, field in self.fields.items():
            value = field.value()
            if field.setting.secret:
                if value:
                    secrets[name] = value
            elif name in self._given or value not in ("", field.setting.default):
                settings[name] = value  # a default stays one, so that a better one reaches the account
        return Entered(settings=settings, secrets=secrets)

    def forget(self) -> None:
        """Secrets are not kept on a screen that is left."""
        for field in self.fields.values():
            field.forget()
        if self.sign_in is not None:
            self.sign_in.forget()

    def take_focus(self) -> None:
        """The first field that is empty and needed, else the first."""
        shown = [one for one in self.fields.values() if not one.isHidden()]
        empty = [one for one in shown if one.setting.required and not one.value()]
        for field in (*empty, *shown):
            field.input.setFocus()
            return

    def show_error(self, error: DeskError) -> None:
        """At its field, which gets the keyboard; below the form where no field is at fault."""
        self.clear_problems()
        name = field_of(error)
        if not name and isinstance(error, Unavailable) and error.code != "secrets_unavailable":
            name = ADDRESS
        text = setup_text(error)
        words = str(getattr(error, "words", ""))
        if words and words not in text:
            text = self.tr("{trouble} It said: {words}").format(trouble=text, words=words)
        field = self.fields.get(name)
        if field is None:
            self.problem.setText(text)
            self.problem.show()
            return
        if field in self._folded and not self._unfolded:
            self.unfold(True)
        field.show()
        field.show_problem(text)
        field.input.setFocus()
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(field))

    def _take(self, brought: Mapping[str, str]) -> None:
        """What signing in has brought goes into its fields, as if it had been typed."""
        self.clear_problems()
        for name, value in brought.items():
            if name in self.fields:
                self.fields[name].put(value)
        self._edited()
        self.signed_in.emit()

    def _not_signed_in(self, error: DeskError) -> None:
        of_signing_in = error.code.startswith("sign_in") or field_of(error) not in self.fields
        if self.sign_in is None or not of_signing_in:
            self.show_error(error)
        else:
            self.clear_problems()
            self.sign_in.show_trouble(setup_text(error))

    def clear_problems(self) -> None:
        self.problem.hide()
        self.problem.setText("")
        for field in self.fields.values():
            field.show_problem("")

    def _edited(self) -> None:
        self.problem.hide()
        self.changed.emit()

    def _next(self, field: SettingField) -> None:
        """Enter goes to the next field that is empty and needed; in the last one the form is entered."""
        shown = [one for one in self.fields.values() if not one.isHidden()]
        for one in shown[shown.index(field) + 1 :]:
            if one.setting.required and not one.value():
                one.input.setFocus()
                return
        self.entered.emit()

    def _spread(self, field: SettingField, text: str) -> None:
        found = spread(text, [one.setting for one in self.fields.values()])
        if not found:
            return
        for name, value in found.items():
            self.fields[name].put(value)
            self.fields[name].show_problem("")
        field.edit.taken = True
        self._edited()
        self.take_focus()

    def _name_more(self) -> None:
        self.more.show_text(self.tr("Fewer settings") if self._unfolded else self.tr("More settings"))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Settings and keys"))
        self.hint.setText(self.tr("Several values can be pasted at once; each goes into its own field."))
        self._name_more()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "problem"):
            self.retranslate()
