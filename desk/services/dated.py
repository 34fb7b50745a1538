"""The orders of some days, newest first: what the list shows where nothing is typed but days are chosen."""

from __future__ import annotations

from desk.domain.clock import Instant
from desk.domain.views import OrderRow
from desk.services.context import Desk
from desk.store import views as view_store


def placed_between(desk: Desk, since: Instant | None, until: Instant | None, limit: int = 50) -> tuple[OrderRow, ...]:
    """Ordered from `since` on and before `until`; None leaves that side open."""
    with desk.store.read() as transaction:
        return tuple(view_store.load_between(transaction, since, until, limit, desk.tiles()))
