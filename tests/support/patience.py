"""Owns how long a test of the window waits for what has to come: a busy machine is slow, which is no mistake of Desk.

What has to be quick is measured where nothing runs beside it (the mark `alone`), never by how soon a wait gives up.
"""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

AT_MOST_MS = 45_000
"""Reached only by a test that fails; well below the time-out of a whole test."""


class PatientBot(QtBot):
    """A robot whose waits give up late; a test may ask for still more."""

    def waitUntil(self, callback: Any, *, timeout: int = AT_MOST_MS) -> None:
        super().waitUntil(callback, timeout=max(timeout, AT_MOST_MS))

    def waitSignal(self, signal: Any, *, timeout: int = AT_MOST_MS, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=max(timeout, AT_MOST_MS), **more)

    def waitSignals(self, signals: Any, *, timeout: int = AT_MOST_MS, **more: Any) -> Any:
        return super().waitSignals(signals, timeout=max(timeout, AT_MOST_MS), **more)
