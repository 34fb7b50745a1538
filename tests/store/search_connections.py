"""Owns the connections of the search's tests: the driver and the pragmas that the store uses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

from desk.store.search_index import SCHEMA, SearchIndex
from desk.store.search_text import SearchDocument


def connect(path: Path | str = ":memory:") -> Any:
    """Transactions are begun by hand, as in the store."""
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute(f"pragma key = \"x'{'5a' * 32}'\"")
    connection.execute("pragma journal_mode = wal")
    return connection


def empty_index(path: Path | str = ":memory:") -> tuple[Any, SearchIndex]:
    connection = connect(path)
    for statement in SCHEMA:
        connection.execute(statement)
    return connection, SearchIndex(connection)


def index_of(documents: Iterable[SearchDocument], path: Path | str = ":memory:") -> tuple[Any, SearchIndex]:
    connection, index = empty_index(path)
    connection.execute("begin")
    index.put(list(documents))
    connection.execute("commit")
    return connection, index
