"""Owns how telephone numbers are read for the search: as dialled at home, with and without the first 0.
Used by desk.store's search modules only.
"""

from __future__ import annotations

import re

_NOT_DIGIT = re.compile(r"[^0-9]+")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")

# Country calling codes are free of prefixes: these have one or two digits (ITU E.164), all others three.
_ONE_DIGIT = ("1", "7")
_TWO_DIGITS = frozenset(
    """20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58
    60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98""".split()
)
# Only for numbers written without "+", where the address has to say what the first digits are.
_CALLING_CODE = {
    "AT": "43", "BE": "32", "BG": "359", "CH": "41", "CY": "357", "CZ": "420", "DE": "49", "DK": "45",
    "EE": "372", "ES": "34", "FI": "358", "FR": "33", "GB": "44", "GR": "30", "HR": "385", "HU": "36",
    "IE": "353", "IT": "39", "LI": "423", "LT": "370", "LU": "352", "LV": "371", "MT": "356", "NL": "31",
    "NO": "47", "PL": "48", "PT": "351", "RO": "40", "SE": "46", "SI": "386", "SK": "421", "TR": "90",
    "US": "1",
}  # fmt: skip
# A number this long that begins with its country's code was most likely written internationally without "+".
_WRITTEN_INTERNATIONALLY = 11


def national(international_digits: str) -> str:
    """What follows the calling code, without the leading 0 that is dialled at home only."""
    if international_digits.startswith(_ONE_DIGIT):
        rest = international_digits[1:]
    elif international_digits[:2] in _TWO_DIGITS:
        rest = international_digits[2:]
    else:
        rest = international_digits[3:]
    return rest.lstrip("0")


def phone_tokens(number: str, country: str) -> set[str]:
    """The words under which a stored number is found: `+49 (0)151 23` as `015123` and `15123`."""
    digits = _NOT_DIGIT.sub("", _TRUNK_ZERO.sub("", number) if "(" in number else number)
    if number.lstrip().startswith("+"):
        bare = {national(digits)}
    elif digits.startswith("00"):
        bare = {national(digits[2:])}
    else:
        bare = {digits.lstrip("0")}
        code = _CALLING_CODE.get(country.upper(), "")
        if code and digits.startswith(code) and len(digits) >= _WRITTEN_INTERNATIONALLY:
            bare.add(national(digits))  # both, because a home number may begin with these digits too
    bare.discard("")
    return bare | {f"0{one}" for one in bare}


def is_phone_like(text: str) -> bool:
    """Whether a typed text could be a telephone number: digits and what stands between them, nothing else."""
    return any(sign.isdigit() for sign in text) and not any(sign.isalpha() for sign in text)


def digits_of(text: str) -> str:
    return _NOT_DIGIT.sub("", text)
