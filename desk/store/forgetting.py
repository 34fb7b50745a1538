"""Owns taking a person out of the store: what names them in orders, cases, texts, payloads and drafts of pushes.

services.anonymising alone calls it. What was bought, paid and shipped stays: books must be kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select, update

from connectors.contract.snapshots import OrderSnapshot
from desk.domain.clock import Instant
from desk.domain.rows import EventKind
from desk.domain.values import AccountId, CaseId, ConversationId, OrderId
from desk.store import outbox
from desk.store.tables import (
    cases,
    channel_pushes,
    conversations,
    order_addresses,
    order_events,
    order_notes,
    orders,
    raw_payloads,
    return_deeds,
    return_lines,
    return_photos,
    return_tasks,
    returns,
    shipments,
    stray_parcels,
    unreadable_records,
)

_TELLING = (
    EventKind.RECIPIENT_CHANGED,
    EventKind.BILLING_CHANGED,
    EventKind.BUYER_CHANGED,
    EventKind.BUYER_NOTE,
)
_WORDS = frozenset({"text", "channel_words"})
"""What the facts of an entry may tell in somebody's own words; what happened is told by the others."""
_OF_PUSHES: dict[str, Any] = {"text": "", "comment": "", "buyer": "", "images": (), "file": b"", "tracking_url": ""}
_BATCH = 500


def orders_of(connection: Connection, accounts: Collection[AccountId], names: Collection[str]) -> set[OrderId]:
    """The orders of a buyer with any of these names: as the order names them, or anywhere in its payload."""
    of_accounts = orders.c.account_id.in_(list(accounts))
    named = select(orders.c.id).where(of_accounts, orders.c.buyer_remote_id.in_(list(names)))
    found = {OrderId(one) for one in connection.execute(named).scalars()}
    for order, payload in _payloads(connection, accounts):
        if order not in found and _mentions(payload, names):
            found.add(order)
    return found


def _payloads(connection: Connection, accounts: Collection[AccountId]) -> Iterator[tuple[OrderId, bytes]]:
    wanted = (
        select(raw_payloads.c.order_id, raw_payloads.c.payload)
        .join(orders, orders.c.id == raw_payloads.c.order_id)
        .where(orders.c.account_id.in_(list(accounts)))
        .execution_options(yield_per=_BATCH)
    )
    for row in connection.execute(wanted):
        yield OrderId(row.order_id), zlib.decompress(row.payload)


def _mentions(payload: bytes, names: Collection[str]) -> bool:
    """Whether one of the names stands there as a whole value, in JSON or in XML."""
    return any(f'"{name}"'.encode() in payload or f">{name}<".encode() in payload for name in names)


def conversations_of(
    connection: Connection, accounts: Collection[AccountId], names: Collection[str], remote_orders: Collection[str]
) -> list[ConversationId]:
    wanted = select(conversations.c.id).where(
        conversations.c.account_id.in_(list(accounts)),
        or_(conversations.c.buyer.in_(list(names)), conversations.c.order_remote_id.in_(list(remote_orders))),
    )
    return [ConversationId(one) for one in connection.execute(wanted).scalars()]


def cases_of(
    connection: Connection, accounts: Collection[AccountId], names: Collection[str], remote_orders: Collection[str]
) -> list[CaseId]:
    wanted = select(cases.c.id).where(
        cases.c.account_id.in_(list(accounts)),
        or_(cases.c.buyer.in_(list(names)), cases.c.order_remote_id.in_(list(remote_orders))),
    )
    return [CaseId(one) for one in connection.execute(wanted).scalars()]


def names_and_ids(connection: Connection, ids: Sequence[OrderId]) -> list[tuple[str, str]]:
    """The channel's id of each order and of its buyer."""
    found = connection.execute(select(orders.c.remote_id, orders.c.buyer_remote_id).where(orders.c.id.in_(ids)))
    return [(row.remote_id, row.buyer_remote_id) for row in found]


def forget_in_orders(connection: Connection, ids: Sequence[OrderId]) -> None:
    """What hangs on orders and tells of a person; their own columns are saved with the record."""
    connection.execute(delete(order_notes).where(order_notes.c.order_id.in_(ids)))
    connection.execute(delete(raw_payloads).where(raw_payloads.c.order_id.in_(ids)))
    connection.execute(
        delete(order_events).where(order_events.c.order_id.in_(ids), order_events.c.kind.in_(list(_TELLING)))
    )
    connection.execute(update(shipments).where(shipments.c.order_id.in_(ids)).values(tracking_url=""))
    connection.execute(
        delete(order_addresses).where(order_addresses.c.order_id.in_(ids), order_addresses.c.country == "")
    )
    _forget_in_returns(connection, ids)
    told = connection.execute(
        select(order_events.c.id, order_events.c.facts).where(order_events.c.order_id.in_(ids))
    ).all()
    for row in told:
        facts = {name: value for name, value in row.facts.items() if name not in _WORDS}
        if facts != row.facts:
            connection.execute(update(order_events).where(order_events.c.id == row.id).values(facts=facts))


def _forget_in_returns(connection: Connection, ids: Sequence[OrderId]) -> None:
    """What was said of a return and of its pieces; how many came, and in what condition, stays."""
    connection.execute(update(returns).where(returns.c.order_id.in_(ids)).values(words=""))
    held = select(returns.c.id, returns.c.deduction).where(
        returns.c.order_id.in_(ids), returns.c.deduction.is_not(None)
    )
    for row in connection.execute(held).all():
        wordless = {**row.deduction, "words": ""}
        connection.execute(update(returns).where(returns.c.id == row.id).values(deduction=wordless))
    of_orders = select(returns.c.id).where(returns.c.order_id.in_(ids))
    connection.execute(delete(return_photos).where(return_photos.c.return_id.in_(of_orders)))
    connection.execute(delete(return_deeds).where(return_deeds.c.return_id.in_(of_orders)))
    connection.execute(update(return_tasks).where(return_tasks.c.return_id.in_(of_orders)).values(words=""))
    _forget_strays(connection, stray_parcels.c.return_id.in_(of_orders))
    looked_at = select(return_lines).where(return_lines.c.return_id.in_(of_orders))
    for row in connection.execute(looked_at).all():
        silent = [{**one, "note": "", "photo": ""} for one in row.findings]
        if silent != row.findings:
            line = and_(return_lines.c.return_id == row.return_id, return_lines.c.line_id == row.line_id)
            connection.execute(update(return_lines).where(line).values(findings=silent))


_STRAY_WORDS = {"sender": "", "postcode": "", "note": ""}


def _forget_strays(connection: Connection, meant: ColumnElement[bool]) -> None:
    """Who sent parcels, what was noted of them and their pictures; that they came stays."""
    found = select(stray_parcels.c.id).where(meant)
    connection.execute(delete(return_photos).where(return_photos.c.parcel_id.in_(found)))
    connection.execute(update(stray_parcels).where(meant).values(_STRAY_WORDS))


def forget_strays_of(connection: Connection, names: Collection[str]) -> None:
    """Parcels of nobody on which any of these names stands."""
    for name in names:
        says = (
            stray_parcels.c.sender.icontains(name, autoescape=True),
            stray_parcels.c.note.icontains(name, autoescape=True),
        )
        _forget_strays(connection, or_(*says))


def forget_old_strays(connection: Connection, before: Instant) -> int:
    """Parcels of nobody that came so long ago that nobody may keep who sent them; how many."""
    holds = or_(
        stray_parcels.c.sender != "",
        stray_parcels.c.postcode != "",
        stray_parcels.c.note != "",
        exists().where(return_photos.c.parcel_id == stray_parcels.c.id),
    )
    meant = and_(stray_parcels.c.arrived_at < before, holds)
    old = list(connection.execute(select(stray_parcels.c.id).where(meant)).scalars())
    _forget_strays(connection, stray_parcels.c.id.in_(old))
    return len(old)


def mark_forgotten(connection: Connection, marks: Mapping[OrderId, tuple[str, str]], now: Instant) -> None:
    """Note of orders that their buyer is forgotten, and by which marks (mail, home) they are known again."""
    for order, (mail, home) in marks.items():
        row = orders.c.id == order
        connection.execute(
            update(orders).where(row).values(forgotten_at=now, buyer_mail_mark=mail, buyer_home_mark=home)
        )


def forgotten(connection: Connection, account: AccountId, remote_ids: Collection[str]) -> dict[str, Instant]:
    """Those of the orders whose buyer is forgotten, by the channel's ids, and since when."""
    found = select(orders.c.remote_id, orders.c.forgotten_at).where(
        orders.c.account_id == account, orders.c.remote_id.in_(list(remote_ids)), orders.c.forgotten_at.is_not(None)
    )
    return {row.remote_id: row.forgotten_at for row in connection.execute(found)} if remote_ids else {}


def forget_in_pushes(connection: Connection, ids: Sequence[OrderId]) -> None:
    """The texts of pushes, whom they were for, and what the channel said of them."""
    for rows in outbox.load_pushes_of(connection, ids).values():
        for row in rows:
            changed: dict[str, Any] = {
                name: empty for name, empty in _OF_PUSHES.items() if getattr(row.push, name, empty) != empty
            }
            if changed:
                outbox.rewrite(connection, row.id, replace(row.push, **changed))
    connection.execute(update(channel_pushes).where(channel_pushes.c.order_id.in_(ids)).values(channel_words=""))


def forget_in_cases(connection: Connection, ids: Sequence[CaseId]) -> None:
    """What a buyer wrote in cases, who they are, and the payloads; what happened and was decided stays."""
    nothing = zlib.compress(b"", 1)
    connection.execute(update(cases).where(cases.c.id.in_(ids)).values(comment="", buyer="", payload=nothing))
    for row in connection.execute(select(cases.c.id, cases.c.events).where(cases.c.id.in_(ids))).all():
        if row.events:
            silent = [{**one, "text": ""} for one in row.events]
            connection.execute(update(cases).where(cases.c.id == row.id).values(events=silent))


def about_orders(
    connection: Connection, account: AccountId, told: Sequence[OrderSnapshot]
) -> tuple[list[ConversationId], list[CaseId]]:
    """The conversations and cases of orders: those that name one, and those of what its buyer bought with it."""
    named = [one.ref.id for one in told]
    bought = [
        (one.buyer.remote_id, line.listing) for one in told if one.buyer.remote_id for line in one.lines if line.listing
    ]
    talks: list[ColumnElement[bool]] = [conversations.c.order_remote_id.in_(named)]
    talks += [
        and_(conversations.c.order_remote_id == "", conversations.c.buyer == buyer, conversations.c.listing == listing)
        for buyer, listing in bought
    ]
    of_cases: list[ColumnElement[bool]] = [cases.c.order_remote_id.in_(named)]
    of_cases += [and_(cases.c.buyer == buyer, cases.c.listing == listing) for buyer, listing in bought]
    return (
        [
            ConversationId(one)
            for one in connection.execute(
                select(conversations.c.id).where(conversations.c.account_id == account, or_(*talks))
            ).scalars()
        ],
        [
            CaseId(one)
            for one in connection.execute(
                select(cases.c.id).where(cases.c.account_id == account, or_(*of_cases))
            ).scalars()
        ],
    )


def late_words(
    connection: Connection, account: AccountId, before: Instant
) -> tuple[list[ConversationId], list[CaseId]]:
    """What buyers wrote about orders after they were forgotten in them, and so long ago that it has to go, too."""
    nobodys = select(orders.c.remote_id).where(orders.c.account_id == account, orders.c.forgotten_at.is_not(None))
    talks = select(conversations.c.id).where(
        conversations.c.account_id == account,
        conversations.c.order_remote_id.in_(nobodys),
        conversations.c.last_at < before,
    )
    told = or_(cases.c.comment != "", cases.c.buyer != "")
    about = select(cases.c.id).where(
        cases.c.account_id == account, cases.c.order_remote_id.in_(nobodys), cases.c.opened_at < before, told
    )
    return (
        [ConversationId(one) for one in connection.execute(talks).scalars()],
        [CaseId(one) for one in connection.execute(about).scalars()],
    )


def forgotten_again(
    connection: Connection, account: AccountId, talks: Sequence[ConversationId], about: Sequence[CaseId], now: Instant
) -> None:
    """From now on nothing of what was written until now comes back, also of the orders these are about."""
    named = select(conversations.c.order_remote_id).where(conversations.c.id.in_(talks))
    named_too = select(cases.c.order_remote_id).where(cases.c.id.in_(about))
    of_them = and_(orders.c.account_id == account, orders.c.remote_id.in_(named.union(named_too)))
    connection.execute(update(orders).where(of_them).values(forgotten_at=now))


def forget_samples(connection: Connection, accounts: Collection[AccountId], names: Collection[str]) -> None:
    """Records that could not be read and mention the person."""
    found = connection.execute(
        select(unreadable_records.c.id, unreadable_records.c.sample).where(
            unreadable_records.c.account_id.in_(list(accounts))
        )
    ).all()
    gone = [row.id for row in found if _mentions(zlib.decompress(row.sample), names)]
    if gone:
        connection.execute(delete(unreadable_records).where(unreadable_records.c.id.in_(gone)))


def old_samples(connection: Connection, account: AccountId, before: Instant) -> list[int]:
    """Records that could not be read so long ago that nobody may keep them, by the row's id."""
    wanted = select(unreadable_records.c.id).where(
        unreadable_records.c.account_id == account,
        unreadable_records.c.first_seen < before,
        unreadable_records.c.sample != zlib.compress(b""),
    )
    return list(connection.execute(wanted).scalars())


def empty_samples(connection: Connection, ids: Sequence[int]) -> None:
    """Keep that they could not be read, without the records themselves."""
    connection.execute(
        update(unreadable_records).where(unreadable_records.c.id.in_(ids)).values(sample=zlib.compress(b""))
    )
