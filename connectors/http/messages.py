"""Owns what goes over the wire in one exchange: the call we make and the answer we get. Free of I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. `operation` is our word for it: it names the bucket, the log line and the error.

    `writes` decides what silence means: a reading call may be tried again, a writing one never.
    """

    operation: str
    method: str
    url: str
    writes: bool
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    wants_json: bool = True
    may_be_empty: bool = False  # an answer without any body is one, too, where JSON is wanted
    signed: bool = True  # False for public pages, where keys have no business
    as_is: bool = False  # the body stays as it came: a file, which its reader knows how to read


def reading(operation: str, url: str, query: Mapping[str, str] | None = None, *, signed: bool = True) -> Call:
    """A call that changes nothing there."""
    return Call(
        operation=operation,
        method="GET",
        url=url,
        writes=False,
        query=tuple((query or {}).items()),
        signed=signed,
    )


def writing(operation: str, method: str, url: str, body: bytes, query: Mapping[str, str] | None = None) -> Call:
    """A call that changes something there; `body` is JSON."""
    return Call(
        operation=operation,
        method=method,
        url=url,
        writes=True,
        query=tuple((query or {}).items()),
        body=body,
        headers={"Content-Type": "application/json"},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, its body complete. Header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)  # people's data
    host: str

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300
