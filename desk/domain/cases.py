"""Owns what a case is: a return, an inquiry or a cancellation that a channel follows to its end. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desk.domain.clock import Instant


class CaseKind(StrEnum):
    """What the case is about."""

    RETURN = "RETURN"  # goods come back
    INQUIRY = "INQUIRY"  # the buyer says that nothing arrived
    CANCELLATION = "CANCELLATION"  # the order is to be called off


class CaseState(StrEnum):
    """How far a case is, in the words of DOMAIN 4.1; the channel's own word is always kept beside it."""

    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    LABEL_ISSUED = "LABEL_ISSUED"
    IN_TRANSIT = "IN_TRANSIT"
    DELIVERED_TO_US = "DELIVERED_TO_US"
    REFUND_PENDING = "REFUND_PENDING"
    REFUNDED = "REFUNDED"
    EXCHANGE_SENT = "EXCHANGE_SENT"
    ESCALATED = "ESCALATED"  # the channel decides now
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"  # a state this Desk does not know; shown by the channel's own word, never guessed


ENDED = frozenset({CaseState.DECLINED, CaseState.REFUNDED, CaseState.CANCELLED, CaseState.EXPIRED, CaseState.CLOSED})
"""States in which nobody has anything left to do."""


class CaseDeed(StrEnum):
    """What a channel lets the merchant do with a case. It says itself which of them it takes now."""

    APPROVE = "APPROVE"
    DECLINE = "DECLINE"
    OFFER_PART = "OFFER_PART"  # the buyer keeps the goods and gets some of the money
    SEND_LABEL = "SEND_LABEL"
    RECEIVE = "RECEIVE"  # the goods are back
    REFUND = "REFUND"
    WRITE = "WRITE"
    ESCALATE = "ESCALATE"  # ask the channel to decide
    TELL_SHIPMENT = "TELL_SHIPMENT"  # answer an inquiry by carrier and number


class CallOffReason(StrEnum):
    """Why a buyer wants an order called off; why a merchant does says `push_states.CancelReason`."""

    MISTAKE = "ORDERED_BY_MISTAKE"
    CHEAPER_ELSEWHERE = "BETTER_PRICE"
    TOO_EXPENSIVE = "TOO_EXPENSIVE"
    TOO_LATE = "WOULD_COME_TOO_LATE"
    WRONG_ADDRESS = "WRONG_ADDRESS"
    WRONG_PAYMENT = "WRONG_PAYMENT"
    WRONG_SHIPPING = "WRONG_SHIPPING"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Until when somebody has to act. `what` is the channel's own word for the act; `ours` says whose turn it is."""

    what: str
    at: Instant
    ours: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """Goods a case is about. `remote_line` is the order line's id there, empty where the channel names none.

    Where it is none of the order's lines it is the channel's number of the purchase, and `listing` tells the line.
    """

    remote_line: str
    title: str
    quantity: int
    listing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One entry of the channel's own history of a case; `actor` and `what` are its words."""

    at: Instant
    actor: str
    what: str
    text: str = ""
