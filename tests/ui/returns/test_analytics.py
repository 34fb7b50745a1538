"""The figures of returns on screen: a question at a time, the table behind the chart, the list behind each number."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.clock import ManualClock
from desk.domain.errors import StoreUnavailable
from desk.domain.values import ReturnId
from desk.services import return_lists
from desk.services.context import Desk
from desk.services.return_statistics import Statistics, Wanted
from desk.ui.analytics.calls import ServiceAnalyticsCalls
from desk.ui.analytics.figures import Question
from desk.ui.analytics.screen import AnalyticsScreen
from desk.ui.picture_stage import lay_out
from tests.ui.orders.fakes import FakeServices


class Failing(ServiceAnalyticsCalls):
    """The real services, which fail as long as told."""

    fails = False

    def statistics(self, wanted: Wanted) -> Statistics:
        if self.fails:
            raise StoreUnavailable("The store is locked.")
        return super().statistics(wanted)


@pytest.fixture
def calls(desk: Desk) -> Failing:
    return Failing(desk)


@pytest.fixture
def screen(
    clean_lanes: None,  # noqa: ARG001 - the lanes open before the screen and shut down after it
    calls: Failing,
    services: FakeServices,
    clock: ManualClock,
) -> Iterator[AnalyticsScreen]:
    clock.advance(86_400)
    window = QWidget()
    made = AnalyticsScreen(calls, services, window)
    window.resize(1072, 640)
    made.resize(1072, 640)
    yield made
    window.close()
    window.deleteLater()


def shown(screen: AnalyticsScreen, qtbot: QtBot) -> None:
    screen.window().show()
    qtbot.waitUntil(lambda: screen.chart is not None and bool(screen.summary.text()))


def test_where_chart_and_table_have_no_room_the_table_stays(
    screen: AnalyticsScreen, of_agent: ReturnId, qtbot: QtBot
) -> None:
    assert of_agent
    shown(screen, qtbot)
    chart = screen.chart
    assert chart is not None
    for high, has_room in ((640, True), (440, False), (640, True)):
        screen.resize(820, high)
        qtbot.waitUntil(partial(lambda wanted: chart.isVisible() is wanted, has_room))
        assert screen.table.isVisible()


def test_each_question_has_its_rows_and_a_row_opens_the_list_behind_it(
    screen: AnalyticsScreen, of_agent: ReturnId, desk: Desk, services: FakeServices, qtbot: QtBot
) -> None:
    shown(screen, qtbot)
    assert screen.summary.text() == "Of 3 pieces shipped 3 come back: 100.0\u00a0%."
    for question in Question:
        screen.question_chips[question].click()
        assert screen.rows, question
        screen.table.setCurrentIndex(screen.model.index(0, 0))
        QTest.keyClick(screen.table, Qt.Key.Key_Return)
        behind = services.lists[-1]
        assert [row.id for row in return_lists.page(desk, behind).rows] == [of_agent], question
    assert not unnamed(screen)


def test_a_bar_opens_what_its_row_opens(
    screen: AnalyticsScreen, of_agent: ReturnId, services: FakeServices, qtbot: QtBot
) -> None:
    assert of_agent
    shown(screen, qtbot)
    screen.ask(Question.ARTICLES)
    chart = screen.chart
    assert chart is not None
    lay_out()  # the view takes its place only once it is laid out
    middle = chart.getViewBox().mapViewToScene(QPointF(1, 50))
    place = chart.mapFromScene(middle)
    assert chart.place_at(QPointF(place)) == 1
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert services.lists == [screen.rows[1].behind]
    between = chart.mapFromScene(chart.getViewBox().mapViewToScene(QPointF(0.5, 50)))
    assert chart.place_at(QPointF(between)) == -1
    painted = chart.grab().toImage()
    ground = chart.mapFromScene(chart.getViewBox().mapViewToScene(QPointF(1, 0))).y()
    assert len({painted.pixelColor(place.x(), y).rgb() for y in range(place.y(), ground - 2)}) == 1, "no line across"


def test_a_time_without_returns_says_so_and_offers_a_longer_one(screen: AnalyticsScreen, qtbot: QtBot) -> None:
    screen.show_days(30)
    shown(screen, qtbot)
    assert screen.export.isEnabled()
    assert screen.model.rowCount() == 0
    assert screen.day_chips[30].isChecked()


def test_what_fails_stands_there_with_a_way_to_try_again(
    screen: AnalyticsScreen, of_agent: ReturnId, calls: Failing, qtbot: QtBot
) -> None:
    assert of_agent
    calls.fails = True
    screen.window().show()
    qtbot.waitUntil(lambda: bool(screen.findChildren(QWidget)) and not screen.export.isEnabled())
    qtbot.waitUntil(lambda: screen.empty_text == "The store is locked.")
    calls.fails = False
    screen.try_again.click()
    qtbot.waitUntil(lambda: screen.model.rowCount() > 0)


def test_the_table_becomes_a_file_that_spreadsheets_read(
    screen: AnalyticsScreen, of_agent: ReturnId, services: FakeServices, tmp_path: Path, qtbot: QtBot
) -> None:
    assert of_agent
    shown(screen, qtbot)
    screen.ask(Question.REASONS)
    screen.write(tmp_path / "figures.csv")
    qtbot.waitUntil(lambda: bool(services.toasts))
    raw = (tmp_path / "figures.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig").splitlines() == ["Reason;Returned;Share of all", "Too small;3;100.0\u00a0%"]
