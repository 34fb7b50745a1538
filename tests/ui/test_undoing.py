"""Taking back and going back: Ctrl+Z, toasts' buttons, the mouse's side buttons."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.changes import Changes
from desk.domain.errors import NotAllowed
from desk.services.return_undoing import TakenBack
from desk.ui.background import lanes
from desk.ui.main_window import MainWindow


def test_the_mouses_side_buttons_lead_back_and_forward(window: MainWindow) -> None:
    window.commands.run("app.settings")
    assert window.areas.currentWidget() is window.settings
    handle = window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.BackButton, Qt.KeyboardModifier.NoModifier, handle.geometry().center())
    assert window.areas.currentWidget() is window.orders
    QTest.mouseClick(handle, Qt.MouseButton.ForwardButton)
    assert window.areas.currentWidget() is window.settings
    QTest.mouseClick(handle, Qt.MouseButton.ForwardButton)  # nothing lies ahead
    assert window.areas.currentWidget() is window.settings


def test_local_deeds_are_taken_back_one_by_one_even_when_their_toast_has_gone(window: MainWindow) -> None:
    taken: list[str] = []
    for name in ("one", "two", "three"):
        window.undoable(f"Did {name}", partial(taken.append, name))
    window.toasts.shown[1].button.click()
    assert taken == ["two"]
    window.toasts.clear()
    window.top.field.edit.clearFocus()
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.undo()
    assert taken == ["two", "three", "one"]
    assert not window.commands.action("edit.undo").isEnabled()


def test_fifty_deeds_can_be_taken_back(window: MainWindow) -> None:
    taken: list[int] = []
    for number in range(55):
        window.undoable(str(number), partial(taken.append, number))
    for _ in range(60):
        window.undo()
    assert taken == list(range(54, 4, -1))


def test_a_batch_is_taken_back_by_its_own_way_and_says_what_of_it_stays(window: MainWindow, qtbot: QtBot) -> None:
    why = NotAllowed("More was done with this return since. Take that back first.", code="return_deed_followed")
    endings = [
        TakenBack(done=(1, 2), refused=(), changes=Changes()),
        TakenBack(done=(), refused=(why,), changes=Changes()),
    ]
    for ending in endings:
        window.queued("Two", (), 10.0, back=lambda ending=ending: ending)  # type: ignore[misc]
        window.undo()
        qtbot.waitUntil(lambda: lanes().busy == 0)
    told = [one.text for one in window.toasts.shown][-2:]
    why_not = "Mit dieser Retoure wurde seither mehr getan. Nehmen Sie zuerst das zurück."
    assert told == ["Zurückgenommen. Es wurde nichts gesendet.", f"1 konnte nicht zurückgenommen werden: {why_not}"]
