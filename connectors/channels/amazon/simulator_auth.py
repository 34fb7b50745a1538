"""Owns who may enter the simulated Selling Partner API: Login with Amazon's token endpoint, and the access token of
each call. Tokens carry their own time and a signature, so that a simulator that starts anew knows the old ones.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from connectors.channels.amazon.simulator_errors import (
    EXPIRED,
    NO_TOKEN,
    REVOKED,
    ApiError,
    as_json,
    unauthorized,
)
from connectors.simulation.wire import JSON_TYPE, WireAnswer, WireRequest

TOKEN_PATH = "/auth/o2/token"  # noqa: S105 - an address
LIFETIME = 3600
SECRET_GRACE = timedelta(days=7)
SECRET_LIFE = timedelta(days=180)
SCOPES = ("sellingpartnerapi::notifications", "sellingpartnerapi::client_credential:rotation")
FORM = "application/x-www-form-urlencoded"


class LwaError(Exception):
    def __init__(self, code: str, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.code = code
        self.words = words
        self.status = status

    def answer(self) -> WireAnswer:
        document = {"error_description": self.words, "error": self.code}
        return WireAnswer(self.status, as_json(document), [("Cache-Control", "no-store")], JSON_TYPE)


@dataclass
class Login:
    """The seller's authorisation of one application."""

    seed: int
    client_id: str = ""
    client_secret: str = ""
    refresh_token: str = ""
    authorised: bool = True
    suspended: bool = False  # the application itself may no longer ask for tokens
    secret_made: datetime | None = None  # None for one that does not age
    old_secret: str = ""
    old_secret_until: datetime | None = None
    issued: list[str] = field(default_factory=list)
    _dead: set[str] = field(default_factory=set)
    _generation: int = 0

    def __post_init__(self) -> None:
        self.client_id = f"amzn1.application-oa2-client.{self._word('client')[:32]}"
        self.client_secret = f"amzn1.oa2-cs.v1.{self._word('secret')}"
        self.refresh_token = self._refresh_token()

    def _word(self, *parts: object) -> str:
        return hashlib.sha256("\x1f".join(map(str, ("amazon", self.seed, *parts))).encode()).hexdigest()

    def _refresh_token(self) -> str:
        return f"Atzr|IwEB{self._word('refresh', self._generation)}"

    # -- the token endpoint ------------------------------------------------------------------------------------------

    def token(self, request: WireRequest) -> WireAnswer:
        try:
            return self._grant(request)
        except LwaError as error:
            return error.answer()

    def _grant(self, request: WireRequest) -> WireAnswer:
        if request.method != "POST":
            raise LwaError("invalid_request", "The request method is not allowed.", 405)
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != FORM:
            raise LwaError("invalid_request", "The request body is not form encoded.")
        form = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
        grant = form.get("grant_type", "")
        for name in ("grant_type", "client_id", "client_secret"):
            if not form.get(name):
                raise LwaError("invalid_request", f"The request is missing a required parameter : {name}")
        self._check_client(form, request.at)
        if grant == "client_credentials":
            if form.get("scope") not in SCOPES:
                raise LwaError("invalid_scope", "The request has an invalid parameter : scope")
            return self._reply(request.at, seller=False)
        if grant != "refresh_token":
            raise LwaError("unsupported_grant_type", "The authorization grant type is not supported.")
        if not form.get("refresh_token"):
            raise LwaError("invalid_request", "The request is missing a required parameter : refresh_token")
        if form["refresh_token"] != self.refresh_token or not self.authorised:
            words = (
                "The request has an invalid grant parameter : refresh_token. "
                "User may have revoked or didn't grant the permission."
            )
            raise LwaError("invalid_grant", words)
        return self._reply(request.at, seller=True)

    def _check_client(self, form: dict[str, str], at: datetime) -> None:
        secrets = [] if self.secret_ends is not None and at >= self.secret_ends else [self.client_secret]
        if self.old_secret_until is not None and at < self.old_secret_until:
            secrets.append(self.old_secret)
        if form["client_id"] != self.client_id or form["client_secret"] not in secrets:
            raise LwaError("invalid_client", "Client authentication failed")
        if self.suspended:
            raise LwaError("unauthorized_client", "Not authorized for requested operation")

    @property
    def secret_ends(self) -> datetime | None:
        return self.secret_made + SECRET_LIFE if self.secret_made is not None else None

    def _reply(self, at: datetime, *, seller: bool) -> WireAnswer:
        token = self._mint(at, seller=seller)
        document: dict[str, object] = {"access_token": token, "token_type": "bearer", "expires_in": LIFETIME}
        if seller:
            document["refresh_token"] = self.refresh_token
        return WireAnswer(200, as_json(document), [("Cache-Control", "no-store")], JSON_TYPE)

    def _mint(self, at: datetime, *, seller: bool) -> str:
        content = {"iat": at.timestamp(), "gen": self._generation, "no": len(self.issued), "seller": seller}
        packed = base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
        token = f"Atza|{packed}.{self._signature(packed)}"
        self.issued.append(token)
        return token

    def _signature(self, packed: str) -> str:
        return hmac.new(self._word("sign").encode(), packed.encode(), hashlib.sha256).hexdigest()[:32]

    # -- a call ------------------------------------------------------------------------------------------------------

    def check(self, request: WireRequest) -> None:
        """Raises the API's 403, or its 400 for a client that does not say who it is."""
        if not request.headers.get("user-agent", "").strip():
            raise ApiError(400, "InvalidInput", "The User-Agent header is missing.", "")
        token = request.headers.get("x-amz-access-token", "")
        if not token:
            raise unauthorized(NO_TOKEN)
        content = self._content(token)
        if content is None or not self.authorised or content["gen"] != self._generation:
            raise unauthorized(REVOKED)
        if not content["seller"]:
            raise unauthorized("")
        if token in self._dead or request.at.timestamp() >= float(str(content["iat"])) + LIFETIME:
            raise unauthorized(EXPIRED)

    def _content(self, token: str) -> dict[str, object] | None:
        packed, _, signature = token.removeprefix("Atza|").partition(".")
        if not token.startswith("Atza|") or not hmac.compare_digest(
            signature.encode(), self._signature(packed).encode()
        ):
            return None
        content: dict[str, object] = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        return content

    # -- the seller's side -------------------------------------------------------------------------------------------

    def kill_token(self, token: str) -> None:
        """Ends one access token before its time."""
        self._dead.add(token)

    def expire_all(self) -> None:
        self._dead.update(self.issued)

    def revoke(self) -> None:
        self.authorised = False

    def authorise_anew(self) -> str:
        """The seller authorises the application again and gets another refresh token."""
        self._generation += 1
        self.authorised = True
        self.refresh_token = self._refresh_token()
        return self.refresh_token

    def age_secret(self, days: float, at: datetime) -> None:
        """As if it had been made so many days ago."""
        self.secret_made = at - timedelta(days=days)

    def rotate_secret(self, at: datetime) -> str:
        self.old_secret, self.old_secret_until = self.client_secret, at + SECRET_GRACE
        self.client_secret = f"amzn1.oa2-cs.v1.{self._word('secret', at.timestamp())}"
        self.secret_made = at
        return self.client_secret
