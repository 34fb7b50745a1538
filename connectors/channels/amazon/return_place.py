"""Owns how far the reading of returns is, and the cursor that holds it. Pure, no I/O.

Amazon tells of returns in reports only, which take their time and reach sixty days back at most. A walk goes through
one window after the other: it has both reports of a window made, looks at each until it is over, and reads them. What
was asked for stands in the cursor, so that whoever comes next, after a crash too, goes on with the same reports.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

from connectors.channels.amazon.paging import text_of
from desk.domain.clock import Instant, parse_utc

XML = "GET_XML_RETURNS_DATA_BY_RETURN_DATE"
FLAT = "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE"
KINDS = (XML, FLAT)

EVERY = timedelta(hours=3)
BACK = timedelta(days=30)
"""Returns change after they were asked for, so each walk sees so many days again …"""
FAR_BACK = timedelta(days=60)
"""… and once a day the older ones, which may have been closed or refunded since."""
FAR_EVERY = timedelta(days=1)
FIRST = timedelta(days=118)
LONGEST = timedelta(days=59)
"""Of a report: Amazon takes sixty days, and its clock need not agree with ours."""
LOOK_EVERY = timedelta(seconds=30)
REST = timedelta(minutes=20)
DENIED_FOR = timedelta(days=1)
WALK_LIFE = timedelta(days=1)
"""A walk that is older waits for a report that never comes, or was left so long that another tells more."""
MOST_FAILURES = 3
_VERSION = 1


@dataclass
class Asked:
    """A report that was asked for. `document` once it is done; `over` when nothing more comes of it."""

    id: str
    document: str = ""
    over: bool = False


@dataclass
class Walk:
    """A walk under way: the windows that are left, the reports of the first of them, and when these were looked at."""

    began: Instant
    windows: list[tuple[Instant, Instant | None]]
    far: bool = False
    reports: dict[str, Asked] = field(default_factory=dict)
    looked: Instant | None = None
    failures: int = 0
    rest_until: Instant | None = None


@dataclass
class ReturnPlace:
    """A cursor, read. `denied_at`: when Amazon said that the application may not see returns."""

    read_at: Instant | None = None
    far_at: Instant | None = None
    denied_at: Instant | None = None
    walk: Walk | None = None

    @classmethod
    def read(cls, value: dict[str, Any]) -> Self:
        """From a cursor's JSON. Raises ValueError, KeyError or TypeError for one that this code did not write."""
        if not value:
            return cls()
        if value.get("v") != _VERSION:
            raise ValueError(f"cursor version {value.get('v')!r}")
        walk = value.get("walk")
        return cls(
            read_at=_instant(value.get("read")),
            far_at=_instant(value.get("far")),
            denied_at=_instant(value.get("denied")),
            walk=None if walk is None else _walk(walk),
        )

    def written(self) -> dict[str, object]:
        value: dict[str, object] = {"v": _VERSION}
        for name, moment in (("read", self.read_at), ("far", self.far_at), ("denied", self.denied_at)):
            if moment is not None:
                value[name] = text_of(moment)
        if self.walk is not None:
            value["walk"] = _written(self.walk)
        return value

    def drop_old(self, now: Instant) -> None:
        """Let go of a walk that has lasted too long, or comes from the future."""
        if self.walk is not None and not self.walk.began <= now < self.walk.began + WALK_LIFE:
            self.walk = None

    def is_due(self, now: Instant) -> bool:
        """A clock that was set back makes it due as well."""
        if self.denied_at is not None and self.denied_at <= now < self.denied_at + DENIED_FOR:
            return False
        if self.walk is not None:
            rest = self.walk.rest_until
            return rest is None or not rest - REST * MOST_FAILURES <= now < rest
        return self.read_at is None or not self.read_at <= now < self.read_at + EVERY

    def begin(self, start: Instant | None, now: Instant) -> Walk:
        """A walk over all that may have changed since the last one."""
        far = self.far_at is None or not self.far_at <= now < self.far_at + FAR_EVERY
        reaches = min(self.read_at or now, now) - (FAR_BACK if far else BACK)
        if self.read_at is None:
            # A start in the future, or of today, still means the returns of older orders.
            reaches = min(max(start or Instant(now - FIRST), now - FIRST), now - BACK)
        self.denied_at = None
        self.walk = Walk(began=now, windows=_windows(Instant(reaches), now), far=far)
        return self.walk

    def end_window(self) -> None:
        walk = self.walk
        if walk is None:
            return
        walk.windows, walk.reports, walk.looked = walk.windows[1:], {}, None
        walk.failures, walk.rest_until = 0, None
        if not walk.windows:
            self.read_at, self.walk = walk.began, None
            if walk.far:
                self.far_at = walk.began


def _windows(begins: Instant, now: Instant) -> list[tuple[Instant, Instant | None]]:
    """The newest first, and open at its end: what somebody waits for, and no clock but Amazon's says when it ends."""
    begins = max(begins, Instant(now - FIRST - BACK))
    found: list[tuple[Instant, Instant | None]] = []
    ends: Instant | None = None
    while True:
        start = Instant((ends or now) - LONGEST)
        if start <= begins:
            return [*found, (begins, ends)]
        found.append((start, ends))
        ends = start


def _walk(value: dict[str, Any]) -> Walk:
    if not value["windows"]:
        raise ValueError("a walk without a window")
    return Walk(
        began=parse_utc(value["began"]),
        windows=[(parse_utc(begins), _instant(ends)) for begins, ends in value["windows"]],
        far=bool(value.get("far")),
        reports={
            kind: Asked(str(one["id"]), str(one.get("document", "")), bool(one.get("over")))
            for kind, one in dict(value.get("reports", {})).items()
            if kind in KINDS
        },
        looked=_instant(value.get("looked")),
        failures=int(value.get("failures", 0)),
        rest_until=_instant(value.get("rest")),
    )


def _written(walk: Walk) -> dict[str, object]:
    value: dict[str, object] = {
        "began": text_of(walk.began),
        "windows": [[text_of(begins), text_of(ends) if ends else ""] for begins, ends in walk.windows],
        "far": walk.far,
        "reports": {
            kind: {"id": one.id, "document": one.document, "over": one.over} for kind, one in walk.reports.items()
        },
        "failures": walk.failures,
    }
    if walk.looked is not None:
        value["looked"] = text_of(walk.looked)
    if walk.rest_until is not None:
        value["rest"] = text_of(walk.rest_until)
    return value


def _instant(text: object) -> Instant | None:
    return parse_utc(str(text)) if text else None
