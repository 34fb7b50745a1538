"""Owns what a searchable thing is and by which words it is found. Pure; others fill `SearchDocument`,
desk.store.search_index stores its words, the window asks `highlight` which letters to mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desk.store.search_folding import fold, part_letters, squash, umlauts
from desk.store.search_highlight import highlight
from desk.store.search_numbers import pick_numbers
from desk.store.search_phones import phone_tokens

__all__ = [
    "NUMBER_MARK",
    "SearchDocument",
    "fold",
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

# Ends a word that is a whole number of the document's own. Typed text never holds it, and at the end it adds
# nothing to the beginnings that the prefix index stores.
NUMBER_MARK = "№"
_END_OF_SPOKEN = "|"

_DIGIT_RUN = re.compile(r"[0-9]{5,}")
_SPOKEN = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class SearchDocument:
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


def _word_tokens(word: str) -> set[str]:
    """A word squashed, its parts, and what is left from the beginning of each part on."""
    parts = part_letters(word[:_LONGEST_WORD])[:_MOST_PARTS]
    if len(parts) == 1:
        return {umlauts(parts[0])}
    found = {umlauts(part) for part in parts}
    rest = ""
    for part in reversed(parts):
        rest = part + rest
        found.add(umlauts(rest))
    return found - {""}


def _field_tokens(fields: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for field in fields:
        for word in field[:_LONGEST_FIELD].split():
            found |= _word_tokens(word)
    return found


def _said(document: SearchDocument) -> set[str]:
    return _field_tokens(document.names) | _field_tokens(document.places)


def _written(document: SearchDocument) -> set[str]:
    found = _field_tokens(document.mails) | _field_tokens(document.words)
    for number in document.numbers:
        found |= _word_tokens(number)  # spaces inside a number are punctuation: 0034 0434 ...
    for number, country in document.phones:
        found |= phone_tokens(number[:_LONGEST_WORD], country)
    return found


def tokens(document: SearchDocument) -> list[str]:
    """The words under which a document is found, exactly or by their beginnings."""
    return sorted(_said(document) | _written(document))


def index_text(document: SearchDocument) -> str:
    """The same words as one text for the index: those that people misspell, a bar, the others."""
    said = _said(document)
    spoken = sorted(word for word in said if _SPOKEN.fullmatch(word))
    others = (said | _written(document)).difference(spoken)
    others |= {squash(number[:_LONGEST_WORD]) + NUMBER_MARK for number in document.numbers} - {NUMBER_MARK}
    return f" {' '.join(spoken[:_MOST_TOKENS])} {_END_OF_SPOKEN} {' '.join(sorted(others)[:_MOST_TOKENS])} "


def spoken_words(index: str) -> list[str]:
    """The words of an index text that people say and misspell: of names and places, at least four letters."""
    return index.partition(_END_OF_SPOKEN)[0].split()


def grams(index: str) -> set[str]:
    """Every three letters in a row, and every five digits, of an index text's words."""
    kept = ""
    for word in sorted(index.split(), key=len, reverse=True):
        if word not in kept:  # most words are the end of a longer one
            kept = f"{kept} {word}"
    found: set[str] = set()
    for word in kept.split():
        bare = word.removesuffix(NUMBER_MARK)
        found.update([bare[at : at + 3] for at in range(len(bare) - 2)])
    for run in _DIGIT_RUN.findall(kept):
        found.update([run[at : at + 5] for at in range(len(run) - 4)])
    return found
