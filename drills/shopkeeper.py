"""Owns what a merchant's agent does in WooCommerce shops: which deed fits which order, the command that does it in
Desk, and the effect by which it is known in a shop's journal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from connectors.simulation.world_numbers import CARRIERS, tracking_number
from drills.errands import Key, Wish
from drills.truth import plain_number
from drills.woocommerce_orders import CLIENT, pieces_left

Order = dict[str, Any]
OWN_STATUSES = ("wartet-auf-lager", "in-produktion")
"""What a plugin of each shop adds to core's statuses."""
PARCEL, REFUND = "confirm_shipment", "refund_order"
OTHER_DEEDS = ("mark_paid", "send_pay_link", "cancel_order", "set_status", "send_message")
SENDS_MONEY = ("ppcp-gateway", "stripe")
PAY_LATER = ("invoice", "cod")
_UNPAID = ("pending", "on-hold")
_UNPAID_FROM = timedelta(hours=2)
_GIVES_BACK = ("processing", "completed", "cancelled", *OWN_STATUSES)
_WORDS = ("Guten Tag, wir kümmern uns darum", "Vielen Dank für Ihre Geduld", "Ihr Paket ist gepackt", "Das ist geklärt")
_OURS = re.compile(r"\([0-9]+-[0-9]+\)$")
_WRITTEN = {"dhl": "dhl_de", "dpd": "dpd_de", "gls": "gls_de", "hermes": "hermes_de", "ups": "ups"}


def wishes(
    shop: str,
    orders: Iterable[Order],
    now: datetime,
    dice: Random,
    begun: Collection[str],
    *,
    small_refunds: bool = False,
) -> Iterator[Wish]:
    """One deed for each order that waits for one, and for some that do not, the orders in any order. Of those that are
    `begun` the agent has shipped a part. With `small_refunds` there are no other deeds, and so little goes back that it
    could go back once more.
    """
    known = [order for order in orders if order["readable"] and order["listed"]]
    dice.shuffle(known)
    for order in known:
        may = [_small_refund] if small_refunds else list(_fitting(order, now, begun))
        for make in dice.sample(may, len(may)):
            wish = make(shop, order, dice)
            if wish is not None:
                yield wish
                break


def _fitting(order: Order, now: datetime, begun: Collection[str]) -> Iterator[Any]:
    status, paid = order["status"], bool(order["date_paid"])
    awaited = status in _UNPAID and not paid and order["total"] > 0 and order["payment_method"] not in PAY_LATER
    untouched = not order["trackings"] and not order["refunds"]
    # Whoever entered another parcel in the shop may have meant all of it.
    some_left = not order["trackings"] or (order["id"] in begun and len(order["trackings"]) == 1)
    if status == "processing" and some_left and not order["refunds"] and pieces_left(order):
        yield from (_parcel, _parcel)
    if awaited:
        yield from (_paid, _link)
    if awaited and now - datetime.fromisoformat(order["created"]) > _UNPAID_FROM and untouched:
        yield _cancel_unpaid
    if status == "processing" and untouched:
        yield _cancel
    if status in ("processing", *OWN_STATUSES) and paid:
        yield _status
    if paid and status in _GIVES_BACK:
        yield _refund
    if "@" in order["billing"]["email"] and order["status"] not in ("cancelled", "refunded"):
        yield _note


def _wish(shop: str, order: Order, kind: str, key: Sequence[str], *arguments: str, path: str = "", **more: Any) -> Wish:
    command, *rest = arguments
    return Wish(
        order=order["id"],
        ref=order["number"],
        kind=kind,
        key=(kind, order["id"], *key),
        arguments=(command, order["number"], *rest),
        path=f"/orders/{order['id']}{path}",
        account=shop,
        **more,
    )


# -- deeds -------------------------------------------------------------------------------------------------------------


def _parcel(shop: str, order: Order, dice: Random) -> Wish | None:
    """A part of what is left where nothing has gone yet, and else all the rest."""
    carrier = dice.choice(CARRIERS)
    number = tracking_number(dice, carrier)
    left = pieces_left(order)
    lines: list[str] = []
    if not order["trackings"] and sum(left.values()) > 1 and dice.random() < 0.6:
        line = dice.choice(sorted(left))
        most = left[line] if len(left) > 1 else left[line] - 1
        lines = ["--line", f"{line}={dice.randint(1, most)}"]
    told = ("--carrier", _WRITTEN[carrier], "--number", number, *lines)
    return _wish(shop, order, PARCEL, (plain_number(number),), "ship", *told)


def _paid(shop: str, order: Order, dice: Random) -> Wish | None:
    told = ("--transaction", f"AZ {dice.randrange(10**6)}") if dice.random() < 0.7 else ()
    return _wish(shop, order, "mark_paid", (), "paid", *told, method="PUT")


def _link(shop: str, order: Order, _dice: Random) -> Wish | None:
    if "@" not in order["billing"]["email"]:
        return None
    return _wish(shop, order, "send_pay_link", (), "pay-link", path="/actions/")


def _cancel(shop: str, order: Order, dice: Random) -> Wish | None:
    if dice.random() < 0.7:
        return None
    return _wish(shop, order, "cancel_order", (), "cancel", "--reason", "OUT_OF_STOCK", method="PUT")


def _cancel_unpaid(shop: str, order: Order, _dice: Random) -> Wish | None:
    return _wish(shop, order, "cancel_order", (), "cancel", "--reason", "UNPAID", method="PUT")


def _status(shop: str, order: Order, dice: Random) -> Wish | None:
    status = dice.choice(OWN_STATUSES) if order["status"] == "processing" else "processing"
    return _wish(shop, order, "set_status", (status,), "status", "--to", status, method="PUT")


def _note(shop: str, order: Order, dice: Random) -> Wish | None:
    if dice.random() < 0.6:
        return None
    text = f"{dice.choice(_WORDS)} ({order['id']}-{dice.randrange(10**6)})"
    return _wish(shop, order, "send_message", (text,), "message", "--text", text, path="/notes")


def _refund(shop: str, order: Order, dice: Random) -> Wish | None:
    left = order["total"] - sum(one["amount"] for one in order["refunds"])
    if left <= 3 or order["status"] not in _GIVES_BACK or not order["date_paid"]:
        return None
    line = dice.choice(order["lines"])
    by_line = not order["refunds"] and line["total"] > 3 and dice.random() < 0.5
    most = min(line["total"], left) if by_line else left
    whole = dice.random() < 0.3
    amount = most if whole else max(1, most // dice.randrange(3, 9))
    # The same sum twice in one order looks like a colleague's.
    if amount in {one["amount"] for one in order["refunds"]}:
        return None
    told = _decimal(amount, order)
    what = ("--line", f"{line['id']}={told}") if by_line else ("--amount", told)
    by_hand = order["payment_method"] in SENDS_MONEY and dice.random() < 0.3
    sent = order["payment_method"] in SENDS_MONEY and not by_hand
    reason = "RETURNED" if by_line and whole else "GOODWILL"
    return _wish(
        shop,
        order,
        REFUND,
        (_sum(amount, order), "sent" if sent else "booked"),
        "refund",
        *what,
        "--reason",
        reason,
        *(("--by-hand",) if by_hand else ()),
        path="/refunds",
        amount=amount,
    )


def _small_refund(shop: str, order: Order, dice: Random) -> Wish | None:
    """So little that it could go back once more."""
    wish = _refund(shop, order, dice)
    left = order["total"] - sum(one["amount"] for one in order["refunds"])
    return wish if wish is not None and 2 * wish.amount < left else None


def _decimal(minor: int, order: Order) -> str:
    return f"{Decimal(minor).scaleb(-int(order['decimals'])):f}"


def _sum(minor: int, order: Order) -> str:
    """As the journal writes it."""
    return f"{Decimal(minor).scaleb(-int(order['decimals'])):.2f}"


# -- effects -----------------------------------------------------------------------------------------------------------


def effect_of(entry: Mapping[str, Any]) -> Key | None:
    """What an entry of the journal stands for; None for what is no deed of its own."""
    ids, deed = entry["remote_ids"], entry["deed"]
    order = str(ids.get("order_id", ""))
    match deed:
        case "tracking_added" | "fulfillment_added":
            return PARCEL, order, plain_number(ids["tracking_number"])
        case "refund_booked":
            return REFUND, order, ids["amount"], "sent" if ids.get("paid_back") else "booked"
        case "order_paid":
            return "mark_paid", order
        case "mail_sent" if ids.get("template") == "customer_invoice":
            return "send_pay_link", order
        case "note_added":
            text = str(ids["text"]).partition("\n")[0]
            return ("send_message", order, text) if _OURS.search(text) else None
        case "status_set" if ids.get("pays") and not (ids["after"] == "completed" and entry.get("actor") == CLIENT):
            # What goes by cash on delivery is paid for the shop once its last parcel is told.
            return "mark_paid", order
        # Else the entry before it tells that it was paid.
        case "status_set" if not ids.get("by_payment"):
            return _status_effect(order, ids["before"], ids["after"])
    return None


def _status_effect(order: str, before: str, after: str) -> Key | None:
    if after == "cancelled":
        return "cancel_order", order
    # Whatever it was before: the shop's people may complete it or call it off between Desk's look and its write, and
    # the shop knows no conditional one. An unpaid one begins by being paid.
    if after in OWN_STATUSES or (after == "processing" and before not in _UNPAID):
        return "set_status", order, after
    return None
