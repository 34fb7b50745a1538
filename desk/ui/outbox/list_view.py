"""Owns how keys and mouse move and select in the outbox: one row follows the keyboard, or several are marked (UX 8)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QListView

from desk.ui.widgets.ground import lay_ground, promise_ground

_Flag = QItemSelectionModel.SelectionFlag
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class PushList(QListView):
    """Space or X marks the row one is at; from then on moving leaves what is marked. Esc ends that."""

    marked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.marking = False
        promise_ground(self)

    def step(self, rows: int) -> None:
        """To a later or an earlier row."""
        self.go_to(min(max(self.currentIndex().row() + rows, 0), self.model().rowCount() - 1))

    def go_to(self, row: int) -> None:
        """Be at this row; it alone is selected unless others are marked.

        The view's own way would toggle it while somebody holds the control key.
        """
        flag = _Flag.NoUpdate if self.marking else _Flag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), flag)

    def toggle(self) -> None:
        """Mark the row one is at, or take its mark away; with the last mark marking ends."""
        here = self.currentIndex()
        if not here.isValid():
            return
        if not self.marking:
            self.selectionModel().select(here, _Flag.ClearAndSelect)
            self.marking = True
        else:
            self.selectionModel().select(here, _Flag.Toggle)
        if self.selectionModel().hasSelection():
            self.marked.emit()
        else:
            self.end_marking()

    def extend(self, rows: int) -> None:
        """Mark from here to the next row."""
        self.marking = True
        here = self.currentIndex().row()
        there = min(max(here + rows, 0), self.model().rowCount() - 1)
        self.selectionModel().select(self.model().index(here, 0), _Flag.Select)
        self.selectionModel().setCurrentIndex(self.model().index(there, 0), _Flag.Select)
        self.marked.emit()

    def end_marking(self) -> None:
        """Nothing is marked any more; the row one is at is selected."""
        self.marking = False
        self.go_to(self.currentIndex().row())
        self.marked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        lay_ground(self, event)
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Space, Qt.Key.Key_X) and not modifiers:
            self.toggle()
        elif key in _STEPS and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.extend(_STEPS[Qt.Key(key)])
        elif key in _STEPS and not modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            self.step(_STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape and self.marking:
            self.end_marking()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
            self.marking = True
            self.marked.emit()
        elif event.text().isprintable() and event.text() and not modifiers & ~Qt.KeyboardModifier.ShiftModifier:
            event.ignore()  # single keys are commands; Qt's type-ahead would eat them
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        marking = len(self.selectionModel().selectedIndexes()) > 1
        if marking or self.marking:
            self.marking = marking
            self.marked.emit()

    def event(self, event: QEvent) -> bool:
        # Esc is a command of the whole window; while something is marked it ends that first.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.marking
        ):
            event.accept()
            return True
        return super().event(event)
