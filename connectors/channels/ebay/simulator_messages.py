"""The Message API of a simulated eBay: threads between the seller and buyers about a listing, and eBay's own letters.
Sending twice sends twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from connectors.channels.ebay.simulator_auth import USER, Auth
from connectors.channels.ebay.simulator_claims import Conversation, Message
from connectors.channels.ebay.simulator_errors import RestError, json_object, rest_answer
from connectors.channels.ebay.simulator_model import EbayOrder, Market, iso, whole_milliseconds
from connectors.simulation.wire import WireAnswer, WireRequest

BASE = "/commerce/message/v1"
FAMILY = "commerce.message"
TYPES = ("FROM_MEMBERS", "FROM_EBAY")
STATUSES = ("ACTIVE", "ARCHIVE", "DELETE", "READ", "UNREAD")
KEPT = STATUSES[:3]
DEFAULT_LIMIT, MOST = 25, 50
MOST_SIGNS, MOST_MEDIA = 2_000, 5
MEDIA = ("IMAGE", "PDF", "DOC", "TXT")
Json = dict[str, Any]
_ONE = re.compile(rf"{BASE}/conversation/(?P<id>[^/]+)/?")
_SEND = frozenset(
    {"conversationId", "otherPartyUsername", "messageText", "messageMedia", "reference", "emailCopyToSender"}
)
_UPDATE = frozenset({"conversationId", "conversationType", "read", "conversationStatus"})


class Messages:
    def __init__(self, market: Market, auth: Auth) -> None:
        self.market = market
        self.auth = auth

    def answer(self, request: WireRequest) -> WireAnswer:
        token = self.auth.bearer(request, "commerce.message")
        if token.kind != USER:
            raise RestError(1100)
        self.auth.count(FAMILY, self.market.options.message_limit, request.at)
        path, found = request.path.rstrip("/"), _ONE.fullmatch(request.path)
        calls = {
            ("GET", f"{BASE}/conversation"): self._list,
            ("POST", f"{BASE}/send_message"): self._send,
            ("POST", f"{BASE}/update_conversation"): self._update,
        }
        if found is not None and request.method == "GET":
            return self._one(request, found["id"])
        if (request.method, path) in calls:
            return calls[request.method, path](request)
        raise RestError(2002)

    # -- reading ---------------------------------------------------------------------------------------------------

    def _list(self, request: WireRequest) -> WireAnswer:
        query = dict(request.query)
        from_ebay = _type(query) == "FROM_EBAY"
        start, end = _instant(query, "start_time"), _instant(query, "end_time")
        if from_ebay and (start or end):
            raise RestError(355005)
        status = query.get("conversation_status", "")
        if status and status not in STATUSES:
            raise RestError(355017, ("conversation_status", status))
        if query.get("reference_type", "LISTING") != "LISTING":
            raise RestError(355006, ("reference_type", query["reference_type"]))
        found = [
            each
            for each in self.market.conversations.values()
            if each.from_ebay == from_ebay
            and self._has_status(each, status)
            and query.get("other_party_username", each.other) == each.other
            and query.get("reference_id", each.item_id) == each.item_id
            and (start is None or each.latest.at >= start)
            and (end is None or each.latest.at <= end)
        ]
        found.sort(key=lambda each: (each.latest.at, each.id), reverse=True)
        return rest_answer(self._page(request, "conversations", found, self._conversation))

    def _has_status(self, one: Conversation, wanted: str) -> bool:
        if wanted in ("READ", "UNREAD"):
            return one.status != "DELETE" and (one.unread(self.market.options.seller) > 0) == (wanted == "UNREAD")
        return one.status == wanted if wanted else one.status != "DELETE"

    def _one(self, request: WireRequest, conversation_id: str) -> WireAnswer:
        kind = dict(request.query).get("conversation_type", "")
        one = self._find(conversation_id, kind) if kind in TYPES else None
        if one is None:
            raise RestError(355007, ("conversation_id", conversation_id))
        newest = sorted(one.messages, key=lambda each: (each.at, each.id), reverse=True)
        return rest_answer(self._page(request, "messages", newest, message_json))

    def _find(self, conversation_id: str, kind: str) -> Conversation:
        one = self.market.conversations.get(conversation_id)
        if one is None or one.from_ebay != (kind == "FROM_EBAY"):
            raise RestError(355007, ("conversation_id", conversation_id))
        return one

    def _page(self, request: WireRequest, name: str, members: Sequence[Any], write: Any) -> Json:
        query = dict(request.query)
        limit = _whole(query, "limit", DEFAULT_LIMIT, 355008)
        offset = _whole(query, "offset", 0, 355009)
        if not 1 <= limit <= MOST:
            raise RestError(355008, ("limit", str(limit)))
        if offset % limit:
            raise RestError(355009, ("offset", str(offset)))
        shown = [write(each) for each in members[offset : offset + limit]]
        document: Json = {
            "href": self._address(request, query, limit, offset),
            "total": len(members),
            "limit": limit,
            "offset": offset,
            name: shown,
        }
        if offset + limit < len(members):
            document["next"] = self._address(request, query, limit, offset + limit)
        if offset:
            document["prev"] = self._address(request, query, limit, max(offset - limit, 0))
        return document

    def _address(self, request: WireRequest, query: Mapping[str, str], limit: int, offset: int) -> str:
        told = {**query, "limit": str(limit), "offset": str(offset)}
        joined = "&".join(f"{name}={quote(value, safe='')}" for name, value in told.items())
        return f"{self.market.url}{request.path}?{joined}"

    def _conversation(self, one: Conversation) -> Json:
        told: Json = {
            "conversationId": one.id,
            "conversationTitle": one.title,
            "conversationType": "FROM_EBAY" if one.from_ebay else "FROM_MEMBERS",
            "conversationStatus": one.status,
            "createdDate": iso(one.created),
            "unreadCount": one.unread(self.market.options.seller),
            "latestMessage": message_json(one.latest),
        }
        return told | ({"referenceType": "LISTING", "referenceId": one.item_id} if one.item_id else {})

    # -- writing ---------------------------------------------------------------------------------------------------

    def _send(self, request: WireRequest) -> WireAnswer:
        wanted = json_object(request, _SEND)
        text = wanted.get("messageText")
        if not isinstance(text, str) or not text.strip():
            raise RestError(355010)
        if len(text) > MOST_SIGNS:
            raise RestError(355011)
        media = _media(wanted.get("messageMedia"))
        if ("conversationId" in wanted) == ("otherPartyUsername" in wanted):
            raise RestError(355014)
        if "conversationId" in wanted:
            one = self._find(str(wanted["conversationId"]), "FROM_MEMBERS")
            other, item = one.other, one.item_id
        else:
            other, item = str(wanted["otherPartyUsername"]), _reference(wanted.get("reference"))
        order = known_order(self.market, other, item)
        if other in self.market.vanished or order is None:
            raise RestError(355015, ("otherPartyUsername", ""))
        seller = self.market.options.seller
        made, one = write(self.market, other, item, (seller, other), text, request.at, media)
        self.market.record(
            request.at, "message_sent", order, request, message_id=made.id, conversation_id=one.id, text=text
        )
        told = message_json(made) | {"conversationId": one.id}
        told["senderUserName"], told["recipientUserName"] = told.pop("senderUsername"), told.pop("recipientUsername")
        return rest_answer(told, 201)

    def _update(self, request: WireRequest) -> WireAnswer:
        wanted = json_object(request, _UPDATE)
        kind, status, read = wanted.get("conversationType"), wanted.get("conversationStatus"), wanted.get("read")
        # The facts know no numbers of this call's own.
        if kind not in TYPES or (status is not None and status not in KEPT):
            raise RestError(2004, ("conversationType", str(kind)), ("conversationStatus", str(status)))
        one = self.market.conversations.get(str(wanted.get("conversationId", "")))
        if one is None or one.from_ebay != (kind == "FROM_EBAY"):
            raise RestError(2002)
        one.status = str(status) if status is not None else one.status
        for each in one.messages:
            if isinstance(read, bool) and each.recipient == self.market.options.seller:
                each.read = read
        return WireAnswer(204, b"", (), "application/json")


# -- what both sides do --------------------------------------------------------------------------------------------


def write(
    market: Market,
    other: str,
    item: str,
    parties: tuple[str, str],
    text: str,
    at: datetime,
    media: tuple[tuple[str, str, str], ...] = (),
) -> tuple[Message, Conversation]:
    """`parties` are sender and recipient; there is one thread with each member about each listing."""
    at = whole_milliseconds(at)
    threads = market.conversations.values()
    one = next((each for each in threads if (each.other, each.item_id) == (other, item)), None)
    if one is None:
        title = other or "eBay"
        one = Conversation(str(market.number("conversation")), other, item, title, at)
        market.conversations[one.id] = one
    made = Message(str(market.number("message")), *parties, one.title, text, at, media=media)
    one.messages.append(made)
    one.status = "ACTIVE"
    return made, one


def known_order(market: Market, other: str, item: str) -> EbayOrder | None:
    """The latest of this user's, about this listing if one is named: nobody else can be written to."""
    orders = [
        order
        for order in market.all()
        if order.username == other and (not item or any(line.item_id == item for line in order.lines))
    ]
    return max(orders, key=lambda order: order.created, default=None)


def message_json(message: Message) -> Json:
    told: Json = {
        "messageId": message.id,
        "senderUsername": message.sender,
        "recipientUsername": message.recipient,
        "subject": message.subject,
        "messageBody": message.text,
        "createdDate": iso(message.at),
        "readStatus": message.read,
    }
    media = [{"mediaName": name, "mediaType": kind, "mediaUrl": url} for name, kind, url in message.media]
    return told | ({"messageMedia": media} if media else {})


def _media(told: Any) -> tuple[tuple[str, str, str], ...]:
    if told is None:
        return ()
    if not isinstance(told, list) or len(told) > MOST_MEDIA:
        raise RestError(355012)
    made = []
    for each in told:
        if not isinstance(each, dict) or set(each) != {"mediaName", "mediaType", "mediaUrl"}:
            raise RestError(355013)
        if each["mediaType"] not in MEDIA or not str(each["mediaUrl"]).startswith("https://"):
            raise RestError(355013)
        made.append((str(each["mediaName"]), str(each["mediaType"]), str(each["mediaUrl"])))
    return tuple(made)


def _reference(told: Any) -> str:
    if told is None:
        return ""
    if not isinstance(told, dict) or told.get("referenceType") != "LISTING" or not told.get("referenceId"):
        raise RestError(355006, ("reference", ""))
    return str(told["referenceId"])


def _type(query: Mapping[str, str]) -> str:
    kind = query.get("conversation_type")
    if kind is None:
        raise RestError(355001)
    if kind not in TYPES:
        raise RestError(355002, ("conversation_type", kind))
    return kind


def _instant(query: Mapping[str, str], name: str) -> datetime | None:
    if name not in query:
        return None
    try:
        found = datetime.fromisoformat(query[name])
    except ValueError as error:
        raise RestError(355004, (name, query[name])) from error
    if found.tzinfo is None:
        raise RestError(355004, (name, query[name]))
    return found


def _whole(query: Mapping[str, str], name: str, default: int, number: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()):
        raise RestError(number, (name, text))
    return int(text)
