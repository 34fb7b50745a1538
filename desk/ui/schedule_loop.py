"""Owns the beat of the open window: each second asks what is due, and runs it on the network lane.

All the deciding is done by desk.services.schedule. Here is only the timer, the runs under way and their progress.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from connectors.contract.errors import ConnectorError
from desk.domain.changes import Changes, Kind
from desk.domain.errors import DeskError, SecretsUnavailable, StoreDamaged, StoreError
from desk.domain.rows import SyncProgress
from desk.domain.values import AccountId
from desk.ui.background import Lane, Operation, hub, run_in_background, run_long
from desk.ui.calls import ShellCalls
from desk.ui.job_kinds import fetching, reporting

if TYPE_CHECKING:
    from desk.services.schedule import Due

BEAT_MS = 1000
SLEPT_SECONDS = 30.0
"""A gap between two beats that only sleep explains."""
_AFTER_TROUBLE_MS = 30_000
_SYNC = "sync"
Report = TypeVar("Report")


class ScheduleLoop(QObject):
    """Runs syncs and pushes while the window is open; one run for each account and task at a time."""

    progressed = Signal()
    ended = Signal(object)  # AccountId
    troubled = Signal(object, object)  # DeskError of a run that an agent asked for, or (None) of the store; AccountId
    answered = Signal()  # the store said what is due
    hindered = Signal(object)  # StoreError or SecretsUnavailable of a run, whoever asked for it
    stored = Signal()  # a run had its keys, and what it had to store is stored

    def __init__(self, calls: ShellCalls, parent: QObject) -> None:
        super().__init__(parent)
        self._calls = calls
        self._asking = False
        self._runs: dict[Due, Operation[Any]] = {}
        self._progress: dict[AccountId, SyncProgress] = {}
        self._names: dict[AccountId, str] = {}
        self._asked_for: set[AccountId] = set()
        self._fresh: frozenset[int] = frozenset()
        self._last_beat: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.beat)

    @property
    def progress(self) -> Mapping[AccountId, SyncProgress]:
        """How far each sync is that has reported."""
        return MappingProxyType(self._progress)

    def name_accounts(self, names: Mapping[AccountId, str]) -> None:
        """What the accounts are called, for the list of running work."""
        self._names = dict(names)

    @property
    def working(self) -> bool:
        return bool(self._runs)

    def is_fetching(self, account: AccountId | None = None) -> bool:
        """Whether a sync of this account, or of any, is under way."""
        return any(due.what == _SYNC and account in (None, due.account) for due in self._runs)

    def start(self) -> None:
        self._timer.start()
        QTimer.singleShot(0, self, self.beat)

    def stop(self) -> None:
        """No new runs; those under way are asked to end."""
        self._timer.stop()
        self.cancel()

    def beat(self) -> None:
        """Look once for what is due."""
        self._notice_sleep()
        self._tell_fresh()
        if self._asking:
            return
        self._asking = True
        asking = run_in_background(self._calls.due, parent=self).on(Lane.READING)
        asking.success(self._begin).failure(self._could_not_ask).finished(self._asked).start()

    def fetch_now(self, account: AccountId | None = None) -> None:
        """Run an account, or all (None), at once; what goes wrong is told, as somebody waits for it."""
        self._asked_for.add(account or AccountId(0))
        self._calls.wake(account)
        self.beat()

    def wake(self) -> None:
        """Everything is due: the network is back."""
        self._calls.wake()

    def cancel(self, account: AccountId | None = None) -> None:
        """Ask running work of an account, or all, to end after its present page; what is stored stays."""
        for due, run in tuple(self._runs.items()):
            if account in (None, due.account):
                run.ask_to_stop()

    def _notice_sleep(self) -> None:
        now = self._calls.clock.monotonic()
        if self._last_beat is not None and now - self._last_beat > SLEPT_SECONDS:
            self._calls.wake()
        self._last_beat = now

    def _asked(self) -> None:
        self._asking = False

    def _could_not_ask(self, error: DeskError) -> None:
        # The store did not answer. It is asked again, but a message each second would help nobody.
        self._timer.setInterval(_AFTER_TROUBLE_MS)
        if isinstance(error, StoreDamaged):
            self.hindered.emit(error)
        else:
            self.troubled.emit(error, None)

    def _begin(self, due: tuple[Due, ...]) -> None:
        self._timer.setInterval(BEAT_MS)
        self.answered.emit()
        for one in due:
            self._run(one)
        if due:
            self.progressed.emit()

    def _run(self, due: Due) -> None:
        begun: list[bool] = []
        run: Operation[Any]

        def name() -> str:
            return self._names.get(due.account, "")

        calls, account = self._calls, due.account
        if due.what == _SYNC:
            asked = bool(self._asked_for & {account, AccountId(0)})
            run = run_long(
                lambda work: self._report(
                    due, lambda: calls.fetch(account, work.report, work.stop, asked=asked), begun
                ),
                parent=self,
            )
            run.progress(self._on_progress).as_job(fetching(name))
        else:
            run = run_long(lambda work: self._report(due, lambda: calls.drain(account, work.stop), begun), parent=self)
            run.as_job(reporting(name))
        run.on(Lane.NETWORK).success(lambda _: self.stored.emit()).failure(lambda error: self._failed(due, error))
        run.finished(lambda: self._finished(due, begun=bool(begun)))
        self._runs[due] = run.start()

    def _report(self, due: Due, work: Callable[[], Report], begun: list[bool]) -> Report:
        """On the network lane: however a run ends, the schedule hears of it."""
        begun.append(True)
        try:
            report = work()
        except DeskError as error:
            self._calls.done(due, error)
            raise
        except BaseException:
            self._calls.done(due, DeskError("The run ended by a mistake."))
            raise
        self._calls.done(due, again_after=getattr(report, "again_after", None))  # a sync has a rhythm of its own
        return report

    def _on_progress(self, progress: SyncProgress) -> None:
        self._progress[progress.account] = progress
        self._fresh |= progress.changed_ids
        self.progressed.emit()

    def _tell_fresh(self) -> None:
        """Let open views know what a running sync has stored, at most once a second."""
        if self._fresh:
            fresh, self._fresh = self._fresh, frozenset()
            hub().changed.emit(Changes.of(Kind.ORDER, fresh), self)

    def _failed(self, due: Due, error: DeskError) -> None:
        """Routine trouble stands in the status bar; only who asked for a run is told of it. That of this computer, its
        store and its keyring, stands at no account.
        """
        if isinstance(error, StoreError | SecretsUnavailable):
            self.hindered.emit(error)
            return
        if isinstance(error, ConnectorError):
            self.stored.emit()  # it is noted at its account
        if due.account in self._asked_for or AccountId(0) in self._asked_for:
            self.troubled.emit(error, due.account)

    def _finished(self, due: Due, *, begun: bool) -> None:
        if not begun:  # cancelled before a thread took it up
            self._calls.done(due)
        self._runs.pop(due, None)
        if due.what == _SYNC:
            self._progress.pop(due.account, None)
            self._asked_for -= {due.account, AccountId(0)}
        self._tell_fresh()
        self.ended.emit(due.account)
