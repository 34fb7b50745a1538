"""Owns which deeds a case takes now and why not: the channel's own word first, then what is on its way. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from desk.domain.cases import ENDED, CaseDeed, CaseKind, CaseState
from desk.domain.errors import NotAllowed
from desk.domain.pushes import (
    AnswerCancellation,
    AnswerReturn,
    EscalateReturn,
    Push,
    ReceiveReturn,
    RefundInquiry,
    RefundReturn,
    ReturnAnswer,
    SendReturnLabel,
    TellInquiry,
    WriteToReturn,
)
from desk.domain.shipments import normalise_number
from desk.domain.views import Permission
from desk.services import money_left
from desk.services.order_file import OrderFile, cannot, no, writes
from desk.services.shipments import MAX_NUMBER
from desk.store.cases import StoredCase

_DEEDS: dict[CaseKind, tuple[CaseDeed, ...]] = {
    CaseKind.RETURN: tuple(one for one in CaseDeed if one is not CaseDeed.TELL_SHIPMENT),
    CaseKind.INQUIRY: (CaseDeed.TELL_SHIPMENT, CaseDeed.REFUND),
    CaseKind.CANCELLATION: (CaseDeed.APPROVE, CaseDeed.DECLINE),
}
_ABILITY = {
    CaseKind.RETURN: "answers_returns",
    CaseKind.INQUIRY: "answers_inquiries",
    CaseKind.CANCELLATION: "cancels_orders",
}
_ANSWERS = {
    ReturnAnswer.APPROVE: CaseDeed.APPROVE,
    ReturnAnswer.DECLINE: CaseDeed.DECLINE,
    ReturnAnswer.OFFER_PART: CaseDeed.OFFER_PART,
}
_DECISIONS = frozenset(_ANSWERS.values())


def permissions(file: OrderFile, case: StoredCase) -> dict[CaseDeed, Permission]:
    """Each deed that makes sense for this kind of case, and whether it can be done now."""
    known = _known_deeds(file, case.told.kind)
    return {one: now(file, case, one) for one in _DEEDS[case.told.kind] if known is None or one in known}


def is_known(file: OrderFile, case: StoredCase, deed: CaseDeed) -> bool:
    """Whether the channel has such a deed for cases of this kind at all, be it now or later."""
    known = _known_deeds(file, case.told.kind)
    return known is not None and deed in known


def _known_deeds(file: OrderFile, kind: CaseKind) -> Sequence[str] | None:
    """The deeds that the channel knows at all; None where it does not know cases of this kind."""
    can = file.can
    if kind is CaseKind.RETURN:
        return None if can.answers_returns is None else can.answers_returns.deeds
    if kind is CaseKind.INQUIRY:
        return None if can.answers_inquiries is None else can.answers_inquiries.deeds
    return _DEEDS[kind] if can.cancels_orders is not None and can.cancels_orders.answers else None


def now(file: OrderFile, case: StoredCase, deed: CaseDeed) -> Permission:
    """Whether this deed can be done with this case now, and if not, why."""
    known = _known_deeds(file, case.told.kind)
    if known is None:
        return cannot(file, _ABILITY[case.told.kind])
    if deed not in known:
        return no("channel_cannot", "This channel takes no such change.")
    mine = [row for row in file.under_way if getattr(row.push, "case", None) == case.told.ref.id]
    if any(blocks(row.push, deed) for row in mine):
        return no("case_on_its_way", "Your answer to this case is on its way to the channel.")
    if deed not in case.told.allows:
        return _not_now(case.told.state)
    if deed is CaseDeed.REFUND and not money_left.balance(file).left:
        return no("nothing_left_to_refund", "Nothing of this order's money is left to give back.")
    return writes(file.account)


def _not_now(state: CaseState) -> Permission:
    if state in ENDED:
        return no("case_ended", "This case is closed.")
    if state is CaseState.ESCALATED:
        return no("case_escalated", "The channel decides this case now.")
    return no("case_not_now", "The channel does not take this at the moment.")


def deed_of(push: Push) -> CaseDeed | None:
    """What a push does with its case; None where it concerns none."""
    if isinstance(push, AnswerReturn):
        return _ANSWERS[push.answer]
    if isinstance(push, AnswerCancellation):
        return CaseDeed.APPROVE if push.approve else CaseDeed.DECLINE
    return next((deed for kind, deed in _OF_PUSH.items() if isinstance(push, kind)), None)


_OF_PUSH: dict[type[object], CaseDeed] = {
    SendReturnLabel: CaseDeed.SEND_LABEL,
    ReceiveReturn: CaseDeed.RECEIVE,
    RefundReturn: CaseDeed.REFUND,
    EscalateReturn: CaseDeed.ESCALATE,
    WriteToReturn: CaseDeed.WRITE,
    TellInquiry: CaseDeed.TELL_SHIPMENT,
    RefundInquiry: CaseDeed.REFUND,
}


def blocks(push: Push, deed: CaseDeed) -> bool:
    """Whether `deed` has to wait for this push: it is the same, or another answer to the same question."""
    going = deed_of(push)
    if going is None or deed is CaseDeed.WRITE:
        return False  # several texts may be under way
    return going is deed or (going in _DECISIONS and deed in _DECISIONS)


def check_comment(text: str, longest: int) -> str:
    """The comment without blanks around it. Raises NotAllowed where it is too long, or the channel takes none."""
    told = text.strip()
    if told and not longest:
        raise NotAllowed("The channel takes no comment here. Leave it empty.", code="comment_not_taken")
    if len(told) > longest:
        raise NotAllowed(
            f"The comment has {len(told)} characters; the channel takes {longest}.",
            code="comment_too_long",
            length=len(told),
            longest=longest,
        )
    return told


def check_number(number: str) -> None:
    """Raises NotAllowed for what cannot be a tracking number."""
    if not normalise_number(number) or len(number) > MAX_NUMBER or not number.isprintable():
        raise NotAllowed(
            "This does not look like a tracking number. Check what was scanned or pasted.", code="number_odd"
        )
