"""Orders of chosen days: what is typed, what it means, what the list then shows, how it is taken away."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.ui.background import lanes
from desk.ui.locale import locale
from desk.ui.orders.chips import days_filter_words, shown_days, with_days
from desk.ui.orders.days import Days, month_of, read, read_both
from desk.ui.orders.hits import Filter, Period
from desk.ui.orders.range_dialog import RangeDialog
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import FakeCalls, FakeServices, order_row
from tests.ui.orders.steps import HOSTILE

TODAY = date(2026, 11, 22)


def one(year: int, month: int, day: int) -> Days:
    return Days(date(year, month, day), date(year, month, day))


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("18.11.2026", one(2026, 11, 18)),
        (" 18 . 11 . 2026 ", one(2026, 11, 18)),
        ("18/11/2026", one(2026, 11, 18)),
        ("2026-11-18", one(2026, 11, 18)),
        ("18.11.25", one(2025, 11, 18)),
        ("1.3.", one(2026, 3, 1)),
        ("24.12.", one(2025, 12, 24)),
        ("gestern", one(2026, 11, 21)),
        ("Today", one(2026, 11, 22)),
        ("11/2026", Days(date(2026, 11, 1), date(2026, 11, 30))),
        ("2026-02", Days(date(2026, 2, 1), date(2026, 2, 28))),
        ("12.2025", Days(date(2025, 12, 1), date(2025, 12, 31))),
        ("2025", Days(date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_days_are_understood_as_people_type_them(typed: str, meant: Days) -> None:
    assert read(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["31.02.2026", "13/2026", "18", "abc", "1.2.3.4", "0000", "0001", "11/0026", "9999", *HOSTILE]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read(typed, TODAY) is None


def test_two_texts_go_from_the_beginning_of_one_to_the_end_of_the_other() -> None:
    assert read_both("10/2026", "11/2026", TODAY) == Days(date(2026, 10, 1), date(2026, 11, 30))
    assert read_both("10/2026", " ", TODAY) == Days(date(2026, 10, 1), None)
    assert read_both("", "x", TODAY) is None
    assert Days(date(2026, 2, 1), date(2026, 1, 1)).turned
    assert month_of(date(2026, 1, 15), 1) == Days(date(2025, 12, 1), date(2025, 12, 31))


def test_a_day_is_the_merchants_and_has_23_hours_when_summer_comes(opened: Opened) -> None:
    assert opened is not None, "the zone is Berlin's"
    spring = with_days(Filter(period=Period.WEEK), one(2026, 3, 29))
    assert spring.since is not None
    assert spring.until is not None
    assert (spring.until - spring.since).total_seconds() == 23 * 3600
    assert (spring.period, shown_days(spring)) == (None, one(2026, 3, 29))
    assert not with_days(spring, Days()).has_days


def test_the_words_of_free_days(opened: Opened) -> None:
    assert opened is not None
    locale().speak("de")
    found = [
        days_filter_words(with_days(Filter(), days))
        for days in (Days(), one(2026, 11, 18), Days(date(2026, 11, 1), None), Days(None, date(2026, 11, 30)))
    ]
    assert found == ["", "18.11.2026", "Ab 01.11.2026", "Bis 30.11.2026"]
    assert days_filter_words(with_days(Filter(), month_of(TODAY))) == "01.11.2026 – 30.11.2026"


# --- In the window ------------------------------------------------------------------------------------------


@pytest.fixture
def calls() -> FakeCalls:
    """Thirty orders, one a day back from the fakes' present, 21 November 2026."""
    return FakeCalls([order_row(number, days=number) for number in range(1, 31)])


@pytest.fixture
def screen(opened: Opened, calls: FakeCalls) -> OrdersScreen:
    locale().speak("de")
    return opened(calls)


def asked(screen: OrdersScreen, services: FakeServices) -> RangeDialog:
    assert services.commands.run("search.days")
    (dialog,) = screen.list.findChildren(RangeDialog)
    return dialog


def listed(screen: OrdersScreen) -> list[int]:
    return [entry.order.id for entry in screen.list.model.entries if entry.order is not None]


def type_days(dialog: RangeDialog, begin: str, end: str) -> None:
    dialog.begin.setText("")
    QTest.keyClicks(dialog.begin, begin)
    QTest.keyClicks(dialog.end, end)
    QTest.keyClick(dialog.end, Qt.Key.Key_Return)


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def test_days_are_typed_taken_by_enter_and_asked_of_the_whole_store(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    assert services.commands.key("search.days") in ("Strg+D", "Ctrl+D")
    dialog = asked(screen, services)
    assert not dialog.take.isEnabled()
    type_days(dialog, "10.11.", "12.11.2026")
    settled(qtbot)
    days = {row.id for row in calls.rows if 10 <= locale().local(row.placed_at).day <= 12}
    assert set(listed(screen)) == {one for one in days if calls.rows[one - 1].placed_at.month == 11}
    assert len(listed(screen)) == 3
    assert calls.days_asked
    assert screen.list.active.period.text() == "10.11.2026 – 12.11.2026"
    assert screen.list.active.period.accessibleName() == "Filter entfernen: 10.11.2026 – 12.11.2026"
    assert screen.escape()
    settled(qtbot)
    assert len(listed(screen)) == 30


def test_what_is_meant_stands_below_before_it_is_taken(screen: OrdersScreen, services: FakeServices) -> None:
    dialog = asked(screen, services)
    for begin, end, words in (
        ("11/2026", "", "Ab 01.11.2026"),
        ("", "11/2026", "Bis 30.11.2026"),
        ("01.11.2026", "15.11.2026", "01.11.2026 – 15.11.2026 · 15 Tage"),
        ("31.02.", "", "Das ist kein Datum. So eintippen: 21.11.2026."),
        ("2026", "2025", "Das Ende liegt vor dem Anfang."),
    ):
        dialog.begin.setText(begin)
        dialog.end.setText(end)
        assert dialog.meant.text() == words
    QTest.keyClick(dialog.end, Qt.Key.Key_Return)
    assert dialog.isVisible(), "what is not understood is not taken"
    assert dialog.take.toolTip() == "Das Ende liegt vor dem Anfang."
    names = [field.accessibleName() for field in (dialog.begin, dialog.end)]
    assert names == ["Von", "Bis"]
    dialog.reject()


def test_a_month_is_one_click_and_the_dialog_shows_what_holds(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices
) -> None:
    dialog = asked(screen, services)
    dialog.chips[1].click()
    assert (dialog.begin.text(), dialog.end.text()) == ("01.10.2026", "31.10.2026")
    dialog.take.click()
    settled(qtbot)
    qtbot.waitUntil(lambda: not screen.list.findChildren(RangeDialog))
    days = next(one for one in screen.list.chips.menu().actions() if one.text() == "Tage …")
    assert days.isChecked()
    days.trigger()
    (again,) = screen.list.findChildren(RangeDialog)
    assert (again.begin.text(), again.end.text()) == ("01.10.2026", "31.10.2026")
    again.reject()


def test_a_click_on_the_chip_takes_the_days_away_and_leaves_the_rest(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices
) -> None:
    type_days(asked(screen, services), "11/2026", "11/2026")
    settled(qtbot)
    QTest.mouseClick(screen.list.active.period, Qt.MouseButton.LeftButton)
    settled(qtbot)
    assert screen.list.filter == Filter()
    assert screen.list.view.hasFocus() or not screen.isActiveWindow()


def test_hits_of_a_text_are_narrowed_by_days_and_loaded_until_a_screenful_fits(
    qtbot: QtBot, screen: OrdersScreen, services: FakeServices, calls: FakeCalls
) -> None:
    calls.rows = [order_row(number, days=number / 10) for number in range(1, 400)]
    screen.set_query("müller")
    settled(qtbot)
    type_days(asked(screen, services), "", "01.11.2026")
    qtbot.waitUntil(lambda: len(listed(screen)) >= 18)
    assert min(listed(screen)) > 150
