"""Owns making the search index anew while the store is in use.

The new index grows in a file of its own, encrypted like the store; search answers from the old one, and nobody waits.
What is written meanwhile is noted by triggers, which hold for other processes, too, and is done again at the end.
Then the new tables take the place of the old ones in one transaction. services.care_rebuild calls it, under a lock.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from desk.domain.chunks import chunks
from desk.domain.errors import DeskError, StoreError
from desk.domain.values import OrderId
from desk.store.engine import RawConnection, Store, open_file, told_apart
from desk.store.notes import load_texts
from desk.store.orders import load_records
from desk.store.search_documents import document_of
from desk.store.search_index import SCHEMA, SearchIndex

FILE = "search.rebuilding"
_AT_ONCE = 100
_FEW = 50
_MOST_ROUNDS = 20
_TOUCHED = "search_touched"
_EVENTS = (("insert", "new"), ("update", "new"), ("delete", "old"))


class RebuildStopped(DeskError):
    """An agent called it off; search goes on with the index it had."""

    code = "rebuild_stopped"


def rebuild_index(store: Store, progress: Callable[[int, int], None], stop: threading.Event) -> int:
    """Make the index anew from the orders; gives how many are in it. Raises StoreError, OSError and RebuildStopped."""
    file = store.place.folder / FILE
    _forget(file)
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with told_apart(), closing(open_file(file, store.place.key)) as fresh, _changes_noted(store):
            # Nothing of it is needed after a crash.
            fresh.execute("pragma journal_mode = memory").fetchone()
            fresh.execute("pragma synchronous = off")
            for statement in SCHEMA:
                fresh.execute(statement)
            _fill(store, fresh, progress, stop)
            _catch_up(store, fresh, stop)
            index = SearchIndex(fresh)
            with _at_once(fresh):
                index.optimize()
            with _at_once(fresh):
                index.rebuild_frequencies()
            return _switch(store, fresh, file)
    finally:
        _forget(file)


def _forget(file: Path) -> None:
    for one in (file, file.with_name(f"{file.name}-journal"), file.with_name(f"{file.name}-wal")):
        one.unlink(missing_ok=True)


@contextmanager
def _at_once(connection: RawConnection) -> Iterator[None]:
    connection.execute("begin")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


@contextmanager
def _changes_noted(store: Store) -> Iterator[None]:
    """While it holds, every order whose words change is noted. What a kill leaves of it the next rebuild ends."""
    with store.write() as transaction:
        run = transaction.exec_driver_sql
        for statement in _without_notes():
            run(statement)
        run(f"create table {_TOUCHED}(kind text not null, owner_id integer not null, primary key(kind, owner_id))")
        for event, row in _EVENTS:
            run(
                f"create trigger {_TOUCHED}_{event} after {event} on search_doc begin"  # noqa: S608 (our own names)
                f" insert or ignore into {_TOUCHED} values ({row}.kind, {row}.owner_id); end"
            )
    try:
        yield
    finally:
        # A store that cannot be written now keeps its triggers until the next rebuild; they cost next to nothing.
        with suppress(StoreError), store.write() as transaction:
            for statement in _without_notes():
                transaction.exec_driver_sql(statement)


def _without_notes() -> list[str]:
    triggers = [f"drop trigger if exists {_TOUCHED}_{event}" for event, _ in _EVENTS]
    return [*triggers, f"drop table if exists {_TOUCHED}"]


def _fill(store: Store, fresh: RawConnection, progress: Callable[[int, int], None], stop: threading.Event) -> None:
    with store.read() as connection:
        ids = [
            int(one) for (one,) in connection.exec_driver_sql("select id from orders order by placed_at desc, id desc")
        ]
    progress(0, len(ids))
    done = 0
    for chunk in chunks(ids, _AT_ONCE):
        if stop.is_set():
            raise RebuildStopped("Search goes on with the index it had.")
        _put(store, fresh, chunk)
        done += len(chunk)
        progress(done, len(ids))


def _put(store: Store, fresh: RawConnection, ids: Sequence[int]) -> None:
    """The orders as they are now; those that are gone leave the index."""
    with store.read() as connection:
        records = load_records(connection, [OrderId(one) for one in ids])
        notes = load_texts(connection, list(records))
    with _at_once(fresh):
        index = SearchIndex(fresh)
        index.put([document_of(order, record, notes.get(order, ())) for order, record in records.items()])
        index.remove("order", [one for one in ids if one not in records])


def _catch_up(store: Store, fresh: RawConnection, stop: threading.Event) -> None:
    """Do again what changed, until little is left for the moment in which writers wait."""
    for _ in range(_MOST_ROUNDS):
        if stop.is_set():
            raise RebuildStopped("Search goes on with the index it had.")
        with store.write() as transaction:
            # Taken off before the orders are read: whatever changes after that is noted anew.
            touched = [int(row[0]) for row in transaction.exec_driver_sql(f"select owner_id from {_TOUCHED}")]  # noqa: S608
            transaction.exec_driver_sql(f"delete from {_TOUCHED}")  # noqa: S608
        for chunk in chunks(touched, _AT_ONCE):
            _put(store, fresh, chunk)
        if len(touched) <= _FEW:
            return


def _switch(store: Store, fresh: RawConnection, file: Path) -> int:
    """In one transaction the new tables' rows take the place of the old ones'."""
    with closing(store.raw_connection()) as connection:
        # Both files have one key; the driver takes no parameter there.
        path = str(file).replace("'", "''")
        connection.execute(f"attach database '{path}' as fresh key \"x'{store.place.key.hex}'\"")
        connection.execute("begin immediate")
        try:
            left = [int(one) for (one,) in connection.execute(f"select owner_id from {_TOUCHED}").fetchall()]  # noqa: S608
            for chunk in chunks(left, _AT_ONCE):
                _put(store, fresh, chunk)  # nobody else can write now, so this is what the index will stand beside
            for statement in _without_notes():
                connection.execute(statement)
            tables = connection.execute("select name from fresh.sqlite_master where type = 'table' and rootpage > 0")
            for (table,) in tables.fetchall():
                connection.execute(f"delete from main.{table}")  # noqa: S608 (names of our own tables)
                connection.execute(f"insert into main.{table} select * from fresh.{table}")  # noqa: S608
            (orders,) = connection.execute("select count(*) from main.search_doc").fetchone()
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")
        connection.execute("detach database fresh")
    return int(orders)
