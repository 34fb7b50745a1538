"""Owns the dialog that asks for the days of orders: from and to as typed, what that means, months by one click."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.ui.locale import locale
from desk.ui.orders.chips import days_words
from desk.ui.orders.days import Days, month_of, read_both
from desk.ui.theme.look import scaled
from desk.ui.widgets.button import Chip, KeyButton
from desk.ui.widgets.fitting import fit
from desk.ui.widgets.label import Label


class RangeDialog(QDialog):
    """`chosen` carries the Days. Enter takes them, Esc leaves."""

    chosen = Signal(object)  # Days

    def __init__(self, today: date, shown: Days, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._today = today
        title = self.tr("Orders of these days")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(title, "card-name"))
        fields = QHBoxLayout()
        fields.setSpacing(12)
        self.begin = self._field(fields, self.tr("From"), shown.first)
        self.end = self._field(fields, self.tr("To"), shown.last)
        column.addLayout(fields)
        hint = self.tr("A day, a month (11/2026) or a year; an empty field leaves that side open.")
        column.addWidget(Label(hint, "secondary", "2", wrap=True))
        column.addLayout(self._months())
        self.meant = Label("", "body", wrap=True)
        column.addWidget(self.meant)
        buttons = QHBoxLayout()
        self.cancel = KeyButton(self.tr("Cancel"), key="Esc", parent=self)
        self.take = KeyButton(self.tr("Show these days"), key="Enter", primary=True, parent=self)
        self.cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self.confirm)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.take)
        column.addLayout(buttons)
        self.setFixedWidth(scaled(440))
        self._show_meant()
        self.begin.setFocus()
        self.begin.selectAll()

    def _field(self, row: QHBoxLayout, name: str, day: date | None) -> QLineEdit:
        label = Label(name, "secondary", "2")
        field = QLineEdit(locale().day_of(day) if day is not None else "", self)
        field.setAccessibleName(name)
        field.setPlaceholderText(locale().day_of(self._today))
        field.textChanged.connect(self._show_meant)
        field.returnPressed.connect(self.confirm)
        label.setBuddy(field)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(field)
        row.addLayout(column)
        return field

    def _months(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.chips: list[Chip] = []
        year = Days(date(self._today.year, 1, 1), date(self._today.year, 12, 31))
        for text, days in (
            (self.tr("This month"), month_of(self._today)),
            (self.tr("Last month"), month_of(self._today, 1)),
            (self.tr("This year"), year),
        ):
            chip = Chip(text, parent=self)
            chip.setCheckable(False)
            chip.clicked.connect(lambda _=False, one=days: self._fill(one))
            self.chips.append(chip)
            row.addWidget(chip)
        row.addStretch(1)
        return row

    def _fill(self, days: Days) -> None:
        self.begin.setText(locale().day_of(days.first) if days.first is not None else "")
        self.end.setText(locale().day_of(days.last) if days.last is not None else "")

    def _days(self) -> Days | None:
        return read_both(self.begin.text(), self.end.text(), self._today)

    def _why_not(self, days: Days | None) -> str:
        if days is None:
            return self.tr("This is no date. Type it like {day}.").format(day=locale().day_of(self._today))
        if days.turned:
            return self.tr("The end lies before the beginning.")
        return "" if days != Days() else self.tr("Type at least one of the two.")

    def _show_meant(self) -> None:
        """What was understood, before it is taken (UX 10)."""
        days = self._days()
        why = self._why_not(days)
        self.take.forbid(why)
        words = why
        if not why and days is not None:
            words = days_words(days)
            if days.count is not None:
                words += " · " + self.tr("%n day(s)", "", days.count)
            elif days.last is None:
                words = self.tr("From {day} on").format(day=words.removesuffix(" –"))
            else:
                words = self.tr("Until {day}").format(day=words.removeprefix("– "))
        typed = bool(self.begin.text().strip() or self.end.text().strip())
        self.meant.set_tint("err" if why and typed else "2")
        self.meant.setText(words)
        if self.isVisible():
            fit(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit(self)

    def confirm(self) -> None:
        days = self._days()
        if days is not None and not self._why_not(days):
            self.chosen.emit(days)
            self.accept()
