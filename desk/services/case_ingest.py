"""Owns how fetched cases and conversations reach the mirror, all in the caller's transaction: one that cannot be stored
goes to the repair list, the others go on.

They hang on the channel's ids alone, so one whose order is not there yet shows up when it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from connectors.contract.snapshots import CaseSnapshot, ConversationSnapshot, UnreadableRecord
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.values import AccountId, OrderId, RemoteRef
from desk.domain.views import EventKind
from desk.services import return_following
from desk.services.ingested import Ingested
from desk.services.storing import store_all
from desk.store import aliases, forgetting, repairs
from desk.store import cases as case_store
from desk.store import messages as message_store
from desk.store import orders as order_store
from desk.store.cases import StoredCase
from desk.store.messages import StoredConversation
from desk.store.orders import OrderEvent
from desk.store.types import Transaction

T = TypeVar("T", CaseSnapshot, ConversationSnapshot)
CASE, CONVERSATION = "case", "conversation"
"""How the repair list tells them from orders, whose ids may be the same."""


def ingest_cases(
    transaction: Transaction,
    account: AccountId,
    items: Sequence[CaseSnapshot],
    unreadable: Sequence[UnreadableRecord],
    now: Instant,
) -> Ingested:
    """Merge cases into the mirror, with their deadlines and what changed for the history of their orders."""
    return _ingest(transaction, account, items, unreadable, now, CASE, _store_cases)


def ingest_conversations(
    transaction: Transaction,
    account: AccountId,
    items: Sequence[ConversationSnapshot],
    unreadable: Sequence[UnreadableRecord],
    now: Instant,
) -> Ingested:
    """Merge conversations into the mirror; texts that the channel no longer has stay."""
    return _ingest(transaction, account, items, unreadable, now, CONVERSATION, _store_conversations)


def _ingest(
    transaction: Transaction,
    account: AccountId,
    items: Sequence[T],
    unreadable: Sequence[UnreadableRecord],
    now: Instant,
    what: str,
    store: Callable[[Transaction, AccountId, Sequence[T], Instant], Ingested],
) -> Ingested:
    bad = [replace(one, remote_id=f"{what} {one.remote_id}" if one.remote_id else "") for one in unreadable]
    total, unstored = store_all(transaction, account, items, lambda some: store(transaction, account, some, now), what)
    bad += unstored
    worse = {one.remote_id for one in bad}
    well = {f"{what} {item.ref.id}" for item in items} - worse
    repairs.note_readable(transaction, account, well)
    repairs.note_unreadable(transaction, account, bad, now)
    changes = total.changes + (Changes.of(Kind.REPAIR, [account]) if bad else Changes())
    return replace(total, unreadable=len(bad), changes=changes)


def _check_account(account: AccountId, items: Sequence[CaseSnapshot] | Sequence[ConversationSnapshot]) -> None:
    if any(item.ref.account != account for item in items):
        raise ValueError("a record of another account")


def _store_cases(transaction: Transaction, account: AccountId, items: Sequence[CaseSnapshot], now: Instant) -> Ingested:
    _check_account(account, items)
    current = aliases.current(transaction, account, {one.order.id for one in items})
    told = [replace(one, order=RemoteRef(account, current.get(one.order.id, one.order.id))) for one in items]
    nobodys = forgetting.forgotten(transaction, account, {one.order.id for one in told})
    told = [_nameless(one, nobodys[one.order.id]) if one.order.id in nobodys else one for one in told]
    known = case_store.load_known(transaction, account, [(one.kind, one.ref.id) for one in told])
    before = dict(known)
    newest: dict[case_store.CaseKey, CaseSnapshot] = {}
    for one in told:
        key = one.kind, one.ref.id
        old = newest.get(key) or (known[key].told if key in known else None)
        if old is None or not _is_older(one, old):
            newest[key] = _with_history(one, old)
    fresh = {key: one for key, one in newest.items() if key not in known or replace(one, raw=b"") != known[key].told}
    ids = case_store.save_cases(transaction, account, list(fresh.values()), now)
    case_store.note_fetched(transaction, [known[key].id for key in newest if key in known and key not in fresh], now)
    named = order_store.ids_by_ref(transaction, account, {one.order.id for one in fresh.values()})
    order_store.add_events(transaction, _changed_states(before, fresh, named, now))
    followed = return_following.follow(transaction, account, list(ids.values()), now)
    return Ingested(
        new=sum(key not in known for key in fresh),
        changed=sum(key in known for key in fresh),
        unreadable=0,
        changes=Changes.of(Kind.CASE, ids.values()) + Changes.of(Kind.ORDER, named.values()) + followed,
    )


def _nameless(one: CaseSnapshot, since: Instant) -> CaseSnapshot:
    """The case of an order whose buyer is forgotten: nothing from before comes back, what is said since is heard."""
    events = one.events
    if events is not None:
        events = tuple(each if each.at > since else replace(each, text="") for each in events)
    if one.opened_at > since:
        return replace(one, events=events)
    return replace(one, comment="", buyer="", events=events, raw=b"")


def _is_older(one: CaseSnapshot, than: CaseSnapshot) -> bool:
    """Whether the channel itself dates this report before the other."""
    return one.changed_at is not None and than.changed_at is not None and one.changed_at < than.changed_at


def _with_history(one: CaseSnapshot, old: CaseSnapshot | None) -> CaseSnapshot:
    """Lists tell less than a look at the single case: what they leave out is not gone."""
    if old is None:
        return one
    return replace(
        one,
        opened_at=min(one.opened_at, old.opened_at),
        events=old.events if one.events is None else one.events,
        comment=one.comment or old.comment,
        deadlines=tuple(sorted(one.deadlines, key=lambda due: due.at)),
    )


def _changed_states(
    before: dict[case_store.CaseKey, StoredCase],
    fresh: dict[case_store.CaseKey, CaseSnapshot],
    orders: dict[str, OrderId],
    now: Instant,
) -> list[tuple[OrderId, OrderEvent]]:
    found = []
    for key, one in fresh.items():
        old = before[key].told if key in before else None
        order = orders.get(one.order.id)
        if old is None or order is None or (old.state is one.state and old.channel_state == one.channel_state):
            continue
        if old.state is one.state and one.state is not one.state.UNKNOWN:
            continue  # a word of the channel's own that makes no difference to anybody here
        facts: dict[str, str | int] = {
            "case_kind": one.kind,
            "case": one.ref.id,
            "old": old.state,
            "new": one.state,
            "old_word": old.channel_state,
            "new_word": one.channel_state,
        }
        found.append((order, OrderEvent(at=one.changed_at or now, kind=EventKind.CASE_CHANGED, facts=facts)))
    return found


def _store_conversations(
    transaction: Transaction, account: AccountId, items: Sequence[ConversationSnapshot], now: Instant
) -> Ingested:
    _check_account(account, items)
    named = {one.order.id for one in items if one.order is not None}
    current = aliases.current(transaction, account, named)
    told = {
        one.ref.id: one
        if one.order is None
        else replace(one, order=RemoteRef(account, current.get(one.order.id, one.order.id)))
        for one in items
    }
    nobodys = forgetting.forgotten(transaction, account, {one.order.id for one in told.values() if one.order})
    known = message_store.load_known(transaction, account, told)
    told = {name: heard for name, one in told.items() if (heard := _heard(one, known.get(name), nobodys)) is not None}
    fresh = [one for name, one in told.items() if name not in known or _differs(one, known[name])]
    ids = message_store.save_conversations(transaction, account, fresh, now)
    orders = message_store.orders_named(transaction, account, fresh)
    return Ingested(
        new=sum(one.ref.id not in known for one in fresh),
        changed=sum(one.ref.id in known for one in fresh),
        unreadable=0,
        changes=Changes.of(Kind.MESSAGE, ids.values()) + Changes.of(Kind.ORDER, orders),
    )


def _heard(
    one: ConversationSnapshot, known: StoredConversation | None, nobodys: Mapping[str, Instant]
) -> ConversationSnapshot | None:
    """What a buyer who is forgotten has written since; None where that is nothing."""
    since = nobodys.get(one.order.id) if one.order is not None else None
    if since is None and known is not None and message_store.is_forgotten(known):
        since = known.fetched_at
    if since is None:
        return one
    texts = tuple(text for text in one.messages if text.at > since)
    return replace(one, messages=texts) if texts else None


def _differs(one: ConversationSnapshot, known: StoredConversation) -> bool:
    there = set(known.told.messages)
    head = replace(one, messages=(), raw=b"") != replace(known.told, messages=())
    return head or any(text not in there for text in one.messages)
