"""Owns eBay's words for where a return stands and what the seller may do, as far as deeds judge by them. No I/O."""

from __future__ import annotations

import html

from connectors.channels.ebay.deed_payloads import ReturnNow, When
from connectors.channels.ebay.paging import instant_in
from connectors.contract.capabilities import QT_TRANSLATE_NOOP
from connectors.contract.protocols import AlreadyDone, Look, Moved, NotThere
from desk.domain.clock import Instant
from desk.domain.pushes import AnswerReturn, Attempt, ReceiveReturn, ReturnAnswer, ReturnPush, SendReturnLabel
from desk.domain.values import Money

# sellerAvailableOptions
APPROVE, DECLINE, OFFER = "SELLER_APPROVE_REQUEST", "SELLER_DECLINE_REQUEST", "SELLER_OFFER_PARTIAL_REFUND"
RMA, LABEL, RECEIVED = "SELLER_PROVIDE_RMA", "SELLER_PROVIDE_LABEL", "SELLER_MARK_AS_RECEIVED"
REFUND, TELL, ESCALATE = "SELLER_ISSUE_REFUND", "SELLER_SEND_MESSAGE", "SELLER_ESCALATE"
ANSWERS = {
    ReturnAnswer.APPROVE: (APPROVE, RMA),
    ReturnAnswer.DECLINE: (DECLINE,),
    ReturnAnswer.OFFER_PART: (OFFER,),
}

# state
ENDED = frozenset({"CLOSED", "RETURN_REJECTED", "ITEM_KEPT"})
UNANSWERED = frozenset({"INITIAL", "RETURN_REQUESTED", "RETURN_REQUEST_TIMEOUT"})
DECLINED = "RETURN_REJECTED"
RMA_PENDING = "RMA_PENDING"
LABEL_PENDING = frozenset(
    {
        "RETURN_LABEL_REQUESTED",
        "RETURN_LABEL_REQUESTED_TIMEOUT",
        "RETURN_LABEL_PENDING",
        "RETURN_LABEL_PENDING_TIMEOUT",
    }
)
OFFERED = frozenset(
    {
        "PARTIAL_REFUND_REQUESTED",
        "PARTIAL_REFUND_DECLINED",
        "PARTIAL_REFUND_INITIATED",
        "PARTIAL_REFUND_FAILED",
        "PARTIAL_REFUNDED",
    }
)
REFUND_FAILED = frozenset({"REFUND_FAILED", "PARTIAL_REFUND_FAILED"})
REFUND_UNDER_WAY = frozenset(
    {
        "REFUND_INITIATED",
        "AUTO_REFUND_INITIATED",
        "PARTIAL_REFUND_INITIATED",
        "REFUND_SENT_PENDING_CONFIRMATION",
        "REFUND_TIMEOUT",
        "PAYOUT_INITIATED",
    }
)
_REFUND_LATE = "REFUND_TIMEOUT"
ARRIVED = frozenset({"ITEM_DELIVERED", "REFUND_INITIATED", "AUTO_REFUND_INITIATED", "REFUND_FAILED"})
ON_ITS_WAY = frozenset({"ITEM_READY_TO_SHIP", "ITEM_SHIPPED", *ARRIVED})
APPROVED = frozenset({*LABEL_PENDING, *ON_ITS_WAY})
# Of the history: how a parcel's arrival is told there.
ARRIVALS = frozenset({"SELLER_MARK_AS_RECEIVED", "NOTIFIED_DELIVERED"})
_ESCALATED = "ESCALATED"

GONE = QT_TRANSLATE_NOOP("channel", "eBay no longer has this return.")
_CLOSED = QT_TRANSLATE_NOOP("channel", "The return was closed at eBay meanwhile.")
_EBAY_DECIDES = QT_TRANSLATE_NOOP("channel", "The return was escalated meanwhile: eBay decides it now.")
_ACCEPTED = QT_TRANSLATE_NOOP("channel", "The return was accepted at eBay meanwhile.")
_TURNED_DOWN = QT_TRANSLATE_NOOP("channel", "The return was declined at eBay meanwhile.")
_OFFERED = QT_TRANSLATE_NOOP("channel", "A part of the money was offered at eBay meanwhile.")
_PAYING = QT_TRANSLATE_NOOP("channel", "The money of this return is on its way at eBay already.")
_WENT_ON = QT_TRANSLATE_NOOP("channel", "The return has gone on at eBay meanwhile and no longer takes this.")


def offers(now: ReturnNow, *options: str) -> bool:
    return any(one.action_type in options for one in now.seller_available_options or ())


def escalated_as(now: ReturnNow) -> str:
    """The number of eBay's own case about it; empty while there is none."""
    number = str(now.escalation_info.case_id or "") if now.escalation_info else ""
    return number or (_ESCALATED if now.status == _ESCALATED else "")


def steps_of(push: ReturnPush) -> frozenset[str]:
    """Under which names a return's history tells of this deed; empty where it is judged by other signs."""
    if isinstance(push, AnswerReturn):
        return frozenset(ANSWERS[push.answer])
    if isinstance(push, SendReturnLabel):
        return frozenset({LABEL})
    return frozenset({RECEIVED}) if isinstance(push, ReceiveReturn) else frozenset()


def elsewhere(now: ReturnNow) -> Look:
    """For what is not done: it may still come, or the return has gone another way."""
    if escalated_as(now):
        return Moved(_EBAY_DECIDES)
    if now.state in ENDED:
        return Moved(_TURNED_DOWN if now.state == DECLINED else _CLOSED)
    if is_paying(now):
        return Moved(_PAYING)
    return NotThere()


def is_paying(now: ReturnNow) -> bool:
    """Whether money is on its way. One that was late for it may still give it back, where eBay offers that."""
    return now.state in REFUND_UNDER_WAY and not (now.state == _REFUND_LATE and offers(now, REFUND))


def judge_answer(push: AnswerReturn, now: ReturnNow, attempt: Attempt) -> Look:
    """Whether the return is answered so."""
    if push.answer is ReturnAnswer.APPROVE:
        return _judge_approval(push, now, attempt)
    if push.answer is ReturnAnswer.DECLINE:
        if now.state == DECLINED:
            return AlreadyDone(push.case)
        if now.state in APPROVED or now.state == RMA_PENDING:
            return Moved(_ACCEPTED)
    elif now.state in OFFERED:
        # Whose offer it was, and of how much, is told nowhere.
        return AlreadyDone(push.case) if attempt.sent_at is not None else Moved(_OFFERED)
    return NotThere() if offers(now, *ANSWERS[push.answer]) else _answered_otherwise(now)


def _judge_approval(push: AnswerReturn, now: ReturnNow, attempt: Attempt) -> Look:
    if now.state == RMA_PENDING:
        # Accepted; what may still lack is our number.
        lacks = bool(push.number) or attempt.sent_at is None
        return NotThere() if lacks and offers(now, RMA) else AlreadyDone(push.case)
    if now.state in APPROVED and now.state not in REFUND_UNDER_WAY | REFUND_FAILED:
        return AlreadyDone(push.case)
    return NotThere() if offers(now, APPROVE) else _answered_otherwise(now)


def _answered_otherwise(now: ReturnNow) -> Look:
    look = elsewhere(now)
    if isinstance(look, Moved) or now.state in UNANSWERED:
        return look
    if now.state in OFFERED:
        return Moved(_OFFERED)
    return Moved(_WENT_ON)


def is_from(when: When | None, begin: Instant) -> bool:
    """Whether something happened since; what tells no time may have."""
    at = instant_in(when.value if when else None)
    return at is None or at >= begin


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, however they are broken into lines and whichever of them is written for HTML."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())


def number_amount(amount: Money) -> dict[str, object]:
    """Post-Order takes amounts as numbers; as many digits as money has survive that."""
    return {"value": float(amount.decimal), "currency": amount.currency}
