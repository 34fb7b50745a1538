"""Owns all that a drill does with Amazon: one seller's account, what buyers and the seller's people do with its orders,
and which requests stand for which moment of a push. How orders there read is amazon_orders'.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from connectors.simulation.world_numbers import tracking_number
from drills.amazon_orders import KEPT_BACK, OPEN, personal, truth_of
from drills.marketplace import Deed, Eyes, Life, Marketplace, Order, Person, Ways
from drills.simulators import Simulator
from drills.truth import Line, Shippable

KIND = "amazon"
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
    return Shippable(shop=KIND, id=order["id"], number=order["number"], lines=lines)


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


def _may_act(order: Order) -> bool:
    return bool(order["listed"])


def _may_be_saved(order: Order) -> bool:
    return bool(order["readable"])


def _person(order: Order) -> Person | None:
    if "Amazon Business EU SARL" in order["names"]:
        return None  # the name under which Amazon itself buys stands in its own documentation
    return {
        "names": [*order["names"], _part(order, "name")],
        "streets": [_part(order, "addressLine1")],
        "phones": [_part(order, "phone")],
        "emails": order["emails"],
    }


_DEEDS: Mapping[str, Deed] = {
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


def _arguments(what: str, _order: Order, dice: Random) -> dict[str, Any]:
    if what == "moves_house":
        postcode, town = dice.choice(_TOWNS)
        street = f"Neue Straße {dice.randrange(1, 200)}"
        # Who types an address anew leaves no second line of the old one.
        return {"address": {"addressLine1": street, "addressLine2": None, "postalCode": postcode, "city": town}}
    if what == "parcel_by_hand":
        carrier = dice.choice(("dhl", "gls", "ups"))
        return {"carrier": carrier, "number": tracking_number(dice, carrier)}
    return {}


class Amazon(Marketplace):
    """The Amazon account of one drill."""

    kind = KIND
    ways = Ways(
        orders="/orders/2026-01-01/orders?",
        looking="/orders/2026-01-01/orders/",
        parcel="/shipmentConfirmation",
        page=100,
        first_pages=2,
    )
    life = Life(moves=_MOVES, new=_NEW, deeds=_DEEDS, arguments=_arguments)
    eyes = Eyes(
        mark=_mark,
        shippable=_shippable,
        is_open=_is_open,
        is_whole=_is_whole,
        is_not_ours=_is_not_ours,
        may_act=_may_act,
        may_be_saved=_may_be_saved,
        personal=personal,
        person=_person,
        truth=truth_of,
    )

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
            simulator.do(_DEEDS[what][0], order=order, **_arguments(what, held, dice))
        return what

    def relent(self, simulator: Simulator, order: str) -> bool:
        """Amazon's buyers cannot take anything back."""
        return False
