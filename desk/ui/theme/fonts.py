"""Owns the bundled text font: Inter in three weights, so that the window needs no font of the system."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFontDatabase

from desk.system.resources import folder
from desk.ui.theme.look import FAMILY

WEIGHTS = ("Regular", "Medium", "SemiBold")


class FontMissingError(RuntimeError):
    """A bundled font file is not there or cannot be read."""


@cache
def load() -> None:
    """Load the bundled fonts. Raises FontMissingError."""
    for weight in WEIGHTS:
        file = folder("fonts") / f"{FAMILY}-{weight}.ttf"
        number = QFontDatabase.addApplicationFont(str(file))
        if FAMILY not in QFontDatabase.applicationFontFamilies(number):
            raise FontMissingError(f"The font {file.name} is missing; install Desk again.")
