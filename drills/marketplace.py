"""Owns what a drill does with any marketplace's account: looks, fetches, holds and the deeds of buyers and of the
seller's people. What the orders there look like, and what may be done to which, is each marketplace's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, ClassVar

from drills.remembering import FARTHEST, Shown
from drills.simulators import Simulator, Wanted, Watched
from drills.truth import Hold, Look, Shippable, Truth

Order = dict[str, Any]
Person = dict[str, list[str]]
Expect = Callable[[str, Mapping[str, str]], dict[str, Any]]
Deed = tuple[str, Callable[[Order], bool]]
"""What a simulator calls it, and the orders it fits."""

_LOOKS = 3
"""An order is asked for as it is sent, after it and to follow it in the mirror."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How requests are told apart: the list, an order as it is looked at before a push, and a parcel."""

    orders: str
    looking: str
    parcel: str
    page: int
    first_pages: int  # requests of a first fetch that each bring a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What happens on the marketplace: deeds with how often each is drawn, and with what new orders are made."""

    moves: Mapping[str, int]
    new: Mapping[str, Mapping[str, Any]]
    deeds: Mapping[str, Deed]
    arguments: Callable[[str, Order, Random], dict[str, Any]]
    """With what a deed is done to an order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyes:
    """What is seen in an order of a simulator's state."""

    mark: Callable[[Order], str]
    """Differs when the order has moved."""
    shippable: Callable[[Order], Shippable]
    is_open: Callable[[Order], bool]
    """Whether something of it may still be shipped."""
    is_whole: Callable[[Order], bool]
    """Whether it is open and nothing of it has been shipped."""
    is_not_ours: Callable[[Order], bool]
    """Whether somebody else ships it, or nobody yet, though it looks like one to ship."""
    may_act: Callable[[Order], bool]
    """Whether buyers and people may do something with it at all."""
    may_be_saved: Callable[[Order], bool]
    personal: Callable[[Order], Mapping[str, str]]
    """What is shown of its buyer, field by field."""
    person: Callable[[Order], Person | None]
    """Names, streets, phones and e-mails that no log may hold; None where it names nobody."""
    truth: Callable[[str, Mapping[str, Any], Mapping[str, Any], Expect, datetime], Truth]
    """From the account's name, state, journal, what was shown, and how far back the list goes."""


class Marketplace:
    """The account of one drill. A marketplace adds how its people interfere with a push, and relent."""

    kind: str
    ways: Ways
    life: Life
    eyes: Eyes
    settings: ClassVar[Mapping[str, str]] = {}

    def __init__(self) -> None:
        self._shown = Shown()
        self._watched = Watched()
        # A full page and some more, so that a run turns pages.
        self.least = self.ways.page + 30

    def wanted(self, seed: int, orders: int) -> tuple[Wanted, ...]:
        settings = dict(self.settings)
        return (Wanted(name=self.kind, kind=self.kind, seed=seed, orders=orders, options={}, settings=settings),)

    # -- reading ---------------------------------------------------------------------------------------------------

    def look(self, simulator: Simulator) -> Look:
        orders = self._watched.orders(simulator)
        self._shown.looked(simulator.name, {order["id"]: self.eyes.personal(order) for order in orders})
        return Look(
            marks={order["id"]: self.eyes.mark(order) for order in orders},
            whole=tuple(self.eyes.shippable(order) for order in orders if self.eyes.is_whole(order)),
            unfinished=frozenset(order["id"] for order in orders if self.eyes.is_open(order)),
            orders=orders,
            not_ours=tuple(self.eyes.shippable(order) for order in orders if self.eyes.is_not_ours(order)),
        )

    def synced(self, shop: str, before: Look) -> None:
        self._watched.fetched()
        self._shown.synced(shop, {order["id"]: self.eyes.personal(order) for order in before.orders})

    def people(self, look: Look) -> list[dict[str, list[str]]]:
        return [person for order in look.orders if (person := self.eyes.person(order)) is not None]

    def truth(self, simulator: Simulator, own_pieces: Mapping[str, int]) -> Truth:
        state = simulator.state()
        self._shown.looked(simulator.name, {order["id"]: self.eyes.personal(order) for order in state["orders"]})

        def expect(order: str, texts: Mapping[str, str]) -> dict[str, Any]:
            return self._shown.expected(simulator.name, order, texts)

        return self.eyes.truth(simulator.name, state, simulator.journal(), expect, FARTHEST)

    # -- moments ---------------------------------------------------------------------------------------------------

    def hold(self, shop: str, moment: str, nth: int) -> Hold | None:
        ways = self.ways
        if moment == "sending_between_steps":
            return None  # a parcel is one call
        if moment == "sending_looking":
            return Hold(when="before", method="GET", path_contains=ways.looking, nth=_LOOKS * nth - 2)
        if moment == "fetching":
            return Hold(when="before", method="GET", path_contains=ways.orders, nth=nth + 1)
        if moment == "ingesting":
            return Hold(when="after", method="GET", path_contains=ways.orders, nth=1 + (nth - 1) % ways.first_pages)
        when = "before" if moment == "sending_before_effect" else "after"
        return Hold(when=when, method="POST", path_contains=ways.parcel, nth=nth)

    def late_record(self, shop: str) -> dict[str, Any]:
        return {"profile": "late_record", "path_contains": self.ways.orders}

    def stir(self, simulator: Simulator, look: Look) -> None:
        """Its own clock says how far a fetch has come."""

    def fill_pages(self, simulator: Simulator, look: Look, busy: Collection[str]) -> None:
        free = [order["id"] for order in look.orders if order["id"] not in busy and self.eyes.may_be_saved(order)]
        simulator.do("touch", orders=free[: self.ways.page + 5])

    # -- its people ------------------------------------------------------------------------------------------------

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
        free = {order["id"]: order for order in look.orders if order["id"] not in busy and self.eyes.may_act(order)}

        def is_known(order: Order) -> bool:
            return known.marks.get(order["id"]) == self.eyes.mark(order)

        move(simulator, self.life, free, is_known, times, buyers, dice)


def move(
    simulator: Simulator,
    life: Life,
    free: dict[str, Order],
    is_known: Callable[[Order], bool],
    times: int,
    buyers: int,
    dice: Random,
    before: Callable[[str, Order], None] = lambda _what, _order: None,
) -> None:
    """So many deeds of a channel's people with `free` orders, and so many purchases beside them. `is_known` says
    whether Desk has seen an order as it is, and `before` is told of each deed with one.
    """
    for what in ["buys"] * buyers + dice.choices(list(life.moves), list(life.moves.values()), k=times):
        if what in life.new:
            simulator.do("new_order", **life.new[what])
            continue
        deed, fits = life.deeds[what]
        orders = [order for order in free.values() if fits(order)]
        if what == "is_forgotten":
            # Only what Desk has seen before can be kept by it.
            orders = [order for order in orders if is_known(order)]
        if not orders:
            continue
        # An order moves once a time: what was looked at is not true of it any more.
        chosen = dice.sample(orders, min(len(orders), 5 if what == "saves_many" else 1))
        for order in chosen:
            del free[order["id"]]
        if what == "saves_many":
            simulator.do(deed, orders=[order["id"] for order in chosen])
            continue
        before(what, chosen[0])
        simulator.do(deed, order=chosen[0]["id"], **life.arguments(what, chosen[0], dice))
