"""Owns what a searchable thing is and by which words it is found. Pure; others fill `SearchDocument`,
desk.store.search_index stores its words, the window asks `highlight` which letters to mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from desk.store.search_folding import fold, part_letters, umlauts
from desk.store.search_highlight import highlight
from desk.store.search_numbers import pick_numbers
from desk.store.search_phones import phone_tokens

__all__ = [
    "NUMBER_MARK",
    "SearchDocument",
    "fold",
    "gram_text",
    "grams",
    "highlight",
    "index_text",
    "pick_numbers",
    "spoken_words",
    "tokens",
]

# Bounds for hostile or broken records. No real name, number or street comes near them.
_LONGEST_FIELD = 2_000
_LONGEST_WORD = 120
_MOST_PARTS = 24
_MOST_TOKENS = 2_000
_COMMON_WORDS = 8_000

# Ends a word that is a whole number of the document's own. Typed text never holds it, and at the end it adds
# nothing to the beginnings that the prefix index stores.
NUMBER_MARK = "№"
_END_OF_SPOKEN = _BAR = "|"

_DIGIT_RUN = re.compile(r"[0-9]{4,}")
_SHORTEST_SPOKEN = 4


class SearchDocument(NamedTuple):
    """One thing that the field finds. The order in which a tuple's texts stand does not matter."""

    kind: str
    """`order`; later `customer`, `return`, `message`, `shipment`."""
    owner_id: int
    """The row it stands for: `orders.id` of an order."""
    recency: int
    """The order's time in Unix seconds. Newest first is the order of all results."""
    names: tuple[str, ...] = ()
    """Buyer, recipients. Misspellings of these and of `places` are found."""
    numbers: tuple[str, ...] = ()
    """Order, tracking, invoice and payment numbers: a text that is one of them puts this first."""
    mails: tuple[str, ...] = ()
    phones: tuple[tuple[str, str], ...] = ()
    """Number as written, and the address's ISO country or ""."""
    places: tuple[str, ...] = ()
    """Postcode, town, street."""
    words: tuple[str, ...] = ()
    """Company, SKUs, first words of article titles. Whole titles would double the index."""
    tie: str = ""
    """Orders things of one second, so that the order in which they were stored never shows: the remote
    reference, the same in every store that holds this document, and unlike any other's of its kind."""


def _tokens_of(word: str) -> tuple[str, ...]:
    """A word squashed, its parts, and what is left from the beginning of each part on."""
    parts = part_letters(word[:_LONGEST_WORD])
    if len(parts) == 1:
        return (umlauts(parts[0]),)
    found = []
    rest = ""
    for part in reversed(parts[:_MOST_PARTS]):
        rest = part + rest
        found += [part, rest]
    if umlauts(rest) is not rest:  # most numbers have none anywhere
        found = [umlauts(each) for each in found]
    return tuple(found[::-1])


_tokens_of_common = lru_cache(maxsize=_COMMON_WORDS)(_tokens_of)


def _tokens_of_fields(fields: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for field in fields:
        for word in field[:_LONGEST_FIELD].split():
            if word.isdecimal() and word.isascii():
                found.add(word[:_LONGEST_WORD])
            else:
                found.update(_tokens_of_common(word))  # first names, towns and streets come over and over
    return found


def _words_of(document: SearchDocument) -> tuple[set[str], set[str], set[str]]:
    """Those of names and places, all others, and the whole numbers among these."""
    said = _tokens_of_fields((*document.names, *document.places))
    written = _tokens_of_fields(document.words)
    written.update(
        [token for mail in document.mails for word in mail[:_LONGEST_FIELD].split() for token in _tokens_of(word)]
    )
    numbers = set()
    for number in document.numbers:
        if found := _tokens_of(number):  # spaces inside a number are punctuation: 0034 0434 ...
            written.update(found)
            numbers.add(found[0])
    for number, country in document.phones:
        written |= phone_tokens(number[:_LONGEST_WORD], country)
    return said, written, numbers


def tokens(document: SearchDocument) -> list[str]:
    """The words under which a document is found, exactly or by their beginnings."""
    said, written, _ = _words_of(document)
    return sorted(said | written)


def index_text(document: SearchDocument) -> str:
    """The same words as one text for the index: those that people misspell, a bar, the others, the whole numbers."""
    said, others, numbers = _words_of(document)
    spoken = [word for word in said if len(word) >= _SHORTEST_SPOKEN and word.isalpha()]
    others |= said
    others.difference_update(spoken)
    # Behind the others: among these they would double the time it takes to sort all.
    marked = "".join([f"{number}{NUMBER_MARK} " for number in sorted(numbers)[:_MOST_TOKENS]])
    return f" {_joined(spoken)} {_END_OF_SPOKEN} {_joined(others)} {marked}"


def _joined(words: Iterable[str]) -> str:
    return " ".join(sorted(words)[:_MOST_TOKENS])


def spoken_words(index: str) -> list[str]:
    """The words of an index text that people say and misspell: of names and places, at least four letters."""
    return index.partition(_END_OF_SPOKEN)[0].split()


def grams(index: str) -> set[str]:
    """Every three letters in a row, and every four digits, of an index text's words."""
    return set(gram_text(index).split())


def gram_text(index: str) -> str:
    """The same as one text for the index; one that comes more than once does no harm there."""
    words = index.encode("ascii", "ignore").decode().split()  # without marks
    words.sort(key=len, reverse=True)
    kept = _BAR
    for word in words:
        if word not in kept:  # most words are the end of a longer one
            kept = f"{kept}{word}{_BAR}"
    runs = _BAR.join(["", *_DIGIT_RUN.findall(kept), ""])
    return f"{_in_a_row(kept, 3)} {_in_a_row(runs, 4)}"


def _in_a_row(words: str, size: int) -> str:
    """Every so many letters in a row of words between bars; bytes are dealt out, as cutting each would take thrice
    the time. A bar comes `size` times: among what would reach over it into the next word.
    """
    told, step = words.encode(), size + 1
    dealt = bytearray(b" ") * (step * len(told))
    dealt[::step] = told
    for at in range(1, size):
        dealt[at : -at * step : step] = told[at:]
    return " ".join([piece[size:-size] for piece in dealt.decode().split(_BAR)[1::size]])
