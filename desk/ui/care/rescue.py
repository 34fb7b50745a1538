"""Owns the dialog where Desk cannot start because its store does not open: by the recovery key, or from a backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.domain.clock import clock_from_environment
from desk.domain.errors import DeskError
from desk.services import care_recovery, care_restore
from desk.services.care import Place
from desk.services.care_backup import ENDING
from desk.store.backup import Head
from desk.store.engine import StoreKey
from desk.system.secrets import KeyringSecrets
from desk.system.store_key import given_key
from desk.ui.background import Lane, lanes, run_in_background
from desk.ui.locale import locale
from desk.ui.say import SAY
from desk.ui.sentences import error_text
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.label import Label

T = TypeVar("T")

_BY_KEY = frozenset({"store_key_missing", "store_wrong_key", "store_not_a_store"})
RESCUED = _BY_KEY | {"store_damaged"}
"""The codes of errors that a recovery key or a backup mends."""


def rescue(error: DeskError, folder: Path) -> bool:
    """Show the dialog until the store opens again or the agent gives up; whether it does."""
    place = Place(folder=folder, secrets=KeyringSecrets(), clock=clock_from_environment(), given=given_key())
    lanes().open()
    try:
        return RescueDialog(error, place).exec() == QDialog.DialogCode.Accepted
    finally:
        lanes().shut_down()


class RescueDialog(QDialog):
    """Says what is wrong and mends it. Nothing of the store is touched but by its buttons."""

    def __init__(self, error: DeskError, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._file: Path | None = None
        self._own_key: StoreKey | None = None
        self._busy = False
        title = self.tr("Desk cannot start")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(title, "card-name"))
        column.addWidget(Label(error_text(error), "body", wrap=True).selectable())
        self.about = Label("", "body", "2", wrap=True)
        column.addWidget(self.about)
        self.name = Label("", "secondary", "2")
        self.field = QLineEdit(self)
        self.name.setBuddy(self.field)
        column.addWidget(self.name)
        column.addWidget(self.field)
        self.state = Label("", "body", "err", wrap=True)
        column.addWidget(self.state)
        row = QHBoxLayout()
        self.choose = KeyButton(self.tr("Choose a backup …"), parent=self)
        self.leave = KeyButton(self.tr("Close"), key="Esc", parent=self)
        self.mend = KeyButton(primary=True, parent=self)
        row.addWidget(self.choose)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.mend)
        column.addLayout(row)
        self.choose.clicked.connect(self._choose)
        self.leave.clicked.connect(self.reject)
        self.mend.clicked.connect(self.begin)
        self.field.returnPressed.connect(self.begin)
        self.setFixedWidth(scaled(560))
        self._ask_key(shown=error.code in _BY_KEY and (place.folder / "desk.recovery").exists())

    def _ask_key(self, *, shown: bool) -> None:
        self._show_field(self.tr("Recovery key") if shown else "")
        self.mend.show_text(self.tr("Open the store"))
        self.mend.setVisible(shown)
        (self.field if shown else self.choose).setFocus()

    def _show_field(self, name: str, *, hidden: bool = False) -> None:
        self.name.setText(name)
        self.field.setAccessibleName(name)
        self.field.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        for widget in (self.name, self.field):
            widget.setVisible(bool(name))
        fit(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)

    def _choose(self) -> None:
        folder = self._place.folder / "backups"
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a backup …"), str(folder), f"*{ENDING}")
        if chosen:
            self.take(Path(chosen))

    def take(self, file: Path) -> None:
        """Look at a backup, and ask for what opens it where this computer does not know its key."""
        place = self._place

        def look() -> tuple[Head, StoreKey | None]:
            head = care_restore.look_at(file)
            return head, care_restore.own_key(place, file, head)

        def show(found: tuple[Head, StoreKey | None]) -> None:
            head, self._own_key = found
            self._file = file
            words = self.tr("Backup of {moment}, {orders} orders. The store that is here is kept aside.")
            self.about.setText(words.format(moment=SAY.moment(head.made_at), orders=locale().number(head.orders)))
            asked = "" if self._own_key is not None else self.tr("Passphrase of the backup, or recovery key")
            self._show_field(asked, hidden=True)
            self.field.clear()
            self.mend.show_text(self.tr("Restore this backup"))
            self.mend.show()
            (self.field if asked else self.mend).setFocus()

        self._run(look, show)

    def begin(self) -> None:
        """Carry out what the button says."""
        place, file, typed, own = self._place, self._file, self.field.text(), self._own_key
        if file is None:
            self._run(lambda: care_recovery.recover(place, typed), lambda _: self.accept())
            return

        def restore() -> None:
            key = own or care_restore.key_by(care_restore.look_at(file), typed)
            care_restore.restore(place, file, key, replace=True)

        self._run(restore, lambda _: self.accept())

    def _run(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        if self._busy:
            return
        self._set_busy(busy=True)
        run_in_background(work, parent=self).on(Lane.DATABASE).success(done).failure(self._failed).finished(
            lambda: self._set_busy(busy=False)
        ).start()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        for button in (self.mend, self.choose):
            button.setEnabled(not busy)
        if busy:
            self.state.set_tint("2")
            self.state.setText(self.tr("This is being tried …"))
            fit(self)
        elif self.state.property("tint") == "2":
            self.state.setText("")

    def _failed(self, error: DeskError) -> None:
        self.state.set_tint("err")
        self.state.setText(error_text(error))
        fit(self)
        self.field.setFocus()

    def reject(self) -> None:
        """A restore that has begun is not left half seen."""
        if not self._busy:
            super().reject()
