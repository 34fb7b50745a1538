"""Owns the walk over a shop's changed orders: what to ask next and what the cursor holds. Pure, no I/O.

The list is ordered by the second of the last change, and page numbers shift when an order changes meanwhile. So
the date is the key: always page 1 of what changed after the last date seen less one second, dropping what was
seen in that second. Only where one second fills a page (a bulk edit) its pages are walked by number, and walked
again until two walks saw the same orders: an order that leaves the second shifts the rest, and shows by that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from desk.domain.clock import Instant, parse_utc

OVERLAP = timedelta(minutes=10)
"""The next run begins this much before the latest change seen: an order may be saved later than it is dated."""
LARGEST_PAGE = 100
SMALLER_PAGES = (50, 20, 10)
_MOST_WALKS = 6
_SECOND = timedelta(seconds=1)
_VERSION = 1


class Phase(StrEnum):
    LISTED = "any"  # every status but the bin and drafts
    BIN = "trash"


class Oddity(StrEnum):
    """Answers that contradict the question. Asked again first; a lasting one has its own way out."""

    NOT_AFTER = "not_after"  # older than asked for: the shop ignores modified_after
    UNSORTED = "unsorted"  # the shop ignores orderby
    REPEATED = "repeated"  # the page before, once more
    CACHED = "cached"  # no answer of the shop at all: a cache gives what it once said to some other question


class OddPage(Exception):
    def __init__(self, oddity: Oddity) -> None:
        super().__init__(oddity.value)
        self.oddity = oddity


@dataclass(frozen=True, slots=True)
class Stamped:
    """A record as received, with what paging needs of it; None where the record does not tell."""

    id: int | None
    modified: str | None
    raw: bytes


@dataclass(frozen=True, slots=True)
class Question:
    phase: Phase
    after: str | None
    page: int
    size: int
    by_id: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run's place. `last` is the latest second seen, `ids` what was in it and `texts` how that read."""

    phase: Phase = Phase.LISTED
    after: str | None = None
    page: int = 1
    size: int = LARGEST_PAGE
    last: str | None = None
    ids: frozenset[int] = frozenset()
    texts: frozenset[str] = frozenset()
    odd: frozenset[str] = frozenset()  # marks of records without a date, so that each is reported once
    began: str | None = None  # by the shop's clock; a run that was interrupted may end much later
    high: str | None = None
    walk: str = ""  # what this walk over one second's pages saw so far …
    before: str = ""  # … and what the one before saw
    walks: int = 0
    previous: str = ""  # the page before, to know it when it comes again
    total: int | None = None
    by_id: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What an answer brought: records not seen in this run, and where to go on. `run` None: the run is over."""

    new: tuple[Stamped, ...]
    run: Run | None
    since: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A cursor, read: where runs begin and, within one, where it stands."""

    since: str | None = None
    run: Run = field(default_factory=Run)

    @classmethod
    def read(cls, value: dict[str, Any]) -> Place:
        """From a cursor's JSON. Raises ValueError for one that this code did not write."""
        if not value:
            return cls()
        if value.get("v") != _VERSION:
            raise ValueError(f"cursor version {value.get('v')!r}")
        since = value.get("since")
        kept = dict(value.get("run") or {})
        if not kept:
            return cls(since, Run(after=since))
        kept["phase"] = Phase(kept.get("phase", Phase.LISTED))
        kept["ids"] = frozenset(kept.get("ids", ()))
        kept["texts"] = frozenset(kept.get("texts", ()))
        kept["odd"] = frozenset(kept.get("odd", ()))
        return cls(since, Run(**kept))

    def write(self) -> dict[str, object]:
        """JSON-ready and small: a run's empty parts are left out."""
        value: dict[str, object] = {"v": _VERSION}
        if self.since:
            value["since"] = self.since
        plain = Run()
        kept: dict[str, object] = {}
        for name in Run.__dataclass_fields__:
            part = getattr(self.run, name)
            if part != getattr(plain, name):
                kept[name] = sorted(part) if isinstance(part, frozenset) else part
        kept["phase"] = self.run.phase.value
        value["run"] = kept
        return value

    def question(self) -> Question:
        run = self.run
        return Question(run.phase, run.after, run.page, run.size, run.by_id)


def over(since: str | None) -> dict[str, object]:
    """The cursor between two runs."""
    return {"v": _VERSION, "since": since} if since else {"v": _VERSION}


def second(text: str | None) -> str | None:
    """A channel's UTC time as the text it is compared and asked by; None where it is none."""
    if not text:
        return None
    try:
        found = parse_utc(text)
    except ValueError:
        return None
    return as_second(found) if 1970 <= found.year < 2200 else None  # beyond lies no time to ask from


def as_second(moment: Instant) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def moved(text: str, seconds: int) -> str:
    return _moved(text, timedelta(seconds=seconds))


def _moved(text: str, by: timedelta) -> str:
    return (datetime.fromisoformat(text) + by).isoformat(timespec="seconds")


def smaller(run: Run) -> Run | None:
    """The shop refuses pages of this size: the same walk in smaller ones; None when there is no smaller."""
    for size in SMALLER_PAGES:
        if size < run.size:
            return replace(run, size=size, page=1, walk="", before="", walks=0, previous="")
    return None


def all_by_id(place: Place) -> Run:
    """For a shop that cannot list by change: every order, by its id, each time. Counts from page 1 of the list."""
    return Run(by_id=True, size=place.run.size)


def advance(
    place: Place, records: Sequence[Stamped], total: int | None, pages: int | None, now: str | None = None
) -> Step:
    """Take in one answer. `total`, `pages` and `now` (the shop's own time) are what its headers say. Raises OddPage."""
    run = place.run if place.run.began else replace(place.run, began=now)
    mark = _mark(records)
    if run.page > 1 and records and mark == run.previous:
        if pages is not None or len(records) >= run.size:
            raise OddPage(Oddity.REPEATED)
        records, mark = (), _mark(())  # we only looked whether there is more, and there is not
    if run.page == 1 and run.walks == 0 and run.previous == "" and total is not None:
        run = replace(run, total=(run.total or 0) + total)
    run = replace(run, previous=mark)
    full = len(records) >= run.size or (pages is not None and pages > run.page)
    if pages is None and not run.by_id:
        # Nobody says how many pages there are, and a server may hold fewer records to a page than we asked for.
        full = full or (len(records) > 1 and len({r.modified for r in records}) == 1)
    if run.by_id:
        return _advance_by_id(place, run, records, full)
    return _advance_by_change(place, run, records, full)


def _advance_by_id(place: Place, run: Run, records: Sequence[Stamped], full: bool) -> Step:
    """All orders by id; those that did not change since the last run are left out here, as the shop cannot."""
    new = tuple(r for r in records if not (place.since and r.modified and r.modified < place.since))
    high = max((r.modified for r in records if r.modified), default=None)
    run = _higher(run, high)
    if records and full:
        return Step(new, replace(run, page=run.page + 1), place.since)
    return _phase_over(place, run, new)


def _advance_by_change(place: Place, run: Run, records: Sequence[Stamped], full: bool) -> Step:
    dates = [r.modified for r in records if r.modified]
    if run.after and any(date < run.after for date in dates):
        raise OddPage(Oddity.NOT_AFTER)
    if any(later < earlier for earlier, later in pairwise(dates)):
        raise OddPage(Oddity.UNSORTED)
    new = tuple(r for r in records if not _seen(run, r))
    odd = run.odd | {_mark((r,)) for r in new if not r.modified or r.id is None}
    run = replace(run, odd=odd)
    top = dates[-1] if dates else run.last
    if full and dates and dates[0] == top:
        return _inside_block(place, run, records, new, top)
    if full and not dates:
        return Step(new, replace(run, page=run.page + 1), place.since)
    if run.page > 1 and run.last and run.after == _moved(run.last, -_SECOND):
        return _block_over(place, run, records, new, top)
    if top and any(r.id not in run.ids for r in new):
        return Step(new, _from(run, records, top), place.since)
    # Orders that changed once more within their second are told, but a shop that words each answer anew has an end.
    return _phase_over(place, run, new)


def _inside_block(place: Place, run: Run, records: Sequence[Stamped], new: tuple[Stamped, ...], top: str) -> Step:
    """A full page of one second: the following page of the same question, or the question that makes it page 1."""
    if run.last and top < run.last:
        # Only a shop that takes "after" to include the second itself comes here: all this was seen before.
        return Step(new, replace(run, page=run.page + 1), place.since)
    if run.after != _moved(top, -_SECOND):
        return Step(new, _from(run, records, top), place.since)
    walked = _chain(run.walk, records)
    run = replace(_with_second(_higher(run, top), top, records), page=run.page + 1, walk=walked)
    return Step(new, run, place.since)


def _block_over(place: Place, run: Run, records: Sequence[Stamped], new: tuple[Stamped, ...], top: str | None) -> Step:
    """The last page that holds some of the crowded second, or the first behind it."""
    inside = [r for r in records if r.modified == run.last]
    walked = _chain(run.walk, inside)
    if walked != run.before and run.walks < _MOST_WALKS:
        run = replace(_with_second(run, run.last, inside), page=1, walk="", before=walked, walks=run.walks + 1)
        # What lies behind the second comes again after the next walk, so it is left for then.
        return Step(tuple(r for r in new if r in inside or not r.modified), run, place.since)
    if top and run.last and top > run.last:
        return Step(new, _from(run, records, top), place.since)
    return _phase_over(place, run, new)


def _from(run: Run, records: Sequence[Stamped], top: str) -> Run:
    """Ask next for what changed at `top` or later."""
    at_top = [r for r in records if r.modified == top]
    run = _with_second(_higher(run, top), top, at_top)
    return replace(run, after=_moved(top, -_SECOND), page=1, walk="", before="", walks=0)


def _with_second(run: Run, second: str | None, records: Sequence[Stamped]) -> Run:
    """The latest second and what of it was seen."""
    ids = frozenset(r.id for r in records if r.id is not None)
    texts = frozenset(_text_of(r) for r in records if r.id is not None)
    if run.last == second:
        ids, texts = run.ids | ids, run.texts | texts
    return replace(run, last=second, ids=ids, texts=texts)


def _phase_over(place: Place, run: Run, new: tuple[Stamped, ...]) -> Step:
    if run.phase is Phase.LISTED:
        after = None if run.by_id else place.since
        following = Run(
            phase=Phase.BIN,
            after=after,
            size=run.size,
            began=run.began,
            high=run.high,
            total=run.total,
            by_id=run.by_id,
        )
        return Step(new, following, place.since)
    # Only the listed phase moves the beginning of the next run: what changed after that phase ended, while the
    # bin was read, lies within the overlap.
    # A run that went on after an interruption left pages behind long before it saw its latest change, so the overlap
    # also reaches back from where it began.
    since = _moved(min(run.high, run.began or run.high), -OVERLAP) if run.high else None
    return Step(new, None, max(filter(None, (since, place.since)), default=None))


def _higher(run: Run, date: str | None) -> Run:
    if run.phase is not Phase.LISTED or not date or (run.high and run.high >= date):
        return run
    return replace(run, high=date)


def _seen(run: Run, record: Stamped) -> bool:
    if not record.modified or record.id is None:
        return _mark((record,)) in run.odd
    if run.last == record.modified:
        # An order can change twice within a second and then looks different under the same date.
        return record.id in run.ids and _text_of(record) in run.texts
    # A shop that takes "after" to include the second itself shows again what the walk has left behind.
    return run.last is not None and record.modified < run.last


def _text_of(record: Stamped) -> str:
    return hashlib.sha256(record.raw).hexdigest()[:12]


def _mark(records: Iterable[Stamped]) -> str:
    known = hashlib.sha256()
    for record in records:
        known.update(f"{record.id}@{record.modified};".encode() if record.id and record.modified else record.raw)
    return known.hexdigest()[:12]


def _chain(walked: str, records: Sequence[Stamped]) -> str:
    return hashlib.sha256((walked + _mark(records)).encode()).hexdigest()[:12] if records else walked
