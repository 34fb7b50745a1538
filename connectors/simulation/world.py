"""Owns the simulated world: who bought what, where, when, and what became of it. One seed gives all simulators the same
world; each takes its slice. Pure: no clock, no network, no state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from connectors.simulation.world_build import Builder
from connectors.simulation.world_shapes import (
    CHANNELS,
    DECIMALS,
    DEFAULT_NOW,
    PAYMENT_METHODS,
    STATES,
    Address,
    Buyer,
    NamedPart,
    Parcel,
    Part,
    RefundedLine,
    WorldLine,
    WorldOrder,
    WorldRefund,
)

__all__ = [
    "CHANNELS",
    "DECIMALS",
    "DEFAULT_NOW",
    "PAYMENT_METHODS",
    "STATES",
    "Address",
    "Buyer",
    "NamedPart",
    "Parcel",
    "Part",
    "RefundedLine",
    "World",
    "WorldLine",
    "WorldOrder",
    "WorldRefund",
    "world",
]


@dataclass(frozen=True, slots=True)
class World:
    """`orders` from oldest to newest, of all channels."""

    seed: int
    now: datetime
    orders: tuple[WorldOrder, ...]

    def slice(self, channel: str) -> tuple[WorldOrder, ...]:
        return tuple(order for order in self.orders if order.channel == channel)


def world(
    seed: int,
    orders: int,
    channels: Sequence[str] = CHANNELS,
    now: datetime = DEFAULT_NOW,
) -> World:
    """The world of this seed. `channels` names who may have sold: `("woocommerce",)` gives all orders to one."""
    if unknown := set(channels) - set(CHANNELS):
        raise ValueError(f"The world knows no channel {', '.join(sorted(unknown))}.")
    if orders < 0 or not channels:
        raise ValueError("A world needs at least one channel and no negative number of orders.")
    if now.tzinfo is None:
        raise ValueError("The world's now needs its offset.")
    return World(seed, now, _built(seed, orders, tuple(channels), now))


@lru_cache(maxsize=8)
def _built(seed: int, orders: int, channels: tuple[str, ...], now: datetime) -> tuple[WorldOrder, ...]:
    """Tests start the same small worlds again and again; nobody can change one."""
    return Builder(seed, channels, now).build(orders)
