"""Move an order among the statuses that its channel has of its own, such as those of a shop's plugins."""

from __future__ import annotations

from collections.abc import Iterator

from desk.domain.errors import NotAllowed
from desk.domain.orders import Handling, OrderFacet
from desk.domain.pushes import CancelOrder, SetStatus
from desk.domain.values import OrderId
from desk.domain.views import Permission
from desk.services import money_left
from desk.services.context import Desk
from desk.services.order_file import OrderFile, cannot, no, queue, refuse_unless, writes
from desk.services.shipments import Queued


def choices(file: OrderFile) -> tuple[str, ...]:
    """The channel's codes of what the order may become now."""
    can = file.can.sets_status
    if can is None:
        return ()
    paid = money_left.received(file)
    return tuple(one for one in can.statuses if one != file.order.channel_status and (paid or one not in can.paid_only))


def permission(file: OrderFile) -> Permission:
    """Whether the order may be moved to another status now, and if not, why."""
    if file.can.sets_status is None:
        return cannot(file, "sets_status")
    return next(_against(file), None) or writes(file.account)


def _against(file: OrderFile) -> Iterator[Permission]:
    order = file.order
    if order.handling is Handling.CHANNEL:
        yield no("channel_handles", "The channel sees to this order itself.")
    if order.order is OrderFacet.CANCELLED:
        yield no("order_cancelled", "This order is cancelled.")
    if order.order is OrderFacet.REMOVED:
        yield no("order_removed", "The channel has removed this order.")
    if any(isinstance(row.push, CancelOrder) for row in file.under_way):
        yield no("cancellation_on_its_way", "A cancellation of this order is on its way already.")
    if any(isinstance(row.push, SetStatus) for row in file.under_way):
        yield no("status_on_its_way", "Another status of this order is on its way already.")
    if not choices(file):
        yield no("no_status", "The channel has no other status for this order.")


def set_status(desk: Desk, order_id: OrderId, status: str, *, hold_seconds: float = 10, deed: str = "") -> Queued:
    """Queue the move. `status` is one of `choices`. Raises NotFound and NotAllowed."""

    def judge(file: OrderFile) -> SetStatus:
        refuse_unless(permission(file), file)
        known, seen = choices(file), file.order.channel_status
        if status == seen:
            raise NotAllowed("The order has this status already.", code="status_there")
        if status not in known:
            named = ", ".join(known)
            raise NotAllowed(
                f"The channel takes these statuses for this order: {named}.", code="status_unknown", known=named
            )
        return SetStatus(order=file.order.ref, status=status, seen=seen)

    return queue(desk, order_id, judge, hold_seconds=hold_seconds, deed=deed)
