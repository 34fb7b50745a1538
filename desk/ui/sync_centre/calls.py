"""Owns the list of services that the sync centre calls. All block: call them through `desk.ui.background` only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from desk.domain.changes import Changes
from desk.domain.clock import Clock
from desk.domain.values import AccountId, PushId

if TYPE_CHECKING:
    from desk.services.context import Desk
    from desk.services.outbox_sides import BothSides
    from desk.services.schedule import Schedule
    from desk.services.sync_centre import AccountSync, RepairView


class SyncCalls(Protocol):
    """What the sync centre asks of the services."""

    @property
    def clock(self) -> Clock: ...

    def overview(self) -> tuple[AccountSync, ...]: ...

    def pause(self, account: AccountId, *, paused: bool) -> Changes: ...

    def repairs(self, account: AccountId) -> tuple[RepairView, ...]: ...

    def read_again(self, account: AccountId, remote_id: str) -> Changes: ...

    def both_sides(self, push: PushId) -> BothSides: ...


class ServiceSyncCalls:
    """The real services, imported where they are used."""

    def __init__(self, desk: Desk, schedule: Schedule) -> None:
        self._desk, self._schedule = desk, schedule

    @property
    def clock(self) -> Clock:
        return self._desk.clock

    def overview(self) -> tuple[AccountSync, ...]:
        from desk.services import sync_centre

        return sync_centre.overview(self._desk, self._schedule)

    def pause(self, account: AccountId, *, paused: bool) -> Changes:
        from desk.services import accounts

        return accounts.pause(self._desk, account, paused=paused)

    def repairs(self, account: AccountId) -> tuple[RepairView, ...]:
        from desk.services import sync_centre

        return sync_centre.repairs(self._desk, account)

    def read_again(self, account: AccountId, remote_id: str) -> Changes:
        from desk.services import sync_centre

        return sync_centre.read_again(self._desk, account, remote_id)

    def both_sides(self, push: PushId) -> BothSides:
        from desk.services import outbox_sides

        return outbox_sides.both_sides(self._desk, push)
