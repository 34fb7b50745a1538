"""Owns the column types that keep values exact: instants as microseconds, documents as compact JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, Dialect, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

from desk.domain.clock import Instant, from_micros

_EPOCH = Instant(datetime(1970, 1, 1, tzinfo=UTC))
_MICROSECOND = timedelta(microseconds=1)

# SQLite only numbers rows by itself where the key's type is exactly INTEGER.
BigKey = BigInteger().with_variant(Integer(), "sqlite")


class InstantType(TypeDecorator[Instant]):
    """An Instant as microseconds since 1970. A naive datetime stops here with a ValueError."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Instant | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("only instants are stored, never naive times")
        return (value - _EPOCH) // _MICROSECOND  # to_micros, without the call: each order passes here ten times

    def process_result_value(self, value: int | None, dialect: Dialect) -> Instant | None:
        return None if value is None else from_micros(value)


class JsonType(TypeDecorator[Any]):
    """Plain JSON values as text, keys sorted, the same on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value, order="sorted").decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value)


Blob = LargeBinary

Transaction = Connection
"""What services hand from one repository to the next, so that all they do ends in one commit."""
