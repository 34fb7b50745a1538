"""Comfortable and compact rows (UX 11): 56 and 44 pixels in every list, chosen by command, settings or first steps."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from desk.domain.pushes import PushState
from desk.ui.background import lanes
from desk.ui.first_run.welcome import Welcome
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.theme.look import Density, list_row, look
from tests.ui.fakes import FakeShellCalls

pytestmark = pytest.mark.usefixtures("app")
Opened = Callable[..., MainWindow]


@pytest.fixture(autouse=True)
def comfortable_again() -> Iterator[None]:
    yield
    look().space(Density.COMFORTABLE)


def high(view: QListView, row: int) -> int:
    view.executeDelayedItemsLayout()
    return view.visualRect(view.model().index(row, 0)).height()


def test_every_list_follows_at_once_and_keeps_its_row(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> None:
    calls.put(1, PushState.WAITING)
    window.open_outbox()
    qtbot.waitUntil(lambda: window.outbox.model.rowCount() == 1)
    lists = {window.orders.list.view: 1, window.outbox.list: 0}
    assert [high(view, row) for view, row in lists.items()] == [56, 56]
    window.commands.run("go.search")
    window.orders.focus_list()
    before = window.orders.list.view.current_entry()
    assert window.commands.run("density.compact")
    assert [high(view, row) for view, row in lists.items()] == [44, 44]
    assert window.orders.list.view.current_entry() == before
    assert window.commands.action("density.compact").isChecked()
    window.orders.list.view.grab()
    look().scale_text(1.5)
    assert [high(view, row) for view, row in lists.items()] == [66, 66]


def test_it_outlives_the_window(qtbot: QtBot, opened: Opened) -> None:
    window = opened()
    window.commands.run("density.compact")
    window.close_at_once()
    look().space(Density.COMFORTABLE)
    lanes().open()
    opened()
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert (look().density, list_row()) == (Density.COMPACT, 44)


def test_the_settings_show_and_switch_it_by_keys(window: MainWindow) -> None:
    window.commands.run("app.settings")
    chips = window.settings._density_chips
    assert {one: chip.accessibleName() for one, chip in chips.items()} == {
        Density.COMFORTABLE: "Bequem",
        Density.COMPACT: "Kompakt",
    }
    assert chips[Density.COMFORTABLE].isChecked()
    QTest.keyClick(chips[Density.COMPACT], Qt.Key.Key_Space)
    assert look().density is Density.COMPACT
    window.commands.run("density.comfortable")
    assert chips[Density.COMFORTABLE].isChecked()


def test_the_first_steps_ask_for_it(qtbot: QtBot, window: MainWindow) -> None:
    welcome = Welcome(window.commands, window)
    qtbot.addWidget(welcome)
    locale().speak("en")
    welcome.densities[Density.COMPACT].click()
    assert look().density is Density.COMPACT
    qtbot.waitUntil(lambda: welcome.densities[Density.COMPACT].text() == "Compact")


def test_the_mistaken_word_in_the_file_means_comfortable(opened: Opened) -> None:
    window = opened()
    window._kept.settings.setValue("density", "sardines")
    assert window._kept.density is Density.COMFORTABLE
