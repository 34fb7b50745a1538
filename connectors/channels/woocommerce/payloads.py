"""Owns the shape of WooCommerce's JSON as far as we read it: lenient about what is more, exact about what we need."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

Amount = str | int | float | None
"""Money comes as text; some plugins send numbers."""


class Meta(msgspec.Struct, kw_only=True):
    key: str = ""
    value: Any = None


class Stamp(msgspec.Struct, kw_only=True):
    """What paging needs of a record, read even where the rest cannot be."""

    id: int
    date_modified_gmt: str | None = None
    status: str = ""


class AddressPart(msgspec.Struct, kw_only=True):
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    address_1: str | None = None
    address_2: str | None = None
    city: str | None = None
    state: str | None = None
    postcode: str | int | None = None
    country: str | None = None
    email: str | None = None
    phone: str | int | None = None


class LineItem(msgspec.Struct, kw_only=True):
    id: int
    quantity: int | float | str
    total: Amount
    name: str | None = None
    sku: str | None = None
    subtotal: Amount | UnsetType = UNSET
    subtotal_tax: Amount | UnsetType = UNSET
    total_tax: Amount = None
    meta_data: Any = None


class FeeLine(msgspec.Struct, kw_only=True):
    total: Amount = None
    total_tax: Amount = None


class RefundSummary(msgspec.Struct, kw_only=True):
    id: int
    total: Amount
    reason: str | None = None


class RefundedLine(msgspec.Struct, kw_only=True):
    quantity: int | float | str = 0
    meta_data: Any = None


class Refund(msgspec.Struct, kw_only=True):
    """One refund in detail, from `orders/<id>/refunds`."""

    id: int
    amount: Amount = None
    date_created_gmt: str | None = None
    reason: str | None = None
    line_items: list[RefundedLine] = []


class OrderPayload(msgspec.Struct, kw_only=True):
    id: int
    number: str | int
    status: str
    currency: str
    total: str | int | float
    line_items: list[LineItem]
    date_created_gmt: str | None = None
    date_modified_gmt: str | None = None
    date_paid_gmt: str | None = None
    date_completed_gmt: str | None = None
    total_tax: Amount | UnsetType = UNSET
    shipping_total: Amount | UnsetType = UNSET
    shipping_tax: Amount | UnsetType = UNSET
    discount_total: Amount | UnsetType = UNSET
    discount_tax: Amount | UnsetType = UNSET
    fee_lines: list[FeeLine] | UnsetType = UNSET
    refunds: list[RefundSummary] | UnsetType = UNSET
    # PHP writes an empty map as an empty list
    billing: AddressPart | list[Any] | None = None
    shipping: AddressPart | list[Any] | None = None
    customer_id: int | None = None
    customer_note: str | None = None
    payment_method: str | None = None
    payment_method_title: str | None = None
    meta_data: Any = None
    version: str | None = None


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
    namespaces: list[str] = []
    timezone_string: str | None = None
    gmt_offset: float | str | None = None


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
    pairs = (one for one in data if isinstance(one, dict) and isinstance(one.get("key"), str))
    return [Meta(key=one["key"], value=one.get("value")) for one in pairs]
