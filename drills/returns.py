"""The drill "returns": 500 returns of three channels are settled by one file. Buyers bring goods back, the agent opens,
receives and inspects; the merchant's own people give money back meanwhile, faults befall the wire, and Desk is killed
in the file and at each step of the pushes. Owns the script.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from connectors.simulation.world_numbers import tracking_number
from drills import faults
from drills.compare import Difference, differ, own_pieces
from drills.feed_steps import FeedKilling
from drills.result import Result
from drills.return_book import Priced, ReturnBook, kept, paid_there, unfair
from drills.return_sheet import Known, Sheet
from drills.returned import AMAZON, EBAY, SENDING, STEPS, AtAmazon, AtEbay, AtShops, Returned
from drills.script import Script, played
from drills.stage import LONGEST_WAIT, OPEN, SETTLED, Size, Stage, Terms
from drills.taking_back import TakingBack

RETURNS = 500
LEAST = len(SENDING) + len(STEPS) + 5
_SHARE = {"amazon": 0.16, "ebay": 0.16, "woocommerce": 0.76}
"""EBay lets its returns be asked about 5,000 times a day, 800 of them at once for pushes. Each refund takes some of
them until it is through, and what is over waits for minutes.
"""
_FEED_TIME, _FINANCE_TIME, _REPORTS = 300.0, 4 * 3600.0 + 600.0, 3 * 3600.0 + 600.0
_BEFORE, _WHOLE, _BETWEEN, _DURING = 0.12, 0.04, 0.06, 0.06
_LATE, _PARTS, _TRIES, _AT_ONCE = 0.05, 4, 4, 150
_EVERY, _NO_WITHDRAWAL, _LABEL_DUE = 3, "OTHER", "RETURN_LABEL_PENDING"
_STATES = (
    *("REQUESTED", "APPROVED", "DECLINED", "LABEL_ISSUED", "IN_TRANSIT", "IN_CUSTOMS", "DELIVERED_TO_US", "RECEIVED"),
    *("INSPECTED", "REFUND_PENDING", "REFUNDED", "EXCHANGE_SENT", "IN_REPAIR", "REJECTED_AFTER_INSPECTION"),
    *("ESCALATED", "CANCELLED", "EXPIRED", "CLOSED"),
)
_SOON = (0.02, 0.3)
_WHY = ("--words", "Getragen und beschädigt")


def run(terms: Terms) -> Result:
    """Plays the drill. With `only`, all goods are in the one shop. Raises as `played` does."""
    shops = AtShops(2 if terms.scale > 0.5 else 1)
    channels: list[Returned] = [shops] if terms.brief else [AtAmazon(), AtEbay(), shops]
    size = Size(
        orders=max(len(channels) * 20, round(150 * terms.scale)),
        rounds=2,
        shipped=0,
        moves=0,
        faults=5,
    )

    def made(stage: Stage) -> Script:
        kinds = {channel.kind: channel for channel in channels}
        return _Returns(stage, {name: kinds[channel.kind] for name, channel in stage.by_shop.items()})

    return played(
        made,
        channels,
        terms,
        name="returns",
        size=size,
        sending=(*SENDING, *STEPS),
        methods=("GET", "POST"),
    )


class _Returns(Script):
    name = "returns"
    days = 1

    def __init__(self, stage: Stage, there: Mapping[str, Returned]) -> None:
        self.book = ReturnBook(stage, there)
        super().__init__(stage, self.book)
        self.there = there
        self.feeds = FeedKilling(stage)
        self.taking_back = TakingBack(stage, self.book)
        self.known = Known()
        self.sheet = Sheet(stage, self.known)
        self.sold: dict[str, list[str]] = {name: [] for name in there}
        self.opened: set[tuple[str, str]] = set()
        """Orders that a buyer has asked the channel about."""
        self.numbers: list[str] = []
        """Of the returns in the file."""

    # -- the course ------------------------------------------------------------------------------------------------

    def play(self) -> None:
        self.begin()
        self.sell_all()
        self.note_people()
        for moment in ("ingesting", "fetching"):
            # Not every kind of channel has each of them.
            for _ in range(2 * self.kills.left(moment)):
                self.killing.in_sync(moment)
        self.sync()
        self.announce()
        self.arrive()
        self.people_give(_BEFORE, _WHOLE)
        self.weather(storm=False)
        self.sync()
        self.settle_by_file()
        self.people_give(_DURING, 0.0)
        self.weather(storm=False)
        self.push()
        for number in range(0 if self.brief else _TRIES):
            if not self.lacking():
                break
            self.another_pile(number)
        self.until_quiet()
        self.again()

    def begin(self) -> None:
        secrets: dict[str, dict[str, str]] = {}
        if EBAY in self.stage.simulators:
            key = self.stage.simulators[EBAY].do("signing_key")
            secrets[EBAY] = {"signing_private_key": str(key["privateKey"]), "signing_jwe": str(key["jwe"])}
        for name in self.stage.simulators:
            self.desk.must(*self.stage.account(name, **secrets.get(name, {})), tries=3)

    def weather(self, *, storm: bool) -> None:
        for simulator in self.stage.all:
            late = self.stage.by_shop[simulator.name].late_record(simulator.name)
            if not self.brief:
                self.stage.weather.set_in(simulator, self.stage.size.faults, late, storm=storm)

    def sync(self) -> None:
        self.time.jump(LONGEST_WAIT)
        self.stage.sync()

    # -- goods -----------------------------------------------------------------------------------------------------

    def sell_all(self) -> None:
        wanted = max(12, round(RETURNS * self.stage.scale))
        kinds = Counter(channel.kind for channel in self.there.values())
        for name, channel in self.there.items():
            share = 1.0 if self.brief else _SHARE[channel.kind]
            self.sell(name, -(-round(wanted * share) // kinds[channel.kind]))

    def sell(self, name: str, many: int) -> list[str]:
        """So many orders whose goods and money can come back."""
        channel, simulator = self.there[name], self.stage.simulators[name]
        found: list[str] = []
        while len(found) < many:
            made = [channel.sell(simulator, self.dice) for _ in range(many - len(found) + many // 8)]
            orders = {one["id"]: one for one in simulator.state()["orders"]}
            found += [one for one in made if channel.fits(orders[one])]
        self.sold[name] += found[:many]
        return found[:many]

    def orders_of(self, name: str) -> list[Mapping[str, Any]]:
        sold = set(self.sold[name])
        return [one for one in self.stage.simulators[name].state()["orders"] if one["id"] in sold]

    def announce(self) -> None:
        """Buyers ask their channel, or the agent opens it for them; half of what was asked is accepted."""
        asked: list[str] = []
        for name, channel in self.there.items():
            numbers = []
            for order in self.orders_of(name):
                opened = list(channel.opens(self.stage.simulators[name], order, self.dice))
                if opened:
                    self.opened.add((name, order["id"]))
                else:
                    numbers.append(order["number"])
            self.open_here(numbers)
            asked += numbers
        for _ in range(2 if self.opened else 1):
            self.time.jump(_REPORTS)
            self.sync()
        requested = [one for one in self.returns("REQUESTED") if one["account_name"] == EBAY]
        if requested:
            self.answer(requested)
        for name, channel in self.there.items():
            channel.bring_back(self.stage.simulators[name], self.dice)
        self.sync()
        if requested:
            self.give_label()

    def answer(self, requested: Sequence[Mapping[str, Any]]) -> None:
        """Every second one is approved, some of them only at the second try; what is declined is taken back again."""
        numbers = [one["number"] for one in requested]
        approved = numbers[::2]
        doubtful = approved[::_EVERY]
        undone = self.taking_back.after(lambda: self.many("step", approved, "approve"), doubtful, recall=True)
        self.many("step", undone[1:], "approve")
        # What is faulty eBay lets nobody decline, and who withdraws from the purchase in time nobody may.
        ours = {one["number"] for one in self.orders_of(EBAY)}
        plain = [one for one in requested[1::2] if one["order_number"] in ours and one["reason"] == _NO_WITHDRAWAL]
        odd = [one["number"] for one in plain][:_PARTS]
        self.no_after_all(odd, "decline", *_WHY)
        if not undone:
            self.stage.broken.append("no approval of a return waited to be taken back")
        self.desk.run("outbox", "push")

    def give_label(self) -> None:
        """One of a buyer whom the channel promised one gets a label, and does not get it after all."""
        waits = {one["order"] for one in self.stage.simulators[EBAY].state()["returns"] if one["state"] == _LABEL_DUE}
        found = [one["number"] for one in self.returns("APPROVED") if one["order_number"] in waits][:1]
        number = tracking_number(self.dice, "dhl")
        self.no_after_all(found, "issue_label", "--carrier", "dhl_de", "--parcel", number)

    def no_after_all(self, numbers: Sequence[str], *step: str) -> None:
        """A step of returns that is taken back at once."""
        self.taking_back.after(lambda: self.many("step", numbers, *step), numbers)

    def open_here(self, numbers: Sequence[str], *more: str) -> None:
        """Most are opened whole; of some only one piece comes back."""
        some = [number for number in numbers if self.dice.random() < 0.04][:_PARTS]
        self.many("open", [number for number in numbers if number not in some], "--reason", "CHANGED_MIND", *more)
        for number in some:
            line = self.dice.choice(self.desk.must("show", number)["order"]["lines"])
            self.desk.must("return", "open", number, "--line", f"{line['remote_id']}=1", "--reason", "DEFECTIVE", *more)

    def arrive(self) -> None:
        """Parcels are counted and looked at; a few are still on their way, and in some something is missing."""
        here: list[str] = []
        ours = {(name, one["number"]) for name in self.there for one in self.orders_of(name)}
        for one in self.returns():
            if (one["account_name"], one["order_number"]) not in ours:
                continue  # it was running when Desk was installed
            if self.dice.random() < _LATE:
                self.known.late.add(one["number"])
            else:
                here.append(one["number"])
        self.numbers = sorted({*here, *self.known.late})
        short = [one for one in here if self.dice.random() < 0.03][:_PARTS]
        for number in short:
            line = self.desk.must("return", "show", number)["lines"][0]
            self.desk.must("return", "receive", number, "--line", f"{line['remote_id']}=1")
        if short:
            self.many("missing", [one for one in short if self.expected(one)])
        rest = [one for one in here if one not in short]
        told = [one["number"] for one in self.returns() if one["account_name"] == EBAY and one["number"] in rest]
        undone = self.taking_back.after(lambda: self.many("receive", rest), told)
        self.many("receive", undone)
        self.many("inspect", here, "--grade", self.dice.choice("ABC"))
        self.no_after_all([] if self.brief else rest[:_PARTS], "reject", *_WHY)
        self.desk.run("outbox", "push")

    def expected(self, number: str) -> bool:
        lines = self.desk.must("return", "show", number)["lines"]
        return any(one["counted"]["announced"] > one["counted"]["received"] for one in lines)

    def many(self, deed: str, names: Sequence[str], *words: str) -> None:
        """One command for many returns; none of them may be refused."""
        for at in range(0, len(names), _AT_ONCE):
            part = names[at : at + _AT_ONCE]
            outcome = self.desk.run("return", deed, *part, *words)
            refused = (outcome.document or {}).get("refused", [])
            if outcome.status != 0:
                told = [f"{one['name']}: {one['error']}" for one in refused] or [outcome.error.strip()[-300:]]
                self.stage.broken.append(f"return {deed} was refused: {'; '.join(told[:3])}")

    def returns(self, *states: str) -> list[dict[str, Any]]:
        options = [part for state in states for part in ("--state", state)]
        return list(self.desk.must("return", "list", "--limit", "100000", *options)["returns"])

    # -- what the merchant's people do meanwhile -------------------------------------------------------------------

    def people_give(self, share: float, whole: float) -> None:
        """They give money back in the channels' own pages: some of it, or all that is left."""
        for name, channel in self.there.items():
            if self.brief:
                return
            for order in self.orders_of(name):
                chance, left = self.dice.random(), channel.left(order)
                if chance > share + whole or left < 2:
                    continue
                amount = left if chance < whole else max(1, left // self.dice.randint(2, 9))
                if channel.give_back(self.stage.simulators[name], order, amount):
                    self.book.moved.add((name, order["id"]))

    # -- the file --------------------------------------------------------------------------------------------------

    def settle_by_file(self) -> None:
        if self.brief:
            self.sheet.write_small(self.numbers)
            self.sheet.settle()
            return
        self.sheet.write(self.numbers)
        ready = self.sheet.preview()
        slow = [name for name, channel in self.there.items() if channel.kind == AMAZON]
        left = {
            (name, one["number"]): channel.left(one)
            for name, channel in self.there.items()
            for one in self.orders_of(name)
        }
        self.sheet.check_blocked(self.returns(), left, slow)
        self.stage.tell(f"{len(ready)} of {len(self.numbers)} returns are ready")
        before = self.sheet.queued()
        while self.kills.take("queueing"):
            done = self.sheet.queued() - before
            if not self.sheet.die(len(ready) - done):
                break
            if self.kills.by_state["queueing"] == 1:
                self.people_give(_BETWEEN, 0.0)
                self.sync()
            self.sheet.promise()
        self.sheet.settle()

    # -- pushes ----------------------------------------------------------------------------------------------------

    def push(self) -> None:
        """Refunds go out, and Desk dies at each of their steps."""
        for _ in range(2):  # what waited for one that was killed may not have come to its moment
            due = [moment for moment in SENDING for _ in range(self.kills.left(moment))]
            self.dice.shuffle(due)
            if due:
                self.count()
            for moment in due:
                self.killing.at(moment)
        for _ in range(2):  # a fault of the weather may have come before the step
            for step in STEPS[:2]:
                self.step(step)
            if not self.kills.left(*STEPS[:2]):
                break
            self.time.jump(LONGEST_WAIT)
        if self.brief:
            # So late that what a dead process sent is through, and the channel would take it once more.
            self.time.jump(LONGEST_WAIT)
        for _ in range(max(self.kills.left("waiting"), self.kills.left("anytime"))):
            self.killing.waiting()
            self.killing.anytime(_SOON)
        self.send()
        self.time.jump(_FEED_TIME)
        self.step(STEPS[2])
        self.send()
        self.time.jump(_FEED_TIME)
        self.step(STEPS[3])
        self.send()
        self.book.look_at_outbox()

    def send(self) -> None:
        """All accounts with something to send side by side, each by a process of its own."""
        names = {one["account_name"]: None for one in self.stage.entries(*OPEN)}
        for child in [self.desk.start("outbox", "push", "--account", name) for name in names]:
            self.desk.finish(child)

    def count(self) -> None:
        self.book.look_at_outbox()
        waiting = Counter(wish.account for wish in self.book.waiting)
        self.stage.waiting = {name: waiting[name] for name in self.stage.simulators}

    def step(self, step: str) -> None:
        if self.feeds.wants(step):
            self.count()
            self.feeds.step(step)

    def another_pile(self, number: int) -> None:
        """Some moment or fault was not met yet: a few more goods lie there, unannounced, and are settled by hand."""
        unmet = [profile for profile, count in faults.hits(self.stage.all).items() if not count]
        kills = [moment for moment in self.kills.by_state if self.kills.left(moment)]
        self.stage.tell(f"still to come: {', '.join(kills + unmet)}")
        self.weather(storm=number % 2 == 1)
        made = {name: set(self.sell(name, 3)) for name in self.there}
        for moment in ("fetching", "ingesting"):
            if self.kills.left(moment):
                self.killing.in_sync(moment)
        self.sync()
        before = {one["number"] for one in self.returns()}
        self.many("open", self.unannounced(made), "--arrived")
        fresh = [one["number"] for one in self.returns() if one["number"] not in before]
        self.many("inspect", fresh, "--grade", "A")
        self.many_settled(fresh)
        self.push()

    def unannounced(self, made: Mapping[str, set[str]]) -> list[str]:
        """The numbers of these orders without those whose buyers asked the channel for a return while Desk fetched, as
        the weather lets them: their goods are in that return, and so is their money. Where a channel showed an old page
        the agent does not see them yet; that they come in the end is judged at the end.
        """
        numbers: list[str] = []
        for name, channel in self.there.items():
            free = made[name] - channel.asked_for(self.stage.simulators[name])
            numbers += [one["number"] for one in self.orders_of(name) if one["id"] in free]
        return [one for one in numbers if self.desk.run("show", one).status == 0]

    def many_settled(self, numbers: Sequence[str]) -> None:
        outcome = self.desk.run("return", "settle", *numbers)
        if outcome.status != 0:
            rows = (outcome.document or {}).get("settlements", [])
            told = [f"{one['return']}: {one['error']}" for one in rows if one["error"]] or [outcome.error.strip()]
            said = "; ".join(told[:3])
            self.stage.broken.append(f"returns that lay there unannounced could not be settled: {said}")

    def until_quiet(self) -> None:
        faults.clear(self.stage.all)
        for name, simulator in self.stage.simulators.items():
            self.there[name].mend(simulator)
        # A shop that refused the keys gets nothing until they are seen to work.
        self.sync()
        self.quiet()
        if not self.stage.sync():
            self.stage.broken.append("not every account could be fetched at the end, though nothing was in the way")

    def quiet(self) -> None:
        """Nothing goes on by itself any more; where nobody can tell, the agent looks and says so."""
        for rest in (LONGEST_WAIT, _FINANCE_TIME, _FINANCE_TIME, *[24 * 3600.0 + 600.0] * 5):
            self.time.jump(rest)
            self.send()
            self.book.settle_doubts()
            if not self.stage.entries(*OPEN, "unclear", "conflict"):
                return

    def again(self) -> None:
        """The same file once more: what was refused goes again with what is left, and then nothing changes at all."""
        for _ in range(_TRIES):
            self.time.jump(SETTLED)
            self.stage.sync()
            self.sheet.promise()
            self.book.look_at_outbox()
            before = self.book.effects()
            if any(row["result"] == "queued" for row in self.sheet.run()):
                self.quiet()
            if self.book.effects() == before:
                break
        else:
            self.stage.broken.append("the same file still moves money at each run")
        self.time.jump(_REPORTS)
        self.sync()
        self.book.look_at_outbox()

    # -- the end ---------------------------------------------------------------------------------------------------

    def judged(self, document: Mapping[str, Any]) -> tuple[Iterable[Difference], Iterable[str]]:
        shown, pushes = self.shown(), self.stage.entries()
        (self.stage.folder / "returns.json").write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
        exported = document["orders"]
        pieces = own_pieces(exported)
        differences: list[Difference] = []
        wrong = [
            *kept(shown, pushes, self.sheet.promises),
            *unfair(shown, pushes, self.sheet.plain, self.priced(shown)),
        ]
        orders = []
        for name, simulator in self.stage.simulators.items():
            truth = self.there[name].truth(simulator, pieces)
            orders += list(truth.orders)
            wrong += [*truth.troubles, *self.there[name].wrong(simulator)]
            differences += self.there[name].cases_differ(document, simulator)
            if name == EBAY:
                differences += paid_there(shown, pushes, simulator.state()["returns"])
        if len(self.numbers) < 0.9 * RETURNS * self.stage.scale:
            wrong.append(f"only {len(self.numbers)} returns were in the file")
        return [*differ(exported, orders), *differences], wrong

    def priced(self, shown: Iterable[Mapping[str, Any]]) -> dict[str, Priced]:
        """Orders that had one return and no other refund, by number."""
        returns = Counter(one["order_number"] for one in shown)
        found = {}
        for name, channel in self.there.items():
            for order in self.orders_of(name):
                once = returns[order["number"]] == 1 and len(order["refunds"]) == 1
                if once and (name, order["id"]) not in self.book.moved:
                    paid = channel.left(order) + sum(one["amount"] for one in order["refunds"])
                    found[order["number"]] = Priced(order["lines"], channel.way_there(order), paid)
        return found

    def shown(self) -> list[dict[str, Any]]:
        numbers = [one["number"] for one in self.returns(*_STATES)]
        found: list[dict[str, Any]] = []
        for at in range(0, len(numbers), _AT_ONCE):
            told = self.desk.must("return", "show", *numbers[at : at + _AT_ONCE])
            found += told.get("returns", [told])
        return found
