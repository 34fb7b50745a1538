"""Owns reading lists of returns: filtered, in an order, page by page, counted, and all ids that a filter means.

Writes nothing. services.return_lists asks here; nothing is asked once per row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy import type_coerce as seen_as

from desk.domain import return_numbers
from desk.domain.chunks import chunks
from desk.domain.clock import Instant
from desk.domain.return_states import ReturnState
from desk.domain.shipments import normalise_number
from desk.domain.values import AccountId, ReturnId
from desk.store.tables import (
    accounts,
    deadlines,
    order_addresses,
    order_lines,
    orders,
    return_lines,
    return_tasks,
    returns,
    shipments,
)
from desk.store.types import InstantType

_LEGAL_DAYS = 14
_DAY = 86_400_000_000
HERE = (ReturnState.DELIVERED_TO_US, ReturnState.RECEIVED, ReturnState.INSPECTED)


class Sort(StrEnum):
    """By what a list is ordered; rows that lack it come last."""

    DUE = "due"
    OPENED = "opened"
    CHANGED = "changed"
    NUMBER = "number"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which returns are meant. Empty sets and texts: any.

    `known` are the codes of reasons that Desk knows, `withdrawals` those of them that start the law's clock.
    """

    states: Collection[ReturnState] = ()
    accounts: Collection[AccountId] = ()
    reasons: Collection[str] = ()
    known: Collection[str] = ()
    withdrawals: Collection[str] = ()
    unmapped: bool = False
    tasks: bool = False
    overdue: bool = False
    now: Instant
    sku: str = ""
    country: str = ""
    shipped_since: Instant | None = None
    shipped_until: Instant | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in a list: those that lack what it is ordered by are last."""

    lacks: bool
    value: Any
    id: ReturnId


@dataclass(frozen=True, slots=True)
class Counted:
    """How many returns of one account are in one state for one reason, and how many of them press."""

    state: ReturnState
    account: AccountId
    reason: str
    returns: int
    overdue: int
    unmapped: int
    tasks: int


# --- what a filter means ------------------------------------------------------------------------------------


def _of(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(return_lines.c.return_id == returns.c.id, *conditions).correlate(returns)


def _due(wanted: Wanted) -> ColumnElement[Any]:
    """The soonest that somebody waits for: the channel's own deadline, or the law's once the goods are here."""
    told = (
        select(func.min(seen_as(deadlines.c.at, BigInteger)))
        .where(deadlines.c.case_id == returns.c.case_id, deadlines.c.ours.is_(True))
        .correlate(returns)
        .scalar_subquery()
    )
    law = case(
        (
            and_(returns.c.state.in_(HERE), _of(return_lines.c.reason.in_(wanted.withdrawals))),
            seen_as(returns.c.opened_at, BigInteger) + _LEGAL_DAYS * _DAY,
        ),
        else_=None,
    )
    sooner = case((or_(told.is_(None), law < told), law), else_=told)
    return seen_as(case((law.is_(None), told), else_=sooner), InstantType)


def first_shipped() -> ColumnElement[Any]:
    """When the first parcel of an order left; where nobody dated it, when the order was placed."""
    left = (
        select(func.min(shipments.c.shipped_at)).where(shipments.c.order_id == orders.c.id).correlate(orders)
    ).scalar_subquery()
    return func.coalesce(left, orders.c.placed_at, type_=orders.c.placed_at.type)


def goes_to() -> ColumnElement[str]:
    """The country an order goes to; where the channel hides that, the one it is billed to."""

    def told(role: str) -> Any:
        return (
            select(func.nullif(order_addresses.c.country, ""))
            .where(order_addresses.c.order_id == orders.c.id, order_addresses.c.role == role)
            .correlate(orders)
            .scalar_subquery()
        )

    return func.coalesce(told("recipient"), told("billing"), "")


def _open_tasks() -> Any:
    return (
        select(func.count())
        .where(return_tasks.c.return_id == returns.c.id, return_tasks.c.done_at.is_(None))
        .correlate(returns)
        .scalar_subquery()
    )


def _unmapped(wanted: Wanted) -> ColumnElement[bool]:
    return _of(return_lines.c.reason.not_in([*wanted.known, ""]))


def _goods() -> Any:
    """What the pieces cost that came, or while none has, those that were announced."""
    came = (
        select(func.sum(return_lines.c.received))
        .where(return_lines.c.return_id == returns.c.id)
        .correlate(returns)
        .scalar_subquery()
    )
    pieces = case((came > 0, return_lines.c.received), else_=return_lines.c.announced)
    share = order_lines.c.total * pieces // func.nullif(order_lines.c.quantity, 0)
    return (
        select(func.sum(share))
        .select_from(return_lines.join(order_lines, order_lines.c.id == return_lines.c.line_id))
        .where(return_lines.c.return_id == returns.c.id)
        .correlate(returns)
        .scalar_subquery()
    )


def _filtered(statement: Select[Any], wanted: Wanted) -> Select[Any]:
    return statement.join(orders, orders.c.id == returns.c.order_id).where(*_conditions(wanted))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.states:
        yield returns.c.state.in_(sorted(wanted.states))
    if wanted.accounts:
        yield returns.c.account_id.in_(sorted(wanted.accounts))
    if wanted.reasons:
        yield _of(return_lines.c.reason.in_(sorted(wanted.reasons)))
    if wanted.unmapped:
        yield _unmapped(wanted)
    if wanted.tasks:
        yield _open_tasks() > 0
    if wanted.overdue:
        yield _due(wanted) < wanted.now
    yield from _of_order(wanted)


def _of_order(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.sku:
        named = exists().where(order_lines.c.id == return_lines.c.line_id, order_lines.c.sku == wanted.sku)
        yield _of(named.correlate(return_lines))
    if wanted.country:
        yield goes_to() == wanted.country
    if wanted.shipped_since is not None:
        yield first_shipped() >= wanted.shipped_since
    if wanted.shipped_until is not None:
        yield first_shipped() < wanted.shipped_until
    if wanted.text.strip():
        yield _says(wanted.text.strip())


_SPELT = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß"))


def _says(text: str) -> ColumnElement[bool]:
    """Whether a number, a name or an article holds the text; umlauts may be written either way."""
    spelt, plain = text.lower(), text.lower()
    for two, one in _SPELT:
        spelt, plain = spelt.replace(two, one), plain.replace(one, two)
    forms = {text.lower(), spelt, plain}
    forms |= {one.title() for one in forms if not one.isascii()}  # the database knows no small ä for Ä
    columns = (orders.c.number, orders.c.buyer_name, orders.c.buyer_company)
    found = [column.icontains(form, autoescape=True) for column in columns for form in sorted(forms)]
    article = [
        column.icontains(form, autoescape=True)
        for column in (order_lines.c.title, order_lines.c.sku)
        for form in sorted(forms)
    ]
    line = exists().where(order_lines.c.id == return_lines.c.line_id, or_(*article)).correlate(return_lines)
    number = return_numbers.read(text)
    joined = "".join(sign for sign in text if sign.isalnum()).upper()
    if joined:
        found.append(returns.c.number.icontains(joined, autoescape=True))
    parcel = normalise_number(text)
    if parcel:
        found.append(returns.c.parcel.icontains(parcel, autoescape=True))
    if number is not None:
        return returns.c.number == number
    return or_(*found, _of(line))


# --- asking -------------------------------------------------------------------------------------------------


def _key(sort: Sort, wanted: Wanted) -> ColumnElement[Any]:
    """What orders the list; None where a row lacks it."""
    keys: dict[Sort, ColumnElement[Any]] = {
        Sort.OPENED: returns.c.opened_at,
        Sort.CHANGED: returns.c.changed_at,
        Sort.NUMBER: returns.c.number,
    }
    if sort is Sort.DUE:
        return _due(wanted)
    return _goods() if sort is Sort.VALUE else keys[sort]


def _place(sort: Sort, wanted: Wanted) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    key = _key(sort, wanted)
    if sort is Sort.DUE:
        # Those without a deadline: the longest unchanged first.
        return key.is_(None), func.coalesce(key, returns.c.changed_at, type_=InstantType())
    return key.is_(None), key


def load_page(
    connection: Connection,
    wanted: Wanted,
    sort: Sort,
    *,
    descending: bool = False,
    after: Place | None = None,
    limit: int,
) -> list[Place]:
    """Where the next rows behind a place stand; what they show `load_some` tells, of these alone."""
    lacks, key = _place(sort, wanted)
    statement = _filtered(select(lacks, key, returns.c.id), wanted)
    if after is not None:
        statement = statement.where(_behind(after, lacks, key, descending=descending))
    found = connection.execute(_ordered(statement, lacks, key, descending=descending).limit(limit))
    return [Place(bool(without), value, ReturnId(one)) for without, value, one in found]


def _behind(
    after: Place, lacks: ColumnElement[bool], key: ColumnElement[Any], *, descending: bool
) -> ColumnElement[bool]:
    beyond = key < after.value if descending else key > after.value
    further = returns.c.id < after.id if descending else returns.c.id > after.id
    if after.value is None:
        return and_(lacks, further)
    within = and_(lacks if after.lacks else ~lacks, or_(beyond, and_(key == after.value, further)))
    return within if after.lacks else or_(within, lacks)


def _ordered(
    statement: Select[Any], lacks: ColumnElement[bool], key: ColumnElement[Any], *, descending: bool
) -> Select[Any]:
    if descending:
        return statement.order_by(lacks, key.desc(), returns.c.id.desc())
    return statement.order_by(lacks, key, returns.c.id)


def load_ids(connection: Connection, wanted: Wanted, sort: Sort, *, descending: bool = False) -> list[ReturnId]:
    """All returns that are meant, in the list's order."""
    lacks, key = _place(sort, wanted)
    statement = _ordered(_filtered(select(returns.c.id), wanted), lacks, key, descending=descending)
    return [ReturnId(one) for one in connection.execute(statement).scalars()]


def load_some(connection: Connection, ids: Sequence[ReturnId], wanted: Wanted) -> dict[ReturnId, Row[Any]]:
    """What lists show of some returns; those that are gone are left out."""
    found: dict[ReturnId, Row[Any]] = {}
    for chunk in chunks(ids):
        columns = (
            *(returns, _due(wanted).label("due"), _open_tasks().label("tasks"), _goods().label("goods")),
            *(orders.c.number.label("order_number"), orders.c.currency, orders.c.buyer_name),
            *(goes_to().label("country"), accounts.c.kind, accounts.c.name.label("account_name")),
        )
        statement = (
            select(*columns)
            .join(orders, orders.c.id == returns.c.order_id)
            .join(accounts, accounts.c.id == returns.c.account_id)
            .where(returns.c.id.in_(chunk))
        )
        found |= {ReturnId(row.id): row for row in connection.execute(statement)}
    return found


def load_lines(connection: Connection, ids: Sequence[ReturnId]) -> dict[ReturnId, list[Row[Any]]]:
    """The lines of some returns with what people call them, in the order of the lines."""
    found: dict[ReturnId, list[Row[Any]]] = defaultdict(list)
    for chunk in chunks(ids):
        statement = (
            select(return_lines, order_lines.c.sku, order_lines.c.title)
            .join(order_lines, order_lines.c.id == return_lines.c.line_id)
            .where(return_lines.c.return_id.in_(chunk))
            .order_by(return_lines.c.return_id, order_lines.c.position, return_lines.c.line_id)
        )
        for row in connection.execute(statement):
            found[ReturnId(row.return_id)].append(row)
    return found


def count(connection: Connection, wanted: Wanted) -> int:
    """How many returns are meant."""
    return int(connection.execute(_filtered(select(func.count(returns.c.id)), wanted)).scalar_one())


def count_apart(connection: Connection, wanted: Wanted) -> list[Counted]:
    """How many of them are where, why, and press."""
    reason = (
        select(func.min(return_lines.c.reason)).where(return_lines.c.return_id == returns.c.id).correlate(returns)
    ).scalar_subquery()
    each = _filtered(
        select(
            returns.c.state,
            returns.c.account_id,
            func.coalesce(reason, "").label("reason"),
            case((_due(wanted) < wanted.now, 1), else_=0).label("late"),
            case((_unmapped(wanted), 1), else_=0).label("odd"),
            case((_open_tasks() > 0, 1), else_=0).label("asked"),
        ),
        wanted,
    ).subquery()
    keys = (each.c.state, each.c.account_id, each.c.reason)
    sums = (func.count(), func.sum(each.c.late), func.sum(each.c.odd), func.sum(each.c.asked))
    return [
        Counted(ReturnState(state), AccountId(account), why, number, late, odd, asked)
        for state, account, why, number, late, odd, asked in connection.execute(select(*keys, *sums).group_by(*keys))
    ]
