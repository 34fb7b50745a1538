"""Owns signing calls: the Auth protocol, and tokens fetched once however many threads need one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from connectors.http.messages import Answer
from desk.domain.clock import Clock, Instant

if TYPE_CHECKING:
    from requests import PreparedRequest


class Auth(Protocol):
    """Signs requests of one account."""

    def apply(self, request: PreparedRequest) -> None:
        """Put the keys on the request. Called again for each try."""
        ...

    def refresh(self, answer: Answer, tried: int) -> bool:
        """The channel said 401 (or 400 or 403, which may be about the keys as well): make the next try different (a
        fresh token, another way of signing).

        `tried` counts the refreshes of this one call so far. False when there is nothing else to try.
        """
        ...


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token and when it ends; None where the channel does not say."""

    value: str
    ends_at: Instant | None = None

    def __repr__(self) -> str:
        return f"Token(ends_at={self.ends_at})"


class TokenAuth:
    """Bearer tokens of one account. Share one object per account: one thread fetches, the rest wait.

    `fetch` makes the call that gives a token; `learn` (a Redactor's) hears of each token first.
    """

    def __init__(
        self,
        fetch: Callable[[], Token],
        clock: Clock,
        learn: Callable[[str], None] = lambda _: None,
        early: float = 60.0,
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._learn = learn
        self._early = early
        self._token: Token | None = None
        self._lock = threading.Lock()
        self._used = threading.local()

    def apply(self, request: PreparedRequest) -> None:
        with self._lock:
            if self._token is None or self._ends_soon(self._token):
                self._renew()
            assert self._token is not None  # noqa: S101 - for the type checker: _renew sets it or raises
            value = self._token.value
        self._used.value = value
        request.headers["Authorization"] = f"Bearer {value}"

    def refresh(self, answer: Answer, tried: int) -> bool:
        """Fetch once per refused token; whoever comes second with the same old one just tries again."""
        if tried or answer.status != 401:
            return False
        refused = getattr(self._used, "value", "")
        with self._lock:
            if self._token is not None and self._token.value == refused:
                self._renew()
                return self._token.value != refused
            return True

    def _ends_soon(self, token: Token) -> bool:
        if token.ends_at is None:
            return False
        return (token.ends_at - self._clock.now()).total_seconds() <= self._early

    def _renew(self) -> None:
        fresh = self._fetch()
        self._learn(fresh.value)
        self._token = fresh
