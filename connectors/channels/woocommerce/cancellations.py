"""Owns calling orders off: looks where the order stands in the shop, then sets its status. Gives no money back."""

from __future__ import annotations

from connectors.channels.woocommerce import units
from connectors.channels.woocommerce.client import ShopClient
from connectors.channels.woocommerce.mapping import parse_order
from connectors.channels.woocommerce.payloads import OrderPayload, meta_of
from connectors.channels.woocommerce.shipping import Shipping
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanCancelOrders
from connectors.contract.errors import Refused
from connectors.contract.protocols import Accepted, AlreadyDone, Look, Moved, NotThere
from desk.domain.pushes import AnswerCancellation, CancellationPush, CancelOrder, CancelReason

CAN_CANCEL = CanCancelOrders(reasons=tuple(CancelReason), answers=False, refunds=False)

_CANCELLED = "cancelled"
_MOVED = {
    "refunded": QT_TRANSLATE_NOOP("channel", "The order was refunded in the shop."),
    units.COMPLETED: QT_TRANSLATE_NOOP("channel", "The shop has the order as completed."),
    units.TRASH: QT_TRANSLATE_NOOP("channel", "The order is in the shop's bin."),
}
_DELETED = QT_TRANSLATE_NOOP("channel", "The order was deleted in the shop.")
_SHIPPED = QT_TRANSLATE_NOOP("channel", "The shop knows of a parcel of this order.")
_PAID = QT_TRANSLATE_NOOP("channel", "The order was paid meanwhile.")


class Cancellations:
    """Cancellations of one account. Calling twice is safe: a status that is there already changes nothing."""

    def __init__(self, client: ShopClient, shipping: Shipping) -> None:
        self._client = client
        self._shipping = shipping

    def look(self, push: CancellationPush) -> Look:
        """Where the order stands now. Sends nothing."""
        order = _cancelling(push)
        try:
            payload = parse_order(self._client.order("look_order", order.order.id).body)
        except Refused as refused:
            if refused.code not in {"no_such_order", "not_found"}:
                raise
            return Moved(_DELETED)
        return self._judge(order, payload)

    def _judge(self, push: CancelOrder, order: OrderPayload) -> Look:
        status = order.status.removeprefix("wc-")
        if status == _CANCELLED:
            return AlreadyDone(push.order.id)
        if status in _MOVED:
            return Moved(_MOVED[status])
        if push.reason is CancelReason.UNPAID and order.date_paid_gmt:
            return Moved(_PAID)
        if self._shipping.entries_of(push.order.id, meta_of(order.meta_data)):
            return Moved(_SHIPPED)
        return NotThere()

    def carry_out(self, push: CancellationPush) -> Accepted | AlreadyDone:
        """Look, then set the status. Raises Refused with code ``moved`` where it makes no sense any more."""
        order = _cancelling(push)
        look = self.look(order)
        if isinstance(look, AlreadyDone):
            return look
        if isinstance(look, Moved):
            raise Refused(look.words, "order went elsewhere", words=look.words, code="moved")
        answer = self._client.change_order("cancel_order", order.order.id, {"status": _CANCELLED})
        status = parse_order(answer.body).status.removeprefix("wc-")
        if status != _CANCELLED:
            raise Refused(
                "The shop did not take the order for cancelled. Look at it there.",
                f"status {status[:40]}",
                words=status[:40],
                code="not_cancelled",
            )
        return Accepted(order.order.id)


def _cancelling(push: CancellationPush) -> CancelOrder:
    if isinstance(push, AnswerCancellation):
        raise Refused(
            "Buyers cannot ask a shop of this kind for a cancellation, so there is none to answer.",
            "no such case",
            code="channel_cannot",
        )
    return push
