"""Owns the care of the store in the open window: what is done by itself, the strip, the settings' card, the dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.ui.background import Lane, Operation, run_in_background, run_long
from desk.ui.care.calls import CareCalls, told
from desk.ui.job_kinds import looking_after, making_index
from desk.ui.sentences import error_text
from desk.ui.settings.kept import Kept
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import LinkButton
from desk.ui.widgets.strip import Strip
from desk.ui.window_services import WindowServices

if TYPE_CHECKING:
    from desk.services.care_backup import Found
    from desk.services.care_daily import CareState
    from desk.ui.care.card import CareCard

_FIRST_MS, _EVERY_MS = 60_000, 15 * 60_000
"""The first look comes when the start is over and the first sync has begun; then often enough for a day's backup."""
_DECLINED = "care/recovery-declined"
_UNFINISHED = "care/index-unfinished"


class CareStrip(Strip):
    """What is wrong with the backups, else the offer of a recovery key, which can be left."""

    def __init__(self) -> None:
        super().__init__(Glyph.WARNING, "warn")
        self.leave = LinkButton()
        row = self.layout()
        if row is not None:
            row.addWidget(self.leave)
        self.leave.hide()


class CareRoom(QObject):
    """`start` begins to look after the store. `go_on` takes the keyboard when the strip that had it goes."""

    damaged = Signal()  # found by the weekly look; another strip says it

    def __init__(
        self, window: QWidget, services: WindowServices, go_on: Callable[[], None], calls: CareCalls, kept: Kept
    ) -> None:
        super().__init__(window)
        self._window, self._services, self._go_on, self._calls, self._kept = window, services, go_on, calls, kept
        self._state: CareState | None = None
        self._any_account = False
        self._looking: Operation[CareState] | None = None
        self._rebuilding: Operation[int] | None = None
        self.strip = CareStrip()
        self._card: CareCard | None = None
        self._share: float | None = None
        self.strip.fix.clicked.connect(self._mend)
        self.strip.leave.clicked.connect(self._decline)
        bind = services.commands.bind
        bind("care.backup", self.open_backup, self._why_not)
        bind("care.recovery-key", self.open_recovery, self._why_not)
        bind("care.rebuild-index", self.rebuild)
        bind("care.doctor", self.examine)
        bind("care.privacy", self.open_privacy, self._why_not_forget)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look_after)

    @property
    def card(self) -> CareCard:
        """Made when the settings want it, with what is known by then."""
        if self._card is None:
            from desk.ui.care.card import CareCard

            card = self._card = CareCard(self._services.commands, self._window)
            card.hide()  # seen once the settings take it
            if self._state is not None:
                card.show_state(self._state)
            card.show_rebuilding(self._share)
        return self._card

    def _show_rebuilding(self, share: float | None) -> None:
        self._share = share
        if self._card is not None:
            self._card.show_rebuilding(share)

    def start(self) -> None:
        self.load()
        QTimer.singleShot(_FIRST_MS, self, self.look_after)
        self._timer.start(_EVERY_MS)
        if self._kept.text(_UNFINISHED, "false") == "true":
            self._kept.settings.remove(_UNFINISHED)
            self.rebuild()

    def stop(self) -> None:
        self._timer.stop()
        if self._rebuilding is not None and not self._rebuilding.work.stop.is_set():
            self._kept.settings.setValue(_UNFINISHED, "true")  # UX 7: what was running goes on at the next start
        for one in (self._looking, self._rebuilding):
            if one is not None:
                one.ask_to_stop()

    def load(self) -> None:
        """Read how things stand, off the main thread."""
        run_in_background(self._calls.state, parent=self).on(Lane.READING).success(self.show_state).failure(
            lambda _: None  # the schedule meets the same trouble and tells it
        ).start()

    def look_after(self) -> None:
        """Do what is due, beside all else."""
        if self._looking is not None:
            return
        calls = self._calls
        operation = run_long(lambda work: calls.look_after(told(work), work.stop), parent=self).on(Lane.NETWORK)
        operation.as_job(looking_after())
        operation.success(self.show_state).failure(lambda _: None).finished(self._looked)
        self._looking = operation
        operation.start()

    def _looked(self) -> None:
        self._looking = None

    def show_state(self, state: CareState) -> None:
        self._state = state
        if self._card is not None:
            self._card.show_state(state)
        if state.damaged and not state.demo:
            self.damaged.emit()
        self._say()
        self._services.commands.refresh()

    def show_accounts(self, *, any_there: bool) -> None:
        """The recovery key is offered once there is something to lose."""
        if any_there != self._any_account:
            self._any_account = any_there
            self._say()

    def retranslate(self) -> None:
        self._say()

    def _say(self) -> None:
        state, text, fix, leave = self._state, "", "", ""
        if state is None or state.demo or state.damaged:
            pass
        elif state.failed_code:
            reason = error_text(DeskError(state.failed_text, code=state.failed_code))
            text, fix = self.tr("The daily backup failed. {reason}").format(reason=reason), self.tr("Back up now …")
        elif self._any_account and not state.has_recovery and not self._declined:
            text = self.tr("Without a recovery key the store is lost with this computer's keyring.")
            fix, leave = self.tr("Make one …"), self.tr("Not now")
        focused: QWidget | None = self._window.focusWidget()
        held = focused is not None and self.strip.isAncestorOf(focused)
        self.strip.say(text, fix)
        self.strip.leave.show_text(leave)
        self.strip.leave.setVisible(bool(leave))
        if held and self.strip.isHidden():
            self._go_on()

    @property
    def _declined(self) -> bool:
        return self._kept.text(_DECLINED, "false") == "true"

    def _decline(self) -> None:
        self._kept.settings.setValue(_DECLINED, "true")
        self._say()

    def _mend(self) -> None:
        if self._state is not None and self._state.failed_code:
            self.open_backup()
        else:
            self.open_recovery()

    def _why_not(self) -> str:
        return self.tr("The demo is not backed up.") if self._state is not None and self._state.demo else ""

    def _why_not_forget(self) -> str:
        return self.tr("The demo keeps its people.") if self._state is not None and self._state.demo else ""

    # --- deeds ----------------------------------------------------------------------------------------------

    def open_backup(self) -> None:
        run_in_background(self._calls.default_file, parent=self).on(Lane.READING).success(self._ask_backup).start()

    def _ask_backup(self, file: Path) -> None:
        from desk.ui.care.backup_dialog import BackupDialog

        dialog = BackupDialog(self._calls, file, self._window)
        dialog.backed_up.connect(self._backed_up)
        dialog.open()

    def _backed_up(self, found: Found) -> None:
        self._services.toast(
            self.tr("The backup is made and was read back: {file}").format(file=found.file.name), tone="ok"
        )
        self.load()

    def open_privacy(self) -> None:
        """Show after how long buyers are forgotten, and who would be now."""
        from desk.ui.care.privacy_dialog import PrivacyDialog

        PrivacyDialog(self._calls.privacy, self._window).open()

    def open_recovery(self) -> None:
        from desk.ui.care.recovery_dialog import RecoveryDialog

        renewing = self._state is not None and self._state.has_recovery
        dialog = RecoveryDialog(self._calls, self._window, renewing=renewing)
        dialog.made.connect(self.load)
        dialog.open()

    def examine(self) -> None:
        """Say whether all is well, and offer what mends it."""
        from desk.ui.care.doctor_dialog import DoctorDialog

        dialog = DoctorDialog(self._calls, self._services.commands, self._window)
        dialog.looked.connect(self.load)
        dialog.fix_wanted.connect(self._services.commands.run)
        dialog.open()

    def rebuild(self) -> None:
        """Make the search index anew, or stop that."""
        if self._rebuilding is not None:
            self._rebuilding.ask_to_stop()
            return
        calls = self._calls
        operation = (
            run_long(lambda work: calls.rebuild_index(told(work), work.stop), parent=self)
            .on(Lane.NETWORK)
            .as_job(making_index())
        )
        operation.progress(self._show_rebuilding).success(self._rebuilt).failure(self._not_rebuilt)
        operation.finished(self._rebuild_ended)
        self._rebuilding = operation
        self._show_rebuilding(0.0)
        operation.start()

    def _rebuilt(self, orders: int) -> None:
        self._services.toast(self.tr("The search index is made anew, of %n order(s).", "", orders), tone="ok")

    def _not_rebuilt(self, error: DeskError) -> None:
        stopped = error.code == "rebuild_stopped"
        text = self.tr("Stopped. Search goes on with the index it had.") if stopped else error_text(error)
        self._services.toast(text, tone="info" if stopped else "err")

    def _rebuild_ended(self) -> None:
        self._rebuilding = None
        self._show_rebuilding(None)
