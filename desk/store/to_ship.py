"""Owns the reading of orders that wait to be shipped, page by page, and of many orders at once to report parcels for.

Writes nothing. services.to_ship and services.bulk_shipping ask here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from desk.domain.chunks import chunks
from desk.domain.clock import Instant
from desk.domain.orders import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import OPEN_STATES, PushState
from desk.domain.values import AccountId, LineId, OrderId
from desk.domain.views import OrderRow
from desk.store.orders import load_records
from desk.store.tables import channel_pushes, order_addresses, order_lines, orders
from desk.store.views import OrderParts, Tiles, asked_off, load_rows

_MAY_GO = (PaymentFacet.PAID, PaymentFacet.PARTLY_REFUNDED, PaymentFacet.PAY_LATER)
_LEFT = (ShippingFacet.UNSHIPPED, ShippingFacet.PARTLY_SHIPPED)
# What people leave out of an order's number or write otherwise; services.orders compares the same way.
_SEPARATORS = "- #._/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of the orders to ship are meant. `countries` are those the parcel goes to, `other_countries` any but those.

    Both empty: wherever it goes.
    """

    account: AccountId | None = None
    countries: frozenset[str] = frozenset()
    other_countries: frozenset[str] = frozenset()


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in the list: those with a last day first, then by that day or by age."""

    dayless: bool
    at: Instant
    order: OrderId


@dataclass(frozen=True, slots=True, kw_only=True)
class ToShipRow:
    """One order that waits for its parcel."""

    order: OrderRow
    ship_by: Instant | None  # the last moment by which the channel wants it on its way
    country: str
    town: str
    place: Place


@dataclass(frozen=True, slots=True)
class Counted:
    """How many orders of one account go to one country, and how many of them are late."""

    account: AccountId
    country: str
    orders: int
    overdue: int


_TO = order_addresses.alias("recipient")
_BILLED = order_addresses.alias("billed")
_country = func.coalesce(func.nullif(_TO.c.country, ""), _BILLED.c.country, "")
_town = func.coalesce(func.nullif(_TO.c.town, ""), _BILLED.c.town, "")
_dayless = orders.c.ship_by.is_(None)
_moment = func.coalesce(orders.c.ship_by, orders.c.placed_at, type_=orders.c.ship_by.type)


def _waiting() -> ColumnElement[bool]:
    """Paid, open, ours to ship, and nothing of it on its way to be reported."""
    reported = exists().where(
        channel_pushes.c.order_id == orders.c.id,
        channel_pushes.c.state.in_(sorted(OPEN_STATES | {PushState.UNCLEAR})),
    )
    return and_(
        orders.c.order_facet == OrderFacet.OPEN,
        orders.c.shipping_facet.in_(_LEFT),
        orders.c.payment_facet.in_(_MAY_GO),
        orders.c.handling == Handling.OURS,
        ~reported,
        ~asked_off(),
    )


def _addressed(statement: Select[Any]) -> Select[Any]:
    return statement.outerjoin(_TO, and_(_TO.c.order_id == orders.c.id, _TO.c.role == "recipient")).outerjoin(
        _BILLED, and_(_BILLED.c.order_id == orders.c.id, _BILLED.c.role == "billing")
    )


def _wanted(statement: Select[Any], wanted: Wanted) -> Select[Any]:
    statement = _addressed(statement).where(_waiting())
    if wanted.account is not None:
        statement = statement.where(orders.c.account_id == wanted.account)
    if wanted.countries:
        statement = statement.where(_country.in_(sorted(wanted.countries)))
    if wanted.other_countries:
        statement = statement.where(_country.not_in(sorted(wanted.other_countries)))
    return statement


def load_page(
    connection: Connection, wanted: Wanted, tiles: Tiles, *, after: Place | None = None, limit: int = 200
) -> list[ToShipRow]:
    """The next orders to ship behind a place, the one that must go first at the top."""
    statement = _wanted(select(orders.c.id, orders.c.ship_by, _moment.label("at"), _country, _town), wanted)
    if after is not None:
        within = and_(_dayless if after.dayless else ~_dayless, or_(_moment > after.at, _same(after)))
        statement = statement.where(within if after.dayless else or_(within, _dayless))
    found = connection.execute(statement.order_by(_dayless, _moment, orders.c.id).limit(limit)).all()
    rows = {row.id: row for row in load_rows(connection, [OrderId(one[0]) for one in found], tiles)}
    return [
        ToShipRow(
            order=rows[OrderId(one)],
            ship_by=ship_by,
            country=country,
            town=town,
            place=Place(ship_by is None, at, OrderId(one)),
        )
        for one, ship_by, at, country, town in found
        if OrderId(one) in rows
    ]


def _same(after: Place) -> ColumnElement[bool]:
    return and_(_moment == after.at, orders.c.id > after.order)


def load_ids(connection: Connection, wanted: Wanted) -> list[OrderId]:
    """All orders to ship that are meant, in the list's order."""
    statement = _wanted(select(orders.c.id), wanted).order_by(_dayless, _moment, orders.c.id)
    return [OrderId(one) for one in connection.execute(statement).scalars()]


def count(connection: Connection, now: Instant) -> list[Counted]:
    """How many orders wait, by account and country."""
    late = func.sum(case((orders.c.ship_by < now, 1), else_=0))
    statement = _wanted(select(orders.c.account_id, _country, func.count(), late), EVERYTHING)
    grouped = statement.group_by(orders.c.account_id, _country)
    return [
        Counted(AccountId(account), country, number, overdue)
        for account, country, number, overdue in connection.execute(grouped)
    ]


# --- many orders at once ------------------------------------------------------------------------------------


def find_numbers(connection: Connection, texts: Collection[str]) -> dict[str, tuple[OrderId, ...]]:
    """The orders that bear each text as their number, however it is written, else as their channel id, in one pass.

    A number means the order that bears it, though the shop counts its ids alike.
    """
    named: dict[str, set[OrderId]] = {}
    wanted: dict[str, list[str]] = {}
    for text in texts:
        plain = text.strip().lstrip("#").strip()
        for form in {plain, text.strip(), f"#{plain}"} - {"", "#"}:
            wanted.setdefault(form, []).append(text)
    for column in (orders.c.number, orders.c.remote_id):
        known = set(named)
        for chunk in chunks(sorted(wanted)):
            for one, value in connection.execute(select(orders.c.id, column).where(column.in_(chunk))):
                for text in wanted[value]:
                    if column is orders.c.number or (text not in known and value == text.strip().lstrip("#").strip()):
                        named.setdefault(text, set()).add(OrderId(one))
    _find_loosely(connection, [one for one in texts if one not in named], named)
    return {text: tuple(sorted(found)) for text, found in named.items()}


def _find_loosely(connection: Connection, texts: Sequence[str], named: dict[str, set[OrderId]]) -> None:
    """Numbers written without their dashes, in small letters: the store is read through once for all of them."""
    wanted: dict[str, list[str]] = {}
    for text in texts:
        if loose := loosely(text):
            wanted.setdefault(loose, []).append(text)
    written: ColumnElement[str] = func.lower(orders.c.number)
    for sign in _SEPARATORS:
        written = func.replace(written, sign, "")
    for chunk in chunks(sorted(wanted)):
        for one, value in connection.execute(select(orders.c.id, written).where(written.in_(chunk))):
            for text in wanted[value]:
                named.setdefault(text, set()).add(OrderId(one))


def loosely(number: str) -> str:
    """An order's number without what people leave out."""
    return "".join(sign for sign in number.lower() if sign not in _SEPARATORS and not sign.isspace())


def known_lines(connection: Connection, texts: Collection[str]) -> set[str]:
    """Those of the texts that are an SKU or a channel's line id."""
    found: set[str] = set()
    for chunk in chunks(sorted(texts)):
        for column in (order_lines.c.sku, order_lines.c.remote_id):
            found |= set(connection.execute(select(column).where(column.in_(chunk)).distinct()).scalars())
    return found


def load_many(connection: Connection, ids: Sequence[OrderId]) -> dict[OrderId, OrderParts]:
    """Orders as far as a parcel's report needs them (no history), in a few statements for hundreds."""
    found: dict[OrderId, OrderParts] = {}
    for chunk in chunks(list(ids)):
        records = load_records(connection, chunk)
        lines: dict[int, dict[str, LineId]] = {}
        named = select(order_lines.c.order_id, order_lines.c.remote_id, order_lines.c.id)
        for order, remote_id, line in connection.execute(named.where(order_lines.c.order_id.in_(chunk))):
            lines.setdefault(order, {})[remote_id] = LineId(line)
        wished = set(connection.execute(select(orders.c.id).where(orders.c.id.in_(chunk), asked_off())).scalars())
        for one, record in records.items():
            known: Mapping[str, LineId] = lines.get(one, {})
            found[one] = OrderParts(
                record=record, line_ids=known, shipment_ids={}, seen={}, events=(), asked_off=one in wished
            )
    return found
