"""Owns which look and text size is on, and tells when it changes. Widgets ask `current()` while painting."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication

from desk.ui.theme.tokens import DARK, LIGHT, LIST_ROW, LIST_ROW_COMPACT, TYPE, Tokens, with_high_contrast

FAMILY = "Inter"


class LookChoice(StrEnum):
    """What the user chose: as the system has it, or always one."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How close the rows of lists stand."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class Look(QObject):
    """The current tokens, text size and density. `changed` comes after one was switched, also by the system."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice = LookChoice.SYSTEM
        self._scale = 1.0
        self._density = Density.COMFORTABLE
        self._tokens = LIGHT
        self._follows_system = False
        self._strong = False

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    @property
    def choice(self) -> LookChoice:
        return self._choice

    @property
    def text_scale(self) -> float:
        return self._scale

    @property
    def density(self) -> Density:
        return self._density

    def space(self, density: Density) -> None:
        """Set how close the rows stand (UX 11)."""
        if density is not self._density:
            self._density = density
            self.changed.emit()

    def follow_system(self) -> None:
        """Begin to listen to the operating system. Needs a QGuiApplication; safe to call twice."""
        if not self._follows_system:
            self._follows_system = True
            hints = QGuiApplication.styleHints()
            hints.colorSchemeChanged.connect(self._settle)
            hints.accessibility().contrastPreferenceChanged.connect(self.strengthen)
            self.strengthen(hints.accessibility().contrastPreference())
        self._settle()

    def choose(self, choice: LookChoice) -> None:
        self._choice = choice
        self._settle()

    def strengthen(self, preference: Qt.ContrastPreference) -> None:
        """Follow the wish for more contrast, which comes from the system."""
        self._strong = preference is Qt.ContrastPreference.HighContrast
        self._settle()

    def scale_text(self, scale: float) -> None:
        """Set the text size, 0.9 to 1.5 (UX 11)."""
        scale = min(1.5, max(0.9, scale))
        if scale != self._scale:
            self._scale = scale
            font.cache_clear()
            self.changed.emit()

    def _settle(self) -> None:
        if self._choice is LookChoice.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        else:
            dark = self._choice is LookChoice.DARK
        tokens = DARK if dark else LIGHT
        if self._strong:
            tokens = with_high_contrast(tokens)
        if tokens != self._tokens:
            self._tokens = tokens
            self.changed.emit()


@cache
def look() -> Look:
    """The one look of the process."""
    return Look()


def current() -> Tokens:
    """The tokens to paint with, now."""
    return look().tokens


@cache
def _colour(value: str) -> QColor:
    return QColor(value)


def colour(name: str) -> QColor:
    """A token's colour by name, such as "text_2" or "warn"; do not change the object you get."""
    return _colour(current().colour(name))


def qcolour(value: str) -> QColor:
    """A #RRGGBB value as a colour, made once; do not change the object you get."""
    return _colour(value)


def scaled(pixels: float) -> int:
    """A measure of UX 11 at the user's text size: heights of rows, buttons and pills grow with their text."""
    return round(pixels * look().text_scale)


def list_row() -> int:
    """The height of a list's row, now."""
    return scaled(LIST_ROW_COMPACT if look().density is Density.COMPACT else LIST_ROW)


@cache
def font(role: str, *, tabular: bool = False) -> QFont:
    """The font of a type role of UX 11 at the user's text size; `tabular` for columns of numbers only."""
    size, weight = TYPE[role]
    made = QFont(FAMILY)
    made.setPixelSize(max(1, scaled(size)))
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made
