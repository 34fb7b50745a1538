"""Owns an account's access token: minted by its refresh token, shared by its connectors, never another account's."""

from __future__ import annotations

import base64
import hashlib
import threading
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

from connectors.channels.ebay.payloads import Problem, TokenAnswer
from connectors.channels.ebay.settings import SellerSettings
from connectors.contract.errors import ConnectorError, LoginNeeded, Unavailable
from connectors.contract.protocols import AccountAccess
from connectors.http.auth import Token
from connectors.http.client import Bounds, HttpClient
from connectors.http.limits import Buckets
from connectors.http.messages import Answer, Call
from connectors.http.redaction import Redactor
from desk.domain.clock import Clock, Instant

if TYPE_CHECKING:
    from requests import PreparedRequest

_EARLY = 300.0
_LIFE = 7200.0
TRADING_HEADER = "X-EBAY-API-IAF-TOKEN"
_PROBLEM = msgspec.json.Decoder(Problem, strict=False)
_TOKEN = msgspec.json.Decoder(TokenAnswer, strict=False)


class SharedToken:
    """The token that all connectors of one account and keyset use in this process. One mints, the rest wait.

    The kit's TokenAuth holds the way of fetching, too; here each connector brings its own, so that a cancelled run
    does not stop the mint of another, and each learns the token's value for its redaction.
    """

    def __init__(self, clock: Clock) -> None:
        self.lock = threading.Lock()
        self._clock = clock
        self._token: Token | None = None
        self._life = _LIFE

    @property
    def value(self) -> str:
        """The token while it is good for some time; empty when a new one is to be minted. Under `lock`."""
        if self._token is None or self._token.ends_at is None:
            return ""
        left = (self._token.ends_at - self._clock.now()).total_seconds()
        # A clock that was set back would make an old token good for ever.
        return self._token.value if min(_EARLY, self._life / 10) < left <= self._life else ""

    def keep(self, value: str, life: float) -> None:
        self._life = life
        self._token = Token(value, Instant(self._clock.now() + timedelta(seconds=life)))

    def drop(self, refused: str) -> None:
        """Forget the token, unless somebody has a newer one already."""
        if self._token is not None and self._token.value == refused:
            self._token = None


class AccessTokens:
    """One connector's way to its account's token. Raises ConnectorError kinds when none is to be had."""

    def __init__(self, settings: SellerSettings, access: AccountAccess, redactor: Redactor, buckets: Buckets) -> None:
        self._settings = settings
        self._redactor = redactor
        self._learnt = ""
        # By the keys as well: whoever enters new ones must not go on with the old ones' token.
        self._shared = access.shared.of(f"token {_mark_of(settings)}", lambda: SharedToken(access.clock))
        self._http = HttpClient(
            account=access.id,
            clock=access.clock,
            redactor=redactor,
            auth=KeysetAuth(settings.app_id, settings.cert_id),
            bounds=Bounds(timeout=access.timeout, deadline=access.timeout * 2),
            ca_file=access.ca_file,
            buckets=buckets,
            stop=access.stop,
            explain=self._explain,
            urgent=access.urgent,
        )

    def close(self) -> None:
        self._http.close()

    def value(self) -> str:
        with self._shared.lock:
            value = self._shared.value
            if not value:
                value, life = self._mint()
                self._shared.keep(value, life)
        if value != self._learnt:
            self._redactor.learn(value)
            self._learnt = value
        return value

    def renew(self, refused: str) -> bool:
        """The channel refused this token. True when another one is at hand: whoever comes second finds it there."""
        with self._shared.lock:
            self._shared.drop(refused)
        return self.value() != refused

    def _mint(self) -> tuple[str, float]:
        # Minting changes nothing at eBay, so it may be tried again.
        call = Call(
            operation="mint_token",
            method="POST",
            url=self._settings.token_url,
            writes=False,
            body=urlencode({"grant_type": "refresh_token", "refresh_token": self._settings.refresh_token}).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        try:
            answer = self._http.send(call)
        except LoginNeeded as error:
            if error.field in {"", "base_url"}:
                error.field = "token_url" if error.code.startswith("redirected") else "refresh_token"
            raise
        try:
            found = _TOKEN.decode(answer.body)
        except msgspec.DecodeError:
            found = TokenAnswer(access_token="")
        if not found.access_token:
            raise Unavailable(
                "eBay's answer holds no access token. Desk tries again.",
                "mint_token: no token",
                operation=call.operation,
                account=self._http.account,
                code="cut_answer",
            )
        self._redactor.learn(found.access_token)
        life = float(found.expires_in or _LIFE)
        return found.access_token, life if life > 0 else _LIFE

    def _explain(self, call: Call, answer: Answer) -> ConnectorError | None:
        problem = problem_of(answer)
        if answer.status >= 500 or answer.status in {408, 425, 429}:
            return None
        words = self._redactor.clean(problem.error_description)[:300]
        detail = f"{call.operation}: {answer.status} {problem.error[:40]}"
        if problem.error == "invalid_client":
            unknown = "client_id" in words or "app" in words.lower().split()
            return LoginNeeded(
                "eBay does not know this keyset. Copy App ID and Cert ID once more, both of the same keyset, and see "
                "that it is switched on.",
                detail,
                field="app_id" if unknown else "cert_id",
                words=words,
                code="keyset_wrong",
            )
        if problem.error in {"invalid_grant", "invalid_scope", "invalid_request", "unauthorized_client"}:
            return LoginNeeded(
                "The consent at eBay is over: it lasts 18 months, and ends with a new password or user name. Sign in "
                "at eBay once more.",
                detail,
                field="refresh_token",
                words=words,
                code="consent_ended",
            )
        return None


class BearerAuth:
    """Signs calls of eBay's REST APIs."""

    def __init__(self, tokens: AccessTokens) -> None:
        self._tokens = tokens
        self._used = ""

    def apply(self, request: PreparedRequest) -> None:
        self._used = self._tokens.value()
        self._put(request, self._used)

    def _put(self, request: PreparedRequest, token: str) -> None:
        request.headers["Authorization"] = f"Bearer {token}"

    def refresh(self, answer: Answer, tried: int) -> bool:
        """A token is renewed once; a right that is missing (403) or a bad request (400) is no matter of tokens."""
        return not tried and answer.status == 401 and self.renew()

    def renew(self) -> bool:
        return self._tokens.renew(self._used)


class TradingAuth(BearerAuth):
    """Signs Trading calls, which want the same token in a header of their own."""

    def _put(self, request: PreparedRequest, token: str) -> None:
        request.headers[TRADING_HEADER] = token


class PostOrderAuth(BearerAuth):
    """Signs Post-Order calls, which want the same token under a scheme of their own, never `Bearer`."""

    def _put(self, request: PreparedRequest, token: str) -> None:
        request.headers["Authorization"] = f"IAF {token}"


class KeysetAuth:
    """Signs minting with App ID and Cert ID."""

    def __init__(self, app_id: str, cert_id: str) -> None:
        pair = f"{app_id}:{cert_id}"
        self._header = f"Basic {base64.b64encode(pair.encode()).decode()}"

    def apply(self, request: PreparedRequest) -> None:
        request.headers["Authorization"] = self._header

    def refresh(self, answer: Answer, tried: int) -> bool:
        return False


def problem_of(answer: Answer) -> Problem:
    """The error an answer carries; an empty one where it carries none that we know."""
    try:
        return _PROBLEM.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Problem()


def _mark_of(settings: SellerSettings) -> str:
    """What tells one keyset and seller from another without telling them."""
    parts = (settings.token_url, settings.app_id, settings.cert_id, settings.refresh_token)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
