"""Owns the state of a simulated WooCommerce shop: orders, items, refunds, notes, fulfilments and the mails it sent.
Only the simulator's own modules touch it; nothing here speaks HTTP.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.simulation.clock import whole_seconds
from connectors.simulation.journal import Journal
from connectors.simulation.wire import WireRequest

# Amounts are whole millionths of the currency: a shop with gross prices stores unrounded net amounts.
MICRO = 1_000_000
CORE_STATUSES = (
    "pending",
    "processing",
    "on-hold",
    "completed",
    "cancelled",
    "refunded",
    "failed",
    "checkout-draft",
)
# What `status=any` leaves out, because these are excluded from search.
NOT_ANY = frozenset({"trash", "checkout-draft", "auto-draft"})
TRACKING_KEY = "_wc_shipment_tracking_items"
BILLING_FIELDS = (
    "first_name",
    "last_name",
    "company",
    "address_1",
    "address_2",
    "city",
    "state",
    "postcode",
    "country",
    "email",
    "phone",
)
SHIPPING_FIELDS = (*BILLING_FIELDS[:9], "phone")
TRACKING_WAYS = ("none", "fulfillments", "shipment-tracking", "ast")
PERMISSIONS = ("read", "write", "read_write")


@dataclass(frozen=True, slots=True)
class ShopOptions:
    """How this shop is set up. All of it is visible to a stranger only through the API."""

    tracking: str = "shipment-tracking"
    wc_version: str = "10.3.5"
    permission: str = "read_write"
    timezone: str = "Europe/Berlin"
    hpos: bool = True
    currency: str = "EUR"
    base_path: str = ""
    pretty_permalinks: bool = True
    sequential_numbers: bool = True
    number_prefix: str = "WB"  # what the plugin for sequential numbers puts before each
    per_page_cap: int = 100
    strip_authorization: bool = False  # a server that drops the Authorization header
    keeps_refund_meta: bool = True  # a plugin that saves orders by itself may lose what the API adds to a refund

    def __post_init__(self) -> None:
        if self.tracking not in TRACKING_WAYS:
            raise ValueError(f"tracking is one of {', '.join(TRACKING_WAYS)}, not {self.tracking}.")
        if self.permission not in PERMISSIONS:
            raise ValueError(f"permission is one of {', '.join(PERMISSIONS)}, not {self.permission}.")
        if self.base_path and (not self.base_path.startswith("/") or self.base_path.endswith("/")):
            raise ValueError("base_path begins with a slash and does not end with one, for example /shop.")

    @property
    def version(self) -> tuple[int, int]:
        major, minor = self.wc_version.split(".")[:2]
        return int(major), int(minor)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(slots=True)
class Meta:
    id: int
    key: str
    value: Any


@dataclass(slots=True)
class ProductLine:
    id: int
    name: str
    product_id: int
    variation_id: int
    sku: str
    ean: str
    quantity: int
    tax_percent: int
    tax_class: str
    subtotal: int
    subtotal_tax: int
    total: int
    total_tax: int
    meta: list[Meta] = field(default_factory=list)


@dataclass(slots=True)
class ExtraLine:
    """A shipping or a fee line."""

    id: int
    name: str
    total: int
    total_tax: int
    tax_percent: int
    method_id: str = ""
    instance_id: str = ""


@dataclass(slots=True)
class CouponLine:
    id: int
    code: str
    discount: int
    discount_tax: int
    percent: int


@dataclass(slots=True)
class RefundLine:
    id: int
    order_line: ProductLine
    quantity: int
    total: int
    total_tax: int


@dataclass(slots=True)
class Refund:
    id: int
    at: datetime
    amount: int
    reason: str
    lines: list[RefundLine]
    shipping: int = 0
    shipping_tax: int = 0
    by: int = 0
    paid_back: bool = False
    meta: list[Meta] = field(default_factory=list)


@dataclass(slots=True)
class Note:
    id: int
    at: datetime
    author: str
    text: str
    to_customer: bool


@dataclass(slots=True)
class Fulfillment:
    id: int
    status: str
    is_fulfilled: bool
    updated: datetime
    meta: list[Meta]
    deleted: datetime | None = None

    def value(self, key: str) -> Any:
        return next((meta.value for meta in self.meta if meta.key == key), None)


@dataclass(slots=True)
class Mail:
    at: datetime
    order_id: int
    kind: str


@dataclass(slots=True)
class ShopOrder:
    id: int
    number: str
    order_key: str
    status: str
    currency: str
    decimals: int
    created: datetime
    modified: datetime
    paid: datetime | None
    completed: datetime | None
    customer_id: int
    customer_note: str
    billing: dict[str, str]
    shipping: dict[str, str]
    payment_method: str
    payment_title: str
    transaction_id: str
    lines: list[ProductLine]
    shipping_lines: list[ExtraLine]
    fee_lines: list[ExtraLine]
    coupon_lines: list[CouponLine]
    total: int
    cart_tax: int
    shipping_tax: int
    meta: list[Meta] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    fulfillments: list[Fulfillment] = field(default_factory=list)
    created_via: str = "checkout"
    parent_id: int = 0
    world_key: str = ""
    status_before_trash: str | None = None
    spoilt: dict[str, Any] | None = None  # a bad record: what replaces fields on the wire; None drops one
    rendered: dict[int, bytes] = field(default_factory=dict)

    @property
    def refunded(self) -> int:
        return sum(refund.amount for refund in self.refunds)

    @property
    def needs_payment(self) -> bool:
        return self.status in ("pending", "failed") and self.total > 0

    def meta_value(self, key: str) -> Any:
        return next((meta.value for meta in self.meta if meta.key == key), None)

    def line(self, line_id: int) -> ProductLine | None:
        return next((line for line in self.lines if line.id == line_id), None)


class Shop:
    """The shop's database. Every change goes through `save`, which moves `date_modified` as WooCommerce does."""

    def __init__(self, options: ShopOptions, seed: int, journal: Journal) -> None:
        self.options = options
        self.seed = seed
        self.journal = journal
        self.site_url = "http://127.0.0.1" + options.base_path
        self.orders: dict[int, ShopOrder] = {}
        self.mails: list[Mail] = []
        self.extra_statuses: list[str] = []
        self.nonces: dict[str, float] = {}
        self.gateway_troubles: list[str] = []  # what the payment provider says to the next refunds
        self.next_post = 1
        self._next_item = 1
        self._next_meta = 1
        self._next_fulfillment = 1
        if options.tracking == "ast":
            self.extra_statuses.append("partial-shipped")

    @property
    def statuses(self) -> tuple[str, ...]:
        return (*CORE_STATUSES, *self.extra_statuses)

    def post_id(self) -> int:
        """Orders, refunds and notes share WordPress' numbering with everything else, so it has gaps."""
        given = self.next_post
        self.next_post += 1 + hashlib.sha256(f"{self.seed}:{given}".encode()).digest()[0] % 4
        return given

    def item_id(self) -> int:
        self._next_item += 1
        return self._next_item - 1

    def fulfillment_id(self) -> int:
        self._next_fulfillment += 1
        return self._next_fulfillment - 1

    def new_meta(self, key: str, value: Any) -> Meta:
        self._next_meta += 1
        return Meta(self._next_meta - 1, key, value)

    def set_meta(self, order: ShopOrder, key: str, value: Any) -> Meta:
        for meta in order.meta:
            if meta.key == key:
                meta.value = value
                return meta
        order.meta.append(self.new_meta(key, value))
        return order.meta[-1]

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.options.zone).replace(tzinfo=None)

    def save(self, order: ShopOrder, at: datetime) -> None:
        order.modified = whole_seconds(at)
        order.rendered.clear()

    def note(
        self,
        order: ShopOrder,
        at: datetime,
        text: str,
        *,
        author: str = "WooCommerce",
        to_customer: bool = False,
    ) -> Note:
        """Adds a note. It does not move `date_modified`."""
        note = Note(self.post_id(), whole_seconds(at), author, text, to_customer)
        order.notes.append(note)
        if to_customer:
            self.mail(order, at, "customer_note")
        return note

    def mail(self, order: ShopOrder, at: datetime, kind: str) -> None:
        self.mails.append(Mail(whole_seconds(at), order.id, kind))

    def record(self, at: datetime, deed: str, order: ShopOrder, request: WireRequest | None, **ids: Any) -> None:
        self.journal.record(at, deed, {"order_id": order.id, "number": order.number, **ids}, request)

    def visible(self) -> Iterator[ShopOrder]:
        return iter(self.orders.values())


def taxes_by_rate(parts: Sequence[ProductLine | ExtraLine]) -> dict[int, int]:
    taxes: dict[int, int] = {}
    for part in parts:
        taxes[part.tax_percent] = taxes.get(part.tax_percent, 0) + part.total_tax
    return taxes


def to_minor(amount: int, decimals: int) -> int:
    """Micro amount to minor units, half away from zero as PHP's round() does."""
    return round_half_up(amount, 10 ** (6 - decimals))


def round_half_up(amount: int, step: int) -> int:
    sign = -1 if amount < 0 else 1
    return sign * ((2 * abs(amount) + step) // (2 * step))


def to_micro(minor: int, decimals: int) -> int:
    return int(minor * 10 ** (6 - decimals))


def net_of(gross: int, percent: int) -> int:
    """The unrounded net part of a gross amount, to the micro."""
    return round_half_up(gross * 100, 100 + percent)


def rounded(amount: int, decimals: int) -> int:
    """A micro amount rounded to whole minor units, still in micro."""
    return to_micro(to_minor(amount, decimals), decimals)
