"""Owns what the agent of the drill "returns" takes back before it goes, and that it then has not happened: the return
is as it was. That the channel never heard of it shows in the book, which counts each effect of such a deed as doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from drills.return_book import ReturnBook
from drills.stage import OPEN, Stage

_MOVES_ANYWAY = frozenset({"changed_at"})
Shown = Mapping[str, Any]


class TakingBack:
    """A hand that is quicker than the outbox."""

    def __init__(self, stage: Stage, book: ReturnBook) -> None:
        self.stage, self.desk, self.book = stage, stage.desk, book

    def after(self, deed: Callable[[], None], numbers: Sequence[str], *, recall: bool = False) -> list[str]:
        """Does it, and takes it back for these of its returns; with `recall`, only where an entry of the outbox waits,
        and by that entry. The numbers of those it was taken back for.
        """
        if not numbers:
            deed()
            return []
        before = self._shown(numbers)
        known = {one["id"] for one in self.stage.entries()}
        deed()
        self.book.look_at_outbox()
        cases = {one["case"]: number for number, one in before.items() if one["case"]}
        fresh = [one for one in self.stage.entries(*OPEN) if one["id"] not in known]
        waiting = {one["id"]: cases[one["what"]["case"]] for one in fresh if one["what"].get("case") in cases}
        taken = sorted(waiting.values() if recall else numbers)
        if recall and waiting:
            self.desk.must("outbox", "recall", *map(str, waiting))
        elif not recall:
            self.desk.must("return", "undo", *numbers)
        left = waiting.keys() & {one["id"] for one in self.stage.entries(*OPEN)}
        self.stage.broken += [f"entry {one} still waits, though its deed was taken back" for one in sorted(left)]
        self.stage.broken += still_done(before, self._shown(taken) if taken else {})
        return taken

    def _shown(self, numbers: Sequence[str]) -> dict[str, Shown]:
        told = self.desk.must("return", "show", *numbers)
        return {one["number"]: one for one in told.get("returns", [told])}


def still_done(before: Mapping[str, Shown], after: Mapping[str, Shown]) -> Iterator[str]:
    """What of returns is not as it was before what was taken back."""
    for number, one in after.items():
        for name in sorted((before[number].keys() | one.keys()) - _MOVES_ANYWAY):
            was, now = before[number].get(name), one.get(name)
            if was != now:
                yield f"return {number}: {name} is {now}, though what was done was taken back; it was {was}"
