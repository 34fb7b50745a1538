"""Owns how a typed text is read: as which words, in which other ways when that finds nothing. Pure; used by
desk.store.search_index and search_highlight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desk.store.search_folding import part_letters, squash_letters, umlauts
from desk.store.search_phones import digits_of, is_phone_like, national

# A longer text was pasted: only the numbers in it are looked for.
_LONGEST_TYPED = 400
_MOST_WORDS = 16
_LONGEST_WORD = 100

_FEWEST_NATIONAL = 4
_FEWEST_INTERNATIONAL = 11
_MOST_NATIONAL = 14
_HAS_DIGIT = re.compile(r"[0-9]")

Reading = tuple[str, ...]
"""Words in squashed letters, umlauts not yet folded: inside a word the letter before decides."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a text may mean."""

    number: str
    """The whole text as one number, or ""."""
    readings: tuple[Reading, ...]
    """Each finds; their hits are one list."""


def read(text: str) -> Query:
    words = text.split(None, _MOST_WORDS) if len(text) <= _LONGEST_TYPED else []
    squashed = [squash_letters(word)[:_LONGEST_WORD] for word in words]
    as_typed = tuple(dict.fromkeys(word for word in squashed if word))
    if not as_typed or len(words) > _MOST_WORDS:
        return Query("", ())
    joined = "".join(squashed)[:_LONGEST_WORD]
    number = umlauts(joined) if _HAS_DIGIT.search(joined) else ""
    if not joined.isdigit() or not is_phone_like(text):
        return Query(number, (as_typed,))
    if text.lstrip().startswith("+"):
        return Query(number, ((national(joined) or joined,),))
    # Digits may be grouped in any way.
    return Query(number, tuple(dict.fromkeys((as_typed, (joined,)))))


def read_otherwise(text: str) -> tuple[Reading, ...]:
    """For a text that found nothing: digits without a calling code, words cut at their punctuation."""
    words = text.split(None, _MOST_WORDS) if len(text) <= _LONGEST_TYPED else []
    if len(words) > _MOST_WORDS:
        return ()
    if is_phone_like(text):
        digits = digits_of(text)
        at_home = ""
        if digits.startswith("00"):
            at_home = national(digits[2:])
        elif len(digits) >= _FEWEST_INTERNATIONAL and not digits.startswith("0"):
            at_home = national(digits)
        return ((at_home,),) if _FEWEST_NATIONAL <= len(at_home) <= _MOST_NATIONAL else ()
    parts = tuple(dict.fromkeys(part for word in words for part in part_letters(word)))
    return (parts[:_MOST_WORDS],) if parts else ()


def infixes(word: str) -> tuple[str, ...]:
    """What a piece from the middle of a word may be folded to, as the letter before it is not known.

    `eller` stands in Mueller, which is folded to muller; `uer` stands in Bauer, which keeps its e.
    """
    found = [umlauts(word)]
    if word.startswith("e"):
        found += [umlauts(before + word) for before in "aou"]
    elif word.startswith("ue"):
        found.append(umlauts("q" + word)[1:])
    return tuple(dict.fromkeys(found))
