"""Owns what stands in place of the list where there is nothing to list: why, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.services.return_lists import Filter, Group
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import KeyButton
from desk.ui.widgets.label import Label

translate = QCoreApplication.translate


class Nothing(QWidget):
    """A sentence and at most one button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.told = Label("", "body", "2", wrap=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again = KeyButton(glyph=Glyph.SYNC)
        self.clear = KeyButton(glyph=Glyph.CLOSE)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.again)
        buttons.addWidget(self.clear)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self.told)
        column.addLayout(buttons)
        column.addStretch(2)
        self.retranslate()

    def retranslate(self) -> None:
        self.again.show_text(self.tr("Try again"))
        self.clear.show_text(self.tr("Clear filters"))

    def show_error(self, text: str) -> None:
        self.told.setText(text)
        self.told.set_tint("err")
        self.again.show()
        self.clear.hide()

    def show_nothing(self, wanted: Filter) -> None:
        narrowed = wanted != Filter(group=wanted.group)
        self.told.set_tint("2")
        self.told.setText(_why(wanted, narrowed=narrowed))
        self.again.hide()
        self.clear.setVisible(narrowed)


def _why(wanted: Filter, *, narrowed: bool) -> str:
    if narrowed:
        return translate("returns", "No return fits these filters.")
    if wanted.group is None:
        return translate(
            "returns",
            "There are no returns yet. Those that buyers open at a channel come here by themselves; for a parcel that "
            "is here, open a return from its order.",
        )
    return {
        Group.ANNOUNCED: translate("returns", "No return is announced. New ones come here by themselves."),
        Group.ARRIVED: translate("returns", "No return waits to be inspected."),
        Group.INSPECTED: translate("returns", "No inspected return waits for its refund."),
        Group.DONE: translate("returns", "No return is done yet."),
    }[wanted.group]
