"""Owns what the search needs of a database connection. Used by desk.store's search modules only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
    def total_changes(self) -> int: ...
    @property
    def OperationalError(self) -> type[Exception]: ...  # noqa: N802 - the driver's name
    @property
    def DatabaseError(self) -> type[Exception]: ...  # noqa: N802 - the driver's name
    def execute(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Sequence[object]], /) -> object: ...
    def interrupt(self) -> None: ...


class Questions:
    """Asks a connection, and can be stopped by another thread between two questions and within one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_busy = False
        self._is_stopped = False

    def ask(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        if self._is_stopped:
            raise Interrupted
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except self._connection.OperationalError as error:
            if str(error) == "interrupted":
                raise Interrupted from error
            raise

    def stop(self) -> None:
        self._is_stopped = self._is_busy
        self._connection.interrupt()

    @contextmanager
    def in_one_state(self) -> Iterator[None]:
        """All answers are about the same documents, though a sync may write meanwhile."""
        is_ours = not self._connection.in_transaction
        if is_ours:
            self._connection.execute("begin")
        self._is_busy = True
        try:
            yield
        finally:
            self._is_busy = self._is_stopped = False
            if is_ours:
                self._connection.execute("rollback")
