"""The drill "woocommerce": a merchant's month in four shops, each with another way for tracking numbers. Buyers pay
late or never; the agent ships in parts, gives money back, calls off, reminds, writes and is killed at it, while the
shops' own people refund, cancel and ship in their back offices. Owns the script.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from drills.compare import Difference, differ, own_pieces
from drills.errands import Errands, Wish
from drills.result import Result
from drills.script import Script, played
from drills.shopkeeper import OTHER_DEEDS, OWN_STATUSES, PARCEL, REFUND, effect_of, wishes
from drills.simulators import DeedRefused, Simulator
from drills.stage import Size, Stage, Terms
from drills.truth import Hold
from drills.woocommerce import SHOPS, WooCommerce

_ORDERS, _DEEDS = 400, 240
_PLANTED = 0.2


def run(terms: Terms) -> Result:
    """Plays the month. With `only`, the agent only gives money back. Raises as `played` does."""
    size = Size(
        orders=round(_ORDERS * terms.scale),
        rounds=max(4, round(12 * terms.scale)),
        shipped=0,
        moves=max(2, round(6 * terms.scale)),
        faults=2,
    )
    shops = Shops()
    return played(lambda stage: _Month(stage, shops), [shops], terms, name="woocommerce month", size=size)


class Shops(WooCommerce):
    """The shops of this drill: a moment of sending is that of whatever deed waits there."""

    least = 24 * len(SHOPS)

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[str, list[Wish]] = {shop: [] for shop in SHOPS}

    def hold(self, shop: str, moment: str, nth: int) -> Hold | None:
        if moment in ("fetching", "ingesting"):
            return super().hold(shop, moment, nth)
        fitting = [wish for wish in self.waiting[shop] if moment != "sending_between_steps" or self._second(wish)]
        if not fitting:
            return None
        wish = fitting[(nth - 1) % len(fitting)]
        # What stood before it in the outbox is sent by then.
        del self.waiting[shop][: self.waiting[shop].index(wish) + 1]
        if moment == "sending_looking":
            return Hold(when="before", method="GET", path_contains=wish.path.removesuffix("/actions/"), nth=1)
        method, path = (self._second(wish) if moment == "sending_between_steps" else self._first(wish)) or ("", "")
        return Hold(when="after" if moment == "sending_after_effect" else "before", method=method, path_contains=path)

    def _first(self, wish: Wish) -> tuple[str, str]:
        """The request that does it."""
        if wish.kind != PARCEL:
            return wish.method, wish.path
        if SHOPS[wish.account]["tracking"] == "none":
            return "PUT", wish.path
        way = "/fulfillments" if SHOPS[wish.account]["tracking"] == "fulfillments" else "/shipment-trackings"
        return "POST", wish.path + way

    def _second(self, wish: Wish) -> tuple[str, str] | None:
        """What follows it: an extension's entry gets a mark, the customer of a bare shop a note."""
        if wish.kind != PARCEL or SHOPS[wish.account]["tracking"] == "fulfillments":
            return None
        return ("POST", f"{wish.path}/notes") if SHOPS[wish.account]["tracking"] == "none" else ("PUT", wish.path)


class _Month(Script):
    name = "woocommerce"
    days = 30

    def __init__(self, stage: Stage, shops: Shops) -> None:
        super().__init__(stage, Errands(stage, effect_of, self.marks))
        self.shops = shops
        self.asked: Counter[str] = Counter()
        # So many of each shop a round.
        self.most = max(2, round(_DEEDS * stage.scale / self.rounds / len(SHOPS)))

    def begin(self) -> None:
        """A plugin of each shop brings statuses along, which a test of the account finds."""
        for simulator in self.stage.all:
            for status in OWN_STATUSES:
                made = simulator.do("new_order", status=status)
                simulator.do("set_status", order=made["id"], status="processing")
        first, *others = [self.stage.account(name) for name in self.stage.simulators]
        self.desk.must(*first, tries=3)
        for command, child in [(command, self.desk.start(*command)) for command in others]:
            if self.desk.finish(child).status != 0:
                self.desk.must(*command, tries=2)

    def lacking(self) -> list[str]:
        return super().lacking() + self._never_done()

    def _never_done(self) -> list[str]:
        """Kinds of deeds that the agent has not asked for yet."""
        return sorted({PARCEL, REFUND, *OTHER_DEEDS} - {wish.kind for wish in self.errands.accepted})

    # -- the others ------------------------------------------------------------------------------------------------

    def others_act(self, number: int) -> None:
        busy: dict[str, set[str]] = {name: set() for name in self.stage.simulators}
        for wish in self.errands.waiting:
            busy[wish.account].add(wish.order)
        for name, look in self.stage.look().items():
            simulator = self.stage.simulators[name]
            if self.brief:
                simulator.do("new_order", status="processing")
                continue
            self.shops.act(simulator, look, self.stage.size.moves, 1, busy[name], self.stage.known[name], self.dice)
            # Some pay later or never.
            simulator.do("new_order", status=self.dice.choice(("pending", "on-hold")))

    def people_act(self) -> None:
        for wish in self.errands.waiting:
            if self.dice.random() < _PLANTED and self._interferes(self.stage.simulators[wish.account], wish):
                self.errands.moved.add(wish.place)

    def _interferes(self, simulator: Simulator, wish: Wish) -> bool:
        held = simulator.order(wish.order)
        if held is None:
            return False
        if wish.kind == PARCEL:
            return bool(self.shops.interfere(simulator, wish.order, wish.key[-1], self.dice))
        left = held["total"] - sum(one["amount"] for one in held["refunds"])
        try:
            if wish.kind == REFUND and left > 0:
                amount = self.dice.choice((wish.amount, left, max(1, left - wish.amount + 1), 1))
                simulator.do("refund", order=wish.order, amount=min(amount, left), reason="Am Telefon versprochen")
            elif wish.kind == "mark_paid":
                simulator.do("pay", order=wish.order)
            elif wish.kind == "send_pay_link":
                simulator.do(self.dice.choice(("pay", "cancel")), order=wish.order)
            elif wish.kind == "set_status":
                simulator.do("set_status", order=wish.order, status="completed")
            elif wish.kind == "cancel_order":
                simulator.do("add_tracking", order=wish.order, carrier="dhl", number=f"0034{int(wish.order):016d}")
            else:
                return False
        except DeedRefused:
            return False
        return True

    # -- the agent -------------------------------------------------------------------------------------------------

    def marks(self) -> dict[tuple[str, str], str]:
        return {(name, order): mark for name, look in self.stage.look().items() for order, mark in look.marks.items()}

    def agent_acts(self) -> None:
        """A few deeds in each shop, of the kinds first that he has done least."""
        busy = {wish.place for wish in self.errands.waiting}
        chosen = []
        for name, look in self.stage.look().items():
            by_kind: defaultdict[str, list[Wish]] = defaultdict(list)
            begun = self._begun(name)
            for wish in wishes(name, look.orders, self.time.now(), self.dice, begun, small_refunds=self.brief):
                if wish.place not in busy and self.errands.known.get(wish.place) == look.marks[wish.order]:
                    by_kind[wish.kind].append(wish)
            two_steps = self.kills.left("sending_between_steps") and SHOPS[name]["tracking"] != "fulfillments"
            if two_steps and by_kind[PARCEL]:
                self.asked[PARCEL] += 1
                chosen.append(by_kind[PARCEL].pop())
            for _ in range(self.most):
                if not any(by_kind.values()):
                    break
                kind = min((one for one, found in by_kind.items() if found), key=lambda one: self.asked[one])
                self.asked[kind] += 1
                chosen.append(by_kind[kind].pop())
        self.errands.ask_all(chosen)

    def _begun(self, shop: str) -> set[str]:
        """Orders of which the agent has shipped a part."""
        parcels = [wish for wish in self.errands.accepted if wish.kind == PARCEL and wish.account == shop]
        return {wish.order for wish in parcels if "--line" in wish.arguments}

    def waits_for(self, paths: Mapping[str, set[str]]) -> Mapping[str, list[str]]:
        for name in paths:
            self.shops.waiting[name] = [wish for wish in self.errands.waiting if wish.account == name]
        return {name: [wish.path for wish in found] for name, found in self.shops.waiting.items()}

    def rare_moment(self, waiting: Mapping[str, list[str]]) -> str:
        # Only parcels take two steps.
        return "sending_between_steps"

    # -- the end ---------------------------------------------------------------------------------------------------

    def judged(self, document: Mapping[str, Any]) -> tuple[Iterable[Difference], Iterable[str]]:
        exported = document["orders"]
        pieces = own_pieces(exported)
        truths = [self.shops.truth(simulator, pieces) for simulator in self.stage.all]
        differences = list(differ(exported, [order for truth in truths for order in truth.orders]))
        wrong = [trouble for truth in truths for trouble in truth.troubles]
        wrong += [f"{one.shop} order {one.order}: {one.what}" for truth in truths for one in truth.doubled]
        wrong += [told for simulator in self.stage.all for told in overpaid(simulator)]
        if not self.brief and self._never_done():
            wrong.append(f"the agent never had to do: {', '.join(self._never_done())}")
        return differences, wrong


def overpaid(simulator: Simulator) -> Iterator[str]:
    """No more goes back than was paid, not by a cent."""
    for order in simulator.state()["orders"]:
        back = sum(one["amount"] for one in order["refunds"])
        if back > order["total"]:
            yield f"{simulator.name} order {order['id']}: {back} went back of {order['total']}"
