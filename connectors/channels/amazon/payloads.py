"""Owns the shape of Amazon's JSON as far as we read it: lenient about what is more, exact about what we need."""

from __future__ import annotations

import msgspec


class _Part(msgspec.Struct, kw_only=True, rename="camel"):
    """Amazon names in camel case what we name in snake case."""


class Amount(_Part):
    amount: str | int | float
    currency_code: str


class Address(_Part):
    name: str | None = None
    company_name: str | None = None
    address_line1: str | None = msgspec.field(default=None, name="addressLine1")
    address_line2: str | None = msgspec.field(default=None, name="addressLine2")
    address_line3: str | None = msgspec.field(default=None, name="addressLine3")
    city: str | None = None
    district_or_county: str | None = None
    state_or_region: str | None = None
    municipality: str | None = None
    postal_code: str | None = None
    country_code: str | None = None
    phone: str | None = None


class Preference(_Part):
    drop_off_location: str | None = None
    address_instruction: str | None = None


class Recipient(_Part):
    delivery_address: Address | None = None
    delivery_preference: Preference | None = None


class Buyer(_Part):
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_company_name: str | None = None
    buyer_purchase_order_number: str | None = None


class Detail(_Part):
    subtype: str | None = None
    value: Amount | None = None


class Breakdown(_Part):
    type: str
    subtotal: Amount
    detailed_breakdowns: list[Detail] | None = None


class OrderProceeds(_Part):
    grand_total: Amount | None = None
    breakdowns: list[Breakdown] | None = None


class ItemProceeds(_Part):
    proceeds_total: Amount | None = None
    breakdowns: list[Breakdown] | None = None


class Execution(_Part):
    payment_method: str | None = None
    payment_amount: Amount | None = None


class OrderPayment(_Part):
    payment_executions: list[Execution] | None = None


class Registration(_Part):
    entity_type: str | None = None
    legal_name: str | None = None
    tax_registration_number: str | None = None
    tax_registration_address: Address | None = None


class OrderTax(_Part):
    tax_registrations: list[Registration] | None = None


class ShipWindow(_Part):
    latest_date_time: str | None = None


class OrderFulfillment(_Part):
    fulfillment_status: str
    fulfilled_by: str | None = None
    ship_by_window: ShipWindow | None = None


class Price(_Part):
    unit_price: Amount | None = None


class Product(_Part):
    asin: str | None = None
    title: str | None = None
    seller_sku: str | None = None
    price: Price | None = None


class CancelRequest(_Part):
    requester: str | None = None
    cancel_reason: str | None = None


class CancelExecution(_Part):
    cancelled_by: str | None = None
    cancel_reason: str | None = None


class Cancellation(_Part):
    cancellation_request: CancelRequest | None = None
    cancellation_execution: CancelExecution | None = None


class GiftOption(_Part):
    gift_message: str | None = None


class Packing(_Part):
    gift_option: GiftOption | None = None


class ItemFulfillment(_Part):
    quantity_fulfilled: int | None = None
    quantity_unfulfilled: int | None = None
    packing: Packing | None = None


class Item(_Part):
    order_item_id: str
    quantity_ordered: int
    product: Product
    proceeds: ItemProceeds | None = None
    cancellation: Cancellation | None = None
    fulfillment: ItemFulfillment | None = None


class PackageItem(_Part):
    order_item_id: str
    quantity: int


class PackageStatus(_Part):
    status: str | None = None


class Package(_Part):
    package_reference_id: str
    package_status: PackageStatus | None = None
    carrier: str | None = None
    ship_time: str | None = None
    tracking_number: str | None = None
    package_items: list[PackageItem] | None = None


class SalesChannel(_Part):
    channel_name: str
    marketplace_id: str | None = None


class Associated(_Part):
    order_id: str | None = None
    association_type: str | None = None


class Order(_Part):
    """What every order holds is required; sets that were not asked for, or are hidden, are absent."""

    order_id: str
    created_time: str
    last_updated_time: str
    sales_channel: SalesChannel
    order_items: list[Item]
    associated_orders: list[Associated] | None = None
    buyer: Buyer | None = None
    recipient: Recipient | None = None
    proceeds: OrderProceeds | None = None
    payment: OrderPayment | None = None
    tax: OrderTax | None = None
    fulfillment: OrderFulfillment | None = None
    packages: list[Package] | None = None


class OrderName(_Part):
    """What is known of an order that cannot be read otherwise."""

    order_id: str = ""


class Pagination(_Part):
    next_token: str | None = None


class Search(_Part):
    """One page of orders, each as it was sent."""

    orders: list[msgspec.Raw]
    pagination: Pagination | None = None
    last_updated_before: str | None = None


class OneOrder(_Part):
    order: msgspec.Raw


class Marketplace(_Part):
    id: str = ""
    name: str = ""
    country_code: str = ""


class Participation(_Part):
    is_participating: bool = False
    has_suspended_listings: bool = False


class Participant(_Part):
    marketplace: Marketplace = msgspec.field(default_factory=Marketplace)
    participation: Participation = msgspec.field(default_factory=Participation)
    store_name: str | None = None


class Participations(_Part):
    payload: list[Participant] | None = None


class Problem(_Part):
    """One entry of an error answer."""

    code: str = ""
    message: str = ""
    details: str | None = None


class Problems(_Part):
    errors: list[Problem] | None = None
    message: str | None = None


class TokenProblem(msgspec.Struct, kw_only=True):
    """What Login with Amazon says instead of a token."""

    error: str = ""
    error_description: str | None = None
