"""Owns whether Amazon gives this account personal data, and asking with it or, where all would be refused, without."""

from __future__ import annotations

import logging
from collections.abc import Callable

from connectors.channels.amazon import units
from connectors.contract.errors import LoginNeeded
from connectors.http.messages import Answer
from desk.domain.clock import Clock
from desk.domain.values import AccountId

log = logging.getLogger("sync")

Sets = tuple[str, ...]

ALL_SETS: Sets = (*units.PRIVATE_SETS, *units.PLAIN_SETS)
TRY_AFTER = 900.0
"""Seconds after which somebody who was refused is asked anew: each try costs a call that brings nothing."""


class Privacy:
    """What Amazon said last. One object for all connectors of the account; it is asked again now and then."""

    def __init__(self, account: AccountId, clock: Clock) -> None:
        self.refused = False
        self._account = account
        self._clock = clock
        self._told = False
        self._try_at = 0.0

    def refuse(self) -> None:
        self.refused = True
        self._try_at = self._clock.monotonic() + TRY_AFTER

    def grant(self) -> None:
        if self.refused:
            log.info("account %d: Amazon gives personal data again", self._account)
        self.refused = self._told = False

    def is_due(self) -> bool:
        """Whether it was refused so long ago that it may be another matter now."""
        return self.refused and self._clock.monotonic() >= self._try_at

    def ask(self, ask: Callable[[Sets], Answer], *, anew: bool = False) -> tuple[Answer, bool]:
        """The answer, and whether it is plain: without personal data, since Amazon refuses everything because of it.

        Who is known to be refused is asked with personal data only where it is to be tried `anew`.
        """
        if anew or not self.refused:
            try:
                answer = self.ask_for_all(ask)
            except LoginNeeded:
                if not self.refused:
                    raise  # something else is wrong than this
            else:
                return answer, False
        try:
            answer = ask(units.PLAIN_SETS)
        except LoginNeeded as error:
            if error.code == "not_permitted":
                self.refused = False  # who may see no orders at all lacks more than personal data
            raise
        if not self._told:
            self._told = True
            log.warning("account %d: Amazon refuses personal data, orders come without it", self._account)
        return answer, True

    def ask_for_all(self, ask: Callable[[Sets], Answer]) -> Answer:
        """Ask with personal data, or not at all. Raises LoginNeeded; whether it was because of that tells `refused`."""
        try:
            answer = ask(ALL_SETS)
        except LoginNeeded as error:
            # Known before anything else is asked: a quota may be used up by this very question.
            if error.code == "not_permitted":
                self.refuse()
            raise
        self.grant()
        return answer
