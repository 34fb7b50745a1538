"""Forget a buyer for good, as a channel or the buyer asks for: by what names them there, in all accounts of its kind.

Taken out are name, addresses, mail, phone, what was written, notes and drafts, raw payloads and what the search knew.
What was bought, paid and shipped stays, since books must be kept. Later reports of these orders bring nobody back.
No trace is left in the store's files either. Backups from before still hold it: they are not opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desk.domain.changes import Changes, Kind
from desk.domain.chunks import chunks
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed
from desk.domain.values import AccountId, CaseId, ConversationId, OrderId
from desk.services import merging, traces
from desk.services.context import Desk
from desk.services.order_file import UNDER_WAY
from desk.store import accounts as account_store
from desk.store import forgetting
from desk.store import messages as message_store
from desk.store import notes as note_store
from desk.store import orders as order_store
from desk.store import outbox as outbox_store
from desk.store.search_documents import index_orders
from desk.store.types import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was found of a person and is forgotten now; with `changes` empty only looked for."""

    orders: tuple[OrderId, ...]
    conversations: int
    cases: int
    changes: Changes = field(default_factory=Changes)


def find(desk: Desk, kind: str, names: Sequence[str]) -> Forgotten:
    """What would be forgotten of who bears any of these names, ids or tokens there. Raises NotFound, NotAllowed."""
    wanted = _names(names)
    with desk.store.read() as transaction:
        accounts = _accounts(desk, transaction, kind)
        orders, talks, cases, _ = _found(transaction, accounts, wanted)
    return Forgotten(orders=tuple(orders), conversations=len(talks), cases=len(cases))


def anonymise(desk: Desk, kind: str, names: Sequence[str]) -> Forgotten:
    """Forget who bears any of these names, ids or tokens in this kind of channel. Raises NotFound and NotAllowed."""
    wanted = _names(names)

    def forget() -> Forgotten:
        with desk.store.write() as transaction:
            accounts = _accounts(desk, transaction, kind)
            orders, talks, cases, known = _found(transaction, accounts, wanted)
            _check_settled(transaction, orders)
            for chunk in chunks(orders):
                forget_orders(transaction, chunk, desk.clock.now(), left=merging.NOTHING)
            forget_texts(transaction, talks, cases, desk.clock.now())
            forgetting.forget_samples(transaction, accounts, known)
            forgetting.forget_strays_of(transaction, known)
            refs = list(note_store.refs_of(transaction, orders).values())
        forget_drafts(desk, refs)
        changes = (
            Changes.of(Kind.ORDER, orders)
            + Changes.of(Kind.MESSAGE, talks)
            + Changes.of(Kind.CASE, cases)
            + Changes.of(Kind.NOTE, orders)
        )
        return Forgotten(orders=tuple(orders), conversations=len(talks), cases=len(cases), changes=changes)

    traces.expect(desk)
    done = desk.on_database(forget)
    traces.wipe(desk)
    return done


def _names(names: Sequence[str]) -> list[str]:
    wanted = [one.strip() for one in names if one.strip()]
    if not wanted:
        raise NotAllowed("Say who: a user name, an id or a token.", code="nobody_named")
    if any(len(one) < 2 or not one.isprintable() for one in wanted):
        raise NotAllowed("This is no user name, id or token. Check what was pasted.", code="name_odd")
    return wanted


def _accounts(desk: Desk, transaction: Transaction, kind: str) -> list[AccountId]:
    described = desk.connectors.describe(kind)
    return [one.id for one in account_store.load_accounts(transaction) if one.kind == described.kind]


def _found(
    transaction: Transaction, accounts: Sequence[AccountId], names: Sequence[str]
) -> tuple[list[OrderId], list[ConversationId], list[CaseId], set[str]]:
    """Orders, conversations and cases of the person, and all the names they turn out to bear."""
    orders = forgetting.orders_of(transaction, accounts, names)
    known = forgetting.names_and_ids(transaction, sorted(orders))
    # Who is asked for by a token is a name elsewhere: with it more of them is found.
    all_names = {*names, *(buyer for _, buyer in known if buyer)}
    if all_names != set(names):
        orders |= forgetting.orders_of(transaction, accounts, all_names)
        known = forgetting.names_and_ids(transaction, sorted(orders))
    remote = [order for order, _ in known]
    talks = forgetting.conversations_of(transaction, accounts, all_names, remote)
    cases = forgetting.cases_of(transaction, accounts, all_names, remote)
    return sorted(orders), talks, cases, all_names


def _check_settled(transaction: Transaction, orders: Sequence[OrderId]) -> None:
    """Raises NotAllowed while something for them is on its way: it could not be told to anybody."""
    rows = outbox_store.load_pushes_of(transaction, orders).values()
    waiting = sum(row.state in UNDER_WAY for found in rows for row in found)
    if waiting:
        raise NotAllowed(
            f"{waiting} changes for this buyer still wait in the outbox. Push or recall them first.",
            code="buyer_has_pushes",
            waiting=waiting,
        )


def forget_orders(transaction: Transaction, ids: Sequence[OrderId], now: Instant, *, left: int) -> None:
    """Take the buyers out of orders and of all that hangs on them but cases and texts.

    `left` of the addresses stays (merging.NOTHING, merging.PLACE).
    """
    records = order_store.load_records(transaction, ids)
    nameless = [merging.anonymous(one, left) for one in records.values()]
    forgetting.forget_in_orders(transaction, ids)
    forgetting.forget_in_pushes(transaction, ids)
    by_account: dict[AccountId, list[order_store.OrderRecord]] = {}
    for one in nameless:
        by_account.setdefault(one.merged.ref.account, []).append(one)
    for some in by_account.values():
        order_store.save_records(transaction, some)
    index_orders(transaction, {one.id: one for one in nameless if one.id is not None})
    forgetting.mark_forgotten(transaction, dict.fromkeys(ids, ("", "")), now)


def forget_texts(
    transaction: Transaction, talks: Sequence[ConversationId], cases: Sequence[CaseId], now: Instant
) -> None:
    """Take out what was written with buyers, and who they are in cases."""
    message_store.forget_conversations(transaction, talks, now)
    forgetting.forget_in_cases(transaction, cases)


def forget_drafts(desk: Desk, refs: Sequence[tuple[int, str]]) -> None:
    """Take away what was begun to be written about orders."""
    from desk.services import note_drafts  # only where somebody writes notes

    note_drafts.forget_of(desk.store.place, refs)
