"""Owns the calls to eBay's Post-Order API: its own header, its empty answers and its own shape of refusals. No model.

Operations are named `family.what` ("return.search"): what stands before the dot is the quota that pays for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from connectors.channels.ebay.auth import PostOrderAuth, problem_of
from connectors.channels.ebay.client import SellerClient, login_error
from connectors.channels.ebay.payloads import PostOrderErrorPart, PostOrderProblem
from connectors.channels.ebay.signing import ERRORS as SIGNATURE_ERRORS
from connectors.channels.ebay.signing import signature_error
from connectors.contract.errors import ConnectorError, Refused, Unavailable, Unreadable
from connectors.http.messages import Answer, Call, reading, writing

_T = TypeVar("_T")
NOTHING_THERE = "not_found"
NO_CONTENT = 204
NOT_NOW = "not_now"
_PROBLEM = msgspec.json.Decoder(PostOrderProblem, strict=False)
_LEFT_TO_THE_KIT = frozenset({408, 425, 429})


class PostOrder:
    """Post-Order for one seller. Every call that eBay wants signed is; see signing."""

    def __init__(self, client: SellerClient) -> None:
        self._client = client
        self._base = f"{client.settings.base_url}/post-order/v2"
        self._headers = {
            "Content-Type": "application/json",
            "X-EBAY-C-MARKETPLACE-ID": client.settings.marketplace,
        }
        self._http = client.opened(PostOrderAuth(client.tokens), self._explain)

    def close(self) -> None:
        self._http.close()

    def get(self, operation: str, path: str, query: Mapping[str, str] | None = None) -> Answer | None:
        """An answer with JSON whole, None where there is nothing: eBay says so by 204 or 404.

        Raises ConnectorError kinds.
        """
        call = replace(reading(operation, self._base + path, query), headers=self._headers, may_be_empty=True)
        try:
            answer = self._http.send(call)
        except Refused as refused:
            if refused.code != NOTHING_THERE:
                raise
            return None
        if answer.body.strip():
            return answer
        if answer.status != NO_CONTENT:  # a good answer whose body got lost is no word about what is there
            raise Unavailable(
                "eBay's answer came without its data. Desk keeps trying.",
                f"{operation}: {answer.status} and no body",
                account=self._http.account,
                operation=operation,
                code="empty_answer",
            )
        return None

    def ask(self, operation: str, path: str, body: Mapping[str, Any]) -> Answer:
        """A question that eBay wants posted: it changes nothing there, and may be asked again."""
        call = writing(operation, "POST", self._base + path, msgspec.json.encode(body))
        return self._http.send(replace(call, writes=False, headers=self._headers))

    def post(self, operation: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """A deed; without a body where eBay takes none. Its answer may be empty.

        Raises Refused with code `not_now` where the record is in another state (409), `not_found` where eBay has none,
        OutcomeUnknown where it may have arrived, and the rest of the kinds.
        """
        sent = msgspec.json.encode(body) if body is not None else b""
        call = writing(operation, "POST", self._base + path, sent)
        return self._http.send(replace(call, body=sent or None, headers=self._headers, may_be_empty=True))

    # --- eBay's own words ----------------------------------------------------------------------------------

    def _explain(self, call: Call, answer: Answer) -> ConnectorError | None:
        """Errors in Post-Order's shape, or in REST's, which the gate in front of it has. None: the kit's table."""
        if answer.status >= 500 or answer.status in _LEFT_TO_THE_KIT:
            return None
        first = _problem_of(answer)
        if first is None:
            return None
        words = self._client.plain(first.words)
        detail = f"{call.operation}: {answer.status} {first.error_id}"
        if first.error_id in SIGNATURE_ERRORS:
            return signature_error(first.error_id, self._client.apart(answer), detail, words)
        if answer.status in {401, 403}:
            return login_error(answer.status, first.error_id, detail, words)
        return _refusal(answer.status, first, detail, words)


def _problem_of(answer: Answer) -> PostOrderErrorPart | None:
    try:
        told = _PROBLEM.decode(answer.body).error_message
    except (msgspec.DecodeError, UnicodeDecodeError):
        told = None
    if told is not None and told.first is not None:
        return told.first
    of_rest = problem_of(answer).errors
    if not of_rest:
        return None
    return PostOrderErrorPart(error_id=of_rest[0].error_id, message=of_rest[0].words)


def _refusal(status: int, told: PostOrderErrorPart, detail: str, words: str) -> Refused:
    if status == 404:
        refused = Refused("eBay does not have this.", detail, words=words, code=NOTHING_THERE)
    elif status == 409:
        refused = Refused(
            "eBay does not take this now: it has gone on there meanwhile.", detail, words=words, code=NOT_NOW
        )
    else:
        refused = Refused("eBay refused this.", detail, words=words, code="refused")
    refused.facts["number"] = told.error_id
    return refused


def in_path(number: str) -> str:
    """A record's number fit for a path. Raises Refused for what is none."""
    if not (number.isascii() and number.isdigit() and len(number) <= 30):
        raise Refused("That is not the number of a case at eBay.", number[:20], code=NOTHING_THERE)
    return number


def decoded(answer: Answer, kind: type[_T]) -> _T:
    """The JSON of an answer to a question as a model. Raises Unreadable."""
    try:
        return msgspec.json.decode(answer.body, type=kind, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise odd_answer(str(error)[:160]) from error


def odd_answer(detail: str) -> Unreadable:
    """For an answer that lacks what it is asked for."""
    return Unreadable("eBay's answer is not what Desk knows. Desk tries again.", detail, code="odd_answer")
