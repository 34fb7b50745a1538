"""Owns the card in the settings that says how the store is cared for. Its buttons run commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.ui.actions.commands import Commands
from desk.ui.locale import locale
from desk.ui.say import SAY
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.card import Card
from desk.ui.widgets.label import Label

if TYPE_CHECKING:
    from desk.services.care_daily import CareState


class CareCard(Card):
    """The newest backup, the recovery key, the search index."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._state: CareState | None = None
        self._share: float | None = None
        self.backup_line = Label("", "body", wrap=True)
        self.recovery_line = Label("", "body", "2", wrap=True)
        self.index_line = Label("", "body", "2", wrap=True)
        self.backup, self.recovery, self.rebuild, self.doctor, self.privacy = (KeyButton() for _ in range(5))
        self.privacy_line = Label("", "body", "2", wrap=True)
        for line in (self.backup_line, self.recovery_line, self.index_line):
            self.content.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(8)
        deeds = {
            self.backup: "care.backup",
            self.recovery: "care.recovery-key",
            self.rebuild: "care.rebuild-index",
        }
        self.doctor.clicked.connect(lambda: commands.run("care.doctor"))
        self.add_to_title(self.doctor)
        for button, deed in deeds.items():
            button.clicked.connect(lambda _=False, one=deed: commands.run(one))
            row.addWidget(button)
        row.addStretch(1)
        self.content.addLayout(row)
        self.content.addWidget(self.privacy_line)
        self.privacy.clicked.connect(lambda _=False: commands.run("care.privacy"))
        self.content.addWidget(self.privacy, 0, Qt.AlignmentFlag.AlignLeft)
        locale().changed.connect(self.retranslate)
        self.retranslate()

    def show_state(self, state: CareState) -> None:
        self._state = state
        self.retranslate()

    def show_rebuilding(self, share: float | None) -> None:
        """How far the index is; None when nothing is being made."""
        self._share = share
        self.retranslate()

    def retranslate(self) -> None:
        self.show_title(self.tr("Backup, recovery and privacy"))
        self.backup.show_text(self.tr("Back up now …"))
        self.doctor.show_text(self.tr("Check …"))
        self.privacy.show_text(self.tr("Forget buyers …"))
        self.privacy_line.setText(
            self.tr("Where a channel or you say so, Desk forgets who bought something some time after it was shipped.")
        )
        self.rebuild.show_text(self.tr("Stop") if self._share is not None else self.tr("Make the search index anew"))
        state = self._state
        known = state is not None and not state.demo
        has_key = state is not None and state.has_recovery
        self.recovery.show_text(self.tr("New recovery key …") if has_key else self.tr("Recovery key …"))
        for button in (self.backup, self.recovery, self.privacy, self.privacy_line):
            button.setVisible(known)
        self._say_backup(state)
        self.recovery_line.setVisible(known)
        self.recovery_line.setText(
            self.tr("There is a recovery key: the store opens although the keyring is lost.")
            if has_key
            else self.tr("There is no recovery key: with this computer's keyring the store would be lost.")
        )
        self.recovery_line.set_tint("2" if has_key else "warn")
        self.index_line.setVisible(self._share is not None)
        if self._share is not None:
            share = locale().number(round(self._share * 100))
            self.index_line.setText(
                self.tr("The search index is being made anew: {share} %. Search goes on meanwhile.").format(share=share)
            )

    def _say_backup(self, state: CareState | None) -> None:
        tint = ""
        if state is None:
            text = ""
        elif state.demo:
            text = self.tr("The demo is not backed up.")
        elif state.newest is None:
            text, tint = self.tr("There is no backup yet. Desk makes one a day while it is open."), "warn"
        else:
            text = self.tr("Newest backup: {moment}, {size} MB. Desk makes one a day while it is open.").format(
                moment=SAY.moment(state.newest.made_at),
                size=locale().number(max(1, round(state.newest.size / 1_000_000))),
            )
        self.backup_line.set_tint(tint)
        self.backup_line.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
