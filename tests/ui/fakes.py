"""Owns services in memory for tests of the window's shell: they keep state and behave as the real ones promise."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from connectors.contract.errors import Unreadable
from connectors.contract.protocols import Quota
from desk.domain.changes import Changes, Kind
from desk.domain.clock import Clock, Instant, ManualClock
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.pushes import PushState, may_follow
from desk.domain.values import AccountId, OrderId, PushId
from desk.domain.views import AccountState, AccountView, PushView, SyncProgress
from desk.services import bulk_shipping, privacy, return_lists
from desk.services.bulk_planning import Entry
from desk.services.care_backup import BackupStopped, Found
from desk.services.care_daily import CareState
from desk.services.care_doctor import Report
from desk.services.care_rebuild import RebuildStopped
from desk.services.outbox_sides import BothSides
from desk.services.pusher import DrainReport
from desk.services.return_statistics import Statistics, Wanted
from desk.services.schedule import Due, Task
from desk.services.sync import SyncReport
from desk.services.sync_centre import AccountSync, RepairView
from desk.services.to_ship import Filter, Place, Summary, ToShipRow
from desk.ui.care.privacy_calls import Retention
from tests.ui.accounts.fakes import FakeAccountCalls
from tests.ui.orders.fakes import NOW, SHOP, push_view


def account_view(number: int = 1, name: str = "Werkbank-Shop", **changes: Any) -> AccountView:
    base = AccountView(
        id=AccountId(number),
        name=name,
        tile=SHOP,
        state=AccountState.READY,
        writing=True,
        base_url="http://127.0.0.1:1",
        orders=1240,
        last_good_sync=NOW,
        next_run=None,
    )
    return replace(base, **changes)


class NothingToShip:
    """No order waits; whoever tests the area brings real services."""

    def summary(self) -> Summary:
        return Summary(total=0, overdue=0, counts={})

    def page(self, wanted: Filter, *, after: Place | None, limit: int) -> tuple[ToShipRow, ...]:
        assert wanted == Filter()
        assert limit > 0
        assert after is None
        return ()

    def ids(self, wanted: Filter) -> tuple[OrderId, ...]:
        assert wanted == Filter()
        return ()

    def chosen(self, orders: Sequence[OrderId]) -> tuple[Entry, ...]:
        return bulk_shipping.chosen(orders)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"these tests report no batch: {name}")


class NoReturns:
    """Nothing comes back; whoever tests the area brings real services."""

    def summary(self, wanted: return_lists.Filter) -> return_lists.Summary:
        assert wanted == return_lists.Filter()
        return return_lists.Summary(
            groups={}, states={}, accounts={}, reasons={}, total=0, overdue=0, unmapped=0, tasks=0
        )

    def page(self, wanted: return_lists.Filter, **asked: Any) -> return_lists.Page:
        assert wanted == return_lists.Filter()
        assert asked["limit"] > 0
        return return_lists.Page(rows=(), more=None, total=0)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"these tests touch no return: {name}")


class FakePrivacyCalls:
    """Accounts that keep their buyers so long; `due` is how many orders each would forget now."""

    def __init__(self) -> None:
        self.kept = {AccountId(1): Retention(account=AccountId(1), name="Amazon", told="", asked=30)}
        self.due = {AccountId(1): 12}
        self.trouble: DeskError | None = None

    def retentions(self) -> tuple[Retention, ...]:
        return tuple(self.kept.values())

    def keep_retention(self, account: AccountId, told: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.kept[account] = replace(self.kept[account], told=told)

    def plan(self) -> privacy.Report:
        return privacy.Report(accounts=tuple(self._plan(one) for one in self.kept.values() if one.told != "off"))

    def _plan(self, one: Retention) -> privacy.AccountPlan:
        return privacy.AccountPlan(
            account=one.account,
            name=one.name,
            days=int(one.told or one.asked or 0),
            orders=self.due.get(one.account, 0),
            waiting=2,
            conversations=3,
            cases=1,
            notes=0,
            samples=0,
            oldest=NOW,
        )

    def forget(self, progress: Callable[[int, int], None], stop: threading.Event) -> privacy.Report:
        progress(1, 2)
        report = self.plan()
        self.due.clear()
        return report


class FakeCareCalls:
    """The care of a store in memory: whether there is a recovery key, what was backed up, what fails."""

    def __init__(self) -> None:
        self.now = CareState(newest=None, backups=0, has_recovery=True)
        self.looked = 0
        self.backed_up: list[tuple[Path, str]] = []
        self.trouble: DeskError | None = None
        self.rebuilding = threading.Event()
        self.report = Report(findings=())
        self.examined: list[bool] = []
        self.examining = threading.Event()
        self.examining.set()
        self.saved: list[tuple[Report, Path]] = []
        self.privacy_calls = FakePrivacyCalls()

    def state(self) -> CareState:
        return self.now

    def look_after(self, progress: Callable[[int, int], None], stop: threading.Event) -> CareState:
        self.looked += 1
        return self.now

    def backup(self, file: Path, passphrase: str, progress: Callable[[int, int], None], stop: threading.Event) -> Found:
        progress(1, 2)
        if self.trouble is not None:
            raise self.trouble
        self.backed_up.append((file, passphrase))
        return Found(file=file, made_at=NOW, size=1000, orders=5)

    def make_recovery_key(self) -> str:
        if self.trouble is not None:
            raise self.trouble
        self.now = replace(self.now, has_recovery=True)
        return "-".join(["AB12"] * 14)

    def rebuild_index(self, progress: Callable[[int, int], None], stop: threading.Event) -> int:
        progress(1, 4)
        while not self.rebuilding.wait(0.01):
            if stop.is_set():
                raise RebuildStopped("Search goes on with the index it had.")
        return 7

    def examine(self, online: bool, progress: Callable[[int, int], None], stop: threading.Event) -> Report:
        self.examined.append(online)
        progress(1, 2)
        while not self.examining.wait(0.01):
            if stop.is_set():
                raise BackupStopped("The look was stopped.")
        if self.trouble is not None:
            raise self.trouble
        return self.report

    def save_diagnostics(self, report: Report, file: Path) -> Path:
        self.saved.append((report, file))
        return file

    def default_file(self) -> Path:
        return Path("backups") / "desk-by-hand.deskbackup"

    @property
    def privacy(self) -> FakePrivacyCalls:
        return self.privacy_calls


class FakeSyncCalls:
    """The sync centre over the shell's own accounts and pushes; `broken` is the repair list."""

    def __init__(self, shell: FakeShellCalls) -> None:
        self._shell = shell
        self.clock = shell.clock
        self.next_seconds: float | None = 42.0
        self.fetched = 0
        self.total: int | None = None
        self.quotas: dict[AccountId, tuple[Quota, ...]] = {}
        self.broken: dict[str, RepairView] = {}
        self.readable: set[str] = set()
        self.looks = 0

    def overview(self) -> tuple[AccountSync, ...]:
        self.looks += 1
        return tuple(
            AccountSync(
                account=view,
                running=False,
                next_seconds=self.next_seconds if view.state is AccountState.READY else None,
                every=60.0,
                fetched=self.fetched,
                total=self.total,
                quotas=self.quotas.get(view.id, ()),
            )
            for view in self._shell.views.values()
        )

    def pause(self, account: AccountId, *, paused: bool) -> Changes:
        return self._shell.pause(account, paused=paused)

    def repairs(self, account: AccountId) -> tuple[RepairView, ...]:
        return tuple(one for one in self.broken.values() if one.account == account)

    def read_again(self, account: AccountId, remote_id: str) -> Changes:
        if remote_id not in self.readable:
            raise Unreadable("This order could not be read.", code="unreadable_order")
        del self.broken[remote_id]
        return Changes.of(Kind.REPAIR, [account])

    def both_sides(self, push: PushId) -> BothSides:
        return BothSides(
            push=self._shell.pushes[push],
            channel_status="cancelled",
            parcels=(("UPS", "1Z999AA10123456784"),),
            fetched_at=NOW,
            open_in_channel="",
        )


class NoFigures:
    """Figures of a shop that has shipped nothing."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def statistics(self, _wanted: Wanted) -> Statistics:
        return Statistics(shipped=0, returned=0, cohorts=(), reasons=(), articles=(), channels=(), countries=())

    def write(self, file: Path, rows: Sequence[Sequence[str]]) -> None:
        raise NotImplementedError


class FakeShellCalls:
    """Accounts, an outbox and a schedule in memory. `gate` closed: a fetch waits at its first page."""

    def __init__(self, *accounts: AccountView) -> None:
        self.clock = ManualClock(NOW)
        self.views = {one.id: one for one in (accounts or (account_view(),))}
        self.account_calls = FakeAccountCalls(self.views, self.clock)
        self.sync_calls = FakeSyncCalls(self)
        self.care_calls = FakeCareCalls()
        self.pushes: dict[PushId, PushView] = {}
        self.returns = NoReturns()
        self.analytics = NoFigures(self.clock)
        self.to_ship = NothingToShip()
        self.pages: list[SyncProgress] = []
        self.gate = threading.Event()
        self.gate.set()
        self.reading = threading.Event()
        self.reading.set()
        self.trouble: DeskError | None = None
        self.planned: list[Due] = []
        self.running: set[Due] = set()
        self.ended: list[tuple[Due, DeskError | None]] = []
        self.woken: list[AccountId | None] = []
        self.stopped_at: list[int] = []
        self._lock = threading.Lock()

    def accounts(self) -> tuple[AccountView, ...]:
        return tuple(self.views.values())

    def pause(self, account: AccountId, *, paused: bool) -> Changes:
        state = AccountState.PAUSED if paused else AccountState.READY
        self.views[account] = replace(self.views[account], state=state)
        return Changes.of(Kind.ACCOUNT, [account])

    def put(self, number: int, state: PushState, *, order: int = 1, text: str = "") -> PushView:
        """Lay a push into the outbox."""
        made = replace(push_view(number, order=order, state=state, text=text), kind="confirm_shipment")
        self.pushes[made.id] = made
        return made

    def outbox(self) -> tuple[PushView, ...]:
        self.reading.wait(60)
        return tuple(self.pushes.values())

    def recall(self, pushes: Sequence[PushId]) -> Changes:
        return self._move(pushes, PushState.RECALLED)

    def retry(self, pushes: Sequence[PushId]) -> Changes:
        return self._move(pushes, PushState.WAITING)

    agent = "sandra"
    approved_by = ""

    def approve(self, pushes: Sequence[PushId], by: str) -> Changes:
        self.approved_by = by
        return self._move(pushes, PushState.WAITING)

    def decline(self, pushes: Sequence[PushId], by: str) -> Changes:
        assert by == ""
        return self._move(pushes, PushState.RECALLED)

    def resolve(self, push: PushId, *, done: bool) -> Changes:
        return self._move([push], PushState.CONFIRMED if done else PushState.RECALLED)

    def _move(self, pushes: Sequence[PushId], state: PushState) -> Changes:
        """All or none, as the store's transaction does it."""
        orders: set[OrderId] = set()
        if not all(may_follow(self.pushes[one].state, state) for one in pushes):
            raise NotAllowed("It is sent already and cannot be taken back.", code="push_sent")
        for one in pushes:
            push = self.pushes[one]
            self.pushes[one] = replace(push, state=state)
            orders.add(push.order)
        return Changes.of(Kind.PUSH, pushes) + Changes.of(Kind.ORDER, orders)

    def due(self) -> tuple[Due, ...]:
        if self.trouble is not None and not self.views:
            raise self.trouble
        with self._lock:
            found = tuple(one for one in self.planned if one not in self.running)
            self.planned = [one for one in self.planned if one in self.running]
            self.running.update(found)
        return found

    def done(self, due: Due, error: DeskError | None = None, again_after: float | None = None) -> None:
        assert again_after is None or again_after >= 0
        with self._lock:
            self.running.discard(due)
            self.ended.append((due, error))

    def wake(self, account: AccountId | None = None) -> None:
        self.woken.append(account)
        for one in self.views:
            if account in (None, one):
                self.planned.append(Due(one, Task.SYNC))

    def fetch(
        self,
        account: AccountId,
        progress: Callable[[SyncProgress], None],
        stop: threading.Event,
        *,
        asked: bool = False,
    ) -> SyncReport:
        fetched = 0
        for page in self.pages:
            if stop.is_set():
                break
            fetched = page.fetched
            progress(page)
            while not self.gate.wait(0.01):
                if stop.is_set():
                    break
        self.stopped_at.append(fetched)
        if self.trouble is not None:
            raise self.trouble
        changes = Changes.of(Kind.ORDER, [1, 2]) if self.pages else Changes()
        return SyncReport(
            account=account,
            fetched=fetched,
            new=0,
            changed=fetched,
            unreadable=0,
            finished=not stop.is_set(),
            changes=changes,
        )

    def drain(self, account: AccountId, stop: threading.Event) -> DrainReport:
        assert not stop.is_set()
        sent = [one for one in self.pushes.values() if one.account == account and one.state is PushState.WAITING]
        for one in sent:
            self.pushes[one.id] = replace(one, state=PushState.CONFIRMED)
        return DrainReport(
            account=account,
            confirmed=len(sent),
            failed=0,
            unclear=0,
            conflict=0,
            postponed=0,
            changes=Changes.of(Kind.PUSH, [one.id for one in sent]),
        )


def progress(fetched: int, total: int | None = 3100, rest: float | None = None, account: int = 1) -> SyncProgress:
    return SyncProgress(
        account=AccountId(account),
        account_name="Werkbank-Shop",
        fetched=fetched,
        total=total,
        changed=fetched,
        unreadable=0,
        rest_seconds=rest,
        changed_ids=frozenset({fetched}),
    )


def later(seconds: float) -> Instant:
    clock = ManualClock(NOW)
    clock.advance(seconds)
    return clock.now()
