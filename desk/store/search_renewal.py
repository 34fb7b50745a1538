"""Owns bringing search tables that another Desk made to the format of this one, when the store is opened.

They are derived and local, so they stand outside the revisions. A large store's take minutes: moment by moment, each in
a transaction of its own, so that who calls it off, and whatever ends the program, loses next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from desk.store import migrations
from desk.store.search_connection import Connection
from desk.store.search_index import SCHEMA, SearchIndex

Renewing = Callable[[int, int], None]
"""Hears how many orders of how many are found again. What it raises ends the opening; the next one goes on there."""

_UNDER_WAY = -migrations.SEARCH_FORMAT


def unheard(_: int, __: int) -> None:
    """Nobody waits to hear."""


def begin(connection: Connection) -> None:
    """Make the tables, or begin to renew those of another Desk, older or newer; in the caller's transaction."""
    found = migrations.search_format(connection)
    if connection.execute("select 1 from sqlite_master where name = 'search_doc'").fetchone() is None:
        for statement in SCHEMA:
            connection.execute(statement)
        _note(connection, migrations.SEARCH_FORMAT)
    elif found not in (migrations.SEARCH_FORMAT, _UNDER_WAY):
        SearchIndex(connection).begin_renewal()
        _note(connection, _UNDER_WAY)


def finish(writing: Callable[[], AbstractContextManager[Connection]], renewing: Renewing) -> None:
    """Go on until the tables are whole; at once where they are. Another process may work at it, too.

    `writing` begins a transaction.
    """
    above: int | None = 0
    while above is not None:
        with writing() as connection:
            if migrations.search_format(connection) == migrations.SEARCH_FORMAT:
                return
            index = SearchIndex(connection)
            above = index.renew_more(above)
            if above is None:
                _note(connection, migrations.SEARCH_FORMAT)
            done, total = index.renewed()
        renewing(done, total)


def _note(connection: Connection, made: int) -> None:
    connection.execute(f"pragma user_version = {made}")
