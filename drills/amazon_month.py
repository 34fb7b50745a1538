"""The drill "amazon": a seller's month. Parcels leave in parts, buyers return, ask to cancel and claim; the agent gives
money back and calls off by feeds, and Desk is killed at each of their steps. Owns the script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from connectors.simulation.world import DEFAULT_NOW
from drills import amazon_seller as seller
from drills import faults
from drills.amazon import KIND
from drills.amazon_orders import wish_stands
from drills.amazon_seller import REFUND, Pleas
from drills.compare import Difference, judge, own_pieces
from drills.feed_steps import (
    BOOKING,
    CHECKING,
    CREATE_FEED,
    FRESH,
    LOSING,
    PARCELS,
    RUNNING,
    STEPS,
    Account,
    FeedKilling,
)
from drills.result import Result
from drills.script import Script, played
from drills.simulators import DeedRefused, Simulator
from drills.stage import OPEN, SETTLED, Size, Stage, Terms

_ROUNDS = 12
_SHOWN_SINCE = DEFAULT_NOW - timedelta(days=25)
_PLANTED = 0.3
_ORDERS, _PARTIAL, _REFUNDS, _CANCELLATIONS, _RETURNS = 400, 60, 25, 10, 30
_FEED_TIME, _FINANCE_TIME = 300.0, 4 * 3600.0 + 600.0
_DAY, _REPORT_SYNCS = 24 * 3600.0 + 600.0, 4
_TOKEN_LIFE = 24 * 3600.0 + 600.0
# What Amazon or other people do to feeds, reports and roles in a round, beside the faults of every channel.
_TROUBLES = (
    "feed_dies",
    "feed_dies_late",
    "feed_withdrawn",
    "answer_lost",
    "never_made",
    "report_dies",
    "report_throttled",
    "no_finance_role",
    "no_orders_role",
    "no_personal_data",
)
_PLANS: Mapping[str, Mapping[str, Any]] = {
    "answer_lost": {"profile": "deed_done_no_answer", "method": "POST", "path_contains": CREATE_FEED},
    "never_made": {"profile": "silence", "method": "POST", "path_contains": CREATE_FEED},
    "report_throttled": {"profile": "throttle", "path_contains": "/reports/2021-06-30", "count": 3},
}
_ROLES: Mapping[str, Mapping[str, Any]] = {
    "no_finance_role": {"finance_role": False},
    "no_orders_role": {"orders_role": False},
    "no_personal_data": {"denied": "pii"},
}
_DEEDS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "feed_dies": ("fail_feed", {"after": 0}),
    "feed_dies_late": ("fail_feed", {"after": 1}),
    "report_dies": ("fail_report", {}),
}
_SOON = (0.05, 0.5)
_BY_HAND = {"by": "MERCHANT", "carrier": "dhl", "number": "00340434161094042557"}
_ALL_ROLES = {"finance_role": True, "orders_role": True, "denied": ""}


def run(terms: Terms) -> Result:
    """Plays the month. Raises as `played` does."""
    size = Size(
        orders=round(_ORDERS * terms.scale),
        rounds=max(3, round(_ROUNDS * terms.scale)),
        shipped=0,
        moves=2,
        faults=0 if terms.brief else 2 if terms.scale > 0.5 else 6,
    )
    account = Account()
    return played(
        lambda stage: _Month(stage, account),
        [account],
        terms,
        name=KIND,
        size=size,
        sending=tuple(STEPS),
        methods=("GET", "POST"),
    )


class _Month(Script):
    name = KIND
    days = 30

    def __init__(self, stage: Stage, account: Account) -> None:
        self.pleas = Pleas(stage, lambda _: None, self.marks)
        super().__init__(stage, self.pleas)
        self.account = account
        self.simulator: Simulator = stage.simulators[KIND]
        self.feeds = FeedKilling(stage)
        self.deck: list[str] = []
        self.troubles: list[str] = []
        self.met: Counter[str] = Counter()
        self.to_withdraw = False
        self.left = Counter(
            partial=self.share(_PARTIAL, 4),
            refund=self.share(_REFUNDS, 9),
            cancel=self.share(_CANCELLATIONS, 4),
            open_return=self.share(_RETURNS, 3),
            request_cancel=self.share(_CANCELLATIONS, 2),
            open_claim=self.share(_CANCELLATIONS, 1),
        )
        self.wanted = dict(self.left)
        self.more: Counter[str] = Counter()
        self.number = 0
        self.shipping: set[str] = set()
        self.said_no: set[str] = set()
        """Orders whose buyers asked to cancel them in vain."""

    def _now(self, what: str) -> int:
        """How many of these there are to be in this round."""
        return max(0, -(-self.left[what] // max(1, self.rounds - self.number)))

    def begin(self) -> None:
        self.desk.must(*self.stage.account(KIND), tries=3)
        if self.brief:
            return
        self.note_people()
        self.fill_page()
        self.killing.in_sync("fetching")
        # The page that Desk would go on with is over by then.
        self.time.jump(_TOKEN_LIFE)

    def more_to_do(self) -> None:
        # A parcel, too, where Desk has still to die in sending one.
        more = Counter(refund=2, cancel=1, partial=2 * bool(self.kills.left(*PARCELS)))
        self.left += more
        self.more += more

    def lacking(self) -> list[str]:
        troubles = [trouble for trouble in _TROUBLES if not self.met[trouble]]
        return super().lacking() + troubles + list(self.missing())

    def missing(self) -> dict[str, int]:
        """How often what was planned is still to happen; what only came with further rounds need not."""
        return {what: count for what in self.wanted if (count := self.left[what] - self.more[what]) > 0}

    # -- pushes ----------------------------------------------------------------------------------------------------

    def push(self) -> None:
        """New feeds are made, then followed, then looked for in the finances; Desk dies at each."""
        due = [step for step in STEPS if self.kills.left(step)]
        self.dice.shuffle(due)
        due = due[: self.kills.sending_a_round(self.stage.size.rounds)]
        if self.feeds.wants(LOSING) and not self.kills.left("submitting", LOSING):
            due.append(LOSING)
        self.kill_at(PARCELS, due)
        self.stage.waiting[KIND] = 1
        self.killing.waiting()
        self.take_roles()
        self.kill_at(FRESH, due)
        self.push_once()
        self.time.jump(_FEED_TIME)
        # A feed that is made at last is looked for the first time by the next command.
        self.kill_at({"submitted": STEPS["submitted"], **RUNNING}, due)
        self.killing.anytime(_SOON)
        self.push_once()
        self.time.jump(_FEED_TIME)
        self.kill_at(BOOKING, due)
        if any(trouble in _ROLES for trouble in self.troubles):
            self.simulator.do("set_roles", **_ALL_ROLES)
            self.desk.run("accounts", "test", KIND)
        self.push_once()
        self.time.jump(_FINANCE_TIME)
        self.push_once()
        self.errands.look_at_outbox()

    def push_once(self) -> None:
        self.desk.run("outbox", "push")
        self.withdraw_feed()

    def kill_at(self, steps: Mapping[str, Any], due: Sequence[str]) -> None:
        """Those of these steps that are due; whoever has died while it submitted looks for its feed first."""
        for step in steps:
            if step not in due:
                continue
            before = self.kills.by_state[step]
            self.stage.waiting[KIND] = 1
            self.feeds.step(step)
            if step.startswith("submitting") and self.kills.by_state[step] > before:
                self.stage.waiting[KIND] = 1
                self.feeds.step(CHECKING)

    def until_quiet(self) -> None:
        faults.clear(self.stage.all)
        self.simulator.do("set_roles", **_ALL_ROLES)
        # Where a feed came to nothing that anybody could tell, the books are waited for over days.
        for rest in (*[_FINANCE_TIME] * 3, *[_DAY] * 5):
            self.time.jump(rest)
            self.sync()
            self.pleas.settle_unclear()
            self.desk.run("outbox", "push")
            if not self.stage.entries(*OPEN, "unclear"):
                break
        # Whom Amazon kept from its reports asks again a day later; each report is asked for, made and read.
        self.time.jump(_DAY)
        for _ in range(_REPORT_SYNCS):
            self.sync()
        super().until_quiet()

    # -- troubles --------------------------------------------------------------------------------------------------

    def deal_troubles(self) -> None:
        """Some a round, so that none is left out for long; what can be planned before is planned. Further rounds are
        for what is still to come: a role that is missing once more would keep Desk from the steps it is to die at.
        """
        share = -(-len(_TROUBLES) // self.rounds)
        if self.number >= self.rounds:
            self.deck = [one for one in _TROUBLES if not self.met[one]]
        elif not self.deck:
            self.deck = sorted(_TROUBLES, key=lambda one: (self.met[one], self.dice.random()))
        self.troubles, self.deck = self.deck[:share], self.deck[share:]
        for trouble in self.troubles:
            if trouble in _PLANS:
                self.simulator.ask("faults", {"planned": [dict(_PLANS[trouble])]})
            elif trouble in _DEEDS:
                deed, arguments = _DEEDS[trouble]
                self.simulator.do(deed, **arguments)
            if trouble == "feed_withdrawn":
                self.to_withdraw = True
            else:
                self.met[trouble] += 1

    def take_roles(self) -> None:
        missing = {name: value for trouble in self.troubles for name, value in _ROLES.get(trouble, {}).items()}
        if missing:
            self.simulator.do("set_roles", **missing)

    def withdraw_feed(self) -> None:
        """Only what Amazon has not begun with can be withdrawn, so that it may take some rounds."""
        if not self.to_withdraw:
            return
        try:
            self.simulator.do("withdraw_feed")
        except DeedRefused:
            return
        self.to_withdraw = False
        self.met["feed_withdrawn"] += 1

    # -- the others ------------------------------------------------------------------------------------------------

    def fill_page(self) -> None:
        """So much has changed that the next fetch has more than one page."""
        orders = self.simulator.state()["orders"]
        self.simulator.do("touch", orders=[one["id"] for one in orders if one["readable"] and one["listed"]])
        self.time.jump(SETTLED)

    def at_work(self) -> set[str]:
        """Orders that something of the agent's waits for."""
        return {wish.order for wish in self.errands.waiting}

    def others_act(self, number: int) -> None:
        self.number = number
        state = self.simulator.state()
        at_work = self.at_work()
        orders = [order for order in state["orders"] if order["readable"] and order["id"] not in at_work]
        self.dice.shuffle(orders)
        shipped = self.stage.agent.busy(KIND)
        for deed in ("open_return", "request_cancel", "open_claim"):
            fitting = orders if deed != "request_cancel" else [one for one in orders if one["id"] not in shipped]
            for _ in range(self._now(deed)):
                self.left[deed] -= self._buyer_does(deed, fitting)
        for one in state["returns"]:
            self._goes_on(one)
        for claim in state["claims"]:
            if claim["state"] == "OPEN" and self.dice.random() < 0.6 and claim["order"] not in at_work:
                self.simulator.do("decide_claim", claim=claim["id"], granted=self.dice.random() < 0.5)
        for _ in range(3 * self._now("partial") + self._now("cancel") + 3):
            self.simulator.do("new_order")
        if self.brief:
            return
        look, known = self.stage.look()[KIND], self.stage.known[KIND]
        self.account.act(self.simulator, look, self.stage.size.moves, 0, at_work | shipped, known, self.dice)
        if self.kills.left("fetching", "ingesting") or not faults.hits(self.stage.all)["token_repeated"]:
            self.fill_page()
        self.deal_troubles()

    def _buyer_does(self, deed: str, orders: list[dict[str, Any]]) -> bool:
        """With the first order that allows it; an order has one buyer's deed a round."""
        arguments: dict[str, Any] = {}
        if deed == "open_return":
            resolution = self.dice.choice(("StandardRefund", "Replacement"))
            arguments = {"in_policy": self.dice.random() < 0.6, "resolution": resolution}
        for order in orders:
            try:
                self.simulator.do(deed, order=order["id"], **arguments)
            except DeedRefused:
                continue
            orders.remove(order)
            return True
        return False

    def _goes_on(self, one: Mapping[str, Any]) -> None:
        """The seller's people and the buyer in Seller Central, where no API reaches."""
        if one["status"] == "Pending":
            deed = self.dice.choice(("authorise_return", "decline_return", "withdraw_return"))
        elif one["status"] != "Approved":
            return
        else:
            deed = "close_return" if one["arrived"] else "return_arrives" if one["tracking"] else "send_return"
        if self.dice.random() < 0.6:
            self.simulator.do(deed, rma=one["rma"])

    def people_act(self) -> None:
        """Refunds, cancellations and parcels in Seller Central, between what the agent saw and what Desk sends."""
        for wish in [one for one in self.errands.waiting if one.key[0] != seller.NO]:
            held = self.simulator.order(wish.order)
            if held is None or self.dice.random() > _PLANTED:
                continue
            lines = [line for line in held["lines"] if sum(line["refundable"].values()) > 0]
            try:
                if wish.kind != REFUND:
                    self.simulator.do(self.dice.choice(("cancel", "add_tracking")), order=wish.order, **_BY_HAND)
                elif lines:
                    line = self.dice.choice(lines)
                    most = sum(line["refundable"].values())
                    amount = self.dice.choice((min(most, wish.amount), most, 1))
                    self.simulator.do("refund", order=wish.order, item=line["id"], amount=amount)
            except DeedRefused:
                continue
            self.errands.moved.add(wish.place)

    # -- the agent -------------------------------------------------------------------------------------------------

    def marks(self) -> dict[tuple[str, str], str]:
        return {(KIND, order["id"]): self.account.eyes.mark(order) for order in self.simulator.state()["orders"]}

    def agent_acts(self) -> None:
        self.pleas.settle_unclear()
        if not self.brief:
            self.ship()
        state, marks = self.simulator.state(), self.marks()
        returned = {one["order"] for one in state["returns"]}
        taken = self.shipping | self.at_work()
        orders = [
            order
            for order in state["orders"]
            if order["id"] not in taken and self.errands.known.get((KIND, order["id"])) == marks[(KIND, order["id"])]
        ]
        self.dice.shuffle(orders)
        money = [order for order in orders if seller.refundable(order)]
        # Half of them because something comes back, the others of her own accord.
        half = self._now("refund") // 2
        chosen = [order for order in money if order["id"] in returned][:half]
        chosen += [order for order in money if order["id"] not in returned][: self._now("refund") - len(chosen)]
        for order in chosen:
            reason = "RETURNED" if order["id"] in returned else "GOODWILL"
            self._ask("refund", seller.refund(order, self.dice, reason, small=self.brief))
        if self.brief:
            return
        for order in [order for order in money if order not in chosen][:1]:
            self.errands.ask(seller.too_much(order, self.dice))
        free = [order for order in orders if seller.cancellable(order) and order["id"] not in self.agent_had()]
        asked = [order for order in free if order["cancel_requested"] and order["id"] not in self.said_no]
        for order in asked:
            wish = seller.answer(order, self.dice)
            self.errands.ask(wish)
            self.said_no |= {order["id"]} if wish.key[0] == seller.NO else set()
        for order in [order for order in free if not order["cancel_requested"]][: self._now("cancel")]:
            self._ask("cancel", seller.cancel(order))

    def _ask(self, what: str, wish: seller.Plea) -> None:
        before = len(self.errands.accepted)
        self.errands.ask(wish)
        self.left[what] -= len(self.errands.accepted) - before

    def agent_had(self) -> set[str]:
        return self.stage.agent.busy(KIND)

    def ship(self) -> None:
        """Parcels with a part of an order each; by mistake those whose buyers asked to cancel, too."""
        look, known = self.stage.look()[KIND], self.stage.known[KIND]
        agent = self.stage.agent
        taken = self.agent_had() | self.at_work()
        fresh = sorted((one for one in look.ready(known) if one.id not in taken), key=lambda one: -one.pieces)
        asked = [
            self.account.eyes.shippable(order)
            for order in look.orders
            if seller.cancellable(order)
            and order["cancel_requested"]
            and known.marks.get(order["id"]) == look.marks[order["id"]]
        ]
        # Those to whom she has said no get their parcel.
        fresh = [one for one in asked if one.id in self.said_no - taken] + fresh
        forbidden = [*[one for one in asked if one.id not in self.said_no][:1], *look.forbidden(known)[:1]]
        # Most orders go in parts, not all; Amazon bears few looks a minute, so there are few to spare before the end.
        often = 2 if self.number < self.rounds - 1 else 3
        rows = agent.pack(fresh[: often * self._now("partial")], {KIND: look.unfinished & known.unfinished}, forbidden)
        self.shipping = {row.order.id for row in rows}
        if not rows:
            return
        file = self.stage.folder / "parcels.csv"
        agent.write(rows, file)
        self.killing.in_ship(file, rows)
        outcome = self.desk.run("ship", "--file", str(file))
        if outcome.document is None:
            self.stage.broken.append(f"a file was not read: {outcome.error.strip()[:300]}")
            return
        for refusal in agent.book(rows, outcome.document["rows"]):
            self.stage.tell(f"  refused: {refusal}")
        took = {result["number"] for result in outcome.document["rows"] if result["result"] != "blocked"}
        self.left["partial"] -= len({row.tracking for row in rows if row.line and row.tracking in took})

    # -- the end ---------------------------------------------------------------------------------------------------

    def judged(self, document: Mapping[str, Any]) -> tuple[Iterable[Difference], Iterable[str]]:
        state = self.simulator.state()
        # What is two years old by now cannot be fetched any more.
        gone = {order["id"] for order in state["orders"] if not order["listed"]}
        orders = [_only_parcels(one) for one in document["orders"] if one["order"]["ref"]["id"] not in gone]
        truth = self.account.truth(self.simulator, own_pieces(orders))
        truth = replace(truth, orders=tuple(order for order in truth.orders if order.id not in gone))
        self.pleas.parcels = found = judge(orders, [truth], self.stage.agent.deeds)
        wrong = [*found.broken, *seller.overpaid(state), *self._too_little()]
        return [*found.differences, *cases_differ(document, state), *wishes_differ(document, state)], wrong

    def _too_little(self) -> Iterator[str]:
        for trouble in () if self.brief else _TROUBLES:
            if not self.met[trouble]:
                yield f"the trouble {trouble} was never planted"
        for what, count in () if self.brief else self.missing().items():
            yield f"{count} of {self.wanted[what]} are missing: {what}"


def _only_parcels(exported: Mapping[str, Any]) -> dict[str, Any]:
    """An exported order with those pushes alone that every drill judges."""
    return {**exported, "pushes": [one for one in exported["pushes"] if one["kind"] == "confirm_shipment"]}


def cases_differ(document: Mapping[str, Any], state: Mapping[str, Any]) -> Iterator[Difference]:
    """Returns as Desk shows them at the end, beside Amazon's own. Reports reach sixty days back."""
    cases = {one["case"]["ref"]["id"]: one["case"] for one in document["cases"] if one["case"]["kind"] == "RETURN"}
    for one in state["returns"]:
        if datetime.fromisoformat(one["requested"]) < _SHOWN_SINCE:
            continue
        mine = cases.get(one["rma"])
        if mine is None or mine["channel_state"] != one["status"]:
            told = mine and mine["channel_state"]
            yield Difference(
                shop=KIND, order=one["order"], field=f"return {one['rma']}", desk=told, channel=one["status"]
            )


def wishes_differ(document: Mapping[str, Any], state: Mapping[str, Any]) -> Iterator[Difference]:
    """What buyers want to call off and why. A no is the seller's own: Amazon shows the wish until it is shipped."""
    told = {one["case"]["ref"]["id"]: one["case"] for one in document["cases"] if one["case"]["kind"] == "CANCELLATION"}
    for order in state["orders"]:
        if not (order["readable"] and order["listed"] and wish_stands(order)):
            continue
        mine = told.get(order["id"])
        reasons = ", ".join(dict.fromkeys(filter(None, (line["cancel_reason"] for line in order["lines"]))))
        if mine is None or (mine["channel_reason"], mine["state"] in ("REQUESTED", "DECLINED")) != (reasons, True):
            shown = mine and [mine["state"], mine["channel_reason"]]
            yield Difference(shop=KIND, order=order["number"], field="wish to cancel", desk=shown, channel=reasons)
