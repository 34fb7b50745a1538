"""Owns the running registry of commands: their QActions, who does them, and why one is not possible now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desk.ui.actions.catalogue import BY_ID, CATALOGUE
from desk.ui.actions.command import Command
from desk.ui.actions.menus import Menu
from desk.ui.theme.icons import icon

Reason = Callable[[], str]
"""Why a command is not possible now, in the window's language; empty when it is."""


@dataclass(frozen=True, slots=True)
class _Binding:
    """Who does a command, where, and why not now."""

    deed: Callable[[], object]
    reason: Reason | None
    scope: QWidget | None
    explain: Callable[[], object] | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to what a command asks for in the palette. `hint` stands at its right end."""

    text: str
    deed: Callable[[], object]
    hint: str = ""


Choices = Callable[[str], Sequence[Choice]]
"""The answers that fit what is typed, best first; all of a list, or one made of the text itself."""


def fitting(choices: Iterable[Choice], text: str) -> list[Choice]:
    """Those in which each typed word begins a word."""
    wanted = text.lower().split()
    return [
        one
        for one in choices
        if all(any(word.startswith(part) for word in one.text.lower().split()) for part in wanted)
    ]


def words(source: str) -> str:
    """A command's text in the window's language."""
    return QCoreApplication.translate("commands", source)


class Commands(QObject):
    """All commands of one window. Each has one QAction, shared by menu bar, buttons, palette and keys.

    Screens `bind` what they can do. `refresh` asks every bound command again whether it is possible.
    """

    refreshed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._bindings: dict[str, list[_Binding]] = {}
        self._menus: dict[Menu, QMenu] = {}
        self._choices: dict[str, QActionGroup] = {}
        self._asked: dict[str, Choices] = {}
        self._whys: dict[str, list[QShortcut]] = {}
        for command in CATALOGUE:
            self._actions[command.id] = self._made(command, window)
        self.retranslate()

    def _made(self, command: Command, window: QWidget) -> QAction:
        action = QAction(window)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        if command.glyph is not None:
            action.setIcon(icon(command.glyph))
        if command.choice == "toggle":
            action.setCheckable(True)
        elif command.choice:
            action.setCheckable(True)
            group = self._choices.setdefault(command.choice, QActionGroup(self))
            group.addAction(action)
        action.setEnabled(False)
        action.triggered.connect(lambda _checked=False, one=command.id: self.run(one))
        window.addAction(action)
        return action

    def bind(
        self,
        command: str,
        deed: Callable[[], object],
        reason: Reason | None = None,
        *,
        scope: QWidget | None = None,
        explain: Callable[[], object] | None = None,
    ) -> QAction:
        """Say who does a command, and why it may not be done now. Raises KeyError for an unknown id.

        With a `scope` it holds only while that widget is on screen, and then before what was bound earlier.
        `explain` tells the reason where one is given: its key and the palette lead to it then.
        """
        action = self._actions[command]
        self._bindings.setdefault(command, []).append(_Binding(deed, reason, scope, explain))
        if explain is not None and command not in self._whys:
            self._whys[command] = [self._why_key(command, key) for key in BY_ID[command].keys]
        self._settle(command)
        return action

    def ask(self, command: str, choices: Choices) -> None:
        """In the palette this command asks for its argument in the same field; elsewhere it does what is bound."""
        self._asked[command] = choices

    def choices(self, command: str) -> Choices | None:
        """What a command asks for in the palette; None where it asks nothing."""
        return self._asked.get(command)

    def _binding(self, command: str) -> _Binding | None:
        for one in reversed(self._bindings.get(command, [])):
            if one.scope is None or one.scope.isVisible():
                return one
        return None

    def action(self, command: str) -> QAction:
        return self._actions[command]

    def key(self, command: str) -> str:
        """The first key of a command as people read it, such as `Strg+F`."""
        keys = BY_ID[command].keys
        return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def why_not(self, command: str) -> str:
        """The reason why a command is not possible now; empty when it is."""
        found = self._binding(command)
        if found is None:
            return self.tr("Not available here.")
        return found.reason() if found.reason is not None else ""

    def run(self, command: str) -> bool:
        """Do it if it is possible now; false when it is not."""
        found = self._binding(command)
        if found is None or self.why_not(command):
            return False
        found.deed()
        return True

    def _why_key(self, command: str, key: str) -> QShortcut:
        """The key of a barred command, which Qt would let lie: it tells why."""
        made = QShortcut(QKeySequence(key), self._window)
        made.activated.connect(lambda: self.explain(command))
        return made

    def can_explain(self, command: str) -> bool:
        """Whether somebody tells why a command is not possible now."""
        found = self._binding(command)
        return found is not None and found.explain is not None and bool(self.why_not(command))

    def explain(self, command: str) -> None:
        """Tell why a command is not possible now, where somebody does."""
        found = self._binding(command)
        if found is not None and found.explain is not None and self.can_explain(command):
            found.explain()

    def mark(self, command: str, on: bool) -> None:
        """Show which one of a choice holds."""
        self._actions[command].setChecked(on)

    def refresh(self) -> None:
        for command in self._actions:
            self._settle(command)
        self.refreshed.emit()

    def _settle(self, command: str) -> None:
        action = self._actions[command]
        reason = self.why_not(command)
        for key in self._whys.get(command, ()):
            key.setEnabled(bool(reason))  # never both: of two that hold, neither would be taken
        tip = reason or action.text()
        if action.isEnabled() != (not reason):
            action.setEnabled(not reason)
        if action.toolTip() != tip:  # each setter tells every menu and button, changed or not
            action.setToolTip(tip)
            action.setStatusTip(reason)

    def fill(self, bar: QMenuBar) -> None:
        """Build the menu bar: each menu holds its commands, with a line between groups."""
        for menu in Menu:
            made = self._menus[menu] = bar.addMenu(words(menu.value))
            made.setToolTipsVisible(True)
            group = 0
            for command in CATALOGUE:
                if command.menu is not menu:
                    continue
                if command.group != group:
                    made.addSeparator()
                    group = command.group
                made.addAction(self._actions[command.id])

    def retranslate(self) -> None:
        for menu, shown in self._menus.items():
            shown.setTitle(words(menu.value))
        for command in CATALOGUE:
            self._actions[command.id].setText(words(command.text))
        self.refresh()

    def known(self) -> Iterator[tuple[Command, QAction]]:
        """Every command with its action, in the catalogue's order."""
        for command in CATALOGUE:
            yield command, self._actions[command.id]
