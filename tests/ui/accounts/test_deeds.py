"""Broken accounts and their one fix, and every deed at an account from the settings."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from connectors.contract.errors import Unavailable
from desk.domain.errors import NotAllowed
from desk.domain.values import AccountId
from desk.domain.views import AccountState
from desk.ui.accounts.access_dialog import AccessDialog
from desk.ui.accounts.confirm import Confirm
from desk.ui.background import lanes
from desk.ui.main_window import MainWindow
from desk.ui.widgets.button import KeyButton
from tests.ui.accounts.fakes import ADDRESS, KEY, SECRET
from tests.ui.fakes import FakeShellCalls, account_view

ONE = AccountId(1)


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def click(window: MainWindow, deed: str) -> None:
    """A button of the account in the settings."""
    # A card that is made anew shows its buttons with the next turn of the loop.
    found: list[KeyButton] = []
    for _ in range(40):
        found = [one for one in window.settings.findChildren(KeyButton, f"{deed}-1") if one.isVisible()]
        if found:
            break
        QTest.qWait(25)
    assert found, deed
    QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)


def confirm(window: MainWindow) -> Confirm:
    dialog = window.account_deeds.dialog
    assert isinstance(dialog, Confirm)
    return dialog


def toasts(window: MainWindow) -> list[str]:
    return [one.text for one in window.toasts.shown]


@pytest.fixture
def settings(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> MainWindow:
    """The settings with one account."""
    calls.account_calls.know(ONE)
    window.activateWindow()
    window.commands.run("app.settings")
    settled(qtbot)
    return window


def break_it(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls, **wrong: str) -> None:
    calls.account_calls.know(ONE)
    calls.account_calls.secrets[ONE] |= wrong
    calls.views[ONE] = account_view(state=AccountState.LOGIN_NEEDED, trouble_code="key_wrong")
    window.load_accounts()
    settled(qtbot)


def mending(window: MainWindow, qtbot: QtBot) -> AccessDialog:
    QTest.mouseClick(window.trouble_strip.fix, Qt.MouseButton.LeftButton)
    dialog = window.account_deeds.dialog
    assert isinstance(dialog, AccessDialog)
    settled(qtbot)
    return dialog


def test_a_broken_account_asks_for_just_the_field_at_fault(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    break_it(window, qtbot, calls, secret="cs_revoked")
    assert window.trouble_strip.isVisible()
    assert window.orders.isVisible(), "the rest keeps working"
    dialog = mending(window, qtbot)
    assert dialog.form is not None
    shown = [name for name, one in dialog.form.fields.items() if one.isVisible()]
    assert shown == ["secret"]
    field = dialog.form.fields["secret"]
    assert field.problem
    assert dialog.focusWidget() is field.edit
    QTest.keyClicks(field.edit, "cs_wrong")
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    settled(qtbot)
    assert field.problem, "told at the field again"
    assert calls.account_calls.secrets[ONE]["secret"] == "cs_revoked", "what is not let in is not kept"
    field.edit.clear()
    QTest.keyClicks(field.edit, SECRET)
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.account_deeds.dialog is None)
    settled(qtbot)
    assert calls.account_calls.secrets[ONE] == {"key": KEY, "secret": SECRET}
    assert not window.trouble_strip.isVisible()
    assert "Die Anmeldung klappt wieder." in toasts(window)
    assert ONE in calls.woken, "it goes on fetching"


def test_mending_can_be_left_and_shows_all_fields_when_asked(
    window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    break_it(window, qtbot, calls, key="ck_old")
    dialog = mending(window, qtbot)
    assert dialog.form is not None
    QTest.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
    shown = [name for name, one in dialog.form.fields.items() if one.isVisible()]
    assert shown == ["base_url", "key", "secret"]
    assert dialog.form.fields["base_url"].value() == ADDRESS
    assert dialog.form.fields["secret"].value() == "", "a key in the keyring is never shown"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.account_deeds.dialog is None)
    assert window.trouble_strip.isVisible()
    assert calls.account_calls.secrets[ONE]["key"] == "ck_old"


def test_a_channel_out_of_reach_while_mending_says_so(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    break_it(window, qtbot, calls)
    calls.account_calls.trouble = Unavailable("Down.", code="maintenance")
    dialog = mending(window, qtbot)
    assert dialog.form is not None
    assert dialog.form.fields["base_url"].problem.startswith("Wegen Wartung geschlossen.")
    calls.account_calls.trouble = None
    dialog.try_it()
    qtbot.waitUntil(lambda: window.account_deeds.dialog is None)
    assert calls.views[ONE].state is AccountState.READY


def test_settings_are_edited_and_kept_once_the_channel_answers(
    settings: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    click(settings, "edit")
    dialog = settings.account_deeds.dialog
    assert isinstance(dialog, AccessDialog)
    settled(qtbot)
    assert dialog.form is not None
    assert not dialog.form.fields["way"].isVisible()
    QTest.mouseClick(dialog.form.more, Qt.MouseButton.LeftButton)
    dialog.form.fields["way"].put("plugin")
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: settings.account_deeds.dialog is None)
    assert calls.account_calls.settings[ONE] == {"base_url": ADDRESS, "way": "plugin"}
    assert calls.account_calls.secrets[ONE] == {"key": KEY, "secret": SECRET}, "untouched fields keep their keys"


def test_the_amount_above_which_a_second_person_agrees_is_set_in_the_window(
    settings: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    click(settings, "edit")
    dialog = settings.account_deeds.dialog
    assert isinstance(dialog, AccessDialog)
    settled(qtbot)
    assert dialog.form is not None
    field = dialog.form.fields["second_person_above"]
    QTest.mouseClick(dialog.form.more, Qt.MouseButton.LeftButton)
    field.put("many")
    calls.account_calls.trouble = NotAllowed("second_person_above is an amount.", code="second_person_odd")
    dialog.try_it()
    qtbot.waitUntil(lambda: not dialog.busy)
    assert "50" in field.problem
    calls.account_calls.trouble = None
    field.put("50.00")
    dialog.try_it()
    qtbot.waitUntil(lambda: settings.account_deeds.dialog is None)
    assert calls.account_calls.settings[ONE]["second_person_above"] == "50.00"


def test_writing_is_switched_on_with_one_confirmation_and_off_at_once(
    settings: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    click(settings, "writing")
    settled(qtbot)
    assert not calls.views[ONE].writing
    assert any("nur gelesen" in one for one in toasts(settings))
    qtbot.waitUntil(lambda: not settings.watch.accounts[0].writing)
    calls.views[ONE] = replace(calls.views[ONE], open_pushes=2)
    settings.load_accounts()
    settled(qtbot)
    click(settings, "writing")
    dialog = confirm(settings)
    assert dialog.focusWidget() is dialog.cancel
    words = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "2 Änderungen warten im Ausgang und gehen sofort hinaus." in words
    dialog.verb.setFocus()
    QTest.keyClick(dialog.verb, Qt.Key.Key_Return)
    assert not calls.views[ONE].writing, "Enter alone never confirms"
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot)
    assert calls.views[ONE].writing


def test_an_account_is_removed_after_it_was_said_what_goes(
    settings: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    click(settings, "remove")
    words = " ".join(one.text() for one in confirm(settings).findChildren(QLabel))
    assert "1.240 Bestellungen" in words or "1240 Bestellungen" in words
    confirm(settings).reject()
    settled(qtbot)
    assert ONE in calls.views
    calls.views[ONE] = replace(calls.views[ONE], open_pushes=1)
    click(settings, "remove")
    QTest.mouseClick(confirm(settings).verb, Qt.MouseButton.LeftButton)
    settled(qtbot)
    assert ONE in calls.views
    assert any("1 Änderungen dieses Kontos warten" in one for one in toasts(settings)), "why not"
    calls.views[ONE] = replace(calls.views[ONE], open_pushes=0)
    click(settings, "remove")
    QTest.mouseClick(confirm(settings).verb, Qt.MouseButton.LeftButton)
    settled(qtbot)
    assert calls.views == {}
    qtbot.waitUntil(settings.settings.accounts.demo_button.isVisible)


def test_pause_and_test_from_the_settings(settings: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    click(settings, "pause")
    settled(qtbot)
    assert calls.views[ONE].state is AccountState.PAUSED
    qtbot.waitUntil(lambda: settings.watch.accounts[0].state is AccountState.PAUSED)
    click(settings, "pause")
    settled(qtbot)
    assert calls.views[ONE].state is AccountState.READY
    calls.account_calls.warnings = ("Der Schlüssel läuft bald ab.",)
    click(settings, "test")
    settled(qtbot)
    assert any(ADDRESS in one for one in toasts(settings))
    shown = " ".join(one.text() for one in settings.settings.findChildren(QLabel) if one.isVisible())
    assert "Der Schlüssel läuft bald ab." in shown


def test_a_test_that_fails_offers_the_mending(settings: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> None:
    calls.account_calls.secrets[ONE]["key"] = "ck_old"
    click(settings, "test")
    settled(qtbot)
    toast = settings.toasts.shown[-1]
    assert "Consumer Key" in toast.text
    assert KEY not in toast.text
