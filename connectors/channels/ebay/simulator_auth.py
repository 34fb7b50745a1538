"""Who may call a simulated eBay: the keyset, the seller's consent, access tokens, signatures and how many calls a day
are left. Owns tokens and counts, all in the simulation's time; nothing else of the market.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from connectors.channels.ebay.simulator_errors import OAuthError, PostOrderError, RestError, rest_answer
from connectors.channels.ebay.simulator_model import MarketOptions
from connectors.channels.ebay.simulator_signatures import SigningKeys, check_signature
from connectors.simulation.wire import WireAnswer, WireRequest

TOKEN_PATH = "/identity/v1/oauth2/token"  # noqa: S105 - an address
FORM = "application/x-www-form-urlencoded"
SCOPE = "https://api.ebay.com/oauth/api_scope"
ACCESS_SECONDS = 7200
CONSENT_SECONDS = 47_304_000
CODE_SECONDS = 299
DAY = timedelta(days=1)
# eBay's day begins at midnight of its own coast; summer time is left out.
DAY_BEGINS = timedelta(hours=8)
EPOCH_DAY = datetime(1970, 1, 1, tzinfo=UTC)
USER, APPLICATION = "User Access Token", "Application Access Token"


@dataclass(frozen=True, slots=True)
class Keyset:
    app_id: str
    cert_id: str
    dev_id: str
    ru_name: str


@dataclass(frozen=True, slots=True)
class AccessToken:
    kind: str
    scopes: frozenset[str]
    expires: datetime
    consent: int  # which consent it came from; 0 for an application's


@dataclass(slots=True)
class Code:
    """What the seller's browser was sent back with."""

    scopes: frozenset[str]
    expires: datetime
    used: bool = False


def make_keyset(seed: int) -> Keyset:
    one, two = _hex(seed, "app"), _hex(seed, "cert")
    dev = _hex(seed, "dev")
    return Keyset(
        app_id=f"Werkbank-Desk-PRD-{one[:9]}-{one[9:17]}",
        cert_id=f"PRD-{two[:12]}-{two[12:16]}-{two[16:20]}-{two[20:24]}-{two[24:28]}",
        dev_id=f"{dev[:8]}-{dev[8:12]}-{dev[12:16]}-{dev[16:20]}-{dev[20:32]}",
        ru_name=f"Werkbank-Werkbank-Desk-PR-{one[17:24]}",
    )


def scope_names(text: str) -> frozenset[str]:
    """`base sell.fulfillment` as eBay spells them."""
    return frozenset(SCOPE if name == "base" else f"{SCOPE}/{name}" for name in text.split())


@dataclass
class DailyCounts:
    """How often each thing was done on eBay's present day."""

    counts: dict[str, int] = field(default_factory=dict)
    day: int = 0

    def take(self, name: str, limit: int, now: datetime) -> bool:
        used = self.used(name, now)
        if used >= limit:
            return False
        self.counts[name] = used + 1
        return True

    def used(self, name: str, now: datetime) -> int:
        day = _day(now)
        if day != self.day:
            self.day, self.counts = day, {}
        return self.counts.get(name, 0)


def _day(now: datetime) -> int:
    return (now - DAY_BEGINS - EPOCH_DAY) // DAY


def next_day(now: datetime) -> datetime:
    return EPOCH_DAY + DAY_BEGINS + (_day(now) + 1) * DAY


class Auth:
    """The tokens of one keyset and one seller. Access tokens stay valid beside each other; refresh tokens do not
    rotate.
    """

    def __init__(self, options: MarketOptions, seed: int, consented: datetime) -> None:
        self.options = options
        self.keyset = make_keyset(seed)
        self.granted = scope_names(options.scopes)
        self.keys = SigningKeys(seed)
        self.codes: dict[str, Code] = {}
        self.calls = DailyCounts()
        self.minted = DailyCounts()
        self.tokens: dict[str, AccessToken] = {}
        self.issued: list[str] = []
        self._seed = seed
        self.consent = 0
        self.refresh_token = ""
        self.consented = consented
        self.renew_consent(consented)

    # -- the seller's consent --------------------------------------------------------------------------------------

    def renew_consent(self, now: datetime) -> str:
        """The seller agrees anew: another refresh token, and the one before is worth nothing."""
        self.consent += 1
        self.consented = now
        self.refresh_token = _token(self._seed, f"refresh{self.consent}", "v^1.1#i^1#f^0#r^1#p^3#I^3#t^Ul4x")
        self.issued.append(self.refresh_token)
        return self.refresh_token

    def give_code(self, scopes: frozenset[str], now: datetime) -> str:
        """The seller has agreed on eBay's page; for this the application gets tokens, once and soon."""
        text = _token(self._seed, f"code{len(self.codes)}", "v^1.1#i^1#f^0#r^1#I^3#p^3#t^Ul41")
        self.codes[text] = Code(scopes, now + timedelta(seconds=CODE_SECONDS))
        self.issued.append(text)
        return text

    def revoke_consent(self) -> None:
        """Also after a change of password or name: nothing that came from this consent works any more."""
        self.refresh_token = ""
        self.tokens = {text: token for text, token in self.tokens.items() if token.consent == 0}

    def expire_tokens(self, now: datetime, *only: str) -> None:
        """All tokens, or these, run out now."""
        for text, token in self.tokens.items():
            if not only or text in only:
                self.tokens[text] = replace(token, expires=min(now, token.expires))

    # -- the token endpoint ----------------------------------------------------------------------------------------

    def token_answer(self, request: WireRequest) -> WireAnswer:
        try:
            return rest_answer(self._mint(request))
        except OAuthError as error:
            return error.answer()
        except RestError as error:
            return error.answer()

    def _mint(self, request: WireRequest) -> dict[str, Any]:
        if request.method != "POST":
            raise OAuthError(405, "invalid_request", "the method is not allowed")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
            raise OAuthError(400, "invalid_request", "request is missing a required parameter or malformed.")
        self._check_client(request)
        form = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
        grant = form.get("grant_type", "")
        if not grant:
            raise OAuthError(400, "invalid_request", "'grant_type' in request is missing.")
        if grant == "client_credentials":
            return self._application_token(form, request.at)
        if grant == "authorization_code":
            return self._first_tokens(form, request.at)
        if grant != "refresh_token":
            raise OAuthError(400, "unsupported_grant_type", "grant type in request is not supported by the server")
        return self._user_token(form, request.at)

    def _check_client(self, request: WireRequest) -> None:
        given, secret = _basic(request.headers.get("authorization", ""))
        right = hmac.compare_digest(given, self.keyset.app_id) and hmac.compare_digest(secret, self.keyset.cert_id)
        if not right:
            raise OAuthError(401, "invalid_client", "client authentication failed")

    def _first_tokens(self, form: dict[str, str], now: datetime) -> dict[str, Any]:
        code = self.codes.get(form.get("code", ""))
        wrong_place = form.get("redirect_uri", "") != self.keyset.ru_name
        if code is None or code.used or now >= code.expires or wrong_place:
            words = "the provided authorization grant code is invalid or was issued to another client"
            raise OAuthError(400, "invalid_grant", words)
        if not self.minted.take("code", self.options.code_limit, now):
            raise RestError(2001)
        code.used = True
        self.granted = code.scopes
        refresh = self.renew_consent(now)
        lasting = {"refresh_token": refresh, "refresh_token_expires_in": CONSENT_SECONDS}
        return self._issue(USER, self.granted, self.consent, now) | lasting

    def _user_token(self, form: dict[str, str], now: datetime) -> dict[str, Any]:
        given = form.get("refresh_token", "")
        late = now - self.consented > timedelta(seconds=CONSENT_SECONDS)
        if not self.refresh_token or late or not hmac.compare_digest(given.encode(), self.refresh_token.encode()):
            words = "the provided authorization refresh token is invalid or was issued to another client"
            raise OAuthError(400, "invalid_grant", words)
        scopes = self._scopes(form, self.granted)
        if not self.minted.take("refresh", self.options.refresh_limit, now):
            raise RestError(2001)
        return self._issue(USER, scopes, self.consent, now)

    def _application_token(self, form: dict[str, str], now: datetime) -> dict[str, Any]:
        scopes = self._scopes(form, frozenset({SCOPE}))
        if not self.minted.take("application", self.options.application_limit, now):
            raise RestError(2001)
        return self._issue(APPLICATION, scopes, 0, now)

    def _scopes(self, form: dict[str, str], most: frozenset[str]) -> frozenset[str]:
        wanted = frozenset(form.get("scope", "").split()) or most
        if not wanted <= most:
            words = "The requested scope is invalid, unknown, malformed, or exceeds the scope granted to the client"
            raise OAuthError(400, "invalid_scope", words)
        return wanted

    def _issue(self, kind: str, scopes: frozenset[str], consent: int, now: datetime) -> dict[str, Any]:
        text = _token(self._seed, f"access{len(self.issued)}", "v^1.1#i^1#I^3#p^3#r^0#f^0#t^H4sI")
        self.issued.append(text)
        # What has expired an hour ago is told from what never was; older ones are forgotten.
        kept = {name: token for name, token in self.tokens.items() if now - token.expires < timedelta(hours=1)}
        expires = now + timedelta(seconds=ACCESS_SECONDS)
        self.tokens = {**kept, text: AccessToken(kind, scopes, expires, consent)}
        return {"access_token": text, "expires_in": ACCESS_SECONDS, "token_type": kind}

    # -- calls -----------------------------------------------------------------------------------------------------

    def token(self, text: str, now: datetime) -> AccessToken | None:
        """The token, unless it is unknown or has expired."""
        found = self.tokens.get(text)
        return found if found is not None and now < found.expires else None

    def bearer(self, request: WireRequest, *scopes: str) -> AccessToken:
        """Who calls REST with one of these scopes."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if not text:
            raise RestError(1002)
        found = self.token(text.strip(), request.at) if scheme.lower() == "bearer" else None
        if found is None:
            raise RestError(1001)
        if scopes and not found.scopes & scope_names(" ".join(scopes)):
            raise RestError(1100)
        check_signature(request, self.keys)
        return found

    def iaf(self, request: WireRequest) -> AccessToken:
        """Who calls Post-Order: a seller, with a scheme of its own and the marketplace."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        found = self.token(text.strip(), request.at) if scheme == "IAF" else None
        if found is None:
            raise PostOrderError(401, 1004, "Security", "Bad or missing token.", category="REQUEST")
        if found.kind != USER:
            raise PostOrderError(403, 1005, "Security", "The token is not a user's.", category="REQUEST")
        if not request.headers.get("x-ebay-c-marketplace-id", ""):
            raise PostOrderError(400, 1006, "Security", "X-EBAY-C-MARKETPLACE-ID is missing.", category="REQUEST")
        check_signature(request, self.keys)
        return found

    def count(self, name: str, limit: int, now: datetime) -> None:
        if not self.calls.take(name, limit, now):
            raise RestError(2001)


def _hex(seed: int, name: str) -> str:
    return hashlib.sha256(f"ebay:{seed}:{name}".encode()).hexdigest()


def _token(seed: int, name: str, head: str) -> str:
    made = hashlib.sha512(f"ebay:{seed}:{name}".encode()).digest()
    return head + base64.b64encode(made).decode()


def _basic(header: str) -> tuple[str, str]:
    if not header.lower().startswith("basic "):
        return "", ""
    try:
        user, _, password = base64.b64decode(header[6:].strip(), validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password
