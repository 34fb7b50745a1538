"""Owns how fetched records reach the mirror: merge, history, search, repair list, all in the caller's transaction."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from operator import attrgetter

import msgspec

from connectors.contract.protocols import Fetched
from connectors.contract.snapshots import OrderSnapshot, RemovedSnapshot, UnreadableRecord
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.giving_way import give_way
from desk.domain.values import AccountId, OrderId
from desk.services import history, merging, renaming
from desk.services.ingested import Ingested
from desk.services.storing import store_all
from desk.services.wishes import take_in
from desk.store import orders as order_store
from desk.store import repairs
from desk.store.orders import OrderEvent, OrderRecord
from desk.store.search_documents import index_orders
from desk.store.types import Transaction

_BESIDE = ("raw", "replaces", "wish", "instead_of", "refunds_apart", "withheld")
_AS_JSON = msgspec.json.Encoder()
_TOLD = attrgetter(*(one.name for one in fields(OrderSnapshot) if one.name not in _BESIDE))


def content_hash(snapshot: OrderSnapshot) -> bytes:
    """What tells two reports of an order apart; the raw payload may differ without telling anything new."""
    return hashlib.blake2b(_AS_JSON.encode(_TOLD(snapshot)), digest_size=16).digest()


def ingest(
    transaction: Transaction,
    account: AccountId,
    items: Sequence[Fetched],
    unreadable: Sequence[UnreadableRecord],
    now: Instant,
    *,
    asked_at: Instant | None = None,
    findable: bool = True,
) -> Ingested:
    """Merge records into the mirror. One that cannot be stored goes to the repair list, the others go on.

    `asked_at` is when these orders were asked for one by one; None for a page of a list. Not `findable` are orders of
    a bench only, which asks what storing costs without the search.
    """

    def store(some: Sequence[Fetched]) -> Ingested:
        return _ingest_all(transaction, account, some, now, asked_at, findable=findable)

    done, unstored = store_all(transaction, account, items, store)
    bad = [*unreadable, *unstored]
    repairs.note_unreadable(transaction, account, bad, now)
    if any(isinstance(one, OrderSnapshot) and one.wish is not None for one in items):
        done = replace(done, changes=done.changes + take_in(transaction, account, items, now))
    changes = done.changes + (Changes.of(Kind.REPAIR, [account]) if bad else Changes())
    return Ingested(new=done.new, changed=done.changed, unreadable=len(bad), changes=changes)


def _ingest_all(
    transaction: Transaction,
    account: AccountId,
    items: Sequence[Fetched],
    now: Instant,
    asked_at: Instant | None,
    *,
    findable: bool,
) -> Ingested:
    by_ref: dict[str, list[Fetched]] = defaultdict(list)
    for item in items:
        if item.ref.account != account:
            raise ValueError("a record of another account")
    current, renamed = renaming.under_current_ids(transaction, account, items)
    for item in current:
        by_ref[item.ref.id].append(item)
    known = order_store.known_hashes(transaction, account, by_ref)
    hashes = {ref: [_hash_of(one) for one in reports] for ref, reports in by_ref.items()}
    touched = {ref for ref, told in hashes.items() if ref not in known or told != [known[ref][1]]}
    stored = order_store.load_records(transaction, [known[ref][0] for ref in touched if ref in known])

    records: list[OrderRecord] = []
    events: list[tuple[str, OrderEvent]] = []
    raws: dict[str, bytes] = {}
    for ref in sorted(touched):
        give_way()
        before = stored[known[ref][0]] if ref in known else None
        after = _fold(before, zip(by_ref[ref], hashes[ref], strict=True), now, asked_at)
        if after is None or after is before:
            continue
        records.append(after)
        if before is not None:
            events += [
                (ref, event) for event in history.differences(before.merged, after.merged, at=merging.told_at(after))
            ]
        raws[ref] = _raw_of(by_ref[ref], after)
    ids = order_store.save_records(transaction, records)
    order_store.add_events(transaction, [(ids[ref], event) for ref, event in events])
    order_store.save_raw(transaction, {ids[ref]: raw for ref, raw in raws.items()})
    if findable:
        index_orders(transaction, {ids[record.merged.ref.id]: record for record in records})
    repairs.note_readable(transaction, account, [ref for ref, told in by_ref.items() if told])
    return Ingested(
        new=sum(record.id is None for record in records),
        changed=sum(record.id is not None for record in records),
        unreadable=0,
        changes=Changes.of(Kind.ORDER, renamed.union(ids.values())),
    )


def _hash_of(item: Fetched) -> bytes:
    give_way()
    return content_hash(item) if isinstance(item, OrderSnapshot) else b"removed"


def _fold(
    record: OrderRecord | None, reports: Iterable[tuple[Fetched, bytes]], now: Instant, asked_at: Instant | None
) -> OrderRecord | None:
    for item, told in reports:
        if isinstance(item, RemovedSnapshot):
            # What was never here is not invented; what was is kept, marked.
            record = merging.remove(record, item, now) if record is not None else None
        elif record is None:
            record = merging.first(item, told, now)
        else:
            record = merging.merge(record, item, told, now, asked_at)
    return record


def _raw_of(reports: Sequence[Fetched], record: OrderRecord) -> bytes:
    """The payload that belongs to what is stored: of the newest report, nothing when only an older one came."""
    for item in reversed(reports if not merging.is_anonymous(record) else ()):
        if isinstance(item, OrderSnapshot) and item.changed_at == record.merged.changed_at:
            return item.raw
    return b""


def order_ids(changes: Changes) -> list[OrderId]:
    return [OrderId(one) for one in sorted(changes.touches(Kind.ORDER))]
