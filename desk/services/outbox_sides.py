"""Both sides of a push that a person has to settle: what Desk reports, and what the channel showed last."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.clock import Instant
from desk.domain.errors import NotFound
from desk.domain.values import Money, PushId
from desk.domain.views import CaseView, PushView
from desk.services import orders, outbox
from desk.services.context import Desk
from desk.store import outbox as outbox_store


@dataclass(frozen=True, slots=True, kw_only=True)
class BothSides:
    """`parcels` are carrier and number of what the channel shows; `fetched_at` is when it showed that.

    `refunded` is what went back there, `case` the case that the push is about.
    """

    push: PushView
    channel_status: str
    parcels: tuple[tuple[str, str], ...]
    fetched_at: Instant
    open_in_channel: str
    refunded: Money | None = None
    case: CaseView | None = None


def both_sides(desk: Desk, push: PushId) -> BothSides:
    """Asks the store only. Raises NotFound."""
    with desk.store.read() as transaction:
        row = outbox_store.load_push(transaction, push)
        if row is None:
            raise NotFound(f"The outbox has no entry {push}.", code="no_such_push", push=push)
        (view,) = outbox.views_of(desk, transaction, [row])
    order = orders.show(desk, row.order)
    return BothSides(
        push=view,
        channel_status=order.channel_status,
        parcels=tuple((one.carrier, one.number) for one in order.shipments if one.push is None),
        fetched_at=order.fetched_at,
        open_in_channel=order.open_in_channel,
        refunded=order.refunded,
        case=next((one for one in order.cases if one.remote_id == view.what.get("case")), None),
    )
