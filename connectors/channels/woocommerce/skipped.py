"""Owns the hours that a shop's clock skips in spring, and how paging gets around them. Pure, no I/O.

The shop takes `modified_after`, which we give in UTC, for a time of its own zone before it compares it with UTC. That
changes nothing, except for a time that does not exist there: PHP moves it on by an hour, and what changed within it
is never listed. So paging takes everything inside such an hour for one moment, its beginning: it asks from the second
before, which exists, and walks the hour by page numbers like any other crowded second.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

_DAY, _MINUTE, _SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)


def paging_second(text: str, zones: Sequence[tzinfo]) -> str:
    """The second of a change as paging counts it: the beginning of the skipped hour for all that lies within one."""
    for _ in zones:  # the hours of several zones may follow on each other
        found = next((start for start, end in _skipped_around(text[:10], tuple(zones)) if start < text <= end), None)
        if found is None:
            return text
        text = found
    return text


def askable(text: str, zones: Sequence[tzinfo]) -> str:
    """A time to ask from that the shop takes as it is, never later than the one given."""
    beginning = paging_second(text, zones)
    inside = any(start <= beginning < end for start, end in _skipped_around(beginning[:10], tuple(zones)))
    return _text(datetime.fromisoformat(beginning) - _SECOND) if inside else text


@lru_cache(maxsize=4096)
def _skipped_around(day: str, zones: tuple[tzinfo, ...]) -> tuple[tuple[str, str], ...]:
    """First second and end of the times that begin to be skipped on a day or the one before, by any of the clocks."""
    try:
        noon = datetime.fromisoformat(day) + _DAY / 2
        days = (noon - _DAY, noon)
        return tuple(
            (_text(start), _text(end))
            for zone in zones
            for one in days
            for start, end in _skipped_on(one.replace(hour=0), zone)
        )
    except (ValueError, OverflowError):
        return ()  # no date that a clock could skip


def _skipped_on(midnight: datetime, zone: tzinfo) -> list[tuple[datetime, datetime]]:
    before, after = _offset(midnight - _MINUTE, zone), _offset(midnight + _DAY, zone)
    if after <= before:
        return []
    start = next(
        (at for at in (midnight + n * _MINUTE for n in range(24 * 60)) if not _exists(at, zone)),
        None,
    )
    return [(start, start + (after - before))] if start else []


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    return at.replace(tzinfo=zone).utcoffset() or timedelta()


def _exists(at: datetime, zone: tzinfo) -> bool:
    return at.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == at


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
