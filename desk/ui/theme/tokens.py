"""Owns the design tokens of UX 11 as data: colours of both looks, measures, type sizes. Qt-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Pair:
    """A text or icon colour and the ground it is made for."""

    fg: str
    bg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """All colours of one look, as #RRGGBB."""

    dark: bool
    bg: str
    surface: str
    nav: str
    raised: str
    hover: str
    sel: str
    line: str
    line_soft: str
    field_line: str
    text: str
    text_2: str
    text_3: str
    accent: str
    on_accent: str
    accent_hover: str
    mark: str
    key_cap: str
    ok: Pair
    info: Pair
    warn: Pair
    err: Pair
    returned: Pair
    neutral: Pair
    tiles: Mapping[str, Pair]

    def tile(self, colour: str) -> Pair:
        """The colours of a channel's square; a set nobody planned is painted neutral."""
        return self.tiles.get(colour.strip().lower()[:2], self.neutral)

    def tone(self, name: str) -> Pair:
        """One of ok, info, warn, err, returned, neutral. Raises KeyError for another word."""
        found = getattr(self, name, None)
        if not isinstance(found, Pair):
            raise KeyError(name)
        return found

    def colour(self, name: str) -> str:
        """A colour by its token's name, of a tone its foreground. Raises KeyError for another word."""
        found = getattr(self, name, None)
        if isinstance(found, Pair):
            return found.fg
        if not isinstance(found, str):
            raise KeyError(name)
        return found


TONES = ("ok", "info", "warn", "err", "returned", "neutral")

LIGHT = Tokens(
    dark=False,
    bg="#F5F6F8",
    surface="#FFFFFF",
    nav="#EDEFF3",
    raised="#FFFFFF",
    hover="#EEF1F6",
    sel="#E4ECFE",
    line="#DDE1E8",
    line_soft="#E9ECF1",
    field_line="#8A93A3",
    text="#171B22",
    text_2="#566070",
    text_3="#5E6878",
    accent="#2457D6",
    on_accent="#FFFFFF",
    accent_hover="#1D48B4",
    mark="#FFE9A8",
    key_cap="#EEF0F4",
    ok=Pair("#14703C", "#E2F4E9"),
    info=Pair("#1D4FBF", "#E4ECFE"),
    warn=Pair("#8A4B00", "#FDF0D9"),
    err=Pair("#B3231B", "#FDE8E6"),
    returned=Pair("#6A35B1", "#F0E8FB"),
    neutral=Pair("#4B5563", "#ECEFF3"),
    tiles=MappingProxyType(
        {
            "eb": Pair("#3F6B12", "#E8F2DC"),
            "am": Pair("#7A4A00", "#FBEBD3"),
            "sh": Pair("#0F5C6E", "#DCF0F4"),
            "ka": Pair("#8E1F4B", "#FBE3EC"),
        }
    ),
)

DARK = Tokens(
    dark=True,
    bg="#15181D",
    surface="#1C2026",
    nav="#111418",
    raised="#22272F",
    hover="#252B34",
    sel="#24344F",
    line="#323944",
    line_soft="#2A303A",
    field_line="#6B7686",
    text="#E8EBF0",
    text_2="#A6AFBD",
    text_3="#929CAB",
    accent="#86ABFF",
    on_accent="#0B1B3F",
    accent_hover="#A5C0FF",
    mark="#4A3D10",
    key_cap="#2C323C",
    ok=Pair("#6FD39A", "#16352A"),
    info=Pair("#86ABFF", "#1F2F4D"),
    warn=Pair("#F2B45C", "#3A2A10"),
    err=Pair("#FF8F86", "#44201D"),
    returned=Pair("#C3A1F5", "#33264A"),
    neutral=Pair("#B3BCC9", "#2C323C"),
    tiles=MappingProxyType(
        {
            "eb": Pair("#B5DB8A", "#26341A"),
            "am": Pair("#F0BE75", "#3A2C16"),
            "sh": Pair("#7FD0E2", "#17323A"),
            "ka": Pair("#F0A0BF", "#3B1E2B"),
        }
    ),
)


def with_high_contrast(tokens: Tokens) -> Tokens:
    """For who asks the system for more contrast: lines and quiet words as strong as text, fills off (UX 11)."""
    text, ground = tokens.text, tokens.surface
    toned: dict[str, Any] = {name: Pair(tokens.tone(name).fg, ground) for name in TONES}
    tiles = {name: Pair(text, ground) for name in tokens.tiles}
    return replace(
        tokens,
        line=text,
        line_soft=text,
        field_line=text,
        text_2=text,
        text_3=text,
        key_cap=ground,
        tiles=MappingProxyType(tiles),
        **toned,
    )


def colour_names() -> tuple[str, ...]:
    """All names that `Tokens.colour` answers."""
    return tuple(one.name for one in fields(Tokens) if one.name not in {"dark", "tiles"})


# --- Measures (logical pixels at text size 100 %) ---------------------------------------------------------

NAV_WIDTH = 208
RAIL_WIDTH = 56
LIST_WIDTH = 452
TOP_BAR = 60
STATUS_BAR = 28
SEARCH_FIELD = 40
BUTTON = 32
CHIP = 26
NAV_ROW = 32
NAV_PITCH = 36
LIST_ROW = 56
LIST_ROW_COMPACT = 44
ITEM_ROW = 48
PILL = 20
HIT_AREA = 24
SIDE_COLUMN = 286
PAGE_MARGIN = (20, 16)  # beside, above
CARD_PADDING = (16, 12)  # beside, above
CARD_GAP = 12
RADIUS_KEY_CAP = 4
RADIUS_CONTROL = 6
RADIUS_CARD = 8
FOCUS_RING = 2
ACCENT_BAR = 3
ICON = 16
ICON_PILL = 14
ICON_LARGE = 18
TILE = 28
TILE_LARGE = 32
WIDE = 1280
MEDIUM = 1000
MINIMUM = (900, 600)

# --- Type: role -> size, weight -----------------------------------------------------------------------------

TYPE: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "number": (20, 600),  # order number of order 360
        "card-name": (15, 600),
        "search": (15, 400),
        "scan": (20, 400),
        "body": (13, 400),
        "name": (13, 600),
        "title": (13, 600),
        "button": (13, 500),
        "amount": (13, 500),
        "secondary": (12, 400),
        "pill": (12, 500),
        "key": (12, 500),
        "strong-secondary": (12, 600),
        "tile": (12, 600),
    }
)
