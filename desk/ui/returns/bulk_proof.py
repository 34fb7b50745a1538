"""Owns what the agent says before a batch that cannot be undone: a reason with no preset, how many rows there are."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desk.services.return_batch import BatchDeed, Plan
from desk.ui.locale import locale
from desk.ui.orders.deeds.fields import ReasonBox
from desk.ui.returns.bulk_words import grounds
from desk.ui.theme.look import font, scaled
from desk.ui.widgets.burst import BurstGuard
from desk.ui.widgets.label import Label

translate = QCoreApplication.translate
_OWN = "own"
_LONGEST = 500


class Proof(QWidget):
    """`changed` whenever something is chosen or typed."""

    changed = Signal()

    def __init__(self, deed: BatchDeed, parent: QWidget) -> None:
        super().__init__(parent)
        self._gives_reason = deed in (BatchDeed.DECLINE, BatchDeed.REJECT)
        self._deed, self._count, self._ready = deed, 0, False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        self.reason_name, self.count_name = Label("", "body"), Label("", "body")
        self.reason = ReasonBox(grounds(deed) if self._gives_reason else (), "", self)
        self.reason.setMinimumWidth(scaled(300))
        self.own = QLineEdit(self)
        self.own.setMaxLength(_LONGEST)
        self.count = QLineEdit(self)
        self.count.setFixedWidth(scaled(96))
        self.count.setMaxLength(8)
        self.count.setFont(font("body", tabular=True))
        BurstGuard(self.count)
        self.reason_name.setBuddy(self.reason)
        self.count_name.setBuddy(self.count)
        grid.addWidget(self.reason_name, 0, 0)
        grid.addWidget(self.reason, 0, 1)
        grid.addWidget(self.own, 0, 2)
        grid.addWidget(self.count_name, 1, 0)
        grid.addWidget(self.count, 1, 1)
        self.reason.currentIndexChanged.connect(self._tell)
        self.own.textChanged.connect(self._tell)
        self.count.textChanged.connect(self._tell)
        self._show()

    @property
    def asks(self) -> bool:
        return self._ready and (self._gives_reason or self._count > 0)

    def ask_for(self, count: int, *, any_ready: bool) -> None:
        """How many rows the agent has to type; none: nothing is to be typed."""
        self._count, self._ready = count, any_ready
        self._show()

    def retranslate(self) -> None:
        self.reason_name.setText(translate("returns", "Reason"))
        self.reason.setAccessibleName(translate("returns", "Reason"))
        for at, (_value, words) in enumerate(grounds(self._deed) if self._gives_reason else ()):
            self.reason.setItemText(at, words)
        self.own.setPlaceholderText(translate("returns", "In your words"))
        self.own.setAccessibleName(translate("returns", "The reason in your words"))
        self._show()

    def _show(self) -> None:
        for widget in (self.reason_name, self.reason):
            widget.setVisible(self._gives_reason)
        self.own.setVisible(self._gives_reason and self.reason.value() == _OWN)
        words = translate("returns", "To confirm, type how many rows there are ({count}):")
        self.count_name.setText(words.format(count=locale().number(self._count)))
        self.count.setAccessibleName(self.count_name.text())
        for asked in (self.count_name, self.count):
            asked.setVisible(self._count > 0)

    def _tell(self) -> None:
        self.own.setVisible(self._gives_reason and self.reason.value() == _OWN)
        self.changed.emit()

    def take_focus(self) -> None:
        """To the first that is missing."""
        if self._gives_reason and not self.words():
            (self.own if self.reason.value() == _OWN else self.reason).setFocus()
        elif self._count:
            self.count.setFocus()
            self.count.selectAll()

    def words(self) -> str:
        """What is told as the reason; empty while there is none."""
        if not self._gives_reason or not self.reason.value():
            return ""
        return " ".join(self.own.text().split()) if self.reason.value() == _OWN else self.reason.currentText()

    def said_in(self, plan: Plan) -> Plan:
        return replace(plan, wish=replace(plan.wish, words=self.words())) if self._gives_reason else plan

    def why_not(self) -> str:
        if self._gives_reason and not self.words():
            return translate("returns", "Choose a reason.")
        if self._count and locale().parse_quantity(self.count.text()) != self._count:
            words = translate("returns", "Type how many rows there are: {count}.")
            return words.format(count=locale().number(self._count))
        return ""
