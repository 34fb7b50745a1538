"""Owns the repair list: records that could not be read, with their samples. services.ingest writes it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from connectors.contract.snapshots import UnreadableRecord
from desk.domain.clock import Instant
from desk.domain.values import AccountId
from desk.store.tables import unreadable_records as table
from desk.store.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One record that waits to be readable: what, why, since when, how often it came."""

    account: AccountId
    remote_id: str
    reason: str
    sample: bytes
    first_seen: Instant
    last_seen: Instant
    times: int


def note_unreadable(
    connection: Connection, account: AccountId, records: Sequence[UnreadableRecord], now: Instant
) -> None:
    """Put records on the list, or say once more that they came."""
    rows = {
        name: {
            "account_id": account,
            "remote_id": name,
            "reason": one.reason,
            "sample": zlib.compress(one.sample),
            "first_seen": now,
            "last_seen": now,
            "times": 0,
        }
        for one in records
        for name in (one.remote_id or _nameless(one.sample),)
    }
    upsert(connection, table, list(rows.values()), ("account_id", "remote_id"), once=("first_seen", "times"))
    if rows:
        connection.execute(
            update(table)
            .where(table.c.account_id == account, table.c.remote_id.in_(list(rows)))
            .values(times=table.c.times + 1)
        )


def _nameless(sample: bytes) -> str:
    """A name for a record that does not even tell its id: the same sample gets the same one."""
    return "?" + hashlib.blake2b(sample, digest_size=8).hexdigest()


def note_readable(connection: Connection, account: AccountId, remote_ids: Iterable[str]) -> None:
    """Take records off the list: they could be read now."""
    # Each page asks this, and hardly ever is anything on the list.
    if connection.execute(select(table.c.id).where(table.c.account_id == account).limit(1)).first() is None:
        return
    connection.execute(delete(table).where(table.c.account_id == account, table.c.remote_id.in_(list(remote_ids))))


def load_repairs(connection: Connection, account: AccountId | None = None) -> list[Repair]:
    statement = select(table).order_by(table.c.last_seen.desc(), table.c.id)
    if account is not None:
        statement = statement.where(table.c.account_id == account)
    return [
        Repair(
            account=AccountId(row.account_id),
            remote_id=row.remote_id,
            reason=row.reason,
            sample=zlib.decompress(row.sample),
            first_seen=row.first_seen,
            last_seen=row.last_seen,
            times=row.times,
        )
        for row in connection.execute(statement)
    ]


def count_repairs(connection: Connection) -> dict[AccountId, int]:
    found = connection.execute(select(table.c.account_id, func.count()).group_by(table.c.account_id))
    return {AccountId(account): count for account, count in found}
