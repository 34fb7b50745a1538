"""Owns taking Amazon's answers apart, down to the single record as it was sent. Free of I/O."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TypeVar

import msgspec

from connectors.channels.amazon.errors import not_understood
from connectors.channels.amazon.payloads import OneOrder, Participant, Participations, Search
from connectors.http.messages import Answer
from desk.domain.clock import Instant, as_instant

T = TypeVar("T")

_SEARCH = msgspec.json.Decoder(Search)
_ONE = msgspec.json.Decoder(OneOrder)
_PARTICIPATIONS = msgspec.json.Decoder(Participations)


def page(answer: Answer) -> Search:
    """A page of orders. Raises Unreadable."""
    return _read(_SEARCH, answer, "search_orders")


def one_order(answer: Answer) -> bytes:
    """One order, as it was sent. Raises Unreadable."""
    return bytes(_read(_ONE, answer, "get_order").order)


def participations(answer: Answer) -> list[Participant]:
    """Where the seller sells. Raises Unreadable."""
    return [one for one in _read(_PARTICIPATIONS, answer, "find_marketplaces").payload or [] if one.marketplace.id]


def server_time(answer: Answer) -> Instant | None:
    """The time by the clock of whoever answered; None where it does not tell."""
    try:
        return as_instant(parsedate_to_datetime(answer.header("date")))
    except (ValueError, TypeError):
        return None


def _read(decoder: msgspec.json.Decoder[T], answer: Answer, operation: str) -> T:
    try:
        return decoder.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise not_understood(operation, str(error).split("\n", 1)[0][:160]) from error
