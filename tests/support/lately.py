"""Owns the moment up to which simulated worlds lead where the clock is the machine's own.

The world's default is one day of 2026: a channel that looks back some weeks only would find nothing in a year.
"""

from __future__ import annotations

from datetime import timedelta

from desk.domain.clock import SystemClock


def lately() -> str:
    """Noon three days ago."""
    then = SystemClock().now() - timedelta(days=3)
    return f"{then:%Y-%m-%d}T12:00:00Z"
