"""The account wizard by keyboard and mouse: from the channel to the first fetch, each error at its field, no traces."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from connectors.contract.errors import LoginNeeded, Unavailable
from desk.domain.errors import SecretsUnavailable
from desk.domain.values import AccountId
from desk.ui.accounts.form import SettingsForm
from desk.ui.accounts.wizard import AccountWizard, Step
from desk.ui.background import lanes
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from tests.ui.accounts.fakes import ADDRESS, KEY, SECRET
from tests.ui.fakes import FakeShellCalls

ENTER = Qt.Key.Key_Return


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


@pytest.fixture
def wizard(window: MainWindow, qtbot: QtBot, calls: FakeShellCalls) -> AccountWizard:
    """The wizard at its first page, in a window without accounts."""
    calls.views.clear()
    window.load_accounts()
    settled(qtbot)
    window.activateWindow()
    assert window.commands.run("account.connect")
    made = window.account_deeds.dialog
    assert isinstance(made, AccountWizard)
    settled(qtbot)
    return made


def focused(wizard: AccountWizard) -> QWidget | None:
    return wizard.focusWidget()


def form_of(wizard: AccountWizard) -> SettingsForm:
    assert wizard.form is not None
    return wizard.form


def to_keys(wizard: AccountWizard) -> SettingsForm:
    wizard.go_on()
    wizard.go_on()
    assert wizard.step is Step.KEYS
    return form_of(wizard)


def fill(form: SettingsForm, *, address: str = ADDRESS, key: str = KEY, secret: str = SECRET) -> None:
    for name, value in (("base_url", address), ("key", key), ("secret", secret)):
        form.fields[name].put(value)


def to_read(wizard: AccountWizard, qtbot: QtBot) -> None:
    fill(to_keys(wizard))
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.step is Step.READ)


def test_an_account_is_connected_by_keyboard_alone(
    wizard: AccountWizard, window: MainWindow, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    assert focused(wizard) is wizard.choose.tiles[0]
    QTest.keyClick(wizard.choose.tiles[0], Qt.Key.Key_Right)
    assert wizard.choose.kind == "market"
    QTest.keyClick(wizard.choose.tiles[1], Qt.Key.Key_Left)
    QTest.keyClick(wizard.choose.tiles[0], ENTER)
    assert wizard.step is Step.NEEDS
    assert focused(wizard) is wizard.next
    QTest.keyClick(wizard.next, ENTER)
    form = form_of(wizard)
    for name, value in (("base_url", f"  {ADDRESS} "), ("key", KEY), ("secret", SECRET)):
        assert focused(wizard) is form.fields[name].edit, name
        QTest.keyClicks(form.fields[name].edit, value)
        QTest.keyClick(form.fields[name].edit, ENTER)
    qtbot.waitUntil(lambda: wizard.step is Step.READ)
    assert wizard.read.shown_orders() == 3
    assert calls.account_calls.asked == ["try_out"]
    assert calls.views == {}, "a look keeps nothing"
    QTest.keyClick(wizard.next, ENTER)
    assert focused(wizard) is wizard.rules.name
    assert wizard.rules.name.text() == "Laden"
    assert not wizard.rules.writing.isChecked(), "reading only is preset"
    QTest.keyClicks(wizard.rules.name, "Mein Laden")
    QTest.keyClick(wizard.rules.name, ENTER)
    qtbot.waitUntil(lambda: wizard.step is Step.FIRST)
    settled(qtbot)
    (made,) = calls.views.values()
    assert (made.name, made.writing, calls.account_calls.start_dates[made.id]) == ("Mein Laden", False, "2026-08-23")
    assert calls.account_calls.settings[made.id] == {"base_url": ADDRESS}, "defaults stay defaults"
    assert calls.account_calls.secrets[made.id] == {"key": KEY, "secret": SECRET}
    assert made.id in calls.woken, "the first fetch begins"
    assert focused(wizard) is wizard.next
    QTest.keyClick(wizard.next, ENTER)
    qtbot.waitUntil(lambda: window.account_deeds.dialog is None)
    assert [one.name for one in window.watch.accounts] == ["Mein Laden"]


def test_the_mouse_does_it_too_and_writing_is_a_conscious_choice(
    wizard: AccountWizard, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    def click(button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    click(wizard.choose.tiles[0])
    click(wizard.next)
    click(wizard.next)
    fill(form_of(wizard))
    click(wizard.next)
    qtbot.waitUntil(lambda: wizard.step is Step.READ)
    click(wizard.next)
    click(wizard.rules.writing)
    wizard.rules.start.setText("1.2.2026")
    click(wizard.next)
    qtbot.waitUntil(lambda: wizard.step is Step.FIRST)
    settled(qtbot)
    (made,) = calls.views.values()
    assert (made.writing, calls.account_calls.start_dates[made.id]) == (True, "2026-02-01")


@pytest.mark.parametrize(
    "wrong,field,told",
    [
        ({"address": ""}, "base_url", "Das ist nötig."),
        ({"address": "https://laden.exampel"}, "base_url", "Gerade nicht erreichbar. Die Adresse prüfen."),
        ({"key": "ck_bad"}, "key", "Der Consumer Key wird nicht angenommen"),
        ({"secret": ""}, "secret", "Das ist nötig."),
        ({"secret": "cs_bad"}, "secret", "Der Consumer Key wird nicht angenommen"),
    ],
)
def test_an_error_stands_at_its_field_and_is_mended_there(
    wizard: AccountWizard, qtbot: QtBot, calls: FakeShellCalls, wrong: dict[str, str], field: str, told: str
) -> None:
    form = to_keys(wizard)
    fill(form, **wrong)
    wizard.go_on()
    settled(qtbot)
    assert wizard.step is Step.KEYS
    assert form.fields[field].problem.startswith(told)
    assert [name for name, one in form.fields.items() if one.problem] == [field]
    assert focused(wizard) is form.fields[field].edit
    assert form.fields[field].edit.accessibleDescription().startswith(told)
    form.fields[field].edit.clear()
    QTest.keyClicks(form.fields[field].edit, {"base_url": ADDRESS, "key": KEY, "secret": SECRET}[field])
    assert form.fields[field].problem == "", "typing takes the reproach away"
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.step is Step.READ)
    assert calls.views == {}


def test_an_error_of_no_field_stands_below_the_form(wizard: AccountWizard, qtbot: QtBot, calls: FakeShellCalls) -> None:
    form = to_keys(wizard)
    fill(form)
    calls.account_calls.trouble = SecretsUnavailable("No keyring.")
    wizard.go_on()
    settled(qtbot)
    assert (
        form.problem.text() == "Der Schlüsselbund des Systems fehlt oder ist gesperrt. Entsperren und erneut versuchen."
    )
    assert form.problem.isVisible()
    calls.account_calls.trouble = LoginNeeded("No.", field="way", code="way_missing")
    wizard.go_on()
    settled(qtbot)
    assert form.fields["way"].isVisible(), "what is folded away shows when it is at fault"
    assert form.fields["way"].problem


def test_what_fails_at_the_last_step_leads_back_to_its_field(
    wizard: AccountWizard, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    to_read(wizard, qtbot)
    wizard.go_on()
    calls.account_calls.trouble = LoginNeeded("No.", field="key", code="key_wrong")
    wizard.go_on()
    settled(qtbot)
    assert wizard.step is Step.KEYS
    assert form_of(wizard).fields["key"].problem
    assert form_of(wizard).fields["secret"].value() == SECRET, "what was typed stays"
    calls.account_calls.trouble = None
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.step is Step.READ)


def test_a_first_day_that_is_none_is_told_there(wizard: AccountWizard, qtbot: QtBot, calls: FakeShellCalls) -> None:
    to_read(wizard, qtbot)
    wizard.go_on()
    for text, told in (
        ("gestern", "Das ist kein Datum. Es sieht so aus: 21.11.2026."),
        ("1.1.2099", "Dieser Tag kommt erst noch."),
        ("", "Das ist kein Datum. Es sieht so aus: 21.11.2026."),
    ):
        wizard.rules.start.setText(text)
        wizard.go_on()
        assert wizard.rules.problem("start_date") == told
        assert wizard.step is Step.RULES
    assert calls.account_calls.asked == ["try_out"]


def test_a_name_that_is_taken_is_told_at_the_name(wizard: AccountWizard, qtbot: QtBot, calls: FakeShellCalls) -> None:
    to_read(wizard, qtbot)
    wizard.go_on()
    calls.account_calls.know(AccountId(9))
    from tests.ui.fakes import account_view

    calls.views[AccountId(9)] = account_view(9, "Laden")
    wizard.go_on()
    settled(qtbot)
    assert wizard.rules.problem("name") == "Ein Konto mit diesem Namen gibt es schon."
    wizard.rules.name.setText("Laden 2")
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.step is Step.FIRST)


def test_a_key_that_may_only_read_cannot_be_let_write(
    wizard: AccountWizard, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    calls.account_calls.may_write = False
    to_read(wizard, qtbot)
    wizard.go_on()
    assert not wizard.rules.writing.isEnabled()
    assert "darf nur lesen" in wizard.rules.writing.accessibleDescription()


@pytest.mark.parametrize("steps", range(6))
def test_leaving_at_any_step_leaves_nothing_behind(
    wizard: AccountWizard, window: MainWindow, qtbot: QtBot, calls: FakeShellCalls, steps: int
) -> None:
    if steps >= 1:
        wizard.go_on()
    if steps >= 2:
        wizard.go_on()
        fill(form_of(wizard))
    if steps >= 3:
        wizard.go_on()
        qtbot.waitUntil(lambda: wizard.step is Step.READ)
    if steps >= 4:
        wizard.go_on()
    if steps == 5:  # while the account is being connected
        calls.account_calls.gate.clear()
        wizard.go_on()
        qtbot.waitUntil(lambda: "add" in calls.account_calls.asked)
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    calls.account_calls.gate.set()
    qtbot.waitUntil(lambda: window.account_deeds.dialog is None)
    settled(qtbot)
    assert calls.account_calls.secrets == {}
    assert calls.views == {}
    assert window.commands.run("account.connect"), "it can be begun again"
    again = window.account_deeds.dialog
    assert isinstance(again, AccountWizard)
    assert again.form is None
    again.reject()


def test_leaving_while_the_keys_are_tried_ends_the_trial(
    wizard: AccountWizard, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    form = to_keys(wizard)
    fill(form)
    calls.account_calls.gate.clear()
    wizard.go_on()
    qtbot.waitUntil(lambda: calls.account_calls.asked == ["try_out"])
    assert not wizard.next.isEnabled()
    assert wizard.next.text() == "Wird geprüft …"
    wizard.go_back()
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert wizard.step is Step.KEYS, "stopped, and what was typed stays"
    assert form.fields["key"].value() == KEY
    wizard.go_on()
    qtbot.waitUntil(lambda: len(calls.account_calls.asked) == 2)
    wizard.reject()
    qtbot.waitUntil(lambda: lanes().busy == 0)


def test_secrets_are_masked_until_they_are_asked_for_and_gone_when_it_closes(wizard: AccountWizard) -> None:
    form = to_keys(wizard)
    fill(form)
    field = form.fields["key"]
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    assert field.reveal.accessibleName() == "Key (ck_…) zeigen"
    QTest.mouseClick(field.reveal, Qt.MouseButton.LeftButton)
    assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert field.reveal.accessibleName() == "Key (ck_…) verbergen"
    assert not form.fields["base_url"].reveal.isVisible()
    wizard.reject()
    assert field.value() == ""


def test_several_lines_pasted_at_once_fill_all_fields(wizard: AccountWizard, qtbot: QtBot) -> None:
    form = to_keys(wizard)
    QGuiApplication.clipboard().setText(f" {ADDRESS}\nKey: {KEY}\n{SECRET} ")
    QTest.keyClick(form.fields["base_url"].edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [form.fields[name].value() for name in ("base_url", "key", "secret")] == [ADDRESS, KEY, SECRET]
    form.fields["key"].edit.clear()
    QGuiApplication.clipboard().setText(f"  {KEY}\n")
    QTest.keyClick(form.fields["key"].edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.fields["key"].edit.text() == KEY, "trimmed"
    QGuiApplication.clipboard().clear()
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.step is Step.READ)


def test_another_channel_begins_with_empty_fields(wizard: AccountWizard) -> None:
    form = to_keys(wizard)
    fill(form)
    wizard.go_back()
    wizard.go_back()
    wizard.choose.tiles[1].click()
    again = to_keys(wizard)
    assert set(again.fields) == {
        *("token", "ca_file", "second_person_above"),
        *("count_typed_from_rows", "count_typed_from_amount"),
    }


def test_the_wizard_changes_its_language_while_it_is_open(wizard: AccountWizard, qtbot: QtBot) -> None:
    to_read(wizard, qtbot)
    assert wizard.next.text() == "Das ist der richtige"
    locale().speak("en")
    qtbot.waitUntil(lambda: wizard.next.text() == "This is the right one")
    assert wizard.accessibleName().startswith("Connect an account. Step 4 of 6")


def test_trouble_tells_what_the_channel_said(wizard: AccountWizard, qtbot: QtBot, calls: FakeShellCalls) -> None:
    form = to_keys(wizard)
    fill(form)
    calls.account_calls.trouble = Unavailable("It has a fault.", words="maintenance until noon", code="server_error")
    wizard.go_on()
    settled(qtbot)
    assert "maintenance until noon" in form.fields["base_url"].problem
    assert "versucht es weiter" not in form.fields["base_url"].problem, "nothing goes on by itself here"
