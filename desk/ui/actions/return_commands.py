"""Owns the commands of the returns' workbench: id, words, place in the menus."""

from __future__ import annotations

from desk.ui.actions.command import Command
from desk.ui.actions.menus import Menu
from desk.ui.theme.icons import Glyph
from desk.ui.words import QT_TRANSLATE_NOOP

_GROUP = 2

RETURN_COMMANDS: tuple[Command, ...] = (
    Command(
        id="return.settle",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Refund returns …"),
        glyph=Glyph.REFUND,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "settle money back bulk selected"),
    ),
    Command(
        id="return.approve",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Accept returns …"),
        glyph=Glyph.CHECK,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "approve allow bulk selected"),
    ),
    Command(
        id="return.decline",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Decline returns …"),
        glyph=Glyph.CANCELLED,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "refuse bulk selected"),
    ),
    Command(
        id="return.receive",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Receive returns …"),
        glyph=Glyph.BOX,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "arrived parcel goods bulk selected"),
    ),
    Command(
        id="return.label",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Labels of returns …"),
        glyph=Glyph.RECEIPT,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "return label tracking number paste parcel bulk selected"),
    ),
    Command(
        id="return.condition",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Condition of returns"),
        glyph=Glyph.EYE,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "grade inspect check bulk selected"),
    ),
    Command(
        id="return.reason",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Give returns another reason"),
        glyph=Glyph.TAG,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "why code bulk selected"),
    ),
    Command(
        id="return.reject",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Reject returns after inspection …"),
        glyph=Glyph.CANCELLED,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "refuse used damaged bulk selected"),
    ),
    Command(
        id="return.close",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Close returns …"),
        glyph=Glyph.DONE,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "done finish bulk selected"),
    ),
    Command(
        id="return.parcel",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Unannounced parcel …"),
        glyph=Glyph.BOX,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "unknown nobody match find parcel scan arrived"),
    ),
    Command(
        id="return.file",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Settle returns from a file …"),
        glyph=Glyph.IMPORT,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "csv table import bulk refund"),
    ),
    Command(
        id="return.view",
        menu=Menu.ORDER,
        text=QT_TRANSLATE_NOOP("commands", "Keep this view of the returns …"),
        glyph=Glyph.TAG,
        group=_GROUP,
        synonyms=QT_TRANSLATE_NOOP("commands", "saved view filter bookmark"),
    ),
)
