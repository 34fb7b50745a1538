"""Owns the shape of Post-Order's JSON as far as deeds look at it: what a record is now, and what eBay takes for it."""

from __future__ import annotations

import msgspec

from connectors.channels.ebay.payloads import Amount, Text


class Cancellation(msgspec.Struct, kw_only=True, rename="camel"):
    """One of Post-Order's cancellations, as far as deeds need it."""

    cancel_id: Text = None
    requestor_type: str | None = None
    cancel_state: str | None = None
    cancel_status: str | None = None


class Cancellations(msgspec.Struct, kw_only=True):
    cancellations: list[Cancellation] | None = None


class CancelDetail(msgspec.Struct, kw_only=True, rename="camel"):
    cancel_detail: Cancellation


class Eligibility(msgspec.Struct, kw_only=True, rename="camel"):
    """Whether an order may be called off, for which reasons, and why not."""

    eligible: bool
    eligible_cancel_reason: list[str] | None = None
    failure_reason: list[str] | None = None


class Said(msgspec.Struct, kw_only=True):
    content: str | None = None


class When(msgspec.Struct, kw_only=True):
    value: str | None = None


class ReturnAction(msgspec.Struct, kw_only=True, rename="camel"):
    action_type: str | None = None


class ReturnMoney(msgspec.Struct, kw_only=True, rename="camel"):
    estimated_refund_amount: Amount | None = None
    actual_refund_amount: Amount | None = None


class Escalation(msgspec.Struct, kw_only=True, rename="camel"):
    case_id: Text = None


class ReturnNow(msgspec.Struct, kw_only=True, rename="camel"):
    """The summary of a return, as far as deeds need it."""

    return_id: Text = None
    order_id: Text = None
    state: str | None = None
    status: str | None = None
    seller_available_options: list[ReturnAction] | None = None
    seller_total_refund: ReturnMoney | None = None
    escalation_info: Escalation | None = None


class ReturnSummary(msgspec.Struct, kw_only=True):
    """A return asked for by its summary alone, which may be the whole answer."""

    summary: ReturnNow | None = None


class ReturnStep(msgspec.Struct, kw_only=True, rename="camel"):
    activity: str | None = None
    author: str | None = None
    creation_date: When | None = None
    comments: Said | None = None


class ReturnHistory(msgspec.Struct, kw_only=True, rename="camel"):
    response_history: list[ReturnStep] | None = None


class ReturnDetail(msgspec.Struct, kw_only=True):
    detail: ReturnHistory | None = None


class ReturnFile(msgspec.Struct, kw_only=True, rename="camel"):
    file_id: Text = None
    file_name: str | None = None
    file_purpose: str | None = None


class RefundStarted(msgspec.Struct, kw_only=True, rename="camel"):
    """What eBay says of a refund in a return, where it says anything."""

    refund_status: str | None = None


class ReturnFiles(msgspec.Struct, kw_only=True):
    files: list[ReturnFile] | None = None


class InquiryMoney(msgspec.Struct, kw_only=True, rename="camel"):
    total_amount: Amount | None = None


class InquiryDetails(msgspec.Struct, kw_only=True, rename="camel"):
    refund_amounts: InquiryMoney | None = None


class InquiryStep(msgspec.Struct, kw_only=True):
    action: str | None = None
    date: When | None = None


class InquiryParcel(msgspec.Struct, kw_only=True, rename="camel"):
    tracking_number: Text = None


class InquiryHistory(msgspec.Struct, kw_only=True, rename="camel"):
    history: list[InquiryStep] | None = None
    shipment_tracking_details: InquiryParcel | list[InquiryParcel] | None = None


class InquiryNow(msgspec.Struct, kw_only=True, rename="camel"):
    """An inquiry, as far as deeds need it."""

    status: str | None = None
    state: str | None = None
    claim_amount: Amount | None = None
    inquiry_details: InquiryDetails | None = None
    inquiry_history_details: InquiryHistory | None = None
