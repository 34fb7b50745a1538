"""Mistakes of threads, slots, dying objects and Qt: into the log, with a sentence where an agent works on it."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer, qInstallMessageHandler, qWarning
from pytestqt.qtbot import QtBot

from desk.domain.errors import DeskError
from desk.ui.background import hub
from desk.ui.mistakes import told_and_logged


@pytest.fixture
def told() -> Iterator[list[str]]:
    heard: list[str] = []

    def hear(error: DeskError) -> None:
        heard.append(error.detail)

    hub().failed.connect(hear)
    yield heard
    hub().failed.disconnect(hear)


def fail() -> None:
    raise ZeroDivisionError


def test_a_mistake_of_a_slot_and_of_a_thread_is_told_and_logged(
    qtbot: QtBot, told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with told_and_logged():
        QTimer.singleShot(0, fail)
        qtbot.waitUntil(lambda: told == ["ZeroDivisionError"])
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: told == ["ZeroDivisionError", "ZeroDivisionError"])
    assert caplog.text.count("a mistake reached the window") == 2


def test_a_mistake_of_a_dying_object_is_logged_only(told: list[str], caplog: pytest.LogCaptureFixture) -> None:
    class Dying:
        def __del__(self) -> None:
            fail()

    with told_and_logged():
        Dying()
    assert "a mistake while an object went" in caplog.text
    assert told == []


def test_what_qt_says_is_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG, "ui")
    with told_and_logged():
        qWarning("QWidget: something is odd")
    assert [(one.levelname, one.message) for one in caplog.records] == [
        ("WARNING", "Qt default: QWidget: something is odd")
    ]
    assert capfd.readouterr() == ("", "")


def test_whoever_was_told_before_is_told_again_afterwards() -> None:
    before = sys.excepthook, sys.unraisablehook, threading.excepthook
    handler = qInstallMessageHandler(None)
    qInstallMessageHandler(handler)
    with told_and_logged():
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, sys.unraisablehook, threading.excepthook) == before
    assert qInstallMessageHandler(handler) is handler
