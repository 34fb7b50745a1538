"""Owns how a snapshot changes what is known of an order. Pure; services.ingest stores the outcome.

The outcome does not depend on the order in which snapshots arrive: the newest one (by the channel's own time of change)
decides each field, except that a value the channel hides now never overwrites one it once showed.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from connectors.contract.snapshots import OrderSnapshot
from desk.domain.clock import Instant, to_micros
from desk.domain.orders import Address, Buyer
from desk.store.orders import OrderRecord

_BUYER = tuple(one.name for one in fields(Buyer))
_TEXTS = ("buyer_note", "invoice_number", "payment_method", "payment_method_title", "open_in_channel")
_HIDEABLE = (*(f"buyer.{name}" for name in _BUYER), "billing", "recipient", "shipments", *_TEXTS)


def first(snapshot: OrderSnapshot, content_hash: bytes, fetched_at: Instant) -> OrderRecord:
    """The record of an order seen for the first time."""
    return OrderRecord(
        id=None,
        merged=replace(snapshot, raw=b""),
        fetched_at=fetched_at,
        kept={},
        content_hash=content_hash,
    )


def merge(stored: OrderRecord, snapshot: OrderSnapshot, content_hash: bytes, fetched_at: Instant) -> OrderRecord:
    """What is known of the order after this snapshot, newer or older than what is stored."""
    if snapshot.changed_at < stored.merged.changed_at:
        return _with_older(stored, snapshot)
    kept: dict[str, int] = {}
    values: dict[str, Any] = {}
    known_at = to_micros(stored.merged.changed_at)
    for name in _HIDEABLE:
        old, new = _get(stored.merged, name), _get(snapshot, name)
        if new != old and _is_redacted(new, old):
            values[name] = old
            kept[name] = stored.kept.get(name, known_at)
    merged = _with(replace(snapshot, raw=b""), values)
    return replace(stored, merged=merged, fetched_at=fetched_at, kept=kept, content_hash=content_hash)


def _with_older(stored: OrderRecord, snapshot: OrderSnapshot) -> OrderRecord:
    """An older report only tells what newer ones hide."""
    kept = dict(stored.kept)
    values: dict[str, Any] = {}
    at = to_micros(snapshot.changed_at)
    for name in _HIDEABLE:
        old, new = _get(stored.merged, name), _get(snapshot, name)
        hidden_since = kept.get(name)
        newer_than_kept = hidden_since is not None and hidden_since < at and not _is_redacted(new, old)
        if new != old and (newer_than_kept or _is_redacted(old, new)):
            values[name] = new
            kept[name] = at
    return replace(stored, merged=_with(stored.merged, values), kept=kept) if values else stored


def _is_redacted(shown: Any, full: Any) -> bool:
    """Whether `shown` tells the same as `full`, only less of it."""
    if isinstance(full, Address) and isinstance(shown, Address):
        pairs = ((getattr(shown, one.name), getattr(full, one.name)) for one in fields(Address))
        return all(not few or few == all_ for few, all_ in pairs)
    if shown is None:
        return full is not None
    return isinstance(shown, str) and not shown


def _get(snapshot: OrderSnapshot, name: str) -> Any:
    owner, _, part = name.partition(".")
    value = getattr(snapshot, owner)
    return getattr(value, part) if part else value


def _with(snapshot: OrderSnapshot, values: dict[str, Any]) -> OrderSnapshot:
    plain = {name: value for name, value in values.items() if "." not in name}
    buyer = {name.partition(".")[2]: value for name, value in values.items() if "." in name}
    if buyer:
        plain["buyer"] = replace(snapshot.buyer, **buyer)
    return replace(snapshot, **plain) if plain else snapshot
