"""Owns the calls of Amazon's Feeds API: put a document there, have a feed made of it, look how far it is, read on it.

The steps are feeds.py's. What the application may not do, and what only this kind of call has to wait for, holds back
no other work of the account.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

import msgspec

from connectors.channels.amazon.client import (
    CREATE_FEED,
    CREATE_FEED_DOCUMENT,
    FIND_FEEDS,
    GET_FEED,
    GET_FEED_DOCUMENT,
    AmazonClient,
)
from connectors.channels.amazon.errors import by_itself, not_understood
from connectors.channels.amazon.packed import unpacked
from connectors.channels.amazon.paging import text_of
from connectors.channels.amazon.reading import server_time
from connectors.contract.errors import OutcomeUnknown, Refused
from connectors.http.messages import Answer
from desk.domain.clock import Instant

T = TypeVar("T")

REFUNDS, CANCELLATIONS = "POST_PAYMENT_ADJUSTMENT_DATA", "POST_ORDER_ACKNOWLEDGEMENT_DATA"
IN_QUEUE, IN_PROGRESS, DONE, CANCELLED, FATAL = "IN_QUEUE", "IN_PROGRESS", "DONE", "CANCELLED", "FATAL"
XML = "text/xml; charset=UTF-8"
_ROOT = "/feeds/2021-06-30"
_LARGEST = 32 * 1024 * 1024
_PAGE = 100
_MOST_PAGES = 5


class _Part(msgspec.Struct, kw_only=True, rename="camel"):
    """Amazon names in camel case what we name in snake case."""


class _Document(_Part):
    feed_document_id: str
    url: str


class _Created(_Part):
    feed_id: str


class Feed(_Part):
    """How far a feed is. `result_feed_document_id` names its processing report, once there is one."""

    feed_id: str
    processing_status: str
    created_time: str = ""
    result_feed_document_id: str | None = None


class _Feeds(_Part):
    feeds: list[Feed]
    next_token: str | None = None


class _Download(_Part):
    url: str


_DOCUMENT = msgspec.json.Decoder(_Document)
_CREATED = msgspec.json.Decoder(_Created)
_FEED = msgspec.json.Decoder(Feed)
_FEEDS = msgspec.json.Decoder(_Feeds)
_DOWNLOAD = msgspec.json.Decoder(_Download)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document goes: its name, its address for five minutes, and Amazon's time when it said so."""

    document: str
    url: str
    at: Instant | None


class FeedApi:
    """The feeds of one seller."""

    def __init__(self, client: AmazonClient) -> None:
        self._client = client

    def create_document(self) -> Place:
        """A place for a document; nothing comes of it by itself."""
        with _by_itself(CREATE_FEED_DOCUMENT):
            answer = self._client.ask(CREATE_FEED_DOCUMENT, "POST", f"{_ROOT}/documents", body={"contentType": XML})
        found = _read(_DOCUMENT, answer, CREATE_FEED_DOCUMENT)
        return Place(found.feed_document_id, found.url, server_time(answer))

    def upload(self, place: Place, body: bytes) -> None:
        self._client.upload(place.url, body, XML)

    def check_room(self) -> None:
        """Raises RateLimited where a feed could not be made at once."""
        with _by_itself(CREATE_FEED):
            self._client.wait_for(CREATE_FEED)

    def create(self, kind: str, marketplace: str, document: str) -> str:
        """Have a feed made of an uploaded document: from here on it does what it says. Gives its id.

        Raises OutcomeUnknown where nobody can tell whether there is one; after any other error there is none.
        """
        body = {"feedType": kind, "marketplaceIds": [marketplace], "inputFeedDocumentId": document}
        with _by_itself(CREATE_FEED):
            answer = self._client.write(CREATE_FEED, f"{_ROOT}/feeds", body)
        try:
            found = _CREATED.decode(answer.body).feed_id.strip()
        except (msgspec.DecodeError, UnicodeDecodeError):
            found = ""
        if not found:
            raise OutcomeUnknown(
                "Amazon gave no clear answer. Desk looks there before it sends this again.",
                f"{CREATE_FEED}: {answer.status} without a feed",
                operation=CREATE_FEED,
                code="no_answer",
            )
        return found

    def look(self, feed: str) -> Feed | None:
        """How far a feed is; None for one that Amazon no longer knows."""
        with _by_itself(GET_FEED):
            try:
                answer = self._client.ask(GET_FEED, "GET", f"{_ROOT}/feeds/{quote(feed, safe='')}")
            except Refused as refused:
                if refused.code != "not_found":
                    raise
                return None
        return _read(_FEED, answer, GET_FEED)

    def since(self, kind: str, moment: Instant) -> tuple[list[Feed], Instant | None]:
        """All feeds of a kind made from then on, whoever made them, and Amazon's time when it said so."""
        query = {"feedTypes": kind, "pageSize": str(_PAGE), "createdSince": text_of(moment)}
        found: list[Feed] = []
        for _ in range(_MOST_PAGES):
            with _by_itself(FIND_FEEDS):
                answer = self._client.ask(FIND_FEEDS, "GET", f"{_ROOT}/feeds", query)
            page = _read(_FEEDS, answer, FIND_FEEDS)
            found += page.feeds
            if not page.next_token:
                return found, server_time(answer)
            query = {"nextToken": page.next_token}
        raise not_understood(FIND_FEEDS, f"more than {_MOST_PAGES} pages")

    def fetch(self, document: str) -> bytes | None:
        """A processing report, unpacked; None where Amazon no longer has it."""
        with _by_itself(GET_FEED_DOCUMENT):
            try:
                answer = self._client.ask(GET_FEED_DOCUMENT, "GET", f"{_ROOT}/documents/{quote(document, safe='')}")
            except Refused as refused:
                if refused.code != "not_found":
                    raise
                return None
        body = self._client.download(_read(_DOWNLOAD, answer, GET_FEED_DOCUMENT).url).body
        return unpacked(body, _LARGEST, GET_FEED_DOCUMENT)


def _by_itself(operation: str) -> AbstractContextManager[None]:
    return by_itself(
        operation,
        "Amazon does not let this application send refunds and cancellations. Give it the role Inventory and Order "
        "Tracking in Seller Central, authorise it again and enter the new refresh token.",
        code="no_feed_role",
    )


def _read(decoder: msgspec.json.Decoder[T], answer: Answer, operation: str) -> T:
    try:
        return decoder.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise not_understood(operation, str(error).split("\n", 1)[0][:160]) from error
