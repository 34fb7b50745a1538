"""Owns how typed days are understood: `18.11.2026`, `18.11.`, `11/2026`, `2026`, `gestern`. Qt-free and pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_SPAN = re.compile(r"^(?:(?:(\d{1,2})[./-])?(\d{1,2})[./-])?(\d{4})$")
_SHORT = re.compile(r"^(\d{1,2})[./](\d{1,2})[./]?(\d{2})?$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
_YEARS = range(1900, 2200)
"""Others are slips of the keys, such as 0026, and the first and the last of all years have no day beside them."""
_WORDS = {"heute": 0, "today": 0, "gestern": 1, "yesterday": 1, "vorgestern": 2}


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day, both meant; None: no end on that side."""

    first: date | None = None
    last: date | None = None

    @property
    def count(self) -> int | None:
        return (self.last - self.first).days + 1 if self.first is not None and self.last is not None else None

    @property
    def turned(self) -> bool:
        """Whether it ends before it begins."""
        return self.first is not None and self.last is not None and self.last < self.first


def read(text: str, today: date) -> Days | None:
    """What a text means: a day, a month, a year; None when it means none of them. Day before month, as in Europe."""
    typed = "".join(text.split()).lower()
    if typed in _WORDS:
        day = today - timedelta(days=_WORDS[typed])
        return Days(day, day)
    try:
        if found := _ISO.match(typed):
            return _span(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
        if found := _SPAN.match(typed):
            day_of, month = (int(part) if part else None for part in found.groups()[:2])
            return _span(int(found[3]), month, day_of)
        if found := _SHORT.match(typed):
            year = 2000 + int(found[3]) if found[3] else today.year
            day = date(year, int(found[2]), int(found[1]))
            if not found[3] and day > today:
                day = day.replace(year=year - 1)  # orders are never of tomorrow, so last year's is meant
            return Days(day, day)
    except ValueError:
        return None  # such as 31.02.
    return None


def _span(year: int, month: int | None, day: int | None) -> Days:
    if year not in _YEARS:
        raise ValueError(year)
    if month is None:
        return Days(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        following = date(year + month // 12, month % 12 + 1, 1)
        return Days(date(year, month, 1), following - timedelta(days=1))
    only = date(year, month, day)
    return Days(only, only)


def read_both(begin: str, end: str, today: date) -> Days | None:
    """From the beginning of the one to the end of the other; an empty text is an open end. None where one is no day."""
    first, last = (read(text, today) if text.strip() else Days() for text in (begin, end))
    return Days(first.first, last.last) if first is not None and last is not None else None


def month_of(day: date, back: int = 0) -> Days:
    """The whole month of a day, or one so many months before."""
    months = day.year * 12 + day.month - 1 - back
    return _span(months // 12, months % 12 + 1, None)
