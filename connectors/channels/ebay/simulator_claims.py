"""Owns what stands beside the orders of a simulated eBay account: returns, inquiries after what did not arrive, and
threads of messages; what each allows the seller, and until when. Knows no HTTP and changes nothing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

# Reasons that are the seller's fault, who then pays the way back and cannot say no.
NOT_AS_DESCRIBED = frozenset(
    {
        "ARRIVED_DAMAGED",
        "ARRIVED_LATE",
        "DEFECTIVE_ITEM",
        "DIFFERENT_FROM_LISTING",
        "EXPIRED_ITEM",
        "FAKE_OR_COUNTERFEIT",
        "MISSING_PARTS",
        "NOT_AS_DESCRIBED",
        "ORDERED_DIFFERENT_ITEM",
    }
)
REMORSE = frozenset(
    {
        "FOUND_BETTER_PRICE",
        "NO_LONGER_NEED_ITEM",
        "NO_REASON",
        "ORDERED_ACCIDENTALLY",
        "ORDERED_WRONG_ITEM",
        "OTHER",
        "RETURNING_GIFT",
        "WRONG_SIZE",
    }
)
ANSWER_DAYS, LABEL_DAYS, REFUND_DAYS = 3, 2, 2  # of business
APPROVE, DECLINE, OFFER = "SELLER_APPROVE_REQUEST", "SELLER_DECLINE_REQUEST", "SELLER_OFFER_PARTIAL_REFUND"
LABEL, RMA, RECEIVED = "SELLER_PROVIDE_LABEL", "SELLER_PROVIDE_RMA", "SELLER_MARK_AS_RECEIVED"
REFUND, TELL, ESCALATE = "SELLER_ISSUE_REFUND", "SELLER_SEND_MESSAGE", "SELLER_ESCALATE"
WAITING_SELLER, WAITING_BUYER = "WAITING_SELLER_RESPONSE", "WAITING_BUYER_RESPONSE"
CLOSED, ESCALATED = "CLOSED", "CLOSED_WITH_ESCALATION"
_OPTIONS: dict[str, tuple[str, ...]] = {
    "RETURN_REQUESTED": (APPROVE, DECLINE, OFFER, REFUND, TELL),
    "RETURN_REQUEST_TIMEOUT": (APPROVE, REFUND, TELL),
    "PARTIAL_REFUND_REQUESTED": (TELL,),
    "PARTIAL_REFUND_DECLINED": (APPROVE, REFUND, TELL),
    "RMA_PENDING": (RMA, REFUND, TELL),
    "RETURN_LABEL_PENDING": (LABEL, REFUND, TELL),
    "RETURN_LABEL_PENDING_TIMEOUT": (LABEL, REFUND, TELL),
    "ITEM_READY_TO_SHIP": (RECEIVED, REFUND, TELL),
    "ITEM_SHIPPED": (RECEIVED, REFUND, TELL),
    "ITEM_DELIVERED": (REFUND, ESCALATE, TELL),
    "REFUND_FAILED": (REFUND, TELL),
    "PARTIAL_REFUND_FAILED": (REFUND, TELL),
    "REFUND_INITIATED": (TELL,),
}
_STATUSES = {"ITEM_READY_TO_SHIP": "READY_FOR_SHIPPING", "RETURN_REJECTED": CLOSED, "ITEM_KEPT": CLOSED}


def business_days(start: datetime, days: int) -> datetime:
    """The same time of day, so many working days later; public holidays count as eBay counts them: not at all."""
    at = start
    while days > 0:
        at += timedelta(days=1)
        days -= at.weekday() < 5
    return at


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of a history."""

    activity: str
    author: str
    at: datetime
    words: str = ""


@dataclass(slots=True)
class File:
    id: str
    name: str
    purpose: str
    at: datetime
    status: str = "UPLOADED"


@dataclass(slots=True)
class Return:
    """Amounts are minor units. `estimated` is what the buyer gets back when all of it comes back."""

    id: str
    order_id: str
    line_id: str
    quantity: int
    reason: str
    comment: str
    created: datetime
    estimated: int
    seller_pays: bool = False
    rma_wanted: bool = False
    state: str = "RETURN_REQUESTED"
    due: tuple[str, datetime] | None = None
    modified: datetime = field(init=False)
    history: list[Said] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    label: tuple[str, str, str] | None = None  # how, carrier and number
    parcel: tuple[str, str] | None = None  # the buyer's carrier and number
    tracked: str = "CREATED"
    rma: str = ""
    offered: int = 0
    keep: bool = False
    refunded: int = 0
    refund_id: str = ""
    case_id: str = ""
    closed: datetime | None = None
    close_reason: str = ""
    foreign_words: dict[str, str] = field(default_factory=dict)
    spoilt: dict[str, Any] = field(default_factory=dict)  # a bad record: what replaces fields on the wire

    def __post_init__(self) -> None:
        self.modified = self.created

    @property
    def reason_type(self) -> str:
        return "SNAD" if self.reason in NOT_AS_DESCRIBED else "REMORSE" if self.reason in REMORSE else "UNKNOWN"

    @property
    def open(self) -> bool:
        return self.closed is None

    @property
    def words(self) -> tuple[str, str, str]:
        """State, status and reason as they are told."""
        told = {"state": self.state, "status": self.status, "reason": self.reason} | self.foreign_words
        return told["state"], told["status"], told["reason"]

    @property
    def status(self) -> str:
        if not self.open:
            return CLOSED
        return "ESCALATED" if self.case_id else _STATUSES.get(self.state, self.state)

    @property
    def options(self) -> tuple[str, ...]:
        """What eBay offers the seller now; nothing else is taken."""
        if not self.open:
            return ()
        if self.case_id:
            return (TELL,)
        offered = _OPTIONS.get(self.state, ())
        if self.reason_type == "SNAD":
            offered = tuple(each for each in offered if each != DECLINE)
        return offered

    def say(self, activity: str, author: str, at: datetime, words: str = "") -> None:
        self.history.append(Said(activity, author, at, words))
        self.modified = at

    def close(self, reason: str, at: datetime) -> None:
        self.closed, self.close_reason, self.due, self.modified = at, reason, None, at


@dataclass(slots=True)
class Inquiry:
    """The buyer has not got it."""

    id: str
    order_id: str
    line_id: str
    quantity: int
    comment: str
    created: datetime
    claimed: int
    due: datetime | None
    status: str = WAITING_SELLER
    modified: datetime = field(init=False)
    history: list[Said] = field(default_factory=list)
    parcel: tuple[str, str] | None = None
    refunded: int = 0
    refund_id: str = ""
    case_id: str = ""
    closed: datetime | None = None

    def __post_init__(self) -> None:
        self.modified = self.created

    @property
    def open(self) -> bool:
        return self.closed is None

    def say(self, activity: str, author: str, at: datetime, words: str = "") -> None:
        self.history.append(Said(activity, author, at, words))
        self.modified = at

    def close(self, status: str, at: datetime) -> None:
        self.status, self.closed, self.due, self.modified = status, at, None, at


@dataclass(slots=True)
class Message:
    id: str
    sender: str
    recipient: str
    subject: str
    text: str
    at: datetime
    read: bool = False
    media: tuple[tuple[str, str, str], ...] = ()  # name, type and address


@dataclass(slots=True)
class Conversation:
    """With a buyer about a listing; eBay knows no order here."""

    id: str
    other: str  # user name; empty for eBay itself
    item_id: str
    title: str
    created: datetime
    status: str = "ACTIVE"
    messages: list[Message] = field(default_factory=list)

    @property
    def from_ebay(self) -> bool:
        return not self.other

    @property
    def latest(self) -> Message:
        return self.messages[-1]

    def unread(self, seller: str) -> int:
        return sum(1 for each in self.messages if each.recipient == seller and not each.read)
