"""Owns the words that desk.services.wording leaves as they come: errors of channels, network and store, and what
connectors say besides.

They come as ready English sentences, often with a server's name in them. For other languages they are told here by
their code, without that name; the account's name stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress

from PySide6.QtCore import QCoreApplication

from connectors.contract.kinds import CONTEXT, Filled
from connectors.contract.reasons import LACKS
from desk.domain.clock import Instant, parse_utc
from desk.domain.errors import DeskError
from desk.domain.rows import ENDS_SOON_DAYS, AccountView, Permission
from desk.ui.locale import locale
from desk.ui.say import SAY
from desk.ui.words import QT_TRANSLATE_NOOP

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+Z?)?")
_IN_A_LINE = 3
_IN_ITS_WORDS = "channel_cannot_because"
"""The reason is the connector's own sentence."""
_WAY_TO_ACCOUNTS = QT_TRANSLATE_NOOP("sentences", "Settings > Accounts.")
"""Where writing is switched on, in the words of the screens; keys are entered where the trouble is told."""


def error_text(error: DeskError) -> str:
    """An error's sentence in the window's language."""
    from desk.services import wording

    return _told(error.code, wording.error(error, SAY), error.text)


def trouble_text(code: str, text: str, account: str = "") -> str:
    """A sentence kept as code and English text, as rows of the store keep it."""
    from desk.services import wording

    return _told(code, wording.trouble(code, text, SAY, account=account), text)


def reason_text(permission: Permission, account: str) -> str:
    """Why a deed is not possible now, and where that is changed."""
    from desk.services import wording

    told = wording.reason(permission, SAY, account=account)
    if permission.code == _IN_ITS_WORDS:
        return channel_text(permission.text)
    if permission.code != "writing_off":
        return told
    return f"{told} {QCoreApplication.translate('sentences', _WAY_TO_ACCOUNTS)}"


def channel_text(words: str) -> str:
    """What a connector says in words of ours, in the window's language; a channel's own words stay as they are."""
    if not words:
        return ""
    if isinstance(words, Filled):
        return QCoreApplication.translate(CONTEXT, words.source).format(**words.facts)
    if words.startswith(f"{LACKS}: "):  # what is behind it are names of the channel's own
        return QCoreApplication.translate(CONTEXT, LACKS) + words.removeprefix(LACKS)
    return QCoreApplication.translate(CONTEXT, words)


def findings_text(findings: Iterable[tuple[str, str]]) -> str:
    """What a channel told of itself: one line for a little, else a line each, so that a lack among them is seen."""
    told = [f"{channel_text(name)}: {_day_or_words(value)}" for name, value in findings]
    return (" · " if len(told) <= _IN_A_LINE else "\n").join(told)


def _day_or_words(value: str) -> str:
    """A time that a channel told is a day on screen."""
    if _MOMENT.fullmatch(value):
        with suppress(ValueError):
            return locale().date(parse_utc(value))
    return channel_text(value)


def endings_of(view: AccountView, now: Instant) -> str:
    """What of an account is over or soon will be, a line each; empty while all of it lasts."""
    lines = []
    for label, ends in view.ends:
        days = (locale().local(ends).date() - locale().local(now).date()).days
        if days > ENDS_SOON_DAYS:
            continue
        until = f"{channel_text(label)} {locale().date(ends)}"
        if ends <= now:
            rest = QCoreApplication.translate("sentences", "This is over. Sign in again, or enter a new one.")
        else:
            rest = QCoreApplication.translate(
                "sentences", "%n day(s) left. Sign in again, or enter a new one, before then.", "", days
            )
        lines.append(f"{until}: {rest}")
    return "\n".join(lines)


def trouble_of(view: AccountView) -> str:
    """What keeps an account from working, as a sentence; empty when nothing does."""
    return trouble_text(view.trouble_code, view.trouble_text, view.name) if view.trouble_code else ""


def _told(code: str, told: str, english: str) -> str:
    if told != english or locale().language == "en":
        return told
    from desk.ui.sentence_table import SENTENCES

    source = SENTENCES.get(code)
    return told if source is None else QCoreApplication.translate("sentences", source)
