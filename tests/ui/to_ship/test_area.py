"""The area in the window: its key, its live count in the side bar, its empty state, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.changes import Changes, Kind
from desk.domain.values import AccountId
from desk.services.to_ship import Goes, Summary
from desk.ui.background import hub, lanes
from desk.ui.main_window import MainWindow
from desk.ui.navigation import Area
from tests.ui.fakes import FakeShellCalls, NothingToShip


class SomeToShip(NothingToShip):
    told = Summary(total=4, overdue=0, counts={(AccountId(1), Goes.HOME): 4})

    def summary(self) -> Summary:
        return self.told


def test_the_side_bar_counts_what_waits_and_marks_what_is_late(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    some = SomeToShip()
    window.to_ship.calls = some
    assert calls.to_ship is not some
    row = window.nav.row(Area.TO_SHIP)
    for told, name in ((SomeToShip.told, "4"), (Summary(total=5, overdue=2, counts={}), "5")):
        some.told = told
        hub().changed.emit(Changes.of(Kind.ORDER, [1]), None)
        qtbot.waitUntil(lambda name=name: row.accessibleName().endswith(f" {name}"))  # type: ignore[misc]
    assert "2" in row.accessibleDescription()


def test_a_key_leads_there_and_escape_back(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window.top.field.edit, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.to_ship.isVisible() and lanes().busy == 0)
    assert window.windowTitle() == "Desk – To ship"
    assert window.to_ship._empty.isVisible()
    assert "paid orders" in window.to_ship._empty.text()
    assert window.commands.why_not("order.ship")
    window.commands.run("go.list")
    window.commands.run("go.list")
    assert window.orders.isVisible()
