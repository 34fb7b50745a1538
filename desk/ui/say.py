"""Owns the window's `Say`: how words of desk.services.wording become text in its language and formats."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from connectors.contract.kinds import CONTEXT
from desk.domain.clock import Instant
from desk.domain.values import Money
from desk.services import wording_standings
from desk.ui.locale import locale


class WindowSay:
    """Translates and formats by QLocale; asks anew each time, so a language switch needs nothing."""

    def text(self, source: str) -> str:
        told = QCoreApplication.translate(wording_standings.CONTEXT, source)
        # What a connector said is told in the midst of our sentences, too.
        return told if told != source else QCoreApplication.translate(CONTEXT, source)

    def money(self, amount: Money) -> str:
        return locale().money(amount)

    def moment(self, at: Instant) -> str:
        return locale().moment(at)

    def date(self, at: Instant) -> str:
        return locale().date(at)


SAY = WindowSay()
