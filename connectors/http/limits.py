"""Owns how often an account may ask: token buckets per account and operation, driven by a Clock."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from desk.domain.clock import Clock
from desk.domain.values import AccountId

EVERY_OPERATION = "*"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls a second in the long run, and so many at once after a rest."""

    per_second: float
    burst: int


class TokenBucket:
    """Hands out places in a queue: each call takes one and learns how long to wait. Safe from any thread.

    So many calls as `reserve` says are kept for those that are urgent.
    """

    def __init__(self, rate: Rate, clock: Clock, reserve: int = 0) -> None:
        if rate.per_second <= 0 or rate.burst < 1:
            raise ValueError("a bucket needs a rate above zero and room for one call")
        if not 0 <= reserve < rate.burst:
            raise ValueError("a reserve leaves room for one call that is not urgent")
        self._rate = rate
        self._reserve = reserve
        self._clock = clock
        self._tokens = float(rate.burst)
        self._at = clock.monotonic()
        self._closed_until = self._at
        self._lock = threading.Lock()

    def take(self, *, urgent: bool = False) -> float:
        """Take a place; seconds to wait before going, 0.0 for at once."""
        with self._lock:
            self._fill()
            wait = self._wait_for_one(urgent)
            self._tokens -= 1.0
            return wait

    def wait_now(self, *, urgent: bool = False) -> float:
        """Seconds that `take` would tell now, without taking."""
        with self._lock:
            self._fill()
            return self._wait_for_one(urgent)

    def left(self) -> tuple[int, int, float]:
        """Calls left now, calls when it is full, and seconds until then."""
        with self._lock:
            self._fill()
            missing = self._rate.burst - max(0.0, self._tokens)
            return int(max(0.0, self._tokens)), self._rate.burst, missing / self._rate.per_second

    def _fill(self) -> None:
        now = self._clock.monotonic()
        passed = max(0.0, now - self._at)
        self._tokens = min(float(self._rate.burst), self._tokens + passed * self._rate.per_second)
        self._at = now

    def _wait_for_one(self, urgent: bool) -> float:
        left = self._tokens - 1.0 - (0 if urgent else self._reserve)
        queue = -left / self._rate.per_second if left < 0 else 0.0
        return max(queue, self._closed_until - self._at, 0.0)

    def close_for(self, seconds: float) -> None:
        """The channel asked for rest: nobody goes before it is over."""
        with self._lock:
            self._closed_until = max(self._closed_until, self._clock.monotonic() + seconds)


class Buckets:
    """One bucket per account and operation; `EVERY_OPERATION` is the rate of those not named.

    `reserves` are calls of an operation that only urgent ones may use up.
    """

    def __init__(self, rates: Mapping[str, Rate], clock: Clock, reserves: Mapping[str, int] | None = None) -> None:
        self._rates = dict(rates)
        self._reserves = dict(reserves or {})
        self._clock = clock
        self._buckets: dict[tuple[AccountId, str], TokenBucket] = {}
        self._lock = threading.Lock()

    def of(self, account: AccountId, operation: str) -> TokenBucket | None:
        """The bucket that governs this operation of this account; None where nothing does."""
        name = operation if operation in self._rates else EVERY_OPERATION
        if name not in self._rates:
            return None
        with self._lock:
            key = (account, name)
            if key not in self._buckets:
                self._buckets[key] = TokenBucket(self._rates[name], self._clock, self._reserves.get(name, 0))
            return self._buckets[key]

    def wait(self, account: AccountId, operation: str, stop: threading.Event, *, urgent: bool = False) -> bool:
        """Wait for this operation's turn; true when stopped instead."""
        bucket = self.of(account, operation)
        seconds = bucket.take(urgent=urgent) if bucket else 0.0
        return self._clock.wait(stop, seconds) if seconds > 0 else stop.is_set()

    def close_for(self, account: AccountId, operation: str, seconds: float) -> None:
        bucket = self.of(account, operation)
        if bucket:
            bucket.close_for(seconds)
