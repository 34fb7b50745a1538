"""Owns which deeds of an account this process has sent to eBay, and the numbers eBay gave to what came of them.

Outlives a connector and not the process: the outbox keeps the rest. Any thread may ask.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from connectors.contract.errors import ConnectorError, OutcomeUnknown
from connectors.contract.protocols import AccountAccess
from desk.domain.clock import Clock, Instant
from desk.domain.pushes import Attempt
from desk.domain.values import PushKey

CLOCKS_MAY_DIFFER = timedelta(minutes=5)


def sent_deeds(access: AccountAccess) -> SentDeeds:
    """What all connectors of the account know together."""
    return access.shared.of("sent deeds", lambda: SentDeeds(access.clock))


class SentDeeds:
    """Deeds that may have reached eBay. What eBay surely did not take is forgotten again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sent: dict[PushKey, Instant] = {}
        self._numbers: dict[PushKey, str] = {}

    def told(self, attempt: Attempt) -> Attempt:
        """The attempt with the time of the last try that may have arrived, this process's own included.

        Whoever sends and then looks in one breath asks with what was known before.
        """
        with self._lock:
            at = self._sent.get(attempt.key)
        return replace(attempt, sent_at=at) if attempt.sent_at is None and at is not None else attempt

    @contextmanager
    def sending(self, key: PushKey) -> Iterator[None]:
        """While a call leaves. Only silence leaves it open whether the call arrived."""
        with self._lock:
            before = self._sent.get(key)
            self._sent[key] = self._clock.now()
        try:
            yield
        except OutcomeUnknown:
            raise
        except ConnectorError:
            with self._lock:
                if before is None:
                    self._sent.pop(key, None)
                else:
                    self._sent[key] = before
            raise

    def name(self, key: PushKey, number: str) -> None:
        with self._lock:
            self._numbers[key] = number

    def number(self, key: PushKey) -> str:
        """Empty where eBay gave none in this process."""
        with self._lock:
            return self._numbers.get(key, "")

    def of_others(self, key: PushKey) -> frozenset[str]:
        """Numbers of what came of other deeds."""
        with self._lock:
            return frozenset(number for name, number in self._numbers.items() if name != key)

    def forget(self, key: PushKey) -> None:
        """It came to nothing: whoever tries again begins anew."""
        with self._lock:
            self._sent.pop(key, None)
            self._numbers.pop(key, None)


def since(attempt: Attempt) -> Instant:
    """From when on something at eBay may be this deed's, though its clock be behind ours."""
    return Instant(attempt.queued_at - CLOCKS_MAY_DIFFER)
