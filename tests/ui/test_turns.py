"""Long work rests while the window is at something that somebody sees, and never for long."""

import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desk.domain.giving_way import give_way
from desk.ui.turns import turns

pytestmark = pytest.mark.usefixtures("running_lanes", "app")


def resting() -> tuple[threading.Thread, threading.Event]:
    """A thread that gives way once, and whether it has got its own turn again."""
    went_on = threading.Event()

    def work() -> None:
        give_way()
        went_on.set()

    thread = threading.Thread(target=work)
    thread.start()
    return thread, went_on


def give_way_often() -> None:
    for _ in range(1000):
        give_way()


def test_long_work_goes_on_when_nothing_is_left_to_be_shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.ui.turns._REST_SECONDS", 100)
    turns().take()
    thread, went_on = resting()
    assert not went_on.wait(0.01)
    qtbot.waitUntil(went_on.is_set)
    thread.join()


def test_long_work_goes_on_beside_a_window_that_is_busy_for_long() -> None:
    """It may be what the main thread waits for; then it rests once, not at every order."""
    QCoreApplication.processEvents()
    turns().take()
    first, went_on = resting()
    assert went_on.wait(30)
    first.join()
    begun = time.perf_counter()
    again = threading.Thread(target=give_way_often)
    again.start()
    again.join()
    assert time.perf_counter() - begun < 20, "a thousand rests would take fifty seconds"


def test_the_window_never_waits_for_itself() -> None:
    turns().take()
    begun = time.perf_counter()
    give_way_often()
    assert time.perf_counter() - begun < 20


def test_nobody_rests_once_the_window_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.ui.turns._REST_SECONDS", 100)
    turns().take()
    turns().shut_down()
    thread, went_on = resting()
    assert went_on.wait(30)
    thread.join()
    turns().open()
