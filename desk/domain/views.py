"""Owns the shapes that windows and terminals show: plain, frozen, ready to paint. The store fills them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desk.domain.clock import Instant
from desk.domain.orders import (
    Address,
    Buyer,
    Handling,
    OrderFacet,
    Payment,
    PaymentFacet,
    ShippingFacet,
    Totals,
)
from desk.domain.pushes import PushState
from desk.domain.shipments import ShippableLine
from desk.domain.standing import Standing
from desk.domain.values import AccountId, LineId, Money, NoteId, OrderId, PushId, ShipmentId


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    id: LineId
    remote_id: str
    sku: str
    title: str
    quantity: int
    unit_price: Money
    total: Money
    tax: Money
    refunded: int
    shippable: ShippableLine
    needs_shipping: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentView:
    """A parcel: as the channel knows it, or still on its way there (`push` and `state` say so)."""

    id: ShipmentId | None
    carrier: str  # what people read
    number: str
    url: str
    shipped_at: Instant | None
    lines: tuple[tuple[LineId, int], ...]
    push: PushId | None = None
    state: PushState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PushView:
    """One row of the outbox in plain values. `what` are facts for the wording, by the push's kind."""

    id: PushId
    key: str
    kind: str
    account: AccountId
    account_name: str
    tile: ChannelTile
    order: OrderId
    order_number: str
    what: Mapping[str, str | int]
    state: PushState
    attempts: int
    created_at: Instant
    not_before: Instant
    sent_at: Instant | None
    settled_at: Instant | None
    error_code: str = ""
    error_text: str = ""
    channel_words: str = ""
    remote_ref: str = ""
    actor: str = ""


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
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """Something that happened to an order. `facts` fill the sentence of its kind (desk.services.wording)."""

    at: Instant
    kind: EventKind
    facts: Mapping[str, str | int]
    actor: str  # "" for the channel itself


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """An internal note on an order: what agents tell each other, never a channel."""

    id: NoteId
    at: Instant
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a deed is possible now; else the reason, by code for translation and as an English sentence."""

    allowed: bool
    code: str = ""
    text: str = ""


class StepState(StrEnum):
    REACHED = "reached"
    CURRENT_PROBLEM = "problem"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five points of the shipping bar: ordered, paid, shipped, out for delivery, delivered."""

    name: str
    state: StepState
    at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """Everything known about one order, for order 360 and `desk show`."""

    id: OrderId
    tile: ChannelTile
    account: AccountId
    account_name: str
    number: str
    remote_id: str
    placed_at: Instant
    changed_at: Instant
    fetched_at: Instant
    order: OrderFacet
    payment: PaymentFacet
    shipping: ShippingFacet
    handling: Handling
    channel_status: str
    standings: tuple[Standing, ...]
    totals: Totals
    lines: tuple[LineView, ...]
    buyer: Buyer
    billing: Address
    recipient: Address
    payments: tuple[Payment, ...]
    paid: Money
    refunded: Money
    payment_method: str
    paid_at: Instant | None
    buyer_note: str
    invoice_number: str
    is_test: bool
    open_in_channel: str
    shipments: tuple[ShipmentView, ...]
    pushes: tuple[PushView, ...]
    timeline: tuple[TimelineEntry, ...]
    further_orders: tuple[OrderRow, ...]
    buyer_orders: int
    buyer_revenue: tuple[Money, ...]  # one per currency
    steps: tuple[Step, ...]
    may_ship: Permission
    writing: bool
    notes: tuple[NoteView, ...] = ()  # newest first
    agent: str = ""  # who looks at it: their own notes can be changed


class AccountState(StrEnum):
    READY = "ready"
    PAUSED = "paused"  # by the user
    LOGIN_NEEDED = "login_needed"


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
    changed_ids: frozenset[int] = field(default_factory=frozenset)
