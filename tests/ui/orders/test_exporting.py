"""Export of orders from the window: by keys, without notes unless ticked, beside everything else, and stopped."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.errors import NotAllowed
from desk.domain.standing import Standing
from desk.services.exports import Table
from desk.ui.background import lanes
from desk.ui.jobs import board
from desk.ui.locale import locale
from desk.ui.orders.export_dialog import ExportDialog
from desk.ui.orders.hits import Filter, Narrowing
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import FakeCalls, FakeServices, order_row


@pytest.fixture
def calls() -> FakeCalls:
    standings = (Standing.TO_SHIP, Standing.SHIPPED)
    return FakeCalls([order_row(number, standings=(standings[number % 2],), days=number) for number in range(1, 7)])


@pytest.fixture
def screen(opened: Opened, calls: FakeCalls) -> OrdersScreen:
    locale().speak("de")
    return opened(calls)


def asked(screen: OrdersScreen, services: FakeServices, file: Path) -> ExportDialog:
    assert services.commands.run("list.export")
    (dialog,) = screen.list.findChildren(ExportDialog)
    dialog.take_file(file)
    return dialog


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def test_the_filtered_list_is_exported_by_keys_without_notes(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls, tmp_path: Path
) -> None:
    screen.list.narrow(Filter(Narrowing.TO_SHIP))
    dialog = asked(screen, services, tmp_path / "a.csv")
    assert dialog.list_chip.accessibleName() == "Die Liste 3"
    assert dialog.export.text() == "3 Bestellungen exportieren"
    assert not dialog.notes.isChecked()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.list_chip, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot)
    (wanted,) = calls.exported
    assert wanted == Table(file=tmp_path / "a.csv", orders=(2, 4, 6), replace=True)  # type: ignore[arg-type]
    assert services.toasts == ["3 Bestellungen nach a.csv exportiert"]


def test_everything_with_notes_is_two_choices_away(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls, tmp_path: Path
) -> None:
    dialog = asked(screen, services, tmp_path / "a.csv")
    QTest.keyClick(dialog.all_chip, Qt.Key.Key_Space)
    QTest.keyClick(dialog.notes, Qt.Key.Key_Space)
    assert dialog.export.text() == "Alle Bestellungen exportieren"
    dialog.export.click()
    settled(qtbot)
    assert [(one.orders, one.notes, one.separator, one.comma) for one in calls.exported] == [(None, True, ";", True)]


def test_english_people_get_commas_between_and_points_within(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls, tmp_path: Path
) -> None:
    locale().speak("en")
    asked(screen, services, tmp_path / "a.csv").confirm()
    settled(qtbot)
    assert [(one.separator, one.comma) for one in calls.exported] == [(",", False)]


def test_an_export_is_a_job_that_can_be_stopped(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls, tmp_path: Path
) -> None:
    calls.export_gate.clear()
    asked(screen, services, tmp_path / "a.csv").confirm()
    qtbot.waitUntil(lambda: bool(board().jobs) and board().jobs[0].share.total == 6)
    (job,) = board().jobs
    assert job.words == "Export nach a.csv"
    job.stop()
    settled(qtbot)
    assert services.toasts == [], "the list of running work tells it"


def test_what_went_wrong_is_told(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls, tmp_path: Path
) -> None:
    calls.refusal = NotAllowed("a.csv exists already.", code="file_exists", name="a.csv")
    asked(screen, services, tmp_path / "a.csv").confirm()
    settled(qtbot)
    assert services.toasts == ["Diese Datei gibt es schon. Einen anderen Namen wählen."]


def test_a_file_whose_ending_desk_adds_is_not_replaced_unasked(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls, tmp_path: Path
) -> None:
    for name in ("a", "a.csv", "A.CSV"):  # the system's dialog asks about the very file that was typed
        dialog = asked(screen, services, tmp_path / "b.csv")
        dialog.take_chosen(str(tmp_path / name))
        dialog.confirm()
        settled(qtbot)
        qtbot.waitUntil(lambda: not screen.list.findChildren(ExportDialog))
    told = [(one.file.name, one.replace) for one in calls.exported]
    assert told == [("a.csv", False), ("a.csv", True), ("A.CSV", True)]


def test_an_empty_list_offers_the_whole_store(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, tmp_path: Path
) -> None:
    screen.set_query("niemand")
    settled(qtbot)
    dialog = asked(screen, services, tmp_path / "a.csv")
    assert dialog.all_chip.isChecked()
    assert not dialog.list_chip.isEnabled()
    dialog.reject()
