from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.clock import ManualClock, parse_utc
from desk.domain.errors import NotAllowed
from desk.domain.values import OrderId
from desk.services.anonymising import Forgotten
from desk.ui.accounts.forget_dialog import ForgetDialog
from desk.ui.background import lanes
from desk.ui.locale import locale
from tests.ui.accounts.fakes import FakeAccountCalls


@pytest.fixture
def calls() -> FakeAccountCalls:
    made = FakeAccountCalls({}, ManualClock(parse_utc("2026-11-22T12:00:00Z")))
    made.buyers = [("bohrfan_77", OrderId(1)), ("bohrfan_77", OrderId(2)), ("other", OrderId(3))]
    return made


@pytest.fixture
def dialog(qapp: QApplication, qtbot: QtBot, calls: FakeAccountCalls) -> Iterator[ForgetDialog]:
    assert qapp is not None
    lanes().open()
    locale().speak("en")
    window = QWidget()
    qtbot.addWidget(window)
    made = ForgetDialog(calls, "shop", "Laden", window)
    made.open()
    yield made
    lanes().shut_down()


def test_what_would_go_is_told_before_and_enter_alone_does_nothing(
    qtbot: QtBot, dialog: ForgetDialog, calls: FakeAccountCalls
) -> None:
    gone: list[Forgotten] = []
    dialog.forgotten.connect(gone.append)
    assert not dialog.verb.isEnabled()
    dialog.user.setText(" bohrfan_77 ")
    qtbot.waitUntil(lambda: dialog.told.text() == "Will be forgotten: 2 orders, 2 conversations, 0 cases.")
    QTest.keyClick(dialog.user, Qt.Key.Key_Return)
    QTest.keyClick(dialog.verb, Qt.Key.Key_Return)
    assert "forget" not in calls.asked
    dialog.verb.click()
    qtbot.waitUntil(lambda: len(gone) == 1)
    assert gone[0].orders == (OrderId(1), OrderId(2))
    assert calls.buyers == [("other", OrderId(3))]


def test_another_name_typed_is_looked_for_anew_before_anything_goes(
    qtbot: QtBot, dialog: ForgetDialog, calls: FakeAccountCalls
) -> None:
    dialog.user.setText("bohrfan_77")
    qtbot.waitUntil(dialog.verb.isEnabled)
    dialog.user.setText("nobody")
    assert not dialog.verb.isEnabled()
    dialog.forget()
    qtbot.waitUntil(lambda: dialog.told.text() == "Nothing is known of this buyer here.")
    assert "forget" not in calls.asked


def test_a_refusal_stays_in_the_dialog(qtbot: QtBot, dialog: ForgetDialog, calls: FakeAccountCalls) -> None:
    calls.trouble = NotAllowed("2 changes for this buyer still wait in the outbox.", code="waits")
    dialog.user_id.setText("bohrfan_77")
    qtbot.waitUntil(dialog.verb.isEnabled)
    dialog.forget()
    qtbot.waitUntil(lambda: dialog.told.text() == "2 changes for this buyer still wait in the outbox.")
    assert dialog.isVisible()


def test_a_screen_reader_can_name_every_control(dialog: ForgetDialog) -> None:
    assert unnamed(dialog) == []
