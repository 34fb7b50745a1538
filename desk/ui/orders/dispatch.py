"""Owns when a parcel left, as the window tells it: many channels know the day alone. Pure; knows no widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from desk.domain.clock import Instant, as_instant
from desk.domain.rows import EventKind
from desk.domain.shipments import normalise_number, only_day_known
from desk.ui.locale import locale

if TYPE_CHECKING:
    from desk.domain.views import OrderView, TimelineEntry


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of the history with the day to show for it; None where the entry's own time is known."""

    entry: TimelineEntry
    day: Instant | None


def day_alone(at: Instant) -> Instant | None:
    """Noon of the day that is known and no more, so that it is the same day in every zone; None where a time is."""
    return Instant(at.replace(hour=12)) if only_day_known(at) else None


def history(view: OrderView) -> list[Happening]:
    """The history, newest first. What is known by its day alone comes last within that day."""
    days = _days(view)
    found = [Happening(entry, _day_of(entry, days)) for entry in view.timeline]
    return sorted(found, key=_when, reverse=True) if days else found


def _days(view: OrderView) -> dict[str, Instant]:
    """The days of dispatch by the parcels' numbers."""
    found: dict[str, Instant] = {}
    for one in view.shipments:
        day = day_alone(one.shipped_at) if one.shipped_at is not None else None
        if day is not None:
            found[normalise_number(one.number)] = day
    return found


def _day_of(entry: TimelineEntry, days: Mapping[str, Instant]) -> Instant | None:
    if entry.kind is not EventKind.SHIPMENT_SEEN:
        return None
    return days.get(normalise_number(str(entry.facts.get("number", ""))))


def _when(one: Happening) -> Instant:
    if one.day is None:
        return one.entry.at
    local = locale().local(one.day)
    return as_instant(datetime.combine(local.date() + timedelta(days=1), time.min, local.tzinfo))
