"""`desk doctor --rebuild-index`: the search index made anew from the orders, while everybody goes on working."""

from __future__ import annotations

import shutil
import threading

from desk.domain.errors import NotAllowed, StoreUnavailable
from desk.services.care_backup import store_bytes
from desk.services.context import Desk
from desk.store import backup, rebuild
from desk.store.backup import Progress, no_progress
from desk.store.rebuild import RebuildStopped
from desk.system.locks import FileLock

__all__ = ["RebuildStopped", "rebuild_index"]

_SPARE = 32 * 1024 * 1024


def rebuild_index(desk: Desk, progress: Progress = no_progress, stop: threading.Event | None = None) -> int:
    """Make it anew; gives how many orders can be found. Search answers from the old one until the new one is there.

    Long work. Raises NotAllowed (another process is at it), StoreError and RebuildStopped.
    """
    folder = desk.store.place.folder
    lock = FileLock(folder / "rebuilding.lock")
    try:
        if not lock.take():
            raise NotAllowed(
                "The index is being made anew already. Wait until that has ended.", code="rebuild_under_way"
            )
        if shutil.disk_usage(folder).free < store_bytes(folder) + _SPARE:
            raise _no_room()
        return rebuild.rebuild_index(desk.store, progress, stop or threading.Event())
    except StoreUnavailable as error:
        if error.code in ("store_disk_full", "store_io"):
            raise _no_room() from error
        raise
    except OSError as error:
        if backup.is_no_room(error):
            raise _no_room() from error
        raise StoreUnavailable(
            f"The store's folder cannot be written: {error.strerror}. Check its rights.",
            code="rebuild_not_written",
            reason=error.strerror or "",
        ) from error
    finally:
        lock.drop()


def _no_room() -> StoreUnavailable:
    return StoreUnavailable(
        "There is not enough space on the disk to make the index anew. Search goes on with the one it had; free some "
        "space, then try again.",
        code="rebuild_no_room",
    )
