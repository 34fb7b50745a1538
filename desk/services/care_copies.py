"""Owns what other copies of a store lie in its folder: they know what was forgotten in it since."""

from __future__ import annotations

from dataclasses import dataclass

from desk.services.care import BACKUPS
from desk.services.context import Desk
from desk.store.backup import ENDING

ASIDE = "before-restore-"


@dataclass(frozen=True, slots=True)
class OlderCopies:
    """How many backups lie beside the store, and stores that a restore kept aside."""

    backups: int
    aside: int


def older_copies(desk: Desk) -> OlderCopies:
    folder = desk.store.place.folder
    return OlderCopies(
        backups=sum(1 for _ in (folder / BACKUPS).glob(f"*{ENDING}")),
        aside=sum(1 for one in folder.glob(f"{ASIDE}*") if one.is_dir()),
    )
