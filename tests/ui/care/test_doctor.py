"""The doctor in the window: what `desk doctor` says, in the window's words, with what mends it beside each finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.clock import ManualClock
from desk.domain.errors import StoreUnavailable
from desk.services.care_daily import CareState
from desk.services.care_doctor import Finding, Grade, Report, examine_running
from desk.services.context import Desk
from desk.system.secrets import MemorySecrets
from desk.ui.background import lanes
from desk.ui.care.doctor_dialog import DoctorDialog
from desk.ui.care.doctor_words import command, sentence, step
from desk.ui.jobs import board
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from tests.services.fakes import FakeChannel, FakeRegistry
from tests.support.orders import START
from tests.support.stores import open_new_store
from tests.ui.fakes import FakeShellCalls

pytestmark = pytest.mark.usefixtures("app")
WELL = Finding(code="writing", grade=Grade.OK, text="The store can be written.", template="The store can be written.")
NO_KEY = Finding(
    code="recovery",
    grade=Grade.WARN,
    text="There is no recovery key: with the keyring the store would be lost.",
    next_step="Make one: desk recovery-key",
    template="There is no recovery key: with the keyring the store would be lost.",
)
INDEX = Finding(
    code="search",
    grade=Grade.BAD,
    text="The search index does not fit the orders.",
    next_step="desk doctor --rebuild-index",
    template="The search index fits its {orders} orders.",
    facts={"orders": 12345},
)


def idle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def opened(qtbot: QtBot, window: MainWindow) -> DoctorDialog:
    assert window.commands.run("care.doctor")
    (dialog,) = window.findChildren(DoctorDialog)
    idle(qtbot)
    return dialog


def test_the_worst_comes_first_each_with_what_mends_it(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> None:
    calls.care_calls.report = Report(findings=(WELL, NO_KEY, INDEX))
    dialog = opened(qtbot, window)
    assert [row.finding.code for row in dialog.rows] == ["search", "recovery", "writing"]
    assert dialog.summary.text() == "1 schlecht · 1 zu beachten · 1 in Ordnung"
    bad, warn, well = dialog.rows
    assert bad.text.text() == "Der Suchindex passt zu seinen 12.345 Bestellungen."
    assert bad.fix.text() == "Suchindex neu aufbauen"
    assert warn.step.text() == "Einen anlegen und fern von diesem Rechner aufbewahren."
    assert warn.accessibleName().startswith("Zu beachten: Es gibt keinen Wiederherstellungsschlüssel")
    assert (well.fix.isHidden(), well.step.isHidden()) == (True, True)
    assert bad.fix.hasFocus() or not dialog.isActiveWindow()
    dialog.reject()


def test_a_fix_by_key_closes_the_dialog_and_is_done(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> None:
    calls.care_calls.report = Report(findings=(INDEX,))
    calls.care_calls.rebuilding.set()
    dialog = opened(qtbot, window)
    QTest.keyClick(dialog.rows[0].fix, Qt.Key.Key_Space)
    idle(qtbot)
    assert not window.findChildren(DoctorDialog) or not dialog.isVisible()
    assert "7 Bestellungen" in window.toasts.shown[-1].text


def test_it_is_a_job_while_it_runs_and_leaving_stops_it(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    calls.care_calls.examining.clear()
    window.commands.run("care.doctor")
    (dialog,) = window.findChildren(DoctorDialog)
    qtbot.waitUntil(lambda: bool(board().jobs) and board().jobs[0].share.done == 50)
    assert board().jobs[0].words == "Prüfung des Datenbestands"
    assert not dialog.again.isEnabled()
    assert dialog.bar.value() == 50
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    idle(qtbot)
    assert board().jobs == ()


def test_again_with_the_clocks_and_a_look_that_fails(qtbot: QtBot, window: MainWindow, calls: FakeShellCalls) -> None:
    dialog = opened(qtbot, window)
    assert dialog.summary.text() == "Alles in Ordnung."
    QTest.keyClick(dialog.online, Qt.Key.Key_Space)
    calls.care_calls.trouble = StoreUnavailable("No.", code="drafts_not_read")
    dialog.again.click()
    qtbot.waitUntil(lambda: calls.care_calls.examined == [False, True])
    idle(qtbot)
    why = dialog.summary.text()
    assert why.startswith("Die Entwürfe von Notizen"), "not what the look before has found"
    locale().speak("en")
    qtbot.waitUntil(lambda: dialog.again.text() == "Check again")
    assert dialog.summary.text() == "No."
    calls.care_calls.trouble = None
    dialog.again.click()
    idle(qtbot)
    assert dialog.summary.text() == "All is well."
    dialog.reject()


def test_a_first_look_that_fails_saves_no_diagnostics_and_says_why(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    calls.care_calls.trouble = StoreUnavailable("No.", code="drafts_not_read")
    dialog = opened(qtbot, window)
    assert not dialog.save.isEnabled()
    assert dialog.save.toolTip() == "Erst nach einer Prüfung, die zu ihrem Ende kam."
    dialog.reject()


def test_diagnostics_of_the_look_are_saved(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls, tmp_path: Path
) -> None:
    calls.care_calls.report = Report(findings=(WELL,))
    dialog = opened(qtbot, window)
    dialog.save_to(tmp_path / "d.zip")
    idle(qtbot)
    assert calls.care_calls.saved == [(calls.care_calls.report, tmp_path / "d.zip")]
    assert dialog.summary.text().startswith("d.zip gespeichert.")
    locale().speak("en")
    qtbot.waitUntil(lambda: dialog.again.text() == "Check again")
    assert dialog.rows[0].text.text() == "The store can be written."
    dialog.reject()


def test_every_finding_of_a_real_store_is_told_in_german(tmp_path: Path) -> None:
    channel = FakeChannel()
    store = open_new_store(tmp_path)
    desk = Desk(store=store, clock=ManualClock(START), connectors=FakeRegistry(channel), secrets=MemorySecrets())
    try:
        report = examine_running(desk)
    finally:
        store.close()
    codes = [one.code for one in report.findings]
    assert {"versions", "keyring", "space", "store", "writing", "integrity", "search", "recovery"} <= set(codes)
    for one in report.findings:
        assert one.template, one.code
        if one.code != "versions":
            assert sentence(one) != one.text, one.code
        assert "desk " not in step(one), one.code
    assert [command(one) for one in report.findings if one.code == "recovery"] == ["care.recovery-key"]


def test_what_a_known_error_lies_behind_says_its_sentence() -> None:
    one = Finding(code="writing", grade=Grade.BAD, text="x", next_step="Free it.", why="backup_no_room")
    assert step(one).startswith("Auf dem Datenträger ist nicht genug Platz")
    assert sentence(one) == "x"


def test_damage_found_by_the_look_is_said_by_the_strip_with_its_way_out(
    qtbot: QtBot, window: MainWindow, calls: FakeShellCalls
) -> None:
    damaged = Finding(code="integrity", grade=Grade.BAD, text="The store is damaged.", next_step="desk restore FILE")
    calls.care_calls.report = Report(findings=(damaged,))
    calls.care_calls.now = CareState(newest=None, backups=0, damaged=True)
    dialog = opened(qtbot, window)
    assert dialog.rows[0].step.text().startswith("Der Streifen am unteren Rand")
    assert window.store_strip.text.startswith("Der Datenbestand ist beschädigt")
    dialog.reject()
