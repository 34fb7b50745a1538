"""Owns how an order's cases are shown: the open ones first, what may be done with each, and their history entries."""

from __future__ import annotations

from collections.abc import Iterator

from desk.domain.cases import ENDED
from desk.domain.clock import Instant
from desk.domain.pushes import RefundReason
from desk.domain.views import CaseView, DeedLimits, EventKind, TimelineEntry
from desk.services import cancelling, case_rules, refunding, restating
from desk.services.order_file import OrderFile
from desk.store.cases import StoredCase

_EXCERPT = 80


def views(file: OrderFile) -> tuple[CaseView, ...]:
    """The open ones first, the soonest deadline before the others; then the ended ones, the newest first."""
    return tuple(_view(file, one) for one in sorted(file.cases, key=_urgency))


def _urgency(one: StoredCase) -> tuple[bool, float, float, int]:
    ended = one.told.state in ENDED
    ours = [due.at.timestamp() for due in one.told.deadlines if due.ours]
    soonest = min(ours, default=float("inf"))
    return ended, 0.0 if ended else soonest, -one.told.opened_at.timestamp(), one.id


def _view(file: OrderFile, one: StoredCase) -> CaseView:
    told = one.told
    return CaseView(
        id=one.id,
        kind=told.kind,
        remote_id=told.ref.id,
        state=told.state,
        channel_state=told.channel_state,
        opened_at=told.opened_at,
        changed_at=told.changed_at,
        fetched_at=one.fetched_at,
        reason=told.reason,
        channel_reason=told.channel_reason,
        comment=told.comment,
        opened_by_buyer=told.opened_by_buyer,
        lines=told.lines,
        deadlines=told.deadlines,
        may=case_rules.permissions(file, one),
        other_options=told.other_options,
        expected=told.expected,
        refunded=told.refunded,
        carrier=told.carrier,
        number=told.number,
        escalated_as=told.escalated_as,
        events=tuple(sorted(told.events or (), key=lambda event: event.at, reverse=True)),
        open_in_channel=told.open_in_channel,
    )


def limits(file: OrderFile) -> DeedLimits:
    """What the channel lets the merchant say in each deed."""
    can = file.can
    refunds, returns, texts = can.issues_refunds, can.answers_returns, can.sends_messages
    return DeedLimits(
        cancel_reasons=cancelling.reasons(file),
        cancel_refunds=cancelling.gives_back(file),
        no_needs_parcel=can.cancels_orders is None or can.cancels_orders.no_needs_parcel,
        refund_sends_money=refunding.sends_money(file),
        refund_reasons=() if refunds is None else tuple(one for one in RefundReason if one in refunds.reasons),
        refund_by_line=refunds is not None and refunds.by_line,
        refund_partial=refunds is not None and refunds.partial,
        refund_comment=0 if refunds is None else refunds.comment,
        return_comment=0 if returns is None else returns.comment,
        label_files=() if returns is None else returns.label_files,
        label_bytes=0 if returns is None else returns.label_bytes,
        escalations=() if returns is None else returns.escalations,
        message_length=0 if texts is None else texts.length,
        message_images=0 if texts is None else texts.images,
        message_forbidden="" if texts is None else texts.forbidden,
        page_name=can.page_name,
        payment_reference=can.marks_paid is not None and can.marks_paid.transaction,
        statuses=restating.choices(file),
    )


def told(file: OrderFile) -> Iterator[TimelineEntry]:
    """What cases and messages tell by themselves: they have rows of their own, also where the order came later."""
    for one in file.cases:
        case = one.told
        facts: dict[str, str | int] = {
            "case_kind": case.kind,
            "case": case.ref.id,
            "reason_code": case.reason,
            "channel_reason": case.channel_reason,
            "by_buyer": int(case.opened_by_buyer),
        }
        yield TimelineEntry(
            at=Instant(max(case.opened_at, file.order.placed_at)), kind=EventKind.CASE_OPENED, facts=facts, actor=""
        )
    for conversation in file.conversations:
        for text in conversation.told.messages:
            kind = EventKind.MESSAGE_SENT if text.ours else EventKind.MESSAGE_RECEIVED
            yield TimelineEntry(at=text.at, kind=kind, facts={"text": _excerpt(text.text)}, actor="")


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
