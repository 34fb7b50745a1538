"""Owns writing many rows at once: insert, or update on conflict, which both databases spell alike but SQLAlchemy keeps
per dialect.

Ingest lives on this. SQLAlchemy builds each statement once; the rows then go past it to the driver, each value in the
form its column stores, since preparing every row anew costs more than storing it. The rows of orders come as bare
values (`upsert_values`): to name each value costs a quarter of storing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from desk.store.types import InstantType, JsonType

Row = dict[str, Any]
Values = tuple[Any, ...]
"""A row's values, each in the form its column stores (desk.store.types)."""


def insert_rows(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert rows of equal shape."""
    _write(connection, table, rows, key=None, once=())


def upsert(
    connection: Connection, table: Table, rows: list[Row], key: Iterable[str], *, once: Iterable[str] = ()
) -> None:
    """Insert rows of equal shape, or set all their other columns where the unique `key` is there already.

    Columns named `once` are written at the insert only.
    """
    _write(connection, table, rows, key=tuple(key), once=tuple(once))


def insert_values(connection: Connection, table: Table, names: tuple[str, ...], rows: list[Values]) -> None:
    """Insert rows of values that stand as `names` do: in the table's own order."""
    _write_values(connection, table, names, rows, key=None, once=())


def upsert_values(
    connection: Connection,
    table: Table,
    names: tuple[str, ...],
    rows: list[Values],
    key: tuple[str, ...],
    once: tuple[str, ...] = (),
) -> None:
    """The same as `upsert`, of rows whose values stand as `names` do: in the table's own order."""
    _write_values(connection, table, names, rows, key=key, once=once)


def _write_values(
    connection: Connection,
    table: Table,
    names: tuple[str, ...],
    rows: list[Values],
    *,
    key: tuple[str, ...] | None,
    once: tuple[str, ...],
) -> None:
    if not rows:
        return
    made = _made(connection.dialect.name, table, names, key, once)
    if made.places != names:
        raise ValueError(f"values of {table.name} stand otherwise than its columns")
    _run(connection, made, rows)


def _write(
    connection: Connection, table: Table, rows: list[Row], *, key: tuple[str, ...] | None, once: tuple[str, ...]
) -> None:
    if not rows:
        return
    made = _made(connection.dialect.name, table, tuple(rows[0]), key, once)
    ready: list[Values] = list(map(itemgetter(*made.places), rows))
    if made.stored:
        columns: list[Sequence[Any]] = list(zip(*ready, strict=True))
        for at, stored in made.stored:
            columns[at] = stored(columns[at])
        ready = list(zip(*columns, strict=True))
    _run(connection, made, ready)


def _run(connection: Connection, made: _Made, ready: list[Values]) -> None:
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.executemany(made.sql, ready)  # SQLAlchemy would copy every row once more
    else:
        connection.exec_driver_sql(made.sql, ready)


class _Made(NamedTuple):
    sql: str
    places: tuple[str, ...]
    """Which column's value each of the statement's places takes."""
    stored: tuple[tuple[int, Callable[[Sequence[Any]], list[Any]]], ...]
    """How a place's values are turned into what their column stores, where the driver does not know it."""


@cache
def _made(
    dialect: str, table: Table, names: tuple[str, ...], key: tuple[str, ...] | None, once: tuple[str, ...]
) -> _Made:
    # Loaded when it is spoken: PostgreSQL's alone costs a tenth of the program's start.
    spoken = import_module(f"sqlalchemy.dialects.{'postgresql' if dialect == 'postgresql' else 'sqlite'}")
    insert = spoken.insert(table).inline()
    if key is not None:
        changed = {name: insert.excluded[name] for name in names if name not in {*key, *once}}
        if changed:
            insert = insert.on_conflict_do_update(index_elements=key, set_=changed)
        else:
            insert = insert.on_conflict_do_nothing(index_elements=key)
    paramstyle = "format" if dialect == "postgresql" else "qmark"
    compiled = insert.compile(dialect=spoken.dialect(paramstyle=paramstyle), column_keys=list(names))
    places: tuple[str, ...] = tuple(compiled.positiontup or ())
    kinds = ((at, table.c[name].type) for at, name in enumerate(places))
    stored = ((at, kind.all_as_stored) for at, kind in kinds if isinstance(kind, InstantType | JsonType))
    return _Made(str(compiled), places, tuple(stored))
