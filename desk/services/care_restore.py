"""Restore: a backup becomes the store, and the store that was there is kept aside.

All of it is made ready in a folder of its own first; then a mark is set, and from there it is only moved: whoever
opens the store next finishes what a kill cut short. Until the mark stands nothing of the old store is touched.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed, SecretsUnavailable, StoreDamaged, StoreUnavailable
from desk.services import care_recovery
from desk.services.care import MARK, NEVER_RAN, RECOVERY, STAGE, Place, about, is_restore_unfinished, note, write_whole
from desk.services.care_copies import ASIDE
from desk.services.context import Desk
from desk.store import accounts as account_store
from desk.store import backup
from desk.store.backup import Head, Progress, no_progress
from desk.store.engine import FILE_NAME, KEY_CHECK_NAME, StoreKey
from desk.system import crash, logs
from desk.system.locks import FileLock
from desk.system.secrets import account_secret
from desk.system.store_key import entry_of
from desk.system.wrapping import PASSPHRASE, RecoveryKey, WrongPassphrase, unwrap_by_passphrase
from desk.system.wrapping import RECOVERY as BY_RECOVERY

log = logging.getLogger("store")

_LOCK = "restoring.lock"
_SPARE = 32 * 1024 * 1024
_OLD = (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", KEY_CHECK_NAME, RECOVERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored, and where the store is kept that was there; None where there was none."""

    made_at: Instant
    orders: int
    aside: Path | None


def look_at(file: Path) -> Head:
    """What a backup tells of itself. Raises NotAllowed, StoreTooNew and StoreUnavailable."""
    return backup.read_head(file)


def own_key(place: Place, file: Path, head: Head) -> StoreKey | None:
    """The backup's key where this computer has it, so that nothing need be typed. Raises nothing of a keyring."""
    if place.given and StoreKey(place.given).check == head.key_check:
        return StoreKey(place.given)
    for folder in (place.folder, file.absolute().parent.parent):
        try:
            kept = place.secrets.get(entry_of(folder))
        except SecretsUnavailable:
            return None
        if kept and StoreKey(kept).check == head.key_check:
            return StoreKey(kept)
    return None


def key_by(head: Head, typed: str) -> StoreKey:
    """The backup's key by a passphrase or a recovery key. Raises NotAllowed, WrongPassphrase among it."""
    if not head.wraps:
        raise NotAllowed(
            "This backup was made without a passphrase and before there was a recovery key. Restore it on the computer "
            "that made it, or use another one.",
            code="backup_unwrapped",
        )
    error: NotAllowed | None = None
    for wrap in backup.wraps_of(head, BY_RECOVERY):
        try:
            return StoreKey(RecoveryKey.read(typed).unwrap(wrap, about(head.key_check)))
        except NotAllowed as wrong:
            error = wrong
    for wrap in backup.wraps_of(head, PASSPHRASE):
        try:
            return StoreKey(unwrap_by_passphrase(wrap, typed, about(head.key_check)))
        except WrongPassphrase as wrong:
            if error is None or error.code == "recovery_key_length":  # else it was meant for a recovery key
                error = wrong
    raise error or NotAllowed("This backup was wrapped by a newer Desk. Update Desk.", code="backup_too_new")


def restore(
    place: Place,
    file: Path,
    key: StoreKey,
    *,
    replace: bool = False,
    progress: Progress = no_progress,
    stop: threading.Event | None = None,
) -> Restored:
    """Make the backup the store. With `replace` a store that is there is kept aside, else it is left alone.

    Raises NotAllowed (a store is there, a window is open), BackupDamaged, StoreError, SecretsUnavailable.
    """
    head = look_at(file)
    there = place.file.exists() and place.file.stat().st_size > 0
    if there and not replace:
        raise NotAllowed(
            "There is a store in this folder already. Say --replace to keep it aside and take the backup, or choose "
            "another folder with --data.",
            code="store_exists",
        )
    stage = place.folder / STAGE
    with _told_in_a_sentence(place.folder):
        place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(place.folder):
            if (stage / MARK).exists():
                _finish(place)
            shutil.rmtree(stage, ignore_errors=True)
            free = shutil.disk_usage(place.folder).free
            if free < head.size + _SPARE:
                raise _no_room()
            try:
                _make_ready(place, file, head, key, progress, stop)
            except BaseException:
                if not (stage / MARK).exists():
                    shutil.rmtree(stage, ignore_errors=True)
                    with suppress(SecretsUnavailable):
                        place.secrets.delete(entry_of(stage))
                raise
            aside = _finish(place)
    log.info("restored a backup: %s orders", head.orders)
    return Restored(made_at=head.made_at, orders=head.orders, aside=aside if there else None)


def _make_ready(
    place: Place, file: Path, head: Head, key: StoreKey, progress: Progress, stop: threading.Event | None
) -> None:
    """Everything but moving. The mark is the last thing written."""
    stage = place.folder / STAGE
    stage.mkdir(mode=0o700)
    backup.unpack(file, stage / FILE_NAME, progress, stop)
    try:
        backup.look_into(stage / FILE_NAME, key, stop)
    except StoreDamaged:
        raise backup.BackupDamaged(
            "This backup does not open with its key, or is damaged. Use another one; your store is untouched."
        ) from None
    if place.given and place.given != key.hex:
        # Whoever works without a keyring has one key for this folder, and it is to open the restored store.
        backup.rekey(stage / FILE_NAME, key, StoreKey(place.given))
        key = StoreKey(place.given)
    elif not place.given:
        place.secrets.set(entry_of(stage), key.hex)
    write_whole(stage / KEY_CHECK_NAME, (key.check + "\n").encode())
    for wrap in backup.wraps_of(head, BY_RECOVERY) if key.check == head.key_check else ():
        care_recovery.keep_wrap(stage, head.key_check, wrap)
    aside = _free_name(place.folder, f"{ASIDE}{place.clock.now():%Y%m%dT%H%M%SZ}")
    if not place.given and place.file.exists():
        kept = place.secrets.get(entry_of(place.folder))
        if kept:
            place.secrets.set(entry_of(aside), kept)
    backup.flush_folder(stage)
    write_whole(stage / MARK, json.dumps({"aside": aside.name}).encode())
    backup.flush_folder(stage)


def _free_name(folder: Path, name: str) -> Path:
    number, made = 1, folder / name
    while made.exists():
        number += 1
        made = folder / f"{name}-{number}"
    return made


def finish(place: Place) -> None:
    """Finish a restore that was cut short. Raises NotAllowed, StoreError and SecretsUnavailable."""
    with _told_in_a_sentence(place.folder), _alone(place.folder, window_may_run=True):
        if is_restore_unfinished(place.folder):
            _finish(place)


def _finish(place: Place) -> Path:
    """Safe to call again wherever it was cut: while the stage holds a store, what lies in the folder is the old one."""
    stage = place.folder / STAGE
    aside = place.folder / str(json.loads((stage / MARK).read_bytes())["aside"])
    if (stage / FILE_NAME).exists():
        aside.mkdir(mode=0o700, exist_ok=True)
        for name in _OLD:
            if (place.folder / name).exists():
                (place.folder / name).replace(aside / name)
        backup.flush_folder(aside)
        (stage / FILE_NAME).replace(place.folder / FILE_NAME)
    # Only now: while the stage held a store, these would have been taken for the old one's.
    for name in (KEY_CHECK_NAME, RECOVERY):
        if (stage / name).exists():
            (stage / name).replace(place.folder / name)
    backup.flush_folder(place.folder)
    try:
        kept = place.secrets.get(entry_of(stage))
        if kept:
            place.secrets.set(entry_of(place.folder), kept)
            place.secrets.delete(entry_of(stage))
    except SecretsUnavailable:
        # Without a keyring the key came from the environment, and nothing was put there for it.
        if not place.given:
            raise
    # An older store knows people who are forgotten since.
    note(place.folder, **NEVER_RAN)
    shutil.rmtree(stage, ignore_errors=True)
    if aside.exists() and not any(aside.iterdir()):
        aside.rmdir()
    return aside


@contextmanager
def _alone(folder: Path, *, window_may_run: bool = False) -> Iterator[None]:
    """No window on this store, and no other restore."""
    lock = FileLock(folder / _LOCK)
    if not lock.take():
        raise NotAllowed("Another process is restoring this store. Wait until it has ended.", code="restore_under_way")
    try:
        window = FileLock(logs.make_folder(folder) / crash.MARK)
        if not window_may_run and not window.take():
            raise NotAllowed("Desk is open on this store. Close it, then restore.", code="store_in_use")
        try:
            yield
        finally:
            window.drop()
    finally:
        lock.drop()


def _no_room() -> StoreUnavailable:
    return StoreUnavailable(
        "There is not enough space on the disk to restore. Your store is untouched; free some space, then try again.",
        code="restore_no_room",
    )


@contextmanager
def _told_in_a_sentence(folder: Path) -> Iterator[None]:
    try:
        yield
    except StoreUnavailable as error:
        if error.code in ("store_disk_full", "store_io"):
            raise _no_room() from error
        raise
    except OSError as error:
        if backup.is_no_room(error):
            raise _no_room() from error
        raise StoreUnavailable(
            f"The folder {folder} cannot be written: {error.strerror}. Check its rights, or choose another with "
            "--data.",
            code="restore_not_written",
            folder=str(folder),
            reason=error.strerror or "",
        ) from error


def accounts_without_keys(desk: Desk) -> tuple[str, ...]:
    """The accounts whose keys this computer's keyring does not hold: a backup holds none. Raises StoreError."""
    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
    missing = []
    for account in known:
        kind = desk.kind_of(account.kind)
        wanted = [one for one in kind.settings if one.secret and one.required] if kind is not None else []
        try:
            if all(desk.secrets.get(account_secret(account.name, one.name)) for one in wanted):
                continue
        except SecretsUnavailable:
            pass
        missing.append(account.name)
    return tuple(missing)
