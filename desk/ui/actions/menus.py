"""Owns which menus the menu bar has, and their words. Commands name theirs in desk.ui.actions.catalogue."""

from __future__ import annotations

from enum import StrEnum

from desk.ui.words import QT_TRANSLATE_NOOP


class Menu(StrEnum):
    """The menus of the menu bar, from left to right; the values are sources in the context "commands"."""

    FILE = "&File"
    EDIT = "&Edit"
    ORDER = "&Order"
    VIEW = "&View"
    GO = "&Go"
    HELP = "&Help"


MENU_TEXTS = (
    QT_TRANSLATE_NOOP("commands", "&File"),
    QT_TRANSLATE_NOOP("commands", "&Edit"),
    QT_TRANSLATE_NOOP("commands", "&Order"),
    QT_TRANSLATE_NOOP("commands", "&View"),
    QT_TRANSLATE_NOOP("commands", "&Go"),
    QT_TRANSLATE_NOOP("commands", "&Help"),
)
