"""Owns what is kept out of logs, samples and sentences: an account's secrets and people's data."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "***"
SAMPLE_CHARACTERS = 240
_SHORTEST_SECRET = 4

_NAMES = (
    r"consumer_?key|consumer_?secret|oauth_[a-z_]+|access_?token|refresh_?token|client_?secret|id_token|"
    r"api_?key|secret|password|passwd|signature|authorization|cookie|set-cookie|token"
)
_PATTERNS = (
    # "Authorization: Basic …" to the end of the line, since schemes put blanks and commas into the value
    (re.compile(r"(?im)\b((?:proxy-)?authorization|cookie|set-cookie)(\s*[:=]\s*)[^\r\n]+"), rf"\1\2{MASK}"),
    (re.compile(r"(?i)\b(basic|bearer)\s+[a-z0-9._~+/=-]{6,}"), rf"\1 {MASK}"),
    # name=value, "name": "value" and name%3Dvalue
    (
        re.compile(rf"(?i)(?:\b|(?<=%3F)|(?<=%26))({_NAMES})([\"']?\s*(?:=|:|%3D)\s*[\"']?)[^\s\"'&<>,;]+"),
        rf"\1\2{MASK}",
    ),
    (re.compile(r"\b(ck|cs)_[0-9a-zA-Z]{6,}"), rf"\1_{MASK}"),
    (re.compile(r"[\w.+-]+(?:@|%40|&#0?64;)[\w-]+(?:\.[\w-]+)+"), MASK),
    (re.compile(r"(?<![\w.:-])(?:\+|00|0|\()\d[\d /()\-]{5,}\d(?![\w:])"), MASK),
)
_TAGS = re.compile(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>")
_BLANKS = re.compile(r"\s+")
# In a JSON sample only the values of these names say what went wrong; all others may be a buyer's.
_TELLING = frozenset({"code", "message", "status", "error", "error_description", "type"})
_JSON_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:\s*"((?:[^"\\]|\\.)*)("|$)')


class Redactor:
    """Cleans text of one account's secrets and of what looks like anybody's secret or personal data."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._known: tuple[str, ...] = ()
        self._plain: list[str] = []
        self.learn(*secrets)

    def learn(self, *secrets: str) -> None:
        """From now on these are cleaned out too, such as a token fetched meanwhile."""
        self._plain += [one for one in secrets if len(one) >= _SHORTEST_SECRET and one not in self._plain]
        found: set[str] = set()
        for one in self._plain:
            found |= _spellings(one)
        for first in self._plain:
            found |= {_b64(f"{first}:{second}") for second in self._plain}
        # the longest first, or a part would be masked and the rest of the whole stay
        self._known = tuple(sorted(found, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """The text without secrets, mail addresses and telephone numbers."""
        for one in self._known:
            text = text.replace(one, MASK)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text

    def sample(self, body: bytes | str, characters: int = SAMPLE_CHARACTERS) -> str:
        """The first characters of a body, fit for a log: markup and JSON texts of a buyer's are gone."""
        # A secret may sit across the cut, so more than the sample is cleaned before it is cut.
        head = body[: characters * 20]
        text = head.decode("utf-8", "replace") if isinstance(head, bytes) else head
        if '":' in text or '" :' in text:
            text = _JSON_TEXT.sub(_json_value, text)
        text = self.clean(_TAGS.sub(" ", text))
        return _BLANKS.sub(" ", text).strip()[:characters]


def _json_value(found: re.Match[str]) -> str:
    name, value, end = found.groups()
    return f'"{name}":"{value if name in _TELLING else "…"}{end}'


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _spellings(secret: str) -> set[str]:
    """The forms a secret takes on its way: plain, in URLs, JSON, HTML and inside base64 at each alignment."""
    forms = {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(secret)[1:-1].replace("/", "\\/"),
        html.escape(secret),
        _b64(secret),
        base64.urlsafe_b64encode(secret.encode()).decode(),
    }
    raw = secret.encode()
    for shift in range(3):
        # What stands before and after blends into the outermost characters; the middle is the secret's own.
        whole = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        middle = whole[(0, 2, 3)[shift] : -1]
        if len(middle) >= 8:
            forms.add(middle)
    return forms
