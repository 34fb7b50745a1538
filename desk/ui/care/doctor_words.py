"""Owns what the window says of a doctor's finding: its sentence, what to do about it, and the command that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desk.domain.clock import parse_utc
from desk.domain.errors import DeskError
from desk.ui.locale import locale
from desk.ui.say import SAY
from desk.ui.sentences import error_text
from desk.ui.words import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from desk.services.care_doctor import Finding

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class _Fix:
    """What to do, as a sentence, and the command that does it, if one can."""

    words: str = ""
    command: str = ""


_FIXES: dict[str, _Fix] = {
    "space": _Fix(QT_TRANSLATE_NOOP("doctor", "Free some space: Desk needs it for each order and each backup.")),
    "logs": _Fix(QT_TRANSLATE_NOOP("doctor", "Check the rights on the store's folder and the space on its disk.")),
    "integrity": _Fix(
        QT_TRANSLATE_NOOP(
            "doctor",
            "The strip at the window's lower edge leads to the newest backup; Desk fetches what came after it.",
        )
    ),
    "search": _Fix(QT_TRANSLATE_NOOP("doctor", "Search goes on while it is made anew."), "care.rebuild-index"),
    "backup": _Fix(QT_TRANSLATE_NOOP("doctor", "An open window makes one a day; make one now."), "care.backup"),
    "backup_failed": _Fix("", "care.backup"),
    "recovery": _Fix(
        QT_TRANSLATE_NOOP("doctor", "Make one, and keep it away from this computer."), "care.recovery-key"
    ),
    "account": _Fix(QT_TRANSLATE_NOOP("doctor", "The settings have the account and its keys."), "app.settings"),
    "clock": _Fix(QT_TRANSLATE_NOOP("doctor", "Set this computer's clock by the network.")),
}


def sentence(one: Finding) -> str:
    """How it is, in the window's language and numbers."""
    if not one.template:
        return one.text
    told = {name: locale().number(fact) if isinstance(fact, int) else fact for name, fact in one.facts.items()}
    if "at" in one.facts:
        told["moment"] = SAY.moment(parse_utc(str(one.facts["at"])))  # the merchant's time instead of UTC
    return SAY.text(one.template).format(**told)


def step(one: Finding) -> str:
    """What to do next; empty where all is well."""
    if not one.next_step:
        return ""
    if one.why:
        return error_text(DeskError(one.next_step, code=one.why))
    fix = _FIXES.get(one.code)
    # What is not told here is told with the terminal's words.
    return translate("doctor", fix.words) if fix is not None and fix.words else one.next_step


def command(one: Finding) -> str:
    """The command that mends it; empty where it is well or none can."""
    fix = _FIXES.get(one.code)
    return fix.command if fix is not None and one.next_step else ""
