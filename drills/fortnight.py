"""The drill "ebay": a seller's fortnight. Buyers return, wait, write and call off; the seller's agent answers in Desk,
gives money back and is killed at it, while the seller's people refund in eBay's own pages. Owns the script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drills import faults
from drills.clock import Stopwatch, until
from drills.compare import Difference, Judgement, differ
from drills.driver import DESK, Tell
from drills.ebay import KIND, Ebay
from drills.killing import Killing
from drills.kills import SENDING
from drills.leaks import Value, leaks_in, people_of, secrets_of
from drills.result import Result
from drills.seller import REFUND_PATH, Key, Wish, effect_of, wishes
from drills.simulators import DeedRefused, Simulator
from drills.stage import LONGEST_WAIT, OPEN, Size, Stage
from drills.truth import Hold

_DAYS = 14
_QUIET_TRIES = 14
_PLANTED = 0.35
_LEAST_CONFIRMED = 0.95
_LABEL_PATH = "/add_shipping_label"
_LABEL = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# Whose fault it is says who sends the label.
_REASONS = ("NO_LONGER_NEED_ITEM", "DEFECTIVE_ITEM", "ARRIVED_DAMAGED", "WRONG_SIZE")
_RETURNS, _WITHDRAWALS, _UNPAID, _LETTERS, _ORDERS = 30, 12, 15, 40, 200


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
    """Plays the fortnight in an empty folder. With `only`, Desk is killed at these moments alone and not every fault
    has to be met. Raises SimulatorTrouble and DeskTrouble for what no rule covers.
    """
    watch = Stopwatch()
    size = Size(
        orders=max(60, round(_ORDERS * scale)), rounds=max(4, round(_DAYS * scale)), shipped=0, moves=2, faults=2
    )
    with ExitStack() as stack:
        seller = Seller()
        stage = Stage(
            [seller],
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
        )
        stage.weather = faults.Weather(stage.dice, ("GET", "POST"))
        script = _Fortnight(stage, seller, brief=bool(only))
        script.play()
        return script.result(watch)


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


@dataclass(slots=True)
class _Book:
    """What the agent asked for. `pushes` tells by the outbox's entry which deed it is."""

    accepted: list[Wish] = field(default_factory=list)
    pushes: dict[int, Wish] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    """Orders with which eBay's side did something while a deed waited."""
    waiting: list[Wish] = field(default_factory=list)
    """What was on its way when the outbox was looked at last."""
    refused: dict[Key, str] = field(default_factory=dict)
    """What Desk did not take, though eBay would have."""


class _Fortnight:
    def __init__(self, stage: Stage, seller: Seller, *, brief: bool) -> None:
        self.stage, self.seller, self.brief = stage, seller, brief
        self.desk, self.time, self.dice, self.kills = stage.desk, stage.time, stage.dice, stage.kills
        self.simulator: Simulator = stage.simulators[KIND]
        self.killing = Killing(stage)
        self.book = _Book()
        self.people: dict[Value, None] = {}
        self.known: dict[str, str] = {}
        self.label = stage.folder / "label.pdf"
        self.label.write_bytes(_LABEL)
        self.left = Counter(
            open_return=self._share(_RETURNS, 4),
            request_cancel=self._share(_WITHDRAWALS, 3),
            unpaid=self._share(_UNPAID, 3),
            write_message=self._share(_LETTERS, 4),
            open_inquiry=self._share(_WITHDRAWALS, 2),
        )
        self.rounds = 2 if brief else stage.size.rounds

    def _share(self, many: int, least: int) -> int:
        return max(least, round(many * self.stage.scale))

    # -- the script ------------------------------------------------------------------------------------------------

    def play(self) -> None:
        self.set_up()
        for number in range(self.rounds):
            self.round(number)
        for _ in range(0 if self.brief else 8):
            if not self.lacking():
                break
            self.left += Counter(open_return=1, write_message=1, request_cancel=1)
            self.round(self.rounds)
        self.until_quiet()

    def lacking(self) -> bool:
        return bool(self.kills.left() or not all(faults.hits(self.stage.all).values()))

    def set_up(self) -> None:
        key = self.simulator.do("signing_key")
        secrets = {"signing_private_key": str(key["privateKey"]), "signing_jwe": str(key["jwe"])}
        self.desk.must(*self.stage.account(KIND, **secrets), tries=3)
        # Some never pay, and can be called off in the fortnight's second half.
        self.buyers(unpaid=self.left["unpaid"])
        for _ in range(self.kills.left("ingesting")):
            self.killing.in_sync("ingesting")
        self.killing.in_sync("fetching")
        self.sync()

    def round(self, number: int) -> None:
        self.stage.tell(
            f"drill time {self.time.now():%m-%d %H:%M}, {len(self.book.accepted)} deeds, {self.kills.done} kills"
        )
        self.buyers_act(number)
        late = self.seller.late_record(KIND)
        self.stage.weather.set_in(self.simulator, self.stage.size.faults, late, storm=number % 3 == 2)
        for moment in ("fetching", "ingesting"):
            for _ in range(self.kills.share(moment, self.rounds)):
                self.killing.in_sync(moment)
        self.sync()
        self.agent_acts()
        if not self.brief:
            self.people_act()
        self.push()
        self.time.jump(_DAYS * 86_400 / self.rounds - 3 * LONGEST_WAIT if number < self.rounds else LONGEST_WAIT)

    def sync(self) -> None:
        self.time.jump(LONGEST_WAIT)  # cases and messages are asked for every quarter of an hour
        before = self.marks()
        if self.stage.sync():
            self.known = before

    def push(self) -> None:
        paths = {wish.path for wish in self.book.waiting}
        self.seller.paths = sorted(paths & {REFUND_PATH} if self.brief else paths)
        self.stage.waiting[KIND] = len(self.seller.paths)
        # Only a label takes two steps.
        self.killing.in_pushes("sending_between_steps" if _LABEL_PATH in self.seller.paths else "")
        if self.brief or self.dice.random() < 0.5:
            # So late that what a dead process sent is through, and eBay would take it once more.
            self.time.jump(LONGEST_WAIT)
        self.killing.waiting()
        self.killing.anytime()
        self.desk.run("outbox", "push")
        # Money takes its time at eBay, and what was not answered is looked for until it has settled.
        self.time.jump(LONGEST_WAIT)
        self.desk.run("outbox", "push")
        self.look_at_outbox()

    def look_at_outbox(self) -> list[dict[str, Any]]:
        """What is on its way, of which the book learns what of the agent's deeds it is."""
        found = self.stage.entries(*OPEN)
        self.book.waiting = [self.book.pushes[one["id"]] for one in found if one["id"] in self.book.pushes]
        return found

    def until_quiet(self) -> None:
        faults.clear(self.stage.all)
        for _ in range(_QUIET_TRIES):
            self.time.jump(LONGEST_WAIT)
            self.desk.run("outbox", "push")
            self.sync()
            if not self.stage.entries(*OPEN):
                break
        effects = sum(self.effects().values())
        self.time.jump(LONGEST_WAIT)
        self.desk.must("outbox", "push")
        if sum(self.effects().values()) != effects:
            self.stage.broken.append("a push with nothing waiting changed something at eBay")
        if not self.stage.sync():
            self.stage.broken.append("the account could not be fetched at the end, though nothing was in the way")

    # -- the others ------------------------------------------------------------------------------------------------

    def buyers(self, *, unpaid: int) -> None:
        for _ in range(unpaid):
            self.simulator.do("new_order", paid=False)

    def buyers_act(self, number: int) -> None:
        look = self.stage.look()[KIND]
        self.people.update(dict.fromkeys(people_of(KIND, self.seller.people(look))))
        state = self.simulator.state()
        busy = {wish.order for wish in self.book.waiting}
        orders = [
            order
            for order in state["orders"]
            if order["paid"] and order["readable"] and order["listed"] and order["id"] not in busy
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
            arguments["reason"] = self.dice.choice(_REASONS)
        for order in orders:
            try:
                self.simulator.do(deed, order=order["id"], **arguments)
            except DeedRefused:
                continue
            orders.remove(order)
            return True
        return False

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
        for wish in [one for one in self.book.waiting if one.moves_money]:
            held = self.simulator.order(wish.order)
            if held is None or self.dice.random() > _PLANTED or held["left"] <= 0:
                continue
            amount = self.dice.choice((wish.amount, held["left"], max(1, held["left"] - wish.amount + 1), 1))
            try:
                self.simulator.do("refund", order=wish.order, amount=min(amount, held["left"]))
            except DeedRefused:
                continue
            self.book.moved.add(wish.order)

    # -- the agent -------------------------------------------------------------------------------------------------

    def marks(self) -> dict[str, str]:
        """By order what it and its cases look like at eBay."""
        state = self.simulator.state()
        found = {order["id"]: f"{order['modified']} {order['unpaid']}" for order in state["orders"]}
        for one in (*state["returns"], *state["inquiries"]):
            found[one["order"]] = f"{found.get(one['order'], '')} {one['id']} {one['modified']}"
        return found

    def agent_acts(self) -> None:
        state, now = self.simulator.state(), self.time.now()
        marks = self.marks()
        busy = {wish.order for wish in self.book.waiting}
        for wish in list(wishes(state, now, self.dice, str(self.label), generous=self.brief)):
            fits = wish.order not in busy and wish.key not in self.book.refused
            if fits and self.known.get(wish.order) == marks.get(wish.order):
                busy.add(wish.order)
                self.ask(wish)

    def ask(self, wish: Wish) -> None:
        if self.kills.take("queueing"):
            self._die_queueing(wish)
            return
        outcome = self.desk.run(*wish.arguments)
        if outcome.status == 0 and outcome.document:
            self._accept(wish, outcome.document["pushes"])
        elif self._is_unchanged(wish):
            self.book.refused[wish.key] = f"{' '.join(wish.arguments)[:90]}: {outcome.error.strip()[-200:]}"

    def _is_unchanged(self, wish: Wish) -> bool:
        """Whether eBay would still take it, as time and people go on while the agent acts."""
        return self.known.get(wish.order) == self.marks().get(wish.order)

    def _accept(self, wish: Wish, pushes: Sequence[int]) -> None:
        self.book.accepted.append(wish)
        self.book.waiting.append(wish)
        self.book.pushes.update(dict.fromkeys(pushes, wish))

    def _die_queueing(self, wish: Wish) -> None:
        written = self.desk.written()
        child = self.desk.start(*wish.arguments)
        until(lambda: self.desk.written() != written or not child.running(), 15.0)
        killed = child.kill()
        self.desk.finish(child)
        made = [one["id"] for one in self.stage.entries(*OPEN) if one["id"] not in self.book.pushes]
        if made:
            self._accept(wish, made)
        if killed:
            self.kills.hit("queueing")

    # -- the end ---------------------------------------------------------------------------------------------------

    def effects(self) -> Counter[Key]:
        journal = self.simulator.journal()
        found = (effect_of(entry) for entry in journal["entries"] if entry["actor"] == "client")
        return Counter(key for key in found if key is not None)

    def result(self, watch: Stopwatch) -> Result:
        stage = self.stage
        pushes = list(self.desk.must("outbox", "list", "--limit", "100000")["pushes"])
        document = self.desk.must("export")
        truth = self.seller.truth(self.simulator, {})
        state, hits = self.simulator.state(), faults.hits(stage.all)
        broken = [
            *stage.broken,
            *truth.troubles,
            *self.book.refused.values(),
            *self._deeds_broken(pushes),
            *_overpaid(state),
            *self.kills.missed(),
            *(() if self.brief else (f"no request met the fault {one}" for one, count in hits.items() if not count)),
            *self.desk.key_leaks(),
            *self.log_leaks(),
        ]
        doubled, lost = self._compared(pushes)
        differences = [*differ(document["orders"], truth.orders), *_cases_differ(document, state)]
        judgement = Judgement(
            counts=Counter(one["state"] for one in pushes),
            doubled=tuple(doubled),
            lost=tuple(lost),
            differences=tuple(differences),
            broken=(),
        )
        return Result(
            drill=KIND,
            seed=stage.seed,
            scale=stage.scale,
            judgement=judgement,
            kills=self.kills.done,
            kills_by_state=self.kills.by_state,
            kills_by_channel={KIND: sum(self.kills.by_state[moment] for moment in SENDING)},
            faults=hits,
            seconds=watch.seconds,
            broken=tuple(broken),
        )

    def _compared(self, pushes: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
        """Deeds with more effects than Desk sent, and with fewer than it shows as done, or with more."""
        effects = self.effects()
        others = Counter(
            key
            for entry in self.simulator.journal()["entries"]
            if entry["actor"] != "client" and (key := effect_of(entry)) is not None
        )
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
            f"{' '.join(key)}: {confirmed[key]} confirmed, {effects[key]} at eBay"
            for key in confirmed
            if confirmed[key] > effects[key] + others[key] or effects[key] > confirmed[key]
        ]
        return doubled, lost

    def _deeds_broken(self, pushes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        refused = Counter(refusal["path"] for refusal in self.simulator.journal()["refusals"])
        allowed = done = 0
        for one in pushes:
            wish = self.book.pushes.get(one["id"])
            name = f"{one['kind']} of order {one['order_number']}"
            if wish is None:
                yield f"{name} is in the outbox, though nobody asked for it"
                continue
            if one["state"] in OPEN:
                yield f"{name} is still {one['state']}"
            if one["state"] == "unclear":
                yield f"{name} is unclear, though eBay can be asked"
            moved = wish.order in self.book.moved or self._moved_since(one, wish)
            allowed += not moved or one["state"] == "confirmed"
            done += one["state"] == "confirmed"
            if one["state"] in ("failed", "conflict") and not moved and not any(wish.path in path for path in refused):
                yield f"{name} is {one['state']} ({one['error_code']}), though nobody at eBay was in the way"
        if done < _LEAST_CONFIRMED * allowed:
            yield f"only {done} of {allowed} deeds that eBay allows are confirmed"

    def _moved_since(self, push: Mapping[str, Any], wish: Wish) -> bool:
        """Whether eBay or its people did something with the order after the agent had decided."""
        return any(
            entry["remote_ids"].get("order_id") == wish.order
            and entry["actor"] != "client"
            and entry["at"] >= push["created_at"]
            for entry in self.simulator.journal()["entries"]
        )

    def log_leaks(self) -> list[str]:
        looked = self.stage.look()[KIND]
        self.people.update(dict.fromkeys(people_of(KIND, self.seller.people(looked))))
        return leaks_in(self.desk.logs(), secrets_of(KIND, self.simulator.secrets()), self.people)


def _overpaid(state: Mapping[str, Any]) -> Iterator[str]:
    """Nothing exceeds what was paid, by order and by line, not by a cent."""
    for order in state["orders"]:
        back = sum(one["amount"] for one in order["refunds"] if one["status"] != "FAILED")
        if back > order["due_seller"]:
            yield f"order {order['id']}: {back} went back of {order['due_seller']}"
        for line in order["lines"]:
            if line["refunded_amount"] > line["total"] + line["delivery"]:
                yield f"order {order['id']}, line {line['id']}: more went back than was paid"


def _cases_differ(document: Mapping[str, Any], state: Mapping[str, Any]) -> Iterator[Difference]:
    """Returns and conversations as Desk shows them at the end, beside eBay's own."""
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
    for one in state["conversations"]:
        for text in one["messages"] if one["item"] else ():
            if not texts[text["text"]]:
                yield Difference(shop=KIND, order="", field=f"message {text['id']}", desk=None, channel=text["text"])
