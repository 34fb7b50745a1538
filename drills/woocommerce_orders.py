"""Owns how a WooCommerce shop's orders must read in Desk, and what its journal tells of a client's doings. Written
from the channel's own rules, so that it can disagree with the connector.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drills.truth import Between, ChannelOrder, Doubled, OneOf, ParcelEffect, Truth, plain_number

CLIENT = "client"
# From these nothing is shipped.
SHUT = ("cancelled", "refunded", "failed", "trash")
_PURCHASE = {
    "pending": "OPEN",
    "on-hold": "OPEN",
    "processing": "OPEN",
    "failed": "OPEN",
    "completed": "COMPLETED",
    "refunded": "COMPLETED",
    "cancelled": "CANCELLED",
    "trash": "REMOVED",
}
_PAY_LATER = ("invoice", "cod")
_PARCEL_DEEDS = ("tracking_added", "fulfillment_added")
# A write that found everything done already: without consequence there, but sent twice.
_MERGED = ("order_touched", "status_repeated")
_ADDRESS = {
    "company": "company",
    "street": "address_1",
    "extra": "address_2",
    "postcode": "postcode",
    "town": "city",
    "region": "state",
    "country": "country",
    "phone": "phone",
}
Order = dict[str, Any]
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a shop once showed of an order and has erased since."""

    billing: Mapping[str, str]
    shipping: Mapping[str, str]
    customer_note: str
    customer_id: int

    @classmethod
    def of(cls, order: Order) -> Remembered:
        return cls(dict(order["billing"]), dict(order["shipping"]), order["customer_note"], order["customer_id"])

    def over(self, order: Order) -> Order:
        kept = {"billing": self.billing, "shipping": self.shipping}
        return order | kept | {"customer_note": self.customer_note, "customer_id": self.customer_id}


def truth_of(
    shop: str,
    state: Mapping[str, Any],
    journal: Mapping[str, Any],
    own_pieces: Mapping[str, int],
    remembered: Mapping[str, Remembered],
    *,
    tells_parcels: bool,
) -> Truth:
    entries: list[Entry] = journal["entries"]
    by_client = [entry for entry in entries if entry["actor"] == CLIENT]
    orders = []
    for found in state["orders"]:
        order = remembered[found["id"]].over(found) if found["id"] in remembered else found
        fields = _fields(order, own_pieces.get(order["number"], 0), tells_parcels=tells_parcels)
        orders.append(
            ChannelOrder(shop=shop, id=order["id"], number=order["number"], readable=order["readable"], fields=fields)
        )
    return Truth(
        orders=tuple(orders),
        parcels=tuple(_parcels(shop, entries)),
        doubled=tuple(_doubled(shop, entries)),
        moved=frozenset((shop, str(entry["remote_ids"]["order_id"])) for entry in entries if _shuts(entry)),
        refused=frozenset(
            (shop, part)
            for refusal in journal["refusals"]
            if refusal["method"] != "GET"
            for part in refusal["path"].split("/")
            if part.isdigit()
        ),
        client_effects=len(by_client),
        troubles=tuple(f"{shop}: fault of the simulator itself: {bug}" for bug in state["bugs"]),
    )


# -- the journal ---------------------------------------------------------------------------------------------------


def _parcels(shop: str, entries: list[Entry]) -> list[ParcelEffect]:
    return [
        ParcelEffect(
            shop=shop,
            order=str(entry["remote_ids"]["order_id"]),
            number=plain_number(entry["remote_ids"]["tracking_number"]),
            by_client=entry["actor"] == CLIENT,
        )
        for entry in entries
        if entry["deed"] in _PARCEL_DEEDS
    ]


def _shuts(entry: Entry) -> bool:
    if entry["actor"] == CLIENT:
        return False
    return entry["deed"] in ("order_trashed", "order_deleted") or entry["remote_ids"].get("after") in SHUT


def _doubled(shop: str, entries: list[Entry]) -> list[Doubled]:
    """What a client did twice beside parcels, which the comparator counts by their numbers."""
    found: list[Doubled] = []
    seen: Counter[tuple[str, str]] = Counter()
    last: dict[str, tuple[str, bool]] = {}
    others_last: dict[str, bool] = {}
    for entry in entries:
        order, ids, ours = str(entry["remote_ids"]["order_id"]), entry["remote_ids"], entry["actor"] == CLIENT
        if entry["deed"] == "status_set":
            after = str(ids.get("after"))
            if ours and last.get(order) == (after, True):
                found.append(Doubled(shop=shop, order=order, what="status set twice"))
            last[order] = after, ours
        moved = others_last.get(order, False)
        others_last[order] = not ours
        if not ours:
            continue
        # The shop's people may have set it between the look and the write, or made the write one of nothing.
        by_others = entry["deed"] == "status_repeated" and last.get(order) == (ids.get("status"), False)
        by_others = by_others or (entry["deed"] == "order_touched" and moved)
        if entry["deed"] in _MERGED and not by_others:
            found.append(Doubled(shop=shop, order=order, what=f"{entry['deed']}, merged by the shop"))
        numbers = ids.get("numbers", [])
        if len(set(numbers)) < len(numbers):
            found.append(Doubled(shop=shop, order=order, what="the same parcel twice in the list"))
        words = {"note_added": ids.get("text"), "meta_set": f"{ids.get('key')} {numbers}"}.get(entry["deed"])
        if words is not None:
            seen[(order, words)] += 1
            if seen[(order, words)] == 2:
                found.append(Doubled(shop=shop, order=order, what=f"{entry['deed']} twice: {words[:60]}"))
    return found


# -- one order -----------------------------------------------------------------------------------------------------


def pieces_left(order: Order) -> dict[str, int]:
    """By line what was bought and not given back."""
    back = _given_back(order)
    left = {line["id"]: line["quantity"] - min(line["quantity"], back[line["id"]]) for line in order["lines"]}
    return {line: quantity for line, quantity in left.items() if quantity > 0}


def _given_back(order: Order) -> Counter[str]:
    back: Counter[str] = Counter()
    for refund in order["refunds"]:
        back.update({line: int(quantity) for line, quantity in refund["lines"].items()})
    return back


def _fields(order: Order, own_pieces: int, *, tells_parcels: bool) -> dict[str, Any]:
    back, currency = _given_back(order), order["currency"]
    billing = _address(order["billing"])
    shipping = _address(order["shipping"])
    recipient = shipping if any(shipping[name] for name in ("name", *list(_ADDRESS)[:5])) else billing
    listed = sorted(plain_number(one["number"]) for one in order["trackings"])
    numbers = frozenset(listed)
    parcels: Any = tuple(sorted(numbers))
    if len(numbers) < len(listed):
        # The shop's people entered a parcel that Desk had told: it is one, and the shop lists it twice.
        parcels = OneOf((parcels, tuple(listed)))
    if not tells_parcels and _PURCHASE.get(order["status"], "OPEN") != "OPEN":
        parcels = Between(frozenset(), numbers)
    return {
        "channel_status": order["status"],
        "handling": "OURS",
        "order": _PURCHASE.get(order["status"], "UNKNOWN"),
        "payment": _payment(order),
        "shipping": _shipping(order, own_pieces, tells_parcels=tells_parcels),
        "placed_at": order["date_created"],
        "changed_at": order["date_modified"],
        "paid_at": order["date_paid"],
        "payment_method": order["payment_method"],
        "total": (order["total"], currency),
        "tax": (order["total_tax"], currency),
        "shipping_cost": (order["shipping_total"], currency),
        "buyer_note": order["customer_note"].strip(),
        "invoice_number": order["invoice_number"],
        "buyer.name": billing["name"],
        "buyer.company": billing["company"],
        "buyer.email": order["billing"]["email"].strip(),
        "buyer.phone": billing["phone"],
        "buyer.vat_id": order["vat_id"],
        "buyer.remote_id": str(order["customer_id"] or ""),
        **{f"billing.{name}": value for name, value in billing.items()},
        **{f"recipient.{name}": value for name, value in recipient.items()},
        "lines": tuple(
            sorted(
                (
                    line["id"],
                    line["sku"],
                    line["name"].strip(),
                    line["quantity"],
                    line["total"],
                    min(back[line["id"]], line["quantity"]),
                )
                for line in order["lines"]
            )
        ),
        "payments": tuple(sorted(_payments(order))),
        "shipments": parcels,
    }


def _address(part: Mapping[str, str]) -> dict[str, str]:
    names = (part.get("first_name", "").strip(), part.get("last_name", "").strip())
    address = {"name": " ".join(filter(None, names))}
    address |= {name: part.get(theirs, "").strip() for name, theirs in _ADDRESS.items()}
    return address


def _payments(order: Order) -> list[tuple[str, int, str]]:
    found = [("REFUND", int(one["amount"]), str(one["reason"]).strip()) for one in order["refunds"]]
    if order["date_paid"] and order["total"] > 0:
        found.append(("PAYMENT", order["total"], ""))
    return found


def _payment(order: Order) -> str:
    status, total = order["status"], order["total"]
    back = sum(one["amount"] for one in order["refunds"])
    if status == "refunded" or (back and back >= total):
        return "REFUNDED"
    if back:
        return "PARTLY_REFUNDED"
    if order["date_paid"] or total <= 0:
        return "PAID"
    if status == "failed":
        return "FAILED"
    if order["payment_method"] in _PAY_LATER and status != "cancelled":
        return "PAY_LATER"
    if status in ("processing", "completed"):
        return "PAID"
    return "UNPAID" if status in _PURCHASE else "UNKNOWN"


def _shipping(order: Order, own_pieces: int, *, tells_parcels: bool) -> str | OneOf:
    if not any(line["quantity"] for line in order["lines"]):
        return "NOTHING_TO_SHIP"
    if order["status"] == "completed" or (order["status"] == "refunded" and order["date_completed"]):
        return "SHIPPED"
    untouched = "UNSHIPPED" if order["status"] in _PURCHASE else "UNKNOWN"
    if not order["trackings"]:
        return untouched
    left = sum(pieces_left(order).values())
    inside = sum(int(item["quantity"]) for one in order["trackings"] for item in one["items"])
    readings = ["PARTLY_SHIPPED"]
    if max(own_pieces, inside) >= left:
        readings.append("SHIPPED")
    if not tells_parcels and order["status"] in SHUT:
        readings.append(untouched)
    return OneOf(tuple(readings))
