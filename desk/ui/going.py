"""Owns which command leads to which place, and what commands of an area do before its screen is made."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from desk.ui.actions.commands import Commands
from desk.ui.areas import Areas
from desk.ui.navigation import Area
from desk.ui.travels import Travels

_RETURNS = ("settle", "approve", "decline", "receive", "reject", "close", "label", "parcel", "view")
"""Deeds on returns: elsewhere they lead to the list, where they are done on what is selected."""
_OF_A_SELECTION = ("condition", "reason")
"""Done at once and with no dialog: only where the agent sees what is selected."""


def _nothing_selected() -> str:
    return QCoreApplication.translate("ReturnsScreen", "Select returns first.")


def bind_going(commands: Commands, travels: Travels, areas: Areas) -> None:
    bind = commands.bind
    bind("app.settings", partial(travels.open_area, Area.SETTINGS))
    bind("go.search", lambda: travels.go_area(Area.SEARCH))
    for area in (Area.RETURNS, Area.TO_SHIP, Area.OUTBOX, Area.ANALYTICS):
        bind(f"go.{area}", partial(travels.open_area, area))
    bind("go.back", travels.back, travels.why_not_back)
    bind("go.forward", travels.forward, travels.why_not_forward)
    bind("go.list", travels.escape)
    bind("go.next-pane", lambda: travels.next_pane(1))
    bind("go.previous-pane", lambda: travels.next_pane(-1))
    bind("ship.paste", areas.paste_numbers)
    bind("ship.file", areas.open_parcel_file)
    bind("return.file", areas.open_returns_file)
    for deed in _RETURNS:
        bind(f"return.{deed}", partial(travels.open_area, Area.RETURNS))
    for deed in _OF_A_SELECTION:
        bind(f"return.{deed}", partial(travels.open_area, Area.RETURNS), _nothing_selected)
