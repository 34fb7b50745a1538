"""Owns where Desk's data files lie: tables, fonts, translations, icons. Nobody else builds such a path."""

from __future__ import annotations

import sys
from pathlib import Path


def folder(name: str) -> Path:
    """The folder `resources/<name>` of this checkout or, in a frozen program, beside it."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parents[2]
    return root / "resources" / name
