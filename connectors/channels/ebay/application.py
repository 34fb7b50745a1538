"""Owns the calls that an application makes at eBay in its own name, before or beside any seller: tokens, signing keys.

Nothing of it is shared between accounts: it happens when somebody signs in, and once in three years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

from connectors.channels.ebay import payloads
from connectors.channels.ebay.auth import KeysetAuth, problem_of
from connectors.channels.ebay.settings import Keyset
from connectors.contract.errors import ConnectorError, LoginNeeded, Unavailable
from connectors.contract.protocols import AccountAccess
from connectors.http.client import Bounds, HttpClient
from connectors.http.messages import Answer, Call, reading, writing
from connectors.http.redaction import Redactor
from desk.domain.clock import Instant, from_seconds

if TYPE_CHECKING:
    from requests import PreparedRequest

BASE_SCOPE = "https://api.ebay.com/oauth/api_scope"
_KEYS = "/developer/key_management/v1/signing_key"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TOKEN = msgspec.json.Decoder(payloads.TokenAnswer, strict=False)


class KeyAnswer(msgspec.Struct, kw_only=True, rename="camel"):
    """A signing key as Key Management tells it; the private half only when it is made."""

    jwe: str
    private_key: str | None = None
    expiration_time: int | None = None

    @property
    def ends_at(self) -> Instant | None:
        return from_seconds(self.expiration_time) if self.expiration_time else None


class _KeysAnswer(msgspec.Struct, kw_only=True, rename="camel"):
    signing_keys: list[KeyAnswer] | None = None


_KEY = msgspec.json.Decoder(KeyAnswer, strict=False)
_ALL_KEYS = msgspec.json.Decoder(_KeysAnswer, strict=False)


class Application:
    """One keyset's own calls. Close it when done."""

    def __init__(self, keyset: Keyset, access: AccountAccess) -> None:
        self.keyset = keyset
        self.redactor = Redactor((keyset.app_id, keyset.cert_id))
        self._account = access.id
        self._bearer = _GivenBearer()
        self._tokens = self._open(access, KeysetAuth(keyset.app_id, keyset.cert_id))
        self._keys = self._open(access, self._bearer)

    def _open(self, access: AccountAccess, auth: KeysetAuth | _GivenBearer) -> HttpClient:
        return HttpClient(
            account=access.id,
            clock=access.clock,
            redactor=self.redactor,
            auth=auth,
            bounds=Bounds(timeout=access.timeout, deadline=access.timeout * 2),
            ca_file=access.ca_file,
            stop=access.stop,
            explain=self._explain,
            urgent=access.urgent,
        )

    def close(self) -> None:
        self._tokens.close()
        self._keys.close()

    # --- tokens --------------------------------------------------------------------------------------------

    def exchange(self, code: str) -> payloads.TokenAnswer:
        """The seller's tokens for the code of a consent, which is good once: whatever fails, it is used up."""
        self.redactor.learn(code)
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.keyset.ru_name}
        return self._token("exchange_code", form, writes=True)

    def sign_in(self) -> None:
        """Get a token of the application's own; the calls about keys need it."""
        form = {"grant_type": "client_credentials", "scope": BASE_SCOPE}
        self._bearer.token = self._token("mint_application_token", form, writes=False).access_token

    def _token(self, operation: str, form: dict[str, str], *, writes: bool) -> payloads.TokenAnswer:
        call = Call(
            operation=operation,
            method="POST",
            url=self.keyset.token_url,
            writes=writes,
            body=urlencode(form).encode(),
            headers=_FORM,
        )
        answer = self._tokens.send(call)
        try:
            found = _TOKEN.decode(answer.body)
        except msgspec.DecodeError:
            found = payloads.TokenAnswer(access_token="")
        self.redactor.learn(found.access_token, found.refresh_token or "")
        if not found.access_token:
            raise self._cut(operation)
        return found

    # --- signing keys --------------------------------------------------------------------------------------

    def make_key(self) -> KeyAnswer:
        """A new key for digital signatures: the only time its private half is told."""
        body = msgspec.json.encode({"signingKeyCipher": "ED25519"})
        answer = self._keys.send(writing("make_signing_key", "POST", f"{self.keyset.apiz_url}{_KEYS}", body))
        try:
            made = _KEY.decode(answer.body)
        except msgspec.DecodeError:
            raise self._cut("make_signing_key") from None
        self.redactor.learn(made.jwe, made.private_key or "")
        if not made.private_key:
            raise self._cut("make_signing_key")
        return made

    def known_keys(self) -> list[KeyAnswer]:
        """The keys that eBay knows of this application, without their private halves."""
        answer = self._keys.send(reading("list_signing_keys", f"{self.keyset.apiz_url}{_KEYS}"))
        try:
            return _ALL_KEYS.decode(answer.body).signing_keys or []
        except msgspec.DecodeError:
            raise self._cut("list_signing_keys") from None

    # --- trouble -------------------------------------------------------------------------------------------

    def _cut(self, operation: str) -> Unavailable:
        return Unavailable(
            "eBay's answer does not hold what it should. Try again in a moment.",
            f"{operation}: incomplete",
            account=self._account,
            operation=operation,
            code="cut_answer",
        )

    def _explain(self, call: Call, answer: Answer) -> ConnectorError | None:
        problem = problem_of(answer)
        if answer.status >= 500 or answer.status in {408, 425, 429}:
            return None
        words = self.redactor.clean(problem.error_description)[:300]
        return refusal_of(problem.error, f"{call.operation}: {answer.status} {problem.error[:40]}", words)


_WRONG_NAME = (
    "ru_name",
    "sign_in_ru_name",
    "eBay does not know this RuName with this App ID. Copy the RuName of the same keyset once more.",
)
_REFUSALS = {
    "invalid_client": (
        "cert_id",
        "keyset_wrong",
        (
            "eBay does not know this keyset. Copy App ID and Cert ID once more, both of the same keyset, and see that "
            "it is switched on."
        ),
    ),
    "invalid_grant": (
        "refresh_token",
        "sign_in_code_used",
        (
            "This sign-in is over: its address is good once and for five minutes. Sign in at eBay once more and paste "
            "the new address at once."
        ),
    ),
    "invalid_scope": (
        "refresh_token",
        "sign_in_scope",
        (
            "eBay does not grant this keyset the rights that Desk asks for. See at developer.ebay.com that the keyset "
            "for Production is switched on, then sign in once more."
        ),
    ),
    "invalid_request": _WRONG_NAME,
    "unauthorized_client": _WRONG_NAME,
}


def refusal_of(error: str, detail: str, words: str = "") -> LoginNeeded | None:
    """Why eBay lets nobody in, by its own word, as a sentence that says what to do."""
    if error not in _REFUSALS:
        return None
    field, code, text = _REFUSALS[error]
    return LoginNeeded(text, detail, field=field, words=words, code=code)


class _GivenBearer:
    """Signs with one token, as long as it is good."""

    def __init__(self) -> None:
        self.token = ""

    def apply(self, request: PreparedRequest) -> None:
        request.headers["Authorization"] = f"Bearer {self.token}"

    def refresh(self, answer: Answer, tried: int) -> bool:
        return False
