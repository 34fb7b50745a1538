"""Owns locks between processes on one file. The system lets go of a lock when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_FAR = 1 << 30
"""Windows keeps others from reading what is locked, so a byte far behind the content is."""


def open_private(file: Path, flags: int) -> int:
    """A descriptor of a file that nobody but this user may read or write. Raises OSError."""
    return os.open(file, flags | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o600)


class FileLock:
    """One lock; `take` it, and it holds until `drop` or the end of the process."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: int | None = None

    @property
    def held(self) -> bool:
        return self._held is not None

    def take(self) -> bool:
        """False when another process, or another lock on the same file, has it. Raises OSError for a bad folder."""
        if self._held is not None:
            return True
        descriptor = open_private(self._file, os.O_RDWR)
        if not _lock(descriptor):
            os.close(descriptor)
            return False
        self._held = descriptor
        return True

    def drop(self) -> None:
        if self._held is not None:
            os.close(self._held)  # closing unlocks
            self._held = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
