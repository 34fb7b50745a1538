"""Owns the translation of eBay's returns, inquiries and cancellations into snapshots. No I/O; raises Unreadable."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

import msgspec

from connectors.channels.ebay import case_words, units
from connectors.channels.ebay.case_payloads import (
    Cancellation,
    InquiryDetail,
    InquirySummary,
    ResponseDue,
    ReturnDetail,
    ReturnSummary,
    ReturnTracking,
    TotalRefund,
    When,
)
from connectors.channels.ebay.payloads import Amount, Text
from connectors.contract.errors import Unreadable
from connectors.contract.reasons import LACKS, NO_DATE, NO_NUMBER, ODD_AMOUNT, ODD_DATE
from connectors.contract.snapshots import CaseSnapshot
from desk.domain.cases import CaseDeed, CaseEvent, CaseKind, CaseLine, CaseState, Deadline
from desk.domain.clock import Instant, parse_utc
from desk.domain.values import AccountId, Money, MoneyError, RemoteRef

log = logging.getLogger("sync")

_T = TypeVar("_T", ReturnSummary, InquirySummary, Cancellation)
_RETURN = msgspec.json.Decoder(ReturnSummary, strict=False)
_INQUIRY = msgspec.json.Decoder(InquirySummary, strict=False)
_CANCELLATION = msgspec.json.Decoder(Cancellation, strict=False)
_BUYER = "BUYER"


class CaseMapping:
    """Reads the cases of one seller. `is_new` says whether something was told before, so that it is told once."""

    def __init__(self, account: AccountId, marketplace: str, is_new: Callable[[str], bool], *, sandbox: bool) -> None:
        self._account = account
        self._host = "www.sandbox.ebay.com" if sandbox else units.SITES[marketplace].host
        self._is_new = is_new

    # --- returns -------------------------------------------------------------------------------------------

    def read_return(self, raw: bytes, detail: ReturnDetail | None) -> CaseSnapshot:
        """A return by its summary, and with its history where that was asked for."""
        found = _decoded(_RETURN, raw)
        created, due = found.creation_info, found.seller_response_due
        options = [text for one in found.seller_available_options or () if (text := _text(one.action_type))]
        allows = tuple(dict.fromkeys(case_words.OPTIONS[one] for one in options if one in case_words.OPTIONS))
        refund = found.seller_total_refund
        currency = _currency(refund)
        refunded = _money(refund.actual_refund_amount, currency) if refund else None
        word, status = _text(found.state), _text(found.status)
        state = case_words.return_state(word, status, refunded=bool(refunded), allows=allows)
        self._tell_unknown(state, "return state", word)
        item, reason = created.item, _text(created.reason)
        if reason and reason not in case_words.REASONS:
            self._tell("return reason", reason)
        events = _return_events(detail)
        tracking = _tracking(detail)
        order = self._named(found.order_id)
        return CaseSnapshot(
            ref=self._named(found.return_id),
            kind=CaseKind.RETURN,
            order=order,
            state=state,
            channel_state=word or status,
            opened_at=_needed(created.creation_date),
            changed_at=max((one.at for one in events), default=None) if events else None,
            reason=case_words.REASONS.get(reason, ""),
            channel_reason=reason,
            comment=_text(created.comments.content) if created.comments else "",
            lines=()
            if item is None
            else (_line(item.transaction_id, item.item_id, quantity=max(item.return_quantity or 1, 1)),),
            deadlines=(
                *_due(due, word, ours=True),
                *_due(found.buyer_response_due, word, ours=False),
            ),
            allows=allows,
            other_options=tuple(one for one in options if one not in case_words.OPTIONS),
            expected=_money(refund.estimated_refund_amount, currency) if refund else None,
            refunded=refunded,
            carrier=_text(tracking.carrier_used or tracking.carrier_name) if tracking else "",
            number=_text(tracking.tracking_number) if tracking else "",
            escalated_as=_text(found.escalation_info.case_id) if found.escalation_info else "",
            events=events,
            open_in_channel=self._page(order.id),
            raw=raw,
        )

    # --- inquiries -----------------------------------------------------------------------------------------

    def read_inquiry(self, raw: bytes, detail: InquiryDetail | None) -> CaseSnapshot:
        """An inquiry by its summary, and with its history. eBay names the purchase and not the order."""
        found = _decoded(_INQUIRY, raw)
        # The detail is the younger of the two answers.
        status = (_text(detail.status) if detail else "") or _text(found.inquiry_status_enum)
        dates = detail.inquiry_details if detail else None
        back = _money(dates.refund_amounts.total_amount) if dates and dates.refund_amounts else None
        state = case_words.inquiry_state(status, refunded=bool(back))
        self._tell_unknown(state, "inquiry status", status)
        by = detail.seller_make_it_right_by_date if detail else found.respond_by_date
        until = _instant(by)
        ours = status in case_words.INQUIRY_WAITS_FOR_US
        events = _inquiry_events(detail)
        item, purchase = _text(found.item_id), _text(found.transaction_id)
        return CaseSnapshot(
            ref=self._named(found.inquiry_id),
            kind=CaseKind.INQUIRY,
            order=RemoteRef(self._account, f"{item}-{purchase}"),
            state=state,
            channel_state=status,
            opened_at=_needed(found.creation_date or (dates.creation_date if dates else None)),
            changed_at=_instant(found.last_modified_date),
            comment=next((one.text for one in events or () if one.actor == _BUYER and one.text), ""),
            buyer=_text(found.buyer),
            listing=item,
            lines=(_line(purchase, item, quantity=max((detail and detail.inquiry_quantity) or 1, 1)),),
            deadlines=() if until is None else (Deadline(what=status, at=until, ours=ours),),
            allows=case_words.inquiry_allows(status),
            expected=_money(found.claim_amount),
            refunded=back,
            events=events,
            raw=raw,
        )

    # --- cancellations -------------------------------------------------------------------------------------

    def read_cancellation(self, raw: bytes) -> CaseSnapshot:
        found = _decoded(_CANCELLATION, raw)
        stage, status = _text(found.cancel_state), _text(found.cancel_status)
        state = case_words.cancel_state(stage, status)
        self._tell_unknown(state, "cancellation state", f"{stage}_{status}")
        reason = _text(found.cancel_reason)
        if reason and reason not in case_words.CANCEL_REASONS:
            self._tell("cancellation reason", reason)
        asked_by_buyer = found.requestor_type == _BUYER
        waits = asked_by_buyer and stage == case_words.CANCEL_WAITS
        ours, theirs = _instant(found.seller_response_due_date), _instant(found.buyer_response_due_date)
        word = status or stage
        amount = _money(found.request_refund_amount)
        is_back = state is CaseState.REFUNDED
        order = self._named(found.legacy_order_id)
        return CaseSnapshot(
            ref=self._named(found.cancel_id),
            kind=CaseKind.CANCELLATION,
            order=order,
            state=state,
            channel_state=word if stage == case_words.CLOSED else stage or word,
            opened_at=_needed(found.cancel_request_date),
            changed_at=_instant(found.last_modified_date),
            reason=case_words.CANCEL_REASONS.get(reason, ""),
            channel_reason=reason,
            opened_by_buyer=asked_by_buyer,
            lines=tuple(_line(one.transaction_id, one.item_id) for one in found.line_items or ()),
            deadlines=(
                *(() if ours is None else (Deadline(what=word, at=ours, ours=True),)),
                *(() if theirs is None else (Deadline(what=word, at=theirs, ours=False),)),
            ),
            allows=(CaseDeed.APPROVE, CaseDeed.DECLINE) if waits else (),
            expected=None if is_back else amount,
            refunded=amount if is_back else None,
            open_in_channel=self._page(order.id),
            raw=raw,
        )

    # --- shared --------------------------------------------------------------------------------------------

    def _named(self, number: Text) -> RemoteRef:
        text = _text(number)
        if not text:
            raise unreadable(NO_NUMBER)
        return RemoteRef(self._account, text)

    def _page(self, order: str) -> str:
        return f"https://{self._host}/mesh/ord/details?orderid={quote(order, safe='-')}"

    def _tell_unknown(self, state: CaseState, what: str, word: str) -> None:
        if state is CaseState.UNKNOWN and word:
            self._tell(what, word)

    def _tell(self, what: str, word: str) -> None:
        shown = word[:60] if word.replace("_", "").isalnum() else "?"
        if self._is_new(f"{what} {shown}"):
            log.warning("account %d: %s %s is new to this Desk; it is kept", self._account, what, shown)


def unreadable(reason: str) -> Unreadable:
    return Unreadable(
        "This case could not be read. It is kept in the repair list with what eBay sent.",
        reason,
        code="unreadable_case",
    )


def _decoded(decoder: msgspec.json.Decoder[_T], raw: bytes) -> _T:
    try:
        return decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # Without the value at fault, which may be a buyer's.
        raise unreadable(f"{LACKS}: {str(error).split(chr(10), 1)[0][:160]}") from error


def _line(purchase: Text, item: Text, quantity: int = 1) -> CaseLine:
    return CaseLine(remote_line=_text(purchase), title="", quantity=quantity, listing=_text(item))


def _due(due: ResponseDue | None, state: str, *, ours: bool) -> tuple[Deadline, ...]:
    until = _instant(due.respond_by_date) if due else None
    if due is None or until is None:
        return ()
    return (Deadline(what=_text(due.activity_due) or state, at=until, ours=ours),)


def _tracking(detail: ReturnDetail | None) -> ReturnTracking | None:
    """The parcel on its way back; the last of several."""
    told = detail.return_shipment_info.shipment_tracking if detail and detail.return_shipment_info else None
    return told if not isinstance(told, list) else next(reversed(told), None)


def _return_events(detail: ReturnDetail | None) -> tuple[CaseEvent, ...] | None:
    if detail is None or detail.response_history is None:
        return None
    return tuple(
        CaseEvent(
            at=at,
            actor=_text(one.author),
            what=_text(one.activity),
            text=_text(one.comments.content) if one.comments else "",
        )
        for one in detail.response_history
        if (at := _instant(one.creation_date)) is not None
    )


def _inquiry_events(detail: InquiryDetail | None) -> tuple[CaseEvent, ...] | None:
    history = detail.inquiry_history_details if detail else None
    if history is None or history.history is None:
        return None
    return tuple(
        CaseEvent(at=at, actor=_text(one.actor), what=_text(one.action), text=_text(one.description))
        for one in history.history
        if (at := _instant(one.date)) is not None
    )


def _currency(refund: TotalRefund | None) -> str:
    """Of a return's amounts, as far as one of them tells it."""
    told = (refund.estimated_refund_amount, refund.actual_refund_amount) if refund else ()
    return next((one.currency for one in told if one and one.currency), "")


def _money(amount: Amount | None, currency: str = "") -> Money | None:
    """Post-Order's amounts are numbers; None where there is none. `currency` is for one that does not tell its own."""
    if amount is None or amount.value is None:
        return None
    currency = amount.currency or currency
    if not currency and not str(amount.value).strip("0."):
        return None  # nothing of no currency
    try:
        return Money.parse(str(amount.value), currency)
    except MoneyError as error:
        raise unreadable(ODD_AMOUNT) from error


def _needed(when: When | None) -> Instant:
    found = _instant(when)
    if found is None:
        raise unreadable(NO_DATE)
    return found


def _instant(when: When | None) -> Instant | None:
    if when is None or not when.value:
        return None
    try:
        found = parse_utc(when.value)
    except ValueError as error:
        raise unreadable(ODD_DATE) from error
    if not 1970 <= found.year < 2200:
        raise unreadable(ODD_DATE)
    return found


def _text(value: Text) -> str:
    return "" if value is None else str(value).strip()
