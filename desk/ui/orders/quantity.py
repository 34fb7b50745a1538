"""Owns the small field for a number of pieces: minus, number, plus. The wheel needs the keyboard there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.burst import BurstGuard
from desk.ui.widgets.button import IconButton


class _Box(QSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Quantity(QWidget):
    """Whole pieces from nought to what is open."""

    changed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = _Box(self)
        self.box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.box.setFixedWidth(scaled(56))
        BurstGuard(self.box.lineEdit())
        self.less = IconButton(Glyph.MINUS, "", parent=self)
        self.more = IconButton(Glyph.PLUS, "", parent=self)
        # The arrow keys do the same in the field, so Tab goes from field to field.
        for button in (self.less, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self.less, self.box, self.more):
            row.addWidget(widget)
        self.setFocusProxy(self.box)
        self.less.clicked.connect(self.box.stepDown)
        self.more.clicked.connect(self.box.stepUp)
        self.box.valueChanged.connect(self._changed)

    def name_it(self, thing: str) -> None:
        self.box.setAccessibleName(self.tr("Pieces of {}").format(thing))
        self.less.show_name(self.tr("One piece less"))
        self.more.show_name(self.tr("One piece more"))

    def show_value(self, value: int, most: int) -> None:
        """Set it without telling."""
        self.box.blockSignals(True)
        self.box.setMaximum(max(most, value))
        self.box.setValue(value)
        self.box.blockSignals(False)
        self._settle()

    def _changed(self, value: int) -> None:
        self._settle()
        self.changed.emit(value)

    def _settle(self) -> None:
        self.less.setEnabled(self.box.value() > 0)
        self.more.setEnabled(self.box.value() < self.box.maximum())
