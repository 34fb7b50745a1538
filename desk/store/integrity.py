"""Owns looking whether a store is whole: every page of it table by table, and the search index beside the orders.

Only reads. Each look is short and on a connection of its own, so that it holds up neither a search nor the log's
clearing, and can be stopped between two of them and within one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from desk.domain.errors import StoreDamaged
from desk.store.backup import BackupStopped, find_damage_slowly
from desk.store.engine import RawConnection, Store, told_apart
from desk.store.search_index import SearchIndex

SAMPLE = 50
"""Orders whose numbers are searched for, spread over the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """How the search index stands beside the orders; `unfound` are numbers of a sample that search does not find."""

    orders: int
    indexed: int
    sampled: int
    unfound: int

    @property
    def fits(self) -> bool:
        return self.orders == self.indexed and self.unfound == 0


def damage_of(
    store: Store, progress: Callable[[int, int], None], stop: threading.Event | None = None
) -> tuple[str, ...]:
    """Sentences of the database about pages that are not what was written; empty when all is well.

    Raises StoreUnavailable and BackupStopped.
    """
    found: list[str] = []
    try:
        tables = _tables(store)
        for done, table in enumerate(tables):
            progress(done, len(tables))
            if stop is not None and stop.is_set():
                raise BackupStopped("It was stopped. The store is untouched.")
            with told_apart(), closing(store.raw_connection()) as connection:
                found += find_damage_slowly(connection, stop, table)
        progress(len(tables), len(tables))
    except StoreDamaged as error:
        found.append(error.detail or error.text)
    return tuple(found)


def _tables(store: Store) -> Sequence[str]:
    with told_apart(), closing(store.raw_connection()) as connection:
        # A virtual table has no pages of its own; those of its index are tables like any other.
        asked = "select name from sqlite_master where type = 'table' and rootpage > 0 order by rootpage"
        return [str(name) for (name,) in connection.execute(asked).fetchall()]


def index_state(store: Store) -> IndexState:
    """Raises StoreError."""
    with told_apart(), closing(store.raw_connection()) as connection:
        connection.execute("begin")
        (orders,) = connection.execute("select count(*) from orders").fetchone()
        (indexed,) = connection.execute(
            "select count(*) from search_doc where kind = 'order' and owner_id in (select id from orders)"
        ).fetchone()
        (others,) = connection.execute("select count(*) from search_doc").fetchone()
        sample = _sample(connection, orders)
        index = SearchIndex(connection)
        unfound = sum(not _finds(index, number, order) for order, number in sample)
        connection.execute("rollback")
    # A document of an order that is gone is as wrong as one that is missing.
    return IndexState(
        orders=orders, indexed=indexed if others == indexed else others, sampled=len(sample), unfound=unfound
    )


def _sample(connection: RawConnection, orders: int) -> list[tuple[int, str]]:
    each = max(1, orders // SAMPLE)
    found = connection.execute(
        "select id, number from (select id, number, row_number() over (order by id) as place from orders)"
        " where place % ? = 0 limit ?",
        (each, SAMPLE),
    ).fetchall()
    return [(int(order), str(number)) for order, number in found]


def _finds(index: SearchIndex, number: str, order: int) -> bool:
    return any(hit.owner_id == order for hit in index.direct(number, 50))


def library_versions(store: Store) -> dict[str, str]:
    with told_apart(), closing(store.raw_connection()) as connection:
        (sqlite,) = connection.execute("select sqlite_version()").fetchone()
        (cipher,) = connection.execute("pragma cipher_version").fetchone()
        (revision,) = connection.execute("select version_num from alembic_version").fetchone()
    return {"SQLite": str(sqlite), "SQLCipher": str(cipher), "schema": str(revision)}


def check_writable(store: Store) -> None:
    """Raises StoreUnavailable where nothing can be written: a read-only disk, missing rights, a lock."""
    with told_apart(), closing(store.raw_connection()) as connection:
        connection.execute("pragma busy_timeout = 2000")
        connection.execute("begin immediate")
        # The lock alone is granted for a store that can only be read, too; a write that is taken back is not.
        connection.execute("create table write_probe(x)")
        connection.execute("rollback")


def counts(store: Store) -> dict[str, int]:
    """How many rows each table of Desk's own holds. For the diagnostics file."""
    with told_apart(), closing(store.raw_connection()) as connection:
        return {
            name: int(connection.execute(f"select count(*) from {name}").fetchone()[0])  # noqa: S608 (our own names)
            for name in ("accounts", "orders", "order_lines", "shipments", "channel_pushes", "unreadable_records")
        }
