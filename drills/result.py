"""Owns the shape in which a drill tells what came of it, and when it has failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drills.compare import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`broken` are the rules that do not hold, in sentences."""

    drill: str
    seed: int
    scale: float
    judgement: Judgement
    kills: int
    kills_by_state: Mapping[str, int]
    kills_by_channel: Mapping[str, int]
    """Those in sending to a kind of channel."""
    faults: Mapping[str, int]
    seconds: float
    broken: tuple[str, ...]

    @property
    def holds(self) -> bool:
        found = self.judgement
        return not (found.doubled or found.lost or found.differences or self.broken)

    def document(self) -> dict[str, Any]:
        found = self.judgement
        states = ("confirmed", "failed", "unclear", "conflict")
        return {
            "drill": self.drill,
            "seed": self.seed,
            "scale": self.scale,
            "deeds": found.deeds,
            **{state: found.counts.get(state, 0) for state in states},
            "doubled": len(found.doubled),
            "lost": len(found.lost),
            "differences": [
                {"order": one.order, "field": one.field, "desk": one.desk, "channel": one.channel}
                for one in found.differences
            ],
            "kills": self.kills,
            "kills_by_state": dict(self.kills_by_state),
            "sending_kills_by_channel": dict(self.kills_by_channel),
            "faults": dict(self.faults),
            "seconds": round(self.seconds, 1),
        }

    def reasons(self) -> list[str]:
        """Why it does not hold, a sentence each."""
        found = self.judgement
        return [
            *(f"doubled: {one}" for one in found.doubled),
            *(f"lost: {one}" for one in found.lost),
            *(
                f"order {one.order}: {one.field} is {one.desk!r} in Desk, {one.channel!r} in the channel"
                for one in found.differences
            ),
            *self.broken,
        ]
