"""Owns the shape of Post-Order's JSON as far as the sync reads it: lenient about what is more, and about what lacks."""

from __future__ import annotations

import msgspec

from connectors.channels.ebay.payloads import Amount, Text


class When(msgspec.Struct, kw_only=True):
    value: str | None = None


class Said(msgspec.Struct, kw_only=True):
    content: Text = None


class Paging(msgspec.Struct, kw_only=True, rename="camel"):
    total_entries: int | None = None


class Members(msgspec.Struct, kw_only=True):
    """One page of a search, its members as they were sent; cancellations call them by another name."""

    members: list[msgspec.Raw] | None = None
    cancellations: list[msgspec.Raw] | None = None
    total: int | None = None
    paging: Paging | None = msgspec.field(name="paginationOutput", default=None)

    @property
    def entries(self) -> int | None:
        """How many all pages hold; None where eBay does not tell."""
        return self.total if self.total is not None or self.paging is None else self.paging.total_entries

    @property
    def all(self) -> list[msgspec.Raw]:
        return self.members or self.cancellations or []


class CaseStamp(msgspec.Struct, kw_only=True, rename="camel"):
    """What paging needs of a member, read even where the rest cannot be."""

    return_id: Text = None
    inquiry_id: Text = None
    cancel_id: Text = None

    @property
    def id(self) -> str:
        found = next((one for one in (self.return_id, self.inquiry_id, self.cancel_id) if one is not None), "")
        return str(found).strip()


# --- returns -----------------------------------------------------------------------------------------------


class ReturnedItem(msgspec.Struct, kw_only=True, rename="camel"):
    item_id: Text = None
    transaction_id: Text = None
    return_quantity: int | None = None


class CreationInfo(msgspec.Struct, kw_only=True, rename="camel"):
    creation_date: When
    item: ReturnedItem | None = None
    reason: Text = None
    comments: Said | None = None


class ResponseDue(msgspec.Struct, kw_only=True, rename="camel"):
    activity_due: Text = None
    respond_by_date: When | None = None


class Option(msgspec.Struct, kw_only=True, rename="camel"):
    action_type: Text = None


class TotalRefund(msgspec.Struct, kw_only=True, rename="camel"):
    estimated_refund_amount: Amount | None = None
    actual_refund_amount: Amount | None = None


class Escalation(msgspec.Struct, kw_only=True, rename="camel"):
    case_id: Text = None


class ReturnSummary(msgspec.Struct, kw_only=True, rename="camel"):
    return_id: Text
    order_id: Text
    creation_info: CreationInfo
    state: Text = None
    status: Text = None
    seller_response_due: ResponseDue | None = None
    buyer_response_due: ResponseDue | None = None
    seller_available_options: list[Option] | None = None
    seller_total_refund: TotalRefund | None = None
    escalation_info: Escalation | None = None


class ReturnEvent(msgspec.Struct, kw_only=True, rename="camel"):
    activity: Text = None
    author: Text = None
    creation_date: When | None = None
    comments: Said | None = None


class ReturnTracking(msgspec.Struct, kw_only=True, rename="camel"):
    tracking_number: Text = None
    carrier_used: Text = None
    carrier_name: Text = None


class ReturnShipment(msgspec.Struct, kw_only=True, rename="camel"):
    shipment_tracking: ReturnTracking | list[ReturnTracking] | None = None


class ReturnDetail(msgspec.Struct, kw_only=True, rename="camel"):
    response_history: list[ReturnEvent] | None = None
    return_shipment_info: ReturnShipment | None = None


class OneReturn(msgspec.Struct, kw_only=True):
    """A return by itself: SUMMARY or FULL, with the summary as it was sent."""

    summary: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw)  # empty where the answer has none
    detail: ReturnDetail | None = None


# --- inquiries ---------------------------------------------------------------------------------------------


class InquirySummary(msgspec.Struct, kw_only=True, rename="camel"):
    inquiry_id: Text
    item_id: Text
    transaction_id: Text
    buyer: Text = None
    claim_amount: Amount | None = None
    creation_date: When | None = None
    last_modified_date: When | None = None
    respond_by_date: When | None = None
    inquiry_status_enum: Text = None


class InquiryEvent(msgspec.Struct, kw_only=True, rename="camel"):
    action: Text = None
    actor: Text = None
    date: When | None = None
    description: Text = None


class InquiryHistory(msgspec.Struct, kw_only=True):
    history: list[InquiryEvent] | None = None


class RefundAmounts(msgspec.Struct, kw_only=True, rename="camel"):
    total_amount: Amount | None = None


class InquiryDates(msgspec.Struct, kw_only=True, rename="camel"):
    creation_date: When | None = None
    refund_amounts: RefundAmounts | None = None


class InquiryDetail(msgspec.Struct, kw_only=True, rename="camel"):
    item_id: Text = None
    transaction_id: Text = None
    status: Text = None
    inquiry_quantity: int | None = None
    seller_make_it_right_by_date: When | None = None
    inquiry_details: InquiryDates | None = None
    inquiry_history_details: InquiryHistory | None = None


# --- cancellations -----------------------------------------------------------------------------------------


class CancelledItem(msgspec.Struct, kw_only=True, rename="camel"):
    item_id: Text = None
    transaction_id: Text = None


class Cancellation(msgspec.Struct, kw_only=True, rename="camel"):
    cancel_id: Text
    legacy_order_id: Text
    cancel_request_date: When
    cancel_state: Text = None
    cancel_status: Text = None
    cancel_reason: Text = None
    requestor_type: Text = None
    last_modified_date: When | None = None
    seller_response_due_date: When | None = None
    buyer_response_due_date: When | None = None
    request_refund_amount: Amount | None = None
    line_items: list[CancelledItem] | None = None


class OneCancellation(msgspec.Struct, kw_only=True, rename="camel"):
    cancel_detail: msgspec.Raw
