"""`desk doctor`: looks at everything a store needs, and says for each finding how it is and what to do next.

Works for a store that does not open, too: what can be looked at without it is looked at all the same.
"""

from __future__ import annotations

import logging
import platform
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
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
from desk.services.marking import QT_TRANSLATE_NOOP
from desk.store import accounts as account_store
from desk.store import integrity
from desk.store.backup import Progress, no_progress
from desk.system import logs
from desk.system.store_key import given_key

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
    """One thing looked at: how it is, in a sentence, and what to do next where it is not well.

    `template` with `facts` is the same sentence for whoever speaks another language; `why` is the code of the error
    behind it, if any.
    """

    code: str
    grade: Grade
    text: str
    next_step: str = ""
    template: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)
    why: str = ""


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
        none_yet = QT_TRANSLATE_NOOP("wording", "There is no store in {folder} yet; the first start makes one.")
        yield _ok("store", none_yet, folder=str(place.folder))
        return
    try:
        desk = open_desk()
    except DeskError as error:
        damaged = isinstance(error, StoreDamaged)
        step = restore_step(place.folder) if damaged else error.text
        yield _bad("store", QT_TRANSLATE_NOOP("wording", "The store does not open."), step, error.code)
        yield from _backups(place.folder, place.clock, orders=1)
        return
    try:
        yield from examine_open(desk, place, online=online, progress=progress, stop=stop)
    finally:
        desk.store.close()


def examine_running(
    desk: Desk, *, online: bool = False, progress: Progress = no_progress, stop: threading.Event | None = None
) -> Report:
    """Look at everything from within an open window, whose store stays open. Raises only BackupStopped."""
    store = desk.store.place
    place = Place(folder=store.folder, secrets=desk.secrets, clock=desk.clock, given=given_key())
    beside = (_versions(), _keyring(place), _space(place), _log_folder(place))
    return Report(findings=(*beside, *examine_open(desk, place, online=online, progress=progress, stop=stop)))


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
        yield _ok("store", QT_TRANSLATE_NOOP("wording", "The store opens ({libraries})."), libraries=libraries)
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
        words = QT_TRANSLATE_NOOP("wording", "The store cannot be read to its end.")
        yield _bad("reading", words, error.text, error.code)


def _found(code: str, grade: Grade, template: str, step: str = "", why: str = "", **facts: str | int) -> Finding:
    plain = {name: f"{value:,}" if isinstance(value, int) else value for name, value in facts.items()}
    text = template.format(**plain)
    return Finding(code=code, grade=grade, text=text, next_step=step, template=template, facts=facts, why=why)


def _ok(code: str, template: str, **facts: str | int) -> Finding:
    return _found(code, Grade.OK, template, "", "", **facts)


def _warn(code: str, template: str, step: str, why: str = "", **facts: str | int) -> Finding:
    return _found(code, Grade.WARN, template, step, why, **facts)


def _bad(code: str, template: str, step: str, why: str = "", **facts: str | int) -> Finding:
    return _found(code, Grade.BAD, template, step, why, **facts)


def _versions() -> Finding:
    frozen = " (frozen)" if getattr(sys, "frozen", False) else ""
    return _ok(
        "versions",
        "Desk {version}, Python {python}, {system}.",
        version=f"{program.__version__}{frozen}",
        python=platform.python_version(),
        system=platform.platform(),
    )


def _keyring(place: Place) -> Finding:
    if place.given:
        words = QT_TRANSLATE_NOOP("wording", "The environment gives the store's key; the keyring is not asked for it.")
        return _ok("keyring", words)
    try:
        place.secrets.get("doctor")
    except SecretsUnavailable as error:
        return _bad("keyring", QT_TRANSLATE_NOOP("wording", "The keyring cannot be used."), error.text, error.code)
    return _ok("keyring", QT_TRANSLATE_NOOP("wording", "The keyring answers."))


def _space(place: Place) -> Finding:
    folder = next((one for one in (place.folder, *place.folder.parents) if one.exists()), Path.cwd())
    free, size = shutil.disk_usage(folder).free, care_backup.store_bytes(place.folder)
    words = QT_TRANSLATE_NOOP("wording", "{free} MB are free; the store takes {size} MB.")
    left, taken = round(free / _MEGABYTE), round(size / _MEGABYTE)
    if free < 50 * _MEGABYTE:
        step = "Free some space: Desk needs it for each order and each backup."
        return _bad("space", words, step, free=left, size=taken)
    if free < 500 * _MEGABYTE + 3 * size:
        return _warn("space", words, "Free some space before it is used up.", free=left, size=taken)
    return _ok("space", words, free=left, size=taken)


def _log_folder(place: Place) -> Finding:
    folder = logs.folder_in(place.folder)
    if not place.folder.exists():
        return _ok("logs", QT_TRANSLATE_NOOP("wording", "There are no logs yet."))
    try:
        probe = logs.make_folder(place.folder) / f".probe-{place.clock.now():%H%M%S%f}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        step = "Check the rights on the store's folder and the space on its disk."
        words = QT_TRANSLATE_NOOP("wording", "No log can be written to {folder}: {reason}.")
        return _bad("logs", words, step, folder=str(folder), reason=error.strerror or "")
    return _ok("logs", QT_TRANSLATE_NOOP("wording", "Logs are written to {folder}."), folder=str(folder))


def _writable(desk: Desk) -> Finding:
    try:
        integrity.check_writable(desk.store)
    except DeskError as error:
        words = QT_TRANSLATE_NOOP("wording", "The store cannot be written.")
        return _bad("writing", words, error.text, error.code)
    return _ok("writing", QT_TRANSLATE_NOOP("wording", "The store can be written."))


def _damage(desk: Desk, place: Place, progress: Progress, stop: threading.Event | None) -> Finding:
    problems = check(desk, progress, stop)
    if not problems:
        return _ok("integrity", QT_TRANSLATE_NOOP("wording", "Every page of the store is what was written."))
    return _bad("integrity", QT_TRANSLATE_NOOP("wording", "The store is damaged."), restore_step(place.folder))


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
        words = QT_TRANSLATE_NOOP("wording", "The search index fits its {orders} orders.")
        return _ok("search", words, orders=state.orders)
    return _bad(
        "search",
        QT_TRANSLATE_NOOP(
            "wording",
            "The search index does not fit the orders: {indexed} of {orders} are in it, and {unfound} of {sampled} "
            "looked for are not found.",
        ),
        "Make it anew, while Desk is open or not: desk doctor --rebuild-index",
        indexed=state.indexed,
        orders=state.orders,
        unfound=state.unfound,
        sampled=state.sampled,
    )


def _backups(folder: Path, clock: Clock, orders: int) -> Iterator[Finding]:
    told = notes(folder)
    if told.get("backup_failed_text"):
        words = QT_TRANSLATE_NOOP("wording", "The last daily backup failed.")
        code = str(told.get("backup_failed_code", ""))
        yield _warn("backup_failed", words, str(told["backup_failed_text"]), code)
    found = care_backup.found_in(folder)
    if not found:
        if orders:
            words = QT_TRANSLATE_NOOP("wording", "There is no backup beside the store.")
            yield _warn("backup", words, "Make one: desk backup")
        else:
            yield _ok("backup", QT_TRANSLATE_NOOP("wording", "There is nothing to back up yet."))
        return
    age = clock.now() - found[0].made_at
    words = QT_TRANSLATE_NOOP("wording", "Backups beside the store: {count}, the newest of {moment}.")
    moment, at = f"{found[0].made_at:%Y-%m-%d %H:%M} UTC", found[0].made_at.isoformat()
    if age > _OLD_BACKUP:
        step = "Make one: desk backup. An open window makes one a day."
        yield _warn("backup", words, step, count=len(found), moment=moment, at=at)
    else:
        yield _ok("backup", words, count=len(found), moment=moment, at=at)


def _recovery(desk: Desk) -> Finding:
    if care_recovery.has_recovery(desk.store.place):
        return _ok("recovery", QT_TRANSLATE_NOOP("wording", "There is a recovery key for this store."))
    step = "Make one, and keep it away from this computer: desk recovery-key"
    words = QT_TRANSLATE_NOOP("wording", "There is no recovery key: with the keyring the store would be lost.")
    return _warn("recovery", words, step)


def _accounts(desk: Desk) -> Iterator[Finding]:
    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
    without = set(care_restore.accounts_without_keys(desk))
    well = 0
    for one in known:
        if one.name in without:
            step = f"Enter them again: desk accounts set {one.name!r} --secret KEY=ENVVAR"
            words = QT_TRANSLATE_NOOP("wording", "The keys of {account} are not in this keyring.")
            yield _warn("account", words, step, account=one.name)
        elif one.trouble_text and one.state is not AccountState.READY:
            words = QT_TRANSLATE_NOOP("wording", "{account} needs attention.")
            yield _warn("account", words, one.trouble_text, one.trouble_code, account=one.name)
        else:
            well += 1
    if well or not known:
        ready = QT_TRANSLATE_NOOP("wording", "Accounts that are ready: {count}.")
        none_yet = QT_TRANSLATE_NOOP("wording", "No account is set up yet.")
        yield _ok("accounts", ready, count=well) if known else _ok("accounts", none_yet)


def _clocks(desk: Desk) -> Iterator[Finding]:
    from desk.services.care_clock import apart

    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
    for one in known:
        seconds = apart(desk, one)
        if seconds is None:
            step = "Check the connection and the account's address: desk accounts test"
            words = QT_TRANSLATE_NOOP("wording", "The server of {account} tells no time.")
            yield _warn("clock", words, step, account=one.name)
            continue
        words = QT_TRANSLATE_NOOP("wording", "This computer's clock and that of {account} differ by {seconds} s.")
        step = "Set this computer's clock by the network."
        apart_by = round(abs(seconds))
        if abs(seconds) > _CLOCK_BAD:
            yield _bad("clock", words, step, account=one.name, seconds=apart_by)
        elif abs(seconds) > _CLOCK_WARN:
            yield _warn("clock", words, step, account=one.name, seconds=apart_by)
        else:
            yield _ok("clock", words, account=one.name, seconds=apart_by)


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
