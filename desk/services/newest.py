"""What the empty field lists: the newest orders. A window shows them first, so this is to need no SQLAlchemy."""

from __future__ import annotations

from functools import cache

from desk.domain.rows import ChannelTile, OrderRow
from desk.services.context import Desk, tile_of, unknown_tile
from desk.store.newest import load_newest


def latest(desk: Desk, limit: int = 50) -> tuple[OrderRow, ...]:
    """The newest orders of all accounts."""

    @cache
    def tile(kind: str) -> ChannelTile:
        known = desk.kind_of(kind)
        return tile_of(known) if known is not None else unknown_tile(kind)

    return tuple(load_newest(desk.store, limit, tile))
