"""Owns the shape of eBay's JSON as far as we read it: lenient about what is more, exact about what we need."""

from __future__ import annotations

from typing import Any

import msgspec

Text = str | int | float | None


class Amount(msgspec.Struct, kw_only=True):
    """Money as eBay writes it; `converted*` is what it was before eBay changed the currency."""

    value: str | int | float | None = None
    currency: str | None = None
    converted_from_value: str | int | float | None = msgspec.field(name="convertedFromValue", default=None)
    converted_from_currency: str | None = msgspec.field(name="convertedFromCurrency", default=None)


class Stamp(msgspec.Struct, kw_only=True):
    """What paging needs of an order, read even where the rest cannot be."""

    id: str = msgspec.field(name="orderId")
    changed: str | None = msgspec.field(name="lastModifiedDate", default=None)


class Listing(msgspec.Struct, kw_only=True):
    """One answer of getOrders; the orders as they were sent."""

    orders: list[msgspec.Raw] | None = None
    total: int | None = None
    offset: int | None = None
    href: str | None = None
    next: str | None = None


class Pricing(msgspec.Struct, kw_only=True, rename="camel"):
    total: Amount
    price_subtotal: Amount | None = None
    price_discount: Amount | None = None
    delivery_cost: Amount | None = None
    delivery_discount: Amount | None = None
    tax: Amount | None = None
    fee: Amount | None = None
    adjustment: Amount | None = None


class CancelRequest(msgspec.Struct, kw_only=True, rename="camel"):
    """Only an order by itself tells them."""

    cancel_request_id: Text = None
    cancel_initiator: str | None = None
    cancel_request_state: str | None = None


class CancelStatus(msgspec.Struct, kw_only=True, rename="camel"):
    cancel_state: str | None = None
    cancel_requests: list[CancelRequest] | None = None


class PaymentPart(msgspec.Struct, kw_only=True, rename="camel"):
    payment_method: str | None = None
    payment_status: str | None = None
    payment_date: str | None = None
    amount: Amount | None = None
    payment_reference_id: Text = None


class RefundPart(msgspec.Struct, kw_only=True, rename="camel"):
    refund_id: Text = None
    refund_reference_id: Text = None
    refund_status: str | None = None
    refund_date: str | None = None
    amount: Amount | None = None


class PaymentSummary(msgspec.Struct, kw_only=True, rename="camel"):
    total_due_seller: Amount | None = None
    payments: list[PaymentPart] | None = None
    refunds: list[RefundPart] | None = None


class AddressPart(msgspec.Struct, kw_only=True, rename="camel"):
    address_line1: Text = None
    address_line2: Text = None
    city: Text = None
    state_or_province: Text = None
    postal_code: Text = None
    country_code: Text = None


class Phone(msgspec.Struct, kw_only=True, rename="camel"):
    phone_number: Text = None


class Contact(msgspec.Struct, kw_only=True, rename="camel"):
    """A person with an address: `shipTo` and `buyerRegistrationAddress`."""

    full_name: Text = None
    company_name: Text = None
    email: Text = None
    primary_phone: Phone | None = None
    contact_address: AddressPart | None = None


class ShippingStep(msgspec.Struct, kw_only=True, rename="camel"):
    ship_to: Contact | None = None
    ship_to_reference_id: Text = None


class Instruction(msgspec.Struct, kw_only=True, rename="camel"):
    """One of `fulfillmentStartInstructions`."""

    fulfillment_instructions_type: str | None = None
    ebay_supported_fulfillment: bool | None = None
    shipping_step: ShippingStep | None = None
    pickup_step: Any = None


class TaxPart(msgspec.Struct, kw_only=True, rename="camel"):
    amount: Amount | None = None


class LineInstructions(msgspec.Struct, kw_only=True, rename="camel"):
    ship_by_date: str | None = None


class LineItem(msgspec.Struct, kw_only=True, rename="camel"):
    line_item_id: str
    quantity: int
    line_item_cost: Amount
    title: Text = None
    sku: Text = None
    legacy_item_id: Text = None
    discounted_line_item_cost: Amount | None = None
    total: Amount | None = None
    taxes: list[TaxPart] | None = None
    ebay_collect_and_remit_taxes: list[TaxPart] | None = None
    refunds: list[RefundPart] | None = None
    line_item_fulfillment_instructions: LineInstructions | None = None


class TaxIdentifier(msgspec.Struct, kw_only=True, rename="camel"):
    taxpayer_id: Text = None
    tax_identifier_type: str | None = None


class BuyerPart(msgspec.Struct, kw_only=True, rename="camel"):
    username: Text = None
    tax_identifier: TaxIdentifier | None = None
    buyer_registration_address: Contact | None = None


class FulfillmentProgram(msgspec.Struct, kw_only=True, rename="camel"):
    fulfilled_by: str | None = None


class Program(msgspec.Struct, kw_only=True, rename="camel"):
    fulfillment_program: FulfillmentProgram | None = None


class OrderPayload(msgspec.Struct, kw_only=True, rename="camel"):
    order_id: str
    creation_date: str
    order_fulfillment_status: str
    order_payment_status: str
    pricing_summary: Pricing
    line_items: list[LineItem]
    last_modified_date: str | None = None
    buyer: BuyerPart | None = None
    buyer_checkout_notes: Text = None
    cancel_status: CancelStatus | None = None
    payment_summary: PaymentSummary | None = None
    fulfillment_start_instructions: list[Instruction] | None = None
    fulfillment_hrefs: list[str] | None = None
    program: Program | None = None

    @property
    def cancel_state(self) -> str:
        return (self.cancel_status.cancel_state if self.cancel_status else None) or ""

    @property
    def fulfilled_by(self) -> str:
        program = self.program.fulfillment_program if self.program else None
        return (program.fulfilled_by if program else None) or ""

    @property
    def seems_damaged(self) -> bool:
        """Without what eBay always sends: better asked for once more before it counts for the truth."""
        always = (self.last_modified_date, self.cancel_status, self.payment_summary, self.buyer)
        if any(one is None for one in always) or not self.fulfillment_start_instructions or not self.cancel_state:
            return True
        return self.fulfillment_hrefs is None and self.order_fulfillment_status != "NOT_STARTED"


class FulfilledLine(msgspec.Struct, kw_only=True, rename="camel"):
    line_item_id: str
    quantity: int = 1


class Fulfillment(msgspec.Struct, kw_only=True, rename="camel"):
    fulfillment_id: str
    shipment_tracking_number: Text = None
    shipping_carrier_code: Text = None
    shipped_date: str | None = None
    line_items: list[FulfilledLine] | None = None


class Fulfillments(msgspec.Struct, kw_only=True):
    fulfillments: list[Fulfillment]


class ErrorPart(msgspec.Struct, kw_only=True, rename="camel"):
    error_id: int = 0
    category: str | None = None
    message: str | None = None
    long_message: str | None = None

    @property
    def words(self) -> str:
        return self.long_message or self.message or ""


class Problem(msgspec.Struct, kw_only=True):
    """An error answer: REST's list, or OAuth's pair."""

    errors: list[ErrorPart] = []
    error: str = ""
    error_description: str = ""


class PostOrderErrorPart(msgspec.Struct, kw_only=True, rename="camel"):
    error_id: int = 0
    message: str | None = None
    long_message: str | None = None
    parameter: list[dict[str, Any]] | dict[str, Any] | None = None

    @property
    def words(self) -> str:
        """The sentence and what it is about: Post-Order's sentences alone name neither reasons nor states."""
        told = [self.parameter] if isinstance(self.parameter, dict) else self.parameter or ()
        about = ", ".join(str(one.get("value", "")) for one in told if one.get("value"))
        said = self.long_message or self.message or ""
        return f"{said} ({about})" if about else said


class PostOrderErrors(msgspec.Struct, kw_only=True):
    """Several errors, or one by itself."""

    error: list[PostOrderErrorPart] | PostOrderErrorPart | None = None

    @property
    def first(self) -> PostOrderErrorPart | None:
        return next(iter(self.error), None) if isinstance(self.error, list) else self.error


class PostOrderProblem(msgspec.Struct, kw_only=True):
    """An error answer of Post-Order, which has a shape of its own."""

    error_message: PostOrderErrors | None = msgspec.field(name="errorMessage", default=None)


class Warned(msgspec.Struct, kw_only=True):
    """What a good answer may carry besides."""

    warnings: list[ErrorPart] | None = None


class RefundAnswer(msgspec.Struct, kw_only=True, rename="camel"):
    """The answer of issueRefund."""

    refund_id: Text = None
    refund_status: str | None = None


class TokenAnswer(msgspec.Struct, kw_only=True):
    access_token: str
    expires_in: int | float | None = None
    refresh_token: str | None = None
    refresh_token_expires_in: int | float | None = None


class User(msgspec.Struct, kw_only=True, rename="camel"):
    """The answer of identity getUser."""

    username: Text = None
    user_id: Text = None
    registration_marketplace_id: Text = None
