"""Owns the sync centre: one card for each account, with what ran, runs and comes next, and the deeds at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.values import AccountId
from desk.domain.views import SyncProgress
from desk.services.sync_centre import AccountSync
from desk.ui.background import Lane, hub, run_in_background
from desk.ui.sync_centre.account_card import AccountCard
from desk.ui.sync_centre.calls import SyncCalls
from desk.ui.sync_centre.repair_dialog import RepairDialog
from desk.ui.widgets.label import Label

_TICK_MS = 1000
_LOOK_AGAIN = 5
"""Ticks between two looks at the store and the quotas; in between only times pass."""


class AccountHost(Protocol):
    """What the panel needs of the window."""

    def fetch_account(self, account: AccountId) -> None: ...

    def stop_account(self, account: AccountId) -> None: ...

    def toast(
        self, text: str, *, tone: str = "info", action: str = "", deed: Callable[[], object] | None = None
    ) -> None: ...


class AccountDeedsHere(Protocol):
    """Deeds with dialogs of their own (desk.ui.accounts.deeds)."""

    def mend(self, account: AccountId) -> None: ...

    def edit(self, account: AccountId) -> None: ...

    def switch_writing(self, account: AccountId, *, on: bool) -> None: ...


class SyncPanel(QScrollArea):
    """All accounts, one below the other; kept up to date while it is on screen."""

    def __init__(
        self, calls: SyncCalls, deeds: AccountDeedsHere, host: AccountHost, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._calls, self._deeds, self._host = calls, deeds, host
        self._found: tuple[AccountSync, ...] = ()
        self._read_at: Instant = calls.clock.now()
        self._progress: Mapping[AccountId, SyncProgress] = {}
        self._busy = False
        self._again = False
        self._ticks = 0
        self.dialog: RepairDialog | None = None
        self.cards: dict[AccountId, AccountCard] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setProperty("ground", "none")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(12, 12, 16, 12)
        self._column.setSpacing(12)
        self._title = Label("", "card-name")
        self._none = Label("", "body", "2", wrap=True)
        self._column.addWidget(self._title)
        self._column.addWidget(self._none)
        self._column.addStretch(1)
        self.setWidget(page)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        hub().changed.connect(self._on_changes)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Sync of the accounts"))
        self._title.setText(self.tr("Sync"))
        self._none.setText(self.tr("No account is set up yet."))
        self._paint_cards()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "_none"):
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.load()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    # --- showing --------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Look again; while a look is under way, once more after it."""
        if self._busy:
            self._again = True
            return
        self._busy = True
        looking = run_in_background(self._calls.overview, parent=self).on(Lane.READING)
        looking.success(self.show_accounts).failure(lambda _: None).finished(self._looked).start()

    def _looked(self) -> None:
        self._busy = False
        if self._again:
            self._again = False
            self.load()

    def show_accounts(self, found: tuple[AccountSync, ...]) -> None:
        self._found, self._read_at = found, self._calls.clock.now()
        known = {one.account.id for one in found}
        for gone in [account for account in self.cards if account not in known]:
            card = self.cards.pop(gone)
            card.hide()  # it goes only after the next paint
            card.deleteLater()
        for place, one in enumerate(found):
            if one.account.id not in self.cards:
                card = self.cards[one.account.id] = self._made(one.account.id)
                self._column.insertWidget(place + 1, card)
        self._none.setVisible(not found)
        self._paint_cards()

    def show_progress(self, progress: Mapping[AccountId, SyncProgress]) -> None:
        """How far the syncs of this window are."""
        self._progress = dict(progress)
        if self.isVisible():
            self._paint_cards()

    def _paint_cards(self) -> None:
        now = self._calls.clock.now()
        passed = max(0.0, (now - self._read_at).total_seconds())
        for one in self._found:
            self.cards[one.account.id].show_account(one, self._progress.get(one.account.id), now, passed)

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks % _LOOK_AGAIN == 0:
            self.load()
        self._paint_cards()

    def _on_changes(self, changes: Changes, _by: object) -> None:
        wanted = (Kind.ACCOUNT, Kind.PUSH, Kind.REPAIR)
        if self.isVisible() and any(changes.touches(kind) for kind in wanted):
            self.load()

    # --- deeds ----------------------------------------------------------------------------------------------

    def _made(self, account: AccountId) -> AccountCard:
        card = AccountCard(account, self.widget())
        card.fetchWanted.connect(lambda: self._host.fetch_account(account))
        card.stopWanted.connect(lambda: self._host.stop_account(account))
        card.pauseWanted.connect(lambda paused: self._pause(account, paused=paused))
        card.writingWanted.connect(lambda on: self._deeds.switch_writing(account, on=on))
        card.mendWanted.connect(lambda: self._deeds.mend(account))
        card.editWanted.connect(lambda: self._deeds.edit(account))
        card.repairsWanted.connect(lambda: self.open_repairs(account))
        return card

    def _pause(self, account: AccountId, *, paused: bool) -> None:
        if paused:
            self._host.stop_account(account)
        run_in_background(lambda: self._calls.pause(account, paused=paused), parent=self).start()

    def open_repairs(self, account: AccountId) -> None:
        """The records of an account that could not be read."""
        if self.dialog is not None:
            return
        view = next((one.account for one in self._found if one.account.id == account), None)
        if view is None:
            return
        made = self.dialog = RepairDialog(self._calls, account, view.name, self.window())
        made.finished.connect(self._closed)
        made.open()

    def _closed(self, _result: int) -> None:
        self.dialog = None
        self.load()
