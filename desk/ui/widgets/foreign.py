"""Owns how words of others share a line with ours: signs that turn text round are dropped, parts keep to themselves.

A name may hold signs that reverse whatever follows them, and a word written from right to left draws the numbers and
dots beside it to its other side. Pure; whatever shows text may call it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_OVERRIDES = dict.fromkeys(range(0x202A, 0x202F))
_FIRST_STRONG, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def calmed(text: str) -> str:
    """The text without signs that override its direction. What `alone` has put around a part stays."""
    return text if text.isascii() else text.translate(_OVERRIDES)


def alone(text: str) -> str:
    """A part of a line: whichever way it runs, it turns nothing but itself."""
    if text.isascii():
        return text
    plain = text.translate(_TURNING)
    if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in plain):
        return f"{_FIRST_STRONG}{plain}{_END}"
    return plain


def tip_of(text: str) -> str:
    """What to set as a tooltip, which would take a name such as `<img src=…>` for markup and fetch what it names."""
    if "<" not in text:
        return text
    escaped = calmed(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<span>{escaped}</span>"


def in_a_row(parts: Iterable[str]) -> str:
    """The parts that say something, as one line of ours."""
    return " · ".join(alone(part) for part in parts if part)
