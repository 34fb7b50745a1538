"""Say that the money of an order came in beside the channel, and have the channel mail the buyer the way to pay."""

from __future__ import annotations

from collections.abc import Iterator

from desk.domain.errors import NotAllowed
from desk.domain.orders import Handling, OrderFacet, PaymentFacet
from desk.domain.pushes import CancelOrder, MarkPaid, SendPayLink
from desk.domain.values import OrderId
from desk.domain.views import Permission
from desk.services import money_left
from desk.services.context import Desk
from desk.services.order_file import OrderFile, cannot, no, queue, refuse_unless, writes
from desk.services.shipments import Queued

_AWAITED = (PaymentFacet.UNPAID, PaymentFacet.PARTLY_PAID, PaymentFacet.FAILED)
_LONGEST_TRANSACTION = 100


def may_mark_paid(file: OrderFile) -> Permission:
    """Whether it can be said now that the order is paid, and if not, why."""
    if file.can.marks_paid is None:
        return cannot(file, "marks_paid")
    return next(_against(file), None) or writes(file.account)


def may_send_link(file: OrderFile) -> Permission:
    """Whether the buyer can be mailed the way to pay now, and if not, why."""
    if file.can.sends_pay_link is None:
        return cannot(file, "sends_pay_link")
    refused = next(_against(file), None)
    if refused is not None:
        return refused
    if not file.order.buyer.email:
        return no("no_email", "The channel has no e-mail address of the buyer, so nothing can be sent.")
    if any(isinstance(row.push, SendPayLink) for row in file.under_way):
        return no("link_on_its_way", "A link to pay is on its way already.")
    return writes(file.account)


def _against(file: OrderFile) -> Iterator[Permission]:
    order = file.order
    if order.handling is Handling.CHANNEL:
        yield no("channel_handles", "The channel sees to this order itself.")
    if order.order is OrderFacet.CANCELLED:
        yield no("order_cancelled", "This order is cancelled.")
    if order.order is OrderFacet.REMOVED:
        yield no("order_removed", "The channel has removed this order.")
    if money_left.received(file):
        yield no("paid_already", "The order is paid already.")
    if order.payment not in _AWAITED:
        yield no("not_prepaid", "This order is not to be paid beforehand.")
    if any(isinstance(row.push, CancelOrder) for row in file.under_way):
        yield no("cancellation_on_its_way", "A cancellation of this order is on its way already.")
    if any(isinstance(row.push, MarkPaid) for row in file.under_way):
        yield no("payment_on_its_way", "Saying that the order is paid is on its way already.")


def mark_paid(
    desk: Desk, order_id: OrderId, transaction: str = "", *, hold_seconds: float = 10, deed: str = ""
) -> Queued:
    """Queue the word that the money is there. `transaction` names the payment. Raises NotFound and NotAllowed."""
    told = " ".join(transaction.split())

    def judge(file: OrderFile) -> MarkPaid:
        refuse_unless(may_mark_paid(file), file)
        can = file.can.marks_paid
        longest = _LONGEST_TRANSACTION if can is not None and can.transaction else 0
        if told and not longest:
            raise NotAllowed("The channel takes no comment here. Leave it empty.", code="comment_not_taken")
        if len(told) > longest > 0:
            raise NotAllowed(
                f"The comment has {len(told)} characters; the channel takes {longest}.",
                code="comment_too_long",
                length=len(told),
                longest=longest,
            )
        return MarkPaid(order=file.order.ref, transaction=told)

    return queue(desk, order_id, judge, hold_seconds=hold_seconds, deed=deed)


def send_link(desk: Desk, order_id: OrderId, *, hold_seconds: float = 10, deed: str = "") -> Queued:
    """Queue the mail with the way to pay. Raises NotFound and NotAllowed."""

    def judge(file: OrderFile) -> SendPayLink:
        refuse_unless(may_send_link(file), file)
        return SendPayLink(order=file.order.ref)

    return queue(desk, order_id, judge, hold_seconds=hold_seconds, deed=deed)
