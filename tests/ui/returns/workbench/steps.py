"""Owns what the tests of the workbench do and read over and over."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desk.domain.return_states import ReturnState
from desk.domain.values import ReturnId
from desk.services import return_views
from desk.services.context import Desk
from desk.ui.background import lanes
from desk.ui.returns.bulk_dialog import BulkDialog
from desk.ui.returns.bulk_model import Column as Bulk
from desk.ui.returns.list_model import Column
from desk.ui.returns.screen import ReturnsScreen


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def cells(screen: ReturnsScreen, column: Column) -> list[str]:
    return [str(screen.model.index(at, column).data()) for at in range(screen.model.rowCount())]


def dialog_of(qtbot: QtBot, screen: ReturnsScreen) -> BulkDialog:
    found = screen.dialog
    assert found is not None
    qtbot.waitUntil(lambda: found.plan is not None)
    return found


def what(dialog: BulkDialog) -> list[str]:
    return [str(dialog.model.index(at, Bulk.WHAT).data()) for at in range(dialog.model.rowCount())]


def ran(qtbot: QtBot, dialog: BulkDialog) -> None:
    qtbot.waitUntil(lambda: dialog.ran and not dialog.running)
    settled(qtbot)


def state(desk: Desk, wanted: ReturnId) -> ReturnState:
    return return_views.show(desk, wanted).state
