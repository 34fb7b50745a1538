"""Owns what a simulated Amazon seller account holds: options, orders, items, packages. simulator_seed fills it,
simulator_shipments and simulator_deeds change it, the rest reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from connectors.channels.amazon.simulator_office import Office
from connectors.simulation.clock import whole_seconds
from connectors.simulation.journal import Journal
from connectors.simulation.wire import WireRequest

PENDING_AVAILABILITY = "PENDING_AVAILABILITY"
PENDING = "PENDING"
UNSHIPPED = "UNSHIPPED"
PARTIALLY_SHIPPED = "PARTIALLY_SHIPPED"
SHIPPED = "SHIPPED"
CANCELLED = "CANCELLED"
UNFULFILLABLE = "UNFULFILLABLE"
STATUSES = (PENDING_AVAILABILITY, PENDING, UNSHIPPED, PARTIALLY_SHIPPED, SHIPPED, CANCELLED, UNFULFILLABLE)
KEPT_BACK = (PENDING_AVAILABILITY, PENDING)
MERCHANT = "MERCHANT"
AMAZON = "AMAZON"

HISTORY = timedelta(days=730)
LATE_SECONDS = 120  # changes are listed about two minutes after they happened
DENIALS = ("", "pii", "all")
RATE_HEADERS = ("mixed", "numeric", "none")
COMPRESSIONS = ("mixed", "gzip", "plain")
CHARSETS = ("mixed", "UTF-8", "ISO-8859-1", "Shift_JIS")
PERSONAL_KINDS = ("name", "email", "address", "phone", "tax")


@dataclass(frozen=True, slots=True)
class Marketplace:
    id: str
    name: str
    country: str
    currency: str
    language: str
    domain: str
    region: str = "eu"


MARKETPLACES = {
    each.id: each
    for each in (
        Marketplace("A1PA6795UKMFR9", "Amazon.de", "DE", "EUR", "de_DE", "www.amazon.de"),
        Marketplace("A1F83G8C2ARO7P", "Amazon.co.uk", "GB", "GBP", "en_GB", "www.amazon.co.uk"),
        Marketplace("A13V1IB3VIYZZH", "Amazon.fr", "FR", "EUR", "fr_FR", "www.amazon.fr"),
        Marketplace("APJ6JRA9NG5V4", "Amazon.it", "IT", "EUR", "it_IT", "www.amazon.it"),
        Marketplace("A1RKKUPIHCS9HS", "Amazon.es", "ES", "EUR", "es_ES", "www.amazon.es"),
        Marketplace("A1805IZSGTT6HS", "Amazon.nl", "NL", "EUR", "nl_NL", "www.amazon.nl"),
        Marketplace("AMEN7PMS3EDWL", "Amazon.com.be", "BE", "EUR", "fr_BE", "www.amazon.com.be"),
        Marketplace("A1C3SOZRARQ6R3", "Amazon.pl", "PL", "PLN", "pl_PL", "www.amazon.pl"),
        Marketplace("A2NODRKZP88ZB9", "Amazon.se", "SE", "SEK", "sv_SE", "www.amazon.se"),
        Marketplace("A28R8C7NBKEWEA", "Amazon.ie", "IE", "EUR", "en_IE", "www.amazon.ie"),
        Marketplace("A33AVAJ2PDY3EV", "Amazon.com.tr", "TR", "TRY", "tr_TR", "www.amazon.com.tr"),
        Marketplace("A2VIGQ35RCS4UG", "Amazon.ae", "AE", "AED", "en_AE", "www.amazon.ae"),
        Marketplace("ARBP9OOSHTCHU", "Amazon.eg", "EG", "EGP", "ar_AE", "www.amazon.eg"),
        Marketplace("A21TJRUUN4KGV", "Amazon.in", "IN", "INR", "en_IN", "www.amazon.in"),
        Marketplace("ATVPDKIKX0DER", "Amazon.com", "US", "USD", "en_US", "www.amazon.com", "na"),
        Marketplace("A2EUQ1WTGCTBG2", "Amazon.ca", "CA", "CAD", "en_CA", "www.amazon.ca", "na"),
        Marketplace("A1AM78C64UM0Y8", "Amazon.com.mx", "MX", "MXN", "es_MX", "www.amazon.com.mx", "na"),
        Marketplace("A2Q3Y263D00KWC", "Amazon.com.br", "BR", "BRL", "pt_BR", "www.amazon.com.br", "na"),
        Marketplace("A1VC38T7YXB528", "Amazon.co.jp", "JP", "JPY", "ja_JP", "www.amazon.co.jp", "fe"),
        Marketplace("A39IBJ37TRP1C6", "Amazon.com.au", "AU", "AUD", "en_AU", "www.amazon.com.au", "fe"),
        Marketplace("A19VAU5U5O7RUS", "Amazon.sg", "SG", "SGD", "en_SG", "www.amazon.sg", "fe"),
    )
}


@dataclass(frozen=True, slots=True)
class SellerOptions:
    """What a stranger's account may be like, visible only through the API."""

    marketplaces: str = "A1PA6795UKMFR9"  # where the seller sells, comma separated
    region: str = "eu"
    delivery_role: bool = True  # Direct-to-Consumer Delivery: recipient's address, buyer's e-mail
    tax_role: bool = True  # Tax Invoicing: buyer's name, company and tax data
    denied: str = ""  # 403 AccessDenied: `pii` when personal data sets are asked for, `all` whatever is asked for
    past_returns: bool = True  # what came back before the account is looked at
    fba_percent: int = 10
    withheld: str = ""  # kinds of personal data never shown, `email,phone`; with `:partly` shown only in part
    orders_role: bool = True  # Inventory and Order Tracking, for feeds and reports
    finance_role: bool = True  # Finance and Accounting
    feed_seconds: int = 120  # how long feeds and reports take, about
    report_seconds: int = 60
    finance_seconds: int = 14_400  # how far the finances lag behind
    finance_fees: bool = True  # a transaction's total is net of Amazon's fees
    empty_pages: bool = True  # the finances may answer an empty page though more follow
    report_names_all: bool = True  # a processing report names messages that went well too
    compression: str = "mixed"
    flat_charset: str = "mixed"
    secret_age_days: int = 30
    page_cap: int = 100  # the channel may put fewer on a page than asked for
    quotas: bool = True
    rate_header: str = "mixed"

    def __post_init__(self) -> None:
        for each in self.marketplace_ids:
            if each not in MARKETPLACES or MARKETPLACES[each].region != self.region:
                raise ValueError(f"There is no marketplace {each} in the region {self.region}.")
        if self.denied not in DENIALS:
            raise ValueError(f"denied is empty, pii or all, not {self.denied}.")
        if self.rate_header not in RATE_HEADERS:
            raise ValueError(f"rate_header is one of {', '.join(RATE_HEADERS)}, not {self.rate_header}.")
        if not 1 <= self.page_cap <= 100:
            raise ValueError("page_cap lies between 1 and 100.")
        for name, value, allowed in (
            ("compression", self.compression, COMPRESSIONS),
            ("flat_charset", self.flat_charset, CHARSETS),
            *(("withheld", kind, PERSONAL_KINDS) for kind in self.withholding),
        ):
            if value not in allowed:
                raise ValueError(f"{name} is one of {', '.join(allowed)}, not {value}.")
        if min(self.feed_seconds, self.report_seconds, self.finance_seconds) < 0:
            raise ValueError("feed_seconds, report_seconds and finance_seconds are not negative.")

    @property
    def withholding(self) -> dict[str, bool]:
        """Kinds of personal data that are held back: true for all of it, false for a part."""
        named = [each.strip().partition(":") for each in self.withheld.split(",") if each.strip()]
        return {kind: how != "partly" for kind, _, how in named}

    @property
    def marketplace_ids(self) -> tuple[str, ...]:
        return tuple(each.strip() for each in self.marketplaces.split(","))


@dataclass(slots=True)
class Item:
    """One article of an order. Amounts are minor units and add up: what is in `parts` is what the seller gets.

    With `taxed`, ITEM, SHIPPING, GIFT_WRAP and DISCOUNT are net and `taxes` holds the tax of each; without, they
    are gross and no tax is told.
    """

    id: str
    sku: str
    asin: str
    title: str
    quantity: int
    unit_price: int
    parts: dict[str, int]  # ITEM, SHIPPING, GIFT_WRAP, and DISCOUNT of the goods, which is negative
    taxes: dict[str, int]  # the same names
    shipping_discount: int = 0  # negative, as DISCOUNT
    cancelled: int = 0
    cancelled_by: str = ""
    cancel_reason: str = ""
    request_reason: str | None = None  # the buyer asks for cancellation
    gift_message: str = ""
    promotions: tuple[str, ...] = ()
    facilitated: bool = False  # Amazon withholds the tax
    customized_url: str = ""

    @property
    def discount(self) -> int:
        return self.parts.get("DISCOUNT", 0) + self.shipping_discount

    @property
    def tax(self) -> int:
        return sum(self.taxes.values())

    @property
    def proceeds(self) -> int:
        return sum(self.parts.values()) + self.shipping_discount + self.tax

    @property
    def goods(self) -> int:
        """Gross after discount, without shipping and gift wrap."""
        named = ("ITEM", "DISCOUNT")
        return sum(self.parts.get(name, 0) + self.taxes.get(name, 0) for name in named)


@dataclass(slots=True)
class Package:
    reference: str
    created: datetime
    carrier: str
    number: str
    shipped: datetime
    method: str
    items: dict[str, int]
    by: str  # `client` through the API, `shop` at Seller Central
    warehouse: str = ""
    status: str = "SHIPPED"
    detailed: str = "PICKED_UP"


@dataclass(slots=True)
class AmazonOrder:
    id: str
    marketplace: str
    status: str
    fulfilled_by: str
    currency: str
    decimals: int
    created: datetime
    updated: datetime
    buyer_name: str
    buyer_email: str
    buyer_company: str
    purchase_number: str
    vat_id: str
    address: dict[str, str]
    instruction: str
    items: list[Item]
    packages: list[Package] = field(default_factory=list)
    programs: tuple[str, ...] = ()
    alias: str = ""
    replaces: str = ""  # the order that this one replaces, free of charge
    service_level: str = "STANDARD"
    payment_method: str = "Other"
    world_key: str = ""
    hidden: bool = False  # the buyer's data are erased
    shown_status: str | None = None  # a status that no model knows
    visible_from: datetime | None = None  # a record that came late into the list
    spoilt: dict[str, Any] | None = None  # a bad record: what replaces fields on the wire; None drops one

    @property
    def ship_by(self) -> tuple[datetime, datetime]:
        return self._day(0), self._day(2)

    @property
    def deliver_by(self) -> tuple[datetime, datetime]:
        return self._day(3), self._day(6)

    def _day(self, days: int) -> datetime:
        start = self.created.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
        return start if days in (0, 3) else start + timedelta(hours=23, minutes=59, seconds=59)

    @property
    def kept_back(self) -> bool:
        return self.status in KEPT_BACK

    @property
    def total(self) -> int:
        return sum(item.proceeds for item in self.items)

    def item(self, item_id: str) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)

    def fulfilled(self, item: Item, without: str | None = None) -> int:
        """How many pieces have left, in packages other than `without`."""
        if self.fulfilled_by == AMAZON:
            return item.quantity - item.cancelled if self.status == SHIPPED else 0
        return sum(package.items.get(item.id, 0) for package in self.packages if package.reference != without)

    def package(self, reference: str) -> Package | None:
        return next((package for package in self.packages if package.reference == reference), None)


class Seller:
    """The account's orders at Amazon. Every change goes through `save`, which moves `lastUpdatedTime`, never back."""

    def __init__(self, options: SellerOptions, seed: int, journal: Journal) -> None:
        self.options = options
        self.seed = seed
        self.journal = journal
        self.office = Office()
        self.orders: dict[str, AmazonOrder] = {}
        self._by_update: list[AmazonOrder] | None = None

    def add(self, order: AmazonOrder) -> None:
        self.orders[order.id] = order
        self._by_update = None

    def save(self, order: AmazonOrder, at: datetime) -> None:
        moment = whole_seconds(at)
        # A skewed clock may have stamped the order ahead.
        order.updated = moment if moment >= order.updated else order.updated + timedelta(seconds=1)
        self._by_update = None

    def by_update(self) -> list[AmazonOrder]:
        """Oldest change first, the order's id where seconds are equal."""
        if self._by_update is None:
            self._by_update = sorted(self.orders.values(), key=lambda order: (order.updated, order.id))
        return self._by_update

    def listed(self, now: datetime) -> Iterator[AmazonOrder]:
        """What the order list shows in all, once its two minutes are over."""
        return (order for order in self.orders.values() if order.created >= now - HISTORY)

    def record(self, at: datetime, deed: str, order: AmazonOrder, request: WireRequest | None, **ids: Any) -> None:
        self.journal.record(at, deed, {"order_id": order.id, **ids}, request)


def settle(order: AmazonOrder) -> None:
    """The status that follows from packages and cancellations, once the order is out of Amazon's hands."""
    if order.kept_back or order.status == UNFULFILLABLE or order.fulfilled_by == AMAZON:
        if all(item.cancelled >= item.quantity for item in order.items):
            order.status = CANCELLED
        return
    order.shown_status = None
    left = sum(item.quantity - item.cancelled - order.fulfilled(item) for item in order.items)
    if all(item.cancelled >= item.quantity for item in order.items):
        order.status = CANCELLED
    elif not order.packages:
        order.status = UNSHIPPED
    else:
        order.status = PARTIALLY_SHIPPED if left > 0 else SHIPPED


def digest(*parts: object) -> int:
    """An even number drawn from words, so that the same account is the same on every machine."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()[:8], "big")


def digits(count: int, *parts: object) -> str:
    return str(digest(*parts) % (9 * 10 ** (count - 1)) + 10 ** (count - 1))
