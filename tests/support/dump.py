"""Owns the canonical dump: what two stores must agree in to count as equal (DRILLS, "Equal stores").

Orders, lines, addresses, shipments and payments, sorted by remote reference; no ids of rows, no history, times of
fetching or cursors. Reads through any connection with `execute`, so it also reads a plain export.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class Reads(Protocol):
    """A driver connection: sqlite3's or sqlcipher3's."""

    def execute(self, sql: str, /) -> Any: ...


_LOCAL = {"id", "order_id", "account_id", "fetched_at", "content_hash", "seen_at", "kept"}
"""Columns that say when and in which order this store came to know something; two equal stores differ in them."""

_PARTS = ("order_addresses", "order_lines", "order_payments", "shipments")


def canonical_dump(connection: Reads) -> list[dict[str, Any]]:
    """One entry per order, by account name and remote id."""
    accounts = {row["id"]: row["name"] for row in _rows(connection, "accounts")}
    parts: dict[int, dict[str, list[dict[str, Any]]]] = {}
    for table in _PARTS:
        for row in _rows(connection, table):
            parts.setdefault(row["order_id"], {}).setdefault(table, []).append(_told(row))
    found = []
    for row in _rows(connection, "orders"):
        one = {"account": accounts[row["account_id"]], **_told(row)}
        for table in _PARTS:
            one[table] = sorted(parts.get(row["id"], {}).get(table, []), key=_text)
        found.append(one)
    return sorted(found, key=lambda one: (one["account"], one["remote_id"]))


def differences(one: Iterable[Mapping[str, Any]], other: Iterable[Mapping[str, Any]]) -> list[str]:
    """Sentences about where two dumps differ; empty when they are equal."""
    first = {(order["account"], order["remote_id"]): order for order in one}
    second = {(order["account"], order["remote_id"]): order for order in other}
    told = [f"{ref}: only in one of the stores" for ref in sorted(first.keys() ^ second.keys())]
    for ref in sorted(first.keys() & second.keys()):
        told += [
            f"{ref} {field}: {value!r} against {second[ref].get(field)!r}"
            for field, value in first[ref].items()
            if value != second[ref].get(field)
        ]
    return told


def _rows(connection: Reads, table: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"select * from {table}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _LOCAL}


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)
