"""Owns the card of an order's returns: number, state, pieces, and the way to each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.clock import Clock, Instant
from desk.domain.values import ReturnId
from desk.ui.locale import locale
from desk.ui.orders.cards.base import pooled
from desk.ui.orders.texts import Line
from desk.ui.returns.case.words import FILLED, LOOKS, state_words
from desk.ui.widgets.button import LinkButton
from desk.ui.widgets.card import Card
from desk.ui.widgets.foreign import in_a_row
from desk.ui.widgets.pill import Pill

if TYPE_CHECKING:
    from desk.services.return_case import Brief


class BriefRow(QWidget):
    """One return in a line."""

    wanted = Signal(object)  # ReturnId

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._id: ReturnId | None = None
        self.number = LinkButton(parent=self)
        self.number.clicked.connect(lambda: self.wanted.emit(self._id))
        self.state = Pill(parent=self)
        self.facts = Line("", "secondary", "2", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.number)
        row.addWidget(self.facts, 1)
        row.addWidget(self.state)

    def show_brief(self, one: Brief, now: Instant) -> None:
        self._id = one.id
        self.number.show_text(one.number)
        self.number.setAccessibleName(self.tr("Open return {number}").format(number=one.number))
        tone, glyph = LOOKS[one.state]
        self.state.show_status(state_words(one.state), tone, glyph=glyph, filled=tone in FILLED)
        pieces = self.tr("{received} of {announced} arrived").format(
            received=locale().number(one.received), announced=locale().number(one.announced)
        )
        self.facts.setText(in_a_row((locale().near(one.opened_at, now), pieces)))


class ReturnsCard(Card):
    """The returns of one order, those under way first."""

    opened = Signal(object)  # ReturnId
    another_wanted = Signal()

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._clock = clock
        self._briefs: Sequence[Brief] = ()
        self.another = LinkButton()
        self.another.clicked.connect(self.another_wanted)
        self.add_to_title(self.another)
        self.rows: list[BriefRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.content.addLayout(self._list)

    def show_briefs(self, briefs: Sequence[Brief]) -> None:
        self._briefs = briefs
        self.show_title(self.tr("Returns"))
        self.another.show_text(self.tr("Another return …"))
        now = self._clock.now()
        for row, one in zip(pooled(self.rows, len(briefs), self._made_row, self._list), briefs, strict=True):
            row.show_brief(one, now)
        self.setVisible(bool(briefs))

    def reword(self) -> None:
        self.show_briefs(self._briefs)

    def _made_row(self) -> BriefRow:
        row = BriefRow(self)
        row.wanted.connect(self.opened)
        return row
