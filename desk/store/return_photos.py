"""Owns pictures of what came back, as the files were given. services.return_photos writes them; none is opened here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from desk.domain.clock import Instant
from desk.domain.values import LineId, ReturnId
from desk.store.tables import return_photos as table


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """What is known of a picture without its bytes. `name` is unique in its return, such as 2.jpg."""

    id: int
    return_id: ReturnId | None
    parcel: int | None
    line: LineId | None
    name: str
    kind: str
    size: int
    added_at: Instant
    actor: str


_TOLD = tuple(one for one in table.c if one.name != "content")


def add_photo(
    connection: Connection,
    *,
    ending: str,
    kind: str,
    content: bytes,
    now: Instant,
    actor: str,
    return_id: ReturnId | None = None,
    parcel: int | None = None,
    line: LineId | None = None,
) -> Photo:
    """Write a picture under the next name of its return or parcel."""
    last = connection.execute(select(func.max(table.c.id)).where(_of(return_id, parcel))).scalar_one()
    given = 0
    if last is not None:
        name = connection.execute(select(table.c.name).where(table.c.id == last)).scalar_one()
        given = int(name.partition(".")[0])
    values = {
        "return_id": return_id,
        "parcel_id": parcel,
        "line_id": line,
        "name": f"{given + 1}.{ending}",
        "kind": kind,
        "size": len(content),
        "content": content,
        "added_at": now,
        "actor": actor,
    }
    made = connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    return _photo(connection.execute(select(*_TOLD).where(table.c.id == made)).one())


def _of(return_id: ReturnId | None, parcel: int | None) -> Any:
    return table.c.parcel_id == parcel if return_id is None else table.c.return_id == return_id


def count(connection: Connection, *, return_id: ReturnId | None = None, parcel: int | None = None) -> int:
    return int(connection.execute(select(func.count()).where(_of(return_id, parcel))).scalar_one())


def load_content(connection: Connection, photo: int) -> bytes | None:
    found = connection.execute(select(table.c.content).where(table.c.id == photo)).scalar_one_or_none()
    return None if found is None else bytes(found)


def load_photo(connection: Connection, photo: int) -> Photo | None:
    row = connection.execute(select(*_TOLD).where(table.c.id == photo)).one_or_none()
    return None if row is None else _photo(row)


def load_of_returns(connection: Connection, wanted: Collection[ReturnId]) -> dict[ReturnId, list[Photo]]:
    """The pictures of some returns, the oldest first."""
    found: dict[ReturnId, list[Photo]] = defaultdict(list)
    if wanted:
        asked = select(*_TOLD).where(table.c.return_id.in_(list(wanted))).order_by(table.c.id)
        for row in connection.execute(asked):
            found[ReturnId(row.return_id)].append(_photo(row))
    return found


def load_of_parcels(connection: Connection, parcels: Collection[int]) -> dict[int, list[Photo]]:
    """The pictures of some parcels of nobody, the oldest first."""
    found: dict[int, list[Photo]] = defaultdict(list)
    if parcels:
        asked = select(*_TOLD).where(table.c.parcel_id.in_(list(parcels))).order_by(table.c.id)
        for row in connection.execute(asked):
            found[row.parcel_id].append(_photo(row))
    return found


def hand_over(connection: Connection, parcel: int, to: ReturnId) -> None:
    """A parcel's pictures become those of its return, under names behind those there."""
    last = max((int(one.name.partition(".")[0]) for one in load_of_returns(connection, [to])[to]), default=0)
    for at, one in enumerate(load_of_parcels(connection, [parcel])[parcel], last + 1):
        ending = one.name.partition(".")[2]
        values = {"return_id": to, "parcel_id": None, "name": f"{at}.{ending}"}
        connection.execute(update(table).where(table.c.id == one.id).values(values))


def remove(connection: Connection, photo: int) -> None:
    connection.execute(delete(table).where(table.c.id == photo))


def _photo(row: Any) -> Photo:
    return Photo(
        id=row.id,
        return_id=None if row.return_id is None else ReturnId(row.return_id),
        parcel=row.parcel_id,
        line=None if row.line_id is None else LineId(row.line_id),
        name=row.name,
        kind=row.kind,
        size=row.size,
        added_at=row.added_at,
        actor=row.actor,
    )
