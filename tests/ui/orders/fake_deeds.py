"""Owns the stateful stand-in for the services of deeds, and builders of cases and conversations."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from desk.domain.cases import CaseDeed, CaseEvent, CaseKind, CaseLine, CaseState, Deadline
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant, parse_utc
from desk.domain.errors import DeskError
from desk.domain.pushes import CancelReason, PushState, RefundReason, ReturnAnswer
from desk.domain.values import CaseId, ConversationId, LineId, Money, OrderId, PushId
from desk.domain.views import CaseView, ConversationView, DeedLimits, MessageView, OrderView, Permission
from desk.services.return_case import Brief
from desk.services.return_file import Moved
from desk.services.shipments import Queued

NOW = parse_utc("2026-11-21T09:00:00Z")
YES = Permission(True)
NOT_NOW = Permission(False, "case_not_now", "The channel does not take this at the moment.")
LIMITS = DeedLimits(
    cancel_reasons=(CancelReason.OUT_OF_STOCK, CancelReason.BUYER_ASKED),
    refund_reasons=(RefundReason.GOODWILL, RefundReason.NOT_RECEIVED),
    refund_by_line=True,
    refund_partial=True,
    refund_comment=100,
    return_comment=1000,
    label_files=("pdf", "png"),
    label_bytes=2_000_000,
    escalations=("TROUBLE_COMMUNICATION_WITH_BUYER", "OTHER"),
    message_length=2000,
    message_images=2,
    message_forbidden="No links, addresses or phone numbers.",
)


def later(hours: float) -> Instant:
    return Instant(NOW + timedelta(hours=hours))


def case(
    number: int = 1,
    kind: CaseKind = CaseKind.RETURN,
    *,
    may: Mapping[CaseDeed, Permission] | None = None,
    due_in: float | None = 30,
    **changes: Any,
) -> CaseView:
    """A return that the buyer has asked for and somebody has to answer."""
    if may is None:
        may = {
            CaseDeed.APPROVE: YES,
            CaseDeed.DECLINE: YES,
            CaseDeed.OFFER_PART: YES,
            CaseDeed.REFUND: NOT_NOW,
            CaseDeed.WRITE: YES,
        }
    base: dict[str, Any] = {
        "id": CaseId(number),
        "kind": kind,
        "remote_id": f"50000{number}",
        "state": CaseState.REQUESTED,
        "channel_state": "RETURN_REQUESTED",
        "opened_at": later(-40),
        "changed_at": None,
        "fetched_at": later(-1),
        "reason": "DEFECTIVE",
        "channel_reason": "DEFECTIVE_ITEM",
        "comment": "Der Motor läuft nicht an.",
        "opened_by_buyer": True,
        "lines": (CaseLine(remote_line="1", title="Akku-Bohrschrauber 18 V", quantity=1),),
        "deadlines": () if due_in is None else (Deadline(what="SELLER_APPROVE_REQUEST", at=later(due_in)),),
        "may": may,
        "other_options": (),
        "expected": Money(114900, "EUR"),
        "refunded": None,
        "carrier": "",
        "number": "",
        "escalated_as": "",
        "events": (CaseEvent(at=later(-40), actor="BUYER", what="CREATE_RETURN", text=""),),
        "open_in_channel": "https://channel.example/return/1",
    }
    return CaseView(**{**base, **changes})


def text(words: str, *, ours: bool = False, hours: float = -3, unread: bool = False, **changes: Any) -> MessageView:
    return MessageView(at=later(hours), ours=ours, text=words, unread=unread, **changes)


def talk(number: int | None = 1, *texts: MessageView, **changes: Any) -> ConversationView:
    shown = texts or (text("Wo bleibt mein Paket?", unread=True),)
    base: dict[str, Any] = {
        "id": ConversationId(number) if number is not None else None,
        "remote_id": str(number or ""),
        "title": "Akku-Bohrschrauber 18 V",
        "buyer": "bohrfan_77",
        "listing": "110000000001",
        "unread": sum(one.unread for one in shown),
        "closed": False,
        "messages": tuple(shown),
    }
    return ConversationView(**{**base, **changes})


@dataclass(slots=True)
class FakeOutbox:
    """What was queued, each deed once, and the refusal that comes next."""

    views: dict[OrderId, OrderView]
    queued: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    keys: dict[str, Queued] = field(default_factory=dict)
    refusal: DeskError | None = None
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def take(self, deed: str, order: OrderId, kind: str, *told: Any) -> Queued:
        self.gate.wait(60)
        if self.refusal is not None:
            raise self.refusal
        if deed in self.keys:
            return self.keys[deed]
        self.queued.append((kind, (order, *told)))
        push = PushId(500 + len(self.queued))
        made = Queued((push,), Changes.of(Kind.ORDER, [order]) + Changes.of(Kind.PUSH, [push]))
        self.keys[deed] = made
        return made


class FakeDeeds:
    """The services of deeds over a `FakeOutbox`."""

    outbox: FakeOutbox
    briefs: tuple[Brief, ...] = ()

    def returns_of(self, _order: OrderId) -> tuple[Brief, ...]:
        return self.briefs

    def free_to_return(self, _order: OrderId) -> Mapping[LineId, int]:
        return {}

    def open_return(self, order: OrderId, pieces: Mapping[LineId, int], reason: str, *, by_parcel: bool) -> Moved:
        raise NotImplementedError  # returns are opened over the real services

    def cancel_order(self, order: OrderId, reason: CancelReason, *, deed: str) -> Queued:
        return self.outbox.take(deed, order, "cancel_order", reason)

    def answer_cancellation(
        self, order: OrderId, case: CaseId, *, approve: bool, carrier: str, number: str, deed: str
    ) -> Queued:
        return self.outbox.take(deed, order, "answer_cancellation", case, approve, carrier, number)

    def refund_order(
        self,
        order: OrderId,
        amount: Money,
        lines: Sequence[tuple[LineId, Money]],
        reason: RefundReason,
        comment: str,
        *,
        deed: str,
    ) -> Queued:
        return self.outbox.take(deed, order, "refund_order", amount, tuple(lines), reason, comment)

    def answer_return(
        self,
        order: OrderId,
        case: CaseId,
        answer: ReturnAnswer,
        comment: str,
        amount: Money | None,
        *,
        deed: str,
        number: str = "",
    ) -> Queued:
        told = (case, answer, comment, amount, *((number,) if number else ()))
        return self.outbox.take(deed, order, "answer_return", *told)

    def send_return_label(
        self, order: OrderId, case: CaseId, carrier: str, number: str, file_name: str, file: bytes, *, deed: str
    ) -> Queued:
        return self.outbox.take(deed, order, "send_return_label", case, carrier, number, file_name, file)

    def receive_return(self, order: OrderId, case: CaseId, comment: str, *, deed: str) -> Queued:
        return self.outbox.take(deed, order, "receive_return", case, comment)

    def refund_return(
        self, order: OrderId, case: CaseId, goods: Money, shipping: Money, comment: str, *, deed: str
    ) -> Queued:
        return self.outbox.take(deed, order, "refund_return", case, goods, shipping, comment)

    def escalate_return(self, order: OrderId, case: CaseId, reason: str, comment: str, *, deed: str) -> Queued:
        return self.outbox.take(deed, order, "escalate_return", case, reason, comment)

    def write_to_return(self, order: OrderId, case: CaseId, text: str, *, deed: str) -> Queued:
        return self.outbox.take(deed, order, "write_to_return", case, text)

    def tell_inquiry(self, order: OrderId, case: CaseId, carrier: str, number: str, *, deed: str) -> Queued:
        return self.outbox.take(deed, order, "tell_inquiry", case, carrier, number)

    def refund_inquiry(self, order: OrderId, case: CaseId, comment: str, *, deed: str) -> Queued:
        return self.outbox.take(deed, order, "refund_inquiry", case, comment)

    def mark_paid(self, order: OrderId, transaction: str, *, deed: str) -> Queued:
        return self.outbox.take(deed, order, "mark_paid", transaction)

    def send_link(self, order: OrderId, *, deed: str) -> Queued:
        return self.outbox.take(deed, order, "send_link")

    def set_status(self, order: OrderId, status: str, *, deed: str) -> Queued:
        return self.outbox.take(deed, order, "set_status", status)

    def correct_parcel(self, order: OrderId, old_number: str, carrier: str, number: str, *, deed: str) -> Queued:
        return self.outbox.take(deed, order, "correct_parcel", old_number, carrier, number)

    def send_message(
        self, order: OrderId, conversation: ConversationId | None, text: str, images: Sequence[str], *, deed: str
    ) -> Queued:
        """As the real one, the text lies in its conversation as on its way."""
        made = self.outbox.take(deed, order, "send_message", conversation, text, tuple(images))
        view = self.outbox.views[order]
        ours = MessageView(at=NOW, ours=True, text=text, push=made.pushes[0], state=PushState.HELD)
        shown = tuple(
            replace(one, messages=(*one.messages, ours)) if one.id == conversation else one
            for one in view.conversations
        )
        self.outbox.views[order] = replace(view, conversations=shown or (talk(None, ours),))
        return made
