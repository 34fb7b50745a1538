"""Owns an account's access token: fetched once however many threads need it, evicted when refused, never another's."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import timedelta

from requests import PreparedRequest

from connectors.channels.amazon.errors import is_expired
from connectors.channels.amazon.settings import SellerSettings
from connectors.contract.protocols import AccountAccess
from connectors.http.auth import Token
from connectors.http.messages import Answer
from connectors.http.redaction import Redactor
from desk.domain.clock import Clock

HEADER = "x-amz-access-token"
_EARLY = timedelta(minutes=2)
_MOST_REFUSED = 8


class AccountTokens:
    """The token of one set of keys. One object for all connectors of an account; safe from any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._token: Token | None = None
        self._lock = threading.Lock()
        self._refused = 0

    @property
    def hopeless(self) -> bool:
        """Whether so many tokens were refused, and none accepted in between, that it is no passing trouble."""
        return self._refused >= _MOST_REFUSED

    def accepted(self) -> None:
        self._refused = 0

    def value(self, fetch: Callable[[], Token]) -> str:
        """The token, fetched by whoever comes first when there is none or it ends soon; the others wait."""
        with self._lock:
            if self._token is None or self._ends_soon(self._token):
                self._token = None  # what ended must not be kept when fetching fails
                self._token = fetch()
            return self._token.value

    def evict(self, refused: str) -> None:
        """Amazon refused this token. Whoever comes second with the same old one changes nothing."""
        with self._lock:
            if self._token is not None and self._token.value == refused:
                self._token = None
                self._refused += 1

    def _ends_soon(self, token: Token) -> bool:
        return token.ends_at is not None and token.ends_at - self._clock.now() <= _EARLY


def tokens_of(access: AccountAccess, settings: SellerSettings) -> AccountTokens:
    """The account's tokens, by its keys: other keys never meet a token that these gave."""
    known = hashlib.sha256()
    for one in (settings.token_url, settings.client_id, settings.client_secret, settings.refresh_token):
        known.update(f"{one}\n".encode())
    name = f"amazon tokens {known.hexdigest()}"
    return access.shared.of(name, lambda: AccountTokens(access.clock))


class TokenSigner:
    """Signs the calls of one connector with the account's token (an Auth of connectors.http)."""

    def __init__(self, tokens: AccountTokens, fetch: Callable[[], Token], redactor: Redactor) -> None:
        self._tokens = tokens
        self._fetch = fetch
        self._redactor = redactor
        self._used = ""

    def token(self) -> str:
        value = self._tokens.value(self._fetch)
        if value != self._used:
            self._redactor.learn(value)
        self._used = value
        return value

    def apply(self, request: PreparedRequest) -> None:
        request.headers[HEADER] = self.token()

    def refresh(self, answer: Answer, tried: int) -> bool:
        """Once per call: a token that Amazon calls expired is replaced."""
        if tried or not is_expired(answer):
            return False
        self._tokens.evict(self._used)
        return True
