"""Owns what an order is: its facets, addresses, lines and money. Pure; the store keeps it, channels report it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desk.domain.clock import Instant
from desk.domain.facets import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.values import Money

__all__ = [
    "Address",
    "Buyer",
    "Handling",
    "OrderFacet",
    "Payment",
    "PaymentFacet",
    "PaymentKind",
    "ShippingFacet",
    "Totals",
]


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
