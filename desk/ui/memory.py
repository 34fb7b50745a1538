"""Owns when Python looks for garbage while a window is open. A full look takes a tenth of a second once many orders are
loaded, and whichever thread sets it off holds up the keystroke that falls into it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from desk.ui.background import lanes

_YOUNG, _MIDDLE, _NEVER = 10_000, 50, 1_000_000
_LOOK_EVERY_MS = 20_000


def look_for_garbage_in_pauses(parent: QObject) -> None:
    """From now on what is there stays unlooked at, and the rest is looked at only while nothing is under way.

    Call it when the window is made; the looks end with `parent`.
    """
    gc.enable()
    gc.collect()
    gc.freeze()
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)
    parent.destroyed.connect(lambda: gc.set_threshold(*before))
    timer = QTimer(parent)
    timer.timeout.connect(_look)
    timer.start(_LOOK_EVERY_MS)


def _look() -> None:
    if not lanes().busy:
        gc.collect()
