"""Owns the pictures of the store's care: offer and making of a recovery key, a backup, the settings' card, a rescue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget

from desk.domain.errors import StoreUnavailable
from desk.services import care_backup
from desk.services.care import RECOVERY, Place
from desk.services.care_daily import CareState
from desk.services.care_doctor import Finding, Grade, Report, examine_running
from desk.system.secrets import MemorySecrets
from desk.ui.care.backup_dialog import BackupDialog
from desk.ui.care.doctor_dialog import DoctorDialog
from desk.ui.care.recovery_dialog import RecoveryDialog
from desk.ui.care.rescue import RescueDialog
from desk.ui.picture_stage import Stage

_PLACE, _TYPED = "/media/stick/desk.deskbackup", "four plain words do"
State = Iterator[tuple[str, QWidget]]


def _doctor(on: Stage) -> State:
    """All well; then as were the search index to have lost some orders and the daily backup to fail."""
    on.window.care.examine()
    on.settle()
    looking = on.window.findChildren(DoctorDialog)[0]
    yield "care-doctor", looking
    lost = Finding(
        code="search",
        grade=Grade.BAD,
        text="",
        next_step="-",
        template="The search index does not fit the orders: {indexed} of {orders} are in it, and {unfound} of "
        "{sampled} looked for are not found.",
        facts={"indexed": 52, "orders": 60, "unfound": 8, "sampled": 60},
    )
    failed = Finding(
        code="backup_failed",
        grade=Grade.WARN,
        text="",
        next_step="-",
        template="The last daily backup failed.",
        why="backup_no_room",
    )
    found = [one for one in examine_running(on.desk).findings if one.code not in ("search", "versions")]
    looking.show_report(Report(findings=(*found, lost, failed)))
    on.settle()
    yield "care-doctor-bad", looking
    looking.reject()
    on.settle()


def scene(on: Stage) -> State:
    care = on.window.care
    care.load()
    on.settle()
    yield "care-offer", on.window
    care.open_recovery()
    on.settle()
    dialog = on.window.findChildren(RecoveryDialog)[0]
    yield "care-recovery", dialog
    dialog.make.click()
    on.settle()
    yield "care-recovery-key", dialog
    dialog.kept.setChecked(True)
    dialog.finish.click()
    on.settle()
    care_backup.daily(on.desk)
    care.load()
    on.window.commands.run("app.settings")
    on.settle()
    on.window.settings.ensure_visible(care.card)
    on.settle()
    yield "care-settings", on.window
    care.open_backup()
    on.settle()
    asking = on.window.findChildren(BackupDialog)[0]
    asking.place.setText(_PLACE)
    asking.first.setText(_TYPED)
    asking.second.setText(_TYPED[:-3])
    asking.begin()
    yield "care-backup", asking
    asking.reject()
    on.settle()
    yield from _doctor(on)
    failed = CareState(newest=None, backups=0, has_recovery=True, failed_code="backup_no_room", failed_text="No room.")
    care.show_state(failed)
    on.window.commands.run("go.search")
    on.settle()
    yield "care-failed", on.window
    full = "The disk is full. Free some space; Desk goes on where it stopped."
    on.window.store_strip.met(StoreUnavailable(full, code="store_disk_full"))
    on.settle()
    yield "care-disk-full", on.window
    on.window.store_strip.well()
    with TemporaryDirectory() as made:
        (Path(made) / RECOVERY).write_text("{}")
        place = Place(folder=Path(made), secrets=MemorySecrets(), clock=on.clock)
        rescue = RescueDialog(StoreUnavailable("The key is missing.", code="store_key_missing"), place, on.window)
        rescue.open()
        on.settle()
        yield "care-rescue", rescue
        rescue.reject()
