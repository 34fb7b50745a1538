"""Owns counting shipped and returned pieces for statistics. Writes nothing; services.return_statistics asks here.

By order and line, never by order alone: an order with two returns is not shipped twice. When an order was shipped, and
whither, is told as the list of returns tells it, so that a number and the list behind it agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, CompoundSelect, Connection, Select, Text, cast, func, null, select, union_all
from sqlalchemy import type_coerce as seen_as

from desk.domain.clock import Instant
from desk.domain.orders import ShippingFacet
from desk.domain.return_states import ReturnState
from desk.domain.values import AccountId
from desk.store.return_lists import first_shipped, goes_to
from desk.store.tables import order_lines, orders, return_lines, returns, shipments

DAY = 86_400_000_000


class Cell(NamedTuple):
    """Where some pieces count: the day since 1970 on which their order left, the account, the country."""

    day: int
    account: int
    country: str


class Came(NamedTuple):
    """Pieces of one line in one return."""

    cell: Cell
    sku: str
    reason: str
    state: ReturnState
    announced: int
    received: int
    missing: int


def shipped(
    connection: Connection, since: Instant, until: Instant, accounts: Collection[AccountId]
) -> tuple[Counter[Cell], Counter[str], dict[str, str]]:
    """Pieces of orders shipped from `since` until before `until`: by cell, by article; and the articles' titles."""
    cells: Counter[Cell] = Counter()
    articles: Counter[str] = Counter()
    titles: dict[str, str] = {}
    for sku, title, day, account, country, pieces in connection.execute(_whole(since, until, accounts)):
        if day is None:
            articles[sku] += pieces
            titles[sku] = title
        else:
            cells[Cell(day, account, country or "")] += pieces
    for cell, sku, title, quantity in _partly(connection, since, until, accounts):
        cells[cell] += quantity
        articles[sku] += quantity
        titles.setdefault(sku, title)
    return cells, articles, titles


def _whole(since: Instant, until: Instant, accounts: Collection[AccountId]) -> CompoundSelect[Any]:
    """Of orders that left whole, by article and by cell.

    Each order's moment is asked for once, and its country once for both counts: else the database finds them anew
    wherever they are named, which takes three times as long.
    """
    told = select(orders.c.id, orders.c.account_id, first_shipped().label("at"))
    told = told.where(orders.c.shipping_facet == ShippingFacet.SHIPPED)
    if accounts:
        told = told.where(orders.c.account_id.in_(sorted(accounts)))
    left = told.cte("left_at").prefix_with("MATERIALIZED")
    asked = (
        select(left.c.id, left.c.account_id, seen_as(left.c.at, BigInteger).op("/")(DAY).label("day"))
        .add_columns(goes_to().label("country"))
        .join(orders, orders.c.id == left.c.id)
        .where(left.c.at >= since, left.c.at < until)
    )
    meant = asked.cte("meant").prefix_with("MATERIALIZED")
    line = order_lines.c
    held = select(line.sku, line.title, line.quantity, meant.c.day, meant.c.account_id, meant.c.country)
    held = held.join(meant, meant.c.id == line.order_id).where(line.needs_shipping)
    pieces = held.cte("pieces").prefix_with("MATERIALIZED")
    one, number = pieces.c, func.sum(pieces.c.quantity)
    no_number, no_text = cast(null(), BigInteger), cast(null(), Text)
    by_article = select(one.sku, func.max(one.title), no_number, no_number, no_text, number).group_by(one.sku)
    cell = (one.day, one.account_id, one.country)
    return union_all(by_article, select(no_text, no_text, *cell, number).group_by(*cell))


def _day() -> Any:
    return seen_as(first_shipped(), BigInteger).op("/")(DAY)


def _of_time(asked: Select[Any], since: Instant, until: Instant, accounts: Collection[AccountId]) -> Select[Any]:
    asked = asked.where(first_shipped() >= since, first_shipped() < until)
    return asked.where(orders.c.account_id.in_(sorted(accounts))) if accounts else asked


def _sent(asked: Select[Any], facet: ShippingFacet) -> Select[Any]:
    joined = orders.join(order_lines, order_lines.c.order_id == orders.c.id)
    return asked.select_from(joined).where(orders.c.shipping_facet == facet, order_lines.c.needs_shipping)


def _partly(
    connection: Connection, since: Instant, until: Instant, accounts: Collection[AccountId]
) -> Iterator[tuple[Cell, str, str, int]]:
    """Of orders that left in part only: what their parcels held, as far as the channel says."""
    columns = (orders.c.id, order_lines.c.remote_id, order_lines.c.sku, order_lines.c.title, orders.c.account_id)
    asked = _of_time(select(*columns, _day(), goes_to()), since, until, accounts)
    rows = connection.execute(_sent(asked, ShippingFacet.PARTLY_SHIPPED)).all()
    held: Counter[tuple[int, str]] = Counter()
    partly = select(orders.c.id).where(orders.c.shipping_facet == ShippingFacet.PARTLY_SHIPPED)
    told = select(shipments.c.order_id, shipments.c.lines).where(shipments.c.order_id.in_(partly))
    for order, lines in connection.execute(told) if rows else ():
        for remote_id, quantity in lines or ():
            held[order, remote_id] += quantity
    for order, remote_id, sku, title, account, day, country in rows:
        if held[order, remote_id]:
            yield Cell(day, account, country or ""), sku, title, held[order, remote_id]


def came(connection: Connection, since: Instant, until: Instant, accounts: Collection[AccountId]) -> list[Came]:
    """What is in returns of orders that were shipped in this time."""
    counts = (return_lines.c.announced, return_lines.c.received, return_lines.c.missing)
    columns = (order_lines.c.sku, return_lines.c.reason, returns.c.state, *counts)
    joined = (
        returns.join(orders, orders.c.id == returns.c.order_id)
        .join(return_lines, return_lines.c.return_id == returns.c.id)
        .join(order_lines, order_lines.c.id == return_lines.c.line_id)
    )
    asked = select(_day(), orders.c.account_id, goes_to(), *columns).select_from(joined)
    return [
        Came(
            cell=Cell(day, account, country or ""),
            sku=sku,
            reason=reason,
            state=ReturnState(state),
            announced=announced,
            received=received,
            missing=missing,
        )
        for day, account, country, sku, reason, state, announced, received, missing in connection.execute(
            _of_time(asked, since, until, accounts)
        )
    ]
