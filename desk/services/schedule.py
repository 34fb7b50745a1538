"""When which account syncs and pushes. Keeps only times in memory; whoever runs the work tells how it ended."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from connectors.contract.errors import Unavailable
from desk.domain.clock import to_micros
from desk.domain.errors import DeskError, SecretsUnavailable, StoreError
from desk.domain.values import AccountId
from desk.domain.views import AccountState
from desk.services.context import Desk
from desk.services.leases import Task
from desk.store import accounts as account_store
from desk.store import outbox as outbox_store

__all__ = ["Due", "Schedule", "Task"]

_FIRST_PAUSE, _LONGEST_PAUSE = 15.0, 900.0
_LONGEST_OWN_PAUSE = 60.0
_OF_THIS_COMPUTER = (StoreError, SecretsUnavailable)
"""Trouble that the agent mends, and then expects Desk to go on; no channel is burdened by another look."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do now for one account."""

    account: AccountId
    what: Task


@dataclass(slots=True)
class _Lane:
    next_at: float = 0.0
    failures: int = 0
    every: float = 0.0
    running: bool = False
    again: bool = False  # woken while running


class Schedule:
    """Thread-safe. Between `due` and `done` a lane counts as running, so nothing is started twice."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lanes: dict[Due, _Lane] = {}
        self._lock = threading.Lock()

    def due(self) -> tuple[Due, ...]:
        """What is to be done now; each is marked as running until `done` is called for it."""
        with self._desk.store.read() as transaction:
            known = account_store.load_accounts(transaction)
            pushes = outbox_store.earliest_due(transaction)
        now, at = self._desk.clock.now(), self._desk.clock.monotonic()
        found: list[Due] = []
        with self._lock:
            for account in known:
                kind = self._desk.kind_of(account.kind)
                # One that only a newer Desk knows stops no other; services.accounts says it of the account.
                if account.state is not AccountState.READY or kind is None:
                    continue
                wanted = [Due(account.id, Task.SYNC)]
                first = pushes.get(account.id)
                if account.writing and first is not None and to_micros(first) <= to_micros(now):
                    wanted.insert(0, Due(account.id, Task.PUSH))
                away = (account.not_before - now).total_seconds() if account.not_before else 0.0
                for one in wanted:
                    # A channel that asked for rest is given it, also when Desk was started anew meanwhile.
                    lane = self._lanes.setdefault(one, _Lane(next_at=at + away if away > 0 else 0.0))
                    if one.what is Task.SYNC:
                        lane.every = kind.sync_every
                    if not lane.running and lane.next_at <= at:
                        lane.running = True
                        found.append(one)
        return tuple(found)

    def done(self, due: Due, error: DeskError | None = None, again_after: float | None = None) -> None:
        """The work has ended; `error` slows the lane down, `again_after` are seconds the channel asked for."""
        with self._lock:
            lane = self._lanes.setdefault(due, _Lane())
            lane.running = False
            if isinstance(error, Unavailable) and error.retry_after is not None:
                again_after = max(again_after or 0.0, error.retry_after)
            if error is not None or again_after is not None:
                lane.failures += 1
                longest = _LONGEST_OWN_PAUSE if isinstance(error, _OF_THIS_COMPUTER) else _LONGEST_PAUSE
                pause = min(longest, _FIRST_PAUSE * 2 ** min(lane.failures - 1, 10))
                wait = max(pause, again_after or 0.0)
            else:
                lane.failures = 0
                wait = lane.every
            lane.next_at = self._desk.clock.monotonic() + wait
            if lane.again and not again_after:
                lane.next_at, lane.failures = 0.0, 0  # how a run ended that began before tells nothing
            lane.again = False

    def wake(self, account: AccountId | None = None) -> None:
        """Everything (of one account) is due at once: after sleep, when the network is back, when an agent asks."""
        with self._lock:
            for due, lane in self._lanes.items():
                if account is None or due.account == account:
                    lane.next_at = 0.0
                    lane.failures = 0
                    lane.again = lane.running

    def rest_seconds(self, account: AccountId) -> float | None:
        """Seconds until the account's next sync; None while one runs or none is planned."""
        with self._lock:
            lane = self._lanes.get(Due(account, Task.SYNC))
            if lane is None or lane.running:
                return None
            return max(0.0, lane.next_at - self._desk.clock.monotonic())
