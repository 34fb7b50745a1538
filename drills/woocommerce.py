"""Owns all that a drill does with WooCommerce: four shops, each with another way for tracking numbers, what their
people do in them, and which requests stand for which moment of a push. How orders there read is woocommerce_orders'.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from random import Random
from typing import Any

from connectors.simulation.world_numbers import tracking_number
from drills.marketplace import Life, move
from drills.simulators import DeedRefused, Simulator, Wanted, Watched
from drills.truth import Hold, Line, Look, Shippable, Truth
from drills.woocommerce_orders import SHUT, Remembered, pieces_left, truth_of

# Name of the shop and its account: the way for tracking numbers and what else differs from shop to shop.
SHOPS: Mapping[str, dict[str, str]] = {
    "core": {"tracking": "fulfillments", "number_prefix": "CO"},
    "plugin": {"tracking": "shipment-tracking", "number_prefix": "PL", "timezone": "America/New_York"},
    "ast": {"tracking": "ast", "number_prefix": "AS", "base_path": "/shop"},
    "bare": {"tracking": "none", "number_prefix": "BA", "timezone": "Asia/Tokyo", "per_page_cap": "50"},
}
_ORDER = "/wc/v3/orders/"
_LISTED = "status=any"
_PARCEL = {
    "core": ("POST", "/fulfillments"),
    "plugin": ("POST", "/shipment-trackings"),
    "ast": ("POST", "/shipment-trackings"),
    "bare": ("PUT", _ORDER),
}
# An order is asked for once before a push, once after it and once to follow it in the mirror.
_LOOKS = 3
_MOVES = {
    "buys": 5,
    "buys_by_transfer": 1,
    "has_not_paid": 1,
    "pays": 4,
    "moves_house": 4,
    "writes": 3,
    "parcel_by_hand": 3,
    "cancels": 2,
    "trashes": 1,
    "takes_back": 1,
    "refunds_part": 2,
    "refunds_all": 1,
    "is_forgotten": 1,
    "saves_many": 2,
    "mends": 2,
}
_NEW: Mapping[str, Mapping[str, Any]] = {
    "buys": {"status": "processing"},
    "buys_by_transfer": {"status": "on-hold"},
    "has_not_paid": {"status": "pending"},
}
_OPEN = ("pending", "on-hold", "processing")
_NOBODY = ("[deleted]", "[deleted] [deleted]", "deleted@site.invalid")
Order = dict[str, Any]


class WooCommerce:
    """The WooCommerce shops of one drill."""

    kind = "woocommerce"
    least = 40 * len(SHOPS)

    def __init__(self) -> None:
        self._remembered: dict[tuple[str, str], Remembered] = {}
        self._watched: Mapping[str, Watched] = {shop: Watched() for shop in SHOPS}

    def wanted(self, seed: int, orders: int) -> tuple[Wanted, ...]:
        each, rest = divmod(orders, len(SHOPS))
        return tuple(
            Wanted(
                name=name,
                kind=self.kind,
                seed=seed * len(SHOPS) + place,
                orders=each + (place < rest),
                options=options,
            )
            for place, (name, options) in enumerate(SHOPS.items())
        )

    # -- reading ---------------------------------------------------------------------------------------------------

    def look(self, simulator: Simulator) -> Look:
        orders = self._watched[simulator.name].orders(simulator)
        whole = []
        for order in orders:
            left = pieces_left(order)
            if order["readable"] and order["status"] == "processing" and not order["trackings"] and left:
                lines = tuple(Line(id=line, quantity=quantity) for line, quantity in left.items())
                whole.append(Shippable(shop=simulator.name, id=order["id"], number=order["number"], lines=lines))
        return Look(
            marks={order["id"]: _mark(order) for order in orders},
            whole=tuple(whole),
            unfinished=frozenset(order["id"] for order in orders if order["status"] == "processing"),
            orders=orders,
        )

    def synced(self, shop: str, before: Look) -> None:
        # A shop erases only on its people's command, when what it showed is remembered.
        self._watched[shop].fetched()

    def people(self, look: Look) -> list[dict[str, list[str]]]:
        return [_person(order) for order in look.orders]

    def truth(self, simulator: Simulator, own_pieces: Mapping[str, int]) -> Truth:
        remembered = {order: kept for (shop, order), kept in self._remembered.items() if shop == simulator.name}
        return truth_of(
            simulator.name,
            simulator.state(),
            simulator.journal(),
            own_pieces,
            remembered,
            # The list tells nothing of core's fulfilments; Desk asks for them only where something is to be shipped.
            tells_parcels=SHOPS[simulator.name]["tracking"] != "fulfillments",
        )

    # -- moments ---------------------------------------------------------------------------------------------------

    def hold(self, shop: str, moment: str, nth: int) -> Hold | None:
        method, path = _PARCEL[shop]
        if moment == "sending_between_steps":
            # A bare shop's note follows the parcel; elsewhere the mark or the status does.
            follows = ("POST", "/notes") if shop == "bare" else ("PUT", _ORDER)
            return Hold(when="before", method=follows[0], path_contains=follows[1], nth=nth)
        if moment == "sending_looking":
            return Hold(when="before", method="GET", path_contains="?dp=4", nth=_LOOKS * nth - 1)
        if moment == "fetching":
            return Hold(when="before", method="GET", path_contains=_listed(shop), nth=nth + 1)
        if moment == "ingesting":
            return Hold(when="after", method="GET", path_contains=_listed(shop), nth=1)
        when = "before" if moment == "sending_before_effect" else "after"
        return Hold(when=when, method=method, path_contains=path, nth=nth)

    def stir(self, simulator: Simulator, look: Look) -> None:
        done = [int(order["id"]) for order in look.orders if order["readable"] and order["status"] == "completed"]
        simulator.do("touch", orders=done[:1])

    def fill_pages(self, simulator: Simulator, look: Look, busy: Collection[str]) -> None:
        """A shop's list is asked for until a page is empty, so there always is a second one."""

    def late_record(self, shop: str) -> dict[str, Any]:
        # Behind the first page, when the second is about to be asked for.
        return {"profile": "late_record", "path_contains": _listed(shop), "skip": 1}

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
        hidden = {order for shop, order in self._remembered if shop == simulator.name}
        free = {order["id"]: order for order in look.orders if order["id"] not in busy and order["id"] not in hidden}

        def is_known(order: Order) -> bool:
            return known.marks.get(order["id"]) == _mark(order)

        def before(what: str, order: Order) -> None:
            if what == "is_forgotten":
                self._remembered[(simulator.name, order["id"])] = Remembered.of(order)

        move(simulator, _LIFE, free, is_known, times, buyers, dice, before)

    def interfere(self, simulator: Simulator, order: str, number: str, dice: Random) -> str:
        what = dice.choice(("cancels", "trashes", "moves_house", "writes", "same_parcel"))
        held = simulator.order(order)
        if held is None or held["status"] in SHUT or held["status"] == "completed":
            return ""
        if what == "same_parcel":
            simulator.do("add_tracking", order=int(order), carrier="dhl", number=number)
        else:
            simulator.do(_DEEDS[what][0], order=int(order), **_arguments(what, held, dice))
        return what

    def relent(self, simulator: Simulator, order: str) -> bool:
        held = simulator.order(order)
        try:
            if held and held["status"] == "trash":
                simulator.do("restore", order=int(order))
            elif held and held["status"] == "cancelled":
                simulator.do("set_status", order=int(order), status="processing")
            else:
                return False
        except DeedRefused:
            return False
        return True


def _person(order: Order) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"names": [], "streets": [], "phones": [], "emails": []}
    for part in (order["billing"], order["shipping"]):
        found["names"].append(f"{part.get('first_name', '')} {part.get('last_name', '')}".strip())
        found["streets"].append(part.get("address_1", ""))
        found["phones"].append(part.get("phone", ""))
        found["emails"].append(part.get("email", ""))
    # What stands in place of erased data is nobody's.
    return {
        kind: [text for text in texts if text.strip("0 +-()/") and text not in _NOBODY] for kind, texts in found.items()
    }


def _listed(shop: str) -> str:
    """The list of orders as this shop answers it: one with smaller pages refuses the first question."""
    cap = SHOPS[shop].get("per_page_cap")
    return f"{_LISTED}&orderby=modified&order=asc&per_page={cap}" if cap else _LISTED


def _mark(order: Order) -> str:
    return f"{order['status']} {order['date_modified']} {len(order['trackings'])}"


def _has(*statuses: str) -> Callable[[Order], bool]:
    return lambda order: order["readable"] and order["status"] in statuses


def _at_home(order: Order) -> bool:
    # The number of a pick-up station is also kept elsewhere in the order, where no address form reaches it.
    street = str(order["shipping"]["address_1"])
    return _has(*_OPEN)(order) and not street.startswith(("Packstation", "Postfiliale"))


def _paid_and_done(order: Order) -> bool:
    return _has("completed")(order) and bool(order["date_paid"]) and not order["refunds"] and order["total"] > 0


_DEEDS: Mapping[str, tuple[str, Callable[[Order], bool]]] = {
    "pays": ("pay", lambda order: _has("pending", "on-hold")(order) and not order["date_paid"]),
    "moves_house": ("change_address", _at_home),
    "writes": ("edit_customer_note", _has(*_OPEN)),
    "parcel_by_hand": ("add_tracking", lambda order: _has("processing")(order) and not order["trackings"]),
    "cancels": ("cancel", _has(*_OPEN)),
    "trashes": ("trash", _has("pending", "failed", "cancelled")),
    "takes_back": ("restore", _has("trash")),
    "refunds_part": ("refund", _paid_and_done),
    "refunds_all": ("refund", _paid_and_done),
    "is_forgotten": ("hide_buyer", _has("completed", "cancelled")),
    "saves_many": ("touch", _has("completed", "processing")),
    "mends": ("mend_record", lambda order: not order["readable"]),
}
_TOWNS = (("10115", "Berlin"), ("50667", "Köln"), ("80331", "München"), ("04109", "Leipzig"))


def _arguments(what: str, order: Order, dice: Random) -> dict[str, Any]:
    if what == "moves_house":
        postcode, town = dice.choice(_TOWNS)
        street = f"Neue Straße {dice.randrange(1, 200)}"
        which = "shipping" if any(order["shipping"].values()) and dice.random() < 0.7 else "billing"
        return {which: {"address_1": street, "postcode": postcode, "city": town}}
    if what == "writes":
        return {"text": f"Bitte beim Nachbarn abgeben ({dice.randrange(1000)})"}
    if what == "parcel_by_hand":
        carrier = dice.choice(("dhl", "gls", "ups"))
        return {"carrier": carrier, "number": tracking_number(dice, carrier)}
    if what == "refunds_part":
        return {"amount": max(1, order["total"] // 3), "reason": "Kulanz"}
    return {}


_LIFE = Life(moves=_MOVES, new=_NEW, deeds=_DEEDS, arguments=_arguments)
