"""Owns what the one field must find, said a second time: by brute force, with a folding table written by hand.
Imports nothing from desk, so that a mistake there cannot hide here. Used by the search's tests only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

NUMBER, EXACT, PREFIX, SUBSTRING = range(4)

_WRITTEN = """
ä a ö o ü u ß ss á a à a â a ã a å a ā a ă a ą a é e è e ê e ë e ē e ė e ę e ě e í i ì i î i ï i ī i į i ı i
ó o ò o ô o õ o ø o ő o ō o ú u ù u û u ū u ů u ű u ų u ý y ÿ y ç c ć c č c ď d đ d ð d ğ g ģ g ķ k ł l ĺ l ľ l ļ l
ñ n ń n ň n ņ n ŕ r ř r ś s š s ş s ș s ť t ţ t ț t ź z ž z ż z æ ae œ oe þ th
α a ά a β v γ g δ d ε e έ e ζ z η i ή i θ th ι i ί i ϊ i ΐ i κ k λ l μ m ν n ξ x ο o ό o π p ρ r σ s ς s τ t
φ f χ ch ψ ps ω o ώ o υ <y> ύ <y>
а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch
ъ - ы y ь - э e ю yu я ya
"""
_PAIRS = _WRITTEN.split()
TABLE = {letter: "" if written == "-" else written for letter, written in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
_PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789"
_CODES = {"DE": "49", "AT": "43", "PL": "48", "GR": "30", "DK": "45", "TR": "90", "IE": "353", "US": "1"}
_CODES_OF_THREE_BEGIN = "21 22 23 24 25 26 28 29 35 37 38 42 50 59 67 68 69 80 83 85 87 88 89 96 97 99".split()


class Document(Protocol):
    """What the oracle reads of a document."""

    @property
    def kind(self) -> str: ...
    @property
    def owner_id(self) -> int: ...
    @property
    def recency(self) -> int: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def numbers(self) -> tuple[str, ...]: ...
    @property
    def mails(self) -> tuple[str, ...]: ...
    @property
    def phones(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def places(self) -> tuple[str, ...]: ...
    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def tie(self) -> str: ...


@dataclass(frozen=True)
class Found:
    kind: str
    owner_id: int
    tier: int


def plain(text: str) -> str:
    """Letter by letter: small, Latin, without accents. What is no letter or digit becomes a dot, a space a space."""
    out = ""
    for sign in text:
        small = "i" if sign == "İ" else sign.lower()
        if small in _PLAIN:
            out += small
        elif "\u0300" <= small <= "\u036f":
            continue  # a loose accent
        elif small in TABLE:
            written = TABLE[small]
            if written == "<y>":
                written = "u" if out.endswith("o") else "v" if out.endswith(("a", "e")) else "y"
            out += written
        else:
            out += " " if sign.isspace() else "."
    return out


def without_umlauts(letters: str) -> str:
    """ae, oe, ue lose their e; ue not where a vowel or q stands before it."""
    out = ""
    at = 0
    while at < len(letters):
        pair, before = letters[at : at + 2], letters[at - 1 : at] if at else ""
        out += letters[at]
        at += 2 if pair in {"ae", "oe"} or (pair == "ue" and before not in tuple("aeiouq")) else 1
    return out


def squashed(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign not in " .")


def parts(text: str) -> list[str]:
    return plain(text).replace(".", " ").split()


def word_tokens(pieces: Sequence[str]) -> set[str]:
    """A word given in its parts: each part, and all from each part on."""
    tokens = {without_umlauts(piece) for piece in pieces}
    return tokens | {without_umlauts("".join(pieces[at:])) for at in range(len(pieces))} - {""}


def at_home(international: str) -> str:
    """Digits without their country's code and the zero dialled at home."""
    if international[:1] in {"1", "7"}:
        return international[1:].lstrip("0")
    return international[3 if international[:2] in _CODES_OF_THREE_BEGIN else 2 :].lstrip("0")


def home_forms(number: str, country: str) -> set[str]:
    digits = "".join(sign for sign in number.replace("(0)", "") if sign.isdigit())
    if number.startswith("+"):
        bare = [at_home(digits)]
    elif number.startswith("00"):
        bare = [at_home(digits[2:])]
    else:
        bare = [digits.lstrip("0")]
        if country in _CODES and digits.startswith(_CODES[country]) and len(digits) >= 11:
            bare.append(at_home(digits))
    return {form for one in bare if one for form in (one, "0" + one)}


def tokens(document: Document) -> set[str]:
    found: set[str] = set()
    for field in (*document.names, *document.mails, *document.places, *document.words):
        for word in field.split():
            found |= word_tokens(parts(word))
    for number in document.numbers:
        found |= word_tokens(parts(number))
    for number, country in document.phones:
        found |= home_forms(number, country)
    return found - {""}


def whole_numbers(document: Document) -> set[str]:
    return {without_umlauts(squashed(number)) for number in document.numbers} - {""}


def pieces_of(word: str) -> set[str]:
    """What a piece from the middle of a word looks like folded, whatever stood before it there."""
    found = {without_umlauts(word)}
    if word.startswith("e"):  # the second half of an umlaut
        found |= {without_umlauts(before + word) for before in "aou"}
    if word.startswith("ue"):  # no umlaut, after a vowel or q
        found.add(without_umlauts("q" + word)[1:])
    return found


class Oracle:
    """All documents, looked through one by one for each text."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = [(one, f" {' '.join(sorted(tokens(one)))} ", whole_numbers(one)) for one in documents]
        self.find = cache(self._find)

    def _find(self, text: str) -> list[Found]:
        """Everything but misspellings and numbers picked out of a longer text, in order."""
        words = [squashed(word) for word in text.split()]
        words = [word for word in dict.fromkeys(words) if word]
        if not words:
            return []
        joined = squashed(text)
        readings = [words]
        if text.strip().startswith("+") and joined.isdigit():
            readings = [[at_home(joined) or joined]]
        elif joined.isdigit() and not any(sign.isalpha() for sign in text):
            readings.append([joined])
        found = self._tiers(readings, joined)
        if not any(one.tier <= PREFIX for one in found):
            direct = [one for one in self._tiers(_otherwise(text, joined), "") if one.tier <= PREFIX]
            known = {(one.kind, one.owner_id) for one in direct}
            found = direct + [one for one in found if (one.kind, one.owner_id) not in known]
        return found

    def has_number_in(self, owner_id: int, text: str) -> bool:
        """Whether one of a document's whole numbers stands in a text."""
        within = without_umlauts(squashed(text))
        return any(
            number in within for one, _, numbers in self._documents if one.owner_id == owner_id for number in numbers
        )

    def _tiers(self, readings: list[list[str]], number: str) -> list[Found]:
        wanted = [Wanted(reading) for reading in readings if reading]
        whole = without_umlauts(number) if any(sign.isdigit() for sign in number) else ""
        found = []
        for document, words, numbers in self._documents:
            tiers = [tier for reading in wanted if (tier := reading.tier(words)) is not None]
            if whole in numbers:
                tiers.append(NUMBER)
            if tiers:
                found.append((min(tiers), -document.recency, document.tie, document.kind, document.owner_id))
        return [Found(kind, owner_id, tier) for tier, _, _, kind, owner_id in sorted(found)]


class Wanted:
    """One reading of a text."""

    def __init__(self, reading: list[str]) -> None:
        self._words = [without_umlauts(word) for word in reading]
        pieces = [pieces_of(word) for word in reading]
        long_pieces = [{piece for piece in some if len(piece) >= 3} for some in pieces]
        self._has_long = any(long_pieces)
        self._pieces = [long or short for long, short in zip(long_pieces, pieces, strict=True)]

    def tier(self, words: str) -> int | None:
        """How well a document's words, each between spaces, fit."""
        if all(f" {word}" in words for word in self._words):
            return EXACT if all(f" {word} " in words for word in self._words) else PREFIX
        if self._has_long and all(any(piece in words for piece in some) for some in self._pieces):
            return SUBSTRING
        return None


def _otherwise(text: str, joined: str) -> list[list[str]]:
    if joined.isdigit() and not any(sign.isalpha() for sign in text):
        home = ""
        if joined.startswith("00"):
            home = at_home(joined[2:])
        elif len(joined) >= 11 and not joined.startswith("0"):
            home = at_home(joined)
        return [[home]] if 4 <= len(home) <= 14 else []
    return [list(dict.fromkeys(part for word in text.split() for part in parts(word)))]
