"""Owns how an account signs in at a shop: Basic over https, keys in the query where a server drops the header,
OAuth 1.0a over http. Remembers what worked.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import msgspec

from connectors.channels.woocommerce.payloads import Problem
from connectors.channels.woocommerce.settings import ShopSettings
from connectors.contract.capabilities import QT_TRANSLATE_NOOP
from connectors.http.messages import Answer
from desk.domain.clock import Clock, as_instant

if TYPE_CHECKING:
    from requests import PreparedRequest

_TOO_FAR_OFF = 60.0


class Signing(StrEnum):
    BASIC = "Basic"
    QUERY = QT_TRANSLATE_NOOP("channel", "keys in the query")
    OAUTH = "OAuth 1.0a"


@dataclass(frozen=True, slots=True)
class _Plan:
    """One way of signing; `site` is the address signed over http, `ahead` how far the shop's clock is before ours."""

    signing: Signing
    site: str
    ahead: float = 0.0


class ShopAuth:
    """Signs one account's calls and, when the keys are refused, tries what else may explain it."""

    def __init__(self, settings: ShopSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._plan = _Plan(Signing.BASIC if settings.is_safe else Signing.OAUTH, settings.root)
        self._begun_with = self._plan
        self._untried: list[_Plan] = []

    @property
    def signing(self) -> Signing:
        return self._plan.signing

    def know_site(self, home: str) -> None:
        """The shop signs by the address it believes to have, which its index tells."""
        told, ours = urlsplit(home), urlsplit(self._settings.root)
        if told.netloc:
            site = urlunsplit((ours.scheme, told.netloc, told.path.rstrip("/"), "", ""))
            self._plan = replace(self._plan, site=site)

    def apply(self, request: PreparedRequest) -> None:
        key, secret = self._settings.consumer_key, self._settings.consumer_secret
        if self._plan.signing is Signing.BASIC:
            pair = base64.b64encode(f"{key}:{secret}".encode()).decode()
            request.headers["Authorization"] = f"Basic {pair}"
        elif self._plan.signing is Signing.QUERY:
            request.url = _with(request.url or "", {"consumer_key": key, "consumer_secret": secret})
        else:
            request.url = self._signed(request.method or "GET", request.url or "")

    def refresh(self, answer: Answer, tried: int) -> bool:
        if not self._is_about_keys(answer):
            return False
        if tried == 0:
            self._begun_with = self._plan
            self._untried = self._alternatives(answer)
        if not self._untried:
            self._plan = self._begun_with
            return False
        self._plan = self._untried.pop(0)
        return True

    def _is_about_keys(self, answer: Answer) -> bool:
        """A 401 always is. A test server on this computer may also say 403, or refuse parameters it does not know."""
        if answer.status == 401:
            return True
        if self._settings.is_safe or not self._settings.is_loopback:
            return False
        return answer.status == 403 or b"oauth_" in answer.body or b"consumer_key" in answer.body

    def _alternatives(self, answer: Answer) -> list[_Plan]:
        """What else may explain a 401: first the same once more, since a nonce may have been drawn before or a key be
        out for a moment. Keys in the query only where the header did not arrive, as it seems.
        """
        problem = problem_of(answer)
        words = problem.message.lower()
        if self._settings.is_safe:
            unseen = "key is missing" in words or str(problem.code).startswith("woocommerce_rest_cannot_")
            return [self._plan, replace(self._plan, signing=Signing.QUERY)] if unseen else [self._plan]
        found: list[_Plan] = []
        ahead = self._shop_is_ahead(answer)
        if "timestamp" in words and abs(ahead - self._plan.ahead) > _TOO_FAR_OFF:
            found.append(replace(self._plan, ahead=ahead))
        else:
            found.append(self._plan)
        if self._plan.site != self._settings.root:
            found.append(replace(self._plan, signing=Signing.OAUTH, site=self._settings.root))
        if self._settings.is_loopback:
            # Nothing leaves this computer, so a test server that knows only one of these may have it.
            plain = (Signing.BASIC, Signing.QUERY)
            found += [replace(self._plan, signing=one) for one in plain if one is not self._plan.signing]
        return found

    def _shop_is_ahead(self, answer: Answer) -> float:
        try:
            there = as_instant(parsedate_to_datetime(answer.header("date")))
        except (ValueError, TypeError):
            return 0.0
        return (there - self._clock.now()).total_seconds()

    def _signed(self, method: str, url: str) -> str:
        seconds = int(self._clock.now().timestamp() + self._plan.ahead)
        stamped = _with(
            url,
            {
                "oauth_consumer_key": self._settings.consumer_key,
                "oauth_nonce": secrets.token_hex(16),
                "oauth_signature_method": "HMAC-SHA256",
                "oauth_timestamp": str(seconds),
            },
        )
        parts = urlsplit(stamped)
        path = url.removeprefix(self._settings.root).split("?", 1)[0]
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        signature = oauth_signature(method, f"{self._plan.site}{path}", pairs, self._settings.consumer_secret)
        return _with(stamped, {"oauth_signature": signature})


def oauth_signature(method: str, address: str, pairs: Iterable[tuple[str, str]], secret: str) -> str:
    """RFC 5849's HMAC over method, address without query, and sorted pairs; one-legged, so the token is empty."""
    coded = sorted((_coded(name), _coded(value)) for name, value in pairs)
    query = "&".join(f"{name}={value}" for name, value in coded)
    base = "&".join((method.upper(), _coded(address), _coded(query)))
    digest = hmac.new(f"{_coded(secret)}&".encode(), base.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def problem_of(answer: Answer) -> Problem:
    """The error an answer carries; an empty one where it carries none that we know."""
    try:
        return msgspec.json.decode(answer.body, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Problem()


def _coded(text: str) -> str:
    return quote(text, safe="-._~")


def _with(url: str, more: dict[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(more)}"
