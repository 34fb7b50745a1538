"""The drill "ship": agents report parcels while buyers and channel's people act, faults befall the wire and Desk is
killed again and again. Owns the script; what came of it is drills.compare's to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack

from drills import faults
from drills.agent import Row
from drills.amazon import Amazon
from drills.clock import Stopwatch
from drills.compare import judge, own_pieces
from drills.driver import Outcome
from drills.ebay import Ebay
from drills.killing import Killing
from drills.kills import OTHERS
from drills.leaks import Value, leaks_in, people_of, secrets_of
from drills.result import Result
from drills.stage import LONGEST_WAIT, OPEN, Stage, Terms
from drills.truth import Channel, Shippable
from drills.woocommerce import WooCommerce

KINDS: Mapping[str, Callable[[], Channel]] = {"woocommerce": WooCommerce, "ebay": Ebay, "amazon": Amazon}
_QUIET_TRIES = 10
_EXTRA_ROUNDS = 6
_INTERFERED = 0.15
_BRIEF_ROUNDS = 2


def run(terms: Terms, kinds: Sequence[str] = tuple(KINDS)) -> Result:
    """Plays the drill. Raises SimulatorTrouble and DeskTrouble for what no rule covers."""
    watch = Stopwatch()
    with ExitStack() as stack:
        script = _Script(Stage([KINDS[kind]() for kind in kinds], terms, stack))
        script.play()
        return script.result(watch)


class _Script:
    def __init__(self, stage: Stage) -> None:
        self.stage, self.brief = stage, stage.brief
        self.desk, self.time, self.dice, self.agent = stage.desk, stage.time, stage.dice, stage.agent
        self.kills = stage.kills
        self.killing = Killing(stage)
        self.conflicts = 0
        self.people: dict[Value, None] = {}

    # -- the script ------------------------------------------------------------------------------------------------

    def play(self) -> None:
        self.set_up()
        for number in range(_BRIEF_ROUNDS if self.brief else self.stage.size.rounds):
            self.round(storm=number % 2 == 1)
        for _ in range(_EXTRA_ROUNDS + self.kills.wanted // len(OTHERS)):
            if self.brief or not self.lacking():
                break
            self.round(storm=False)
        self.until_quiet()

    def lacking(self) -> bool:
        hits = faults.hits(self.stage.all)
        return bool(self.kills.left() or self.kills.untouched(self.stage.kinds) or not all(hits.values()))

    def set_up(self) -> None:
        """The first command makes the store; the others may run side by side."""
        commands = [self.stage.account(name) for name in self.stage.simulators]
        self.desk.must(*commands[0], tries=3)
        begun = [(command, self.desk.start(*command)) for command in commands[1:]]
        for command, child in begun:
            if self.desk.finish(child).status != 0:
                self.desk.must(*command, tries=2)
        # The first fetch has full pages, so it is one to die in.
        for _ in range(self.kills.left("ingesting") // 2 + 1):
            self.killing.in_sync("ingesting")
        self.killing.in_sync("fetching")
        self.stage.sync()

    def round(self, *, storm: bool) -> None:
        self.stage.tell(
            f"drill time {self.time.now():%m-%d %H:%M}, {len(self.agent.deeds)} deeds, {self.kills.done} kills"
        )
        # Full pages are dear, as marketplaces are asked for each order's parcels: only while they serve something.
        wanted = self.kills.left("fetching", "ingesting") > 0 or not self.agent.deeds
        self.others_act(full_pages=wanted and not storm and not self.brief)
        for simulator in self.stage.all:
            channel = self.stage.by_shop[simulator.name]
            late = channel.late_record(simulator.name)
            self.stage.weather.set_in(simulator, self.stage.size.faults, late, storm=storm)
        for moment in ("fetching", "ingesting"):
            for _ in range(self.kills.share(moment, self.stage.size.rounds)):
                self.killing.in_sync(moment)
        self.stage.sync()
        self.ship()
        self.others_interfere()
        self.push(together_with_sync=storm)
        self.time.jump(LONGEST_WAIT)

    def until_quiet(self) -> None:
        """Faults end; what is left must go out and both sides must meet."""
        faults.clear(self.stage.all)
        for _ in range(_QUIET_TRIES):
            self.time.jump(LONGEST_WAIT)
            self.stage.sync()
            self.desk.run("outbox", "push")
            if not self.stage.entries(*OPEN):
                break
        effects = self.client_effects()
        self.time.jump(LONGEST_WAIT)
        self.desk.must("outbox", "push")
        if self.client_effects() != effects:
            self.stage.broken.append("a push with nothing waiting changed something in a channel")
        if not self.stage.sync():
            self.stage.broken.append("not every account could be fetched at the end, though nothing was in the way")

    def client_effects(self) -> int:
        return sum(
            entry["actor"] == "client" for simulator in self.stage.all for entry in simulator.journal()["entries"]
        )

    # -- the others ------------------------------------------------------------------------------------------------

    def others_act(self, *, full_pages: bool) -> None:
        for name, look in self.stage.look().items():
            simulator, channel = self.stage.simulators[name], self.stage.by_shop[name]
            self.people.update(dict.fromkeys(people_of(name, channel.people(look))))
            known, busy = self.stage.known[name], self.agent.busy(name)
            buyers = max(0, 1 + self.stage.shipped_by(name) - len(look.ready(known)))
            channel.act(simulator, look, self.stage.size.moves, buyers, busy, known, self.dice)
            if full_pages:
                channel.fill_pages(simulator, look, busy)

    def others_interfere(self) -> None:
        for deed in self.agent.deeds[self.shipped_before :]:
            if deed.accepted and deed.ours and self.dice.random() < _INTERFERED:
                simulator = self.stage.simulators[deed.shop]
                self.stage.by_shop[deed.shop].interfere(simulator, deed.order, deed.tracking, self.dice)

    def settle_conflicts(self) -> None:
        """Where a shop owner relents, the agent tries again; elsewhere she takes the parcel back or leaves it."""
        self.conflicts = 0
        again, back = [], []
        orders = {(deed.shop, deed.number): deed.order for deed in self.agent.deeds}
        for entry in self.stage.entries("conflict"):
            shop, chance = entry["account_name"], self.dice.random()
            order = orders[(shop, entry["order_number"])]
            if chance < 0.4 and self.stage.by_shop[shop].relent(self.stage.simulators[shop], order):
                again.append(str(entry["id"]))
            elif chance > 0.85:
                back.append(str(entry["id"]))
        if again:
            self.desk.must("outbox", "retry", *again)
        if back:
            self.desk.must("outbox", "recall", *back)

    # -- the agent -------------------------------------------------------------------------------------------------

    def ship(self) -> None:
        self.shipped_before = len(self.agent.deeds)
        rows = self.choose()
        if not rows:
            return
        # A parcel without lines can also be told by the command alone.
        alone = rows[-1] if not rows[-1].line and len(rows) > 1 and self.dice.random() < 0.4 else None
        file_rows = rows[:-1] if alone else rows
        file = self.stage.folder / "parcels.csv"
        self.agent.write(file_rows, file)
        self.killing.in_ship(file, file_rows)
        outcome = self.desk.run("ship", "--file", str(file))
        self.book(file_rows, outcome)
        if alone is not None:
            self.ship_alone(alone)
        self.stage.count_waiting(self.shipped_before)

    def choose(self) -> list[Row]:
        orders: list[Shippable] = []
        forbidden: list[Shippable] = []
        still: dict[str, frozenset[str]] = {}
        for name, look in self.stage.look().items():
            busy, known = self.agent.busy(name), self.stage.known[name]
            fresh = [order for order in look.ready(known) if order.id not in busy]
            orders += self.dice.sample(fresh, min(len(fresh), self.stage.shipped_by(name)))
            forbidden += self.dice.sample(not_ours := look.forbidden(known), min(len(not_ours), 1))
            still[name] = look.unfinished & known.unfinished
        self.dice.shuffle(orders)
        return self.agent.pack(orders, still, forbidden)

    def book(self, rows: Sequence[Row], outcome: Outcome) -> None:
        if outcome.document is None:
            self.stage.broken.append(f"a file was not read: {outcome.error.strip()[:300]}")
            return
        for refusal in self.agent.book(rows, outcome.document["rows"]):
            self.stage.tell(f"  refused: {refusal}")

    def ship_alone(self, row: Row) -> None:
        """One parcel by the command itself."""
        outcome = self.desk.run("ship", row.order.number, "--carrier", row.carrier, "--number", row.tracking)
        done = outcome.status == 0
        result = {"order": row.order.number, "number": row.tracking, "reason": outcome.error.strip()}
        self.agent.book([row], [result | {"result": "reported" if done else "blocked"}])

    def push(self, *, together_with_sync: bool) -> None:
        self.killing.in_pushes()
        self.killing.waiting()
        self.killing.anytime()
        if together_with_sync:
            # Two processes at once: one drains the outbox, the other fetches.
            before = self.stage.settled()
            fetching = self.desk.start("sync")
            outcome = self.desk.run("outbox", "push")
            self.stage.note_synced(self.desk.finish(fetching), before)
        else:
            outcome = self.desk.run("outbox", "push")
        self.conflicts += (outcome.document or {}).get("conflict", 0)
        if together_with_sync and self.conflicts:
            self.settle_conflicts()

    # -- the end ---------------------------------------------------------------------------------------------------

    def result(self, watch: Stopwatch) -> Result:
        stage = self.stage
        exported = self.desk.must("export")["orders"]
        pieces = own_pieces(exported)
        truths = [stage.by_shop[name].truth(one, pieces) for name, one in stage.simulators.items()]
        judgement = judge(exported, truths, self.agent.deeds)
        hits = faults.hits(stage.all)
        broken = [
            *stage.broken,
            *judgement.broken,
            *self.kills.missed(stage.kinds),
            *(f"no request met the fault {profile}" for profile, count in hits.items() if not count),
            *self.desk.key_leaks(),
            *self.log_leaks(),
        ]
        return Result(
            drill="ship",
            seed=stage.seed,
            scale=stage.scale,
            judgement=judgement,
            kills=self.kills.done,
            kills_by_state=self.kills.by_state,
            kills_by_channel={kind: self.kills.sending_by_kind[kind] for kind in stage.kinds},
            faults=hits,
            seconds=watch.seconds,
            broken=tuple(broken),
        )

    def log_leaks(self) -> list[str]:
        """What Desk's logs hold and may not."""
        looked = self.stage.look()
        secrets: list[Value] = []
        for name, simulator in self.stage.simulators.items():
            self.people.update(dict.fromkeys(people_of(name, self.stage.by_shop[name].people(looked[name]))))
            secrets += secrets_of(name, simulator.secrets())
        return leaks_in(self.desk.logs(), secrets, self.people)
