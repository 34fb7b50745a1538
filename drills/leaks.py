"""Owns the search for what may stand in no log: secrets that simulators issued, and buyers' names, streets, phones and
mail addresses. It finds a value however it was written down, and says where without saying what.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

_WORD = re.compile(r"[^\W_]+")
# Shorter values stand in any text by chance: a buyer called "Li", the street "1".
_LEAST = 5
_LEAST_DIGITS = 8
# A piece of a long secret tells nearly as much as the whole: logs that cut lines leave such.
_PIECE = 24


@dataclass(frozen=True, slots=True)
class Value:
    """Something that no log may hold. `what` says what kind of thing it is and whose."""

    what: str
    text: str
    secret: bool


@dataclass(frozen=True, slots=True)
class Leak:
    value: Value
    place: str

    def __str__(self) -> str:
        mark = hashlib.sha256(self.value.text.encode()).hexdigest()[:8]
        return f"{self.place} holds {self.value.what} ({mark})"


def secrets_of(owner: str, told: Iterable[str]) -> list[Value]:
    return [Value(f"a secret of {owner}", text, secret=True) for text in dict.fromkeys(told) if text]


def people_of(owner: str, orders: Iterable[Mapping[str, Any]]) -> list[Value]:
    """`orders` name by `names`, `streets`, `phones` and `emails` whom a channel knows, hidden or not."""
    kinds = {"names": "name", "streets": "street", "phones": "phone", "emails": "mail address"}
    found = dict.fromkeys((kind, str(text).strip()) for order in orders for kind in kinds for text in order[kind])
    return [
        Value(f"a buyer's {kinds[kind]} of {owner}", text, secret=False)
        for kind, text in found
        if len(text) >= _LEAST and (kind != "phones" or len(_digits(text)) >= _LEAST_DIGITS)
    ]


class Search:
    """Looks for many values in texts. Built once, as it takes each value apart."""

    def __init__(self, values: Iterable[Value]) -> None:
        # By the longest word of a writing: it must stand in the text, if the writing does.
        self._writings: dict[str, list[tuple[str, Value]]] = {}
        for value in values:
            for writing in set(_writings(value)):
                word = max(_WORD.findall(writing), key=len, default="")
                if word:
                    self._writings.setdefault(word, []).append((writing, value))

    def find(self, text: str, place: str) -> list[Leak]:
        """Each value once that stands in the text."""
        folded = text.casefold()
        # Logs say the same words again and again: looking among the different ones is much quicker.
        words = "\n".join(set(_WORD.findall(folded)))
        found: dict[Value, Leak] = {}
        for word, writings in self._writings.items():
            if word not in words:
                continue
            for writing, value in writings:
                if value not in found and writing in folded:
                    found[value] = Leak(value, place)
        return list(found.values())


def leaks_in(logs: Mapping[str, str], secrets: Collection[Value], people: Collection[Value]) -> list[str]:
    """What logs, by their files' names, hold and may not; and whether they were worth searching. A sentence each."""
    search = Search([*secrets, *people])
    found = [str(leak) for name, text in logs.items() for leak in search.find(text, name)]
    if not any(" DEBUG " in text for text in logs.values()):
        found.append("Desk has written no log at DEBUG, so searching it proves nothing")
    if not secrets or not people:
        found.append("the simulators told no secrets or no buyers to search the logs for")
    return found


def _writings(value: Value) -> Iterator[str]:
    """The ways in which a value may have been written, folded."""
    text = value.text
    plain = {text, " ".join(text.split())}
    if value.secret:
        plain |= {text[start : start + _PIECE] for start in (0, len(text) - _PIECE) if len(text) > 2 * _PIECE}
    elif value.what.startswith("a buyer's phone"):
        plain |= {_digits(text)}
    for one in plain:
        yield one.casefold()
        yield quote(one, safe="").casefold()
        yield quote_plus(one, safe="").casefold()
        yield one.encode("unicode_escape").decode().casefold()
        yield json.dumps(one)[1:-1].casefold()
        if value.secret:
            yield from _in_base64(one.encode())


def _in_base64(raw: bytes) -> Iterator[str]:
    """As part of anything longer too: what stands before it shifts the signs, so there are three ways."""
    for shift in range(3):
        padded = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        # The first signs mix with what stands before, the last with what follows.
        sure = padded[(0, 2, 3)[shift] : len(padded) - (1 if (len(raw) + shift) % 3 else 0)]
        if len(sure) >= 8:
            yield sure.casefold()
            yield sure.translate(_URL_SAFE).casefold()


_URL_SAFE = str.maketrans("+/", "-_")


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
