"""The Feeds API of the simulated Selling Partner API: documents to upload, feeds to make, follow and cancel. What a
feed then does is simulator_work's.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from connectors.channels.amazon.simulator_errors import as_json, invalid, not_found
from connectors.channels.amazon.simulator_jobs import (
    RETENTION,
    json_body,
    listed,
    marketplaces_of,
    query_of,
    times,
)
from connectors.channels.amazon.simulator_model import Seller
from connectors.channels.amazon.simulator_office import (
    CANCELLED,
    DONE,
    FATAL,
    IN_PROGRESS,
    IN_QUEUE,
    Document,
    Feed,
    Job,
)
from connectors.channels.amazon.simulator_render import instant
from connectors.channels.amazon.simulator_storage import address, found, new_document, plain
from connectors.channels.amazon.simulator_work import FEEDS
from connectors.simulation.wire import WireAnswer, WireRequest


def create_feed_document(seller: Seller, request: WireRequest) -> WireAnswer:
    given = json_body(request, ("contentType",))
    document = new_document(seller, request.at, given["contentType"])
    told = {"feedDocumentId": document.id, "url": address(seller, document, "PUT", request.at)}
    return WireAnswer(201, as_json(told))


def create_feed(seller: Seller, request: WireRequest) -> WireAnswer:
    given = json_body(request, ("feedType", "inputFeedDocumentId"), lists=("marketplaceIds",))
    if given["feedType"] not in FEEDS:
        raise invalid("Invalid request parameters", f"feedType {given['feedType']} is not supported.")
    marketplaces = marketplaces_of(seller, given)
    document = seller.office.documents.get(given["inputFeedDocumentId"])
    if document is None or document.of_report or request.at > document.made + timedelta(days=document.kept_days):
        raise invalid("Invalid request parameters", "inputFeedDocumentId does not name a feed document.")
    office, place = seller.office, len(seller.office.feeds)
    starts, ends = times(seller, "feed", place, seller.options.feed_seconds, request.at)
    # Feeds of one kind wait for each other.
    free = max((each.ends for each in office.waiting if each.type == given["feedType"]), default=starts)
    if free > starts:
        starts, ends = free, ends + (free - starts)
    feed = Feed(
        id=str(50_012_000_000 + seller.seed % 900 * 1_000 + place + 1),
        type=given["feedType"],
        marketplaces=marketplaces,
        created=request.at,
        starts=starts,
        ends=ends,
        request=request,
        content=plain(document),
        dies_after=office.doomed_feeds.pop(0) if office.doomed_feeds else None,
    )
    office.feeds[feed.id] = feed
    office.waiting.append(feed)
    ids = {"order_id": "", "feed_id": feed.id, "feed_type": feed.type}
    seller.journal.record(request.at, "feed_submitted", ids, request)
    return WireAnswer(202, as_json({"feedId": feed.id}))


_ORDER_NAMED = re.compile(rb"<AmazonOrderID>([^<]+)</AmazonOrderID>")


def order_named(seller: Seller, request: WireRequest) -> str:
    """The first order that a feed to be made is about; empty where there is none."""
    found = re.search(rb'"inputFeedDocumentId"\s*:\s*"([^"]+)"', request.body)
    document = seller.office.documents.get(found[1].decode()) if found is not None else None
    named = orders_named((plain(document) or b"") if document is not None else b"")
    return named[0] if named else ""


def orders_named(content: bytes) -> list[str]:
    """The orders that an uploaded feed is about."""
    return [found.decode("utf-8", "replace") for found in _ORDER_NAMED.findall(content)]


def get_feed(seller: Seller, feed_id: str, request: WireRequest) -> WireAnswer:
    return WireAnswer(200, as_json(feed_json(_feed(seller, feed_id, request))))


def get_feeds(seller: Seller, request: WireRequest) -> WireAnswer:
    page, token = listed(request, list(seller.office.feeds.values()), "feedTypes", tuple(FEEDS))
    told: dict[str, Any] = {"feeds": [feed_json(feed) for feed in page]}
    return WireAnswer(200, as_json(told | ({"nextToken": token} if token else {})))


def cancel_feed(seller: Seller, feed_id: str, request: WireRequest) -> WireAnswer:
    feed = _feed(seller, feed_id, request)
    cancel(seller, feed)
    seller.journal.record(request.at, "feed_cancelled", {"order_id": "", "feed_id": feed.id}, request)
    return WireAnswer(200)


def get_feed_document(seller: Seller, document_id: str, request: WireRequest) -> WireAnswer:
    document = found(seller, document_id, request.at, of_report=False)
    return WireAnswer(200, as_json({"feedDocumentId": document.id, **download(seller, document, request)}))


# -- also for reports ------------------------------------------------------------------------------------------------


def cancel(seller: Seller, job: Job) -> None:
    if job.status != IN_QUEUE:
        raise invalid("Invalid request parameters", f"It is {job.status}; only what is IN_QUEUE can be cancelled.")
    job.status = CANCELLED
    seller.office.waiting.remove(job)


def download(seller: Seller, document: Document, request: WireRequest) -> dict[str, str]:
    query = query_of(request, ("enableContentEncodingUrlHeader",))
    told = query.get("enableContentEncodingUrlHeader", "false")
    if told not in ("true", "false"):
        raise invalid("Invalid request parameters", "enableContentEncodingUrlHeader is true or false.")
    encoding = "gzip" if told == "true" and document.zipped else ""
    shown = {"url": address(seller, document, "GET", request.at, encoding)}
    return {**shown, "compressionAlgorithm": "GZIP"} if document.zipped else shown


def times_json(job: Job) -> dict[str, str]:
    """What is known of a job by its status."""
    told = {"createdTime": instant(job.created), "processingStatus": job.status}
    if job.status in (IN_PROGRESS, DONE, FATAL):
        told["processingStartTime"] = instant(job.starts)
    if job.status in (DONE, FATAL):
        told["processingEndTime"] = instant(job.ends)
    return told


def feed_json(feed: Feed) -> dict[str, Any]:
    told: dict[str, Any] = {
        "feedId": feed.id,
        "feedType": feed.type,
        "marketplaceIds": list(feed.marketplaces),
        **times_json(feed),
    }
    return told | ({"resultFeedDocumentId": feed.document} if feed.document else {})


def _feed(seller: Seller, feed_id: str, request: WireRequest) -> Feed:
    feed = seller.office.feeds.get(feed_id)
    if feed is None or request.at - feed.created > RETENTION:
        raise not_found()
    return feed
