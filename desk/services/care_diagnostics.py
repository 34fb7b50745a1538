"""The diagnostics file: what helps whoever looks for a mistake, without a buyer's data and without secrets.

Versions, findings, counts, settings by a list of those that tell nothing of anybody, and the last lines of the log. A
line of the log is cleaned once more: of all words that stand in the store as somebody's, of what hides in base64 or a
web address, and of long numbers. Too much may go; nothing of a person may stay.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_plus

from connectors.http.redaction import MASK, Redactor
from desk.domain.errors import DeskError, NotAllowed, SecretsUnavailable
from desk.services.care import Place
from desk.services.care_doctor import OpenDesk, Report
from desk.services.context import Desk
from desk.store import accounts as account_store
from desk.store import integrity
from desk.store.personal import personal_words, words_in
from desk.system import crash, logs
from desk.system.secrets import account_secret

LINES = 2000
_PLAIN_SETTINGS = frozenset({"tracking", "region", "marketplaces", "marketplace", "site_id", "language", "security"})
"""Settings whose values are words of the channels' own; of all others only the name is told."""
_HEAD = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ [A-Z]+ [a-z]+) (.*)$", re.DOTALL)
_TOKEN = re.compile(r"[^\s\"'<>(),;]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_LONG_NUMBER = re.compile(r"\d{5,}")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}|\\[ux][0-9A-Fa-f]{2}|&#")
_HEX = re.compile(r"\b[0-9a-fA-F]{16,}\b")


class Cleaner:
    """Takes out of a text what belongs to a person or is a secret."""

    def __init__(self, words: Iterable[str] = (), secrets: Iterable[str] = ()) -> None:
        self._words = frozenset(words)
        self._redactor = Redactor(secrets)
        self._home = str(Path.home())

    def line(self, text: str) -> str:
        """A line of the log: when, how grave and of which area stay as they are."""
        found = _HEAD.match(text)
        return f"{found[1]} {self.clean(found[2])}" if found else self.clean(text)

    def clean(self, text: str) -> str:
        if len(self._home) > 1:
            text = text.replace(self._home, "~")
        text = _TOKEN.sub(self._token, self._redactor.clean(text))
        return _LONG_NUMBER.sub(MASK, self._masked(text))

    def _token(self, found: re.Match[str]) -> str:
        """A piece without blanks: all of it goes where it hides a text."""
        token = found[0]
        if _ESCAPED.search(token):
            return MASK if self._tells(unquote_plus(token)) or "\\" in token or "&#" in token else token
        return _unhidden(token)

    def _tells(self, text: str) -> bool:
        cleaned = _unhidden(self._redactor.clean(text))
        return cleaned != text or any(word in self._words for word in words_in(text))

    def _masked(self, text: str) -> str:
        for word in {word for word in words_in(text) if word in self._words}:
            text = re.sub(rf"(?i)(?<![^\W_]){re.escape(word)}(?![^\W_])", MASK, text)
        return text


def _unhidden(text: str) -> str:
    return _BASE64.sub(lambda piece: MASK if _hides_text(piece[0]) else piece[0], _HEX.sub(MASK, text))


def _hides_text(piece: str) -> bool:
    """Whether it is base64 of something that can be read, or looks like a key: letters of both cases and digits."""
    padded = piece.rstrip("=")
    told = b""
    with suppress(binascii.Error, ValueError):
        told = base64.b64decode(padded.replace("-", "+").replace("_", "/") + "=" * (-len(padded) % 4))
    readable = False
    with suppress(UnicodeDecodeError):
        readable = len(told) >= 4 and told.decode().isprintable()
    cases = (any(sign.islower() for sign in piece), any(sign.isupper() for sign in piece))
    mixed = all(cases) and any(sign.isdigit() for sign in piece)
    return piece.endswith("=") or readable or (mixed and len(piece) >= 16)


def save(place: Place, open_desk: OpenDesk, report: Report, file: Path) -> Path:
    """Write the file, whether the store opens or not. Raises NotAllowed and StoreError."""
    try:
        desk = open_desk() if place.file.exists() else None
    except DeskError:
        return write(place, report, None, file)  # why stands in the report
    try:
        return write(place, report, desk, file)
    finally:
        if desk is not None:
            desk.store.close()


def write(place: Place, report: Report, desk: Desk | None, file: Path) -> Path:
    """Write the file; `desk` is None where the store does not open. Raises NotAllowed and StoreError."""
    cleaner = _cleaner(place, desk)
    if desk is None:
        # Whose words stand in the log is not known then: only lines that we count may stay, none of their words.
        told = [found[1] for line in _lines(place) if (found := _HEAD.match(line))]
    else:
        told = [cleaner.line(line) for line in _lines(place)]
    parts = {
        "findings.json": _json(
            [{"code": one.code, "grade": one.grade, "text": cleaner.clean(one.text)} for one in report.findings]
        ),
        "store.json": _json(_about_store(desk)),
        "accounts.json": _json(_about_accounts(desk)),
        "log.txt": "\n".join(told) + "\n",
        "crash.txt": _crash(place, cleaner, readable=desk is not None),
    }
    file = file.expanduser()
    if file.exists():
        raise NotAllowed(f"{file.name} exists already. Choose another name.", code="file_exists", name=file.name)
    try:
        with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as packed:
            for name, text in parts.items():
                packed.writestr(name, text)
    except OSError as error:
        with suppress(OSError):
            file.unlink(missing_ok=True)
        raise NotAllowed(
            f"The file cannot be written there: {error.strerror}. Choose another folder.",
            code="file_not_written",
            reason=error.strerror or "",
        ) from error
    return file


def _lines(place: Place) -> list[str]:
    return logs.last_lines(logs.folder_in(place.folder), LINES)


def _crash(place: Place, cleaner: Cleaner, *, readable: bool) -> str:
    folder = logs.folder_in(place.folder)
    found = crash.found(folder)
    if found is None:
        return "There was no crash.\n"
    if not readable:
        return "There was a crash; see desk logs --report.\n"
    return "\n".join(cleaner.line(line) for line in crash.report(folder, crash=found).splitlines()) + "\n"


def _cleaner(place: Place, desk: Desk | None) -> Cleaner:
    if desk is None:
        return Cleaner()
    secrets = [desk.store.place.key.hex, place.given]
    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
    values = []
    for account in known:
        values += [str(value) for name, value in account.settings.items() if name not in _PLAIN_SETTINGS]
        kind = desk.kind_of(account.kind)
        for setting in kind.settings if kind is not None else ():
            if setting.secret:
                with suppress(SecretsUnavailable):
                    secrets.append(desk.secrets.get(account_secret(account.name, setting.name)) or "")
    words = {word for value in values for word in words_in(value)} - {"https", "http", "www", "com"}
    return Cleaner(personal_words(desk.store) | words | frozenset(words_in(desk.agent)), secrets)


def _about_store(desk: Desk | None) -> dict[str, object]:
    if desk is None:
        return {"opens": False}
    return {
        "opens": True,
        "libraries": integrity.library_versions(desk.store),
        "rows": integrity.counts(desk.store),
        "bytes": sum(one.stat().st_size for one in desk.store.place.folder.glob("desk.db*")),
    }


def _about_accounts(desk: Desk | None) -> list[dict[str, object]]:
    """Numbered, not named: a name is often a merchant's own."""
    if desk is None:
        return []
    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
    return [
        {
            "account": place,
            "kind": one.kind,
            "state": one.state,
            "writing": one.writing,
            "trouble": one.trouble_code,
            "last_good_sync": one.last_good_sync.isoformat() if one.last_good_sync else None,
            "settings": {
                name: value if name in _PLAIN_SETTINGS else "(set)" for name, value in one.settings.items() if value
            },
        }
        for place, one in enumerate(known, 1)
    ]


def _json(document: object) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
