"""Owns what an agent does beside shipping in a drill: the deeds he asks Desk for, the book he keeps of them, and how
the book, the outbox and the channels' journals are held against each other. Which deeds there are is each channel's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drills.clock import until
from drills.stage import OPEN, Stage

Key = tuple[str, ...]
"""Kind of the deed and what tells its effect from any other."""
LEAST_CONFIRMED = 0.95
_QUEUED_WITHIN = 15.0
_PARCEL = "confirm_shipment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A deed that the channel would take now. `ref` is how people call the order, `path` part of the request that does
    it, and `account` whose order it is.
    """

    order: str
    ref: str
    kind: str
    key: Key
    arguments: tuple[str, ...]
    path: str
    amount: int = 0
    method: str = "POST"
    account: str = ""

    @property
    def moves_money(self) -> bool:
        return self.amount > 0

    @property
    def place(self) -> tuple[str, str]:
        return self.account, self.order


class Errands:
    """The agent's deeds on one stage. `effect_of` says what an entry of a journal stands for, None for no deed."""

    def __init__(
        self,
        stage: Stage,
        effect_of: Callable[[Mapping[str, Any]], Key | None],
        marks: Callable[[], Mapping[tuple[str, str], str]],
    ) -> None:
        """`marks` tells by account and order what it looks like in its channel now."""
        self.stage, self.desk, self.kills = stage, stage.desk, stage.kills
        self._effect_of, self._marks = effect_of, marks
        self.known: Mapping[tuple[str, str], str] = {}
        """What Desk has seen of each order."""
        self.accepted: list[Wish] = []
        self.pushes: dict[int, Wish] = {}
        """Which deed an entry of the outbox is."""
        self.waiting: list[Wish] = []
        """What was on its way when the outbox was looked at last."""
        self.moved: set[tuple[str, str]] = set()
        """Orders with which the channel's side did something while a deed waited."""
        self.refused: dict[tuple[str, Key], str] = {}
        """What Desk did not take, though the channel would have."""

    # -- asking ----------------------------------------------------------------------------------------------------

    def ask_all(self, wishes: Sequence[Wish], most: int | None = None) -> None:
        """So many of what fits orders that Desk knows as they are and that nothing is under way for."""
        marks = self._marks()
        busy = {wish.place for wish in self.waiting}
        asked = 0
        for wish in wishes:
            fits = wish.place not in busy and (wish.account, wish.key) not in self.refused
            if fits and self.known.get(wish.place) == marks.get(wish.place) and (most is None or asked < most):
                busy.add(wish.place)
                asked += 1
                self.ask(wish)

    def ask(self, wish: Wish) -> None:
        if self.kills.take("queueing"):
            self._die_queueing(wish)
            return
        outcome = self.desk.run(*wish.arguments)
        if outcome.status == 0 and outcome.document:
            self.accept(wish, outcome.document["pushes"])
        elif self.known.get(wish.place) == self._marks().get(wish.place):
            # The channel would still take it, as time and people go on while the agent acts.
            self.refused[wish.account, wish.key] = f"{' '.join(wish.arguments)[:90]}: {outcome.error.strip()[-200:]}"

    def accept(self, wish: Wish, pushes: Sequence[int]) -> None:
        self.accepted.append(wish)
        self.waiting.append(wish)
        self.pushes.update(dict.fromkeys(pushes, wish))

    def _die_queueing(self, wish: Wish) -> None:
        written = self.desk.written()
        child = self.desk.start(*wish.arguments)
        until(lambda: self.desk.written() != written or not child.running(), _QUEUED_WITHIN)
        killed = child.kill()
        self.desk.finish(child)
        # Parcels are in another book.
        found = [one for one in self.stage.entries(*OPEN) if one["kind"] == wish.kind or one["kind"] != _PARCEL]
        made = [one["id"] for one in found if one["id"] not in self.pushes]
        if made:
            self.accept(wish, made)
        if killed:
            self.kills.hit("queueing")

    def look_at_outbox(self) -> None:
        """What is still on its way."""
        found = self.stage.entries(*OPEN)
        self.waiting = [self.pushes[one["id"]] for one in found if one["id"] in self.pushes]

    # -- the end ---------------------------------------------------------------------------------------------------

    def effects(self, *, by_client: bool = True) -> Counter[tuple[str, Key]]:
        """How often each deed has had its effect, by account."""
        return Counter(
            (name, key)
            for name, simulator in self.stage.simulators.items()
            for entry in simulator.journal()["entries"]
            if (entry["actor"] == "client") is by_client and (key := self._effect_of(entry)) is not None
        )

    def compared(self, pushes: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
        """Deeds with more effects than Desk sent, and with fewer than it shows as done, or with more."""
        effects, others = self.effects(), self.effects(by_client=False)
        wanted: Counter[tuple[str, Key]] = Counter()
        confirmed: Counter[tuple[str, Key]] = Counter()
        for one in pushes:
            wish = self.pushes.get(one["id"])
            if wish is not None and one["state"] != "recalled":
                wanted[wish.account, wish.key] += 1
                confirmed[wish.account, wish.key] += one["state"] == "confirmed"
        doubled = [
            f"{' '.join(key[1])}: {effects[key]} effects of {wanted[key]}"
            for key in effects
            if effects[key] > wanted[key]
        ]
        lost = [
            f"{' '.join(key[1])}: {confirmed[key]} confirmed, {effects[key]} in the channel"
            for key in confirmed
            if confirmed[key] > effects[key] + others[key] or effects[key] > confirmed[key]
        ]
        return doubled, lost

    def broken(self, pushes: Sequence[Mapping[str, Any]], may_be_unclear: Collection[str] = ()) -> Iterator[str]:
        """What does not stand as it must (DRILLS D5). Only of kinds that a channel cannot be asked about may a deed
        stay unclear.
        """
        journals = {name: simulator.journal() for name, simulator in self.stage.simulators.items()}
        refused = {name: [one["path"] for one in journal["refusals"]] for name, journal in journals.items()}
        allowed = done = 0
        for one in pushes:
            wish = self.pushes.get(one["id"])
            name = f"{one['kind']} of order {one['order_number']}"
            if wish is None:
                yield f"{name} is in the outbox, though nobody asked for it"
                continue
            if one["state"] in OPEN:
                yield f"{name} is still {one['state']}"
            if one["state"] == "unclear" and one["kind"] not in may_be_unclear:
                yield f"{name} is unclear, though the channel can be asked"
            moved = wish.place in self.moved or moved_since(one, wish, journals[wish.account]["entries"])
            allowed += not moved or one["state"] == "confirmed"
            done += one["state"] == "confirmed"
            turned_down = any(wish.path in path for path in refused[wish.account])
            if one["state"] in ("failed", "conflict") and not moved and not turned_down:
                yield f"{name} is {one['state']} ({one['error_code']}), though nobody at the channel was in the way"
        if done < LEAST_CONFIRMED * allowed:
            yield f"only {done} of {allowed} deeds that the channel allows are confirmed"


def moved_since(push: Mapping[str, Any], wish: Wish, entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the channel or its people did something with the order after the agent had decided."""
    return any(
        str(entry["remote_ids"].get("order_id")) == wish.order
        and entry["actor"] != "client"
        and entry["at"] >= push["created_at"]
        for entry in entries
    )
