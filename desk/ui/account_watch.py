"""Owns what the window knows of its accounts, and what an agent does with one from the status bar or by a command.

Whoever shows accounts is told by `changed`; the dialogs about one are desk.ui.accounts.deeds.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desk.domain.rows import AccountState, AccountView
from desk.domain.values import AccountId
from desk.ui.accounts.deeds import AccountDeeds
from desk.ui.background import Lane, run_in_background
from desk.ui.calls import ShellCalls
from desk.ui.condition import condition_of
from desk.ui.schedule_loop import ScheduleLoop
from desk.ui.status_bar import Segment
from desk.ui.theme.icons import Glyph, icon


class AccountWatch(QObject):
    """`changed` whenever the accounts were read anew, also when all are as before."""

    changed = Signal()

    def __init__(self, calls: ShellCalls, loop: ScheduleLoop, deeds: AccountDeeds, window: QWidget) -> None:
        super().__init__(window)
        self._calls, self._loop, self._deeds, self._window = calls, loop, deeds, window
        self.accounts: tuple[AccountView, ...] = ()
        self.known = False
        self._failed = False
        loop.answered.connect(self._load_again)

    def load(self) -> None:
        """Read how the accounts stand, off the main thread."""
        run_in_background(self._calls.accounts, parent=self).on(Lane.READING).success(self.take).failure(
            self._could_not_load
        ).start()

    def _could_not_load(self, _: object) -> None:
        """The schedule meets the same trouble and tells it."""
        self._failed = True

    def _load_again(self) -> None:
        """The store answers: what it did not tell while it was damaged or locked can be read now."""
        if self._failed:
            self._failed = False
            self.load()

    def take(self, accounts: tuple[AccountView, ...]) -> None:
        self.accounts, self.known = accounts, True
        self.changed.emit()

    @property
    def waiting(self) -> int:
        """How many changes have not reached their channel yet."""
        return sum(one.open_pushes for one in self.accounts)

    @property
    def needing(self) -> int:
        """How many changes need a person."""
        return sum(one.failed_pushes for one in self.accounts)

    # --- deeds ----------------------------------------------------------------------------------------------

    def fetch_all(self) -> None:
        self._loop.fetch_now(None)

    def why_not_fetch(self) -> str:
        return "" if self.accounts else self.tr("No account is set up yet.")

    def why_not_cancel(self) -> str:
        return "" if self._loop.working else self.tr("Nothing is being fetched.")

    def mend_first(self) -> None:
        broken = condition_of(self.accounts).broken
        if broken is not None:
            self._deeds.mend(broken)

    def pause_all(self) -> None:
        paused = any(one.state is AccountState.READY for one in self.accounts)
        for view in self.accounts:
            self.pause(view.id, paused)

    def pause(self, account: AccountId, paused: bool) -> None:
        if paused:
            self._loop.cancel(account)
        run_in_background(lambda: self._calls.pause(account, paused=paused), parent=self).start()

    def why_not_write(self, account: AccountId | None) -> str:
        """Why writing to an order's account cannot be allowed; empty where it is the one that is missing."""
        return "" if self._read_only(account) else self.tr("No order of a read-only account is on show.")

    def allow_writing(self, account: AccountId | None) -> None:
        if account is not None and self._read_only(account):
            self._deeds.switch_writing(account, on=True)

    def _read_only(self, account: AccountId | None) -> bool:
        return any(one.id == account and not one.writing for one in self.accounts)

    def open_menu(self, account: AccountId, segment: Segment) -> None:
        menu = self.menu(account)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(segment.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def menu(self, account: AccountId) -> QMenu:
        """What can be done with one account."""
        menu = QMenu(self._window)
        view = next((one for one in self.accounts if one.id == account), None)
        if view is None:
            return menu
        loop, deeds = self._loop, self._deeds
        menu.setAccessibleName(view.name)
        if view.state is AccountState.LOGIN_NEEDED:
            menu.addAction(icon(Glyph.LOCK), self.tr("Sign in again …"), lambda: deeds.mend(account))
        fetch = menu.addAction(icon(Glyph.SYNC), self.tr("Fetch now"), lambda: loop.fetch_now(account))
        fetch.setEnabled(view.state is AccountState.READY and not loop.is_fetching(account))
        stop = menu.addAction(icon(Glyph.STOP), self.tr("Stop fetching"), lambda: loop.cancel(account))
        stop.setEnabled(loop.is_fetching(account))
        if view.state is AccountState.PAUSED:
            menu.addAction(icon(Glyph.PLAY), self.tr("Go on"), lambda: self.pause(account, paused=False))
        else:
            menu.addAction(icon(Glyph.PAUSE), self.tr("Pause"), lambda: self.pause(account, paused=True))
        menu.addSeparator()
        menu.addAction(icon(Glyph.GEAR), self.tr("Settings and keys …"), lambda: deeds.edit(account))
        if not view.writing:
            writing = menu.addAction(icon(Glyph.CLOUD_UP), self.tr("Let it report shipments …"))
            writing.triggered.connect(lambda: deeds.switch_writing(account, on=True))
        return menu
