"""Owns what is read of and written to buyers at eBay: conversations with something new, and a text sent once."""

from __future__ import annotations

import hashlib
import html
import logging
from datetime import timedelta
from typing import Any, cast

import msgspec

from connectors.channels.ebay.client import SellerClient, ebays_now
from connectors.channels.ebay.message_api import LARGEST_PAGE, Conversation, Message, MessageApi
from connectors.channels.ebay.message_place import MessagePlace, Walk
from connectors.channels.ebay.paging import as_text, instant_in
from connectors.channels.ebay.payloads import Text
from connectors.channels.ebay.seller import Seller
from connectors.contract.capabilities import QT_TRANSLATE_NOOP, CanSendMessages
from connectors.contract.errors import ConnectorError, LoginNeeded, Refused, Unavailable, Unreadable
from connectors.contract.protocols import Accepted, AlreadyDone, Look, NotThere
from connectors.contract.reasons import LACKS, NO_DATE
from connectors.contract.snapshots import ConversationSnapshot, Cursor, MessageSnapshot, Page, UnreadableRecord
from desk.domain.clock import Instant
from desk.domain.pushes import Attempt, SendMessage
from desk.domain.values import RemoteRef

log = logging.getLogger("sync")

CAN_SEND = CanSendMessages(
    length=2000,
    images=5,
    settles=120,
    forbidden=QT_TRANSLATE_NOOP(
        "channel",
        "eBay reads along and takes offence at e-mail addresses, telephone numbers, bank details, links and offers to "
        "buy elsewhere.",
    ),
)
# Conversations of a page that are read whole before it is given out: a page that takes minutes shows nothing.
_THREADS_TO_A_PAGE = 25
_LONGEST_THREAD = 40 * LARGEST_PAGE
_DELETED = "DELETE"
_DATES_ARE_WHOLE = timedelta(seconds=2)  # the Date header by which clocks are compared tells no less
_CONVERSATION = msgspec.json.Decoder(Conversation, strict=False)
_MESSAGE = msgspec.json.Decoder(Message, strict=False)


class Messages:
    """The messages of one seller."""

    def __init__(self, client: SellerClient, seller: Seller) -> None:
        self._client = client
        self._api = MessageApi(client)
        self._seller = seller
        self._account = client.access.id
        self._asked = client.access.asked
        self._clock = client.access.clock

    def close(self) -> None:
        self._api.close()

    def are_permitted(self) -> bool:
        """Whether the consent covers messages; true as well where nobody can tell just now."""
        try:
            self._api.conversations({})
        except LoginNeeded as error:
            return error.code != "not_permitted"
        except ConnectorError as error:
            log.info("account %d: nobody knows whether messages are permitted (%s)", self._account, error.code)
        return True

    # --- what is new ---------------------------------------------------------------------------------------

    def fetch(self, since: Cursor) -> Page[ConversationSnapshot]:
        """Some of the conversations with something new; the cursor holds all there is to know for the next page."""
        place = self._read(since)
        now = self._clock.now()
        asked, self._asked = self._asked, False  # once a run
        if not asked and not place.is_due(now):
            return Page(items=(), cursor=since, done=True)
        self._client.check_quota("message.list")
        walk = place.walk or place.begin(now, self._client.access.start_date)
        walk.step += 1
        items: list[ConversationSnapshot] = []
        bad: list[UnreadableRecord] = []
        try:
            self._read_page(place, walk, items, bad)
        except (Unavailable, Unreadable) as trouble:
            # What was read by then is given out; the rest is asked for again, and then the trouble is told.
            if not items and not bad:
                raise
            log.info("account %d: %s, goes on after %d conversations", self._account, trouble.code, len(items))
        done = place.walk is None
        return Page(
            items=tuple(items),
            cursor=Cursor(place.written()),
            done=done,
            unreadable=tuple(bad),
            pause=0.0 if done else self._client.rest("message.list"),
        )

    def _read(self, since: Cursor) -> MessagePlace:
        try:
            return MessagePlace.read(cast(dict[str, Any], since.value))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            # Reading everything again costs time but loses nothing.
            log.warning("account %d: messages begin anew, the cursor is unknown (%s)", self._account, error)
            return MessagePlace()

    def _read_page(
        self, place: MessagePlace, walk: Walk, items: list[ConversationSnapshot], bad: list[UnreadableRecord]
    ) -> None:
        page, _ = self._api.conversations({"start_time": as_text(walk.start)}, walk.offset)
        listed = page.conversations or []
        for raw in listed:
            name, latest = _stamp_of(bytes(raw))
            if place.latest.get(name or latest[0]) == latest:
                continue
            if len(items) + len(bad) >= _THREADS_TO_A_PAGE:
                return  # the same page is asked for again, and what was taken is known by then
            try:
                items.append(self._whole(bytes(raw)))
            except (Unreadable, Refused) as error:
                bad.append(UnreadableRecord(remote_id=name, reason=error.detail, sample=bytes(raw)))
            place.latest[name or latest[0]] = latest
        place.go_on(len(listed), LARGEST_PAGE, page.total)

    def fetch_one(self, ref: RemoteRef) -> ConversationSnapshot:
        """One conversation as it is now: eBay tells what it is about only in the list of those with its buyer."""
        texts = self._texts(ref.id)
        buyer = self._other(texts)
        page, _ = self._api.conversations({"other_party_username": buyer}) if buyer else (None, None)
        for raw in (page.conversations if page else None) or ():
            try:
                one = _CONVERSATION.decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
            if _text(one.conversation_id) == ref.id:
                return self._snapshot(one, texts, bytes(raw))
        return self._snapshot(Conversation(conversation_id=ref.id), texts, b"")

    # --- a thread ------------------------------------------------------------------------------------------

    def _whole(self, raw: bytes) -> ConversationSnapshot:
        try:
            one = _CONVERSATION.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _unreadable(f"{LACKS}: {_plain(error)}") from error
        return self._snapshot(one, self._texts(_text(one.conversation_id)), raw)

    def _texts(self, conversation: str) -> list[Message]:
        """All that eBay still has, the oldest first. New ones meanwhile push others on, which come twice."""
        found: dict[str, Message] = {}
        offset = 0
        while offset < _LONGEST_THREAD:
            page, _ = self._api.messages(conversation, offset)
            listed = page.messages or []
            for raw in listed:
                one = _read_message(bytes(raw))
                found[_text(one.message_id)] = one
            offset += LARGEST_PAGE
            if len(listed) < LARGEST_PAGE or (page.total is not None and offset >= page.total):
                break
        return sorted(found.values(), key=lambda one: (_written(one), _text(one.message_id)))

    def _snapshot(self, one: Conversation, texts: list[Message], raw: bytes) -> ConversationSnapshot:
        names = self._seller.names()
        messages = tuple(_message(text, ours=_text(text.sender_username) in names) for text in texts)
        unread = sum(text.unread for text in messages)
        return ConversationSnapshot(
            ref=RemoteRef(self._account, _text(one.conversation_id)),
            buyer=self._other(texts),
            title=_text(one.conversation_title),
            messages=messages,
            listing=_text(one.reference_id) if one.reference_type in {None, "LISTING"} else "",
            unread=unread if one.unread_count is None else one.unread_count,
            closed=one.conversation_status == _DELETED,
            raw=raw,
        )

    def _other(self, texts: list[Message]) -> str:
        """Whom the thread is with: as the newest text names them, since eBay may change a user's name."""
        names = self._seller.names()
        for text in reversed(texts):
            for name in (_text(text.sender_username), _text(text.recipient_username)):
                if name and name not in names:
                    return name
        return ""

    # --- writing -------------------------------------------------------------------------------------------

    def look(self, push: SendMessage, attempt: Attempt) -> Look:
        """Whether an earlier try arrived. Before the first one nothing there can be ours."""
        if attempt.sent_at is None:
            return NotThere()
        found = self._find(push, attempt)
        return AlreadyDone(found) if found else NotThere()

    def send(self, push: SendMessage, attempt: Attempt) -> Accepted | AlreadyDone:
        """Look where an earlier try may have arrived, then send. Raises Refused for what eBay would not take."""
        body = self._body(push)
        seen = self.look(push, attempt)
        if isinstance(seen, AlreadyDone):
            return seen
        return Accepted(self._api.send(body))

    def _body(self, push: SendMessage) -> dict[str, Any]:
        if not push.text.strip() or len(push.text) > CAN_SEND.length:
            raise self._no(f"A message has one to {CAN_SEND.length} characters.", "message_length")
        if len(push.images) > CAN_SEND.images or not all(one.startswith("https://") for one in push.images):
            raise self._no(
                f"A message takes up to {CAN_SEND.images} pictures, each at an https address that anybody can open.",
                "message_images",
            )
        body: dict[str, Any] = {"messageText": push.text}
        if push.conversation:
            body["conversationId"] = push.conversation
        elif push.buyer and push.listing:
            body["otherPartyUsername"] = push.buyer
            body["reference"] = {"referenceType": "LISTING", "referenceId": push.listing}
        else:
            raise self._no("Neither the conversation nor buyer and listing are known.", "message_to_nobody")
        if push.images:
            body["messageMedia"] = [
                {"mediaName": f"image-{place}", "mediaType": "IMAGE", "mediaUrl": address}
                for place, address in enumerate(push.images, start=1)
            ]
        return body

    def _find(self, push: SendMessage, attempt: Attempt) -> str:
        """The id of our text since the agent decided; empty where there is none. By eBay's clock, not by ours."""
        names = self._seller.names()
        wanted = _comparable(push.text)
        for conversation in [push.conversation] if push.conversation else self._threads_with(push):
            page, answer = self._api.messages(conversation)
            now = ebays_now(answer)
            # Never later than by our own clock: to overlook our text would be to send it twice.
            ahead = min(now - self._clock.now(), timedelta(0)) if now is not None else timedelta(0)
            since = Instant(attempt.queued_at + ahead - _DATES_ARE_WHOLE)
            offset = 0
            while True:
                texts = [_read_message(bytes(raw)) for raw in page.messages or ()]
                for text in texts:
                    ours = _text(text.sender_username) in names and _written(text) >= since
                    if ours and _comparable(_text(text.message_body)) == wanted:
                        return _text(text.message_id)
                offset += LARGEST_PAGE
                if len(texts) < LARGEST_PAGE or offset >= _LONGEST_THREAD or min(map(_written, texts)) < since:
                    break
                page, _ = self._api.messages(conversation, offset)
        return ""

    def _threads_with(self, push: SendMessage) -> list[str]:
        query = {"other_party_username": push.buyer, "reference_type": "LISTING", "reference_id": push.listing}
        page, _ = self._api.conversations(query)
        found = []
        for raw in page.conversations or ():
            try:
                found.append(_text(_CONVERSATION.decode(raw).conversation_id))
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise Unreadable("eBay's list of messages cannot be read.", _plain(error)) from error
        return found

    def _no(self, text: str, code: str) -> Refused:
        return Refused(text, code, account=self._account, operation="message.send", code=code)


def _read_message(raw: bytes) -> Message:
    try:
        one = _MESSAGE.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable(f"{LACKS}: {_plain(error)}") from error
    _written(one)
    return one


def _message(one: Message, *, ours: bool) -> MessageSnapshot:
    return MessageSnapshot(
        remote_id=_text(one.message_id),
        at=_written(one),
        ours=ours,
        text=_text(one.message_body),
        subject=_text(one.subject),
        unread=not ours and one.read_status is False,
        media=tuple(
            (_text(each.media_name), address)
            for each in one.message_media or ()
            if (address := _text(each.media_url)).startswith("https://")
        ),
    )


def _written(one: Message) -> Instant:
    found = instant_in(one.created_date)
    if found is None:
        raise _unreadable(NO_DATE)
    return found


def _stamp_of(raw: bytes) -> tuple[str, tuple[str, str]]:
    """A listed conversation's id, empty where it cannot be read, its last text's id, and when that was written."""
    try:
        one = _CONVERSATION.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "", (_mark_of(raw), "")
    latest = one.latest_message
    at = instant_in(latest.created_date) if latest else None
    last = _text(latest.message_id) if latest else ""
    return _text(one.conversation_id), (last or _mark_of(raw), as_text(at) if at is not None else "")


def _mark_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:10]


def _comparable(text: str) -> str:
    """EBay may write blanks, line ends and signs its own way."""
    return " ".join(html.unescape(text).split())


def _unreadable(reason: str) -> Unreadable:
    return Unreadable(
        "This conversation could not be read. It is kept in the repair list with what eBay sent.",
        reason,
        code="unreadable_conversation",
    )


def _plain(error: Exception) -> str:
    """A decoder's words without the value at fault, which may be a buyer's."""
    return str(error).split("\n", 1)[0][:160]


def _text(value: Text) -> str:
    return "" if value is None else str(value).strip()
