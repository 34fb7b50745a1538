"""The drill "ebay": a seller's fortnight. Buyers return, wait, write and call off; the seller's agent answers in Desk,
gives money back and is killed at it, while the seller's people refund in eBay's own pages. Owns the script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from drills.compare import Difference, differ
from drills.ebay import KIND, Ebay
from drills.errands import Errands
from drills.remembering import stays_listed
from drills.result import Result
from drills.script import Script, played
from drills.seller import REFUND_PATH, effect_of, wishes
from drills.simulators import DeedRefused, Simulator
from drills.stage import Size, Stage, Terms
from drills.truth import Hold

_PLANTED = 0.35
_LABEL_PATH = "/add_shipping_label"
_LABEL = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# Whose fault it is says who sends the label.
_SELLERS_FAULT = ("DEFECTIVE_ITEM", "ARRIVED_DAMAGED")
_REASONS = ("NO_LONGER_NEED_ITEM", *_SELLERS_FAULT, "WRONG_SIZE")
_RETURNS, _WITHDRAWALS, _UNPAID, _LETTERS, _ORDERS = 30, 12, 15, 40, 200


def run(terms: Terms) -> Result:
    """Plays the fortnight. Raises as `played` does."""
    size = Size(
        orders=max(60, round(_ORDERS * terms.scale)),
        rounds=max(6, round(_Fortnight.days * terms.scale)),
        shipped=0,
        moves=2,
        # A short fortnight meets them all in its few rounds.
        faults=2 if terms.scale > 0.5 else 4,
    )
    seller = Seller()
    return played(
        lambda stage: _Fortnight(stage, seller), [seller], terms, name=KIND, size=size, methods=("GET", "POST")
    )


class Seller(Ebay):
    """The account of this drill: a moment of sending is that of whatever deed waits."""

    def __init__(self) -> None:
        super().__init__()
        self.least = 0
        self.paths: list[str] = []

    def hold(self, shop: str, moment: str, nth: int) -> Hold | None:
        if moment == "fetching":
            return Hold(when="before", method="GET", path_contains="/post-order/v2/return/search", nth=1)
        if moment == "ingesting":
            return Hold(when="after", method="GET", path_contains=self.ways.orders, nth=1)
        if not self.paths:
            return None
        path = self.paths[nth % len(self.paths)]
        if moment == "sending_looking":
            return Hold(when="before", method="GET", path_contains="/", nth=nth)
        if moment == "sending_between_steps":
            # A label is a file first, then its number.
            if _LABEL_PATH not in self.paths:
                return None
            return Hold(when="before", method="POST", path_contains=_LABEL_PATH, nth=1)
        when = "before" if moment == "sending_before_effect" else "after"
        return Hold(when=when, method="POST", path_contains=path, nth=1)


class _Fortnight(Script):
    name = KIND
    days = 14

    def __init__(self, stage: Stage, seller: Seller) -> None:
        super().__init__(stage, Errands(stage, effect_of, self.marks))
        self.seller = seller
        self.simulator: Simulator = stage.simulators[KIND]
        self.further = False
        self.label = stage.folder / "label.pdf"
        self.label.write_bytes(_LABEL)
        self.left = Counter(
            open_return=self.share(_RETURNS, 4),
            request_cancel=self.share(_WITHDRAWALS, 3),
            unpaid=self.share(_UNPAID, 3),
            write_message=self.share(_LETTERS, 4),
            open_inquiry=self.share(_WITHDRAWALS, 2),
        )

    def begin(self) -> None:
        key = self.simulator.do("signing_key")
        secrets = {"signing_private_key": str(key["privateKey"]), "signing_jwe": str(key["jwe"])}
        self.desk.must(*self.stage.account(KIND, **secrets), tries=3)
        # Some never pay, and can be called off in the fortnight's second half.
        for _ in range(self.left["unpaid"]):
            self.simulator.do("new_order", paid=False)

    def more_to_do(self) -> None:
        self.further = True
        self.left += Counter(open_return=1, write_message=1, request_cancel=1)

    def waits_for(self, paths: Mapping[str, set[str]]) -> Mapping[str, list[str]]:
        self.seller.paths = sorted(paths[KIND] & {REFUND_PATH} if self.brief else paths[KIND])
        return {KIND: self.seller.paths}

    def rare_moment(self, waiting: Mapping[str, list[str]]) -> str:
        # Only a label takes two steps.
        return "sending_between_steps" if _LABEL_PATH in waiting[KIND] else ""

    # -- the others ------------------------------------------------------------------------------------------------

    def others_act(self, number: int) -> None:
        state = self.simulator.state()
        busy = {wish.order for wish in self.errands.waiting}
        orders = [
            order
            for order in state["orders"]
            if order["paid"] and order["readable"] and stays_listed(order) and order["id"] not in busy
        ]
        self.dice.shuffle(orders)
        rounds_left = max(1, self.rounds - number)
        for deed in ("open_return", "open_inquiry", "request_cancel", "write_message"):
            for _ in range(-(-self.left[deed] // rounds_left)):
                if orders and self._buyer_does(deed, orders):
                    self.left[deed] -= 1
        for one in state["returns"]:
            self._goes_on(one)
        for _ in range(2):
            self.simulator.do("new_order", pickup=False)

    def _buyer_does(self, deed: str, orders: list[dict[str, Any]]) -> bool:
        """With the first order that allows it; an order has one buyer's deed a round."""
        arguments: dict[str, str] = {}
        if deed == "write_message":
            arguments["text"] = f"Wo bleibt es? {self.dice.randrange(10**6)}"
        if deed == "open_return":
            arguments["reason"] = self.dice.choice(_SELLERS_FAULT if self._wants_labels() else _REASONS)
        for order in orders:
            try:
                self.simulator.do(deed, order=order["id"], **arguments)
            except DeedRefused:
                continue
            orders.remove(order)
            return True
        return False

    def _wants_labels(self) -> bool:
        """Whether further rounds are there for a moment that only sending a label has."""
        return self.further and self.kills.left("sending_between_steps") > 0

    def _goes_on(self, one: Mapping[str, Any]) -> None:
        steps = {"ITEM_READY_TO_SHIP": "ship_return", "ITEM_SHIPPED": "deliver_return"}
        deed = steps.get(one["state"], "answer_offer" if one["state"] == "PARTIAL_REFUND_REQUESTED" else "")
        if one["open"] and deed and self.dice.random() < 0.6:
            try:
                self.simulator.do(deed, **{"return": one["id"]})
            except DeedRefused:
                return

    def people_act(self) -> None:
        """Refunds in eBay's own pages, between what the agent saw and what Desk sends."""
        for wish in [one for one in self.errands.waiting if one.moves_money]:
            held = self.simulator.order(wish.order)
            if held is None or self.dice.random() > _PLANTED or held["left"] <= 0:
                continue
            amount = self.dice.choice((wish.amount, held["left"], max(1, held["left"] - wish.amount + 1), 1))
            try:
                self.simulator.do("refund", order=wish.order, amount=min(amount, held["left"]))
            except DeedRefused:
                continue
            self.errands.moved.add(wish.place)

    # -- the agent and the end -------------------------------------------------------------------------------------

    def marks(self) -> dict[tuple[str, str], str]:
        state = self.simulator.state()
        found = {(KIND, order["id"]): f"{order['modified']} {order['unpaid']}" for order in state["orders"]}
        for one in (*state["returns"], *state["inquiries"]):
            place = (KIND, one["order"])
            found[place] = f"{found.get(place, '')} {one['id']} {one['modified']}"
        return found

    def agent_acts(self) -> None:
        state, now, labels = self.simulator.state(), self.time.now(), self._wants_labels()
        self.errands.ask_all(list(wishes(state, now, self.dice, str(self.label), generous=self.brief, labels=labels)))

    def judged(self, document: Mapping[str, Any]) -> tuple[Iterable[Difference], Iterable[str]]:
        truth, state = self.seller.truth(self.simulator, {}), self.simulator.state()
        differences = [*differ(document["orders"], truth.orders), *cases_differ(document, state)]
        return differences, [*truth.troubles, *overpaid(state)]


def overpaid(state: Mapping[str, Any]) -> Iterator[str]:
    """Nothing exceeds what was paid, by order and by line, not by a cent."""
    for order in state["orders"]:
        back = sum(one["amount"] for one in order["refunds"] if one["status"] != "FAILED")
        if back > order["due_seller"]:
            yield f"order {order['id']}: {back} went back of {order['due_seller']}"
        for line in order["lines"]:
            if line["refunded_amount"] > line["total"] + line["delivery"]:
                yield f"order {order['id']}, line {line['id']}: more went back than was paid"


def cases_differ(
    document: Mapping[str, Any], state: Mapping[str, Any], *, letters: bool = True
) -> Iterator[Difference]:
    """Returns as Desk shows them at the end, and conversations where `letters` are wanted, beside eBay's own."""
    cases = {one["case"]["ref"]["id"]: one["case"] for one in document["cases"] if one["case"]["kind"] == "RETURN"}
    for one in state["returns"]:
        if not one["readable"]:
            continue
        mine = cases.get(one["id"])
        if mine is None or mine["channel_state"] not in (one["state"], one["status"]):
            told = mine and mine["channel_state"]
            name = f"return {one['id']}"
            yield Difference(shop=KIND, order=one["order"], field=name, desk=told, channel=one["state"])
            continue
        due = [one["due"]["by"][:19]] if one["due"] else []
        told = [line["at"][:19] for line in mine["deadlines"]]
        if told != due:
            yield Difference(shop=KIND, order=one["order"], field=f"deadline of {one['id']}", desk=told, channel=due)
    texts = Counter(text["text"] for one in document["conversations"] for text in one["conversation"]["messages"])
    for one in state["conversations"] if letters else ():
        for text in one["messages"] if one["item"] else ():
            if not texts[text["text"]]:
                yield Difference(shop=KIND, order="", field=f"message {text['id']}", desk=None, channel=text["text"])
