"""Call orders off, and answer buyers who wish to. Where the channel gives the money back itself, never a refund too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from connectors.contract.capabilities import CanCancelOrders
from desk.domain.cases import CaseDeed, CaseKind
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed
from desk.domain.orders import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import (
    AnswerCancellation,
    CancelOrder,
    CancelReason,
    ConfirmShipment,
    RefundInquiry,
    RefundOrder,
    RefundReturn,
)
from desk.domain.shipments import normalise_number
from desk.domain.values import CaseId, OrderId
from desk.domain.views import Permission
from desk.services import case_rules, money_left
from desk.services.context import Desk
from desk.services.order_file import YES, OrderFile, cannot, no, queue, refuse_unless, writes
from desk.services.shipments import Queued, carrier_named

_SHIPPED = (ShippingFacet.SHIPPED, ShippingFacet.PARTLY_SHIPPED)


def permission(file: OrderFile) -> Permission:
    """Whether the order can be called off now for any reason, and if not, why."""
    can = file.can.cancels_orders
    if can is None:
        return cannot(file, "cancels_orders")
    refused = next(_against(file), None)
    if refused is not None:
        return refused
    if not reasons(file):
        return _not_unpaid_yet(file, can)
    return writes(file.account)


def _against(file: OrderFile) -> Iterator[Permission]:
    order = file.order
    if order.handling is Handling.CHANNEL:
        yield no("channel_handles", "The channel sees to this order itself.")
    if order.order is OrderFacet.CANCELLED:
        yield no("order_cancelled", "This order is cancelled.")
    if order.order is OrderFacet.REMOVED:
        yield no("order_removed", "The channel has removed this order.")
    yield from _open_matters(file)
    if order.shipping in _SHIPPED or order.shipments:
        yield no("order_shipped", "Goods of this order are on their way. Take them back as a return instead.")
    if any(isinstance(row.push, ConfirmShipment) for row in file.under_way):
        yield no("shipment_on_its_way", "A parcel of this order is being reported. Take that back first.")
    if order.payment is PaymentFacet.REFUNDED:
        yield no("order_refunded", "This order is refunded in full.")
    if order.payment is PaymentFacet.PARTLY_REFUNDED or any(
        isinstance(row.push, RefundOrder | RefundReturn | RefundInquiry) and money_left.counts(file, row)
        for row in file.rows
    ):
        yield no("partly_refunded", "Some of the money went back already. Refund the rest instead.")


def _open_matters(file: OrderFile) -> Iterator[Permission]:
    if any(isinstance(row.push, CancelOrder | AnswerCancellation) for row in file.under_way):
        yield no("cancellation_on_its_way", "A cancellation of this order is on its way already.")
    if file.open_case(CaseKind.CANCELLATION) is not None:
        yield no("cancellation_open", "There is an open cancellation of this order. Answer that one.")
    if file.open_case(CaseKind.RETURN) is not None:
        yield no("return_open", "A return of this order is open: give the money back there.")
    if file.open_case(CaseKind.INQUIRY) is not None:
        yield no("inquiry_open", "The buyer says that nothing arrived: answer that case.")


def reasons(file: OrderFile) -> tuple[CancelReason, ...]:
    """The reasons that the channel takes for this order now."""
    can = file.can.cancels_orders
    if can is None:
        return ()
    known = [one for one in CancelReason if one in can.reasons]
    return tuple(one for one in known if one is not CancelReason.UNPAID or _unpaid_now(file, can))


def _unpaid_now(file: OrderFile, can: CanCancelOrders) -> bool:
    first, last = _unpaid_between(file, can)
    return not money_left.received(file) and first <= file.now and (last is None or file.now < last)


def _unpaid_between(file: OrderFile, can: CanCancelOrders) -> tuple[Instant, Instant | None]:
    bought = file.order.placed_at
    last = None if can.unpaid_until is None else Instant(bought + timedelta(days=can.unpaid_until))
    return Instant(bought + timedelta(days=can.unpaid_from)), last


def _not_unpaid_yet(file: OrderFile, can: CanCancelOrders) -> Permission:
    if money_left.received(file):
        return no("order_paid", "This order is paid, so it cannot be called off as unpaid.")
    first, last = _unpaid_between(file, can)
    if last is not None and file.now >= last:
        return no("unpaid_too_late", "The channel does not take a cancellation as unpaid any more.")
    if file.now < first:
        return no("unpaid_too_early", "The buyer still has time to pay; the channel takes it later.")
    return no("channel_cannot", "This channel takes no such change.")


def cancel(desk: Desk, order_id: OrderId, reason: CancelReason, *, hold_seconds: float = 10, deed: str = "") -> Queued:
    """Queue the cancellation of a whole order. Raises NotFound and NotAllowed."""
    return queue(desk, order_id, lambda file: judged(file, reason), hold_seconds=hold_seconds, deed=deed)


def judged(file: OrderFile, reason: CancelReason) -> CancelOrder:
    """The push as it would be queued. Raises NotAllowed; reads and writes nothing."""
    refuse_unless(permission(file), file)
    can = file.can.cancels_orders
    if can is not None and reason not in reasons(file):
        refused = no("reason_not_taken", "The channel does not take this reason for this order.")
        if reason is CancelReason.UNPAID and reason in can.reasons:
            refused = _not_unpaid_yet(file, can)
        refuse_unless(refused, file)
    paid = bool(money_left.received(file)) and gives_back(file)
    return CancelOrder(order=file.order.ref, reason=reason, paid=paid)


def gives_back(file: OrderFile) -> bool:
    """Whether the channel gives the money back with a cancellation; else somebody has to refund it."""
    can = file.can.cancels_orders
    return can is None or can.refunds


def may_answer(file: OrderFile, deed: CaseDeed, case: CaseId) -> Permission:
    """Whether a buyer's wish to cancel can be answered so now."""
    can = file.can.cancels_orders
    if can is None or not can.answers:
        return cannot(file, "cancels_orders")
    refused = case_rules.now(file, file.case(case, CaseKind.CANCELLATION), deed)
    return refused if not refused.allowed else YES


def answer(
    desk: Desk,
    order_id: OrderId,
    case: CaseId,
    *,
    approve: bool,
    number: str = "",
    carrier: str = "",
    shipped_at: Instant | None = None,
    hold_seconds: float = 10,
    deed: str = "",
) -> Queued:
    """Agree to a buyer's wish to cancel, or say no: then `number` is the parcel that is on its way already.

    Without a number the order's newest known parcel is told. Raises NotFound and NotAllowed.
    """

    def judge(file: OrderFile) -> AnswerCancellation:
        refuse_unless(may_answer(file, CaseDeed.APPROVE if approve else CaseDeed.DECLINE, case), file)
        found = file.case(case, CaseKind.CANCELLATION)
        if approve:
            if number.strip() or carrier.strip():
                raise NotAllowed("A parcel is told only with a refusal.", code="parcel_with_approval")
            return AnswerCancellation(order=file.order.ref, case=found.told.ref.id, approve=True)
        return _refusal(file, found.told.ref.id, number.strip(), carrier.strip(), shipped_at)

    return queue(desk, order_id, judge, hold_seconds=hold_seconds, deed=deed)


def _refusal(file: OrderFile, case: str, number: str, carrier: str, shipped_at: Instant | None) -> AnswerCancellation:
    known = [one for one in file.order.shipments or () if one.number]
    sent = shipped_at
    if not number and known:
        newest = max(known, key=lambda one: one.shipped_at or file.order.placed_at)
        number, carrier, sent = newest.number, carrier or newest.carrier, sent or newest.shipped_at
    can = file.can.cancels_orders
    if not number and can is not None and not can.no_needs_parcel:
        return AnswerCancellation(order=file.order.ref, case=case, approve=False)
    if not number:
        raise NotAllowed(
            "Say no only when the goods are on their way: give the parcel's tracking number.",
            code="number_for_refusal",
        )
    case_rules.check_number(number)
    fitting = [one for one in known if normalise_number(one.number) == normalise_number(number)]
    if fitting:
        carrier, sent = carrier or fitting[0].carrier, sent or fitting[0].shipped_at
    return AnswerCancellation(
        order=file.order.ref,
        case=case,
        approve=False,
        number=number,
        carrier=carrier_named(carrier).code if carrier else "",
        shipped_at=sent or file.now,
    )
