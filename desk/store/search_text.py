"""Owns what a searchable thing is and by which words it is found. Pure; others fill `SearchDocument`,
desk.store.search_index stores its words, the window asks `highlight` which letters to mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from desk.store.search_folding import fold, letters, umlauts
from desk.store.search_highlight import highlight
from desk.store.search_numbers import pick_numbers
from desk.store.search_phones import phone_tokens

__all__ = [
    "NUMBER_MARK",
    "SearchDocument",
    "Words",
    "asked_grams",
    "digits_from",
    "fold",
    "gram_text",
    "highlight",
    "index_text",
    "index_words",
    "pick_numbers",
    "spoken_words",
    "tokens",
    "words_of",
]

# Bounds for hostile or broken records. No real name, number or street comes near them.
_LONGEST_FIELD = 2_000
_LONGEST_WORD = 120
_MOST_PARTS = 24
_MOST_TOKENS = 2_000
_COMMON_WORDS = 8_000
_TYPED_WORDS = 500

# Ends a word that is a whole number of the document's own. Typed text never holds it, and at the end it adds
# nothing to the beginnings that the prefix index stores: so no number stands there once more without it.
NUMBER_MARK = "№"
_END_OF_SPOKEN = _BAR = "|"

_PART = re.compile(r"[a-z0-9]+")
_DIGIT_RUN = re.compile(r"([0-9]{4,})")
_SHORTEST_SPOKEN = 4
_GRAM = 3


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


_Tokens = tuple[Sequence[str], Sequence[str]]
"""Of a word: squashed, its parts, what is left from the beginning of each part on; and those that hold all these."""


def _tokens_of(word: str) -> _Tokens:
    written = letters(word[:_LONGEST_WORD])
    if written.isalnum():
        one = (umlauts(written),)
        return one, one
    parts = _PART.findall(written)[:_MOST_PARTS]
    joined = "".join(parts)
    found = [joined, *parts]
    at = 0
    for part in parts[:-1]:
        at += len(part)
        found.append(joined[at:])
    if umlauts(joined) is joined:  # most numbers have none anywhere
        return (found, found[:1]) if joined else ((), ())
    found = [umlauts(each) for each in found]
    # A part may be folded otherwise than where it stands in the whole: the letter before decides.
    return found, [found[0], *[each for each in found if each not in found[0]]]


_tokens_of_common = lru_cache(maxsize=_COMMON_WORDS)(_tokens_of)


class Words(NamedTuple):
    """What a document is found by."""

    spoken: set[str]
    """Words of names and places that people misspell: at least four letters."""
    others: set[str]
    numbers: set[str]
    """Those that are a whole number of the document's own."""
    whole: list[str]
    """Words that hold all of them, the longer ones among these."""


def words_of(document: SearchDocument) -> Words:
    whole: list[str] = []
    said = _tokens_of_fields((*document.names, *document.places), whole)
    written = _tokens_of_fields(document.words, whole)
    for mail in document.mails:
        for word in mail[:_LONGEST_FIELD].split():
            every, holding = _tokens_of(word)
            written += every
            whole += holding
    numbers = set()
    for number in document.numbers:
        every, holding = _tokens_of(number)  # spaces inside a number are punctuation: 0034 0434 ...
        if every:
            written += every
            whole += holding
            if not every[0].isalpha():  # only what holds a digit is taken for a number
                numbers.add(every[0])
    for number, country in document.phones:
        dialled = phone_tokens(number[:_LONGEST_WORD], country)
        written += dialled
        whole += dialled
    spoken = {word for word in said if len(word) >= _SHORTEST_SPOKEN and word.isalpha()}
    others = {*said, *written}
    others -= spoken
    others -= numbers
    return Words(spoken, others, numbers, whole)


def _tokens_of_fields(fields: Iterable[str], whole: list[str]) -> list[str]:
    """Adds to `whole` those that hold all."""
    found: list[str] = []
    for field in fields:
        for word in field[:_LONGEST_FIELD].split():
            if word.isdecimal() and word.isascii():
                found.append(word[:_LONGEST_WORD])
                whole.append(word[:_LONGEST_WORD])
            else:
                every, holding = _tokens_of_common(word)  # first names, towns and streets come over and over
                found += every
                whole += holding
    return found


def tokens(document: SearchDocument) -> list[str]:
    """The words under which a document is found, exactly or by their beginnings."""
    words = words_of(document)
    return sorted(words.spoken | words.others | words.numbers)


def index_text(words: Words) -> str:
    """The same words as one text for the index: those that people misspell, a bar, the others, the whole numbers."""
    marked = "".join([f"{number}{NUMBER_MARK} " for number in sorted(words.numbers)[:_MOST_TOKENS]])
    return f" {_joined(words.spoken)} {_END_OF_SPOKEN} {_joined(words.others)} {marked}"


def _joined(words: Iterable[str]) -> str:
    return " ".join(sorted(words)[:_MOST_TOKENS])


def spoken_words(index: str) -> list[str]:
    """The words of an index text that people say and misspell: of names and places, at least four letters."""
    return index.partition(_END_OF_SPOKEN)[0].split()


def gram_text(words: Iterable[str]) -> str:
    """The pieces of words as one text for the index: every four digits in a row and the last three of each run, every
    three letters or digits in a row of which one is a letter. One that comes more than once does no harm there.
    """
    lettered, digits = _BAR, ""
    for word in sorted(words, key=len, reverse=True):
        if word.isdecimal():
            if word not in digits:  # some are the end of a longer one
                digits = f"{digits}{word} {_BAR}"
        elif word not in lettered:
            lettered = f"{lettered}{word}{_BAR}"
    # The piece behind the last of a run holds the blank, so it has three digits.
    between = _DIGIT_RUN.split(lettered)
    if runs := between[1::2]:
        digits = "".join([digits, *[f"{run} {_BAR}" for run in runs]])
        between[1::2] = [f"{run[:2]}{_BAR}{run[-2:]}" for run in runs]
        lettered = "".join(between)
    return f"{_in_a_row(lettered, 3)} {_in_a_row(_BAR + digits, 4)}"


def index_words(index: str) -> list[str]:
    """The words of an index text, without marks."""
    return index.encode("ascii", "ignore").decode().replace(_END_OF_SPOKEN, " ").split()


@lru_cache(maxsize=_TYPED_WORDS)
def asked_grams(word: str) -> frozenset[str]:
    """Pieces that every document has whose words hold this one. Where it is three digits these are the piece, which
    stands for any of `digits_from`.
    """
    known = frozenset(gram_text(word.split()).split())
    # What ends here may go on in a longer run.
    return frozenset([gram for gram in known if not _is_end_of_run(gram)]) or known


def _is_end_of_run(gram: str) -> bool:
    return len(gram) == _GRAM and gram.isdecimal()


def digits_from(gram: str) -> tuple[str, ...]:
    """Which pieces of documents tell that they hold this one of a word."""
    if _is_end_of_run(gram):
        return (gram, *[f"{gram}{digit}" for digit in range(10)])
    return (gram,)


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
