"""Owns the mark that a window's run leaves, and the report of a run that ended without a good-bye.

The mark is `logs/running`, locked while the run lives: so it also tells that a window is open on this store. It holds
when the run began, and is emptied at a proper end. What kills the process itself is written to `logs/fault.txt`.
Nothing is ever sent anywhere.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import desk
from desk.domain.clock import Clock, clock_from_environment
from desk.domain.errors import NotAllowed
from desk.system import logs
from desk.system.locks import FileLock, open_private

MARK, FAULT = "running", "fault.txt"
LAST_MARK, LAST_FAULT = "crashed", "crashed-fault.txt"
LINES = 200

log = logging.getLogger("ui")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """A run that ended without a good-bye: when it began, and of which version it was. Texts, as they were written."""

    began: str
    version: str


class Run:
    """One run of the window on the store in `data`: `begin` it before the store is opened, `good_bye` at its end."""

    def __init__(self, data: Path, clock: Clock | None = None) -> None:
        self._folder = logs.folder_in(data)
        self._clock = clock or clock_from_environment()
        self._lock = FileLock(self._folder / MARK)
        self._fault: FileIO | None = None

    @property
    def folder(self) -> Path:
        """The folder of logs."""
        return self._folder

    def begin(self) -> bool:
        """Leave the mark. False when another run on this store lives; where nothing can be written there is none."""
        try:
            logs.make_folder(self._folder.parent)
            if not self._lock.take():
                return False
            self._keep_what_crashed()
            _write(self._folder / MARK, self._words())
        except OSError:
            return True
        return True

    def _words(self) -> bytes:
        began = self._clock.now().isoformat(timespec="seconds")
        return json.dumps({"began": began, "version": desk.__version__}).encode()

    def _keep_what_crashed(self) -> None:
        left = (self._folder / MARK).read_bytes()
        if not left.strip():
            return
        _write(self._folder / LAST_MARK, left)
        (self._folder / LAST_FAULT).unlink(missing_ok=True)
        fault = self._folder / FAULT
        if fault.exists():
            fault.replace(self._folder / LAST_FAULT)

    def catch_faults(self) -> None:
        """What kills the process from below Python is written down, with the places where each thread was."""
        try:
            opened = open_private(self._folder / FAULT, os.O_WRONLY | os.O_TRUNC)
        except OSError:
            return
        self._fault = FileIO(opened, "w")
        faulthandler.enable(self._fault, all_threads=True)

    @property
    def marked(self) -> bool:
        """Whether this is the one run on its store, for certain."""
        return self._lock.held

    @property
    def crashed(self) -> Crash | None:
        """The run that crashed and whose report nobody has looked at or dismissed yet."""
        return found(self._folder)

    def good_bye(self) -> None:
        """The run ends as it should. Nothing happens to the marks of another run that lives."""
        if self._fault is not None:
            faulthandler.disable()
            self._fault.close()
            self._fault = None
        if not self._lock.held:
            return
        try:
            (self._folder / FAULT).unlink(missing_ok=True)
            _write(self._folder / MARK, b"")
        except OSError as error:
            log.warning("the mark of this run stays: %s", logs.describe(error))
        self._lock.drop()


def _write(file: Path, words: bytes) -> None:
    descriptor = open_private(file, os.O_WRONLY | os.O_TRUNC)
    try:
        os.write(descriptor, words)
    finally:
        os.close(descriptor)


def found(folder: Path) -> Crash | None:
    """The crash whose report waits in a folder of logs."""
    try:
        told = json.loads((folder / LAST_MARK).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        told = None  # the machine went down while the mark was written: that, too, is no good-bye
    told = told if isinstance(told, dict) else {}
    return Crash(began=str(told.get("began", "")), version=str(told.get("version", "")))


def dismiss(folder: Path) -> None:
    """Offer this crash no more. The report can still be had until the next one."""
    (folder / LAST_MARK).unlink(missing_ok=True)


def report(folder: Path, parts: Mapping[str, str] | None = None, crash: Crash | None = None) -> str:
    """What may help to find the mistake, as text: versions, the fault, the last lines of the log.

    No buyer data and no secrets: all of it is cleaned as the log is, and the agent's own name in paths is taken out.
    """
    about = {"Desk": desk.__version__ + (" (frozen)" if getattr(sys, "frozen", False) else "")}
    import platform

    about |= {"Python": platform.python_version(), "System": platform.platform(), **(parts or {})}
    if crash is not None and crash.began:
        about["The run that crashed began"] = f"{crash.began} (Desk {crash.version})"
    try:
        fault = (folder / LAST_FAULT).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        fault = ""
    sections = [
        "Report of a crash of Desk. It was sent to nobody.",
        "\n".join(f"{name}: {value}" for name, value in about.items()),
        "What ended the process:\n"
        + (fault or "No trace of it. It was killed, the machine went down, or see the log."),
        "The last lines of the log:\n" + ("\n".join(logs.last_lines(folder, LINES)) or "There are none."),
    ]
    from connectors.http.redaction import Redactor

    return _without_home(Redactor().clean("\n\n".join(sections))) + "\n"


def save(words: str, file: Path) -> None:
    """Write a report where its reader wants it. Raises NotAllowed with what to do."""
    try:
        file.write_text(words, encoding="utf-8")
    except OSError as error:
        raise NotAllowed(
            f"The report cannot be saved there: {error.strerror}. Choose another folder.",
            code="report_not_saved",
            reason=error.strerror or "",
        ) from error


def _without_home(text: str) -> str:
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text
