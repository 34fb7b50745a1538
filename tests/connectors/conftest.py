"""Owns what several tests of the connector ask for by name."""

from __future__ import annotations

import pytest

from desk.domain.clock import SystemClock


@pytest.fixture
def fast_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between tries take no real time; their length is tested with the kit."""
    monkeypatch.setattr(SystemClock, "wait", lambda _self, stop, _seconds: stop.is_set())
