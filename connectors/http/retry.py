"""Owns when a reading call is tried again, and how `Retry-After` reads. Writing calls never are."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

from desk.domain.clock import Instant, as_instant


@dataclass(frozen=True, slots=True)
class BackOff:
    """Few tries, waits that double, and jitter, so that many accounts do not knock in step.

    A wait longer than `longest` is not slept through: the caller gets the error and comes back by itself.
    """

    tries: int = 4
    first: float = 0.5
    longest: float = 10.0
    draw: random.Random = field(default_factory=random.Random)

    def pause(self, failed: int, asked: float | None) -> float | None:
        """Seconds to wait after the `failed`-th try (from 1), None to give up; `asked` is the channel's wish."""
        if failed >= self.tries:
            return None
        own = self.first * 2.0 ** (failed - 1)
        own = min(own, self.longest) * (0.5 + self.draw.random() / 2)
        if asked is None:
            return own
        return None if asked > self.longest else max(asked, 0.0) + own * 0.1


LONGEST_REST = 24 * 3600.0
"""Nobody is believed who asks for more: a mistaken header must not silence an account for good."""


def read_retry_after(text: str, now: Instant) -> float | None:
    """Seconds to wait by a Retry-After header, given as seconds or as a date; None for none or nonsense."""
    text = text.strip()
    if not text:
        return None
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return min(float(text), LONGEST_REST)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return min(max(0.0, (as_instant(moment) - now).total_seconds()), LONGEST_REST)
    except OverflowError:
        return None
