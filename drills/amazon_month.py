"""The drill "amazon": a seller's month. Parcels leave in parts, buyers return, ask to cancel and claim; the agent gives
money back and calls off by feeds, and Desk is killed at each of their steps. Owns the script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drills import amazon_seller as seller
from drills import faults
from drills.amazon import KIND
from drills.amazon_seller import CANCEL, REFUND, Key, Wish
from drills.clock import Stopwatch, until
from drills.compare import Difference, Judgement, judge, own_pieces
from drills.driver import DESK, Tell
from drills.feed_steps import BOOKING, CHECKING, CREATE_FEED, FRESH, PARCELS, RUNNING, STEPS, Account, FeedKilling
from drills.leaks import Value, leaks_in, people_of, secrets_of
from drills.result import Result
from drills.simulators import DeedRefused, Simulator
from drills.stage import LONGEST_WAIT, OPEN, Size, Stage
from drills.truth import Shippable

_DAYS = 30
_ROUNDS = 12
_QUIET_TRIES = 16
_PLANTED = 0.3
_LEAST_CONFIRMED = 0.95
_ORDERS, _PARTIAL, _REFUNDS, _CANCELLATIONS, _RETURNS = 400, 60, 25, 10, 30
_FEED_TIME, _FINANCE_TIME = 300.0, 4 * 3600.0 + 600.0
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
_ROLES = {
    "no_finance_role": {"finance_role": False},
    "no_orders_role": {"orders_role": False},
    "no_personal_data": {"denied": "pii"},
}
_ALL_ROLES = {"finance_role": True, "orders_role": True, "denied": ""}


def run(
    *,
    seed: int,
    scale: float,
    kills: int,
    folder: Path,
    program: Sequence[str] = DESK,
    only: Sequence[str] = (),
    tell: Tell = lambda _: None,
) -> Result:
    """Plays the month in an empty folder. With `only`, Desk is killed at these moments alone and not every fault has to
    be met. Raises SimulatorTrouble and DeskTrouble for what no rule covers.
    """
    watch = Stopwatch()
    rounds = 2 if only else max(3, round(_ROUNDS * scale))
    size = Size(orders=round(_ORDERS * scale), rounds=rounds, shipped=0, moves=2, faults=2 if scale > 0.5 else 6)
    with ExitStack() as stack:
        account = Account()
        stage = Stage(
            [account],
            seed=seed,
            scale=scale,
            kills=kills,
            folder=folder,
            program=program,
            only=only,
            tell=tell,
            stack=stack,
            name=KIND,
            size=size,
            sending=tuple(STEPS),
        )
        stage.weather = faults.Weather(stage.dice, ("GET", "POST"))
        script = _Month(stage, account, brief=bool(only))
        script.play()
        return script.result(watch)


@dataclass(slots=True)
class _Book:
    """What the agent asked for beside parcels. `pushes` tells by the outbox's entry which deed it is."""

    accepted: list[Wish] = field(default_factory=list)
    pushes: dict[int, Wish] = field(default_factory=dict)
    waiting: list[Wish] = field(default_factory=list)
    """What was on its way when the outbox was looked at last."""
    moved: set[str] = field(default_factory=set)
    """Orders with which Amazon's side did something while a deed waited."""
    partial: set[str] = field(default_factory=set)
    """Parcels with a part of an order."""
    broken: list[str] = field(default_factory=list)
    refused: set[Key] = field(default_factory=set)


class _Month:
    def __init__(self, stage: Stage, account: Account, *, brief: bool) -> None:
        self.stage, self.account, self.brief = stage, account, brief
        self.desk, self.time, self.dice, self.kills = stage.desk, stage.time, stage.dice, stage.kills
        self.simulator: Simulator = stage.simulators[KIND]
        self.killing = FeedKilling(stage)
        self.book = _Book()
        self.people: dict[Value, None] = {}
        self.troubles: list[str] = []
        self.met: Counter[str] = Counter()
        self.left = Counter(
            partial=self._share(_PARTIAL, 4),
            refund=self._share(_REFUNDS, 5),
            cancel=self._share(_CANCELLATIONS, 3),
            open_return=self._share(_RETURNS, 3),
            request_cancel=self._share(_CANCELLATIONS, 2),
            open_claim=self._share(_CANCELLATIONS, 1),
        )
        self.wanted = dict(self.left)
        self.rounds = stage.size.rounds

    def _share(self, many: int, least: int) -> int:
        return max(least, round(many * self.stage.scale))

    def _now(self, what: str, number: int) -> int:
        """How many of these there are to be in this round."""
        return max(0, -(-self.left[what] // max(1, self.rounds - number)))

    # -- the script ------------------------------------------------------------------------------------------------

    def play(self) -> None:
        self.set_up()
        for number in range(self.rounds):
            self.round(number)
        for _ in range(0 if self.brief else 6):
            if not self.lacking():
                break
            self.left += Counter(refund=2, cancel=1, partial=1)
            self.round(self.rounds)
        self.until_quiet()

    def lacking(self) -> bool:
        unmet = any(not self.met[trouble] for trouble in _TROUBLES)
        return bool(unmet or self.kills.left() or not all(faults.hits(self.stage.all).values()))

    def set_up(self) -> None:
        self.desk.must(*self.stage.account(KIND), tries=3)
        self.fill_page()
        for _ in range(self.kills.left("ingesting")):
            self.killing.in_sync("ingesting")
        self.killing.in_sync("fetching")
        if not self.brief:
            # The page that Desk would go on with is over by then.
            self.time.jump(_TOKEN_LIFE)
        self.stage.sync()

    def round(self, number: int) -> None:
        self.stage.tell(
            f"drill time {self.time.now():%m-%d %H:%M}, {len(self.book.accepted)} deeds, {self.kills.done} kills"
        )
        self.buyers_act(number)
        troubles = self.deal_troubles(number)
        late = self.account.late_record(KIND)
        if not self.brief:
            self.stage.weather.set_in(self.simulator, self.stage.size.faults, late, storm=number % 3 == 2)
        for moment in ("fetching", "ingesting"):
            for _ in range(self.kills.share(moment, self.rounds)):
                self.killing.in_sync(moment)
        self.stage.sync()
        self.agent_acts(number)
        if not self.brief:
            self.people_act()
        self.push(troubles)
        self.time.jump(_DAYS * 86_400 / self.rounds - _FINANCE_TIME if number < self.rounds else LONGEST_WAIT)

    # -- pushes ----------------------------------------------------------------------------------------------------

    def push(self, troubles: Sequence[str]) -> None:
        share = self.kills.sending_a_round(self.stage.size.rounds)
        due = [step for step in STEPS if self.kills.left(step)]
        self.dice.shuffle(due)
        due = due[:share]
        self.kill_at(PARCELS, due)
        self.killing.waiting()
        self.set_roles(troubles)
        self.kill_at(FRESH, due)
        self.push_once()
        if "feed_withdrawn" in troubles:
            self.withdraw_feed()
        self.wait(_FEED_TIME)
        self.kill_at(RUNNING, due)
        self.killing.anytime()
        self.push_once()
        self.wait(_FEED_TIME)
        self.kill_at(BOOKING, due)
        if any(trouble in _ROLES for trouble in troubles):
            self.simulator.do("set_roles", **_ALL_ROLES)
        self.push_once()
        self.wait(_FINANCE_TIME)
        self.push_once()

    def push_once(self) -> None:
        self.desk.run("outbox", "push")
        self.look_at_outbox()

    def wait(self, seconds: float) -> None:
        if self.book.waiting:
            self.time.jump(seconds)

    def kill_at(self, steps: Mapping[str, Any], due: Sequence[str]) -> None:
        """Those of these steps that are due; whoever has died while it submitted looks for its feed first."""
        for step in steps:
            if step not in due:
                continue
            self.stage.waiting[KIND] = 1
            self.killing.step(step)
            if step.startswith("submitting") and self.kills.left(CHECKING) and self.kills.by_state[step]:
                self.stage.waiting[KIND] = 1
                self.killing.step(CHECKING)

    def look_at_outbox(self) -> None:
        found = self.stage.entries(*OPEN)
        self.book.waiting = [self.book.pushes[one["id"]] for one in found if one["id"] in self.book.pushes]

    def until_quiet(self) -> None:
        faults.clear(self.stage.all)
        self.simulator.do("set_roles", **_ALL_ROLES)
        for _ in range(_QUIET_TRIES):
            self.time.jump(LONGEST_WAIT)
            self.desk.run("outbox", "push")
            self.time.jump(_FINANCE_TIME)
            if not self.stage.entries(*OPEN):
                break
        if not self.stage.sync():
            self.stage.broken.append("the account could not be fetched at the end, though nothing was in the way")
        self.time.jump(_FINANCE_TIME)
        self.stage.sync()
        effects = self.client_effects()
        self.time.jump(LONGEST_WAIT)
        self.desk.must("outbox", "push")
        if self.client_effects() != effects:
            self.stage.broken.append("a push with nothing waiting changed something at Amazon")

    def client_effects(self) -> int:
        return sum(entry["actor"] == "client" for entry in self.simulator.journal()["entries"])

    # -- troubles --------------------------------------------------------------------------------------------------

    def deal_troubles(self, number: int) -> list[str]:
        """One or two a round, so that none is left out for long; and what can be planned before is planned."""
        if self.brief:
            return []
        share = -(-len(_TROUBLES) // self.rounds) if number < self.rounds else 2
        if not self.troubles:
            self.troubles = sorted(_TROUBLES, key=lambda one: (self.met[one], self.dice.random()))
        dealt, self.troubles = self.troubles[:share], self.troubles[share:]
        for trouble in dealt:
            if trouble in _PLANS:
                self.simulator.ask("faults", {"planned": [dict(_PLANS[trouble])]})
            elif trouble == "feed_dies":
                self.simulator.do("fail_feed", after=0)
            elif trouble == "feed_dies_late":
                self.simulator.do("fail_feed", after=1)
            elif trouble == "report_dies":
                self.simulator.do("fail_report")
            if trouble != "feed_withdrawn":
                self.met[trouble] += 1
        return dealt

    def set_roles(self, troubles: Sequence[str]) -> None:
        missing = {name: value for trouble in troubles for name, value in _ROLES.get(trouble, {}).items()}
        if missing:
            self.simulator.do("set_roles", **missing)

    def withdraw_feed(self) -> None:
        try:
            self.simulator.do("withdraw_feed")
        except DeedRefused:
            return
        self.met["feed_withdrawn"] += 1

    # -- the others ------------------------------------------------------------------------------------------------

    def fill_page(self) -> None:
        """So much has changed that the next fetch has more than one page."""
        if not self.brief:
            look = self.stage.look()[KIND]
            self.account.fill_pages(self.simulator, look, ())

    def busy(self) -> set[str]:
        """Orders that something of the agent's waits for."""
        return {wish.order for wish in self.book.waiting}

    def buyers_act(self, number: int) -> None:
        look = self.stage.look()[KIND]
        self.people.update(dict.fromkeys(people_of(KIND, self.account.people(look))))
        state = self.simulator.state()
        busy = self.busy() | self.stage.agent.busy(KIND)
        orders = [order for order in state["orders"] if order["readable"] and order["id"] not in self.busy()]
        self.dice.shuffle(orders)
        for deed in ("open_return", "request_cancel", "open_claim"):
            fitting = orders if deed != "request_cancel" else [one for one in orders if one["id"] not in busy]
            for _ in range(self._now(deed, number)):
                self.left[deed] -= self._buyer_does(deed, fitting)
        for one in state["returns"]:
            self._goes_on(one)
        for claim in state["claims"]:
            if claim["state"] == "OPEN" and self.dice.random() < 0.6 and claim["order"] not in self.busy():
                self.simulator.do("decide_claim", claim=claim["id"], granted=self.dice.random() < 0.5)
        for _ in range(self._now("partial", number) + self._now("cancel", number) + 3):
            self.simulator.do("new_order")
        if not self.brief:
            known, at_work = self.stage.known[KIND], self.busy() | self.stage.agent.busy(KIND)
            self.account.act(
                self.simulator, self.stage.look()[KIND], self.stage.size.moves, 0, at_work, known, self.dice
            )
            if self.kills.left("fetching", "ingesting") or not faults.hits(self.stage.all)["token_repeated"]:
                self.fill_page()

    def _buyer_does(self, deed: str, orders: list[dict[str, Any]]) -> bool:
        """With the first order that allows it; an order has one buyer's deed a round."""
        for order in orders:
            try:
                self.simulator.do(deed, order=order["id"], **self._arguments(deed))
            except DeedRefused:
                continue
            orders.remove(order)
            return True
        return False

    def _arguments(self, deed: str) -> dict[str, Any]:
        if deed != "open_return":
            return {}
        return {
            "in_policy": self.dice.random() < 0.6,
            "resolution": self.dice.choice(("StandardRefund", "Replacement")),
        }

    def _goes_on(self, one: Mapping[str, Any]) -> None:
        """The seller's people and the buyer in Seller Central, where no API reaches."""
        if one["status"] == "Pending":
            deed = self.dice.choice(("authorise_return", "decline_return", "withdraw_return"))
        elif one["status"] != "Approved":
            return
        else:
            deed = "close_return" if one["arrived"] else "return_arrives" if one["tracking"] else "send_return"
        if self.dice.random() < 0.6:
            try:
                self.simulator.do(deed, rma=one["rma"])
            except DeedRefused:
                return

    def people_act(self) -> None:
        """Refunds, cancellations and parcels in Seller Central, between what the agent saw and what Desk sends."""
        for wish in self.book.waiting:
            held = self.simulator.order(wish.order)
            if held is None or self.dice.random() > _PLANTED:
                continue
            try:
                if wish.kind == REFUND:
                    items = [line for line in held["lines"] if sum(line["refundable"].values()) > 0]
                    line = self.dice.choice(items)
                    most = sum(line["refundable"].values())
                    amount = self.dice.choice((min(most, wish.amount), most, 1))
                    self.simulator.do("refund", order=wish.order, item=line["id"], amount=amount)
                else:
                    deed, more = self.dice.choice(
                        (("cancel", {"by": "MERCHANT"}), ("add_tracking", {"number": "0034" + "7" * 16}))
                    )
                    self.simulator.do(deed, order=wish.order, **more)
            except (DeedRefused, IndexError):
                continue
            self.book.moved.add(wish.order)

    # -- the agent -------------------------------------------------------------------------------------------------

    def agent_acts(self, number: int) -> None:
        look, known = self.stage.look()[KIND], self.stage.known[KIND]
        self.ship(number)
        busy = self.busy() | {
            deed.order for deed in self.stage.agent.deeds if deed.accepted and self._waits(deed.order)
        }
        orders = [
            order
            for order in look.orders
            if order["id"] not in busy and known.marks.get(order["id"]) == look.marks[order["id"]]
        ]
        self.dice.shuffle(orders)
        returned = {one["order"] for one in self.simulator.state()["returns"]}
        money = sorted((one for one in orders if seller.refundable(one)), key=lambda one: one["id"] not in returned)
        many = self._now("refund", number)
        for order in money[: many // 2] + money[many // 2 :][-(many - many // 2) or len(money) :]:
            reason = "RETURNED" if order["id"] in returned else "GOODWILL"
            self.left["refund"] -= self.ask(seller.refund(order, self.dice, reason, small=self.brief))
        if self.brief:
            return
        for order in money[many : many + 1]:
            self.ask(seller.too_much(order, self.dice))
        open_ones = [one for one in orders if seller.cancellable(one) and self.is_free(one["id"])]
        open_ones.sort(key=lambda one: not one["cancel_requested"])
        for order in open_ones[: self._now("cancel", number)]:
            self.left["cancel"] -= self.ask(seller.cancel(order))

    def is_free(self, order: str) -> bool:
        return order not in self.stage.agent.busy(KIND)

    def _waits(self, order: str) -> bool:
        return order in self.shipping

    def ship(self, number: int) -> None:
        """Parcels with a part of an order each, and by mistake orders whose buyers asked to cancel."""
        self.shipping: set[str] = set()
        if self.brief:
            return
        look, known = self.stage.look()[KIND], self.stage.known[KIND]
        agent = self.stage.agent
        taken = agent.busy(KIND) | self.busy()
        fresh = sorted((one for one in look.ready(known) if one.id not in taken), key=lambda one: -one.pieces)
        wishes = [
            self.account.eyes.shippable(order)
            for order in look.orders
            if seller.cancellable(order)
            and order["cancel_requested"]
            and known.marks.get(order["id"]) == look.marks[order["id"]]
        ]
        forbidden = [*wishes[:1], *look.forbidden(known)[:1]]
        rows = agent.pack(fresh[: self._now("partial", number)], {KIND: look.unfinished & known.unfinished}, forbidden)
        if not rows:
            return
        self.shipping = {row.order.id for row in rows}
        file = self.stage.folder / "parcels.csv"
        agent.write(rows, file)
        self.killing.in_ship(file, rows)
        outcome = self.desk.run("ship", "--file", str(file))
        if outcome.document is None:
            self.stage.broken.append(f"a file was not read: {outcome.error.strip()[:300]}")
            return
        for refusal in agent.book(rows, outcome.document["rows"]):
            self.stage.tell(f"  refused: {refusal}")
        taken_now = {result["number"] for result in outcome.document["rows"] if result["result"] != "blocked"}
        partial = {row.tracking for row in rows if row.line and row.tracking in taken_now}
        self.left["partial"] -= len(partial)
        self.book.partial |= partial

    def ask(self, wish: Wish) -> bool:
        if wish.key in self.book.refused:
            return False
        if self.kills.take("queueing") and not wish.greedy:
            return self._die_queueing(wish)
        outcome = self.desk.run(*wish.arguments)
        if outcome.status == 0 and outcome.document:
            self._accept(wish, outcome.document["pushes"])
            return True
        if not wish.greedy and not self._moved_now(wish):
            self.book.refused.add(wish.key)
            self.book.broken.append(f"{' '.join(wish.arguments)[:90]}: {outcome.error.strip()[-200:]}")
        return False

    def _moved_now(self, wish: Wish) -> bool:
        """Whether Amazon's side went on with the order after the last fetch."""
        order = self.simulator.order(wish.order)
        return order is None or self.account.eyes.mark(order) != self.stage.known[KIND].marks.get(wish.order)

    def _accept(self, wish: Wish, pushes: Sequence[int]) -> None:
        self.book.accepted.append(wish)
        self.book.waiting.append(wish)
        self.book.pushes.update(dict.fromkeys(pushes, wish))

    def _die_queueing(self, wish: Wish) -> bool:
        written = self.desk.written()
        child = self.desk.start(*wish.arguments)
        until(lambda: self.desk.written() != written or not child.running(), 15.0)
        killed = child.kill()
        self.desk.finish(child)
        found = [one for one in self.stage.entries(*OPEN) if one["kind"] == wish.kind]
        made = [one["id"] for one in found if one["id"] not in self.book.pushes]
        if made:
            self._accept(wish, made)
        if killed:
            self.kills.hit("queueing")
        return bool(made)

    # -- the end ---------------------------------------------------------------------------------------------------

    def result(self, watch: Stopwatch) -> Result:
        stage = self.stage
        pushes = list(self.desk.must("outbox", "list", "--limit", "100000")["pushes"])
        document = self.desk.must("export")
        state, journal = self.simulator.state(), self.simulator.journal()
        parcels = [_only_parcels(one) for one in document["orders"]]
        truth = self.account.truth(self.simulator, own_pieces(parcels))
        judged = judge(parcels, [truth], stage.agent.deeds)
        deeds = [one for one in pushes if one["id"] in self.book.pushes or one["kind"] in (REFUND, CANCEL)]
        hits = faults.hits(stage.all)
        broken = [
            *stage.broken,
            *judged.broken,
            *self.book.broken,
            *self._deeds_broken(deeds, state, journal),
            *seller.overpaid(state),
            *self.kills.missed([KIND]),
            *self.key_and_log_leaks(),
        ]
        if not self.brief:
            broken += self._too_little(hits)
        doubled, lost = self._compared(deeds, journal)
        judgement = Judgement(
            counts=Counter(one["state"] for one in pushes),
            doubled=(*judged.doubled, *doubled),
            lost=(*judged.lost, *lost),
            differences=(*judged.differences, *_cases_differ(document, state)),
            broken=(),
        )
        return Result(
            drill=KIND,
            seed=stage.seed,
            scale=stage.scale,
            judgement=judgement,
            kills=self.kills.done,
            kills_by_state=self.kills.by_state,
            kills_by_channel={KIND: self.kills.sending_by_kind[KIND]},
            faults=hits,
            seconds=watch.seconds,
            broken=tuple(broken),
        )

    def _too_little(self, hits: Mapping[str, int]) -> Iterator[str]:
        for one, count in hits.items():
            if not count:
                yield f"no request met the fault {one}"
        for trouble in _TROUBLES:
            if not self.met[trouble]:
                yield f"the trouble {trouble} was never planted"
        for what, count in self.wanted.items():
            done = count - self.left[what]
            if done < count:
                yield f"only {done} of {count} times: {what}"

    def _compared(self, pushes: Sequence[Mapping[str, Any]], journal: Mapping[str, Any]) -> tuple[list[str], list[str]]:
        """Deeds with more effects than Desk sent, and with fewer than it shows as done, or with more."""
        effects = seller.effects(journal["entries"], by_client=True)
        others = seller.effects(journal["entries"], by_client=False)
        wanted: Counter[Key] = Counter()
        confirmed: Counter[Key] = Counter()
        for one in pushes:
            wish = self.book.pushes.get(one["id"])
            if wish is not None and one["state"] != "recalled":
                wanted[wish.key] += 1
                confirmed[wish.key] += one["state"] == "confirmed"
        doubled = [
            f"{' '.join(key)}: {effects[key]} effects of {wanted[key]}" for key in effects if effects[key] > wanted[key]
        ]
        lost = [
            f"{' '.join(key)}: {confirmed[key]} confirmed, {effects[key]} at Amazon"
            for key in {**confirmed, **effects}
            if confirmed[key] > effects[key] + others[key] or effects[key] > confirmed[key]
        ]
        return doubled, lost

    def _deeds_broken(
        self, pushes: Sequence[Mapping[str, Any]], state: Mapping[str, Any], journal: Mapping[str, Any]
    ) -> Iterator[str]:
        refused = [
            one["remote_ids"] for one in journal["refusals"] if one["deed"] in ("refund_refused", "cancel_refused")
        ]
        dead = {
            order for feed in state["feeds"] if feed["status"] in ("FATAL", "CANCELLED") for order in feed["orders"]
        }
        in_the_way = {one["order_id"] for one in refused} | dead
        allowed = done = 0
        for one in pushes:
            wish = self.book.pushes.get(one["id"])
            name = f"{one['kind']} of order {one['order_number']}"
            if wish is None:
                yield f"{name} is in the outbox, though nobody asked for it"
                continue
            if one["state"] in OPEN:
                yield f"{name} is still {one['state']} ({one['error_code']})"
            if one["state"] == "unclear":
                yield f"{name} is unclear ({one['error_code']}), though Amazon can be asked"
            if wish.greedy:
                if one["state"] == "confirmed":
                    yield f"{name} is confirmed, though it is more than was paid"
                continue
            moved = wish.order in self.book.moved or self._moved_since(one, wish, journal)
            allowed += not moved or one["state"] == "confirmed"
            done += one["state"] == "confirmed"
            if one["state"] in ("failed", "conflict") and not moved and wish.order not in in_the_way:
                yield f"{name} is {one['state']} ({one['error_code']}), though nobody at Amazon was in the way"
        if done < _LEAST_CONFIRMED * (allowed - self._died(pushes, dead)):
            yield f"only {done} of {allowed} deeds that Amazon allows are confirmed"
        yield from self._sent_in_vain(refused)

    def _died(self, pushes: Sequence[Mapping[str, Any]], dead: set[str]) -> int:
        """Deeds that Amazon or another program did away with together with their feed."""
        return sum(
            one["state"] == "failed" and one["id"] in self.book.pushes and self.book.pushes[one["id"]].order in dead
            for one in pushes
        )

    def _sent_in_vain(self, refused: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """What Desk may not even send: more than is left, and a second cancellation."""
        for one in refused:
            if one["order_id"] in self.book.moved:
                continue
            if one["code"] == seller.TOO_MUCH:
                yield f"order {one['order_id']}: Desk sent a refund of more than was left"
            if one["code"] == seller.ALREADY_CANCELLED:
                yield f"order {one['order_id']}: Desk sent a second cancellation"

    def _moved_since(self, push: Mapping[str, Any], wish: Wish, journal: Mapping[str, Any]) -> bool:
        """Whether Amazon or its people did something with the order after the agent had decided."""
        return any(
            entry["remote_ids"].get("order_id") == wish.order
            and entry["actor"] != "client"
            and entry["at"] >= push["created_at"]
            for entry in journal["entries"]
        )

    def key_and_log_leaks(self) -> list[str]:
        looked = self.stage.look()[KIND]
        self.people.update(dict.fromkeys(people_of(KIND, self.account.people(looked))))
        leaks = leaks_in(self.desk.logs(), secrets_of(KIND, self.simulator.secrets()), self.people)
        return [*self.desk.key_leaks(), *leaks]


def _only_parcels(exported: Mapping[str, Any]) -> dict[str, Any]:
    """An exported order with those pushes alone that every drill judges."""
    return {**exported, "pushes": [one for one in exported["pushes"] if one["kind"] == "confirm_shipment"]}


def _cases_differ(document: Mapping[str, Any], state: Mapping[str, Any]) -> Iterator[Difference]:
    """Returns as Desk shows them at the end, beside Amazon's own."""
    cases = {one["case"]["ref"]["id"]: one["case"] for one in document["cases"] if one["case"]["kind"] == "RETURN"}
    for one in state["returns"]:
        mine = cases.get(one["rma"])
        if mine is None or mine["channel_state"] != one["status"]:
            told = mine and mine["channel_state"]
            yield Difference(
                shop=KIND, order=one["order"], field=f"return {one['rma']}", desk=told, channel=one["status"]
            )
