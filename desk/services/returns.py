"""Take part in returns that buyers opened on a channel: decide, give a label, receive, refund, write, escalate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from connectors.contract.capabilities import CanAnswerReturns
from desk.domain.cases import CaseDeed, CaseKind
from desk.domain.errors import NotAllowed
from desk.domain.pushes import (
    AnswerReturn,
    EscalateReturn,
    ReceiveReturn,
    RefundReturn,
    ReturnAnswer,
    ReturnPush,
    SendReturnLabel,
    WriteToReturn,
)
from desk.domain.values import CaseId, Money, OrderId
from desk.services import case_rules, refunding
from desk.services.context import Desk
from desk.services.order_file import OrderFile, queue, refuse_unless
from desk.services.shipments import Queued, carrier_named
from desk.services.texts_to_buyers import check_text
from desk.store.cases import StoredCase

LONGEST_NUMBER = 50
_DEEDS = {
    ReturnAnswer.APPROVE: CaseDeed.APPROVE,
    ReturnAnswer.DECLINE: CaseDeed.DECLINE,
    ReturnAnswer.OFFER_PART: CaseDeed.OFFER_PART,
}
# How files of these endings begin.
_BEGIN: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "bmp": (b"BM",),
}


@dataclass(frozen=True, slots=True)
class LabelFile:
    """A label of our own as it lies on the disk."""

    name: str
    content: bytes


def decide(
    desk: Desk,
    order_id: OrderId,
    case: CaseId,
    answer: ReturnAnswer,
    *,
    comment: str = "",
    amount: Money | None = None,
    number: str = "",
    hold_seconds: float = 10,
    deed: str = "",
) -> Queued:
    """Approve, decline, or offer some of the money (`amount`) for keeping the goods. Raises NotFound and NotAllowed."""

    def judge(file: OrderFile) -> ReturnPush:
        return decision(file, case, answer, comment=comment, amount=amount, number=number)

    return queue(desk, order_id, judge, hold_seconds=hold_seconds, deed=deed)


def decision(
    file: OrderFile, case: CaseId, answer: ReturnAnswer, *, comment: str = "", amount: Money | None = None, number: str
) -> ReturnPush:
    """The answer as it would be queued. Raises NotFound and NotAllowed; reads and writes nothing."""
    found, can = _allowed(file, case, _DEEDS[answer])
    if answer is ReturnAnswer.OFFER_PART:
        if amount is None:
            raise NotAllowed("Say how much is offered.", code="offer_missing")
        refunding.check_left(file, amount)
    elif amount is not None:
        raise NotAllowed("An amount goes with an offer only.", code="amount_not_taken")
    if len(number) > LONGEST_NUMBER or not number.isprintable():
        raise NotAllowed("This is no number of a return. Check what was pasted.", code="return_number_odd")
    return AnswerReturn(
        order=file.order.ref,
        case=found.told.ref.id,
        answer=answer,
        comment=case_rules.check_comment(comment, can.comment),
        amount=amount,
        number=number.strip(),
    )


def send_label(
    desk: Desk,
    order_id: OrderId,
    case: CaseId,
    *,
    carrier: str,
    number: str,
    file: LabelFile | None = None,
    hold_seconds: float = 10,
    deed: str = "",
) -> Queued:
    """Give the buyer a label of our own: the file, or without one the word that it was sent already.

    Raises NotFound and NotAllowed.
    """
    return queue(
        desk,
        order_id,
        lambda of: label(of, case, carrier=carrier, number=number, label_file=file),
        hold_seconds=hold_seconds,
        deed=deed,
    )


def label(of: OrderFile, case: CaseId, *, carrier: str, number: str, label_file: LabelFile | None) -> ReturnPush:
    """The label as it would be queued. Raises NotFound and NotAllowed; reads and writes nothing."""
    found, can = _allowed(of, case, CaseDeed.SEND_LABEL)
    if not carrier.strip():
        raise NotAllowed("Choose the carrier of the parcel.", code="carrier_missing")
    if not number.strip():
        raise NotAllowed("A parcel needs its tracking number.", code="number_missing")
    case_rules.check_number(number.strip())
    if label_file is not None:
        check_label(label_file, can)
    return SendReturnLabel(
        order=of.order.ref,
        case=found.told.ref.id,
        carrier=carrier_named(carrier).code,
        number=number.strip(),
        file_name="" if label_file is None else PurePath(label_file.name).name,
        file=b"" if label_file is None else label_file.content,
    )


def check_label(file: LabelFile, can: CanAnswerReturns) -> None:
    """Raises NotAllowed where the channel would not take this file, or it is not what its name says."""
    ending = PurePath(file.name).suffix.lower().lstrip(".")
    kinds = ", ".join(can.label_files).upper()
    if ending not in can.label_files:
        raise NotAllowed(f"The channel takes labels as {kinds} only.", code="label_kind", kinds=kinds)
    if not file.content:
        raise NotAllowed("The label's file is empty.", code="label_empty")
    if can.label_bytes and len(file.content) > can.label_bytes:
        most = f"{can.label_bytes / 1_000_000:.1f} MB"
        raise NotAllowed(f"The label is larger than {most}. Make it smaller.", code="label_large", most=most)
    if not file.content.startswith(_BEGIN.get(ending, (b"",))):
        raise NotAllowed(
            f"This file is no {ending.upper()}, whatever its name says. Save the label anew.",
            code="label_not_that",
            ending=ending.upper(),
        )


def receive(
    desk: Desk, order_id: OrderId, case: CaseId, *, comment: str = "", hold_seconds: float = 10, deed: str = ""
) -> Queued:
    """Say that the goods are back. Raises NotFound and NotAllowed."""
    return queue(
        desk, order_id, lambda file: reception(file, case, comment=comment), hold_seconds=hold_seconds, deed=deed
    )


def reception(file: OrderFile, case: CaseId, *, comment: str = "") -> ReturnPush:
    """The word that the goods are back, as it would be queued. Raises NotFound and NotAllowed."""
    found, can = _allowed(file, case, CaseDeed.RECEIVE)
    told = case_rules.check_comment(comment, can.comment)
    return ReceiveReturn(order=file.order.ref, case=found.told.ref.id, comment=told)


def refund(
    desk: Desk,
    order_id: OrderId,
    case: CaseId,
    *,
    goods: Money,
    shipping: Money | None = None,
    comment: str = "",
    hold_seconds: float = 10,
    deed: str = "",
) -> Queued:
    """Give back the money of a return: for the goods, and for what their way to the buyer cost.

    Raises NotFound and NotAllowed.
    """
    way = shipping if shipping is not None else Money.zero(goods.currency)
    return queue(
        desk,
        order_id,
        lambda file: repayment(file, case, goods=goods, shipping=way, comment=comment),
        hold_seconds=hold_seconds,
        deed=deed,
    )


def repayment(file: OrderFile, case: CaseId, *, goods: Money, shipping: Money, comment: str = "") -> ReturnPush:
    """The money of a return as it would be queued. Raises NotFound and NotAllowed; reads and writes nothing."""
    found, can = _allowed(file, case, CaseDeed.REFUND)
    if goods.minor < 0 or shipping.minor < 0:
        raise NotAllowed("A refund is more than nothing.", code="amount_odd")
    if shipping.currency != goods.currency:
        raise NotAllowed("Goods and shipping are refunded in one currency.", code="currencies_mixed")
    refunding.check_left(file, goods + shipping)
    paid_way = file.order.totals.shipping
    if paid_way < shipping:
        raise NotAllowed(
            f"Shipping cost {paid_way}; no more of it can go back.", code="shipping_over", left=str(paid_way)
        )
    told = case_rules.check_comment(comment, can.comment)
    return RefundReturn(order=file.order.ref, case=found.told.ref.id, goods=goods, shipping=shipping, comment=told)


def escalate(
    desk: Desk,
    order_id: OrderId,
    case: CaseId,
    reason: str,
    *,
    comment: str = "",
    hold_seconds: float = 10,
    deed: str = "",
) -> Queued:
    """Ask the channel to decide, for one of its own reasons. Raises NotFound and NotAllowed."""

    def judge(file: OrderFile, found: StoredCase, can: CanAnswerReturns) -> ReturnPush:
        if can.escalations and reason not in can.escalations:
            known = ", ".join(can.escalations)
            raise NotAllowed(f"The channel takes these reasons: {known}.", code="escalation_unknown", known=known)
        told = case_rules.check_comment(comment, can.comment)
        return EscalateReturn(order=file.order.ref, case=found.told.ref.id, reason=reason, comment=told)

    return _queue(desk, order_id, case, CaseDeed.ESCALATE, judge, hold_seconds, deed)


def write(
    desk: Desk, order_id: OrderId, case: CaseId, text: str, *, hold_seconds: float = 10, deed: str = ""
) -> Queued:
    """Write to the buyer inside a return. Raises NotFound and NotAllowed."""

    def judge(file: OrderFile, found: StoredCase, can: CanAnswerReturns) -> ReturnPush:
        told = check_text(text, can.comment)
        return WriteToReturn(order=file.order.ref, case=found.told.ref.id, text=told)

    return _queue(desk, order_id, case, CaseDeed.WRITE, judge, hold_seconds, deed)


def _queue(
    desk: Desk,
    order_id: OrderId,
    case: CaseId,
    what: CaseDeed,
    judge: Callable[[OrderFile, StoredCase, CanAnswerReturns], ReturnPush],
    hold_seconds: float,
    deed: str,
) -> Queued:
    def judged(file: OrderFile) -> ReturnPush:
        return judge(file, *_allowed(file, case, what))

    return queue(desk, order_id, judged, hold_seconds=hold_seconds, deed=deed)


def _allowed(file: OrderFile, case: CaseId, what: CaseDeed) -> tuple[StoredCase, CanAnswerReturns]:
    """The case and the channel's limits, where it takes this deed now. Raises NotFound and NotAllowed."""
    found = file.case(case, CaseKind.RETURN)
    refuse_unless(case_rules.now(file, found, what), file)
    can = file.can.answers_returns
    if can is None:  # refused above
        raise NotAllowed("This channel takes no such change.", code="channel_cannot")
    return found, can
