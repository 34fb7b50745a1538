"""Owns the list of services behind the deeds of order 360. All block: call them through `desk.ui.background` only.

Each queues one push and gives it back as `Queued`. `deed` names what the agent did once: called again with it, nothing
is queued a second time. Raise NotAllowed with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desk.domain.carriers import Carrier, Guess
    from desk.domain.pushes import CancelReason, RefundReason, ReturnAnswer
    from desk.domain.values import CaseId, ConversationId, LineId, Money, OrderId
    from desk.services.context import Desk
    from desk.services.return_case import Brief
    from desk.services.return_file import Moved
    from desk.services.shipments import Queued

HOLD_SECONDS = 10.0
"""So long the outbox holds a deed for the agent to take it back (UX 6)."""


class DeedCalls(Protocol):
    """What the dialogs and the message card ask of the services."""

    def carriers(self) -> Sequence[Carrier]: ...

    def recognise(self, number: str, country: str) -> Guess: ...

    def cancel_order(self, order: OrderId, reason: CancelReason, *, deed: str) -> Queued: ...

    def answer_cancellation(
        self, order: OrderId, case: CaseId, *, approve: bool, carrier: str, number: str, deed: str
    ) -> Queued: ...

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
        """`lines` empty: `amount` for the order as a whole."""
        ...

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
        """`number` is our own of the return, where the merchant counts them."""
        ...

    def send_return_label(
        self, order: OrderId, case: CaseId, carrier: str, number: str, file_name: str, file: bytes, *, deed: str
    ) -> Queued:
        """`file` empty: only the word that a label was sent."""
        ...

    def receive_return(self, order: OrderId, case: CaseId, comment: str, *, deed: str) -> Queued: ...

    def refund_return(
        self, order: OrderId, case: CaseId, goods: Money, shipping: Money, comment: str, *, deed: str
    ) -> Queued: ...

    def escalate_return(self, order: OrderId, case: CaseId, reason: str, comment: str, *, deed: str) -> Queued: ...

    def write_to_return(self, order: OrderId, case: CaseId, text: str, *, deed: str) -> Queued: ...

    def tell_inquiry(self, order: OrderId, case: CaseId, carrier: str, number: str, *, deed: str) -> Queued: ...

    def refund_inquiry(self, order: OrderId, case: CaseId, comment: str, *, deed: str) -> Queued: ...

    def mark_paid(self, order: OrderId, transaction: str, *, deed: str) -> Queued:
        """`transaction` names the payment; empty where nobody knows one, or the channel keeps none."""
        ...

    def send_link(self, order: OrderId, *, deed: str) -> Queued: ...

    def set_status(self, order: OrderId, status: str, *, deed: str) -> Queued: ...

    def correct_parcel(self, order: OrderId, old_number: str, carrier: str, number: str, *, deed: str) -> Queued: ...

    def send_message(
        self, order: OrderId, conversation: ConversationId | None, text: str, images: Sequence[str], *, deed: str
    ) -> Queued:
        """`conversation` None: begin one about the order."""
        ...

    def returns_of(self, order: OrderId) -> tuple[Brief, ...]: ...

    def free_to_return(self, order: OrderId) -> Mapping[LineId, int]:
        """How many pieces of each line may still come back."""
        ...

    def open_return(self, order: OrderId, pieces: Mapping[LineId, int], reason: str, *, by_parcel: bool) -> Moved:
        """`by_parcel`: it is here already, unannounced."""
        ...


class ServiceDeedCalls:
    """The real services. They are imported where they are used."""

    _desk: Desk

    def cancel_order(self, order: OrderId, reason: CancelReason, *, deed: str) -> Queued:
        from desk.services import cancelling

        return cancelling.cancel(self._desk, order, reason, hold_seconds=HOLD_SECONDS, deed=deed)

    def answer_cancellation(
        self, order: OrderId, case: CaseId, *, approve: bool, carrier: str, number: str, deed: str
    ) -> Queued:
        from desk.services import cancelling

        return cancelling.answer(
            self._desk,
            order,
            case,
            approve=approve,
            number=number,
            carrier=carrier,
            hold_seconds=HOLD_SECONDS,
            deed=deed,
        )

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
        from desk.services import refunding

        wanted = refunding.Wanted(
            reason=reason,
            amount=amount,
            lines=tuple(refunding.LineAmount(line, share) for line, share in lines),
            comment=comment,
        )
        return refunding.refund(self._desk, order, wanted, hold_seconds=HOLD_SECONDS, deed=deed)

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
        from desk.services import returns

        return returns.decide(
            self._desk,
            order,
            case,
            answer,
            comment=comment,
            amount=amount,
            number=number,
            hold_seconds=HOLD_SECONDS,
            deed=deed,
        )

    def send_return_label(
        self, order: OrderId, case: CaseId, carrier: str, number: str, file_name: str, file: bytes, *, deed: str
    ) -> Queued:
        from desk.services import returns

        label = returns.LabelFile(file_name, file) if file else None
        return returns.send_label(
            self._desk, order, case, carrier=carrier, number=number, file=label, hold_seconds=HOLD_SECONDS, deed=deed
        )

    def receive_return(self, order: OrderId, case: CaseId, comment: str, *, deed: str) -> Queued:
        from desk.services import returns

        return returns.receive(self._desk, order, case, comment=comment, hold_seconds=HOLD_SECONDS, deed=deed)

    def refund_return(
        self, order: OrderId, case: CaseId, goods: Money, shipping: Money, comment: str, *, deed: str
    ) -> Queued:
        from desk.services import returns

        return returns.refund(
            self._desk,
            order,
            case,
            goods=goods,
            shipping=shipping,
            comment=comment,
            hold_seconds=HOLD_SECONDS,
            deed=deed,
        )

    def escalate_return(self, order: OrderId, case: CaseId, reason: str, comment: str, *, deed: str) -> Queued:
        from desk.services import returns

        return returns.escalate(self._desk, order, case, reason, comment=comment, hold_seconds=HOLD_SECONDS, deed=deed)

    def write_to_return(self, order: OrderId, case: CaseId, text: str, *, deed: str) -> Queued:
        from desk.services import returns

        return returns.write(self._desk, order, case, text, hold_seconds=HOLD_SECONDS, deed=deed)

    def tell_inquiry(self, order: OrderId, case: CaseId, carrier: str, number: str, *, deed: str) -> Queued:
        from desk.services import inquiries

        return inquiries.tell_shipment(
            self._desk, order, case, carrier=carrier, number=number, hold_seconds=HOLD_SECONDS, deed=deed
        )

    def refund_inquiry(self, order: OrderId, case: CaseId, comment: str, *, deed: str) -> Queued:
        from desk.services import inquiries

        return inquiries.refund(self._desk, order, case, comment=comment, hold_seconds=HOLD_SECONDS, deed=deed)

    def mark_paid(self, order: OrderId, transaction: str, *, deed: str) -> Queued:
        from desk.services import paying

        return paying.mark_paid(self._desk, order, transaction, hold_seconds=HOLD_SECONDS, deed=deed)

    def send_link(self, order: OrderId, *, deed: str) -> Queued:
        from desk.services import paying

        return paying.send_link(self._desk, order, hold_seconds=HOLD_SECONDS, deed=deed)

    def set_status(self, order: OrderId, status: str, *, deed: str) -> Queued:
        from desk.services import restating

        return restating.set_status(self._desk, order, status, hold_seconds=HOLD_SECONDS, deed=deed)

    def correct_parcel(self, order: OrderId, old_number: str, carrier: str, number: str, *, deed: str) -> Queued:
        from desk.services import correcting

        wanted = correcting.Correction(old_number=old_number, number=number, carrier=carrier)
        return correcting.correct(self._desk, order, wanted, hold_seconds=HOLD_SECONDS, deed=deed)

    def send_message(
        self, order: OrderId, conversation: ConversationId | None, text: str, images: Sequence[str], *, deed: str
    ) -> Queued:
        from desk.services import messages

        return messages.send(
            self._desk,
            order,
            text,
            conversation=conversation,
            images=images,
            hold_seconds=HOLD_SECONDS,
            deed=deed,
        )

    def returns_of(self, order: OrderId) -> tuple[Brief, ...]:
        from desk.services import return_case

        return return_case.of_order(self._desk, order)

    def free_to_return(self, order: OrderId) -> Mapping[LineId, int]:
        from desk.services import return_opening

        return return_opening.free_of(self._desk, order)

    def open_return(self, order: OrderId, pieces: Mapping[LineId, int], reason: str, *, by_parcel: bool) -> Moved:
        from desk.services import return_opening

        return return_opening.open_return(self._desk, order, pieces, reason=reason, by_parcel=by_parcel)
