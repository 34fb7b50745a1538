"""Owns the state of a simulated eBay account: its orders, unpaid purchases, parcels and refunds. Only the simulator's
own modules touch it; nothing here speaks HTTP.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from connectors.channels.ebay.simulator_claims import Conversation, Inquiry, Return
from connectors.simulation.journal import Journal
from connectors.simulation.wire import WireRequest
from connectors.simulation.world import DECIMALS

E_MAIL_DAYS = 14  # how long the buyer's e-mail is told after the purchase
ADDRESS_DAYS = 90  # and how long name, phone and street are
LISTED_YEARS = 2
NOT_STARTED, IN_PROGRESS, FULFILLED = "NOT_STARTED", "IN_PROGRESS", "FULFILLED"
NONE_REQUESTED, CANCELED = "NONE_REQUESTED", "CANCELED"
CLIENT, SHOP = "client", "shop"
FIRST_NUMBERS: Mapping[str, int] = {
    "line": 10_000_000_001,
    "refund": 5_000_000_001,
    "cancel": 5_300_000_001,
    "record": 1001,
    "return": 5_170_000_001,
    "inquiry": 5_360_000_001,
    "case": 5_190_000_001,
    "file": 900_000_001,
    "conversation": 700_000_001,
    "message": 2_100_000_000_001,
}

Happening = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class MarketOptions:
    """How this account is set up at eBay."""

    marketplace: str = "EBAY_DE"
    site_id: int = 77
    seller: str = "werkbank-handel"
    scopes: str = "base sell.fulfillment sell.finances commerce.message commerce.identity.readonly"
    newest_first: bool = False  # the sheet says "by creation date" and not which way round
    own_transaction_ids: bool = False  # whether a line's id differs from Trading's transaction id
    fulfillment_limit: int = 100_000  # calls a day
    trading_limit: int = 5_000  # a day and call
    refresh_limit: int = 50_000  # tokens a day
    application_limit: int = 1_000  # application tokens a day
    code_limit: int = 10_000  # first tokens of a consent a day
    post_order_limit: int = 5_000  # a day and family
    refund_limit: int = 100_000  # a day
    message_limit: int = 5_000  # a day
    refund_seconds: int = 300  # how long a refund is on its way
    free_returns: bool = False  # the seller pays for every return, and not only where it is the seller's fault
    claims: int = 0  # so many of the newest orders have a return, an inquiry or a letter
    empty_search: str = "list"  # what a search for returns says to an empty window: list, 204 or 404


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's address. `country` is ISO 3166-1 alpha-2."""

    name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""


@dataclass(slots=True)
class Line:
    """Amounts are minor units for all pieces: `cost` before, `discounted` after the discount, `delivery` its share of
    what is paid for shipping, `delivery_off` its share of what a promotion took off that.
    """

    id: str
    transaction_id: str
    item_id: str
    variation_id: str
    sku: str
    title: str
    quantity: int
    cost: int
    discounted: int
    delivery: int
    delivery_off: int
    location: str
    location_country: str
    ship_by: datetime
    aspects: tuple[tuple[str, str], ...] = ()
    promotion: str = ""
    tax_reference: tuple[str, str] | None = None  # under which eBay collects and remits `tax` itself
    tax: int = 0
    gsp: bool = False
    returned: int = 0
    cancelled: int = 0

    @property
    def net_total(self) -> int:
        """What the seller gets for it, delivery included."""
        return self.discounted + self.delivery


@dataclass(slots=True)
class Fulfillment:
    """A parcel. Without a number eBay gives it some id; with one the number is its id, also the second time."""

    id: str
    number: str
    carrier: str
    shipped: datetime
    items: dict[str, int]
    by: str


@dataclass(slots=True)
class Refund:
    id: str
    at: datetime
    amount: int
    reason: str
    lines: dict[str, int]  # line id: amount
    status: str = "REFUNDED"


@dataclass(slots=True)
class CancelRequest:
    id: str
    initiator: str
    reason: str
    requested: datetime
    state: str = "REQUESTED"
    due: datetime | None = None  # until when the seller answers
    closed: datetime | None = None
    refund_id: str = ""
    shipped: datetime | None = None  # what the seller said who had sent it already


@dataclass(slots=True)
class EbayOrder:
    """A purchase. While nobody has paid, only Trading knows it, under `trading_id`."""

    id: str
    trading_id: str
    sales_record: str
    created: datetime
    modified: datetime
    paid: datetime | None
    currency: str
    marketplace: str
    username: str
    email: str
    tax_id: str
    tax_country: str
    billing: Place
    recipient: Place
    notes: str
    service: str
    lines: list[Line]
    adjustment: int = 0
    pickup: bool = False
    hub_reference: str = ""  # ships to eBay's hub, which knows the buyer by this
    fulfilled_by_ebay: bool = False
    cancel_state: str = NONE_REQUESTED
    cancel_requests: list[CancelRequest] = field(default_factory=list)
    fulfillments: list[Fulfillment] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    hidden: bool = False
    spoilt: dict[str, Any] | None = None  # a bad record: what replaces fields on the wire; None drops one
    foreign_words: dict[str, str] = field(default_factory=dict)  # codes that no reader knows
    withdrawn: bool = False  # an unpaid purchase that was called off
    invoices: list[datetime] = field(default_factory=list)  # reminders to pay
    refunds_failing: int = 0  # so many refunds will come to nothing
    refund_refusal: int = 0  # the number with which refunds are refused, as for want of funds
    world_key: str = ""

    @property
    def decimals(self) -> int:
        return DECIMALS.get(self.currency, 2)

    @property
    def checked_out(self) -> bool:
        return self.paid is not None

    @property
    def tax(self) -> int:
        """What eBay collects beside the seller's amount."""
        return sum(line.tax for line in self.lines)

    @property
    def due_seller(self) -> int:
        return sum(line.net_total for line in self.lines) + self.adjustment

    @property
    def total(self) -> int:
        return self.due_seller + self.tax

    @property
    def standing_refunds(self) -> list[Refund]:
        """Those that went through or are on their way."""
        return [refund for refund in self.refunds if refund.status != "FAILED"]

    @property
    def refunded(self) -> int:
        return sum(refund.amount for refund in self.standing_refunds)

    def line_refunded(self, line_id: str) -> int:
        return sum(refund.lines.get(line_id, 0) for refund in self.standing_refunds)

    def line(self, line_id: str) -> Line | None:
        return next((line for line in self.lines if line.id == line_id), None)

    def shipped(self, line_id: str) -> int:
        """Pieces in parcels; the same piece told twice does not count twice."""
        line = self.line(line_id)
        inside = sum(each.items.get(line_id, 0) for each in self.fulfillments)
        return min(inside, line.quantity) if line is not None else 0

    def line_state(self, line: Line) -> str:
        shipped = self.shipped(line.id)
        return FULFILLED if shipped >= line.quantity else IN_PROGRESS if shipped else NOT_STARTED

    @property
    def fulfillment_state(self) -> str:
        """As eBay counts it; what was refunded before it was sent still counts as open."""
        states = {self.line_state(line) for line in self.lines}
        return states.pop() if len(states) == 1 else IN_PROGRESS

    @property
    def payment_state(self) -> str:
        if self.paid is None:
            return "PENDING"
        if self.refunded >= self.due_seller > 0:
            return "FULLY_REFUNDED"
        return "PARTIALLY_REFUNDED" if self.refunded else "PAID"

    def shows_email(self, now: datetime) -> bool:
        return not self.hidden and now - self.created < timedelta(days=E_MAIL_DAYS)

    def shows_person(self, now: datetime) -> bool:
        return not self.hidden and now - self.created < timedelta(days=ADDRESS_DAYS)


class Market:
    """What eBay keeps for one seller. Every change goes through `save`, which moves `lastModifiedDate`."""

    def __init__(self, options: MarketOptions, seed: int, journal: Journal) -> None:
        self.options = options
        self.seed = seed
        self.journal = journal
        self.url = "http://127.0.0.1"
        self.orders: dict[str, EbayOrder] = {}
        self.returns: dict[str, Return] = {}
        self.inquiries: dict[str, Inquiry] = {}
        self.conversations: dict[str, Conversation] = {}
        self.vanished: set[str] = set()  # names of users who are no more
        self.partial_failures = 0  # so many answers of Trading will leave something out
        self._next = dict(FIRST_NUMBERS)
        # Until when time has passed here: a planted wrong clock of one answer makes nobody older.
        self.settled = datetime.min.replace(tzinfo=UTC)
        self._due: list[tuple[datetime, int, Happening]] = []
        self._turns = count()

    def number(self, kind: str) -> int:
        """The next number of a kind; they have gaps, since eBay numbers all sellers' things alike."""
        given = self._next[kind]
        self._next[kind] += 1 if kind == "record" else 1 + (given * 2_654_435_761 + self.seed) % 97
        return given

    def all(self) -> Iterator[EbayOrder]:
        return iter(self.orders.values())

    def listed(self, order: EbayOrder, now: datetime) -> bool:
        """Whether `getOrders` can show it: checkout finished, not older than two years."""
        return order.checked_out and order.created >= years_back(now)

    def find(self, order_id: str) -> EbayOrder | None:
        """By either of its ids."""
        order = self.orders.get(order_id)
        return order or next((each for each in self.orders.values() if each.trading_id == order_id), None)

    def open_claims(self, order: EbayOrder) -> bool:
        """Whether a return, an inquiry or a case keeps the order busy."""
        claims: tuple[Return | Inquiry, ...] = (*self.returns.values(), *self.inquiries.values())
        return any(each.open and each.order_id == order.id for each in claims)

    def later(self, at: datetime, happens: Happening) -> None:
        """What time brings by itself: it is told the instant for which it was meant."""
        heapq.heappush(self._due, (whole_milliseconds(at), next(self._turns), happens))

    def settle(self, now: datetime) -> None:
        """Catches up with the time, in order. Called before anybody looks or does anything."""
        self.settled = now
        while self._due and self._due[0][0] <= now:
            at, _, happens = heapq.heappop(self._due)
            happens(at)

    def save(self, order: EbayOrder, at: datetime) -> None:
        order.modified = whole_milliseconds(at)

    def record(self, at: datetime, deed: str, order: EbayOrder, request: WireRequest | None, **ids: Any) -> None:
        self.journal.record(at, deed, {"order_id": order.id, "number": order.id, **ids}, request)


def years_back(now: datetime) -> datetime:
    day = min(now.day, 28) if now.month == 2 else now.day
    return now.replace(year=now.year - LISTED_YEARS, day=day)


def whole_milliseconds(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def iso(instant: datetime) -> str:
    """The one form in which eBay writes instants."""
    told = instant.astimezone(UTC)
    return f"{told:%Y-%m-%dT%H:%M:%S}.{told.microsecond // 1000:03d}Z"


def plain_amount(minor: int, decimals: int) -> str:
    if decimals == 0:
        return str(minor)
    sign, whole = "-" if minor < 0 else "", abs(minor)
    return f"{sign}{whole // 10**decimals}.{whole % 10**decimals:0{decimals}d}"
