"""Owns which folder holds the store and the logs."""

from __future__ import annotations

import os
from pathlib import Path

from desk.domain.errors import StoreUnavailable


def data_folder(told: str = "") -> Path:
    """The folder named by --data or DESK_DATA, else the user's own for Desk. Raises StoreUnavailable for a file."""
    named = told or os.environ.get("DESK_DATA", "")
    if named:
        folder = Path(named).expanduser().absolute()
    else:
        import platformdirs

        folder = Path(platformdirs.user_data_dir("Desk", appauthor=False))
    if folder.exists() and not folder.is_dir():
        raise StoreUnavailable(f"{folder} is a file, not a folder. Choose another with --data.", code="store_folder")
    return folder
