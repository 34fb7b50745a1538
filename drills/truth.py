"""Owns the words in which channels and Desk are compared: what a channel holds, what was done to it, what an agent
meant to do. Plain values; no channel and no Desk in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from drills.simulators import Simulator, Wanted

_SEPARATORS = re.compile(r"[^0-9A-Z]")


def plain_number(text: str) -> str:
    """A tracking number as it is compared: capitals and digits only."""
    return _SEPARATORS.sub("", text.upper())


@dataclass(frozen=True, slots=True)
class OneOf:
    """A field that may read either way."""

    values: tuple[Any, ...]

    def __contains__(self, value: object) -> bool:
        return value in self.values

    def shown(self) -> Any:
        return list(self.values)


@dataclass(frozen=True, slots=True)
class Between:
    """A list that the channel tells only in part: at least these, at most those."""

    least: frozenset[str]
    most: frozenset[str]

    def __contains__(self, value: object) -> bool:
        return isinstance(value, tuple) and self.least <= set(value) <= self.most

    def shown(self) -> Any:
        return {"at least": sorted(self.least), "at most": sorted(self.most)}


@dataclass(frozen=True, slots=True)
class Holding:
    """A text for people that holds at least these parts, however they are put together."""

    parts: frozenset[str]

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and all(part in value for part in self.parts)

    def shown(self) -> Any:
        return {"holds": sorted(self.parts)}


@dataclass(frozen=True, slots=True)
class Paid:
    """What came in, and of what went back as much as has been asked for: no refund that there is none of."""

    paid: tuple[tuple[str, int, str], ...]
    refunds: tuple[int, ...]

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, tuple):
            return False
        back = Counter(amount for kind, amount, _ in value if kind == "REFUND")
        return tuple(one for one in value if one[0] != "REFUND") == self.paid and back <= Counter(self.refunds)

    def shown(self) -> Any:
        return {"paid": list(self.paid), "refunds, at most": list(self.refunds)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOrder:
    """One order as the channel holds it, in Desk's words: field by field what Desk must show."""

    shop: str
    id: str
    number: str
    readable: bool
    fields: Mapping[str, Any]
    may_miss: bool = False
    """True for what leaves the channel's list by age about now, so that Desk may have it or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelEffect:
    """A parcel that came into the channel. `by_client` is false for what its own people entered."""

    shop: str
    order: str  # the channel's id
    number: str
    by_client: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubled:
    """An effect that a client had twice, also where the channel merged it."""

    shop: str
    order: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What one channel holds and what was done to it, at the end."""

    orders: tuple[ChannelOrder, ...]
    parcels: tuple[ParcelEffect, ...]
    doubled: tuple[Doubled, ...]
    moved: frozenset[
        tuple[str, str]
    ]  # shop and order that its own people took elsewhere, so that nothing can be shipped
    refused: frozenset[tuple[str, str]]  # shop and order for which the channel turned a request down
    client_effects: int
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    id: str
    quantity: int  # what is left after refunds


@dataclass(frozen=True, slots=True, kw_only=True)
class Shippable:
    """An order that can be shipped whole, as a drill's agent sees it."""

    shop: str
    id: str
    number: str
    lines: tuple[Line, ...]

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Which request of a client is to be held."""

    when: str
    method: str
    path_contains: str
    nth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a channel: by order a mark that changes with it, what can be shipped whole, what waits for parcels,
    what the channel handles itself or keeps back. `orders` are the channel's own words, for its adapter.
    """

    marks: Mapping[str, str]
    whole: tuple[Shippable, ...]
    unfinished: frozenset[str]
    orders: tuple[dict[str, Any], ...]
    not_ours: tuple[Shippable, ...] = ()

    def ready(self, known: Look) -> list[Shippable]:
        """What can be shipped whole and has not moved since it was last known."""
        return [order for order in self.whole if self._still(order, known)]

    def forbidden(self, known: Look) -> list[Shippable]:
        """What nobody but the channel may ship, and has not moved since it was last known."""
        return [order for order in self.not_ours if self._still(order, known)]

    def _still(self, order: Shippable, known: Look) -> bool:
        return known.marks.get(order.id) == self.marks[order.id]


NOTHING = Look(marks={}, whole=(), unfinished=frozenset(), orders=())


class Channel(Protocol):
    """One kind of channel as a drill needs it: the only place that knows its words. Remembers what its people hid."""

    kind: str
    least: int
    """Fewer orders than these would not fill the pages that faults and kills need."""

    def wanted(self, seed: int, orders: int) -> tuple[Wanted, ...]:
        """The simulators to start, which all together hold so many orders."""

    def look(self, simulator: Simulator) -> Look:
        """What is there now."""

    def synced(self, shop: str, before: Look) -> None:
        """Desk has fetched all there was when it was looked at."""

    def people(self, look: Look) -> list[dict[str, list[str]]]:
        """Whose data no log may hold, order by order: names, streets, phones, emails."""

    def truth(self, simulator: Simulator, own_pieces: Mapping[str, int]) -> Truth:
        """What is there. `own_pieces` are those that Desk holds for shipped, by order number."""

    def hold(self, shop: str, moment: str, nth: int) -> Hold | None:
        """Which request stands for a moment (see drills.kills) of the nth push or page; None where there is none."""

    def stir(self, simulator: Simulator, look: Look) -> None:
        """Something changes just before a fetch, where the newest change says how far the fetch has come."""

    def fill_pages(self, simulator: Simulator, look: Look, busy: Collection[str]) -> None:
        """So much changes without consequence that the next fetch has more than one page."""

    def act(
        self,
        simulator: Simulator,
        look: Look,
        times: int,
        buyers: int,
        busy: Collection[str],
        known: Look,
        dice: Random,
    ) -> None:
        """Its own people do so much of their own accord, with orders that are not `busy`; so many others buy."""

    def interfere(self, simulator: Simulator, order: str, number: str, dice: Random) -> str:
        """They do something with an order that waits to be told of the parcel `number`; what it was."""

    def relent(self, simulator: Simulator, order: str) -> bool:
        """They take back what keeps the order from being shipped, if they can."""

    def late_record(self, shop: str) -> dict[str, Any]:
        """The planned fault that lets a record appear behind the page that should have held it."""
