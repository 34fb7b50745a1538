"""What a simulated Amazon does while nobody asks: feeds and reports start and end when the account's clock reaches
their time. Whoever asks anything of the account lets it catch up first, so that nobody sees the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from connectors.channels.amazon.simulator_cancellations import acknowledge
from connectors.channels.amazon.simulator_feed_xml import (
    SAME_MESSAGE,
    FeedRefused,
    Message,
    MessageRefused,
    Outcome,
    broken_report,
    read_feed,
    report,
)
from connectors.channels.amazon.simulator_fulfillments import fulfil
from connectors.channels.amazon.simulator_model import Seller
from connectors.channels.amazon.simulator_office import (
    CANCELLATIONS,
    CANCELLED,
    DONE,
    FATAL,
    FULFILLMENTS,
    IN_PROGRESS,
    IN_QUEUE,
    REFUNDS,
    Feed,
    Job,
    Report,
)
from connectors.channels.amazon.simulator_refunds import adjust
from connectors.channels.amazon.simulator_return_reports import REPORTS, Rendered, rendered
from connectors.channels.amazon.simulator_storage import stored

REPORT_TYPE = "text/xml; charset=UTF-8"
LONGEST = timedelta(days=60)
Work = Callable[[Seller, Feed, Message, datetime], dict[str, str]]
# What each kind of feed holds, and what one message of it does.
FEEDS: Mapping[str, tuple[str, Work, str]] = {
    REFUNDS: ("OrderAdjustment", adjust, "refund_refused"),
    CANCELLATIONS: ("OrderAcknowledgement", acknowledge, "cancel_refused"),
    FULFILLMENTS: ("OrderFulfillment", fulfil, "parcel_refused"),
}


def catch_up(seller: Seller, now: datetime) -> None:
    """Everything that is due, in the order in which it happens."""
    while due := _due(seller, now):
        job = min(due, key=lambda job: (_moment(job), job.id))
        if job.status == IN_QUEUE:
            job.status = IN_PROGRESS
            continue
        seller.office.waiting.remove(job)
        if isinstance(job, Feed):
            _end_feed(seller, job)
        elif isinstance(job, Report):
            _end_report(seller, job)


def _due(seller: Seller, now: datetime) -> list[Job]:
    return [job for job in seller.office.waiting if _moment(job) <= now]


def _moment(job: Job) -> datetime:
    return job.starts if job.status == IN_QUEUE else job.ends


# -- feeds -----------------------------------------------------------------------------------------------------------


def _end_feed(seller: Seller, feed: Feed) -> None:
    kind, work, refused_deed = FEEDS[feed.type]
    if not feed.content:
        # Nothing was ever uploaded.
        feed.status = FATAL
        return
    try:
        messages = read_feed(feed.content, kind)
    except FeedRefused as refused:
        feed.status = FATAL
        feed.document = stored(seller, feed.ends, REPORT_TYPE, broken_report(feed.id, refused)).id
        return
    outcomes: list[Outcome] = []
    for message in messages:
        if feed.dies_after is not None and len(outcomes) >= feed.dies_after:
            feed.status = FATAL
            return
        outcomes.append(_outcome(seller, feed, message, work, refused_deed, {one.message_id for one in outcomes}))
    feed.status = FATAL if feed.dies_after is not None else DONE
    if feed.status == DONE:
        body = report(feed.id, outcomes, name_all=seller.options.report_names_all)
        feed.document = stored(seller, feed.ends, REPORT_TYPE, body).id


def _outcome(seller: Seller, feed: Feed, message: Message, work: Work, refused_deed: str, before: set[str]) -> Outcome:
    try:
        _check_first(message, before)
        told = work(seller, feed, message, feed.ends)
    except MessageRefused as refused:
        ids = {"order_id": refused.order, "item_id": refused.item, "feed_id": feed.id, "message_id": message.id}
        seller.journal.refused(feed.request, 202, refused_deed, {**ids, "code": refused.code}, at=feed.ends)
        shown = {"AmazonOrderID": refused.order, "AmazonOrderItemCode": refused.item}
        told = {name: value for name, value in shown.items() if value}
        return Outcome(message.id, refused.code, refused.words, told)
    return Outcome(message.id, told=told)


def _check_first(message: Message, before: set[str]) -> None:
    if message.id in before:
        raise MessageRefused(SAME_MESSAGE, f"The MessageID {message.id} occurs more than once.")


# -- reports ---------------------------------------------------------------------------------------------------------


def _end_report(seller: Seller, job: Report) -> None:
    start, end = job.data_start or job.created, job.data_end or job.created
    if job.dies or end - start > LONGEST:
        job.status = FATAL
        return
    found: Rendered | None = rendered(seller, REPORTS[job.type], job.marketplaces, (start, end))
    if found is None:
        # Amazon cancels a report that would have nothing to tell.
        job.status = CANCELLED
        return
    job.status = DONE
    job.document = stored(seller, job.ends, found.content_type, found.body, of_report=True).id
