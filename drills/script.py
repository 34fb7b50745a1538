"""Owns the course of a drill in which an agent answers what waits for him: rounds of what others do, faults, fetches,
his own deeds and kills, until all is quiet. What is done on which channel each drill adds.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, ClassVar

from drills import faults
from drills.clock import Stopwatch
from drills.compare import Difference, Judgement
from drills.errands import Errands
from drills.faults import METHODS
from drills.killing import Killing
from drills.kills import SENDING
from drills.leaks import Value, leaks_in, people_of, secrets_of
from drills.result import Result
from drills.stage import LONGEST_WAIT, OPEN, Size, Stage, Terms
from drills.truth import Channel

_QUIET_TRIES = 14
_EXTRA_ROUNDS = 8


class Script:
    """One drill on one stage, whose accounts are all of one kind. A brief one only shows what a missing safety does."""

    name: ClassVar[str]
    days: ClassVar[int]
    may_be_unclear: ClassVar[tuple[str, ...]] = ()
    """Kinds of deeds that the channel cannot be asked about."""

    def __init__(self, stage: Stage, errands: Errands) -> None:
        self.stage, self.errands, self.brief = stage, errands, stage.brief
        self.desk, self.time, self.dice, self.kills = stage.desk, stage.time, stage.dice, stage.kills
        self.killing = Killing(stage)
        self.people: dict[Value, None] = {}
        self.rounds = 2 if self.brief else stage.size.rounds

    def share(self, many: int, least: int) -> int:
        return max(least, round(many * self.stage.scale))

    # -- what each drill adds --------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Sets the accounts up."""
        raise NotImplementedError

    def others_act(self, number: int) -> None:
        """What buyers do in a round."""
        raise NotImplementedError

    def more_to_do(self) -> None:
        """Another round is needed: so much more is to happen in it."""

    def agent_acts(self) -> None:
        """Asks Desk for what waits for the agent."""
        raise NotImplementedError

    def people_act(self) -> None:
        """What the merchant's people do in the channel's own pages while deeds wait."""

    def marks(self) -> dict[tuple[str, str], str]:
        """By account and order what it and all that hangs on it looks like in its channel."""
        raise NotImplementedError

    def waits_for(self, paths: Mapping[str, set[str]]) -> Mapping[str, list[str]]:
        """By account those of the paths of waiting deeds at whose requests Desk may be killed, in order."""
        raise NotImplementedError

    def rare_moment(self, waiting: Mapping[str, list[str]]) -> str:
        """A moment of sending that only some of the waiting deeds have; empty where it makes no difference."""
        return ""

    def judged(self, document: Mapping[str, Any]) -> tuple[Iterable[Difference], Iterable[str]]:
        """What Desk shows otherwise than the channels hold, and what is wrong in the channels themselves."""
        raise NotImplementedError

    # -- the course ------------------------------------------------------------------------------------------------

    def play(self) -> None:
        self.begin()
        for _ in range(self.kills.left("ingesting")):
            self.killing.in_sync("ingesting")
        self.killing.in_sync("fetching")
        self.sync()
        for number in range(self.rounds):
            self.round(number)
        for _ in range(0 if self.brief else _EXTRA_ROUNDS):
            lacking = self.lacking()
            if not lacking:
                break
            self.stage.tell(f"still to come: {', '.join(lacking)}")
            self.more_to_do()
            self.round(self.rounds)
        self.until_quiet()

    def lacking(self) -> list[str]:
        """Moments and faults that are still to come."""
        moments = [moment for moment in self.kills.by_state if self.kills.left(moment)]
        return moments + [profile for profile, count in faults.hits(self.stage.all).items() if not count]

    def round(self, number: int) -> None:
        deeds = len(self.errands.accepted)
        self.stage.tell(f"drill time {self.time.now():%m-%d %H:%M}, {deeds} deeds, {self.kills.done} kills")
        self.note_people()
        self.others_act(number)
        for simulator in self.stage.all:
            late = self.stage.by_shop[simulator.name].late_record(simulator.name)
            self.stage.weather.set_in(simulator, self.stage.size.faults, late, storm=number % 3 == 2)
        for moment in ("fetching", "ingesting"):
            for _ in range(self.kills.share(moment, self.rounds)):
                self.killing.in_sync(moment)
        self.sync()
        self.agent_acts()
        if not self.brief:
            self.people_act()
        self.push()
        rest = self.days * 86_400 / self.rounds - 3 * LONGEST_WAIT
        self.time.jump(rest if number < self.rounds else LONGEST_WAIT)

    def sync(self) -> None:
        self.time.jump(LONGEST_WAIT)  # some things are asked for every quarter of an hour only
        before = self.marks()
        if self.stage.sync():
            self.errands.known = before

    def push(self) -> None:
        paths: dict[str, set[str]] = {name: set() for name in self.stage.simulators}
        for wish in self.errands.waiting:
            paths[wish.account].add(wish.path)
        waiting = self.waits_for(paths)
        self.stage.waiting = {name: len(waiting.get(name, ())) for name in self.stage.simulators}
        self.killing.in_pushes(self.rare_moment(waiting))
        if self.brief or self.dice.random() < 0.5:
            # So late that what a dead process sent is through, and the channel would take it once more.
            self.time.jump(LONGEST_WAIT)
        self.killing.waiting()
        self.killing.anytime()
        self.desk.run("outbox", "push")
        # What was not answered is looked for until it has settled.
        self.time.jump(LONGEST_WAIT)
        self.desk.run("outbox", "push")
        self.errands.look_at_outbox()

    def until_quiet(self) -> None:
        faults.clear(self.stage.all)
        for _ in range(_QUIET_TRIES):
            self.time.jump(LONGEST_WAIT)
            self.desk.run("outbox", "push")
            self.sync()
            if not self.stage.entries(*OPEN):
                break
        effects = sum(self.errands.effects().values())
        self.time.jump(LONGEST_WAIT)
        self.desk.must("outbox", "push")
        if sum(self.errands.effects().values()) != effects:
            self.stage.broken.append("a push with nothing waiting changed something in a channel")
        if not self.stage.sync():
            self.stage.broken.append("not every account could be fetched at the end, though nothing was in the way")

    # -- the end ---------------------------------------------------------------------------------------------------

    def result(self, seconds: float) -> Result:
        stage, hits = self.stage, faults.hits(self.stage.all)
        pushes: Sequence[Mapping[str, Any]] = self.desk.must("outbox", "list", "--limit", "100000")["pushes"]
        exported = self.desk.must("export")
        self._keep({"pushes": pushes, "export": exported})
        differences, wrong = self.judged(exported)
        doubled, lost = self.errands.compared(pushes)
        judgement = Judgement(
            counts=Counter(one["state"] for one in pushes),
            doubled=tuple(doubled),
            lost=tuple(lost),
            differences=tuple(differences),
            broken=(),
        )
        broken = [
            *stage.broken,
            *wrong,
            *self.errands.refused.values(),
            *self.errands.broken(pushes, self.may_be_unclear),
            *self.kills.missed(),
            *(() if self.brief else (f"no request met the fault {one}" for one, count in hits.items() if not count)),
            *self.desk.key_leaks(),
            *self._log_leaks(),
        ]
        return Result(
            drill=self.name,
            seed=stage.seed,
            scale=stage.scale,
            judgement=judgement,
            kills=self.kills.done,
            kills_by_state=self.kills.by_state,
            kills_by_channel={kind: self.kills.sending_by_kind[kind] for kind in stage.kinds},
            faults=hits,
            seconds=seconds,
            broken=tuple(broken),
        )

    def _keep(self, book: Mapping[str, Any]) -> None:
        """What both sides held at the end, for whoever looks why a rule does not hold."""
        sides = {one.name: {"state": one.state(), "journal": one.journal()} for one in self.stage.all}
        told = json.dumps({**book, "channels": sides}, ensure_ascii=False)
        (self.stage.folder / "end.json").write_text(told, encoding="utf-8")

    def note_people(self) -> None:
        """Whose data no log may hold."""
        for name, look in self.stage.look().items():
            self.people.update(dict.fromkeys(people_of(name, self.stage.by_shop[name].people(look))))

    def _log_leaks(self) -> Iterator[str]:
        self.note_people()
        secrets = [
            secret
            for name, simulator in self.stage.simulators.items()
            for secret in secrets_of(name, simulator.secrets())
        ]
        yield from leaks_in(self.desk.logs(), secrets, self.people)


def played(
    make: Callable[[Stage], Script],
    channels: Sequence[Channel],
    terms: Terms,
    *,
    name: str,
    size: Size,
    sending: Sequence[str] = SENDING,
    methods: Sequence[str] = METHODS,
) -> Result:
    """Plays a script on a stage of its own. Raises SimulatorTrouble and DeskTrouble for what no rule covers."""
    watch = Stopwatch()
    with ExitStack() as stack:
        script = make(Stage(channels, terms, stack, name=name, size=size, sending=sending, methods=methods))
        script.play()
        return script.result(watch.seconds)
