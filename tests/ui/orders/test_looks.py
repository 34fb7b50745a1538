import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.standing import Standing
from desk.domain.values import OrderId
from desk.ui.locale import locale
from desk.ui.orders.hits import Filter, Narrowing
from desk.ui.orders.row_delegate import plan_of
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import FakeCalls, order_row, order_view, push_view, shipment
from tests.ui.orders.steps import opened_order, people, search, shown, spoken_row, texts


def test_rows_are_56_pixels_high_and_say_their_status(opened: Opened) -> None:
    screen = opened(people())
    view, model = screen.list.view, screen.list.model
    heights = {view.visualRect(model.index(row)).height() for row in range(1, model.rowCount())}
    assert heights == {56}
    assert spoken_row(screen, 2) == (
        "Bernd Müller, eBay order 18-12345-00002, yesterday, 10:00, €1,234.50, Akku-Bohrschrauber 18 V. "
        "Status: Awaiting payment"
    )


def test_an_amount_that_the_channel_keeps_to_itself_is_no_nothing(opened: Opened) -> None:
    waiting = order_row(1, total=0, standings=(Standing.WAITING_FOR_PAYMENT,))
    gift = order_row(2, total=0, standings=(Standing.TO_SHIP,))
    model = opened(FakeCalls([waiting, gift])).list.model
    amounts = [model.face(model.row_of_order(OrderId(number))).amount for number in (1, 2)]
    assert amounts == ["–", "€0.00"]


@pytest.mark.parametrize("name", ["Anna Müller", "Dr. Maximilian von Hohenfels-Waldburg-Zeil zu Lüdenscheidt"])
def test_a_long_name_shortens_itself_and_leaves_the_date_whole(opened: Opened, name: str) -> None:
    screen = opened(FakeCalls([order_row(1, name=name, days=3)]))
    view = screen.list.view
    row = screen.list.model.row_of_order(OrderId(1))
    face = screen.list.model.face(row)
    plan = plan_of(face, (view.visualRect(screen.list.model.index(row)).width(), 1.0, 56))
    assert face.date == "Wed, 10:00"
    assert plan.date is not None
    assert plan.date.text == face.date
    narrow = plan_of(face, (240, 1.0, 56))
    assert narrow.date is not None
    assert narrow.date.text == "Wed"


def test_the_list_pane_is_452_pixels_wide_with_its_line(opened: Opened) -> None:
    screen = opened(people())
    assert abs(screen.list.width() + screen._splitter.handleWidth() - 452) <= 2


@pytest.mark.parametrize("width,columns,two", [(1232, "wide", True), (1232, "medium", False), (900, "wide", False)])
def test_cards_stand_in_two_columns_where_there_is_room(opened: Opened, width: int, columns: str, two: bool) -> None:
    screen = opened(people())
    screen.resize(width, 800)
    screen.set_layout(columns)
    QApplication.processEvents()
    assert screen.detail.page.has_two_columns is two


def test_in_pages_enter_opens_and_escape_returns(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.resize(800, 600)
    screen.set_layout("pages")
    assert screen.panes() == (screen.list,)
    screen.focus_list()
    assert screen.list.isVisible()
    QTest.keyClick(screen.list.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert screen.panes() == (screen.detail,)
    assert screen.escape()
    assert screen.panes() == (screen.list,)
    assert not screen.escape()


def test_escape_drops_the_filter(opened: Opened) -> None:
    screen = opened(people())
    screen.list.narrow(Filter(Narrowing.UNPAID))
    assert screen.escape()
    assert shown(screen) == [1, 2, 3, 4]
    assert not screen.escape()


def test_another_language_reaches_rows_and_cards(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert screen.list.model.face(1).amount == "€1,234.50"
    locale().speak("de")
    try:
        assert screen.list.model.face(1).amount == "1.234,50\u00a0€"
        assert "24,99\u00a0€" in texts(screen.detail)
    finally:
        locale().speak("en")


def test_the_screen_closes_its_connection(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    search(qtbot, screen, "müller")
    screen.shut_down()
    assert calls.finders
    assert all(finder.closed for finder in calls.finders)


def test_the_model_has_no_children_and_answers_other_roles_with_nothing(opened: Opened) -> None:
    model = opened(people()).list.model
    assert model.rowCount(model.index(0)) == 0
    assert model.rowCount(QModelIndex()) == 5
    assert model.data(model.index(1), int(Qt.ItemDataRole.DecorationRole)) is None


def test_the_mouse_opens_a_row(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    view = screen.list.view
    place = view.visualRect(view.model().index(2, 0)).center() + QPoint(20, 0)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    qtbot.waitUntil(lambda: opened_order(screen) == 2)


def test_every_control_of_an_open_order_has_a_name(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.views[OrderId(1)] = order_view(
        1, pushes=(push_view(words="Invalid provider"),), shipments=(shipment("1"), shipment("2"))
    )
    screen = opened(calls)
    search(qtbot, screen, "müller")
    screen.open_first()
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert unnamed(screen) == []


def test_every_control_of_the_empty_states_has_a_name(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    search(qtbot, screen, "nobody here")
    assert unnamed(screen) == []


def test_the_steps_of_a_shipment_are_real_text(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    bar = screen.detail.page.shipment.bar
    assert [label.text() for label in bar._names] == ["Ordered", "Paid", "Shipped", "Delivery", "Delivered"]
    right = [label.geometry().right() for label in bar._names]
    left = [label.geometry().left() for label in bar._names]
    assert all(one < other for one, other in zip(right, left[1:], strict=False)), "no word runs into the next"
    assert left[0] >= 0
    assert right[-1] <= bar.width()


def test_focus_by_key_chooses_the_first_row_and_by_the_window_none(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    view = screen.list.view
    view.clearFocus()
    view.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert not view.currentIndex().isValid()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.currentIndex().row() == 1
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
