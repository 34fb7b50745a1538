"""Owns the shapes that windows and terminals show: plain, frozen, ready to paint. The store fills them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from desk.domain.rows import (
    AccountState,
    AccountView,
    ChannelTile,
    CustomerRow,
    EventKind,
    MatchTier,
    OrderRow,
    Permission,
    SearchResults,
    SyncProgress,
)
from desk.domain.shipments import ShippableLine
from desk.domain.standing import Standing
from desk.domain.values import AccountId, LineId, Money, NoteId, OrderId, PushId, ShipmentId

__all__ = [
    "AccountState",
    "AccountView",
    "ChannelTile",
    "CustomerRow",
    "EventKind",
    "LineView",
    "MatchTier",
    "NoteView",
    "OrderRow",
    "OrderView",
    "Permission",
    "PushView",
    "SearchResults",
    "ShipmentView",
    "Step",
    "StepState",
    "SyncProgress",
    "TimelineEntry",
]


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
