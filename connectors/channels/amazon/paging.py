"""Owns the walk over Amazon's changed orders: what to ask next and what the cursor holds. Pure, no I/O.

A window opens at the last run's end less an overlap and closes at the time that Amazon's first page names, so the
cursor is always a time of Amazon's own clock. Its pages follow each other by tokens, which live for a day and belong
to one set of filters: those are kept with the token and sent again with each page. A run that dies goes on with its
token; one that slept too long opens its window anew, where the cursor still is.

Pages may come plain, without personal data. Since when there are such orders stands in a place of its own, `again`: a
second walk by the same rules, from the first change of one of them on, once Amazon gives personal data. It takes its
turn behind the first, so that new orders never wait for it, and is over when it has reached its end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from desk.domain.clock import Instant, parse_utc

OVERLAP = timedelta(minutes=10)
"""Amazon's data is some two minutes late; what appears behind the cursor is seen by the next run."""
LATE = timedelta(minutes=2)
TOKEN_LIFE = timedelta(hours=23)
"""A day, less what a slow run or two clocks that disagree may take of it."""
HISTORY = timedelta(days=2 * 366)
LARGEST_PAGE = 100
_CLOCKS_ARE_OUT = timedelta(days=1)
_VERSION = 1
_MOST_MARKS = 5000


class TokenRepeatedError(Exception):
    """The page names a token that this run was handed before: to follow it would be a loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One run's place. `token` is the page to ask for, "" for the first; `issued` when it was handed out."""

    after: str
    marketplaces: tuple[str, ...]
    token: str = ""
    issued: str = ""
    before: str = ""  # Amazon's own time at the first page: where the next run begins
    marks: tuple[str, ...] = ()  # of the tokens handed out in this run

    def query(self, sets: tuple[str, ...]) -> dict[str, str]:
        """What to ask. Only the sets of data and the size of a page may differ from page to page."""
        query = {
            "lastUpdatedAfter": self.after,
            "marketplaceIds": ",".join(self.marketplaces),
            "maxResultsPerPage": str(LARGEST_PAGE),
            "includedData": ",".join(sets),
        }
        return {**query, "paginationToken": self.token} if self.token else query


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cursor, read: where runs begin, for which marketplaces, and the window under way.

    `again` is where orders that came plain are read from once more; `turn` says that its page is the next. `holes`, of
    that place: nothing was refused, they only lacked it, so that it takes an order with an address to say it is over.
    """

    since: str = ""
    marketplaces: tuple[str, ...] = ()
    window: Window | None = None
    again: Place | None = None
    turn: bool = False
    holes: bool = False

    @classmethod
    def read(cls, value: dict[str, Any]) -> Place:
        """From a cursor's JSON. Raises ValueError or TypeError for one that this code did not write."""
        if not value:
            return cls()
        if value.get("v") != _VERSION:
            raise ValueError(f"cursor version {value.get('v')!r}")
        since = str(value.get("since", ""))
        if since:
            parse_utc(since)
        kept = value.get("window")
        window = None
        if kept:
            told = {**kept, "marketplaces": tuple(kept["marketplaces"]), "marks": tuple(kept.get("marks", ()))}
            window = Window(**told)
            parse_utc(window.after)
        again = cls.read(value["again"]) if value.get("again") else None
        if again is not None and not again.since:
            raise ValueError("plain orders since nobody knows when")
        return cls(
            since=since,
            marketplaces=tuple(value.get("marketplaces", ())),
            window=window,
            again=again,
            turn=again is not None and value.get("turn") is True,
            holes=value.get("holes") is True,
        )

    def write(self) -> dict[str, object]:
        """JSON-ready; empty parts are left out."""
        value: dict[str, object] = {"v": _VERSION, "marketplaces": list(self.marketplaces)}
        if self.since:
            value["since"] = self.since
        if self.window:
            kept: dict[str, object] = {}
            for name in Window.__dataclass_fields__:
                part = getattr(self.window, name)
                if part:
                    kept[name] = list(part) if isinstance(part, tuple) else part
            value["window"] = kept
        if self.holes:
            value["holes"] = True
        if self.again:
            value["again"] = self.again.write()
            if self.turn:
                value["turn"] = True
        return value


def window_of(place: Place, marketplaces: tuple[str, ...], start: Instant | None, now: Instant) -> tuple[Place, Window]:
    """The place and the window to go on with: the one under way while its token lives, else a new one."""
    if not set(marketplaces) <= set(place.marketplaces):
        # Nothing of the new one was ever read.
        place = replace(place, since="", marketplaces=marketplaces, window=None)
    elif set(marketplaces) != set(place.marketplaces):
        place = replace(place, marketplaces=marketplaces, window=None)
    window = place.window
    if window is not None and window.token and window.issued and now - parse_utc(window.issued) < TOKEN_LIFE:
        return place, window
    return place, anew(place, start, now)


def anew(place: Place, start: Instant | None, now: Instant) -> Window:
    """The window from its beginning. A start in the future, or in the last minutes, is none that Amazon takes."""
    begins = start or Instant(now - HISTORY)
    after = Instant(parse_utc(place.since) - OVERLAP) if place.since else begins
    latest = Instant(now - LATE - OVERLAP)
    return Window(after=text_of(min(after, latest)), marketplaces=place.marketplaces)


def advance(place: Place, window: Window, token: str, before: str, now: Instant) -> Place:
    """Take in one answer: the token it names, "" for none, and the time it closes at. Raises TokenRepeatedError."""
    window = window if window.before else replace(window, before=before)
    if not token:
        # Without a time of Amazon's the next run reads this window again.
        return replace(place, since=window.before or place.since, window=None)
    mark = hashlib.sha256(token.encode()).hexdigest()[:12]
    if token == window.token or mark in window.marks:
        raise TokenRepeatedError(f"after {len(window.marks)} pages")
    marks = (*window.marks, mark)[-_MOST_MARKS:]
    return replace(place, window=replace(window, token=token, issued=text_of(now), marks=marks))


def came_plain(place: Place, changed: Sequence[str], *, holes: bool = False) -> Place:
    """The place behind a plain page whose orders changed at these times: from the first of them on all is read again.

    A walk over them that is under way closes before these, so that it begins anew. `holes`: as `Place` has them.
    """
    if not changed:
        return replace(place, turn=False)
    known = (place.again.since,) if place.again else ()
    since = text_of(min(map(parse_utc, (*known, *changed))))
    return replace(place, again=Place(since=since, marketplaces=place.marketplaces, holes=holes), turn=False)


def still_plain(place: Place) -> Place:
    """The place where orders that are read again come with holes: it waits for one that shows an address."""
    assert place.again is not None  # noqa: S101 - its caller has looked
    return came_plain(place, [place.again.since], holes=True)


def again_of(place: Place, marketplaces: tuple[str, ...], now: Instant) -> tuple[Place, Window]:
    """As `window_of`, for the orders that came plain: of those marketplaces alone that are still asked for."""
    assert place.again is not None  # noqa: S101 - its caller has looked
    known = tuple(one for one in place.again.marketplaces if one in marketplaces) or marketplaces
    return window_of(replace(place.again, marketplaces=known), known, None, now)


def behind_again(place: Place, again: Place, *, more: bool) -> Place:
    """The place behind a page of orders read again; `more` says that the next may follow at once."""
    left = again if again.window is not None else None
    return replace(place, again=left, turn=left is not None and more)


def closing(told: str, date: Instant | None, now: Instant) -> str:
    """Where the window closes: as the answer says or, where it does not, by the clock of the server that sent it.

    A time to come would be a cursor ahead of what was read: it is as good as none.
    """
    with suppress(ValueError):
        found = parse_utc(told)
        if found <= (date or now) + _CLOCKS_ARE_OUT:
            return text_of(found)
    return text_of(Instant(date - LATE)) if date else ""


def text_of(moment: Instant) -> str:
    """A time as Amazon is asked by it: whole seconds, never later than the moment itself."""
    return moment.replace(tzinfo=None, microsecond=0).isoformat() + "Z"
