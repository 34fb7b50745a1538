"""Answer buyers who say that nothing arrived: with the parcel, or with the money."""

from __future__ import annotations

from desk.domain.cases import CaseDeed, CaseKind
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed
from desk.domain.pushes import RefundInquiry, TellInquiry
from desk.domain.values import CaseId, OrderId
from desk.services import case_rules
from desk.services.context import Desk
from desk.services.money_left import balance
from desk.services.order_file import OrderFile, queue, refuse_unless
from desk.services.shipments import Queued, carrier_named


def tell_shipment(
    desk: Desk,
    order_id: OrderId,
    case: CaseId,
    *,
    carrier: str = "",
    number: str = "",
    shipped_at: Instant | None = None,
    hold_seconds: float = 10,
    deed: str = "",
) -> Queued:
    """Answer with the parcel; without a number with the order's newest known one. Raises NotFound and NotAllowed."""

    def judge(file: OrderFile) -> TellInquiry:
        found = file.case(case, CaseKind.INQUIRY)
        refuse_unless(case_rules.now(file, found, CaseDeed.TELL_SHIPMENT), file)
        told, by, at = number.strip(), carrier.strip(), shipped_at
        known = [one for one in file.order.shipments or () if one.number]
        if not told and known:
            newest = max(known, key=lambda one: one.shipped_at or file.order.placed_at)
            told, by, at = newest.number, by or newest.carrier, at or newest.shipped_at
        if not told:
            raise NotAllowed("A parcel needs its tracking number.", code="number_missing")
        case_rules.check_number(told)
        if not by:
            raise NotAllowed("Choose the carrier of the parcel.", code="carrier_missing")
        return TellInquiry(
            order=file.order.ref,
            case=found.told.ref.id,
            carrier=carrier_named(by).code,
            number=told,
            shipped_at=at or file.now,
        )

    return queue(desk, order_id, judge, hold_seconds=hold_seconds, deed=deed)


def refund(
    desk: Desk, order_id: OrderId, case: CaseId, *, comment: str = "", hold_seconds: float = 10, deed: str = ""
) -> Queued:
    """Answer with the money, all that the inquiry is about and that is left. Raises NotFound and NotAllowed."""

    def judge(file: OrderFile) -> RefundInquiry:
        found = file.case(case, CaseKind.INQUIRY)
        refuse_unless(case_rules.now(file, found, CaseDeed.REFUND), file)
        can = file.can.answers_inquiries
        left, about = balance(file).left, found.told.expected
        return RefundInquiry(
            order=file.order.ref,
            case=found.told.ref.id,
            # It may be about one article of several.
            amount=about if about is not None and about.currency == left.currency and about < left else left,
            comment=case_rules.check_comment(comment, 0 if can is None else can.comment),
        )

    return queue(desk, order_id, judge, hold_seconds=hold_seconds, deed=deed)
