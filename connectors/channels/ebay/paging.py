"""Owns the walk over a seller's changed orders: what to ask next and what the cursor holds. Pure, no I/O.

eBay lists orders by the day they were placed, page by page from an offset, so an order that changes meanwhile leaves
the window and moves all behind it up by one: the one at the next page's edge would never be seen. So a window is
closed (it ends two minutes before eBay's own now), small, and read again unless every page told the same total and
as many orders were seen. A window that does not come to rest is halved, down to one page, which cannot shift.

The run's place lives in memory; the cursor holds up to when everything was delivered. Who dies reads the window again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from desk.domain.clock import Instant, parse_utc

OVERLAP = timedelta(minutes=30)
"""A run begins this much before the last one's end: an order may appear later than it is dated."""
MARGIN = timedelta(minutes=2)
"""A run ends this much before eBay's now."""
SWEEP = timedelta(days=7)
SWEEP_EVERY = timedelta(days=1)
FIRST_IMPORT = timedelta(days=90)
FARTHEST = timedelta(days=2 * 365) - timedelta(minutes=10)
"""eBay lists what changed within two years; our clock may differ from its."""
LARGEST_PAGE = 200
MOST_IN_WINDOW = 4 * LARGEST_PAGE
_SHORTEST_WINDOW = timedelta(seconds=2)
_MOST_WALKS = 6
_WALKS_BEFORE_HALVING = 2
_VERSION = 1
_FILTER = re.compile(r"lastmodifieddate:\[([^.\]]+\.\d+Z)\.\.([^\]]*)\]")


class Oddity(StrEnum):
    """Answers that contradict the question; asked again first. Only the first kind is never taken."""

    REPEATED = "repeated"  # another page's orders, or a link that leads back
    OUTSIDE = "outside"  # orders of another window, as a cache keeps them
    ANOTHER = "another"  # it calls itself the answer to another question


class OddPage(Exception):
    def __init__(self, oddity: Oddity) -> None:
        super().__init__(oddity.value)
        self.oddity = oddity


@dataclass(frozen=True, slots=True)
class Stamped:
    """A record as received, with what paging needs of it; None where the record does not tell."""

    id: str | None
    changed: Instant | None
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One answer: its records, what it tells of the whole list, and eBay's own time."""

    records: Sequence[Stamped]
    now: Instant
    total: int | None
    offset: int | None
    window: tuple[Instant, Instant | None] | None  # what the answer says it was asked for
    following: int | None  # where the next page begins; None: this was the last


@dataclass(frozen=True, slots=True)
class Question:
    start: Instant
    end: Instant | None
    offset: int

    @property
    def filter(self) -> str:
        return f"lastmodifieddate:[{as_text(self.start)}..{as_text(self.end) if self.end else ''}]"


@dataclass(frozen=True, slots=True)
class Place:
    """A cursor, read. `since`: all that changed before was delivered. `inside`: a run was under way."""

    since: Instant | None = None
    swept: Instant | None = None
    sweeping: bool = False
    inside: bool = False

    @classmethod
    def read(cls, value: dict[str, Any]) -> Place:
        """From a cursor's JSON. Raises ValueError for one that this code did not write."""
        if not value:
            return cls()
        if value.get("v") != _VERSION:
            raise ValueError(f"cursor version {value.get('v')!r}")
        since, swept = value.get("since"), value.get("swept")
        return cls(
            since=parse_utc(since) if since else None,
            swept=parse_utc(swept) if swept else None,
            sweeping=bool(value.get("sweeping")),
            inside="step" in value,
        )

    def begins(self, now: Instant, start_date: Instant | None) -> tuple[Instant, bool]:
        """Where a run begins, and whether it is the daily sweep of a week; `now` is our own, for what is far off."""
        earliest = Instant(now - FARTHEST)
        if self.since is None:
            return max(start_date or Instant(now - FIRST_IMPORT), earliest), True
        due = self.swept is None or not Instant(now - SWEEP_EVERY) < self.swept <= now
        if self.inside or not due:
            return max(Instant(self.since - OVERLAP), earliest), self.inside and self.sweeping
        return max(Instant(self.since - SWEEP), earliest), True


@dataclass
class Run:
    """One run's place. `read_to`: all windows until then are read, though perhaps not all delivered yet."""

    start: Instant
    end: Instant | None = None  # by eBay's clock, known with the first answer
    begin: Instant | None = None  # the present window …
    until: Instant | None = None
    offset: int = 0
    total: int | None = None  # of the whole run, as the first answer told
    read_to: Instant | None = None
    over: bool = False
    seen: dict[str, Instant] = field(default_factory=dict)
    _odd: set[bytes] = field(default_factory=set)
    _walk: set[str] = field(default_factory=set)  # what this walk over the window saw …
    _totals: set[int | None] = field(default_factory=set)  # … and how many its pages told of
    _nameless: int = 0
    _walks: int = 0
    _before: tuple[str | None, ...] = ()

    def question(self) -> Question:
        return Question(self.begin or self.start, self.until, self.offset)

    def advance(self, answer: Seen, *, patient: bool = True) -> list[Stamped]:
        """Take in one answer; the records that are new or newer in this run. Raises OddPage.

        `patient` False: it has been asked often enough, so that only a page that repeats another is not taken.
        """
        ids = tuple(one.id for one in answer.records)
        if self._contradicts(answer, ids):
            raise OddPage(Oddity.REPEATED)
        if patient:
            self._check_window(answer)
        new = [one for one in answer.records if self._is_new(one)]
        self._before = ids
        if self.end is None:
            self._first(answer)
        else:
            self._next(answer, ids)
        return new

    def _contradicts(self, answer: Seen, ids: tuple[str | None, ...]) -> bool:
        if answer.offset is not None and answer.offset != self.offset:
            return True
        if answer.following is not None and answer.following <= self.offset:
            return True
        return self.offset > 0 and bool(ids) and ids == self._before

    def _check_window(self, answer: Seen) -> None:
        question = self.question()
        if answer.window is not None:
            start, end = answer.window
            if start != _whole(question.start) or (question.end is not None and end != question.end):
                raise OddPage(Oddity.ANOTHER)
        changed = [one.changed for one in answer.records if one.changed is not None]
        outside = sum(one < question.start or (question.end is not None and one > question.end) for one in changed)
        # One or two may be the index lagging behind the orders.
        if outside > len(changed) / 2:
            raise OddPage(Oddity.OUTSIDE)

    def _is_new(self, record: Stamped) -> bool:
        if record.id is None or record.changed is None:
            if record.raw in self._odd:
                return False
            self._odd.add(record.raw)
            return True
        known = self.seen.get(record.id)
        if known is not None and record.changed <= known:
            return False
        self.seen[record.id] = record.changed
        return True

    def _first(self, answer: Seen) -> None:
        """The window is open until eBay's time is known. One page cannot shift, so then all is read at once."""
        self.total = answer.total
        self.end = Instant(answer.now - MARGIN)
        if answer.following is None or self.end <= self.start:
            self.read_to, self.over = self.end, True
            return
        self._open(self.start, self._shorter(self.end - self.start, answer.total))

    def _next(self, answer: Seen, ids: tuple[str | None, ...]) -> None:
        assert self.begin is not None  # noqa: S101 - for the type checker: a window is open after the first answer
        assert self.until is not None  # noqa: S101
        length = self.until - self.begin
        many = answer.total is not None and answer.total > MOST_IN_WINDOW
        if self.offset == 0 and many and answer.following is not None and length > _SHORTEST_WINDOW:
            self._open(self.begin, self._shorter(length, answer.total))
            return
        self._walk |= {one for one in ids if one is not None}
        self._nameless += sum(one is None for one in ids)
        self._totals.add(answer.total)
        if answer.following is not None and ids:
            self.offset = answer.following
            return
        if self._is_whole(single=self.offset == 0):
            self._close(length, answer.total)
            return
        self._again(length)

    def _is_whole(self, *, single: bool) -> bool:
        if single:
            return True
        told = next(iter(self._totals))
        return len(self._totals) == 1 and told is not None and len(self._walk) + self._nameless >= told

    def _again(self, length: timedelta) -> None:
        """Something left the window while it was read, or came into it."""
        assert self.begin is not None  # noqa: S101 - as above
        walks = self._walks + 1
        if walks >= _MOST_WALKS and length <= _SHORTEST_WINDOW:
            # More than a page within two seconds that never come to rest; the next runs overlap and sweep.
            self._close(length, None)
            return
        halve = walks >= _WALKS_BEFORE_HALVING and length > _SHORTEST_WINDOW
        self._open(self.begin, length / 2 if halve else length)
        self._walks = 0 if halve else walks

    def _close(self, length: timedelta, total: int | None) -> None:
        """The window is read. The following one is as long as will fill it half."""
        assert self.end is not None  # noqa: S101 - as above
        assert self.until is not None  # noqa: S101
        self.read_to = self.until
        if self.until >= self.end:
            self.over = True
            return
        factor = 1.0 if total is None else min(max(MOST_IN_WINDOW / 2 / max(total, 1), 0.25), 8.0)
        self._open(self.until, length * factor)

    def _open(self, begin: Instant, length: timedelta) -> None:
        assert self.end is not None  # noqa: S101 - as above
        self.begin = begin
        self.until = min(self.end, _whole(Instant(begin + max(length, _SHORTEST_WINDOW))))
        self.offset = 0
        self._walk, self._totals, self._nameless, self._walks, self._before = set(), set(), 0, 0, ()

    @staticmethod
    def _shorter(length: timedelta, total: int | None) -> timedelta:
        if total is not None and total <= MOST_IN_WINDOW:
            return length
        return length * (MOST_IN_WINDOW / 2 / total) if total else length / 2


def between(since: Instant | None, swept: Instant | None) -> dict[str, object]:
    """The cursor between two runs."""
    value: dict[str, object] = {"v": _VERSION}
    if since:
        value["since"] = as_text(since)
    if swept:
        value["swept"] = as_text(swept)
    return value


def within(since: Instant | None, swept: Instant | None, *, sweeping: bool, step: int) -> dict[str, object]:
    """The cursor inside a run: `step` makes each one differ, and tells that a run was under way."""
    value = between(since, swept)
    if sweeping:
        value["sweeping"] = True
    return {**value, "step": step}


def offset_in(link: str | None, asked: int) -> int | None:
    """Where the next page begins, by eBay's link to it; None without one. Only the number is taken, never the host."""
    if not link:
        return None
    try:
        found = dict(parse_qsl(urlsplit(link).query)).get("offset", "")
    except ValueError:
        found = ""
    return int(found) if found.isascii() and found.isdigit() else asked + LARGEST_PAGE


def window_in(link: str | None) -> tuple[Instant, Instant | None] | None:
    """The window in the answer's own address; None where it does not tell, or not in the words we asked in."""
    try:
        found = _FILTER.fullmatch(dict(parse_qsl(urlsplit(link or "").query)).get("filter", ""))
        if found is None:
            return None
        return parse_utc(found[1]), parse_utc(found[2]) if found[2] else None
    except ValueError:
        return None


def instant_in(text: str | None) -> Instant | None:
    if not text:
        return None
    try:
        found = parse_utc(text)
    except ValueError:
        return None
    return found if 1970 <= found.year < 2200 else None


def as_text(moment: Instant) -> str:
    """The one form in which eBay takes a time: milliseconds and Z."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _whole(moment: Instant) -> Instant:
    return Instant(moment.replace(microsecond=moment.microsecond // 1000 * 1000))
