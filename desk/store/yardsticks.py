"""Owns the plain SQL that Desk's own is measured against: bare inserts, LIKE, an index as the manuals have it.
Used by desk.bench and the tests of speed only; nothing of it is part of the program's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.store.engine import RawConnection, Store
from desk.store.search_text import SearchDocument, fold

MIRROR = ("orders", "order_addresses", "order_lines", "order_payments", "shipments", "raw_payloads")
_CACHE_KIB = 1024 * 1024
_AT_MOST = 50

Rows = list[tuple[Any, ...]]


def stored_numbers(store: Store, account: int) -> list[tuple[str, str]]:
    """The remote id and the number of each order of an account."""
    with store.read_plainly() as connection:
        rows = connection.execute("select remote_id, number from orders where account_id = ?", (account,)).fetchall()
    return [(str(remote_id), str(number)) for remote_id, number in rows]


def documents(store: Store) -> int:
    """How many orders the search knows."""
    with store.read_plainly() as connection:
        return int(connection.execute("select count(*) from search_doc where kind = 'order'").fetchone()[0])


@dataclass(frozen=True, slots=True)
class BareRows:
    """The mirror's rows as they stand in a store, ready to be written again."""

    statements: dict[str, str]
    pages: list[dict[str, Rows]]


def bare_rows(store: Store, first: int, last: int, page: int) -> BareRows:
    """Everything stored of the orders with these ids, so many orders a page."""
    connection = store.raw_connection()
    statements: dict[str, str] = {}
    pages: list[dict[str, Rows]] = [{table: [] for table in MIRROR} for _ in range(-(-(last - first + 1) // page))]
    for table in MIRROR:
        key = "id" if table == "orders" else "order_id"
        cursor = connection.execute(
            f"select * from {table} where {key} between ? and ?",  # noqa: S608 - our own tables' names
            (first, last),
        )
        names = [one[0] for one in cursor.description]
        statements[table] = f"insert into {table} values ({', '.join('?' * len(names))})"  # noqa: S608
        order = names.index(key)
        for row in cursor.fetchall():
            pages[(row[order] - first) // page][table].append(row)
    connection.close()
    return BareRows(statements, pages)


def write_bare(connection: RawConnection, rows: BareRows, page: int) -> None:
    """The yardstick of ingest: one page by the driver's executemany, ids known, nothing looked up, no search."""
    connection.execute("begin immediate")
    for table, statement in rows.statements.items():
        connection.executemany(statement, rows.pages[page][table])
    connection.execute("commit")


class PlainSearch:
    """What a user would write instead of the index, on a plain file that stays in memory.

    Newest first is the tables' own order here, so that a common text is found after a few rows.
    """

    def __init__(self, file: Path) -> None:
        import sqlcipher3.dbapi2 as driver  # the library that Desk runs on, here without a key

        self._connection = driver.connect(str(file), isolation_level=None)
        self._connection.execute(f"pragma cache_size = -{_CACHE_KIB}")

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        """From the oldest to the newest, once."""
        self._connection.execute("pragma journal_mode = off")
        self._connection.execute("create table folded(recency integer primary key, text text not null)")
        self._connection.execute("create virtual table plain using fts5(text, prefix='1 2 3 4')")
        self._connection.execute("begin")
        for document in documents:
            words = " ".join(texts_of(document))
            self._connection.execute("insert into folded(text) values (?)", (fold(words),))
            self._connection.execute("insert into plain(text) values (?)", (words,))
        self._connection.execute("insert into plain(plain) values ('optimize')")
        self._connection.execute("commit")

    def warm_up(self) -> None:
        """Read the whole file once."""
        self.like("nowhere to be found")

    def like(self, text: str) -> list[int]:
        """The newest orders that hold the text."""
        return self._keys(
            "select recency from folded where text like ? order by recency desc limit ?", f"%{fold(text)}%"
        )

    def fts5_plain(self, text: str) -> list[int]:
        """The newest orders with words that begin with each word of the text, as far as FTS5 reads words."""
        words = ['"' + word.replace('"', '""') + '"*' for word in text.split()]
        return self._keys(
            "select rowid from plain where plain match ? order by rowid desc limit ?", " ".join(words) or '""'
        )

    def _keys(self, sql: str, argument: str) -> list[int]:
        return [key for (key,) in self._connection.execute(sql, (argument, _AT_MOST)).fetchall()]

    def close(self) -> None:
        self._connection.close()


def texts_of(document: SearchDocument) -> Sequence[str]:
    """All that an agent may type of a document, as it was written."""
    phones = [number for number, _ in document.phones]
    return [*document.names, *document.numbers, *document.mails, *phones, *document.places, *document.words]
