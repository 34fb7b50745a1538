"""Owns what the search needs of a database connection. Used by desk.store's search modules only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol


class Interrupted(Exception):
    """Another thread ended the search; its result is no longer wanted."""


class Cursor(Protocol):
    def fetchall(self) -> list[Any]: ...
    def fetchone(self) -> Any: ...


class Connection(Protocol):
    """A raw connection; sqlite3's and sqlcipher3's have all this."""

    @property
    def in_transaction(self) -> bool: ...
    @property
    def OperationalError(self) -> type[Exception]: ...
    @property
    def DatabaseError(self) -> type[Exception]: ...
    def execute(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Sequence[object]], /) -> object: ...
    def interrupt(self) -> None: ...
