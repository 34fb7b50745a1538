"""Owns how returns look and read on screen: the tone of a state, the words of each step, grades and what becomes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desk.domain.return_goods import Disposition, Grade
from desk.domain.return_money import LossReason, MoneyStep
from desk.domain.return_states import ReturnState, ReturnStep, Settled
from desk.domain.return_tasks import TaskKind
from desk.services import wording_deeds, wording_returns
from desk.ui.orders.deeds.words import read_code
from desk.ui.say import SAY
from desk.ui.theme.icons import Glyph
from desk.ui.words import QT_TRANSLATE_NOOP

LOOKS: dict[ReturnState, tuple[str, Glyph]] = {
    ReturnState.REQUESTED: ("warn", Glyph.CLOCK),
    ReturnState.APPROVED: ("info", Glyph.CHECK),
    ReturnState.DECLINED: ("neutral", Glyph.CANCELLED),
    ReturnState.LABEL_ISSUED: ("info", Glyph.RECEIPT),
    ReturnState.IN_TRANSIT: ("info", Glyph.TRUCK),
    ReturnState.IN_CUSTOMS: ("warn", Glyph.WARNING),
    ReturnState.DELIVERED_TO_US: ("warn", Glyph.BOX),
    ReturnState.RECEIVED: ("returned", Glyph.RETURN),
    ReturnState.INSPECTED: ("returned", Glyph.RETURN),
    ReturnState.REFUND_PENDING: ("info", Glyph.REFUND),
    ReturnState.REFUNDED: ("neutral", Glyph.REFUND),
    ReturnState.EXCHANGE_SENT: ("info", Glyph.TRUCK),
    ReturnState.IN_REPAIR: ("returned", Glyph.GEAR),
    ReturnState.REJECTED_AFTER_INSPECTION: ("neutral", Glyph.CANCELLED),
    ReturnState.ESCALATED: ("err", Glyph.WARNING),
    ReturnState.CANCELLED: ("neutral", Glyph.CANCELLED),
    ReturnState.EXPIRED: ("neutral", Glyph.CLOCK),
    ReturnState.CLOSED: ("neutral", Glyph.DONE),
}
"""How a state looks: tone and icon."""
FILLED = frozenset({"warn", "err", "returned"})
"""Tones in which somebody has to act."""

STEPS: dict[ReturnStep, tuple[str, Glyph]] = {
    ReturnStep.APPROVE: (QT_TRANSLATE_NOOP("returns", "Accept return …"), Glyph.CHECK),
    ReturnStep.WAREHOUSE_SCAN: (QT_TRANSLATE_NOOP("returns", "Goods have arrived …"), Glyph.BOX),
    ReturnStep.INSPECT: (QT_TRANSLATE_NOOP("returns", "Inspect …"), Glyph.EYE),
    ReturnStep.RESOLVE_REFUND: (QT_TRANSLATE_NOOP("returns", "Refund …"), Glyph.REFUND),
    ReturnStep.RESOLVE_EXCHANGE: (QT_TRANSLATE_NOOP("returns", "Exchange …"), Glyph.SYNC),
    ReturnStep.CLOSE: (QT_TRANSLATE_NOOP("returns", "Close"), Glyph.DONE),
    ReturnStep.ISSUE_LABEL: (QT_TRANSLATE_NOOP("returns", "Return label …"), Glyph.RECEIPT),
    ReturnStep.OFFER_KEEP: (QT_TRANSLATE_NOOP("returns", "Let the buyer keep it …"), Glyph.EURO),
    ReturnStep.DECLINE: (QT_TRANSLATE_NOOP("returns", "Decline return …"), Glyph.CANCELLED),
    ReturnStep.REJECT: (QT_TRANSLATE_NOOP("returns", "Reject after inspection …"), Glyph.CANCELLED),
    ReturnStep.WRONG_CONTENT: (QT_TRANSLATE_NOOP("returns", "Wrong content …"), Glyph.ALERT),
    ReturnStep.FIRST_SCAN: (QT_TRANSLATE_NOOP("returns", "On its way back …"), Glyph.TRUCK),
    ReturnStep.CARRIER_DELIVERED: (QT_TRANSLATE_NOOP("returns", "Delivered to us"), Glyph.BOX),
    ReturnStep.CUSTOMS_EVENT: (QT_TRANSLATE_NOOP("returns", "Held by customs …"), Glyph.WARNING),
    ReturnStep.CUSTOMS_CLEARED: (QT_TRANSLATE_NOOP("returns", "Customs cleared"), Glyph.CHECK),
    ReturnStep.LOST_CONFIRMED: (QT_TRANSLATE_NOOP("returns", "Lost on its way …"), Glyph.QUESTION),
    ReturnStep.LABEL_EXPIRED: (QT_TRANSLATE_NOOP("returns", "Label expired"), Glyph.CLOCK),
    ReturnStep.RESOLVE_REPAIR: (QT_TRANSLATE_NOOP("returns", "Repair …"), Glyph.GEAR),
    ReturnStep.REPAIR_DONE: (QT_TRANSLATE_NOOP("returns", "Repair is done"), Glyph.CHECK),
    ReturnStep.REPAIR_FAILED: (QT_TRANSLATE_NOOP("returns", "Repair has failed"), Glyph.ALERT),
    ReturnStep.CUSTOMER_DISPUTES: (QT_TRANSLATE_NOOP("returns", "The buyer disputes it …"), Glyph.WARNING),
    ReturnStep.CANCEL: (QT_TRANSLATE_NOOP("returns", "Withdrawn by the buyer"), Glyph.CANCELLED),
    ReturnStep.REOPEN: (QT_TRANSLATE_NOOP("returns", "Open again …"), Glyph.RETURN),
}
"""What agents do with a return, in the order in which it comes to pass; the main ones stand first."""
MAIN = (
    ReturnStep.APPROVE,
    ReturnStep.DECLINE,
    ReturnStep.WAREHOUSE_SCAN,
    ReturnStep.INSPECT,
    ReturnStep.RESOLVE_REFUND,
    ReturnStep.RESOLVE_EXCHANGE,
    ReturnStep.REJECT,
    ReturnStep.ISSUE_LABEL,
    ReturnStep.OFFER_KEEP,
    ReturnStep.CLOSE,
)
"""Shown at any time, with the reason where they are not possible; the others only where they are."""

SETTLED: dict[Settled, str] = {
    Settled.NONE: QT_TRANSLATE_NOOP("returns", "No money went back yet"),
    Settled.PENDING: QT_TRANSLATE_NOOP("returns", "The money is on its way back"),
    Settled.PART: QT_TRANSLATE_NOOP("returns", "A part of the money went back"),
    Settled.FULL: QT_TRANSLATE_NOOP("returns", "The money went back"),
}


def say(source: str) -> str:
    return QCoreApplication.translate("returns", source)


def state_words(state: ReturnState) -> str:
    return SAY.text(wording_returns.RETURN_STATES[state])


def grade_words(grade: Grade) -> str:
    """With its letter, as people at the packing table call it."""
    return f"{grade} · {SAY.text(wording_returns.GRADES[grade])}"


def disposition_words(disposition: Disposition) -> str:
    return SAY.text(wording_returns.DISPOSITIONS[disposition])


def money_step_words(step: MoneyStep) -> str:
    return SAY.text(wording_returns.MONEY_STEPS[step])


def loss_words(reason: LossReason) -> str:
    """Why money is held back."""
    return SAY.text(wording_returns.LOSS_REASONS[reason])


def task_words(kind: TaskKind) -> str:
    return SAY.text(wording_returns.TASKS[kind])


def step_words(step: ReturnStep) -> str:
    """What stands on its button."""
    return say(STEPS[step][0])


def reason_words(code: str) -> str:
    """Why goods come back: our word, or the channel's own where Desk knows none."""
    source = wording_deeds.RETURN_REASONS.get(code)
    return SAY.text(source) if source else read_code(code)


def is_ours(code: str) -> bool:
    """Whether a reason is one of Desk's; any other is the channel's and shown as a problem (UX 4.4)."""
    return not code or code in wording_deeds.RETURN_REASONS
