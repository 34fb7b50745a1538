"""Owns the question whether a screen reader can name every control.

`python -m checks.controls` opens each screen and state that desk.ui.pictures knows, walks its accessible tree
and fails for a control that a person can reach and that has no name.
"""

import importlib
import os
import sys
from collections.abc import Iterable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first import of Qt

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

Role = QAccessible.Role
Text = QAccessible.Text
# What a person acts on. Panes and layouts need no name, and static text is its own.
CONTROLS = {
    Role.Button,
    Role.ButtonDropDown,
    Role.ButtonDropGrid,
    Role.ButtonMenu,
    Role.CheckBox,
    Role.ComboBox,
    Role.Dial,
    Role.Dialog,
    Role.EditableText,
    Role.HotkeyField,
    Role.Link,
    Role.List,
    Role.MenuItem,
    Role.PageTab,
    Role.RadioButton,
    Role.Slider,
    Role.SpinBox,
    Role.Switch,
    Role.Table,
    Role.Tree,
}
# Inside these stand the model's rows, or parts that the control speaks for.
WHOLE = {Role.ComboBox, Role.List, Role.SpinBox, Role.Table, Role.Tree}


def described(node: QAccessibleInterface) -> str:
    """What finds the control in the sources: its class and its object name."""
    thing = node.object()
    if thing is None:
        return node.role().name
    return type(thing).__name__ + (f"#{thing.objectName()}" if thing.objectName() else "")


def walk(node: QAccessibleInterface, path: tuple[str, ...]) -> Iterator[tuple[QAccessibleInterface, tuple[str, ...]]]:
    here = (*path, described(node))
    yield node, here
    if node.role() in WHOLE:
        return
    for index in range(node.childCount()):
        child = node.child(index)
        if child.isValid() and not child.state().invisible:
            yield from walk(child, here)


def unnamed(screen: QWidget) -> list[str]:
    """Paths to the controls of a shown widget that have no name."""
    root = QAccessible.queryAccessibleInterface(screen)
    if root is None:
        return [f"{type(screen).__name__} has no accessible tree"]
    return [
        f"{node.role().name} without a name: {' > '.join(path)}"
        for node, path in walk(root, ())
        if node.role() in CONTROLS and not node.text(Text.Name).strip()
    ]


def faults(screens: Iterable[tuple[str, QWidget]]) -> tuple[int, list[str]]:
    """How many screens were opened, and what is wrong on them, each once."""
    found: dict[str, str] = {}
    count = 0
    for name, screen in screens:
        count += 1
        for fault in unnamed(screen):
            found.setdefault(fault, name)
    return count, [f"{name}: {fault}" for fault, name in found.items()]


def main() -> int:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    pictures = importlib.import_module("desk.ui.pictures")
    count, found = faults(pictures.screens(application))
    for fault in found:
        print(fault)
    if not count:
        print("desk.ui.pictures shows no screen, so nothing was looked at")
        return 1
    print(f"{count} screens, {len(found)} unnamed controls")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
