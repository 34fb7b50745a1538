"""Owns the page of one return: head, deeds and cards. Built once and refilled; asks nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.returns.case.calls import CaseCalls
from desk.ui.returns.case.cards import FactsCard, GoodsCard, MoneyCard, PhotosCard, TasksCard
from desk.ui.returns.case.deed_bar import DeedBar
from desk.ui.returns.case.header import CaseHeader
from desk.ui.theme import tokens
from desk.ui.theme.look import scaled

if TYPE_CHECKING:
    from desk.services.return_case import ReturnCase

_SIDE, _TOP = tokens.PAGE_MARGIN
_LEFT_AT_LEAST = 400
_BESIDE = 300


class CasePage(QScrollArea):
    """One return, once `show_case` has told which."""

    def __init__(self, calls: CaseCalls, parent: QWidget) -> None:
        super().__init__(parent)
        clock = self._clock = calls.clock
        self.case: ReturnCase | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = QWidget()
        self._page.setProperty("ground", "none")
        self._page.setMinimumWidth(1)
        self.header = CaseHeader(self._page)
        self.deeds = DeedBar(self._page)
        self.goods = GoodsCard(self._page)
        self.money = MoneyCard(self._page)
        self.facts = FactsCard(self._page)
        self.tasks = TasksCard(clock, self._page)
        self.photos = PhotosCard(calls, self._page)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(_SIDE, _TOP, _SIDE, 20)
        page.setSpacing(tokens.CARD_GAP)
        page.addWidget(self.header)
        page.addWidget(self.deeds)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(tokens.CARD_GAP)
        self._main, self._beside = QWidget(self._page), QWidget(self._page)
        for column, cards in (
            (self._main, (self.tasks, self.goods, self.facts)),
            (self._beside, (self.money, self.photos)),
        ):
            stack = QVBoxLayout(column)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(tokens.CARD_GAP)
            for card in cards:
                stack.addWidget(card)
            stack.addStretch(1)
        self._main.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._columns.addWidget(self._main, 1)
        self._columns.addWidget(self._beside)
        page.addLayout(self._columns)
        page.addStretch(1)
        self.setWidget(self._page)

    def show_case(self, case: ReturnCase) -> None:
        """Fill all parts. The scroll position stays where the same return is shown again."""
        again = self.case is not None and self.case.view.id == case.view.id
        self.case = case
        self.tell_time()
        self.deeds.show_case(case)
        for card in (self.tasks, self.goods, self.money, self.facts, self.photos):
            card.show_case(case)
        if not again:
            self.verticalScrollBar().setValue(0)

    def tell_time(self) -> None:
        """Tell anew what is left of deadlines."""
        if self.case is not None:
            self.header.show_case(self.case, self._clock.now())

    def reword(self) -> None:
        """The language, the formats or the look have changed."""
        if self.case is not None:
            self.show_case(self.case)
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """One or two columns, as many as the width has room for."""
        beside = scaled(_BESIDE)
        room = self.width() - 2 * _SIDE - 10
        if room >= scaled(_LEFT_AT_LEAST) + tokens.CARD_GAP + beside:
            self._columns.setDirection(QBoxLayout.Direction.LeftToRight)
            self._beside.setFixedWidth(beside)
        else:
            self._columns.setDirection(QBoxLayout.Direction.TopToBottom)
            self._beside.setMinimumWidth(0)
            self._beside.setMaximumWidth(16_777_215)
