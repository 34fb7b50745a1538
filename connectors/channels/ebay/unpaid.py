"""Owns the purchases that nobody has paid yet, which only Trading lists: read, followed, and merged into one order
with what they become when they are paid.

REST lists a purchase once its checkout is finished, perhaps under another id. By article and transaction the two are
one: as REST's line id tells where it is the transaction's, else as Trading's list of finished orders does.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Self

import msgspec

from connectors.channels.ebay.paging import as_text
from connectors.channels.ebay.trading import TradingClient
from connectors.channels.ebay.unpaid_mapping import (
    ACTIVE,
    GONE,
    Purchase,
    TradingOrder,
    UnpaidMapping,
    read_entry,
)
from connectors.contract.errors import Unreadable
from connectors.contract.protocols import AccountAccess
from connectors.contract.snapshots import OrderSnapshot, UnreadableRecord
from desk.domain.clock import Instant, parse_utc
from desk.domain.values import RemoteRef

log = logging.getLogger("sync")

EVERY = timedelta(minutes=15)
MARGIN = timedelta(minutes=2)
_LISTED_FOR = timedelta(days=90) - timedelta(minutes=10)  # our clock may differ from eBay's
_LONGEST_WINDOW = timedelta(days=30)
_JUST_NOW = timedelta(days=2)
_FORGOTTEN_AFTER = timedelta(days=100)
_PAGES = 60
_MOST_WALKS = 3
_MOST_KEPT = 1_000
_MOST_PAID = 50  # that REST does not have yet; each is asked for with every turn


@dataclass(frozen=True, slots=True)
class Waiting:
    """An unpaid purchase, or several in one invoice: since when, and what was bought."""

    since: Instant
    purchases: frozenset[Purchase]


@dataclass
class Known:
    """What the cursor holds of unpaid purchases. `paid`: orders that replace some, still to be told with them."""

    asked_at: Instant | None = None
    read_to: Instant | None = None
    open: dict[str, Waiting] = field(default_factory=dict)
    paid: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, value: object) -> Self:
        """From a cursor's JSON; empty for what this code did not write."""
        if not isinstance(value, dict):
            return cls()
        try:
            return cls(
                asked_at=parse_utc(value["asked"]) if "asked" in value else None,
                read_to=parse_utc(value["read"]) if "read" in value else None,
                open={
                    str(one): Waiting(parse_utc(told["since"]), frozenset((str(a), str(b)) for a, b in told["of"]))
                    for one, told in value["open"].items()
                },
                paid={str(one): [str(old) for old in olds] for one, olds in value["paid"].items()},
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("unpaid purchases begin anew, the cursor is unknown (%s)", type(error).__name__)
            return cls()

    def written(self) -> dict[str, Any]:
        waiting = {
            one: {"since": as_text(told.since), "of": [list(pair) for pair in sorted(told.purchases)]}
            for one, told in self.open.items()
        }
        value: dict[str, Any] = {"open": waiting, "paid": self.paid}
        if self.asked_at is not None:
            value["asked"] = as_text(self.asked_at)
        if self.read_to is not None:
            value["read"] = as_text(self.read_to)
        return value

    def is_due(self, now: Instant) -> bool:
        """A clock that was set back makes it due as well."""
        return self.asked_at is None or not self.asked_at <= now < self.asked_at + EVERY

    def replaced_by(self, order: str, purchases: frozenset[Purchase]) -> list[str]:
        """The unpaid purchases that this order is made of, from now on known no longer as such."""
        found = [old for old, told in self.open.items() if old != order and purchases & told.purchases]
        for old in found:
            del self.open[old]
        return found

    def forget_old(self, now: Instant) -> None:
        """What waited so long is none of eBay's concern any more either."""
        self.open = {one: told for one, told in self.open.items() if now - told.since < _FORGOTTEN_AFTER}
        self.paid = dict(list(self.paid.items())[-_MOST_PAID:])


@dataclass
class Polled:
    items: list[OrderSnapshot] = field(default_factory=list)
    bad: list[UnreadableRecord] = field(default_factory=list)


class Unpaid:
    """The unpaid purchases of one seller."""

    def __init__(self, trading: TradingClient, mapping: UnpaidMapping, access: AccountAccess) -> None:
        self._trading = trading
        self._mapping = mapping
        self._access = access

    def poll(self, known: Known) -> Polled:
        """What changed since the last time. `known` goes on only where nothing was left out. Raises as Trading does."""
        now = self._access.clock.now()
        start = self._start(known, now)
        end = Instant(now - MARGIN)
        found = Polled()
        known.forget_old(now)
        if start >= end:
            return found
        # With something open its end is to be seen too; else only what still waits, which is little.
        entries, whole, ebays_now = self._listed(start, end, every=bool(known.open))
        # What waits comes first: an invoice for several purchases takes the place of theirs, which eBay calls inactive.
        for entry in sorted(entries, key=lambda one: _status_in(one) != ACTIVE):
            self._take(entry, known, found, end)
        if whole:
            known.asked_at = now
            known.read_to = min(end, Instant(ebays_now - MARGIN)) if ebays_now is not None else end
        return found

    def _start(self, known: Known, now: Instant) -> Instant:
        earliest = Instant(now - _LISTED_FOR)
        if known.read_to is not None:
            return max(Instant(min(known.read_to, now) - MARGIN), earliest)
        return max(earliest, self._access.start_date or earliest)

    def _listed(self, start: Instant, end: Instant, *, every: bool) -> tuple[list[object], bool, Instant | None]:
        """The entries since `start`, whether they are all of them, and eBay's time when it began to tell."""
        entries: list[object] = []
        whole, ebays_now = True, None
        while start < end:
            until = min(end, Instant(start + _LONGEST_WINDOW))
            found, all_of_it, now = self._window(start, until, every=every)
            entries += found
            whole &= all_of_it
            ebays_now = ebays_now or now
            start = until
        return entries, whole, ebays_now

    def _window(self, start: Instant, end: Instant, *, every: bool) -> tuple[list[object], bool, Instant | None]:
        """One window's entries. Changes meanwhile shift its pages, so it is read again until all told the same."""
        entries: dict[str, object] = {}
        ebays_now: Instant | None = None
        for _ in range(_MOST_WALKS):
            totals: set[int | None] = set()
            partial = False
            for page in range(1, _PAGES + 1):
                answer = self._trading.orders(start, end, page, every=every)
                ebays_now = ebays_now or answer.now
                totals.add(answer.total)
                partial |= answer.partial
                for entry in answer.entries:
                    entries[_key_of(entry)] = entry
                if not answer.more:
                    break
            if len(totals) == 1:
                return list(entries.values()), not partial, ebays_now
        return list(entries.values()), False, ebays_now

    def _take(self, entry: object, known: Known, found: Polled, end: Instant) -> None:
        try:
            order = read_entry(entry)
            if order.waits_for_money:
                if self._is_too_old(order):
                    return
                one = self._mapping.read(order)
                olds = known.replaced_by(order.id, order.purchases)
                found.items.append(replace(one, replaces=tuple(olds)) if olds else one)
                if len(known.open) < _MOST_KEPT:
                    known.open[order.id] = Waiting(order.created or end, order.purchases)
            elif order.status in GONE:
                if known.open.pop(order.id, None) is not None:
                    found.items.append(self._mapping.read(order, called_off=True))
            elif olds := known.replaced_by(order.id, order.purchases):
                known.paid[order.id] = olds
        except Unreadable as error:
            sample = msgspec.json.encode(entry)
            found.bad.append(UnreadableRecord(remote_id=_id_in(entry), reason=error.detail, sample=sample))

    def _is_too_old(self, order: TradingOrder) -> bool:
        start = self._access.start_date
        return start is not None and order.created is not None and order.created < start

    def fetch_one(self, ref: RemoteRef) -> OrderSnapshot | None:
        """One that waits for its money, or was called off without just now; None for any other."""
        now = self._access.clock.now()
        waits = self._find(ref, Instant(now - _LISTED_FOR), now, every=False)
        if waits is not None:
            return self._mapping.read(waits) if waits.waits_for_money else None
        ended = self._find(ref, Instant(now - _JUST_NOW), now, every=True)
        return self._mapping.read(ended, called_off=True) if ended is not None and ended.status in GONE else None

    def _find(self, ref: RemoteRef, start: Instant, end: Instant, *, every: bool) -> TradingOrder | None:
        entries, _, _ = self._listed(start, end, every=every)
        found = next((one for one in entries if _id_in(one) == ref.id), None)
        return None if found is None else read_entry(found)


def _id_in(entry: object) -> str:
    found = entry.get("OrderID") if isinstance(entry, dict) else None
    return found.strip() if isinstance(found, str) else ""


def _status_in(entry: object) -> object:
    return entry.get("OrderStatus") if isinstance(entry, dict) else None


def _key_of(entry: object) -> str:
    return _id_in(entry) or repr(entry)
