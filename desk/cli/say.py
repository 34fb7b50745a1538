"""Owns how the terminal tells texts, amounts and times: English, plain, in UTC-free local time."""

from __future__ import annotations

import sys
import unicodedata

from desk.domain.clock import Instant, SystemClock
from desk.domain.values import Money

# Invisible, and able to turn the order of what stands around them.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """The text in one line, without what a terminal would take for a command: names come from strangers."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if _commands(sign) else sign for sign in text)


def _commands(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in _TURNING


def echo(text: str = "", *, err: bool = False) -> None:
    """Print one line for people. The only way to the terminal for anything that is no JSON."""
    stream = sys.stderr if err else sys.stdout
    stream.write(plain(text) + "\n")
    stream.flush()


class Count:
    """How far something long has come, on stderr: in one line of a terminal, elsewhere in a line now and then.

    Says nothing of what lasts less than a second.
    """

    _FIRST, _NEXT, _NEXT_LINE = 1.0, 0.2, 5.0

    def __init__(self, words: str, total: int) -> None:
        self._words, self._total = words, total
        self._clock = SystemClock()  # whoever waits does so in real time
        self._next = self._clock.monotonic() + self._FIRST
        self._in_place = sys.stderr.isatty()
        self._width = 0

    def at(self, done: int) -> None:
        now = self._clock.monotonic()
        if now < self._next:
            return
        text = f"{done} of {self._total} {self._words}"
        self._next = now + (self._NEXT if self._in_place else self._NEXT_LINE)
        if self._in_place:
            self._rewrite(text)
        else:
            echo(text, err=True)

    def close(self) -> None:
        if self._width:
            self._rewrite("")

    def _rewrite(self, text: str) -> None:
        stream = sys.stderr
        stream.write("\r" + plain(text).ljust(self._width) + ("" if text else "\r"))
        stream.flush()
        self._width = len(text)


def open_streams(*, json: bool) -> None:
    """JSON is UTF-8 wherever it goes; a terminal that lacks a letter gets a question mark instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        change = getattr(stream, "reconfigure", None)  # what a test or a program puts there may have none
        if change is not None:
            change(errors="replace")
            if json and stream is sys.stdout:
                change(encoding="utf-8")


class TerminalSay:
    """The terminal's `Say` (desk.services.wording_standings)."""

    def text(self, source: str) -> str:
        return source

    def money(self, amount: Money) -> str:
        return str(amount)

    def moment(self, at: Instant) -> str:
        return f"{at.astimezone():%Y-%m-%d %H:%M}"

    def date(self, at: Instant) -> str:
        return f"{at.astimezone():%Y-%m-%d}"


SAY = TerminalSay()
