"""Owns the book of the drill "returns": which deed each entry of the outbox is, what a bulk settlement promised for
each row, and how returns, outbox and channels are held against each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drills.compare import Difference
from drills.errands import LEAST_CONFIRMED, Errands, Key, Wish, moved_since
from drills.returned import AMAZON, EBAY, Returned
from drills.stage import OPEN, Stage

REFUNDS = ("refund_order", "refund_return")
_PATHS = {
    "refund_return": "/return/{case}/issue_refund",
    "receive_return": "/return/{case}/mark_as_received",
    "answer_return": "/return/{case}/decide",
    "send_return_label": "/return/{case}/add_shipping_label",
    "refund_order": "/{order}/",
}
_REFUSED = "refund_refused"
_AFTER_MONEY = ("REFUNDED", "CLOSED", "ESCALATED")
_NO_DIGIT = re.compile(r"[^0-9]")
Push = Mapping[str, Any]
Row = Mapping[str, Any]


def minor(told: str) -> int:
    """An amount as a row writes it, such as 19.90 EUR."""
    return int(_NO_DIGIT.sub("", told) or 0)


class Promises:
    """What previews said of each row of the file, and when."""

    def __init__(self) -> None:
        self._seen: list[tuple[str, dict[str, Row]]] = []

    def note(self, at: str, rows: Iterable[Row]) -> None:
        self._seen.append((at, {one["return"]: one for one in rows if one["result"] == "ready"}))

    def of(self, number: str, at: str) -> int | None:
        """The amount that was promised last before a push was made; None for what no preview called ready."""
        told = [rows.get(number) for seen, rows in self._seen if seen <= at]
        row = told[-1] if told else None
        return None if row is None else minor(row["amount"])


class ReturnBook(Errands):
    """The agent's deeds with returns, known by what stands in the outbox."""

    def __init__(self, stage: Stage, channels: Mapping[str, Returned]) -> None:
        super().__init__(stage, lambda _: None, dict)
        self.channels = channels
        self._orders: dict[str, dict[str, str]] = {}

    def look_at_outbox(self) -> None:
        """What came into it is written down, and what is still on its way is known."""
        entries = self.stage.entries()
        for one in sorted(entries, key=lambda entry: int(entry["id"])):
            if one["id"] not in self.pushes:
                self.accept(self._wish(one), [one["id"]])
        self.waiting = [self.pushes[one["id"]] for one in entries if one["state"] in OPEN]

    def _wish(self, push: Push) -> Wish:
        account, what = push["account_name"], push["what"]
        order, case = self._order(account, push["order_number"]), str(what.get("case", ""))
        amount = int(what.get("amount_minor", 0)) if push["kind"] in REFUNDS else 0
        return Wish(
            account=account,
            order=order,
            ref=push["order_number"],
            kind=push["kind"],
            key=(push["kind"], case or order, *([str(amount)] if amount else [])),
            arguments=(),
            path=_PATHS.get(push["kind"], "{order}").format(case=case, order=order),
            amount=amount,
        )

    def _order(self, account: str, number: str) -> str:
        if number not in self._orders.get(account, {}):
            orders = self.stage.simulators[account].state()["orders"]
            self._orders[account] = {one["number"]: one["id"] for one in orders}
        return self._orders[account][number]

    def effects(self, *, by_client: bool = True) -> Counter[tuple[str, Key]]:
        return Counter(
            (name, key)
            for name, simulator in self.stage.simulators.items()
            for key in self.channels[name].effects(simulator, by_client=by_client)
            if key[0] in _PATHS
        )

    def settle_doubts(self) -> None:
        """She looks in the channel's own pages, and says of each entry that waits for her how it ended."""
        doubts = self.stage.entries("unclear", "conflict")
        if not doubts:
            return
        self.look_at_outbox()
        known = Counter((one.account, one.key) for one in map(self.pushes.get, self._confirmed()) if one is not None)
        effects = self.effects() + self.effects(by_client=False)
        for one in doubts:
            wish = self.pushes[one["id"]]
            place = wish.account, wish.key
            if one["state"] == "unclear" and self.stage.by_shop[wish.account].kind != AMAZON:
                self.stage.broken.append(
                    f"{wish.kind} of order {wish.ref} was unclear, though the channel can be asked"
                )
            done = effects[place] > known[place]
            known[place] += done
            self.desk.must("outbox", "resolve", str(one["id"]), "--done" if done else "--not-done")

    def _confirmed(self) -> list[int]:
        return [one["id"] for one in self.stage.entries("confirmed")]

    # -- the end ---------------------------------------------------------------------------------------------------

    def broken(self, pushes: Sequence[Push], may_be_unclear: Collection[str] = ()) -> Iterator[str]:
        journals = {name: simulator.journal() for name, simulator in self.stage.simulators.items()}
        allowed = done = 0
        for one in pushes:
            wish, name = self.pushes[one["id"]], f"{one['kind']} of order {one['order_number']}"
            if one["state"] == "recalled":
                continue
            journal = journals[wish.account]
            moved = wish.place in self.moved or moved_since(one, wish, journal["entries"])
            allowed += one["state"] == "confirmed" or not moved
            done += one["state"] == "confirmed"
            if one["state"] in OPEN or one["state"] == "unclear":
                yield f"{name} is still {one['state']}"
            elif one["state"] != "confirmed" and not moved and not _turned_down(wish, journal["refusals"]):
                yield f"{name} is {one['state']} ({one['error_code']}), though nobody at the channel was in the way"
        if done < LEAST_CONFIRMED * allowed:
            yield f"only {done} of {allowed} deeds that the channels allow are confirmed"


def _turned_down(wish: Wish, refusals: Iterable[Mapping[str, Any]]) -> bool:
    return any(
        wish.path in one["path"] or (one["deed"] == _REFUSED and one["remote_ids"].get("order_id") == wish.order)
        for one in refusals
    )


def kept(shown: Sequence[Mapping[str, Any]], pushes: Sequence[Push], promises: Promises) -> Iterator[str]:
    """What does not stand as it must with single returns: `shown` are all of them as Desk has them at the end."""
    by_id = {one["id"]: one for one in pushes}
    for one in shown:
        name, push = f"return {one['number']}", by_id.get(one["push"])
        yield from _counted(name, one["lines"])
        if push is None:
            if one["state"] == "REFUND_PENDING" or one["settled"] == "pending":
                yield f"{name} waits for money that nobody sends"
            continue
        amount, promised = push["what"].get("amount_minor"), promises.of(one["number"], push["created_at"])
        if promised is not None and amount != promised:
            yield f"{name}: the preview said {promised}, the channel was told {amount}"
        if push["state"] == "confirmed" and (one["state"] not in _AFTER_MONEY or one["settled"] != "full"):
            yield f"{name} is {one['state']}, {one['settled']}, though its money went back"
        if push["state"] in ("failed", "recalled") and one["state"] not in ("REFUND_PENDING", *_AFTER_MONEY):
            yield f"{name} is {one['state']}, though its money was refused"
    of_push = Counter(one["push"] for one in shown if one["push"] is not None)
    yield from (f"entry {push} pays {many} returns" for push, many in of_push.items() if many > 1)


def unfair(
    shown: Iterable[Mapping[str, Any]], pushes: Sequence[Push], plain: Collection[str], there: Mapping[str, Priced]
) -> Iterator[str]:
    """Of `plain` returns: what went back, reckoned once more from what the channel says that the goods cost. `there`
    are the orders that had one return and no other refund, by number.
    """
    by_id = {one["id"]: one for one in pushes}
    for one in shown:
        priced, push = there.get(one["order_number"]), by_id.get(one["push"])
        if one["number"] not in plain or priced is None or push is None or push["state"] != "confirmed":
            continue
        came = {line["remote_id"]: line["counted"]["received"] for line in one["lines"]}
        goods = sum(
            line["total"] * min(came.get(line["id"], 0), line["quantity"]) // line["quantity"]
            for line in priced.lines
            if line["quantity"]
        )
        whole = all(came.get(line["id"], 0) >= line["quantity"] for line in priced.lines)
        due = min(goods + whole * priced.way_there, priced.paid)
        if push["what"]["amount_minor"] != due:
            yield f"return {one['number']}: {push['what']['amount_minor']} went back, {due} is what its goods cost"


@dataclass(frozen=True, slots=True)
class Priced:
    """What an order cost in its channel, in minor units."""

    lines: Sequence[Mapping[str, Any]]
    way_there: int
    paid: int


def _counted(name: str, lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for line in lines:
        one = line["counted"]
        looked_at = sum(finding["quantity"] for finding in one["findings"])
        if one["received"] + one["missing"] > one["announced"] or looked_at > one["received"] + one["extra"]:
            yield f"{name}: the pieces of {line['remote_id']} do not add up"


def paid_there(
    shown: Sequence[Mapping[str, Any]], pushes: Sequence[Push], returns: Iterable[Mapping[str, Any]]
) -> Iterator[Difference]:
    """What eBay says went back within each return, beside what Desk says."""
    by_id = {one["id"]: one for one in pushes}
    by_case = {one["case"]: one for one in shown if one["case"]}
    for there in returns:
        mine = by_case.get(there["id"])
        push = None if mine is None else by_id.get(mine["push"])
        if push is None or push["state"] != "confirmed" or push["kind"] != "refund_return":
            continue
        told = push["what"]["amount_minor"]
        if told != there["refunded"]:
            yield Difference(
                shop=EBAY, order=there["order"], field=f"money of {there['id']}", desk=told, channel=there["refunded"]
            )
