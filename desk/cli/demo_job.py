"""Owns the demo's job: draw searches from the simulators, run them, report ten parcels, read them back."""

from __future__ import annotations

import random
import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk.domain.carriers import with_check_digit
from desk.domain.orders import OrderFacet
from desk.domain.pushes import OPEN_STATES, PushState
from desk.domain.shipments import LineQuantity, Parcel
from desk.domain.standing import Standing
from desk.domain.values import OrderId
from desk.services import accounts, newest, orders, outbox, pusher, shipments
from desk.services.context import Desk
from desk.services.search import Searcher

PARCELS = 10
_TRIES = 20
# The other spelling of an umlaut, the way people type it who have none on their keyboard.
_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """One running simulator and how an account connects to it."""

    kind: str
    url: str
    settings: dict[str, str]
    secrets: dict[str, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text to search for and the number of the order that must come first."""

    text: str
    expected: str


@dataclass(slots=True, kw_only=True)
class DemoResult:
    """What the demo prints."""

    world: dict[str, int]
    orders: dict[str, int]
    searches: list[dict[str, Any]]
    pushes: dict[str, int]
    matched: int
    missing: int
    pictures: list[Path] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return (
            self.world == self.orders
            and all(one["first"] == one["expected"] for one in self.searches)
            and self.pushes == {"confirmed": PARCELS, "failed": 0, "unclear": 0}
            and not self.missing
        )

    def document(self) -> dict[str, Any]:
        return {
            "world": self.world,
            "orders": self.orders,
            "searches": self.searches,
            "pushes": self.pushes,
            "read_back": {"matched": self.matched, "missing": self.missing},
            "pictures": [str(one) for one in self.pictures],
        }


def do(desk: Desk, simulated: Sequence[Simulated], texts: Sequence[Drawn], seed: int) -> DemoResult:
    """The agent's job on a store that is synced: count, search, ship, push, read back."""
    return DemoResult(
        world={one.kind: _shown(_state(one, "orders=0")["counts"]) for one in simulated},
        orders=_count(desk),
        searches=_search(desk, texts),
        **_ship(desk, simulated, seed),
    )


def _state(one: Simulated, query: str) -> dict[str, Any]:
    import requests

    answer = requests.get(f"{one.url}/_sim/state?{query}", timeout=60)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _shown(counts: dict[str, int]) -> int:
    """How many orders a client can learn of: some channels tell of unpaid purchases beside their orders."""
    return int(counts.get("shown", counts["orders"]))


def _count(desk: Desk) -> dict[str, int]:
    kinds = {one.name: one.tile.kind for one in accounts.overview(desk)}
    counts: dict[str, int] = dict.fromkeys(kinds.values(), 0)
    for one in orders.everything(desk):
        if one.order.order is not OrderFacet.REMOVED:
            counts[kinds[one.account]] += 1
    return counts


def _search(desk: Desk, texts: Sequence[Drawn]) -> list[dict[str, Any]]:
    results = []
    with Searcher(desk) as searcher:
        searcher.warm_up()
        for one in texts:
            found = searcher.find(one.text)
            first = found.orders[0].number if found.orders else ""
            results.append(
                {"text": one.text, "expected": one.expected, "first": first, "ms": round(found.milliseconds, 2)}
            )
    return results


def draw_searches(simulated: Sequence[Simulated], seed: int) -> list[Drawn]:
    """A number without its dashes, a surname in the other umlaut spelling and part of an e-mail address per channel.

    What each must find is worked out here from the simulator's own orders, without Desk's index.
    """
    rng = random.Random(seed)  # noqa: S311 - a draw, no secret
    drawn: list[Drawn] = []
    states = {one.kind: _state(one, "orders=1")["orders"] for one in simulated}
    known = [order for orders in states.values() for order in orders if order["readable"]]
    newest = sorted(known, key=lambda order: (order["created"], order["id"]), reverse=True)
    words = _by_word(newest)
    for one in simulated:
        mine = [order for order in states[one.kind] if order["readable"] and order["listed"]]
        rng.shuffle(mine)
        drawn += _first(_numbers(mine, newest))
        drawn += _first(_surnames(mine, words))
        drawn += _first(_mails(mine, newest))
    return drawn


def _first(found: Iterator[Drawn]) -> list[Drawn]:
    one = next(found, None)
    return [] if one is None else [one]


def _by_word(newest: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Number of the newest order that holds a word, by the word as people without umlauts type it."""
    words: dict[str, str] = {}
    for order in newest:
        for text in _texts(order):
            for word in _WORD.findall(text.translate(_SPELLINGS).lower()):
                words.setdefault(word, order["number"])
    return words


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _numbers(mine: Iterable[dict[str, Any]], newest: Sequence[dict[str, Any]]) -> Iterator[Drawn]:
    everybody = [_squashed(order["number"]) for order in newest]
    for order in mine:
        text = _squashed(order["number"])
        if sum(text in other for other in everybody) == 1:
            yield Drawn(text, order["number"])


def _squashed(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _surnames(mine: Iterable[dict[str, Any]], words: dict[str, str]) -> Iterator[Drawn]:
    for order in mine:
        for surname in (name.split()[-1] for name in order["names"]):
            other = surname.translate(_SPELLINGS)
            if other != surname and surname.isalpha():
                yield Drawn(other, words[other.lower()])


def _mails(mine: Iterable[dict[str, Any]], newest: Sequence[dict[str, Any]]) -> Iterator[Drawn]:
    holders: dict[str, set[str]] = defaultdict(set)
    for order in newest:
        for mail in order["emails"]:
            holders[mail.lower()].add(order["number"])
    for order in mine:
        for part in (mail.lower().partition("@")[0] for mail in order["emails"]):
            found = {number for other, numbers in holders.items() if part in other for number in numbers}
            if len(part) >= 8 and found == {order["number"]}:
                yield Drawn(part, order["number"])


def _ship(desk: Desk, simulated: Sequence[Simulated], seed: int) -> dict[str, Any]:
    """Report ten parcels over all channels, one order in two of them, and push until nothing is on its way."""
    reported: list[tuple[OrderId, str]] = []
    numbers = (with_check_digit(f"003404340{seed % 10**6:06d}{count:04d}") for count in range(PARCELS))
    chosen = _to_ship(desk)
    while len(reported) < PARCELS:
        order = next(chosen, None)
        if order is None:
            break
        parcels = _parcels(desk, order, numbers, PARCELS - len(reported), split=not reported)
        shipments.confirm(desk, order, parcels, hold_seconds=0)
        reported += [(order, parcel.number) for parcel in parcels]
    _push_all(desk)
    states = [one.state for one in outbox.overview(desk)]
    matched = _read_back(desk, simulated, reported)
    return {
        "pushes": {
            "confirmed": states.count(PushState.CONFIRMED),
            "failed": states.count(PushState.FAILED) + states.count(PushState.CONFLICT),
            "unclear": states.count(PushState.UNCLEAR) + sum(state in OPEN_STATES for state in states),
        },
        "matched": matched,
        "missing": len(reported) - matched,
    }


def _to_ship(desk: Desk) -> Iterator[OrderId]:
    """Paid, unshipped orders, taken from each channel in turn, those of several pieces first."""
    by_account: dict[int, list[OrderId]] = defaultdict(list)
    for row in sorted(newest.latest(desk, 500), key=lambda row: row.items == 1):
        if row.standings[0] is Standing.TO_SHIP:
            by_account[row.account].append(row.id)
    for position in range(max(map(len, by_account.values()), default=0)):
        for ids in by_account.values():
            if position < len(ids):
                yield ids[position]


def _parcels(desk: Desk, order: OrderId, numbers: Iterator[str], room: int, *, split: bool) -> list[Parcel]:
    open_lines = [(line.id, line.shippable.open) for line in orders.show(desk, order).lines if line.shippable.open]
    if not split or room < 2 or sum(count for _, count in open_lines) < 2:
        return [Parcel(carrier="dhl_de", number=next(numbers))]
    first = LineQuantity(open_lines[0][0], 1)
    return [
        Parcel(carrier="dhl_de", number=next(numbers), lines=(first,)),
        Parcel(carrier="dhl_de", number=next(numbers)),
    ]


def _push_all(desk: Desk) -> None:
    stop = threading.Event()
    for _ in range(_TRIES):
        for account in accounts.overview(desk):
            if account.open_pushes:
                pusher.drain(desk, account.id, stop)
        waiting = outbox.overview(desk, states=OPEN_STATES)
        if not waiting:
            return
        first = min(one.not_before for one in waiting)
        desk.clock.wait(stop, max(0.1, (first - desk.clock.now()).total_seconds()))


def _read_back(desk: Desk, simulated: Sequence[Simulated], reported: Sequence[tuple[OrderId, str]]) -> int:
    """How many of the parcels the channels themselves show, asked without Desk's connectors."""
    by_kind = {one.kind: one for one in simulated}
    matched = 0
    for order, number in reported:
        view = orders.show(desk, order)
        told = _state(by_kind[view.tile.kind], f"order={view.remote_id}")["orders"]
        matched += any(number == one["number"] for order in told for one in order["trackings"])
    return matched
