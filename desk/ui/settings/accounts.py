"""Owns the accounts in the settings: how each stands, what the channel told of itself, and every deed at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from connectors.contract.protocols import LoginReport
from desk.domain.values import AccountId
from desk.domain.views import AccountState, AccountView
from desk.services import wording
from desk.ui.accounts.deeds import AccountDeeds
from desk.ui.actions.commands import Commands
from desk.ui.locale import locale
from desk.ui.say import SAY
from desk.ui.sentences import channel_text, endings_of, findings_text, trouble_of
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.card import Card
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import ElidingLabel, Label
from desk.ui.widgets.tile import Tile


class AccountsCard(Card):
    """All accounts. `pause` is the window's, which ends what runs."""

    def __init__(self, commands: Commands, deeds: AccountDeeds, pause: Callable[[AccountId, bool], object]) -> None:
        super().__init__()
        self._commands, self._deeds, self._pause = commands, deeds, pause
        self._reports: dict[AccountId, LoginReport] = {}
        self._shown: tuple[AccountView, ...] = ()
        self.connect_button = KeyButton(glyph=Glyph.PLUS)
        self.connect_button.clicked.connect(lambda: commands.run("account.connect"))
        self.demo_button = KeyButton(glyph=Glyph.PUZZLE)
        self.demo_button.clicked.connect(lambda: commands.run("demo.open"))
        self.add_to_title(self.demo_button)
        self.add_to_title(self.connect_button)
        self._list = QVBoxLayout()
        self._list.setSpacing(16)
        self.content.addLayout(self._list)
        self._rows: dict[AccountId, QWidget] = {}
        deeds.tested.connect(self._tested)

    def _tested(self, account: AccountId, report: LoginReport) -> None:
        self._reports[account] = report
        self.show_accounts(self._shown)

    def show_accounts(self, accounts: Sequence[AccountView]) -> None:
        """Made anew as a whole; the keyboard stays at the deed it was at."""
        self._shown = tuple(accounts)
        self.show_title(self.tr("Accounts"))
        self.connect_button.show_text(self.tr("Connect an account …"))
        self.connect_button.forbid(self._commands.why_not("account.connect"))
        self.demo_button.show_text(self.tr("Look at demo data"))
        self.demo_button.setVisible(not accounts and not self._commands.why_not("demo.open"))
        focused: QWidget | None = self.focusWidget()
        held = focused.objectName() if focused is not None else ""
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()  # it goes only after the next paint
                widget.deleteLater()
        if not accounts:
            text = self.tr("No account is set up yet. Connect one, or look around among made-up orders first.")
            self._list.addWidget(Label(text, "body", "2", wrap=True))
        for view in accounts:
            self._list.addWidget(self._account_row(view))
        if held:
            again = self.findChildren(KeyButton, held)
            (again[-1] if again else self.connect_button).setFocus()

    def _account_row(self, view: AccountView) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(12)
        line.addWidget(Tile(view.tile), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(ElidingLabel(view.name, "name"))
        rights = self.tr("reads and reports") if view.writing else self.tr("Read-only")
        parts = [SAY.text(wording.ACCOUNT_STATES[view.state]), rights, self.tr("%n order(s)", "", view.orders)]
        if view.last_good_sync is not None:
            parts.append(self.tr("fetched {moment}").format(moment=locale().moment(view.last_good_sync)))
        column.addWidget(ElidingLabel(" · ".join(parts), "secondary", "2"))
        if view.base_url:
            column.addWidget(ElidingLabel(view.base_url, "secondary", "2", mode=Qt.TextElideMode.ElideMiddle))
        found = findings_text(view.findings)
        if found:
            column.addWidget(Label(found, "secondary", "3", wrap=True).selectable())
        if view.withheld:
            column.addWidget(Label(channel_text(view.withheld), "secondary", "warn", wrap=True).selectable())
        if view.unreadable:
            text = self.tr("%n record(s) could not be read", "", view.unreadable)
            column.addWidget(Label(text, "secondary", "warn", wrap=True))
        for warning in self._reports[view.id].warnings if view.id in self._reports else ():
            if warning != view.withheld:
                column.addWidget(Label(channel_text(warning), "secondary", "warn", wrap=True).selectable())
        ending = endings_of(view, self._deeds.now())
        if ending:
            column.addWidget(Label(ending, "secondary", "warn", wrap=True).selectable())
        if view.trouble_code:
            column.addWidget(Label(trouble_of(view), "secondary", "warn", wrap=True).selectable())
        column.addSpacing(6)
        column.addLayout(self._buttons(view))
        line.addLayout(column, 1)
        return row

    def _buttons(self, view: AccountView) -> Flow:
        deeds, account = self._deeds, view.id
        paused = view.state is AccountState.PAUSED
        choices: list[tuple[str, str, Glyph, Callable[[], object]]] = [
            ("edit", self.tr("Settings and keys …"), Glyph.GEAR, lambda: deeds.edit(account)),
            ("test", self.tr("Test now"), Glyph.CHECK, lambda: deeds.check_login(account)),
        ]
        if view.state is AccountState.LOGIN_NEEDED or endings_of(view, deeds.now()):
            mend = ("mend", self.tr("Sign in again …"), Glyph.LOCK, lambda: deeds.mend(account))
            choices = [mend, choices[0]]
        if view.writing:
            choices.append(
                (
                    "writing",
                    self.tr("Make it read-only"),
                    Glyph.LOCK,
                    lambda: deeds.switch_writing(account, on=False),
                )
            )
        else:
            choices.append(
                (
                    "writing",
                    self.tr("Let it report shipments …"),
                    Glyph.CLOUD_UP,
                    lambda: deeds.switch_writing(account, on=True),
                )
            )
        choices.append(
            (
                "pause",
                self.tr("Go on") if paused else self.tr("Pause"),
                Glyph.PLAY if paused else Glyph.PAUSE,
                lambda: self._pause(account, not paused),
            )
        )
        anonymise = self.tr("Anonymise a buyer …")
        choices.append(("anonymise", anonymise, Glyph.USER, lambda: deeds.anonymise(account)))
        choices.append(("remove", self.tr("Remove …"), Glyph.TRASH, lambda: deeds.remove(account)))
        flow = Flow(6)
        for name, text, glyph, deed in choices:
            button = KeyButton(text, glyph=glyph)
            button.setObjectName(f"{name}-{account}")
            button.setAccessibleName(f"{text} {alone(view.name)}")
            button.clicked.connect(lambda _=False, do=deed: do())
            flow.addWidget(button)
        return flow
