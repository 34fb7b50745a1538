"""The orders that wait for a parcel: those that must go first, how many there are, and which ones a filter means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desk.domain.values import AccountId, OrderId
from desk.services.context import Desk
from desk.store import to_ship as store
from desk.store.to_ship import Place, ToShipRow, Wanted

__all__ = ["PAGE", "Filter", "Goes", "Place", "Summary", "ToShipRow", "ids", "page", "summary"]

PAGE = 200
_HOME = "DE"
_UNION = frozenset("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())
_AT_HOME = frozenset({_HOME, ""})  # a channel that hides the address delivers where it sells


class Goes(StrEnum):
    """Where the parcel goes, since that decides which carrier can take it."""

    ANYWHERE = "anywhere"
    HOME = "home"
    UNION = "union"
    ABROAD = "abroad"  # customs


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the list is shown."""

    account: AccountId | None = None
    goes: Goes = Goes.ANYWHERE

    def wanted(self) -> Wanted:
        if self.goes is Goes.HOME:
            return Wanted(account=self.account, countries=_AT_HOME)
        if self.goes is Goes.UNION:
            return Wanted(account=self.account, countries=_UNION - _AT_HOME)
        if self.goes is Goes.ABROAD:
            return Wanted(account=self.account, other_countries=_UNION | _AT_HOME)
        return Wanted(account=self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """How many orders wait, by account and by where they go; `overdue` are past their last day."""

    total: int
    overdue: int
    counts: Mapping[tuple[AccountId, Goes], int]

    def of(self, wanted: Filter) -> int:
        return sum(
            number
            for (account, goes), number in self.counts.items()
            if wanted.account in (None, account) and wanted.goes in (Goes.ANYWHERE, goes)
        )


def goes_to(country: str) -> Goes:
    """How far a parcel to this country goes."""
    if country in _AT_HOME:
        return Goes.HOME
    return Goes.UNION if country in _UNION else Goes.ABROAD


def page(
    desk: Desk,
    wanted: Filter = Filter(),
    *,
    after: Place | None = None,
    limit: int = PAGE,
) -> tuple[ToShipRow, ...]:
    """The next orders of the list, the one with the earliest last day first, then those without one, oldest first."""
    with desk.store.read() as transaction:
        return tuple(store.load_page(transaction, wanted.wanted(), desk.tiles(), after=after, limit=limit))


def ids(desk: Desk, wanted: Filter = Filter()) -> tuple[OrderId, ...]:
    """All orders that the filter means, in the list's order."""
    with desk.store.read() as transaction:
        return tuple(store.load_ids(transaction, wanted.wanted()))


def summary(desk: Desk) -> Summary:
    """How many orders wait."""
    with desk.store.read() as transaction:
        found = store.count(transaction, desk.clock.now())
    counts: Counter[tuple[AccountId, Goes]] = Counter()
    for one in found:
        counts[one.account, goes_to(one.country)] += one.orders
    return Summary(total=sum(one.orders for one in found), overdue=sum(one.overdue for one in found), counts=counts)
