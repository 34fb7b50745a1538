"""Owns the mirror of orders with their addresses, lines, payments, shipments, history and raw payloads.

services.ingest writes it inside its transaction; everybody else reads it through desk.store.views.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Table, bindparam, delete, func, select

from connectors.contract.snapshots import (
    LineSnapshot,
    OrderSnapshot,
    ShipmentSnapshot,
    ShippedLineSnapshot,
)
from desk.domain.clock import Instant
from desk.domain.giving_way import give_way
from desk.domain.orders import (
    Address,
    Buyer,
    Handling,
    OrderFacet,
    Payment,
    PaymentFacet,
    PaymentKind,
    ShippingFacet,
    Totals,
)
from desk.domain.shipments import normalise_number
from desk.domain.values import AccountId, Money, OrderId, RemoteRef
from desk.domain.views import EventKind
from desk.store.packing import pack, unpack
from desk.store.tables import (
    order_addresses,
    order_events,
    order_lines,
    order_payments,
    orders,
    raw_payloads,
    shipments,
)
from desk.store.types import stored_instant, stored_json
from desk.store.upsert import Row, Values, insert_rows, insert_values, upsert_values

ADDRESS_FIELDS = tuple(one.name for one in fields(Address))
_ADDRESS_COLUMNS = ("order_id", "role", *ADDRESS_FIELDS)
_ROLES = ("billing", "recipient")
_AMONG = (
    orders.c.account_id == bindparam("account"),
    orders.c.remote_id.in_(bindparam("remote_ids", expanding=True)),
)
# Asked for each page of a sync; to put a question together takes as long as its answer.
_KNOWN = select(orders.c.remote_id, orders.c.id, orders.c.content_hash).where(*_AMONG)
_LAST = select(func.max(orders.c.id))
_ABOVE = select(orders.c.remote_id, orders.c.id).where(
    orders.c.id > bindparam("last"), orders.c.account_id == bindparam("account")
)
# Every order passes here once for each of these; looking the fields up anew would take as long as storing them.
_BUYER_FIELDS = tuple(one.name for one in fields(Buyer))
_BUYER_COLUMNS = tuple(f"buyer_{name}" for name in _BUYER_FIELDS)
_TOTALS_FIELDS = tuple(one.name for one in fields(Totals))
_ADDRESS_VALUES = attrgetter(*ADDRESS_FIELDS)
_BUYER_VALUES = attrgetter(*_BUYER_FIELDS)
_TOTALS_MINOR = attrgetter(*(f"{name}.minor" for name in _TOTALS_FIELDS))
_NOTHING_KEPT = stored_json({})
# As the values stand that are made for each row below, and the columns in their tables.
_HEAD_COLUMNS = (
    *("account_id", "remote_id", "number", "placed_at", "changed_at", "fetched_at", "order_facet", "payment_facet"),
    *("shipping_facet", "channel_status", "currency", *_TOTALS_FIELDS, *_BUYER_COLUMNS, "payment_method"),
    *("payment_method_title", "paid_at", "buyer_note", "invoice_number", "is_test", "open_in_channel", "first_item"),
    *("pieces", "buyer_key", "shipments_known", "kept", "content_hash", "handling", "ship_by", "instead_of"),
)
_LINE_COLUMNS = (
    *("order_id", "remote_id", "position", "sku", "title", "quantity", "unit_price", "total", "tax", "refunded"),
    *("needs_shipping", "listing"),
)
_PAYMENT_COLUMNS = ("order_id", "remote_id", "kind", "amount", "currency", "at", "method", "reason", "seen_at")
_SHIPMENT_COLUMNS = (
    *("order_id", "remote_id", "carrier", "number", "number_normalised", "tracking_url", "shipped_at", "lines"),
    "seen_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """One order of the mirror. `merged` is the best of all snapshots so far; its payload is not read back (load_raw).

    `kept` holds plain JSON that only desk.services.merging reads: what it needs to place a late report.
    """

    id: OrderId | None
    merged: OrderSnapshot
    fetched_at: Instant
    kept: Mapping[str, Any]
    content_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent:
    """A line of an order's history before it is stored."""

    at: Instant
    kind: EventKind
    facts: Mapping[str, str | int]
    actor: str = ""


def known_hashes(
    connection: Connection, account: AccountId, remote_ids: Iterable[str]
) -> dict[str, tuple[OrderId, bytes]]:
    """Content hash of each stored order among the remote ids."""
    found = connection.execute(_KNOWN, {"account": account, "remote_ids": list(remote_ids)})
    return {remote_id: (OrderId(order_id), content_hash) for remote_id, order_id, content_hash in found}


def ids_by_ref(connection: Connection, account: AccountId, remote_ids: Iterable[str]) -> dict[str, OrderId]:
    """Those of the orders that are stored."""
    found = connection.execute(
        select(orders.c.remote_id, orders.c.id).where(*_AMONG), {"account": account, "remote_ids": list(remote_ids)}
    )
    return {row.remote_id: OrderId(row.id) for row in found}


def changed_at(connection: Connection, account: AccountId, remote_ids: Iterable[str]) -> dict[str, Instant]:
    """When the channel last changed each of the orders, as far as they are stored."""
    found = connection.execute(
        select(orders.c.remote_id, orders.c.changed_at).where(*_AMONG),
        {"account": account, "remote_ids": list(remote_ids)},
    )
    return {row.remote_id: row.changed_at for row in found}


# Built once: putting such a statement together takes as long as the store takes to answer it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_HEADS = select(orders).where(orders.c.id.in_(_IDS))
_PARTS = tuple(
    select(table).where(table.c.order_id.in_(_IDS)).order_by(*by)
    for table, by in (
        (order_addresses, ()),
        (order_lines, (order_lines.c.position,)),
        (order_payments, (order_payments.c.id,)),
        (shipments, (shipments.c.id,)),
    )
)


def load_records(connection: Connection, ids: Sequence[OrderId]) -> dict[OrderId, OrderRecord]:
    """Whole orders by id, in five statements whatever their number."""
    if not ids:
        return {}
    wanted = {"ids": list(ids)}
    heads = [dict(row) for row in connection.execute(_HEADS, wanted).mappings()]
    addresses, lines, payments, parcels = (_by_order(connection, part, wanted) for part in _PARTS)
    return {
        OrderId(head["id"]): _record(
            head, addresses[head["id"]], lines[head["id"]], payments[head["id"]], parcels[head["id"]]
        )
        for head in heads
    }


def _by_order(connection: Connection, part: Select[Any], wanted: dict[str, Any]) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(part, wanted).mappings():
        found[row["order_id"]].append(dict(row))
    return found


def _record(
    head: Mapping[str, Any],
    addresses: list[Mapping[str, Any]],
    lines: list[Mapping[str, Any]],
    payments: list[Mapping[str, Any]],
    parcels: list[Mapping[str, Any]],
) -> OrderRecord:
    currency = head["currency"]
    by_role = {row["role"]: address_of(row) for row in addresses}
    merged = OrderSnapshot(
        ref=RemoteRef(AccountId(head["account_id"]), head["remote_id"]),
        number=head["number"],
        placed_at=head["placed_at"],
        changed_at=head["changed_at"],
        order=OrderFacet(head["order_facet"]),
        payment=PaymentFacet(head["payment_facet"]),
        shipping=ShippingFacet(head["shipping_facet"]),
        channel_status=head["channel_status"],
        totals=totals_of(head),
        lines=tuple(line_of(row, currency) for row in lines),
        buyer=buyer_of(head),
        billing=by_role.get("billing", Address()),
        recipient=by_role.get("recipient", Address()),
        payments=tuple(payment_of(row) for row in payments),
        shipments=tuple(shipment_of(row) for row in parcels) if head["shipments_known"] else None,
        payment_method=head["payment_method"],
        payment_method_title=head["payment_method_title"],
        paid_at=head["paid_at"],
        buyer_note=head["buyer_note"],
        invoice_number=head["invoice_number"],
        handling=Handling(head["handling"]),
        ship_by=head["ship_by"],
        instead_of=head["instead_of"],
        is_test=head["is_test"],
        open_in_channel=head["open_in_channel"],
    )
    return OrderRecord(
        id=OrderId(head["id"]),
        merged=merged,
        fetched_at=head["fetched_at"],
        kept=head["kept"],
        content_hash=head["content_hash"],
    )


def address_of(row: Mapping[str, Any]) -> Address:
    return Address(**{name: row[name] for name in ADDRESS_FIELDS})


def totals_of(row: Mapping[str, Any]) -> Totals:
    return Totals(**{name: Money(row[name], row["currency"]) for name in _TOTALS_FIELDS})


def buyer_of(row: Mapping[str, Any]) -> Buyer:
    return Buyer(**{name: row[column] for name, column in zip(_BUYER_FIELDS, _BUYER_COLUMNS, strict=True)})


def line_of(row: Mapping[str, Any], currency: str) -> LineSnapshot:
    return LineSnapshot(
        remote_id=row["remote_id"],
        sku=row["sku"],
        title=row["title"],
        quantity=row["quantity"],
        unit_price=Money(row["unit_price"], currency),
        total=Money(row["total"], currency),
        tax=Money(row["tax"], currency),
        refunded=row["refunded"],
        needs_shipping=row["needs_shipping"],
        listing=row["listing"],
    )


def payment_of(row: Mapping[str, Any]) -> Payment:
    return Payment(
        remote_id=row["remote_id"],
        kind=PaymentKind(row["kind"]),
        amount=Money(row["amount"], row["currency"]),
        at=row["at"],
        method=row["method"],
        reason=row["reason"],
    )


def shipment_of(row: Mapping[str, Any]) -> ShipmentSnapshot:
    return ShipmentSnapshot(
        remote_id=row["remote_id"],
        carrier=row["carrier"],
        number=row["number"],
        shipped_at=row["shipped_at"],
        tracking_url=row["tracking_url"],
        lines=None
        if row["lines"] is None
        else tuple(ShippedLineSnapshot(remote_line_id=line, quantity=count) for line, count in row["lines"]),
    )


def save_records(connection: Connection, records: Sequence[OrderRecord]) -> dict[str, OrderId]:
    """Write orders of one account with all their parts and return their ids by remote id. One record per order."""
    if not records:
        return {}
    ids = {record.merged.ref.id: record.id for record in records if record.id is not None}
    last = connection.execute(_LAST).scalar() or 0
    heads = [_head(record) for record in records]
    upsert_values(connection, orders, _HEAD_COLUMNS, heads, ("account_id", "remote_id"))
    if len(ids) < len(records):
        ids |= _ids_above(connection, records[0].merged.ref.account, last)
    by_id = {ids[record.merged.ref.id]: record for record in records}
    known = [record.id for record in records if record.id is not None]
    _save_addresses(connection, by_id, known)
    _save_parts(connection, order_lines, ("order_id", "remote_id"), known, _LINE_COLUMNS, _lines(by_id))
    payments = _payments(by_id)
    _save_parts(connection, order_payments, ("order_id", "kind", "remote_id"), known, _PAYMENT_COLUMNS, payments)
    _save_parts(connection, shipments, ("order_id", "remote_id"), known, _SHIPMENT_COLUMNS, _shipments(by_id))
    return ids


def _ids_above(connection: Connection, account: AccountId, last: int) -> dict[str, OrderId]:
    """The orders that were new: asking for their many names takes longer than storing them."""
    found = connection.execute(_ABOVE, {"last": last, "account": account})
    return {remote_id: OrderId(order_id) for remote_id, order_id in found}


def _head(record: OrderRecord) -> Values:
    give_way()
    one = record.merged  # its facets as bare texts, which the driver stores in a fifth of the time
    return (
        one.ref.account,
        one.ref.id,
        one.number,
        stored_instant(one.placed_at),
        stored_instant(one.changed_at),
        stored_instant(record.fetched_at),
        str(one.order),
        str(one.payment),
        str(one.shipping),
        one.channel_status,
        one.totals.total.currency,
        *_TOTALS_MINOR(one.totals),
        *_BUYER_VALUES(one.buyer),
        one.payment_method,
        one.payment_method_title,
        stored_instant(one.paid_at),
        one.buyer_note,
        one.invoice_number,
        int(one.is_test),
        one.open_in_channel,
        one.lines[0].title if one.lines else "",
        sum([line.quantity for line in one.lines]),
        one.buyer.email.strip().lower(),
        int(one.shipments is not None),
        stored_json(dict(record.kept)) if record.kept else _NOTHING_KEPT,
        record.content_hash,
        str(one.handling),
        stored_instant(one.ship_by),
        one.instead_of,
    )


def _save_addresses(connection: Connection, by_id: Mapping[OrderId, OrderRecord], known: Sequence[OrderId]) -> None:
    rows: list[Values] = []
    for order_id, record in by_id.items():
        for role, address in zip(_ROLES, (record.merged.billing, record.merged.recipient), strict=True):
            if address:
                rows.append((order_id, role, *_ADDRESS_VALUES(address)))
    if known:
        connection.execute(delete(order_addresses).where(order_addresses.c.order_id.in_(known)))
    insert_values(connection, order_addresses, _ADDRESS_COLUMNS, rows)


def _save_parts(
    connection: Connection,
    table: Table,
    key: tuple[str, ...],
    known: Sequence[OrderId],
    names: tuple[str, ...],
    rows: list[Values],
) -> None:
    """Write the rows of one table; of known orders delete those the channel no longer names."""
    upsert_values(connection, table, names, rows, key, once=("seen_at",))
    if not known:
        return
    places = [names.index(name) for name in key]
    wanted = {tuple(str(row[place]) for place in places) for row in rows}
    columns = [table.c[name] for name in key]
    there = connection.execute(select(table.c.id, *columns).where(table.c.order_id.in_(known)))
    gone = [row.id for row in there if tuple(str(value) for value in row[1:]) not in wanted]
    if gone:
        connection.execute(delete(table).where(table.c.id.in_(gone)))


def _lines(by_id: Mapping[OrderId, OrderRecord]) -> list[Values]:
    return [
        (
            order_id,
            line.remote_id,
            position,
            line.sku,
            line.title,
            line.quantity,
            line.unit_price.minor,
            line.total.minor,
            line.tax.minor,
            line.refunded,
            int(line.needs_shipping),
            line.listing,
        )
        for order_id, record in by_id.items()
        for position, line in enumerate(record.merged.lines)
    ]


def _payments(by_id: Mapping[OrderId, OrderRecord]) -> list[Values]:
    return [
        (
            order_id,
            one.remote_id,
            str(one.kind),
            one.amount.minor,
            one.amount.currency,
            stored_instant(one.at),
            one.method,
            one.reason,
            stored_instant(record.merged.changed_at),
        )
        for order_id, record in by_id.items()
        for one in record.merged.payments
    ]


def _shipments(by_id: Mapping[OrderId, OrderRecord]) -> list[Values]:
    return [
        (
            order_id,
            one.remote_id,
            one.carrier,
            one.number,
            normalise_number(one.number),
            one.tracking_url,
            stored_instant(one.shipped_at),
            None if one.lines is None else stored_json([[x.remote_line_id, x.quantity] for x in one.lines]),
            stored_instant(record.merged.changed_at),
        )
        for order_id, record in by_id.items()
        for one in record.merged.shipments or ()
    ]


def add_events(connection: Connection, events: Sequence[tuple[OrderId, OrderEvent]]) -> None:
    """Append to the history of orders."""
    rows: list[Row] = [
        {"order_id": order, "at": one.at, "kind": one.kind, "facts": dict(one.facts), "actor": one.actor}
        for order, one in events
    ]
    insert_rows(connection, order_events, rows)


def save_raw(connection: Connection, payloads: Mapping[OrderId, bytes]) -> None:
    """Keep the newest raw payload of each order, compressed."""
    rows: list[Values] = [(order, pack(payload)) for order, payload in payloads.items() if payload]
    upsert_values(connection, raw_payloads, ("order_id", "payload"), rows, ("order_id",))


def load_raw(connection: Connection, order: OrderId) -> bytes:
    """The newest raw payload of one order; empty where there is none."""
    found = connection.execute(
        select(raw_payloads.c.payload).where(raw_payloads.c.order_id == order)
    ).scalar_one_or_none()
    return unpack(found) if found else b""
