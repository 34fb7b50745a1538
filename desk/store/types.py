"""Owns the column types that keep values exact: instants as microseconds, documents as compact JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, Dialect, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

from desk.domain.clock import Instant, from_micros

_EPOCH = Instant(datetime(1970, 1, 1, tzinfo=UTC))
_MICROSECOND = timedelta(microseconds=1)
_SORTED = msgspec.json.Encoder(order="sorted")

# SQLite only numbers rows by itself where the key's type is exactly INTEGER.
BigKey = BigInteger().with_variant(Integer(), "sqlite")


def stored_instant(value: Instant | None) -> int | None:
    """What a column of instants stores."""
    try:
        return None if value is None else (value - _EPOCH) // _MICROSECOND
    except TypeError as error:  # naive and aware ones have no difference
        raise ValueError("only instants are stored, never naive times") from error


def stored_json(value: Any) -> str | None:
    """What a column of documents stores."""
    return None if value is None else _SORTED.encode(value).decode()


class InstantType(TypeDecorator[Instant]):
    """An Instant as microseconds since 1970. A naive datetime stops here with a ValueError."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Instant | None, dialect: Dialect) -> int | None:
        return self.all_as_stored([value])[0]

    def all_as_stored(self, values: Sequence[Instant | None]) -> list[int | None]:
        return [stored_instant(value) for value in values]

    def process_result_value(self, value: int | None, dialect: Dialect) -> Instant | None:
        return None if value is None else from_micros(value)


class JsonType(TypeDecorator[Any]):
    """Plain JSON values as text, keys sorted, the same on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return self.all_as_stored([value])[0]

    def all_as_stored(self, values: Sequence[Any]) -> list[str | None]:
        return [stored_json(value) for value in values]

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value)


Blob = LargeBinary

Transaction = Connection
"""What services hand from one repository to the next, so that all they do ends in one commit."""
