"""Owns the list of services that the area "To ship" calls. All block: call them through `desk.ui.background` only.

A test hands the area its own `ToShipCalls`; the window gets `ServiceCalls`, the one implementation in the product.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from desk.domain.changes import Changes
from desk.domain.values import OrderId, PushId
from desk.domain.views import PushView

if TYPE_CHECKING:
    from desk.services.bulk_planning import Entry, Plan
    from desk.services.bulk_shipping import Report, RowResult
    from desk.services.context import Desk
    from desk.services.to_ship import Filter, Place, Summary, ToShipRow

HOLD_SECONDS = 10.0
"""So long the outbox holds a batch for the agent to take it back (UX 6)."""


class ToShipCalls(Protocol):
    """What the area asks of the services."""

    def summary(self) -> Summary: ...

    def page(self, wanted: Filter, *, after: Place | None, limit: int) -> tuple[ToShipRow, ...]: ...

    def ids(self, wanted: Filter) -> tuple[OrderId, ...]: ...

    def chosen(self, orders: Sequence[OrderId]) -> tuple[Entry, ...]: ...

    def read(self, text: str, name: str) -> tuple[Entry, ...]: ...

    def read_file(self, path: str) -> tuple[Entry, ...]: ...

    def filled(self, entries: Sequence[Entry], text: str, name: str) -> tuple[Entry, ...]: ...

    def plan(self, entries: Sequence[Entry]) -> Plan: ...

    def run(self, plan: Plan, tell: Callable[[RowResult, int], None], stop: threading.Event) -> Report: ...

    def standing_of(self, results: Sequence[RowResult]) -> dict[PushId, PushView]: ...

    def retry(self, pushes: Sequence[PushId]) -> Changes: ...


class ServiceCalls:
    """The real services. They are imported where they are used: the first paint waits for none of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def summary(self) -> Summary:
        from desk.services import to_ship

        return to_ship.summary(self._desk)

    def page(self, wanted: Filter, *, after: Place | None, limit: int) -> tuple[ToShipRow, ...]:
        from desk.services import to_ship

        return to_ship.page(self._desk, wanted, after=after, limit=limit)

    def ids(self, wanted: Filter) -> tuple[OrderId, ...]:
        from desk.services import to_ship

        return to_ship.ids(self._desk, wanted)

    def chosen(self, orders: Sequence[OrderId]) -> tuple[Entry, ...]:
        from desk.services import bulk_shipping

        return bulk_shipping.chosen(orders)

    def read(self, text: str, name: str) -> tuple[Entry, ...]:
        from desk.services import bulk_shipping

        return bulk_shipping.read(self._desk, text, name=name)

    def read_file(self, path: str) -> tuple[Entry, ...]:
        from pathlib import Path

        from desk.domain.errors import NotAllowed
        from desk.services import bulk_shipping
        from desk.services.sheets import MAX_BYTES

        file = Path(path)
        try:
            with file.open("rb") as opened:
                raw = opened.read(MAX_BYTES + 1)
        except OSError as error:
            raise NotAllowed(
                f"{file.name} cannot be read.", str(error), code="file_unreadable", file=file.name
            ) from None
        return bulk_shipping.read_file(self._desk, raw, name=file.name)

    def filled(self, entries: Sequence[Entry], text: str, name: str) -> tuple[Entry, ...]:
        from desk.services import bulk_shipping

        return bulk_shipping.filled(self._desk, entries, text, name=name)

    def plan(self, entries: Sequence[Entry]) -> Plan:
        from desk.services import bulk_shipping

        return bulk_shipping.plan(self._desk, entries)

    def run(self, plan: Plan, tell: Callable[[RowResult, int], None], stop: threading.Event) -> Report:
        from desk.services import bulk_shipping

        return bulk_shipping.run(self._desk, plan, hold_seconds=HOLD_SECONDS, tell=tell, stop=stop)

    def standing_of(self, results: Sequence[RowResult]) -> dict[PushId, PushView]:
        from desk.services import bulk_shipping

        return bulk_shipping.standing_of(self._desk, results)

    def retry(self, pushes: Sequence[PushId]) -> Changes:
        from desk.services import bulk_shipping

        return bulk_shipping.retry(self._desk, pushes)
