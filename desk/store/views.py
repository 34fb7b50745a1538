"""Owns the reading of list rows and of one order's parts, ready to show. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, bindparam, func, or_, select
from sqlalchemy import exists as sql_exists

from desk.domain.cases import CaseKind, CaseState
from desk.domain.clock import Instant
from desk.domain.orders import Handling, OrderFacet
from desk.domain.shipments import normalise_number
from desk.domain.values import AccountId, LineId, Money, OrderId, RemoteRef, ShipmentId
from desk.domain.views import ChannelTile, CustomerRow, EventKind, LinkedOrder, MatchTier, OrderRow, TimelineEntry
from desk.store.list_rows import COLUMNS, order_rows
from desk.store.orders import OrderRecord, load_records
from desk.store.tables import (
    accounts,
    cases,
    channel_pushes,
    order_addresses,
    order_aliases,
    order_events,
    order_lines,
    order_payments,
    orders,
    shipments,
)

Tiles = Mapping[str, ChannelTile]
"""The tile of each kind of channel; the registry knows them, the store does not."""

_ROWS = select(*(orders.c[name] for name in COLUMNS), accounts.c.kind, accounts.c.name.label("account_name")).join(
    accounts, accounts.c.id == orders.c.account_id
)
# Made once: each keystroke asks these, and SQLAlchemy would take longer to make them anew than the store to answer.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ROWS_BY_ID = _ROWS.where(orders.c.id.in_(_IDS))
_PUSHES = select(channel_pushes.c.order_id, channel_pushes.c.state).where(channel_pushes.c.order_id.in_(_IDS))
_RECIPIENTS = select(order_addresses.c.order_id, order_addresses.c.name).where(
    order_addresses.c.order_id.in_(_IDS), order_addresses.c.role == "recipient"
)
_BUYERS = (
    select(orders.c.id, orders.c.buyer_key, orders.c.buyer_name, orders.c.buyer_email, order_addresses.c.town)
    .outerjoin(order_addresses, and_(order_addresses.c.order_id == orders.c.id, order_addresses.c.role == "recipient"))
    .where(orders.c.id.in_(_IDS))
)
_ORDERS_OF_BUYERS = (
    select(orders.c.buyer_key, func.count())
    .where(orders.c.buyer_key.in_(bindparam("keys", expanding=True)))
    .group_by(orders.c.buyer_key)
)


def load_rows(
    connection: Connection, ids: Sequence[OrderId], tiles: Tiles, tiers: Mapping[OrderId, MatchTier] | None = None
) -> list[OrderRow]:
    """Rows of the orders, in the order of `ids`; unknown ids are left out. `tiers` is how a search found them."""
    if not ids:
        return []
    found = _finish(connection, connection.execute(_ROWS_BY_ID, {"ids": ids}).all(), tiles, tiers or {})
    by_id = {row.id: row for row in found}
    return [by_id[one] for one in ids if one in by_id]


def load_between(
    connection: Connection, since: Instant | None, until: Instant | None, limit: int, tiles: Tiles
) -> list[OrderRow]:
    """Orders placed from one moment on and before another, newest first."""
    wanted = _ROWS.order_by(orders.c.placed_at.desc(), orders.c.id.desc()).limit(limit)
    if since is not None:
        wanted = wanted.where(orders.c.placed_at >= since)
    if until is not None:
        wanted = wanted.where(orders.c.placed_at < until)
    return _finish(connection, connection.execute(wanted).all(), tiles, {})


def load_further(
    connection: Connection, order: OrderId, tiles: Tiles, limit: int = 6, marks: Sequence[str] = ("", "")
) -> list[OrderRow]:
    """Other orders of the same buyer, newest first."""
    same = (
        _ROWS.where(_of_same_buyer(connection, order, marks), orders.c.id != order)
        .order_by(orders.c.placed_at.desc(), orders.c.id.desc())
        .limit(limit)
    )
    return _finish(connection, connection.execute(same).all(), tiles, {})


def load_linked(
    connection: Connection, ref: RemoteRef, instead_of: str, tiles: Tiles
) -> tuple[list[LinkedOrder], list[OrderRow]]:
    """The order that this one is sent instead of, and those sent instead of it; and the rows of those that are here."""
    after = and_(orders.c.instead_of == ref.id, orders.c.instead_of != "")
    about = or_(after, orders.c.remote_id == instead_of) if instead_of else after
    asked = _ROWS.where(orders.c.account_id == ref.account, orders.c.remote_id != ref.id, about)
    found = connection.execute(asked.order_by(orders.c.id)).all()
    names = {OrderId(one.id): one.remote_id for one in found}
    rows = _finish(connection, found, tiles, {}) if found else []
    rows.sort(key=lambda row: names[row.id] != instead_of)
    links = [LinkedOrder(number=row.number, id=row.id, is_first=names[row.id] == instead_of) for row in rows]
    if instead_of and instead_of not in names.values():
        links.insert(0, LinkedOrder(number=instead_of, id=None, is_first=True))
    return links, rows


def _of_same_buyer(connection: Connection, order: OrderId, marks: Sequence[str]) -> ColumnElement[bool]:
    """Orders with its mail address, and those of a forgotten buyer with its marks: its own, or those given."""
    row = connection.execute(
        select(orders.c.buyer_key, orders.c.buyer_mail_mark, orders.c.buyer_home_mark).where(orders.c.id == order)
    ).one()
    same: list[ColumnElement[bool]] = [orders.c.id == order]
    if row.buyer_key:
        same.append(orders.c.buyer_key == row.buyer_key)
    own = (row.buyer_mail_mark, row.buyer_home_mark)
    for column, mark, given in zip((orders.c.buyer_mail_mark, orders.c.buyer_home_mark), own, marks, strict=True):
        if mark or given:
            same.append(and_(column == (mark or given), column != ""))
    return or_(*same)


def _finish(
    connection: Connection, found: Sequence[Any], tiles: Tiles, tiers: Mapping[OrderId, MatchTier]
) -> list[OrderRow]:
    ids = [row.id for row in found]
    states: dict[int, set[str]] = defaultdict(set)
    for order_id, state in connection.execute(_PUSHES, {"ids": ids}) if ids else ():
        states[order_id].add(state)
    names = _recipients(connection, [row.id for row in found if not row.buyer_name])
    return order_rows(found, states, names, tiles.__getitem__, tiers)


def _recipients(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {row.order_id: row.name for row in connection.execute(_RECIPIENTS, {"ids": ids})}


def customers_of(connection: Connection, ids: Sequence[OrderId], limit: int = 50) -> list[CustomerRow]:
    """The buyers behind some orders, those met first come first; orders counted over the whole store."""
    if not ids:
        return []
    by_id = {row.id: row for row in connection.execute(_BUYERS, {"ids": ids})}
    first: dict[str, Any] = {}
    for one in ids:
        row = by_id.get(one)
        if row is not None and row.buyer_key and row.buyer_name:
            first.setdefault(row.buyer_key, row)
    keys = list(first)[:limit]
    counts: dict[str, int] = {}
    if keys:
        counts = {key: count for key, count in connection.execute(_ORDERS_OF_BUYERS, {"keys": keys}).all()}  # noqa: C416
    return [
        CustomerRow(
            name=first[key].buyer_name,
            email=first[key].buyer_email,
            town=first[key].town or "",
            orders=counts.get(key, 0),
            query=first[key].buyer_email,
        )
        for key in keys
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerFigures:
    """How many orders the buyer of one made, `earlier` ones among them, and what they spent, by currency."""

    orders: int
    earlier: int
    revenue: tuple[Money, ...]


def buyer_figures(connection: Connection, order: OrderId, marks: Sequence[str] = ("", "")) -> BuyerFigures:
    """Called-off orders cost nothing. `marks` are those by which the order's buyer is known once forgotten."""
    of_buyer = _of_same_buyer(connection, order, marks)
    count = connection.execute(select(func.count()).where(of_buyer)).scalar_one()
    placed = select(orders.c.placed_at).where(orders.c.id == order).scalar_subquery()
    earlier = connection.execute(select(func.count()).where(of_buyer, orders.c.placed_at < placed)).scalar_one()
    spent = (
        select(orders.c.currency, func.sum(orders.c.total))
        .where(
            of_buyer,
            orders.c.order_facet.not_in([OrderFacet.CANCELLED, OrderFacet.REMOVED]),
            # The channel keeps these amounts to itself yet: they are unknown, not nothing.
            or_(orders.c.handling != Handling.NOT_YET, orders.c.total != 0),
        )
        .group_by(orders.c.currency)
        .order_by(orders.c.currency)
    )
    revenue = tuple(Money(int(total), currency) for currency, total in connection.execute(spent))
    return BuyerFigures(orders=count, earlier=earlier, revenue=revenue)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderParts:
    """One order as stored, with the ids and times its snapshot does not carry."""

    record: OrderRecord
    line_ids: Mapping[str, LineId]
    shipment_ids: Mapping[str, ShipmentId]
    seen: Mapping[str, Instant]  # of shipments and of payments ("KIND/remote id")
    events: tuple[TimelineEntry, ...]
    asked_off: bool = False  # the order itself says that its buyer asks to cancel, and nobody has answered


def asked_off() -> ColumnElement[bool]:
    """Whether an order tells a wish to cancel that stands: the case of such a wish bears the order's id."""
    return sql_exists().where(
        cases.c.account_id == orders.c.account_id,
        cases.c.kind == CaseKind.CANCELLATION,
        cases.c.remote_id == orders.c.remote_id,
        cases.c.state == CaseState.REQUESTED,
    )


# Built once: putting such a statement together takes as long as the store takes to answer it.
_LINES_OF = (
    select(order_lines.c.order_id, order_lines.c.remote_id, order_lines.c.id, asked_off().label("asked_off"))
    .join(orders, orders.c.id == order_lines.c.order_id)
    .where(order_lines.c.order_id.in_(_IDS))
)
_PARCELS_OF = select(shipments.c.order_id, shipments.c.remote_id, shipments.c.id, shipments.c.seen_at).where(
    shipments.c.order_id.in_(_IDS)
)
_PAYMENTS_OF = select(
    order_payments.c.order_id, order_payments.c.kind, order_payments.c.remote_id, order_payments.c.seen_at
).where(order_payments.c.order_id.in_(_IDS))
_EVENTS_OF = (
    select(order_events.c.order_id, order_events.c.at, order_events.c.kind, order_events.c.facts, order_events.c.actor)
    .where(order_events.c.order_id.in_(_IDS))
    .order_by(order_events.c.id)
)


def load_parts(connection: Connection, order: OrderId) -> OrderParts | None:
    """One order with everything stored of it; None where there is none."""
    return load_many(connection, [order]).get(order)


def load_many(connection: Connection, ids: Sequence[OrderId]) -> dict[OrderId, OrderParts]:
    """Orders with everything stored of them; unknown ids are left out."""
    if not ids:
        return {}
    wanted = {"ids": list(ids)}
    lines: dict[int, dict[str, LineId]] = defaultdict(dict)
    wished: set[int] = set()
    for row in connection.execute(_LINES_OF, wanted):
        lines[row.order_id][row.remote_id] = LineId(row.id)
        if row.asked_off:
            wished.add(row.order_id)
    parcels: dict[int, dict[str, ShipmentId]] = defaultdict(dict)
    seen: dict[int, dict[str, Instant]] = defaultdict(dict)
    for parcel in connection.execute(_PARCELS_OF, wanted):
        parcels[parcel.order_id][parcel.remote_id] = ShipmentId(parcel.id)
        seen[parcel.order_id][parcel.remote_id] = parcel.seen_at
    for payment in connection.execute(_PAYMENTS_OF, wanted):
        seen[payment.order_id][f"{payment.kind}/{payment.remote_id}"] = payment.seen_at
    entries: dict[int, list[TimelineEntry]] = defaultdict(list)
    for event in connection.execute(_EVENTS_OF, wanted):
        entry = TimelineEntry(at=event.at, kind=EventKind(event.kind), facts=event.facts, actor=event.actor)
        entries[event.order_id].append(entry)
    return {
        order: OrderParts(
            record=record,
            line_ids=lines[order],
            shipment_ids=parcels[order],
            seen=seen[order],
            events=tuple(entries[order]),
            asked_off=order in wished,
        )
        for order, record in load_records(connection, ids).items()
    }


def exists(connection: Connection, order: OrderId) -> bool:
    return connection.execute(select(orders.c.id).where(orders.c.id == order)).first() is not None


def find_by_reference(connection: Connection, text: str, account: AccountId | None = None) -> list[OrderId]:
    """Orders whose number is exactly this text (a leading # does not count); where there is none, those of this channel
    id, else by a parcel's number. People read numbers: a shop counts its ids alike, and means others by them.

    `account`: of this one only.
    """
    plain = text.strip().lstrip("#").strip()
    shipped = select(shipments.c.order_id).where(shipments.c.number_normalised == normalise_number(plain))
    for named in (
        orders.c.number.in_([plain, text.strip(), f"#{plain}"]),
        orders.c.remote_id == plain,
        orders.c.id.in_(_listed_before(plain)),
        orders.c.id.in_(shipped),
    ):
        mine = named if account is None else and_(named, orders.c.account_id == account)
        wanted = select(orders.c.id).where(mine).order_by(orders.c.placed_at.desc(), orders.c.id.desc())
        found = [OrderId(one) for one in connection.execute(wanted).scalars()]
        if found:
            return found
    return []


def account_names(connection: Connection, ids: Sequence[OrderId]) -> list[str]:
    """Of whom these orders are, each name once."""
    of = select(accounts.c.name).join(orders, orders.c.account_id == accounts.c.id).where(orders.c.id.in_(ids))
    return sorted(set(connection.execute(of).scalars()))


def _listed_before(remote_id: str) -> Select[Any]:
    """Orders that the channel listed under this id before."""
    return (
        select(orders.c.id)
        .join(
            order_aliases,
            and_(order_aliases.c.account_id == orders.c.account_id, order_aliases.c.current_id == orders.c.remote_id),
        )
        .where(order_aliases.c.remote_id == remote_id)
    )


_NUMBERS = select(orders.c.id, orders.c.number).where(orders.c.id.in_(_IDS))


def order_numbers(connection: Connection, ids: Sequence[OrderId]) -> dict[OrderId, str]:
    found = connection.execute(_NUMBERS, {"ids": list(ids)})
    return {OrderId(one): number for one, number in found}


def newest_ids(connection: Connection) -> list[OrderId]:
    """All orders, the newest first."""
    found = connection.execute(select(orders.c.id).order_by(orders.c.placed_at.desc(), orders.c.id.desc()))
    return [OrderId(one) for one in found.scalars()]


def all_ids(connection: Connection) -> list[OrderId]:
    """All orders, by account and channel id."""
    found = connection.execute(select(orders.c.id).order_by(orders.c.account_id, orders.c.remote_id))
    return [OrderId(one) for one in found.scalars()]
