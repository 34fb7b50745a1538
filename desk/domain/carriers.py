"""Owns how a parcel's number tells its carrier: number shapes, check digits, scores. Pure; the tables are handed in.

Formats, algorithms and scoring policy: resources/data/tracking_number_formats.json.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from desk.domain.shipments import normalise_number

_ALPHABET = string.digits + string.ascii_uppercase
_CHECK_PASSED, _CHECK_FAILED, _AT_HOME = 0.15, -0.25, 0.1
_SURE, _AHEAD = 0.6, 0.2
_LONGEST_NAME = 60
_NUMBER_LIKE = re.compile(r"(?:\d[\s./-]*){10}")
_SQUASH = re.compile(r"[\W_]+")
_AT_HOME_WORDS = frozenset({"germany", "deutschland", "de"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One carrier of carriers.csv. `url` holds {number}, {postcode}, {country} where it needs them."""

    code: str
    name: str
    home_country: str
    url: str
    s10_country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    carrier: str
    regex: str
    check: str | None
    check_on: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Guess:
    """Which carrier a number looks like. `carrier` is empty when nothing fits; `sure`: the agent need not be asked."""

    carrier: str
    sure: bool
    candidates: tuple[str, ...]


def is_odd_carrier(text: str) -> bool:
    """Whether a text cannot be a carrier's name: too long, or a number was scanned into it."""
    return len(text.strip()) > _LONGEST_NAME or _NUMBER_LIKE.search(text) is not None


def named(text: str, carriers: Sequence[Carrier]) -> Carrier | None:
    """The carrier that people or channels write so: by name or code, however spelt, or by the first word of its name.

    "dhl express", "DHL-Express" and "dhl_express" are one; "DPD", "DPD.de" and "DPD Germany" another.
    """
    wanted = _squashed(text)
    for one in carriers:
        if wanted and wanted in (_squashed(one.name), _squashed(one.code)):
            return one
    words = [word for word in _SQUASH.split(text.casefold()) if word]
    if not words or not _AT_HOME_WORDS.issuperset(words[1:]):
        return None
    return next((one for one in carriers if _SQUASH.split(one.name.casefold())[0] == words[0]), None)


def _squashed(text: str) -> str:
    return _SQUASH.sub("", text.casefold())


def recognise(number: str, country: str, formats: Sequence[NumberFormat], carriers: Sequence[Carrier]) -> Guess:
    """The carrier whose formats fit best; `country` is where the parcel goes (ISO 3166-1 alpha-2, may be empty)."""
    plain = normalise_number(number)
    homes = {one.code: one.home_country for one in carriers}
    scores: dict[str, float] = {}
    for one in formats:
        if re.fullmatch(one.regex.strip("^$"), plain, re.ASCII) is None:
            continue
        code = _s10_carrier(plain, carriers) if one.carrier == "__s10__" else one.carrier
        if not code:
            continue
        score = one.confidence
        if one.check is not None:
            score += _CHECK_PASSED if passes(one.check, one.check_on, plain) else _CHECK_FAILED
        if country and homes.get(code) == country:
            score += _AT_HOME
        scores[code] = max(score, scores.get(code, 0.0))
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    if not ranked:
        return Guess("", sure=False, candidates=())
    best = scores[ranked[0]]
    second = scores[ranked[1]] if len(ranked) > 1 else 0.0
    # Scores are sums of hundredths; without rounding 0.65 - 0.45 would not count as 0.2 ahead.
    sure = best >= _SURE and round(best - second, 6) >= _AHEAD
    return Guess(ranked[0], sure=sure, candidates=tuple(ranked))


def _s10_carrier(number: str, carriers: Sequence[Carrier]) -> str:
    return next((one.code for one in carriers if one.s10_country and one.s10_country == number[-2:]), "")


def passes(check: str, check_on: str | None, number: str) -> bool:
    """Whether the number's check character fits (algorithms: tracking_number_formats.json)."""
    if check_on == "digits":
        number = "".join(c for c in number if c in string.digits)
    elif check_on is not None and check_on.isdigit():
        number = number.lstrip("%")[: int(check_on) + 1]
    if check == "iso7064_mod37_36":
        return _mod37_36(number)
    if check == "ups_1z":
        return _ups(number)
    if not number.isdigit():
        return False
    return _digits(check, number)


def _digits(check: str, number: str) -> bool:
    body, last = number[:-1], int(number[-1])
    weights = {"mod10_31": (3, 1), "mod10_49": (4, 9), "mod10_13": (1, 3)}
    if check in weights:
        return _mod10(body, weights[check]) == last
    if check == "mod10_31_right":
        return _mod10(body[::-1], (3, 1)) == last
    if check == "mod7":
        return int(body) % 7 == last
    if check == "fedex_12":
        return sum(int(c) * (3, 1, 7)[i % 3] for i, c in enumerate(body)) % 11 % 10 == last
    if check == "s10":
        rest = 11 - sum(int(c) * w for c, w in zip(body, (8, 6, 4, 2, 3, 5, 9, 7), strict=False)) % 11
        return {10: 0, 11: 5}.get(rest, rest) == last
    return False


def _mod10(digits: str, weights: tuple[int, int]) -> int:
    return -sum(int(c) * weights[i % 2] for i, c in enumerate(digits)) % 10


def _mod37_36(number: str) -> bool:
    rest = 36
    for character in number[:-1]:
        rest = (rest + _ALPHABET.index(character)) % 36 or 36
        rest = rest * 2 % 37
    return _ALPHABET[(37 - rest) % 36] == number[-1]


def _ups(number: str) -> bool:
    total = 0
    for position, character in enumerate(number[2:-1]):
        value = int(character) if character.isdigit() else (ord(character) - 3) % 10
        total += value * (1 if position % 2 == 0 else 2)
    return number[-1].isdigit() and -total % 10 == int(number[-1])


def tracking_url(carrier: Carrier, number: str, *, postcode: str = "", country: str = "") -> str:
    """The carrier's public page for a parcel; empty where there is none or it needs what is not known."""
    if not carrier.url:
        return ""
    told = {"number": normalise_number(number), "postcode": postcode.replace(" ", ""), "country": country}
    values = {name: quote(value, safe="") for name, value in told.items()}  # typed and scanned texts hold anything
    if any(f"{{{name}}}" in carrier.url and not value for name, value in values.items()):
        return ""
    url = carrier.url
    for name, value in values.items():
        url = url.replace(f"{{{name}}}", value)
    return url


def with_check_digit(body: str) -> str:
    """A 20-digit SSCC (as on DHL parcels) from its first 19 digits: weights 3, 1 from the left, modulo 10."""
    if len(body) != 19 or not body.isdigit():
        raise ValueError("an SSCC has 19 digits before its check digit")
    return body + str(_mod10(body, (3, 1)))
