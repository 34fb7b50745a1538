"""Owns what a seller's agent does on eBay beside shipping: which deed answers which matter there, the command that does
it in Desk, and the effect by which it is known in the channel's journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from drills.ebay import KIND
from drills.errands import Key, Wish
from drills.remembering import stays_listed

State = Mapping[str, Any]
Order = Mapping[str, Any]
UNPAID_FROM, UNPAID_UNTIL = timedelta(days=4, hours=2), timedelta(days=29)
CANCEL_UNTIL = timedelta(days=20)
REFUND_PATH = "/sell/fulfillment/v1/order/"
REFUND_UNTIL = timedelta(days=70)
_WORDS = ("Guten Tag, wir kümmern uns darum", "Vielen Dank für Ihre Geduld", "Das ist geklärt", "Wir haben nachgesehen")
_CLIENT = "client"


def wishes(
    state: State, now: datetime, dice: Random, label: str, *, generous: bool = False, labels: bool = False
) -> Iterator[Wish]:
    """One deed for each matter that waits for the seller, and some that nobody asked for. `label` is a PDF file.

    A `generous` agent gives back more often, and so little that it could go back once more. One that is out for
    `labels` lets goods come back wherever it may.
    """
    orders = {order["id"]: order for order in state["orders"] if order["readable"] and not order["foreign_words"]}
    claimed = {one["order"] for one in (*state["returns"], *state["inquiries"]) if one["open"]}
    for one in state["returns"]:
        if one["open"] and one["readable"] and one["order"] in orders and not one["case"]:
            yield from _for_return(one, orders[one["order"]], dice, label, labels=labels)
    for one in state["inquiries"]:
        if one["status"] == "WAITING_SELLER_RESPONSE" and one["order"] in orders:
            yield from _for_inquiry(one, orders[one["order"]], dice)
    for order in orders.values():
        asked = next((each for each in order["cancel_requests"] if each["state"] == "REQUESTED"), None)
        if asked is not None:
            yield _answer(order, asked, dice)
        elif order["unpaid"]:
            age = now - datetime.fromisoformat(order["created"])
            # What eBay packs itself nobody else calls off, paid or not.
            if UNPAID_FROM < age < UNPAID_UNTIL and order["handling"] == "OURS":
                yield _cancel(order, order["trading_id"], "UNPAID")
        elif order["id"] not in claimed and _is_quiet(order):
            yield from _of_own_accord(order, now, dice, generous=generous)
    yield from _letters(state, orders, dice)


def _is_quiet(order: Order) -> bool:
    settled = all(one["status"] != "PENDING" for one in order["refunds"])
    return bool(
        stays_listed(order) and order["handling"] == "OURS" and order["cancel_state"] == "NONE_REQUESTED" and settled
    )


def _answer(order: Order, asked: Mapping[str, Any], dice: Random) -> Wish:
    approve = dice.random() < 0.6
    return Wish(
        account=KIND,
        order=order["id"],
        ref=order["number"],
        kind="answer_cancellation",
        key=("answer_cancellation", asked["id"], "approve" if approve else "reject"),
        arguments=("cancel", order["number"], *_answer_words(asked["id"], approve=approve)),
        path="/approve" if approve else "/reject",
    )


def _answer_words(case: str, *, approve: bool) -> tuple[str, ...]:
    return ("--approve",) if approve else ("--reject", "--carrier", "dhl_de", "--number", f"0036{int(case):016d}")


def _cancel(order: Order, ref: str, reason: str) -> Wish:
    return Wish(
        account=KIND,
        order=order["id"],
        ref=ref,
        kind="cancel_order",
        key=("cancel_order", order["id"]),
        arguments=("cancel", ref, "--reason", reason),
        path="/post-order/v2/cancellation",
    )


def _of_own_accord(order: Order, now: datetime, dice: Random, *, generous: bool) -> Iterator[Wish]:
    chance, paid, often = dice.random(), datetime.fromisoformat(order["paid"]), 0.3 if generous else 0.12
    whole = order["status"] == "NOT_STARTED" and not order["trackings"] and not order["refunds"]
    if whole and chance < 0.05 and paid > now - CANCEL_UNTIL:
        yield _cancel(order, order["number"], "OUT_OF_STOCK")
    elif order["status"] == "FULFILLED" and order["left"] > 3 and chance < often and paid > now - REFUND_UNTIL:
        line = dice.choice(order["lines"])
        # Desk lets the price of a line go back by the line; its share of the delivery goes with the order.
        rest = min(line["total"] - line["refunded_amount"], order["left"])
        by_line = dice.random() < 0.5 and rest > 0
        most = rest if by_line else order["left"]
        amount = most if dice.random() < 0.3 and not generous else max(1, most // dice.randrange(3, 9))
        told = _decimal(amount, order)
        what = ("--line", f"{line['id']}={told}") if by_line else ("--amount", told)
        yield Wish(
            account=KIND,
            order=order["id"],
            ref=order["number"],
            kind="refund_order",
            key=("refund_order", order["id"], str(amount)),
            arguments=("refund", order["number"], *what, "--reason", "GOODWILL"),
            path=REFUND_PATH,
            amount=amount,
        )


def _for_return(one: Mapping[str, Any], order: Order, dice: Random, label: str, *, labels: bool) -> Iterator[Wish]:
    options = one["options"]
    begin = ("return", order["number"], "--case", one["id"])

    def wish(kind: str, path: str, *arguments: str, amount: int = 0, more: str = "") -> Wish:
        key = (kind, one["id"], more) if more else (kind, one["id"])
        return Wish(
            account=KIND,
            order=order["id"],
            ref=order["number"],
            kind=kind,
            key=key,
            arguments=(*begin, *arguments),
            path=path,
            amount=amount,
        )

    most, chance = one["givable"], dice.uniform(0.1, 0.7) if labels else dice.random()
    asked, arrived = "SELLER_APPROVE_REQUEST" in options, one["state"] == "ITEM_DELIVERED"
    may_refund = "SELLER_ISSUE_REFUND" in options and most > 0
    if may_refund and (arrived or chance < 0.1):
        part = most if dice.random() < 0.7 else max(1, most // 2)
        yield wish("refund_return", "/issue_refund", "--refund", _decimal(part, order), amount=part, more=str(part))
    elif "SELLER_MARK_AS_RECEIVED" in options and one["state"] == "ITEM_SHIPPED":
        yield wish("receive_return", "/mark_as_received", "--received")
    elif asked and chance < 0.75:
        yield wish("answer_return", "/decide", "--approve")
    elif "SELLER_OFFER_PARTIAL_REFUND" in options and most > 1 and chance < 0.9:
        yield wish("answer_return", "/decide", "--offer", _decimal(most // 2, order))
    elif "SELLER_PROVIDE_LABEL" in options and one["label"] is None:
        number = f"0034{int(one['id']):016d}"
        yield wish(
            "send_return_label", "/add_shipping_label", "--label", label, "--carrier", "dhl_de", "--number", number
        )
    elif "SELLER_SEND_MESSAGE" in options:
        text = f"{dice.choice(_WORDS)} ({one['id']}-{dice.randrange(10**6)})"
        yield wish("write_to_return", "/send_message", "--write", text, more=text)


def _for_inquiry(one: Mapping[str, Any], order: Order, dice: Random) -> Iterator[Wish]:
    begin = ("return", order["number"], "--case", one["id"])
    # The seller's people may have given it back since it was opened.
    rests = [
        line["total"] + line["delivery"] - line["refunded_amount"]
        for line in order["lines"]
        if line["id"] == one["line"]
    ]
    most = min(one["claimed"], order["left"], *rests)
    if dice.random() < 0.5 and most > 0:
        yield Wish(
            account=KIND,
            order=order["id"],
            ref=order["number"],
            kind="refund_inquiry",
            key=("refund_inquiry", order["id"]),
            arguments=(*begin, "--refund", "all"),
            path="/issue_refund",
            amount=most,
        )
        return
    number = f"0035{int(one['id']):016d}"
    yield Wish(
        account=KIND,
        order=order["id"],
        ref=order["number"],
        kind="tell_inquiry",
        key=("tell_inquiry", one["id"]),
        arguments=(*begin, "--tell-shipment", "--carrier", "dhl_de", "--number", number),
        path="/provide_shipment_info",
    )


def _letters(state: State, orders: Mapping[str, Order], dice: Random) -> Iterator[Wish]:
    for one in state["conversations"]:
        last = one["messages"][-1]
        if last["by"] == _CLIENT or not one["item"]:
            continue
        fits = [
            order
            for order in orders.values()
            if order["username"] == one["with"] and any(line["item_id"] == one["item"] for line in order["lines"])
        ]
        if not fits or fits[0]["unpaid"] or len(fits) > 1:
            continue
        text = f"{dice.choice(_WORDS)} ({one['id']}-{dice.randrange(10**6)})"
        yield Wish(
            account=KIND,
            order=fits[0]["id"],
            ref=fits[0]["number"],
            kind="send_message",
            key=("send_message", text),
            arguments=("message", fits[0]["number"], "--text", text),
            path="/commerce/message/v1/send_message",
        )


def _decimal(minor: int, order: Order) -> str:
    places = int(order["decimals"])
    digits = f"{minor:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


# -- effects -----------------------------------------------------------------------------------------------------------


def effect_of(entry: Mapping[str, Any]) -> Key | None:  # noqa: C901 one line per deed
    """What an entry of the journal stands for; None for what is no deed of its own."""
    ids, deed = entry["remote_ids"], entry["deed"]
    match deed:
        case "refund_booked" if ids.get("way") == "order":
            return "refund_order", ids["order_id"], str(ids["amount"])
        case "refund_booked" if ids.get("way") == "inquiry":
            return "refund_inquiry", ids["order_id"]
        case "refund_booked" if ids.get("way") == "return" and entry["path"]:
            return "refund_return", entry["path"].split("/")[-2], str(ids["amount"])
        case "order_cancelled" if entry["path"].endswith("/approve") or (
            entry["actor"] != _CLIENT and "cancel_id" in ids
        ):
            # The seller's people may be faster with a buyer who asked for it.
            return "answer_cancellation", ids["cancel_id"], "approve"
        case "order_cancelled":
            return "cancel_order", ids["order_id"]
        case "cancel_rejected":
            return "answer_cancellation", ids["cancel_id"], "reject"
        case "return_decided":
            return "answer_return", ids["return_id"]
        case "return_label_added":
            return "send_return_label", ids["return_id"]
        case "return_received":
            return "receive_return", ids["return_id"]
        case "return_messaged":
            return "write_to_return", ids["return_id"], ids["text"]
        case "inquiry_answered":
            return "tell_inquiry", ids["inquiry_id"]
        case "message_sent":
            return "send_message", ids["text"]
    return None
