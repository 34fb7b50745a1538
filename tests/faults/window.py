"""Owns the real window on the store of an agent's computer, beaten by hand: its schedule goes when a test says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desk.services.context import Desk
from desk.ui.background import Lane, lanes
from desk.ui.calls import ServiceCalls
from desk.ui.main_window import MainWindow
from desk.ui.widgets.strip import Strip
from desk.ui.window import window_on
from tests.faults.computer import Computer

D = TypeVar("D", bound=QDialog)
LATER = 3600.0


@dataclass
class Window:
    """What an agent sees and does. `routine` is the schedule's own run, `fetch` what F5 begins."""

    main: MainWindow
    desk: Desk
    qtbot: QtBot

    @classmethod
    def on(cls, computer: Computer, qtbot: QtBot) -> Window:
        lanes().open()
        desk = computer.open_desk(computer.data)
        desk = desk.with_database(lanes().executor(Lane.DATABASE))
        main = window_on(desk, ServiceCalls(desk), computer.data)
        main.resize(1440, 900)
        main.show()
        made = cls(main, desk, qtbot)
        main.load_accounts()
        made.settle()
        return made

    def close(self) -> None:
        self.main.close_at_once()
        self.main.deleteLater()
        self.desk.store.close()

    def settle(self) -> None:
        """Until all work is done and told: one piece may begin another."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: lanes().busy == 0)
            QTest.qWait(1)

    def routine(self, computer: Computer) -> None:
        """Time passes, and the schedule looks at what is due."""
        computer.pass_time(LATER)
        self.beat()

    def beat(self) -> None:
        self.main.loop.beat()
        self.settle()

    def fetch(self) -> None:
        """F5: an agent asks for everything now."""
        assert self.main.commands.run("sync.now")
        self.settle()

    def strips(self) -> list[str]:
        """What the strips at the foot of the window say."""
        return [one.text for one in self.main.findChildren(Strip) if one.isVisible()]

    def press(self, strip: str) -> str:
        """Press the one fix of the strip that says so; gives the words of its button."""
        (found,) = [one for one in self.main.findChildren(Strip) if one.isVisible() and strip in one.text]
        assert found.fix.isVisible()
        told = str(found.fix.accessibleName() or found.fix.text())
        found.fix.click()
        self.settle()
        return told

    def open(self, kind: type[D]) -> list[D]:
        return [one for one in self.main.findChildren(kind) if one.isVisible()]

    def until_gone(self, kind: type[QDialog]) -> None:
        self.qtbot.waitUntil(lambda: not self.open(kind))
        self.settle()

    def toasts(self) -> list[str]:
        return [one.text for one in self.main.toasts.shown]

    def hits(self, text: str) -> int:
        """How many orders the one field finds."""
        self.main.search(text)
        self.qtbot.waitUntil(lambda: not self.main.orders.searching.running)
        self.settle()
        return sum(entry.order is not None for entry in self.main.orders.list.model.entries)
