"""Owns a backup's file: a head anyone can read, and behind it a copy of the store, encrypted as the store is.

services.care_backup and services.care_restore call it; what wraps the key is theirs. The copy is taken by SQLite's
backup interface on connections of its own, so the store goes on working and its log is never copied.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desk.domain.clock import Instant, parse_utc
from desk.domain.errors import DeskError, NotAllowed, StoreDamaged, StoreTooNew, StoreUnavailable
from desk.store import migrations
from desk.store.engine import RawConnection, Store, StoreKey, open_file, told_apart

ENDING = ".deskbackup"
FORMAT = 1
_MAGIC = b"Desk backup\n"
_LONGEST_HEAD = 64 * 1024
_PIECE = 1 << 20
_PAGES = 1000
"""Pages copied between two looks at the stop sign: some milliseconds of work."""
_STEPS = 100_000  # of SQLite's machine between two looks while a file is checked

Progress = Callable[[int, int], None]
"""How far a step has come, and how far it goes."""


def no_progress(_done: int, _of: int) -> None:
    """Nobody waits."""


class BackupStopped(DeskError):
    """An agent called it off; nothing is left of it."""

    code = "backup_stopped"


class BackupDamaged(NotAllowed):
    """The file is not what was written."""

    code = "backup_damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a backup tells before anything of it is opened. `wraps` hold the key, each for who knows what."""

    made_at: Instant
    desk: str
    revision: str
    orders: int
    size: int
    digest: str
    key_check: str
    wraps: tuple[Mapping[str, object], ...] = ()
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy of the store holds."""

    revision: str
    orders: int


# --- Making ---------------------------------------------------------------------------------------------------------


def copy_store(store: Store, target: Path, progress: Progress, stop: threading.Event) -> None:
    """One state of the store in a file of its own, encrypted with the same key, whatever is written meanwhile.

    Raises StoreError and BackupStopped; `target` is the caller's to remove.
    """

    def look(_status: int, rest: int, pages: int) -> None:
        progress(pages - rest, pages)
        if stop.is_set():
            raise BackupStopped("The backup was stopped. The store is untouched.")

    with told_apart(), closing(store.raw_connection()) as source:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(open_file(target, store.place.key)) as copy:
            # One reading transaction throughout: else each write of another connection would begin the copy anew.
            source.execute("begin")
            source.execute("select count(*) from sqlite_master").fetchone()
            source.backup(copy, pages=_PAGES, progress=look)
            source.execute("rollback")
            # Out of the log's mode, or whoever opens it to look leaves a log beside it.
            copy.execute("pragma journal_mode = delete").fetchone()


def pack(copy: Path, head: Head, target: Path) -> Head:
    """Head and copy in one file, flushed to the disk; gives the head with size and digest. Raises OSError."""
    size = copy.stat().st_size
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as packed, copy.open("rb") as source:
        # As long as it will be; what only the end knows is filled in then.
        packed.write(_head_bytes(head, size, "0" * 64))
        digest = hashlib.sha256()
        for piece in _pieces(source, size):
            digest.update(piece)
            packed.write(piece)
        packed.seek(0)
        packed.write(_head_bytes(head, size, digest.hexdigest()))
        packed.flush()
        os.fsync(packed.fileno())
    return read_head(target)


def _head_bytes(head: Head, size: int, digest: str) -> bytes:
    told = {
        "format": head.format,
        "made_at": head.made_at.isoformat(),
        "desk": head.desk,
        "revision": head.revision,
        "orders": head.orders,
        "size": size,
        "sha256": digest,
        "key_check": head.key_check,
        "wraps": [dict(one) for one in head.wraps],
    }
    return _MAGIC + json.dumps(told).encode() + b"\n"


def settle(made: Path, name: Path) -> None:
    """Give a finished file its name, for good. Raises OSError."""
    made.replace(name)
    flush_folder(name.parent)


def flush_folder(folder: Path) -> None:
    """So that a new name in it outlives a power cut; Windows does so by itself."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- Reading --------------------------------------------------------------------------------------------------------


def read_head(file: Path) -> Head:
    """Raises NotAllowed (no backup, or one made by a newer Desk), BackupDamaged and StoreUnavailable."""
    with _readable(), file.open("rb") as opened:
        return _head(opened, file)


def _head(opened: BinaryIO, file: Path) -> Head:
    if opened.read(len(_MAGIC)) != _MAGIC:
        raise NotAllowed(
            f"{file.name} is no backup of Desk. Backups end in {ENDING}; choose one of those.",
            code="no_backup",
            name=file.name,
        )
    line = opened.readline(_LONGEST_HEAD)
    try:
        told = json.loads(line)
        if int(told["format"]) > FORMAT:
            raise StoreTooNew(
                "This backup was made by a newer Desk. Update Desk, then restore it.",
                f"format {int(told['format'])}",
                code="backup_too_new",
            )
        head = Head(
            made_at=parse_utc(str(told["made_at"])),
            desk=str(told["desk"]),
            revision=str(told["revision"]),
            orders=int(told["orders"]),
            size=int(told["size"]),
            digest=str(told["sha256"]),
            key_check=str(told["key_check"]),
            wraps=tuple(dict(one) for one in told["wraps"]),
        )
    except (ValueError, KeyError, TypeError):
        raise _damaged("its head cannot be read") from None
    if head.revision not in migrations.KNOWN:
        raise StoreTooNew(
            "This backup was made by a newer Desk. Update Desk, then restore it.",
            f"revision {head.revision}",
            code="backup_too_new",
        )
    if os.fstat(opened.fileno()).st_size != opened.tell() + head.size:
        raise _damaged("its size is not what its head tells")
    return head


def unpack(file: Path, target: Path, progress: Progress = no_progress, stop: threading.Event | None = None) -> Head:
    """The store's copy out of a backup, compared with what was written. Raises as read_head, and OSError for `target`.

    `target` is the caller's to remove.
    """
    with _readable():
        opened = file.open("rb")
    with opened:
        with _readable():
            head = _head(opened, file)
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as copy:
            _compare(opened, head, copy, progress, stop)
            copy.flush()
            os.fsync(copy.fileno())
    return head


def compare(file: Path, stop: threading.Event | None = None) -> Head:
    """Read a whole backup and compare it with what was written. Raises as read_head."""
    with _readable(), file.open("rb") as opened:
        head = _head(opened, file)
        _compare(opened, head, None, no_progress, stop)
    return head


def _compare(
    opened: BinaryIO, head: Head, copy: BinaryIO | None, progress: Progress, stop: threading.Event | None
) -> None:
    digest, done = hashlib.sha256(), 0
    for piece in _pieces(opened, head.size):
        digest.update(piece)
        if copy is not None:
            copy.write(piece)
        done += len(piece)
        progress(done, head.size)
        if stop is not None and stop.is_set():
            raise BackupStopped("It was stopped. The store is untouched.")
    if done != head.size or digest.hexdigest() != head.digest:
        raise _damaged("its content is not what was written")


def look_into(copy: Path, key: StoreKey, stop: threading.Event | None = None) -> Copied:
    """Open a copy of a store with its key and read every page. Raises StoreError and BackupStopped."""
    with told_apart(), closing(open_file(copy, key)) as connection:
        problems = find_damage_slowly(connection, stop)
        if problems:
            raise StoreDamaged("The copy is damaged.", "; ".join(problems[:3]), code="backup_damaged")
        (revision,) = connection.execute("select version_num from alembic_version").fetchone()
        (orders,) = connection.execute("select count(*) from orders").fetchone()
    return Copied(str(revision), int(orders))


def find_damage_slowly(connection: RawConnection, stop: threading.Event | None, table: str = "") -> list[str]:
    """Read every page (of a table), and end soon when told to. Raises BackupStopped."""
    if stop is not None:
        connection.set_progress_handler(lambda: int(stop.is_set()), _STEPS)
    try:
        # A table's name is one of our own, from the store's catalogue.
        asked = f"pragma quick_check('{table}')" if table else "pragma quick_check(3)"
        found = [str(row[0]) for row in connection.execute(asked).fetchall()]
    except connection.OperationalError as error:  # the driver's own
        if stop is not None and stop.is_set() and "interrupt" in str(error):
            raise BackupStopped("It was stopped. The store is untouched.") from None
        raise
    finally:
        if stop is not None:
            connection.set_progress_handler(None, 0)
    return [] if found == ["ok"] else found


def rekey(copy: Path, old: StoreKey, new: StoreKey) -> None:
    """Encrypt a copy with another key. Raises StoreError."""
    with told_apart(), closing(open_file(copy, old)) as connection:
        connection.execute("select count(*) from sqlite_master").fetchone()
        connection.execute(f"pragma rekey = \"x'{new.hex}'\"")
        connection.execute("select count(*) from sqlite_master").fetchone()


def _pieces(source: BinaryIO, size: int) -> Iterator[bytes]:
    rest = size
    while rest > 0 and (piece := source.read(min(_PIECE, rest))):
        rest -= len(piece)
        yield piece


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"The backup cannot be read: {error.strerror}. Check the path, and that its disk is connected.",
            code="backup_unreadable",
            reason=error.strerror or "",
        ) from None


def _damaged(detail: str) -> BackupDamaged:
    return BackupDamaged("This backup is damaged or cut short. Use another one; your store is untouched.", detail)


_NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def is_no_room(error: OSError) -> bool:
    return error.errno in _NO_ROOM


def wraps_of(head: Head, by: str) -> Sequence[Mapping[str, object]]:
    """The wraps that this opens."""
    return [one for one in head.wraps if one.get("by") == by]
