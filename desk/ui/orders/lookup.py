"""Owns what the command palette finds among orders: those opened last, and the first hits of its own question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk.domain.rows import ChannelTile, OrderRow
from desk.domain.values import OrderId
from desk.ui.orders.calls import Calls
from desk.ui.orders.searching import Answer, Searching
from desk.ui.widgets.foreign import alone, in_a_row

if TYPE_CHECKING:
    from desk.domain.views import OrderView

_REMEMBERED = 10
_HITS = 5
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order as the palette lists it."""

    order: OrderId
    tile: ChannelTile
    number: str
    context: str

    def fits(self, text: str) -> bool:
        """Whether every word stands in number or name."""
        own = f"{self.number} {self.context}".casefold()
        return all(word in own for word in text.casefold().split())


class Lookup(QObject):
    """Asks on a connection of its own, so that the list's question runs on undisturbed."""

    found = Signal(str, object)  # the text, tuple[FoundOrder, ...]

    def __init__(self, calls: Calls, parent: QObject) -> None:
        super().__init__(parent)
        self._searching = Searching(calls, self)
        self._searching.answered.connect(self._tell)
        self._recent: tuple[FoundOrder, ...] = ()

    @property
    def recent(self) -> Sequence[FoundOrder]:
        """The orders opened last, the newest first. Kept in memory only: buyers' names go into no settings file."""
        return self._recent

    def remember(self, view: OrderView) -> None:
        opened = FoundOrder(view.id, view.tile, view.number, alone(view.buyer.name or view.recipient.name))
        others = [one for one in self._recent if one.order != opened.order]
        self._recent = (opened, *others)[:_REMEMBERED]

    def ask(self, text: str) -> None:
        """Look for orders; `found` comes with the first hits, perhaps twice. Too short a text finds nothing."""
        if len(text.strip()) >= _SHORTEST:
            self._searching.ask(text)
        else:
            self.found.emit(text, ())

    def close(self) -> None:
        self._searching.close()

    def _tell(self, answer: Answer) -> None:
        self.found.emit(answer.hits.text, tuple(_found(row) for row in answer.hits.orders[:_HITS]))


def _found(row: OrderRow) -> FoundOrder:
    return FoundOrder(row.id, row.tile, row.number, in_a_row((row.name, row.first_item)))
