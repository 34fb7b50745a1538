"""Owns the name of a running process, and the question whether the one behind such a name is certainly gone."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PROC = Path("/proc")
_SEP = ":"


def own_name() -> str:
    """A name that no other process ever has: of this one's machine, number and start, and a word drawn by lot.

    Where the system does not tell these for sure, by lot alone; nobody can then say that it is gone.
    """
    lot = os.urandom(16).hex()
    place, start = place_of_processes(), _start(os.getpid())
    return _SEP.join((place, str(os.getpid()), start, lot)) if place and start else lot


def is_gone(name: str) -> bool:
    """Whether the process of this name has ended for certain. False is said of all that cannot be known from here."""
    parts = name.partition("/")[0].split(_SEP)
    if len(parts) != 4:
        return False
    place, number, start, _ = parts
    if not place or place != place_of_processes() or not number.isdigit() or int(number) < 1:
        return False
    pid = int(number)
    try:
        os.kill(pid, 0)  # asks only; never reached on Windows, where it would end the process
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False  # somebody else's: it lives
    now = _start(pid)
    # A number is given anew after its process has ended; then the start differs.
    return now not in ("", start) or _is_empty_shell(pid)


def place_of_processes() -> str:
    """What tells all numbers of processes apart: the computer since it was last started, and the container within it.

    Two computers never share it, nor do two containers that see the same folder. Empty where the system tells none.
    """
    if sys.platform != "linux":
        return ""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        rooms = [str((_PROC / "self/ns" / name).readlink()) for name in ("pid", "time")]
    except OSError:
        return ""
    return "-".join([boot, *("".join(c for c in room if c.isdigit()) for room in rooms)]) if boot else ""


def _start(pid: int) -> str:
    """When it began, in the kernel's ticks since the computer was started; empty where that is not told."""
    told = _stat(pid)
    return told[19] if len(told) > 19 else ""


def _is_empty_shell(pid: int) -> bool:
    """Ended, but its parent has not asked how. All its threads must be gone: one may still be at work for a moment."""
    told = _stat(pid)
    if not told or told[0] not in ("Z", "X"):
        return False
    try:
        return len(list((_PROC / str(pid) / "task").iterdir())) <= 1
    except OSError:
        return False


def _stat(pid: int) -> list[str]:
    """What stands behind the program's name, which itself may hold anything: its state first."""
    try:
        return (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
