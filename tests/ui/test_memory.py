"""Garbage is looked for in the agent's pauses, and as usual again when the window is gone."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.ui import memory


class Ring:
    def __init__(self, gone: list[str]) -> None:
        self.itself = self
        self._gone = gone

    def __del__(self) -> None:
        self._gone.append("gone")


@pytest.mark.usefixtures("app")
def test_garbage_goes_in_a_pause_and_never_in_between(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_LOOK_EVERY_MS", 50)
    before = gc.get_threshold()
    parent = QObject(QApplication.instance())
    memory.look_for_garbage_in_pauses(parent)
    looks: list[int] = []
    gc.callbacks.append(lambda phase, facts: looks.append(facts["generation"]) if phase == "start" else None)
    try:
        gone: list[str] = []
        Ring(gone)
        kept = [[number] for number in range(400_000)]
        assert 2 not in looks, "so many new objects would set off a full look otherwise"
        qtbot.waitUntil(lambda: 2 in looks)
        assert gone == ["gone"]
        assert len(kept) == 400_000
    finally:
        gc.callbacks.pop()
        parent.deleteLater()
        qtbot.waitUntil(lambda: gc.get_threshold() == before)
        gc.unfreeze()
