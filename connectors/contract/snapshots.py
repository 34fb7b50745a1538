"""Owns snapshots: what a connector reported of one record, complete in itself, the raw payload kept beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from desk.domain.cases import CaseDeed, CaseEvent, CaseKind, CaseLine, CaseState, Deadline
from desk.domain.clock import Instant
from desk.domain.orders import Address, Buyer, Handling, OrderFacet, Payment, PaymentFacet, ShippingFacet, Totals
from desk.domain.values import Money, RemoteRef

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSnapshot:
    """One article and its quantities. Amounts are gross; `total` is for all pieces after discount.

    `refunded` are pieces the channel counts as given back or refunded, `shipped` pieces in known shipments is not
    here: it follows from the order's shipments.
    """

    remote_id: str
    sku: str
    title: str
    quantity: int
    unit_price: Money
    total: Money
    tax: Money
    refunded: int = 0
    needs_shipping: bool = True
    listing: str = ""  # the channel's id of the offer it was bought from


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedLineSnapshot:
    remote_line_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentSnapshot:
    """A parcel the channel knows of. `lines` is None where the channel does not say what is in it.

    `shipped_at` is midnight UTC of a day where the channel tells no more than the day.
    """

    remote_id: str
    carrier: str  # the channel's own word
    number: str
    shipped_at: Instant | None
    tracking_url: str = ""
    lines: tuple[ShippedLineSnapshot, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WishSnapshot:
    """What an order itself says of its buyer's wish to cancel. It becomes a case that bears the order's id.

    `stands`: somebody has to decide, and until then nothing may be shipped. Otherwise there is no wish (any more), and
    `ended_as` is what one that was known has come to. `allows` is what may be answered now.
    """

    stands: bool
    reason: str = ""
    lines: tuple[CaseLine, ...] = ()
    allows: tuple[CaseDeed, ...] = ()
    ended_as: CaseState = CaseState.CANCELLED


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSnapshot:
    """One order as the channel reports it now.

    Empty texts and addresses mean *hidden or not given*: the mirror keeps what it had. `shipments` is None where
    this call does not tell of parcels. `channel_status` is the channel's raw word. `raw` is the payload as received.
    """

    ref: RemoteRef
    number: str
    placed_at: Instant
    changed_at: Instant
    order: OrderFacet
    payment: PaymentFacet
    shipping: ShippingFacet
    channel_status: str
    totals: Totals
    lines: tuple[LineSnapshot, ...]
    buyer: Buyer
    billing: Address
    recipient: Address
    payments: tuple[Payment, ...] = ()
    shipments: tuple[ShipmentSnapshot, ...] | None = None
    payment_method: str = ""  # the channel's code
    payment_method_title: str = ""
    paid_at: Instant | None = None
    buyer_note: str = ""
    invoice_number: str = ""
    handling: Handling = Handling.OURS
    ship_by: Instant | None = None  # until when the channel wants to hear of the parcel; None where it sets no day
    is_test: bool = False
    open_in_channel: str = ""  # address of the order's page in the channel's own back office
    replaces: tuple[str, ...] = ()  # ids under which the channel listed this purchase before; it is the same order
    instead_of: str = ""  # id of the account's other order whose goods this one sends once more, or exchanges
    wish: WishSnapshot | None = None  # the buyer's wish to cancel, where the order itself tells of wishes
    refunds_apart: bool = False  # the channel tells refunds beside its orders: those known before stay, told or not
    withheld: bool = False  # the channel keeps personal data from us for now: of a note this may be but a part
    raw: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedSnapshot:
    """The channel has this order no longer: binned, deleted or expired. The mirror keeps it, marked."""

    ref: RemoteRef
    changed_at: Instant
    channel_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSnapshot:
    """One case as the channel reports it now. `ref` is unique within account and kind.

    `state` and `reason` (a code of return_reasons.csv; of a cancellation a CallOffReason or CancelReason; or empty) are
    ours; `channel_state` and `channel_reason` are the channel's own words, shown where ours are UNKNOWN or empty.
    `allows` is what the channel takes now, `other_options` what it offers beyond that, in its own words.
    `events` is None where this call does not tell the history.

    Where the channel names no order but a single purchase, `order` is that purchase's number: if no order bears it, the
    case belongs to the order of `buyer` that holds `listing`, the one with the line `lines[0].remote_line` where there
    are several, else the newest placed before. `buyer` and `listing` are empty where the channel names the order.
    """

    ref: RemoteRef
    kind: CaseKind
    order: RemoteRef
    state: CaseState
    channel_state: str
    opened_at: Instant
    changed_at: Instant | None = None
    reason: str = ""
    channel_reason: str = ""
    comment: str = ""
    opened_by_buyer: bool = True
    buyer: str = ""
    listing: str = ""
    lines: tuple[CaseLine, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    allows: tuple[CaseDeed, ...] = ()
    other_options: tuple[str, ...] = ()
    expected: Money | None = None  # what the channel reckons the buyer gets
    refunded: Money | None = None
    carrier: str = ""  # of the parcel back
    number: str = ""
    escalated_as: str = ""  # the channel's own case about it
    events: tuple[CaseEvent, ...] | None = None
    open_in_channel: str = ""
    raw: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSnapshot:
    """One text. `ours` says that the merchant wrote it; `media` are name and https address of what is attached."""

    remote_id: str
    at: Instant
    ours: bool
    text: str
    subject: str = ""
    unread: bool = False
    media: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSnapshot:
    """Texts with one buyer, all that the channel still has. `order` is None where the channel names none: it then
    belongs to those orders of `buyer` that hold `listing`.
    """

    ref: RemoteRef
    buyer: str
    title: str
    messages: tuple[MessageSnapshot, ...]
    order: RemoteRef | None = None
    listing: str = ""
    unread: int = 0
    closed: bool = False
    raw: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableRecord:
    """One record that could not be read: its id where known, why, and the raw sample for the repair list."""

    remote_id: str
    reason: str
    sample: bytes


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to go on: JSON-ready values only the connector understands. Empty: from the account's start date."""

    value: dict[str, object] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One answer's records and where to go on.

    The cursor is stored with the records in one transaction; a run that dies goes on from it. `done` says that the
    run has reached the end and that `cursor` is where the *next* run begins. `total` counts this run's records as
    far as the channel told, None where it does not. `pause` are the seconds that the channel's quota wants to pass
    before the next page is asked for: the run waits them out, and can be stopped meanwhile. `findings` are of the
    account, as a login's report tells them, as far as this page shows: each takes the place of that of its name, an
    empty one ends it.
    """

    items: tuple[T, ...]
    cursor: Cursor
    done: bool
    unreadable: tuple[UnreadableRecord, ...] = ()
    total: int | None = None
    pause: float = 0.0
    findings: tuple[tuple[str, str], ...] = ()
