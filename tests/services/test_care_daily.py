"""The backup of each day: when it is due, which ones are kept, and what becomes of a failure."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from desk.domain.clock import ManualClock
from desk.domain.errors import StoreUnavailable
from desk.services import care_backup, care_daily, care_doctor, care_recovery, care_restore
from desk.services.care import notes
from desk.services.context import Desk
from desk.store.engine import FILE_NAME
from desk.system.locks import FileLock
from desk.system.wrapping import RecoveryKey, WrongPassphrase
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel
from tests.support.orders import many

DAY = 86_400


@pytest.fixture
def folder(desk: Desk, channel: FakeChannel, synced: Synced) -> Path:
    channel.add(*many(5))
    synced()
    return desk.store.place.folder


def test_one_a_day_is_made_and_no_more(desk: Desk, folder: Path, clock: ManualClock) -> None:
    made = []
    for _ in range(3 * 24 * 4):
        made.append(care_backup.daily(desk))
        clock.advance(900)
    assert sum(one is not None for one in made) == 3
    assert len(care_backup.found_in(folder)) == 3


@pytest.mark.usefixtures("folder")
def test_a_clock_set_back_does_not_keep_backups_away(desk: Desk, clock: ManualClock) -> None:
    clock.advance(400 * DAY)
    assert care_backup.daily(desk) is not None
    clock.advance(-300 * DAY)
    assert care_backup.daily(desk) is not None


def test_the_newest_of_seven_days_and_four_weeks_are_kept_and_those_by_hand_always(
    desk: Desk, folder: Path, clock: ManualClock
) -> None:
    by_hand = care_backup.default_file(desk)
    care_backup.make(desk, by_hand, "a long passphrase")
    (first,) = [care_backup.daily(desk)]
    assert first is not None
    made = [clock.now()]
    template = first.file.read_bytes()
    for _ in range(59):
        clock.advance(DAY)
        made.append(clock.now())
        (folder / "backups" / f"desk-{clock.now():%Y%m%dT%H%M%SZ}.deskbackup").write_bytes(template)
        care_backup.rotate(folder)
    kept = sorted(at for at in made if (folder / "backups" / f"desk-{at:%Y%m%dT%H%M%SZ}.deskbackup").exists())
    assert kept[-7:] == made[-7:]
    weeks = {at.isocalendar()[:2] for at in made[-28:]}
    assert {at.isocalendar()[:2] for at in kept} >= set(sorted(weeks)[-4:])
    assert 7 <= len(kept) <= 11
    assert by_hand.exists()


def test_days_without_a_backup_take_none_away(desk: Desk, folder: Path, clock: ManualClock) -> None:
    for _ in range(5):
        assert care_backup.daily(desk)
        clock.advance(DAY)
    clock.advance(300 * DAY)
    assert care_backup.rotate(folder) == ()
    assert care_backup.daily(desk)
    assert len(care_backup.found_in(folder)) == 6


def test_two_processes_make_one(desk: Desk, folder: Path) -> None:
    (folder / "backups").mkdir()
    lock = FileLock(folder / "backups" / "making.lock")
    assert lock.take()
    assert care_backup.daily(desk) is None
    lock.drop()
    assert care_backup.daily(desk) is not None


def test_what_a_kill_left_is_swept_away_with_the_next(desk: Desk, folder: Path) -> None:
    backups = folder / "backups"
    backups.mkdir()
    left = [backups / f".desk-20260101T000000Z.deskbackup.77.{part}" for part in ("copy", "copy-journal", "part")]
    running = backups / ".desk-by-hand-20260101T000000Z.deskbackup.78.copy"
    for file in (*left, running):
        file.write_bytes(b"half")
    assert care_backup.daily(desk)
    assert not any(file.exists() for file in left)
    assert running.exists(), "one by hand may be under way"


@pytest.mark.usefixtures("folder")
def test_the_recovery_key_opens_it_and_another_does_not(desk: Desk) -> None:
    text = care_recovery.make(desk)
    made = care_backup.daily(desk)
    assert made is not None
    head = care_restore.look_at(made.file)
    assert care_restore.key_by(head, text) == desk.store.place.key
    other = RecoveryKey.new().text
    with pytest.raises(WrongPassphrase):
        care_restore.key_by(head, other)


def test_the_demo_makes_none(desk: Desk, folder: Path) -> None:
    assert care_backup.daily(replace(desk, demo=True)) is None
    assert care_daily.look_after(replace(desk, demo=True)).demo
    assert not (folder / "backups").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there a file may stand for a folder elsewhere")
def test_a_failure_is_noted_tried_again_after_an_hour_and_forgotten_when_it_passes(
    desk: Desk, folder: Path, clock: ManualClock
) -> None:
    (folder / "backups").write_text("somebody's file where the folder belongs")
    with pytest.raises(StoreUnavailable, match="Choose another place"):
        care_backup.daily(desk)
    state = care_daily.state(desk)
    assert state.failed_code == "backup_not_written"
    assert "cannot be written" in state.failed_text
    (folder / "backups").unlink()
    assert care_backup.daily(desk) is None, "not again at once"
    clock.advance(3601)
    state = care_daily.look_after(desk)
    assert (state.failed_code, state.failed_text, state.backups) == ("", "", 1)


def test_a_store_that_was_found_damaged_pushes_no_good_backup_out(
    desk: Desk, folder: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care_doctor, "_CHECKED_AT_START", 1)
    assert care_daily.look_after(desk).backups == 1
    desk.store.close()
    told = bytearray((folder / FILE_NAME).read_bytes())
    told[len(told) // 2 : len(told) // 2 + 4096] = bytes(4096)
    (folder / FILE_NAME).write_bytes(told)
    clock.advance(8 * DAY)
    state = care_daily.look_after(desk)
    assert state.damaged
    assert state.backups == 1
    assert "desk restore" in care_doctor.restore_step(folder)


def test_the_weekly_look_is_due_for_a_large_store_only_and_can_be_stopped(
    desk: Desk, folder: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not care_doctor.is_check_due(desk)
    monkeypatch.setattr(care_doctor, "_CHECKED_AT_START", 1)
    assert care_doctor.is_check_due(desk)
    stop = threading.Event()
    seen: list[int] = []

    def look(done: int, of: int) -> None:
        seen.append(done)
        if done == of // 2:
            stop.set()

    with pytest.raises(care_backup.BackupStopped):
        care_doctor.check(desk, look, stop)
    assert "checked_at" not in notes(folder)
    assert care_doctor.check(desk) == ()
    assert not care_doctor.is_check_due(desk)
    clock.advance(7 * DAY)
    assert care_doctor.is_check_due(desk)


def test_a_backup_is_named_by_when_it_was_made(desk: Desk, folder: Path) -> None:
    made = care_backup.daily(desk)
    assert made is not None
    assert made.file.name == f"desk-{made.made_at:%Y%m%dT%H%M%SZ}.deskbackup"
    assert made.file.parent == folder / "backups"
