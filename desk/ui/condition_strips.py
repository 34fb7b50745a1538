"""Owns the strips that say in what condition Desk is: offline, an account in trouble, the demo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desk.ui.condition import Condition
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.strip import Strip


class ConditionStrips(QObject):
    """`go_on` takes the keyboard when the strip that had it goes (UX 12: focus is never lost)."""

    def __init__(self, go_on: Callable[[], None], window: QWidget) -> None:
        super().__init__(window)
        self._go_on, self._window = go_on, window
        self.trouble = Strip(Glyph.WARNING, "warn")
        self.offline = Strip(Glyph.OFFLINE, "neutral")
        self.demo = Strip(Glyph.PUZZLE, "returned")

    @property
    def all(self) -> tuple[Strip, ...]:
        return self.trouble, self.offline, self.demo

    def show_demo(self, *, shown: bool) -> None:
        self.demo.say(
            self.tr("Demo – nothing is transferred") if shown else "", self.tr("Leave the demo") if shown else ""
        )

    def show_condition(self, condition: Condition, waiting: int) -> None:
        offline = ""
        if condition.offline:
            offline = (
                self.tr("Offline – changes are collected (%n)", "", waiting)
                if waiting
                else self.tr("Offline – changes are collected")
            )
        focused: QWidget | None = self._window.focusWidget()
        held = [one for one in self.all if focused is not None and one.isAncestorOf(focused)]
        self.offline.say(offline, self.tr("Try now") if offline else "")
        self.trouble.say(condition.trouble, self.tr("Sign in again …") if condition.trouble else "")
        if any(strip.isHidden() for strip in held):
            self._go_on()
