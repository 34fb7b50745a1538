"""Owns the pictures of compact rows: the results, the orders to ship, the outbox."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from desk.domain.shipments import Parcel
from desk.domain.standing import Standing
from desk.services import shipments
from desk.ui.picture_stage import Stage

State = Iterator[tuple[str, QWidget]]


def scene(on: Stage) -> State:
    """Each list once, compact; then comfortable again."""
    on.window.commands.run("density.compact")
    on.type("")
    on.window.orders.focus_list()
    on.settle()
    yield "compact", on.window
    parcel = Parcel(carrier="DHL", number="00340434161094033333")
    shipments.confirm(on.desk, on.order(Standing.TO_SHIP).id, [parcel], hold_seconds=3600)
    on.refresh()
    on.window.open_to_ship()
    on.settle()
    yield "compact-to-ship", on.window
    on.window.open_outbox()
    on.settle()
    yield "compact-outbox", on.window
    on.window.commands.run("app.settings")
    on.settle()
    yield "compact-settings", on.window
    on.window.commands.run("density.comfortable")
    on.window.commands.run("go.search")
    on.settle()
