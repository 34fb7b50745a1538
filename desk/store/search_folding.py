"""Owns how text is folded, so that one name has one spelling in the search index. Used by desk.store's search
modules; others call `fold` through desk.store.search_text.

Folding looks only to the left: what is typed so far folds to the beginning of what the whole word folds to.
"""

from __future__ import annotations

import re
import unicodedata

# How umlauts are typed elsewhere. After a vowel or q the u belongs to what is before it, and the e stays
# (Bauer, Quelle).
UMLAUT = re.compile(r"(?<=[ao])e|(?<=(?<![aeiouq])u)e")
_PART = re.compile(r"[a-z0-9]+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")

# Upsilon is the one Greek letter whose spelling hangs on the letter before: Papadopoulos, Pavlos, Lydia.
_UPSILON = "υ"
_UPSILON_AFTER_O = re.compile(r"(?<=o)υ")
_UPSILON_AFTER_A_OR_E = re.compile(r"(?<=[ae])υ")


class _Letters(dict[int, str]):
    """What each character is written as in lower-case ASCII; worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        written = _transliterate(chr(code))
        self[code] = written
        return written


def _transliterate(character: str) -> str:
    if character.isascii():
        return character.lower()
    from anyascii import anyascii  # takes 15 ms, and most searches never need it

    if character in "ϋΰΫ":  # the dots say: not part of the vowel before
        return "y"
    written = []
    for piece in unicodedata.normalize("NFKD", character.lower()):
        category = unicodedata.category(piece)
        if piece.isascii() or piece == _UPSILON:
            written.append(piece.lower())
        elif category[0] in "LN":
            # Only what belongs to a word: anyascii writes some letters with an apostrophe.
            written.append(_NOT_WORD.sub("", anyascii(piece).lower()))
        elif category[0] in "PZ":
            written.append(anyascii(piece).lower() or " ")
        elif category[0] == "S":
            written.append(" ")  # a smiley or a currency sign is no word; anyascii would write ":smile:"
        # Accents (M), invisible marks and lone surrogates (C) leave nothing behind.
    return "".join(written)


_LETTERS = _Letters()


def letters(text: str) -> str:
    """Lower case, transliterated, without accents; umlauts written as ae, oe, ue are still as they were."""
    if text.isascii():
        return text.lower()
    # Composed first, so that a letter and the same letter with a loose accent are one character here.
    return _upsilon(unicodedata.normalize("NFC", text).translate(_LETTERS))


def _upsilon(written: str) -> str:
    if _UPSILON in written:
        written = _UPSILON_AFTER_O.sub("u", written)
        written = _UPSILON_AFTER_A_OR_E.sub("v", written).replace(_UPSILON, "y")
    return written


def letter_by_letter(text: str) -> tuple[str, list[int] | None]:
    """`letters`, and from which character of the text each came; None when each stands where it stood."""
    if text.isascii():
        return text.lower(), None
    pieces = [_LETTERS[ord(character)] for character in text]
    written = _upsilon("".join(pieces))
    return written, [at for at, piece in enumerate(pieces) for _ in piece]


def umlauts(written: str) -> str:
    """Drop the e of ae, oe and ue; expects what `letters` or `squash_letters` gave."""
    if "ae" in written or "oe" in written or "ue" in written:  # a tenth of the time of the pattern
        return UMLAUT.sub("", written)
    return written


def squash_letters(text: str) -> str:
    """`letters` without anything but a-z and 0-9."""
    written = letters(text)
    return written if written.isalnum() else _NOT_WORD.sub("", written)


def squash(text: str) -> str:
    """One word of the index: `306-1234567` becomes `3061234567`, `Müller` and `Mueller` become `muller`."""
    return umlauts(squash_letters(text))


def part_letters(text: str) -> list[str]:
    """The runs of a-z and 0-9 in a word, umlauts not yet folded."""
    written = letters(text)
    return [written] if written.isalnum() else _PART.findall(written)


def fold(text: str) -> str:
    """The text as the search compares it; spaces and punctuation stay where they are."""
    return umlauts(letters(text))
