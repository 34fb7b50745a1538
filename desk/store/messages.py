"""Owns what was written with buyers: conversations and their texts. services.case_ingest writes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, or_, select, update

from connectors.contract.snapshots import ConversationSnapshot, MessageSnapshot, OrderSnapshot
from desk.domain.clock import Instant
from desk.domain.values import AccountId, ConversationId, RemoteRef
from desk.store.tables import conversations, messages, orders
from desk.store.upsert import upsert

# Built once: they are asked for every order that is shown or changed.
_HEADS = select(conversations).order_by(conversations.c.id)
_OF_ACCOUNT = _HEADS.where(conversations.c.account_id == bindparam("account"))
_BY_ORDER = conversations.c.order_remote_id.in_(bindparam("orders", expanding=True))
_NAMED = _OF_ACCOUNT.where(_BY_ORDER)
_NAMED_OR_ABOUT = _OF_ACCOUNT.where(
    or_(
        _BY_ORDER,
        and_(
            conversations.c.order_remote_id == "",
            conversations.c.buyer.in_(bindparam("buyers", expanding=True)),
            conversations.c.listing.in_(bindparam("listings", expanding=True)),
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConversation:
    """A conversation with all texts that were ever fetched of it, the oldest first."""

    id: ConversationId
    told: ConversationSnapshot
    fetched_at: Instant


def load_known(
    connection: Connection, account: AccountId, remote_ids: Collection[str]
) -> dict[str, StoredConversation]:
    """Those of the conversations that are stored."""
    wanted = _HEADS.where(conversations.c.account_id == account, conversations.c.remote_id.in_(list(remote_ids)))
    return {one.told.ref.id: one for one in _load(connection, wanted)} if remote_ids else {}


def load_with(connection: Connection, told: Sequence[OrderSnapshot]) -> dict[RemoteRef, list[StoredConversation]]:
    """What was written about orders: named by the channel, or with the buyer about something bought in one."""
    found: dict[RemoteRef, list[StoredConversation]] = {one.ref: [] for one in told}
    for account in {one.ref.account for one in told}:
        some = [one for one in told if one.ref.account == account]
        bought = {
            (one.buyer.remote_id, line.listing)
            for one in some
            for line in one.lines
            if one.buyer.remote_id and line.listing
        }
        asked = {
            "account": account,
            "orders": [one.ref.id for one in some],
            "buyers": list({buyer for buyer, _ in bought}),
            "listings": list({listing for _, listing in bought}),
        }
        talks = _load(connection, _NAMED_OR_ABOUT if bought else _NAMED, asked)
        for one in some if talks else ():
            found[one.ref] = [talk for talk in talks if _is_about(talk.told, one)]
    return found


def _is_about(talk: ConversationSnapshot, order: OrderSnapshot) -> bool:
    if talk.order is not None:
        return talk.order.id == order.ref.id
    return talk.buyer == order.buyer.remote_id != "" and any(line.listing == talk.listing for line in order.lines)


def load_all(connection: Connection) -> list[StoredConversation]:
    """Every conversation of which anything is left."""
    return [one for one in _load(connection, _HEADS) if not is_forgotten(one)]


def _load(connection: Connection, wanted: Select[Any], asked: dict[str, Any] | None = None) -> list[StoredConversation]:
    heads = connection.execute(wanted, asked).mappings().all()
    if not heads:
        return []
    texts: dict[int, list[MessageSnapshot]] = defaultdict(list)
    ids = [head["id"] for head in heads]
    written = select(messages).where(messages.c.conversation_id.in_(ids)).order_by(messages.c.at, messages.c.id)
    for row in connection.execute(written).mappings():
        texts[row["conversation_id"]].append(_message(row))
    return [_conversation(head, texts[head["id"]]) for head in heads]


def _message(row: Mapping[Any, Any]) -> MessageSnapshot:
    return MessageSnapshot(
        remote_id=row["remote_id"],
        at=row["at"],
        ours=row["ours"],
        text=row["text"],
        subject=row["subject"],
        unread=row["unread"],
        media=tuple((str(name), str(address)) for name, address in row["media"]),
    )


def _conversation(row: Mapping[Any, Any], texts: Sequence[MessageSnapshot]) -> StoredConversation:
    account = AccountId(row["account_id"])
    order = row["order_remote_id"]
    told = ConversationSnapshot(
        ref=RemoteRef(account, row["remote_id"]),
        buyer=row["buyer"],
        title=row["title"],
        messages=tuple(texts),
        order=RemoteRef(account, order) if order else None,
        listing=row["listing"],
        unread=row["unread"],
        closed=row["closed"],
    )
    return StoredConversation(id=ConversationId(row["id"]), told=told, fetched_at=row["fetched_at"])


def save_conversations(
    connection: Connection, account: AccountId, told: Sequence[ConversationSnapshot], now: Instant
) -> dict[str, ConversationId]:
    """Write conversations of one account, one snapshot each. Texts that the channel no longer has stay."""
    if not told:
        return {}
    heads = [
        {
            "account_id": account,
            "remote_id": one.ref.id,
            "buyer": one.buyer,
            "title": one.title,
            "listing": one.listing,
            "order_remote_id": one.order.id if one.order is not None else "",
            "unread": one.unread,
            "closed": one.closed,
            "last_at": max((each.at for each in one.messages), default=None),
            "fetched_at": now,
        }
        for one in told
    ]
    upsert(connection, conversations, heads, ("account_id", "remote_id"))
    found = connection.execute(
        select(conversations.c.id, conversations.c.remote_id).where(
            conversations.c.account_id == account, conversations.c.remote_id.in_([one.ref.id for one in told])
        )
    )
    ids = {row.remote_id: ConversationId(row.id) for row in found}
    texts = [
        {
            "conversation_id": ids[one.ref.id],
            "remote_id": each.remote_id,
            "at": each.at,
            "ours": each.ours,
            "subject": each.subject,
            "text": each.text,
            "unread": each.unread,
            "media": [list(pair) for pair in each.media],
        }
        for one in told
        for each in {text.remote_id: text for text in one.messages}.values()
    ]
    upsert(connection, messages, texts, ("conversation_id", "remote_id"))
    return ids


def orders_named(connection: Connection, account: AccountId, told: Sequence[ConversationSnapshot]) -> set[int]:
    """The orders that the channel itself names with these conversations."""
    named = [one.order.id for one in told if one.order is not None]
    if not named:
        return set()
    asked = select(orders.c.id).where(orders.c.account_id == account, orders.c.remote_id.in_(named))
    return set(connection.execute(asked).scalars())


def move_to_order(connection: Connection, account: AccountId, old: str, new: str) -> None:
    """The order is listed under another id now."""
    connection.execute(
        update(conversations)
        .where(conversations.c.account_id == account, conversations.c.order_remote_id == old)
        .values(order_remote_id=new)
    )


def forget_conversations(connection: Connection, ids: Sequence[ConversationId], now: Instant) -> None:
    """Take out all that was written. That there was something stays, by the channel's id alone: told once more, it is
    known as forgotten also where the channel names no order.
    """
    connection.execute(delete(messages).where(messages.c.conversation_id.in_(ids)))
    nothing = {"buyer": "", "title": "", "listing": "", "order_remote_id": "", "unread": 0, "closed": True}
    connection.execute(
        update(conversations).where(conversations.c.id.in_(ids)).values(**nothing, last_at=None, fetched_at=now)
    )


def is_forgotten(one: StoredConversation) -> bool:
    told = one.told
    return not (told.messages or told.buyer or told.title or told.listing or told.order)
