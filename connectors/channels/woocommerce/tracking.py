"""Owns how parcels are written and read in each of a shop's four ways. Pure, no I/O.

Desk's key goes with every parcel: in core's fulfillments and in the bare shop's meta inside the entry; beside the
two extensions' entries, whose fields are fixed, in an order meta of our own that names the entry and its lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from urllib.parse import quote

import msgspec

from connectors.channels.woocommerce.payloads import Meta, meta_of
from connectors.channels.woocommerce.units import (
    FULFILLMENT_PROVIDERS,
    LINK_GAPS,
    PROVIDER_NAMES,
    PUSH_MARK,
    SHIPMENT_MARK,
    TRACKING_META,
    Way,
    provider_name,
)
from connectors.contract.snapshots import ShipmentSnapshot, ShippedLineSnapshot
from desk.domain.clock import Instant, as_instant, from_seconds
from desk.domain.pushes import ConfirmShipment, ShippedLine
from desk.domain.shipments import normalise_number
from desk.domain.values import PushKey

_SQUASH = re.compile(r"[^a-z0-9]")
_OPEN_GAP = re.compile(r"%(?:\d\$s|[a-z]+_[a-z_]+%)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A parcel as a shop keeps it. `key` is the push it came from, empty where Desk did not write it."""

    id: str
    carrier: str
    number: str
    url: str
    shipped_at: Instant | None
    lines: tuple[ShippedLine, ...] | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Our own order meta beside an extension's entry: which entry is whose, and what is in it."""

    entry: str
    number: str
    lines: tuple[ShippedLine, ...]


# --- reading -----------------------------------------------------------------------------------------------


def shipments_in_meta(meta: Sequence[Meta]) -> tuple[ShipmentSnapshot, ...] | None:
    """The parcels an order's own meta tells of; None where it tells nothing, not even that there are none."""
    found = next((one.value for one in meta if one.key == TRACKING_META), None)
    if not isinstance(found, list | dict):
        return None
    return shipments_of(with_marks(read_trackings(found), marks_in(meta)))


def shipments_of(entries: Iterable[Entry]) -> tuple[ShipmentSnapshot, ...]:
    return tuple(
        ShipmentSnapshot(
            remote_id=one.id,
            carrier=one.carrier,
            number=one.number,
            shipped_at=one.shipped_at,
            tracking_url=one.url,
            lines=None
            if one.lines is None
            else tuple(
                ShippedLineSnapshot(remote_line_id=line.remote_id, quantity=line.quantity) for line in one.lines
            ),
        )
        for one in entries
    )


def read_trackings(data: object) -> tuple[Entry, ...]:
    """Entries of the two extensions and of the meta they share: `data` is the decoded list (or PHP's map of it)."""
    found: list[Entry] = []
    for one in _each(data):
        number = _text(one.get("tracking_number"))
        if not number:
            continue
        found.append(
            Entry(
                id=_text(one.get("tracking_id")) or entry_id("", number),
                carrier=_text(one.get("custom_tracking_provider"))
                or provider_name(_text(one.get("tracking_provider"))),
                number=number,
                url=_link(_text(one.get("custom_tracking_link")) or _text(one.get("tracking_link")), number),
                shipped_at=_day(_shipped_at(one.get("date_shipped"))),
                lines=_lines(one.get("_items")),
                key=_text(one.get(PUSH_MARK)),
            )
        )
    return tuple(found)


def read_fulfillments(data: object, zone: tzinfo = UTC) -> tuple[Entry, ...]:
    """Core's fulfillments that have left the house; drafts are no parcels yet. Their dates are in the shop's `zone`."""
    if isinstance(data, dict):
        data = data.get("fulfillments", data.get("fulfillment", [data] if "id" in data else []))
    if isinstance(data, dict):
        data = [data]
    found: list[Entry] = []
    for one in _each(data):
        if not (one.get("is_fulfilled") or one.get("status") == "fulfilled"):
            continue
        meta = {pair.key: pair.value for pair in meta_of(one.get("meta_data"))}
        found.append(
            Entry(
                id=_text(one.get("id")),
                carrier=_text(meta.get("_provider_name")) or provider_name(_text(meta.get("_shipment_provider"))),
                number=_text(meta.get("_tracking_number")),
                url=_link(_text(meta.get("_tracking_url")), _text(meta.get("_tracking_number"))),
                shipped_at=_shipped_at(meta.get("_date_fulfilled") or one.get("date_updated"), zone),
                lines=_lines(meta.get("_items")),
                key=_text(meta.get(PUSH_MARK)),
            )
        )
    return tuple(found)


def written_entry(data: object, push: ConfirmShipment) -> str:
    """The id that an extension's answer gives the entry it has just written; empty where it tells none."""
    told = data if isinstance(data, list) else [data]
    wanted = normalise_number(push.number)
    found = [one for one in read_trackings(told) if normalise_number(one.number) == wanted]
    if found:
        return found[-1].id
    # Some answer with nothing but the id.
    return next((_text(one.get("tracking_id")) for one in _each(told) if not one.get("tracking_number")), "")


def marks_in(meta: Sequence[Meta]) -> dict[str, Mark]:
    """Our own marks by push key."""
    found: dict[str, Mark] = {}
    for one in meta:
        if one.key.startswith(SHIPMENT_MARK) and isinstance(one.value, dict):
            key = one.key.removeprefix(SHIPMENT_MARK)
            number = _text(one.value.get("number"))
            found[key] = Mark(_text(one.value.get("entry")), number, _lines(one.value.get("_items")) or ())
    return found


def with_marks(entries: Iterable[Entry], marks: Mapping[str, Mark]) -> tuple[Entry, ...]:
    """The entries, each with the key and lines that a mark of ours gives it."""
    by_entry = {mark.entry: (key, mark) for key, mark in marks.items() if mark.entry}
    return tuple(_marked(one, by_entry.get(one.id)) for one in entries)


def _marked(entry: Entry, owner: tuple[str, Mark] | None) -> Entry:
    if owner is None or entry.key:
        return entry
    key, mark = owner
    return Entry(
        id=entry.id,
        carrier=entry.carrier,
        number=entry.number,
        url=entry.url,
        shipped_at=entry.shipped_at,
        lines=entry.lines if entry.lines is not None else mark.lines or None,
        key=key,
    )


def find(entries: Iterable[Entry], push: ConfirmShipment, key: PushKey) -> Entry | None:
    """The entry of this push: the one with its key, else an unclaimed one with its number.

    An entry another push wrote is not ours, even with the same number: two deeds, two entries.
    """
    entries = tuple(entries)
    wanted = normalise_number(push.number)
    for one in entries:
        if one.key == key:
            return one
    return next((one for one in entries if not one.key and normalise_number(one.number) == wanted), None)


# --- writing -----------------------------------------------------------------------------------------------


def fulfillment_body(push: ConfirmShipment, key: PushKey) -> dict[str, Any]:
    """Core's own way: what is in the parcel, where it is, and our key."""
    meta: dict[str, Any] = {
        "_items": _items(push.lines),
        "_tracking_number": push.number,
        "_shipment_provider": FULFILLMENT_PROVIDERS.get(push.carrier, push.carrier or "other"),
        "_provider_name": push.carrier_name or push.carrier,
        "_tracking_url": push.tracking_url,
        PUSH_MARK: key,
    }
    return {
        "status": "fulfilled",
        "is_fulfilled": True,
        "meta_data": [{"key": name, "value": value} for name, value in meta.items() if value],
    }


def extension_body(push: ConfirmShipment, providers: Iterable[str]) -> dict[str, Any]:
    """An entry of Shipment Tracking or Advanced Shipment Tracking: by a provider of its list, else by name and link."""
    body: dict[str, Any] = {
        "tracking_number": push.number,
        "date_shipped": push.shipped_at.date().isoformat(),
    }
    listed = provider_for(push, providers)
    if listed:
        body["tracking_provider"] = listed
    else:
        body["custom_tracking_provider"] = push.carrier_name or push.carrier
        body["custom_tracking_link"] = push.tracking_url
    return body


def meta_entry(push: ConfirmShipment, key: PushKey) -> dict[str, Any]:
    """An entry as Shipment Tracking would write it into the order's meta, with our key and lines inside."""
    noon = datetime(push.shipped_at.year, push.shipped_at.month, push.shipped_at.day, 12, tzinfo=UTC)
    return {
        "tracking_provider": "",
        "custom_tracking_provider": push.carrier_name or push.carrier,
        "custom_tracking_link": push.tracking_url,
        "tracking_number": push.number,
        "date_shipped": str(int(noon.timestamp())),
        "tracking_id": entry_id(key, push.number),
        "_items": _items(push.lines),
        PUSH_MARK: key,
    }


def mark_meta(push: ConfirmShipment, key: PushKey, entry: str) -> dict[str, Any]:
    """Our own order meta for an entry whose fields are fixed."""
    value = {"entry": entry, "number": push.number, "_items": _items(push.lines)}
    return {"key": f"{SHIPMENT_MARK}{key}", "value": value}


def reference(key: PushKey) -> str:
    """What a note to the customer carries, so that it is known again."""
    return hashlib.sha256(key.encode()).hexdigest()[:10].upper()


def note_text(push: ConfirmShipment, key: PushKey, language: str) -> str:
    """The customer's note of a bare shop: who brings it, the number, the link and our reference."""
    name = push.carrier_name or push.carrier
    if language == "de":
        text = f"Ihre Sendung ist unterwegs mit {name}, Sendungsnummer {push.number}."
        link = f" Sendungsverfolgung: {push.tracking_url}" if push.tracking_url else ""
    else:
        text = f"Your parcel is on its way with {name}, tracking number {push.number}."
        link = f" Track it here: {push.tracking_url}" if push.tracking_url else ""
    return f"{text}{link} (Ref. {reference(key)})"


def noted(push: ConfirmShipment, key: PushKey) -> Entry:
    """The parcel of a shop that has it in the customer's note only."""
    return Entry(
        id=reference(key),
        carrier=push.carrier_name or push.carrier,
        number=push.number,
        url=push.tracking_url,
        shipped_at=push.shipped_at,
        lines=push.lines,
        key=key,
    )


def entry_id(key: str, number: str) -> str:
    """An id for an entry that has none of its own: always the same for the same push."""
    return hashlib.sha256(f"{key}|{normalise_number(number)}".encode()).hexdigest()[:32]


def provider_for(push: ConfirmShipment, providers: Iterable[str]) -> str:
    """The shop's own name for the carrier, in the shop's spelling; empty where its list has none."""
    listed = {_squashed(name): name for name in providers}
    for name in (push.carrier_name, *PROVIDER_NAMES.get(push.carrier, ()), push.carrier):
        if name and _squashed(name) in listed:
            return listed[_squashed(name)]
    return ""


def read_providers(body: bytes) -> tuple[str, ...]:
    """Names in an extension's list, which groups them by country."""
    data = msgspec.json.decode(body)
    names: list[str] = []
    for group in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        if isinstance(group, dict):
            names += [str(name) for name in group]
        elif isinstance(group, str):
            names.append(group)
    return tuple(names)


def needs_mark(way: Way) -> bool:
    """Whether our key travels beside the entry instead of inside it."""
    return way in {Way.SHIPMENT_TRACKING, Way.AST}


def _items(lines: Iterable[ShippedLine]) -> list[dict[str, int]]:
    return [{"item_id": int(line.remote_id), "qty": line.quantity} for line in lines]


def _squashed(name: str) -> str:
    return _SQUASH.sub("", name.lower())


def _each(data: object) -> Iterable[dict[str, Any]]:
    if isinstance(data, dict):
        data = list(data.values())
    return (one for one in data if isinstance(one, dict)) if isinstance(data, list) else ()


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _link(link: str, number: str) -> str:
    """The parcel's page, with the number where the shop left a gap for it; empty where other gaps stay open."""
    if "%" not in link:
        return link
    for gap in LINK_GAPS:
        if gap in link:
            link = link.replace(gap, quote(normalise_number(number), safe=""))
    return "" if _OPEN_GAP.search(link) else link


def _lines(value: object) -> tuple[ShippedLine, ...] | None:
    found: list[ShippedLine] = []
    for one in _each(value):
        item, quantity = one.get("item_id"), one.get("qty")
        try:
            found.append(ShippedLine(remote_id=str(int(str(item))), quantity=int(str(quantity))))
        except ValueError:
            return None
    return tuple(found) or None


def _shipped_at(value: object, zone: tzinfo = UTC) -> Instant | None:
    """Seconds since 1970 in the meta, a date in an extension's answers, a local time in core's."""
    text = _text(value)
    if not text:
        return None
    try:
        if text.isascii() and text.isdigit():
            found = from_seconds(int(text))
        else:
            moment = datetime.fromisoformat(text)
            found = as_instant(moment.replace(tzinfo=zone) if moment.tzinfo is None else moment)
        return found if 1970 <= found.year < 2200 else None
    except (ValueError, OverflowError):
        return None


def _day(at: Instant | None) -> Instant | None:
    """The extensions keep days: at midnight, as the contract wants them, or at noon, as Desk once wrote them."""
    if at is None or (at.hour, at.minute, at.second, at.microsecond) != (12, 0, 0, 0):
        return at
    return as_instant(at.replace(hour=0))
