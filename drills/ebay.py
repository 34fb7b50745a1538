"""Owns all that a drill does with eBay: one seller's account, what buyers and the seller's people do with its orders,
and which requests stand for which moment of a push. How orders there read is ebay_orders'.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, ClassVar

from connectors.simulation.world_numbers import tracking_number
from drills.ebay_orders import CANCELED, OPEN, personal, truth_of
from drills.marketplace import Deed, Eyes, Life, Marketplace, Order, Person, Ways
from drills.remembering import FARTHEST, stays_listed
from drills.simulators import DeedRefused, Simulator
from drills.truth import Line, Shippable

KIND = "ebay"
_MOVES = {
    "buys": 5,
    "buys_and_waits": 2,
    "buys_from_ebay": 1,
    "pays": 4,
    "parcel_by_hand": 3,
    "cancels": 2,
    "wants_to_cancel": 2,
    "is_told_no": 2,
    "refunds_part": 2,
    "refunds_all": 1,
    "is_forgotten": 1,
    "saves_many": 2,
    "mends": 2,
}
_NEW: Mapping[str, dict[str, Any]] = {
    "buys": {"pickup": False},
    "buys_and_waits": {"paid": False},
    "buys_from_ebay": {"fulfilled_by": "EBAY", "hub": False, "pickup": False},
}


def _street(order: Order) -> str:
    return str(order["recipient"]["line1"])


def _mark(order: Order) -> str:
    return f"{order['status']} {order['cancel_state']} {order['modified']} {len(order['trackings'])}"


def _shippable(order: Order) -> Shippable:
    lines = tuple(Line(id=line["id"], quantity=line["quantity"]) for line in order["lines"])
    return Shippable(shop=KIND, id=order["id"], number=order["number"], lines=lines)


def _is_listed(order: Order) -> bool:
    return bool(order["readable"] and stays_listed(order) and not order["foreign_words"] and not order["pickup"])


def _is_open(order: Order) -> bool:
    paid = order["payment_status"] == "PAID" and order["cancel_state"] == "NONE_REQUESTED"
    return _is_listed(order) and order["handling"] == "OURS" and order["status"] in OPEN and paid


def _is_whole(order: Order) -> bool:
    return _is_open(order) and not order["trackings"]


def _is_not_ours(order: Order) -> bool:
    waits = order["status"] == "NOT_STARTED" and order["cancel_state"] != CANCELED
    return _is_listed(order) and order["handling"] == "CHANNEL" and waits


def _is_paid_and_done(order: Order) -> bool:
    return _is_listed(order) and order["status"] == "FULFILLED" and not order["refunds"] and order["due_seller"] > 0


def _may_act(_order: Order) -> bool:
    return True


def _person(order: Order) -> Person:
    return {
        "names": [order["billing"]["name"], *([] if order["pickup"] else [order["recipient"]["name"]])],
        # eBay's own hub is nobody's home.
        "streets": [order["billing"]["line1"], *([] if order["hub_reference"] else [_street(order)])],
        "phones": [order["billing"]["phone"]] if order["hub_reference"] else order["phones"],
        "emails": order["emails"],
    }


_DEEDS: Mapping[str, Deed] = {
    "pays": ("pay", lambda order: bool(order["unpaid"])),
    "parcel_by_hand": ("add_tracking", _is_whole),
    "cancels": ("cancel", _is_whole),
    "wants_to_cancel": ("request_cancel", _is_whole),
    "is_told_no": ("reject_cancel", lambda order: _is_listed(order) and order["cancel_state"] == "IN_PROGRESS"),
    "refunds_part": ("refund", _is_paid_and_done),
    "refunds_all": ("refund", _is_paid_and_done),
    "is_forgotten": ("hide_buyer", lambda order: _is_listed(order) and order["status"] == "FULFILLED"),
    "saves_many": ("touch", stays_listed),
    "mends": ("mend_record", lambda order: not order["readable"] or bool(order["foreign_words"])),
}


def _arguments(what: str, order: Order, dice: Random) -> dict[str, Any]:
    if what == "parcel_by_hand":
        carrier = dice.choice(("dhl", "gls", "ups"))
        return {"carrier": carrier, "number": tracking_number(dice, carrier)}
    if what == "refunds_part":
        return {"amount": max(1, order["due_seller"] // 3)}
    return {}


class Ebay(Marketplace):
    """The eBay account of one drill."""

    kind = KIND
    ways = Ways(
        orders="/sell/fulfillment/v1/order?",
        looking="/shipping_fulfillment",
        parcel="/shipping_fulfillment",
        page=200,
        # A first fetch asks for the first page twice: once to learn how many there are.
        first_pages=3,
    )
    life = Life(moves=_MOVES, new=_NEW, deeds=_DEEDS, arguments=_arguments)
    # Without a day to begin with only the last 90 are fetched.
    settings: ClassVar[Mapping[str, str]] = {"start_date": f"{FARTHEST:%Y-%m-%d}"}
    eyes = Eyes(
        mark=_mark,
        shippable=_shippable,
        is_open=_is_open,
        is_whole=_is_whole,
        is_not_ours=_is_not_ours,
        may_act=_may_act,
        may_be_saved=stays_listed,
        personal=personal,
        person=_person,
        truth=truth_of,
    )

    def interfere(self, simulator: Simulator, order: str, number: str, dice: Random) -> str:
        what = dice.choice(("cancels", "wants_to_cancel", "same_parcel", "parcel_by_hand"))
        held = simulator.order(order)
        if held is None or not _is_whole(held):
            return ""
        if what == "same_parcel":
            simulator.do("add_tracking", order=order, carrier="dhl", number=number)
        else:
            simulator.do(_DEEDS[what][0], order=order, **_arguments(what, held, dice))
        return what

    def relent(self, simulator: Simulator, order: str) -> bool:
        """The seller says no to the buyer who wants to call it off."""
        try:
            simulator.do("reject_cancel", order=order)
        except DeedRefused:
            return False
        return True
