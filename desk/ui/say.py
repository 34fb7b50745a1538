"""Owns the window's `Say`: how words of desk.services.wording become text in its language and formats."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desk.domain.clock import Instant
from desk.domain.errors import DeskError
from desk.domain.values import Money
from desk.domain.views import AccountView
from desk.services import wording
from desk.ui.locale import locale


class WindowSay:
    """Translates and formats by QLocale; asks anew each time, so a language switch needs nothing."""

    def text(self, source: str) -> str:
        return QCoreApplication.translate(wording.CONTEXT, source)

    def money(self, amount: Money) -> str:
        return locale().money(amount)

    def moment(self, at: Instant) -> str:
        return locale().moment(at)

    def date(self, at: Instant) -> str:
        return locale().date(at)


SAY = WindowSay()


def trouble_of(view: AccountView) -> str:
    """What keeps an account from working, as a sentence; empty when nothing does."""
    if not view.trouble_code:
        return ""
    return wording.trouble(view.trouble_code, view.trouble_text, SAY, account=view.name)


def error_text(error: DeskError) -> str:
    """An error's sentence in the window's language."""
    return wording.error(error, SAY)
