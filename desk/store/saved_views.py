"""Owns views of lists that agents keep under a name. services.saved_views writes them; every window shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from desk.domain.clock import Instant
from desk.store.tables import saved_views as table
from desk.store.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A filter with order and columns, as the list's own plain values. `shared` ones are everybody's."""

    id: int
    list: str
    name: str
    icon: str
    owner: str
    content: dict[str, Any]
    changed_at: Instant

    @property
    def shared(self) -> bool:
        return not self.owner


def load_of(connection: Connection, of_list: str, owner: str) -> list[SavedView]:
    """Everybody's and the agent's own, by name."""
    asked = select(table).where(table.c.list == of_list, or_(table.c.owner == "", table.c.owner == owner))
    return [_view(row) for row in connection.execute(asked.order_by(table.c.name, table.c.id))]


def load_view(connection: Connection, view: int) -> SavedView | None:
    row = connection.execute(select(table).where(table.c.id == view)).one_or_none()
    return None if row is None else _view(row)


def load_named(connection: Connection, of_list: str, owner: str, name: str) -> SavedView | None:
    asked = select(table).where(table.c.list == of_list, table.c.owner == owner, table.c.name == name)
    row = connection.execute(asked).one_or_none()
    return None if row is None else _view(row)


def save(
    connection: Connection,
    *,
    of_list: str,
    owner: str,
    name: str,
    icon: str,
    content: dict[str, Any],
    now: Instant,
) -> None:
    row = {"list": of_list, "owner": owner, "name": name, "icon": icon, "content": content, "changed_at": now}
    upsert(connection, table, [row], ("list", "owner", "name"))


def rename(connection: Connection, view: int, name: str, now: Instant) -> None:
    connection.execute(update(table).where(table.c.id == view).values(name=name, changed_at=now))


def remove(connection: Connection, view: int) -> None:
    connection.execute(delete(table).where(table.c.id == view))


def _view(row: Any) -> SavedView:
    return SavedView(
        id=row.id,
        list=row.list,
        name=row.name,
        icon=row.icon,
        owner=row.owner,
        content=row.content,
        changed_at=row.changed_at,
    )
