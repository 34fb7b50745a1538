"""Owns what a seller's agent does on Amazon beside shipping: refunds and cancellations with the command that does each
in Desk, attempts to give back more than was paid, and how all that is held against Amazon's journal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from drills.amazon import KIND
from drills.compare import Judgement
from drills.errands import LEAST_CONFIRMED, Errands, Key, Wish, moved_since
from drills.stage import OPEN

State = Mapping[str, Any]
Order = Mapping[str, Any]

REFUND, CANCEL, ANSWER = KINDS = ("refund_order", "cancel_order", "answer_cancellation")
NO = "no"
TOO_MUCH, ALREADY_CANCELLED = 18107, 18104
"""How Amazon refuses money beyond what was paid, and a second cancellation."""
_CLIENT = "client"
_LEAST = 3
_REFUSED = ("refund_refused", "cancel_refused")
_UNSURE = ("refund_unsure", "cancellation_unsure")
_PATH = "/feeds/2021-06-30/feeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plea(Wish):
    """A deed by a feed; a `greedy` one asks for more money than was paid so far. `line` is empty for a whole order."""

    greedy: bool = False
    line: str = ""


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


def refund(order: Order, dice: Random, reason: str, *, small: bool = False) -> Plea:
    """Some of one line's money, or of the order's. A `small` one could go back once more."""
    line = dice.choice([one for one in order["lines"] if _principal(one) > _LEAST])
    by_line = dice.random() < 0.6
    most = _principal(line) if by_line else sum(sum(one["refundable"].values()) for one in order["lines"])
    amount = max(1, most // dice.randrange(3, 9)) if small or dice.random() < 0.6 else most
    return _refund(order, line["id"] if by_line else "", amount, reason)


def _refund(order: Order, line: str, amount: int, reason: str, *, greedy: bool = False) -> Plea:
    told = decimal(amount, order)
    what = ("--line", f"{line}={told}") if line else ("--amount", told)
    return Plea(
        account=KIND,
        order=order["id"],
        ref=order["number"],
        path=_PATH,
        kind=REFUND,
        key=(REFUND, order["id"], str(amount)),
        arguments=("refund", order["number"], *what, "--reason", reason),
        amount=amount,
        greedy=greedy,
        line=line,
    )


def too_much(order: Order, dice: Random) -> Plea:
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


def cancel(order: Order) -> Plea:
    """The whole order, for want of goods."""
    return _called_off(order, CANCEL, (CANCEL, order["id"]), "--reason", "OUT_OF_STOCK")


def answer(order: Order, dice: Random) -> Plea:
    """The buyer asked to cancel: agreed, or no. Amazon is told nothing of a no; the order is shipped after it."""
    if dice.random() < 0.6:
        return _called_off(order, ANSWER, (CANCEL, order["id"]), "--approve")
    return _called_off(order, ANSWER, (NO, order["id"]), "--reject")


def _called_off(order: Order, kind: str, key: Key, *words: str) -> Plea:
    return Plea(
        account=KIND,
        order=order["id"],
        ref=order["number"],
        path=_PATH,
        kind=kind,
        key=key,
        arguments=("cancel", order["number"], *words),
    )


def decimal(minor: int, order: Order) -> str:
    places = int(order["decimals"])
    digits = f"{minor:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


# -- effects -----------------------------------------------------------------------------------------------------------


def effects(entries: Iterable[Mapping[str, Any]], *, by_client: bool) -> Counter[Key]:
    """A refund is one message of a feed, however many items it has; in Seller Central each item is one."""
    places: dict[tuple[str, ...], str] = {}
    amounts: Counter[tuple[str, ...]] = Counter()
    found: Counter[Key] = Counter()
    for entry in entries:
        ids = entry["remote_ids"]
        if (entry["actor"] == _CLIENT) is not by_client:
            continue
        if entry["deed"] == "refund_made":
            name = (ids["feed_id"], ids["message_id"]) if by_client else (ids["refund_id"],)
            places[name] = ids["order_id"]
            amounts[name] += ids["amount"]
        elif entry["deed"] == "order_cancelled":
            found[(CANCEL, ids["order_id"])] += 1
    found.update((REFUND, order, str(amounts[name])) for name, order in places.items())
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


# -- the book ----------------------------------------------------------------------------------------------------------


class Pleas(Errands):
    """The agent's deeds at Amazon. `parcels` is the judgement over those that were shipped beside them."""

    parcels: Judgement | None = None

    def ask(self, wish: Wish) -> None:
        if not isinstance(wish, Plea) or not wish.greedy:
            super().ask(wish)
            return
        outcome = self.desk.run(*wish.arguments)
        if outcome.status == 0 and outcome.document:
            self.accept(wish, outcome.document["pushes"])

    def settle_unclear(self) -> None:
        """What nobody could tell: she looks in Seller Central and says how it ended, so that the order can go on."""
        unclear = self.stage.entries("unclear")
        if not unclear:
            return
        state, effects = self.stage.simulators[KIND].state(), self.effects()
        known = Counter(
            self.pushes[one["id"]].key for one in self.stage.entries("confirmed") if one["id"] in self.pushes
        )
        for one in unclear:
            wish = self.pushes[one["id"]]
            if not _was_lost(one, state):
                self.stage.broken.append(f"{wish.kind} of order {wish.ref} was unclear, though Amazon can be asked")
            done = effects[KIND, wish.key] > known[wish.key]
            known[wish.key] += done
            self.desk.must("outbox", "resolve", str(one["id"]), "--done" if done else "--not-done")

    def effects(self, *, by_client: bool = True) -> Counter[tuple[str, Key]]:
        return Counter(
            {
                (name, key): count
                for name, simulator in self.stage.simulators.items()
                for key, count in effects(simulator.journal()["entries"], by_client=by_client).items()
            }
        )

    def compared(self, pushes: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
        # A no has no effect there.
        told = [one for one in pushes if one["id"] not in self.pushes or self.pushes[one["id"]].key[0] != NO]
        doubled, lost = super().compared(told)
        if self.parcels is not None:
            doubled, lost = [*doubled, *self.parcels.doubled], [*lost, *self.parcels.lost]
        return doubled, lost

    def broken(self, pushes: Sequence[Mapping[str, Any]], may_be_unclear: Collection[str] = ()) -> Iterator[str]:
        simulator = self.stage.simulators[KIND]
        state, journal = simulator.state(), simulator.journal()
        refused = [one["remote_ids"] for one in journal["refusals"] if one["deed"] in _REFUSED]
        dead = {
            order for feed in state["feeds"] if feed["status"] in ("FATAL", "CANCELLED") for order in feed["orders"]
        }
        in_the_way = {one["order_id"] for one in refused} | dead
        charged = _charged(state)
        allowed = done = 0
        for one in pushes:
            if one["kind"] not in KINDS:
                continue
            wish, name = self.pushes.get(one["id"]), f"{one['kind']} of order {one['order_number']}"
            if not isinstance(wish, Plea):
                yield f"{name} is in the outbox, though nobody asked for it"
            elif wish.greedy:
                if one["state"] in OPEN or (
                    one["state"] == "confirmed" and wish.amount > charged[wish.order, wish.line]
                ):
                    yield f"{name} is {one['state']}, though it is more than was paid"
            elif one["state"] != "recalled":
                moved = wish.place in self.moved or moved_since(one, wish, journal["entries"])
                gone = one["state"] == "failed" and wish.order in in_the_way
                allowed += one["state"] == "confirmed" or not (moved or gone)
                done += one["state"] == "confirmed"
                if not self._may_stand(one["state"], moved=moved or gone):
                    yield f"{name} is {one['state']} ({one['error_code']}), though nobody at Amazon was in the way"
        if done < LEAST_CONFIRMED * allowed:
            yield f"only {done} of {allowed} deeds that Amazon allows are confirmed"
        yield from self._sent_in_vain(refused)

    def _may_stand(self, state: str, *, moved: bool) -> bool:
        return state == "confirmed" or (moved and state in ("failed", "conflict"))

    def _sent_in_vain(self, refused: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        """What Desk may not even send: more than is left, and a second cancellation."""
        others = {key[1] for _, key in self.effects(by_client=False)}
        for one in refused:
            if one["order_id"] in others:
                continue
            if one["code"] == TOO_MUCH:
                yield f"order {one['order_id']}: Desk sent a refund of more than was left"
            if one["code"] == ALREADY_CANCELLED:
                yield f"order {one['order_id']}: Desk sent a second cancellation"


def _charged(state: State) -> Mapping[tuple[str, str], int]:
    """By order and line, and by order alone: what Amazon charges for what has left by now."""
    found: Counter[tuple[str, str]] = Counter()
    for order in state["orders"]:
        for line in order["lines"]:
            found[order["id"], line["id"]] = sum(line["charged"].values())
            found[order["id"], ""] += sum(line["charged"].values())
    return found


def _was_lost(push: Mapping[str, Any], state: State) -> bool:
    """Whether nobody can tell: no answer, and Amazon gave up a feed of that time that may have been this one."""
    return push["error_code"] in _UNSURE and any(
        feed["status"] == "FATAL" and feed["created"] >= push["created_at"] for feed in state["feeds"]
    )
