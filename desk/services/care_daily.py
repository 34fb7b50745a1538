"""What an open window does for its store by itself: who is due to be forgotten, the day's backup, and once a week the
whole file of a large store.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from desk.domain.errors import DeskError
from desk.services import care_backup, care_doctor, privacy
from desk.services.care import notes
from desk.services.care_backup import BackupStopped, Found
from desk.services.care_recovery import has_recovery
from desk.services.context import Desk
from desk.store.backup import Progress, no_progress

__all__ = ["BackupStopped", "CareState", "look_after", "state"]

log = logging.getLogger("store")


@dataclass(frozen=True, slots=True, kw_only=True)
class CareState:
    """How the store is cared for, for the settings and the status strip. Empty texts where nothing is wrong."""

    newest: Found | None
    backups: int
    failed_code: str = ""
    failed_text: str = ""
    damaged: bool = False
    has_recovery: bool = False
    demo: bool = False


def look_after(desk: Desk, progress: Progress = no_progress, stop: threading.Event | None = None) -> CareState:
    """Do what is due, and tell how things stand. What fails is in the state and never raised; stopped, it only ends.

    Long work: call it where nothing waits.
    """
    for part in (_sweep, _check, _forget, care_backup.daily):
        try:
            # A backup of a damaged store would push good ones out.
            if part in (_sweep, _check) or not notes(desk.store.place.folder).get("damaged"):
                part(desk, progress, stop)
        except DeskError as error:
            log.info("care cut short: %s", error.code)  # noted where it happened, or stopped
    return state(desk)


def _sweep(desk: Desk, _progress: Progress, _stop: threading.Event | None) -> None:
    from desk.services import exports  # only where something was left

    exports.sweep(desk)


def _check(desk: Desk, progress: Progress, stop: threading.Event | None) -> None:
    if care_doctor.is_check_due(desk):
        care_doctor.check(desk, progress, stop)


def _forget(desk: Desk, _progress: Progress, stop: threading.Event | None) -> None:
    """Before the backup, so that it holds nobody whom Desk has to forget."""
    if privacy.is_due(desk):
        privacy.run(desk, stop=stop)


def state(desk: Desk) -> CareState:
    """How the store is cared for now. Reads small files only."""
    if desk.demo:
        return CareState(newest=None, backups=0, demo=True)
    place = desk.store.place
    told, found = notes(place.folder), care_backup.found_in(place.folder)
    return CareState(
        newest=found[0] if found else None,
        backups=len(found),
        failed_code=str(told.get("backup_failed_code", "")),
        failed_text=str(told.get("backup_failed_text", "")),
        damaged=bool(told.get("damaged")),
        has_recovery=has_recovery(place),
    )
