"""Owns that what was forgotten leaves no trace in the store's files, also where a run is cut off: the next one goes on.

services.privacy and services.anonymising call it around their work.
"""

from __future__ import annotations

import threading

from desk.services.care import note, notes
from desk.services.context import Desk
from desk.store import scrubbing

_UNFINISHED = "traces_left"


def are_left(desk: Desk) -> bool:
    return bool(notes(desk.store.place.folder).get(_UNFINISHED))


def expect(desk: Desk) -> None:
    """Something is about to be forgotten: what a kill cuts off now is wiped by the next run."""
    note(desk.store.place.folder, **{_UNFINISHED: True})


def wipe(desk: Desk, stop: threading.Event | None = None) -> bool:
    """Whether nothing is left of what was taken out; else the next run tries again. Raises StoreError."""
    expect(desk)
    clean = scrubbing.scrub(desk.store, stop or threading.Event())
    if clean:
        note(desk.store.place.folder, **{_UNFINISHED: None})
    return clean
