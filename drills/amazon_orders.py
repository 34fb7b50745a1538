"""Owns how an Amazon seller's orders must read in Desk, and what Amazon's journal tells of a client's doings. Written
from the channel's own rules, so that it can disagree with the connector.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from drills.truth import ChannelOrder, Doubled, Holding, OneOf, Paid, ParcelEffect, Truth, plain_number

CLIENT = "client"
KEPT_BACK = ("PENDING_AVAILABILITY", "PENDING")
OPEN = ("UNSHIPPED", "PARTIALLY_SHIPPED")
# Everything that leaves KEPT_BACK is paid; what was called off before it left was never charged.
_PURCHASE = {
    "PENDING_AVAILABILITY": ("OPEN", "UNPAID", "UNSHIPPED"),
    "PENDING": ("OPEN", "UNPAID", "UNSHIPPED"),
    "UNSHIPPED": ("OPEN", "PAID", "UNSHIPPED"),
    "PARTIALLY_SHIPPED": ("OPEN", "PAID", "PARTLY_SHIPPED"),
    "SHIPPED": ("COMPLETED", "PAID", "SHIPPED"),
    "CANCELLED": ("CANCELLED", "UNPAID", "UNSHIPPED"),
    # Nobody can ship it as it is and somebody has to find out why.
    "UNFULFILLABLE": ("UNKNOWN", "PAID", "UNSHIPPED"),
}
# The address under which Amazon itself buys for thousands of businesses: it names nobody.
_NOBODY = "no-reply-amazon-iba-buyer@"
_CURRENCIES = {"A1PA6795UKMFR9": "EUR", "A1F83G8C2ARO7P": "GBP", "A1C3SOZRARQ6R3": "PLN", "A2NODRKZP88ZB9": "SEK"}
_PARCELS = ("parcel_added", "parcel_changed")
# A request that could not be let in says nothing against the deed.
_NO_REFUSAL = (401, 403, 429)
Order = dict[str, Any]
Entry = dict[str, Any]
Expect = Callable[[str, Mapping[str, str]], dict[str, Any]]
"""By order and what is shown of its people now: what Desk must show."""


def personal(order: Order) -> dict[str, str]:
    """What Amazon shows of people now, by Desk's field; empty where it hides it."""
    address = order["address"]
    lines = [line for name in ("addressLine1", "addressLine2", "addressLine3") if (line := _text(address, name))]
    recipient = {
        "name": _text(address, "name"),
        "company": _text(address, "companyName"),
        "street": lines[0] if lines else "",
        "extra": ", ".join(lines[1:]),
        "postcode": _text(address, "postalCode"),
        "town": _text(address, "city"),
        "region": _text(address, "stateOrRegion"),
        "country": _text(address, "countryCode"),
        "phone": _text(address, "phone"),
    }
    email, company = (order["emails"] or [""])[0], order["company"] or ""
    name = _buyer_name(order, recipient["name"])
    if email.startswith(_NOBODY) or name == company == "Amazon Business EU SARL":
        name, company, email = "", recipient["company"], ""
    found = {f"recipient.{part}": text for part, text in recipient.items()}
    found |= {f"billing.{part}": "" for part in recipient}  # Amazon keeps it to itself
    found |= {"buyer.name": name or recipient["name"], "buyer.company": company, "buyer.email": email}
    return found | {"buyer.phone": recipient["phone"], "buyer.vat_id": order["vat_id"] or ""}


def _buyer_name(order: Order, recipient: str) -> str:
    """The first of the names, unless only the recipient's is shown."""
    names = order["names"]
    return str(names[0]) if len(names) > 1 or (names and names[0] != recipient) else ""


def _text(part: Mapping[str, Any], name: str) -> str:
    return str(part.get(name) or "").strip()


def truth_of(
    shop: str, state: Mapping[str, Any], journal: Mapping[str, Any], expect: Expect, farthest: datetime
) -> Truth:
    """`farthest`: orders from before then leave Amazon's history while the drill lasts, or have left it."""
    entries: list[Entry] = journal["entries"]
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
            for order in state["orders"]
        ),
        parcels=tuple(
            ParcelEffect(
                shop=shop,
                order=str(entry["remote_ids"]["order_id"]),
                number=plain_number(entry["remote_ids"]["tracking_number"]),
                by_client=entry["actor"] == CLIENT,
            )
            for entry in entries
            if entry["deed"] in _PARCELS
        ),
        doubled=tuple(_doubled(shop, entries)),
        moved=frozenset((shop, order) for order in _moved(entries)),
        refused=frozenset(
            (shop, refusal["path"].split("/")[-2])
            for refusal in journal["refusals"]
            if refusal["path"].endswith("/shipmentConfirmation") and refusal["status"] not in _NO_REFUSAL
        ),
        client_effects=sum(entry["actor"] == CLIENT for entry in entries),
        troubles=tuple(f"{shop}: fault of the simulator itself: {bug}" for bug in state["bugs"]),
    )


def _doubled(shop: str, entries: list[Entry]) -> list[Doubled]:
    """A second call with the same reference only edits the package there; here it is the deed done twice."""
    return [
        Doubled(
            shop=shop,
            order=str(entry["remote_ids"]["order_id"]),
            what=f"package {entry['remote_ids']['package_reference_id']} told again, merged by Amazon",
        )
        for entry in entries
        if entry["deed"] == "parcel_changed" and entry["actor"] == CLIENT
    ]


def _moved(entries: list[Entry]) -> set[str]:
    """Orders that buyers call off, and those of which the seller's people have told parcels themselves."""
    deeds = ("order_cancelled", "cancel_requested", *_PARCELS)
    return {
        str(entry["remote_ids"]["order_id"]) for entry in entries if entry["actor"] != CLIENT and entry["deed"] in deeds
    }


# -- one order -----------------------------------------------------------------------------------------------------


def _fields(order: Order, expect: Expect) -> dict[str, Any]:
    purchase, payment, shipping = _PURCHASE.get(order["status"], ("UNKNOWN", "UNKNOWN", "UNKNOWN"))
    currency = order["currency"] or _CURRENCIES.get(order["marketplace"], "EUR")
    return {
        "channel_status": order["status"],
        "order": purchase,
        "payment": _payment(order, payment),
        "shipping": shipping,
        "handling": _handling(order),
        "placed_at": order["created"],
        "changed_at": order["modified"],
        "paid_at": None,  # Amazon tells no date
        "total": (order["total"] or 0, currency),
        "tax": (order["breakdowns"].get("TAX", 0), currency),
        "shipping_cost": (shipping_cost(order), currency),
        "buyer_note": Holding(frozenset(_told(order))),
        "invoice_number": "",
        "buyer.remote_id": "",
        **expect(order["id"], personal(order)),
        "lines": tuple(
            sorted(
                (line["id"], line["sku"], line["name"].strip(), line["quantity"], line["total"] or 0, line["cancelled"])
                for line in order["lines"]
            )
        ),
        "payments": _payments(order),
        "shipments": tuple(sorted({plain_number(one["number"]) for one in order["trackings"]})),
    }


def _handling(order: Order) -> str | OneOf:
    kept_back = order["status"] in KEPT_BACK
    if order["fulfilled_by"] == "MERCHANT":
        return "NOT_YET" if kept_back else "OURS"
    # Amazon's to ship, and for now to keep back: both keep everybody off.
    return OneOf(("CHANNEL", "NOT_YET")) if kept_back else "CHANNEL"


def shipping_cost(order: Mapping[str, Any]) -> int:
    """What was charged for shipping, before a discount on it, which Amazon tells among the discounts."""
    parts = order["breakdowns"]
    if "TAX" in parts:
        # The parts are net then, and no discount on shipping is told.
        return sum(line["shipping"] or 0 for line in order["lines"])
    return int(parts.get("SHIPPING", 0))


def wish_stands(order: Order) -> bool:
    """Whether its buyer waits for the seller to call it off."""
    return bool(order["cancel_requested"] and order["status"] in OPEN and order["handling"] == "OURS")


def _told(order: Order) -> list[str]:
    """What the buyer says: how to deliver, that it is a gift. Why to call it off is told with the wish, where it is the
    seller's to answer.
    """
    said = [order["instruction"], *(line["gift_message"] for line in order["lines"])]
    if order["cancel_requested"] and order["status"] in OPEN and not wish_stands(order):
        said += [line["cancel_reason"] for line in order["lines"] if not line["cancelled"]]
    return [text.strip() for text in said if text and text.strip()]


def _payments(order: Order) -> Any:
    """What was paid is told whatever status is shown, also one that nobody knows."""
    if _PURCHASE[order["real_status"]][1] != "PAID":
        return ()
    total = order["total"] or 0
    paid = (("PAYMENT", total, ""),)
    if order["refunds"]:
        # The seller's books tell of refunds, and only where somebody asks them for this order.
        return Paid(paid, tuple(one["amount"] for one in order["refunds"]))
    # What was sent once more, free of charge, may say that nothing was paid or say nothing.
    return paid if total else OneOf(((), paid))


def _payment(order: Order, payment: str) -> Any:
    return OneOf(("PAID", "PARTLY_REFUNDED", "REFUNDED")) if payment == "PAID" and order["refunds"] else payment
