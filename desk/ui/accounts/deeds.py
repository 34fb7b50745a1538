"""Owns what the window does with accounts: it opens the wizard and the dialogs, runs the deeds, and tells the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from desk.domain.clock import Instant
from desk.domain.errors import DeskError
from desk.domain.rows import AccountView, SyncProgress
from desk.domain.values import AccountId
from desk.ui.background import Lane, run_in_background
from desk.ui.sentences import channel_text
from desk.ui.widgets.foreign import alone

if TYPE_CHECKING:
    from connectors.contract.protocols import LoginReport
    from desk.services.anonymising import Forgotten
    from desk.ui.accounts.calls import AccountCalls, Done
    from desk.ui.accounts.wizard import AccountWizard
    from desk.ui.calls import ShellCalls


class Host(Protocol):
    """What these deeds need of the window."""

    def toast(
        self, text: str, *, tone: str = "info", action: str = "", deed: Callable[[], object] | None = None
    ) -> None: ...

    def load_accounts(self) -> None: ...

    def fetch_account(self, account: AccountId) -> None:
        """Fetch one account at once."""
        ...

    def stop_account(self, account: AccountId) -> None:
        """End what runs for an account."""
        ...


class AccountDeeds(QObject):
    """One for a window. Accounts are named by id, as `show` last told them."""

    tested = Signal(object, object)  # AccountId, LoginReport

    def __init__(self, shell: ShellCalls, host: Host, window: QWidget) -> None:
        super().__init__(window)
        self._shell, self._host, self._window = shell, host, window
        self._accounts: tuple[AccountView, ...] = ()
        self._open: QDialog | None = None
        self._wizard: AccountWizard | None = None
        self._testing: set[AccountId] = set()

    def now(self) -> Instant:
        """For what is told by the time that is left."""
        return self._shell.clock.now()

    @property
    def _calls(self) -> AccountCalls:
        return self._shell.account_calls

    @property
    def dialog(self) -> QDialog | None:
        """What is open; one at a time."""
        return self._open

    def show(self, accounts: tuple[AccountView, ...], progress: Mapping[AccountId, SyncProgress]) -> None:
        """How the accounts stand now."""
        self._accounts = accounts
        if self._wizard is not None:
            self._wizard.show_progress(accounts, progress)

    def _view(self, account: AccountId) -> AccountView | None:
        return next((one for one in self._accounts if one.id == account), None)

    def _ask(self, title: str, texts: Sequence[str], verb: str, *, danger: bool = False) -> QDialog:
        from desk.ui.accounts.confirm import Confirm

        return Confirm(title, texts, verb, self._window, danger=danger)

    def _raise(self, dialog: QDialog) -> None:
        self._open = dialog
        dialog.finished.connect(lambda _: self._closed(dialog))
        dialog.open()

    def _closed(self, dialog: QDialog) -> None:
        if self._open is dialog:
            self._open = self._wizard = None

    # --- setting up -------------------------------------------------------------------------------------------------

    def connect_account(self) -> None:
        """The wizard."""
        if self._open is not None:
            return
        from desk.ui.accounts.wizard import AccountWizard

        wizard = self._wizard = AccountWizard(self._calls, [one.name for one in self._accounts], self._window)
        wizard.connected.connect(self._connected)
        self._raise(wizard)

    def _connected(self, account: AccountView) -> None:
        self._host.load_accounts()
        self._host.fetch_account(account.id)

    def edit(self, account: AccountId) -> None:
        """Settings and keys."""
        self._access(account, mending=False)

    def mend(self, account: AccountId) -> None:
        """The one thing that keeps an account from working: what it lacks is asked for."""
        self._access(account, mending=True)

    def _access(self, account: AccountId, *, mending: bool) -> None:
        view = self._view(account)
        if view is None or self._open is not None:
            return
        from desk.ui.accounts.access_dialog import AccessDialog

        dialog = AccessDialog(self._calls, account, view.name, self._window, mending=mending)
        dialog.saved.connect(lambda done: self._saved(account, done, mending=mending))
        self._raise(dialog)

    def _saved(self, account: AccountId, done: Done, *, mending: bool) -> None:
        self._host.toast(
            self.tr("The sign-in works again.") if mending else self.tr("Settings and keys are kept."), tone="ok"
        )
        self._tell_warnings(done.report)
        self._host.load_accounts()
        self._host.fetch_account(account)

    # --- deeds ------------------------------------------------------------------------------------------------------

    def check_login(self, account: AccountId) -> None:
        """Try the keys and tell what was found."""
        view = self._view(account)
        if view is None or account in self._testing:
            return
        self._testing.add(account)
        name, calls = alone(view.name), self._calls

        def told(done: Done) -> None:
            answers = self.tr("{account}: the sign-in works ({shop}).")
            self._host.toast(answers.format(account=name, shop=alone(done.report.identity)), tone="ok")
            self._tell_warnings(done.report)
            self.tested.emit(account, done.report)

        def refused(error: DeskError) -> None:
            from desk.ui.accounts.texts import setup_text

            self._host.load_accounts()
            self._host.toast(
                self.tr("{account}: {trouble}").format(account=name, trouble=setup_text(error)),
                tone="warn",
                action=self.tr("Mend …"),
                deed=lambda: self.mend(account),
            )

        trying = run_in_background(lambda: calls.check_login(account), parent=self).on(Lane.NETWORK)
        trying.success(told).failure(refused).finished(lambda: self._testing.discard(account)).start()

    def _tell_warnings(self, report: LoginReport) -> None:
        for warning in report.warnings:
            self._host.toast(channel_text(warning), tone="warn")

    def switch_writing(self, account: AccountId, *, on: bool) -> None:
        """On asks once, since pushes go out from then on; off acts at once and can be taken back."""
        view = self._view(account)
        if view is None or self._open is not None:
            return
        if not on:
            self._write(account, on=False)
            return
        name = alone(view.name)
        texts = [
            self.tr("Desk then reports shipments to {channel}, each one only after you have confirmed it.").format(
                channel=alone(view.tile.name)
            )
        ]
        if view.open_pushes:
            texts.append(self.tr("%n change(s) wait in the outbox and go out at once.", "", view.open_pushes))
        asking = self._ask(
            self.tr("Let Desk write to {account}?").format(account=name),
            texts,
            self.tr("Switch writing on"),
        )
        asking.accepted.connect(lambda: self._write(account, on=True))
        self._raise(asking)

    def _write(self, account: AccountId, *, on: bool) -> None:
        view = self._view(account)
        name = alone(view.name) if view is not None else ""
        if on:
            text = self.tr("{account}: Desk may report shipments now.").format(account=name)
        else:
            text = self.tr("{account} is read-only now.").format(account=name)
        calls = self._calls
        undo = "" if on else self.tr("Undo")

        def told(_: object) -> None:
            self._host.toast(text, tone="ok", action=undo, deed=lambda: self._write(account, on=True))

        run_in_background(lambda: calls.switch_writing(account, on=on), parent=self).success(told).start()

    def anonymise(self, account: AccountId) -> None:
        """Forget one of its buyers for good."""
        view = self._view(account)
        if view is None or self._open is not None:
            return
        from desk.ui.accounts.forget_dialog import ForgetDialog

        dialog = ForgetDialog(self._calls, view.tile.kind, view.tile.name, self._window)

        def told(gone: Forgotten) -> None:
            text = self.tr("Forgotten for good: {what}.").format(what=dialog.counted(gone))
            self._host.toast(text, tone="ok")

        dialog.forgotten.connect(told)
        self._raise(dialog)

    def remove(self, account: AccountId) -> None:
        """Asks once and says what goes and what stays."""
        view = self._view(account)
        if view is None or self._open is not None:
            return
        name = alone(view.name)
        asking = self._ask(
            self.tr("Remove {account} from Desk?").format(account=name),
            [
                self.tr("%n order(s) of this account and its keys are forgotten on this computer.", "", view.orders),
                self.tr("Nothing changes in the channel: orders and shipments stay there, and so does its key."),
                self.tr("It can be connected again later; what Desk itself noted on its orders is gone then."),
            ],
            self.tr("Remove account"),
            danger=True,
        )
        asking.accepted.connect(lambda: self._remove(account, name))
        self._raise(asking)

    def _remove(self, account: AccountId, name: str) -> None:
        self._host.stop_account(account)
        calls, gone = self._calls, self.tr("{account} is removed.").format(account=name)
        run_in_background(lambda: calls.remove(account), parent=self).on(Lane.NETWORK).success(
            lambda _: self._host.toast(gone, tone="ok")
        ).start()
