"""Owns what a seller's agent does on Amazon beside shipping: refunds and cancellations with the command that does each in
Desk, attempts to give back more than was paid, and the effects by which a deed is known in the channel's journal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

State = Mapping[str, Any]
Order = Mapping[str, Any]
Key = tuple[str, ...]
"""Kind of the deed and what tells its effect from any other."""

REFUND, CANCEL = "refund_order", "cancel_order"
TOO_MUCH, ALREADY_CANCELLED = 18107, 18104
"""How Amazon refuses money beyond what was paid, and a second cancellation."""
_CLIENT = "client"
_LEAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A deed that Amazon would take now; a `greedy` one it would not, as more would go back than was paid."""

    order: str
    kind: str
    key: Key
    arguments: tuple[str, ...]
    amount: int = 0
    greedy: bool = False

    @property
    def moves_money(self) -> bool:
        return self.amount > 0


# -- wishes ------------------------------------------------------------------------------------------------------------


def refundable(order: Order) -> bool:
    """Whether something of it has left that money can still go back for."""
    return bool(
        order["readable"]
        and order["listed"]
        and order["handling"] == "OURS"
        and order["real_status"] == order["status"]
        and order["status"] in ("SHIPPED", "PARTIALLY_SHIPPED")
        and any(_principal(line) > _LEAST for line in order["lines"])
    )


def _principal(line: Mapping[str, Any]) -> int:
    return int(line["refundable"].get("Principal", 0))


def refund(order: Order, dice: Random, reason: str, *, small: bool = False) -> Wish:
    """Some of one line's money, or of the order's. A `small` one could go back once more."""
    line = dice.choice([one for one in order["lines"] if _principal(one) > _LEAST])
    by_line = dice.random() < 0.6
    most = _principal(line) if by_line else sum(sum(one["refundable"].values()) for one in order["lines"])
    amount = max(1, most // dice.randrange(3, 9)) if small or dice.random() < 0.6 else most
    return _refund(order, line["id"] if by_line else "", amount, reason)


def _refund(order: Order, line: str, amount: int, reason: str, *, greedy: bool = False) -> Wish:
    told = decimal(amount, order)
    what = ("--line", f"{line}={told}") if line else ("--amount", told)
    return Wish(
        order=order["id"],
        kind=REFUND,
        key=(REFUND, order["id"], str(amount)),
        arguments=("refund", order["number"], *what, "--reason", reason),
        amount=amount,
        greedy=greedy,
    )


def too_much(order: Order, dice: Random) -> Wish:
    """A cent beyond what was paid, for a line or for the whole order; of a line that has left in part, all of it."""
    partly = [line for line in order["lines"] if 0 < line["fulfilled"] < line["quantity"] and line["total"] > _LEAST]
    if partly and dice.random() < 0.7:
        line = dice.choice(partly)
        return _refund(order, line["id"], line["total"], "GOODWILL", greedy=True)
    if dice.random() < 0.5:
        line = dice.choice(order["lines"])
        return _refund(order, line["id"], (line["total"] or 0) + 1, "GOODWILL", greedy=True)
    return _refund(order, "", order["total"] + 1, "GOODWILL", greedy=True)


def cancellable(order: Order) -> bool:
    return bool(
        order["readable"]
        and order["listed"]
        and order["handling"] == "OURS"
        and order["status"] == order["real_status"] == "UNSHIPPED"
    )


def cancel(order: Order) -> Wish:
    """The whole order, as the buyer asked or for want of goods."""
    words = ("--approve",) if order["cancel_requested"] else ("--reason", "OUT_OF_STOCK")
    return Wish(
        order=order["id"],
        kind=CANCEL,
        key=(CANCEL, order["id"]),
        arguments=("cancel", order["number"], *words),
    )


def decimal(minor: int, order: Order) -> str:
    places = int(order["decimals"])
    digits = f"{minor:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


# -- effects -----------------------------------------------------------------------------------------------------------


def effects(entries: Iterable[Mapping[str, Any]], *, by_client: bool) -> Counter[Key]:
    """A refund is one message of a feed, however many items it has; at Seller Central each item is one."""
    messages: dict[tuple[str, ...], Key] = {}
    amounts: Counter[tuple[str, ...]] = Counter()
    found: Counter[Key] = Counter()
    for entry in entries:
        ids = entry["remote_ids"]
        if (entry["actor"] == _CLIENT) != by_client:
            continue
        if entry["deed"] == "refund_made":
            name = (ids["feed_id"], ids["message_id"]) if by_client else (ids["refund_id"],)
            messages[name] = (REFUND, ids["order_id"])
            amounts[name] += ids["amount"]
        elif entry["deed"] == "order_cancelled":
            found[(CANCEL, ids["order_id"])] += 1
    found.update((*key, str(amounts[name])) for name, key in messages.items())
    return found


def overpaid(state: State) -> Iterator[str]:
    """Nothing exceeds what was paid, by order and by line, not by a cent."""
    for order in state["orders"]:
        by_line: Counter[str] = Counter()
        for one in order["refunds"]:
            by_line[one["item"]] += one["amount"]
        if sum(by_line.values()) > (order["total"] or 0):
            yield f"order {order['id']}: {sum(by_line.values())} went back of {order['total']}"
        for line in order["lines"]:
            if by_line[line["id"]] > sum(line["charged"].values()):
                yield f"order {order['id']}, line {line['id']}: more went back than was paid"
