"""Owns how the terminal tells texts, amounts and times: English, plain, in UTC-free local time."""

from __future__ import annotations

from desk.domain.clock import Instant
from desk.domain.values import Money


class TerminalSay:
    """The terminal's `Say` (desk.services.wording)."""

    def text(self, source: str) -> str:
        return source

    def money(self, amount: Money) -> str:
        return str(amount)

    def moment(self, at: Instant) -> str:
        return f"{at.astimezone():%Y-%m-%d %H:%M}"

    def date(self, at: Instant) -> str:
        return f"{at.astimezone():%Y-%m-%d}"


SAY = TerminalSay()
