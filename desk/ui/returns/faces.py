"""Owns what a row of the returns says: formatted once to paint it, and whole for who hears it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desk.domain.clock import Instant
from desk.domain.return_states import ReturnState
from desk.services import wording
from desk.services.return_lists import ListRow
from desk.services.wording_returns import RETURN_STATES
from desk.ui.locale import locale
from desk.ui.orders.alerts import NEAR_SECONDS
from desk.ui.orders.deeds.words import read_code
from desk.ui.say import SAY
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.foreign import alone

translate = QCoreApplication.translate
_DAY = 86_400

LOOKS: dict[ReturnState, tuple[str, Glyph]] = {
    ReturnState.REQUESTED: ("warn", Glyph.CLOCK),
    ReturnState.APPROVED: ("info", Glyph.CHECK),
    ReturnState.DECLINED: ("neutral", Glyph.CANCELLED),
    ReturnState.LABEL_ISSUED: ("info", Glyph.RECEIPT),
    ReturnState.IN_TRANSIT: ("info", Glyph.TRUCK),
    ReturnState.IN_CUSTOMS: ("warn", Glyph.WARNING),
    ReturnState.DELIVERED_TO_US: ("returned", Glyph.BOX),
    ReturnState.RECEIVED: ("returned", Glyph.RETURN),
    ReturnState.INSPECTED: ("ok", Glyph.DONE),
    ReturnState.REFUND_PENDING: ("info", Glyph.HOURGLASS),
    ReturnState.REFUNDED: ("neutral", Glyph.REFUND),
    ReturnState.EXCHANGE_SENT: ("info", Glyph.TRUCK),
    ReturnState.IN_REPAIR: ("info", Glyph.GEAR),
    ReturnState.REJECTED_AFTER_INSPECTION: ("neutral", Glyph.CANCELLED),
    ReturnState.ESCALATED: ("err", Glyph.WARNING),
    ReturnState.CANCELLED: ("neutral", Glyph.CANCELLED),
    ReturnState.EXPIRED: ("neutral", Glyph.CLOCK),
    ReturnState.CLOSED: ("neutral", Glyph.DONE),
}
"""How a state looks: tone and icon. The word comes from desk.services.wording_returns."""
OVER = frozenset(
    {ReturnState.CLOSED, ReturnState.CANCELLED, ReturnState.EXPIRED, ReturnState.DECLINED, ReturnState.REFUNDED}
)
"""States in which no deadline presses any more."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with its icon. Filled only where somebody must act."""

    word: str
    glyph: Glyph | None
    tone: str
    filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    number: str
    order: str
    title: str
    reason: Mark
    state: Mark
    value: str
    due: Mark


def face_of(row: ListRow, now: Instant) -> Face:
    """The row in the window's language and formats."""
    pieces = locale().number(row.announced)
    title = alone(row.title)
    return Face(
        number=row.number,
        order=alone(row.order_number),
        title=f"{pieces}\u00a0× {title}" if row.announced > 1 else title,
        reason=reason_of(row),
        state=state_of(row.state),
        value=locale().money(row.goods),
        due=due_of(row, now),
    )


def state_of(state: ReturnState) -> Mark:
    tone, glyph = LOOKS[state]
    return Mark(SAY.text(RETURN_STATES[state]), glyph, tone, filled=state is ReturnState.ESCALATED)


def reason_words(code: str) -> str:
    """A reason of ours by its words, the channel's own as it is, and a word where none was given."""
    if not code:
        return translate("returns", "No reason given")
    return read_code(wording.case_reason(code, code, SAY))


def reason_of(row: ListRow) -> Mark:
    words = reason_words(row.reason)
    if row.reason and not row.mapped:  # shown as a problem, not guessed (UX 4.4)
        return Mark(words, Glyph.QUESTION, "warn", filled=False)
    return Mark(words, None, "neutral", filled=False)


def due_of(row: ListRow, now: Instant) -> Mark:
    """How long there is still: `noch 2 T`, or how long it is over."""
    if row.due is None or row.state in OVER:
        return Mark("–", None, "neutral", filled=False)
    left = (row.due - now).total_seconds()
    span = span_of(abs(left))
    if left < 0:
        return Mark(translate("returns", "{span} overdue").format(span=span), Glyph.ALERT, "err", filled=True)
    word = translate("returns", "{span} left").format(span=span)
    near = left <= NEAR_SECONDS
    return Mark(word, Glyph.CLOCK, "warn" if near else "neutral", filled=near)


def span_of(seconds: float) -> str:
    """Days, or hours within the last two of them."""
    if seconds >= 2 * _DAY:
        return translate("returns", "{number} d").format(number=locale().number(int(seconds // _DAY)))
    if seconds >= 3600:
        return translate("returns", "{number} h").format(number=locale().number(int(seconds // 3600)))
    return translate("returns", "{number} min").format(number=locale().number(max(1, int(seconds // 60))))


def spoken(row: ListRow, face: Face, *, chosen: bool) -> str:
    """The row as a screen reader says it."""
    picked = translate("returns", "Selected") if chosen else ""
    due = "" if row.due is None else face.due.word
    parts = (picked, face.number, row.account_name, face.order, alone(row.buyer), face.title, face.reason.word)
    return ". ".join(filter(None, (*parts, face.state.word, due, face.value)))


def tip(row: ListRow, face: Face) -> str:
    """The row in full, for what had no room."""
    until = ""
    if row.due is not None:
        until = translate("returns", "Due {when}").format(when=locale().moment(row.due))
    opened = translate("returns", "Opened {when}").format(when=locale().moment(row.opened_at))
    theirs = ""
    if row.reason and not row.mapped:
        theirs = translate("returns", "The channel's own reason: Desk does not know it. Map it in the settings.")
    head = " · ".join(filter(None, (face.number, row.account_name, face.order, alone(row.buyer))))
    return "\n".join(filter(None, (head, face.title, face.reason.word, theirs, face.state.word, until, opened)))
