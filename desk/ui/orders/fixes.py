"""Owns what mends an order's problem: what the buttons of its strip do. desk.ui.orders.alerts says which it gets."""

from __future__ import annotations

from enum import StrEnum


class Fix(StrEnum):
    """What a button of the strip does."""

    RETRY = "retry"
    RECALL = "recall"
    IT_ARRIVED = "it_arrived"  # an unclear push: the agent has looked, the channel has it
    OPEN_IN_CHANNEL = "open_in_channel"
    SHOW_CASE = "show_case"
    SHIP = "ship"
    SHOW_OUTBOX = "show_outbox"
