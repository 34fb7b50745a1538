"""Owns how Desk starts itself once more, as another process: from its sources, or frozen into one program."""

from __future__ import annotations

import sys


def own_program(*words: str) -> list[str]:
    """The command line that runs Desk with these words."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "desk", *words]
