"""Owns how a report changes what is known of an order. Pure; services.ingest stores the outcome.

The outcome does not depend on the order in which reports arrive: the newest one (by the channel's own time of change)
decides each field, except that a value the channel hides now never overwrites one it once showed. What it takes to
tell later which of two reports is newer, though neither is what the order looks like now, stands in `kept`:

- a text's or the shipments' name with the microsecond it was reported at, where that is before `changed_at`;
- an address's role with its newest whole and its newest partly hidden report, where they differ, and the newest whole
  one with a phone, where a newer one has none;
- REMOVED with the microsecond and the channel's word, while the channel no longer lists the order;
- ANONYMISED, where the buyer is forgotten for good, with what of the place is kept;
- SHIPPING, what the newest report says of shipping without telling of the parcels that are known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import timedelta
from typing import Any

from connectors.contract.snapshots import OrderSnapshot, RemovedSnapshot
from desk.domain.clock import Instant, from_micros, to_micros
from desk.domain.orders import Address, Buyer, OrderFacet, Payment, PaymentFacet, PaymentKind, ShippingFacet
from desk.store.orders import OrderRecord

_BUYER = tuple(f"buyer.{one.name}" for one in fields(Buyer))
_TEXTS = ("buyer_note", "invoice_number", "payment_method", "payment_method_title", "open_in_channel")
_HIDEABLE = (*_BUYER, *_TEXTS, "shipments")
_ROLES = ("billing", "recipient")
_REMOVED = "removed"
_SHIPPING = "shipping"
_ANONYMISED = "anonymised"
NOBODY = "–"
"""What stands in an address in place of a name that is forgotten: the country has to be known for the books."""
NOTHING, PLACE = 1, 2
"""What is kept of a forgotten buyer's addresses: the country, or with it town, region and how the postcode begins."""
_REGION_OF_POSTCODE = 2  # characters
_PAID = (PaymentFacet.PAID, PaymentFacet.PARTLY_REFUNDED, PaymentFacet.REFUNDED)
_CLOCKS_ARE_OUT = timedelta(minutes=10)
_ADDRESS = tuple(one.name for one in fields(Address))

_Reports = dict[str, tuple[int, Address]]
"""An address's newest report that is `whole`, its newest that is but a `part`, and its newest whole one with a `phone`
where the newest whole one has none; each with its microsecond."""


def first(snapshot: OrderSnapshot, content_hash: bytes, fetched_at: Instant) -> OrderRecord:
    """The record of an order seen for the first time."""
    merged = replace(snapshot, withheld=False) if snapshot.withheld else snapshot
    return OrderRecord(
        id=None,
        merged=_with_refunds(merged, snapshot, ()),
        fetched_at=fetched_at,
        kept={},
        content_hash=content_hash,
    )


def merge(
    stored: OrderRecord,
    snapshot: OrderSnapshot,
    content_hash: bytes,
    fetched_at: Instant,
    asked_at: Instant | None = None,
) -> OrderRecord:
    """What is known of the order after this report, newer or older than what is stored; `stored` itself if the same.

    `asked_at` is when this one order was asked for by itself; None for a report out of a list.
    """
    if content_hash == stored.content_hash and snapshot.changed_at == stored.merged.changed_at:
        return stored
    stored = _rightly_dated(stored, snapshot, asked_at)
    snapshot = _without_parts(stored, snapshot)
    if _ANONYMISED in stored.kept:
        snapshot = _nameless(snapshot, stored.kept[_ANONYMISED])
    is_newer = snapshot.changed_at >= stored.merged.changed_at
    base = snapshot if is_newer else stored.merged
    values: dict[str, Any] = {}
    kept: dict[str, Any] = {_ANONYMISED: stored.kept[_ANONYMISED]} if _ANONYMISED in stored.kept else {}
    for name in _HIDEABLE:
        at, values[name] = _newest_shown(stored, snapshot, name)
        if at < to_micros(base.changed_at) and not _is_hidden(values[name]):
            kept[name] = at
    for role in _ROLES:
        reports = _with_report(_reports(stored, role), to_micros(snapshot.changed_at), getattr(snapshot, role))
        values[role] = _address(reports)
        if any(at < to_micros(base.changed_at) for at, _ in reports.values()):
            kept[role] = {kind: [at, _shown(one)] for kind, (at, one) in reports.items()}
    merged = _with(base, values)
    own = snapshot.shipping if is_newer else ShippingFacet(stored.kept.get(_SHIPPING, stored.merged.shipping))
    if own is ShippingFacet.UNSHIPPED and merged.shipments is not None and _tells_no_parcels(stored, snapshot):
        # Who does not see the parcels knows nothing of shipping: a list without them is no sign that one came back.
        kept[_SHIPPING] = own.value
        merged = replace(merged, shipping=_by_parcels(merged))
    merged = _with_refunds(merged, snapshot, stored.merged.payments)
    merged, kept = _still_removed(merged, kept, stored.kept.get(_REMOVED))
    if is_newer:
        return replace(stored, merged=merged, fetched_at=fetched_at, kept=kept, content_hash=content_hash)
    if merged == stored.merged and kept == stored.kept:
        return stored
    return replace(stored, merged=merged, kept=kept)


def _without_parts(stored: OrderRecord, snapshot: OrderSnapshot) -> OrderSnapshot:
    """The report of an order without what it tells but a part of: a note without the buyer's own words is no newer one.

    Once the channel gives personal data again, the same report comes whole.
    """
    if not snapshot.withheld:
        return snapshot
    note = "" if stored.merged.buyer_note else snapshot.buyer_note
    return replace(snapshot, withheld=False, buyer_note=note)


def _rightly_dated(stored: OrderRecord, snapshot: OrderSnapshot, asked_at: Instant | None) -> OrderRecord:
    """What is stored, where the channel's clock was wrong when it was dated: at the time from which it is older.

    A clock that was fast dates into our future. What the channel shows of this one order when asked for it is how it
    stands, though dated a little earlier: clocks are out by minutes, a cached answer is mostly older than that.
    """
    dated = stored.merged.changed_at
    if snapshot.changed_at >= dated:
        return stored
    if snapshot.changed_at >= stored.fetched_at:
        return _dated_no_later(stored, stored.fetched_at)
    if asked_at is not None and asked_at >= stored.fetched_at and dated - snapshot.changed_at <= _CLOCKS_ARE_OUT:
        return _dated_no_later(stored, snapshot.changed_at)
    return stored


def _dated_no_later(stored: OrderRecord, latest: Instant) -> OrderRecord:
    at_most = to_micros(latest)
    kept: dict[str, Any] = {}
    for name, value in stored.kept.items():
        if name in _ROLES:
            kept[name] = {kind: [min(at, at_most), one] for kind, (at, one) in value.items()}
        elif name == _REMOVED:
            kept[name] = [min(value[0], at_most), value[1]]
        else:
            kept[name] = min(value, at_most) if isinstance(value, int) else value
    return replace(stored, merged=replace(stored.merged, changed_at=latest), kept=kept)


def renamed(stored: OrderRecord, remote_id: str, latest: Instant | None) -> OrderRecord:
    """What is known of an order, listed under another id from now on; no part of it newer than `latest`.

    That the channel no longer lists it under the older id means nothing any more.
    """
    kept = {name: value for name, value in stored.kept.items() if name != _REMOVED}
    ref = replace(stored.merged.ref, id=remote_id)
    record = replace(stored, merged=replace(stored.merged, ref=ref, replaces=()), kept=kept, content_hash=b"")
    if latest is not None and record.merged.changed_at > latest:
        record = _dated_no_later(record, latest)
    return record


def anonymous(stored: OrderRecord, left: int = NOTHING) -> OrderRecord:
    """The order without its buyer; later reports bring nobody back. Who keeps less is never told more again."""
    left = min(left, stored.kept.get(_ANONYMISED, left))
    kept = {name: stored.kept[name] for name in (_REMOVED, _SHIPPING) if name in stored.kept} | {_ANONYMISED: left}
    return replace(stored, merged=_nameless(stored.merged, left), kept=kept)


def is_anonymous(stored: OrderRecord) -> bool:
    return _ANONYMISED in stored.kept


def _nameless(snapshot: OrderSnapshot, left: int) -> OrderSnapshot:
    parcels = snapshot.shipments
    return replace(
        snapshot,
        buyer=Buyer(),
        billing=_nobodys(snapshot.billing, left),
        recipient=_nobodys(snapshot.recipient, left),
        buyer_note="",
        # Some carriers' pages are opened by the recipient's postcode.
        shipments=None if parcels is None else tuple(replace(one, tracking_url="") for one in parcels),
        raw=b"",
    )


def _nobodys(address: Address, left: int) -> Address:
    if not address:
        return address
    if left != PLACE:
        return Address(name=NOBODY, country=address.country)
    return Address(
        name=NOBODY,
        postcode=address.postcode[:_REGION_OF_POSTCODE],
        town=address.town,
        region=address.region,
        country=address.country,
    )


def joined(newer: OrderRecord, older: OrderRecord) -> OrderRecord:
    """What is known of one order that was stored as two; the newer decides, the older tells what that hides."""
    if is_anonymous(newer) or is_anonymous(older):
        left = min(one.kept[_ANONYMISED] for one in (newer, older) if is_anonymous(one))
        newer, older = anonymous(newer, left), anonymous(older, left)
    at = to_micros(newer.merged.changed_at)
    values: dict[str, Any] = {}
    kept: dict[str, Any] = {_ANONYMISED: newer.kept[_ANONYMISED]} if is_anonymous(newer) else {}
    for name in _HIDEABLE:
        shown = _get(newer.merged, name)
        told, values[name] = newer.kept.get(name, at), shown
        if _is_hidden(shown):
            told = older.kept.get(name, to_micros(older.merged.changed_at))
            values[name] = _get(older.merged, name)
        if told < at and not _is_hidden(values[name]):
            kept[name] = told
    for role in _ROLES:
        reports = _reports(newer, role)
        for told, report in _reports(older, role).values():
            reports = _with_report(reports, told, report)
        values[role] = _address(reports)
        if any(told < at for told, _ in reports.values()):
            kept[role] = {kind: [told, _shown(one)] for kind, (told, one) in reports.items()}
    merged = _with(newer.merged, values)
    own = ShippingFacet(newer.kept.get(_SHIPPING, newer.merged.shipping))
    silent = _SHIPPING in newer.kept or newer.merged.shipments is None
    if own is ShippingFacet.UNSHIPPED and merged.shipments is not None and silent:
        kept[_SHIPPING] = own.value
        merged = replace(merged, shipping=_by_parcels(merged))
    merged, kept = _still_removed(merged, kept, newer.kept.get(_REMOVED))
    return replace(newer, merged=merged, kept=kept)


def remove(stored: OrderRecord, report: RemovedSnapshot, fetched_at: Instant) -> OrderRecord:
    """The order as the channel's no longer listing it leaves it: as it was, but marked."""
    at = to_micros(report.changed_at)
    known = stored.kept.get(_REMOVED)
    if at < to_micros(stored.merged.changed_at) or (known is not None and at <= known[0]):
        return stored
    merged, kept = _still_removed(stored.merged, dict(stored.kept), [at, report.channel_status])
    return replace(stored, merged=merged, fetched_at=fetched_at, kept=kept)


def told_at(record: OrderRecord) -> Instant:
    """When the channel last changed the order; for one it no longer lists, since when."""
    removed = record.kept.get(_REMOVED)
    return from_micros(removed[0]) if removed else record.merged.changed_at


def _still_removed(
    merged: OrderSnapshot, kept: dict[str, Any], removed: list[Any] | None
) -> tuple[OrderSnapshot, dict[str, Any]]:
    """A removal holds until a newer report of the order itself."""
    if removed is None or removed[0] < to_micros(merged.changed_at):
        return merged, kept
    gone = replace(merged, order=OrderFacet.REMOVED, channel_status=removed[1])
    return gone, kept | {_REMOVED: list(removed)}


def _with_refunds(merged: OrderSnapshot, snapshot: OrderSnapshot, before: Sequence[Payment]) -> OrderSnapshot:
    """Where refunds are told apart from orders: all that were ever told, and how the payment stands by them."""
    if not snapshot.refunds_apart:
        return merged
    told = {
        one.remote_id: one
        for one in (*before, *snapshot.payments)
        if one.kind is PaymentKind.REFUND and one.amount.currency == merged.totals.total.currency
    }
    refunds = tuple(sorted(told.values(), key=lambda one: (one.at or merged.placed_at, one.remote_id)))
    others = tuple(one for one in merged.payments if one.kind is not PaymentKind.REFUND)
    payment, back = merged.payment, sum(one.amount.minor for one in refunds)
    if back and payment in _PAID:
        everything = back >= merged.totals.total.minor
        payment = PaymentFacet.REFUNDED if everything else PaymentFacet.PARTLY_REFUNDED
    return replace(merged, payments=(*others, *refunds), payment=payment, refunds_apart=False)


def _tells_no_parcels(stored: OrderRecord, snapshot: OrderSnapshot) -> bool:
    """Whether the newest report leaves the shipments out."""
    if snapshot.changed_at >= stored.merged.changed_at:
        return snapshot.shipments is None
    return _SHIPPING in stored.kept or stored.merged.shipments is None


def _by_parcels(order: OrderSnapshot) -> ShippingFacet:
    """How far the order is shipped, as far as its known parcels tell."""
    if not order.shipments:
        return ShippingFacet.UNSHIPPED
    left = {line.remote_id: line.quantity - line.refunded for line in order.lines if line.needs_shipping}
    for parcel in order.shipments:
        for line in parcel.lines or ():
            left[line.remote_line_id] = left.get(line.remote_line_id, 0) - line.quantity
    everything = all(pieces <= 0 for pieces in left.values())
    return ShippingFacet.SHIPPED if everything else ShippingFacet.PARTLY_SHIPPED


def _newest_shown(stored: OrderRecord, snapshot: OrderSnapshot, name: str) -> tuple[int, Any]:
    """The newer of two reports of a field that does not hide it, and when it was made."""
    changed_at = to_micros(stored.merged.changed_at)
    old = (stored.kept.get(name, changed_at), _get(stored.merged, name))
    new = (to_micros(snapshot.changed_at), _get(snapshot, name))
    if _is_hidden(new[1]):
        return old
    return new if _is_hidden(old[1]) or new[0] >= old[0] else old


def _is_hidden(value: Any) -> bool:
    return value is None or value == ""


def _reports(stored: OrderRecord, role: str) -> _Reports:
    kept: Mapping[str, Any] | None = stored.kept.get(role)
    if kept is not None:
        return {kind: (at, Address(**one)) for kind, (at, one) in kept.items()}
    return _with_report({}, to_micros(stored.merged.changed_at), getattr(stored.merged, role))


def _with_report(reports: _Reports, at: int, address: Address) -> _Reports:
    if not address:
        return reports
    # Without a name or a street nobody could deliver: the channel hides them now, as marketplaces do after a while.
    kind = "whole" if (address.name or address.company) and address.street else "part"
    newest: _Reports = {}
    for told, report in (*reports.items(), (kind, (at, address))):
        both = told != "part" and report[1].phone
        for name in ("whole", "phone") if both else (told,):
            if name not in newest or report[0] >= newest[name][0]:
                newest[name] = report
    whole = newest.get("whole")
    if whole is not None and whole[1].phone:
        del newest["phone"]
    # A part tells nothing once a newer report shows the whole.
    if whole is not None and "part" in newest and newest["part"][0] <= whole[0]:
        del newest["part"]
    return newest


def _shown(address: Address) -> dict[str, str]:
    return {name: value for name, value in asdict(address).items() if value}


def _address(reports: _Reports) -> Address:
    """The whole one, unless the newer part contradicts it."""
    whole, part = (reports[kind][1] if kind in reports else Address() for kind in ("whole", "part"))
    phone = reports["phone"][1].phone if "phone" in reports else ""
    if phone and _is_of_same_people(reports["phone"][1], whole):
        # Marketplaces hide a phone before the rest, also of those who have moved meanwhile.
        whole = replace(whole, phone=phone)
    if not part or not whole:
        return whole or part
    return whole if all(getattr(part, name) in ("", getattr(whole, name)) for name in _ADDRESS) else part


def _is_of_same_people(one: Address, other: Address) -> bool:
    return (one.name, one.company) == (other.name, other.company)


def _get(snapshot: OrderSnapshot, name: str) -> Any:
    owner, _, part = name.partition(".")
    value = getattr(snapshot, owner)
    return getattr(value, part) if part else value


def _with(snapshot: OrderSnapshot, values: Mapping[str, Any]) -> OrderSnapshot:
    buyer = Buyer(**{name.partition(".")[2]: value for name, value in values.items() if "." in name})
    plain = {name: value for name, value in values.items() if "." not in name}
    return replace(snapshot, buyer=buyer, **plain)
