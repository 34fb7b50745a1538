"""Forget buyers once nothing is left to do for them: where a channel's terms say so, or the merchant does.

An account forgets so many days after an order was shipped or called off: what its kind of channel asks for, or what
the account's setting `forget_after` says. Taken out is what services.anonymising takes out; town, region and the
beginning of the postcode stay for figures. A buyer who comes back is known by keyed hashes (services.buyer_marks).

Then no trace is left: in the search index, free pages and the log (desk.store.scrubbing). Backups that are made later
hold none of them; older ones go with the rotation, and a store restored from one forgets at its next run.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from connectors.contract.snapshots import OrderSnapshot
from desk.domain.changes import Changes, Kind
from desk.domain.chunks import chunks
from desk.domain.clock import Instant, parse_utc
from desk.domain.errors import DeskError
from desk.domain.orders import OrderFacet, PaymentFacet, PaymentKind, ShippingFacet
from desk.domain.rows import EventKind
from desk.domain.values import AccountId, CaseId, ConversationId, OrderId
from desk.services import anonymising, merging, traces
from desk.services.account_rules import forgets_after
from desk.services.buyer_marks import Marker
from desk.services.care import FORGOT, note, notes
from desk.services.context import Desk
from desk.services.order_file import UNDER_WAY
from desk.store import accounts as account_store
from desk.store import forgetting, retention
from desk.store import notes as note_store
from desk.store import orders as order_store
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from desk.store.orders import OrderEvent, OrderRecord
from desk.store.types import Transaction

log = logging.getLogger("privacy")

EVERY = timedelta(hours=24)
_AT_ONCE = 200

Progress = Callable[[int, int], None]


class ForgettingStopped(DeskError):
    """Somebody stopped it; those forgotten until then stay so, and the next run goes on."""

    code = "forgetting_stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPlan:
    """What goes of one account. `waiting` orders are due, but something for them is still in the outbox."""

    account: AccountId
    name: str
    days: int
    orders: int
    waiting: int
    conversations: int
    cases: int
    notes: int
    samples: int
    oldest: Instant | None  # when the first of them was due


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was forgotten, or would be. `clean` says that no trace of it is left in the store's files."""

    accounts: tuple[AccountPlan, ...]
    clean: bool = True
    changes: Changes = field(default_factory=Changes)

    @property
    def orders(self) -> int:
        return sum(one.orders for one in self.accounts)


@dataclass(slots=True)
class _Tally:
    """What one account's run found, chunk by chunk."""

    account: Account
    days: int
    orders: int = 0
    waiting: int = 0
    conversations: int = 0
    cases: int = 0
    notes: int = 0
    samples: int = 0
    oldest: Instant | None = None
    ids: list[OrderId] = field(default_factory=list)

    def told(self) -> AccountPlan:
        return AccountPlan(
            account=self.account.id,
            name=self.account.name,
            days=self.days,
            **{
                name: getattr(self, name)
                for name in ("orders", "waiting", "conversations", "cases", "notes", "samples", "oldest")
            },
        )


def days_of(desk: Desk, account: Account) -> int | None:
    """After how many days this account forgets; None where it never does."""
    kind = desk.kind_of(account.kind)
    return forgets_after(account.settings, kind.forget_buyers_after if kind is not None else None)


def is_due(desk: Desk) -> bool:
    """Whether the day's run is still to be made, or one was cut off. The demo keeps its people."""
    if desk.demo:
        return False
    last = notes(desk.store.place.folder).get(FORGOT)
    return traces.are_left(desk) or not last or abs(desk.clock.now() - parse_utc(str(last))) >= EVERY


def plan(desk: Desk, account: AccountId | None = None) -> Report:
    """What a run would forget now. Changes nothing."""
    tallies = []
    for tally in _wanted(desk, account):
        with desk.store.read() as transaction:
            for chunk in chunks(_candidates(desk, transaction, tally), _AT_ONCE):
                _weigh(desk, transaction, tally, chunk)
            tally.samples = len(forgetting.old_samples(transaction, tally.account.id, _before(desk, tally)))
            _add_late(tally, forgetting.late_words(transaction, tally.account.id, _before(desk, tally)))
        tallies.append(tally)
    return Report(accounts=tuple(one.told() for one in tallies))


def run(
    desk: Desk,
    account: AccountId | None = None,
    progress: Progress = lambda _done, _of: None,
    stop: threading.Event | None = None,
) -> Report:
    """Forget all who are due, and leave no trace of them. Raises StoreError and ForgettingStopped."""
    stop = stop or threading.Event()
    tallies, changes = [], Changes()
    for tally in _wanted(desk, account):
        tallies.append(tally)
        with desk.store.read() as transaction:
            ids = _candidates(desk, transaction, tally)
        for done, chunk in enumerate(chunks(ids, _AT_ONCE)):
            if stop.is_set():
                raise ForgettingStopped("Stopped. The next run forgets the others.")
            progress(done * _AT_ONCE, len(ids))
            changes += _forget(desk, tally, chunk)
        _forget_samples(desk, tally)
        changes += _forget_late(desk, tally)
        if tally.orders or tally.samples or tally.conversations or tally.cases:
            log.info("forgot the buyers of %s orders of account %s", tally.orders, tally.account.id)
    if account is None and tallies:
        _forget_strays(desk, min(one.days for one in tallies))
    clean = traces.wipe(desk, stop) if traces.are_left(desk) else True
    if account is None and not stop.is_set():
        note(desk.store.place.folder, **{FORGOT: desk.clock.now().isoformat()})
    return Report(accounts=tuple(one.told() for one in tallies), clean=clean, changes=changes)


def _wanted(desk: Desk, only: AccountId | None) -> Iterator[_Tally]:
    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
    for account in known:
        days = days_of(desk, account)
        if days is not None and only in (None, account.id):
            yield _Tally(account, days)


def _before(desk: Desk, tally: _Tally) -> Instant:
    return Instant(desk.clock.now() - timedelta(days=tally.days))


def _candidates(desk: Desk, transaction: Transaction, tally: _Tally) -> list[OrderId]:
    return retention.candidates(transaction, tally.account.id, _before(desk, tally))


def _weigh(desk: Desk, transaction: Transaction, tally: _Tally, chunk: Sequence[OrderId]) -> list[OrderRecord]:
    """Those of the chunk that are to be forgotten now, counted with all that hangs on them."""
    records = order_store.load_records(transaction, chunk)
    moves = retention.moves(transaction, chunk)
    rows = outbox_store.load_pushes_of(transaction, chunk)
    before, due = _before(desk, tally), []
    for one, record in sorted(records.items()):
        since = over_since(record, moves.get(one, ()))
        if since is None or since >= before:
            continue
        if any(row.state in UNDER_WAY for row in rows.get(one, ())):
            tally.waiting += 1
            continue
        due.append(record)
        first = Instant(since + timedelta(days=tally.days))
        tally.oldest = first if tally.oldest is None else min(tally.oldest, first)
    told = [one.merged for one in due]
    talks, cases = forgetting.about_orders(transaction, tally.account.id, told)
    tally.orders += len(due)
    tally.conversations += len(talks)
    tally.cases += len(cases)
    tally.notes += retention.count_notes(transaction, [one.id for one in due if one.id is not None])
    return due


def over_since(record: OrderRecord, moves: Sequence[tuple[Instant, str]]) -> Instant | None:
    """When an order was shipped or called off for good; None while something is left to do. Pure.

    What nobody dated is taken to have happened when the channel last changed the order.
    """
    order = record.merged
    dates: list[Instant] = []
    if order.order in (OrderFacet.CANCELLED, OrderFacet.REMOVED):
        dates.append(_moved_to(moves, order.order) or merging.told_at(record))
    if order.shipping is ShippingFacet.SHIPPED:
        sent = [one.shipped_at for one in order.shipments or () if one.shipped_at is not None]
        dates.append(max(sent, default=None) or _moved_to(moves, order.shipping) or order.changed_at)
    elif order.shipping is ShippingFacet.NOTHING_TO_SHIP:
        dates.append(order.paid_at or order.placed_at)
    if order.payment is PaymentFacet.REFUNDED and order.shipping is ShippingFacet.UNSHIPPED:
        back = [one.at for one in order.payments if one.kind is PaymentKind.REFUND and one.at is not None]
        dates.append(max(back, default=None) or _moved_to(moves, order.payment) or order.changed_at)
    if not dates and order.order is OrderFacet.COMPLETED:
        dates.append(_moved_to(moves, order.order) or order.changed_at)
    return min(dates, default=None)


def _moved_to(moves: Sequence[tuple[Instant, str]], state: str) -> Instant | None:
    return next((at for at, new in reversed(moves) if new == state), None)


def _forget(desk: Desk, tally: _Tally, chunk: Sequence[OrderId]) -> Changes:
    def forget() -> Changes:
        with desk.store.write() as transaction:
            due = _weigh(desk, transaction, tally, chunk)
            ids = [one.id for one in due if one.id is not None]
            if not ids:
                return Changes()
            traces.expect(desk)
            changes = _forget_all(desk, transaction, tally, due)
            refs = list(note_store.refs_of(transaction, ids).values())
        anonymising.forget_drafts(desk, refs)
        return changes

    return desk.on_database(forget)


def _forget_all(desk: Desk, transaction: Transaction, tally: _Tally, due: Sequence[OrderRecord]) -> Changes:
    now, account = desk.clock.now(), tally.account
    marker = Marker(desk.store.place, account.kind)
    told: list[OrderSnapshot] = [one.merged for one in due]
    talks, cases = forgetting.about_orders(transaction, account.id, told)
    marks = {one.id: marker.marks(one.merged) for one in due if one.id is not None}
    anonymising.forget_orders(transaction, list(marks), now, left=merging.PLACE)
    forgetting.mark_forgotten(transaction, {one: (each.mail, each.home) for one, each in marks.items()}, now)
    anonymising.forget_texts(transaction, talks, cases, now)
    event = OrderEvent(at=now, kind=EventKind.BUYER_FORGOTTEN, facts={"days": tally.days})
    order_store.add_events(transaction, [(one, event) for one in marks])
    return (
        Changes.of(Kind.ORDER, marks)
        + Changes.of(Kind.NOTE, marks)
        + Changes.of(Kind.MESSAGE, talks)
        + Changes.of(Kind.CASE, cases)
    )


def _forget_samples(desk: Desk, tally: _Tally) -> None:
    def forget() -> int:
        with desk.store.write() as transaction:
            old = forgetting.old_samples(transaction, tally.account.id, _before(desk, tally))
            if old:
                traces.expect(desk)
                forgetting.empty_samples(transaction, old)
        return len(old)

    tally.samples = desk.on_database(forget)


def _forget_strays(desk: Desk, days: int) -> None:
    """Parcels that nobody knew belong to no account: the strictest of all goes for them."""
    before = Instant(desk.clock.now() - timedelta(days=days))

    def forget() -> None:
        with desk.store.write() as transaction:
            if forgetting.forget_old_strays(transaction, before):
                traces.expect(desk)

    desk.on_database(forget)


_Words = tuple[list[ConversationId], list[CaseId]]


def _add_late(tally: _Tally, words: _Words) -> None:
    tally.conversations += len(words[0])
    tally.cases += len(words[1])


def _forget_late(desk: Desk, tally: _Tally) -> Changes:
    """What came in about orders whose buyers were forgotten already."""

    def forget() -> _Words:
        with desk.store.write() as transaction:
            words = forgetting.late_words(transaction, tally.account.id, _before(desk, tally))
            if any(words):
                traces.expect(desk)
                now = desk.clock.now()
                forgetting.forgotten_again(transaction, tally.account.id, *words, now)
                anonymising.forget_texts(transaction, *words, now)
        return words

    talks, cases = words = desk.on_database(forget)
    _add_late(tally, words)
    return Changes.of(Kind.MESSAGE, talks) + Changes.of(Kind.CASE, cases)
