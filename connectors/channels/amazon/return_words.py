"""Owns what the words of Amazon's reports of returns mean in ours, by DOMAIN 4.2's tables. No I/O.

A word that stands in none of them is kept raw and shown; it is never guessed.
"""

from __future__ import annotations

from connectors.contract.kinds import QT_TRANSLATE_NOOP
from desk.domain.cases import CaseState

_STATUSES = {
    "pending": CaseState.REQUESTED,
    "pendingapproval": CaseState.REQUESTED,
    "approved": CaseState.APPROVED,
    "denied": CaseState.DECLINED,
    "declined": CaseState.DECLINED,
    "completed": CaseState.CLOSED,
    "closed": CaseState.CLOSED,
    "cancelled": CaseState.CANCELLED,
    "canceled": CaseState.CANCELLED,
}
_REASONS = {
    "UNWANTED_ITEM": "CHANGED_MIND",
    "NO_REASON_GIVEN": "WITHDRAWAL_DECLARED",
    **dict.fromkeys(("ORDERED_WRONG_ITEM", "MISORDERED"), "ORDERED_BY_MISTAKE"),
    "FOUND_BETTER_PRICE": "BETTER_PRICE",
    "AMZ-PG-APP-TOO-SMALL": "TOO_SMALL",
    "AMZ-PG-APP-TOO-LARGE": "TOO_LARGE",
    **dict.fromkeys(("NOT_COMPATIBLE", "POOR_FIT"), "DOES_NOT_FIT"),
    "QUALITY_UNACCEPTABLE": "QUALITY",
    **dict.fromkeys(("NOT_AS_DESCRIBED", "AMZ-PG-BAD-DESC"), "NOT_AS_DESCRIBED"),
    "DEFECTIVE": "DEFECTIVE",
    "MISSING_PARTS": "MISSING_PARTS",
    "SWITCHEROO": "WRONG_ITEM_SENT",
    "EXTRA_ITEM": "EXTRA_ITEM",
    **dict.fromkeys(("DAMAGED_BY_CARRIER", "DAMAGED_BY_FC"), "DAMAGED_IN_TRANSIT"),
    "MISSED_ESTIMATED_DELIVERY": "ARRIVED_LATE",
    "UNDELIVERABLE_UNKNOWN": "UNDELIVERABLE",
    "UNDELIVERABLE_REFUSED": "REFUSED",
    "UNAUTHORIZED_PURCHASE": "UNAUTHORISED",
    "CUSTOMER_DAMAGED": "OTHER",
}
_PREFIX = "CR-"
_YES = frozenset({"y", "yes", "true", "1"})

CLAIM = "A-to-z Guarantee"
"""Amazon's own name of it, which is the same in every language."""
ANSWER_DUE = QT_TRANSLATE_NOOP("channel", "Answer the return: Amazon expects it within 24 hours, as a rule.")
REFUND_DUE = QT_TRANSLATE_NOOP(
    "channel", "Give the money back: Amazon expects it within 2 business days after the goods came, as a rule."
)
"""Hints: no report tells a deadline."""


def state_of(status: str, *, claimed: bool, refunded: bool, delivered: bool, sent: bool) -> CaseState:
    """How far a return is. `Approved` only says that the goods may come; what happened since stands beside it."""
    plain = _STATUSES.get(status.replace(" ", "").replace("_", "").lower(), CaseState.UNKNOWN)
    if plain in (CaseState.DECLINED, CaseState.CANCELLED):
        return CaseState.ESCALATED if claimed and plain is CaseState.DECLINED and not refunded else plain
    if refunded:
        return CaseState.REFUNDED
    if plain is CaseState.CLOSED:
        return plain
    if claimed:
        return CaseState.ESCALATED
    if plain is not CaseState.APPROVED:
        return plain
    if delivered:
        return CaseState.DELIVERED_TO_US
    return CaseState.IN_TRANSIT if sent else plain


def reason_of(code: str) -> str:
    """The code of return_reasons.csv; empty for a reason that is new to us."""
    return _REASONS.get(cleaned(code), "")


def cleaned(code: str) -> str:
    """A reason without the letters that Amazon puts in front of some."""
    return code.strip().upper().removeprefix(_PREFIX).strip()


def is_yes(text: str) -> bool:
    return text.strip().lower() in _YES


REASONS = dict(_REASONS)
