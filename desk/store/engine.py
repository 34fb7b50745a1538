"""Owns opening the store: key, pragmas, version and damage checks, transactions. Nobody else opens a database.

A window opens its store before its first paint, so all that needs is done by the driver alone: SQLAlchemy takes longer
to load than all of Qt, and is loaded by whoever first reads or writes.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.domain.errors import DeskError, StoreBug, StoreDamaged, StoreError, StoreTooNew, StoreUnavailable
from desk.store import migrations

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from desk.store.search_renewal import Renewing

FILE_NAME = "desk.db"
KEY_CHECK_NAME = "desk.key-check"
# A whole-file check reads every page; below this size it costs less than a second, so it runs at each start. A
# larger store is not read through at its start: damage in it shows when the page at fault is read.
_CHECK_AT_START_BYTES = 64 * 1024 * 1024
_PATIENCE = 15.0
_FIRST_PATIENCE = 4.0
"""Seconds to wait for whoever keeps the store locked: in a program that goes on, and when it is opened."""
_DAMAGED = "The store is damaged. Restore the newest backup; Desk will fetch from the channels what came after."
_CACHE_KIB = 32 * 1024
_LOG_PAGES = 4_000
"""So many pages the log takes before they are moved to the file. A thousand orders fill SQLite's own thousand, many of
them the same each time: moved after every transaction, these would cost each order a fifteenth more.
"""
_NOTHING: dict[None, None] = {}
"""Gives nothing for nothing, in half the time of a function of ours."""

RawConnection = Any
"""A driver connection (sqlcipher3); its type is the driver's own and has no stubs."""


@dataclass(frozen=True, slots=True)
class StoreKey:
    """A raw 256-bit key as 64 hex digits. Never logged."""

    hex: str

    def __post_init__(self) -> None:
        if len(self.hex) != 64 or any(c not in "0123456789abcdef" for c in self.hex):
            raise StoreUnavailable(
                "The store's key is not 64 hexadecimal digits. Check DESK_STORE_KEY or the keyring entry.",
                code="store_key_malformed",
            )

    def __repr__(self) -> str:
        return "StoreKey(…)"

    @classmethod
    def new(cls) -> StoreKey:
        return cls(os.urandom(32).hex())

    @property
    def check(self) -> str:
        """A fingerprint that tells a wrong key from a damaged file; it says nothing about the key itself."""
        import hashlib

        return hashlib.sha256(b"desk store key check" + bytes.fromhex(self.hex)).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class StoreFile:
    """Where an embedded store lies, and what opens it: for its backup."""

    folder: Path
    key: StoreKey


@dataclass(slots=True)
class _Patience:
    """How long connections wait for a lock; those of the pool are told when they are next taken out."""

    seconds: float


class Store:
    """An open store. Thread-safe: each `write` and `read` takes a connection of its own from the pool.

    Errors of the database leave as StoreUnavailable, StoreDamaged or StoreBug.
    """

    def __init__(
        self,
        make_engine: Callable[[], Engine],
        open_raw: Callable[[], RawConnection] | None,
        patience: _Patience | None = None,
        place: StoreFile | None = None,
    ) -> None:
        self._make_engine = make_engine
        self._made: Engine | None = None
        self._kept: RawConnection | None = None
        self._making = threading.Lock()
        self._place = place
        self._open_raw = open_raw
        self._patience = patience or _Patience(_PATIENCE)
        # Writers of one process queue here in turn rather than spin on the file's lock.
        self._writing = threading.Lock()
        self._was_read_only = False
        self._closed = False

    @property
    def _engine(self) -> Engine:
        with self._making:
            if self._made is None:
                self._made = self._make_engine()
            return self._made

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back on any exception."""
        if self._was_read_only:
            # A connection that was opened without the right to write stays so. New ones look at the rights again, so
            # that whoever mends them need not start Desk anew.
            self._engine.dispose()
        immediate = self._engine.execution_options(desk_begin="BEGIN IMMEDIATE")
        try:
            with self._writing, told_apart(), immediate.begin() as connection:
                yield connection
        except StoreUnavailable as error:
            self._was_read_only = error.code == "store_read_only"
            raise
        self._was_read_only = False

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection whose statements all see one state of the store."""
        with told_apart(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def read_plainly(self) -> Iterator[RawConnection]:
        """A driver connection whose statements all see one state: for what is asked before the first paint."""
        with self._making:
            connection, self._kept = self._kept, None
        if connection is None:
            connection = self.raw_connection()
        try:
            with told_apart():
                connection.execute("begin")
                yield connection
        finally:
            with suppress(_driver().Error):  # a connection that failed may have no transaction any more
                connection.execute("rollback")
            self._keep(connection)

    def raw_connection(self) -> RawConnection:
        """A driver connection of its own for search and export; the caller closes it. Embedded store only."""
        if self._open_raw is None:
            raise StoreBug("This store has no file of its own.", "raw connection on a server store")
        with told_apart():
            return self._open_raw()

    @property
    def place(self) -> StoreFile:
        """The file of an embedded store. Raises StoreBug for one on a server."""
        if self._place is None:
            raise StoreBug("This store has no file of its own.", "the place of a server store")
        return self._place

    def wait_for_locks(self, seconds: float) -> None:
        """How long to wait for another program that keeps the store locked: short where a person waits for a command,
        long where work goes on by itself.
        """
        self._patience.seconds = seconds

    def read_through(self) -> None:
        """Read a smaller file whole, and raise StoreDamaged where a page of it is not what was written."""
        file = self.place.folder / FILE_NAME
        if file.stat().st_size <= _CHECK_AT_START_BYTES:
            with told_apart(), closing(self.raw_connection()) as connection:
                _check_pages(connection)

    def close(self) -> None:
        self._closed = True
        self._keep(None)
        if self._made is not None:
            self._made.dispose()

    def _keep(self, connection: RawConnection | None) -> None:
        """Opening one takes as long as reading a page of orders, so one is kept for the next plain reader.

        Not by a store that was closed meanwhile: a backup may be about to take the file's place.
        """
        with self._making:
            if not self._closed or connection is None:
                connection, self._kept = self._kept, connection
        if connection is not None:
            connection.close()


def open_store(folder: Path, key: StoreKey, *, read_through: bool = True, renewing: Renewing | None = None) -> Store:
    """Open or make the encrypted store in `folder`, bringing an older one up to date.

    `renewing` hears how far that has come where it takes long, and calls it off by raising a DeskError: the next
    opening goes on there.
    Without `read_through` that is left to the caller, who is to do it as soon as may be.
    Raises StoreUnavailable (folder, lock, wrong key), StoreTooNew or StoreDamaged.
    """
    file = _prepare(folder, key)
    fresh = file.stat().st_size == 0
    patience = _Patience(_FIRST_PATIENCE)
    opener = _opener(file, key, patience)
    store = Store(partial(_engine_on, opener, patience), opener, patience, StoreFile(folder, key))
    try:
        is_current = not fresh and _is_current(store)
        if not fresh and (read_through or not is_current):
            store.read_through()
        if not is_current:
            _bring_up_to_date(store, renewing)
    except DeskError:
        store.close()
        _tell_wrong_key(folder, key)
        raise
    if not _known_check(folder):
        _keep_check(folder, key)
    store.wait_for_locks(_PATIENCE)
    return store


def _known_check(folder: Path) -> str:
    told = folder / KEY_CHECK_NAME
    return told.read_text(errors="replace").strip() if told.exists() else ""


def _tell_wrong_key(folder: Path, key: StoreKey) -> None:
    """Where a store does not open: whether that is the key's fault. Asked only then, for it takes a while to reckon.

    Raises StoreUnavailable for a key that is not the one the store was made with.
    """
    if _known_check(folder) not in ("", key.check):
        raise StoreUnavailable(
            "This key does not open the store. Use the key that was made with it, or restore a backup with its "
            "passphrase.",
            code="store_wrong_key",
        ) from None


def _keep_check(folder: Path, key: StoreKey) -> None:
    """Whole or not at all: half of it would keep the right key out for ever. Without it Desk works as well."""
    made = folder / f"{KEY_CHECK_NAME}.{os.getpid()}"
    with suppress(OSError):
        try:
            made.write_text(key.check + "\n")
            made.replace(folder / KEY_CHECK_NAME)
        finally:
            made.unlink(missing_ok=True)


def _prepare(folder: Path, key: StoreKey) -> Path:
    """The store's file, made empty where there is none: its log takes over the rights of the file it belongs to."""
    file = folder / FILE_NAME
    told = folder / KEY_CHECK_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            told.unlink(missing_ok=True)
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        elif file.stat().st_size == 0 and told.exists():  # the check is written last, so there was something once
            _tell_wrong_key(folder, key)
            raise StoreDamaged(_DAMAGED, "the file is empty", code="store_damaged")
    except OSError as error:
        raise StoreUnavailable(
            f"Desk cannot use the folder {folder}: {error.strerror}. Choose another with --data.",
            code="store_folder",
            folder=str(folder),
        ) from error
    return file


def _driver() -> Any:
    try:
        import sqlcipher3.dbapi2 as driver
    except ImportError as error:
        raise StoreUnavailable(
            "The encrypted database library (sqlcipher3) cannot be loaded on this computer. Run the set-up again.",
            str(error),
            code="store_no_library",
        ) from error
    return driver


def _opener(file: Path, key: StoreKey, patience: _Patience) -> Callable[[], RawConnection]:
    driver = _driver()
    # Whatever is neither number nor text it first asks for a protocol, and each time makes and drops the error that
    # there is none: that takes four times as long as storing the value.
    for kind, as_stored in ((type(None), _NOTHING.get), (bool, int), (bytes, bytes)):
        driver.register_adapter(kind, as_stored)

    def open_raw() -> RawConnection:
        connection = driver.connect(str(file), check_same_thread=False, isolation_level=None, timeout=patience.seconds)
        # The library would write its own lines about a wrong key to stderr; ours is one sentence.
        connection.execute("pragma cipher_log_level = none")
        # A raw key saves the passphrase derivation (PERFORMANCE 5); pragmas take no parameters.
        connection.execute(f"pragma key = \"x'{key.hex}'\"")
        connection.execute("pragma foreign_keys = on")
        connection.execute(f"pragma cache_size = -{_CACHE_KIB}")
        connection.execute("pragma temp_store = memory")
        # What is deleted inside a page is gone at once; whole free pages are overwritten by desk.store.scrubbing.
        connection.execute("pragma secure_delete = fast")
        # FULL everywhere: outbox, cursors and mirror share transactions, and with batches it costs a tenth.
        connection.execute("pragma synchronous = full")
        connection.execute(f"pragma wal_autocheckpoint = {_LOG_PAGES}")
        try:
            connection.execute("pragma journal_mode = wal")
        except driver.DatabaseError:
            # A wrong key or a damaged file shows at the first page read; the checks behind give the sentence.
            connection.close()
            raise
        return connection

    return open_raw


def _engine_on(open_raw: Callable[[], RawConnection], patience: _Patience) -> Engine:
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import QueuePool

    engine = create_engine("sqlite://", creator=open_raw, module=_driver(), poolclass=QueuePool, pool_size=8)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkout", _Teller(patience))
    return engine


def open_file(file: Path, key: StoreKey) -> RawConnection:
    """A driver connection to an encrypted file that is no open store, such as a copy. The caller closes it."""
    with told_apart():
        connection = _driver().connect(str(file), check_same_thread=False, isolation_level=None)
        connection.execute("pragma cipher_log_level = none")
        connection.execute(f"pragma key = \"x'{key.hex}'\"")
    return connection


class _Teller:
    """Tells connections of the pool how long they may wait for a lock."""

    def __init__(self, patience: _Patience) -> None:
        self._patience = patience

    def __call__(self, connection: RawConnection, record: Any, _: object) -> None:
        if record.info.get("patience") != self._patience.seconds:
            connection.execute(f"pragma busy_timeout = {round(self._patience.seconds * 1000)}")
            record.info["patience"] = self._patience.seconds


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("desk_begin", "BEGIN"))


def _check_pages(connection: RawConnection) -> None:
    # Authentication codes are quickly checked, but in the bare file: what a full disk or a kill kept from being moved
    # there, the log still holds. Only reading through the log shows whether anything is lost.
    if connection.execute("pragma cipher_integrity_check").fetchone() is None:
        return
    problems = find_damage(connection)
    if problems:
        raise StoreDamaged(_DAMAGED, "; ".join(problems[:3]), code="store_damaged")


def find_damage(connection: RawConnection) -> list[str]:
    """Read every page in use, its authentication code included. Empty when all is well. Raises the driver's errors."""
    found = [str(row[0]) for row in connection.execute("pragma quick_check(3)")]
    return [] if found == ["ok"] else found


def _is_current(store: Store) -> bool:
    with store.read_plainly() as connection:
        return (
            _revision(connection) == migrations.HEAD
            and migrations.search_format(connection) == migrations.SEARCH_FORMAT
        )


def _bring_up_to_date(store: Store, renewing: Renewing | None) -> None:
    from desk.store import search_renewal

    @contextmanager
    def writing() -> Iterator[RawConnection]:
        with store.write() as connection:
            yield connection.connection.driver_connection

    with store.write() as connection:
        driver: RawConnection = connection.connection.driver_connection
        if _revision(driver) != migrations.HEAD:  # else another process was faster
            migrations.upgrade(connection)
        search_renewal.begin(driver)
    search_renewal.finish(writing, renewing or search_renewal.unheard)


def _revision(connection: RawConnection) -> str | None:
    """What the store was written as; None for an empty one. Raises StoreTooNew."""
    is_there = connection.execute("select 1 from sqlite_master where name = 'alembic_version'").fetchone()
    written = connection.execute("select version_num from alembic_version").fetchone() if is_there else None
    if written is not None and written[0] not in migrations.KNOWN:
        raise StoreTooNew(
            "This store was written by a newer Desk. Update Desk, or choose another folder with --data.",
            f"revision {written[0]}",
            code="store_too_new",
        )
    return None if written is None else str(written[0])


_BY_WORDS: tuple[tuple[str, type[StoreError], str, str], ...] = (
    ("file is not a database", StoreDamaged, "store_not_a_store",
     "This file is no store of Desk, its key is another one, or it is damaged. Check the key or restore a backup."),
    ("malformed", StoreDamaged, "store_damaged", _DAMAGED),
    ("disk is full", StoreUnavailable, "store_disk_full",
     "The disk is full. Free some space; Desk goes on where it stopped."),
    ("readonly", StoreUnavailable, "store_read_only",
     "The store cannot be written. Check the rights on its folder."),
    ("locked", StoreUnavailable, "store_locked",
     "Another program keeps the store locked. Close it and try again."),
    ("disk i/o error", StoreUnavailable, "store_io",
     "The disk reported an error. Check the disk and its free space, then start Desk again."),
    ("unable to open", StoreUnavailable, "store_cannot_open",
     "Desk cannot open its store. Check the rights on its folder, or choose another with --data."),
)  # fmt: skip


def store_error(error: Exception) -> StoreError:
    """The store's own error for a driver's one: what passes or can be mended apart from our bugs."""
    words = str(getattr(error, "orig", None) or error)
    for sign, kind, code, text in _BY_WORDS:
        if sign in words.lower():
            return kind(text, words, code=code)
    return StoreBug("Desk made a mistake with its store. Please report it.", words, code="store_bug")


@contextmanager
def told_apart() -> Iterator[None]:
    """Turn database errors into the store's own kinds: SQLAlchemy's, and the driver's where search works without it."""
    try:
        yield
    except _database_errors() as error:
        # Statement parameters may be buyer data: only the driver's words go on.
        raise store_error(error) from None


def _database_errors() -> tuple[type[Exception], ...]:
    from sqlalchemy.exc import DBAPIError

    try:
        return (DBAPIError, _driver().Error)
    except StoreUnavailable:
        return (DBAPIError,)


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Work inside a transaction that is taken back alone when it fails. Errors leave as those of a Store do."""
    with told_apart():
        inner = connection.begin_nested()
        try:
            yield
        except _database_errors() as error:
            # A full disk may have ended the whole transaction by itself; then there is nothing to go back to.
            with suppress(*_database_errors()):
                inner.rollback()
            raise error from None
        except BaseException:
            inner.rollback()
            raise
        inner.commit()
