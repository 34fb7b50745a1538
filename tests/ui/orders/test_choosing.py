from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk.domain.changes import Changes, Kind
from desk.domain.errors import StoreUnavailable
from desk.domain.pushes import PushState
from desk.domain.standing import Standing
from desk.domain.values import OrderId
from desk.domain.views import CustomerRow, OrderRow, OrderView
from desk.ui.background import lanes
from desk.ui.orders.screen import OrdersScreen
from tests.ui.orders.conftest import Opened
from tests.ui.orders.fakes import FakeCalls, order_row, order_view, shipment
from tests.ui.orders.steps import opened_order, people, search, shown, spoken_row, texts


def test_enter_opens_the_first_order_and_the_keys_go_on_from_it(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    heard: list[int] = []
    titles: list[str] = []
    screen.orderOpened.connect(heard.append)
    screen.titleChanged.connect(titles.append)
    search(qtbot, screen, "müller")
    assert screen.open_first()
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    screen.next_row()
    qtbot.waitUntil(lambda: opened_order(screen) == 2)
    screen.previous_row()
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert heard == [1, 2, 1]
    assert titles[0] == "Anna Müller · 18-12345-00001"
    assert screen.current_order() == 1


def test_arrows_step_over_headings_and_the_detail_follows(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    search(qtbot, screen, "müller")
    screen.focus_list()
    view = screen.list.view
    assert view.currentIndex().row() == 1, "the first row that is no heading"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 3
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    QTest.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: opened_order(screen) == 4)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 1
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 1


def test_the_heading_is_seen_above_the_first_row(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(FakeCalls([order_row(n) for n in range(1, 40)]))
    screen.list.view.choose_row(39)
    assert screen.list.view.verticalScrollBar().value() > 0
    screen.list.view.choose_row(1)
    assert screen.list.view.verticalScrollBar().value() == 0
    qtbot.waitUntil(lambda: opened_order(screen) == 1)


def test_another_text_shows_its_best_hits_wherever_the_open_order_stands(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(FakeCalls([order_row(n) for n in range(1, 60)]))
    screen.show_order(OrderId(50))
    qtbot.waitUntil(lambda: opened_order(screen) == 50)
    assert screen.list.view.verticalScrollBar().value() > 0
    search(qtbot, screen, "müller")
    assert screen.list.view.verticalScrollBar().value() == 0
    assert screen.list.view.current_entry().key == "order:50"  # type: ignore[union-attr]
    screen.focus_list()
    assert screen.list.view.place_of_current() is not None


def test_only_paid_orders_make_shipping_the_next_deed(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    calls.views[OrderId(2)] = order_view(2, standings=(Standing.WAITING_FOR_PAYMENT,))
    screen = opened(calls)
    button = screen.detail.page.deeds.ship_button
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    assert button._primary
    screen.show_order(OrderId(2))
    qtbot.waitUntil(lambda: opened_order(screen) == 2)
    assert button.isEnabled()
    assert not button._primary


def test_fast_steps_show_only_the_last_order(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    heard: list[int] = []
    screen.orderOpened.connect(heard.append)
    for _ in range(4):
        screen.next_row()
    qtbot.waitUntil(lambda: opened_order(screen) == 4)
    assert heard == [4]


def test_single_letters_are_left_to_the_commands(opened: Opened) -> None:
    screen = opened(people())
    screen.focus_list()
    before = screen.list.view.currentIndex().row()
    QTest.keyClicks(screen.list.view, "cC")
    assert screen.list.view.currentIndex().row() == before, "no type-ahead"


def test_nothing_found_opens_nothing(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    search(qtbot, screen, "nobody")
    assert not screen.open_first()
    assert screen.current_order() is None


def test_the_open_order_stays_when_the_text_changes(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    search(qtbot, screen, "schmidt")
    assert opened_order(screen) == 1
    assert not screen.list.view.currentIndex().isValid()
    search(qtbot, screen, "anna")
    assert screen.list.model.entry(screen.list.view.currentIndex().row()).key == "order:1"  # type: ignore[union-attr]


def test_an_order_that_is_gone_says_so(qtbot: QtBot, opened: Opened) -> None:
    screen = opened(people())
    screen.show_order(OrderId(99))
    qtbot.waitUntil(lambda: "not in the store any more" in texts(screen.detail))
    assert not screen.detail._empty._button.isVisible(), "another try would not help"
    assert screen.why_not_ship() == "Choose an order first."


def test_an_order_that_cannot_be_read_now_offers_another_try(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = people()
    screen = opened(calls)

    def show(_order: OrderId) -> OrderView:
        raise StoreUnavailable("The store is locked.", code="x")

    with monkeypatch.context() as broken:
        broken.setattr(calls, "show", show)
        screen.show_order(OrderId(1))
        qtbot.waitUntil(lambda: "The store is locked." in texts(screen.detail))
    screen.detail._empty._button.click()
    qtbot.waitUntil(lambda: opened_order(screen) == 1)


def changed(*orders: int) -> Changes:
    return Changes.of(Kind.ORDER, orders)


def test_new_rows_by_sync_wait_behind_a_pill_and_never_move_the_chosen_row(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    screen.focus_list()
    screen.next_row()
    place = screen.list.view.visualRect(screen.list.view.currentIndex())
    calls.rows = [order_row(8), order_row(9), *calls.rows]
    screen.reload(changed(8, 9))
    qtbot.waitUntil(screen.list.new_rows.isVisible)
    assert screen.list.new_rows.accessibleName().startswith("2 ")
    assert shown(screen) == [1, 2, 3, 4]
    assert screen.list.view.visualRect(screen.list.view.currentIndex()) == place
    screen.list.new_rows.click()
    assert shown(screen) == [8, 9, 1, 2, 3, 4]
    assert screen.list.view.current_entry().key == "order:2"  # type: ignore[union-attr]
    assert not screen.list.new_rows.isVisible()


def test_what_comes_above_the_chosen_row_does_not_push_it_away(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls([order_row(n, name=f"Müller {n}") for n in range(1, 40)])
    screen = opened(calls)
    search(qtbot, screen, "müller")
    screen.list.view.choose_row(5)
    place = screen.list.view.place_of_current()
    calls.customers = people().customers
    screen.searching.ask_for_more()  # the same text; now with a customer above the orders
    qtbot.waitUntil(lambda: not screen.searching.running)
    assert screen.list.model.entries[0].key == "heading:customers"
    assert screen.list.view.place_of_current() == place


@pytest.mark.parametrize(
    "changes",
    [
        {"orders": 2},
        {"name": "Bernd J. Müller"},
        {"email": "bernd@posteo.example", "query": "bernd@posteo.example"},
        {"town": "Zürich"},
    ],
)
def test_a_chosen_customer_stays_chosen_whatever_sync_changes(
    qtbot: QtBot, opened: Opened, changes: dict[str, Any]
) -> None:
    calls = people()
    bernd = CustomerRow(name="Bernd Müller", email="b@posteo.example", town="Kiel", orders=1, query="b@posteo.example")
    calls.customers = (*calls.customers, bernd)
    screen = opened(calls)
    search(qtbot, screen, "müller")
    view = screen.list.view
    view.choose_row(2)
    calls.customers = (replace(bernd, **changes), calls.customers[0])
    screen.reload(changed(1))
    qtbot.waitUntil(lambda: len(calls.asked) > 2 and not screen.searching.running)
    entry = view.current_entry()
    assert entry is not None
    assert entry.customer == calls.customers[0]
    assert view.selectionModel().isSelected(view.currentIndex())


def test_rows_come_in_at_once_where_nobody_looks_at_one(qtbot: QtBot, opened: Opened) -> None:
    calls = FakeCalls()
    screen = opened(calls)
    assert "No orders yet" in texts(screen.list.nothing)
    calls.rows = [order_row(1)]
    screen.reload(changed(1))
    qtbot.waitUntil(lambda: shown(screen) == [1])
    assert not screen.list.nothing.isVisible()


def test_a_flood_of_changes_asks_for_the_list_twice_and_shows_the_last_state(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = people()
    screen = opened(calls)
    asked: list[int] = []
    real = calls.newest

    def newest(limit: int) -> tuple[OrderRow, ...]:
        asked.append(limit)
        return real(limit)

    monkeypatch.setattr(calls, "newest", newest)
    for turn in range(20):
        calls.rows[0] = replace(calls.rows[0], first_item=f"Turn {turn}")
        screen.reload(changed(1))
    qtbot.waitUntil(lambda: "Turn 19" in screen.list.model.face(1).second)
    qtbot.waitUntil(lambda: not screen._reload_soon.isActive() and not screen.searching.running)
    assert len(asked) <= 2


def test_a_changed_row_is_repainted_in_its_place(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    screen.focus_list()
    calls.rows[0] = replace(calls.rows[0], standings=(Standing.SHIPPED,))
    screen.reload(changed(1))
    qtbot.waitUntil(lambda: "Shipped" in spoken_row(screen, 1))
    assert screen.list.view.currentIndex().row() == 1


def test_the_open_order_is_refilled_marked_and_keeps_its_place(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    screen.resize(1232, 400)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    bar = screen.detail.page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 50)
    bar.setValue(50)
    view = calls.show(OrderId(1))
    calls.views[OrderId(1)] = replace(view, buyer_note="Ring twice", payment_method="Invoice")
    screen.reload(changed(1))
    qtbot.waitUntil(screen.detail.page.note.isVisible)
    assert bar.value() == 50
    assert screen.detail.page.payment._updated.isVisible()
    assert not screen.detail.page.items._updated.isVisible(), "what stayed the same is not marked"
    screen.show_order(OrderId(2))
    qtbot.waitUntil(lambda: opened_order(screen) == 2)
    assert not screen.detail.page.payment._updated.isVisible()


def marked(screen: OrdersScreen) -> set[str]:
    return {type(card).__name__ for card in screen.detail.page.cards if card._updated.isVisible()}


def test_an_agents_own_deed_marks_no_card(qtbot: QtBot, opened: Opened) -> None:
    """A parcel is queued and taken back by Ctrl+Z: nothing of that came from the channel."""
    calls = people()
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    before = calls.show(OrderId(1))
    own = Changes.of(Kind.ORDER, [1]) + Changes.of(Kind.PUSH, [7])
    under_way = shipment("00340434161094042557", state=PushState.HELD)
    calls.views[OrderId(1)] = replace(before, shipments=(under_way,), standings=(Standing.REPORTING,))
    screen.reload(own)
    qtbot.waitUntil(lambda: screen.detail.view is calls.views[OrderId(1)])
    calls.views[OrderId(1)] = replace(before)
    screen.reload(own)
    qtbot.waitUntil(lambda: screen.detail.view is calls.views[OrderId(1)])
    assert marked(screen) == set()
    calls.views[OrderId(1)] = replace(before, payment_method="Invoice", standings=(Standing.SHIPPED,))
    screen.reload(changed(1))
    qtbot.waitUntil(lambda: screen.detail.view is calls.views[OrderId(1)])
    assert marked(screen) == {"PaymentCard"}, "what the channel changes is still marked"


def test_another_standing_is_no_change_of_the_payment(qtbot: QtBot, opened: Opened) -> None:
    calls = people()
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    calls.views[OrderId(1)] = replace(calls.show(OrderId(1)), standings=(Standing.SHIPPED,))
    screen.reload(changed(1))
    qtbot.waitUntil(lambda: screen.detail.view is calls.views[OrderId(1)])
    assert marked(screen) == set()


def test_other_orders_changes_leave_the_open_one_alone(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = people()
    screen = opened(calls)
    screen.show_order(OrderId(1))
    qtbot.waitUntil(lambda: opened_order(screen) == 1)
    asked: list[int] = []
    real = calls.show

    def show(order: OrderId) -> OrderView:
        asked.append(order)
        return real(order)

    monkeypatch.setattr(calls, "show", show)
    screen.reload(changed(2))
    screen.reload(Changes.of(Kind.REPAIR, [5]))
    qtbot.waitUntil(lambda: lanes().busy == 0)
    assert asked == []
    screen.reload(changed(1))
    qtbot.waitUntil(lambda: asked == [1])
