"""Owns what the window offers to the screens inside it. A screen gets this and never the window itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from desk.domain.values import OrderId, PushId, ReturnId
from desk.ui.actions.commands import Commands

if TYPE_CHECKING:
    from desk.services.return_lists import Filter
    from desk.services.return_undoing import TakenBack


class WindowServices(Protocol):
    """Commands, toasts, and ways to other places of the window."""

    @property
    def commands(self) -> Commands: ...

    def toast(
        self, text: str, *, tone: str = "info", action: str = "", deed: Callable[[], object] | None = None
    ) -> None:
        """Tell something at the bottom right; "err" stays. `action` is the text of a button for `deed`."""
        ...

    def queued(
        self, text: str, pushes: Sequence[PushId], hold_seconds: float, *, back: Callable[[], TakenBack] | None = None
    ) -> None:
        """Tell that pushes were queued, with the count-down of their hold and Undo, which recalls them.

        `back` takes back more than that, and is called off the main thread.
        """
        ...

    def undoable(self, text: str, back: Callable[[], object]) -> None:
        """Tell that something was done at once, with Undo (also Ctrl+Z, for the whole session), which calls `back`."""
        ...

    def open_order(self, order: OrderId) -> None: ...

    def open_return(self, wanted: ReturnId) -> None:
        """Show one return in its area."""
        ...

    def open_returns(self, wanted: Filter) -> None:
        """The list of returns, filtered."""
        ...

    def open_outbox(self) -> None: ...

    def search(self, text: str) -> None:
        """Put a text into the search field, as if the agent had typed it."""
        ...

    def announce(self, text: str) -> None:
        """Say something to screen readers only."""
        ...
