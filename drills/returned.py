"""Owns what the drill "returns" does with each kind of channel: orders that have left, goods that buyers bring back,
money that the merchant's own people give back there, and the requests at which Desk dies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any, Protocol

from connectors.simulation.world_numbers import tracking_number
from drills import amazon_orders, amazon_seller, seller
from drills.amazon import KIND as AMAZON
from drills.amazon_month import cases_differ as differ_at_amazon
from drills.compare import Difference
from drills.ebay import KIND as EBAY
from drills.ebay import Ebay
from drills.errands import Key
from drills.feed_steps import Account
from drills.fortnight import cases_differ as differ_at_ebay
from drills.fortnight import overpaid as overpaid_at_ebay
from drills.month import overpaid as overpaid_in_shop
from drills.shopkeeper import REFUND as BOOKED
from drills.shopkeeper import effect_of as shop_effect
from drills.simulators import DeedRefused, Simulator, Wanted
from drills.truth import Channel, Hold
from drills.woocommerce import SHOPS, WooCommerce

STEPS = ("submitting_unheard", "checking", "polling", "before_finances")
"""Those of the moments of Amazon's feeds that only a returned order's money has; the drill amazon dies at each."""
SENDING = ("sending_before_effect", "sending_after_effect", "sending_looking")
_REASONS = ("NO_LONGER_NEED_ITEM", "DEFECTIVE_ITEM", "WRONG_SIZE", "OTHER")
_LEAST = 600
"""Orders of less are not sold: too little to give back in parts."""
Order = Mapping[str, Any]


class Returned(Channel, Protocol):
    """One kind of channel whose goods come back."""

    def sell(self, simulator: Simulator, dice: Random) -> str:
        """Somebody buys, pays, and all of it leaves; the order's id."""

    def fits(self, order: Order) -> bool:
        """Whether its goods and its money can come back."""

    def opens(self, simulator: Simulator, order: Order, dice: Random) -> Iterator[str]:
        """The buyer asks the channel to return some of it; the channel's numbers. None where no channel is asked."""

    def asked_for(self, simulator: Simulator) -> set[str]:
        """Orders of which buyers have asked the channel to return something, some of them a moment ago."""

    def bring_back(self, simulator: Simulator, dice: Random) -> None:
        """What was accepted is sent, and some of it arrives."""

    def left(self, order: Order) -> int:
        """What of its money has not gone back."""

    def way_there(self, order: Order) -> int:
        """What was charged for bringing it."""

    def give_back(self, simulator: Simulator, order: Order, amount: int) -> bool:
        """The merchant's people give so much back in the channel's own pages; false where it is not taken."""

    def mend(self, simulator: Simulator) -> None:
        """What nobody could read any more reads again."""

    def effects(self, simulator: Simulator, *, by_client: bool) -> Iterator[Key]:
        """What was done there, as `return_book` names it."""

    def wrong(self, simulator: Simulator) -> Iterator[str]:
        """What may never be in the channel itself."""

    def cases_differ(self, document: Mapping[str, Any], simulator: Simulator) -> Iterator[Difference]:
        """Returns as Desk shows them, beside the channel's own."""


class AtEbay(Ebay):
    """EBay's returns: opened by buyers, paid back within the return."""

    def __init__(self) -> None:
        super().__init__()
        self.least = 0

    def hold(self, shop: str, moment: str, nth: int) -> Hold | None:
        if moment == "fetching":
            return Hold(when="before", method="GET", path_contains="/post-order/v2/return/search", nth=1)
        if moment == "ingesting":
            return Hold(when="after", method="GET", path_contains=self.ways.orders, nth=1)
        if moment == "sending_looking":
            return Hold(when="before", method="GET", path_contains="/post-order/v2/return/", nth=nth)
        if moment in SENDING:
            when = "before" if moment == "sending_before_effect" else "after"
            return Hold(when=when, method="POST", path_contains="/issue_refund", nth=nth)
        return None

    def sell(self, simulator: Simulator, dice: Random) -> str:
        made = str(simulator.do("new_order", pickup=False)["id"])
        simulator.do("add_tracking", order=made, carrier="dhl", number=tracking_number(dice, "dhl"))
        return made

    def fits(self, order: Order) -> bool:
        plain = order["readable"] and not order["foreign_words"] and order["cancel_state"] == "NONE_REQUESTED"
        return bool(plain and order["status"] == "FULFILLED" and order["left"] >= _LEAST and not order["refunds"])

    def opens(self, simulator: Simulator, order: Order, dice: Random) -> Iterator[str]:
        lines = [line for line in order["lines"] if line["total"] > 0]
        for line in dice.sample(lines, min(len(lines), dice.choice((1, 1, 2)))):
            pieces = line["quantity"] if dice.random() < 0.7 else dice.randint(1, line["quantity"])
            wish = {"line": line["id"], "quantity": pieces, "reason": dice.choice(_REASONS)}
            yield str(simulator.do("open_return", order=order["id"], **wish)["id"])

    def asked_for(self, simulator: Simulator) -> set[str]:
        return {str(one["order"]) for one in simulator.state()["returns"]}

    def bring_back(self, simulator: Simulator, dice: Random) -> None:
        for one in simulator.state()["returns"]:
            try:
                if one["state"] == "ITEM_READY_TO_SHIP":
                    simulator.do("ship_return", **{"return": one["id"]})
                    if dice.random() < 0.5:
                        simulator.do("deliver_return", **{"return": one["id"]})
            except DeedRefused:
                continue

    def left(self, order: Order) -> int:
        return int(order["left"])

    def way_there(self, order: Order) -> int:
        return int(order["shipping"] + order["shipping_discount"])

    def give_back(self, simulator: Simulator, order: Order, amount: int) -> bool:
        return _taken(simulator, order=order["id"], amount=amount)

    def mend(self, simulator: Simulator) -> None:
        state = simulator.state()
        for order in state["orders"]:
            if not order["readable"] or order["foreign_words"]:
                simulator.do("mend_record", order=order["id"])
        for one in state["returns"]:
            if not one["readable"] and one["open"]:
                simulator.do("bad_return", **{"return": one["id"]})

    def effects(self, simulator: Simulator, *, by_client: bool) -> Iterator[Key]:
        for entry in _entries(simulator, by_client=by_client):
            key = seller.effect_of(entry)
            if key is not None:
                yield key

    def wrong(self, simulator: Simulator) -> Iterator[str]:
        return overpaid_at_ebay(simulator.state())

    def cases_differ(self, document: Mapping[str, Any], simulator: Simulator) -> Iterator[Difference]:
        return differ_at_ebay(document, simulator.state(), letters=False)


class AtAmazon(Account):
    """Amazon's returns: told of by reports, paid back by feeds, which no return knows."""

    def __init__(self) -> None:
        super().__init__()
        self.least = 0

    def hold(self, shop: str, moment: str, nth: int) -> Hold | None:
        if moment in STEPS:
            return super().hold(shop, moment, nth)
        if moment == "ingesting":
            return Hold(when="after", method="GET", path_contains=self.ways.orders, nth=1)
        return None

    def sell(self, simulator: Simulator, dice: Random) -> str:
        made = str(simulator.do("new_order")["id"])
        simulator.do("add_tracking", order=made, carrier="dhl", number=tracking_number(dice, "dhl"))
        return made

    def fits(self, order: Order) -> bool:
        whole = order["status"] == "SHIPPED" and not order["refunds"]
        return bool(amazon_seller.refundable(order) and whole and self.left(order) >= _LEAST)

    def opens(self, simulator: Simulator, order: Order, dice: Random) -> Iterator[str]:
        if dice.random() < 0.5:
            return  # she rings up, and the agent opens it
        lines = dice.sample(order["lines"], dice.randint(1, len(order["lines"])))
        items = {line["id"]: dice.randint(1, line["fulfilled"]) for line in lines if line["fulfilled"]}
        yield str(simulator.do("open_return", order=order["id"], items=items)["rma"])

    def asked_for(self, simulator: Simulator) -> set[str]:
        return {str(one["order"]) for one in simulator.state()["returns"]}

    def bring_back(self, simulator: Simulator, dice: Random) -> None:
        for one in simulator.state()["returns"]:
            if one["status"] == "Approved" and not one["tracking"] and dice.random() < 0.7:
                simulator.do("send_return", rma=one["rma"])

    def left(self, order: Order) -> int:
        return int(sum(sum(line["refundable"].values()) for line in order["lines"]))

    def way_there(self, order: Order) -> int:
        return amazon_orders.shipping_cost(order)

    def give_back(self, simulator: Simulator, order: Order, amount: int) -> bool:
        line = max(order["lines"], key=lambda one: sum(one["refundable"].values()))
        most = sum(line["refundable"].values())
        return _taken(simulator, order=order["id"], item=line["id"], amount=min(amount, most))

    def mend(self, simulator: Simulator) -> None:
        for order in simulator.state()["orders"]:
            if order["planted"] and order["listed"]:
                simulator.do("mend_record", order=order["id"])

    def effects(self, simulator: Simulator, *, by_client: bool) -> Iterator[Key]:
        return amazon_seller.effects(simulator.journal()["entries"], by_client=by_client).elements()

    def wrong(self, simulator: Simulator) -> Iterator[str]:
        return amazon_seller.overpaid(simulator.state())

    def cases_differ(self, document: Mapping[str, Any], simulator: Simulator) -> Iterator[Difference]:
        return differ_at_amazon(document, simulator.state())


class AtShops(WooCommerce):
    """Shops that know no returns: agents open them, and the money goes back with the order."""

    def __init__(self, shops: int) -> None:
        super().__init__()
        self._names = tuple(SHOPS)[:shops]
        self.least = 0

    def wanted(self, seed: int, orders: int) -> tuple[Wanted, ...]:
        each = -(-orders // len(self._names))
        return tuple(replace(one, orders=each) for one in super().wanted(seed, orders) if one.name in self._names)

    def hold(self, shop: str, moment: str, nth: int) -> Hold | None:
        if moment in ("fetching", "ingesting"):
            return super().hold(shop, moment, nth)
        if moment == "sending_looking":
            return Hold(when="before", method="GET", path_contains="/refunds", nth=nth)
        if moment in SENDING:
            when = "before" if moment == "sending_before_effect" else "after"
            return Hold(when=when, method="POST", path_contains="/refunds", nth=nth)
        return None

    def sell(self, simulator: Simulator, dice: Random) -> str:
        made = str(simulator.do("new_order", status="processing")["id"])
        simulator.do("add_tracking", order=made, carrier="dhl", number=tracking_number(dice, "dhl"))
        simulator.do("set_status", order=made, status="completed")
        return made

    def fits(self, order: Order) -> bool:
        paid = order["date_paid"] and order["total"] >= _LEAST and not order["refunds"]
        return bool(order["readable"] and paid and order["status"] == "completed")

    def opens(self, simulator: Simulator, order: Order, dice: Random) -> Iterator[str]:
        yield from ()

    def asked_for(self, simulator: Simulator) -> set[str]:
        return set()

    def bring_back(self, simulator: Simulator, dice: Random) -> None:
        pass

    def left(self, order: Order) -> int:
        return int(order["total"] - sum(one["amount"] for one in order["refunds"]))

    def way_there(self, order: Order) -> int:
        return int(order["shipping_total"])

    def give_back(self, simulator: Simulator, order: Order, amount: int) -> bool:
        return _taken(simulator, order=order["id"], amount=amount, reason="Am Telefon versprochen")

    def mend(self, simulator: Simulator) -> None:
        for order in simulator.state()["orders"]:
            if not order["readable"]:
                simulator.do("mend_record", order=order["id"])

    def effects(self, simulator: Simulator, *, by_client: bool) -> Iterator[Key]:
        decimals = {order["id"]: int(order["decimals"]) for order in simulator.state()["orders"]}
        for entry in _entries(simulator, by_client=by_client):
            key = shop_effect(entry)
            if key is not None and key[0] == BOOKED:
                # Whether the money was sent or only booked is the shop's to know.
                yield BOOKED, key[1], str(round(float(key[2]) * 10 ** decimals[key[1]]))

    def wrong(self, simulator: Simulator) -> Iterator[str]:
        return overpaid_in_shop(simulator)

    def cases_differ(self, document: Mapping[str, Any], simulator: Simulator) -> Iterator[Difference]:
        yield from ()


def _entries(simulator: Simulator, *, by_client: bool) -> Iterator[dict[str, Any]]:
    for entry in simulator.journal()["entries"]:
        if (entry["actor"] == "client") is by_client:
            yield entry


def _taken(simulator: Simulator, **arguments: Any) -> bool:
    try:
        simulator.do("refund", **arguments)
    except DeedRefused:
        return False
    return True


__all__ = ["AMAZON", "EBAY", "SENDING", "STEPS", "AtAmazon", "AtEbay", "AtShops", "Returned"]
