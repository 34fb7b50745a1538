"""Owns the words for cases, deeds, reasons and deadlines on screen. The channel's own words are shown as they are."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desk.domain.cases import CaseDeed, CaseKind, CaseState, Deadline
from desk.domain.clock import Instant
from desk.domain.pushes import CancelReason, RefundReason
from desk.domain.views import CaseView, OrderView
from desk.ui.locale import locale
from desk.ui.orders.alerts import NEAR_SECONDS, rest_of
from desk.ui.sentences import channel_text
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.foreign import alone
from desk.ui.words import QT_TRANSLATE_NOOP

KINDS: dict[CaseKind, str] = {
    CaseKind.RETURN: QT_TRANSLATE_NOOP("deeds", "Return"),
    CaseKind.INQUIRY: QT_TRANSLATE_NOOP("deeds", "Item not received"),
    CaseKind.CANCELLATION: QT_TRANSLATE_NOOP("deeds", "Cancellation"),
}

STATES: dict[CaseState, tuple[str, str, Glyph]] = {
    CaseState.REQUESTED: (QT_TRANSLATE_NOOP("deeds", "Requested"), "warn", Glyph.CLOCK),
    CaseState.APPROVED: (QT_TRANSLATE_NOOP("deeds", "Accepted"), "info", Glyph.CHECK),
    CaseState.DECLINED: (QT_TRANSLATE_NOOP("deeds", "Declined"), "neutral", Glyph.CANCELLED),
    CaseState.LABEL_ISSUED: (QT_TRANSLATE_NOOP("deeds", "Label sent"), "info", Glyph.RECEIPT),
    CaseState.IN_TRANSIT: (QT_TRANSLATE_NOOP("deeds", "On its way back"), "info", Glyph.TRUCK),
    CaseState.DELIVERED_TO_US: (QT_TRANSLATE_NOOP("deeds", "Arrived"), "warn", Glyph.BOX),
    CaseState.REFUND_PENDING: (QT_TRANSLATE_NOOP("deeds", "Refund to come"), "warn", Glyph.REFUND),
    CaseState.REFUNDED: (QT_TRANSLATE_NOOP("deeds", "Refunded"), "neutral", Glyph.REFUND),
    CaseState.EXCHANGE_SENT: (QT_TRANSLATE_NOOP("deeds", "Replacement sent"), "info", Glyph.TRUCK),
    CaseState.ESCALATED: (QT_TRANSLATE_NOOP("deeds", "The channel decides"), "err", Glyph.WARNING),
    CaseState.CANCELLED: (QT_TRANSLATE_NOOP("deeds", "Withdrawn"), "neutral", Glyph.CANCELLED),
    CaseState.EXPIRED: (QT_TRANSLATE_NOOP("deeds", "Expired"), "neutral", Glyph.CLOCK),
    CaseState.CLOSED: (QT_TRANSLATE_NOOP("deeds", "Closed"), "neutral", Glyph.DONE),
}

REASONS: dict[str, str] = {
    "CHANGED_MIND": QT_TRANSLATE_NOOP("deeds", "Changed mind"),
    "WITHDRAWAL_DECLARED": QT_TRANSLATE_NOOP("deeds", "Withdrawal (no reason given)"),
    "ORDERED_BY_MISTAKE": QT_TRANSLATE_NOOP("deeds", "Ordered by mistake"),
    "BETTER_PRICE": QT_TRANSLATE_NOOP("deeds", "Found a better price"),
    "TOO_SMALL": QT_TRANSLATE_NOOP("deeds", "Too small"),
    "TOO_LARGE": QT_TRANSLATE_NOOP("deeds", "Too large"),
    "DOES_NOT_FIT": QT_TRANSLATE_NOOP("deeds", "Does not fit / not compatible"),
    "STYLE_COLOR": QT_TRANSLATE_NOOP("deeds", "Colour or style"),
    "QUALITY": QT_TRANSLATE_NOOP("deeds", "Quality not acceptable"),
    "NOT_AS_DESCRIBED": QT_TRANSLATE_NOOP("deeds", "Not as described"),
    "DEFECTIVE": QT_TRANSLATE_NOOP("deeds", "Defective"),
    "EXPIRED_ITEM": QT_TRANSLATE_NOOP("deeds", "Past its date"),
    "COUNTERFEIT": QT_TRANSLATE_NOOP("deeds", "Suspected counterfeit"),
    "MISSING_PARTS": QT_TRANSLATE_NOOP("deeds", "Missing parts"),
    "WRONG_ITEM_SENT": QT_TRANSLATE_NOOP("deeds", "Wrong item sent"),
    "EXTRA_ITEM": QT_TRANSLATE_NOOP("deeds", "Extra item delivered"),
    "DAMAGED_IN_TRANSIT": QT_TRANSLATE_NOOP("deeds", "Arrived damaged"),
    "ARRIVED_LATE": QT_TRANSLATE_NOOP("deeds", "Arrived too late"),
    "UNDELIVERABLE": QT_TRANSLATE_NOOP("deeds", "Undeliverable"),
    "REFUSED": QT_TRANSLATE_NOOP("deeds", "Refused at delivery"),
    "WARRANTY_REPAIR": QT_TRANSLATE_NOOP("deeds", "Warranty or repair"),
    "UNAUTHORISED": QT_TRANSLATE_NOOP("deeds", "Unauthorised purchase"),
    "OTHER": QT_TRANSLATE_NOOP("deeds", "Other"),
}

CANCEL_REASONS: dict[CancelReason, str] = {
    CancelReason.OUT_OF_STOCK: QT_TRANSLATE_NOOP("deeds", "Out of stock, or cannot be delivered"),
    CancelReason.BUYER_ASKED: QT_TRANSLATE_NOOP("deeds", "The buyer asked for it"),
    CancelReason.ADDRESS: QT_TRANSLATE_NOOP("deeds", "The address is faulty"),
    CancelReason.UNPAID: QT_TRANSLATE_NOOP("deeds", "Not paid"),
}

REFUND_REASONS: dict[RefundReason, str] = {
    RefundReason.GOODWILL: QT_TRANSLATE_NOOP("deeds", "Goodwill, or another adjustment"),
    RefundReason.BUYER_CANCELLED: QT_TRANSLATE_NOOP("deeds", "The buyer cancelled"),
    RefundReason.MERCHANT_CANCELLED: QT_TRANSLATE_NOOP("deeds", "We cancelled"),
    RefundReason.NOT_RECEIVED: QT_TRANSLATE_NOOP("deeds", "Not received"),
    RefundReason.RETURNED: QT_TRANSLATE_NOOP("deeds", "Goods came back"),
    RefundReason.NOT_AS_DESCRIBED: QT_TRANSLATE_NOOP("deeds", "Not as described"),
    RefundReason.SHIPPING_DISCOUNT: QT_TRANSLATE_NOOP("deeds", "Discount on shipping"),
}

DEEDS: dict[CaseDeed, tuple[str, Glyph]] = {
    CaseDeed.APPROVE: (QT_TRANSLATE_NOOP("deeds", "Accept …"), Glyph.CHECK),
    CaseDeed.DECLINE: (QT_TRANSLATE_NOOP("deeds", "Decline …"), Glyph.CANCELLED),
    CaseDeed.OFFER_PART: (QT_TRANSLATE_NOOP("deeds", "Offer a part …"), Glyph.EURO),
    CaseDeed.SEND_LABEL: (QT_TRANSLATE_NOOP("deeds", "Own label …"), Glyph.RECEIPT),
    CaseDeed.RECEIVE: (QT_TRANSLATE_NOOP("deeds", "Arrived …"), Glyph.BOX),
    CaseDeed.REFUND: (QT_TRANSLATE_NOOP("deeds", "Refund …"), Glyph.REFUND),
    CaseDeed.WRITE: (QT_TRANSLATE_NOOP("deeds", "Write …"), Glyph.MAIL),
    CaseDeed.TELL_SHIPMENT: (QT_TRANSLATE_NOOP("deeds", "Tell the shipment …"), Glyph.TRUCK),
    CaseDeed.ESCALATE: (QT_TRANSLATE_NOOP("deeds", "Ask the channel to decide …"), Glyph.WARNING),
}
"""The buttons of a case, in the order they stand."""


def tell(source: str) -> str:
    """One of the words above in the window's language."""
    return QCoreApplication.translate("deeds", source)


def read_code(code: str) -> str:
    """A channel's own code as words: `TROUBLE_WITH_BUYER` becomes "Trouble with buyer"; a sentence stays one."""
    told = channel_text(code)
    if told != code or not code.replace("_", "").isalnum() or code != code.upper():
        return told
    return code.replace("_", " ").capitalize()


def state_of(case: CaseView) -> tuple[str, str, Glyph]:
    """Word, tone and icon of a case's state; an unknown one by the channel's own word."""
    found = STATES.get(case.state)
    if found is None:
        word = case.channel_state or QCoreApplication.translate("deeds", "Unknown state")
        return word, "warn", Glyph.QUESTION
    source, tone, glyph = found
    return tell(source), tone, glyph


def reason_of(case: CaseView) -> str:
    """Why there is a case: our word, or the channel's own where Desk knows none."""
    source = REASONS.get(case.reason)
    if source is not None:
        return tell(source)
    return read_code(case.channel_reason or case.reason)


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
    return f"{tell(KINDS[case.kind])} {alone(case.remote_id)}"
