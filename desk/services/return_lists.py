"""Owns the lists of returns: what a filter means, page by page, how many stand where, and what would go back for them.

The most urgent first: the channel's own deadline, or the law's where goods of a withdrawal are here already.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from desk.domain.chunks import chunks
from desk.domain.clock import Instant, parse_utc
from desk.domain.return_goods import Grade
from desk.domain.return_money import Deduction
from desk.domain.return_numbers import shown
from desk.domain.return_states import ReturnState
from desk.domain.rows import ChannelTile
from desk.domain.values import AccountId, Money, OrderId, ReturnId
from desk.services import return_reasons, return_settling
from desk.services.context import Desk
from desk.store import return_lists as store
from desk.store.return_lists import Place, Sort, Wanted
from desk.store.returns import OpenedBy, read_deduction

__all__ = ["PAGE", "Filter", "Group", "ListRow", "Page", "Place", "Sort", "Summary", "Sums", "ids", "page", "rows_of"]

PAGE = 200
_AT_ONCE = 200


class Group(StrEnum):
    """How far returns are, as the workbench divides them (UX 4.4)."""

    ANNOUNCED = "announced"
    ARRIVED = "arrived"
    INSPECTED = "inspected"
    DONE = "done"


GROUPS: dict[Group, frozenset[ReturnState]] = {
    Group.ANNOUNCED: frozenset(
        {
            ReturnState.REQUESTED,
            ReturnState.APPROVED,
            ReturnState.LABEL_ISSUED,
            ReturnState.IN_TRANSIT,
            ReturnState.IN_CUSTOMS,
        }
    ),
    Group.ARRIVED: frozenset({ReturnState.DELIVERED_TO_US, ReturnState.RECEIVED}),
    Group.INSPECTED: frozenset(
        {
            ReturnState.INSPECTED,
            ReturnState.REFUND_PENDING,
            ReturnState.IN_REPAIR,
            ReturnState.REJECTED_AFTER_INSPECTION,
            ReturnState.ESCALATED,
        }
    ),
    Group.DONE: frozenset(
        {
            ReturnState.REFUNDED,
            ReturnState.EXCHANGE_SENT,
            ReturnState.DECLINED,
            ReturnState.CANCELLED,
            ReturnState.EXPIRED,
            ReturnState.CLOSED,
        }
    ),
}
"""Each state stands in one group."""
_GROUP_OF = {state: group for group, states in GROUPS.items() for state in states}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of the list is shown; what is left empty leaves nothing out. `states` go before `group`.

    `unmapped`: only those whose reason Desk does not know; `tasks`: only those somebody has to see to in the channel;
    `shipped_since` and `shipped_until` (before) mean when the order's first parcel left.
    """

    group: Group | None = None
    states: frozenset[ReturnState] = frozenset()
    accounts: frozenset[AccountId] = frozenset()
    reasons: frozenset[str] = frozenset()
    unmapped: bool = False
    tasks: bool = False
    overdue: bool = False
    sku: str = ""
    country: str = ""
    shipped_since: Instant | None = None
    shipped_until: Instant | None = None
    text: str = ""

    def wanted(self, now: Instant, *, anywhere: bool = False) -> Wanted:
        """What the store is asked; `anywhere` leaves out how far the returns are."""
        states = self.states or (GROUPS[self.group] if self.group is not None else frozenset())
        return Wanted(
            states=() if anywhere else states,
            accounts=self.accounts,
            reasons=self.reasons,
            known=return_reasons.codes(),
            withdrawals=return_reasons.withdrawals(),
            unmapped=self.unmapped,
            tasks=self.tasks,
            overdue=self.overdue,
            now=now,
            sku=self.sku,
            country=self.country,
            shipped_since=self.shipped_since,
            shipped_until=self.shipped_until,
            text=self.text,
        )


EVERYTHING = Filter()


def to_plain(wanted: Filter) -> dict[str, Any]:
    """The filter as plain JSON values, for a saved view; what is left empty is not in it."""
    plain: dict[str, Any] = {}
    for one in fields(Filter):
        value = getattr(wanted, one.name)
        if value == one.default:
            continue
        if isinstance(value, frozenset):
            plain[one.name] = sorted(value)
        else:
            plain[one.name] = value.isoformat() if one.name.startswith("shipped") else value
    return plain


def from_plain(plain: Mapping[str, Any]) -> Filter:
    """The filter of a saved view; what this Desk does not know of it is left out."""
    known: dict[str, Any] = {}
    for name, value in plain.items():
        try:
            known |= _read(name, value)
        except (ValueError, TypeError):
            continue
    return Filter(**known)


def _read(name: str, value: Any) -> dict[str, Any]:
    if name == "group":
        return {name: Group(value)}
    if name == "states":
        return {name: frozenset(ReturnState(one) for one in value)}
    if name == "accounts":
        return {name: frozenset(AccountId(int(one)) for one in value)}
    if name == "reasons":
        return {name: frozenset(str(one) for one in value)}
    if name in ("shipped_since", "shipped_until"):
        return {name: parse_utc(str(value))}
    if name in ("unmapped", "tasks", "overdue"):
        return {name: bool(value)}
    return {name: str(value)} if name in ("sku", "country", "text") else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One return in a list. `reason` is of its first line, `mapped` whether all its reasons are Desk's own.

    `goods` is what the pieces cost that came, or while none has, those that were announced; `grade` the worst found.
    """

    id: ReturnId
    number: str  # with hyphens
    order: OrderId
    order_number: str
    account: AccountId
    account_name: str
    tile: ChannelTile
    state: ReturnState
    group: Group
    opened_by: OpenedBy
    opened_at: Instant
    changed_at: Instant
    due: Instant | None
    buyer: str
    country: str
    title: str
    sku: str
    lines: int
    reason: str
    reasons: int
    mapped: bool
    announced: int
    received: int
    missing: int
    extra: int
    grade: Grade | None
    goods: Money
    parcel: str
    tasks: int
    deduction: Deduction | None  # what was held back of its money


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows. `more` is where the next page begins, None at the end; `total` only with the first page."""

    rows: tuple[ListRow, ...]
    more: Place | None
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How many returns a filter means, wherever they stand, and how many stand where."""

    total: int
    overdue: int
    unmapped: int
    tasks: int
    groups: Mapping[Group, int]
    states: Mapping[ReturnState, int]
    accounts: Mapping[AccountId, int]
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What would go back for some returns, one amount per currency; `barred` of them cannot be settled now."""

    total: tuple[Money, ...]
    accounts: Mapping[AccountId, tuple[Money, ...]]
    barred: int
    counted: int


def page(
    desk: Desk,
    wanted: Filter = EVERYTHING,
    *,
    sort: Sort = Sort.DUE,
    descending: bool = False,
    after: Place | None = None,
    limit: int = PAGE,
) -> Page:
    """The next returns of the list behind a place."""
    now = desk.clock.now()
    asked = wanted.wanted(now)
    with desk.store.read() as transaction:
        places = store.load_page(transaction, asked, sort, descending=descending, after=after, limit=limit + 1)
        here = [one.id for one in places[:limit]]
        found = store.load_some(transaction, here, asked)
        lines = store.load_lines(transaction, here)
        total = None
        if after is None:
            total = store.count(transaction, asked) if len(places) > limit else len(places)
    return Page(
        rows=_rows(desk, [found[one] for one in here if one in found], lines),
        more=places[limit - 1] if len(places) > limit else None,
        total=total,
    )


def counts(desk: Desk, filters: Sequence[Filter]) -> tuple[int, ...]:
    """How many returns each filter means."""
    now = desk.clock.now()
    with desk.store.read() as transaction:
        return tuple(store.count(transaction, one.wanted(now)) for one in filters)


def ids(
    desk: Desk, wanted: Filter = EVERYTHING, *, sort: Sort = Sort.DUE, descending: bool = False
) -> tuple[ReturnId, ...]:
    """All returns that the filter means, in the list's order."""
    with desk.store.read() as transaction:
        return tuple(store.load_ids(transaction, wanted.wanted(desk.clock.now()), sort, descending=descending))


def rows_of(desk: Desk, wanted: Sequence[ReturnId]) -> tuple[ListRow, ...]:
    """These returns as the list shows them, in the order of `wanted`; those that are gone are left out."""
    with desk.store.read() as transaction:
        found = store.load_some(transaction, wanted, EVERYTHING.wanted(desk.clock.now()))
        lines = store.load_lines(transaction, list(found))
    return _rows(desk, [found[one] for one in wanted if one in found], lines)


def _rows(desk: Desk, found: Sequence[Any], lines: Mapping[ReturnId, Sequence[Any]]) -> tuple[ListRow, ...]:
    tiles, known = desk.tiles(), return_reasons.codes() | {""}
    made = []
    for row in found:
        parts = lines.get(ReturnId(row.id), ())
        reasons = list(dict.fromkeys(one.reason for one in parts if one.reason))
        made.append(
            ListRow(
                id=ReturnId(row.id),
                number=shown(row.number),
                order=OrderId(row.order_id),
                order_number=row.order_number,
                account=AccountId(row.account_id),
                account_name=row.account_name,
                tile=tiles[row.kind],
                state=ReturnState(row.state),
                group=_GROUP_OF[ReturnState(row.state)],
                opened_by=OpenedBy(row.opened_by),
                opened_at=row.opened_at,
                changed_at=row.changed_at,
                due=row.due,
                buyer=row.buyer_name,
                country=row.country,
                title=parts[0].title if parts else "",
                sku=parts[0].sku if parts else "",
                lines=len(parts),
                reason=reasons[0] if reasons else "",
                reasons=len(reasons),
                mapped=known.issuperset(reasons),
                announced=sum(one.announced for one in parts),
                received=sum(one.received for one in parts),
                missing=sum(one.missing for one in parts),
                extra=sum(one.extra for one in parts),
                grade=_worst(parts),
                goods=Money(row.goods or 0, row.currency),
                parcel=row.parcel,
                tasks=row.tasks,
                deduction=read_deduction(row.deduction),
            )
        )
    return tuple(made)


def _worst(parts: Iterable[Any]) -> Grade | None:
    found = [Grade(one["grade"]) for part in parts for one in part.findings]
    return max(found, key=list(Grade).index, default=None)


def summary(desk: Desk, wanted: Filter = EVERYTHING) -> Summary:
    """How many returns the rest of the filter means in each group and state, whichever of them is shown."""
    with desk.store.read() as transaction:
        found = store.count_apart(transaction, wanted.wanted(desk.clock.now(), anywhere=True))
    groups: Counter[Group] = Counter(dict.fromkeys(Group, 0))
    states: Counter[ReturnState] = Counter()
    accounts: Counter[AccountId] = Counter()
    reasons: Counter[str] = Counter()
    for one in found:
        groups[_GROUP_OF[one.state]] += one.returns
        states[one.state] += one.returns
        accounts[one.account] += one.returns
        reasons[one.reason] += one.returns
    return Summary(
        total=sum(one.returns for one in found),
        overdue=sum(one.overdue for one in found),
        unmapped=sum(one.unmapped for one in found),
        tasks=sum(one.tasks for one in found),
        groups=groups,
        states=states,
        accounts=accounts,
        reasons=reasons,
    )


@dataclass(slots=True)
class _Tally:
    sums: dict[tuple[AccountId, str], Money] = field(default_factory=dict)
    barred: int = 0
    counted: int = 0


def sums(desk: Desk, wanted: Sequence[ReturnId], stop: threading.Event | None = None) -> Sums:
    """What settling these returns would give back now, on the usual terms; `stop` ends it with what was counted."""
    tally = _Tally()
    for chunk in chunks(wanted, _AT_ONCE):
        if stop is not None and stop.is_set():
            break
        for one in return_settling.preview(desk, chunk):
            tally.counted += 1
            if one.refused is not None:
                tally.barred += 1
                continue
            amount = one.reckoning.amount
            key = one.told.account, amount.currency
            tally.sums[key] = tally.sums.get(key, Money.zero(amount.currency)) + amount
    return _summed(tally)


def _summed(tally: _Tally) -> Sums:
    total: dict[str, Money] = {}
    accounts: dict[AccountId, list[Money]] = {}
    for (account, currency), amount in tally.sums.items():
        total[currency] = total.get(currency, Money.zero(currency)) + amount
        accounts.setdefault(account, []).append(amount)
    return Sums(
        total=tuple(total.values()),
        accounts={one: tuple(amounts) for one, amounts in accounts.items()},
        barred=tally.barred,
        counted=tally.counted,
    )
