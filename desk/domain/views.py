"""Owns the shapes that windows and terminals show: plain, frozen, ready to paint. The store fills them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desk.domain.cases import CaseDeed, CaseEvent, CaseKind, CaseLine, CaseState, Deadline
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
from desk.domain.push_states import CancelReason, PushState, RefundReason
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
    StepState,
    SyncProgress,
)
from desk.domain.shipments import ShippableLine
from desk.domain.standing import Standing
from desk.domain.values import (
    AccountId,
    CaseId,
    ConversationId,
    LineId,
    Money,
    NoteId,
    OrderId,
    PushId,
    ShipmentId,
)

__all__ = [
    "AccountState",
    "AccountView",
    "CaseView",
    "ChannelTile",
    "ConversationView",
    "CustomerRow",
    "DeedLimits",
    "EventKind",
    "LineView",
    "LinkedOrder",
    "MatchTier",
    "MessageView",
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
    refundable: Money | None = None  # what is left of the line's money, where the channel tells refunds by line


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A return, inquiry or cancellation as the channel told it last. `may` says of each deed whether it can be done
    now and, if not, why; deeds that make no sense for this kind of case are left out.
    """

    id: CaseId
    kind: CaseKind
    remote_id: str
    state: CaseState
    channel_state: str  # the channel's own word
    opened_at: Instant
    changed_at: Instant | None
    fetched_at: Instant
    reason: str  # as CaseSnapshot has it
    channel_reason: str
    comment: str
    opened_by_buyer: bool
    lines: tuple[CaseLine, ...]
    deadlines: tuple[Deadline, ...]  # the soonest first
    may: Mapping[CaseDeed, Permission]
    other_options: tuple[str, ...]
    expected: Money | None
    refunded: Money | None
    carrier: str
    number: str
    escalated_as: str
    events: tuple[CaseEvent, ...]  # the newest first
    open_in_channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One text with the buyer. `push` and `state` are set on one of ours that the outbox still holds."""

    at: Instant
    ours: bool
    text: str
    subject: str = ""
    unread: bool = False
    media: tuple[tuple[str, str], ...] = ()  # name and https address
    push: PushId | None = None
    state: PushState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    """Texts with one buyer, the oldest first. `id` is None for one that only lies in the outbox yet."""

    id: ConversationId | None
    remote_id: str
    title: str
    buyer: str
    listing: str
    unread: int
    closed: bool
    messages: tuple[MessageView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedLimits:
    """What the channel lets the merchant say in each deed; zero and empty where it takes nothing of the kind."""

    cancel_reasons: tuple[CancelReason, ...] = ()
    cancel_refunds: bool = True  # whether the channel gives the money back with it
    no_needs_parcel: bool = True  # a buyer's wish to cancel is refused only for a parcel that is on its way
    refund_sends_money: bool = True  # False: it only books it, and the merchant sends the money by hand
    refund_reasons: tuple[RefundReason, ...] = ()
    refund_by_line: bool = False
    refund_partial: bool = False
    refund_comment: int = 0
    return_comment: int = 0
    label_files: tuple[str, ...] = ()
    label_bytes: int = 0
    escalations: tuple[str, ...] = ()
    message_length: int = 0
    message_images: int = 0
    message_forbidden: str = ""
    page_name: str = ""  # of the channel's own pages, where deeds are done that it offers nobody else
    payment_reference: bool = False  # whether the channel keeps what names a payment marked as received
    statuses: tuple[str, ...] = ()  # the channel's own codes, to one of which the order may be moved now


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five points of the shipping bar: ordered, paid, shipped, out for delivery, delivered."""

    name: str
    state: StepState
    at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedOrder:
    """Another order about the same goods: the one that this one is sent instead of, or one sent instead of it.

    `id` is None where Desk does not have it.
    """

    number: str
    id: OrderId | None
    is_first: bool  # it came before, and this order is sent instead of it


_UNKNOWN = Permission(False, "channel_cannot", "This channel takes no such change.")


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
    further_orders: tuple[OrderRow, ...]  # those linked to this one first
    buyer_orders: int
    buyer_revenue: tuple[Money, ...]  # one per currency
    steps: tuple[Step, ...]
    may_ship: Permission
    writing: bool
    notes: tuple[NoteView, ...] = ()  # newest first
    cases: tuple[CaseView, ...] = ()  # open ones first, the soonest deadline before the others
    conversations: tuple[ConversationView, ...] = ()
    may_cancel: Permission = _UNKNOWN
    may_refund: Permission = _UNKNOWN
    may_mark_paid: Permission = _UNKNOWN
    may_send_link: Permission = _UNKNOWN
    may_write: Permission = _UNKNOWN
    may_set_status: Permission = _UNKNOWN
    may_correct: Permission = _UNKNOWN
    refundable: Money | None = None  # what is left of the order's money, open pushes taken off
    limits: DeedLimits = DeedLimits()
    linked: tuple[LinkedOrder, ...] = ()
    ship_by: Instant | None = None  # until when the channel wants to hear of the parcel
    agent: str = ""  # who looks at it: their own notes can be changed
    buyer_earlier: int = 0  # orders of the same buyer before this one, also those whose buyer is forgotten
    forgotten: bool = False  # the buyer is taken out of it for good
    withheld: str = ""  # why there is no address and what to do, in words of the connector's
