"""Owns the reading of list rows and of one order's parts, ready to show. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from desk.domain.clock import Instant
from desk.domain.orders import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import PushState
from desk.domain.shipments import normalise_number
from desk.domain.standing import standings
from desk.domain.values import AccountId, LineId, Money, OrderId, ShipmentId
from desk.domain.views import ChannelTile, CustomerRow, EventKind, OrderRow, TimelineEntry
from desk.store.orders import OrderRecord, load_records
from desk.store.tables import (
    accounts,
    channel_pushes,
    order_addresses,
    order_events,
    order_lines,
    order_payments,
    orders,
    shipments,
)

Tiles = Mapping[str, ChannelTile]
"""The tile of each kind of channel; the registry knows them, the store does not."""

_ROW = (
    orders.c.id,
    orders.c.account_id,
    orders.c.number,
    orders.c.remote_id,
    orders.c.buyer_name,
    orders.c.buyer_company,
    orders.c.first_item,
    orders.c.pieces,
    orders.c.placed_at,
    orders.c.total,
    orders.c.currency,
    orders.c.order_facet,
    orders.c.payment_facet,
    orders.c.shipping_facet,
    orders.c.handling,
    accounts.c.kind,
    accounts.c.name.label("account_name"),
)


def _rows() -> Select[Any]:
    return select(*_ROW).join(accounts, accounts.c.id == orders.c.account_id)


def load_rows(connection: Connection, ids: Sequence[OrderId], tiles: Tiles) -> list[OrderRow]:
    """Rows of the orders, in the order of `ids`; unknown ids are left out."""
    found = _finish(connection, connection.execute(_rows().where(orders.c.id.in_(ids))).mappings().all(), tiles)
    by_id = {row.id: row for row in found}
    return [by_id[one] for one in ids if one in by_id]


def load_latest(connection: Connection, limit: int, tiles: Tiles) -> list[OrderRow]:
    """The newest orders of all accounts."""
    newest = _rows().order_by(orders.c.placed_at.desc(), orders.c.id.desc()).limit(limit)
    return _finish(connection, connection.execute(newest).mappings().all(), tiles)


def load_further(connection: Connection, order: OrderId, tiles: Tiles, limit: int = 6) -> list[OrderRow]:
    """Other orders of the same buyer, newest first."""
    same = (
        _rows()
        .where(orders.c.buyer_key == _buyer_key(order), orders.c.buyer_key != "", orders.c.id != order)
        .order_by(orders.c.placed_at.desc(), orders.c.id.desc())
        .limit(limit)
    )
    return _finish(connection, connection.execute(same).mappings().all(), tiles)


def _buyer_key(order: OrderId) -> Any:
    return select(orders.c.buyer_key).where(orders.c.id == order).scalar_subquery()


def _finish(connection: Connection, found: Sequence[Mapping[Any, Any]], tiles: Tiles) -> list[OrderRow]:
    ids = [row["id"] for row in found]
    states: dict[int, set[PushState]] = defaultdict(set)
    pushes = select(channel_pushes.c.order_id, channel_pushes.c.state).where(channel_pushes.c.order_id.in_(ids))
    for order_id, state in connection.execute(pushes):
        states[order_id].add(PushState(state))
    names = _recipients(connection, [row["id"] for row in found if not row["buyer_name"]])
    return [
        OrderRow(
            id=OrderId(row["id"]),
            tile=tiles[row["kind"]],
            account=AccountId(row["account_id"]),
            account_name=row["account_name"],
            number=row["number"],
            remote_id=row["remote_id"],
            name=row["buyer_name"] or names.get(row["id"], "") or row["buyer_company"],
            first_item=row["first_item"],
            items=row["pieces"],
            placed_at=row["placed_at"],
            total=Money(row["total"], row["currency"]),
            standings=standings(
                OrderFacet(row["order_facet"]),
                PaymentFacet(row["payment_facet"]),
                ShippingFacet(row["shipping_facet"]),
                states[row["id"]],
                Handling(row["handling"]),
            ),
        )
        for row in found
    ]


def _recipients(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    named = select(order_addresses.c.order_id, order_addresses.c.name).where(
        order_addresses.c.order_id.in_(ids), order_addresses.c.role == "recipient"
    )
    return {row.order_id: row.name for row in connection.execute(named)}


def customers_of(connection: Connection, ids: Sequence[OrderId], limit: int = 50) -> list[CustomerRow]:
    """The buyers behind some orders, those met first come first; orders counted over the whole store."""
    heads = select(orders.c.id, orders.c.buyer_key, orders.c.buyer_name, orders.c.buyer_email, orders.c.number)
    by_id = {row.id: row for row in connection.execute(heads.where(orders.c.id.in_(ids)))}
    first: dict[str, Any] = {}
    for one in ids:
        row = by_id.get(one)
        if row is not None and row.buyer_key and row.buyer_name:
            first.setdefault(row.buyer_key, row)
    keys = list(first)[:limit]
    counted = select(orders.c.buyer_key, func.count().label("orders")).where(orders.c.buyer_key.in_(keys))
    counts = {row.buyer_key: row.orders for row in connection.execute(counted.group_by(orders.c.buyer_key))}
    towns = _towns(connection, [first[key].id for key in keys])
    return [
        CustomerRow(
            name=first[key].buyer_name,
            email=first[key].buyer_email,
            town=towns.get(first[key].id, ""),
            orders=counts.get(key, 0),
            query=first[key].buyer_email,
        )
        for key in keys
    ]


def _towns(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    named = select(order_addresses.c.order_id, order_addresses.c.town).where(
        order_addresses.c.order_id.in_(ids), order_addresses.c.role == "recipient"
    )
    return {row.order_id: row.town for row in connection.execute(named)}


def buyer_figures(connection: Connection, order: OrderId) -> tuple[int, tuple[Money, ...]]:
    """How many orders the buyer of this one made, and what they spent, by currency. Called-off ones cost nothing."""
    key = connection.execute(select(orders.c.buyer_key).where(orders.c.id == order)).scalar_one()
    of_buyer = orders.c.buyer_key == key if key else orders.c.id == order
    count = connection.execute(select(func.count()).where(of_buyer)).scalar_one()
    spent = (
        select(orders.c.currency, func.sum(orders.c.total))
        .where(of_buyer, orders.c.order_facet.not_in([OrderFacet.CANCELLED, OrderFacet.REMOVED]))
        .group_by(orders.c.currency)
        .order_by(orders.c.currency)
    )
    return count, tuple(Money(int(total), currency) for currency, total in connection.execute(spent))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderParts:
    """One order as stored, with the ids and times its snapshot does not carry."""

    record: OrderRecord
    line_ids: Mapping[str, LineId]
    shipment_ids: Mapping[str, ShipmentId]
    seen: Mapping[str, Instant]  # of shipments and of payments ("KIND/remote id")
    events: tuple[TimelineEntry, ...]


def load_parts(connection: Connection, order: OrderId) -> OrderParts | None:
    """One order with everything stored of it; None where there is none."""
    record = load_records(connection, [order]).get(order)
    if record is None:
        return None
    lines = connection.execute(select(order_lines.c.remote_id, order_lines.c.id).where(order_lines.c.order_id == order))
    parcels = connection.execute(
        select(shipments.c.remote_id, shipments.c.id, shipments.c.seen_at).where(shipments.c.order_id == order)
    ).all()
    paid = connection.execute(
        select(order_payments.c.kind, order_payments.c.remote_id, order_payments.c.seen_at).where(
            order_payments.c.order_id == order
        )
    )
    entries = connection.execute(
        select(order_events).where(order_events.c.order_id == order).order_by(order_events.c.id)
    )
    seen: dict[str, Instant] = {row.remote_id: row.seen_at for row in parcels}
    seen |= {f"{row.kind}/{row.remote_id}": row.seen_at for row in paid}
    return OrderParts(
        record=record,
        line_ids={row.remote_id: LineId(row.id) for row in lines},
        shipment_ids={row.remote_id: ShipmentId(row.id) for row in parcels},
        seen=seen,
        events=tuple(
            TimelineEntry(at=row.at, kind=EventKind(row.kind), facts=row.facts, actor=row.actor) for row in entries
        ),
    )


def find_by_reference(connection: Connection, text: str) -> list[OrderId]:
    """Orders whose number or channel id is exactly this text (a leading # does not count), or by a parcel's number."""
    plain = text.strip().lstrip("#").strip()
    named = (
        select(orders.c.id)
        .where(or_(orders.c.number.in_([plain, text.strip(), f"#{plain}"]), orders.c.remote_id == plain))
        .order_by(orders.c.placed_at.desc(), orders.c.id.desc())
    )
    found = [OrderId(one) for one in connection.execute(named).scalars()]
    if found:
        return found
    shipped = select(shipments.c.order_id).where(shipments.c.number_normalised == normalise_number(plain))
    return sorted({OrderId(one) for one in connection.execute(shipped).scalars()})


def with_tier(row: OrderRow, tier: Any) -> OrderRow:
    """The row as a search found it."""
    return replace(row, tier=tier)


def order_numbers(connection: Connection, ids: Sequence[OrderId]) -> dict[OrderId, str]:
    found = connection.execute(select(orders.c.id, orders.c.number).where(orders.c.id.in_(ids)))
    return {OrderId(one): number for one, number in found}


def all_ids(connection: Connection) -> list[OrderId]:
    """All orders, by account and channel id."""
    found = connection.execute(select(orders.c.id).order_by(orders.c.account_id, orders.c.remote_id))
    return [OrderId(one) for one in found.scalars()]
