"""Where Desk cannot start and nobody reads a terminal, a box says why and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from desk import app as program
from desk.domain.errors import SecretsUnavailable
from desk.system import crash
from desk.ui.locale import locale
from desk.ui.settings.kept import Kept


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []

    def show(box: QMessageBox) -> int:
        told.extend([box.windowTitle(), box.text()])
        return 0

    monkeypatch.setattr(QMessageBox, "exec", show)
    return told


def no_keyring(_folder: Path, **_: bool) -> None:
    raise SecretsUnavailable("Desk cannot use this computer's keyring. Unlock it and try again.")


def test_a_lost_keyring_is_told_in_a_box_and_is_no_crash(
    app: QApplication, shown: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app is not None
    monkeypatch.setattr(program, "open_desk", no_keyring)
    monkeypatch.setattr(crash.Run, "catch_faults", lambda _: None)  # pytest has its own
    monkeypatch.setenv("DESK_NO_TERMINAL", "1")
    monkeypatch.setenv("DESK_DATA", str(tmp_path))
    kept = Kept(tmp_path)
    kept.language = "de"
    kept.settings.sync()
    assert program.start_window(tmp_path, "") == 1
    assert shown[0] == "Desk kann nicht starten"
    assert "Schlüsselbund" in shown[1]
    after = crash.Run(tmp_path)
    assert after.begin()
    assert after.crashed is None
    after.good_bye()
    locale().speak("de")


def test_in_a_terminal_the_command_says_it(shown: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "open_desk", no_keyring)
    monkeypatch.setattr(crash.Run, "catch_faults", lambda _: None)
    with pytest.raises(SecretsUnavailable):
        program.start_window(tmp_path, "")
    assert shown == []
