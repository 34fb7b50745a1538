"""Owns the states a push goes through and the words in which deeds give their reasons. Pure.

Apart from the deeds themselves (desk.domain.pushes): lists show how far a push is, and load nothing that they lack.
"""

from __future__ import annotations

from enum import StrEnum


class PushState(StrEnum):
    """Where a push stands (STYLE 3, the outbox)."""

    APPROVAL = "approval"  # waits until somebody else than who queued it agrees
    HELD = "held"  # the agent may still take it back without a word
    WAITING = "waiting"
    SENDING = "sending"  # a call may have reached the channel; never sent again before a look
    CONFIRMED = "confirmed"  # the channel's own state says so
    FAILED = "failed"  # refused; back to the agent
    UNCLEAR = "unclear"  # sent, no answer, and the channel cannot be asked
    CONFLICT = "conflict"  # the channel has moved elsewhere
    RECALLED = "recalled"


GOING_STATES = frozenset({PushState.HELD, PushState.WAITING, PushState.SENDING})
"""States from which the push goes on by itself."""
OPEN_STATES = GOING_STATES | {PushState.APPROVAL}
"""States in which the push still lies over the mirror as on its way."""

NOT_SHOWN = "not_shown"
"""The error code of a push that failed although the channel said yes: it may still be there."""

_NEXT = {
    PushState.APPROVAL: {PushState.WAITING, PushState.RECALLED},
    PushState.HELD: {PushState.WAITING, PushState.RECALLED},
    PushState.WAITING: {PushState.SENDING, PushState.RECALLED, PushState.HELD},
    PushState.SENDING: {
        PushState.WAITING,
        PushState.CONFIRMED,
        PushState.FAILED,
        PushState.UNCLEAR,
        PushState.CONFLICT,
    },
    PushState.FAILED: {PushState.WAITING, PushState.RECALLED},
    PushState.CONFLICT: {PushState.WAITING, PushState.RECALLED, PushState.CONFIRMED},
    PushState.UNCLEAR: {PushState.WAITING, PushState.CONFIRMED, PushState.RECALLED},
    PushState.CONFIRMED: set(),
    PushState.RECALLED: set(),
}


def may_follow(state: PushState, following: PushState) -> bool:
    """Whether a push may go from one state to the other."""
    return following in _NEXT[state]


class CancelReason(StrEnum):
    """Why an order is called off."""

    OUT_OF_STOCK = "OUT_OF_STOCK"
    BUYER_ASKED = "BUYER_ASKED"
    ADDRESS = "ADDRESS"
    UNPAID = "UNPAID"


class RefundReason(StrEnum):
    """Why money goes back without goods coming back."""

    GOODWILL = "GOODWILL"
    BUYER_CANCELLED = "BUYER_CANCELLED"
    MERCHANT_CANCELLED = "MERCHANT_CANCELLED"
    NOT_RECEIVED = "NOT_RECEIVED"
    RETURNED = "RETURNED"
    NOT_AS_DESCRIBED = "NOT_AS_DESCRIBED"
    SHIPPING_DISCOUNT = "SHIPPING_DISCOUNT"


class ReturnAnswer(StrEnum):
    """How a merchant answers a buyer's wish to return."""

    APPROVE = "APPROVE"
    DECLINE = "DECLINE"
    OFFER_PART = "OFFER_PART"
