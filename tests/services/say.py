"""Owns a reader for tests: English, plain amounts and times."""

from __future__ import annotations

from desk.domain.clock import Instant
from desk.domain.values import Money


class PlainSay:
    def text(self, source: str) -> str:
        return source

    def money(self, amount: Money) -> str:
        return str(amount)

    def moment(self, at: Instant) -> str:
        return at.isoformat(timespec="minutes")

    def date(self, at: Instant) -> str:
        return at.date().isoformat()
