"""Owns how often Python looks for garbage in Desk's processes. Each process says so once, when it begins."""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE = 10_000, 20


def look_seldom() -> None:
    """An order is dozens of small objects, none of them in a circle: looking for garbage as often as Python does by
    itself takes a tenth of a sync.
    """
    gc.set_threshold(_YOUNG, _MIDDLE)
