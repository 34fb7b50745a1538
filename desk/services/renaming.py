"""Owns orders that get another id in their channel: a purchase before checkout and the order it becomes are one.

What was known under the older id goes on under the new one: with its id here, notes, history and pushes. Whichever of
the two is told first, and however often, the outcome is the same: reports under the older id count as reports of the
order, and as older than all that was told under the new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from connectors.contract.protocols import Fetched
from connectors.contract.snapshots import OrderSnapshot, RemovedSnapshot
from desk.domain.clock import Instant
from desk.domain.values import AccountId, OrderId, RemoteRef
from desk.services import merging
from desk.store import aliases, order_joining
from desk.store import cases as case_store
from desk.store import messages as message_store
from desk.store import orders as order_store
from desk.store import outbox as outbox_store
from desk.store.orders import OrderRecord
from desk.store.search_documents import forget_orders, index_orders
from desk.store.types import Transaction

_BEFORE = timedelta(microseconds=1)


def under_current_ids(
    transaction: Transaction, account: AccountId, items: Sequence[Fetched]
) -> tuple[Sequence[Fetched], set[OrderId]]:
    """The reports under the ids that their orders have now; what is stored under older ones is renamed first.

    With the orders here that were renamed, or joined with another.
    """
    told = {
        old: item.ref.id
        for item in items
        if isinstance(item, OrderSnapshot)
        for old in item.replaces
        if old != item.ref.id
    }
    if told:
        aliases.keep(transaction, account, told)
    current = aliases.current(transaction, account, {item.ref.id for item in items} | set(told))
    if not current:
        return items, set()
    begun = _told_since(transaction, account, items, current)
    renamed: set[OrderId] = set()
    for old in sorted(told):
        renamed |= _rename(transaction, account, old, current.get(old, old), begun)
    return [one for item in items if (one := _as_current(item, current, begun)) is not None], renamed


def _told_since(
    transaction: Transaction, account: AccountId, items: Sequence[Fetched], current: Mapping[str, str]
) -> dict[str, Instant]:
    """For each order with older ids, since when anything was told under its own."""
    known = order_store.changed_at(transaction, account, sorted(set(current.values())))
    for item in items:
        if isinstance(item, OrderSnapshot) and item.ref.id in set(current.values()):
            known[item.ref.id] = min(known.get(item.ref.id, item.changed_at), item.changed_at)
    return known


def _as_current(item: Fetched, current: Mapping[str, str], begun: Mapping[str, Instant]) -> Fetched | None:
    name = current.get(item.ref.id)
    if name is None:
        return item
    if isinstance(item, RemovedSnapshot):
        return None  # it is not gone: it is listed under its new id
    changed_at = item.changed_at
    if name in begun and changed_at >= begun[name]:
        changed_at = Instant(begun[name] - _BEFORE)
    return replace(item, ref=RemoteRef(item.ref.account, name), changed_at=changed_at, replaces=())


def _rename(
    transaction: Transaction, account: AccountId, old: str, new: str, begun: Mapping[str, Instant]
) -> set[OrderId]:
    case_store.move_to_order(transaction, account, old, new)
    message_store.move_to_order(transaction, account, old, new)
    ids = order_store.ids_by_ref(transaction, account, [old, new])
    if old not in ids or old == new:
        return set()
    stays = ids[old]
    records = order_store.load_records(transaction, list(ids.values()))
    latest = begun.get(new)
    before = merging.renamed(records[stays], new, None if latest is None else Instant(latest - _BEFORE))
    after = before
    if new in ids:
        after = merging.joined(records[ids[new]], before)
        raw = order_store.load_raw(transaction, ids[new])
        forget_orders(transaction, [ids[new]])
        order_joining.move_to(transaction, ids[new], stays)
        order_store.save_raw(transaction, {stays: raw})
    order_joining.rename(transaction, stays, new)
    _save(transaction, stays, after)
    for row in outbox_store.load_pushes_of(transaction, [stays]).get(stays, []):
        outbox_store.rewrite(transaction, row.id, replace(row.push, order=RemoteRef(account, new)))
    return set(ids.values())


def _save(transaction: Transaction, stays: OrderId, record: OrderRecord) -> None:
    kept = replace(record, id=stays)
    order_store.save_records(transaction, [kept])
    index_orders(transaction, {stays: kept})
