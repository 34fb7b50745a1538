"""Owns how far the reading of messages is, and the cursor that holds it. Pure, no I/O.

eBay lists the conversations with a text since some time, the newest first. A run asks for those since an hour before
the last one began; of each listed one the last text's id is kept, so that only those with another one are read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

from connectors.channels.ebay.paging import as_text
from desk.domain.clock import Instant, parse_utc

EVERY = timedelta(minutes=4)  # a little less than the sync's five
OVERLAP = timedelta(hours=1)
FIRST_IMPORT = timedelta(days=30)  # each conversation is a call of its own, and a day has 5,000
_VERSION = 1
_MOST_WALKS = 3


@dataclass
class Walk:
    """A run under way. `total`: what its first page told; fewer later mean that others moved up unseen."""

    began: Instant
    start: Instant
    offset: int = 0
    total: int | None = None
    again: int = 0
    step: int = 0


@dataclass
class MessagePlace:
    """A cursor, read. `latest`: by conversation the id of its last text, and when that was written."""

    read_at: Instant | None = None
    latest: dict[str, tuple[str, str]] = field(default_factory=dict)
    walk: Walk | None = None

    @classmethod
    def read(cls, value: dict[str, Any]) -> Self:
        """From a cursor's JSON. Raises ValueError, KeyError or TypeError for one that this code did not write."""
        if not value:
            return cls()
        if value.get("v") != _VERSION:
            raise ValueError(f"cursor version {value.get('v')!r}")
        walk, read = value.get("walk"), value.get("read")
        return cls(
            read_at=parse_utc(str(read)) if read else None,
            latest={str(one): (str(told[0]), str(told[1])) for one, told in dict(value["latest"]).items()},
            walk=None
            if walk is None
            else Walk(
                began=parse_utc(walk["began"]),
                start=parse_utc(walk["start"]),
                offset=int(walk["offset"]),
                total=None if walk["total"] is None else int(walk["total"]),
                again=int(walk["again"]),
                step=int(walk["step"]),
            ),
        )

    def written(self) -> dict[str, object]:
        value: dict[str, object] = {"v": _VERSION, "latest": {one: list(told) for one, told in self.latest.items()}}
        if self.read_at is not None:
            value["read"] = as_text(self.read_at)
        if self.walk is not None:
            walk = self.walk
            value["walk"] = {
                "began": as_text(walk.began),
                "start": as_text(walk.start),
                "offset": walk.offset,
                "total": walk.total,
                "again": walk.again,
                "step": walk.step,
            }
        return value

    def is_due(self, now: Instant) -> bool:
        """A clock that was set back makes it due as well."""
        return self.walk is not None or self.read_at is None or not self.read_at <= now < self.read_at + EVERY

    def begin(self, now: Instant, start_date: Instant | None) -> Walk:
        first = max(start_date or Instant(now - FIRST_IMPORT), Instant(now - FIRST_IMPORT))
        start = first if self.read_at is None else Instant(min(self.read_at, now) - OVERLAP)
        self.walk = Walk(began=now, start=start)
        return self.walk

    def go_on(self, listed: int, page: int, total: int | None) -> None:
        """A page is read: on to the next one, or to the beginning where the list has shrunk meanwhile."""
        walk = self.walk
        if walk is None:
            return
        shrunk = walk.total is not None and total is not None and total < walk.total
        if shrunk and walk.again < _MOST_WALKS:
            walk.offset, walk.total, walk.again = 0, total, walk.again + 1
            return
        walk.total = total if walk.total is None else walk.total
        walk.offset += page
        if listed >= page and (total is None or walk.offset < total):
            return
        self.read_at, self.walk = walk.began, None
        # What the next run cannot list any more needs no keeping.
        oldest = as_text(Instant(walk.began - OVERLAP))
        self.latest = {one: told for one, told in self.latest.items() if told[1] >= oldest}
