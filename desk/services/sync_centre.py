"""How the sync of each account stands: what ran, runs and will run, what quota is left, and what could not be read.

Reads the store, the schedule and the connectors' own counts; asks no channel. Only `read_again` calls one.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from connectors.contract.errors import Unreadable
from connectors.contract.protocols import Quota, TellsQuotas
from connectors.contract.snapshots import UnreadableRecord
from connectors.http.redaction import Redactor
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Instant
from desk.domain.errors import DeskError, NotAllowed, NotFound
from desk.domain.pushes import PushState
from desk.domain.values import AccountId, RemoteRef
from desk.domain.views import AccountState, AccountView
from desk.services import accounts
from desk.services.context import Desk
from desk.services.ingest import ingest
from desk.services.leases import LONGEST, Task
from desk.services.schedule import Schedule
from desk.services.sync import ORDERS
from desk.store import accounts as account_store
from desk.store import outbox as outbox_store
from desk.store import repairs as repair_store
from desk.store.accounts import NO_RUN, Account
from desk.store.repairs import Repair
from desk.system.processes import is_gone

SAMPLE_CHARACTERS = 1500
_NAMELESS = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSync:
    """One account in the sync centre.

    `next_seconds` are those until the next run, None where none is planned in this process. `running` says that some
    Desk fetches now; a run that was broken off stands in `fetched` and `total` and goes on there. `quotas` are this
    process's own count, and empty until it has called the channel.
    """

    account: AccountView
    running: bool
    next_seconds: float | None
    every: float
    fetched: int
    total: int | None
    quotas: tuple[Quota, ...] = ()
    pushes: Mapping[PushState, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairView:
    """A record that could not be read. `sample` holds no secrets and none of a buyer's texts."""

    account: AccountId
    account_name: str
    remote_id: str
    reason: str
    sample: str
    first_seen: Instant
    last_seen: Instant
    times: int
    may_read_again: bool


def overview(desk: Desk, schedule: Schedule | None = None) -> tuple[AccountSync, ...]:
    """All accounts. The window gives its schedule; elsewhere only the pause that a channel asked for is known."""
    now = desk.clock.now()
    views = {one.id: one for one in accounts.overview(desk)}
    with desk.store.read() as transaction:
        known = account_store.load_accounts(transaction)
        runs = account_store.load_runs(transaction, ORDERS)
        leases = outbox_store.load_leases(transaction, Task.SYNC)
        counts = outbox_store.count_states(transaction)
    found = []
    for one in known:
        if one.id not in views:
            continue  # came in between the two looks
        lease, run, kind = leases.get(one.id), runs.get(one.id, NO_RUN), desk.kind_of(one.kind)
        running = lease is not None and now < lease.expires_at <= now + LONGEST and not is_gone(lease.owner)
        found.append(
            AccountSync(
                account=views[one.id],
                running=running,
                next_seconds=None if running else _next(one, schedule, now),
                every=kind.sync_every if kind is not None else 0.0,
                fetched=run.fetched,
                total=run.total,
                quotas=_quotas(desk, one),
                pushes={state: count for (account, state), count in counts.items() if account == one.id},
            )
        )
    return tuple(found)


def _next(account: Account, schedule: Schedule | None, now: Instant) -> float | None:
    if account.state is not AccountState.READY:
        return None
    away = max(0.0, (account.not_before - now).total_seconds()) if account.not_before else None
    return away if schedule is None else schedule.rest_seconds(account.id)


def _quotas(desk: Desk, account: Account) -> tuple[Quota, ...]:
    """Empty where this process has not called yet: its count would say that all is left, whoever else calls."""
    if not accounts.has_called(desk, account.id):
        return ()
    with suppress(DeskError), accounts.connected(desk, account) as connector:
        if isinstance(connector, TellsQuotas):
            return connector.quotas()
    return ()


# --- the repair list ------------------------------------------------------------------------------------------------


def repairs(desk: Desk, account: AccountId | None = None) -> tuple[RepairView, ...]:
    """Records that could not be read, of one account or all; the latest first."""
    with desk.store.read() as transaction:
        names = {one.id: one.name for one in account_store.load_accounts(transaction)}
        found = repair_store.load_repairs(transaction, account)
    redactor = Redactor()
    return tuple(_repair_view(one, names.get(one.account, ""), redactor) for one in found)


def _repair_view(repair: Repair, account: str, redactor: Redactor) -> RepairView:
    return RepairView(
        account=repair.account,
        account_name=account,
        remote_id=repair.remote_id,
        reason=redactor.clean(repair.reason),
        sample=redactor.sample(repair.sample, SAMPLE_CHARACTERS),
        first_seen=repair.first_seen,
        last_seen=repair.last_seen,
        times=repair.times,
        may_read_again=not repair.remote_id.startswith(_NAMELESS),
    )


def read_again(desk: Desk, account_id: AccountId, remote_id: str) -> Changes:
    """Ask the channel for one record of the repair list; what can be read now leaves it.

    Raises NotFound, NotAllowed (it came without an id), Unreadable (as before) and ConnectorError.
    """
    account = accounts.load(desk, account_id)
    with desk.store.read() as transaction:
        listed = any(one.remote_id == remote_id for one in repair_store.load_repairs(transaction, account_id))
    if not listed:
        raise NotFound("This record is not on the repair list any more.", code="repair_gone")
    if remote_id.startswith(_NAMELESS):
        raise NotAllowed(
            "This record came without a number, so that it cannot be asked for. The next fetch may bring it again.",
            code="repair_nameless",
        )
    now = desk.clock.now()
    try:
        with accounts.connected(desk, account, urgent=True) as connector:
            fetched = connector.fetch_order(RemoteRef(account_id, remote_id))
    except Unreadable as error:
        reason = error.text
        desk.on_database(lambda: _note_again(desk, account_id, remote_id, reason))
        raise

    def store() -> Changes:
        with desk.store.write() as transaction:
            done = ingest(transaction, account_id, [fetched], (), now, asked_at=now)
            if not done.unreadable:
                repair_store.note_readable(transaction, account_id, [remote_id])
            return done.changes

    return desk.on_database(store) + Changes.of(Kind.REPAIR, [account_id]) + Changes.of(Kind.ACCOUNT, [account_id])


def _note_again(desk: Desk, account: AccountId, remote_id: str, reason: str) -> None:
    """Say once more that it came, with the sample it had."""
    with desk.store.write() as transaction:
        for one in repair_store.load_repairs(transaction, account):
            if one.remote_id == remote_id:
                again = UnreadableRecord(remote_id=remote_id, reason=reason, sample=one.sample)
                repair_store.note_unreadable(transaction, account, [again], desk.clock.now())
