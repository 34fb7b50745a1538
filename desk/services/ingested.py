"""Owns what taking in a page comes to, whatever was on it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.changes import Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What one page changed: records new or different, and those that could not be read."""

    new: int
    changed: int
    unreadable: int
    changes: Changes
