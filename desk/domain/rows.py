"""Owns the shapes of lists: orders found, accounts, how far a sync is.

Apart from those of one order (desk.domain.views): a window shows lists first, and loads nothing that they lack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desk.domain.clock import Instant
from desk.domain.standing import Standing
from desk.domain.values import AccountId, Money, OrderId


class MatchTier(StrEnum):
    """How a hit was found; lists show them in this order."""

    NUMBER = "number"  # the text is the order's own number
    EXACT = "exact"
    PREFIX = "prefix"
    SUBSTRING = "substring"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTile:
    """The rounded square that stands for a channel: two letters and the name of its UX 11 colour set."""

    kind: str
    name: str
    letters: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One order in a list. `standings` worst first; `tier` is None outside of a search."""

    id: OrderId
    tile: ChannelTile
    account: AccountId
    account_name: str
    number: str
    remote_id: str
    name: str  # buyer's, else recipient's; empty where the channel hides it
    first_item: str
    items: int
    placed_at: Instant
    total: Money
    standings: tuple[Standing, ...]
    tier: MatchTier | None = None
    ship_by: Instant | None = None  # until when the channel wants to hear of the parcel


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """One buyer among the hits: same name and e-mail address. `query` finds exactly their orders."""

    name: str
    email: str
    town: str
    orders: int
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """What one text found, newest first inside each tier. `total` counts up to `total_at_most`."""

    text: str
    orders: tuple[OrderRow, ...]
    customers: tuple[CustomerRow, ...]
    total: int
    total_is_exact: bool
    complete: bool  # false for the quick first answer (exact and prefix only)
    milliseconds: float


class EventKind(StrEnum):
    """Kinds of entries in an order's history."""

    IMPORTED = "IMPORTED"
    ORDER_FACET = "ORDER_FACET"
    PAYMENT_FACET = "PAYMENT_FACET"
    SHIPPING_FACET = "SHIPPING_FACET"
    CHANNEL_STATUS = "CHANNEL_STATUS"
    RECIPIENT_CHANGED = "RECIPIENT_CHANGED"
    BILLING_CHANGED = "BILLING_CHANGED"
    BUYER_CHANGED = "BUYER_CHANGED"
    BUYER_NOTE = "BUYER_NOTE"
    LINES_CHANGED = "LINES_CHANGED"
    TOTAL_CHANGED = "TOTAL_CHANGED"
    PAID = "PAID"
    REFUNDED = "REFUNDED"
    SHIPMENT_SEEN = "SHIPMENT_SEEN"
    SHIPMENT_GONE = "SHIPMENT_GONE"
    REMOVED = "REMOVED"
    RESTORED = "RESTORED"
    PUSH_QUEUED = "PUSH_QUEUED"
    PUSH_SENT = "PUSH_SENT"
    PUSH_CONFIRMED = "PUSH_CONFIRMED"
    PUSH_FAILED = "PUSH_FAILED"
    PUSH_UNCLEAR = "PUSH_UNCLEAR"
    PUSH_CONFLICT = "PUSH_CONFLICT"
    PUSH_RECALLED = "PUSH_RECALLED"
    PUSH_RETRIED = "PUSH_RETRIED"
    PUSH_RESOLVED = "PUSH_RESOLVED"
    PUSH_APPROVED = "PUSH_APPROVED"
    PUSH_DECLINED = "PUSH_DECLINED"
    NOTE = "NOTE"
    CASE_OPENED = "CASE_OPENED"
    CASE_CHANGED = "CASE_CHANGED"
    MESSAGE_RECEIVED = "MESSAGE_RECEIVED"
    MESSAGE_SENT = "MESSAGE_SENT"
    BUYER_FORGOTTEN = "BUYER_FORGOTTEN"
    RETURN_OPENED = "RETURN_OPENED"
    RETURN_MOVED = "RETURN_MOVED"
    RETURN_TASK = "RETURN_TASK"
    RETURN_TASK_DONE = "RETURN_TASK_DONE"
    RETURN_EXCHANGED = "RETURN_EXCHANGED"
    RETURN_DEDUCTED = "RETURN_DEDUCTED"
    RETURN_TAKEN_BACK = "RETURN_TAKEN_BACK"


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a deed is possible now; else the reason, by code for translation and as an English sentence.

    `page` is where it is done instead, https, where the channel has a page of its own for it.
    """

    allowed: bool
    code: str = ""
    text: str = ""
    page: str = ""


class AccountState(StrEnum):
    READY = "ready"
    PAUSED = "paused"  # by the user
    LOGIN_NEEDED = "login_needed"


ENDS_SOON_DAYS = 30
"""So long ahead it is told that a part of an account ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """One account for the status bar, the sync centre and `desk accounts list`."""

    id: AccountId
    name: str
    tile: ChannelTile
    state: AccountState
    writing: bool
    base_url: str
    orders: int
    last_good_sync: Instant | None
    next_run: Instant | None
    trouble_code: str = ""
    trouble_text: str = ""
    trouble_since: Instant | None = None
    open_pushes: int = 0
    failed_pushes: int = 0
    unreadable: int = 0
    findings: tuple[tuple[str, str], ...] = ()
    withheld: str = ""  # what the channel keeps from us for now and what to do, in words of the connector's
    ends: tuple[tuple[str, Instant], ...] = ()  # what its sign-in brought and when that is over, the soonest first


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncProgress:
    """How far a run is. `total` None where the channel does not say; `rest_seconds` None while unknown.

    `pause_seconds` are those until the channel's quota allows the next page.
    """

    account: AccountId
    account_name: str
    fetched: int
    total: int | None
    changed: int
    unreadable: int
    rest_seconds: float | None
    pause_seconds: float = 0.0
    stream: str = "orders"  # what is counted: orders, cases or messages
    changed_ids: frozenset[int] = field(default_factory=frozenset)


class StepState(StrEnum):
    REACHED = "reached"
    CURRENT_PROBLEM = "problem"
    AHEAD = "ahead"
