"""Owns how far the reading of cases is, and the cursor that holds it. Pure, no I/O.

eBay lists cases by the day they were opened and knows no "changed since". So all that may still change is listed every
quarter of an hour, and a mark of each listed case is kept: only one whose mark differs is looked at closely.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

from connectors.channels.ebay.paging import as_text
from desk.domain.clock import Instant, parse_utc

EVERY = timedelta(minutes=15)
CLOSED_EVERY = timedelta(days=1)
RETURNS, INQUIRIES, CANCELLATIONS, CLOSED_RETURNS = "returns", "inquiries", "cancellations", "closed returns"
_ALWAYS = (RETURNS, INQUIRIES, CANCELLATIONS)
_VERSION = 1


@dataclass
class Walk:
    """A run under way. `unseen`: cases of this part that were known and were not listed yet."""

    began: Instant
    parts: list[str]
    offset: int = 0
    unseen: list[str] = field(default_factory=list)
    step: int = 0

    @property
    def part(self) -> str:
        return self.parts[0]


@dataclass
class CasePlace:
    """A cursor, read. `marks`: by part and case, what tells whether it changed."""

    read_at: Instant | None = None
    closed_at: Instant | None = None
    marks: dict[str, dict[str, str]] = field(default_factory=dict)
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
            closed_at=_instant(value.get("closed")),
            marks={str(part): dict(marks) for part, marks in dict(value.get("marks", {})).items()},
            walk=None
            if walk is None
            else Walk(
                began=parse_utc(walk["began"]),
                parts=[one for one in walk["parts"] if one in (*_ALWAYS, CLOSED_RETURNS)] or [CANCELLATIONS],
                offset=int(walk["offset"]),
                unseen=[str(one) for one in walk["unseen"]],
                step=int(walk["step"]),
            ),
        )

    def written(self) -> dict[str, object]:
        value: dict[str, object] = {"v": _VERSION, "marks": self.marks}
        if self.read_at is not None:
            value["read"] = as_text(self.read_at)
        if self.closed_at is not None:
            value["closed"] = as_text(self.closed_at)
        if self.walk is not None:
            walk = self.walk
            value["walk"] = {
                "began": as_text(walk.began),
                "parts": walk.parts,
                "offset": walk.offset,
                "unseen": walk.unseen,
                "step": walk.step,
            }
        return value

    def is_due(self, now: Instant) -> bool:
        """A clock that was set back makes it due as well."""
        return self.walk is not None or self.read_at is None or not self.read_at <= now < self.read_at + EVERY

    def begin(self, now: Instant) -> Walk:
        closes = self.closed_at is None or not self.closed_at <= now < self.closed_at + CLOSED_EVERY
        self.walk = Walk(began=now, parts=[*_ALWAYS, *([CLOSED_RETURNS] if closes else [])])
        self.walk.unseen = list(self.marks.get(self.walk.part, {}))
        return self.walk

    def end_part(self) -> None:
        """The part is read; those of its cases that were not listed are none of it any more."""
        walk = self.walk
        if walk is None:
            return
        for gone in walk.unseen:
            self.marks.get(walk.part, {}).pop(gone, None)
        if walk.part == CLOSED_RETURNS:
            self.closed_at = walk.began
        walk.parts = walk.parts[1:]
        walk.offset = 0
        if not walk.parts:
            self.read_at, self.walk = walk.began, None
            return
        walk.unseen = list(self.marks.get(walk.part, {}))


def _instant(text: object) -> Instant | None:
    return parse_utc(str(text)) if text else None
