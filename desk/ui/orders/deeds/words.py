"""Owns how cases and deadlines look and read on screen. The channel's own words are shown as they are."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desk.domain.cases import CaseDeed, CaseState, Deadline
from desk.domain.clock import Instant
from desk.services import wording
from desk.ui.locale import locale
from desk.ui.orders.alerts import NEAR_SECONDS, rest_of
from desk.ui.say import SAY
from desk.ui.sentences import channel_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.foreign import alone

if TYPE_CHECKING:
    from desk.domain.views import CaseView, OrderView

STATES: dict[CaseState, tuple[str, Glyph]] = {
    CaseState.REQUESTED: ("warn", Glyph.CLOCK),
    CaseState.APPROVED: ("info", Glyph.CHECK),
    CaseState.DECLINED: ("neutral", Glyph.CANCELLED),
    CaseState.LABEL_ISSUED: ("info", Glyph.RECEIPT),
    CaseState.IN_TRANSIT: ("info", Glyph.TRUCK),
    CaseState.DELIVERED_TO_US: ("warn", Glyph.BOX),
    CaseState.REFUND_PENDING: ("info", Glyph.REFUND),
    CaseState.REFUNDED: ("neutral", Glyph.REFUND),
    CaseState.EXCHANGE_SENT: ("info", Glyph.TRUCK),
    CaseState.ESCALATED: ("err", Glyph.WARNING),
    CaseState.CANCELLED: ("neutral", Glyph.CANCELLED),
    CaseState.EXPIRED: ("neutral", Glyph.CLOCK),
    CaseState.CLOSED: ("neutral", Glyph.DONE),
    CaseState.UNKNOWN: ("warn", Glyph.QUESTION),
}
"""How a state looks: tone and icon. The word comes from desk.services.wording."""

DEEDS: dict[CaseDeed, Glyph] = {
    CaseDeed.APPROVE: Glyph.CHECK,
    CaseDeed.DECLINE: Glyph.CANCELLED,
    CaseDeed.OFFER_PART: Glyph.EURO,
    CaseDeed.SEND_LABEL: Glyph.RECEIPT,
    CaseDeed.RECEIVE: Glyph.BOX,
    CaseDeed.REFUND: Glyph.REFUND,
    CaseDeed.WRITE: Glyph.MAIL,
    CaseDeed.TELL_SHIPMENT: Glyph.TRUCK,
    CaseDeed.ESCALATE: Glyph.WARNING,
}
"""The buttons of a case, in the order they stand."""


def read_code(code: str) -> str:
    """A channel's own code as words: `TROUBLE_WITH_BUYER` becomes "Trouble with buyer"; a sentence stays one."""
    told = channel_text(code)
    if told != code or not code.replace("_", "").isalnum() or code != code.upper():
        return told
    return code.replace("_", " ").capitalize()


def state_of(case: CaseView) -> tuple[str, str, Glyph]:
    """Word, tone and icon of a case's state; an unknown one by the channel's own word."""
    return (wording.case_state(case.state, case.channel_state, SAY), *STATES[case.state])


def reason_of(case: CaseView) -> str:
    """Why there is a case: our word, or the channel's own where Desk knows none."""
    return read_code(wording.case_reason(case.reason, case.channel_reason, SAY))


def deed_words(deed: CaseDeed) -> str:
    """What stands on a case's button."""
    if deed is CaseDeed.REFUND:  # a verb here; elsewhere the word names the deed
        return QCoreApplication.translate("deeds", "Refund …")
    return f"{wording.case_deed(deed, SAY)} …"


class Urgency(StrEnum):
    """How near a deadline is; the value is its tone."""

    FAR = "neutral"
    NEAR = "warn"
    OVERDUE = "err"


def urgency_of(deadline: Deadline, now: Instant) -> Urgency:
    rest = rest_of(deadline, now)
    if rest <= 0:
        return Urgency.OVERDUE
    return Urgency.NEAR if rest <= NEAR_SECONDS else Urgency.FAR


def rest_words(deadline: Deadline, now: Instant) -> str:
    """`2 days 4 h left`, `35 min left`, `overdue for 3 h`."""
    rest = int(rest_of(deadline, now))
    translate = QCoreApplication.translate
    if rest <= 0:
        return translate("deeds", "overdue for {time}").format(time=_long(-rest))
    return translate("deeds", "{time} left").format(time=_long(rest))


def _long(seconds: int) -> str:
    days, hours = seconds // 86400, seconds % 86400 // 3600
    if not days:
        return locale().duration(seconds) if seconds < 3600 else f"{locale().number(hours)}\u00a0h"
    told = QCoreApplication.translate("deeds", "%n day(s)", "", days)
    return f"{told} {locale().number(hours)}\u00a0h" if hours and days < 3 else told


def deadline_words(deadline: Deadline, now: Instant) -> str:
    """Whose turn it is, until when, and how long that is."""
    if deadline.ours:
        turn = QCoreApplication.translate("deeds", "Act until {moment}")
    else:
        turn = QCoreApplication.translate("deeds", "The buyer has until {moment}")
    return f"{turn.format(moment=locale().moment(deadline.at))} · {rest_words(deadline, now)}"


def unread_of(view: OrderView) -> int:
    """How many texts of the buyer nobody has read."""
    return sum(one.unread for one in view.conversations)


def case_words(case: CaseView) -> str:
    """One case in a few words: what it is, and its number there."""
    return f"{wording.case_kind(case.kind, SAY)} {alone(case.remote_id)}"
