"""Owns the figures of returns: how much of what was shipped comes back, and why (DOMAIN 4.9).

The rate goes by the month in which the goods left, not by the month in which they came back: what left lately may still
come. A piece counts as returned once a return holds it; of one that was declined, withdrawn or expired only what came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from desk.domain.clock import Instant
from desk.domain.return_states import ReturnState
from desk.domain.values import AccountId
from desk.services.context import Desk
from desk.store import accounts as account_store
from desk.store import return_statistics as store
from desk.store.return_statistics import Came

ARTICLES = 20
"""So many articles are told apart: those of which most came back."""
_CAME_TO_NOTHING = frozenset({ReturnState.DECLINED, ReturnState.CANCELLED, ReturnState.EXPIRED})
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Orders shipped from `since` until before `until`, of these accounts; empty: of all."""

    since: Instant
    until: Instant
    accounts: frozenset[AccountId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How much of one thing comes back. `key` names it for filters, `reasons` are pieces by reason."""

    key: str
    name: str
    shipped: int
    returned: int
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.returned / self.shipped if self.shipped else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """What left in one month; `month` is its first day."""

    month: date
    shipped: int
    returned: int

    @property
    def rate(self) -> float:
        return self.returned / self.shipped if self.shipped else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Pieces that come back for one reason: a code of ours, or what the channel wrote."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """All figures of one time; each list with the largest share first, months in their order."""

    shipped: int
    returned: int
    cohorts: tuple[Cohort, ...]
    reasons: tuple[Reason, ...]
    articles: tuple[Share, ...]
    channels: tuple[Share, ...]
    countries: tuple[Share, ...]


def statistics(desk: Desk, wanted: Wanted) -> Statistics:
    """Count. Reads a long while in large stores: off the main thread."""
    with desk.store.read() as transaction:
        cells, articles, titles = store.shipped(transaction, wanted.since, wanted.until, wanted.accounts)
        came = store.came(transaction, wanted.since, wanted.until, wanted.accounts)
        names = {str(one.id): one.name for one in account_store.load_accounts(transaction)}
    by_month: Counter[date] = Counter()
    by_account: Counter[str] = Counter()
    by_country: Counter[str] = Counter()
    for cell, pieces in cells.items():
        by_month[_month(cell.day)] += pieces
        by_account[str(cell.account)] += pieces
        by_country[cell.country] += pieces
    back = Counter(dict.fromkeys(by_month, 0))
    reasons: Counter[str] = Counter()
    for one in came:
        back[_month(one.cell.day)] += pieces_of(one)
        reasons[one.reason] += pieces_of(one)
    return Statistics(
        shipped=cells.total(),
        returned=sum(pieces_of(one) for one in came),
        cohorts=tuple(
            Cohort(month=month, shipped=by_month[month], returned=back[month]) for month in sorted(by_month | back)
        ),
        reasons=tuple(Reason(reason=one, count=count) for one, count in reasons.most_common() if count),
        articles=_shares(articles, titles, ((one.sku, one) for one in came))[:ARTICLES],
        channels=_shares(by_account, names, ((str(one.cell.account), one) for one in came)),
        countries=_shares(by_country, {}, ((one.cell.country, one) for one in came)),
    )


def pieces_of(one: Came) -> int:
    """How many pieces count as returned: on their way or here; of a return that came to nothing, what came."""
    return one.received if one.state in _CAME_TO_NOTHING else one.announced - one.missing


def _month(day: int) -> date:
    return (_EPOCH + timedelta(days=day)).replace(day=1)


def _shares(
    shipped: Mapping[str, int], names: Mapping[str, str], came: Iterable[tuple[str, Came]]
) -> tuple[Share, ...]:
    """Those of which something came back or left; most returned pieces first."""
    back: dict[str, Counter[str]] = {key: Counter() for key in shipped}
    for key, one in came:
        back.setdefault(key, Counter())[one.reason] += pieces_of(one)
    made = [
        Share(
            key=key,
            name=names.get(key, key),
            shipped=shipped.get(key, 0),
            returned=reasons.total(),
            reasons={reason: count for reason, count in reasons.most_common() if count},
        )
        for key, reasons in back.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.returned, -one.shipped, one.name)))


def first_of(month: date) -> Instant:
    """When a cohort's month begins."""
    return Instant(datetime(month.year, month.month, 1, tzinfo=UTC))
