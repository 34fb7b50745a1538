"""Owns the shape of WooCommerce's JSON as far as we read it: lenient about what is more, exact about what we need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

Amount = str | int | float | None
"""Money comes as text; some plugins send numbers."""
Loose = str | int | float | bool | None
"""A text for people. PHP and its plugins write numbers, and `false` for nothing, where texts belong."""


class Meta(msgspec.Struct, kw_only=True):
    key: str = ""
    value: Any = None


class Stamp(msgspec.Struct, kw_only=True):
    """What paging needs of a record, read even where the rest cannot be."""

    id: int
    date_modified_gmt: str | None = None
    status: str = ""


class AddressPart(msgspec.Struct, kw_only=True):
    first_name: Loose = None
    last_name: Loose = None
    company: Loose = None
    address_1: Loose = None
    address_2: Loose = None
    city: Loose = None
    state: Loose = None
    postcode: Loose = None
    country: Loose = None
    email: Loose = None
    phone: Loose = None


class LineItem(msgspec.Struct, kw_only=True):
    id: int
    quantity: int | float | str
    total: Amount
    name: Loose = None
    sku: Loose = None
    subtotal: Amount | UnsetType = UNSET
    subtotal_tax: Amount | UnsetType = UNSET
    total_tax: Amount = None
    meta_data: Any = None


class FeeLine(msgspec.Struct, kw_only=True):
    total: Amount = None
    total_tax: Amount = None


class RefundSummary(msgspec.Struct, kw_only=True):
    id: int
    total: Amount = None
    reason: Loose = None


class RefundedLine(msgspec.Struct, kw_only=True):
    quantity: int | float | str | None = 0
    meta_data: Any = None


class Refund(msgspec.Struct, kw_only=True):
    """One refund in detail, from `orders/<id>/refunds`."""

    id: int
    amount: Amount = None
    date_created_gmt: str | None = None
    reason: Loose = None
    line_items: list[RefundedLine] | dict[str, RefundedLine] | None = None


class OrderPayload(msgspec.Struct, kw_only=True):
    id: int
    number: str | int | None
    status: str
    currency: str
    total: str | int | float
    line_items: list[LineItem] | None
    date_created_gmt: str | None = None
    date_modified_gmt: str | None = None
    date_paid_gmt: str | None = None
    date_completed_gmt: str | None = None
    total_tax: Amount | UnsetType = UNSET
    shipping_total: Amount | UnsetType = UNSET
    shipping_tax: Amount | UnsetType = UNSET
    discount_total: Amount | UnsetType = UNSET
    discount_tax: Amount | UnsetType = UNSET
    fee_lines: list[FeeLine] | UnsetType | None = UNSET
    refunds: list[RefundSummary] | UnsetType | None = UNSET
    # PHP writes an empty map as an empty list
    billing: AddressPart | list[Any] | None = None
    shipping: AddressPart | list[Any] | None = None
    customer_id: Loose = None
    customer_note: Loose = None
    payment_method: Loose = None
    payment_method_title: Loose = None
    meta_data: Any = None
    version: Loose = None


ALWAYS_SENT = (
    "total_tax",
    "shipping_total",
    "shipping_tax",
    "discount_total",
    "discount_tax",
    "fee_lines",
    "refunds",
)
"""A WooCommerce order (one that names its `version`) without these was damaged on its way."""


class Index(msgspec.Struct, kw_only=True):
    """`GET /wp-json/`: who the shop is and which namespaces it speaks."""

    name: str | None = None
    url: str | None = None
    home: str | None = None
    namespaces: Any = None
    """As it was sent: see `spaces`."""
    timezone_string: str | None = None
    gmt_offset: float | str | None = None

    @property
    def spaces(self) -> tuple[str, ...]:
        """Its namespaces. Where a plugin took some out, PHP writes the list as a map."""
        told = self.namespaces.values() if isinstance(self.namespaces, dict) else self.namespaces
        return tuple(one for one in told if isinstance(one, str)) if isinstance(told, Iterable) else ()


class System(msgspec.Struct, kw_only=True):
    """`GET system_status`, as far as it is shown."""

    environment: dict[str, Any] = {}
    settings: dict[str, Any] = {}


class Problem(msgspec.Struct, kw_only=True):
    """An error answer."""

    code: str | int = ""
    message: str = ""
    data: Any = None


def meta_of(data: object) -> list[Meta]:
    """A record's meta as pairs, whether PHP wrote a list or a map; what is neither is left out."""
    if isinstance(data, dict):
        data = list(data.values())
    if not isinstance(data, list):
        return []
    return [
        Meta(key=key, value=one.get("value"))
        for one in data
        if isinstance(one, dict) and isinstance(key := one.get("key"), str)
    ]
