"""Owns what Post-Order's words mean in ours: states, reasons and options, by DOMAIN 4.2's tables. No I/O.

A word that stands in none of them is kept raw and shown; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable

from desk.domain.cases import CallOffReason, CaseDeed, CaseState
from desk.domain.push_states import CancelReason

RETURN_STATES = {
    **dict.fromkeys(
        ("INITIAL", "RETURN_REQUESTED", "RMA_PENDING", "REPLACEMENT_REQUESTED", "PARTIAL_REFUND_DECLINED"),
        CaseState.REQUESTED,
    ),
    **dict.fromkeys(
        ("RETURN_LABEL_PENDING", "RETURN_LABEL_REQUESTED", "RETURN_LABEL_PENDING_TIMEOUT", "ITEM_READY_TO_SHIP"),
        CaseState.APPROVED,
    ),
    "READY_FOR_SHIPPING": CaseState.APPROVED,
    "RETURN_REJECTED": CaseState.DECLINED,
    "ITEM_SHIPPED": CaseState.IN_TRANSIT,
    "ITEM_DELIVERED": CaseState.DELIVERED_TO_US,
    **dict.fromkeys(
        (
            *("AUTO_REFUND_INITIATED", "REFUND_INITIATED", "PARTIAL_REFUND_INITIATED", "PARTIAL_REFUND_REQUESTED"),
            *("PAYOUT_INITIATED", "REFUND_FAILED", "REFUND_TIMEOUT", "PARTIAL_REFUND_FAILED"),
        ),
        CaseState.REFUND_PENDING,
    ),
    **dict.fromkeys(
        ("REFUND_SENT_PENDING_CONFIRMATION", "LESS_THAN_A_FULL_REFUND_ISSUED", "PARTIAL_REFUNDED"),
        CaseState.REFUNDED,
    ),
    **dict.fromkeys(
        ("REPLACEMENT_SHIPPED", "REPLACEMENT_STARTED", "REPLACED", "REPLACEMENT_DELIVERED"),
        CaseState.EXCHANGE_SENT,
    ),
    "ESCALATED": CaseState.ESCALATED,
    **dict.fromkeys(("CLOSED", "ITEM_KEPT", "REPLACEMENT_CLOSED"), CaseState.CLOSED),
    **dict.fromkeys(("RETURN_REQUEST_TIMEOUT", "RETURN_LABEL_REQUESTED_TIMEOUT"), CaseState.EXPIRED),
}
ESCALATED = "ESCALATED"
CLOSED = "CLOSED"

REASONS = {
    **dict.fromkeys(("NO_LONGER_NEED_ITEM", "RETURNING_GIFT"), "CHANGED_MIND"),
    **dict.fromkeys(("WITHDRAW_FROM_PURCHASE_CONTRACT", "NO_REASON"), "WITHDRAWAL_DECLARED"),
    **dict.fromkeys(("ORDERED_ACCIDENTALLY", "ORDERED_WRONG_ITEM"), "ORDERED_BY_MISTAKE"),
    "FOUND_BETTER_PRICE": "BETTER_PRICE",
    # eBay does not say whether it is too small or too large.
    **dict.fromkeys(("DOES_NOT_FIT", "WRONG_SIZE"), "DOES_NOT_FIT"),
    **dict.fromkeys(("NOT_AS_DESCRIBED", "DIFFERENT_FROM_LISTING"), "NOT_AS_DESCRIBED"),
    "DEFECTIVE_ITEM": "DEFECTIVE",
    "EXPIRED_ITEM": "EXPIRED_ITEM",
    "FAKE_OR_COUNTERFEIT": "COUNTERFEIT",
    "MISSING_PARTS": "MISSING_PARTS",
    "ORDERED_DIFFERENT_ITEM": "WRONG_ITEM_SENT",
    "ARRIVED_DAMAGED": "DAMAGED_IN_TRANSIT",
    "ARRIVED_LATE": "ARRIVED_LATE",
    **dict.fromkeys(("OTHER", "IN_STORE_RETURN", "BUYER_NO_SHOW", "BUYER_CANCEL_ORDER"), "OTHER"),
}

OPTIONS = {
    "SELLER_APPROVE_REQUEST": CaseDeed.APPROVE,
    "SELLER_PROVIDE_RMA": CaseDeed.APPROVE,  # approved already; what lacks is our number
    "SELLER_DECLINE_REQUEST": CaseDeed.DECLINE,
    "SELLER_OFFER_PARTIAL_REFUND": CaseDeed.OFFER_PART,
    "SELLER_PROVIDE_LABEL": CaseDeed.SEND_LABEL,
    "SELLER_MARK_AS_RECEIVED": CaseDeed.RECEIVE,
    "SELLER_ISSUE_REFUND": CaseDeed.REFUND,
    "SELLER_SEND_MESSAGE": CaseDeed.WRITE,
    "SELLER_ESCALATE": CaseDeed.ESCALATE,
}

INQUIRY_WAITS_FOR_US = frozenset({"OPEN", "WAITING_SELLER_RESPONSE"})
INQUIRY_WAITS_FOR_BUYER = "WAITING_BUYER_RESPONSE"
INQUIRY_STATES = {
    "OPEN": CaseState.REQUESTED,
    "WAITING_SELLER_RESPONSE": CaseState.REQUESTED,
    INQUIRY_WAITS_FOR_BUYER: CaseState.REQUESTED,
    CLOSED: CaseState.CLOSED,
    "CS_CLOSED": CaseState.CLOSED,
    "CLOSED_WITH_ESCALATION": CaseState.ESCALATED,
}
"""PENDING and OTHER say nothing of how far an inquiry is, so they are shown as they are."""

SELLERS_REASONS = {
    CancelReason.OUT_OF_STOCK: "OUT_OF_STOCK_OR_CANNOT_FULFILL",
    CancelReason.BUYER_ASKED: "BUYER_ASKED_CANCEL",
    CancelReason.ADDRESS: "ADDRESS_ISSUES",
    CancelReason.UNPAID: "ORDER_UNPAID",
}
CANCEL_WAITS = "APPROVAL_PENDING"
CANCEL_STATES = {
    **dict.fromkeys(("INITIAL", CANCEL_WAITS), CaseState.REQUESTED),
    **dict.fromkeys(
        ("CONFIRM_REFUND_PENDING", "REFUND_PENDING", "REFUND_INITIATED", "REFUND_FAILED_RETRY"),
        CaseState.REFUND_PENDING,
    ),
}
# A word for either of two is neither.
CANCEL_REASONS: dict[str, str] = {
    **{theirs: ours for ours, theirs in SELLERS_REASONS.items()},
    "ORDER_MISTAKE": CallOffReason.MISTAKE,
    "FOUND_CHEAPER_PRICE": CallOffReason.CHEAPER_ELSEWHERE,
    "PRICE_TOO_HIGH": CallOffReason.TOO_EXPENSIVE,
    "WONT_ARRIVE_IN_TIME": CallOffReason.TOO_LATE,
    "WRONG_SHIPPING_ADDRESS": CallOffReason.WRONG_ADDRESS,
    "WRONG_PAYMENT_METHOD": CallOffReason.WRONG_PAYMENT,
    "WRONG_SHIPPING_METHOD": CallOffReason.WRONG_SHIPPING,
    "OTHER": CallOffReason.OTHER,
}
# What closed a cancellation.
CANCEL_ENDS = {
    "CANCEL_REJECTED": CaseState.DECLINED,
    "CANCEL_CLOSED_WITH_REFUND": CaseState.REFUNDED,
    "CANCEL_CLOSED_NO_REFUND": CaseState.CANCELLED,
    "CANCEL_CLOSED_FOR_COMMITMENT": CaseState.CANCELLED,
    "CANCEL_CLOSED_UNKNOWN_REFUND": CaseState.CANCELLED,
}


def return_state(state: str, status: str, *, refunded: bool, allows: Iterable[CaseDeed]) -> CaseState:
    """How far a return is. The coarser status only adds that eBay decides now."""
    found = RETURN_STATES.get(state, CaseState.UNKNOWN)
    if found is CaseState.UNKNOWN:
        return found
    if status == ESCALATED:
        return CaseState.ESCALATED
    if state == CLOSED and refunded:
        return CaseState.REFUNDED
    if found is CaseState.EXPIRED and status != CLOSED and set(allows) - {CaseDeed.WRITE}:
        return CaseState.REQUESTED  # the time for an answer is over, and eBay still takes one
    return found


def inquiry_state(status: str, *, refunded: bool) -> CaseState:
    found = INQUIRY_STATES.get(status, CaseState.UNKNOWN)
    ended = found in {CaseState.CLOSED, CaseState.ESCALATED}
    return CaseState.REFUNDED if ended and refunded else found


def inquiry_allows(status: str) -> tuple[CaseDeed, ...]:
    """What its calls take: eBay lists no options for inquiries."""
    if status in INQUIRY_WAITS_FOR_US:
        return CaseDeed.TELL_SHIPMENT, CaseDeed.REFUND
    return (CaseDeed.REFUND,) if status == INQUIRY_WAITS_FOR_BUYER else ()


def cancel_state(state: str, status: str) -> CaseState:
    if state == CLOSED:
        return CANCEL_ENDS.get(status, CaseState.UNKNOWN)
    return CANCEL_STATES.get(state, CaseState.UNKNOWN)
