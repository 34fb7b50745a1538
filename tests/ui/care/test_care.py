"""The care of the store in the window: the offer of a recovery key, a backup by hand, the index, a start that fails."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk import app as program
from desk.domain.clock import ManualClock
from desk.domain.errors import StoreDamaged, StoreUnavailable
from desk.services import care_backup, care_recovery
from desk.services.care import Place
from desk.services.care_backup import Found
from desk.services.care_daily import CareState
from desk.services.context import Desk
from desk.store.engine import FILE_NAME, StoreKey, open_store
from desk.system import crash
from desk.system.secrets import MemorySecrets
from desk.system.store_key import entry_of, store_key
from desk.ui import unopened
from desk.ui import window as window_module
from desk.ui.background import lanes
from desk.ui.care.backup_dialog import BackupDialog
from desk.ui.care.recovery_dialog import RecoveryDialog
from desk.ui.care.rescue import RescueDialog
from desk.ui.main_window import MainWindow
from tests.conftest import MemoryKeyring
from tests.services.fakes import FakeChannel, FakeRegistry
from tests.support.orders import START
from tests.support.stores import fill
from tests.ui.fakes import FakeShellCalls, account_view
from tests.ui.orders.fakes import NOW

NOTHING = CareState(newest=None, backups=0)
PASSPHRASE = "vier Wörter reichen"


def idle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)  # a passphrase takes its time on a busy machine


def shown(qtbot: QtBot, window: MainWindow, kind: type[RecoveryDialog | BackupDialog]) -> object:
    idle(qtbot)
    (dialog,) = window.findChildren(kind)
    return dialog


def test_a_recovery_key_is_offered_once_there_is_an_account_and_can_be_left(window: MainWindow) -> None:
    window.care.show_accounts(any_there=False)
    window.care.show_state(NOTHING)
    assert not window.care.strip.isVisible()
    window.show_accounts((account_view(),))
    strip = window.care.strip
    assert strip.isVisible()
    assert strip.text.startswith("Ohne Wiederherstellungsschlüssel")
    assert [strip.fix.text(), strip.leave.text()] == ["Anlegen …", "Nicht jetzt"]
    strip.leave.setFocus()
    QTest.keyClick(strip.leave, Qt.Key.Key_Space)
    assert not strip.isVisible()
    assert QApplication.focusWidget() is not None, "the keyboard has a place"
    window.care.show_state(replace(NOTHING, backups=1))
    assert not strip.isVisible(), "offered once"


def test_the_key_is_shown_once_and_the_dialog_waits_until_it_is_kept(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    calls.care_calls.now = NOTHING
    window.care.show_state(NOTHING)
    window.show_accounts((account_view(),))
    window.care.strip.fix.click()
    dialog = shown(qtbot, window, RecoveryDialog)
    assert isinstance(dialog, RecoveryDialog)
    QTest.keyClick(dialog.make, Qt.Key.Key_Space)
    idle(qtbot)
    assert dialog.key.text().replace("\n", "-") == "-".join(["AB12"] * 14)
    assert "AB12-AB12" in dialog.key.accessibleName()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "nobody has kept it yet"
    assert not dialog.finish.isEnabled()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "-".join(["AB12"] * 14)
    QTest.keyClick(dialog.kept, Qt.Key.Key_Space)
    dialog.finish.click()
    idle(qtbot)
    assert not window.care.strip.isVisible()
    assert "Es gibt einen Wiederherstellungsschlüssel" in window.care.card.recovery_line.text()


def test_a_failed_backup_is_a_strip_with_its_way_out(window: MainWindow) -> None:
    window.care.show_state(replace(NOTHING, has_recovery=True, failed_code="backup_no_room", failed_text="No room."))
    words = "Die tägliche Sicherung ist fehlgeschlagen. Auf dem Datenträger ist nicht genug Platz"
    assert window.care.strip.text.startswith(words)
    assert window.care.strip.fix.text() == "Jetzt sichern …"
    window.care.show_state(replace(NOTHING, has_recovery=True))
    assert not window.care.strip.isVisible()


def test_damage_that_the_weekly_look_finds_leads_to_a_backup(window: MainWindow) -> None:
    left: list[str] = []
    window.store_strip.offer_restore(lambda: left.append("for a backup"))
    assert not window.store_strip.isVisible()
    window.care.show_state(replace(NOTHING, damaged=True))
    assert window.store_strip.text.startswith("Der Datenbestand ist beschädigt.")
    assert not window.care.strip.isVisible(), "it is said once"
    window.store_strip.well()
    assert window.store_strip.isVisible(), "a run that did not read the page mends nothing"
    assert window.store_strip.fix.text() == "Sicherung einspielen …"
    window.store_strip.fix.click()
    assert left == ["for a backup"]


def test_a_backup_by_hand_asks_for_its_passphrase_twice(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    window.commands.run("care.backup")
    dialog = shown(qtbot, window, BackupDialog)
    assert isinstance(dialog, BackupDialog)
    assert dialog.first.hasFocus() or not dialog.isActiveWindow()
    dialog.first.setText(PASSPHRASE)
    dialog.second.setText(PASSPHRASE + "x")
    dialog.make.click()
    assert dialog.state.text().startswith("Die beiden Passphrasen sind verschieden")
    assert calls.care_calls.backed_up == []
    calls.care_calls.trouble = StoreUnavailable("No room.", code="backup_no_room")
    dialog.second.setText(PASSPHRASE)
    QTest.keyClick(dialog.second, Qt.Key.Key_Return)
    idle(qtbot)
    assert "nicht genug Platz" in dialog.state.text()
    calls.care_calls.trouble = None
    calls.care_calls.now = CareState(
        newest=Found(file=Path("x"), made_at=NOW, size=12_000_000, orders=5), backups=1, has_recovery=True
    )
    dialog.make.click()
    idle(qtbot)
    assert [passphrase for _, passphrase in calls.care_calls.backed_up] == [PASSPHRASE]
    qtbot.waitUntil(lambda: "Neueste Sicherung" in window.care.card.backup_line.text())
    assert "12 MB" in window.care.card.backup_line.text()


def test_the_index_is_made_anew_with_progress_and_can_be_stopped(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    window.commands.run("care.rebuild-index")
    card = window.care.card
    qtbot.waitUntil(lambda: "25 %" in card.index_line.text())
    assert card.rebuild.text() == "Anhalten"
    window.commands.run("care.rebuild-index")
    idle(qtbot)
    assert [toast.text for toast in window.toasts.shown] == [
        "Angehalten. Die Suche geht mit dem bisherigen Index weiter."
    ]
    assert card.rebuild.text() == "Suchindex neu aufbauen"
    calls.care_calls.rebuilding.set()
    window.commands.run("care.rebuild-index")
    idle(qtbot)
    assert "Der Suchindex ist neu aufgebaut, aus 7 Bestellungen." in [toast.text for toast in window.toasts.shown]


def test_the_open_window_looks_after_the_store(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> None:
    window.care.look_after()
    window.care.look_after()
    idle(qtbot)
    assert calls.care_calls.looked == 1, "one look at a time"
    window.care.look_after()
    idle(qtbot)
    assert calls.care_calls.looked == 2


def test_the_demo_has_no_backup_and_says_so(window: MainWindow) -> None:
    window.care.show_state(replace(NOTHING, demo=True))
    window.show_accounts((account_view(),))
    assert not window.care.strip.isVisible()
    assert window.care.card.backup_line.text() == "Die Demo wird nicht gesichert."
    assert window.care.card.backup.isHidden()
    assert window.commands.why_not("care.backup") == "Die Demo wird nicht gesichert."


# --- A start that fails ---------------------------------------------------------------------------------------------


@pytest.fixture
def lost(tmp_path: Path) -> tuple[Path, str, Path]:
    """A store whose keyring is lost: its folder, its recovery key and a backup."""
    folder = tmp_path / "data"
    store = open_store(folder, StoreKey.new())
    fill(store, 7)
    registry = FakeRegistry(FakeChannel())
    desk = Desk(store=store, clock=ManualClock(START), connectors=registry, secrets=MemorySecrets())
    key = care_recovery.make(desk)
    file = care_backup.make(desk, tmp_path / "a.deskbackup", PASSPHRASE).file
    store.close()
    return folder, key, file


def orders_in(place: Place) -> int:
    store = open_store(place.folder, StoreKey(store_key(place.folder, place.secrets, exists=True)))
    with store.read() as connection:
        found = int(connection.exec_driver_sql("select count(*) from orders").scalar_one())
    store.close()
    return found


MISSING = StoreUnavailable("The key is missing.", code="store_key_missing")


@pytest.fixture
def rescue(qtbot: QtBot, request: pytest.FixtureRequest) -> Callable[[Place], RescueDialog]:
    request.getfixturevalue("app")
    request.getfixturevalue("running_lanes")

    def show(place: Place) -> RescueDialog:
        dialog = RescueDialog(MISSING, place)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


def test_a_lost_keyring_is_mended_by_the_recovery_key(
    qtbot: QtBot, rescue: Callable[[Place], RescueDialog], lost: tuple[Path, str, Path]
) -> None:
    folder, key, _ = lost
    place = Place(folder=folder, secrets=MemorySecrets(), clock=ManualClock(START))
    dialog = rescue(place)
    assert dialog.field.accessibleName() == "Wiederherstellungsschlüssel"
    QTest.keyClicks(dialog.field, "7" + key[1:] if key[0] != "7" else "8" + key[1:])
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    idle(qtbot)
    assert "enthält einen Fehler" in dialog.state.text()
    assert place.secrets.get(entry_of(folder)) is None
    dialog.field.setText(key.lower())
    dialog.mend.click()
    qtbot.waitUntil(lambda: dialog.result() == 1)
    assert orders_in(place) == 7


def test_a_damaged_store_is_mended_from_a_backup(
    qtbot: QtBot, rescue: Callable[[Place], RescueDialog], lost: tuple[Path, str, Path]
) -> None:
    folder, _, file = lost
    (folder / FILE_NAME).write_bytes(b"gone" * 5000)
    place = Place(folder=folder, secrets=MemorySecrets(), clock=ManualClock(START))
    dialog = rescue(place)
    dialog.take(file)
    idle(qtbot)
    assert "7 Bestellungen" in dialog.about.text()
    assert "beiseitegelegt" in dialog.about.text()
    dialog.field.setText("not this passphrase")
    dialog.mend.click()
    idle(qtbot)
    assert dialog.state.text().startswith("Diese Passphrase passt nicht")
    dialog.field.setText(PASSPHRASE)
    dialog.mend.click()
    qtbot.waitUntil(lambda: dialog.result() == 1)
    assert orders_in(place) == 7
    assert len(list(folder.glob("before-restore-*"))) == 1


def test_a_start_without_the_key_asks_for_it_and_goes_on(
    qtbot: QtBot,
    app: QApplication,
    lost: tuple[Path, str, Path],
    memory_keyring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As an agent meets it who starts Desk from the desktop."""
    folder, key, _ = lost
    monkeypatch.setattr(crash.Run, "catch_faults", lambda _: None)  # pytest has its own
    monkeypatch.setenv("DESK_NO_TERMINAL", "1")
    opened: list[int] = []

    def show(desk: Desk, *_: object) -> int:
        with desk.store.read() as connection:
            opened.append(int(connection.exec_driver_sql("select count(*) from orders").scalar_one()))
        return 0

    monkeypatch.setattr(program, "_show", show)

    def answer() -> None:
        (dialog,) = [one for one in app.topLevelWidgets() if isinstance(one, RescueDialog) and one.isVisible()]
        dialog.field.setText(key)
        dialog.mend.click()

    QTimer.singleShot(200, answer)
    assert program.start_window(folder, "") == 0
    assert opened == [7]
    assert (("Desk", entry_of(folder)) in memory_keyring.entries) is True
    assert qtbot is not None


# --- A window that is left for a backup -----------------------------------------------------------------------------


def test_pressing_the_strip_of_a_damaged_store_leaves_the_window_for_a_backup(
    window: MainWindow, app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_module, "make_application", lambda _: app)
    monkeypatch.setattr(window_module, "build_window", lambda _desk, **_: window)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    never = SimpleNamespace(stands=SimpleNamespace(connect=lambda _: None))  # what follows it is for other tests
    monkeypatch.setattr(window_module, "FirstPicture", lambda *_: never)
    window.store_strip.met_damage()
    QTimer.singleShot(50, window.store_strip.fix.click)
    desk, run = cast(Desk, None), cast(crash.Run, SimpleNamespace(marked=False))
    assert window_module.open_window(desk, run=run) == window_module.RESTORE
    assert not window.isVisible()
    loop = QEventLoop()
    QTimer.singleShot(20, lambda: loop.exit(7))
    assert loop.exec() == 7, "a dialog behind the window stays open"


def test_who_left_for_a_backup_begins_anew_on_the_store_that_it_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash.Run, "catch_faults", lambda _: None)  # pytest has its own
    happened: list[str] = []
    desk = SimpleNamespace(store=SimpleNamespace(close=lambda: happened.append("closed")))

    def show(*_: object) -> int:
        happened.append("shown")
        return window_module.RESTORE if happened.count("shown") == 1 else 0

    def tell(error: StoreDamaged, folder: Path) -> int:
        assert (error.code, folder) == ("store_damaged", tmp_path)
        free = crash.Run(tmp_path)
        assert free.begin(), "nobody holds the store while it is restored"
        free.good_bye()
        happened.append("restored")
        return 0

    monkeypatch.setattr(program, "open_desk", lambda _folder, **_: desk)
    monkeypatch.setattr(program, "_show", show)
    monkeypatch.setattr(unopened, "tell", tell)
    assert program.start_window(tmp_path, "") == 0
    assert happened == ["shown", "closed", "restored", "shown", "closed"]
