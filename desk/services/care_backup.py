"""Backups: one by hand, wrapped by a passphrase, and one a day by itself, wrapped by the recovery key.

Written beside its name, read back, and only then given its name: a kill leaves no half backup, and nothing here
writes to the store.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import desk as program
from desk.domain.clock import Instant, parse_utc
from desk.domain.errors import DeskError, NotAllowed, StoreDamaged, StoreUnavailable
from desk.services import care_recovery
from desk.services.care import BACKUPS, about, note, notes
from desk.services.context import Desk
from desk.store import backup
from desk.store.backup import ENDING, BackupStopped, Head, Progress, no_progress
from desk.store.engine import FILE_NAME, StoreFile
from desk.system.locks import FileLock
from desk.system.wrapping import unwrap_by_passphrase, wrap_by_passphrase

__all__ = ["ENDING", "BackupStopped", "Found", "Progress", "daily", "default_file", "found_in", "is_due", "make"]

log = logging.getLogger("store")

EVERY = timedelta(hours=24)
_AFTER_TROUBLE = timedelta(hours=1)
DAYS, WEEKS = 7, 4
"""How many daily backups are kept, and beside them how many weekly ones."""
_SPARE = 32 * 1024 * 1024
_PREFIX = "desk-"
_BY_HAND = "desk-by-hand-"
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A backup: its file, when it was made, how large it is and how many orders it holds."""

    file: Path
    made_at: Instant
    size: int
    orders: int


def default_file(desk: Desk) -> Path:
    """Where a backup by hand goes that was given no name; rotation never takes it."""
    return desk.store.place.folder / BACKUPS / f"{_BY_HAND}{desk.clock.now():{_STAMP}}{ENDING}"


def make(
    desk: Desk,
    file: Path,
    passphrase: str = "",
    progress: Progress = no_progress,
    stop: threading.Event | None = None,
) -> Found:
    """Make a backup that the passphrase opens; without one the recovery key and this computer's keyring do.

    Raises NotAllowed (short passphrase, the file exists), StoreError and BackupStopped.
    """
    place = desk.store.place
    check = place.key.check
    wraps: list[Mapping[str, object]] = []
    if passphrase:
        wraps.append(wrap_by_passphrase(place.key.hex, passphrase, about(check)))
    recovery = care_recovery.wrap_in(place.folder, check)
    if recovery is not None:
        wraps.append(recovery)
    head = Head(
        made_at=desk.clock.now(),
        desk=program.__version__,
        revision="",
        orders=0,
        size=0,
        digest="",
        key_check=check,
        wraps=tuple(wraps),
    )
    with _told_in_a_sentence(file):
        if file.exists():
            raise NotAllowed(f"{file.name} exists already. Choose another name.", code="backup_exists", name=file.name)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_room(place, file.parent)
        return _make(desk, file, head, passphrase, progress, stop or threading.Event())


def _make(desk: Desk, file: Path, head: Head, passphrase: str, progress: Progress, stop: threading.Event) -> Found:
    key = desk.store.place.key
    copy, packed = (file.with_name(f".{file.name}.{os.getpid()}.{part}") for part in ("copy", "part"))
    try:
        backup.copy_store(desk.store, copy, progress, stop)
        inside = backup.look_into(copy, key, stop)
        made = Head(
            **{name: getattr(head, name) for name in ("made_at", "desk", "size", "digest", "key_check", "wraps")},
            revision=inside.revision,
            orders=inside.orders,
        )
        backup.pack(copy, made, packed)
        written = backup.compare(packed, stop)
        for wrap in backup.wraps_of(written, "passphrase"):
            # As whoever needs it one day: with what the file holds and what was typed.
            if unwrap_by_passphrase(wrap, passphrase, about(written.key_check)) != key.hex:
                raise StoreDamaged("The backup that was made does not open. Try again.", code="backup_damaged")
        backup.settle(packed, file)
    finally:
        for left in (copy, packed, copy.with_name(f"{copy.name}-journal")):
            left.unlink(missing_ok=True)
    log.info("backup made: %s bytes, %s orders", written.size, written.orders)
    return Found(file=file, made_at=written.made_at, size=file.stat().st_size, orders=written.orders)


def _check_room(place: StoreFile, folder: Path) -> None:
    """The copy and the file it is packed into are there together for a moment."""
    needed = 2 * store_bytes(place.folder) + _SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise no_room(needed, free)


def store_bytes(folder: Path) -> int:
    """How large the store is, with its log."""
    files = (folder / FILE_NAME, folder / f"{FILE_NAME}-wal")
    return sum(one.stat().st_size for one in files if one.exists())


def no_room(needed: int = 0, free: int = 0) -> StoreUnavailable:
    detail = f"{needed} bytes needed, {free} free" if needed else ""
    return StoreUnavailable(
        "There is not enough space on the disk, so no backup was made. Free some space or choose another place, then "
        "try again.",
        detail,
        code="backup_no_room",
    )


@contextmanager
def _told_in_a_sentence(file: Path) -> Iterator[None]:
    try:
        yield
    except StoreUnavailable as error:
        # The store itself is only read here: what is full is the backup's disk.
        if error.code in ("store_disk_full", "store_io"):
            raise no_room() from error
        raise
    except OSError as error:
        if backup.is_no_room(error):
            raise no_room() from error
        raise StoreUnavailable(
            f"The backup cannot be written to {file.parent}: {error.strerror}. Choose another place.",
            code="backup_not_written",
            folder=str(file.parent),
            reason=error.strerror or "",
        ) from error


# --- Every day ------------------------------------------------------------------------------------------------------


def found_in(folder: Path) -> tuple[Found, ...]:
    """The backups beside a store, newest first; what is no backup is passed over."""
    found = []
    for file in (folder / BACKUPS).glob(f"*{ENDING}"):
        try:
            head = backup.read_head(file)
        except DeskError:
            continue
        found.append(Found(file=file, made_at=head.made_at, size=file.stat().st_size, orders=head.orders))
    return tuple(sorted(found, key=lambda one: (one.made_at, one.file.name), reverse=True))


def is_due(desk: Desk) -> bool:
    """Whether today's backup is still to be made. The demo has none, and a store without orders needs none."""
    if desk.demo:
        return False
    folder, now = desk.store.place.folder, desk.clock.now()
    failed = notes(folder).get("backup_failed_at")
    if failed and abs(now - parse_utc(str(failed))) < _AFTER_TROUBLE:
        return False
    newest = max((made for made, _ in _automatic(folder)), default=None)
    # A clock that was set back must not keep Desk from making backups until it has caught up.
    return newest is None or abs(now - newest) >= EVERY


def daily(desk: Desk, progress: Progress = no_progress, stop: threading.Event | None = None) -> Found | None:
    """Make the day's backup where it is due, and let old ones go. Raises as `make`; what went wrong is noted, too.

    None where it is not due, or another process is at it.
    """
    if not is_due(desk):
        return None
    folder, now = desk.store.place.folder, desk.clock.now()
    try:
        with _told_in_a_sentence(folder / BACKUPS / "daily"):
            (folder / BACKUPS).mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(folder / BACKUPS / "making.lock")
            if not lock.take():
                return None
            try:
                if not is_due(desk):
                    return None  # another process was faster
                _sweep(folder / BACKUPS)
                file = folder / BACKUPS / f"{_PREFIX}{now:{_STAMP}}{ENDING}"
                made = make(desk, file, progress=progress, stop=stop)
                rotate(folder)
            finally:
                lock.drop()
    except BackupStopped:
        raise
    except DeskError as error:
        note(folder, backup_failed_at=now.isoformat(), backup_failed_code=error.code, backup_failed_text=error.text)
        log.warning("the daily backup failed: %s", error.code)
        raise
    note(folder, backup_failed_at=None, backup_failed_code=None, backup_failed_text=None)
    return made


def _automatic(folder: Path) -> list[tuple[Instant, Path]]:
    """The daily backups by their names alone, since the window asks for them time and again."""
    found = []
    for file in (folder / BACKUPS).glob(f"{_PREFIX}*{ENDING}"):
        stamp = file.name.removeprefix(_PREFIX).removesuffix(ENDING)
        try:
            found.append((parse_utc(stamp), file))
        except ValueError:
            continue  # one by hand
    return found


def rotate(folder: Path) -> tuple[Path, ...]:
    """Keep the newest backup of each of the last seven days that have one, and of the last four weeks. Gives what went.

    A day without a backup takes none away: only newer ones do.
    """
    days: dict[object, Path] = {}
    weeks: dict[object, Path] = {}
    for made, file in sorted(_automatic(folder), reverse=True):
        days.setdefault(made.date(), file)
        weeks.setdefault(made.isocalendar()[:2], file)
    kept = {*list(days.values())[:DAYS], *list(weeks.values())[:WEEKS]}
    gone = tuple(sorted(file for _, file in _automatic(folder) if file not in kept))
    for file in gone:
        file.unlink(missing_ok=True)
    return gone


def _sweep(backups: Path) -> None:
    """What a killed backup left behind. The lock is held, so nobody is at work on a daily one."""
    for left in (*backups.glob(f".{_PREFIX}*.copy*"), *backups.glob(f".{_PREFIX}*.part")):
        if not left.name.startswith(f".{_BY_HAND}"):
            left.unlink(missing_ok=True)
