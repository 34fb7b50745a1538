"""Pull one account, page by page, pages and their cursor in one transaction; a run goes on where it stopped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from connectors.contract.errors import ConnectorError, LoginNeeded, Unavailable, Unreadable
from connectors.contract.protocols import CarriesOver, Connector, FetchesCases, FetchesMessages
from connectors.contract.snapshots import Cursor, Page, UnreadableRecord
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed
from desk.domain.giving_way import somebody_waits
from desk.domain.values import AccountId
from desk.domain.views import AccountState, SyncProgress
from desk.services import accounts, return_following
from desk.services.care import NEVER_RAN, note
from desk.services.case_ingest import ingest_cases, ingest_conversations
from desk.services.context import Desk
from desk.services.ingest import ingest
from desk.services.ingested import Ingested
from desk.services.leases import LEASE, Task, busy, held, renew
from desk.store import accounts as account_store
from desk.store.accounts import Account, RunState
from desk.store.search_documents import tidy
from desk.store.types import Transaction

T = TypeVar("T")
ORDERS, CASES, MESSAGES = "orders", "cases", "messages"
AGAIN = "orders again"
"""Where a run that begins again from some day keeps its place: it sees only orders placed since, so the account's own
cursor must not follow it past changes of older ones."""
MANY = 500
"""So many new orders in one run leave the search index worth tidying."""

_FULL_PAGE, _AT_ONCE = 50, 500
"""Full pages that follow each other quickly are stored together, which takes a fifth less; but no more orders at once,
since whoever else has something to write waits meanwhile."""
_AT_LONGEST = 1.0
"""Seconds that a fetched page waits for others."""

_log = logging.getLogger("sync")


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a run did. `finished` is false when it was cancelled; the next one goes on from there.

    `fetched`, `new` and `changed` count orders; `cases` and `conversations` what was fetched of these.
    """

    account: AccountId
    fetched: int
    new: int
    changed: int
    unreadable: int
    finished: bool
    changes: Changes
    cases: int = 0
    conversations: int = 0


def fetch(
    desk: Desk,
    account_id: AccountId,
    progress: Callable[[SyncProgress], None],
    stop: threading.Event,
    *,
    since: Instant | None = None,
    asked: bool = False,
) -> SyncReport:
    """Fetch what changed: orders, then cases and messages where the channel tells them.

    `asked`: somebody waits for it, so nothing is left out for having been looked at a while ago. `since` begins again
    with the orders from that day instead of going on. Raises NotAllowed (paused, or another process is at it) and
    ConnectorError; what was fetched until then is kept. Trouble with one of the three does not keep the others from
    being fetched; it is raised when all have had their turn.
    """
    account = accounts.load(desk, account_id)
    if account.state is AccountState.PAUSED:
        raise NotAllowed(f"{account.name} is paused. Let it go on first.", code="account_paused")
    with held(desk, account_id, account.name, Task.SYNC) as holder:
        try:
            with accounts.connected(desk, account, since=since, stop=stop, asked=asked) as connector:
                return _Run(desk, account, connector, holder, progress).until_done(stop, fresh=since is not None)
        except ConnectorError as error:
            accounts.note_trouble(desk, account_id, error)
            _log.info("sync of account %s stopped: %s", account_id, error.code)
            raise


_Ingest = Callable[[Transaction, AccountId, Sequence[T], Sequence[UnreadableRecord], Instant], Ingested]


@dataclass(frozen=True, slots=True)
class _Stream(Generic[T]):
    """One of the things an account is asked for, with a cursor of its own."""

    name: str
    fetch: Callable[[Cursor], Page[T]]
    ingest: _Ingest[T]


@dataclass(slots=True)
class _Counts:
    here: int = 0
    new: int = 0
    changed: int = 0
    unreadable: int = 0


class _Run:
    """One run over all that an account is asked for."""

    def __init__(
        self,
        desk: Desk,
        account: Account,
        connector: Connector,
        holder: str,
        progress: Callable[[SyncProgress], None],
    ) -> None:
        self._holder = holder
        self._desk = desk
        self._account = account
        self._connector = connector
        self._progress = progress
        self._began = desk.clock.monotonic()
        self._counts = {ORDERS: _Counts(), CASES: _Counts(), MESSAGES: _Counts()}
        self._changes = Changes()
        # More than orders is only well when all of it is.
        self._tells_more = isinstance(connector, FetchesCases | FetchesMessages)

    def until_done(self, stop: threading.Event, *, fresh: bool) -> SyncReport:
        troubles: list[ConnectorError] = []
        finished = True
        for turn in self._turns(stop, fresh=fresh):
            try:
                finished = turn() and finished
            except LoginNeeded:
                raise  # the others would be asked with the same keys
            except ConnectorError as error:
                _log.info("a stream of account %s stopped: %s", self._account.id, error.code)
                troubles.append(error)
            if stop.is_set():
                break
        if self._counts[ORDERS].new >= MANY:
            self._desk.on_database(self._tidy)
        if troubles:
            raise troubles[0]
        if finished and self._tells_more:
            self._desk.on_database(self._note_good)
        orders = self._counts[ORDERS]
        return SyncReport(
            account=self._account.id,
            fetched=orders.here,
            new=orders.new,
            changed=orders.changed,
            unreadable=sum(one.unreadable for one in self._counts.values()),
            finished=finished,
            changes=self._changes,
            cases=self._counts[CASES].here,
            conversations=self._counts[MESSAGES].here,
        )

    def _turns(self, stop: threading.Event, *, fresh: bool) -> Iterator[Callable[[], bool]]:
        orders = _Stream(ORDERS, self._connector.fetch_orders, ingest)
        yield lambda: self._follow(orders, stop, fresh=fresh)
        if isinstance(self._connector, FetchesCases):
            cases = _Stream(CASES, self._connector.fetch_cases, ingest_cases)
            yield lambda: self._follow(cases, stop)
        if isinstance(self._connector, FetchesMessages):
            messages = _Stream(MESSAGES, self._connector.fetch_messages, ingest_conversations)
            yield lambda: self._follow(messages, stop)

    def _follow(self, stream: _Stream[T], stop: threading.Event, *, fresh: bool = False) -> bool:
        """Page by page to the end of one stream; false where it was stopped before.

        What an earlier run left in the middle may end at what there was when that one began: another follows it.
        """
        self._began = self._desk.clock.monotonic()
        place = stream.name
        with self._desk.store.read() as transaction:
            run = account_store.load_run(transaction, self._account.id, place)
        if fresh:
            # Where nothing was fetched yet, there is nothing to miss.
            place = AGAIN if run.cursor else place
            run = RunState(cursor=Cursor(), run_started=None, fetched=0, total=None)
        left_over = run.run_started is not None
        lot: list[Page[T]] = []
        begun = self._began
        while not stop.is_set():
            cursor = lot[-1].cursor if lot else run.cursor
            try:
                page = self._fetched(stream, cursor)
            except Exception as error:
                self._keep(stream, place, lot, run)
                if isinstance(error, Unavailable) and stop.is_set():
                    return False  # it was told to stop waiting
                raise
            lot.append(page)
            if self._waits_for_more(stream, lot, begun):
                continue
            run = self._keep(stream, place, lot, run)
            if page.done and not left_over:
                return True
            left_over = left_over and not page.done
            if page.pause > 0:
                self._rest_for(page.pause, stream.name, run, stop)
            lot, begun = [], self._desk.clock.monotonic()
        self._keep(stream, place, lot, run)
        return False

    def _fetched(self, stream: _Stream[T], cursor: Cursor) -> Page[T]:
        page = stream.fetch(cursor)
        if not page.done and page.cursor == cursor:
            raise Unreadable(
                f"{self._account.name} sends the same page again and again. Desk will try later.",
                "cursor did not move",
                account=self._account.id,
                code="page_repeated",
            )
        return page

    def _waits_for_more(self, stream: _Stream[T], lot: Sequence[Page[T]], begun: float) -> bool:
        """Whether the next page is asked for before these are stored: only a large import has so many full pages.

        Behind a window each page is stored by itself: more at once takes the interpreter from it for too long.
        """
        last = lot[-1]
        if stream.name != ORDERS or last.done or last.pause > 0 or len(last.items) < _FULL_PAGE:
            return False
        if somebody_waits():
            return False
        if last.unreadable:
            return False  # what a later page tells of a record decides whether it is to be repaired
        # At its beginning somebody waits to see whether any orders come.
        if sum(len(page.items) for page in lot) >= min(_AT_ONCE, self._counts[ORDERS].here):
            return False
        return self._desk.clock.monotonic() - begun < _AT_LONGEST

    def _tidy(self) -> None:
        with self._desk.store.write() as transaction:
            tidy(transaction)
        # Among so many are old ones, whose buyers may have to be forgotten at once.
        note(self._desk.store.place.folder, **NEVER_RAN)

    def _note_good(self) -> None:
        with self._desk.store.write() as transaction:
            account_store.note_good_sync(transaction, self._account.id, self._desk.clock.now())

    def _rest_for(self, seconds: float, name: str, run: RunState, stop: threading.Event) -> None:
        """Wait as long as the channel's quota asks, keeping the lease and telling how long it still is."""
        until = self._desk.clock.monotonic() + seconds
        while (left := until - self._desk.clock.monotonic()) > 0:
            if self._desk.clock.wait(stop, min(left, LEASE.total_seconds() / 4)):
                return
            self._desk.on_database(self._stay)
            self._tell(name, run.fetched, run.total, pause=max(0.0, until - self._desk.clock.monotonic()))

    def _stay(self) -> None:
        with self._desk.store.write() as transaction:
            self._renew(transaction)

    def _renew(self, transaction: Transaction) -> None:
        """Raises NotAllowed where we slept longer than the lease: another Desk's cursor is further than ours."""
        if not renew(self._desk, transaction, self._account.id, Task.SYNC, self._holder):
            raise busy(self._account.name)

    def _keep(self, stream: _Stream[T], place: str, lot: Sequence[Page[T]], run: RunState) -> RunState:
        """Store pages in one transaction with where to go on behind the last of them."""
        if not lot:
            return run
        now = self._desk.clock.now()
        page = lot[-1]
        items = [item for one in lot for item in one.items]
        unreadable = [record for one in lot for record in one.unreadable]
        fetched = run.fetched + len(items) + len(unreadable)
        total = next((one.total for one in reversed(lot) if one.total is not None), run.total)
        after = RunState(
            cursor=page.cursor,
            run_started=None if page.done else (run.run_started or now),
            fetched=0 if page.done else fetched,
            total=None if page.done else total,
        )

        def store() -> Ingested:
            with self._desk.store.write() as transaction:
                self._renew(transaction)
                done = stream.ingest(transaction, self._account.id, items, unreadable, now)
                account_store.save_run(transaction, self._account.id, place, after, now)
                if place == AGAIN and isinstance(self._connector, CarriesOver):
                    self._carry_over(transaction, self._connector, after.cursor, now)
                told = dict(finding for one in lot for finding in one.findings)
                if told and account_store.note_findings(transaction, self._account.id, told):
                    done = replace(done, changes=done.changes + Changes.of(Kind.ACCOUNT, [self._account.id]))
                if page.done and stream.name == ORDERS:
                    self._note_orders(transaction, now)
                if page.done and stream.name == CASES:
                    opened = return_following.catch_up(transaction, self._account.id, now)
                    done = replace(done, changes=done.changes + opened)
            return done

        done = self._desk.on_database(store)
        counts = self._counts[stream.name]
        counts.here += len(items) + len(unreadable)
        counts.new += done.new
        counts.changed += done.changed
        counts.unreadable += done.unreadable
        self._changes += done.changes
        if stream.name == ORDERS or items or unreadable:
            pause = 0.0 if page.done else page.pause
            self._tell(stream.name, fetched, total, pause=pause, changed=done.changes.touches(Kind.ORDER))
        return after

    def _carry_over(self, transaction: Transaction, connector: CarriesOver, told: Cursor, now: Instant) -> None:
        """The account's own cursor goes on with what this run owes, since nobody goes on with this run's."""
        run = account_store.load_run(transaction, self._account.id, ORDERS)
        cursor = connector.carried_over(run.cursor, told)
        if cursor != run.cursor:
            account_store.save_run(transaction, self._account.id, ORDERS, replace(run, cursor=cursor), now)

    def _note_orders(self, transaction: Transaction, now: Instant) -> None:
        if self._tells_more:
            account_store.change_account(transaction, self._account.id, last_good_sync=now)
        else:
            account_store.note_good_sync(transaction, self._account.id, now)

    def _tell(
        self, name: str, fetched: int, total: int | None, *, pause: float, changed: frozenset[int] = frozenset()
    ) -> None:
        counts = self._counts[name]
        self._progress(
            SyncProgress(
                account=self._account.id,
                account_name=self._account.name,
                fetched=fetched,
                total=total,
                changed=counts.new + counts.changed,
                unreadable=counts.unreadable,
                rest_seconds=self._rest(counts, fetched, total),
                pause_seconds=pause,
                changed_ids=changed,
                stream=name,
            )
        )

    def _rest(self, counts: _Counts, fetched: int, total: int | None) -> float | None:
        spent = self._desk.clock.monotonic() - self._began
        if total is None or not counts.here or spent <= 0:
            return None
        return max(0, total - fetched) * spent / counts.here
