"""Forgetting buyers in the window: after how long, who would go now, and only once somebody says so."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.errors import DeskError
from desk.domain.values import AccountId
from desk.services.care_daily import CareState
from desk.ui.background import lanes
from desk.ui.care.privacy_dialog import PrivacyDialog
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from tests.ui.fakes import FakeShellCalls

ONE = AccountId(1)


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> PrivacyDialog:
    locale().speak("en")
    assert window.commands.run("care.privacy")
    (found,) = window.findChildren(PrivacyDialog)
    qtbot.waitUntil(lambda: bool(found.boxes))
    return found


def idle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def test_it_shows_what_the_channel_asks_and_what_would_go_and_names_every_control(dialog: PrivacyDialog) -> None:
    assert dialog.boxes[ONE].currentText() == "as the channel asks (after 30 days)"
    assert dialog.lines[ONE].text() == "12 orders · 3 conversations · 1 return or case · 2 wait for the outbox"
    assert dialog.forget.text() == "Forget the buyers of 12 orders"
    assert unnamed(dialog) == []


def test_enter_forgets_nobody_and_the_button_does(dialog: PrivacyDialog, calls: FakeShellCalls, qtbot: QtBot) -> None:
    assert dialog.focusWidget() is dialog.leave
    QTest.keyClick(dialog.forget, Qt.Key.Key_Return)
    idle(qtbot)
    assert calls.care_calls.privacy_calls.due == {ONE: 12}
    dialog.forget.click()
    qtbot.waitUntil(lambda: calls.care_calls.privacy_calls.due == {})
    qtbot.waitUntil(lambda: dialog.state.text() == "The buyers of 12 orders are forgotten.")
    qtbot.waitUntil(lambda: dialog.forget.toolTip() == "Nobody is due.")


def test_another_time_is_kept_and_what_would_go_is_counted_anew(
    dialog: PrivacyDialog, calls: FakeShellCalls, qtbot: QtBot
) -> None:
    box = dialog.boxes[ONE]
    box.setCurrentIndex(box.findData("off"))
    qtbot.waitUntil(lambda: dialog.lines[ONE].text() == "nobody")
    assert calls.care_calls.privacy_calls.kept[ONE].told == "off"
    assert not dialog.forget.isEnabled()


def test_what_cannot_be_kept_goes_back_to_what_holds(
    dialog: PrivacyDialog, calls: FakeShellCalls, qtbot: QtBot
) -> None:
    calls.care_calls.privacy_calls.trouble = DeskError("It cannot be reached just now.", code="odd")
    box = dialog.boxes[ONE]
    box.setCurrentIndex(box.findData("365"))
    qtbot.waitUntil(lambda: dialog.state.text() == "It cannot be reached just now.")
    assert box.currentData() == ""


def test_the_demo_keeps_its_people(window: MainWindow) -> None:
    window.care.show_state(replace(CareState(newest=None, backups=0), demo=True))
    assert not window.commands.run("care.privacy")
    assert window.commands.why_not("care.privacy")
