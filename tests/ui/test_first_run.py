"""The first run: shown once, left at any step, in the language and look that are chosen; the demo as a program."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.ui.accounts.wizard import AccountWizard
from desk.ui.background import lanes
from desk.ui.first_run.demo import DemoProgram
from desk.ui.first_run.welcome import Beginning, Welcome
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.settings.kept import DEMO_FOLDER, Kept
from desk.ui.theme import LookChoice, look
from tests.ui.fakes import FakeShellCalls

Opened = Callable[..., MainWindow]


def welcomed(window: MainWindow, qtbot: QtBot) -> Welcome:
    qtbot.waitUntil(lambda: window.first_steps.welcome is not None)
    assert isinstance(window.first_steps.welcome, Welcome)
    return window.first_steps.welcome


def begun(opened: Opened, calls: FakeShellCalls) -> MainWindow:
    calls.views.clear()
    window = opened()
    window.start()
    return window


def test_an_empty_store_is_welcomed_once(opened: Opened, qtbot: QtBot, calls: FakeShellCalls) -> None:
    welcome = welcomed(begun(opened, calls), qtbot)
    QTest.keyClick(welcome, Qt.Key.Key_Escape)
    again = opened()
    again.start()
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert again.first_steps.welcome is None
    again.commands.run("help.welcome")
    assert again.first_steps.welcome is not None, "unless it is asked for"
    again.first_steps.welcome.reject()


def test_a_store_with_accounts_is_not_welcomed_nor_is_the_demo(
    opened: Opened, qtbot: QtBot, calls: FakeShellCalls
) -> None:
    window = opened()
    window.start()
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert window.first_steps.welcome is None
    calls.views.clear()
    demo = opened(demo=True)
    demo.start()
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert demo.first_steps.welcome is None
    assert demo.commands.why_not("demo.open")
    assert demo.commands.why_not("account.connect")
    assert demo.demo_strip.fix.text() == "Demo verlassen"
    with qtbot.waitSignal(demo.closed):
        QTest.mouseClick(demo.demo_strip.fix, Qt.MouseButton.LeftButton)


def test_by_keyboard_from_the_language_to_the_wizard(opened: Opened, qtbot: QtBot, calls: FakeShellCalls) -> None:
    window = begun(opened, calls)
    welcome = welcomed(window, qtbot)
    assert welcome.focusWidget() is welcome.languages["de"]
    QTest.keyClick(welcome.languages["de"], Qt.Key.Key_Down)
    assert locale().language == "en"
    QTest.keyClick(welcome.languages["en"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: welcome.next.text() == "Next")
    assert welcome.page == 1
    assert welcome.beginning is Beginning.DEMO
    QTest.keyClick(welcome.beginnings[Beginning.DEMO], Qt.Key.Key_Up)
    QTest.keyClick(welcome.beginnings[Beginning.CONNECT], Qt.Key.Key_Return)
    QTest.mouseClick(welcome.looks[LookChoice.DARK], Qt.MouseButton.LeftButton)
    assert look().choice is LookChoice.DARK
    QTest.mouseClick(welcome.sizes[125], Qt.MouseButton.LeftButton)
    assert look().text_scale == 1.25
    QTest.mouseClick(welcome.back, Qt.MouseButton.LeftButton)
    QTest.mouseClick(welcome.next, Qt.MouseButton.LeftButton)
    QTest.mouseClick(welcome.next, Qt.MouseButton.LeftButton)
    assert welcome.page == 3
    assert welcome.next.text() == "Connect an account"
    QTest.keyClick(welcome.next, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.account_deeds.dialog, AccountWizard))
    wizard = window.account_deeds.dialog
    assert wizard is not None
    wizard.reject()


def test_who_wants_neither_is_left_alone(opened: Opened, qtbot: QtBot, calls: FakeShellCalls) -> None:
    window = begun(opened, calls)
    welcome = welcomed(window, qtbot)
    for _ in range(3):
        welcome.go_on()
    welcome.beginnings[Beginning.LATER].setChecked(True)
    welcome.go_on()
    qtbot.waitUntil(lambda: window.first_steps.welcome is None)
    assert window.account_deeds.dialog is None
    assert not window.demo_program.running


def test_the_demo_is_opened_and_its_end_is_told(opened: Opened, qtbot: QtBot, calls: FakeShellCalls) -> None:
    window = begun(opened, calls)
    welcome = welcomed(window, qtbot)
    window.demo_program.command = [sys.executable, "-c", "input()"]
    for _ in range(4):
        welcome.go_on()
    qtbot.waitUntil(lambda: window.demo_program.running)
    assert window.commands.why_not("demo.open") == "Die Demo ist schon offen."
    with qtbot.waitSignal(window.demo_program.ended) as ended:
        window.demo_program._process.closeWriteChannel()  # type: ignore[union-attr]
    assert "EOFError" in ended.args[0], "it ended badly, and its last words are told"
    assert any("EOFError" in one.text for one in window.toasts.shown)
    assert not window.commands.why_not("demo.open")


def test_a_demo_that_is_closed_leads_on(opened: Opened, qtbot: QtBot, calls: FakeShellCalls) -> None:
    window = begun(opened, calls)
    welcomed(window, qtbot).reject()
    window.demo_program.command = [sys.executable, "-c", "pass"]
    with qtbot.waitSignal(window.demo_program.ended):
        window.commands.run("demo.open")
    assert window.toasts.shown[-1].text == "Die Demo ist geschlossen."


def test_the_demo_gets_language_and_folder_and_no_keys(
    app: QObject, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app is not None
    owner = QObject()
    program = DemoProgram(tmp_path, owner)
    assert program.command[1:4] == ["-m", "desk", "demo"]
    told = tmp_path / "told"
    code = """if True:
        import os, pathlib, sys
        keys = [one for one in os.environ if "SECRET" in one or "STORE_KEY" in one]
        pathlib.Path(sys.argv[1]).write_text(os.environ["DESK_DATA"] + str(keys))
    """
    monkeypatch.setenv("DESK_SECRET_KEY", "ck_secret")
    monkeypatch.setenv("DESK_STORE_KEY", "00")
    program.command = [sys.executable, "-c", code, str(told)]
    locale().speak("en")
    look().choose(LookChoice.DARK)
    with qtbot.waitSignal(program.ended) as ended:
        program.open()
    assert ended.args == [""]
    assert told.read_text() == f"{tmp_path}[]"
    kept = Kept(tmp_path / DEMO_FOLDER)
    assert (kept.language, kept.look) == ("en", LookChoice.DARK)
    owner.deleteLater()


def test_a_demo_that_cannot_start_is_told(app: QObject, qtbot: QtBot, tmp_path: Path) -> None:
    assert app is not None
    owner = QObject()
    program = DemoProgram(tmp_path, owner)
    program.command = [str(tmp_path / "nothing-here")]
    with qtbot.waitSignal(program.ended) as ended:
        program.open()
    assert ended.args == ["Sie ließ sich nicht starten."]
    assert not program.running


def test_leaving_the_window_ends_the_demo(opened: Opened, qtbot: QtBot, calls: FakeShellCalls) -> None:
    window = begun(opened, calls)
    welcomed(window, qtbot).reject()
    window.demo_program.command = [sys.executable, "-c", "import time; time.sleep(60)"]
    window.commands.run("demo.open")
    process = window.demo_program._process
    assert process is not None
    qtbot.waitUntil(lambda: process.processId() > 0)
    window.close_at_once()
    assert not window.demo_program.running
