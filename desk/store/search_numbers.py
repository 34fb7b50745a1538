"""Owns the shapes of numbers that are picked out of a pasted text: orders, parcels, invoices. Pure; used by
desk.store.search_text and the search itself.
"""

from __future__ import annotations

import re

_LONGEST_TEXT = 100_000
_MOST_PICKS = 20

_DASHES = re.compile("[\u2010-\u2015\u2212]")
# In the order of how sure they are; none is cut out of a longer number.
_SHAPES = tuple(
    re.compile(rf"(?<![\w-]){shape}(?![\w-])", re.ASCII)
    for shape in (
        r"[0-9]{3}-[0-9]{7}-[0-9]{7}",
        r"[0-9]{2}-[0-9]{5}-[0-9]{5}",
        r"1Z ?[A-Z0-9]{3} ?[A-Z0-9]{3} ?[A-Z0-9]{2} ?[A-Z0-9]{4} ?[A-Z0-9]{4}",  # UPS
        r"0034(?: ?[0-9]){16}",  # DHL, 20 digits
        r"(?:JJD|JVGL)[0-9]{10,20}",  # DHL
        r"[A-Z]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[A-Z]{2}",  # any post, S10
        r"H[0-9]{19,20}",  # Hermes
        r"[0-9]{14}[0-9A-Z]",  # DPD with its check character
        r"(?:10[0-9]{20}|99[0-9]{16}|9[1-5][0-9]{20})",  # posts of Austria, Switzerland, the United States
        r"(?:3S[A-Z0-9]{11,13}|TB[ACM][0-9]{12}|YT[0-9]{16}|LTN[0-9]{8}N1)",
    )
)
_NUMBER = r"[A-Z0-9](?:[A-Z0-9/_-]{0,38}[A-Z0-9])?"
_AFTER_HASH = re.compile(rf"#[ ]?({_NUMBER})", re.ASCII | re.IGNORECASE)
_AFTER_WORD = re.compile(
    r"(?<![a-z])(?:bestell|auftrags?|order|rechnungs?|invoice|sendungs?|paket|tracking|retouren?|rma)"
    r"[a-zß-ü]{0,12}[-. ]{0,2}(?:id|nr|no|number|nummer|code)?[\s.:=#-]{1,4}"
    rf"({_NUMBER})",
    re.IGNORECASE,
)
_LOOSE = re.compile(rf"(?<![\w@.-]){_NUMBER}(?![\w@-])", re.ASCII | re.IGNORECASE)
_FEWEST_DIGITS = 4


def pick_numbers(text: str) -> list[str]:
    """The order, parcel and invoice numbers in a pasted text, surest first.

    When no known shape stands in it: whatever holds at least four digits.
    """
    plain = _DASHES.sub("-", text[:_LONGEST_TEXT])
    picked: dict[str, None] = {}
    for shape in _SHAPES:
        picked.update(dict.fromkeys(shape.findall(plain)))
    for shape in (_AFTER_HASH, _AFTER_WORD):
        picked.update(dict.fromkeys(number for number in shape.findall(plain) if _digits(number)))
    if not picked:
        loose = (number for number in _LOOSE.findall(plain) if _digits(number) >= _FEWEST_DIGITS)
        picked.update(dict.fromkeys(loose))
    return list(picked)[:_MOST_PICKS]


def _digits(number: str) -> int:
    return sum(sign.isdigit() for sign in number)
