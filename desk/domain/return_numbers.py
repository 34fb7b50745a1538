"""Owns the numbers of returns: RTYYYYNNNNNNC, shown as RT-YYYY-NNNNNN-C, whose last character checks the rest. Pure.

C is ISO 7064 MOD 37,36 over the letters and digits before it. Numbers whose C would be Y or Z are left out: German and
English keyboards swap the two, and a scanner types as a keyboard does (DOMAIN 4.5).
"""

from __future__ import annotations

import re

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SWAPPED = "YZ"
_FORM = re.compile(r"RT([0-9]{4})([0-9]{6})([0-9A-Z])")
_LARGEST = 999_999


def check_character(text: str) -> str:
    """The check character of capital letters and digits. Raises ValueError for anything else."""
    product = 36
    for character in text:
        total = (product + _ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def next_number(year: int, last: int) -> tuple[str, int]:
    """The number after the `last` counted one of the year, and its count. Raises ValueError when the year is full."""
    for count in range(last + 1, _LARGEST + 1):
        body = f"RT{year:04d}{count:06d}"
        if (check := check_character(body)) not in _SWAPPED:
            return body + check, count
    raise ValueError("no number of this year is left")


def read(typed: str) -> str | None:
    """The number as it is stored, from how people write or scanners type it; None where it is none."""
    text = re.sub(r"[\s\-\u2010-\u2015_'ß]", "", typed).upper()
    found = _FORM.fullmatch(text)
    if found is None or check_character(text[:-1]) != text[-1]:
        return None
    return text


def shown(number: str) -> str:
    """With hyphens, for people."""
    return f"{number[:2]}-{number[2:6]}-{number[6:12]}-{number[12:]}"
