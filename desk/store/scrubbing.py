"""Owns leaving no trace of what was taken out: the search index merged, free pages overwritten, the log emptied.

services.privacy calls it after buyers were forgotten. All of it goes in short steps, so nobody who writes waits long,
and each may be cut off: the next call does the rest.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from desk.domain.errors import StoreUnavailable
from desk.store import search_writing
from desk.store.engine import RawConnection, Store, told_apart

_PAGES = 1_000
"""So many pages are overwritten before others may write again: some hundredths of a second."""
_MOST_ROUNDS = 1_000_000
_TABLE = "scrubbing"
_LINK = 4  # bytes of each page that lead to the next one
_PATIENCE_MS = 1_000


def scrub(store: Store, stop: threading.Event) -> bool:
    """Whether nothing is left of what was deleted; false where it was stopped, or somebody still reads an older state.

    Raises StoreError.
    """
    with told_apart(), closing(store.raw_connection()) as connection:
        search_writing.begin_purge(connection)
        while search_writing.purge_more(connection):
            if stop.is_set():
                return False
        with _at_once(connection):
            search_writing.rebuild_frequencies(connection)
        if not _overwrite_free_pages(connection, stop):
            return False
        return _empty_log(connection)


@contextmanager
def _at_once(connection: RawConnection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _overwrite_free_pages(connection: RawConnection, stop: threading.Event) -> bool:
    """Give every free page to a table of zeros, and drop that: what the pages held before is gone."""
    (size,) = connection.execute("pragma page_size").fetchone()
    room = int(size) - _reserved(connection) - _LINK
    try:
        with _at_once(connection):
            connection.execute(f"drop table if exists {_TABLE}")
            connection.execute(f"create table {_TABLE}(zeros blob)")
        for _ in range(_MOST_ROUNDS):
            if stop.is_set():
                return False
            with _at_once(connection):
                (free,) = connection.execute("pragma freelist_count").fetchone()
                if free:
                    zeros = room * min(int(free), _PAGES)
                    connection.execute(f"insert into {_TABLE} values (zeroblob(?))", (zeros,))  # noqa: S608 - our name
            if not free:
                return True
            connection.execute("pragma wal_checkpoint(passive)").fetchall()
        return False
    finally:
        with suppress(StoreUnavailable), told_apart(), _at_once(connection):
            connection.execute(f"drop table if exists {_TABLE}")


def _reserved(connection: RawConnection) -> int:
    """What the codec keeps of each page for itself."""
    found = connection.execute("pragma cipher_default_page_size").fetchone()
    return 80 if found is not None else 0


def _empty_log(connection: RawConnection) -> bool:
    connection.execute(f"pragma busy_timeout = {_PATIENCE_MS}")
    (busy, *_) = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
    return not busy
