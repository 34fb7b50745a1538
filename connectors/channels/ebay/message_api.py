"""Owns the calls to eBay's Message API, the shape of its JSON and its error numbers. Knows no model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from connectors.channels.ebay.auth import BearerAuth, problem_of
from connectors.channels.ebay.client import SellerClient, login_error
from connectors.channels.ebay.payloads import Text
from connectors.contract.errors import ConnectorError, Refused, Unreadable
from connectors.http.messages import Answer, Call, reading, writing

BASE = "/commerce/message/v1"
FROM_MEMBERS = "FROM_MEMBERS"
LARGEST_PAGE = 50
_T = TypeVar("_T")
_LEFT_TO_THE_KIT = frozenset({408, 425, 429})
_ID = re.compile(r"[\w.|~+=:-]{1,200}", re.ASCII)
_NO_SUCH_CONVERSATION = 355007
_NO_SUCH_MEMBER = 355015


class Media(msgspec.Struct, kw_only=True, rename="camel"):
    media_name: Text = None
    media_url: Text = None


class Message(msgspec.Struct, kw_only=True, rename="camel"):
    message_id: Text
    created_date: str
    sender_username: Text = None
    recipient_username: Text = None
    subject: Text = None
    message_body: Text = None
    read_status: bool | None = None
    message_media: list[Media] | None = None


class LatestMessage(msgspec.Struct, kw_only=True, rename="camel"):
    message_id: Text = None
    created_date: str | None = None


class Conversation(msgspec.Struct, kw_only=True, rename="camel"):
    conversation_id: Text
    conversation_title: Text = None
    conversation_status: str | None = None
    unread_count: int | None = None
    latest_message: LatestMessage | None = None
    reference_type: str | None = None
    reference_id: Text = None


class ConversationPage(msgspec.Struct, kw_only=True):
    conversations: list[msgspec.Raw] | None = None
    total: int | None = None
    next: str | None = None


class MessagePage(msgspec.Struct, kw_only=True):
    messages: list[msgspec.Raw] | None = None
    total: int | None = None
    next: str | None = None


class Sent(msgspec.Struct, kw_only=True, rename="camel"):
    message_id: Text = None


_CONVERSATIONS = msgspec.json.Decoder(ConversationPage, strict=False)
_MESSAGES = msgspec.json.Decoder(MessagePage, strict=False)
_SENT = msgspec.json.Decoder(Sent, strict=False)


class MessageApi:
    """Messages of one seller. Every method raises ConnectorError kinds."""

    def __init__(self, client: SellerClient) -> None:
        self._client = client
        self._base = f"{client.settings.base_url}{BASE}"
        self._http = client.opened(BearerAuth(client.tokens), self._explain)

    def close(self) -> None:
        self._http.close()

    def conversations(self, query: Mapping[str, str], offset: int = 0) -> tuple[ConversationPage, Answer]:
        answer = self._page("message.list", "/conversation", query, offset)
        return _decoded(_CONVERSATIONS, answer), answer

    def messages(self, conversation: str, offset: int = 0) -> tuple[MessagePage, Answer]:
        answer = self._page("message.get", f"/conversation/{_id(conversation)}", {}, offset)
        return _decoded(_MESSAGES, answer), answer

    def send(self, body: Mapping[str, Any]) -> str:
        """The new message's id; empty where the answer does not tell."""
        call = writing("message.send", "POST", f"{self._base}/send_message", msgspec.json.encode(body))
        try:
            return str(_SENT.decode(self._http.send(call).body).message_id or "")
        except (msgspec.DecodeError, UnicodeDecodeError):
            return ""

    def _page(self, operation: str, path: str, query: Mapping[str, str], offset: int) -> Answer:
        # Where a page begins is a multiple of its length.
        page = {"limit": str(LARGEST_PAGE), "offset": str(offset)}
        return self._http.send(
            reading(operation, self._base + path, {"conversation_type": FROM_MEMBERS, **query, **page})
        )

    def _explain(self, call: Call, answer: Answer) -> ConnectorError | None:
        """Errors by eBay's numbers. None leaves the answer to the kit's table."""
        problem = problem_of(answer)
        first = problem.errors[0] if problem.errors else None
        if first is None or answer.status >= 500 or answer.status in _LEFT_TO_THE_KIT:
            return None
        words = self._client.plain(first.words)
        detail = f"{call.operation}: {answer.status} {first.error_id}"
        if answer.status in {401, 403}:
            return login_error(answer.status, first.error_id, detail, words)
        if first.error_id == _NO_SUCH_CONVERSATION or answer.status == 404:
            refused = Refused("eBay has no such conversation.", detail, words=words, code="no_such_conversation")
        elif first.error_id == _NO_SUCH_MEMBER:
            refused = Refused(
                "eBay lets you write to this user no longer, or only about something they bought.",
                detail,
                words=words,
                code="buyer_not_reachable",
            )
        else:
            refused = Refused("eBay refused this.", detail, words=words, code="refused")
        refused.facts["number"] = first.error_id
        return refused


def _decoded(decoder: msgspec.json.Decoder[_T], answer: Answer) -> _T:
    try:
        return decoder.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(
            "eBay's list of messages is no list. Desk tries again at the next sync.",
            str(error).split("\n", 1)[0][:160],
        ) from error


def _id(conversation: str) -> str:
    """Fit for a path: opaque to us, but one part of it and no way out of it."""
    if _ID.fullmatch(conversation) is None or conversation.strip(".") == "":
        raise Refused("eBay has no such conversation.", conversation[:20], code="no_such_conversation")
    return quote(conversation, safe="-._~")
