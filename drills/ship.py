"""The drill "ship": agents report parcels while buyers and shop owners act, faults befall the wire and Desk is killed
again and again. Owns the script; what came of it is drills.compare's to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from connectors.simulation.world import DEFAULT_NOW
from drills import faults
from drills.agent import Agent, Row
from drills.clock import DrillTime, Stopwatch, until
from drills.compare import judge, own_pieces
from drills.driver import DESK, Child, DeskDriver, Outcome, wait_for_end
from drills.faults import Weather
from drills.kills import OTHERS, SENDING, Kills
from drills.result import Result
from drills.simulators import Simulator, start_all
from drills.truth import NOTHING, Channel, Look, Shippable
from drills.woocommerce import WooCommerce

# Slow enough that what is dated two minutes late lies before what was just done, fast enough for back-offs.
RATE = 8.0
LEASE = 61.0
"""Drill seconds after which a dead process' work may be taken over."""
LONGEST_WAIT = 901.0
_HELD_WITHIN = 15.0
_QUIET_TRIES = 10
_EXTRA_ROUNDS = 6
OPEN = ("held", "waiting", "sending")
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How long a drill is. Small ones have few orders, but still meet every fault and every moment."""

    orders: int
    rounds: int
    shipped: int  # orders a round
    moves: int  # a shop and round
    faults: int  # a shop and round

    @classmethod
    def of(cls, scale: float) -> Size:
        rounds = 3 + round(4 * scale)
        return cls(
            orders=max(160, round(2000 * scale)),
            rounds=rounds,
            shipped=12 + round(24 * scale),
            moves=3 + round(5 * scale),
            faults=2,
        )


def run(
    *,
    seed: int,
    scale: float,
    kills: int,
    folder: Path,
    program: Sequence[str] = DESK,
    tell: Tell = lambda _: None,
) -> Result:
    """Plays the drill in an empty folder. Raises SimulatorTrouble and DeskTrouble for what no rule covers."""
    watch = Stopwatch()
    with ExitStack() as stack:
        script = _Script(seed, scale, kills, folder, program, tell, stack)
        script.play()
        return script.result(watch)


class _Script:
    def __init__(
        self, seed: int, scale: float, kills: int, folder: Path, program: Sequence[str], tell: Tell, stack: ExitStack
    ) -> None:
        self.seed, self.scale, self.tell, self.folder = seed, scale, tell, folder
        self.size = Size.of(scale)
        self.dice = Random(f"ship {seed}")
        self.time = DrillTime(folder / "clock.json", DEFAULT_NOW, RATE)
        self.channels: tuple[Channel, ...] = (WooCommerce(),)
        self.by_shop: dict[str, Channel] = {}
        wanted = []
        for channel in self.channels:
            for one in channel.wanted(seed, self.size.orders // len(self.channels)):
                wanted.append(one)
                self.by_shop[one.name] = channel
        log = stack.enter_context((folder / "simulators.log").open("wb"))
        self.simulators = {one.name: one for one in start_all(wanted, self.time.file, log)}
        for simulator in self.simulators.values():
            stack.callback(simulator.stop)
        self.desk = DeskDriver(folder, self.time.file, program, tell)
        self.agent = Agent(self.dice)
        self.weather = Weather(self.dice)
        self.kills = Kills(kills, self.dice)
        self.known: dict[str, Look] = dict.fromkeys(self.simulators, NOTHING)
        self.waiting: dict[str, int] = dict.fromkeys(self.simulators, 0)
        self.broken: list[str] = []
        self.conflicts = 0

    # -- the script ------------------------------------------------------------------------------------------------

    def play(self) -> None:
        self.set_up()
        for number in range(self.size.rounds):
            self.round(storm=number % 2 == 1)
        for _ in range(_EXTRA_ROUNDS + self.kills.wanted // len(OTHERS)):
            if not self.kills.left() and all(faults.hits(self.all).values()):
                break
            self.round(storm=False)
        self.until_quiet()

    @property
    def all(self) -> list[Simulator]:
        return list(self.simulators.values())

    def set_up(self) -> None:
        for simulator in self.all:
            names = self.desk.know_secrets(simulator.name, simulator.credentials)
            settings = {**simulator.settings, "name": simulator.name, "writing": "on"}
            options = [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
            options += [part for key, name in names.items() for part in ("--secret", f"{key}={name}")]
            self.desk.must("accounts", "add", simulator.kind, *options, tries=3)
        # The first fetch has full pages, so it is the one to die in.
        for _ in range(self.kills.left("ingesting") + 1):
            self.kill_in_sync("ingesting")
        self.kill_in_sync("fetching")
        self.sync()

    def round(self, *, storm: bool) -> None:
        self.tell(f"drill time {self.time.now():%m-%d %H:%M}, {len(self.agent.deeds)} deeds, {self.kills.done} kills")
        self.others_act()
        for simulator in self.all:
            channel = self.by_shop[simulator.name]
            self.weather.set_in(simulator, self.size.faults, channel.late_record(simulator.name), storm=storm)
        for moment in ("fetching", "ingesting"):
            self.kill_in_sync(moment)
        self.sync()
        self.ship()
        self.others_interfere()
        self.push(together_with_sync=storm)
        self.time.jump(LONGEST_WAIT)

    def until_quiet(self) -> None:
        """Faults end; what is left must go out and both sides must meet."""
        faults.clear(self.all)
        for _ in range(_QUIET_TRIES):
            self.time.jump(LONGEST_WAIT)
            self.sync()
            self.desk.run("outbox", "push")
            if not self.entries(*OPEN):
                break
        effects = self.client_effects()
        self.time.jump(LONGEST_WAIT)
        self.desk.must("outbox", "push")
        if self.client_effects() != effects:
            self.broken.append("a push with nothing waiting changed something in a channel")
        if not self.sync():
            self.broken.append("not every account could be fetched at the end, though nothing was in the way")

    def client_effects(self) -> int:
        return sum(entry["actor"] == "client" for simulator in self.all for entry in simulator.journal()["entries"])

    # -- the others ------------------------------------------------------------------------------------------------

    def others_act(self) -> None:
        for name, simulator in self.simulators.items():
            look = self.by_shop[name].look(simulator)
            buyers = max(0, 1 + self.shipped_a_shop - len(look.ready(self.known[name])))
            self.by_shop[name].act(
                simulator, look, self.size.moves, buyers, self.agent.busy(name), self.known[name], self.dice
            )

    @property
    def shipped_a_shop(self) -> int:
        return self.size.shipped // len(self.simulators)

    def others_interfere(self) -> None:
        for deed in self.agent.deeds[-self.size.shipped :]:
            if deed.accepted and self.dice.random() < 0.15:
                simulator = self.simulators[deed.shop]
                self.by_shop[deed.shop].interfere(simulator, deed.order, deed.tracking, self.dice)

    def settle_conflicts(self) -> None:
        """Where a shop owner relents, the agent tries again; elsewhere she takes the parcel back or leaves it."""
        self.conflicts = 0
        again, back = [], []
        orders = {(deed.shop, deed.number): deed.order for deed in self.agent.deeds}
        for entry in self.entries("conflict"):
            shop, chance = entry["account_name"], self.dice.random()
            order = orders[(shop, entry["order_number"])]
            if chance < 0.4 and self.by_shop[shop].relent(self.simulators[shop], order):
                again.append(str(entry["id"]))
            elif chance > 0.85:
                back.append(str(entry["id"]))
        if again:
            self.desk.must("outbox", "retry", *again)
        if back:
            self.desk.must("outbox", "recall", *back)

    # -- the agent -------------------------------------------------------------------------------------------------

    def sync(self) -> bool:
        """Fetches until every account is through, a few times at most; remembers what Desk now knows."""
        for _ in range(4):
            before = self.look()
            if self.note_synced(self.desk.run("sync"), before):
                return True
            self.time.jump(LONGEST_WAIT)
        return False

    def look(self) -> dict[str, Look]:
        return {name: self.by_shop[name].look(simulator) for name, simulator in self.simulators.items()}

    def note_synced(self, outcome: Outcome, before: Mapping[str, Look]) -> bool:
        through = {one["account"] for one in (outcome.document or {}).get("synced", ()) if one["finished"]}
        for name in through:
            self.known[name] = before[name]
        return through == set(self.simulators)

    def ship(self) -> None:
        rows = self.choose()
        if not rows:
            return
        # A parcel without lines can also be told by the command alone.
        alone = rows[-1] if not rows[-1].line and len(rows) > 1 and self.dice.random() < 0.4 else None
        file_rows = rows[:-1] if alone else rows
        file = self.folder / "parcels.csv"
        self.agent.write(file_rows, file)
        if self.kills.take("queueing"):
            self.kill_in_ship(file, file_rows)
        outcome = self.desk.run("ship", "--file", str(file))
        self.book(file_rows, outcome)
        if alone is not None:
            self.ship_alone(alone)

    def choose(self) -> list[Row]:
        orders: list[Shippable] = []
        still: dict[str, frozenset[str]] = {}
        for name, look in self.look().items():
            busy = self.agent.busy(name)
            fresh = [order for order in look.ready(self.known[name]) if order.id not in busy]
            orders += self.dice.sample(fresh, min(len(fresh), self.shipped_a_shop))
            still[name] = look.unfinished & self.known[name].unfinished
        self.dice.shuffle(orders)
        return self.agent.pack(orders, still)

    def book(self, rows: Sequence[Row], outcome: Outcome) -> None:
        if outcome.document is None:
            self.broken.append(f"a file was not read: {outcome.error.strip()[:300]}")
            return
        for refusal in self.agent.book(rows, outcome.document["rows"]):
            self.tell(f"  refused: {refusal}")
        self.count_waiting()

    def ship_alone(self, row: Row) -> None:
        """One parcel by the command itself."""
        outcome = self.desk.run("ship", row.order.number, "--carrier", row.carrier, "--number", row.tracking)
        done = outcome.status == 0
        result = {"order": row.order.number, "number": row.tracking, "reason": outcome.error.strip()}
        self.agent.book([row], [result | {"result": "reported" if done else "blocked"}])
        self.count_waiting()

    def count_waiting(self) -> None:
        self.waiting = dict.fromkeys(self.simulators, 0)
        for deed in self.agent.deeds[-self.size.shipped :]:
            self.waiting[deed.shop] += deed.accepted

    def push(self, *, together_with_sync: bool) -> None:
        moments = [moment for moment in SENDING for _ in range(self.kills.left(moment))]
        self.dice.shuffle(moments)
        for moment in moments[: self.kills.sending_a_round(self.size.rounds)]:
            self.kill_in_push(moment)
        if self.kills.take("waiting"):
            self.kill_waiting()
        if self.kills.take("anytime"):
            self.kill_anytime()
        if together_with_sync:
            # Two processes at once: one drains the outbox, the other fetches.
            before = self.look()
            fetching = self.desk.start("sync")
            outcome = self.desk.run("outbox", "push")
            self.note_synced(self.desk.finish(fetching), before)
        else:
            outcome = self.desk.run("outbox", "push")
        self.conflicts += (outcome.document or {}).get("conflict", 0)
        if together_with_sync and self.conflicts:
            self.settle_conflicts()

    # -- kills -----------------------------------------------------------------------------------------------------

    def entries(self, *states: str) -> list[dict[str, Any]]:
        options = [part for state in states for part in ("--state", state)]
        return list(self.desk.must("outbox", "list", "--limit", "100000", *options)["pushes"])

    def after_kill(self) -> None:
        """The dead process' lease runs out."""
        self.time.jump(LEASE)

    def kill_in_push(self, moment: str) -> None:
        """Hold one request of a push, kill, and see in the outbox that it was being sent."""
        shops = [name for name, count in self.waiting.items() if count]
        if not shops:
            return
        shop = self.dice.choice(shops)
        simulator = self.simulators[shop]
        nth = self.dice.randrange(1, 1 + min(3, self.waiting[shop]))
        child = self.held(simulator, moment, nth, "outbox", "push", "--account", shop)
        if child is None:
            return
        killed = child.kill()
        self.desk.finish(child)
        simulator.release()
        if killed and self.was_sending(moment, shop):
            self.kills.hit(moment)
        self.after_kill()

    def was_sending(self, moment: str, shop: str) -> bool:
        """The held request says so; at the first kill of a kind the outbox is asked as well."""
        if self.kills.by_state[moment]:
            return True
        return any(one["account_name"] == shop for one in self.entries("sending"))

    def held(self, simulator: Simulator, moment: str, nth: int, *arguments: str) -> Child | None:
        """A command that stands at a held request; None where it ended without one."""
        wish = self.by_shop[simulator.name].hold(simulator.name, moment, nth)
        simulator.hold(wish.when, wish.method, wish.path_contains, wish.nth)
        child = self.desk.start(*arguments)
        until(lambda: simulator.holding() or not child.running(), _HELD_WITHIN)
        if simulator.holding():
            return child
        simulator.release()
        self.desk.finish(child)
        return None

    def kill_in_sync(self, moment: str) -> None:
        if self.kills.take(moment) is None:
            return
        simulator = self.dice.choice(self.all)
        child = self.held(simulator, moment, 1, "sync", "--account", simulator.name)
        if child is None:
            return
        if moment == "ingesting":
            self.let_ingest(simulator, child)
        between_pages = simulator.holding()
        if child.kill():
            self.kills.hit("fetching" if between_pages and moment == "ingesting" else moment)
        self.desk.finish(child)
        simulator.release()
        self.after_kill()

    def let_ingest(self, simulator: Simulator, child: Child) -> None:
        """The page comes in, until the store begins to write it down. The next page is held, so that none slips by."""
        before = self.desk.written()
        fence = self.by_shop[simulator.name].hold(simulator.name, "fetching", 0)
        simulator.hold(fence.when, fence.method, fence.path_contains, fence.nth)
        until(lambda: self.desk.written() != before or not child.running(), _HELD_WITHIN)

    def kill_waiting(self) -> None:
        """A push dies before it has begun to send."""
        child = self.desk.start("outbox", "push")
        wait_for_end(child, self.dice.uniform(0.02, 0.25))
        killed = child.kill()
        self.desk.finish(child)
        states = {one["state"] for one in self.entries(*OPEN)}
        if killed and "waiting" in states:
            self.kills.hit("waiting")
        self.after_kill()

    def kill_in_ship(self, file: Path, rows: Sequence[Row]) -> None:
        """While a file is read: some of its parcels are in the outbox, others not yet."""
        parcels = len({row.tracking for row in rows})
        before = self.desk.written()
        child = self.desk.start("ship", "--file", str(file))
        # Each parcel is written by itself; opening the store writes, too.
        grown = self.dice.randrange(2, 2 + max(1, parcels - 1))

        def wrote() -> bool:
            nonlocal before, grown
            now = self.desk.written()
            if now != before:
                before, grown = now, grown - 1
            return grown <= 0 or not child.running()

        until(wrote, _HELD_WITHIN)
        killed = child.kill()
        self.desk.finish(child)
        there = {one["what"]["number"] for one in self.entries("waiting")}
        ours = {row.tracking for row in rows}
        if killed and 0 < len(ours & there) < len(ours):
            self.kills.hit("queueing")

    def kill_anytime(self) -> None:
        command = self.dice.choice((("sync",), ("outbox", "push")))
        child = self.desk.start(*command)
        wait_for_end(child, self.dice.uniform(0.3, 2.5))
        if child.kill():
            self.kills.hit("anytime")
        self.desk.finish(child)
        self.after_kill()

    # -- the end ---------------------------------------------------------------------------------------------------

    def result(self, watch: Stopwatch) -> Result:
        exported = self.desk.must("export")["orders"]
        pieces = own_pieces(exported)
        truths = [self.by_shop[name].truth(one, pieces) for name, one in self.simulators.items()]
        judgement = judge(exported, truths, self.agent.deeds)
        hits = faults.hits(self.all)
        broken = [
            *self.broken,
            *judgement.broken,
            *self.kills.missed(),
            *(f"no request met the fault {profile}" for profile, count in hits.items() if not count),
            *self.desk.key_leaks(),
        ]
        return Result(
            drill="ship",
            seed=self.seed,
            scale=self.scale,
            judgement=judgement,
            kills=self.kills.done,
            kills_by_state=self.kills.by_state,
            faults=hits,
            seconds=watch.seconds,
            broken=tuple(broken),
        )
