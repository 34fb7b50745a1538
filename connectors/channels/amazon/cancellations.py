"""Owns calling Amazon orders off: what has not left, sent as a feed, and believed only when the order itself says so.

A second such feed for an order that is called off already does nothing but say so; that makes repeating safe.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from connectors.channels.amazon import feeds, units
from connectors.channels.amazon.client import AmazonClient
from connectors.channels.amazon.feed_api import CANCELLATIONS
from connectors.channels.amazon.feed_xml import cancel_feed
from connectors.channels.amazon.feeds import NOT_SENT, FeedJob, Feeds, Step
from connectors.channels.amazon.mapping import parse_order, unreadable
from connectors.channels.amazon.payloads import Item, Order
from connectors.channels.amazon.reading import one_order
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanCancelOrders
from connectors.contract.errors import Refused, Undecided
from connectors.contract.protocols import Accepted, AccountAccess, AlreadyDone, Look, Moved, NotThere, UnderWay
from desk.domain.pushes import AnswerCancellation, Attempt, CancellationPush, CancelReason, Progress

REASONS = {
    CancelReason.OUT_OF_STOCK: "NoInventory",
    CancelReason.BUYER_ASKED: "BuyerCanceled",
    CancelReason.ADDRESS: "ShippingAddressUndeliverable",
}
CAN_CANCEL = CanCancelOrders(reasons=tuple(REASONS), answers=True, refunds=True, no_needs_parcel=False)
SHOWN_WITHIN = timedelta(days=1)
"""What is cancelled shows two minutes later; a day is patience."""
_MOST_TRIES = 3

_GONE = QT_TRANSLATE_NOOP("channel", "Amazon no longer has this order.")
_BY_AMAZON = QT_TRANSLATE_NOOP("channel", "Amazon ships this order itself, so only Amazon can call it off.")
_SHIPPED = QT_TRANSLATE_NOOP("channel", "Goods of this order have left. Amazon takes it back as a return only.")


class Cancellations:
    """Cancellations of one account. Calling twice with one key is safe."""

    def __init__(self, client: AmazonClient, access: AccountAccess) -> None:
        self._client = client
        self._clock = access.clock
        self._feeds = Feeds(client, access)
        # What this try has found already: the look that follows the deed asks nothing twice.
        self._asked: tuple[Progress, Look] | None = None

    def look(self, push: CancellationPush, attempt: Attempt) -> Look:
        """Whether the order is called off. Sends nothing. Raises Refused where it came to nothing."""
        if self._asked is not None and self._asked[0] is attempt.progress:
            return self._asked[1]
        if _says_no(push):
            return AlreadyDone(push.order.id)
        _order, found = self._there(push.order.id)
        if not isinstance(found, NotThere):
            return found
        job = feeds.read_job(attempt)
        if job.step in NOT_SENT or job.step is Step.FAILED:
            return found
        return self._under_way(job, attempt)

    def cancel(self, push: CancellationPush, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look, then send. Raises Refused with code ``moved`` where it makes no sense any more."""
        self._asked = None
        if _says_no(push):
            # Amazon asks for no answer to a buyer's wish: whoever ships the order has said no.
            return AlreadyDone(push.order.id)
        order, found = self._there(push.order.id)
        if isinstance(found, AlreadyDone):
            return found
        if isinstance(found, Moved) or order is None:
            words = found.words if isinstance(found, Moved) else _GONE
            raise Refused(words, "the channel has moved", words=words, code="moved")
        job = feeds.read_job(attempt)
        if job.step is Step.FAILED:
            if attempt.sent_at is not None:
                raise feeds.refused(job)
            job = feeds.anew(job, attempt)
        if job.step not in NOT_SENT:
            look = self._under_way(job, attempt)
            if isinstance(look, UnderWay):
                self._asked = (attempt.progress, look)
                return Accepted(look.remote_ref)
            job = feeds.read_job(attempt)
        job = job if job.message else feeds.first(attempt)
        reason = REASONS[CancelReason.BUYER_ASKED if isinstance(push, AnswerCancellation) else push.reason]
        settings = self._client.settings
        reasons = {item.order_item_id: reason for item in _open(order)}
        body = cancel_feed(job.message, order.order_id, reasons, settings.merchant_token)
        marketplace = order.sales_channel.marketplace_id or settings.marketplaces[0]
        fresh = FeedJob(message=job.message, tries=job.tries, others=job.others)
        job = self._feeds.submit(CANCELLATIONS, marketplace, body, fresh, attempt)
        self._asked = (attempt.progress, UnderWay(job.feed))
        return Accepted(job.feed)

    def _under_way(self, job: FeedJob, attempt: Attempt) -> Look:
        job = self._feeds.follow(CANCELLATIONS, job, attempt)
        if job.step is Step.FAILED:
            raise feeds.refused(job)
        if job.step in NOT_SENT:
            return NotThere()
        over = job.over_at or job.at or attempt.queued_at
        unsure = job.step is Step.SUBMITTED and not job.perhaps and (job.broken or bool(job.silent))
        if unsure and job.tries < _MOST_TRIES:
            # The order is as it was, and to call it off a second time does no harm.
            feeds.keep(replace(feeds.anew(job, attempt), step=Step.PREPARED), attempt)
            return NotThere()
        if unsure or (job.step in (Step.DONE, Step.UNKNOWN) and self._clock.now() >= over + SHOWN_WITHIN):
            feeds.give_up(job, attempt, Step.UNKNOWN, "cancellation_unsure")
            raise Undecided(
                "Amazon does not tell what became of this cancellation. Look at the order in Seller Central, then say "
                "whether it is cancelled.",
                f"feed {job.feed}",
                code="cancellation_unsure",
            )
        return UnderWay(job.feed)

    def _there(self, order: str) -> tuple[Order | None, Look]:
        try:
            answer = self._client.get_order(order, units.SHIPPING_SETS)
        except Refused as refused:
            if refused.code != "not_found":
                raise
            return None, Moved(_GONE)
        found = parse_order(one_order(answer))
        if found.order_id != order:
            raise unreadable("Amazon sent another order than asked for")
        return found, judge(found)


def judge(order: Order) -> Look:
    """What the order's own state says about calling it off."""
    if order.fulfillment is None:
        raise unreadable("it lacks: fulfillment")
    status = order.fulfillment.fulfillment_status
    if status == units.CANCELLED:
        return AlreadyDone(order.order_id)
    if order.fulfillment.fulfilled_by not in (units.BY_MERCHANT, None):
        return Moved(_BY_AMAZON)
    if status in units.MOVED_WORDS:
        return Moved(units.MOVED_WORDS[status])
    shipped = any((item.fulfillment.quantity_fulfilled or 0) > 0 for item in order.order_items if item.fulfillment)
    if shipped or status in (units.PARTIALLY_SHIPPED, units.SHIPPED) or not _open(order):
        return Moved(_SHIPPED)
    return NotThere()


def _open(order: Order) -> list[Item]:
    """Items of which Amazon still waits for some, as far as it counts them."""
    return [
        item
        for item in order.order_items
        if item.fulfillment is None
        or item.fulfillment.quantity_unfulfilled is None
        or item.fulfillment.quantity_unfulfilled > 0
    ]


def _says_no(push: CancellationPush) -> bool:
    return isinstance(push, AnswerCancellation) and not push.approve
