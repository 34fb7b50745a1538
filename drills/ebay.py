"""Owns all that a drill does with eBay: one seller's account, what buyers and the seller's people do with its orders,
and which requests stand for which moment of a push. How orders there read is ebay_orders'.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from random import Random
from typing import Any

from connectors.simulation.world_numbers import tracking_number
from drills.ebay_orders import CANCELED, OPEN, Order, personal, truth_of
from drills.remembering import FARTHEST, Shown
from drills.simulators import DeedRefused, Simulator, Wanted, Watched
from drills.truth import Hold, Line, Look, Shippable, Truth

SHOP = "ebay"
_LIST = "/sell/fulfillment/v1/order?"
_PARCELS = "/shipping_fulfillment"
_PAGE = 200
# An order's parcels are asked for as it is sent, after it and to follow it in the mirror.
_LOOKS = 3
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


class Ebay:
    """The eBay account of one drill."""

    kind = "ebay"
    # A full page and some more, so that a run turns pages.
    least = _PAGE + 30

    def __init__(self) -> None:
        self._shown = Shown()
        self._watched = Watched()

    def wanted(self, seed: int, orders: int) -> tuple[Wanted, ...]:
        # Without a day to begin with only the last 90 are fetched.
        settings = {"start_date": f"{FARTHEST:%Y-%m-%d}"}
        return (Wanted(name=SHOP, kind=self.kind, seed=seed, orders=orders, options={}, settings=settings),)

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
                "names": [order["billing"]["name"], *([] if order["pickup"] else [order["recipient"]["name"]])],
                # eBay's own hub is nobody's home.
                "streets": [order["billing"]["line1"], *([] if order["hub_reference"] else [_street(order)])],
                "phones": [order["billing"]["phone"]] if order["hub_reference"] else order["phones"],
                "emails": order["emails"],
            }
            for order in look.orders
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
            return Hold(when="before", method="GET", path_contains=_PARCELS, nth=_LOOKS * nth - 2)
        if moment == "fetching":
            return Hold(when="before", method="GET", path_contains=_LIST, nth=nth + 1)
        if moment == "ingesting":
            # A first fetch asks for the first page twice: once to learn how many there are.
            return Hold(when="after", method="GET", path_contains=_LIST, nth=1 + (nth - 1) % 3)
        when = "before" if moment == "sending_before_effect" else "after"
        return Hold(when=when, method="POST", path_contains=_PARCELS, nth=nth)

    def late_record(self, shop: str) -> dict[str, Any]:
        return {"profile": "late_record", "path_contains": _LIST}

    def stir(self, simulator: Simulator, look: Look) -> None:
        """Its own clock says how far a fetch has come."""

    def fill_pages(self, simulator: Simulator, look: Look, busy: Collection[str]) -> None:
        free = [order["id"] for order in look.orders if order["id"] not in busy and order["listed"]]
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
        free = {order["id"]: order for order in look.orders if order["id"] not in busy}
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
                simulator.do(deed, order=chosen[0]["id"], **_arguments(what, chosen[0], dice))

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


def _street(order: Order) -> str:
    return str(order["recipient"]["line1"])


def _mark(order: Order) -> str:
    return f"{order['status']} {order['cancel_state']} {order['modified']} {len(order['trackings'])}"


def _shippable(order: Order) -> Shippable:
    lines = tuple(Line(id=line["id"], quantity=line["quantity"]) for line in order["lines"])
    return Shippable(shop=SHOP, id=order["id"], number=order["number"], lines=lines)


def _is_listed(order: Order) -> bool:
    return bool(order["readable"] and order["listed"] and not order["foreign_words"] and not order["pickup"])


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


_DEEDS: Mapping[str, tuple[str, Callable[[Order], bool]]] = {
    "pays": ("pay", lambda order: bool(order["unpaid"])),
    "parcel_by_hand": ("add_tracking", _is_whole),
    "cancels": ("cancel", _is_whole),
    "wants_to_cancel": ("request_cancel", _is_whole),
    "is_told_no": ("reject_cancel", lambda order: _is_listed(order) and order["cancel_state"] == "IN_PROGRESS"),
    "refunds_part": ("refund", _is_paid_and_done),
    "refunds_all": ("refund", _is_paid_and_done),
    "is_forgotten": ("hide_buyer", lambda order: _is_listed(order) and order["status"] == "FULFILLED"),
    "saves_many": ("touch", lambda order: bool(order["listed"])),
    "mends": ("mend_record", lambda order: not order["readable"] or bool(order["foreign_words"])),
}


def _arguments(what: str, order: Order, dice: Random) -> dict[str, Any]:
    if what == "parcel_by_hand":
        carrier = dice.choice(("dhl", "gls", "ups"))
        return {"carrier": carrier, "number": tracking_number(dice, carrier)}
    if what == "refunds_part":
        return {"amount": max(1, order["due_seller"] // 3)}
    return {}
