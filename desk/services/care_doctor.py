"""`desk doctor`: looks at everything a store needs, and says for each finding how it is and what to do next.

Works for a store that does not open, too: what can be looked at without it is looked at all the same.
"""

from __future__ import annotations

import logging
import platform
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import desk as program
from desk.domain.clock import Clock, parse_utc
from desk.domain.errors import DeskError, SecretsUnavailable, StoreDamaged
from desk.domain.views import AccountState
from desk.services import care_backup, care_recovery, care_restore
from desk.services.care import Place, note, notes
from desk.services.context import Desk
from desk.store import accounts as account_store
from desk.store import integrity
from desk.store.backup import Progress, no_progress
from desk.system import logs

log = logging.getLogger("store")

CHECK_EVERY = timedelta(days=7)
_CHECKED_AT_START = 64 * 1024 * 1024
_OLD_BACKUP = timedelta(days=3)
_MEGABYTE = 1_000_000
_CLOCK_WARN, _CLOCK_BAD = 60.0, 300.0


class Grade(StrEnum):
    """How a finding is."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: how it is, in a sentence, and what to do next where it is not well."""

    code: str
    grade: Grade
    text: str
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Grade:
        grades = {one.grade for one in self.findings}
        return next((one for one in (Grade.BAD, Grade.WARN) if one in grades), Grade.OK)


OpenDesk = Callable[[], Desk]


def examine(
    place: Place,
    open_desk: OpenDesk,
    *,
    online: bool = False,
    progress: Progress = no_progress,
    stop: threading.Event | None = None,
) -> Report:
    """Look at everything. `online` also asks the accounts' servers for the time. Raises only BackupStopped."""
    return Report(findings=tuple(_findings(place, open_desk, online=online, progress=progress, stop=stop)))


def _findings(
    place: Place, open_desk: OpenDesk, *, online: bool, progress: Progress, stop: threading.Event | None
) -> Iterator[Finding]:
    yield _versions()
    yield _keyring(place)
    yield _space(place)
    yield _log_folder(place)
    if not place.file.exists():
        yield _ok("store", f"There is no store in {place.folder} yet; the first start makes one.")
        return
    try:
        desk = open_desk()
    except DeskError as error:
        damaged = isinstance(error, StoreDamaged)
        yield _bad("store", "The store does not open.", restore_step(place.folder) if damaged else error.text)
        yield from _backups(place.folder, place.clock, orders=1)
        return
    try:
        yield from examine_open(desk, place, online=online, progress=progress, stop=stop)
    finally:
        desk.store.close()


def examine_open(
    desk: Desk,
    place: Place,
    *,
    online: bool = False,
    progress: Progress = no_progress,
    stop: threading.Event | None = None,
) -> Iterator[Finding]:
    """What can be said of a store that is open. Raises BackupStopped."""
    try:
        told = integrity.library_versions(desk.store)
        libraries = ", ".join(f"{name} {version}" for name, version in told.items())
        yield _ok("store", f"The store opens ({libraries}).")
        yield _writable(desk)
        yield _damage(desk, place, progress, stop)
        state = integrity.index_state(desk.store)
        yield _index(state)
        yield from _backups(place.folder, desk.clock, state.orders)
        yield _recovery(desk)
        yield from _accounts(desk)
        if online:
            yield from _clocks(desk)
    except DeskError as error:
        if isinstance(error, care_backup.BackupStopped):
            raise
        yield _bad("reading", "The store cannot be read to its end.", error.text)


def _ok(code: str, text: str) -> Finding:
    return Finding(code=code, grade=Grade.OK, text=text)


def _warn(code: str, text: str, next_step: str) -> Finding:
    return Finding(code=code, grade=Grade.WARN, text=text, next_step=next_step)


def _bad(code: str, text: str, next_step: str) -> Finding:
    return Finding(code=code, grade=Grade.BAD, text=text, next_step=next_step)


def _versions() -> Finding:
    frozen = " (frozen)" if getattr(sys, "frozen", False) else ""
    words = f"Desk {program.__version__}{frozen}, Python {platform.python_version()}, {platform.platform()}."
    return _ok("versions", words)


def _keyring(place: Place) -> Finding:
    if place.given:
        return _ok("keyring", "The environment gives the store's key; the keyring is not asked for it.")
    try:
        place.secrets.get("doctor")
    except SecretsUnavailable as error:
        return _bad("keyring", "The keyring cannot be used.", error.text)
    return _ok("keyring", "The keyring answers.")


def _space(place: Place) -> Finding:
    folder = next((one for one in (place.folder, *place.folder.parents) if one.exists()), Path.cwd())
    free, size = shutil.disk_usage(folder).free, care_backup.store_bytes(place.folder)
    words = f"{_megabytes(free)} are free; the store takes {_megabytes(size)}."
    if free < 50 * _MEGABYTE:
        return _bad("space", words, "Free some space: Desk needs it for each order and each backup.")
    if free < 500 * _MEGABYTE + 3 * size:
        return _warn("space", words, "Free some space before it is used up.")
    return _ok("space", words)


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.0f} MB"


def _log_folder(place: Place) -> Finding:
    folder = logs.folder_in(place.folder)
    if not place.folder.exists():
        return _ok("logs", "There are no logs yet.")
    try:
        probe = logs.make_folder(place.folder) / f".probe-{place.clock.now():%H%M%S%f}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        step = "Check the rights on the store's folder and the space on its disk."
        return _bad("logs", f"No log can be written to {folder}: {error.strerror}.", step)
    return _ok("logs", f"Logs are written to {folder}.")


def _writable(desk: Desk) -> Finding:
    try:
        integrity.check_writable(desk.store)
    except DeskError as error:
        return _bad("writing", "The store cannot be written.", error.text)
    return _ok("writing", "The store can be written.")


def _damage(desk: Desk, place: Place, progress: Progress, stop: threading.Event | None) -> Finding:
    problems = check(desk, progress, stop)
    if not problems:
        return _ok("integrity", "Every page of the store is what was written.")
    return _bad("integrity", "The store is damaged.", restore_step(place.folder))


def restore_step(folder: Path) -> str:
    """What to do about a damaged store, the newest backup named."""
    found = care_backup.found_in(folder)
    if not found:
        return (
            "Restore a backup with desk restore. Without one, keep this folder aside and set the accounts up anew: "
            "the orders come from the channels."
        )
    import shlex

    return f"Close Desk, then restore the newest backup: desk restore {shlex.quote(str(found[0].file))} --replace"


def _index(state: integrity.IndexState) -> Finding:
    if state.fits:
        return _ok("search", f"The search index fits its {state.orders} orders.")
    words = (
        f"The search index does not fit the orders: {state.indexed} of {state.orders} are in it, and {state.unfound} "
        f"of {state.sampled} looked for are not found."
    )
    return _bad("search", words, "Make it anew, while Desk is open or not: desk doctor --rebuild-index")


def _backups(folder: Path, clock: Clock, orders: int) -> Iterator[Finding]:
    told = notes(folder)
    if told.get("backup_failed_text"):
        yield _warn("backup_failed", "The last daily backup failed.", str(told["backup_failed_text"]))
    found = care_backup.found_in(folder)
    if not found:
        if orders:
            yield _warn("backup", "There is no backup beside the store.", "Make one: desk backup")
        else:
            yield _ok("backup", "There is nothing to back up yet.")
        return
    age = clock.now() - found[0].made_at
    words = f"The newest of {len(found)} backups beside the store is of {found[0].made_at:%Y-%m-%d %H:%M} UTC."
    if age > _OLD_BACKUP:
        yield _warn("backup", words, "Make one: desk backup. An open window makes one a day.")
    else:
        yield _ok("backup", words)


def _recovery(desk: Desk) -> Finding:
    if care_recovery.has_recovery(desk.store.place):
        return _ok("recovery", "There is a recovery key for this store.")
    step = "Make one, and keep it away from this computer: desk recovery-key"
    return _warn("recovery", "There is no recovery key: with the keyring the store would be lost.", step)


def _accounts(desk: Desk) -> Iterator[Finding]:
    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
    without = set(care_restore.accounts_without_keys(desk))
    well = 0
    for one in known:
        if one.name in without:
            step = f"Enter them again: desk accounts set {one.name!r} --secret KEY=ENVVAR"
            yield _warn("account", f"The keys of {one.name} are not in this keyring.", step)
        elif one.trouble_text and one.state is not AccountState.READY:
            yield _warn("account", f"{one.name} needs attention.", one.trouble_text)
        else:
            well += 1
    if well or not known:
        yield _ok("accounts", f"{well} accounts are ready." if known else "No account is set up yet.")


def _clocks(desk: Desk) -> Iterator[Finding]:
    from desk.services.care_clock import apart

    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
    for one in known:
        seconds = apart(desk, one)
        if seconds is None:
            step = "Check the connection and the account's address: desk accounts test"
            yield _warn("clock", f"The server of {one.name} tells no time.", step)
            continue
        words = f"This computer's clock and that of {one.name} differ by {abs(seconds):.0f} s."
        step = "Set this computer's clock by the network."
        if abs(seconds) > _CLOCK_BAD:
            yield _bad("clock", words, step)
        elif abs(seconds) > _CLOCK_WARN:
            yield _warn("clock", words, step)
        else:
            yield _ok("clock", words)


# --- The whole file, once a week ------------------------------------------------------------------------------------


def check(desk: Desk, progress: Progress = no_progress, stop: threading.Event | None = None) -> tuple[str, ...]:
    """Read every page and note when; what is wrong, empty when all is well. Raises StoreError and BackupStopped."""
    problems = integrity.damage_of(desk.store, progress, stop)
    folder = desk.store.place.folder
    note(folder, checked_at=desk.clock.now().isoformat(), damaged=bool(problems) or None)
    if problems:
        log.error("the store is damaged: %s", "; ".join(problems[:3]))
    return problems


def is_check_due(desk: Desk) -> bool:
    """Whether a store too large to be read at each start has not been read for a week."""
    folder = desk.store.place.folder
    if desk.demo or care_backup.store_bytes(folder) <= _CHECKED_AT_START:
        return False
    with suppress(KeyError, ValueError):
        return abs(desk.clock.now() - parse_utc(str(notes(folder)["checked_at"]))) >= CHECK_EVERY
    return True
