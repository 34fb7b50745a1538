"""Owns the commands that filter the list: by its menu, by days, or by what the palette is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desk.domain.clock import Clock
from desk.ui.actions.commands import Choice
from desk.ui.orders.hits import Filter
from desk.ui.orders.list_pane import ListPane
from desk.ui.window_services import WindowServices


class Filtering:
    """Wherever the agent is, the list comes on show first: `show_list` turns its page, `focus_list` the keyboard."""

    def __init__(
        self,
        screen: QWidget,
        pane: ListPane,
        clock: Clock,
        services: WindowServices,
        *,
        show_list: Callable[[], object],
        focus_list: Callable[[], object],
    ) -> None:
        self._screen, self._pane, self._clock, self._services = screen, pane, clock, services
        self._show_list, self._focus_list = show_list, focus_list
        commands = services.commands
        commands.bind("search.days", self._choose_days)
        commands.ask("search.days", self._days)
        commands.bind("search.narrow", self._choose_narrowing)
        commands.ask("search.narrow", self._narrowings)

    def _come(self) -> None:
        if not self._screen.isVisible():
            self._services.commands.run("go.search")
        self._show_list()

    def _choose_days(self) -> None:
        self._come()
        self._pane.choose_days()

    def _choose_narrowing(self) -> None:
        self._come()
        self._pane.chips.open_menu()

    def _narrow(self, shown: Filter) -> None:
        self._come()
        self._pane.narrow(shown)
        self._focus_list()

    def _days(self, text: str) -> Sequence[Choice]:
        from desk.ui.orders.asking import days  # only once the palette asks

        return days(self._pane, self._clock, self._narrow, text)

    def _narrowings(self, text: str) -> Sequence[Choice]:
        from desk.ui.orders.asking import narrowings

        return narrowings(self._pane, self._narrow, text)
