"""Owns the reading of the newest orders, which is what a window shows first: by the driver alone, without SQLAlchemy.

A test compares its rows with those of desk.store.views.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from desk.domain.clock import from_micros
from desk.domain.rows import ChannelTile, OrderRow
from desk.store.engine import Store
from desk.store.list_rows import COLUMNS, order_rows

_NEWEST = f"""select {", ".join(f"orders.{one}" for one in COLUMNS)}, accounts.kind, accounts.name
from orders join accounts on accounts.id = orders.account_id
order by orders.placed_at desc, orders.id desc limit ?"""  # noqa: S608 (our own names)
_STATES = "select order_id, state from channel_pushes where order_id in (select value from json_each(?))"
_RECIPIENTS = """select order_id, name from order_addresses
where role = 'recipient' and order_id in (select value from json_each(?))"""
_BUYER, _PLACED, _SHIP_BY = (COLUMNS.index(one) for one in ("buyer_name", "placed_at", "ship_by"))


def load_newest(store: Store, limit: int, tile: Callable[[str], ChannelTile]) -> list[OrderRow]:
    """The newest orders of all accounts. `tile` tells what a kind of channel looks like."""
    with store.read_plainly() as connection:
        found = connection.execute(_NEWEST, (limit,)).fetchall()
        states: dict[int, set[str]] = defaultdict(set)
        for order, state in _of(connection, _STATES, [row[0] for row in found]):
            states[order].add(state)
        recipients = dict(_of(connection, _RECIPIENTS, [row[0] for row in found if not row[_BUYER]]))
    return order_rows(map(_with_instants, found), states, recipients, tile)


def _with_instants(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row with its moments as such."""
    made = list(row)
    made[_PLACED] = from_micros(row[_PLACED])
    made[_SHIP_BY] = None if row[_SHIP_BY] is None else from_micros(row[_SHIP_BY])
    return tuple(made)


def _of(connection: Any, question: str, ids: Sequence[int]) -> list[Any]:
    found: list[Any] = connection.execute(question, (json.dumps(ids),)).fetchall() if ids else []
    return found
