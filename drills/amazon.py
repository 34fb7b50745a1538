"""Owns all that a drill does with Amazon: one seller account, what buyers and the seller's people do with its orders,
and which requests stand for which moment of a push. How orders there read is amazon_orders'.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from random import Random
from typing import Any

from connectors.simulation.world_numbers import tracking_number
from drills.amazon_orders import KEPT_BACK, OPEN, Order, personal, truth_of
from drills.remembering import FARTHEST, Shown
from drills.simulators import Simulator, Wanted, Watched
from drills.truth import Hold, Line, Look, Shippable, Truth

SHOP = "amazon"
_LIST = "/orders/2026-01-01/orders?"
_ORDER = "/orders/2026-01-01/orders/"
_PARCEL = "/shipmentConfirmation"
_PAGE = 100
# An order is asked for before a push, once more as it is sent, after it and to follow it in the mirror.
_LOOKS = 3
_MOVES = {
    "buys": 5,
    "waits": 2,
    "buys_from_amazon": 2,
    "is_released": 4,
    "moves_house": 4,
    "parcel_by_hand": 3,
    "cancels": 2,
    "wants_to_cancel": 2,
    "is_forgotten": 1,
    "saves_many": 2,
    "amazon_ships": 2,
    "mends": 2,
}
_NEW = {
    "buys": {"status": "UNSHIPPED"},
    "waits": {"status": "PENDING"},
    "buys_from_amazon": {"status": "UNSHIPPED", "fulfilled_by": "AMAZON"},
}


class Amazon:
    """The Amazon account of one drill."""

    kind = "amazon"
    # A full page and some more, so that a run turns pages.
    least = _PAGE + 30

    def __init__(self) -> None:
        self._shown = Shown()
        self._watched = Watched()

    def wanted(self, seed: int, orders: int) -> tuple[Wanted, ...]:
        return (Wanted(name=SHOP, kind=self.kind, seed=seed, orders=orders, options={}),)

    # -- reading ---------------------------------------------------------------------------------------------------

    def look(self, simulator: Simulator) -> Look:
        orders = self._watched.orders(simulator)
        self._shown.looked(simulator.name, {order["id"]: personal(order) for order in orders})
        return Look(
            marks={order["id"]: _mark(order) for order in orders},
            whole=tuple(_shippable(order) for order in orders if _is_whole(order)),
            unfinished=frozenset(order["id"] for order in orders if _is_open(order)),
            orders=orders,
            not_ours=tuple(_shippable(order) for order in orders if _is_not_ours(order)),
        )

    def synced(self, shop: str, before: Look) -> None:
        self._watched.fetched()
        self._shown.synced(shop, {order["id"]: personal(order) for order in before.orders})

    def people(self, look: Look) -> list[dict[str, list[str]]]:
        return [
            {
                "names": [*order["names"], _part(order, "name")],
                "streets": [_part(order, "addressLine1")],
                "phones": [_part(order, "phone")],
                "emails": order["emails"],
            }
            for order in look.orders
            # The name under which Amazon itself buys stands in its own documentation.
            if "Amazon Business EU SARL" not in order["names"]
        ]

    def truth(self, simulator: Simulator, own_pieces: Mapping[str, int]) -> Truth:
        state = simulator.state()
        self._shown.looked(simulator.name, {order["id"]: personal(order) for order in state["orders"]})

        def expect(order: str, texts: Mapping[str, str]) -> dict[str, Any]:
            return self._shown.expected(simulator.name, order, texts)

        return truth_of(simulator.name, state, simulator.journal(), expect, FARTHEST)

    # -- moments ---------------------------------------------------------------------------------------------------

    def hold(self, shop: str, moment: str, nth: int) -> Hold | None:
        if moment == "sending_between_steps":
            return None  # a parcel is one call
        if moment == "sending_looking":
            return Hold(when="before", method="GET", path_contains=_ORDER, nth=_LOOKS * nth - 2)
        if moment == "fetching":
            return Hold(when="before", method="GET", path_contains=_LIST, nth=nth + 1)
        if moment == "ingesting":
            return Hold(when="after", method="GET", path_contains=_LIST, nth=1 + (nth - 1) % 2)
        when = "before" if moment == "sending_before_effect" else "after"
        return Hold(when=when, method="POST", path_contains=_PARCEL, nth=nth)

    def late_record(self, shop: str) -> dict[str, Any]:
        return {"profile": "late_record", "path_contains": _LIST}

    def stir(self, simulator: Simulator, look: Look) -> None:
        """Its own clock says how far a fetch has come."""

    def fill_pages(self, simulator: Simulator, look: Look, busy: Collection[str]) -> None:
        free = [order["id"] for order in look.orders if order["id"] not in busy and order["readable"]]
        simulator.do("touch", orders=free[: _PAGE + 5])

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
        free = {order["id"]: order for order in look.orders if order["id"] not in busy and order["listed"]}
        for what in ["buys"] * buyers + dice.choices(list(_MOVES), list(_MOVES.values()), k=times):
            if what in _NEW:
                simulator.do("new_order", **_NEW[what])
                continue
            deed, fits = _DEEDS[what]
            orders = [order for order in free.values() if fits(order)]
            if what == "is_forgotten":
                # Only what Desk has seen before can be kept by it.
                orders = [order for order in orders if known.marks.get(order["id"]) == _mark(order)]
            if not orders:
                continue
            # An order moves once a time: what was looked at is not true of it any more.
            chosen = dice.sample(orders, min(len(orders), 5 if what == "saves_many" else 1))
            for order in chosen:
                del free[order["id"]]
            if what == "saves_many":
                simulator.do(deed, orders=[order["id"] for order in chosen])
            else:
                simulator.do(deed, order=chosen[0]["id"], **_arguments(what, dice))

    def interfere(self, simulator: Simulator, order: str, number: str, dice: Random) -> str:
        what = dice.choice(("cancels", "wants_to_cancel", "moves_house", "same_parcel", "same_reference"))
        held = simulator.order(order)
        if held is None or held["status"] != "UNSHIPPED":
            return ""
        if what == "same_parcel":
            simulator.do("add_tracking", order=order, carrier="dhl", number=number)
        elif what == "same_reference":
            # One piece of it, under the number that Desk would give to its own parcel.
            line = next(line for line in held["lines"] if line["quantity"] > line["cancelled"])
            other = tracking_number(dice, "gls")
            simulator.do("add_tracking", order=order, carrier="gls", number=other, reference="1", items={line["id"]: 1})
        else:
            simulator.do(_DEEDS[what][0], order=order, **_arguments(what, dice))
        return what

    def relent(self, simulator: Simulator, order: str) -> bool:
        """Amazon's buyers cannot take anything back."""
        return False


def _part(order: Order, name: str) -> str:
    return str(order["address"].get(name) or "")


def _mark(order: Order) -> str:
    return f"{order['status']} {order['modified']} {len(order['trackings'])}"


def _shippable(order: Order) -> Shippable:
    lines = tuple(
        Line(id=line["id"], quantity=line["quantity"] - line["cancelled"])
        for line in order["lines"]
        if line["quantity"] > line["cancelled"]
    )
    return Shippable(shop=SHOP, id=order["id"], number=order["number"], lines=lines)


def _is_ours(order: Order) -> bool:
    return bool(order["readable"] and order["listed"] and order["handling"] == "OURS")


def _is_open(order: Order) -> bool:
    return _is_ours(order) and order["status"] in OPEN and not order["cancel_requested"]


def _is_whole(order: Order) -> bool:
    return _is_open(order) and order["status"] == "UNSHIPPED"


def _is_not_ours(order: Order) -> bool:
    kept_back = order["handling"] == "NOT_YET" and order["status"] in KEPT_BACK
    amazons = order["handling"] == "CHANNEL" and order["status"] in ("UNSHIPPED", *KEPT_BACK)
    return bool(order["readable"] and order["listed"] and (kept_back or amazons))


def _at_home(order: Order) -> bool:
    return _is_whole(order) and order["address"].get("addressType") != "PICKUP_POINT"


_DEEDS: Mapping[str, tuple[str, Callable[[Order], bool]]] = {
    "is_released": ("release", lambda order: bool(order["readable"]) and order["status"] in KEPT_BACK),
    "moves_house": ("change_address", _at_home),
    "parcel_by_hand": ("add_tracking", _is_whole),
    "cancels": ("cancel", _is_whole),
    "wants_to_cancel": ("request_cancel", _is_whole),
    "is_forgotten": ("hide_buyer", lambda order: _is_ours(order) and order["status"] == "SHIPPED"),
    "saves_many": ("touch", lambda order: bool(order["readable"])),
    "amazon_ships": (
        "ship_by_amazon",
        lambda order: order["handling"] == "CHANNEL" and order["status"] == "UNSHIPPED" and bool(order["readable"]),
    ),
    "mends": ("mend_record", lambda order: bool(order["planted"])),
}
_TOWNS = (("10115", "Berlin"), ("50667", "Köln"), ("80331", "München"), ("04109", "Leipzig"))


def _arguments(what: str, dice: Random) -> dict[str, Any]:
    if what == "moves_house":
        postcode, town = dice.choice(_TOWNS)
        street = f"Neue Straße {dice.randrange(1, 200)}"
        # Who types an address anew leaves no second line of the old one.
        return {"address": {"addressLine1": street, "addressLine2": None, "postalCode": postcode, "city": town}}
    if what == "parcel_by_hand":
        carrier = dice.choice(("dhl", "gls", "ups"))
        return {"carrier": carrier, "number": tracking_number(dice, carrier)}
    return {}
