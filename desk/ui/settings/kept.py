"""Owns what the window remembers between starts: place, look, language, text size; an INI file beside the store."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QLocale, QSettings, QSize
from PySide6.QtGui import QGuiApplication, QScreen

from desk.ui.locale import LANGUAGES
from desk.ui.theme.look import Density, LookChoice

FILE = "window.ini"
DEMO_FOLDER = "demo"
"""Where the demo keeps the window's state, below the folder of the real one."""
_FIRST = QSize(1440, 900)
_FRAME = QSize(16, 40)
"""What systems put around a window: their title and edges."""


def first_size(screen: QScreen) -> QSize:
    """How large the window is at first: with its foot, where strips tell troubles, on the screen."""
    if QGuiApplication.platformName() == "offscreen":
        return _FIRST  # pictures and measurements, which no screen cuts
    return _FIRST.boundedTo(screen.availableSize() - _FRAME)


class Kept:
    """Window state only; nothing here is secret or of the business."""

    def __init__(self, folder: Path) -> None:
        self.settings = QSettings(str(folder / FILE), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        return str(self.settings.value(key, default))

    @property
    def language(self) -> str:
        """What was chosen, else the system's: German where it speaks German, English elsewhere."""
        german = QLocale.system().language() == QLocale.Language.German
        told = self.text("language", "de" if german else "en")
        return told if told in LANGUAGES else "en"

    @language.setter
    def language(self, value: str) -> None:
        self.settings.setValue("language", value)

    @property
    def look(self) -> LookChoice:
        told = self.text("look", LookChoice.SYSTEM)
        return LookChoice(told) if told in set(LookChoice) else LookChoice.SYSTEM

    @look.setter
    def look(self, value: LookChoice) -> None:
        self.settings.setValue("look", value.value)

    @property
    def text_scale(self) -> float:
        try:
            return float(self.text("text_scale", "1"))
        except ValueError:
            return 1.0

    @text_scale.setter
    def text_scale(self, value: float) -> None:
        self.settings.setValue("text_scale", str(value))

    @property
    def density(self) -> Density:
        told = self.text("density", Density.COMFORTABLE)
        return Density(told) if told in set(Density) else Density.COMFORTABLE

    @density.setter
    def density(self, value: Density) -> None:
        self.settings.setValue("density", value.value)

    @property
    def menu_bar(self) -> bool:
        return self.text("menu_bar", "true") == "true"

    @menu_bar.setter
    def menu_bar(self, value: bool) -> None:
        self.settings.setValue("menu_bar", "true" if value else "false")

    @property
    def welcomed(self) -> bool:
        """Whether the first steps were shown once."""
        return self.text("welcomed", "false") == "true"

    @welcomed.setter
    def welcomed(self, value: bool) -> None:
        self.settings.setValue("welcomed", "true" if value else "false")

    @property
    def geometry(self) -> QByteArray | None:
        found = self.settings.value("geometry")
        return found if isinstance(found, QByteArray) else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self.settings.setValue("geometry", value)
