"""Owns where the care of a store lies: the files beside it, and what Desk notes there of its own checks and backups.

A `Place` is what is known of a store before it is opened: much of its care is for one that cannot be.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.domain.clock import Clock
from desk.store.engine import FILE_NAME
from desk.system.secrets import Secrets

BACKUPS = "backups"
RECOVERY = "desk.recovery"
STAGE, MARK = "restoring", "ready"
_NOTES = "care.json"
FORGOT = "privacy_ran_at"
"""Under which it is noted when buyers were last forgotten who were due."""
NEVER_RAN: dict[str, object] = {FORGOT: None}
"""What is noted where that has to be done anew: beside a store that comes from a backup, for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A store's folder, the keyring and the clock. `given` is the key this process was given, if any."""

    folder: Path
    secrets: Secrets
    clock: Clock
    given: str = ""

    @property
    def file(self) -> Path:
        return self.folder / FILE_NAME


def is_restore_unfinished(folder: Path) -> bool:
    """Whether a restore was cut short when it only had to move files any more."""
    return (folder / STAGE / MARK).exists()


def about(key_check: str) -> str:
    """What a wrapped key belongs to: it opens nothing else. The same in backups and in the recovery file."""
    return f"desk store key {key_check}"


def notes(folder: Path) -> dict[str, Any]:
    """What was noted of checks and backups; empty where nothing was, or where it cannot be read."""
    try:
        told = json.loads((folder / _NOTES).read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def note(folder: Path, **values: object) -> None:
    """Note values, None to forget one. Where nothing can be written there are no notes: no work fails for them."""
    told = notes(folder) | values
    kept = {name: value for name, value in told.items() if value is not None}
    with suppress(OSError):
        write_whole(folder / _NOTES, json.dumps(kept).encode())


def write_whole(file: Path, content: bytes) -> None:
    """All of it or nothing, and nobody else reads it. Raises OSError."""
    made = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        descriptor = os.open(made, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)
