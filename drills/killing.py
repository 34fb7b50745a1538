"""Owns how Desk is killed in a drill: a command is brought to a moment, by a request that its simulator holds or by
what it writes, then killed and the moment counted if it was that. Pushes to several accounts die side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drills.agent import Row
from drills.clock import until
from drills.driver import Child, wait_for_end
from drills.simulators import Simulator
from drills.stage import LEASE, OPEN, Stage
from drills.truth import Hold

_HELD_WITHIN = 15.0
_GLANCE = 0.02
_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class _Aim:
    """One push that is to be killed at one request."""

    moment: str
    simulator: Simulator
    kind: str
    hold: Hold
    nth: int


class Killing:
    """Kills Desk on a stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.kills = stage.kills
        self.desk = stage.desk
        self.dice = stage.dice
        self._hits: Counter[tuple[str, str]] = Counter()
        self._fetches: Counter[tuple[str, str]] = Counter()  # tried kills by account and kind, and by kind
        self._haste = 1.0

    def after(self) -> None:
        """The dead process' lease runs out."""
        self.stage.time.jump(LEASE)

    # -- while something is sent -----------------------------------------------------------------------------------

    def in_pushes(self, rare: str = "") -> None:
        """A round's share of kills while something is sent. A `rare` moment is not missed when it can be hit."""
        moments = [moment for moment in self.kills.sending for _ in range(self.kills.left(moment))]
        self.dice.shuffle(moments)
        moments.sort(key=lambda moment: moment != rare)
        moments = moments[: self.kills.sending_a_round(self.stage.size.rounds)]
        lacking = self.kills.untouched(self.stage.kinds)
        moments += [self.kills.sending[0]] * (len(lacking) - len(moments))
        while moments:
            aims: list[_Aim] = []
            for moment in moments[:_AT_ONCE]:
                aim = self._aim(moment, aims)
                if aim is not None:
                    aims.append(aim)
            moments = moments[_AT_ONCE:]
            if aims:
                self._in_push(aims)

    def at(self, moment: str) -> None:
        """One kill at this moment, where something waits for it."""
        aim = self._aim(moment, ())
        if aim is not None:
            self._in_push([aim])

    def _aim(self, moment: str, others: Sequence[_Aim]) -> _Aim | None:
        """An account that something waits for and that no other aim is at, of a kind hit least at this moment."""
        taken = {aim.simulator.name for aim in others}
        here = self._hits + Counter((aim.moment, aim.kind) for aim in others)
        ever = self.kills.sending_by_kind + Counter(aim.kind for aim in others)
        shops = [name for name, count in self.stage.waiting.items() if count and name not in taken]
        self.dice.shuffle(shops)
        kinds = {name: self.stage.by_shop[name].kind for name in shops}
        for shop in sorted(shops, key=lambda name: (here[moment, kinds[name]], ever[kinds[name]])):
            channel = self.stage.by_shop[shop]
            nth = self.dice.randrange(1, 1 + min(3, self.stage.waiting[shop]))
            hold = channel.hold(shop, moment, nth)
            if hold is not None:
                return _Aim(moment, self.stage.simulators[shop], channel.kind, hold, nth)
        return None

    def _in_push(self, aims: Sequence[_Aim]) -> None:
        children = [
            (aim, self._begin(aim.simulator, aim.hold, "outbox", "push", "--account", aim.simulator.name))
            for aim in aims
        ]
        hit = []
        for aim, child in children:
            held = self._stands(aim.simulator, child)
            if held and child.kill():
                hit.append(aim)
            self.stage.waiting[aim.simulator.name] -= aim.nth if held else self.stage.waiting[aim.simulator.name]
        for aim, child in children:
            aim.simulator.release()
            self.desk.finish(child)
        self._count(hit)
        if hit:
            self.after()

    def _count(self, hit: Sequence[_Aim]) -> None:
        """The held request says that it was sent; at the first kill of a kind the outbox is asked as well."""
        fresh = [aim for aim in hit if not self._hits[aim.moment, aim.kind]]
        sending = {one["account_name"] for one in self.stage.entries("sending")} if fresh else set()
        for aim in hit:
            if aim in fresh and aim.simulator.name not in sending:
                continue
            self._hits[aim.moment, aim.kind] += 1
            self.kills.hit(aim.moment, aim.kind)

    def _begin(self, simulator: Simulator, hold: Hold, *arguments: str) -> Child:
        simulator.hold(hold.when, hold.method, hold.path_contains, hold.nth)
        return self.desk.start(*arguments)

    def _stands(self, simulator: Simulator, child: Child) -> bool:
        """Whether the command stands at the held request, or has ended without."""
        until(lambda: not child.running() or simulator.holding(), _HELD_WITHIN, _GLANCE)
        return simulator.holding()

    # -- while something is fetched --------------------------------------------------------------------------------

    def in_sync(self, moment: str) -> None:
        if self.kills.take(moment) is None:
            return
        # Those first that were killed least; each kind of channel has its turn.
        order = self.dice.sample(self.stage.all, len(self.stage.all))
        simulator = min(order, key=lambda one: (self._fetches["", one.kind], self._fetches[one.name, one.kind]))
        self._fetches.update((("", simulator.kind), (simulator.name, simulator.kind)))
        channel = self.stage.by_shop[simulator.name]
        # Another page each time.
        nth = self._fetches[simulator.name, simulator.kind] if moment == "ingesting" else 1
        hold = channel.hold(simulator.name, moment, nth)
        if hold is None:
            return
        child = self._begin(simulator, hold, "sync", "--account", simulator.name)
        if not self._stands(simulator, child):
            simulator.release()
            self.desk.finish(child)
            return
        if moment == "ingesting":
            self._let_ingest(simulator, child)
        between_pages = simulator.holding()
        if child.kill():
            self.kills.hit("fetching" if between_pages and moment == "ingesting" else moment)
        simulator.release()
        self.desk.finish(child)
        self.after()

    def _let_ingest(self, simulator: Simulator, child: Child) -> None:
        """The page comes in, until the store begins to write it down. The next page is held, so that none slips by."""
        before = self.desk.written()
        fence = self.stage.by_shop[simulator.name].hold(simulator.name, "fetching", 0)
        if fence is None:
            simulator.release()
        else:
            simulator.hold(fence.when, fence.method, fence.path_contains, fence.nth)
        until(lambda: self.desk.written() != before or not child.running(), _HELD_WITHIN)

    # -- while something waits or is written down ------------------------------------------------------------------

    def waiting(self) -> None:
        """A push dies before it has begun to send."""
        if not self.kills.take("waiting"):
            return
        child = self.desk.start("outbox", "push")
        wait_for_end(child, self.dice.uniform(0.02, 0.25))
        killed = child.kill()
        self.desk.finish(child)
        # The outbox is asked at the first: so short a life never gets as far as sending.
        seen = self.kills.by_state["waiting"] or any(one["state"] == "waiting" for one in self.stage.entries(*OPEN))
        if killed and seen and any(count > 0 for count in self.stage.waiting.values()):
            self.kills.hit("waiting")
        self.after()

    def in_ship(self, file: Path, rows: Sequence[Row]) -> None:
        """While a file is read: some of its parcels are in the outbox, others not yet."""
        if not self.kills.take("queueing"):
            return
        ours = {row.tracking for row in rows if row.ours}
        before = self.desk.written()
        child = self.desk.start("ship", "--file", str(file))
        # Each parcel is written by itself; opening the store writes, too.
        grown = self.dice.randrange(2, 2 + max(1, len(ours) - 1))

        def wrote() -> bool:
            nonlocal before, grown
            now = self.desk.written()
            if now != before:
                before, grown = now, grown - 1
            return grown <= 0 or not child.running()

        until(wrote, _HELD_WITHIN)
        killed = child.kill()
        self.desk.finish(child)
        there = {one["what"]["number"] for one in self.stage.entries("waiting")}
        if killed and 0 < len(ours & there) < len(ours):
            self.kills.hit("queueing")

    def anytime(self, between: tuple[float, float] = (0.3, 2.5)) -> None:
        """So many real seconds after a command has begun, which may be anywhere in it; sooner after each that had ended
        by then.
        """
        if not self.kills.take("anytime"):
            return
        command = self.dice.choice((("sync",), ("outbox", "push")))
        child = self.desk.start(*command)
        wait_for_end(child, self._haste * self.dice.uniform(*between))
        if child.kill():
            self.kills.hit("anytime")
        else:
            self._haste /= 2
        self.desk.finish(child)
        self.after()
