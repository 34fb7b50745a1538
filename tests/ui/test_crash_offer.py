"""The offer of a crash's report: a quiet strip, a dialog to read and save, and the commands for it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.system import crash, logs
from desk.ui.background import lanes
from desk.ui.crash_offer import CrashOffer
from desk.ui.crash_report import CrashReport
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of logs of a run that crashed."""
    before = {area: list(logging.getLogger(area).handlers) for area in logs.AREAS}
    logs.start(tmp_path / "store")
    logging.getLogger("sync").error("the last line, for anna.mueller@example.org")
    made = tmp_path / "store" / "logs"
    (made / crash.LAST_MARK).write_text(json.dumps({"began": "2026-11-18T12:00:00+00:00", "version": "0.0.9"}))
    yield made
    for area, handlers in before.items():
        logging.getLogger(area).handlers = handlers


@pytest.fixture
def offer(window: MainWindow, folder: Path) -> CrashOffer:
    window.crash.offer(crash.found(folder), folder)
    return window.crash


def shown(qtbot: QtBot, window: MainWindow) -> CrashReport:
    qtbot.waitUntil(lambda: lanes().busy == 0)
    (dialog,) = window.findChildren(CrashReport)
    return dialog


def test_the_strip_tells_and_does_not_stand_in_the_way(qtbot: QtBot, offer: CrashOffer, window: MainWindow) -> None:
    assert offer.strip.isVisible()
    german = "Desk wurde beim letzten Mal nicht ordentlich beendet. Was erledigt wurde, ist gesichert."
    assert offer.strip.text == german
    assert [offer.strip.fix.text(), offer.strip.leave.text()] == ["Bericht ansehen …", "Verwerfen"]
    assert window.top.field.edit.hasFocus(), "whoever types goes on typing"
    assert window.findChildren(CrashReport) == []
    assert offer.strip.geometry().bottom() < window.status.geometry().top() + 1
    locale().speak("en")
    qtbot.waitUntil(lambda: offer.strip.text == "Desk did not end properly last time. What was done is kept.")


def test_the_report_is_read_by_keyboard_and_then_not_offered_again(
    qtbot: QtBot, offer: CrashOffer, window: MainWindow, folder: Path
) -> None:
    offer.strip.fix.setFocus()
    QTest.keyClick(offer.strip.fix, Qt.Key.Key_Space)
    dialog = shown(qtbot, window)
    text = dialog.text.toPlainText()
    assert "the last line" in text
    assert "anna.mueller" not in text
    assert "2026-11-18T12:00:00+00:00 (Desk 0.0.9)" in text
    assert "Qt: 6." in text
    assert dialog.accessibleName() == "Bericht zum letzten Absturz"
    assert dialog.text.isReadOnly()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == text
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not offer.strip.isVisible()
    qtbot.waitUntil(lambda: crash.found(folder) is None)


def test_the_report_is_saved_where_the_agent_wants_it(
    qtbot: QtBot, offer: CrashOffer, window: MainWindow, tmp_path: Path
) -> None:
    offer.look()
    dialog = shown(qtbot, window)
    dialog.save_to(tmp_path / "none" / "report.txt")
    qtbot.waitUntil(lambda: bool(window.toasts.shown))
    assert window.toasts.shown[0].text == "Der Bericht lässt sich dort nicht speichern. Einen anderen Ordner wählen."
    assert dialog.isVisible()
    dialog.save_to(tmp_path / "report.txt")
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    assert "the last line" in (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert window.toasts.shown[-1].text == "Der Bericht ist gespeichert."


def test_dismissed_it_does_not_come_back(qtbot: QtBot, offer: CrashOffer, window: MainWindow, folder: Path) -> None:
    offer.strip.leave.setFocus()
    QTest.keyClick(offer.strip.leave, Qt.Key.Key_Space)
    assert not offer.strip.isVisible()
    focused = window.focusWidget()
    assert focused is not None
    assert focused.isVisible(), "the keyboard goes on to the area (UX 12)"
    qtbot.waitUntil(lambda: crash.found(folder) is None)
    locale().speak("en")
    assert not offer.strip.isVisible()


def test_after_a_good_end_nothing_is_offered_and_the_commands_still_work(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash.dismiss(folder)
    window.crash.offer(crash.found(folder), folder)
    assert not window.crash.strip.isVisible()
    opened: list[str] = []

    def remember(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", remember)
    assert window.commands.run("help.logs")
    assert opened == [str(folder)]
    assert window.commands.run("help.crash-report")
    assert "the last line" in shown(qtbot, window).text.toPlainText()
