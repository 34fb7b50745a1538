"""The list of orders to ship: order, pages, keys and mouse, a selection that stays, and a row that never moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.orders import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.shipments import Parcel
from desk.services import orders, shipments, to_ship
from desk.services.context import Desk
from desk.services.to_ship import Filter, Goes
from desk.store.accounts import Account
from desk.ui.picture_stage import lay_out
from desk.ui.theme.look import look
from desk.ui.to_ship import screen as screen_module
from desk.ui.to_ship.screen import ToShipScreen
from tests.services.fakes import FakeChannel
from tests.support.orders import after, many, order
from tests.support.yardstick import SECOND, yardsticks
from tests.ui.orders.fakes import FakeServices
from tests.ui.to_ship.conftest import NOW, fetched, settled, told

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def numbers(screen: ToShipScreen) -> list[str]:
    rows = (screen.model.row(at) for at in range(screen.model.rowCount()))
    return [row.order.number for row in rows if row is not None]


def chosen(screen: ToShipScreen) -> list[str]:
    by_id = {row.order.id: row.order.number for at in range(screen.model.rowCount()) if (row := screen.model.row(at))}
    return [by_id[one] for one in screen.model.chosen]


def current(screen: ToShipScreen) -> str:
    row = screen.list.current_row()
    return row.order.number if row is not None else ""


def key(screen: ToShipScreen, one: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(screen.list, one, modifier)


def test_the_earliest_last_day_comes_first_then_the_oldest(screen: ToShipScreen) -> None:
    assert numbers(screen) == [f"WB-{100 + at}" for at in range(30)]
    words = [screen.model.face(at).day for at in (0, 3, 9, 10)]
    assert [(one.tone, one.filled) for one in words] == [
        ("err", True),
        ("warn", True),
        ("neutral", False),
        ("neutral", False),
    ]
    assert words[0].word.startswith("overdue since")
    assert words[3].word.startswith("ordered")


@pytest.mark.parametrize(
    "change",
    [
        {"payment": PaymentFacet.UNPAID},
        {"handling": Handling.CHANNEL},
        {"handling": Handling.NOT_YET},
        {"order": OrderFacet.CANCELLED},
        {"shipping": ShippingFacet.SHIPPED},
    ],
)
def test_only_what_is_paid_open_and_ours_is_listed(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, channel: FakeChannel, account: Account, change: dict[str, object]
) -> None:
    channel.change("100", **change)
    told(qtbot, screen, fetched(desk, account))
    assert numbers(screen)[0] == "WB-101"
    assert len(numbers(screen)) == 29


def test_what_is_on_its_way_to_be_reported_waits_no_longer(qtbot: QtBot, screen: ToShipScreen, desk: Desk) -> None:
    order_id = orders.find(desk, "WB-100")
    queued = shipments.confirm(desk, order_id, [Parcel(carrier="ups", number="1Z999AA10123456784")])
    told(qtbot, screen, queued.changes)
    assert numbers(screen)[0] == "WB-101"


def test_keys_select_extend_and_clear(qtbot: QtBot, screen: ToShipScreen) -> None:
    screen.focus_list()
    assert current(screen) == "WB-100"
    key(screen, Qt.Key.Key_Space)
    key(screen, Qt.Key.Key_Down)
    key(screen, Qt.Key.Key_X)
    assert chosen(screen) == ["WB-100", "WB-101"]
    key(screen, Qt.Key.Key_X)
    assert chosen(screen) == ["WB-100"]
    for _ in range(3):
        key(screen, Qt.Key.Key_Down, SHIFT)
    assert chosen(screen) == [f"WB-{at}" for at in range(100, 105)]
    key(screen, Qt.Key.Key_Up, SHIFT)
    assert chosen(screen) == [f"WB-{at}" for at in range(100, 104)]
    assert screen.bar.isVisible()
    assert screen.chosen_text.text().startswith("4 selected")
    assert screen.escape()
    assert chosen(screen) == []
    assert not screen.bar.isVisible()
    assert not screen.escape()
    settled(qtbot)


def test_the_mouse_selects_by_the_box_by_control_and_by_shift(screen: ToShipScreen) -> None:
    def click(row: int, x: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        middle = screen.list.visualRect(screen.model.index(row)).center()
        QTest.mouseClick(screen.list.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(x, middle.y()))

    click(1, 24)
    click(3, 400, CONTROL)
    assert chosen(screen) == ["WB-101", "WB-103"]
    click(5, 400, SHIFT)
    assert chosen(screen) == ["WB-101", "WB-103", "WB-104", "WB-105"]
    click(2, 400)
    assert (current(screen), len(chosen(screen))) == ("WB-102", 4)


def test_enter_and_double_click_open_the_order(screen: ToShipScreen, services: FakeServices) -> None:
    screen.focus_list()
    key(screen, Qt.Key.Key_Down)
    key(screen, Qt.Key.Key_Return)
    row = screen.model.row(1)
    assert row is not None
    assert services.opened == [row.order.id]


def test_control_a_selects_all_of_the_filter_loaded_or_not(
    qtbot: QtBot, screen: ToShipScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_module, "PAGE", 10)
    screen.model.show(())
    screen.load()
    settled(qtbot)
    assert screen.model.rowCount() == 10
    screen.focus_list()
    key(screen, Qt.Key.Key_Space)
    assert screen.all_link.isVisible()
    assert "30" in screen.all_link.text()
    key(screen, Qt.Key.Key_A, CONTROL)
    settled(qtbot)
    assert len(screen.model.chosen) == 30
    assert not screen.all_link.isVisible()
    screen.list.scrollToBottom()
    settled(qtbot)
    screen.list.scrollToBottom()
    settled(qtbot)
    assert numbers(screen) == [f"WB-{100 + at}" for at in range(30)]
    assert len(screen.model.chosen) == 30


def test_new_orders_never_move_the_row_one_is_at(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, channel: FakeChannel, account: Account
) -> None:
    screen.focus_list()
    screen.list.go_to(20)
    screen.model.toggle(20)
    lay_out()
    place = screen.list.visualRect(screen.list.currentIndex()).top()
    for at in range(3):
        channel.add(order(str(900 + at), number=f"NEW-{at}", ship_by=after(at - 7200)))
    told(qtbot, screen, fetched(desk, account))
    assert numbers(screen)[:3] == ["NEW-0", "NEW-1", "NEW-2"]
    assert (current(screen), chosen(screen)) == ("WB-120", ["WB-120"])
    assert screen.list.visualRect(screen.list.currentIndex()).top() == place
    assert screen.new_pill.isVisible()
    assert screen.new_pill.text().startswith("3 new")
    QTest.mouseClick(screen.new_pill, Qt.MouseButton.LeftButton)
    assert screen.list.verticalScrollBar().value() == 0
    assert not screen.new_pill.isVisible()


def test_the_row_that_went_leaves_the_next_one_in_its_place(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, channel: FakeChannel, account: Account
) -> None:
    screen.list.go_to(4)
    screen.model.toggle(4)
    channel.change("104", order=OrderFacet.CANCELLED)
    told(qtbot, screen, fetched(desk, account))
    assert (current(screen), chosen(screen)) == ("WB-105", [])


def test_chips_filter_by_where_it_goes_and_an_empty_filter_says_so(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, channel: FakeChannel, account: Account
) -> None:
    home = channel.order("107").recipient
    channel.change("107", recipient=replace(home, country="CH", town="Bern"))
    told(qtbot, screen, fetched(desk, account))
    screen.filter_by(Filter(goes=Goes.ABROAD))
    settled(qtbot)
    assert numbers(screen) == ["WB-107"]
    assert "Bern" in screen.model.face(0).second
    screen.filter_by(Filter(goes=Goes.UNION))
    settled(qtbot)
    assert screen._empty.isVisible()
    assert "Esc" in screen._empty.text()
    assert screen.escape()
    settled(qtbot)
    assert len(numbers(screen)) == 30


@pytest.fixture
def large_text() -> Iterator[None]:
    look().scale_text(1.5)
    yield
    look().scale_text(1.0)


def test_a_narrow_window_sets_chips_in_lines_and_cuts_none(
    qtbot: QtBot,
    screen: ToShipScreen,
    large_text: None,  # noqa: ARG001
) -> None:
    screen.window().resize(820, 480)
    screen.resize(820, 480)
    qtbot.waitUntil(lambda: len({chip.y() for chip in screen._goes_chips.values()}) > 1)
    shown = [*screen._account_chips.values(), *screen._goes_chips.values()]
    assert [chip.text() for chip in shown if chip.width() < chip.sizeHint().width()] == []
    assert max(chip.geometry().bottom() for chip in shown) < screen.list.y()


def test_every_row_speaks(screen: ToShipScreen) -> None:
    screen.model.toggle(0)
    spoken = str(screen.model.data(screen.model.index(0), Qt.ItemDataRole.AccessibleTextRole))
    for word in ("Selected", "Jürgen Müller", "Shop", "WB-100", "overdue since"):
        assert word in spoken


def test_pages_join_without_a_gap_or_a_double(desk: Desk, account: Account) -> None:
    assert account.writing
    whole = [row.order.number for row in to_ship.page(desk, limit=100)]
    pages: list[str] = []
    after_row = None
    while found := to_ship.page(desk, after=after_row, limit=7):
        pages += [row.order.number for row in found]
        after_row = found[-1].place
    assert pages == whole
    assert [row.order.id for row in to_ship.page(desk, limit=100)] == list(to_ship.ids(desk))
    told_all = to_ship.summary(desk)
    assert (told_all.total, told_all.overdue) == (30, 3)
    assert all(row.ship_by is None or row.ship_by < NOW for row in to_ship.page(desk, limit=3))


def test_five_hundred_rows_of_a_sync_are_shown_within_50_ms_of_work(
    qtbot: QtBot, screen: ToShipScreen, desk: Desk, channel: FakeChannel, account: Account
) -> None:
    channel.add(*(replace(one, shipping=ShippingFacet.UNSHIPPED, shipments=()) for one in many(600)))
    fetched(desk, account)
    settled(qtbot)
    rows = to_ship.page(desk, limit=600)
    screen.list.show_rows(rows[:100])
    screen.list.go_to(50)
    took = yardsticks(lambda: screen.list.show_rows(rows))
    assert screen.model.rowCount() == 600
    assert took < 0.05 * SECOND
