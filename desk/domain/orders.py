"""Owns what an order is: its facets, addresses, lines and money. Pure; the store keeps it, channels report it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desk.domain.clock import Instant
from desk.domain.values import Money


class OrderFacet(StrEnum):
    """Where the purchase itself stands."""

    OPEN = "OPEN"  # somebody still has to do something: pay, pack, answer
    COMPLETED = "COMPLETED"  # the channel holds it for done
    CANCELLED = "CANCELLED"  # called off, by whom ever
    REMOVED = "REMOVED"  # in the channel's bin or gone there; kept here as history
    UNKNOWN = "UNKNOWN"  # a state this Desk does not know; the channel's own word is kept


class PaymentFacet(StrEnum):
    """Where the money stands."""

    UNPAID = "UNPAID"
    PARTLY_PAID = "PARTLY_PAID"
    PAID = "PAID"
    PARTLY_REFUNDED = "PARTLY_REFUNDED"
    REFUNDED = "REFUNDED"
    FAILED = "FAILED"  # tried and declined
    PAY_LATER = "PAY_LATER"  # invoice, cash on delivery: ship first
    UNKNOWN = "UNKNOWN"


class ShippingFacet(StrEnum):
    """Where the goods stand, as far as the channel knows."""

    NOTHING_TO_SHIP = "NOTHING_TO_SHIP"
    UNSHIPPED = "UNSHIPPED"
    PARTLY_SHIPPED = "PARTLY_SHIPPED"
    SHIPPED = "SHIPPED"
    UNKNOWN = "UNKNOWN"


class Handling(StrEnum):
    """Who sees to an order's parcels."""

    OURS = "OURS"
    CHANNEL = "CHANNEL"  # the channel packs and ships it from its own warehouse; nothing of it is ours to tell
    NOT_YET = "NOT_YET"  # the channel keeps it back for now, and nobody may act on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; empty strings where the channel gave nothing."""

    name: str = ""
    company: str = ""
    street: str = ""
    extra: str = ""
    postcode: str = ""
    town: str = ""
    region: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    phone: str = ""

    def __bool__(self) -> bool:
        return any((self.name, self.company, self.street, self.extra, self.postcode, self.town))


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who bought, as this one order names them."""

    name: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    vat_id: str = ""
    remote_id: str = ""  # the channel's customer id; empty for guests


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Gross amounts in the order's currency; goods + shipping + fees - discount = total. tax is contained in total."""

    goods: Money
    shipping: Money
    fees: Money
    discount: Money
    tax: Money
    total: Money


class PaymentKind(StrEnum):
    PAYMENT = "PAYMENT"
    REFUND = "REFUND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that came in or went back, as the channel reports it. `amount` is positive for both kinds."""

    remote_id: str
    kind: PaymentKind
    amount: Money
    at: Instant | None
    method: str = ""
    reason: str = ""
