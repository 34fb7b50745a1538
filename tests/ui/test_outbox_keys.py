"""Selecting in the outbox by keys (UX 8): Space or X marks, moving leaves the marks, Shift extends, Esc ends it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.pushes import PushState
from desk.ui.background import lanes
from desk.ui.main_window import MainWindow
from tests.ui.fakes import FakeShellCalls

pytestmark = pytest.mark.usefixtures("app")
KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def outbox(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> MainWindow:
    """Five that wait, the first of them selected, the keyboard in the list."""
    for number in range(1, 6):
        calls.put(number, PushState.WAITING)
    window.open_outbox()
    qtbot.waitUntil(lambda: lanes().busy == 0 and window.outbox.model.rowCount() == 5)
    window.outbox.focus_list()
    return window


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window.outbox.list, key)


def marked(window: MainWindow) -> list[int]:
    return [window.outbox.model.row_of(one.id) for one in window.outbox.chosen()]


def here(window: MainWindow) -> int:
    return window.outbox.list.currentIndex().row()


@pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_X])
def test_marks_are_gathered_while_one_moves_on(outbox: MainWindow, key: Qt.Key) -> None:
    assert marked(outbox) == [0]
    press(outbox, key, KEY.Key_Down)
    outbox.commands.run("list.next")
    assert (marked(outbox), here(outbox)) == ([0], 2)
    press(outbox, key)
    assert marked(outbox) == [0, 2]
    assert outbox.outbox.marks.text() == "2 ausgewählt"
    assert outbox.outbox.marks.accessibleName() == "Auswahl aufheben: 2 ausgewählt"
    press(outbox, key)
    assert marked(outbox) == [0]


def test_the_last_mark_taken_away_ends_it(outbox: MainWindow) -> None:
    press(outbox, KEY.Key_X)
    assert not outbox.outbox.marks.isHidden()
    press(outbox, KEY.Key_X)
    assert outbox.outbox.marks.isHidden()
    press(outbox, KEY.Key_Down)
    assert (marked(outbox), here(outbox)) == ([1], 1)


def test_escape_takes_the_marks_and_only_then_leaves(outbox: MainWindow) -> None:
    press(outbox, KEY.Key_X, KEY.Key_Down, KEY.Key_X)
    outbox.activateWindow()
    press(outbox, KEY.Key_Escape)
    assert (marked(outbox), here(outbox)) == ([1], 1)
    assert outbox.areas.currentWidget() is outbox.outbox
    outbox.outbox.list.toggle()
    QTest.mouseClick(outbox.outbox.marks, Qt.MouseButton.LeftButton)
    assert not outbox.outbox.list.marking
    assert outbox.outbox.list.hasFocus() or not outbox.isActiveWindow()


def test_shift_extends_and_all_are_marked_at_once(outbox: MainWindow) -> None:
    QTest.keyClick(outbox.outbox.list, KEY.Key_Down, SHIFT)
    QTest.keyClick(outbox.outbox.list, KEY.Key_Down, SHIFT)
    assert marked(outbox) == [0, 1, 2]
    press(outbox, KEY.Key_Down, KEY.Key_Down)
    assert (marked(outbox), here(outbox)) == ([0, 1, 2], 4)
    QTest.keyClick(outbox.outbox.list, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert marked(outbox) == [0, 1, 2, 3, 4]


def test_a_click_begins_anew(outbox: MainWindow) -> None:
    press(outbox, KEY.Key_X, KEY.Key_Down, KEY.Key_X)
    view = outbox.outbox.list
    place = view.visualRect(outbox.outbox.model.index(3)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert (marked(outbox), view.marking) == ([3], False)


def test_marks_outlive_a_new_look_and_a_deed_takes_all_of_them(
    qtbot: QtBot, outbox: MainWindow, calls: FakeShellCalls
) -> None:
    press(outbox, KEY.Key_X, KEY.Key_Down, KEY.Key_Down)
    outbox.outbox.load()
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert (marked(outbox), here(outbox)) == ([0], 2), "one mark is not where the keyboard is"
    press(outbox, KEY.Key_X)
    ids = {one.id for one in outbox.outbox.chosen()}
    press(outbox, KEY.Key_Delete)
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert {one.id for one in calls.pushes.values() if one.state is PushState.RECALLED} == ids
    assert len(ids) == 2
