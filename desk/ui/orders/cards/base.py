"""Owns what all cards of order 360 share: refilling only what changed, and the "updated" mark after a sync."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desk.domain.clock import Clock
from desk.domain.values import OrderId
from desk.ui.orders.texts import copy
from desk.ui.theme.icons import Glyph
from desk.ui.widgets.button import IconButton
from desk.ui.widgets.card import Card
from desk.ui.widgets.label import Label

if TYPE_CHECKING:
    from desk.domain.views import OrderView

_COPIED_MS = 1200
W = TypeVar("W", bound=QWidget)


class OrderCard(Card):
    """A card that shows one part of an order. Children say what they show in `content_of` and paint it in `fill`."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.clock = clock
        self._order: OrderId | None = None
        self._shown: Hashable = None
        self._view: OrderView | None = None
        self._updated = Label("", "secondary", "accent")
        self._updated.hide()
        self.add_to_title(self._updated)

    def title(self) -> str:
        """The card's title in the window's language."""
        raise NotImplementedError

    def content_of(self, view: OrderView) -> Hashable:
        """What the card shows of an order; when it is equal, nothing is painted anew."""
        raise NotImplementedError

    def fill(self, view: OrderView) -> None:
        """Put the order into the widgets."""
        raise NotImplementedError

    def is_wanted(self, view: OrderView) -> bool:
        """Whether there is anything to show."""
        return True

    def show_view(self, view: OrderView, *, by_sync: bool) -> None:
        """Show an order. `by_sync`: it was open already and something else than the agent may have changed it."""
        content = self.content_of(view)
        same_order = view.id == self._order
        self._view = view
        if same_order and content == self._shown:
            return
        if not same_order:
            self._updated.hide()
        elif by_sync:
            self._updated.setText(self.tr("updated"))
            self._updated.setToolTip(self.tr("Changed at the channel while you had it open."))
            self._updated.show()
        self._order, self._shown = view.id, content
        wanted = self.is_wanted(view)
        if wanted:
            self.show_title(self.title())
            self.fill(view)
        self.setVisible(wanted)

    def reword(self) -> None:
        """Fill anew in another language or another day."""
        if self._view is not None:
            self.show_title(self.title())
            self.fill(self._view)


def pooled(pool: list[W], count: int, make: Callable[[], W], layout: QBoxLayout) -> Sequence[W]:
    """So many rows out of a pool that only grows: made once, hidden when not needed."""
    while len(pool) < count:
        row = make()
        pool.append(row)
        layout.addWidget(row)
    for place, row in enumerate(pool):
        row.setVisible(place < count)
    return pool[:count]


class CopyButton(IconButton):
    """Copies a text and says so by its icon for a moment.

    A `quiet` one is painted only while the mouse is over its row or the keyboard is on it; it can be reached always.
    """

    def __init__(self, name: str = "", *, quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(Glyph.COPY, name, parent=parent)
        self._text = ""
        self._quiet = quiet
        self._back = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._back.timeout.connect(lambda: self.show_glyph(Glyph.COPY))
        self.clicked.connect(self._copy)

    def paintEvent(self, event: QPaintEvent) -> None:
        row = self.parentWidget()
        if not self._quiet or self.hasFocus() or self._back.isActive() or (row is not None and row.underMouse()):
            super().paintEvent(event)

    def offer(self, text: str) -> None:
        self._text = text
        self.setEnabled(bool(text))

    def _copy(self) -> None:
        copy(self._text)
        self.show_glyph(Glyph.CHECK)
        self._back.start()
