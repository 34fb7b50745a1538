"""Owns the icons: Phosphor out of QtAwesome's files (set `ph`), tinted from the tokens while painting.

`Glyph` lists every icon the window uses. A name that Phosphor lacks fails when the font is loaded.
"""

from __future__ import annotations

import importlib.util
import json
from enum import StrEnum
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from desk.ui.theme.look import colour


class Glyph(StrEnum):
    """Every icon in use, by what it shows; the value is Phosphor's name."""

    ALERT = "warning-circle"
    BACK = "arrow-left"
    BOX = "package"
    CANCELLED = "prohibit"
    CARET_DOWN = "caret-down"
    CHART = "chart-bar"
    CHECK = "check"
    CIRCLE = "circle"
    CLOCK = "clock"
    CLOSE = "x"
    CLOUD_CHECK = "cloud-check"
    CLOUD_UP = "cloud-arrow-up"
    COMMAND = "command"
    COPY = "copy"
    DONE = "check-circle"
    DONE_FILL = "check-circle-fill"
    EURO = "currency-eur"
    LINK = "link-simple"
    EXTERNAL = "arrow-square-out"
    EYE = "eye"
    EYE_OFF = "eye-slash"
    FILTER = "funnel-simple"
    FORWARD = "arrow-right"
    GEAR = "gear"
    HEADSET = "headset"
    HOURGLASS = "hourglass"
    IMPORT = "download-simple"
    INFO = "info"
    KEYBOARD = "keyboard"
    LIST = "list"
    LOCK = "lock"
    MAIL = "envelope-simple"
    MINUS = "minus"
    MONEY = "money"
    MOON = "moon"
    MORE = "dots-three"
    NOTE = "note-pencil"
    OFFLINE = "wifi-slash"
    PAUSE = "pause"
    PHONE = "phone"
    PIN = "map-pin"
    PLAY = "play"
    PLUS = "plus"
    PUZZLE = "puzzle-piece"
    QUESTION = "question"
    RECEIPT = "receipt"
    REFUND = "arrow-counter-clockwise"
    RETURN = "arrow-u-up-left"
    SEARCH = "magnifying-glass"
    STOP = "stop"
    SUN = "sun"
    SYNC = "arrows-clockwise"
    TAG = "tag"
    TEXT_SIZE = "text-aa"
    TRASH = "trash"
    TRUCK = "truck"
    USER = "user"
    USER_CIRCLE = "user-circle"
    WARNING = "warning"
    WARNING_FILL = "warning-fill"


class IconsMissingError(RuntimeError):
    """The icon font is not there or lacks a name that the window uses."""


def _files() -> tuple[Path, Path]:
    """QtAwesome's Phosphor files, found without importing it: that would load every icon font it has."""
    spec = importlib.util.find_spec("qtawesome")
    places = spec.submodule_search_locations if spec else None
    for place in places or ():
        fonts = Path(place) / "fonts"
        found = sorted(fonts.glob("phosphor-*.ttf")), sorted(fonts.glob("phosphor-charmap-*.json"))
        if all(found):
            return found[0][-1], found[1][-1]
    raise IconsMissingError("The icon font is missing; install QtAwesome again.")


@cache
def _loaded() -> tuple[str, dict[Glyph, str]]:
    file, charmap = _files()
    known: dict[str, str] = json.loads(charmap.read_text(encoding="utf-8"))
    lacking = [glyph.value for glyph in Glyph if glyph.value not in known]
    if lacking:
        raise IconsMissingError(f"The icon font has no {', '.join(lacking)}.")
    number = QFontDatabase.addApplicationFont(str(file))
    families = QFontDatabase.applicationFontFamilies(number)
    if not families:
        raise IconsMissingError("The icon font could not be read; install QtAwesome again.")
    return families[0], {glyph: chr(int(known[glyph.value], 16)) for glyph in Glyph}


def load() -> None:
    """Load the font and check every name. Raises IconsMissingError."""
    _loaded()


@cache
def _font(size: int) -> QFont:
    made = QFont(_loaded()[0])
    made.setPixelSize(max(1, size))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return made


def draw(painter: QPainter, rect: QRect | QRectF, glyph: Glyph, tint: QColor, size: int = 0) -> None:
    """Paint an icon in the middle of a rectangle; without a size it fills the shorter edge."""
    painter.save()
    painter.setFont(_font(size or round(min(rect.width(), rect.height()))))
    painter.setPen(tint)
    painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, _loaded()[1][glyph])
    painter.restore()


class _Engine(QIconEngine):
    """Paints a glyph with the token's colour of that moment, so a switch of the look needs no new icons."""

    def __init__(self, glyph: Glyph, token: str) -> None:
        super().__init__()
        self._glyph = glyph
        self._token = token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "text_3" if mode is QIcon.Mode.Disabled else self._token
        draw(painter, rect, self._glyph, colour(token))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Engine(self._glyph, self._token)


def icon(glyph: Glyph, tint: str = "text_2") -> QIcon:
    """An icon for menus and buttons, tinted by a token's name at paint time."""
    colour(tint)  # a wrong word fails here
    return QIcon(_Engine(glyph, tint))
