"""Owns how hits become a list: groups, headings, narrowing by chip. Qt-free and pure; the model shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from desk.domain.clock import Instant
from desk.domain.rows import CustomerRow, MatchTier, OrderRow, SearchResults
from desk.domain.standing import Standing
from desk.domain.values import AccountId

CUSTOMERS_AT_FIRST = 5
"""So many customers are shown before "show all" (UX 4.1)."""


class EntryKind(IntEnum):
    """What one row of the list is. Only CUSTOMER, ORDER and the MORE rows can be chosen."""

    HEADING = 0
    CUSTOMER = 1
    MORE_CUSTOMERS = 2
    ORDER = 3


class Group(StrEnum):
    """The headings of the list."""

    CUSTOMERS = "customers"
    ORDERS = "orders"
    GUESSES = "guesses"  # "Did you mean": hits that only a typo away from the text
    NEWEST = "newest"  # the empty field


class Narrowing(StrEnum):
    """The chips above the list."""

    ALL = "all"
    OPEN = "open"
    TO_SHIP = "to_ship"
    UNPAID = "unpaid"
    TROUBLE = "trouble"


_TROUBLE = frozenset({Standing.PUSH_CONFLICT, Standing.PUSH_FAILED, Standing.PUSH_UNCLEAR, Standing.UNKNOWN})
_UNPAID = frozenset({Standing.WAITING_FOR_PAYMENT, Standing.PAYMENT_FAILED})
_TO_SHIP = frozenset({Standing.TO_SHIP, Standing.PARTLY_SHIPPED})
_OPEN = _TROUBLE | _UNPAID | _TO_SHIP | {Standing.REPORTING}
_HOLDS: dict[Narrowing, frozenset[Standing]] = {
    Narrowing.ALL: frozenset(Standing),
    Narrowing.OPEN: _OPEN,
    Narrowing.TO_SHIP: _TO_SHIP,
    Narrowing.UNPAID: _UNPAID,
    Narrowing.TROUBLE: _TROUBLE,
}


class Period(IntEnum):
    """When it was ordered: so many days up to and with today."""

    TODAY = 1
    WEEK = 7
    MONTH = 30
    QUARTER = 90


class Sums(StrEnum):
    """How much it costs."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"


_SMALL, _LARGE = 50, 250
SUMS: dict[Sums, tuple[int, int | None]] = {
    Sums.SMALL: (0, _SMALL),
    Sums.MIDDLE: (_SMALL, _LARGE),
    Sums.LARGE: (_LARGE, None),
}
"""From this amount on, up to below that one, each order in its own currency."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the hits is shown: one chip and, unless empty, only these accounts, days and amounts."""

    narrowing: Narrowing = Narrowing.ALL
    accounts: frozenset[AccountId] = frozenset()
    period: Period | None = None
    since: Instant | None = None  # when the period or the days begin
    until: Instant | None = None  # when the days are over; a period never is
    sums: Sums | None = None

    def holds(self, row: OrderRow) -> bool:
        if not self._holds_besides(row):
            return False
        return self.narrowing is Narrowing.ALL or not _HOLDS[self.narrowing].isdisjoint(row.standings)

    def _holds_besides(self, row: OrderRow) -> bool:
        if self.accounts and row.account not in self.accounts:
            return False
        if self.since is not None and row.placed_at < self.since:
            return False
        if self.until is not None and row.placed_at >= self.until:
            return False
        if self.sums is None:
            return True
        if not row.total.minor and Standing.WAITING_FOR_PAYMENT in row.standings:
            return False  # the channel keeps the amount to itself yet
        least, below = SUMS[self.sums]
        return row.total.decimal >= least and (below is None or row.total.decimal < below)

    def of(self, rows: Sequence[OrderRow]) -> list[OrderRow]:
        """Those that any chip may show: the chips count within the other filters."""
        return [row for row in rows if self._holds_besides(row)] if self.besides else list(rows)

    @property
    def besides(self) -> bool:
        """Whether anything else than a chip narrows the hits."""
        return bool(self.accounts) or self.has_days or self.sums is not None

    @property
    def has_days(self) -> bool:
        """Whether only some days are wanted."""
        return self.since is not None or self.until is not None

    def __bool__(self) -> bool:
        return self.narrowing is not Narrowing.ALL or self.besides


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the list. `key` stays the same over reloads, so that the chosen row is found again."""

    kind: EntryKind
    key: str
    group: Group
    order: OrderRow | None = None
    customer: CustomerRow | None = None
    count: int = 0
    at_least: bool = False  # the count is a lower bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What the list has to show: of a search, or (empty `text`) the newest orders."""

    text: str = ""
    orders: tuple[OrderRow, ...] = ()
    customers: tuple[CustomerRow, ...] = ()
    total: int = 0
    total_is_exact: bool = True
    complete: bool = True

    @classmethod
    def of(cls, results: SearchResults) -> Hits:
        return cls(
            text=results.text,
            orders=results.orders,
            customers=results.customers,
            total=results.total,
            total_is_exact=results.total_is_exact,
            complete=results.complete,
        )

    @classmethod
    def newest(cls, rows: Sequence[OrderRow], asked_for: int) -> Hits:
        return cls(orders=tuple(rows), total=len(rows), total_is_exact=len(rows) < asked_for)

    @property
    def all_loaded(self) -> bool:
        return self.total_is_exact and len(self.orders) >= self.total

    def counts(self, shown: Filter | None = None) -> dict[Narrowing, int]:
        """How many of the loaded orders each chip would show, within what else is filtered by."""
        rows = self.orders if shown is None else shown.of(self.orders)
        return {chip: sum(1 for row in rows if not holds.isdisjoint(row.standings)) for chip, holds in _HOLDS.items()}

    def accounts(self) -> dict[AccountId, tuple[str, int]]:
        """The accounts among the loaded orders, each with its name and how many there are."""
        found: dict[AccountId, tuple[str, int]] = {}
        for row in self.orders:
            found[row.account] = (row.account_name, found.get(row.account, ("", 0))[1] + 1)
        return found


def order_key(order: int) -> str:
    return f"order:{order}"


def entries(hits: Hits, shown: Filter, *, all_customers: bool = False) -> tuple[Entry, ...]:
    """The rows of the list, headings included."""
    chosen = [row for row in hits.orders if shown.holds(row)]
    direct = [row for row in chosen if row.tier is not MatchTier.FUZZY]
    guesses = [row for row in chosen if row.tier is MatchTier.FUZZY]
    orders: list[Entry] = []
    if direct:
        counts_all = not shown and not guesses
        orders.append(
            Entry(
                kind=EntryKind.HEADING,
                key="heading:orders",
                group=Group.ORDERS if hits.text else Group.NEWEST,
                count=max(hits.total, len(direct)) if counts_all else len(direct),
                at_least=not (hits.total_is_exact if counts_all else hits.all_loaded),
            )
        )
        orders += _order_entries(direct)
    # Customers are named by a filter's words, not by its state, so a filter hides them.
    customers = [] if shown else _customer_entries(hits.customers, all_customers=all_customers)
    found = orders + customers if _is_number_hit(hits) else customers + orders
    if guesses:
        found.append(Entry(kind=EntryKind.HEADING, key="heading:guesses", group=Group.GUESSES, count=len(guesses)))
        found += _order_entries(guesses)
    return tuple(found)


def _order_entries(rows: Sequence[OrderRow]) -> list[Entry]:
    return [Entry(kind=EntryKind.ORDER, key=order_key(row.id), group=Group.ORDERS, order=row) for row in rows]


def _customer_entries(rows: Sequence[CustomerRow], *, all_customers: bool) -> list[Entry]:
    if not rows:
        return []
    found = [Entry(kind=EntryKind.HEADING, key="heading:customers", group=Group.CUSTOMERS, count=len(rows))]
    shown = rows if all_customers else rows[:CUSTOMERS_AT_FIRST]
    seen: dict[str, int] = {}
    for row in shown:
        key = f"customer:{row.query}:{row.email}:{row.name}"
        # Namesakes without an address of their own would share a key, and the list could not tell them apart.
        again = seen[key] = seen.get(key, 0) + 1
        found.append(
            Entry(
                kind=EntryKind.CUSTOMER,
                key=key if again == 1 else f"{key}:{again}",
                group=Group.CUSTOMERS,
                customer=row,
            )
        )
    if len(shown) < len(rows):
        found.append(Entry(kind=EntryKind.MORE_CUSTOMERS, key="more:customers", group=Group.CUSTOMERS, count=len(rows)))
    return found


def _is_number_hit(hits: Hits) -> bool:
    """Whether a number was typed and found: then the order stands before the customers (UX 4.1)."""
    return bool(hits.orders) and hits.orders[0].tier is MatchTier.NUMBER


def merged_in_place(old: Sequence[OrderRow], new: Sequence[OrderRow]) -> tuple[tuple[OrderRow, ...], int]:
    """The old rows in their old places with the new data, and how many rows of `new` are not among them.

    Rows that arrive by sync never move those an agent looks at; they wait behind the "3 new" pill.
    """
    fresh = {row.id: row for row in new}
    held = tuple(fresh.get(row.id, row) for row in old)
    known = {row.id for row in old}
    return held, sum(1 for row in new if row.id not in known)
