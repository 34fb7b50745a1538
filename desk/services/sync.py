"""Pull one account, page by page, each page and its cursor in one transaction; a run goes on where it stopped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from connectors.contract.errors import ConnectorError, Unavailable, Unreadable
from connectors.contract.protocols import Connector, Fetched
from connectors.contract.snapshots import Cursor, Page
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import NotAllowed
from desk.domain.values import AccountId
from desk.domain.views import AccountState, SyncProgress
from desk.services import accounts
from desk.services.context import Desk
from desk.services.ingest import Ingested, ingest
from desk.services.leases import LEASE, Task, busy, held, renew
from desk.store import accounts as account_store
from desk.store.accounts import Account, RunState
from desk.store.search_documents import tidy
from desk.store.types import Transaction

ORDERS = "orders"
AGAIN = "orders again"
"""Where a run that begins again from some day keeps its place: it sees only orders placed since, so the account's own
cursor must not follow it past changes of older ones."""
MANY = 500
"""So many new orders in one run leave the search index worth tidying."""

_log = logging.getLogger("sync")


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a run did. `finished` is false when it was cancelled; the next one goes on from there."""

    account: AccountId
    fetched: int
    new: int
    changed: int
    unreadable: int
    finished: bool
    changes: Changes


def fetch(
    desk: Desk,
    account_id: AccountId,
    progress: Callable[[SyncProgress], None],
    stop: threading.Event,
    *,
    since: Instant | None = None,
) -> SyncReport:
    """Fetch what changed. `since` begins again from that day instead of going on.

    Raises NotAllowed (paused, or another process is at it) and ConnectorError; what was fetched until then is kept.
    """
    account = accounts.load(desk, account_id)
    if account.state is AccountState.PAUSED:
        raise NotAllowed(f"{account.name} is paused. Let it go on first.", code="account_paused")
    with held(desk, account_id, account.name, Task.SYNC) as holder:
        try:
            with accounts.connected(desk, account, since=since, stop=stop) as connector:
                return _Run(desk, account, connector, holder, progress).until_done(stop, fresh=since is not None)
        except ConnectorError as error:
            accounts.note_trouble(desk, account_id, error)
            _log.info("sync of account %s stopped: %s", account_id, error.code)
            raise


class _Run:
    """One run over an account's orders."""

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
        self._stream = ORDERS
        self._began = desk.clock.monotonic()
        self._here = 0
        self._counts = {"new": 0, "changed": 0, "unreadable": 0}
        self._changes = Changes()

    def until_done(self, stop: threading.Event, *, fresh: bool) -> SyncReport:
        with self._desk.store.read() as transaction:
            run = account_store.load_run(transaction, self._account.id, ORDERS)
        if fresh:
            # Where nothing was fetched yet, there is nothing to miss.
            self._stream = AGAIN if run.cursor else ORDERS
            run = RunState(cursor=Cursor(), run_started=None, fetched=0, total=None)
        finished = False
        while not finished and not stop.is_set():
            try:
                page = self._connector.fetch_orders(run.cursor)
            except Unavailable:
                if stop.is_set():
                    break  # it was told to stop waiting
                raise
            if not page.done and page.cursor == run.cursor:
                raise Unreadable(
                    f"{self._account.name} sends the same page again and again. Desk will try later.",
                    "cursor did not move",
                    account=self._account.id,
                    code="page_repeated",
                )
            run = self._keep(page, run)
            finished = page.done
            if not finished and page.pause > 0:
                self._rest_for(page.pause, run, stop)
        if finished and self._counts["new"] >= MANY:
            self._desk.on_database(self._tidy)
        return SyncReport(
            account=self._account.id,
            fetched=self._here,
            finished=finished,
            changes=self._changes,
            **self._counts,
        )

    def _tidy(self) -> None:
        with self._desk.store.write() as transaction:
            tidy(transaction)

    def _rest_for(self, seconds: float, run: RunState, stop: threading.Event) -> None:
        """Wait as long as the channel's quota asks, keeping the lease and telling how long it still is."""
        until = self._desk.clock.monotonic() + seconds
        while (left := until - self._desk.clock.monotonic()) > 0:
            if self._desk.clock.wait(stop, min(left, LEASE.total_seconds() / 4)):
                return
            self._desk.on_database(self._stay)
            self._tell(run.fetched, run.total, pause=max(0.0, until - self._desk.clock.monotonic()))

    def _stay(self) -> None:
        with self._desk.store.write() as transaction:
            self._renew(transaction)

    def _renew(self, transaction: Transaction) -> None:
        """Raises NotAllowed where we slept longer than the lease: another Desk's cursor is further than ours."""
        if not renew(self._desk, transaction, self._account.id, Task.SYNC, self._holder):
            raise busy(self._account.name)

    def _keep(self, page: Page[Fetched], run: RunState) -> RunState:
        now = self._desk.clock.now()
        fetched = run.fetched + len(page.items) + len(page.unreadable)
        total = page.total if page.total is not None else run.total
        after = RunState(
            cursor=page.cursor,
            run_started=None if page.done else (run.run_started or now),
            fetched=0 if page.done else fetched,
            total=None if page.done else total,
        )

        def store() -> Ingested:
            with self._desk.store.write() as transaction:
                self._renew(transaction)
                done = ingest(transaction, self._account.id, page.items, page.unreadable, now)
                account_store.save_run(transaction, self._account.id, self._stream, after, now)
                if page.done:
                    account_store.note_good_sync(transaction, self._account.id, now)
            return done

        done = self._desk.on_database(store)
        self._here += len(page.items) + len(page.unreadable)
        self._counts["new"] += done.new
        self._counts["changed"] += done.changed
        self._counts["unreadable"] += done.unreadable
        self._changes += done.changes
        pause = 0.0 if page.done else page.pause
        self._tell(fetched, total, pause=pause, changed=done.changes.touches(Kind.ORDER))
        return after

    def _tell(self, fetched: int, total: int | None, *, pause: float, changed: frozenset[int] = frozenset()) -> None:
        self._progress(
            SyncProgress(
                account=self._account.id,
                account_name=self._account.name,
                fetched=fetched,
                total=total,
                changed=self._counts["new"] + self._counts["changed"],
                unreadable=self._counts["unreadable"],
                rest_seconds=self._rest(fetched, total),
                pause_seconds=pause,
                changed_ids=changed,
            )
        )

    def _rest(self, fetched: int, total: int | None) -> float | None:
        spent = self._desk.clock.monotonic() - self._began
        if total is None or not self._here or spent <= 0:
            return None
        return max(0, total - fetched) * spent / self._here
