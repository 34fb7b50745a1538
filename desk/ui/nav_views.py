"""Owns the saved views below the areas in the side navigation: as many as there is room for, each with its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.ui.locale import locale
from desk.ui.theme import tokens
from desk.ui.theme.icons import Glyph
from desk.ui.theme.look import scaled
from desk.ui.widgets.foreign import alone
from desk.ui.widgets.label import Label
from desk.ui.widgets.nav import NavRow

MOST_VIEWS = 12
"""So many are counted and offered here; all of them are in the list's own menu."""
_GAP = tokens.NAV_PITCH - tokens.NAV_ROW
_ABOVE = 12


@dataclass(frozen=True, slots=True)
class NavView:
    """A saved view as the side bar shows it."""

    id: int
    name: str
    count: int


class NavViews(QWidget):
    """`chosen` with the view the agent wants."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._views: tuple[NavView, ...] = ()
        self._rail = False
        self.rows: list[NavRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, _ABOVE, 0, 0)
        self._column.setSpacing(_GAP)
        self._head = Label("", "secondary", "2")
        self._head.setContentsMargins(12, 0, 0, 0)
        self._column.addWidget(self._head)
        self._column.addStretch(1)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # what has no room is left out: the window may be as low as it likes

    def show_views(self, views: Sequence[NavView]) -> None:
        self._views = tuple(views)
        while len(self.rows) < len(self._views):
            row = NavRow(Glyph.TAG, self)
            row.setCheckable(False)  # the area of its list is what is chosen
            row.show_as_rail(self._rail)
            row.clicked.connect(partial(self._choose, len(self.rows)))
            self._column.insertWidget(self._column.count() - 1, row)
            self.rows.append(row)
        for row, view in zip(self.rows, self._views, strict=False):
            row.show_text(alone(view.name))
            row.show_badge(
                locale().number(view.count) if view.count else "", "", self.tr("%n return(s)", "", view.count)
            )
        self._fit()

    def _choose(self, place: int, _checked: bool = False) -> None:
        self.chosen.emit(self._views[place].id)

    def retranslate(self) -> None:
        self._head.setText(self.tr("Views"))
        self.setAccessibleName(self.tr("Views"))
        self.show_views(self._views)

    def show_as_rail(self, rail: bool) -> None:
        self._rail = rail
        for row in self.rows:
            row.show_as_rail(rail)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Whole rows only."""
        head = 0 if self._rail else self._head.sizeHint().height() + _GAP
        room = (self.height() - _ABOVE - head) // (scaled(tokens.NAV_ROW) + _GAP)
        self._head.setVisible(bool(self._views) and room > 0 and not self._rail)
        for place, row in enumerate(self.rows):
            row.setVisible(place < min(room, len(self._views)))
