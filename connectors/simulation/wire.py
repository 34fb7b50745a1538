"""What passes between the simulation kit and one channel's simulator: a request as it came over the wire, the
answer to it, and the abilities that the kit may call on. Channel-neutral; holds no state.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from urllib.parse import parse_qsl

JSON_TYPE = "application/json; charset=UTF-8"
HTML_TYPE = "text/html; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class WireRequest:
    """One request, whole. `at` is the channel's own time, a planted skew included."""

    method: str
    path: str
    query_string: str
    headers: Mapping[str, str]
    body: bytes
    secure: bool
    at: datetime

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(self.query_string, keep_blank_values=True)


@dataclass(frozen=True, slots=True)
class WireAnswer:
    status: int
    body: bytes = b""
    headers: Sequence[tuple[str, str]] = ()
    content_type: str = JSON_TYPE

    def with_body(self, body: bytes) -> WireAnswer:
        return replace(self, body=body)


class DeedRefused(Exception):
    """A deed of `/_sim/do` that makes no sense here; the text goes to the caller."""


class SimulatedChannel(Protocol):
    """One channel's simulator, seen from the kit. All methods run on the server's one thread."""

    kind: str

    def answer(self, request: WireRequest) -> WireAnswer:
        """Does what the channel would do and says what it would say."""

    def state(self, query: Mapping[str, str]) -> Any:
        """Everything a comparator needs, as plain JSON: `counts.orders` (those the list of orders shows) and `orders`.

        Each order has at least id, number, status (the channel's word), readable, listed, created, modified, names,
        emails and trackings (each with its number), as the channel shows them now; amounts are minor units.
        """

    def do(self, deed: str, arguments: Mapping[str, Any], at: datetime) -> Any:
        """The buyer's and the shop owner's side. Raises DeedRefused."""

    def suits(self, profile: str, request: WireRequest) -> bool:
        """Whether this fault can befall this request at all."""

    def stage(self, profile: str, request: WireRequest, dice: float) -> bool:
        """Changes the channel's state just before the request is answered; false when nothing could be changed."""

    def fault_answer(self, profile: str, request: WireRequest, dice: float) -> WireAnswer | None:
        """The channel's own words for a fault, instead of an answer; None leaves it to the kit."""

    def spoil(self, profile: str, request: WireRequest, answer: WireAnswer, dice: float) -> WireAnswer | None:
        """The answer with a record spoilt; None when it holds none."""


@runtime_checkable
class HoldsForeignRecords(Protocol):
    """A channel that faults or deeds can make hold what it would never say of itself."""

    def foreign_records(self) -> Collection[str]:
        """Ids of these records as the channel's answers show them: unreadable ones and those with unknown codes."""


@dataclass
class ControlAnswer:
    status: int
    document: Any = field(default_factory=dict)

    def encoded(self) -> bytes:
        return json.dumps(self.document, ensure_ascii=False, default=str).encode()
