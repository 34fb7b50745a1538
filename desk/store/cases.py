"""Owns the cases of channels with their deadlines. services.case_ingest writes them; order 360 and deeds read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, select, tuple_, update

from connectors.contract.snapshots import CaseSnapshot, OrderSnapshot
from desk.domain.cases import CaseDeed, CaseEvent, CaseKind, CaseLine, CaseState, Deadline
from desk.domain.clock import Instant
from desk.domain.values import AccountId, CaseId, Money, OrderId, RemoteRef
from desk.store.packing import pack
from desk.store.tables import cases as table
from desk.store.tables import deadlines, order_lines, orders, returns
from desk.store.upsert import Row, insert_rows, upsert

CaseKey = tuple[CaseKind, str]
"""What names a case within its account."""

_PLAIN = (
    "channel_state",
    "opened_at",
    "changed_at",
    "reason",
    "channel_reason",
    "comment",
    "opened_by_buyer",
    "buyer",
    "listing",
    "carrier",
    "number",
    "escalated_as",
    "open_in_channel",
)
_READ = tuple(one for one in table.c if one.name != "payload")
# Built once: it is asked for every order that is shown or changed.
_OF_ORDERS = (
    select(*_READ)
    .where(table.c.account_id == bindparam("account"), table.c.order_remote_id.in_(bindparam("orders", expanding=True)))
    .order_by(table.c.opened_at, table.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCase:
    """A case as the channel told it last; its payload is not read back."""

    id: CaseId
    told: CaseSnapshot
    fetched_at: Instant

    @property
    def key(self) -> CaseKey:
        return self.told.kind, self.told.ref.id


def load_known(connection: Connection, account: AccountId, keys: Collection[CaseKey]) -> dict[CaseKey, StoredCase]:
    """Those of the cases that are stored."""
    if not keys:
        return {}
    wanted = tuple_(table.c.kind, table.c.remote_id).in_([(str(kind), name) for kind, name in keys])
    found = connection.execute(select(*_READ).where(table.c.account_id == account, wanted)).mappings().all()
    return {one.key: one for one in _stored(connection, found)}


def load_with(connection: Connection, told: Sequence[OrderSnapshot]) -> dict[RemoteRef, list[StoredCase]]:
    """The cases of orders, the oldest first: those that name one, and those of what its buyer bought with it."""
    found: dict[RemoteRef, list[StoredCase]] = {}
    for account, some in _by_account(told).items():
        named = load_of_orders(connection, account, [one.ref.id for one in some])
        nameless = _nameless(connection, account, some)
        for one in some:
            cases = named.get(one.ref.id, []) + nameless.get(one.ref.id, [])
            found[one.ref] = sorted(cases, key=lambda case: (case.told.opened_at, case.id))
    return found


def _by_account(told: Sequence[OrderSnapshot]) -> dict[AccountId, list[OrderSnapshot]]:
    grouped: dict[AccountId, list[OrderSnapshot]] = defaultdict(list)
    for one in told:
        grouped[one.ref.account].append(one)
    return grouped


def _nameless(connection: Connection, account: AccountId, told: Sequence[OrderSnapshot]) -> dict[str, list[StoredCase]]:
    """Cases that name a purchase only, by the order they belong to."""
    buyers = {one.buyer.remote_id for one in told if one.buyer.remote_id}
    listings = {line.listing for one in told for line in one.lines if line.listing}
    if not buyers or not listings:
        return {}
    about = (
        select(*_READ)
        .where(
            table.c.account_id == account,
            table.c.buyer.in_(buyers),
            table.c.listing.in_(listings),
            table.c.listing != "",
        )
        .order_by(table.c.opened_at, table.c.id)
    )
    grouped: dict[str, list[StoredCase]] = defaultdict(list)
    for one in _stored(connection, connection.execute(about).mappings().all()):
        grouped[_order_of(connection, one.told)].append(one)
    return grouped


def _order_of(connection: Connection, told: CaseSnapshot) -> str:
    """The order of a case that names a purchase only; empty where an order bears that very number, or there is none."""
    of_account = orders.c.account_id == told.ref.account
    named = select(orders.c.id).where(of_account, orders.c.remote_id == told.order.id)
    if connection.execute(named).first() is not None:
        return ""
    bought = (
        select(orders.c.remote_id, orders.c.placed_at, order_lines.c.remote_id.label("line"))
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .where(of_account, orders.c.buyer_remote_id == told.buyer, order_lines.c.listing == told.listing)
        .order_by(orders.c.placed_at.desc(), orders.c.remote_id.desc())
    )
    rows = connection.execute(bought).all()
    purchase = told.lines[0].remote_line if told.lines else ""
    exact = [row.remote_id for row in rows if purchase and row.line == purchase]
    before = [row.remote_id for row in rows if row.placed_at <= told.opened_at]
    return next(iter(exact or before), "")


def load_of_orders(connection: Connection, account: AccountId, orders: Sequence[str]) -> dict[str, list[StoredCase]]:
    """The cases of some orders of one account, by the channel's ids of them."""
    found = connection.execute(_OF_ORDERS, {"account": account, "orders": list(orders)}).mappings().all()
    by_order: dict[str, list[StoredCase]] = defaultdict(list)
    for one in _stored(connection, found):
        by_order[one.told.order.id].append(one)
    return dict(by_order)


def load_some(connection: Connection, ids: Collection[CaseId]) -> list[StoredCase]:
    """These cases, the oldest first."""
    if not ids:
        return []
    wanted = select(*_READ).where(table.c.id.in_(ids)).order_by(table.c.opened_at, table.c.id)
    return _stored(connection, connection.execute(wanted).mappings().all())


def unfollowed(connection: Connection, account: AccountId) -> list[CaseId]:
    """Returns on the channel that none of ours follows yet."""
    wanted = (
        select(table.c.id)
        .outerjoin(returns, returns.c.case_id == table.c.id)
        .where(table.c.account_id == account, table.c.kind == CaseKind.RETURN, returns.c.id.is_(None))
    )
    return [CaseId(one) for one in connection.execute(wanted).scalars()]


def order_of(connection: Connection, told: CaseSnapshot) -> OrderId | None:
    """The order that a case is shown with; None while it is not there."""
    remote = told.order.id if not told.listing else _order_of(connection, told) or told.order.id
    named = select(orders.c.id).where(orders.c.account_id == told.ref.account, orders.c.remote_id == remote)
    found = connection.execute(named).scalar_one_or_none()
    return None if found is None else OrderId(found)


def load_all(connection: Connection) -> list[StoredCase]:
    """Every case, by account, kind and the channel's id."""
    in_order = select(*_READ).order_by(table.c.account_id, table.c.kind, table.c.remote_id)
    return _stored(connection, connection.execute(in_order).mappings().all())


def _stored(connection: Connection, rows: Sequence[Mapping[Any, Any]]) -> list[StoredCase]:
    if not rows:
        return []
    due: dict[int, list[Deadline]] = defaultdict(list)
    asked = select(deadlines).where(deadlines.c.case_id.in_([row["id"] for row in rows]))
    for one in connection.execute(asked.order_by(deadlines.c.at, deadlines.c.id)):
        due[one.case_id].append(Deadline(what=one.what, at=one.at, ours=one.ours))
    return [_case(row, due[row["id"]]) for row in rows]


def _case(row: Mapping[Any, Any], due: Sequence[Deadline]) -> StoredCase:
    account = AccountId(row["account_id"])
    told = CaseSnapshot(
        ref=RemoteRef(account, row["remote_id"]),
        kind=CaseKind(row["kind"]),
        order=RemoteRef(account, row["order_remote_id"]),
        state=CaseState(row["state"]),
        lines=msgspec.convert(row["lines"], tuple[CaseLine, ...]),
        deadlines=tuple(due),
        allows=msgspec.convert(row["allows"], tuple[CaseDeed, ...]),
        other_options=tuple(row["other_options"]),
        expected=_money(row["expected"]),
        refunded=_money(row["refunded"]),
        events=None if row["events"] is None else msgspec.convert(row["events"], tuple[CaseEvent, ...]),
        **{name: row[name] for name in _PLAIN},
    )
    return StoredCase(id=CaseId(row["id"]), told=told, fetched_at=row["fetched_at"])


def _money(stored: Sequence[Any] | None) -> Money | None:
    return None if stored is None else Money(int(stored[0]), str(stored[1]))


def save_cases(
    connection: Connection, account: AccountId, told: Sequence[CaseSnapshot], now: Instant
) -> dict[CaseKey, CaseId]:
    """Write cases of one account with their deadlines; one snapshot per case. Gives their ids."""
    if not told:
        return {}
    # A report without its payload leaves the one that is there.
    for payload in (True, False):
        rows = [_row(one, now) for one in told if bool(one.raw) is payload]
        upsert(connection, table, rows, ("account_id", "kind", "remote_id"), once=() if payload else ("payload",))
    keys = [(one.kind, one.ref.id) for one in told]
    wanted = tuple_(table.c.kind, table.c.remote_id).in_([(str(kind), name) for kind, name in keys])
    found = connection.execute(
        select(table.c.id, table.c.kind, table.c.remote_id).where(table.c.account_id == account, wanted)
    )
    ids = {(CaseKind(row.kind), row.remote_id): CaseId(row.id) for row in found}
    connection.execute(delete(deadlines).where(deadlines.c.case_id.in_(list(ids.values()))))
    due = [
        {"case_id": ids[one.kind, one.ref.id], "what": each.what, "at": each.at, "ours": each.ours}
        for one in told
        for each in one.deadlines
    ]
    insert_rows(connection, deadlines, due)
    return ids


def _row(told: CaseSnapshot, now: Instant) -> Row:
    row: Row = {name: getattr(told, name) for name in _PLAIN}
    return row | {
        "account_id": told.ref.account,
        "kind": told.kind,
        "remote_id": told.ref.id,
        "order_remote_id": told.order.id,
        "state": told.state,
        "fetched_at": now,
        "lines": msgspec.to_builtins(told.lines),
        "allows": list(told.allows),
        "other_options": list(told.other_options),
        "expected": None if told.expected is None else [told.expected.minor, told.expected.currency],
        "refunded": None if told.refunded is None else [told.refunded.minor, told.refunded.currency],
        "events": None if told.events is None else msgspec.to_builtins(told.events),
        "payload": pack(told.raw),
    }


def note_fetched(connection: Connection, ids: Sequence[CaseId], now: Instant) -> None:
    """The channel told them once more, and nothing of them was new."""
    if ids:
        connection.execute(update(table).where(table.c.id.in_(ids)).values(fetched_at=now))


def move_to_order(connection: Connection, account: AccountId, old: str, new: str) -> None:
    """The order is listed under another id now."""
    connection.execute(
        update(table).where(table.c.account_id == account, table.c.order_remote_id == old).values(order_remote_id=new)
    )
