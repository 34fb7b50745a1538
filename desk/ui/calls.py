"""Owns the list of services that the window's shell calls. All block: call them through `desk.ui.background` only.

A test hands the window its own `ShellCalls`; the program gets `ServiceCalls`, the one implementation in the product.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from desk.domain.changes import Changes
from desk.domain.clock import Clock
from desk.domain.errors import DeskError
from desk.domain.rows import AccountView, SyncProgress
from desk.domain.values import AccountId, PushId

if TYPE_CHECKING:
    from desk.domain.views import PushView
    from desk.services.context import Desk
    from desk.services.pusher import DrainReport
    from desk.services.schedule import Due, Schedule
    from desk.services.sync import SyncReport
    from desk.ui.accounts.calls import AccountCalls
    from desk.ui.analytics.calls import AnalyticsCalls
    from desk.ui.care.calls import CareCalls
    from desk.ui.returns.calls import ReturnsCalls
    from desk.ui.sync_centre.calls import SyncCalls
    from desk.ui.to_ship.calls import ToShipCalls


class ShellCalls(Protocol):
    """What the shell asks of the services."""

    @property
    def clock(self) -> Clock: ...

    @property
    def sync_calls(self) -> SyncCalls:
        """What the sync centre asks."""
        ...

    @property
    def account_calls(self) -> AccountCalls:
        """What the account screens ask."""
        ...

    @property
    def returns(self) -> ReturnsCalls:
        """What the area of returns asks."""
        ...

    @property
    def to_ship(self) -> ToShipCalls:
        """What the area "To ship" asks."""
        ...

    @property
    def care_calls(self) -> CareCalls:
        """What the care of the store asks."""
        ...

    @property
    def analytics(self) -> AnalyticsCalls:
        """What the figures ask."""
        ...

    def accounts(self) -> tuple[AccountView, ...]: ...

    def pause(self, account: AccountId, *, paused: bool) -> Changes: ...

    def outbox(self) -> tuple[PushView, ...]: ...

    def recall(self, pushes: Sequence[PushId]) -> Changes: ...

    def retry(self, pushes: Sequence[PushId]) -> Changes: ...

    def resolve(self, push: PushId, *, done: bool) -> Changes: ...

    @property
    def agent(self) -> str:
        """Who works here."""
        ...

    def approve(self, pushes: Sequence[PushId], by: str) -> Changes:
        """`by`: the second person, who may sit at the first one's computer."""
        ...

    def decline(self, pushes: Sequence[PushId], by: str) -> Changes: ...

    def due(self) -> tuple[Due, ...]: ...

    def done(self, due: Due, error: DeskError | None = None, again_after: float | None = None) -> None:
        """A due task has ended; quick, and safe on any thread."""
        ...

    def wake(self, account: AccountId | None = None) -> None:
        """Everything (of one account) is due; quick, and safe on any thread."""
        ...

    def fetch(
        self,
        account: AccountId,
        progress: Callable[[SyncProgress], None],
        stop: threading.Event,
        *,
        asked: bool = False,
    ) -> SyncReport: ...

    def drain(self, account: AccountId, stop: threading.Event) -> DrainReport: ...


class ServiceCalls:
    """The real services. They are imported where they are used: the first paint waits for none of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def clock(self) -> Clock:
        return self._desk.clock

    @cached_property
    def sync_calls(self) -> SyncCalls:
        from desk.ui.sync_centre.calls import ServiceSyncCalls

        return ServiceSyncCalls(self._desk, self._schedule)

    @cached_property
    def account_calls(self) -> AccountCalls:
        from desk.ui.accounts.calls import ServiceAccountCalls

        return ServiceAccountCalls(self._desk)

    @cached_property
    def returns(self) -> ReturnsCalls:
        from desk.ui.returns.calls import ServiceCalls as ReturnsServiceCalls

        return ReturnsServiceCalls(self._desk)

    @cached_property
    def to_ship(self) -> ToShipCalls:
        from desk.ui.to_ship.calls import ServiceCalls as ToShipServiceCalls

        return ToShipServiceCalls(self._desk)

    @cached_property
    def analytics(self) -> AnalyticsCalls:
        from desk.ui.analytics.calls import ServiceAnalyticsCalls

        return ServiceAnalyticsCalls(self._desk)

    @cached_property
    def care_calls(self) -> CareCalls:
        from desk.ui.care.calls import ServiceCareCalls

        return ServiceCareCalls(self._desk)

    @cached_property
    def _schedule(self) -> Schedule:
        from desk.services.schedule import Schedule

        return Schedule(self._desk)

    def accounts(self) -> tuple[AccountView, ...]:
        from desk.services import accounts

        return accounts.overview(self._desk)

    def pause(self, account: AccountId, *, paused: bool) -> Changes:
        from desk.services import accounts

        return accounts.pause(self._desk, account, paused=paused)

    def outbox(self) -> tuple[PushView, ...]:
        from desk.services import outbox

        return outbox.at_hand(self._desk)

    def recall(self, pushes: Sequence[PushId]) -> Changes:
        from desk.services import outbox

        return outbox.recall(self._desk, pushes)

    def retry(self, pushes: Sequence[PushId]) -> Changes:
        from desk.services import outbox

        return outbox.retry(self._desk, pushes)

    def resolve(self, push: PushId, *, done: bool) -> Changes:
        from desk.services import outbox

        return outbox.resolve(self._desk, push, done=done)

    @property
    def agent(self) -> str:
        return self._desk.agent

    def approve(self, pushes: Sequence[PushId], by: str) -> Changes:
        from desk.services import outbox

        return outbox.approve(self._desk, pushes, by=by)

    def decline(self, pushes: Sequence[PushId], by: str) -> Changes:
        from desk.services import outbox

        return outbox.decline(self._desk, pushes, by=by)

    def due(self) -> tuple[Due, ...]:
        return self._schedule.due()

    def done(self, due: Due, error: DeskError | None = None, again_after: float | None = None) -> None:
        self._schedule.done(due, error, again_after)

    def wake(self, account: AccountId | None = None) -> None:
        self._schedule.wake(account)

    def fetch(
        self,
        account: AccountId,
        progress: Callable[[SyncProgress], None],
        stop: threading.Event,
        *,
        asked: bool = False,
    ) -> SyncReport:
        from desk.services import sync

        return sync.fetch(self._desk, account, progress, stop, asked=asked)

    def drain(self, account: AccountId, stop: threading.Event) -> DrainReport:
        from desk.services import pusher

        return pusher.drain(self._desk, account, stop)
