"""Owns how far numbers were counted that are never given twice, whatever was removed since: of returns, for one."""

from __future__ import annotations

from sqlalchemy import Connection, select

from desk.store.tables import counters
from desk.store.upsert import upsert


def last(connection: Connection, name: str) -> int:
    """The last number given; 0 where none was."""
    found = connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar_one_or_none()
    return 0 if found is None else int(found)


def note(connection: Connection, name: str, value: int) -> None:
    """Note that this number is given now."""
    upsert(connection, counters, [{"name": name, "value": value}], ("name",))
