"""Owns what several tests of the main window do with it: wait until its work is done, and make it as large as told."""

from pytestqt.qtbot import QtBot

from desk.ui.background import lanes
from desk.ui.main_window import MainWindow


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def size(window: MainWindow, qtbot: QtBot, width: int, height: int = 800) -> None:
    window.resize(width, height)
    qtbot.waitUntil(lambda: window.width() == width)
