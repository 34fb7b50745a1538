"""Owns the shape of a command: its id, words, keys and place in the menus."""

from __future__ import annotations

from dataclasses import dataclass

from desk.ui.actions.menus import Menu
from desk.ui.theme.icons import Glyph


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One deed. `text` and `synonyms` are sources in the context "commands", `keys` Qt's portable words."""

    id: str
    menu: Menu
    text: str
    keys: tuple[str, ...] = ()
    glyph: Glyph | None = None
    synonyms: str = ""
    choice: str = ""  # commands of one choice exclude each other and show a mark
    group: int = 0  # a line stands between groups of a menu
