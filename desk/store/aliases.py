"""Owns under which ids channels listed purchases before. services.renaming writes it; ingest reads reports by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Connection, select

from desk.domain.values import AccountId
from desk.store.tables import order_aliases as table
from desk.store.upsert import upsert

_LONGEST_CHAIN = 8


def current(connection: Connection, account: AccountId, remote_ids: Collection[str]) -> dict[str, str]:
    """The id that each of these has now; those that were never renamed are left out."""
    # Each page asks this, and hardly any account has such orders at all.
    if not remote_ids or connection.execute(select(table.c.remote_id).where(_of(account)).limit(1)).first() is None:
        return {}
    found = {one: one for one in remote_ids}
    for _ in range(_LONGEST_CHAIN):
        asked = select(table.c.remote_id, table.c.current_id).where(
            _of(account), table.c.remote_id.in_(sorted(set(found.values())))
        )
        further = {row.remote_id: row.current_id for row in connection.execute(asked)}
        if not further:
            break
        found = {one: further.get(name, name) for one, name in found.items()}
    return {one: name for one, name in found.items() if one != name}


def _of(account: AccountId) -> ColumnElement[bool]:
    return table.c.account_id == account


def keep(connection: Connection, account: AccountId, renamed: Mapping[str, str]) -> None:
    """From now on these ids stand for those."""
    rows = [{"account_id": account, "remote_id": old, "current_id": new} for old, new in renamed.items() if old != new]
    upsert(connection, table, rows, ("account_id", "remote_id"))
