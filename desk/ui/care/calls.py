"""Owns the list of services that the care of the store calls. All block: call them in the background only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desk.ui.background import Work

if TYPE_CHECKING:
    from desk.services.care_backup import Found
    from desk.services.care_daily import CareState
    from desk.services.care_doctor import Report
    from desk.services.context import Desk
    from desk.ui.care.privacy_calls import PrivacyCalls

Progress = Callable[[int, int], None]


def told(work: Work) -> Progress:
    """A service's (done, of) as one number from 0 to 1."""
    return lambda done, of: work.report(done / max(of, 1))


class CareCalls(Protocol):
    """What the window asks of the store's care."""

    def state(self) -> CareState: ...

    def look_after(self, progress: Progress, stop: threading.Event) -> CareState:
        """Do what is due: the day's backup, the week's look at every page. Long."""
        ...

    def backup(self, file: Path, passphrase: str, progress: Progress, stop: threading.Event) -> Found: ...

    def make_recovery_key(self) -> str: ...

    def rebuild_index(self, progress: Progress, stop: threading.Event) -> int: ...

    def examine(self, online: bool, progress: Progress, stop: threading.Event) -> Report:
        """Look at everything the store needs; `online` also asks the accounts' servers for the time. Long."""
        ...

    def save_diagnostics(self, report: Report, file: Path) -> Path:
        """Write what helps to find a mistake, in place of what is there: somebody chose that file."""
        ...

    @property
    def privacy(self) -> PrivacyCalls: ...

    def default_file(self) -> Path:
        """Where a backup by hand goes that is given no other place."""
        ...


class ServiceCareCalls:
    """The real services, imported where they are used."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def privacy(self) -> PrivacyCalls:
        from desk.ui.care.privacy_calls import ServicePrivacyCalls

        return ServicePrivacyCalls(self._desk)

    def state(self) -> CareState:
        from desk.services import care_daily

        return care_daily.state(self._desk)

    def look_after(self, progress: Progress, stop: threading.Event) -> CareState:
        from desk.services import care_daily

        return care_daily.look_after(self._desk, progress, stop)

    def backup(self, file: Path, passphrase: str, progress: Progress, stop: threading.Event) -> Found:
        from desk.services import care_backup

        return care_backup.make(self._desk, file, passphrase, progress, stop)

    def make_recovery_key(self) -> str:
        from desk.services import care_recovery

        return care_recovery.make(self._desk)

    def rebuild_index(self, progress: Progress, stop: threading.Event) -> int:
        from desk.services import care_rebuild

        return care_rebuild.rebuild_index(self._desk, progress, stop)

    def default_file(self) -> Path:
        from desk.services import care_backup

        return care_backup.default_file(self._desk)

    def examine(self, online: bool, progress: Progress, stop: threading.Event) -> Report:
        from desk.services import care_doctor

        return care_doctor.examine_running(self._desk, online=online, progress=progress, stop=stop)

    def save_diagnostics(self, report: Report, file: Path) -> Path:
        from desk.services import care_diagnostics
        from desk.services.care import Place

        store = self._desk.store.place
        place = Place(folder=store.folder, secrets=self._desk.secrets, clock=self._desk.clock)
        file.unlink(missing_ok=True)
        return care_diagnostics.write(place, report, self._desk, file)
