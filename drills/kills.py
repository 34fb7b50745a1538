"""Owns the moments at which a drill kills Desk, and how often it has done so. A moment is only counted when it was
really hit: seen from the simulator's gate, the outbox or the store's own file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

SENDING = ("sending_before_effect", "sending_after_effect", "sending_between_steps", "sending_looking")
"""Desk has written that it sends: the request is on its way, carried out, half of several steps, or being looked at."""
OTHERS = ("waiting", "queueing", "fetching", "ingesting", "anytime")
"""Pushes wait for a process that dies; a file is half read; between two pages; a page half stored; at any time."""
LEAST = 2 * len(OTHERS)


class Kills:
    """What is still to be killed and what was."""

    def __init__(self, wanted: int, dice: Random, only: Sequence[str] = (), sending: Sequence[str] = SENDING) -> None:
        """Half of them at least are meant for `sending`, each moment of it once; with `only`, all are for those
        moments.
        """
        self.wanted = wanted
        self.sending = tuple(sending)
        half = max((wanted + 1) // 2, min(len(self.sending), wanted - len(OTHERS)))
        moments = [self.sending[place % len(self.sending)] for place in range(half)]
        moments += [OTHERS[place % len(OTHERS)] for place in range(wanted - half)]
        self._left = Counter([only[place % len(only)] for place in range(wanted)] if only else moments)
        self._halves = not only
        self._sending = self.left(*self.sending)
        self._dice = dice
        self.by_state: dict[str, int] = dict.fromkeys((*self.sending, *OTHERS), 0)
        self.sending_by_kind: Counter[str] = Counter()

    def take(self, *moments: str) -> str | None:
        """One of these moments that is still to be hit, or none. It stays to be hit until `hit` is told."""
        due = [moment for moment in moments if self._left[moment] > 0]
        return self._dice.choice(due) if due else None

    def hit(self, moment: str, kind: str = "") -> None:
        """`kind` is the kind of channel that was being sent to."""
        self.by_state[moment] += 1
        self._left[moment] -= 1
        if kind and moment in self.sending:
            self.sending_by_kind[kind] += 1
        self._keep_half()

    def _keep_half(self) -> None:
        """A kill may fall into another moment than it was meant for: then one more is due in sending."""
        sending = sum(self.by_state[moment] for moment in self.sending) + self.left(*self.sending)
        if self._halves and 2 * sending < self.done + self.left():
            first = self.sending[0]
            self._left[first] = max(self._left[first], 0) + 1

    def share(self, moment: str, rounds: int) -> int:
        """How often this moment is to be tried in each round."""
        return min(max(self._left[moment], 0), -(-self.wanted // (2 * len(OTHERS) * rounds)))

    def sending_a_round(self, rounds: int) -> int:
        """How many kills of a push there are to be in each round; the last one is for those that missed."""
        return -(-self._sending // max(rounds - 1, 1))

    def left(self, *moments: str) -> int:
        return sum(max(self._left[moment], 0) for moment in moments or self.by_state)

    @property
    def done(self) -> int:
        return sum(self.by_state.values())

    def untouched(self, kinds: Iterable[str]) -> list[str]:
        """Kinds of channels that Desk was never killed in sending to."""
        return [kind for kind in kinds if not self.sending_by_kind[kind]]

    def missed(self, kinds: Iterable[str] = ()) -> list[str]:
        """Moments that were never hit, channels that were never hit in sending, and whether too few kills were that."""
        found = [f"no kill fell into {moment}" for moment, count in self.by_state.items() if not count]
        found += [f"no kill fell into sending to {kind}" for kind in self.untouched(kinds)]
        sending = sum(self.by_state[moment] for moment in self.sending)
        if 2 * sending < self.done:
            found.append(f"only {sending} of {self.done} kills fell into sending")
        if self.done < self.wanted:
            found.append(f"only {self.done} of {self.wanted} kills were made")
        return found
