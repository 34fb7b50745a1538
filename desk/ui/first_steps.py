"""Owns the first steps in the window: the welcome, which comes once by itself, and the demo beside the store."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from desk.ui.first_run.demo import DemoProgram
from desk.ui.settings.kept import Kept
from desk.ui.window_services import WindowServices


class FirstSteps(QObject):
    """`is_demo`: this window is the demo's own. `look` decides, once, when it is known whether there are accounts."""

    def __init__(self, services: WindowServices, kept: Kept, folder: Path, window: QWidget, *, is_demo: bool) -> None:
        super().__init__(window)
        self._services, self._kept, self._window, self._is_demo = services, kept, window, is_demo
        self._may_welcome = False
        self._any_account = False
        self.welcome: QDialog | None = None
        self.demo = DemoProgram(folder, window)
        self.demo.ended.connect(self._demo_ended)
        self.demo.changed.connect(services.commands.refresh)
        services.commands.bind("demo.open", self._open_demo, self._why_no_demo)
        services.commands.bind("help.welcome", self.show_welcome)

    def begin(self) -> None:
        self._may_welcome = not self._is_demo and not self._kept.welcomed

    def look(self, *, any_account: bool) -> None:
        self._any_account = any_account
        if self._may_welcome:
            self._may_welcome = False
            if not any_account:
                self.show_welcome()

    def show_welcome(self) -> None:
        """Language, how to begin, look, keys. By itself it comes once."""
        self._kept.welcomed = True
        self._kept.settings.sync()
        if self.welcome is None:
            from desk.ui.first_run.welcome import Welcome

            made = self.welcome = Welcome(self._services.commands, self._window)
            made.finished.connect(self._welcomed)
            made.chosen.connect(self._services.commands.run)
            made.open()

    def _welcomed(self, _result: int) -> None:
        self.welcome = None
        self._services.commands.refresh()

    def _open_demo(self) -> None:
        self.demo.open()
        self._services.toast(
            self.tr("The demo is starting. It opens in a window of its own; close that one to leave it.")
        )

    def _demo_ended(self, words: str) -> None:
        if words:
            self._services.toast(self.tr("The demo did not go well: {words}").format(words=words), tone="err")
        elif not self._any_account:
            connect = partial(self._services.commands.run, "account.connect")
            self._services.toast(self.tr("The demo is closed."), action=self.tr("Connect an account …"), deed=connect)

    def _why_no_demo(self) -> str:
        if self._is_demo:
            return self.tr("This is the demo.")
        return self.tr("The demo is open already.") if self.demo.running else ""

    def why_not_connect(self) -> str:
        return self.tr("This is the demo. Close it to connect an account.") if self._is_demo else ""
