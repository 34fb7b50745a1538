"""The shapes of the simulated world: orders, addresses, amounts, parcels; and the arithmetic that keeps amounts whole.
Pure; read through world.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

DEFAULT_NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CHANNELS = ("woocommerce", "ebay", "amazon")
# Digits after the point; a currency that is not listed has two.
DECIMALS = {"JPY": 0}

# What has become of an order. `partly_shipped` has parcels for some of its pieces.
PENDING = "pending"
ON_HOLD = "on_hold"
PROCESSING = "processing"
PARTLY_SHIPPED = "partly_shipped"
SHIPPED = "shipped"
CANCELLED = "cancelled"
REFUNDED = "refunded"
FAILED = "failed"
STATES = (PENDING, ON_HOLD, PROCESSING, PARTLY_SHIPPED, SHIPPED, CANCELLED, REFUNDED, FAILED)

PAYMENT_METHODS = ("bank_transfer", "paypal", "card", "invoice", "cash_on_delivery", "marketplace")


@dataclass(frozen=True, slots=True)
class Address:
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    street: str = ""
    extra: str = ""
    postcode: str = ""
    town: str = ""
    state: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Buyer:
    """The person as this order names them. `person` is the same across channels; no channel tells it."""

    person: int
    email: str
    phone: str
    vat_id: str
    account: int  # the shop's customer number; 0 for a guest


@dataclass(frozen=True, slots=True)
class Part:
    """An amount with the tax inside it, in minor units: net + tax = gross."""

    net: int
    tax: int
    tax_percent: int

    @property
    def gross(self) -> int:
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class WorldLine:
    """`subtotal` is before the discount and `total` after it."""

    number: int
    sku: str
    name: str
    ean: str
    product: int
    variation: int
    quantity: int
    cancelled: int
    returned: int
    subtotal: Part
    total: Part


@dataclass(frozen=True, slots=True)
class NamedPart:
    name: str
    part: Part


@dataclass(frozen=True, slots=True)
class Parcel:
    carrier: str
    tracking_number: str
    shipped_at: datetime
    pieces: tuple[tuple[int, int], ...]  # line number, quantity


@dataclass(frozen=True, slots=True)
class RefundedLine:
    line: int
    quantity: int
    part: Part


@dataclass(frozen=True, slots=True)
class WorldRefund:
    at: datetime
    reason: str
    amount: int
    lines: tuple[RefundedLine, ...]
    shipping: Part | None


@dataclass(frozen=True, slots=True)
class WorldOrder:
    key: str
    channel: str
    number: str
    created_at: datetime
    modified_at: datetime
    paid_at: datetime | None
    completed_at: datetime | None
    state: str
    currency: str
    buyer: Buyer
    billing: Address
    shipping: Address
    lines: tuple[WorldLine, ...]
    shipping_cost: NamedPart
    fees: tuple[NamedPart, ...]
    coupon: str
    discount: Part  # what the coupon took off all lines
    total: int
    paid: int  # less or more than the total where somebody paid wrongly
    payment_method: str
    transaction: str
    parcels: tuple[Parcel, ...]
    refunds: tuple[WorldRefund, ...]
    invoice_number: str
    customer_note: str
    gift_message: str
    warehouse: str
    is_test: bool

    @property
    def total_tax(self) -> int:
        return (
            sum(line.total.tax for line in self.lines)
            + self.shipping_cost.part.tax
            + sum(fee.part.tax for fee in self.fees)
        )

    @property
    def decimals(self) -> int:
        return DECIMALS.get(self.currency, 2)


def part_of_gross(gross: int, percent: int) -> Part:
    """Splits a gross amount into net and tax, the tax rounded half up; they add up exactly."""
    sign = -1 if gross < 0 else 1
    base = 100 + percent
    tax = sign * ((abs(gross) * percent * 2 + base) // (2 * base))
    return Part(gross - tax, tax, percent)


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Spreads an amount over weights by largest remainder, so that the shares add up exactly."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    shares = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(amount * weights[place] % whole), place))
    for place in by_remainder[: amount - sum(shares)]:
        shares[place] += 1
    return shares
