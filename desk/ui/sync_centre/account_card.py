"""Owns the card of one account in the sync centre: what it says, and the buttons of its deeds."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desk.domain.clock import Instant
from desk.domain.values import AccountId
from desk.domain.views import AccountState, SyncProgress
from desk.services.sync_centre import AccountSync
from desk.ui.locale import locale
from desk.ui.sentences import endings_of, trouble_of
from desk.ui.sync_centre.texts import outbox_text, quota_text, run_text, standing_of
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import Check, KeyButton, LinkButton
from desk.ui.widgets.card import Card
from desk.ui.widgets.flow import Flow
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import ElidingLabel, Label
from desk.ui.widgets.pill import Pill
from desk.ui.widgets.tile import Tile


class AccountCard(Card):
    """Made once for an account and told anew each second, so that the keyboard stays where it is."""

    fetchWanted = Signal()
    stopWanted = Signal()
    pauseWanted = Signal(bool)
    writingWanted = Signal(bool)
    mendWanted = Signal()
    editWanted = Signal()
    repairsWanted = Signal()

    def __init__(self, account: AccountId, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.account = account
        self._paused = False
        self._writing = False
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        self._tile = Tile()
        self._name = ElidingLabel("", "name")
        self.pill = Pill()
        head.addWidget(self._tile)
        head.addWidget(self._name, 1)
        head.addWidget(self.pill)
        self.content.addLayout(head)
        self._title.hide()
        self.run = Label("", "secondary", "2", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self.trouble = Label("", "secondary", "warn", wrap=True).selectable()
        self.quotas = Label("", "secondary", "2", wrap=True)
        self.endings = Label("", "secondary", "warn", wrap=True).selectable()
        self.outbox = Label("", "secondary", "2", wrap=True)
        self.repairs = LinkButton()
        for widget in (self.run, self._bar, self.trouble, self.endings, self.quotas, self.outbox):
            self.content.addWidget(widget)
        self.content.addWidget(self.repairs, 0, Qt.AlignmentFlag.AlignLeft)
        self.writing = Check()
        self.content.addWidget(self.writing)
        self.fix = KeyButton(glyph=Glyph.LOCK, primary=True)
        self.fetch = KeyButton(glyph=Glyph.SYNC)
        self.stop = KeyButton(glyph=Glyph.STOP)
        self.pause = KeyButton(glyph=Glyph.PAUSE)
        row = Flow()
        for button in (self.fix, self.fetch, self.stop, self.pause):
            row.addWidget(button)
        self.content.addLayout(row)
        self.fix.clicked.connect(self.mendWanted)
        self.fetch.clicked.connect(self.fetchWanted)
        self.stop.clicked.connect(self.stopWanted)
        self.pause.clicked.connect(lambda: self.pauseWanted.emit(not self._paused))
        self.repairs.clicked.connect(self.repairsWanted)
        self.writing.clicked.connect(self._switch)

    def _switch(self) -> None:
        """Only asked for: the mark follows when it is so."""
        wanted = not self._writing
        self.writing.setChecked(not self._writing)
        self.writingWanted.emit(wanted)

    def show_account(self, one: AccountSync, progress: SyncProgress | None, now: Instant, passed: float) -> None:
        """How it stands now; cheap enough for each second."""
        view = one.account
        self._tile.show_tile(view.tile)
        name = alone(view.name)
        if self._name.full_text != name:
            self._name.setText(name)
        self.setAccessibleName(name)
        word, tone, glyph, filled = standing_of(one, progress)
        self.pill.show_status(word, tone, glyph=glyph, filled=filled)
        _say(self.run, run_text(one, progress, now, passed))
        self.run.setToolTip(locale().exact(view.last_good_sync) if view.last_good_sync is not None else "")
        self._show_bar(progress)
        _say(self.trouble, trouble_of(view))
        _say(self.endings, endings_of(view, now))
        _say(self.quotas, "\n".join(quota_text(quota) for quota in one.quotas))
        _say(self.outbox, outbox_text(one))
        self.repairs.setVisible(bool(view.unreadable))
        if view.unreadable:
            self.repairs.show_text(self.tr("%n record(s) could not be read …", "", view.unreadable))
        self._show_deeds(one, progress)

    def _show_bar(self, progress: SyncProgress | None) -> None:
        self._bar.setVisible(progress is not None)
        if progress is not None:
            self._bar.setAccessibleName(self.tr("Progress"))
            self._bar.setRange(0, progress.total or 0)
            self._bar.setValue(min(progress.fetched, progress.total or 0))

    def _show_deeds(self, one: AccountSync, progress: SyncProgress | None) -> None:
        view = one.account
        self._paused, self._writing = view.state is AccountState.PAUSED, view.writing
        self.fix.show_text(self.tr("Sign in again …"))
        self.fix.setVisible(view.state is AccountState.LOGIN_NEEDED or bool(self.endings.text()))
        running = progress is not None
        self.fetch.show_text(self.tr("Fetch now"))
        self.fetch.forbid(
            self.tr("It is paused.")
            if self._paused
            else self.tr("It needs a new sign-in first.")
            if view.state is AccountState.LOGIN_NEEDED
            else ""
        )
        self.fetch.setVisible(not running)
        self.stop.show_text(self.tr("Stop fetching"))
        self.stop.setVisible(running)
        self.pause.show_text(
            self.tr("Go on") if self._paused else self.tr("Pause"), glyph=Glyph.PLAY if self._paused else Glyph.PAUSE
        )
        self.writing.show_text(self.tr("Hold writing back"))
        self.writing.setAccessibleName(self.tr("Hold back everything written to {account}").format(account=view.name))
        self.writing.setChecked(not view.writing)


def _say(label: Label, text: str) -> None:
    if label.text() != text:
        label.setText(text)
    label.setVisible(bool(text))
