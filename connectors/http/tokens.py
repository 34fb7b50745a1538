"""Owns going through pages by token: the same token twice is an error, never a loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from connectors.contract.errors import Unreadable

T = TypeVar("T")


class TokenGuard:
    """Remembers the page tokens of one run."""

    def __init__(self, operation: str = "") -> None:
        self._seen: set[str] = set()
        self._operation = operation

    def accept(self, token: str) -> str:
        """Return the token. Raises Unreadable when it was handed out before in this run."""
        if token in self._seen:
            raise Unreadable(
                "The channel keeps sending the same page of its list. Desk stopped there and tries again "
                "at the next sync.",
                f"page token repeated after {len(self._seen)} pages",
                code="page_repeated",
                operation=self._operation,
            )
        self._seen.add(token)
        return token


def pages(fetch: Callable[[str], tuple[T, str]], first: str = "", operation: str = "") -> Iterator[T]:
    """Each page in turn, from the token `first` to the page that names no further one."""
    guard = TokenGuard(operation)
    token = guard.accept(first)
    while True:
        page, following = fetch(token)
        yield page
        if not following:
            return
        token = guard.accept(following)
