"""Owns how an eBay seller's orders must read in Desk, and what eBay's journal tells of a client's doings. Written from
the channel's own rules, so that it can disagree with the connector.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from drills.truth import ChannelOrder, Doubled, OneOf, ParcelEffect, Truth, plain_number

CLIENT = "client"
CANCELED = "CANCELED"
OPEN = ("NOT_STARTED", "IN_PROGRESS")
_PURCHASE = {"NOT_STARTED": "OPEN", "IN_PROGRESS": "OPEN", "FULFILLED": "COMPLETED"}
_SHIPPING = {"NOT_STARTED": "UNSHIPPED", "IN_PROGRESS": "PARTLY_SHIPPED", "FULFILLED": "SHIPPED"}
_PAYMENT = {
    "PENDING": "UNPAID",
    "PAID": "PAID",
    "FAILED": "FAILED",
    "PARTIALLY_REFUNDED": "PARTLY_REFUNDED",
    "FULLY_REFUNDED": "REFUNDED",
}
_ADDRESS = {
    "name": "name",
    "company": "company",
    "street": "line1",
    "extra": "line2",
    "postcode": "postcode",
    "town": "city",
    "region": "state",
    "country": "country",
    "phone": "phone",
}
# A request that could not be let in says nothing against the deed.
_NO_REFUSAL = (401, 403, 429)
Order = dict[str, Any]
Entry = dict[str, Any]
Expect = Callable[[str, Mapping[str, str]], dict[str, Any]]
"""By order and what is shown of its people now: what Desk must show."""


def personal(order: Order) -> dict[str, str]:
    """What eBay shows of people now, by Desk's field; empty where it hides it."""
    found = {
        f"{role}.{mine}": str(order[role][theirs]).strip()
        for role in ("billing", "recipient")
        for mine, theirs in _ADDRESS.items()
    }
    found |= {
        f"buyer.{name}": found[f"billing.{name}"] or found[f"recipient.{name}"] for name in ("name", "company", "phone")
    }
    return found | {"buyer.email": (order["emails"] or [""])[0].strip(), "buyer.remote_id": order["username"]}


def truth_of(
    shop: str, state: Mapping[str, Any], journal: Mapping[str, Any], expect: Expect, farthest: datetime
) -> Truth:
    """`farthest`: orders from before then leave eBay's list while the drill lasts, or have left it."""
    entries: list[Entry] = journal["entries"]
    orders = [order for order in state["orders"] if order["paid"]]
    return Truth(
        orders=tuple(
            ChannelOrder(
                shop=shop,
                id=order["id"],
                number=order["number"],
                readable=order["readable"],
                fields=_fields(order, expect),
                may_miss=datetime.fromisoformat(order["created"]) < farthest,
            )
            for order in orders
        )
        + tuple(_unpaid(shop, order) for order in state["orders"] if not order["paid"]),
        parcels=tuple(
            ParcelEffect(
                shop=shop,
                order=str(entry["remote_ids"]["order_id"]),
                number=plain_number(entry["remote_ids"]["tracking_number"]),
                by_client=entry["actor"] == CLIENT,
            )
            for entry in entries
            if entry["deed"] == "parcel_added"
        ),
        doubled=tuple(_doubled(shop, entries)),
        moved=frozenset((shop, str(entry["remote_ids"]["order_id"])) for entry in entries if _moves(entry)),
        refused=frozenset(
            (shop, refusal["path"].split("/")[-2])
            for refusal in journal["refusals"]
            if refusal["method"] == "POST"
            and refusal["path"].endswith("/shipping_fulfillment")
            and refusal["status"] not in _NO_REFUSAL
        ),
        client_effects=sum(entry["actor"] == CLIENT for entry in entries),
        troubles=tuple(f"{shop}: fault of the simulator itself: {bug}" for bug in state["bugs"]),
    )


def _doubled(shop: str, entries: list[Entry]) -> list[Doubled]:
    """A parcel without a number cannot be told from another one: the drill's agent always gives one."""
    return [
        Doubled(shop=shop, order=str(entry["remote_ids"]["order_id"]), what="a parcel without a number")
        for entry in entries
        if entry["deed"] == "parcel_added"
        and entry["actor"] == CLIENT
        and not plain_number(entry["remote_ids"]["tracking_number"])
    ]


def _moves(entry: Entry) -> bool:
    return entry["actor"] != CLIENT and entry["deed"] in ("order_cancelled", "cancel_requested")


# -- one order -----------------------------------------------------------------------------------------------------


def _fields(order: Order, expect: Expect) -> dict[str, Any]:
    currency = order["currency"]
    cancelled = order["cancel_state"] == CANCELED
    purchase: Any = "CANCELLED" if cancelled else _PURCHASE.get(order["status"], "UNKNOWN")
    if purchase == "OPEN" and order["payment_status"] == "FULLY_REFUNDED":
        # All the money went back: nobody may have anything to do.
        purchase = OneOf(("OPEN", "COMPLETED"))
    return {
        "channel_status": order["status"],
        "order": purchase,
        "payment": _PAYMENT.get(order["payment_status"], "UNKNOWN"),
        "shipping": "NOTHING_TO_SHIP" if order["pickup"] else _SHIPPING.get(order["status"], "UNKNOWN"),
        "handling": order["handling"],
        "placed_at": _instant(order["created"]),
        "changed_at": _instant(order["modified"]),
        "paid_at": _instant(order["paid"]),
        "payment_method": "EBAY",
        "total": (order["total"], currency),
        "tax": (order["collected_tax"], currency),
        # What is charged, before a discount on it, which stands among the discounts.
        "shipping_cost": (order["shipping"] + order["shipping_discount"], currency),
        "buyer_note": order["notes"].strip(),
        "invoice_number": "",
        # Only told where one order is asked for by itself.
        "buyer.vat_id": OneOf(("", order["vat_id"])),
        **expect(order["id"], personal(order)),
        "lines": tuple(sorted(_line(line) for line in order["lines"])),
        "payments": tuple(sorted(_payments(order))),
        "shipments": tuple(sorted({plain_number(one["number"]) for one in order["trackings"] if one["number"]})),
    }


def _unpaid(shop: str, order: Order) -> ChannelOrder:
    """A purchase that only Trading lists, and Desk asks every quarter of an hour: it may not be there yet."""
    called_off = order["trading_status"] != "Active"
    return ChannelOrder(
        shop=shop,
        id=order["trading_id"],
        number=order["trading_id"],
        readable=True,
        may_miss=True,
        fields={
            "channel_status": OneOf(("Active", "Cancelled")) if called_off else "Active",
            "order": OneOf(("OPEN", "CANCELLED")) if called_off else "OPEN",
            "payment": "UNPAID",
            "placed_at": _instant(order["created"]),
            "paid_at": None,
            "total": (order["due_seller"], order["currency"]),
            "buyer.remote_id": order["username"],
            "payments": (),
            "shipments": (),
        },
    )


def _instant(text: str | None) -> str | None:
    """Without fractions where there are none, as ISO has it."""
    return datetime.fromisoformat(text).isoformat().replace("+00:00", "Z") if text else None


def _line(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """Its price after discount; what eBay collects for the state is no part of it. Refunds tell money and no pieces:
    only where all of a line's money went back, its share of the delivery included, is it known how many.
    """
    return (line["id"], line["sku"], line["name"].strip(), line["quantity"], line["total"], line["refunded"])


def _payments(order: Order) -> list[tuple[str, int, str]]:
    found = [("REFUND", int(one["amount"]), "") for one in order["refunds"] if one["status"] == "REFUNDED"]
    return found + [("PAYMENT", int(one["amount"]), "") for one in order["payments"]]
