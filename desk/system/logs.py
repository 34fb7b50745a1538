"""Owns where log lines go: one folder beside the store, `logs`, of which `desk.log` is renewed when it is full.

Areas: sync outbox store search net ui auth. Several processes write to the same file. Buyer data and secrets never
reach a log; what writes a line sees to it, and the redaction here is the second net.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.system.locks import FileLock, open_private

if TYPE_CHECKING:
    from connectors.http.redaction import Redactor

AREAS = ("sync", "outbox", "store", "search", "net", "ui", "auth")
FILE_NAME = "desk.log"
BYTES, FILES = 2_000_000, 5
"""How large the newest file grows, and how many older ones are kept: 12 MB at most."""

# Their words tell of code and of the system, never of what a channel sent: all others' may hold a buyer's name.
_WORDS_ARE_OURS = (
    *(AssertionError, AttributeError, EOFError, ImportError, IndexError, MemoryError, NameError, NotImplementedError),
    *(RecursionError, StopIteration, TypeError, ZeroDivisionError),
)
_LEFT_OUT = "(its words are left out: they may hold a buyer's data)"


def folder_in(data: Path) -> Path:
    """The one folder of logs that belongs to a store's folder."""
    return data / "logs"


def make_folder(data: Path) -> Path:
    """The folder of logs, made where there is none; only this user can look into it. Raises OSError."""
    folder = folder_in(data)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def describe(error: BaseException) -> str:
    """An error in a line that may stand in a log: without words that could be a buyer's."""
    kind = type(error).__qualname__
    if isinstance(error, DeskError):
        return f"{kind} [{error.code}] {error.detail}".rstrip()
    if isinstance(error, OSError):
        return f"{kind}: {error.errno} {error.strerror}"  # not the file's name, which an agent may have chosen
    return f"{kind}: {error}" if type(error) in _WORDS_ARE_OURS else f"{kind} {_LEFT_OUT}"


def describe_trace(error: BaseException, trace: TracebackType | None) -> str:
    """A traceback with the places in our code, and of what went wrong no more than `describe` tells."""
    lines: list[str] = []
    for one, its_trace in _chain(error, trace):
        if lines:
            lines.append("which led to:")
        lines += [line.rstrip() for line in traceback.format_tb(its_trace)]
        lines.append(describe(one))
    return "\n".join(lines)


def _chain(error: BaseException, trace: TracebackType | None) -> Iterator[tuple[BaseException, TracebackType | None]]:
    """The error behind what led to it, the first cause first."""
    seen: list[tuple[BaseException, TracebackType | None]] = []
    at: BaseException | None = error
    while at is not None and all(at is not one for one, _ in seen):
        seen.append((at, trace if at is error else at.__traceback__))
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    yield from reversed(seen)


class _Redacted(logging.Formatter):
    """Formats a line and takes out what looks like a secret or personal."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._redactor: Redactor | None = None

    def format(self, record: logging.LogRecord) -> str:
        # What another handler wrote of the error is kept with the record, and it may hold more than a log may.
        kept, record.exc_text = record.exc_text, None
        try:
            if self._redactor is None:
                from connectors.http.redaction import Redactor  # the start waits for no line

                self._redactor = Redactor()
            return self._redactor.clean(super().format(record))
        finally:
            record.exc_text = kept

    def formatException(  # noqa: N802 (logging's name)
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return describe_trace(ei[1], ei[2]) if ei[1] is not None else ""


class SharedFile(logging.Handler):
    """Appends each line by itself to a file that other processes write to as well, and renews it when it is full.

    No file is kept open between two lines: so none is written to that another process has put aside meanwhile, and
    Windows lets it be put aside at all.
    """

    def __init__(self, folder: Path, *, size: int = BYTES, files: int = FILES) -> None:
        super().__init__()
        self.folder = folder
        self._size, self._files = size, files
        self._turning = FileLock(folder / "turning.lock")

    @property
    def file(self) -> Path:
        return self.folder / FILE_NAME

    def emit(self, record: logging.LogRecord) -> None:
        line = (self.format(record) + "\n").encode("utf-8", "replace")
        try:
            descriptor = open_private(self.file, os.O_WRONLY | os.O_APPEND)
            try:
                os.write(descriptor, line)
                full = os.fstat(descriptor).st_size >= self._size
            finally:
                os.close(descriptor)
            if full:
                self._turn()
        except OSError:
            return  # a full disk or a folder that is gone: work goes on without a log

    def _turn(self) -> None:
        """desk.log becomes desk.log.1, that one desk.log.2, and the last one goes."""
        if not self._turning.take():
            return  # another process is at it
        try:
            if self.file.stat().st_size < self._size:
                return  # another process was faster
            for number in range(self._files, 0, -1):
                older = self.folder / f"{FILE_NAME}.{number}"
                newer = self.folder / (f"{FILE_NAME}.{number - 1}" if number > 1 else FILE_NAME)
                if newer.exists():
                    newer.replace(older)
        finally:
            self._turning.drop()


def start(data: Path) -> None:
    """Write the areas' lines to the folder of logs in `data`; DESK_LOG=DEBUG writes more.

    Where nothing can be written, such as on a read-only disk, there are none: reading must work there, too.
    """
    try:
        folder = make_folder(data)
    except OSError:
        return
    file = SharedFile(folder)
    file.setFormatter(_Redacted())
    told = os.environ.get("DESK_LOG", "INFO").upper()
    level = told if told in logging.getLevelNamesMapping() else logging.INFO
    for area in AREAS:
        logger = logging.getLogger(area)
        logger.setLevel(level)
        for before in [one for one in logger.handlers if isinstance(one, SharedFile)]:
            logger.removeHandler(before)  # another store was open before in this process
            before.close()
        logger.addHandler(file)
        logger.propagate = False


def started() -> Path | None:
    """The folder this process writes its log to; None before `start`."""
    for one in logging.getLogger(AREAS[0]).handlers:
        if isinstance(one, SharedFile):
            return one.folder
    return None


def last_lines(folder: Path, count: int) -> list[str]:
    """The newest lines of a folder of logs, oldest of them first; none where there is no log."""
    lines: list[str] = []
    for name in (FILE_NAME, *(f"{FILE_NAME}.{number}" for number in range(1, FILES + 1))):
        try:
            text = (folder / name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # put aside just now, or not there yet
        lines = text.splitlines() + lines
        if len(lines) >= count:
            break
    return lines[-count:] if count > 0 else []
