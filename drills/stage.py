"""Owns what a drill is played on: drill time, simulators, Desk, the agent and what Desk is known to know by now.
The scripts move it; nothing here decides what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from connectors.simulation.world import DEFAULT_NOW
from drills.agent import Agent
from drills.clock import DrillTime
from drills.driver import DESK, WARM, DeskDriver, Outcome
from drills.faults import METHODS, Weather
from drills.kills import SENDING, Kills
from drills.simulators import Simulator, Wanted, start_all
from drills.truth import NOTHING, Channel, Look

# Slow enough that what is dated two minutes late lies before what was just done, fast enough for back-offs.
RATE = 8.0
LEASE = 61.0
"""Drill seconds after which a dead process' work may be taken over."""
LONGEST_WAIT = 901.0
SETTLED = 240.0
"""Drill seconds after which a channel tells all it knows, with its clock 90 s off too: the marketplaces' lists end two
minutes before now."""
OPEN = ("held", "waiting", "sending")
_SYNC_TRIES = 4
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How long a drill is. Small ones have few orders, but still meet every fault and every moment."""

    orders: int
    rounds: int
    shipped: int  # orders a kind of channel and round
    moves: int  # an account and round
    faults: int  # an account and round

    @classmethod
    def of(cls, scale: float) -> Size:
        return cls(
            orders=round(2000 * scale),
            rounds=3 + round(2 * scale),
            shipped=6 + round(10 * scale),
            moves=3 + round(4 * scale),
            faults=2,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How whoever starts a drill wants it played, in an empty folder. With `only`, Desk is killed at these moments and
    not every fault has to be met, which is enough to see what a missing safety does.
    """

    seed: int
    scale: float
    kills: int
    folder: Path
    program: Sequence[str] = DESK
    only: Sequence[str] = ()
    tell: Tell = lambda _: None

    @property
    def brief(self) -> bool:
        return bool(self.only)


class Stage:
    """Everything that runs while a drill is played. Its parts end with the stack."""

    def __init__(
        self,
        channels: Sequence[Channel],
        terms: Terms,
        stack: ExitStack,
        *,
        name: str = "ship",
        size: Size | None = None,
        sending: Sequence[str] = SENDING,
        methods: Sequence[str] = METHODS,
    ) -> None:
        """`methods` are those that the channels are asked by."""
        folder = terms.folder
        self.seed, self.scale, self.tell, self.folder = terms.seed, terms.scale, terms.tell, folder
        self.brief = terms.brief
        self.size = size or Size.of(terms.scale)
        self.dice = Random(f"{name} {terms.seed}")
        self.time = DrillTime(folder / "clock.json", DEFAULT_NOW, RATE)
        self.desk = DeskDriver(folder, self.time.file, terms.program, terms.tell, rest=self.time.jump, warm=WARM)
        self.desk.warm_up()  # beside the simulators, which take as long to start
        self.channels = tuple(channels)
        self.by_shop: dict[str, Channel] = {}
        wanted: list[Wanted] = []
        for channel in self.channels:
            for one in channel.wanted(terms.seed, max(channel.least, self.size.orders // len(self.channels))):
                wanted.append(one)
                self.by_shop[one.name] = channel
        log = stack.enter_context((folder / "simulators.log").open("wb"))
        self.simulators = {one.name: one for one in start_all(wanted, self.time.file, log)}
        for simulator in self.simulators.values():
            stack.callback(simulator.stop)
        self.agent = Agent(self.dice)
        self.weather = Weather(self.dice, methods)
        self.kills = Kills(terms.kills, self.dice, terms.only, sending)
        self.known: dict[str, Look] = dict.fromkeys(self.simulators, NOTHING)
        self.waiting: dict[str, int] = dict.fromkeys(self.simulators, 0)
        self.broken: list[str] = []

    @property
    def all(self) -> list[Simulator]:
        return list(self.simulators.values())

    @property
    def kinds(self) -> list[str]:
        return [channel.kind for channel in self.channels]

    def shipped_by(self, shop: str) -> int:
        """Orders that the agent ships of this account in a round: kinds of channels have equal shares."""
        alike = sum(channel.kind == self.by_shop[shop].kind for channel in self.by_shop.values())
        return -(-self.size.shipped // alike)

    # -- Desk ------------------------------------------------------------------------------------------------------

    def account(self, name: str, **secrets: str) -> list[str]:
        """The command that sets an account up, with further `secrets` beside those that the simulator tells."""
        simulator = self.simulators[name]
        names = self.desk.know_secrets(name, {**simulator.credentials, **secrets})
        settings = {**simulator.settings, "name": name, "writing": "on"}
        options = [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
        options += [part for key, name in names.items() for part in ("--secret", f"{key}={name}")]
        return ["accounts", "add", simulator.kind, *options]

    def look(self) -> dict[str, Look]:
        return {name: self.by_shop[name].look(simulator) for name, simulator in self.simulators.items()}

    def settled(self) -> dict[str, Look]:
        """What is there, and so much later that each channel tells it to whoever asks."""
        looked = self.look()
        self.time.jump(SETTLED)
        for name, look in looked.items():
            self.by_shop[name].stir(self.simulators[name], look)
        return looked

    def sync(self) -> bool:
        """Fetches until every account is through, a few times at most; remembers what Desk now knows."""
        for _ in range(_SYNC_TRIES):
            before = self.settled()
            if self.note_synced(self.desk.run("sync"), before):
                return True
            self.time.jump(LONGEST_WAIT)
        return False

    def note_synced(self, outcome: Outcome, before: Mapping[str, Look]) -> bool:
        through = {one["account"] for one in (outcome.document or {}).get("synced", ()) if one["finished"]}
        for name in through:
            self.known[name] = before[name]
            self.by_shop[name].synced(name, before[name])
        return through == set(self.simulators)

    def entries(self, *states: str) -> list[dict[str, Any]]:
        options = [part for state in states for part in ("--state", state)]
        return list(self.desk.must("outbox", "list", "--limit", "100000", *options)["pushes"])

    def count_waiting(self, since: int) -> None:
        """How many parcels wait for each account: those that Desk took since the agent had so many deeds."""
        self.waiting = dict.fromkeys(self.simulators, 0)
        for deed in self.agent.deeds[since:]:
            self.waiting[deed.shop] += deed.accepted
