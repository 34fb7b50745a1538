"""Owns the one statement both databases spell alike but SQLAlchemy keeps per dialect: insert, or update on conflict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = dict[str, Any]


def upsert(
    connection: Connection, table: Table, rows: list[Row], key: Iterable[str], *, once: Iterable[str] = ()
) -> None:
    """Insert rows of equal shape, or set all their other columns where the unique `key` is there already.

    Columns named `once` are written at the insert only.
    """
    if not rows:
        return
    connection.execute(upsert_statement(connection, table, rows[0], key, once=once), rows)


def upsert_statement(
    connection: Connection, table: Table, row: Row, key: Iterable[str], *, once: Iterable[str] = ()
) -> Any:
    """The statement for rows shaped like `row`; a caller may add RETURNING."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    keys = tuple(key)
    fixed = {*keys, *once}
    insert = dialect.insert(table)
    changed = {name: insert.excluded[name] for name in row if name not in fixed}
    if not changed:
        return insert.on_conflict_do_nothing(index_elements=keys)
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)
