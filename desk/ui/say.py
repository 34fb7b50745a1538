"""Owns the window's `Say`: how the words of desk.services.wording become text in the window's language and formats."""

from __future__ import annotations

from desk.domain.clock import Instant
from desk.domain.values import Money
from desk.ui.locale import locale, translate


class WindowSay:
    """Translates sources and formats values by QLocale; always asks anew, so a language switch needs nothing."""

    def text(self, source: str) -> str:
        return translate(source)

    def money(self, amount: Money) -> str:
        return locale().money(amount)

    def moment(self, moment: Instant) -> str:
        return locale().moment(moment)

    def date(self, moment: Instant) -> str:
        return locale().date(moment)


SAY = WindowSay()
