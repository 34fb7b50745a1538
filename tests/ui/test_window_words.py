"""The main window's words: errors and where they stand, a sentence for each code, the language."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import connectors.http
from connectors.contract.errors import ConnectorError, LoginNeeded, RateLimited
from desk.domain.errors import DeskError, NotAllowed
from desk.domain.views import AccountState
from desk.services import wording
from desk.ui.accounts.wizard import AccountWizard
from desk.ui.background import hub
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.picture_stage import lay_out
from desk.ui.sentence_table import SENTENCES
from desk.ui.widgets.button import KeyButton
from tests.ui.fakes import FakeShellCalls, account_view
from tests.ui.orders.fakes import FakeCalls
from tests.ui.shell import settled

pytestmark = pytest.mark.usefixtures("app")


def test_errors_stay_others_go_and_three_are_shown(window: MainWindow) -> None:
    for number in range(4):
        window.toast(f"Meldung {number}")
    assert [one.text for one in window.toasts.shown] == ["Meldung 1", "Meldung 2", "Meldung 3"]
    window.toasts.clear()
    window.toast("Fehler", tone="err")
    assert not window.toasts.shown[0]._timer.isActive()
    place = window.toasts.shown[0].geometry()
    assert place.right() <= window.width() - 16 + 1
    assert place.bottom() < window.status.geometry().top()


def test_an_error_that_nobody_took_is_told_once(window: MainWindow) -> None:
    for _ in range(3):
        hub().failed.emit(NotAllowed("This order is cancelled.", code="order_cancelled"))
    assert [one.text for one in window.toasts.shown] == ["Diese Bestellung ist storniert."]


def test_a_channels_error_is_told_in_german(window: MainWindow) -> None:
    window._tell_error(DeskError("shop.example took too long to answer.", code="timed_out"))
    assert window.toasts.shown[0].text == "Die Antwort dauerte zu lange. Desk versucht es weiter."
    window.toasts.clear()
    locale().speak("en")
    window._tell_error(DeskError("shop.example took too long to answer.", code="timed_out"))
    assert window.toasts.shown[0].text == "shop.example took too long to answer."


def test_a_wrong_key_is_told_in_german_everywhere(window: MainWindow) -> None:
    english = "The shop does not accept the consumer key, or its user may not see orders."
    window.commands.run("app.settings")
    told = "Der Consumer Key wird nicht angenommen"
    window.show_accounts(
        (account_view(state=AccountState.LOGIN_NEEDED, trouble_code="key_wrong", trouble_text=english),)
    )
    segment = next(iter(window.status.segments().values()))
    window._tell_error(LoginNeeded(english, code="key_wrong"))
    shown = {
        "tooltip": segment.toolTip(),
        "toast": window.toasts.shown[0].text,
        "strip": " ".join(one.text() for one in window.trouble_strip.findChildren(QLabel)),
        "settings": " ".join(one.text() for one in window.settings.findChildren(QLabel)),
    }
    for where, text in shown.items():
        assert told in text, where
        assert english not in text, where


def test_what_a_channel_withholds_is_told_with_the_next_step_and_goes_with_it(qtbot: QtBot, window: MainWindow) -> None:
    english = "Amazon gives buyers' names and addresses again. Desk is fetching them for the orders that came without."
    german = "Amazon gibt Namen und Adressen von Käufern wieder heraus."

    def is_in_settings() -> bool:
        return german in " ".join(one.text() for one in window.settings.findChildren(QLabel))

    def tip() -> str:
        return next(iter(window.status.segments().values())).toolTip()

    window.commands.run("app.settings")
    window.show_accounts((account_view(withheld=english),))
    assert german in tip()
    qtbot.waitUntil(is_in_settings)
    window.show_accounts((account_view(),))
    assert german not in tip()
    qtbot.waitUntil(lambda: not is_in_settings())


def test_a_wrong_key_is_mended_in_the_window(window: MainWindow) -> None:
    broken = account_view(name="Laden am Markt", state=AccountState.LOGIN_NEEDED, trouble_code="key_wrong")
    window.commands.run("app.settings")
    window.show_accounts((broken,))
    assert window.trouble_strip.fix.text() == "Neu anmelden …"
    assert "Neu anmelden …" in [one.text() for one in window.settings.findChildren(KeyButton)]
    shown = [window.trouble_strip.text, next(iter(window.status.segments().values())).toolTip()]
    assert not any("Terminal" in one for one in shown)


def test_without_an_account_every_place_says_how_to_begin(
    opened: Callable[..., MainWindow], qtbot: QtBot, calls: FakeShellCalls, orders: FakeCalls
) -> None:
    calls.views.clear()
    orders.rows.clear()
    window = opened()
    settled(qtbot)
    nothing = window.orders.list.nothing
    for typed in ("", "müller"):
        window.top.field.edit.setText(typed)
        qtbot.waitUntil(lambda: not window.orders.searching.running and nothing.isVisible())
        words = " ".join(one.text() for one in nothing.findChildren(QLabel))
        assert "Noch kein Konto" in words
        assert nothing.connect_button.isVisible()
        assert nothing.demo_button.isVisible()
    assert window.status.none.isVisible()
    assert window.status.none.words.startswith("Noch kein Konto")
    QTest.mouseClick(window.status.none, Qt.MouseButton.LeftButton)
    assert window.settings.accounts.demo_button.isVisible()
    QTest.mouseClick(window.settings.accounts.connect_button, Qt.MouseButton.LeftButton)
    assert isinstance(window.account_deeds.dialog, AccountWizard)
    window.account_deeds.dialog.reject()
    window.show_accounts((account_view(),))
    assert not window.status.none.isVisible()
    window.top.field.edit.clear()
    window.commands.run("go.search")
    qtbot.waitUntil(lambda: not window.orders.searching.running and nothing.isVisible())
    assert not nothing.connect_button.isVisible()


def test_every_code_of_the_connectors_has_a_german_sentence() -> None:
    """A code is whatever a connector's source hands over as one."""
    root = Path(connectors.http.__file__).parents[1]
    channels = [one for one in root.glob("channels/*/*.py") if not one.name.startswith("simulator")]
    sources = [*root.glob("http/*.py"), *root.glob("contract/errors.py"), *channels]
    classes: list[type[ConnectorError]] = [ConnectorError, *ConnectorError.__subclasses__(), RateLimited]
    kinds = {kind.code for kind in classes}
    codes = kinds | {found for one in sources for found in codes_in(ast.parse(one.read_text("utf-8")))}
    assert {"key_wrong", "timed_out", "not_an_address", "page_repeated", "rate_limited", "consent_ended"} <= codes
    assert sorted(codes - set(SENTENCES) - set(wording._REASONS)) == []


def codes_in(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "Trouble" and texts:
            found.add(texts[0])
        elif name in {"_wrong", "at"} and len(texts) > 1:
            found.add(texts[-1])
        for word in node.keywords:
            if word.arg == "code" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str):
                found.add(word.value.value)
    return found - {""}


def test_everything_changes_its_language_at_once(window: MainWindow, qtbot: QtBot) -> None:
    assert window.nav.row(window.travels.area).text() == "Suche"
    window.commands.run("language.en")
    qtbot.waitUntil(lambda: window.nav.row(window.travels.area).text() == "Search")
    lay_out()
    assert window.top.palette_button.text() == "Commands"
    assert window.commands.action("app.quit").text() == "Quit"
    assert window.menuBar().actions()[0].text() == "&File"
    assert window.status.outbox.words == "Outbox is empty"
    assert window.commands.action("language.en").isChecked()
