"""Owns where the agent has been: back and forward like a browser's, fifty steps. Qt-free and pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desk.domain.values import OrderId, ReturnId

_STEPS = 50


class Area(StrEnum):
    """The areas of the window that exist."""

    SEARCH = "search"
    RETURNS = "returns"
    TO_SHIP = "to-ship"
    OUTBOX = "outbox"
    ANALYTICS = "analytics"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Place:
    """An area with what was open in it."""

    area: Area
    query: str = ""
    order: OrderId | None = None
    goods: ReturnId | None = None  # the return on show


class History:
    """The places in the order they were visited, and which one is shown."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    @property
    def here(self) -> Place | None:
        return self._places[self._at] if self._places else None

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at < len(self._places) - 1

    def visit(self, place: Place) -> None:
        """Come to a place. The same place again is no step, and going somewhere new forgets what lay ahead."""
        if place == self.here:
            return
        del self._places[self._at + 1 :]
        self._places.append(place)
        del self._places[:-_STEPS]
        self._at = len(self._places) - 1

    def correct(self, place: Place) -> None:
        """Replace the shown place, such as a query while it is typed: each keystroke is no step."""
        if self._places:
            self._places[self._at] = place
        else:
            self.visit(place)

    def back(self) -> Place | None:
        """One step back; None at the beginning."""
        if not self.can_go_back:
            return None
        self._at -= 1
        return self.here

    def forward(self) -> Place | None:
        """One step forward; None at the end."""
        if not self.can_go_forward:
            return None
        self._at += 1
        return self.here
